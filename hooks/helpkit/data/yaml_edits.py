"""Changing single values of a YAML file where they stand: everything else stays byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from helpkit.data.located import Location, read_text


class NotEditable(Exception):
    """The file is written in a form that a program cannot change without risk."""


class Editor:
    """Collects changes to one file and writes them at once, or not at all."""

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.path = path
        self._text = path.read_bytes().decode("utf-8") if text is None else text
        self._mark = "\ufeff" if self._text.startswith("\ufeff") else ""
        self._text = self._text.removeprefix("\ufeff")
        self._newline = "\r\n" if "\r\n" in self._text else "\n"

    @property
    def text(self) -> str:
        """The text with all changes."""
        return self._mark + self._text

    def value(self) -> Any:
        """Return the parsed text, with every change."""
        return read_text(self._text, path="")[0].value

    def replace(self, location: Location, value: str) -> None:
        """Replace a plain value."""
        node = self._node(location)
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            raise NotEditable(f"{self.path}: no plain value stands there")
        start, end = node.start_mark.index, node.end_mark.index

        def change(tree: Any) -> None:
            _parent(tree, location)[location[-1]] = value

        quote = node.style or ""  # a comment may stand behind a quoted value only
        self._apply(self._text[:start] + quote + value + quote + self._text[end:], change)

    def append(self, location: Location, key: str, value: str, *, after: str) -> None:
        """Add the entry `{key: value}` to the end of a list.

        A missing list is created below the sibling `after`.
        """
        *path, name = location
        parent = self._node(tuple(path))
        node = self._child(parent, name)
        sibling = self._child(parent, after)
        if node is not None and node.value and not node.flow_style:
            indent = " " * (node.start_mark.column)
            lines = [f"{indent}- {key}: {value}"]
            text = self._below(node, lines)
        elif node is not None:
            first = ", " if node.value else ""
            end = node.end_mark.index - 1
            text = f"{self._text[:end]}{first}{{{key}: {value}}}{self._text[end:]}"
        elif parent.flow_style and sibling is not None:
            end = sibling.end_mark.index
            text = f"{self._text[:end]}, {name}: [{{{key}: {value}}}]{self._text[end:]}"
        elif sibling is not None:
            indent = " " * parent.start_mark.column
            text = self._below(sibling, [f"{indent}{name}:", f"{indent}  - {key}: {value}"])
        else:
            raise NotEditable(f'{self.path}: there is no key "{after}"')

        def change(tree: Any) -> None:
            holder = _parent(tree, location)
            holder[name] = [*(holder.get(name) or []), {key: value}]

        self._apply(text, change)

    def insert(self, location: Location, item: str, *, at: int | None = None) -> None:
        """Insert an item, given as YAML, into a list: at its end, or as number `at`.

        An empty list (`[]` or no value) becomes a list of this item; a missing one is added at the
        end of its parent.
        """
        wanted = read_text(item, path="")[0].value
        node = self._node_or_none(location)
        holder = None if not location else self._node(location[:-1])
        column = holder.start_mark.column if isinstance(holder, yaml.MappingNode) else 0
        if node is not None and getattr(node, "value", None):
            if node.flow_style:
                raise NotEditable(f"{self.path}: the list is written between brackets")
            index = len(node.value) if at is None else at
            lines = _item_lines(item, node.start_mark.column)
            if index:
                text = self._below(node.value[index - 1], lines)
            else:
                text = self._above(node.value[0], lines)
        elif node is not None:
            lines = _item_lines(item, column + 2 if location else 0)
            end = node.end_mark.index
            start = node.start_mark.index
            before = self._text[:start].rstrip(" ") if location else self._text[:start]
            body = self._newline.join(lines)
            between = self._newline if location else ""
            text = before + between + body + (self._text[end:] or self._newline)
        elif holder is not None and not holder.flow_style:
            lines = [f"{' ' * column}{location[-1]}:", *_item_lines(item, column + 2)]
            text = self._below(holder, lines)
        else:
            raise NotEditable(f"{self.path}: change it by hand")

        def change(tree: Any) -> Any:
            if not location:
                items = list(tree or [])
            else:
                parent = _parent(tree, location)
                items = list((parent.get(location[-1]) if isinstance(parent, dict) else None) or [])
            items.insert(len(items) if at is None else at, wanted)
            if not location:
                return items
            _parent(tree, location)[location[-1]] = items
            return tree

        self._apply(text, change)

    def remove(self, location: Location) -> None:
        """Take an item out of a list, or a key with its value out of a mapping, with its lines."""
        holder = self._node(location[:-1])
        if holder.flow_style:
            raise NotEditable(f"{self.path}: it is written between brackets")
        key = location[-1]
        if isinstance(key, int):
            first = node = holder.value[key]
        else:
            first, node = next((k, v) for k, v in holder.value if k.value == key)
        start = self._text.rfind("\n", 0, first.start_mark.index) + 1
        before = self._text[start : first.start_mark.index]
        if before.strip(" -") or ("-" in before and not isinstance(key, int)):
            raise NotEditable(f"{self.path}: it begins in the middle of a line")
        above, below = self._text[:start], self._text[self._end(node) :]
        if len(holder.value) > 1:
            text = above + below
        elif isinstance(key, int) and location[:-1]:  # an empty list keeps its key
            text = f"{above.rstrip()} []{self._newline}{below}"
        elif isinstance(key, int):
            text = f"{above}[]{self._newline}{below}"
        else:
            raise NotEditable(f"{self.path}: it is the last key there")

        def change(tree: Any) -> None:
            del _parent(tree, location)[key]

        self._apply(text, change)

    def rename(self, location: Location, name: str) -> None:
        """Give a key another name."""
        holder = self._node(location[:-1])
        key = next(k for k, _ in holder.value if k.value == location[-1])
        start, end = key.start_mark.index, key.end_mark.index

        def change(tree: Any) -> None:
            parent = _parent(tree, location)
            items = [(name if k == location[-1] else k, v) for k, v in parent.items()]
            parent.clear()
            parent.update(items)

        self._apply(self._text[:start] + name + self._text[end:], change)

    def write(self) -> None:
        """Write the file with all changes."""
        self.path.write_bytes(self.text.encode("utf-8"))

    def _apply(self, text: str, change: Callable[[Any], Any]) -> None:
        """Accept the edited text, or raise NotEditable if it parses to more than this change.

        `change` changes the value it is given, or returns a new one.
        """
        wanted = self.value()
        changed = change(wanted)
        wanted = wanted if changed is None else changed
        located, problems = read_text(text, path="")
        if problems or located.value != wanted:
            raise NotEditable(f"{self.path}: change it by hand")
        self._text = text

    def _below(self, node: yaml.Node, lines: list[str]) -> str:
        """Return the text with lines put in below the line in which a node ends."""
        end = self._end(node)
        if end == len(self._text) and not self._text.endswith("\n"):
            return self._newline.join([self._text, *lines])
        return self._text[:end] + "".join(line + self._newline for line in lines) + self._text[end:]

    def _above(self, node: yaml.Node, lines: list[str]) -> str:
        """Return the text with lines put in above the line in which a node begins."""
        at = self._text.rfind("\n", 0, node.start_mark.index) + 1
        return self._text[:at] + "".join(line + self._newline for line in lines) + self._text[at:]

    def _end(self, node: yaml.Node) -> int:
        """Return the offset of the line after a node."""
        last = node
        while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
            last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
        end: int = last.end_mark.index
        if not (isinstance(last, yaml.ScalarNode) and last.style in ("|", ">")):
            found = self._text.find("\n", end)
            return found + 1 if found >= 0 else len(self._text)
        return end

    def _node(self, location: Location) -> Any:
        # Use the Python parser: only its marks count characters of the text.
        node: Any = yaml.compose(self._text, Loader=yaml.SafeLoader)
        for part in location:
            node = node.value[part] if isinstance(part, int) else self._child(node, part)
            if node is None:
                raise NotEditable(f'{self.path}: there is no key "{part}"')
        return node

    def _node_or_none(self, location: Location) -> Any:
        try:
            return self._node(location)
        except NotEditable:
            return None

    def _child(self, node: Any, key: str | int) -> Any:
        return next((value for name, value in node.value if name.value == key), None)


def _item_lines(item: str, column: int) -> list[str]:
    """Return the lines of a list's item, its dash in a column."""
    first, *rest = item.rstrip("\n").split("\n")
    indent = " " * column
    return [f"{indent}- {first}", *(f"{indent}  {line}" if line else line for line in rest)]


def _parent(tree: Any, location: Location) -> Any:
    for part in location[:-1]:
        tree = tree[part]
    return tree

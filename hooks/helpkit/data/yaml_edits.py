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

    def __init__(self, path: Path) -> None:
        self.path = path
        self._text = path.read_bytes().decode("utf-8")
        self._mark = "\ufeff" if self._text.startswith("\ufeff") else ""
        self._text = self._text.removeprefix("\ufeff")
        self._newline = "\r\n" if "\r\n" in self._text else "\n"

    def replace(self, location: Location, value: str) -> None:
        """Put a plain value in the place of another."""
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

        If there is no such list, it is begun below the sibling `after`.
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

    def write(self) -> None:
        """Write the file with all changes."""
        self.path.write_bytes((self._mark + self._text).encode("utf-8"))

    def _apply(self, text: str, change: Callable[[Any], None]) -> None:
        """Keep a new text only if it says what the old one said, but for the change."""
        wanted = read_text(self._text, path="")[0].value
        change(wanted)
        located, problems = read_text(text, path="")
        if problems or located.value != wanted:
            raise NotEditable(f"{self.path}: change it by hand")
        self._text = text

    def _below(self, node: yaml.Node, lines: list[str]) -> str:
        """Return the text with lines put in below the line in which a node ends."""
        last = node
        while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
            last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
        end = last.end_mark.index
        if not (isinstance(last, yaml.ScalarNode) and last.style in ("|", ">")):
            found = self._text.find("\n", end)
            if found < 0:
                return self._newline.join([self._text, *lines])
            end = found + 1
        return self._text[:end] + "".join(line + self._newline for line in lines) + self._text[end:]

    def _node(self, location: Location) -> Any:
        # The parser in Python, since only its marks count characters of the text.
        node: Any = yaml.compose(self._text, Loader=yaml.SafeLoader)
        for part in location:
            node = node.value[part] if isinstance(part, int) else self._child(node, part)
            if node is None:
                raise NotEditable(f'{self.path}: there is no key "{part}"')
        return node

    def _child(self, node: Any, key: str | int) -> Any:
        return next((value for name, value in node.value if name.value == key), None)


def _parent(tree: Any, location: Location) -> Any:
    for part in location[:-1]:
        tree = tree[part]
    return tree

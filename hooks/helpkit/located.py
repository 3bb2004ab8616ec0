"""YAML read as raw strings that remember where they stand.

YAML 1.1 turns `0123` into 83, `12:30` into 750, `no` into false and `+8610` into 8610, and keeps
the last of two equal keys without a word. Contact data does not survive that, so scalars stay
text here and the records decide what a text means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from helpkit.problems import Problem

Location = tuple[str | int, ...]
Mark = tuple[int, int]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null"}


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML document: dicts, lists, strings and None, with the line and column of each."""

    path: str
    value: Any = None
    marks: Mapping[Location, Mark] = field(default_factory=dict)
    source: str = ""
    first_line: int = 1

    def mark(self, location: Location) -> Mark:
        """Return line and column of a location, or of the nearest part that encloses it."""
        for length in range(len(location), -1, -1):
            if location[:length] in self.marks:
                return self.marks[location[:length]]
        return (1, 1)

    def place_of(self, location: Location, text: str, *, line: int, column: int) -> Mark:
        """Return where in the file a place of a text stands.

        `text` is the value (or key) at `location`; `line` and `column` count from 1 inside it. A
        place that the file spells otherwise, with escapes, counts as the start of the text.
        """
        start_line, start_column = self.mark(location)
        lines = self.source.split("\n")[: start_line - self.first_line]
        before = sum(len(line) + 1 for line in lines) + start_column - 1
        said = text.split("\n")[line - 1]
        for known in (said, said[: column + 5], said[column - 1 :], said[column - 1 : column + 5]):
            found = self.source.find(known, before)
            if found >= 0:
                # The text may start before the place that is asked for.
                found += column - 1 if said.startswith(known) else 0
                above = self.source.count("\n", 0, found)
                return above + self.first_line, found - self.source.rfind("\n", 0, found)
        return start_line, start_column

    def problem(self, location: Location, *, rule: str, what: str, fix: str) -> Problem:
        """Return a problem that points at a location."""
        line, column = self.mark(location)
        return Problem(self.path, line, column, rule, what, fix)


def read_file(path: Path, *, root: Path) -> tuple[Located, list[Problem]]:
    """Read a YAML file; see `read_text`. A file that is not UTF-8 text is a problem too."""
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors add a mark
    except (OSError, UnicodeDecodeError) as error:
        reason = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "cannot be read"
        fix = "save it again as UTF-8 text"
        return Located(name), [Problem(name, 1, 1, "data-unreadable", f"The file {reason}.", fix)]
    return read_text(text, path=name)


def read_text(text: str, *, path: str, first_line: int = 1) -> tuple[Located, list[Problem]]:
    """Read YAML text whose first line is line `first_line` of the file `path`.

    Returns the document, and a problem for each syntax error, alias or repeated key. After a
    syntax error the document is empty.
    """
    offset = first_line - 1
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                mark = event.start_mark
                return Located(path), [
                    Problem(
                        path,
                        (mark.line if mark else 0) + 1 + offset,
                        (mark.column if mark else 0) + 1,
                        "data-alias",
                        "Anchors (&) and aliases (*) are not read here.",
                        "write the value out, or put it in quotes if it starts with & or *",
                    )
                ]
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        return Located(path), [_syntax_problem(error, path=path, offset=offset)]
    reader = _Reader(path, offset)
    value = reader.read(node, ()) if node is not None else None
    return Located(path, value, reader.marks, text, first_line), reader.problems


def _syntax_problem(error: yaml.YAMLError, *, path: str, offset: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1 + offset, mark.column + 1) if mark else (1 + offset, 1)
    reason = getattr(error, "problem", None) or "there is a character that YAML does not allow"
    return Problem(
        path,
        line,
        column,
        "data-syntax",
        f"This is not YAML: {reason}.",
        "check the indentation and the colons here and in the line above; quote text that has"
        ' a ": " or a "#" in it',
    )


class _Reader:
    """Turns nodes into values and notes where each stood."""

    def __init__(self, path: str, offset: int) -> None:
        self.path = path
        self.offset = offset
        self.marks: dict[Location, Mark] = {}
        self.problems: list[Problem] = []

    def read(self, node: yaml.Node, location: Location) -> Any:
        self.marks.setdefault(location, self._mark(node))
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*location, i)) for i, child in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and not node.style  # the C loader says ""
        return None if plain and node.value in _NULLS else node.value

    def _read_mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line, column = self._mark(key_node)
            if key in values:
                first = self.marks[(*location, key)]
                self.problems.append(
                    Problem(
                        self.path,
                        line,
                        column,
                        "data-duplicate-key",
                        f'The key "{key}" stands here a second time; the first is in line'
                        f" {first[0]}.",
                        "keep one of the two",
                    )
                )
                continue
            self.marks[(*location, key)] = (line, column)
            values[key] = self.read(value_node, (*location, key))
        return values

    def _mark(self, node: yaml.Node) -> Mark:
        return (node.start_mark.line + 1 + self.offset, node.start_mark.column + 1)

"""YAML read as raw strings that remember where they stand.

YAML 1.1 turns `0123` into 83, `12:30` into 750, `no` into false and `+8610` into 8610, and keeps
the last of two equal keys without a word. Contact data does not survive that, so scalars stay
text here and the records decide what a text means.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from helpkit.problems import Problem

Location = tuple[str | int, ...]
Mark = tuple[int, int]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null"}
# More than any file that a person keeps; what is beyond was pasted or planted.
MOST_BYTES = 200_000
MOST_VALUES = 8_000
MOST_DEPTH = 20
MOST_CHARACTERS = 5_000
# What git leaves where two changes meet. A row of = alone may underline something.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", flags=re.MULTILINE)
_COMMENT = re.compile(r"[ \t]+#")
# Characters without a shape that hide or turn round what stands beside them. Joiners and marks of
# direction stay: some languages are written with them.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
# Full-width and unbreakable spaces: they look like one and are none to search, lists and YAML.
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


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


def source_text(path: Path, *, root: Path, rule: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a source file, or None and the problem that it is not one.

    A file has to be UTF-8 text, of a size that a person can have written, and inside `root`.
    `rule` is the rule that an unreadable file breaks. Raises FileNotFoundError where none is.
    """
    path.lstat()
    name = path.relative_to(root).as_posix()

    def refuse(what: str, fix: str, rule: str = rule) -> tuple[None, list[Problem]]:
        return None, [Problem(name, 1, 1, rule, what, fix)]

    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return refuse(
                "This is a link to a file outside the repository.",
                "put the file itself here",
                "file-outside",
            )
        if not path.is_file():  # a folder, or a device that never ends
            return refuse("The file cannot be read.", "put a text file in its place")
        if path.stat().st_size > MOST_BYTES:
            return refuse(
                f"The file has more than {MOST_BYTES:,} bytes.",
                "keep one record a file, and take out what was pasted by mistake",
                "file-too-large",
            )
        return path.read_text(encoding="utf-8-sig"), []  # some editors add a mark
    except UnicodeDecodeError:
        return refuse("The file is not UTF-8 text.", "save it again as UTF-8")
    except (OSError, RuntimeError):  # RuntimeError: links that lead in a circle
        return refuse("The file cannot be read.", "put a text file in its place")


def read_file(path: Path, *, root: Path) -> tuple[Located, list[Problem]]:
    """Read a YAML file; see `read_text`. A file that is no proper text is a problem too."""
    text, problems = source_text(path, root=root, rule="data-unreadable")
    name = path.relative_to(root).as_posix()
    if text is None:
        return Located(name), problems
    located, problems = _read_once(text, name)
    # Each reader has values of its own, so that what one does to them is nothing to the others.
    return replace(located, value=_copy(located.value)), [*problems]


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


@lru_cache(maxsize=256)
def _read_once(text: str, path: str) -> tuple[Located, list[Problem]]:
    """Do what `read_text` does; the directory and several checks read the same files of data."""
    return read_text(text, path=path)


def read_text(text: str, *, path: str, first_line: int = 1) -> tuple[Located, list[Problem]]:
    """Read YAML text whose first line is line `first_line` of the file `path`.

    Returns the document, and a problem for each syntax error, alias, repeated key or text that no
    person wrote. After a syntax error the document is empty.
    """
    offset = first_line - 1
    if problem := conflict(text, path=path, first_line=first_line, rule="data-conflict"):
        return Located(path), [problem]
    try:
        refused = _refused_event(text, path=path, offset=offset)
        if refused:
            return Located(path), [refused]
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        return Located(path), [_syntax_problem(error, text, path=path, offset=offset)]
    reader = _Reader(path, offset, text)
    value = reader.read(node, ()) if node is not None else None
    marks = MappingProxyType(reader.marks)
    return Located(path, value, marks, text, first_line), reader.problems


def conflict(text: str, *, path: str, first_line: int, rule: str) -> Problem | None:
    """Return the problem that git could not join two changes of a text and both stand in it."""
    found = _CONFLICT.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + first_line
    what = f'This line is a mark of git, "{found[0][:7]}": two changes stand here, one of them old.'
    return Problem(path, line, 1, rule, what, "keep one of the two, and take out the marks")


def _refused_event(text: str, *, path: str, offset: int) -> Problem | None:
    """Return what cannot be turned into values safely: aliases, depth, a mass of values."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            rule = "data-alias"
            what = "Anchors (&) and aliases (*) are not read here."
            fix = "write the value out, or put it in quotes if it starts with & or *"
        elif depth > MOST_DEPTH:
            rule = "data-too-deep"
            what = f"This stands more than {MOST_DEPTH} levels deep."
            fix = "check the indentation and the brackets of the lines above"
        elif number > MOST_VALUES:
            rule = "file-too-large"
            what = f"The file has more than {MOST_VALUES:,} values."
            fix = "keep one record a file, and take out what was pasted by mistake"
        else:
            continue
        line, column = (
            (event.start_mark.line, event.start_mark.column) if event.start_mark else (0, 0)
        )
        return Problem(path, line + 1 + offset, column + 1, rule, what, fix)
    return None


# What people type that YAML cannot read, most telling first; `{0}` is the group `typed`.
_SLIPS = (
    (
        r"^ *(?P<typed>\t)",
        "The line begins with a tab.",
        "replace it by spaces, as many as the line above has",
    ),
    (
        r"^ *(?:- +)?(?P<typed>[A-Za-z_]+)：",
        'After "{0}" stands a full-width colon.',
        'write "{0}: " with the keyboard set to English, and a space after the colon',
    ),
    (
        r"^ *(?:- +)?(?P<typed>[A-Za-z_][\w-]*):(?=[^\s/])",
        'There is no space after "{0}:".',
        'write "{0}: " with a space after the colon',
    ),
    (
        r"^ *(?P<typed>-)(?=[^\s-])",
        "There is no space after the dash.",
        'write "- " with a space',
    ),
    (
        r"""^ *(?:- +)?[\w-]+: +(?P<typed>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?= *[^\s#,}\]])""",
        "The quotation marks close after {0}, and the text goes on.",
        "use “ ” inside the text, or put all of it between single quotes: '…'",
    ),
    (
        r"""^ *(?:- +)?(?P<typed>[\w-]+): +(?:"(?:[^"\\]|\\.)*|'[^']*)$""",
        'The text after "{0}:" begins with a quotation mark that does not close.',
        "write the same mark at the end of the text",
    ),
    (
        r"^ *(?:- +)?(?:[\w-]+: +)?(?P<typed>\[[^\]]*|\{[^}]*)$",
        'The bracket does not close: "{0}".',
        "write ] or } behind it; a text that begins with a bracket stands between quotation marks",
    ),
    (
        r"""^ *(?:- +)?(?P<typed>[\w-]+): +[^"'\s\[{].*: """,
        'The text after "{0}:" holds a colon with a space.',
        "put the whole text between quotation marks: '…'",
    ),
    (
        r"^ *(?:- +)?[\w-]+: +(?P<typed>[@`%&*!]|[>|](?![-+\d]*\s*$)|\[.*\](?= *[^\s#,])|\{.*\}(?= *[^\s#,]))",
        'The text begins with "{0}", which means something else to YAML.',
        "put the whole text between quotation marks: '…'",
    ),
)


def _syntax_problem(error: yaml.YAMLError, text: str, *, path: str, offset: int) -> Problem:
    """Return what a writer typed, if it is in the line that the parser names or just above it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at, column = (mark.line, mark.column + 1) if mark else (0, 1)
    lines = text.split("\n")[: at + 1]

    def problem(number: int, column: int, what: str, fix: str) -> Problem:
        return Problem(path, number + 1 + offset, column, "data-syntax", what, fix)

    near = [*range(len(lines) - 1, max(at - 4, -1), -1)]
    context = getattr(error, "context_mark", None)
    if context and re.search("quoted|flow", getattr(error, "context", None) or ""):
        near.insert(0, context.line)
    for number, (pattern, what, fix) in itertools.product(near, _SLIPS):
        if found := re.search(pattern, lines[number]):
            said = found["typed"].strip()[:30]
            column = found.start("typed") + 1
            return problem(number, column, what.replace("{0}", said), fix.replace("{0}", said))
    for number in near:
        line, above = lines[number], lines[number - 1] if number else ""
        here, there = _indent(line), _indent(above)
        if line.strip() and not re.search(r": |:$|^ *- ", line) and (here < there or ":" in above):
            return problem(
                number,
                here + 1,
                f'This line is neither a key with a colon nor indented like a text: "{line.strip()[:30]}".',
                f"put {max(there, here + 2)} spaces before it, as before the rest of the text;"
                " if it names a key, write a colon and a space after the name",
            )
    reason = getattr(error, "problem", None) or "there is a character that YAML does not allow"
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    if mark and _indent(lines[-1]) != _indent(above) and not above.endswith(":"):
        reason = f"the line is indented by {_indent(lines[-1])}, the one above by {_indent(above)}"
    return problem(
        at,
        column,
        f"This is not YAML: {reason}.",
        "check the indentation and the colons here and in the line above; quote text that has"
        ' a ": " or a "#" in it',
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _Reader:
    """Turns nodes into values and notes where each stood."""

    def __init__(self, path: str, offset: int, source: str) -> None:
        self.path = path
        self.offset = offset
        self.lines = source.split("\n")
        self.marks: dict[Location, Mark] = {}
        self.problems: list[Problem] = []

    def read(self, node: yaml.Node, location: Location) -> Any:
        self.marks.setdefault(location, self._mark(node))
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*location, i)) for i, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        self._check_text(node, node.value)
        plain = not node.style  # the C loader says ""
        if plain:
            self._check_comment(node)
        return None if plain and node.value in _NULLS else node.value

    def _read_mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line, column = self._mark(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                what = "A list or keys with values cannot be the name of a key."
                self._refuse(key_node, "data-syntax", what, "write a word, then a colon")
                continue
            key = key_node.value
            self._check_text(key_node, key)
            if key in values:
                first = self.marks[(*location, key)]
                self._refuse(
                    key_node,
                    "data-duplicate-key",
                    f'The key "{key}" stands here a second time; the first is in line {first[0]}.',
                    "keep one of the two",
                )
                continue
            self.marks[(*location, key)] = (line, column)
            values[key] = self.read(value_node, (*location, key))
        return values

    def _check_text(self, node: yaml.Node, text: str) -> None:
        if len(text) > MOST_CHARACTERS:
            what = f"This text has {len(text):,} characters; the most is {MOST_CHARACTERS:,}."
            self._refuse(node, "data-too-long", what, "cut it down to what readers need")
        if hidden := HIDDEN.search(text):
            what = f"There is an invisible character (U+{ord(hidden[0]):04X}) in this text."
            self._refuse(node, "data-hidden-character", what, "type the text anew by hand")
        elif space := _SPACE.search(text):
            what = f"There is a space that is no plain one (U+{ord(space[0]):04X}) in this text."
            fix = "delete it, and type a plain space if one is needed"
            self._refuse(node, "data-hidden-character", what, fix)

    def _check_comment(self, node: yaml.ScalarNode) -> None:
        """Refuse a comment behind a text without quotes: the writer may have meant it as text."""
        end = node.end_mark
        behind = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if node.value and _COMMENT.match(behind):
            what = f'YAML cuts this text off at the " #": only "{node.value[-30:]}" is left.'
            fix = "put the text in quotes, or the comment on a line of its own"
            self._refuse(node, "data-cut-text", what, fix)

    def _refuse(self, node: yaml.Node, rule: str, what: str, fix: str) -> None:
        self.problems.append(Problem(self.path, *self._mark(node), rule, what, fix))

    def _mark(self, node: yaml.Node) -> Mark:
        return (node.start_mark.line + 1 + self.offset, node.start_mark.column + 1)

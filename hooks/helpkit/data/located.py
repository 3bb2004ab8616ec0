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
from yaml.reader import Reader, ReaderError

from helpkit.messages import message
from helpkit.problems import Problem

# A place inside a document or a record: keys, and numbers of entries from 0.
Location = tuple[str | int, ...]
Mark = tuple[int, int]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null"}
# Larger than any file a person writes; beyond it, text was pasted or planted.
MOST_BYTES = 200_000
MOST_VALUES = 8_000
MOST_DEPTH = 20
MOST_CHARACTERS = 5_000
# The longest line, also of an article: some parsers take quadratic time.
MOST_OF_A_LINE = 5_000
# Git's conflict markers. A row of = alone may be an underline.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", flags=re.MULTILINE)
# A value in typographic quotation marks, which YAML does not know. A quotation that ends with a
# full stop is meant.
_CURLY = re.compile(r"(?:“[^“”]*|‘[^‘’]*|「[^「」]*|＂[^＂]*)(?<![。！？…，.!?,])[”’」＂]")
# First bytes of other file formats.
_OTHER_FORM = re.compile(r"\s*(?:(?P<rtf>\{\\rtf)|(?P<html><!doctype html|<html\b))", re.IGNORECASE)
_COMMENT = re.compile(r"[ \t]+#")
# What a comment behind it takes nothing from: a day, a number, a switch.
_WHOLE = re.compile(r"\d[\d.:/-]*|true|false")
# Invisible characters that hide or reorder their neighbours. Joiners and direction marks are
# allowed: some languages need them.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u115f\u1160\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
# Full-width and no-break spaces: they look like a space, but search, lists and YAML treat them
# otherwise.
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
        """Map a position inside a text to the position in the file.

        `text` is the value (or key) at `location`; `line` and `column` count from 1 inside it. If
        the file spells the text differently, with escapes, the start of the text is returned.
        """
        start_line, start_column = self.mark(location)
        lines = self.source.split("\n")[: start_line - self.first_line]
        before = sum(len(line) + 1 for line in lines) + start_column - 1
        said = text.split("\n")[line - 1]
        for known in (said, said[: column + 5], said[column - 1 :], said[column - 1 : column + 5]):
            found = self.source.find(known, before)
            if found >= 0:
                # The text may start before the wanted position.
                found += column - 1 if said.startswith(known) else 0
                above = self.source.count("\n", 0, found)
                return above + self.first_line, found - self.source.rfind("\n", 0, found)
        return start_line, start_column

    def problem(self, location: Location, key: str, /, **values: Any) -> Problem:
        """Return the problem with this message that points at a location."""
        line, column = self.mark(location)
        return Problem.of(self.path, line, column, key, **values)


def source_text(path: Path, *, root: Path, rule: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a source file, or None and the problem that it is not one.

    A file has to be UTF-8 text, of a size that a person can have written, and inside `root`.
    `rule` is the rule that an unreadable file breaks. Raises FileNotFoundError where none is.
    """
    path.lstat()
    name = path.relative_to(root).as_posix()

    def refuse(key: str, **values: Any) -> tuple[None, list[Problem]]:
        return None, [Problem.of(name, 1, 1, key, **values)]

    try:
        if not path.resolve().is_relative_to(_resolved(root)):
            return refuse("file-outside")
        if not path.is_file():  # a folder, or a device that never ends
            return refuse(rule)
        if path.stat().st_size > MOST_BYTES:
            return refuse("file-too-large", most=MOST_BYTES)
        # Some editors add a mark; to decode it from an open file takes three times as long.
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        lengths = [*map(len, text.split("\n"))]
        if max(lengths) > MOST_OF_A_LINE:
            number = next(n for n, length in enumerate(lengths, 1) if length > MOST_OF_A_LINE)
            said = Problem.of(
                *(name, number, MOST_OF_A_LINE + 1, "file-too-large.line"), most=MOST_OF_A_LINE
            )
            return None, [said]
        form = path.suffix in (".md", ".yml") and _OTHER_FORM.match(text)
        if form:
            return refuse(f"{rule}.form", form=str(form.lastgroup).upper())
        if not text.strip() and path.suffix in (".md", ".yml") and path.parent != root:
            return refuse(f"{rule}.empty")
        if "\0" in text[:8]:  # two bytes a letter, without the mark that says so
            return refuse(f"{rule}.utf-16")
        return text, []
    except UnicodeDecodeError:
        wide = path.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff")
        return refuse(f"{rule}.utf-16" if wide else f"{rule}.utf-8")
    except (OSError, RuntimeError):  # RuntimeError: links that lead in a circle
        return refuse(rule)


@lru_cache(maxsize=16)
def _resolved(root: Path) -> Path:
    return root.resolve()


def read_file(path: Path, *, root: Path) -> tuple[Located, list[Problem]]:
    """Read a YAML file; see `read_text`. A file that is no proper text is a problem too."""
    text, problems = source_text(path, root=root, rule="data-unreadable")
    name = path.relative_to(root).as_posix()
    if text is None:
        return Located(name), problems
    located, problems = _read_once(text, name)
    # Return copies, so that a caller that changes its document affects no other.
    return replace(located, value=_copy(located.value)), [*problems]


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


@lru_cache(maxsize=256)
def _read_once(text: str, path: str) -> tuple[Located, list[Problem]]:
    """Like `read_text`, cached: the directory and several checks read the same files."""
    return read_text(text, path=path)


def read_text(text: str, *, path: str, first_line: int = 1) -> tuple[Located, list[Problem]]:
    """Read YAML text whose first line is line `first_line` of the file `path`.

    Returns the document, and a problem for each syntax error, alias, repeated key or text that no
    person wrote. After a syntax error the document is empty.
    """
    offset = first_line - 1
    if problem := conflict(text, path=path, first_line=first_line, rule="data-conflict"):
        return Located(path), [problem]
    reader = _Reader(path, offset, text)
    try:
        value = reader.read_document()
    except _RefusedEvent as refused:
        return Located(path), [refused.problem]
    except yaml.YAMLError as error:
        return Located(path), [_syntax_problem(error, text, path=path, offset=offset)]
    marks = MappingProxyType(reader.marks)
    return Located(path, value, marks, text, first_line), reader.problems


def conflict(text: str, *, path: str, first_line: int, rule: str) -> Problem | None:
    """Return the problem of an unresolved merge conflict."""
    found = _CONFLICT.search(text)
    if found is None:
        return None
    line = text.count("\n", 0, found.start()) + first_line
    return Problem.of(path, line, 1, rule, typed=found[0][:7])


# What people type that YAML cannot read, most telling first; what the message names is the group `typed`.
_SLIPS = (
    ("tab", r"^ *(?P<typed>\t)"),
    ("indent-space", r"^ *(?P<typed>[\u00a0\u2000-\u200a\u202f\u3000])"),
    ("space-behind", rf"^ *(?:- +)?(?P<typed>[A-Za-z_][\w-]*:){_SPACE.pattern}"),
    ("space-behind", rf"^ *(?P<typed>-){_SPACE.pattern}"),
    ("full-width-colon", r"^ *(?:- +)?(?P<typed>[A-Za-z_]+)："),
    ("no-space", r"^ *(?:- +)?(?P<typed>[A-Za-z_][\w-]*):(?=[^\s/])"),
    ("dash", r"^ *(?P<typed>-)(?=[^\s-])"),
    (
        "quotes-closed",
        r"""^ *(?:- +)?[\w-]+: +(?P<typed>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?= *[^\s#,}\]])""",
    ),
    ("flow-comma", r"\{[^{}]*[，、；]\s*(?P<typed>[a-z_]{2,}): "),
    ("full-width-bracket", r"^ *(?:- +)?[\w-]+: *(?P<typed>[｛［])"),
    ("quote-open", r"""^ *(?:- +)?(?P<typed>[\w-]+): +(?:"(?:[^"\\]|\\.)*|'[^']*)$"""),
    ("bracket", r"^ *(?:- +)?(?:[\w-]+: +)?(?P<typed>\[[^\]]*|\{[^}]*)$"),
    ("colon", r"""^ *(?:- +)?(?P<typed>[\w-]+): +[^"'\s\[{].*: """),
    ("empty-list", r"^(?P<typed>\[\]|\{\})\s*$"),
    ("quotes-odd", r"""^(?P<typed> *(?:- +)?(?:[\w-]+: +)?\{[^"]*"(?:[^"]*"[^"]*")*[^"]*)$"""),
    ("stress", r"^ *(?:- +)?[\w-]+: +(?P<typed>\*\*)"),
    (
        "sign",
        r"^ *(?:- +)?[\w-]+: +(?P<typed>[@`%&*!]|[>|](?![-+\d]*\s*$)|\[.*\](?= *[^\s#,])|\{.*\}(?= *[^\s#,]))",
    ),
)


def _syntax_problem(error: yaml.YAMLError, text: str, *, path: str, offset: int) -> Problem:
    """Return the message for a known typing mistake on the parser's line or just above it."""
    if unseen := isinstance(error, ReaderError) and Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, unseen.start())
        column = unseen.start() - text.rfind("\n", 0, unseen.start())
        code = ord(unseen[0])
        return Problem.of(path, line + 1 + offset, column, "data-hidden-character", code=code)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at, column = (mark.line, mark.column + 1) if mark else (0, 1)
    lines = text.split("\n")[: at + 1]

    def problem(number: int, column: int, key: str, /, **values: Any) -> Problem:
        return Problem.of(path, number + 1 + offset, column, f"data-syntax.{key}", **values)

    if (number := _left_open(text.split("\n"), at)) is not None:
        found = _LEFT_OPEN.match(text.split("\n")[number])
        assert found
        return problem(number, found.start("typed") + 1, "quote-open", typed=found["typed"])
    near = [*range(len(lines) - 1, max(at - 4, -1), -1)]
    context = getattr(error, "context_mark", None)
    # YAML knows more line breaks than editors do.
    inside = re.search("quoted|flow", getattr(error, "context", None) or "")
    if inside and context and context.line < len(lines):
        near.insert(0, context.line)
    for number, (key, pattern) in itertools.product(near, _SLIPS):
        if found := re.search(pattern, lines[number]):
            said = found["typed"].strip()[:30]
            column = found.start("typed") + 1
            return problem(number, column, key, typed=said)
    for number in near:
        line, above = lines[number], lines[number - 1] if number else ""
        here, there = _indent(line), _indent(above)
        if line.strip() and not re.search(r": |:$|^ *- ", line) and (here < there or ":" in above):
            spaces, typed = max(there, here + 2), line.strip()[:30]
            return problem(number, here + 1, "neither", typed=typed, spaces=spaces)
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    here, there = _indent(lines[-1]), _indent(above)
    if mark and here != there and not above.endswith(":"):
        return problem(at, column, "indent", here=here, above=there)
    return problem(at, column, "other", typed=lines[-1].strip()[:30])


_LEFT_OPEN = re.compile(r"""^ *(?:- +)?(?P<typed>[\w-]+): +(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")


def _left_open(lines: list[str], at: int) -> int | None:
    """Return the first line up to `at` with a quotation mark that opens, where a key stands below.

    To the parser the text goes on to the next such mark, in whatever line, and it complains there.
    """
    for number, (line, below) in enumerate(itertools.pairwise([*lines[: at + 2], "x:"])):
        if number <= at and _LEFT_OPEN.match(line) and re.match(r" *(?:- +)?[\w-]+:(?: |$)", below):
            return number
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _RefusedEvent(Exception):
    """A YAML feature that is not allowed: alias, tag, extreme depth or size."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Reader:
    """Builds values from parser events and records the position of each."""

    def __init__(self, path: str, offset: int, source: str) -> None:
        self.path = path
        self.offset = offset
        self.lines = source.split("\n")
        self.marks: dict[Location, Mark] = {}
        self.problems: list[Problem] = []
        self._events = enumerate(yaml.parse(source, Loader=_LOADER))
        self._depth = 0

    def read_document(self) -> Any:
        """Return the value of the only document. Raises YAMLError and _RefusedEvent."""
        value: Any = None
        root: Any = None
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if root:
                said = "expected a single document", "but found another document"
                second: Any = event.start_mark
                raise yaml.MarkedYAMLError(said[0], root.start_mark, said[1], second)
            root = self._next()
            value = self._read(root, ())
        return value

    def _next(self) -> Any:
        """Return the next event, unless it is an alias, too deep, or one of a mass."""
        number, event = next(self._events)
        self._depth += isinstance(event, yaml.CollectionStartEvent)
        self._depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            said = message("data-alias")
        elif self._depth > MOST_DEPTH:
            said = message("data-too-deep", most=MOST_DEPTH)
        elif number > MOST_VALUES:
            said = message("file-too-large.values", most=MOST_VALUES)
        else:
            return event
        raise _RefusedEvent(Problem.of(self.path, *self._mark(event), said.key, **said.given))

    def _read(self, event: Any, location: Location) -> Any:
        self.marks.setdefault(location, self._mark(event))
        if isinstance(event, yaml.ScalarEvent):
            self._check_text(event)
            plain = not event.style  # the C loader says ""
            if plain:
                self._check_comment(event)
                if _CURLY.fullmatch(event.value):
                    self._refuse(event, "data-curly-quotes", typed=event.value[:40])
            return None if plain and event.value in _NULLS else event.value
        if isinstance(event, yaml.MappingStartEvent):
            return self._read_mapping(location)
        values: list[Any] = []
        while not isinstance(item := self._next(), yaml.SequenceEndEvent):
            values.append(self._read(item, (*location, len(values))))
        return values

    def _read_mapping(self, location: Location) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "data-syntax.key")
                self._skip(event)
                self._skip(self._next())
                continue
            key = event.value
            self._check_text(event)
            if key in values:
                first = self.marks[(*location, key)]
                self._refuse(event, "data-duplicate-key", key=key, first=first[0])
                self._skip(self._next())
                continue
            self.marks[(*location, key)] = self._mark(event)
            values[key] = self._read(self._next(), (*location, key))
        return values

    def _skip(self, event: Any) -> None:
        """Skip the rest of the node that starts with this event."""
        outside = self._depth - isinstance(event, yaml.CollectionStartEvent)
        while self._depth > outside:
            self._next()

    def _check_text(self, event: Any) -> None:
        text = event.value
        if len(text) > MOST_CHARACTERS:
            self._refuse(event, "data-too-long", length=len(text), most=MOST_CHARACTERS)
        if hidden := HIDDEN.search(text):
            self._refuse(event, "data-hidden-character", code=ord(hidden[0]))
        elif space := _SPACE.search(text):
            self._refuse(event, "data-hidden-character.space", code=ord(space[0]))

    def _check_comment(self, event: Any) -> None:
        """Refuse a comment behind a text without quotes: the writer may have meant it as text."""
        end = event.end_mark
        behind = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        if event.value and _COMMENT.match(behind) and not _WHOLE.fullmatch(event.value):
            self._refuse(event, "data-cut-text", left=event.value[-30:])

    def _refuse(self, event: Any, key: str, /, **values: Any) -> None:
        self.problems.append(Problem.of(self.path, *self._mark(event), key, **values))

    def _mark(self, event: Any) -> Mark:
        return (event.start_mark.line + 1 + self.offset, event.start_mark.column + 1)

"""Find blocks (`/// name | argument`) in Markdown, with line numbers, before anything is drawn.

pymdownx Blocks print a block that they cannot read as text, without a word in the log. So what a
writer got wrong is found here, and the block itself only draws.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

# The block whose content stands on the page only while its condition holds.
WHEN = "when"
_WHEN = re.compile(rf"/\s*{WHEN}\b")
_FENCE = re.compile(r"^\s*(?P<fence>`{3,}|~{3,})")
_OPEN = re.compile(
    r"^(?P<indent>\s*)(?P<slashes>/{3,})\s*(?P<name>[A-Za-z][\w-]*)\s*(?:\|\s*(?P<argument>.*?)\s*)?$"
)
_CLOSE = re.compile(r"^\s*(?P<slashes>/{3,})\s*$")
_LOOKS_LIKE = re.compile(r"^\s*(?:[/／]{3,}|[/／]{2}\s*(?:[^\W\d][\w-]*\s*[|｜].*)?$)")
_NAMED = re.compile(r"^\s*/{3,}\s*(?P<name>[^\s|]+?)\s*(?P<colon>[:：].*)?(?:\|.*)?$")
_OPTION = re.compile(r"^\s{4,}(?P<key>[\w-]+):\s*(?P<value>.*?)\s*$")


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """A block as written: `line` counts from 1 in the file."""

    name: str
    argument: str
    line: int
    column: int
    options: Mapping[str, str] = field(default_factory=dict)
    closed: bool = True


Lines = list[tuple[int, str]]  # number in the file, text


def prose_lines(text: str, *, first_line: int = 1) -> Lines:
    """Return the lines that are not inside a fenced code block."""
    fence, lines = "", []
    for number, line in enumerate(text.splitlines(), first_line):
        found = _FENCE.match(line)
        if fence:
            if found and found["fence"].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            continue
        if found:
            fence = found["fence"]
            continue
        lines.append((number, line))
    return lines


def unreadable_lines(lines: Lines) -> list[tuple[int, str, str]]:
    """Return the lines that look like the start or end of a block and are neither.

    Full-width slashes and bars, an argument without a bar, an end without a start: on the page
    all of them would stand as text. Each with what it is and what was typed; the end of a block that
    could not be read is not told again.
    """
    depth, unread = 0, 0
    found: list[tuple[int, str, str]] = []
    for number, line in lines:
        if not _LOOKS_LIKE.match(line):
            continue
        bare = line.strip()
        if _CLOSE.match(line) and depth:
            depth -= 1
        elif not bare.strip("/／") and unread:
            unread -= 1
        elif _OPEN.match(line) and "｜" not in line:
            depth += 1
        else:
            unread += bool(bare.strip("/／"))
            found.append((number, *_unread(bare)))
    return found


def _unread(line: str) -> tuple[str, str]:
    """Return what is wrong with a line that looks like one of a block, and what was typed there."""
    slashes = line[: len(line) - len(line.lstrip("/／"))]
    if "／" in slashes or len(slashes) < 3:
        return "slashes", slashes
    if "｜" in line:
        return "bar", "｜"
    if not line.strip("/"):
        return "end", line
    named = _NAMED.match(line)
    if named and named["colon"]:
        return "colon", named["colon"][0]
    return ("name", named["name"]) if named and "|" not in named["name"] else ("other", line[:30])


def lost_lines(lines: Lines, *, names: Collection[str]) -> list[int]:
    """Return the lines inside the named blocks that are not options.

    These blocks have no text of their own: such a line is a misplaced option (four spaces, right
    below the first line) or text that belongs below the block.
    """
    inside, options, found = False, False, []
    for number, line in lines:
        opened = _OPEN.match(line)
        if opened:
            inside = options = opened["name"] in names
        elif _CLOSE.match(line):
            inside = False
        elif inside and not (options and _OPTION.match(line)):
            options = False
            if line.strip():
                found.append(number)
    return found


def choose(text: str, *, conditions: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield number and text, line end included, of each line that remains under some conditions.

    A block `/// when | condition` leaves no trace of its own: its first and last line go, and
    while the condition does not hold so does all between them. Other blocks may stand inside.
    """
    if not _WHEN.search(text):  # true for nearly all pages
        yield from enumerate(text.splitlines(keepends=True), 1)
        return
    prose = {number for number, _ in prose_lines(text)}
    open_blocks: list[
        tuple[int, bool, bool]
    ] = []  # number of slashes, is it a `when` block, is its content shown
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        opened = _OPEN.match(line) if number in prose else None
        closed = _CLOSE.match(line) if number in prose else None
        if opened:
            ours = opened["name"] == WHEN
            shown = not ours or opened["argument"] in conditions
            open_blocks.append((len(opened["slashes"]), ours, shown))
            if ours:
                continue
        elif closed:
            places = [i for i, b in enumerate(open_blocks) if b[0] == len(closed["slashes"])]
            if places:
                _, ours, _ = open_blocks[places[-1]]
                del open_blocks[places[-1] :]
                if ours:
                    continue
        if all(shown for _, _, shown in open_blocks):
            yield number, line


def find(lines: Lines) -> list[WrittenBlock]:
    """Return the blocks among the lines of a Markdown text in the order in which they open."""
    found: list[WrittenBlock] = []
    open_at: list[tuple[int, int]] = []
    previous_line = -1
    for number, line in lines:
        opened = _OPEN.match(line)
        if opened:
            open_at.append((len(found), len(opened["slashes"])))
            found.append(
                WrittenBlock(
                    opened["name"],
                    opened["argument"] or "",
                    number,
                    len(opened["indent"]) + 1,
                    {},
                    closed=False,
                )
            )
            previous_line = number
            continue
        closed = _CLOSE.match(line)
        if closed and open_at:
            for position in range(len(open_at) - 1, -1, -1):
                index, slashes = open_at[position]
                if slashes == len(closed["slashes"]):
                    d = found[index]
                    found[index] = WrittenBlock(d.name, d.argument, d.line, d.column, d.options)
                    del open_at[position:]
                    break
            continue
        option = _OPTION.match(line)
        if option and open_at and number == previous_line + 1:
            d = found[-1]
            options = {**d.options, option["key"]: option["value"]}
            found[-1] = WrittenBlock(d.name, d.argument, d.line, d.column, options, closed=False)
            previous_line = number
    return found


# Blocks of pymdown-extensions that writers may use as well.
PAPER = "paper"  # folds a form for a pen away
PROSE_BLOCKS = ("note", "tip", "warning", PAPER)

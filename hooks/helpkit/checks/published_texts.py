"""Read the published files for `stray_scan` as a browser shows them: white space collapses, neighbours join.

Hidden parts, strings of scripts and what style sheets print are read too.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from lxml import etree

from helpkit.text import page_parts

_TEXT_FILES = {".txt", ".vcf", ".csv", ".webmanifest"}
_XML_FILES = {".xml", ".svg", ".atom", ".rss"}
_UNREAD = {"script", "style", "path", "svg"}
_LINKS = {"href", "src", "action", "cite", "data", "poster", "formaction", "srcset"}
_NUMBERS_ONLY = {"viewport", "theme-color"}
_DIGITS = re.compile(r"\d+")
_NO_CELL = re.compile(r"[|\s]")  # what ends a cell or a row in Markdown
_WORDLESS = re.compile(r"[\W\d]{1,12}")
# A table of open-now.js: "480-1020 1920-2460".
_SPANS = re.compile(r"\d{1,5}-\d{1,5}(?: \d{1,5}-\d{1,5})*", flags=re.ASCII)
_LAST_MINUTE = 7 * 7 * 24 * 60
# In a script: an e-mail address, or else the way into an object (`word.length` is no host).
_MEMBERS = re.compile(r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w.-]+)|[\w$)\]]+(?:\.[A-Za-z_#]\w*)+")
_QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_SAID = re.compile(_QUOTED.pattern + r"|`[^`$\n]*`")
_COUNTED = re.compile(r"counter-(?:reset|set|increment)\s*:[^;}]*?(?<![\w-])(\d{2,})")
_IS_CODE = re.compile(r"[{}\[\]\\=;]")  # between the end of one string and the start of the next
# Strings of a script that stand side by side.
_ADDED = re.compile(r"[\"'`]\s*\+\s*[\"'`]")
_CODED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u\{?([0-9A-Fa-f]{4})\}?)")
# Numbers in JSON up to this are counts and positions (the search index is full of them); a short
# code that somebody is to dial is a text.
_LARGEST_COUNT = 999_999
_JSON_LD_KEYS = {"@context", "@graph", "@id", "@type"}
Piece = tuple[int, str, Literal["text", "link", "code", "data"]]  # line, text, what it is
TakeColumns = Callable[[str], str]


def pieces(path: Path, *, is_lookup: bool, take_columns: TakeColumns) -> Iterable[Piece]:
    """Yield the pieces of text that a reader gets from a file.

    `take_columns` returns a text in Markdown without what may stand in its tables, as long as before:
    a cell alone does not say that its column is one of sums.
    """
    suffix = path.suffix.lower()
    if suffix in (".html", ".htm"):
        # Its plain elements are made faster than those of lxml.html.
        parser = etree.HTMLParser(encoding="utf-8")
        return _of_document(etree.fromstring(path.read_bytes(), parser), take_columns)
    if suffix in _XML_FILES:
        root = etree.fromstring(
            path.read_bytes(), etree.XMLParser(resolve_entities=False, recover=True)
        )
        return _of_document(root, take_columns)
    if suffix == ".json":
        kind: Literal["data", "text"] = "data" if is_lookup else "text"
        return ((1, text, kind) for text in _of_json(json.loads(path.read_text("utf-8"))))
    if suffix == ".md":
        return _of_text(take_columns(path.read_text("utf-8")))
    if suffix in _TEXT_FILES:
        return _of_lines(path.read_text("utf-8"))
    if suffix == ".js":
        script = _ADDED.sub("", path.read_text("utf-8"))
        script = _CODED.sub(lambda m: chr(int(m[1] or m[2], 16)), script)
        said: list[Piece] = [
            (1, m[0][1:-1], "text")
            for m in _SAID.finditer(script)
            if " " in m[0] and not _IS_CODE.search(m[0])
        ]
        plain = _MEMBERS.sub(lambda m: m["email"] or m[0].replace(".", " "), script)
        return [*said, *((n, line, "code") for n, line, _ in _of_text(plain))]
    if suffix == ".css":  # colours and sizes are no texts
        sheet = path.read_text("utf-8")
        strings = [m[1] or m[2] or "" for m in _QUOTED.finditer(sheet)]
        counted = (f"拨打 {m[1]}" for m in _COUNTED.finditer(sheet))  # printed as it is
        return _of_text("\n".join([*strings, "".join(strings), *counted]))
    return ()


def _of_text(text: str) -> Iterator[Piece]:
    return ((number, line, "text") for number, line in enumerate(text.splitlines(), 1))


def _of_lines(text: str) -> Iterator[Piece]:
    """Yield the lines of a text; one that is a list in JSON, as the search index has, by its members."""
    for piece in _of_text(text):
        number, line, kind = piece
        try:
            members = _of_json(json.loads(line)) if line.startswith(("[[", "{")) else None
        except ValueError:
            members = None
        if members is None:
            yield piece
        else:
            yield from ((number, each, kind) for each in members)


def _of_json(value: Any) -> Iterator[str]:
    """Yield the texts, keys and large numbers inside a JSON value, in no order."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int) and abs(value) > _LARGEST_COUNT:
            yield str(value)


def _of_document(root: Any, take_columns: TakeColumns) -> list[Piece]:
    """Return what a document says, the text of a block as one: `28<b>78</b>` is one number."""
    found: list[Piece] = []
    blocks: list[Piece] = []
    tables: list[list[list[int]]] = []  # of each row of a table the places of its cells in `blocks`
    line = 1
    parts: list[str] = []

    def walk(element: Any) -> None:
        nonlocal line, parts
        tag, tail, here = element.tag, element.tail or "", element.sourceline or 1
        if not isinstance(tag, str):
            found.append((here, element.text or "", "text"))  # a comment
            parts.append(tail)
            return
        if page_parts.is_struck(element):
            parts.append(" ; " + tail)
            return
        # QName would refuse what a writer may type, as <tel:1>
        name = tag.rpartition("}")[2]
        for attribute, value in element.items():
            if attribute in _LINKS:
                found.extend((here, link, "link") for link in _of_attribute(attribute, value))
            elif name not in _UNREAD and _is_read(attribute, element):
                found.append((here, value, "text"))
        # The texts of a drawing stand side by side, wherever they stand in the file.
        breaks = name in page_parts.BREAKS or (
            name != tag and name not in ("text", "tspan", "svg", "g")
        )
        if breaks:
            blocks.append((line, "".join(parts), "text"))
            line, parts = here, []
        if name == "table":
            tables.append([])
        elif name == "tr" and tables:
            tables[-1].append([])
        if name not in _UNREAD:
            parts.append(element.text or "")
        elif name == "script" and element.get("type") == "application/ld+json":
            texts = _of_json(json.loads(element.text or "null"))
            found.extend((here, text, "text") for text in texts if text not in _JSON_LD_KEYS)
        for child in element:
            walk(child)
        if breaks:
            if name in ("td", "th") and tables and tables[-1]:
                tables[-1][-1].append(len(blocks))
            blocks.append((line, "".join(parts), "text"))
            parts = []
        parts.append(tail)

    walk(root)
    blocks.append((line, "".join(parts), "text"))
    for table in tables:
        _take_from_cells(blocks, table, take_columns)
    return [*found, *blocks, *_neighbours(blocks)]


def _take_from_cells(
    blocks: list[Piece], table: list[list[int]], take_columns: TakeColumns
) -> None:
    """Leave out of the cells of a table what may stand in them."""
    rows = [[_NO_CELL.sub(" ", blocks[at][1]) for at in row] for row in table if row]
    if not any(map(_DIGITS.search, itertools.chain.from_iterable(rows))):
        return
    rows.insert(1, ["---"] * len(rows[0]))
    left = take_columns("\n".join(f"|{'|'.join(row)}|" for row in rows)).splitlines()
    del left[1]
    for row, line in zip(filter(None, table), left, strict=True):
        for at, text in zip(row, line[1:-1].split("|"), strict=True):
            blocks[at] = (blocks[at][0], text, "text")


def _neighbours(blocks: list[Piece]) -> Iterator[Piece]:
    """Yield the joined text of neighbouring cells, items or lines that contain no word."""
    first, digits = 0, ""
    for line, text, _ in [*blocks, (0, "end", "text")]:
        if not text.strip():
            continue
        if _WORDLESS.fullmatch(text):
            first, digits = (first, f"{digits} | {text}") if digits else (line, text)
            continue
        if sum(map(str.isdigit, digits)) >= 7 and not ascending(digits):
            yield first, digits, "text"
        digits = ""


def ascending(digits: str) -> bool:
    """Return whether numbers count on: 1, 2, 3."""
    found = _DIGITS.findall(digits)
    if not 1 < len(found) < 7 or max(map(len, found)) > 9:
        return False
    numbers = [*map(int, found)]
    return numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def _of_attribute(name: str, value: str) -> list[str]:
    return (
        [part.split()[0] for part in value.split(",") if part.strip()]
        if name == "srcset"
        else [value]
    )


def _is_timetable(value: str) -> bool:
    """Return whether a value is a table of opening times: spans of minutes in ascending order."""
    if not _SPANS.fullmatch(value):
        return False
    minutes = [*map(int, re.split("[- ]", value))]
    return minutes == sorted(minutes) and minutes[-1] <= _LAST_MINUTE


def _is_read(name: str, element: Any) -> bool:
    if name in ("data-open", "data-unsure") and _is_timetable(element.get(name)):
        return False
    if name == "content":
        return element.get("name") not in _NUMBERS_ONLY
    return name in ("alt", "title", "value", "placeholder", "label", "summary") or name.startswith(
        ("aria-label", "aria-description", "data-")
    )

"""The Markdown twin of a page: its article as plain Markdown, for answer engines and for copying.

It is made from the article as it was drawn, so that it says what the page says: blocks are
written out, addresses are absolute, and what is struck through, hidden or only for pressing is
left out. A table whose cells hold lists (the tables of public bodies) becomes a list, one entry a
row.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from helpkit.languages import PROFILES, Language
from helpkit.text import page_parts

FILE = "index.md"
_LEFT_OUT = {"button", "form", "input", "nav", "script", "style", "svg", "template"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CONTAINERS = {"article", "aside", "blockquote", "body", "details", "div", "dl", "figure"}
_CONTAINERS |= {"figcaption", "main", "p", "section", "summary", "table", "ul", "ol", "pre", "hr"}
_BLOCKS = _CONTAINERS | set(_HEADINGS)
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
# Parts of a cell or entry that the page separates visually.
_APART = {page_parts.EVIDENCE, page_parts.LOCAL_NAME, page_parts.NAME, page_parts.PIECE}
# Plain lxml elements are faster than those of lxml.html.
_PARSER = etree.HTMLParser()
_ESCAPES = {character: f"\\{character}" for character in "\\*`<"}
_STARTS = set("#-+>0123456789")
_LINE_START = re.compile(r"^(#{1,6}|[-+>])(?=\s)|^(\d+)([.)])(?=\s)")


def article_of(page: str) -> str:
    """Return the article of a whole HTML page, tags included; empty if the page has none."""
    start, end = page.find("<article"), page.rfind("</article>")
    return page[start : end + len("</article>")] if 0 <= start < end else ""


def markdown(article: str, *, address: str, language: Language, note: str = "") -> str:
    """Return the Markdown of an article's HTML; relative links start at `address`.

    `note` stands as a quotation below the title, with the address of the page.
    """
    blocks = list(_Writer(address, language).blocks(etree.fromstring(article, _PARSER)))
    title, rest = (
        (blocks[:1], blocks[1:]) if blocks[:1] and blocks[0].startswith("# ") else ([], blocks)
    )
    head = [f"<{address}>", *([f"> {note}"] if note else [])]
    return "\n\n".join([*title, *head, *rest]) + "\n"


class _Writer:
    """Writes the elements of one article."""

    def __init__(self, address: str, language: Language) -> None:
        self.address = address
        self.absolute = functools.cache(functools.partial(urljoin, address))
        self.marks = PROFILES[language].marks

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield the blocks inside an element; text between them makes paragraphs of its own."""
        loose = _plain(parent.text)
        for child in parent:
            if _is_block(child):
                if paragraph := _paragraph(loose):
                    yield paragraph
                loose = ""
                if not _is_left_out(child):
                    yield from self.block(child)
            else:
                loose += self.inline(child)
            loose += _plain(child.tail)
        if paragraph := _paragraph(loose):
            yield paragraph

    def block(self, element: Any) -> Iterator[str]:
        """Yield the blocks that one element becomes."""
        tag = element.tag
        if tag in _HEADINGS:
            yield f"{'#' * _HEADINGS[tag]} {_tidy(self.inside(element))}"
        elif tag in ("ul", "ol"):
            items = [self.item(item) for item in element.iterchildren("li")]
            yield "\n".join(_entry(item, n, tag == "ol") for n, item in enumerate(items, 1) if item)
        elif tag == "dl":
            yield from self.definitions(element)
        elif tag == "table":
            yield from self.table(element)
        elif tag == "pre":
            yield f"```\n{''.join(element.itertext()).strip()}\n```"
        elif tag == "hr":
            yield "---"
        elif tag == "summary" or _part(element) == page_parts.TITLE:
            yield f"**{_tidy(''.join(element.itertext()))}**"
        elif tag == "blockquote" and not any(map(_is_block, element)):
            # A message, whose lines are its own.
            lines = _plain("".join(element.itertext())).strip().splitlines()
            yield _quoted("\n\n".join(filter(None, lines)))
        elif tag in ("aside", "blockquote") or _part(element) == page_parts.ASIDE:
            yield _quoted("\n\n".join(self.blocks(element)))
        else:
            yield from self.blocks(element)

    def item(self, item: Any) -> str:
        """Return an entry of a list, its inner blocks below it."""
        return "\n".join(self.blocks(item)) if any(map(_is_block, item)) else self.pieces(item)

    def definitions(self, element: Any) -> Iterator[str]:
        term, entries = "", []
        for child in element.iter("dt", "dd"):
            if child.tag == "dt":
                term = _tidy(self.inside(child))
            else:
                entries.append(f"- **{term}**{self.marks.colon}{self.item(child)}")
        yield "\n".join(entries)

    def table(self, table: Any) -> Iterator[str]:
        """Yield a table, or a list if a cell holds more than a line can."""
        for caption in table.iterchildren("caption"):
            yield f"**{_tidy(self.inside(caption))}**"
        rows = [[cell for cell in row if cell.tag in ("th", "td")] for row in table.iter("tr")]
        if any(cell.find(".//ul") is not None for row in rows for cell in row):
            yield "\n".join(self.record(row) for row in rows if row[0].get("scope") != "col")
            return
        lines = [[self.pieces(cell).replace("|", "\\|") for cell in row] for row in rows if row]
        lines.insert(1, ["---"] * len(lines[0]))
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def record(self, row: list[Any]) -> str:
        """Return a row as an entry: the first cell, and below it each other one by its label."""
        lines = [f"- {self.pieces(row[0])}"]
        for cell in row[1:]:
            inner = [self.pieces(item) for item in cell.iter("li")] or [self.pieces(cell)]
            text = self.joined([piece for piece in inner if piece])
            if text:
                lines.append(f"  - {cell.get('data-label') or ''}{self.marks.colon}{text}")
        return "\n".join(lines)

    def pieces(self, element: Any) -> str:
        """Return the parts of a cell or entry on one line, separated."""
        found, loose = [], _plain(element.text)
        for child in element:
            apart = child.tag != "a" and _part(child) in _APART
            if apart and not _is_left_out(child):
                found += [loose, self.pieces(child)]
                loose = ""
            else:
                loose += self.inline(child)
            loose += _plain(child.tail)
        if _part(element) == page_parts.EVIDENCE:
            found = [self.inline(child) for child in element]
            loose = ""
        text = self.joined([tidy for part in [*found, loose] if (tidy := _tidy(part))])
        return f"**{text}**" if _part(element) == page_parts.NAME else text

    def joined(self, parts: list[str]) -> str:
        """Return parts with a semicolon between them, where no sentence ends."""
        text = ""
        for part in parts:
            if text:
                ends = text.rstrip("*")[-1:] in "。！？：；.!?:;"
                text += self.marks.space if ends else self.marks.semicolon
            text += part
        return text

    def inside(self, element: Any) -> str:
        """Return the text inside an element, marked up, on one line."""
        parts = [_plain(element.text)]
        for child in element:
            parts += [self.inline(child), _plain(child.tail)]
        return "".join(parts)

    def inline(self, element: Any) -> str:
        if _is_left_out(element):
            return ""
        tag = element.tag
        if tag == "img":
            source = self.absolute(element.get("src") or "")
            return f"![{element.get('alt') or ''}]({source})"
        if tag == "br":
            return " "
        if tag == "code":
            return f"`{''.join(element.itertext()).strip()}`"
        text = self.inside(element)
        if tag in _MARKS and (inner := text.strip()):
            return text.replace(inner, f"{_MARKS[tag]}{inner}{_MARKS[tag]}", 1)
        link = element.get("href") if tag == "a" else None
        # Numbers and e-mail addresses become plain text; only the page offers to dial them.
        if link and not link.startswith(("tel:", "sms:", "mailto:")) and (inner := _tidy(text)):
            return f"[{inner}]({self.absolute(link)})"
        return text


def _part(element: Any) -> str | None:
    part: str | None = element.get(page_parts.ATTRIBUTE)
    return part


def _is_block(element: Any) -> bool:
    return element.tag in _BLOCKS


def _is_left_out(element: Any) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _LEFT_OUT
        or element.get("hidden") is not None
        or page_parts.is_struck(element)
    )


def _plain(text: str | None) -> str:
    if not text:
        return ""
    return text if _ESCAPES.keys().isdisjoint(text) else "".join(_ESCAPES.get(c, c) for c in text)


def _tidy(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def _paragraph(text: str) -> str:
    """Return a text on one line, escaped so that it is neither list nor heading by accident."""
    text = _tidy(text)
    if text[:1] not in _STARTS:
        return text
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def _entry(text: str, number: int, ordered: bool) -> str:
    mark = f"{number}. " if ordered else "- "
    first, *rest = text.split("\n")
    return "\n".join([mark + first, *(f"{' ' * len(mark)}{line}".rstrip() for line in rest)])


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in re.sub(r"\n{3,}", "\n\n", text).split("\n"))

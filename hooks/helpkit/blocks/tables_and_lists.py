"""Prepare the tables and checklists of articles for small screens and screen readers.

On a phone the style sheet shows each table row as a card. Each cell therefore carries its column's
name and an explicit role, since browsers drop table semantics when `display` changes. Empty
columns get room to write in; columns named after a language are marked as that language. The bold
start of a step under `#do-now` becomes a heading for screen readers. A checklist item is a
checkbox whose label is the whole item. Blanks in a sentence (see `blanks`) get room on paper.
Lines of a Chinese sentence are joined without a space.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from itertools import pairwise

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from helpkit.languages import PROFILES
from helpkit.text import blanks, page_parts

_ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell", "th": "columnheader"}
# Names of columns that say in which language their cells are.
_LANGUAGES = {profile.name: profile.tag for profile in PROFILES.values()}
_BOX = "[ ] "
_FULL_WIDTH = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—]"
_WRAPPED = re.compile(rf"(?<={_FULL_WIDTH})(\**)[ \t]?\n[ \t]*(\**)(?={_FULL_WIDTH})")


class MarkdownParts(Extension):
    """Join lines of Chinese, finish tables and checklists (`- [ ] item`)."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Run before and after inline Markdown, which turns column names and labels into plain text."""
        md.treeprocessors.register(_Joiner(md), "wrapped-lines", 30)
        md.treeprocessors.register(_Finisher(md), "markdown-parts", 5)


class _Joiner(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.text and element.tag != "code" and "\n" in element.text:
                element.text = _WRAPPED.sub(r"\1\2", element.text)


class _Finisher(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for table in root.iter("table"):
            _finish_table(table)
        for heading, steps in pairwise(root):
            if heading.get("id") == "do-now" and steps.tag == "ol":
                _finish_steps(steps)
        for item in list(root.iter("li")):
            _finish_checklist_item(item)
        for element in list(root.iter()):
            if element.get("class") == "admonition-title":
                element.set(page_parts.ATTRIBUTE, page_parts.TITLE)
            if element.tag != "code":
                _mark_blanks(element)


def _finish_table(table: etree.Element) -> None:
    names = ["".join(header.itertext()).strip() for header in table.iter("th")]
    table.set("role", "table")
    for element in table.iter():
        if element.tag in _ROLES:
            element.set("role", _ROLES[element.tag])
        if element.tag == "th":
            element.set("scope", "col")
    columns = list(
        zip(
            *(row.findall("td") for row in table.iter("tr") if row.find("td") is not None),
            strict=False,
        )
    )
    blank = [
        header
        for header, cells in zip(table.iter("th"), columns, strict=False)
        if all(not "".join(cell.itertext()).strip() for cell in cells)
    ]
    if len(blank) == 1:
        blank[0].set("class", "blank")
    elif blank:
        table.set("class", "form")
    for row in table.iter("tr"):
        for name, cell in zip(names, row, strict=False):
            if name in _LANGUAGES:
                cell.set("lang", _LANGUAGES[name])
            if cell.tag == "td":
                cell.set("data-label", name)


def _finish_steps(steps: etree.Element) -> None:
    for item in steps:
        first = item.find("p")
        holder = first if first is not None and not (item.text or "").strip() else item
        if len(holder) and holder[0].tag == "strong" and not (holder.text or "").strip():
            holder[0].set("role", "heading")
            holder[0].set("aria-level", "3")


def _finish_checklist_item(item: etree.Element) -> None:
    first = item.find("p")
    holder = first if first is not None and not (item.text or "").strip() else item
    if not (holder.text or "").startswith(_BOX):
        return
    item.set("class", "check")
    label = etree.Element("label")
    box = etree.SubElement(label, "input", {"type": "checkbox"})
    box.tail = " " + (holder.text or "").removeprefix(_BOX)
    label.extend(list(holder))
    for child in list(holder):
        holder.remove(child)
    holder.text = None
    holder.append(label)


def _mark_blanks(element: etree.Element) -> None:
    """Wrap each blank in the text of an element and in the text between its children."""
    if _has_blank(element.text):
        text, element.text = element.text or "", ""
        _insert(element, text, at=0)
    for child in list(element):
        if _has_blank(child.tail):
            tail, child.tail = child.tail or "", ""
            _insert(element, tail, at=list(element).index(child) + 1)


def _has_blank(text: str | None) -> bool:
    # Leave what inline Markdown has finished, such as stashed HTML.
    plain = bool(text) and not isinstance(text, AtomicString)
    return plain and any(blank for _, blank in blanks.split(text or ""))


def _insert(parent: etree.Element, text: str, *, at: int) -> None:
    before = parent[at - 1] if at else None
    for piece, blank in blanks.split(text):
        if blank:
            before = etree.Element("span", {"class": "blank-here"})
            before.text = piece
            parent.insert(at, before)
            at += 1
        elif before is None:
            parent.text = piece
        else:
            before.tail = piece

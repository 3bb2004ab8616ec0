"""Compare the structure of a page and its translation: both offer the same steps, links and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from helpkit.articles.article import Article
from helpkit.articles.written_blocks import PROSE_BLOCKS
from helpkit.languages import PROFILES
from helpkit.messages import message
from helpkit.problems import Problem, Severity
from helpkit.text import negations
from helpkit.text.numbers import only_in

_DIGIT = re.compile(r"\d")
# An item, a row, a heading.
_BEGINS = re.compile(r"\s*(?:[-*+|#]|\d{1,9}\.)")
# Fields of the front matter that readers see: both languages state the same figures.
_SHOWN = re.compile(r"^(?:title|short|description|answer|  \S+):")
# Numbers of items, targets of links, ids of headings, code.
_UNSEEN = re.compile(
    r"^\s*(?:\d{1,3}[.)）、．](?!\d)|[（(]\d{1,3}[)）])|\]\([^)\s]*\)|\{\s*#[^}]*\}|`[^`]*`"
)


def compare(source: Article, translation: Article) -> Iterator[Problem]:
    """Yield each structural difference, at its place in the English page."""
    yield from _compare_headings(source, translation)
    yield from _compare_blocks(source, translation)
    yield from _compare_links(source, translation)
    yield from _compare_lists(source, translation)
    if source.table_columns() != translation.table_columns():
        theirs, ours = (
            tuple(page.table_columns()) or message("none") for page in (source, translation)
        )
        yield _problem(
            translation,
            translation.body_line,
            "parity-tables",
            ours=ours,
            source=source.path,
            theirs=theirs,
        )
    yield from _compare_front_matter(source, translation)
    yield from _compare_numbers(source, translation)
    yield from _compare_negations(source, translation)


def _problem(article: Article, line: int, key: str, /, **values: Any) -> Problem:
    return Problem.of(article.path, line, 1, key, **values)


def _compare_headings(source: Article, translation: Article) -> Iterator[Problem]:
    expected = [(h.level, h.id) for h in source.headings]
    actual = [(h.level, h.id) for h in translation.headings]
    # A heading without an id is told by itself; what it stands for is known once it has one.
    if expected == actual or not all(name for _, name in expected + actual):
        return
    for index, heading in enumerate(translation.headings):
        if index >= len(expected) or expected[index] != actual[index]:
            theirs = (
                message("quoted", words=f"{'#' * expected[index][0]} … {{#{expected[index][1]}}}")
                if index < len(expected)
                else message("nothing")
            )
            yield _problem(
                translation,
                heading.line,
                "parity-headings",
                id=str(heading.id),
                level=heading.level,
                source=source.path,
                theirs=theirs,
            )
            return
    missing = expected[len(actual)][1]
    yield _problem(
        translation,
        translation.headings[-1].line if translation.headings else 1,
        "parity-headings.missing",
        key=str(missing),
        source=source.path,
    )


def _compare_blocks(source: Article, translation: Article) -> Iterator[Problem]:
    def shape(article: Article) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
        # The argument of a prose block is a title, written in the page's language.
        return [
            (d.name, "" if d.name in PROSE_BLOCKS else d.argument, tuple(d.options.items()))
            for d in article.blocks
        ]

    theirs, ours = shape(source), shape(translation)
    if theirs == ours:
        return
    at = next(
        (i for i, (a, b) in enumerate(zip(theirs, ours, strict=False)) if a != b),
        min(len(theirs), len(ours)),
    )
    there = message("none")
    if at < len(theirs):
        words = " | ".join(part for part in theirs[at][:2] if part)
        there = message("quoted", words=f"/// {words}")
    line = translation.blocks[at].line if at < len(ours) else translation.body_line
    yield _problem(
        translation, line, "parity-blocks", number=at + 1, source=source.path, there=there
    )


def _compare_links(source: Article, translation: Article) -> Iterator[Problem]:
    theirs = {(link.target, link.image) for link in source.links}
    for link in translation.links:
        if (link.target, link.image) not in theirs:
            yield Problem.of(
                translation.path,
                link.line,
                link.column,
                "parity-links",
                target=link.target,
                source=source.path,
            )
    ours = {(link.target, link.image) for link in translation.links}
    for link in source.links:
        if (link.target, link.image) in ours:
            continue
        if PROFILES[translation.language].derived_from:  # the source is right: it was there first
            above = [heading.id for heading in source.headings if heading.line < link.line]
            yield _problem(
                translation,
                _line_of_section(translation, above[-1] if above else None),
                "parity-links.missing",
                target=link.target,
                source=source.path,
                line=link.line,
            )
        else:
            yield Problem.of(
                source.path,
                link.line,
                link.column,
                "parity-links",
                target=link.target,
                source=translation.path,
            )


def _compare_lists(source: Article, translation: Article) -> Iterator[Problem]:
    theirs = {section: (ordered, plain) for section, ordered, plain in source.items_by_section()}
    for section, ordered, plain in translation.items_by_section():
        if section in theirs and theirs[section] != (ordered, plain):
            yield _problem(
                translation,
                _line_of_section(translation, section),
                "parity-lists",
                numbered=ordered,
                plain=plain,
                source=source.path,
                their_numbered=theirs[section][0],
                their_plain=theirs[section][1],
            )


def _line_of_section(article: Article, section: str | None) -> int:
    """Return the line of the heading with an id, or the first of the body if it is not there."""
    return next((h.line for h in article.headings if h.id == section), article.body_line)


def _compare_numbers(source: Article, translation: Article) -> Iterator[Problem]:
    """Yield the first figure of each section that the other language does not state."""
    theirs, ours = _sections(source), _sections(translation)
    for section in theirs.keys() & ours.keys():
        texts = {
            page.path: "\n".join(text for _, text in lines)
            for page, lines in ((source, theirs[section]), (translation, ours[section]))
        }
        if not any(map(_DIGIT.search, texts.values())):
            continue
        for page, lines, other in (
            (translation, ours[section], source),
            (source, theirs[section], translation),
        ):
            text = texts[page.path]
            if figures := only_in(text, texts[other.path]):
                alone = only_in(texts[other.path], text)
                values: dict[str, Any] = {"typed": tuple(figure.typed for figure in figures)}
                if alone:
                    values["instead"] = tuple(figure.typed for figure in alone)
                before = text[: figures[0].start]
                yield Problem.of(
                    page.path,
                    lines[before.count("\n")][0],
                    len(before) - before.rfind("\n"),
                    "parity-numbers.other" if alone else "parity-numbers",
                    other=other.path,
                    **values,
                )
                break


def _compare_negations(source: Article, translation: Article) -> Iterator[Problem]:
    """Yield items and paragraphs that forbid something where the other language denies nothing."""
    theirs, ours = pieces(source), pieces(translation)
    for section in theirs.keys() & ours.keys():
        if len(theirs[section]) != len(ours[section]):
            continue  # told by what lacks; nobody knows which belong together
        for one, other in zip(theirs[section], ours[section], strict=True):
            for (line, text), page, (there, said), beside in (
                (one, source, other, translation),
                (other, translation, one, source),
            ):
                if found := negations.lost(text, page.language, said, beside.language):
                    yield Problem.of(
                        *(beside.path, there, 1, "parity-negation"),
                        severity=Severity.WARNING,
                        source=page.path,
                        line=line,
                        typed=text[found.start() :].strip(' *.,:;"“')[:30],
                    )


def pieces(article: Article) -> dict[str, list[tuple[int, str]]]:
    """Return the items and paragraphs of each section, each with its first line."""
    found: dict[str, list[tuple[int, str]]] = {}
    for section, lines in _sections(article).items():
        parts = found.setdefault(section, [])
        above = ""
        for number, line in lines:
            if line.strip() and number >= article.body_line:
                if parts and above.strip() and not _BEGINS.match(line):
                    parts[-1] = parts[-1][0], f"{parts[-1][1]} {line.strip()}"
                else:
                    parts.append((number, line))
            above = line
    return found


def _sections(article: Article) -> dict[str, list[tuple[int, str]]]:
    """Return the words of each section, a line a line; what readers do not see is blank."""
    found: dict[str, list[tuple[int, str]]] = {"": []}
    section, options = "", 0
    headings = {heading.line: heading.id for heading in article.headings}
    for number, line in enumerate(article.text.splitlines()[: article.body_line - 1], 1):
        if _SHOWN.match(line):
            found[""].append((number, _SHOWN.sub(_blank, line)))
    for block in article.blocks:
        options = max(options, block.line + len(block.options))
    unseen = {d.line + n for d in article.blocks for n in range(len(d.options) + 1)}
    for number, line in article.lines:
        section = headings.get(number, section) or section
        words = "" if number in unseen else _UNSEEN.sub(_blank, line)
        found.setdefault(section, []).append((number, words))
    return found


def _blank(part: re.Match[str]) -> str:
    return " " * len(part[0])


def _compare_front_matter(source: Article, translation: Article) -> Iterator[Problem]:
    if source.front is None or translation.front is None:
        return
    for key in ("type", "sources", "reviewed"):
        theirs, ours = getattr(source.front, key), getattr(translation.front, key)
        if theirs != ours:
            line, column = translation.matter.mark((key,))
            shown = ", ".join(theirs) if isinstance(theirs, tuple) else theirs
            yield Problem.of(
                translation.path,
                line,
                column,
                "parity-front-matter",
                key=key,
                source=source.path,
                value=shown,
            )

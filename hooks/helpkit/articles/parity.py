"""Compare the structure of a page in both languages: what a reader can do in one, in the other."""

from __future__ import annotations

from collections.abc import Iterator

from helpkit.articles.article import Article
from helpkit.articles.directives import PROSE_BLOCKS
from helpkit.problems import Problem


def compare(source: Article, translation: Article) -> Iterator[Problem]:
    """Yield each structural difference, at its place in the English page."""
    yield from _compare_headings(source, translation)
    yield from _compare_blocks(source, translation)
    yield from _compare_links(source, translation)
    yield from _compare_lists(source, translation)
    if source.table_columns() != translation.table_columns():
        theirs, ours = (
            ", ".join(map(str, page.table_columns())) or "none" for page in (source, translation)
        )
        yield _problem(
            translation,
            translation.body_line,
            "parity-tables",
            f"Columns of the tables here: {ours}; in {source.path}: {theirs}.",
            "give both pages the same tables",
        )
    yield from _compare_front_matter(source, translation)


def _problem(article: Article, line: int, rule: str, what: str, fix: str) -> Problem:
    return Problem(article.path, line, 1, rule, what, fix)


def _compare_headings(source: Article, translation: Article) -> Iterator[Problem]:
    expected = [(h.level, h.id) for h in source.headings]
    actual = [(h.level, h.id) for h in translation.headings]
    if expected == actual:
        return
    for index, heading in enumerate(translation.headings):
        if index >= len(expected) or expected[index] != actual[index]:
            theirs = (
                f'"{"#" * expected[index][0]} … {{#{expected[index][1]}}}"'
                if index < len(expected)
                else "nothing"
            )
            yield _problem(
                translation,
                heading.line,
                "parity-headings",
                f"Here stands the heading {{#{heading.id}}} of level {heading.level}; at the same"
                f" place {source.path} has {theirs}.",
                "give both pages the same headings, with the same ids, in the same order",
            )
            return
    missing = expected[len(actual)][1]
    yield _problem(
        translation,
        translation.headings[-1].line if translation.headings else 1,
        "parity-headings",
        f"After this the heading {{#{missing}}} of {source.path} is missing.",
        "give both pages the same headings, with the same ids, in the same order",
    )


def _compare_blocks(source: Article, translation: Article) -> Iterator[Problem]:
    def shape(article: Article) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
        # The argument of a prose block is a title, written in the page's language.
        return [
            (d.name, "" if d.name in PROSE_BLOCKS else d.argument, tuple(d.options.items()))
            for d in article.directives
        ]

    theirs, ours = shape(source), shape(translation)
    if theirs == ours:
        return
    at = next(
        (i for i, (a, b) in enumerate(zip(theirs, ours, strict=False)) if a != b),
        min(len(theirs), len(ours)),
    )
    there = "none"
    if at < len(theirs):
        there = '"/// ' + " | ".join(part for part in theirs[at][:2] if part) + '"'
    line = translation.directives[at].line if at < len(ours) else translation.body_line
    yield _problem(
        translation,
        line,
        "parity-blocks",
        f"Block number {at + 1} differs: {source.path} has {there} there.",
        "give both pages the same blocks in the same order",
    )


def _compare_links(source: Article, translation: Article) -> Iterator[Problem]:
    theirs = {(link.target, link.image) for link in source.links}
    for link in translation.links:
        if (link.target, link.image) not in theirs:
            yield Problem(
                translation.path,
                link.line,
                link.column,
                "parity-links",
                f'The link to "{link.target}" is not in {source.path}.',
                "add it there, or remove it here",
            )
    ours = {(link.target, link.image) for link in translation.links}
    for link in source.links:
        if (link.target, link.image) not in ours:
            yield Problem(
                source.path,
                link.line,
                link.column,
                "parity-links",
                f'The link to "{link.target}" is not in {translation.path}.',
                "add it there, or remove it here",
            )


def _compare_lists(source: Article, translation: Article) -> Iterator[Problem]:
    theirs = {section: (ordered, plain) for section, ordered, plain in source.items_by_section()}
    for section, ordered, plain in translation.items_by_section():
        if section in theirs and theirs[section] != (ordered, plain):
            line = next(
                (h.line for h in translation.headings if h.id == section), translation.body_line
            )
            yield _problem(
                translation,
                line,
                "parity-lists",
                f"This section has {ordered} numbered and {plain} other list items; in"
                f" {source.path} it has {theirs[section][0]} and {theirs[section][1]}.",
                "give both pages the same steps",
            )


def _compare_front_matter(source: Article, translation: Article) -> Iterator[Problem]:
    if source.front is None or translation.front is None:
        return
    for key in ("type", "sources", "reviewed"):
        theirs, ours = getattr(source.front, key), getattr(translation.front, key)
        if theirs != ours:
            line, column = translation.matter.mark((key,))
            shown = ", ".join(theirs) if isinstance(theirs, tuple) else theirs
            yield Problem(
                translation.path,
                line,
                column,
                "parity-front-matter",
                f'The key "{key}" differs from {source.path}, which has "{shown}".',
                "write the same in both pages",
            )

"""Spelling of English, in articles and in the texts of the data.

A word that no dictionary has may be right all the same, so it is a warning, which stops no build.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from helpkit.articles.article import Article
from helpkit.data.located import Located, Location
from helpkit.languages import LANGUAGES, PROFILES
from helpkit.problems import Problem, Severity
from helpkit.text import homophones, spelling
from helpkit.text.spelling import Slip

# Suggestions take a tenth of a second each, and a page may be in another language altogether.
_MOST_SUGGESTED, _MOST_TOLD = 5, 20
# Of a block, the title that readers see.
_BLOCK = re.compile(r"^\s*/{3,}\s*(?:(?:note|tip|warning|paper)\s*\||.*)")
# Data with other people's names and titles.
_NAMES = {"name", "publisher", "title", "who"}


def check(article: Article, own: Collection[str]) -> Iterator[Problem]:
    """Yield the words of an article that are not spelt as they should be, the first twenty."""
    if not PROFILES[article.language].spelt:
        return
    cut: set[int] = set()
    for first, text in article.paragraphs:
        for start, typed, whole in spelling.cut_words(text, own=own):
            line = first + text.count("\n", 0, start)
            cut |= {line, line + 1}
            column = start - text.rfind("\n", 0, start)
            yield Problem.of(
                article.path,
                line,
                column,
                "spelling.cut",
                severity=Severity.WARNING,
                typed=typed,
                whole=whole,
            )
    slips = (slip for slip in _slips(article, own) if slip[0] not in cut)
    for number, (line, column, slip) in enumerate(slips):
        if number == _MOST_TOLD:
            return
        suggested = number < _MOST_SUGGESTED
        yield _problem(article.path, line, column, slip, own, suggested=suggested)


def check_sounds(article: Article, words: Collection[str]) -> Iterator[Problem]:
    """Yield what an article has in the place of a word of the same sound, one of `words`."""
    if PROFILES[article.language].script != "han" or article.language not in LANGUAGES:
        return
    for number, line in enumerate(article.text.splitlines(), 1):
        if line.startswith(("aliases:", "  - ")) and number < article.body_line:
            continue  # what readers type
        for start, typed, word in homophones.find(line, words):
            yield Problem.of(
                *(article.path, number, start + 1, "spelling.sound"),
                severity=Severity.WARNING,
                typed=typed,
                word=word,
            )


def check_text(
    located: Located, location: Location, text: str, own: Collection[str]
) -> Iterator[Problem]:
    """Yield the words of a text of the data that are not spelt as they should be."""
    name = not _NAMES.isdisjoint(location)
    for number, line in enumerate(text.split("\n"), 1):
        for slip in spelling.find(line, own=own, name=name):
            place = located.place_of(location, text, line=number, column=slip.start + 1)
            yield _problem(located.path, *place, slip, own)


def _slips(article: Article, own: Collection[str]) -> Iterator[tuple[int, int, Slip]]:
    for location, text in article.front.shown() if article.front else ():
        for slip in spelling.find(text, own=own):
            yield *article.matter.place_of(location, text, line=1, column=slip.start + 1), slip
    options = {d.line + n for d in article.blocks for n in range(1, len(d.options) + 1)}
    for number, line in article.lines:
        if number not in options:
            bare = _BLOCK.sub(lambda block: " " * len(block[0]), line)
            for slip in spelling.find(bare, own=own):
                yield number, slip.start + 1, slip


def _problem(
    path: str,
    line: int,
    column: int,
    slip: Slip,
    own: Collection[str],
    *,
    suggested: bool = True,
) -> Problem:
    near = () if slip.twice or not suggested else spelling.suggestions(slip.word, own=own)
    key = "spelling.twice" if slip.twice else "spelling" if near else "spelling.unknown"
    values = {"near": near} if near else {}
    return Problem.of(path, line, column, key, severity=Severity.WARNING, word=slip.word, **values)

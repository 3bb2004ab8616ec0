"""Measure how hard a page is to read; pages that people read in a hurry have a limit.

English: the Automated Readability Index, a school grade of the United States, from letters a word
and words a sentence; unlike the formulas that count syllables it needs no dictionary. Other languages
have no such formula that is agreed on: what is measured is the length of their sentences, of Chinese in
characters, and how many of them are long. Both say something of sentences, nothing of whether a text is clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from helpkit.articles.article import LINK, Article, Pages
from helpkit.data.settings import ReadingLimits
from helpkit.languages import LANGUAGES, PROFILES, SOURCE, Script
from helpkit.messages import Message, message
from helpkit.problems import Problem, Severity

_NOT_PROSE = re.compile(r"^\s*(#|\||///|$)|^ {4,}[\w-]+: ")
_LEAD = re.compile(r"^\s*(?:\d+[.)]|[-*+])\s+(?:\[ \]\s+)?")
_MARKUP = re.compile(r"\{[^}]*\}|[*`]|_{2,}")
_ENDS: Mapping[Script, re.Pattern[str]] = {
    "latin": re.compile(r"(?<=[.!?])[\"”’)]*\s+"),
    "han": re.compile(r"(?<=[。！？；])[”’）]*\s*"),
}
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")
_SIGN = re.compile(r"[㐀-鿿]|[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the line of the file in which it stands, and its length.

    The length is in words for English; for Chinese in characters, a Latin word or number being one.
    """

    text: str
    line: int
    length: int


@dataclass(frozen=True, slots=True)
class Level:
    """How hard a page is. `measure` is a grade for English; otherwise characters or words a sentence.

    `long` is the share of its sentences that are long (0 to 1).
    """

    measure: float
    long: float


def sentences(article: Article) -> list[Sentence]:
    """Return the sentences of paragraphs and lists; headings, tables and blocks are left out."""
    script = PROFILES[article.language].script
    counted = _SIGN if script == "han" else _WORD
    return [
        Sentence(text.strip(), number, length)
        for number, line in article.lines
        if not _NOT_PROSE.search(line)
        for text in _ENDS[script].split(_spoken(line))
        if (length := len(counted.findall(text)))
    ]


def level(article: Article, *, limits: ReadingLimits) -> Level | None:
    """Return how hard a page is, or None if it has no sentence of its own."""
    found = sentences(article)
    if not found:
        return None
    total = sum(sentence.length for sentence in found)
    most = limits.long[PROFILES[article.language].written]
    return Level(
        _grade(found, total)
        if PROFILES[article.language].measure == "grade"
        else total / len(found),
        sum(sentence.length > most for sentence in found) / len(found),
    )


def check(article: Article, *, limits: ReadingLimits) -> Iterator[Problem]:
    """Yield the problems of a page that is too hard for people in a hurry: its level, long sentences."""
    hurry = article.slug.startswith(limits.pages)
    if not hurry and limits.longest is not None:
        yield from _check_longest(
            article, longest=limits.longest[PROFILES[article.language].written]
        )
    measured = level(article, limits=limits) if hurry else None
    if measured is None:
        return
    words = PROFILES[article.language]
    most, longest = limits.most[words.written], limits.long[words.written]
    if measured.measure > most:
        yield Problem.of(
            article.path,
            article.body_line,
            1,
            "reading-too-hard",
            level=measured.measure,
            measure=message(f"measure-{words.measure}"),
            most=most,
        )
    for sentence in sentences(article):
        if sentence.length > longest:
            yield Problem.of(
                article.path,
                sentence.line,
                1,
                "reading-long-sentence",
                sentence=sentence.text[:24].strip(),
                length=sentence.length,
                unit=message(f"unit-{words.script}"),
                longest=longest,
            )


def _check_longest(article: Article, *, longest: float) -> Iterator[Problem]:
    """Yield sentences that are too long for anybody."""
    for sentence in sentences(article):
        if sentence.length > longest:
            yield Problem.of(
                *(article.path, sentence.line, 1, "reading-long-sentence.any"),
                severity=Severity.WARNING,
                sentence=sentence.text[:24].strip(),
                length=sentence.length,
                unit=message(f"unit-{PROFILES[article.language].script}"),
                longest=longest,
            )


def report(pages: Pages, *, limits: ReadingLimits) -> Iterator[str | Message]:
    """Yield a line for each page, hardest translation first, then the averages."""
    rows = []
    for slug in pages[SOURCE]:
        found = [
            level(pages[language][slug], limits=limits)
            for language in LANGUAGES
            if slug in pages[language]
        ]
        levels = [each for each in found if each]
        if len(levels) == len(LANGUAGES):
            rows.append((slug, levels))
    rows.sort(key=lambda row: -row[1][-1].measure)
    measures = {code: message(f"measure-{PROFILES[code].measure}") for code in LANGUAGES}
    columns = (
        message("reading-column", code=code, measure=said) for code, said in measures.items()
    )
    yield message("reading-head", columns=tuple(columns))
    for slug, levels in rows:
        mark = "!" if slug.startswith(limits.pages) else " "
        shown = "  ".join(f"{each.measure:5.1f} {each.long:4.0%}" for each in levels)
        yield f"{mark} {shown}  {slug}"
    averages = (
        message(
            "reading-average",
            code=code,
            level=sum(levels[index].measure for _, levels in rows) / len(rows),
            measure=said,
        )
        for index, (code, said) in enumerate(measures.items())
    )
    yield message(
        "reading-tail",
        n=len(rows),
        averages=tuple(averages),
        pages=tuple(limits.pages),
        most=tuple(f"{code} {limits.most[code]:g}" for code in LANGUAGES),
    )


def _grade(found: list[Sentence], words: int) -> float:
    letters = sum(len(re.findall(r"[A-Za-z0-9]", sentence.text)) for sentence in found)
    return 4.71 * letters / words + 0.5 * words / len(found) - 21.43


def _spoken(line: str) -> str:
    """Return a line as a reader hears it: without list mark and link targets."""
    return _MARKUP.sub("", LINK.sub(r"\g<text>", _LEAD.sub("", line))).strip()

"""Find translations that fell behind their source, by content and not by commit dates.

A translated page records in `source` digests of the source's text that it matches. When that changes,
`change` on the source page says how much it matters to other readers; but a change of numbers, of
what not to do, of steps or of links is never small.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from helpkit import git
from helpkit.articles.article import Article, parse
from helpkit.articles.front_matter import FrontMatter, FrontWords
from helpkit.languages import PROFILES, SOURCE
from helpkit.messages import message
from helpkit.problems import Problem, Severity

# Versions that are looked through for the one that was matched.
MOST_VERSIONS = 200
# A major change that is not translated by then is an error: readers of the translation would act on
# what is no longer so.
MAJOR_MAY_WAIT = timedelta(days=14)
# A minor change is reported from then on: many of them add up.
MINOR_MAY_WAIT = timedelta(days=30)
# Parts in which every change matters, in the order in which they are recorded.
WEIGHTY = ("numbers", "negations", "steps", "links")
_NUMBER = re.compile(PROFILES[SOURCE].number)
_NEGATION = re.compile(PROFILES[SOURCE].negation)
# It may already be tomorrow where the writer is.
AHEAD_OF_US = timedelta(days=1)
REVIEW_EVERY = timedelta(days=365)
_FULL_WIDTH = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
# A line break inside a Chinese paragraph: it joins to nothing, in English to a space.
_BROKEN_LINE = re.compile(rf"(?m)^((?!\s|///).*{_FULL_WIDTH})[ \t]*\n(?={_FULL_WIDTH})")


def digest_of_words(article: Article) -> str:
    """Return twelve hexadecimal digits that change when the words of a page change.

    Line breaks inside paragraphs, comments, link targets and heading ids do not count.
    """
    return hashlib.sha256(_said(article).encode()).hexdigest()[:12]


def _said(article: Article) -> str:
    """Return the words of a page in one line, without what `digest_of_words` leaves out."""
    front = article.front
    said: list[FrontMatter | FrontWords] = [front, *front.when.values()] if front else []
    words = [w for f in said for w in (f.title, f.short, f.description, f.answer) if w]
    body = re.sub(r"<!--.*?-->", "", article.body, flags=re.DOTALL)
    body = re.sub(r"\]\((?:[^()]|\([^()]*\))*+\)", "]", body)
    body = re.sub(r"\{\s*#[^{}]*+\}", "", body)
    body = _BROKEN_LINE.sub(r"\1", body)
    return re.sub(r"\s+", " ", " ".join((*words, body))).strip()


def recorded(source: Article) -> str:
    """Return the digest by which a translation records the source text that it matches.

    That is the digest of its words, a hyphen, and four hexadecimal digits for each of `WEIGHTY`.
    So changes are found later without this text.
    """
    return f"{digest_of_words(source)}-{''.join(_weights(source))}"


def matches(source: Article, translation: Article) -> bool:
    """Return whether a translation records the source as it stands."""
    return _parts(translation)[0] == digest_of_words(source)


@dataclass(frozen=True, slots=True)
class Staleness:
    """How a page in the source language differs from the text that its translation matches.

    `weighty` names what changed of `WEIGHTY`. `level` is `facts` if anything did; otherwise the
    `change` that the writer said, or `content`.
    """

    level: Literal["minor", "content", "major", "facts"]
    weighty: tuple[str, ...] = ()


def staleness(source: Article, translation: Article) -> Staleness | None:
    """Return how a translation has fallen behind, or None if it has not or cannot be read."""
    if source.front is None or translation.front is None or matches(source, translation):
        return None
    known = _parts(translation)[1]
    weighty = tuple(
        name
        for name, before, now in zip(WEIGHTY, known, _weights(source), strict=False)
        if before != now
    )
    return Staleness("facts" if weighty else source.front.change or "content", weighty)


def days_behind(root: Path, source: Article, translation: Article, *, today: date) -> int | None:
    """Return for how many days a source has said something else than its translation matches.

    That is since the first commit after the text that was matched; what is not committed is of
    today. None where there is no git to ask.
    """
    day = today
    try:
        told = git.ask(
            root,
            *("log", "--relative", f"--max-count={MOST_VERSIONS}", "--format=%H %as"),
            *("--", source.path),
        )
        for commit, committed in map(str.split, told.splitlines()):
            text = git.ask(root, "show", f"{commit}:./{source.path}").removeprefix("\ufeff")
            was, _ = parse(text, name=source.path, slug=source.slug, language=source.language)
            if matches(was, translation):
                break
            day = date.fromisoformat(committed)
    except git.NoRepository:
        return None
    return max((today - day).days, 0)


def told_to_readers(
    root: Path, source: Article, translation: Article, *, today: date
) -> str | None:
    """Return the level of `staleness` that a translation shows its readers, or None.

    Even a small change is shown once it has waited for `MINOR_MAY_WAIT`.
    """
    stale = staleness(source, translation)
    if stale is None:
        return None
    if stale.level != "minor":
        return stale.level
    days = days_behind(root, source, translation, today=today)
    return "content" if days is not None and days > MINOR_MAY_WAIT.days else None


def _parts(translation: Article) -> tuple[str, list[str]]:
    """Return the digest that a translation records, and its weights: none in older records."""
    front = translation.front
    words, _, rest = (front.source if front and front.source else "").partition("-")
    return words, re.findall("[0-9a-f]{4}", rest)


def _weights(source: Article) -> list[str]:
    """Return four hexadecimal digits for each of `WEIGHTY`, which change when that does."""
    text = _said(source)
    found: tuple[object, ...] = (
        _NUMBER.findall(text),
        _NEGATION.findall(text),
        [ordered for _, ordered, _ in source.items_by_section()],
        [(link.target, link.image) for link in source.links],
    )
    return [hashlib.sha256(repr(each).encode()).hexdigest()[:4] for each in found]


def check(root: Path, source: Article, translation: Article, *, today: date) -> Iterator[Problem]:
    """Yield a problem if a translation does not match its source any more."""
    stale = staleness(source, translation)
    if stale is None or source.front is None or translation.front is None:
        return
    line, column = translation.matter.mark(("source",))
    page = translation.slug
    if translation.front.source is None:
        yield Problem.of(translation.path, line, column, "translation-unrecorded", page=page)
        return
    known = days_behind(root, source, translation, today=today)
    days = (today - source.front.reviewed).days if known is None else known
    left = days > MINOR_MAY_WAIT.days
    if stale.level == "minor" and not left:
        return
    too_late = source.front.change == "major" and days > MAJOR_MAY_WAIT.days
    long = "change-reviewed" if known is None else "change-long"
    weights = tuple(message(f"change-{weight}") for weight in stale.weighty)
    yield Problem.of(
        translation.path,
        line,
        column,
        "translation-outdated",
        severity=Severity.ERROR if too_late else Severity.WARNING,
        source=source.path,
        change=weights or message(f"change-{stale.level}"),
        long=message(long, days=days) if left else "",
        page=page,
    )


def check_review(article: Article, *, today: date) -> Iterator[Problem]:
    """Yield a problem if nobody has reviewed a page for a year, or its date is still to come."""
    if article.front is None:
        return
    line, column = article.matter.mark(("reviewed",))
    reviewed = article.front.reviewed
    if reviewed > today + AHEAD_OF_US:
        yield Problem.of(article.path, line, column, "page-reviewed-in-future", reviewed=reviewed)
    elif today > reviewed + REVIEW_EVERY:
        yield Problem.of(
            article.path,
            line,
            column,
            "page-review-due",
            severity=Severity.WARNING,
            reviewed=reviewed,
        )

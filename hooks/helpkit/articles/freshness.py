"""Is a translation still true to its source? Answered by content, not by commit dates.

A translated page records in `source` a digest of the Chinese text that it matches. When the
Chinese text changes, `change` on the Chinese page says how much that matters to other readers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from helpkit.articles.article import Article
from helpkit.articles.front_matter import FrontMatter, FrontWords
from helpkit.languages import PROFILES, SOURCE
from helpkit.problems import Problem, Severity

GRACE = timedelta(days=14)
ZONES = timedelta(days=1)
REVIEW_EVERY = timedelta(days=365)
_FULL_WIDTH = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
# Where a line of a Chinese paragraph ends: nothing stands there, while English has a space.
_BROKEN_LINE = re.compile(rf"(?m)^((?!\s|///).*{_FULL_WIDTH})[ \t]*\n(?={_FULL_WIDTH})")


def digest(article: Article) -> str:
    """Return twelve hexadecimal digits that change when the words of a page change.

    Neither where a line of a paragraph ends counts, nor comments, link targets and heading ids.
    """
    front = article.front
    said: list[FrontMatter | FrontWords] = [front, *front.when.values()] if front else []
    words = [w for f in said for w in (f.title, f.short, f.description, f.answer) if w]
    body = re.sub(r"<!--.*?-->", "", article.body, flags=re.DOTALL)
    body = re.sub(r"\]\((?:[^()]|\([^()]*\))*+\)", "]", body)
    body = re.sub(r"\{\s*#[^{}]*+\}", "", body)
    body = _BROKEN_LINE.sub(r"\1", body)
    text = re.sub(r"\s+", " ", " ".join((*words, body))).strip()
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def recorded(source: Article) -> str:
    """Return what a translation records of the source text that it matches."""
    return digest(source)


def matches(source: Article, translation: Article) -> bool:
    """Return whether a translation records the source as it stands."""
    return bool(translation.front and translation.front.source == digest(source))


def is_outdated(source: Article, translation: Article) -> bool:
    """Return whether readers must be told: the page in the source language changed in substance."""
    return (
        source.front is not None
        and translation.front is not None
        and source.front.change == "major"
        and translation.front.source != digest(source)
    )


def check(source: Article, translation: Article, *, today: date) -> Iterator[Problem]:
    """Yield a problem if a translation does not match its source any more."""
    if (
        source.front is None
        or translation.front is None
        or translation.front.source == digest(source)
    ):
        return
    line, column = translation.matter.mark(("source",))
    bless = f'compare the two pages, then run "helpkit bless {translation.slug}"'
    if translation.front.source is None:
        yield Problem(
            translation.path,
            line,
            column,
            "translation-unrecorded",
            f"The page does not record which {PROFILES[SOURCE].english_name} text it matches.",
            bless,
        )
        return
    change = source.front.change or "content"
    if change == "minor":
        return
    too_late = change == "major" and today > source.front.reviewed + GRACE
    yield Problem(
        translation.path,
        line,
        column,
        "translation-outdated",
        f"{source.path} has changed ({change}) since this page was matched with it.",
        bless,
        Severity.ERROR if too_late else Severity.WARNING,
    )


def check_review(article: Article, *, today: date) -> Iterator[Problem]:
    """Yield a problem if nobody has reviewed a page for a year, or its date is still to come."""
    if article.front is None:
        return
    line, column = article.matter.mark(("reviewed",))
    reviewed = article.front.reviewed
    if reviewed > today + ZONES:  # where the writer is, tomorrow may have begun
        yield Problem(
            article.path,
            line,
            column,
            "page-reviewed-in-future",
            f"The page says it was reviewed on {reviewed}, which is still to come.",
            "write the day on which a person last checked the facts",
        )
    elif today > reviewed + REVIEW_EVERY:
        yield Problem(
            article.path,
            line,
            column,
            "page-review-due",
            f"Nobody has reviewed this page since {reviewed}.",
            'check its facts, then set "reviewed" to today in both languages',
            Severity.WARNING,
        )

"""Is a translation still true to its source? Answered by content, not by commit dates.

An English page records in `source` a digest of the Chinese text that it matches. When the Chinese
text changes, `change` on the Chinese page says how much that matters to English readers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

from helpkit.articles.article import Article
from helpkit.articles.front_matter import FrontMatter, FrontWords
from helpkit.problems import Problem, Severity

GRACE = timedelta(days=14)
REVIEW_EVERY = timedelta(days=365)


def digest(article: Article) -> str:
    """Return twelve hexadecimal digits that change when the words of a page change.

    Spaces, line breaks, comments, link targets and heading ids do not count.
    """
    front = article.front
    said: list[FrontMatter | FrontWords] = [front, *front.when.values()] if front else []
    words = [w for f in said for w in (f.title, f.short, f.description, f.answer) if w]
    body = re.sub(r"<!--.*?-->", "", article.body, flags=re.DOTALL)
    body = re.sub(r"\]\((?:[^()]|\([^()]*\))*+\)", "]", body)
    body = re.sub(r"\{\s*#[^{}]*+\}", "", body)
    text = re.sub(r"\s+", " ", " ".join((*words, body))).strip()
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def is_outdated(chinese: Article, english: Article) -> bool:
    """Return whether English readers must be told: the Chinese page has changed in substance."""
    return (
        chinese.front is not None
        and english.front is not None
        and chinese.front.change == "major"
        and english.front.source != digest(chinese)
    )


def check(chinese: Article, english: Article, *, today: date) -> Iterator[Problem]:
    """Yield a problem if the English page does not match the Chinese one any more."""
    if chinese.front is None or english.front is None or english.front.source == digest(chinese):
        return
    line, column = english.matter.mark(("source",))
    bless = f'compare the two pages, then run "helpkit bless {english.slug}"'
    if english.front.source is None:
        yield Problem(
            english.path,
            line,
            column,
            "translation-unrecorded",
            "The page does not record which Chinese text it matches.",
            bless,
        )
        return
    change = chinese.front.change or "content"
    if change == "minor":
        return
    too_late = change == "major" and today > chinese.front.reviewed + GRACE
    yield Problem(
        english.path,
        line,
        column,
        "translation-outdated",
        f"{chinese.path} has changed ({change}) since this page was matched with it.",
        bless,
        Severity.ERROR if too_late else Severity.WARNING,
    )


def check_review(article: Article, *, today: date) -> Iterator[Problem]:
    """Yield a problem if nobody has reviewed a page for a year, or its date is still to come."""
    if article.front is None:
        return
    line, column = article.matter.mark(("reviewed",))
    reviewed = article.front.reviewed
    if reviewed > today:
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

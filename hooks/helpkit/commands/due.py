"""The next tasks, in the order in which they matter to readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from helpkit.articles import freshness
from helpkit.cache import CACHE_FOLDER, Cache
from helpkit.checks import run
from helpkit.data.directory import EXPIRING
from helpkit.languages import DERIVED, SOURCE, TRANSLATIONS, Language
from helpkit.messages import message, say, spoken
from helpkit.problems import Problem, errors_of

_MOST = 5
# Reported on a line of their own.
_OWN_LINES = {"translation-outdated", "page-review-due"}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: the key of its words and their values; more of its kind below."""

    key: str
    values: dict[str, object]
    items: Sequence[str] = ()


def lines(root: Path, *, today: date) -> Iterator[str]:
    """Yield the lines of the list of things to do, or one that says that nothing is."""
    found = list(_due(root, today))
    for number, each in enumerate(found, 1):
        first, *rest = say(each.key, **each.values).split("\n")
        yield f"{number}. {first}"
        yield from (f"   {line}" for line in (*rest, *each.items[:_MOST]))
        if len(each.items) > _MOST:
            yield f"   {say('due-more', n=len(each.items) - _MOST)}"
    if not found:
        yield say("due-nothing")
    if asked := _unanswered(root):
        yield say("due-asked", words=asked)


def _due(root: Path, today: date) -> Iterator[Due]:
    cache = Cache(root / CACHE_FOLDER, run.CACHE_NAME)
    inputs = run.inputs_digest(root, today=today).encode()
    repository = run.read(root, today=today, cache=cache, inputs=inputs)
    problems: list[Problem] = [
        problem for problem in run.problems_of(repository) if problem.rule not in _OWN_LINES
    ]
    cache.save()
    if problems:
        errors = len(errors_of(problems))
        values: dict[str, object] = {"errors": errors, "warnings": len(problems) - errors}
        yield Due(
            "due-problems",
            values,
            [problem.told(spoken()).replace("\n", "\n   ") for problem in problems],
        )
    pages = repository.articles
    stale = [
        (freshness.days_behind(root, source, pages[language][slug], today=today) or 0, slug)
        for language in (*TRANSLATIONS, *DERIVED)
        for slug, source in pages[SOURCE].items()
        if slug in pages[language]
        and source.front
        and not freshness.matches(source, pages[language][slug])
    ]
    if stale:
        named = [
            say("due-stale-page", page=slug, days=message("due-stale-days", n=days) if days else "")
            for days, slug in sorted(stale)[::-1]
        ]
        yield Due("due-stale", {"n": len(stale)}, named)
    expiring = repository.directory.expiring(days=EXPIRING.days) if repository.directory else []
    if expiring:
        named = [
            f"{each.valid_until}  {each.region.code if each.region else ''} {each.name}"
            for each in expiring
        ]
        yield Due("due-expiring", {"n": len(expiring), "days": EXPIRING.days}, named)
    old = sorted(
        (article.front.reviewed, slug)
        for slug, article in pages[SOURCE].items()
        if article.front and today > article.front.reviewed + freshness.REVIEW_EVERY
    )
    if old:
        yield Due("due-review", {"n": len(old)}, [f"{day}  {slug}" for day, slug in old])


def _unanswered(root: Path) -> tuple[str, ...]:
    """Return the words that readers search for and that no page answers, from data/search.yml."""
    path = root / "data" / "search.yml"
    if not path.is_file():
        return ()
    try:
        search = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        named: dict[str, dict[Language, str]] = {each["id"]: each for each in search["groups"]}
        first = [str(each["when"][0]).split(" + ")[0] for each in search.get("no_page") or ()]
    except (yaml.YAMLError, KeyError, TypeError, IndexError):
        return ()  # the checks report its errors
    return tuple(
        " / ".join(str(named[word].get(code, word)).split(",")[0].strip() for code in spoken())
        for word in first
        if word in named
    )

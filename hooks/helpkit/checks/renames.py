"""Report a page whose file somebody renamed by hand as one problem instead of dozens."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from helpkit.articles import freshness
from helpkit.articles.article import Pages
from helpkit.languages import LANGUAGES, SOURCE, TRANSLATIONS, Language
from helpkit.problems import Problem

# What is told of a page that is gone, by the value that names it, and of one that is new.
_OF_THE_GONE = {
    "nav-unknown-page": "entry",
    "search-unknown-page": "page",
    "data-unknown-page": "value",
    "page-address-gone": "page",
}
_OF_THE_NEW = {
    *("page-not-in-nav", "page-address-unrecorded", "page-without-translation"),
    *("page-without-source", "page-without-region"),
}


def joined(problems: Sequence[Problem], pages: Pages) -> list[Problem]:
    """Return the problems; those of a renamed page are joined into one."""
    renames = dict(_of_sources(problems, pages)) or dict(_of_translations(pages))
    left = list(problems)
    for (language, new), old in renames.items():
        left = [problem for problem in left if not _is_shadow(problem, language, old, new)]
        key = "page-renamed" if language == SOURCE else "page-renamed.translation"
        path = f"docs/{language}/{new}.md"
        left.append(Problem.of(path, 1, 1, key, old=old, new=new, language=language))
    return left


def _of_sources(
    problems: Sequence[Problem], pages: Pages
) -> Iterator[tuple[tuple[Language, str], str]]:
    """Yield each new page that has the place of one in the menu that is gone.

    A translation that was left behind knows its source; else the only two of a kind belong together.
    """
    gone = [_named(p) for p in problems if p.rule == "nav-unknown-page"]
    new = [
        p.path.removeprefix(f"docs/{SOURCE}/").removesuffix(".md")
        for p in problems
        if p.rule == "page-not-in-nav"
    ]
    for slug in new:
        source = pages[SOURCE][slug]
        known = [
            old
            for old in gone
            for language in TRANSLATIONS
            if (left := pages[language].get(old)) and freshness.matches(source, left)
        ]
        if not known and len(gone) == len(new) == 1 and not _left_in_a_translation(gone[0], pages):
            known = gone
        if known:
            yield (SOURCE, slug), known[0]


def _left_in_a_translation(slug: str, pages: Pages) -> bool:
    return any(slug in pages[language] for language in TRANSLATIONS)


def _of_translations(pages: Pages) -> Iterator[tuple[tuple[Language, str], str]]:
    """Yield each translation that matches a page that has none of its own name."""
    for language in TRANSLATIONS:
        lonely = [slug for slug in pages[SOURCE] if slug not in pages[language]]
        for new in pages[language].keys() - pages[SOURCE].keys():
            for old in lonely:
                if freshness.matches(pages[SOURCE][old], pages[language][new]):
                    yield (language, new), old


def _named(problem: Problem) -> str:
    """Return the page that a problem says is not there."""
    given = problem.message.given
    if problem.rule == "link-not-found":
        name = problem.path.removeprefix("docs/").partition("/")[2]
        target = str(given["target"]).partition("#")[0]
        there = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        return there.removesuffix(".md")
    return str(given.get(_OF_THE_GONE.get(problem.rule, ""), "")).removesuffix(".md")


def _is_shadow(problem: Problem, language: Language, old: str, new: str) -> bool:
    if problem.rule in _OF_THE_NEW:
        slugs = {f"docs/{each}/{slug}.md" for each in LANGUAGES for slug in (old, new)}
        return problem.path in slugs
    if problem.rule == "link-not-found" and language != SOURCE:
        return problem.path.startswith(f"docs/{language}/") and _named(problem) == old
    return problem.rule in (*_OF_THE_GONE, "link-not-found") and _named(problem) == old

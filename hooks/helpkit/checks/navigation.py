"""Check the menu in mkdocs.yml: its names, its entries, and that every page is in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from helpkit.articles.article import Article
from helpkit.data.located import read_file
from helpkit.languages import (
    LANGUAGES,
    PUBLISHED,
    SOURCE,
    TRANSLATIONS,
    Language,
)
from helpkit.messages import name_of
from helpkit.problems import Problem, did_you_mean

# A section whose colon YAML does not see: the list below it is then part of its name.
_WIDE_COLON = re.compile(r"([^：]+)：(?= - |\S*\.md\b)")


def check_navigation(root: Path, pages: Mapping[str, Article]) -> Iterator[Problem]:
    """Yield problems of the navigation: names, entries without a page, pages without an entry."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        return
    located, problems = read_file(path, root=root)
    yield from problems
    settings = located.value if isinstance(located.value, dict) else {}
    translated: dict[Language, Mapping[str, object]] = {}
    for number, plugin in enumerate(settings.get("plugins") or ()):
        if isinstance(plugin, dict) and isinstance(plugin.get("i18n"), dict):
            for language in plugin["i18n"].get("languages") or ():
                translated[language.get("locale")] = language.get("nav_translations") or {}
            place = ("plugins", number, "i18n", "languages")
            wanted = [language for language in LANGUAGES if language != SOURCE]
            if [each for each in translated if each != SOURCE] != wanted:
                yield located.problem(place, "menu-languages", languages=LANGUAGES)
    entries: dict[str, tuple[str | int, ...]] = {}
    for entry, location in _entries(settings.get("nav") or (), ("nav",)):
        if entry.endswith(".md") and isinstance(title := location[-1], str):
            yield located.problem(location, "nav-titled", entry=entry, title=title)
        elif entry.endswith("/index.md") and len(location) > 2 and location[-1] != 0:
            yield located.problem(location, "nav-index-first", entry=entry)
        if entry in entries:
            first = located.mark(entries[entry])[0]
            yield located.problem(location, "nav-twice", entry=entry, first=first)
        entries.setdefault(entry, location)
    listed = set(entries)
    for entry, location in entries.items():
        if slip := _WIDE_COLON.match(entry):
            listed |= {f"{page}.md" for page in re.findall(r"\S+(?=\.md\b)", entry)}
            yield located.problem(location, "data-syntax.full-width-colon", typed=slip[1])
        elif entry.removesuffix(".md") not in pages and (right := _meant(entry, pages)):
            listed.add(right)
            key = "backslash" if "\\" in entry else "way"
            yield located.problem(location, f"nav-unknown-page.{key}", entry=entry, right=right)
        elif entry.removesuffix(".md") not in pages:
            yield located.problem(
                location,
                "nav-unknown-page",
                entry=entry,
                hint=did_you_mean(entry, [f"{s}.md" for s in pages]),
            )
    for slug, article in pages.items():
        if entries and f"{slug}.md" not in listed and article.front is not None:
            yield Problem.of(article.path, 1, 1, "page-not-in-nav", page=slug)
    if "plugins" in settings and not translated:  # the plugin's name is wrong, or what it is told
        return
    for title, location in _section_titles(settings.get("nav") or (), ("nav",)):
        for each in TRANSLATIONS:
            if not translated.get(each, {}).get(title):
                yield located.problem(
                    location,
                    "nav-untranslated",
                    title=title,
                    language=each,
                    name=name_of(each),
                )


def _meant(entry: str, pages: Collection[str]) -> str:
    """Return how the menu names the page that an entry means by another way of writing it."""
    plain = re.sub(r"^[“”‘’「」'\"]|[“”‘’「」'\"]$", "", entry).replace("\\", "/")
    plain = re.sub(rf"^(?:\.?/)*(?:docs/)?(?:(?:{'|'.join(PUBLISHED)})/)?", "", plain)
    slug = re.sub(r"\.(?:md|html?)$|/$", "", plain).strip().lower().replace(" ", "-")
    return f"{slug}.md" if slug in pages else ""


def _entries(
    items: Iterable[object], location: tuple[str | int, ...]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for index, item in enumerate(items):
        if isinstance(item, str):
            yield item, (*location, index)
        elif isinstance(item, dict):
            for title, inner in item.items():
                if isinstance(inner, str):
                    yield inner, (*location, index, title)
                else:
                    yield from _entries(inner or (), (*location, index, title))


def _section_titles(
    items: Iterable[object], location: tuple[str | int, ...]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for index, item in enumerate(items):
        if isinstance(item, dict):
            for title, inner in item.items():
                here = (*location, index, title)
                if isinstance(inner, list):
                    yield title, here
                    yield from _section_titles(inner, here)

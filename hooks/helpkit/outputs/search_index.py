"""What a browser needs to answer most searches: one small file a language.

The file holds each page's title, one-line answer, headings and aliases, the words of `terms.yml`
and `search.yml`, and the names of regions, folded (see `folding`). It is loaded when a reader
opens search and not before. `docs/assets/scripts/search-engine.js` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
from pypinyin import lazy_pinyin

from helpkit import addresses
from helpkit.articles.article import Article
from helpkit.data.directory import Directory
from helpkit.data.records import Region, Words
from helpkit.languages import LANGUAGES, PROFILES, Language, others
from helpkit.text import folding
from helpkit.text.folding import fold

RESULTS = "search"
CHECKER = "contact/verify"
# Pages that a list of results has no use for.
_LEFT_OUT = (RESULTS,)
_REGION_PAGE = re.compile(r"contact/regions/[a-z]{2}")
# Every page of a kind has these, so they tell no page from another.
_COMMON_HEADINGS = {"do-now", "never-share", "if-it-fails", "message", "can-and-cannot"}


def build(
    directory: Directory, articles: Mapping[str, Article], *, language: Language
) -> dict[str, Any]:
    """Return the index of a language."""
    variants = directory.search.folding

    def folded(texts: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(fold(text, variants=variants) for text in texts))

    pages = [
        _page(article, directory, folded=folded)
        for slug, article in pages_of(articles)
        if article.front
    ]
    groups = [[name, *folded(words)] for name, words in _groups(directory, language).items()]
    index: dict[str, Any] = {
        "language": language,
        "pages": pages,
        "overviews": [
            addresses.page_address(slug, language=language) for slug in directory.search.overviews
        ],
        "routes": [
            addresses.page_address(slug, language=language) for slug in directory.search.routes
        ],
        "checker": addresses.page_address(CHECKER, language=language),
        "results": addresses.page_address(RESULTS, language=language),
        "other": addresses.page_address(RESULTS, language=others(language)[0]),
        "groups": groups,
        "ignore": folded(directory.search.ignore[language]),
        "urgent": folded(word for each in LANGUAGES for word in directory.search.urgent[each]),
        "local": folded(word for each in LANGUAGES for word in directory.search.local[each]),
        "regions": [
            [
                addresses.page_address(f"contact/regions/{region.slug}", language=language),
                _calling_code(region.code),
                region.code,
                folded(_names(region, directory)),
            ]
            for region in directory.regions_in_order()
        ],
        "ui": {
            key.removeprefix("search_"): text[language]
            for key, text in directory.ui.items()
            if key.startswith("search_")
        },
    }
    texts = [str(value) for value in _strings(index)]
    table = folding.characters(texts, variants=variants)
    index["fold"] = "".join(character + simple for character, simple in table.items())
    return index


def pages_of(articles: Mapping[str, Article]) -> list[tuple[str, Article]]:
    """Return the pages that can be found, by slug, in the order in which the index has them."""
    return sorted((s, a) for s, a in articles.items() if s not in _LEFT_OUT)


def is_region_page(slug: str) -> bool:
    """Return whether a page is that of one region, found by the region's names only."""
    return bool(_REGION_PAGE.fullmatch(slug))


def letters(articles: Mapping[str, Article], *, language: Language) -> dict[str, list[Article]]:
    """Return the pages under the first letter of their short title, Chinese by its sound."""
    chinese = PROFILES[language].script == "han"

    def sound(article: Article) -> str:
        short = article.front.short if article.front else article.slug
        return ("".join(lazy_pinyin(short)) if chinese else short).upper()

    found: dict[str, list[Article]] = {}
    for _, article in sorted(pages_of(articles), key=lambda pair: sound(pair[1])):
        found.setdefault(sound(article)[0], []).append(article)
    return found


@cache
def sounds() -> str:
    """Return the everyday characters by sound, without tones: `dong东动冻 ti提题体 …`."""
    by_sound: dict[str, str] = {}
    for character in folding.common_characters():
        by_sound.setdefault(lazy_pinyin(character)[0], "")
        by_sound[lazy_pinyin(character)[0]] += character
    return " ".join(sound + characters for sound, characters in sorted(by_sound.items()))


def _page(article: Article, directory: Directory, *, folded: Any) -> list[Any]:
    front = article.front
    assert front is not None
    is_region = is_region_page(article.slug)
    aliases = folded(front.aliases)
    aliases += [
        word
        for term in directory.terms
        if term.page == article.slug
        for word in folded((term.prefer[article.language],))
        if word not in aliases
    ]
    # The headings of region pages are the same on each of them.
    headings = [] if is_region else [[h.id, h.title] for h in article.headings if h.id]
    return [
        addresses.page_address(article.slug, language=article.language),
        front.title,
        front.short,
        front.answer,
        "" if is_region else front.description,
        [] if is_region else aliases,
        [heading for heading in headings if heading[0] not in _COMMON_HEADINGS],
    ]


def _groups(directory: Directory, language: Language) -> dict[str, list[str]]:
    """Return the words that mean the same, all languages together, the shown one first."""
    groups: dict[str, list[str]] = {}
    for term in directory.terms:
        words = [term.prefer[language], *term.readers_say[language], *term.avoid[language]]
        for other in others(language):
            words += _mixed_in((term.prefer[other], *term.readers_say[other]))
        groups[term.id] = words
    for group in directory.search.groups:
        mixed = [word for other in others(language) for word in _mixed_in(group[other])]
        words = [*group[language], *mixed]
        groups.setdefault(group.id, []).extend(words)
    if PROFILES[language].script != "han":
        # Readers of another language who know the Chinese word may not be able to type it.
        for words in groups.values():
            chinese = next((w for w in words if all(map(folding.is_han, w))), "")
            if len(chinese) > 1:
                words.append("".join(lazy_pinyin(chinese)))
    return groups


def _mixed_in(words: Iterable[str]) -> list[str]:
    """Return the words of another language that readers mix in: single ones, not phrases."""
    return [w for w in words if " " not in w and (w.isascii() or 2 <= len(w) <= 4)]


def _names(region: Region, directory: Directory) -> list[str]:
    more = directory.search.regions.get(region.code, Words())
    names = [region.name[language] for language in LANGUAGES]
    return [*names, *(word for language in LANGUAGES for word in more[language])]


def _calling_code(code: str) -> str:
    for number, regions in COUNTRY_CODE_TO_REGION_CODE.items():
        if code in regions:
            return str(number)
    return ""


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)

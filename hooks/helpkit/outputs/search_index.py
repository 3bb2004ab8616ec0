"""The search index: one small file a language, which answers most searches.

The file holds each page's title, one-line answer, headings and aliases, the words of `terms.yml`
and `search.yml`, and the names of regions, folded (see `folding`). It is loaded when a reader
opens search and not before. `docs/assets/scripts/search-engine.js` reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from helpkit import addresses
from helpkit.articles.article import Article
from helpkit.data.directory import Directory
from helpkit.data.quoted_texts import Words
from helpkit.data.records import Region
from helpkit.data.settings import meanings
from helpkit.languages import INTERNATIONAL, LANGUAGES, PROFILES, Language, others
from helpkit.outputs import crisis
from helpkit.text import english, folding
from helpkit.text.classifier import Classifier, serialise, train
from helpkit.text.folding import fold

RESULTS = "search"
CHECKER = "contact/verify"
# Pages that a list of results has no use for.
_LEFT_OUT = (RESULTS,)
# Words of each meaning in the index; the others are loaded after the first answer.
_FIRST = 6
_WORD = re.compile(r"[a-z]+")
_REGION_PAGE = re.compile(r"contact/regions/[a-z]{2}")
# Headings of every page of a kind, which distinguish none.
_COMMON_HEADINGS = {"do-now", "never-share", "if-it-fails", "message", "can-and-cannot"}


def build(
    directory: Directory, articles: Mapping[str, Article], *, language: Language
) -> dict[str, Any]:
    """Return the index of a language."""
    variants = directory.search.folding

    def folded(texts: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(fold(text, variants=variants) for text in texts))

    groups = [[name, *folded(core)] for name, (core, _) in _groups(directory, language).items()]
    numbers = {name: number for number, (name, *_) in enumerate(groups)}
    words = directory.search
    pages = [
        [
            *_page(article, directory, folded=folded),
            _sets(directory.search.subjects.get(slug, ()), numbers),
        ]
        for slug, article in pages_of(articles)
        if article.front
    ]
    index: dict[str, Any] = {
        "language": language,
        "script": PROFILES[language].script,
        "excerpt": PROFILES[language].excerpt,
        "files": _files(language),
        "pages": pages,
        "overviews": [
            addresses.page_address(slug, language=language) for slug in directory.search.overviews
        ],
        "routes": [
            addresses.page_address(slug, language=language) for slug in directory.search.routes
        ],
        "crisis": _crisis(directory, language, folded=folded),
        "checker": addresses.page_address(CHECKER, language=language),
        "results": addresses.page_address(RESULTS, language=language),
        "others": [
            [
                addresses.page_address(RESULTS, language=other),
                PROFILES[other].tag,
                directory.ui["search_other"][other],
            ]
            for other in others(language)
        ],
        "groups": groups,
        "steady": directory.search.steady,
        "ignore": folded(directory.search.ignore[language]),
        "none": [[_sets(each.when, numbers), each.says[language]] for each in words.no_page],
        "local": [[numbers[name] for name in names] for names in (words.local, words.elsewhere)],
        "regions": [
            [
                addresses.page_address(f"contact/regions/{region.slug}", language=language),
                _calling_code(region.code),
                region.code,
                folded(_names(region, directory)),
                folded(directory.search.bodies.get(region.code, ())),
            ]
            for region in directory.regions_in_order()
        ],
        "ui": {
            key.removeprefix("search_"): text[language]
            for key, text in directory.ui.items()
            if key.startswith("search_") and key != "search_other"
        },
    }
    texts = [str(value) for value in _strings(index)]
    table = folding.characters(texts, variants=variants)
    index["fold"] = "".join(character + simple for character, simple in table.items())
    return index


def _crisis(directory: Directory, language: Language, *, folded: Any) -> dict[str, Any]:
    """Return the box for a reader who speaks of dying: see `crisis` in data/danger.yml.

    `words` are those of all languages, `file` what was learned. `all` is the page of all regions; no number stands here.
    """
    words = directory.danger
    return {
        "words": folded(words.crisis.of_all),
        "file": f"../{crisis.FILE.removeprefix('assets/')}",
        "not": [addresses.page_address(slug, language=language) for slug in words.not_in_crisis],
        "all": addresses.page_address("contact/regions/index", language=language),
    }


def file(language: Language, kind: Literal["index", "text", "words"]) -> str:
    """Return where a file of the search in a language lives below the site's root."""
    ending = {"index": ".json", "text": "-text.json", "words": "-words.txt"}[kind]
    return f"assets/search/{language}{ending}"


def beside(language: Language, kind: Literal["text", "words"]) -> str:
    """Return the address of a search file relative to the index."""
    return f"../{file(language, kind).removeprefix('assets/')}"


def _files(language: Language) -> list[str]:
    """Return the files that are loaded after the index, in order: rarer words, sounds, texts."""
    sounds = ["../search/sounds.txt"] if PROFILES[language].script == "han" else []
    return [beside(language, "words"), *sounds, beside(language, "text")]


def pages_of(articles: Mapping[str, Article]) -> list[tuple[str, Article]]:
    """Return the pages that can be found, by slug, in the order in which the index has them."""
    return sorted((s, a) for s, a in articles.items() if s not in _LEFT_OUT)


def is_region_page(slug: str) -> bool:
    """Return whether a page is that of one region, found by the region's names only."""
    return bool(_REGION_PAGE.fullmatch(slug))


def titles(articles: Mapping[str, Article]) -> dict[str, str]:
    """Return the short titles of the pages that can be found, by slug."""
    return {slug: a.front.short if a.front else slug for slug, a in pages_of(articles)}


def letters(titles: Mapping[str, str], *, language: Language) -> dict[str, list[str]]:
    """Return the slugs of pages under the first letter of their short title, Chinese by its sound."""
    chinese = PROFILES[language].script == "han"

    def sound(slug: str) -> str:
        return ("".join(_sounds_of(titles[slug])) if chinese else titles[slug]).upper()

    found: dict[str, list[str]] = {}
    for slug in sorted(titles, key=sound):
        found.setdefault(sound(slug)[0], []).append(slug)
    return found


def sounds(directory: Directory) -> str:
    """Return the everyday characters by sound, without tones: `dong东动冻 ti提题体 …`.

    The second line holds the words of which a character sounds otherwise: `银行yin'hang …`.
    """
    words = [
        word
        for group in directory.search.groups
        for language in LANGUAGES
        for variety in (language, *PROFILES[language].varieties)
        for word in group.words(variety)
        if all(map(folding.is_han, word))
    ]
    found: dict[str, None] = {}
    for word in words:
        simple = fold(word, variants=directory.search.folding)
        spoken = _sounds_of(simple)
        if spoken != [*map(_sound, simple)]:
            found[simple + "'".join(spoken)] = None
        if simple.endswith("不了"):
            found[simple + "'".join([*spoken[:-1], "liao"])] = None
    return f"{_characters()}\n{' '.join(found)}"


@cache
def _characters() -> str:
    by_sound: dict[str, str] = {}
    for character in folding.common_characters():
        by_sound[_sound(character)] = by_sound.get(_sound(character), "") + character
    return " ".join(sound + characters for sound, characters in sorted(by_sound.items()))


@cache
def _sound(character: str) -> str:
    return _sounds_of(character)[0]


def _sounds_of(characters: str) -> list[str]:
    # Its dictionaries take as long to load as half of a build's packages, for what is mostly kept.
    from pypinyin import lazy_pinyin

    found: list[str] = lazy_pinyin(characters)
    return found


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


def more_words(
    directory: Directory,
    index: Mapping[str, Any],
    *,
    language: Language,
    elsewhere: Mapping[str, str],
) -> str:
    """Return the second download of the search, line by line.

    One line of rarer words for each group; words of other regions, each with ours (JSON); the
    danger classifier (JSON); readers' questions by page (JSON); English words that must not be
    "corrected" into ours (an empty line except in English).
    """
    variants = directory.search.folding
    groups = [*_groups(directory, language).values()]
    if PROFILES[language].script != "han":
        # Readers of another language may know a Chinese word but be unable to type it.
        for core, more in groups:
            han = next((w for w in core if all(map(folding.is_han, w))), "")
            if len(han) > 1:
                more.append("".join(_sounds_of(han)))
    lines = [
        ",".join(dict.fromkeys(fold(word, variants=variants) for word in more))
        for _, more in groups
    ]
    lines.append(json.dumps([*elsewhere.items()], ensure_ascii=False, separators=(",", ":")))
    classifier = danger_classifier(directory, index, language=language)
    told = serialise(
        classifier,
        least=directory.danger_examples[language].least,
        characters=folding.characters(
            [*classifier.weights, *_strings(classifier.kinds)], variants=variants
        ),
    )
    asked = _asked(directory, index, language)
    if language == INTERNATIONAL:  # the word list is English
        ours = {
            word
            for text in [*_strings([index["pages"], index["groups"], classifier.kinds]), *lines]
            for word in _WORD.findall(text.lower().replace("'", ""))
        }
        return "\n".join([*lines, told, asked, " ".join(english.near(ours))])
    return "\n".join([*lines, told, asked, ""])


def _groups(directory: Directory, language: Language) -> dict[str, tuple[list[str], list[str]]]:
    """Return the words of each meaning: those for a first answer, and the rarer ones.

    The words of the shown language come first, then single words of others that readers mix in.
    """
    chinese = PROFILES[language].script == "han"
    found: dict[str, tuple[list[str], list[str]]] = {}
    for term in directory.terms:
        core = [term.prefer[language], *term.readers_say[language], *term.avoid[language]]
        for other in others(language):
            core += _mixed_in((term.prefer[other], *term.readers_say[other]))
        found[term.id] = (core, [])
    for group in directory.search.groups:
        core, more = found.setdefault(group.id, ([], []))
        mixed = [word for other in others(language) for word in _mixed_in(group.words(other))]
        parts = [(group.words(language), _FIRST)]
        parts += [(group.words(each), _FIRST // 4) for each in PROFILES[language].varieties]
        parts.append((mixed, 2))
        for words, first in parts:
            core += words[:first]
            more += words[first:] if chinese or words is not mixed else []
    return found


def _sets(sets: Iterable[str], numbers: Mapping[str, int]) -> list[list[int]]:
    """Return sets of meanings as a browser reads them: `[[3, 15], [7, -5]]`, the last without 4."""
    return [
        [~numbers[name[1:]] if name.startswith("!") else numbers[name] for name in meanings(each)]
        for each in sets
    ]


def danger_classifier(
    directory: Directory, index: Mapping[str, Any], *, language: Language
) -> Classifier:
    """Return the classifier that has learned from the examples of a language.

    Titles of and questions for pages that are not about danger count as harmless.
    """
    variants, chinese = directory.search.folding, PROFILES[language].script == "han"
    varieties = (language, *PROFILES[language].varieties)

    def folded(texts: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(fold(text, variants=variants) for text in texts))

    examples, ours = directory.danger_examples[language], directory.danger
    about = tuple(addresses.page_address(slug, language=language) for slug in ours.about)
    harmless = [*examples.harmless]
    for address, title, short, _, _, aliases, *_ in index["pages"]:
        if not address.startswith(about):
            harmless += [title, short, *aliases]
    for slug, questions in directory.asked.get(language, {}).items():
        if not addresses.page_address(slug, language=language).startswith(about):
            harmless += questions
    return train(
        folded(examples.danger),
        folded(harmless),
        kinds={
            each.id: folded(word for variety in varieties for word in each.words(variety))
            for each in ours.words
        },
        longest=3 if chinese else 2,
    )


def _asked(directory: Directory, index: Mapping[str, Any], language: Language) -> str:
    """Return how readers ask for each page: `[[41, "my money is stuck", …], …]`.

    The number is the page's place in the index.
    """
    places = {page[0]: place for place, page in enumerate(index["pages"])}
    variants = directory.search.folding
    asked = [
        [places[address], *(fold(text, variants=variants) for text in texts)]
        for slug, texts in directory.asked.get(language, {}).items()
        if (address := addresses.page_address(slug, language=language)) in places
    ]
    return json.dumps(asked, ensure_ascii=False, separators=(",", ":"))


def _mixed_in(words: Iterable[str]) -> list[str]:
    """Return the single words (no phrases) of another language that readers mix in."""
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

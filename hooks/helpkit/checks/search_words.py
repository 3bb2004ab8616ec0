"""Check the search words: each leads to exactly one page or meaning, which exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from helpkit.articles.article import Article, Pages
from helpkit.data.directory import Directory
from helpkit.data.located import Located, read_file
from helpkit.data.settings import Examples, meanings
from helpkit.languages import LANGUAGES, PROFILES, SOURCE, Language
from helpkit.problems import Problem, did_you_mean
from helpkit.text.folding import fold


def check(directory: Directory, pages: Pages, *, root: Path) -> Iterator[Problem]:
    """Yield aliases and words of readers that collide, and names that stand for nothing."""
    variants = directory.search.folding
    for language in LANGUAGES:
        yield from _check_aliases(pages[language], variants)
    yield from _check_terms(directory, root=root)
    located, _ = read_file(root / "data" / "search.yml", root=root)
    for key in ("overviews", "routes"):
        for index, slug in enumerate(getattr(directory.search, key)):
            if slug not in pages[SOURCE]:
                yield located.problem(
                    (key, index),
                    "search-unknown-page",
                    page=slug,
                    hint=did_you_mean(slug, pages[SOURCE]),
                    source=SOURCE,
                )
    yield from _check_meanings(directory, pages[SOURCE], located)
    yield from _check_danger(directory, pages[SOURCE], root=root)
    for language in directory.asked:
        yield from _check_asked(language, pages[SOURCE], variants, root=root)
    named = [
        (key, code) for key in ("regions", "bodies") for code in getattr(directory.search, key)
    ]
    for key, code in named:
        if code not in directory.regions:
            yield located.problem(
                (key, code),
                "search-unknown-region",
                code=code,
                hint=did_you_mean(code, directory.regions),
            )


def _check_meanings(
    directory: Directory, pages: Mapping[str, Article], located: Located
) -> Iterator[Problem]:
    """Yield sets of meanings with a name that no group has, and subjects of no page."""
    words = directory.search
    known = {group.id for group in words.groups} | {term.id for term in directory.terms}
    sets: list[tuple[tuple[str | int, ...], str]] = [
        *(
            (("subjects", slug, n), e)
            for slug, all in words.subjects.items()
            for n, e in enumerate(all)
        ),
        *(
            (("no_page", i, "when", n), e)
            for i, each in enumerate(words.no_page)
            for n, e in enumerate(each.when)
        ),
        *((("local", n), each) for n, each in enumerate(words.local)),
        *((("elsewhere", n), each) for n, each in enumerate(words.elsewhere)),
    ]
    for place, each in sets:
        for name in (name.removeprefix("!") for name in meanings(each)):
            if name not in known:
                yield located.problem(
                    place, "search-unknown-meaning", name=name, hint=did_you_mean(name, known)
                )
    for slug in words.subjects:
        if slug not in pages:
            yield located.problem(
                ("subjects", slug),
                "search-unknown-page",
                page=slug,
                hint=did_you_mean(slug, pages),
                source=SOURCE,
            )
    for number, group in enumerate(words.groups):
        for index, place_name in enumerate(group.seen):
            if place_name not in words.places:
                yield located.problem(
                    ("groups", number, "seen", index),
                    "search-unknown-place",
                    place_name=place_name,
                    hint=did_you_mean(place_name, words.places),
                )


# By which others would know the reader who asked: a name, a day of birth.
_PRIVATE = re.compile(
    r"[Mm]y name is [A-Z][a-z]+|\b[Bb]orn (?:on |in )?\d|\b(?:date of birth|DOB|dob)\b[^.]{0,12}\d"
    r"|我叫[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾蔡潘][㐀-鿿]{1,2}(?=[，, 。]|$)|(?:生于|出生|生日)[^，。]{0,4}\d"
)


def _check_asked(
    language: str, pages: Mapping[str, Article], variants: Mapping[str, str], *, root: Path
) -> Iterator[Problem]:
    """Yield pages that are not there, questions that stand twice, and what readers said of themselves."""
    located, _ = read_file(root / "data" / "asked" / f"{language}.yml", root=root)
    owners: dict[str, str] = {}
    for slug, texts in located.value.items():
        if slug not in pages:
            hint = did_you_mean(slug, pages)
            yield located.problem(
                (slug,), "search-unknown-page", page=slug, hint=hint, source=SOURCE
            )
        for index, text in enumerate(texts):
            key = _key(text, variants)
            if key in owners:
                yield located.problem(
                    (slug, index),
                    "search-asked-twice",
                    question=text,
                    owner=owners[key],
                )
            owners.setdefault(key, slug)
            if private := _PRIVATE.search(text):
                where = (slug, index)
                yield located.problem(where, "search-asked-private", typed=private[0])


def _check_danger(
    directory: Directory, pages: Mapping[str, Article], *, root: Path
) -> Iterator[Problem]:
    """Yield pages about danger that are not there."""
    located, _ = read_file(root / "data" / "danger.yml", root=root)
    beginnings = {slug[:end] for slug in pages for end in (*_ends_of_folders(slug), None)}
    for number, slug in enumerate(directory.danger.about):
        if slug not in beginnings:
            yield located.problem(
                ("about", number),
                "search-unknown-page.folder",
                page=slug,
                hint=did_you_mean(slug, beginnings),
                source=SOURCE,
            )
    yield from _check_examples(root, "danger", directory.danger_examples, directory)
    yield from _check_examples(root, "crisis", directory.crisis_examples, directory)
    yield from _check_examples(root, "invitation", directory.invitation_examples, directory)


def _check_examples(
    root: Path, name: str, examples: Mapping[Language, Examples], directory: Directory
) -> Iterator[Problem]:
    """Yield languages without sentences to learn from, and sentences on both sides."""
    folder = Path("data", f"{name}-examples")
    for language in LANGUAGES:
        if language not in examples:
            path = (folder / f"{language}.yml").as_posix()
            yield Problem.of(path, 1, 1, "data-missing-file.examples")
    for language, sides in examples.items():
        located, _ = read_file(root / folder / f"{language}.yml", root=root)
        owners: dict[str, str] = {}
        for key in ("danger", "harmless"):
            for number, text in enumerate(getattr(sides, key)):
                owner = owners.setdefault(_key(text, directory.search.folding), key)
                if owner != key:
                    yield located.problem(
                        (key, number),
                        "search-example-twice",
                        sentence=text,
                        owner=owner,
                    )


def _ends_of_folders(slug: str) -> list[int]:
    return [at for at, character in enumerate(slug) if character == "/"]


def _check_aliases(pages: Mapping[str, Article], variants: Mapping[str, str]) -> Iterator[Problem]:
    """Yield each alias that search cannot tell from one of another page."""
    owners: dict[str, tuple[str, str]] = {}
    for article in pages.values():
        for index, alias in enumerate(article.front.aliases if article.front else ()):
            key = _key(alias, variants)
            first, path = owners.setdefault(key, (alias, article.path))
            if path != article.path and first.lower() != alias.lower():
                yield article.matter.problem(
                    ("aliases", index), "page-same-alias", alias=alias, first=first, path=path
                )


def _check_terms(directory: Directory, *, root: Path) -> Iterator[Problem]:
    located, _ = read_file(root / "data" / "terms.yml", root=root)
    for language in LANGUAGES:
        avoided = {word: term.id for term in directory.terms for word in term.avoid[language]}
        for number, term in enumerate(directory.terms):
            word = next((each for each in avoided if each in term.prefer[language]), None)
            if word and PROFILES[language].script != "han":
                word = word if re.search(rf"\b{re.escape(word)}\b", term.prefer[language]) else None
            if word:
                yield located.problem(
                    (number, "prefer", language),
                    "data-term-avoided",
                    word=word,
                    term=avoided[word],
                )
        owners: dict[str, str] = {}
        for number, term in enumerate(directory.terms):
            for index, word in enumerate(term.readers_say[language]):
                key = _key(word, directory.search.folding)
                owner = owners.setdefault(key, term.id)
                if owner != term.id:
                    yield located.problem(
                        (number, "readers_say", language, index),
                        "search-word-twice",
                        word=word,
                        owner=owner,
                    )


def _key(text: str, variants: Mapping[str, str]) -> str:
    return fold(text, variants=variants).replace(" ", "")

"""Compare the translations of every text in `data/`.

Each is in its own language, and all have the same figures and placeholders.

Typical mistakes: a sentence changed in one language only, a placeholder that a machine translated,
punctuation from a Chinese keyboard. The record is well formed, yet readers are told something
else. Every `{zh: …, en: …}` is read, so a new field is covered from its first day.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from helpkit.articles import leftovers, page_language, promises, punctuation, style
from helpkit.checks import free_texts, spelling
from helpkit.data.contents import FILES_WITHOUT_SENTENCES, LEARNED_FOLDERS
from helpkit.data.located import MOST_CHARACTERS, Located, Location, read_file
from helpkit.data.records import swapped
from helpkit.data.wording import NAME
from helpkit.languages import (
    INTERNATIONAL,
    LANGUAGES,
    PROFILES,
    SOURCE,
    TRANSLATIONS,
    Language,
    others,
)
from helpkit.problems import Problem, did_you_mean
from helpkit.text import confusables, negations
from helpkit.text.blanks import split
from helpkit.text.numbers import only_in

# Lists within a file, by the key at its top: what readers type, which need not be well written.
_TYPED_BY_READERS = {("search", "groups"), ("search", "regions"), ("danger", "words")}
_COMPARED_WITH = {"same_look", "letters_as_digits", "numerals", "variants", "steady"}
_LISTED = {*LANGUAGES, "tw", "hk"}

# Shorter texts, such as labels, may well mean two things.
_LEAST_COPIED = {"han": 10, "latin": 30}

_HAN = re.compile("[㐀-鿿]")
# A short label in another script: what a button says, the name of a body.
_LABEL = re.compile(r"[“\"‘「『（(][^\s，。！？”\"’」』）)]{1,8}[”\"’」』）)]")
_QUOTED = re.compile("[“「『][^”」』]*[”」』]")  # what somebody says or writes, in their language
_WORDS = re.compile(r"(?:[A-Za-z][A-Za-z'’-]*[ ,]+){7,}[A-Za-z]+")
_PLACEHOLDER = re.compile(r"[{｛][^{}｛｝]*[}｝]")
_NAMED = re.compile(r"\{[a-z_]+\}")
_BLANK_IN_HAN = re.compile("(?<=[㐀-鿿。！？；：，、】”）]) +([㐀-鿿【“（]+)")
_SEPARATOR = re.compile("[，、；;]")


def files(root: Path) -> list[Path]:
    """Return the files of `data/` that hold texts; questions typed by readers are left out."""
    return [
        path
        for path in sorted((root / "data").rglob("*.yml"))
        if path.parent.name not in {"asked", *LEARNED_FOLDERS}
        and path.is_file()
        and not path.is_symlink()  # those are refused
    ]


def check(
    path: Path,
    avoided: Mapping[Language, Sequence[style.Avoided]],
    own_words: Collection[str] | None,
    *,
    root: Path,
) -> list[Problem]:
    """Return what is wrong in the texts of a file, where it stands in the file.

    Without `own_words`, those that the dictionary lacks, no spelling is checked.
    """
    located, _ = read_file(path, root=root)
    values = [*_values(located.value, ())]
    found = [
        problem
        for location, value in values
        for problem in _check_value(located, path.stem, location, value, avoided, own_words)
    ]
    return [*found, *_check_copies(located, values)]


def _check_copies(located: Located, values: Sequence[tuple[Location, object]]) -> Iterator[Problem]:
    """Yield each text of a list's records that stands twice in one language, with two meanings in another.

    Labels of the site are no such records: two of them may well be one in some language.
    """
    texts = [
        (location, {each: value[each].strip() for each in LANGUAGES})
        for location, value in values
        if isinstance(value, dict)
        and any(isinstance(step, int) for step in location)
        and all(isinstance(value.get(each), str) for each in LANGUAGES)
    ]
    for key, other in itertools.permutations(LANGUAGES, 2):
        least = _LEAST_COPIED[PROFILES[key].script]
        first: dict[str, tuple[Location, str]] = {}
        for location, said in texts:
            where, there = first.setdefault(said[key], (location, said[other]))
            if len(said[key]) >= least and there != said[other]:
                line, _ = located.mark((*where, key))
                yield located.problem(
                    (*location, key), "data-copied", key=key, other=other, line=line
                )


def _values(value: object, location: Location) -> Iterator[tuple[Location, object]]:
    yield location, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(inner, (*location, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _values(inner, (*location, index))


def _check_value(
    located: Located,
    file: str,
    location: Location,
    value: object,
    avoided: Mapping[Language, Sequence[style.Avoided]],
    own_words: Collection[str] | None,
) -> Iterator[Problem]:
    if file in FILES_WITHOUT_SENTENCES or _COMPARED_WITH.intersection(location[:1]):
        return
    by_readers = (file, *location[:1]) in _TYPED_BY_READERS
    if isinstance(value, str) and location:
        if len(value) > MOST_CHARACTERS:
            return
        listed = isinstance(location[-1], int) or (by_readers and location[-1] in _LISTED)
        if listed and (found := _SEPARATOR.search(value)):
            yield _at(located, location, value, found.start(), "data-list-comma", typed=found[0])
        for alike in () if _is_value(location, value) else confusables.find(value):
            line, column = _place(located, location, value, alike.start)
            yield alike.problem(located.path, line=line, column=column)
    elif isinstance(value, dict) and not by_readers:
        texts = {each: value.get(each) for each in LANGUAGES}
        if all(isinstance(text, str) for text in texts.values()):
            yield from _check_texts(located, location, texts, avoided)
            for language in LANGUAGES if own_words is not None else ():
                if PROFILES[language].spelt:
                    place, said = (*location, language), str(texts[language])
                    yield from spelling.check_text(located, place, said, own_words or ())


def _is_value(location: Location, value: object) -> bool:
    """Return whether a text is a value or an address, or an item of a list of them."""
    outer = location[:-1] if isinstance(location[-1], int) else location
    return free_texts.is_field(outer, value)


def _check_texts(
    located: Located,
    location: Location,
    texts: Mapping[Language, Any],
    avoided: Mapping[Language, Sequence[style.Avoided]],
) -> Iterator[Problem]:
    if not swapped(texts):  # those that lead to another language may be
        for language in LANGUAGES:
            yield from _check_script(located, (*location, language), texts[language], language)
    for language in LANGUAGES:
        for slip in punctuation.find(texts[language], language=language):
            if slip.values.get("mark") in ("【", "】"):
                continue  # blanks are told where they are compared
            line, column = _place(located, (*location, language), texts[language], slip.start)
            yield slip.problem(located.path, line=line, column=column)
        # `style` reports a term that its own entry avoids.
        wrong = () if location[-1:] == ("prefer",) else avoided[language]
        yield from _check_words(located, (*location, language), texts[language], wrong)
        yield from _check_placeholders(located, location, texts, language)
    for language in TRANSLATIONS:
        yield from _check_numbers(located, location, texts, language)
        yield from _check_negations(located, location, texts, language)
        lines = {each: texts[each].strip().count("\n") + 1 for each in (language, SOURCE)}
        if lines[language] != lines[SOURCE]:
            key, other = sorted(lines, key=lambda each: lines[each])
            values = {"key": key, "other": other, "n": lines[key], "m": lines[other]}
            yield located.problem((*location, key), "data-halves-differ.lines", **values)
        elif found := _BLANK_IN_HAN.search(texts[SOURCE]):
            place, key = (*location, SOURCE), "article-space.between"
            yield _at(located, place, texts[SOURCE], found.start(), key, typed=found[1][:8])
        blanks = {each: _blanks(texts[each]) for each in (SOURCE, language)}
        # Another check compares the blanks of messages; brackets in other texts may be plain
        # words.
        if (
            len(location)
            and blanks[SOURCE]
            and blanks[language]
            and len(set(map(len, blanks.values()))) > 1
        ):
            yield located.problem(
                (*location, language),
                "data-blank",
                said=", ".join(f"{each}: {len(blanks[each])}" for each in blanks),
            )


def _check_script(
    located: Located, location: Location, text: str, language: Language
) -> Iterator[Problem]:
    if PROFILES[language].script == "han":
        found = _WORDS.search(_QUOTED.sub(lambda quoted: " " * len(quoted[0]), text))
    else:
        bare = _LABEL.sub(lambda label: " " * len(label[0]), text)
        found = re.search(f"{_HAN.pattern}+", bare)
        if not found and (mark := page_language.FULL_WIDTH.search(bare)):
            right = page_language.HALF_WIDTH[mark[0]]
            yield _at(
                located,
                location,
                text,
                mark.start(),
                "style-punctuation.latin",
                mark=mark[0],
                right=right,
            )
        if not found and language != INTERNATIONAL and page_language.is_english(bare):
            found = re.search(r"\w.*", bare)
    if found:
        yield _at(
            located,
            location,
            text,
            found.start(),
            "data-half-language",
            key=language,
            typed=found[0][:20],
        )


def _check_words(
    located: Located, location: Location, text: str, avoided: Sequence[style.Avoided]
) -> Iterator[Problem]:
    for start, typed, key in promises.find(text):
        yield _at(located, location, text, start, key, typed=typed)
    if left := leftovers.find(text):
        start, typed, key = left
        yield _at(located, location, text, start, key, typed=typed)
    for start, piece in promises.asks_for_secrets(text):
        yield _at(located, location, text, start, "data-secret-blank", piece=piece)
    for each in avoided:
        if found := each.pattern.search(text):
            yield _at(
                located,
                location,
                text,
                found.start(),
                "style-term",
                word=each.word,
                instead=each.instead,
            )


def _blanks(text: str) -> list[str]:
    return [piece for piece, is_blank in split(text) if is_blank and piece]


def _check_placeholders(
    located: Located, location: Location, texts: Mapping[Language, str], language: Language
) -> Iterator[Problem]:
    text = texts[language]
    if not re.search("[{}｛｝]", text):
        return
    theirs = {
        name
        for other in others(language)
        for name in _PLACEHOLDER.findall(texts[other])
        if _NAMED.fullmatch(name)  # a misspelt one is reported at its own place
    }
    ours = _PLACEHOLDER.findall(text)
    for name in ours:
        known = sorted(theirs - set(ours))
        hint = did_you_mean(name, known)
        if not _NAMED.fullmatch(name) or (name not in theirs and hint and name != NAME):
            yield _at(
                located,
                (*location, language),
                text,
                text.index(name),
                "data-placeholder",
                typed=name,
                known=tuple(sorted(theirs)) or NAME,
            )
    rest = _PLACEHOLDER.sub("", text)
    if found := re.search("[{}｛｝]", rest):
        start = text.index(found[0])
        yield _at(
            located,
            (*location, language),
            text,
            start,
            "data-placeholder",
            typed=found[0],
            known=tuple(sorted(theirs)) or NAME,
        )


def _check_numbers(
    located: Located, location: Location, texts: Mapping[Language, str], language: Language
) -> Iterator[Problem]:
    alone = {
        each: only_in(texts[each], texts[other])
        for each, other in ((SOURCE, language), (language, SOURCE))
    }
    key = next((each for each in (SOURCE, language) if alone[each]), None)
    if key is None or location[-1:] == ("name",):  # a name may hold the body's own number
        return
    other = language if key == SOURCE else SOURCE
    instead = tuple(figure.typed for figure in alone[other])
    yield _at(
        located,
        (*location, key),
        texts[key],
        alone[key][0].start,
        "data-halves-differ" if instead else "data-halves-differ.alone",
        typed=tuple(figure.typed for figure in alone[key]),
        key=key,
        other=other,
        **({"instead": instead} if instead else {}),
    )


def _check_negations(
    located: Located, location: Location, texts: Mapping[Language, str], language: Language
) -> Iterator[Problem]:
    """Yield a text that lost the word by which the other forbids something."""
    for key, other in ((SOURCE, language), (language, SOURCE)):
        if found := negations.lost(texts[key], key, texts[other], other):
            yield _at(
                *(located, (*location, other), texts[other], 0, "data-halves-differ.forbids"),
                typed=texts[key][found.start() :].strip(' .,:;*"“')[:30],
                key=other,
                other=key,
            )


def _at(
    located: Located, location: Location, text: str, start: int, key: str, /, **values: Any
) -> Problem:
    """Return a problem at an offset in a text, counted in characters."""
    return Problem.of(located.path, *_place(located, location, text, start), key, **values)


def _place(located: Located, location: Location, text: str, start: int) -> tuple[int, int]:
    before = text[:start]
    return located.place_of(
        location, text, line=before.count("\n") + 1, column=start - before.rfind("\n")
    )

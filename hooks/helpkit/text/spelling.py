"""British spelling of English texts, by the reader and the suggestions of Hunspell.

The dictionary is SCOWL's `en_GB-ise` (https://wordlist.aspell.net, its licence lies beside it),
which has one spelling of each word and leaves out the rare ones that are mostly slips of others.
What it lacks and the site needs, names of products above all, are the site's own words.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hunspell import Hunspell

from helpkit.text.english import is_slip

_FOLDER = Path(__file__).with_name("dictionaries")
_NAME = "en_GB"
# Not spell-checked: code, link targets, ids, entities, and a single quoted word.
_NO_WORDS = re.compile(
    r"`[^`]*`|\]\([^)\s]*\)|\{[^{}]*\}|&#?\w+;|<[^<>]*>|[“\"‘][^\s“”\"‘’]*[”\"’]|%\w"
)
# A run without blanks: a word, an address, a file name, or a number with a unit.
_PIECE = re.compile(r"[^\s/|…—–+(){}\[\]“”\"*!?:;,]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NO_WORD = re.compile(r"[\d@_\\=&#~]|\w\.\w|[^\x00-\u024f’‘]")
# Precedes the first word of a sentence, item or cell, where a capital letter is no sign of a name.
_BEGINS = re.compile(r"(?:^|[.!?:|…#>•]|^\s*[-+*])[\s*_“\"‘(\[]*$")
# What stands in names of other languages: Banco de España.
_PARTICLES = {
    *("da", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du"),
    *("et", "la", "le", "les", "und", "van", "von"),
}
_NAME_AFTER = re.compile(rf"(?: (?:{'|'.join(sorted(_PARTICLES))}))* [^\W\d_a-z]")
_CUT = re.compile(r"\b([A-Za-z]{2,})[-\u2010\xad]\s+([a-z]{2,})\b")
_TWICE = re.compile(r"\b([a-z]+)[ \t]+\1\b(?![-’'])", re.IGNORECASE)
_MAY_STAND_TWICE = {"that", "had", "very", "no", "really", "so", "bye", "much", "many", "is", "her"}
_MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Slip:
    """A word that is not spelt as it should be, and where it begins in its text, from 0.

    `twice` says that it stands a second time right behind itself.
    """

    word: str
    start: int
    twice: bool = False


def find(text: str, *, own: Collection[str], name: bool = False) -> Iterator[Slip]:
    """Yield the words of a line that neither the dictionary nor the `own` words know.

    A capitalised word may be anybody's name: it is reported only if it is one slip away from a
    known name or, at the start of a sentence, from any word. `name` says that the whole text is a
    name.
    """
    words = _NO_WORDS.sub(lambda part: " " * len(part[0]), text)
    for piece in _PIECE.finditer(words):
        if _is_fine(piece[0]) or _is_known(piece[0].strip(".'’-"), own):
            continue
        for found in _WORD.finditer(piece[0]):
            start = piece.start() + found.start()
            before, after = words[:start], words[piece.start() + found.end() :]
            if found[0] in _PARTICLES and _NAME_AFTER.match(after):
                continue
            is_name = name or not _BEGINS.search(before) or _NAME_AFTER.match(after)
            if not _is_right(found[0], own, is_name=bool(is_name)):
                yield Slip(found[0], start)
    for again in _TWICE.finditer(words):
        if again[1].lower() not in _MAY_STAND_TWICE:
            yield Slip(again[1], again.start(), twice=True)


def suggestions(word: str, *, own: Collection[str]) -> tuple[str, ...]:
    """Return what was probably meant, the likeliest first; it takes a tenth of a second."""
    plain = _plain(word)
    found = _dictionary().suggest(plain.lower())
    if plain.istitle() and not any(is_slip(each, plain.lower()) for each in found):
        found = _dictionary().suggest(plain)
    found = [each for each in found if not re.search("[ -]", each)] or found
    # "dont" lacks its mark
    found = sorted(found, key=lambda each: each.replace("'", "") != plain.lower())
    near = [each for each in own if is_slip(each.lower(), plain.lower())]
    capital = str.capitalize if plain.istitle() else str
    return tuple(dict.fromkeys((*near, *map(capital, found))))[:_MOST_SUGGESTED]


def cut_words(text: str, *, own: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield each word that a hyphen cut in two at the end of a line: where, as it stands, and whole."""
    for found in _CUT.finditer(text):
        first, second = found[1], found[2]
        whole = first + second
        if _is_known(whole, own) and not (_is_known(first, own) and _is_known(second, own)):
            yield found.start(), " ".join(found[0].split()), whole


@cache
def _dictionary() -> Hunspell:
    return Hunspell(_NAME, hunspell_data_dir=str(_FOLDER))


@cache
def _is_fine(piece: str) -> bool:
    """Return whether a run is no word or one of the dictionary, as nearly all are."""
    return bool(_NO_WORD.search(piece.rstrip("."))) or _spells(_plain(piece.strip(".'’-")))


def _is_right(word: str, own: Collection[str], *, is_name: bool) -> bool:
    bare = re.sub(r"['’]s?$", "", word)
    if len(bare) < 2 or not bare.isascii() or _is_known(word, own) or _is_known(bare, own):
        return True
    if bare.islower():
        return False
    near = set(_one_slip_away(bare)) if len(bare) > 3 and not bare.isupper() else set()
    if bare.istitle() and not is_name:
        return not any(map(_spells, near))
    if bare.endswith("s") and _is_known(bare[:-1], own):  # iPhones
        return True
    names = [each for each in own if len(each) > 4 and each[:1].isupper()]
    if any(is_slip(each.lower(), bare.lower()) for each in names if not bare.isupper()):
        return False
    return len(bare) < 6 or not any(map(_is_known_name, near))


def _is_known(word: str, own: Collection[str]) -> bool:
    plain = _plain(word)
    return plain in own or plain.lower() in own or bool(_spells(plain))


@cache
def _spells(word: str) -> bool:
    return bool(_dictionary().spell(word) or _dictionary().spell(word.lower()))


@cache
def _is_known_name(word: str) -> bool:
    dictionary = _dictionary()
    return bool(dictionary.spell(word) and not dictionary.spell(word.lower()))


def _one_slip_away(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in string.ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def _plain(word: str) -> str:
    return word.replace("’", "'")

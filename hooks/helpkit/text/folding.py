"""Fold words that people type in different forms into one, alike for the index and for queries.

Full-width becomes half-width, capitals become small, traditional characters become simplified,
and the variants of `data/search.yml` (帐 for 账) become the form that our articles use.
`docs/assets/scripts/search-engine.js` does the same with the table from `characters`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from opencc import OpenCC

_ABOVE_AND_BELOW = re.compile("[\u0300-\u036f]")
_HAN = range(0x4E00, 0xA000)
# The 3,755 characters of everyday Chinese (GB 2312, level 1), as rows 16 to 55 of that set.
_COMMON_ROWS = range(0xB0, 0xD8)


@cache
def traditional() -> Mapping[str, str]:
    """Return each traditional character with its simplified form, where the two differ."""
    characters = [*map(chr, _HAN)]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        character: simple
        for character, simple in zip(characters, simplified, strict=True)
        if len(simple) == 1 and simple != character
    }


@cache
def common_characters() -> str:
    """Return the characters that are known to anybody who reads Chinese."""
    both = (bytes((row, cell)) for row in _COMMON_ROWS for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in both)


def fold(text: str, *, variants: Mapping[str, str]) -> str:
    """Return a text in its folded form. `variants` come from `data/search.yml`."""
    bare = _ABOVE_AND_BELOW.sub("", unicodedata.normalize("NFKD", text))
    plain = unicodedata.normalize("NFKC", bare).lower().replace("đ", "d")
    return plain.translate(_table(tuple(variants.items())))


@cache
def _table(variants: tuple[tuple[str, str], ...]) -> dict[int, str]:
    """Return what becomes of each character: its simplified form, and the variant of that."""
    chosen = dict(variants)
    simplified = {character: character for character in chosen} | dict(traditional())
    return {ord(character): chosen.get(simple, simple) for character, simple in simplified.items()}


def small(text: str) -> str:
    """Return a text in small letters, of the same length.

    A pattern in small letters finds in it what `re.IGNORECASE` finds in the text, in half the time.
    """
    return text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


def in_traditional(text: str) -> str:
    """Return a text in traditional characters."""
    return _to_traditional()(text)


@cache
def _to_traditional() -> Callable[[str], str]:
    return OpenCC("s2t").convert


def characters(texts: Iterable[str], *, variants: Mapping[str, str]) -> dict[str, str]:
    """Return the part of the table that yields characters of `texts`: all that a browser needs."""
    wanted = set("".join(texts))
    table: dict[str, str] = {}
    for character, simple in traditional().items():
        folded = variants.get(simple, simple)
        if folded in wanted:
            table[character] = folded
    return {**table, **{c: f for c, f in variants.items() if f in wanted}}


def is_han(character: str) -> bool:
    """Return whether a character is a Chinese one."""
    return ord(character) in _HAN

"""Slips of the pinyin keyboard: within a word of ours, another character of the same sound.

Of two characters every sound is the sound of other words too; from three on it is a slip.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

_LEAST = 3
_HAN = re.compile("[㐀-鿿]+")
# Sounds are written in characters of nobody's.
_FIRST = 0xE000


def find(text: str, words: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield where a text has what sounds like one of these words: the place, what is typed, the word."""
    heard, ours = text.translate(_sounds()), set(words)
    for word in words:
        if len(word) < _LEAST or not _HAN.fullmatch(word):
            continue
        sound, at = word.translate(_sounds()), -1
        while (at := heard.find(sound, at + 1)) >= 0:
            if (typed := text[at : at + len(word)]) not in ours and _HAN.fullmatch(typed):
                yield at, typed, word


@cache
def _sounds() -> Mapping[int, str]:
    """Return a sign for the first sound of each character, without its tone."""
    # Loaded late: it takes as long as the rest of a check, and most find everything as it was.
    from pypinyin import lazy_pinyin

    signs: dict[str, str] = {}
    characters = map(chr, range(0x4E00, 0xA000))
    return {
        ord(each): signs.setdefault(sound, chr(_FIRST + len(signs)))
        for each, sound in ((each, lazy_pinyin(each)[0]) for each in characters)
    }

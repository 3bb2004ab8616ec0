"""Slips of the pinyin keyboard: within a word of ours, another character of the same sound.

Of two characters every sound is the sound of other words too; from three on it is a slip.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

_LEAST = 3
_HAN = re.compile("[㐀-鿿]+")
# Each sound is encoded as a private-use character.
_FIRST = 0xE000


def find(text: str, words: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield where a text has what sounds like one of these words: the place, what is typed, the word."""
    heard, ours = text.translate(_SOUNDS), set(words)
    for word in words:
        sound, at = _sound(word), -1
        while sound and (at := heard.find(sound, at + 1)) >= 0:
            if (typed := text[at : at + len(word)]) not in ours and _HAN.fullmatch(typed):
                yield at, typed, word


@cache
def _sound(word: str) -> str:
    """Return the sound of a word, or nothing if it is too short or not Chinese."""
    return word.translate(_SOUNDS) if len(word) >= _LEAST and _HAN.fullmatch(word) else ""


class _Sounds(dict[int, str]):
    """Maps each character to a sign for its first sound, without the tone; filled in on first use."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        # Loaded late: it takes as long as the rest of a check, and most find everything as it was.
        from pypinyin import lazy_pinyin

        self[code] = character = chr(code)
        if "\u4e00" <= character <= "\u9fff":
            (sound,) = lazy_pinyin(character)
            self[code] = self._signs.setdefault(sound, chr(_FIRST + len(self._signs)))
        return self[code]


_SOUNDS = _Sounds()

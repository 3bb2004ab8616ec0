"""English words that are in use, to tell a word from a slip."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spellchecker import SpellChecker

# The least frequency in the corpus; rarer "words" are mostly slips themselves.
_LEAST = 300
_SHORTEST = 4


@cache
def _in_use() -> frozenset[str]:
    """Return the words of four letters and more that are in common use."""
    counts = SpellChecker().word_frequency
    return frozenset(w for w, count in counts.items() if count >= _LEAST and len(w) >= _SHORTEST)


def near(words: Iterable[str]) -> list[str]:
    """Return the words in use that are one slip away from some of `words`, or their beginning.

    A slip is a letter too many, too few or another one, or two neighbours that changed places.
    """
    known = set(words)
    # Two words one slip apart become equal when one or both lose a letter.
    lacking: dict[str, list[str]] = {}
    for word in known:
        if len(word) >= _SHORTEST:
            for rest in _lacking_a_letter(word):
                lacking.setdefault(rest, []).append(word)
    found = {
        word
        for word in _in_use() - known
        if any(
            is_slip(word, other)
            for rest in lacking.keys() & _lacking_a_letter(word)
            for other in lacking[rest]
        )
    }
    for word in known:
        found |= {word[:end] for end in range(_SHORTEST, len(word))} & _in_use()
    return sorted(found - known)


def _lacking_a_letter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def is_slip(one: str, other: str) -> bool:
    """Return whether two words are one slip apart: a letter more, less or other, or two changed places."""
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return short in _lacking_a_letter(long)
    differing = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differing) == 2:
        first, second = differing
        return second == first + 1 and one[first : second + 1] == other[second] + other[first]
    return len(differing) == 1

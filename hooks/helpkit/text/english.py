"""English words that are in use, to tell a word from a slip."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from spellchecker import SpellChecker

# So often a word stands in the corpus of the list, or it is rather a slip itself.
_LEAST = 300


@cache
def _checker() -> SpellChecker:
    return SpellChecker()


@cache
def _in_use() -> frozenset[str]:
    """Return the words of four letters and more that are in common use."""
    counts = _checker().word_frequency
    return frozenset(w for w, count in counts.items() if count >= _LEAST and len(w) >= 4)


def near(words: Iterable[str]) -> list[str]:
    """Return the words in use that are one slip away from some of `words`, or their beginning."""
    known = set(words)
    found: set[str] = set()
    for word in known:
        if len(word) >= 4:
            found |= _checker().edit_distance_1(word) & _in_use()
            found |= {word[:end] for end in range(4, len(word))} & _in_use()
    return sorted(found - known)

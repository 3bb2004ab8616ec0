"""Chinese of one script and variety made from Chinese of another, as finished text.

OpenCC knows characters and the words that go with them; what it gets wrong in our texts stands in
a reviewed list, which comes first. A text that holds no Chinese character is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from opencc import OpenCC

Variety = Literal["tw", "hk"]
# What each is called by OpenCC: with Taiwan's own words; of Hong Kong's it knows the characters.
_CONFIGS: Mapping[Variety, str] = {"tw": "s2twp", "hk": "s2hkp"}
_HAN = "\u3400-\u9fff"
_ANY_HAN = re.compile(f"[{_HAN}]")
# A pair of quotation marks, with what stands right before and after it.
_QUOTED = re.compile("([“‘])([^“”‘’]*(?:‘[^“”‘’]*’[^“”‘’]*)*)([”’])")
_BESIDE_CHINESE = re.compile(f"[{_HAN}\u3000-\u303f\uff00-\uffef]")
_MARKS = {"“": "「", "”": "」", "‘": "『", "’": "』"}
# The first of the 6,400 characters that Unicode leaves to private use, past those of our indexes.
_FIRST, _LAST = 0xE100, "\uf8f0"
_LATIN = re.compile("[A-Za-z]")
# Stands between texts that are converted in one go; no text holds it.
_BETWEEN = "\x1e"


@dataclass(frozen=True)
class Conversion:
    """From simplified Chinese to one variety of traditional Chinese.

    `phrases` are the reviewed ones with what becomes of each; the longest that fits counts.
    `forms` are forms of characters that are written instead of those of OpenCC.
    """

    variety: Variety
    phrases: Mapping[str, str]
    forms: Mapping[str, str]

    def __call__(self, text: str) -> str:
        """Return a text in the variety, with its quotation marks."""
        if not _ANY_HAN.search(text):
            return text
        if self.phrases:
            text = self._pattern.sub(lambda found: self._places[found[0]], text)
        text = self._latin.sub(" ", _open_cc(self.variety).convert(text))
        return in_corner_marks(text.translate(self._table))

    def all(self, texts: Iterable[str]) -> list[str]:
        """Return texts in the variety. They follow one another: a quotation may reach over several."""
        return self(_BETWEEN.join(texts)).split(_BETWEEN)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        found = sorted(self.phrases, key=lambda phrase: (-len(phrase), phrase))
        return re.compile("|".join(map(re.escape, found)))

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """A character for each phrase that OpenCC leaves alone while it converts what is around it."""
        return {phrase: chr(_FIRST + number) for number, phrase in enumerate(self.phrases)}

    @cached_property
    def _latin(self) -> re.Pattern[str]:
        """Where a space belongs: between Chinese and a phrase that becomes Latin there."""
        ends = {end: "" for end in (0, -1)}
        for phrase, place in self._places.items():
            for end in ends:
                ends[end] += place if _LATIN.match(self.phrases[phrase][end]) else ""
        chinese = f"[{_HAN}{chr(_FIRST)}-{_LAST}]"
        first, last = (f"[{places}]" if places else "(?!)" for places in ends.values())
        return re.compile(f"(?<={chinese})(?={first})|(?<={last})(?={chinese})")

    @cached_property
    def _table(self) -> dict[int, str]:
        words = {place: self.phrases[phrase] for phrase, place in self._places.items()}
        return str.maketrans({**self.forms, **words})


@cache
def _open_cc(variety: Variety) -> OpenCC:
    return OpenCC(_CONFIGS[variety])


def in_corner_marks(text: str) -> str:
    """Return a text with 「」 and 『』 for the quotation marks of its Chinese; English keeps its own."""

    def marks(found: re.Match[str]) -> str:
        before, after = text[: found.start()][-1:], text[found.end() :][:1]
        # Quotations that touch each other are of one Chinese list, whatever stands in them.
        touches = before == "”" or after == "“"
        if not (touches or _BESIDE_CHINESE.search(before + found[2] + after)):
            return found[0]
        inner = _QUOTED.sub(lambda each: "『" + each[2] + "』", found[2])
        return _MARKS[found[1]] + inner + _MARKS[found[3]]

    return _QUOTED.sub(marks, text)


@cache
def only_simplified() -> frozenset[str]:
    """Return the characters that Taiwan's standard set (Big5) lacks and OpenCC changes: 们, 这, 账."""
    return _missing_in("cp950", "s2tw")


@cache
def only_traditional() -> frozenset[str]:
    """Return the characters that the mainland's standard set (GB 2312) lacks and OpenCC changes."""
    return _missing_in("gb2312", "t2s")


def _missing_in(encoding: str, config: str) -> frozenset[str]:
    han = "".join(map(chr, range(0x4E00, 0xA000)))
    known = set(han.encode(encoding, errors="ignore").decode(encoding))
    unknown = [each for each in han if each not in known]
    converted = OpenCC(config).convert(_BETWEEN.join(unknown)).split(_BETWEEN)
    return frozenset(each for each, other in zip(unknown, converted, strict=True) if each != other)

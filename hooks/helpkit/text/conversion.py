"""Chinese of one script and variety made from Chinese of another, as finished text.

OpenCC knows characters and the words that go with them; what it gets wrong in our texts stands in
a reviewed list, which comes first. A text that holds no Chinese character is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from opencc import OpenCC

Variety = Literal["tw", "hk"]
# OpenCC's names: for Taiwan with its own words, for Hong Kong with its characters only.
_CONFIGS: Mapping[Variety, str] = {"tw": "s2twp", "hk": "s2hkp"}
_CHARACTERS: Mapping[Variety, str] = {"tw": "s2tw", "hk": "s2hk"}
_BACK: Mapping[Variety, str] = {"tw": "tw2sp", "hk": "hk2sp"}
# The title of a law or a paper.
_TITLE = re.compile("《[^《》<>]*》")
_HAN = "\u3400-\u9fff"
_ANY_HAN = re.compile(f"[{_HAN}]")
# A pair of quotation marks, with what stands right before and after it.
_QUOTED = re.compile("([“‘])([^“”‘’]*(?:‘[^“”‘’]*’[^“”‘’]*)*)([”’])")
_BESIDE_CHINESE = re.compile(f"[{_HAN}\u3000-\u303f\uff00-\uffef]")
_MARKS = {"“": "「", "”": "」", "‘": "『", "’": "』"}
# The first of the 6,400 characters that Unicode leaves to private use, past those of our indexes.
_FIRST, _LAST = 0xE100, "\uf8f0"
_LATIN = re.compile("[A-Za-z]")
# Separates texts that are converted together; occurs in no text.
_BETWEEN = "\x1e"


@dataclass(frozen=True)
class Conversion:
    """From simplified Chinese to one variety of traditional Chinese.

    `phrases` are the reviewed ones with what becomes of each; the longest that fits counts.
    `forms` are forms of characters that are written instead of those of OpenCC. `whole` maps
    complete texts, such as titles of pages; it applies only where the text stands alone.
    """

    variety: Variety
    phrases: Mapping[str, str]
    forms: Mapping[str, str]
    whole: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """Return a text in the variety, with its quotation marks."""
        if not _ANY_HAN.search(text):
            return text
        if self.whole:
            text = self._alone.sub(lambda found: self._wholes[found[0]], text)
        text = _TITLE.sub(lambda found: masked(self.characters(found[0])), text)
        if self.phrases:
            text = self._pattern.sub(lambda found: self._places[found[0]], text)
        text = self._latin.sub(" ", _open_cc(_CONFIGS[self.variety]).convert(text))
        text = self._in_table.sub(lambda found: found[0].translate(self._table), text)
        return unmasked(in_corner_marks(text))

    def all(self, texts: Iterable[str]) -> list[str]:
        """Return texts in the variety. They follow one another: a quotation may reach over several."""
        return self(_BETWEEN.join(texts)).split(_BETWEEN)

    def characters(self, text: str) -> str:
        """Return a text in the characters of the variety and its own words, as a title keeps them."""
        converted: str = _open_cc(_CHARACTERS[self.variety]).convert(text)
        return converted.translate({ord(form): own for form, own in self.forms.items()})

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        found = sorted(self.phrases, key=lambda phrase: (-len(phrase), phrase))
        return re.compile("|".join(map(re.escape, found)))

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """A character for each phrase that OpenCC leaves alone while it converts what is around it."""
        return {phrase: chr(_FIRST + number) for number, phrase in enumerate(self.phrases)}

    @cached_property
    def _alone(self) -> re.Pattern[str]:
        """The whole texts between tags, quotation marks of code, brackets, or at an end of a line."""
        found = "|".join(map(re.escape, sorted(self.whole, key=lambda text: (-len(text), text))))
        return re.compile(rf"(?<![^>\"\[\s{_BETWEEN}])(?:{found})(?![^<\"\]\n{_BETWEEN}])")

    @cached_property
    def _wholes(self) -> Mapping[str, str]:
        """What `_places` are to the phrases, for the whole texts."""
        first = _FIRST + len(self.phrases)
        return {text: chr(first + number) for number, text in enumerate(self.whole)}

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
        words |= {place: self.whole[text] for text, place in self._wholes.items()}
        return str.maketrans({**self.forms, **words})

    @cached_property
    def _in_table(self) -> re.Pattern[str]:
        """The characters of the table: most of a text is none, and `translate` asks for each."""
        characters = re.escape("".join(map(chr, self._table)))
        return re.compile(f"[{characters}]+" if characters else "(?!)")


def read_back(text: str, variety: Variety) -> str:
    """Return a text in a variety in simplified characters, with the mainland's words."""
    converted: str = _open_cc(_BACK[variety]).convert(text)
    return converted


@cache
def _open_cc(config: str) -> OpenCC:
    return OpenCC(config)


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


# A Chinese character of a text that is right already stands so far up, in a plane of private use.
_VEIL = 0xF0000
_MASKED = {code: code + _VEIL for code in range(0x3400, 0xA000)}
_UNMASKED = {masked: code for code, masked in _MASKED.items()}
_IS_MASKED = re.compile(f"[{chr(min(_UNMASKED))}-{chr(max(_UNMASKED))}]+")


def masked(text: str) -> str:
    """Return a text of which no conversion changes a character; `unmasked` gives it back."""
    return text.translate(_MASKED)


def unmasked(text: str) -> str:
    """Return a text with the characters that `masked` took away."""
    return _IS_MASKED.sub(lambda found: found[0].translate(_UNMASKED), text)


_HAN_SET = frozenset(map(chr, range(0x4E00, 0xA000)))
# Rare in Taiwan, usual in names of Hong Kong.
_BOTH = "恒棱熏"


@cache
def only_simplified(among: frozenset[str] = _HAN_SET) -> frozenset[str]:
    """Return the characters that OpenCC changes and Taiwan's readers do not use: 们, 这, 账, 网.

    That is: Taiwan's standard set (Big5) lacks them, or has them among the rare ones only, while
    they are frequent in the mainland's.
    """
    among &= _HAN_SET
    frequent = _of_encoding(among, "gb2312", 0xB0, 0xD8) - set(_BOTH)
    rare = frequent - _of_encoding(among, "cp950", 0xA4, 0xC7)
    return _changed("s2tw", rare | (among - _of_encoding(among, "cp950")))


@cache
def only_traditional() -> frozenset[str]:
    """Return the characters that the mainland's standard set (GB 2312) lacks and OpenCC changes."""
    return _changed("t2s", _HAN_SET - _of_encoding(_HAN_SET, "gb2312"))


def _of_encoding(
    characters: Iterable[str], encoding: str, first: int = 0, end: int = 0x100
) -> set[str]:
    """Return those characters that an encoding has, with a first byte in a range."""
    encoded = ((each, each.encode(encoding, "ignore")) for each in characters)
    return {each for each, code in encoded if code and first <= code[0] < end}


def _changed(config: str, characters: Iterable[str]) -> frozenset[str]:
    before = sorted(characters)
    if not before:
        return frozenset()  # OpenCC's words take a while to load
    after = OpenCC(config).convert(_BETWEEN.join(before)).split(_BETWEEN)
    return frozenset(each for each, other in zip(before, after, strict=True) if each != other)

"""Find characters that look like others: search does not match them, screen readers misread them.

They come out of PDF files (⼿ is a radical, not 手), off keyboards of other scripts (а of Russia in an
English word), out of input methods (full-width ５) and from files saved in the wrong encoding (â€™).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from helpkit.problems import Problem, Severity
from helpkit.text.hosts import latin_confusables

# Radicals and compatibility characters, full-width letters and digits, letters of mathematics, ligatures.
_ALIKE = re.compile(
    "[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\U0001d400-\U0001d7ff\ufb00-\ufb06]+"
)
# Private-use characters, and text decoded with the wrong encoding.
_LOST = re.compile("[\ue000-\uf8ff\ufffd]|锟斤拷|烫烫烫|â€[™œ\x9d“”]|Ã[©¨¼¶¤]|ï¼[Œš›‰]|ã€[‚‘]")
# A word with letters of two alphabets.
_MIXED = re.compile("[A-Za-z]*[\u0370-\u03ff\u0400-\u04ff][\u0370-\u03ff\u0400-\u04ffA-Za-z]*")
_ANY = re.compile(f"{_ALIKE.pattern}|{_LOST.pattern}|[\u0370-\u03ff\u0400-\u04ff]")
# Radicals that Unicode's tables do not map to a character.
_RADICALS = {
    "⺁": "厂",
    "⺅": "亻",
    "⺝": "月",
    "⺟": "母",
    "⺠": "民",
    "⻅": "见",
    "⻋": "车",
    "⻓": "长",
}
_RADICALS |= {
    "⻔": "门",
    "⻚": "页",
    "⻛": "风",
    "⻜": "飞",
    "⻝": "食",
    "⻢": "马",
    "⻥": "鱼",
    "⻦": "鸟",
}
_RADICALS |= {
    "⻩": "黄",
    "⻬": "齐",
    "⻮": "齿",
    "⻰": "龙",
    "⻳": "龟",
    "⻘": "青",
    "⻉": "贝",
    "⺼": "月",
}


@dataclass(frozen=True, slots=True)
class Alike:
    """Characters that look like others: as typed, where, their numbers, and what is meant if known."""

    typed: str
    start: int
    meant: str

    def problem(self, path: str, *, line: int, column: int) -> Problem:
        """Return the problem to report; line and column are those in the file."""
        key = "look-alike" if self.meant else "look-alike.lost"
        known = {"meant": self.meant} if self.meant else {}
        return Problem.of(
            path,
            line,
            column,
            key,
            severity=Severity.ERROR,
            typed=self.typed,
            numbers=self.numbers,
            **known,
        )

    @property
    def numbers(self) -> str:
        """The numbers of the characters that are not what they seem, as Unicode writes them."""
        return " ".join(f"U+{ord(each):04X}" for each in self.typed if not each.isascii())


def find(text: str) -> Iterator[Alike]:
    """Yield each run of look-alike or undecodable characters in a text."""
    if text.isascii() or not _ANY.search(text):
        return
    for found in _ALIKE.finditer(text):
        meant = "".join(
            _RADICALS.get(each, unicodedata.normalize("NFKC", each)) for each in found[0]
        )
        yield Alike(found[0], found.start(), meant if meant != found[0] else "")
    for found in _LOST.finditer(text):
        yield Alike(found[0], found.start(), "")
    for found in _MIXED.finditer(text):
        meant = "".join(map(_latin, found[0]))
        looks_latin = meant.isascii() and len(meant) > 2
        if looks_latin or re.search("[A-Za-z]", found[0]):
            yield Alike(found[0], found.start(), meant if meant.isascii() else "")


def _latin(letter: str) -> str:
    """Return the Latin letter that a letter looks like, or the letter itself."""
    like = latin_confusables().get(letter.lower(), letter)
    return like.upper() if letter.isupper() else like

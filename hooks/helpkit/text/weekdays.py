"""Find days of the week that do not belong to the date that they are written with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from helpkit.languages import PROFILES, Language

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = re.compile(r"\d{4}")
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})(?: ?年 ?|[-/.])(?P<month>\d{1,2})(?: ?月 ?|[-/.])(?P<day>\d{1,2})(?: ?[日号])?(?!\d)",
        rf"\b{_NUMBER}(?: of)? {_MONTH},? (?P<year>\d{{4}})\b",
        rf"\b{_MONTH} (?:the )?{_NUMBER},? (?P<year>\d{{4}})\b",
    )
]
# By the first letters of the English names, or the Chinese signs.
_ENGLISH = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAYS = {name: n for names in (_ENGLISH, "一二三四五六日") for n, name in enumerate(names)} | {
    "天": 6
}
_DAY = (
    r"(?P<name>(?:周|星期|礼拜)[一二三四五六日天]|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)"
    r"(?:day)?\b)"
)
# No span of days: "Monday to Friday".
_BEHIND = re.compile(rf"(?:,? | ?[（(])?{_DAY}(?! ?(?:[至到起、和–-]|to\b|and\b))", re.IGNORECASE)
_BEFORE = re.compile(rf"{_DAY}(?:,? |，| ?[（(])?(?:the )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weekday:
    """The day of the week of a date, in words."""

    day: date

    def said(self, language: Language) -> str:
        """Return its name in a language."""
        return format_date(self.day, "EEEE", locale=PROFILES[language].locale)


def find(text: str) -> Iterator[tuple[int, str, date]]:
    """Yield where a date with a day of the week begins, what stands there, and the date."""
    patterns = _DATES if _YEAR.search(text) else ()  # most texts name none
    for dated in (found for pattern in patterns for found in pattern.finditer(text)):
        month = dated["month"].casefold()
        number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
        try:
            day = date(int(dated["year"]), number, int(dated["day"]))
        except ValueError:
            continue
        before = _BEFORE.search(text[: dated.start()])
        behind = _BEHIND.match(text, dated.end())
        for named in filter(None, (before, behind)):
            name = named["name"].casefold()
            if _DAYS[name[:2] if name.isascii() else name[-1]] != day.weekday():
                yield named.start("name"), named["name"], day

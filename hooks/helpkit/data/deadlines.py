"""Deadlines: on which day a period of a complaint ends, counted as the region counts.

`docs/assets/scripts/deadlines.js` counts the same way in the browser; `tests/deadlines/vectors.yml`
binds both.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Literal

from babel.units import format_unit

from helpkit.data.public_holidays import WorkingDays
from helpkit.data.records import Period
from helpkit.languages import PROFILES, Language

_UNITS = {
    "D": "duration-day",
    "W": "duration-week",
    "M": "duration-month",
    "Y": "duration-year",
}


def last_day(period: Period, start: date, days: WorkingDays) -> date | None:
    """Return the day on which a period ends that begins to run on `start`, which does not count.

    Months and years end on the same day of the month, or on its last if it has no such day. None
    stands for business days of a time whose holidays are not known.
    """
    count, unit = length_of(period)
    if period.counted == "business":
        day = start
        if not days.first <= start <= days.last:
            return None
        while count and day < days.last:
            day += timedelta(days=1)
            count -= days.has(day)
        return None if count else day
    if unit in "DW":
        return start + timedelta(days=count * (7 if unit == "W" else 1))
    years, month = divmod(start.month - 1 + count * (12 if unit == "Y" else 1), 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def length_of(period: Period) -> tuple[int, str]:
    """Return how many of which unit a period has: days, weeks, months or years."""
    count, unit = re.findall(r"\d+|[DWMY]", period.length)
    return int(count), unit


def in_words(period: Period, *, language: Language) -> str:
    """Return a length, for example `8 weeks`; of business days, their number alone."""
    count, unit = length_of(period)
    if period.counted == "business":
        return str(count)
    profile = PROFILES[language]
    # Babel has no long form of these in Chinese.
    form: Literal["short", "long"] = "short" if profile.script == "han" else "long"
    words = format_unit(count, _UNITS[unit], length=form, locale=profile.locale)
    return re.sub(r"(?<=\d)(?=[^\d\s])", " ", words)

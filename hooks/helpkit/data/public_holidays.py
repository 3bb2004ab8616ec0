"""Public holidays of regions, from the package `holidays`, at build time."""

from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass
from datetime import date

import holidays

# The part whose bank holidays count where a country has no list of its own, and the list of offices.
_PARTS = {"GB": "ENG"}
_CATEGORIES = {"MO": "government"}
# Half a day off is a day of work, for whoever counts days.
_HALF = "(Afternoon)"
# What the package says of days that depend on the moon.
_ESTIMATED = "(estimated)"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of working days of a region, from `first` to `last`.

    `weekend` holds numbers of weekdays, Monday 0. `off` are holidays on other weekdays, `estimated`
    those of `off` whose date may still change, and `worked` weekend days that are working days.
    """

    first: date
    last: date
    weekend: frozenset[int]
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    estimated: frozenset[date] = frozenset()


@functools.cache
def working_days(code: str, *, first: int, last: int) -> WorkingDays:
    """Return the days of work of a region in some years, those of the whole country.

    A region that has no holidays of its own, as the EU, has only its weekends.
    """
    span = (date(first, 1, 1), date(last, 12, 31))
    if code not in _supported():
        return WorkingDays(*span, weekend=frozenset({calendar.SATURDAY, calendar.SUNDAY}))
    found = _of_country(code, first=first, last=last)
    days = {
        day: name
        for day, name in found.items()
        if day.weekday() not in found.weekend and _HALF not in name
    }
    return WorkingDays(
        *span,
        weekend=frozenset(found.weekend),
        off=frozenset(days),
        worked=frozenset(d for d in found.weekend_workdays if span[0] <= d <= span[1]),
        estimated=frozenset(day for day, name in days.items() if _ESTIMATED in name),
    )


@functools.cache
def days_off(code: str, *, first: int, last: int, anywhere: bool = False) -> frozenset[date]:
    """Return the public holidays of a region in some years; `anywhere`, also those of its parts.

    Where one part has all the offices, no other counts.
    """
    if code not in _supported():
        return frozenset()
    days = set(_of_country(code, first=first, last=last))
    for part in _supported()[code] if anywhere and code not in _PARTS else ():
        days |= {*holidays.country_holidays(code, subdiv=part, years=range(first, last + 1))}
    return frozenset(days)


def _of_country(code: str, *, first: int, last: int) -> holidays.HolidayBase:
    return holidays.country_holidays(
        code,
        subdiv=_PARTS.get(code),
        years=range(first, last + 1),
        categories=(_CATEGORIES.get(code, "public"),),
        language="en_US",
    )


@functools.cache
def _supported() -> dict[str, list[str]]:
    return holidays.list_supported_countries(include_aliases=False)

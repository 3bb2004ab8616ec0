"""Public holidays of regions, from the package `holidays`, at build time."""

from __future__ import annotations

import calendar
import functools
from dataclasses import dataclass
from datetime import date

import holidays

# For countries without a national list: the subdivision whose bank holidays count, and the
# category for offices.
_PARTS = {"GB": "ENG"}
_CATEGORIES = {"MO": "government"}
# A half holiday counts as a working day.
_HALF = "(Afternoon)"
# The package marks dates that depend on moon sightings with this.
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
    """Return the working days of a region in some years, by its national holidays.

    For a region without holidays of its own, such as the EU, only weekends are off.
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

    If all offices are in one part, only its holidays count.
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

"""Opening hours and time zones, in words for readers.

Opening hours come in OpenStreetMap's syntax. They are evaluated over one ordinary week instead
of being parsed here, so whatever that syntax can say is shown as it really falls.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.core import Locale, get_global
from babel.dates import format_date, get_day_names, get_timezone_location, get_timezone_name
from opening_hours import OpeningHours, State

from helpkit.data.public_holidays import days_off
from helpkit.data.records import Contact, Region
from helpkit.languages import PROFILES, Language

BEIJING = ZoneInfo("Asia/Shanghai")
_WEEKS = timedelta(weeks=6)  # how far a table of openings reaches
_MONDAY = date(2026, 1, 5)  # any week without a change of clocks


def day_of(day: date, *, language: Language) -> str:
    """Return a day as readers of a language write it."""
    profile = PROFILES[language]
    return format_date(day, profile.day, locale=profile.locale)


def month_of(day: date, *, language: Language) -> str:
    """Return the month of a day, for example `Nov 2026`."""
    profile = PROFILES[language]
    return format_date(day, profile.month, locale=profile.locale)


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a time zone is from UTC and from Beijing, in minutes, in winter and in summer.

    Winter and summer are those of the northern half of the world (January and July).
    """

    winter: int
    summer: int
    winter_to_beijing: int
    summer_to_beijing: int

    @property
    def changes(self) -> bool:
        """Whether the clocks change during the year."""
        return self.winter != self.summer


@dataclass(frozen=True, slots=True)
class Openings:
    """When somebody answers in the coming weeks, in minutes from `since` (midnight UTC).

    `open` and `unsure` have a begin and an end for each time, soonest first. Unsure are usual hours
    on a public holiday of which the body says nothing. Nothing is known from `until` on.
    """

    since: date
    until: date
    open: tuple[tuple[int, int], ...]
    unsure: tuple[tuple[int, int], ...]


def openings(contact: Contact, *, region: Region, today: date) -> Openings | None:
    """Return when a body can be reached from the week of `today` on.

    Returns None without hours, with hours that vary, and where somebody always answers.
    """
    if not contact.hours or contact.hours_vary or contact.hours == "24/7":
        return None
    return _openings(contact.hours, contact.time_zone or region.time_zone, region.code, today)


@functools.cache
def _openings(text: str, zone_name: str, code: str, today: date) -> Openings:
    since = today - timedelta(days=today.weekday())
    until = since + _WEEKS
    zone = ZoneInfo(zone_name)
    midnight = datetime.combine(since, time(), UTC)

    def minute(moment: datetime) -> int:
        return int((moment.replace(tzinfo=zone) - midnight).total_seconds() // 60)

    years = {"first": since.year, "last": until.year}
    closed = days_off(code, **years) if "PH off" in text else frozenset()
    somewhere = days_off(code, anywhere=True, **years)
    times: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    hours = OpeningHours(text)
    # Elsewhere in the world, the days before and after overlap these.
    for day in (since + timedelta(days=number) for number in range(-1, _WEEKS.days + 1)):
        if day not in closed:
            for begin, end in _open_on(hours, day):
                _join(times[day not in somewhere], minute(begin), minute(end))
    last = _WEEKS.days * 24 * 60
    known, unsure = (
        tuple((max(begin, 0), end) for begin, end in each if end > 0 and begin < last)
        for each in (times[True], times[False])
    )
    return Openings(since, until, known, unsure)


def _join(times: list[tuple[int, int]], begin: int, end: int) -> None:
    """Add a time; one that begins where the last one ends makes that longer."""
    if times and times[-1][1] == begin:
        begin = times.pop()[0]
    times.append((begin, end))


def _open_on(hours: OpeningHours, day: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield the times of a day at which hours say that somebody is there."""
    start = datetime.combine(day, time())
    for begin, end, state, _ in hours.intervals(start, start + timedelta(days=1)):
        if state == State.OPEN:
            yield begin, end


def zones_of(region: Region) -> list[str]:
    """Return every name by which a device may call a time zone of a region, in order.

    More than the data lists: all zones of the territory and their older names, for browsers still
    say Asia/Calcutta. A region that is no territory, such as the EU, has only those of the data.
    """
    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    zones = {region.time_zone, *region.other_time_zones}
    zones |= {zone for zone, territory in territories.items() if territory == region.code}
    zones |= {old for old, zone in aliases.items() if zone in zones}
    return sorted(zone for zone in zones if "/" in zone)  # CET and the like name no place


def describe(hours: str, *, language: Language) -> str:
    """Return opening hours in words, for example `Monday to Friday, 09:00–17:00`."""
    opening = OpeningHours(hours)
    words, marks = PROFILES[language].times, PROFILES[language].marks
    names = dict(get_day_names(words.day_names, locale=PROFILES[language].locale).items())
    days = [(_times_of(opening, _MONDAY + timedelta(days=i)), i) for i in range(7)]
    if all(times == "00:00–24:00" for times, _ in days):
        return words.always
    parts = []
    for times, group in groupby(days, key=lambda day: day[0]):
        if times:
            numbers = [number for _, number in group]
            parts.append(_days(numbers, names, language) + words.days_and_hours + times)
    if any(rule in hours for rule in ("PH off", "PH closed")):
        parts.append(words.holidays_off)
    return marks.semicolon.join(parts)


# CLDR calls their time by a neighbour's name, under which nobody looks for it.
_BY_PLACE = ("Asia/Macau",)


def offset(zone: str, *, today: date) -> Offset:
    """Return the offsets of an IANA time zone in the year of `today`."""
    winter, summer = (datetime(today.year, month, 15, 12, tzinfo=UTC) for month in (1, 7))
    return Offset(
        winter=_minutes(zone, winter),
        summer=_minutes(zone, summer),
        winter_to_beijing=_minutes(zone, winter) - _minutes(BEIJING.key, winter),
        summer_to_beijing=_minutes(zone, summer) - _minutes(BEIJING.key, summer),
    )


def zone_name(zone: str, *, language: Language) -> str:
    """Return what people call the time of a zone, for example `United Kingdom Time` (Unicode's CLDR)."""
    locale = PROFILES[language].locale
    city = get_timezone_location(zone, locale=locale, return_city=True)
    if zone in _BY_PLACE:
        return str(Locale.parse(locale).zone_formats["region"] % city)
    name = get_timezone_name(zone, locale=locale)
    # Names of cities stand there by the oldest name of their zone, which Babel does not look for.
    olds = [old for old, new in get_global("zone_aliases").items() if new == zone]
    known = (Locale.parse(locale).time_zones.get(old, {}).get("city") for old in (zone, *olds))
    return name.replace(city, next(filter(None, known), city.rpartition("/")[2]))


def utc_name(minutes: int) -> str:
    """Return an offset as `UTC+8`, `UTC−3:30` or `UTC`."""
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def difference(minutes: int, *, language: Language) -> str:
    """Return a difference to Beijing time in words, for example `比北京时间晚 7 小时`."""
    words = PROFILES[language].times
    if minutes == 0:
        return words.same_as_beijing
    hours, rest = divmod(abs(minutes), 60)
    length = (words.hour if hours == 1 else words.hours).format(hours)
    length += words.minutes.format(rest) if rest else ""
    return (words.ahead if minutes > 0 else words.behind).format(length)


def distinct_offsets(zones: Iterable[str], *, today: date) -> list[int]:
    """Return the different January offsets of some time zones, from west to east, in minutes."""
    return sorted({offset(zone, today=today).winter for zone in zones})


def _minutes(zone: str, moment: datetime) -> int:
    shift = moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return int(shift.total_seconds() // 60)


def _times_of(opening: OpeningHours, day: date) -> str:
    return ", ".join(
        f"{begin:%H:%M}–{'24:00' if end.date() > day else f'{end:%H:%M}'}"
        for begin, end in _open_on(opening, day)
    )


def _days(numbers: list[int], names: dict[int, str], language: Language) -> str:
    words, marks = PROFILES[language].times, PROFILES[language].marks
    if len(numbers) == 7:
        return words.every_day
    first, last = names[numbers[0]], names[numbers[-1]]
    if len(numbers) == 1:
        return first
    return first + (words.range if len(numbers) > 2 else marks.comma) + last

"""Kinds: the checked strings that records are made of, and the base of records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Generic, LiteralString, TypeVar, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from helpkit.data import language_names
from helpkit.data.located import Location
from helpkit.data.vocabulary import CONDITIONS
from helpkit.languages import LANGUAGES, Language
from helpkit.messages import Value
from helpkit.problems import did_you_mean


def refuse(
    key: LiteralString, /, *, location: Location = (), **values: Value
) -> PydanticCustomError:
    """Return the error that `validation` turns into a problem; `location` is inside the record."""
    return PydanticCustomError(key, "", {"values": values, "location": location})


def _read_date(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        if meant := _date_meant(str(value)):
            raise refuse("data-bad-date.meant", value=value, meant=meant.isoformat()) from None
        raise refuse("data-bad-date", value=value) from None


def _date_meant(typed: str) -> date | None:
    """Return the day that a text names in another form with the year first: 2026/11/1, 2026年11月1日."""
    found = re.fullmatch(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D?", typed.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _read_partial_date(value: Any) -> str:
    text = str(value)
    full = text + {4: "-01-01", 7: "-01"}.get(len(text), "")
    _read_date(full)
    return text


def _read_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise refuse("data-bad-time-zone", value=value) from None
    return value


def read_https(value: str, *, location: Location = ()) -> str:
    """Return a web address, or raise the error that a record reports."""
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or "." not in parts.netloc or " " in value:
        raise refuse("data-bad-url", location=location, value=value)
    return value


def _read_hours(value: str) -> str:
    try:
        OpeningHours(value)
    except Exception:
        if zone := _ZONE.search(value):
            meant = " ".join(value.replace(zone[0], " ").split())
            raise refuse("data-bad-hours.zone", typed=zone[0].strip(), meant=meant) from None
        meant = hours_meant(value)
        if _is_read(meant):
            raise refuse("data-bad-hours.meant", value=value, meant=meant) from None
        raise refuse("data-bad-hours", value=value) from None
    return value


def _is_read(hours: str) -> bool:
    try:
        OpeningHours(hours)
    except Exception:
        return False
    return True


def hours_meant(typed: str) -> str:
    """Return hours typed with Chinese words or full-width marks as they are read: 周一至周五 9:00－17:00."""
    text = unicodedata.normalize("NFKC", typed)
    text = re.sub(r"\s*(?:[-–—―~]+|至|到)\s*", "-", text)
    text = re.sub("(?:周|星期|礼拜)([一二三四五六日天])", lambda day: _WEEKDAYS[day[1]], text)
    for words, meant in (
        ("每天|每日", "Mo-Su"),
        ("全天|24 ?小时", "24/7"),
        ("(?:公众假期|公共假期|法定节假日|节假日)(?:休息|不办公|不开)?", "PH off"),
        ("、", ","),
        (r"\s*;\s*", "; "),
        (r"(?<=[A-Za-z])(?=\d)", " "),
    ):
        text = re.sub(words, meant, text)
    return " ".join(text.split())


def _read_week(value: str) -> str:
    value = _read_hours(value)
    if not _WEEK.fullmatch(value):
        raise refuse("data-bad-hours.more", value=value)
    week = OpeningHours(value).intervals(datetime(2026, 1, 5), datetime(2026, 1, 12))
    for start, hour, minute in _NIGHT.findall(value):
        begin, end = start.zfill(5), f"{hour.zfill(2)}:{minute}"
        if "03:00" <= end < begin <= "12:00":  # from the morning on until the next one
            raise refuse(
                "data-bad-hours.night",
                value=f"{start}-{hour}:{minute}",
                meant=f"{start}-{int(hour) + 12}:{minute}",
                start=start,
                end=end,
            )
    if not any(state == State.OPEN for _, _, state, _ in week):
        raise refuse("data-bad-hours.never", value=value)
    return value


def _read_language_tag(value: str) -> str:
    if spoken := language_names.spoken_in(value):
        raise refuse("data-bad-language.country", value=value, spoken=spoken)
    if not all(language_names.name_of(value, reader=language) for language in LANGUAGES):
        raise refuse("data-bad-language", value=value)
    return value


def _read_domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise refuse("data-bad-domain", value=value)
    return value


def read_email(value: str, *, location: Location = ()) -> str:
    """Return an e-mail address, or raise the error that a record reports."""
    name, at, host = value.partition("@")
    if not (name and at and _DOMAIN.fullmatch(host)) or any(c.isspace() for c in value):
        raise refuse("data-bad-email", location=location, value=value)
    return value


def _read_header(value: str) -> str:
    # Characters that every server's configuration takes literally.
    if not re.fullmatch(r"[A-Za-z0-9 ;:=,.*/()'+-]+", value):
        raise refuse("data-bad-header", value=value)
    return value


def plain_http_problem(value: str, location: Location, key: str) -> PydanticCustomError:
    """Return the error for an http address whose record lacks the `key` that gives the reason."""
    return refuse("data-http-source", location=location, value=value, key=key)


Day = Annotated[date, BeforeValidator(_read_date)]


PartialDate = Annotated[str, BeforeValidator(_read_partial_date)]


Zone = Annotated[str, AfterValidator(_read_zone)]


Url = Annotated[str, AfterValidator(read_https)]


Hours = Annotated[str, AfterValidator(_read_week)]


LanguageTag = Annotated[str, AfterValidator(_read_language_tag)]


Domain = Annotated[str, AfterValidator(_read_domain)]


Email = Annotated[str, AfterValidator(read_email)]


HeaderText = Annotated[str, AfterValidator(_read_header)]


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


PeriodLength = Annotated[str, Field(pattern=r"^P[1-9]\d*[DWMY]$")]


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$")]

# A page, or a contact on it.
Published = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*(#[a-z0-9]+(-[a-z0-9]+)*)?$"),
]


NonEmpty = Annotated[str, Field(min_length=1)]


# Labels of RFC 1035, also in other scripts; the last one does not begin with a digit, else it is a number.
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")


# The part of the syntax that we can put into words: days and times of one ordinary week, and
# holidays off. It also knows months, dates, weeks, sunrise, open ends, comments, fallbacks and
# holiday hours.
_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_DAYS = rf"{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*"
_TIME = r"\d{1,2}:\d{2}"
_TIMES = rf"{_TIME}-{_TIME}(?:, ?{_TIME}-{_TIME})*"
_RULE = rf"(?:PH|{_DAYS}) (?:off|closed)|(?:{_DAYS} )?{_TIMES}"
_WEEKDAYS = dict(
    zip("一二三四五六日天", ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Su"], strict=True)
)
# A time zone that stands behind hours on web pages.
_ZONE = re.compile(
    r"[(（] ?(?:UTC|GMT|[A-Z]{2,5}T?)[^()（）]*[)）]|\b(?:UTC|GMT|[A-Z]{1,3}[SD]?T)\b(?:[+−-]\d[\d:]*)?"
    r"|[(（]?(?:北京|香港|台北|当地)时间[)）]?|[(（]?local time[)）]?"
)
_NIGHT = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}):(\d{2})")
_WEEK = re.compile(rf"24/7|(?:{_RULE})(?:; ?(?:{_RULE}))*")


class Record(BaseModel):
    """The base of all records: unknown keys are refused, values cannot change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


Content = TypeVar("Content", covariant=True)
Class = TypeVar("Class", bound=type[BaseModel])


class ByLanguage(Generic[Content]):
    """A value for each language: `text[language]`."""

    def __getitem__(self, language: Language) -> Content:
        """Return the value of one language. Raises AttributeError for one that the site has not."""
        value: Content = getattr(self, language)
        return value

    @property
    def by_language(self) -> dict[Language, Content]:
        """The values of all languages."""
        return {language: self[language] for language in LANGUAGES}


def in_each_language(kind: Any, *, default: Any = ...) -> Callable[[Class], Class]:
    """Add one field per language of the table to a record, after its own fields.

    Without a default, a language new to the table is reported as a missing key wherever it is
    missing; no other language replaces it.
    """

    def extend(record: Class) -> Class:
        fields: Any = {language: (kind, default) for language in LANGUAGES}
        extended = create_model(
            record.__name__,
            __base__=record,
            __module__=record.__module__,
            __doc__=record.__doc__,
            **fields,
        )
        return cast(Class, extended)

    return extend


def _read_condition(value: str) -> str:
    if value not in CONDITIONS:
        raise refuse(
            "data-unknown-condition",
            value=value,
            hint=did_you_mean(value, CONDITIONS),
            known=tuple(CONDITIONS),
        )
    return value


def _read_pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise refuse("data-bad-pattern", value=value, error=str(error)) from None
    return value


Pattern = Annotated[NonEmpty, AfterValidator(_read_pattern)]


Condition = Annotated[str, AfterValidator(_read_condition)]

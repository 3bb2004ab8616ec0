"""Records of the data files: closed, typed, frozen. They know no HTML and no files.

Values arrive as raw strings (see `located`). A record that exists is well formed; whether it may
be published on a given day is for `directory` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from helpkit.data.kinds import (
    ByLanguage,
    Condition,
    Day,
    Email,
    Hours,
    Id,
    LanguageTag,
    NonEmpty,
    PartialDate,
    PeriodLength,
    Record,
    Url,
    Zone,
    in_each_language,
    plain_http_problem,
    read_email,
    read_https,
    refuse,
)
from helpkit.data.located import Location
from helpkit.data.vocabulary import (
    ChannelKind,
    ContactKind,
    Cost,
    FromAbroad,
    Part,
    PeriodKind,
    PeriodStart,
    PhoneUse,
    ReadingKind,
    RouteWay,
    SourceKind,
    ValueForm,
)
from helpkit.languages import LANGUAGES, PROFILES, Language
from helpkit.text.digests import digest
from helpkit.text.numbers import lengths

# How long evidence may count at most, in days: numbers change, and a year is long for one.
MOST_DAYS = 400
_HAN = re.compile("[㐀-鿿]")


def swapped(texts: Mapping[Language, str]) -> list[Language]:
    """Return the languages whose texts are in the wrong script, if two texts were swapped."""
    wrong = [
        language
        for language, text in texts.items()
        if re.search(r"\w{2}", text)
        and bool(_HAN.search(text)) != (PROFILES[language].script == "han")
    ]
    return wrong if len({PROFILES[language].script for language in wrong}) > 1 else []


@in_each_language(NonEmpty)
class Wording(Record, ByLanguage[str]):
    """Words for readers, in every language."""

    @model_validator(mode="after")
    def _stands_in_its_own_language(self) -> Wording:
        wrong = swapped({language: self[language] for language in LANGUAGES})
        # A button that leads to another language is named in that one.
        named = any(PROFILES[other].name in self[language] for language in wrong for other in wrong)
        if wrong and not named:
            raise refuse("data-swapped", keys=tuple(wrong))
        return self


class Text(Wording):
    """A text for readers, in every language; `{service}` in it is the name of the service.

    `when` holds other words for conditions: the first condition that holds decides. The
    directory has chosen already, so a view sees the words that count.
    """

    when: dict[Condition, Wording] = Field(default_factory=dict, exclude=True)

    @classmethod
    def of(cls, words: Callable[[Language], str]) -> Text:
        """Return a text from what a function says in each language."""
        return cls.model_validate({language: words(language) for language in LANGUAGES})


class Evidence(Record):
    """Which page states a value, what kind of source it is, how and when we read it."""

    source: Url
    source_kind: SourceKind
    source_date: PartialDate | None = None
    also: tuple[Url, ...] = ()
    plain_http: str | None = None
    read: ReadingKind
    read_on: Day
    named_by: Text | None = None

    @model_validator(mode="after")
    def _names_foreign_governments(self) -> Evidence:
        if self.source_kind == "foreign-government" and not self.named_by:
            raise refuse("data-foreign-government.unnamed", location=("source_kind",))
        return self

    @model_validator(mode="after")
    def _is_of_a_page_that_was_there(self) -> Evidence:
        read_on = self.read_on.isoformat()
        if self.source_date and self.source_date > read_on[: len(self.source_date)]:
            raise refuse("data-source-later", location=("source_date",), read_on=read_on)
        return self

    def is_old(self, today: date) -> bool:
        """Return whether the page says itself that it was written five years ago or earlier."""
        return self.source_date is not None and int(self.source_date[:4]) <= today.year - 5

    @model_validator(mode="after")
    def _needs_https(self) -> Evidence:
        pages = [(("source",), self.source), *((("also", i), u) for i, u in enumerate(self.also))]
        for location, url in pages:
            if url.startswith("http://") and not self.plain_http:
                raise plain_http_problem(url, location, '"plain_http:" with the reason')
        return self


class Route(Record):
    """A way for people who cannot hear or speak: a text, a relay or textphone, or an app."""

    way: RouteWay
    how: Text
    number: NonEmpty | None = None
    short_code: bool = False
    website: Url | None = None
    evidence: Evidence | None = None


class Phone(Record):
    """A number as its owner writes it. `phones` derives everything else."""

    number: NonEmpty
    label: Text | None = None
    use: PhoneUse = "voice"
    from_abroad: FromAbroad = "unknown"
    national_only: bool = False
    short_code: bool = False
    routes: tuple[Route, ...] = ()
    evidence: Evidence | None = None

    @model_validator(mode="after")
    def _stays_at_home_if_short(self) -> Phone:
        if self.short_code and self.from_abroad == "yes" and not self.number.startswith("+"):
            raise refuse("data-short-abroad", location=("from_abroad",), number=self.number)
        return self

    def with_routes(self) -> list[Phone]:
        """Return the number and those of its routes, each with the evidence that it rests on."""
        return [self, *(self.of_route(route) for route in self.routes if route.number)]

    def of_route(self, route: Route) -> Phone:
        """Return the number of one of its routes."""
        return Phone(
            number=route.number or self.number,
            use="sms" if route.way == "text" else "voice",
            short_code=route.short_code,
            evidence=route.evidence or self.evidence,
        )


class ContactName(Wording):
    """The name of a body, for readers, and as the body itself writes it."""

    local: str | None = None
    local_language: LanguageTag | None = None


class Reading(Record):
    """An earlier day on which a person read a contact in its source, and what changed then."""

    on: Day
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class ContactValue:
    """A value of a contact as written.

    `location` and `proof` say where in the record it stands, and the evidence for it. `phone` is
    what is dialled, if it is a number.
    """

    form: ValueForm
    text: str
    location: Location
    evidence: Evidence
    proof: Location
    phone: Phone | None = None


class Contact(Record):
    """A public body that helps, with the evidence for what we say of it.

    `stops_payments` says that it blocks cards, puts callers through to their bank, or is to be called
    at once when money has gone. `not_for_danger` says that it is a line of the police for reports, not
    for people in danger. `hours_vary` says that `hours_note` names days on which `hours` do not hold: then no page
    says whether it is open.
    """

    id: Id
    kind: ContactKind
    name: ContactName
    help: Text
    stops_payments: bool = False
    not_for_danger: bool = False
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    website: Url | None = None
    website_plain_http: bool = False
    report_url: Url | None = None
    report_evidence: Evidence | None = None
    hours: Hours | None = None
    hours_note: Text | None = None
    hours_vary: bool = False
    time_zone: Zone | None = None
    languages: tuple[LanguageTag, ...] = ()
    languages_note: Text | None = None
    cost: Cost = "unknown"
    cost_note: Text | None = None
    caution: Text | None = None
    evidence: Evidence
    history: tuple[Reading, ...] = ()

    def values(self) -> Iterator[ContactValue]:
        """Yield every value: numbers and their routes, e-mail addresses, website, report form."""
        own: tuple[Evidence, Location] = (self.evidence, ("evidence",))
        for number, phone in enumerate(self.phones):
            at: Location = ("phones", number)
            said = (phone.evidence, (*at, "evidence")) if phone.evidence else own
            yield ContactValue("phone", phone.number, (*at, "number"), *said, phone)
            for index, route in enumerate(phone.routes):
                here = (*at, "routes", index)
                of_route = (route.evidence, (*here, "evidence")) if route.evidence else said
                if route.number:
                    line = phone.of_route(route)
                    yield ContactValue("phone", line.number, (*here, "number"), *of_route, line)
                if route.website:
                    yield ContactValue("link", route.website, (*here, "website"), *of_route)
        for index, email in enumerate(self.emails):
            yield ContactValue("email", email, ("emails", index), *own)
        if self.website:
            yield ContactValue("link", self.website, ("website",), *own)
        if self.report_url:
            evidence = self.report_evidence
            report = (evidence, ("report_evidence",)) if evidence else own
            yield ContactValue("link", self.report_url, ("report_url",), *report)

    @model_validator(mode="after")
    def _needs_https(self) -> Contact:
        if self.website and self.website.startswith("http://") and not self.website_plain_http:
            raise plain_http_problem(self.website, ("website",), '"website_plain_http: true"')
        if self.report_url and self.report_url.startswith("http://"):
            raise refuse("data-http-source.form", location=("report_url",), address=self.report_url)
        return self


class Withdrawn(Record):
    """Values that we published once and have taken back: shown struck through, never dialable.

    `history` names the days on which they were read while they were published: a value that never
    was has nothing to be withdrawn, and belongs into `known-bad.yml` or nowhere.
    """

    id: Id
    kind: ContactKind | ChannelKind
    name: Text
    values: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    history: Annotated[tuple[Reading, ...], Field(min_length=1)]
    withdrawn_on: Day
    reason: Text
    replaced_by: Id | None = None


class Lead(Record):
    """Something to verify. Kept for the team, never drawn."""

    id: Id
    kind: ContactKind
    status: Literal["secondary", "unconfirmed"]
    what: NonEmpty
    values: tuple[str, ...] = ()
    note: NonEmpty
    evidence: Evidence | None = None


_DAY = 86_400.0
_MEASURES = {
    "D": ("second", _DAY),
    "W": ("second", 7 * _DAY),
    "M": ("month", 1),
    "Y": ("month", 12),
}


class Period(Record):
    """A time that the words of a step state so that its last day can be counted.

    `kind`: the other side answers, the reader acts, or the reader may go on from then. It runs
    from what `from` names. `length` is an ISO 8601 duration of one unit. `case` says to which
    firms or matters alone it applies, `remark` under which condition.
    """

    kind: PeriodKind
    length: PeriodLength
    counted: Literal["calendar", "business"] = "calendar"
    start: PeriodStart = Field(alias="from")
    case: Text | None = None
    remark: Text | None = None

    @property
    def count(self) -> int:
        """How many days, weeks, months or years it has."""
        return int(self.length[1:-1])

    @property
    def unit(self) -> str:
        """The letter of its unit: D, W, M or Y."""
        return self.length[-1]

    @property
    def measure(self) -> tuple[str, float]:
        """The length as `text.numbers` reads it: two weeks are fourteen days."""
        if self.counted == "business":
            return "working day", self.count
        kind, each = _MEASURES[self.unit]
        return kind, self.count * each

    @model_validator(mode="after")
    def _counts_business_days(self) -> Period:
        if self.counted == "business" and self.unit != "D":
            raise refuse("data-period.business", location=("length",), length=self.length)
        return self


class LadderStep(Record):
    """One step of a complaint: whom to go to, their deadline, and the reader's own.

    `periods` say again, for counting, what `deadline` and `act_within` say in words. `case` names
    the firms or matters for which no source states any days, beside the cases of the periods.
    """

    who: Text
    deadline: Text | None = None
    act_within: Text | None = None
    contact: Id | None = None
    periods: tuple[Period, ...] = ()
    case: Text | None = None
    evidence: Evidence

    def rule_of(self, period: Period) -> Text | None:
        """Return the sentence that states a period."""
        return self.deadline if period.kind == "answer" else self.act_within or self.deadline

    @model_validator(mode="after")
    def _states_its_periods(self) -> LadderStep:
        for index, period in enumerate(self.periods):
            rule = self.rule_of(period)
            said = [rule[language] for language in LANGUAGES] if rule else []
            with_unit = [words for words in said if period.measure in lengths(words)]
            # A language may leave the unit to the sentence: "30 days at most; 21 for hardship".
            number = re.compile(rf"(?<!\d){period.count}(?!\d)")
            if not with_unit or not all(
                words in with_unit or number.search(words) for words in said
            ):
                raise refuse(
                    "data-period", location=("periods", index, "length"), length=period.length
                )
        return self


class Ladder(Record):
    """The order in which to complain in a region, from primary sources only."""

    applies: Text
    steps: Annotated[tuple[LadderStep, ...], Field(min_length=1)]


class OkpayChannel(Record):
    """A channel of OKPay itself. Published only with evidence on an official domain."""

    kind: ChannelKind
    value: NonEmpty
    short_code: bool = False
    help: Text | None = None
    hours: Hours | None = None
    languages: tuple[LanguageTag, ...] = ()
    evidence: Evidence
    history: tuple[Reading, ...] = ()

    @property
    def id(self) -> str:
        """The id shown in lists, which is its kind: terminals and feeds never show the value."""
        return self.kind

    @property
    def form(self) -> ValueForm:
        """How the value is reached; a live chat or an account has an address or only a handle."""
        if self.kind == "hotline":
            return "phone"
        if self.kind == "email":
            return "email"
        return "link" if "://" in self.value else "handle"

    @property
    def phone(self) -> Phone:
        """What is dialled; the value of a hotline."""
        return Phone(number=self.value, short_code=self.short_code)

    def as_value(self) -> ContactValue:
        """Return the value and what proves it, as `Contact.values` yields those of a contact."""
        phone = self.phone if self.form == "phone" else None
        return ContactValue(self.form, self.value, ("value",), self.evidence, ("evidence",), phone)

    def anchor_in(self, region: str) -> str:
        """Return the id of its anchor: unique for each value and region, without any digit of the value."""
        return f"{self.kind}-{region.lower()}-{digest(self.value.encode())}"

    @model_validator(mode="after")
    def _reads_as_its_kind(self) -> OkpayChannel:
        if self.form == "email":
            read_email(self.value, location=("value",))
        elif "://" in self.value:
            read_https(self.value, location=("value",))
        return self


class Region(Record):
    """A country or territory (ISO 3166 code), or EU for the whole European Union."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    name: Text
    part: Part
    time_zone: Zone
    other_time_zones: tuple[Zone, ...] = ()
    okpay_channels: tuple[OkpayChannel, ...] = ()
    contacts: tuple[Contact, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    leads: tuple[Lead, ...] = ()
    ladder: Ladder | None = None
    ladder_searched_on: Day | None = None

    @property
    def slug(self) -> str:
        """The last part of the region page's address, for example `hk`."""
        return self.code.lower()

    @property
    def ladder_name(self) -> str:
        """What commands call its complaint ladder, for example `gb-ladder`."""
        return f"{self.slug}-ladder"

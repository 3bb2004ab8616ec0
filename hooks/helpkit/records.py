"""Records: what each data file may say. Closed, typed, frozen; they know no HTML and no files.

Values arrive as raw strings (see `located`). A record that exists is well formed; whether it may
be published on a given day is for `directory` to say.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Literal, LiteralString, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from opening_hours import OpeningHours
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from helpkit.fingerprints import digest
from helpkit.problems import did_you_mean, one_of

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Part = Literal[
    "east-asia",
    "southeast-asia",
    "south-asia",
    "middle-east",
    "europe",
    "americas",
    "oceania",
    "africa",
]
ContactKind = Literal["police", "anti-scam", "regulator", "ombudsman", "consumer", "card-blocking"]
SourceKind = Literal["own", "government", "secondary"]
ReadingKind = Literal["live", "stored-copy", "operator"]
PhoneUse = Literal["voice", "sms", "whatsapp"]
FromAbroad = Literal["yes", "no", "unknown"]
Cost = Literal["free", "local", "premium", "unknown"]
ClaimStatus = Literal["confirmed", "general-practice", "unconfirmed", "wrong"]
ChannelKind = Literal["hotline", "email", "live-chat", "social-media"]
SafetyGroup = Literal["never-share", "money", "caller"]
CheckerAnswer = Literal["listed", "known-bad", "looks-like", "not-listed"]
PictureMark = Literal[
    "hang-up",
    "bank",
    "police",
    "password",
    "evidence",
    "account",
    "pages",
    "advert",
    "call",
    "chat",
    "documents",
    "screen",
    "money",
    "again",
]
ArticleType = Literal["landing", "how-to", "guide", "reference", "contacts"]
# What a text may depend on: who publishes the site, and which channels of the service are
# published on the day. `channel` means one of any kind.
CONDITIONS: tuple[str, ...] = (
    "independent",
    "official",
    *(f"{no}{kind}" for kind in ("channel", *get_args(ChannelKind)) for no in ("", "no-")),
)


Place = tuple[str | int, ...]


def _refuse(rule: LiteralString, what: str, fix: str, *, place: Place = ()) -> PydanticCustomError:
    """Return the error that `validation` turns into a problem; `place` is inside the record."""
    return PydanticCustomError(rule, "{what}\n{fix}", {"what": what, "fix": fix, "place": place})


def _read_date(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _refuse(
            "data-bad-date",
            f'"{value}" is not a date.',
            "write year-month-day, for example 2026-11-22",
        ) from None


def _read_partial_date(value: Any) -> str:
    text = str(value)
    full = text + {4: "-01-01", 7: "-01"}.get(len(text), "")
    _read_date(full)
    return text


def _read_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise _refuse(
            "data-bad-time-zone",
            f'No time zone is called "{value}".',
            "use a name from the IANA list, for example Asia/Hong_Kong",
        ) from None
    return value


def _read_https(value: str, *, place: Place = ()) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or "." not in parts.netloc or " " in value:
        raise _refuse(
            "data-bad-url",
            f'"{value}" is not a web address.',
            "copy the whole address from the browser, from https:// on",
            place=place,
        )
    return value


def _read_hours(value: str) -> str:
    try:
        OpeningHours(value)
    except Exception:
        raise _refuse(
            "data-bad-hours",
            f'"{value}" is not in the opening_hours form.',
            'write for example "Mo-Fr 09:00-17:00; PH off" or "24/7"',
        ) from None
    return value


def _read_week(value: str) -> str:
    value = _read_hours(value)
    holidays = re.sub(r"PH (?:off|closed)", "", value)
    if re.search(_BEYOND_A_WEEK, holidays) or ("24/7" in value and value != "24/7"):
        raise _refuse(
            "data-bad-hours",
            f'"{value}" says more than the hours of one ordinary week.',
            'write the ordinary week, with "PH off" at most, and the rest in hours_note',
        )
    return value


def _read_language_tag(value: str) -> str:
    try:
        Locale.parse(value, sep="-")
    except (ValueError, UnknownLocaleError):
        raise _refuse(
            "data-bad-language",
            f'"{value}" is not a language tag.',
            "use a BCP 47 tag such as zh-Hans, zh-Hant, en, ja",
        ) from None
    return value


def _read_domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise _refuse(
            "data-bad-domain",
            f'"{value}" is not the name of a domain.',
            "write it as in okpay.example, without https:// and without a path",
        )
    return value


def _read_email(value: str, *, place: Place = ()) -> str:
    name, at, host = value.partition("@")
    if not (name and at and _DOMAIN.fullmatch(host)) or any(c.isspace() for c in value):
        raise _refuse(
            "data-bad-email",
            f'"{value}" is not an e-mail address.',
            "write name@host.example",
            place=place,
        )
    return value


def _read_header(value: str) -> str:
    # Every server's configuration reads these signs, and no others, as they stand.
    if not re.fullmatch(r"[A-Za-z0-9 ;:=,.*/()'+-]+", value):
        raise _refuse(
            "data-bad-header",
            f'"{value}" cannot stand in a header.',
            "use letters, digits, spaces and ; : = , . * / ( ) ' + -",
        )
    return value


def _plain_http_problem(value: str, place: Place, key: str) -> PydanticCustomError:
    return _refuse(
        "data-http-source",
        f'"{value}" is an address without encryption (http).',
        f"use the https address of the page; if there is none, add {key}",
        place=place,
    )


Day = Annotated[date, BeforeValidator(_read_date)]
PartialDate = Annotated[str, BeforeValidator(_read_partial_date)]
Zone = Annotated[str, AfterValidator(_read_zone)]
Url = Annotated[str, AfterValidator(_read_https)]
Hours = Annotated[str, AfterValidator(_read_week)]
LanguageTag = Annotated[str, AfterValidator(_read_language_tag)]
Domain = Annotated[str, AfterValidator(_read_domain)]
Email = Annotated[str, AfterValidator(_read_email)]
HeaderText = Annotated[str, AfterValidator(_read_header)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$")]
NonEmpty = Annotated[str, Field(min_length=1)]


# Labels of RFC 1035, also in other scripts; the last one does not begin with a digit, else it is a number.
_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}")
# Months, dates, holidays with hours of their own: pages show one ordinary week.
_BEYOND_A_WEEK = r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|PH|SH|week|easter|sunrise|sunset)\b|\[|\d{4}"


class Record(BaseModel):
    """The base of all records: unknown keys are refused, values cannot change."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _read_condition(value: str) -> str:
    if value not in CONDITIONS:
        raise _refuse(
            "data-unknown-condition",
            f'No condition is called "{value}".{did_you_mean(value, CONDITIONS)}',
            f"use one of {one_of(CONDITIONS)}",
        )
    return value


def _read_pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise _refuse(
            "data-bad-pattern",
            f'"{value}" is not a regular expression: {error}.',
            "put a \\ before a character that stands for itself, or bring the old line back",
        ) from None
    return value


Pattern = Annotated[NonEmpty, AfterValidator(_read_pattern)]
Condition = Annotated[str, AfterValidator(_read_condition)]


class Wording(Record):
    """Words for readers, in both languages."""

    zh: NonEmpty
    en: NonEmpty

    def __getitem__(self, language: Language) -> str:
        """Return the words in one language."""
        return self.zh if language == "zh" else self.en


class Text(Wording):
    """A text for readers, in both languages; `{service}` in it is the name of the service.

    `when` holds other words for conditions: the first condition that holds decides. The
    directory has chosen already, so a view sees the words that count.
    """

    when: dict[Condition, Wording] = Field(default_factory=dict, exclude=True)


class Evidence(Record):
    """Which page states a value, what kind of source it is, how and when we read it."""

    source: Url
    source_kind: SourceKind
    source_date: PartialDate | None = None
    also: tuple[Url, ...] = ()
    plain_http: str | None = None
    read: ReadingKind
    read_on: Day

    @model_validator(mode="after")
    def _needs_https(self) -> Evidence:
        pages = [(("source",), self.source), *((("also", i), u) for i, u in enumerate(self.also))]
        for place, url in pages:
            if url.startswith("http://") and not self.plain_http:
                raise _plain_http_problem(url, place, '"plain_http:" with the reason')
        return self


class Phone(Record):
    """A number as its owner writes it. What is derived from it: see `phones`."""

    number: NonEmpty
    label: Text | None = None
    use: PhoneUse = "voice"
    from_abroad: FromAbroad = "unknown"
    national_only: bool = False
    short_code: bool = False
    evidence: Evidence | None = None


class ContactName(Record):
    """The name of a body, for readers, and as the body itself writes it."""

    zh: NonEmpty
    en: NonEmpty
    local: str | None = None
    local_language: LanguageTag | None = None

    def __getitem__(self, language: Language) -> str:
        """Return the name in one language."""
        return self.zh if language == "zh" else self.en


class Reading(Record):
    """An earlier day on which a person read a contact in its source, and what changed then."""

    on: Day
    note: Text | None = None


class Contact(Record):
    """A public body that helps, with the evidence for what we say of it."""

    id: Id
    kind: ContactKind
    name: ContactName
    help: Text
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    website: Url | None = None
    website_plain_http: bool = False
    hours: Hours | None = None
    hours_note: Text | None = None
    time_zone: Zone | None = None
    languages: tuple[LanguageTag, ...] = ()
    languages_note: Text | None = None
    cost: Cost = "unknown"
    cost_note: Text | None = None
    caution: Text | None = None
    evidence: Evidence
    history: tuple[Reading, ...] = ()

    @model_validator(mode="after")
    def _needs_https(self) -> Contact:
        if self.website and self.website.startswith("http://") and not self.website_plain_http:
            raise _plain_http_problem(self.website, ("website",), '"website_plain_http: true"')
        return self


class Withdrawn(Record):
    """Values that we published once and have taken back: shown struck through, never dialable."""

    id: Id
    kind: ContactKind | ChannelKind
    name: Text
    values: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
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


class LadderStep(Record):
    """One step of a complaint: whom to go to, their deadline, and the reader's own."""

    who: Text
    deadline: Text | None = None
    act_within: Text | None = None
    contact: Id | None = None
    evidence: Evidence


class Ladder(Record):
    """The order in which to complain in a region, from primary sources only."""

    applies: Text
    steps: Annotated[tuple[LadderStep, ...], Field(min_length=1)]


class OkpayChannel(Record):
    """A channel of OKPay itself. Published only with evidence on an official domain."""

    kind: ChannelKind
    value: NonEmpty
    help: Text | None = None
    hours: Hours | None = None
    languages: tuple[LanguageTag, ...] = ()
    evidence: Evidence
    history: tuple[Reading, ...] = ()

    @property
    def id(self) -> str:
        """What lists call it: its kind. The value itself has no place in a terminal or a feed."""
        return self.kind

    def anchor_in(self, region: str) -> str:
        """Return what links call it: another one for each value and region, with no digit of it."""
        return f"{self.kind}-{region.lower()}-{digest(self.value.encode())}"

    @model_validator(mode="after")
    def _reads_as_its_kind(self) -> OkpayChannel:
        if self.kind == "email":
            _read_email(self.value, place=("value",))
        elif "://" in self.value:
            _read_https(self.value, place=("value",))
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

    @property
    def slug(self) -> str:
        """The last part of the region page's address, for example `hk`."""
        return self.code.lower()


class ValidDays(Record):
    """For how many days evidence counts, by kind of value."""

    phone: Annotated[int, Field(gt=0)]
    short_code: Annotated[int, Field(gt=0, alias="short-code")]
    email: Annotated[int, Field(gt=0)]
    website: Annotated[int, Field(gt=0)]
    ladder: Annotated[int, Field(gt=0)]


class OfficialDomain(Record):
    """A domain proven to be the service's own; the evidence says by whom."""

    domain: Domain
    evidence: Evidence


class Service(Record):
    """The service that the site is about, and who we are to it."""

    name: NonEmpty
    sample: bool = False
    publisher: Literal["independent", "official"]
    official_domains: tuple[OfficialDomain, ...] = ()
    searched_on: Day
    valid_days: ValidDays


class Claim(Record):
    """Something that is said about OKPay, and how sure we are of it.

    `only_while` names the condition without which the table of channels leaves it out: that
    there is a hotline is no mere claim any more once one is published.
    """

    id: Id
    only_while: Condition | None = None
    claim: Text
    status: ClaimStatus
    finding: Text
    advice: Text


class Channel(Record):
    """A kind of channel: what it is good for, how it is abused, what is claimed of it."""

    id: ChannelKind
    name: Text
    page: NonEmpty
    good_for: Text
    not_for: Text
    how: Text
    risk: Text
    claims: tuple[Claim, ...] = ()


class SafetyRule(Record):
    """A rule that never changes, with those who say so."""

    id: Id
    groups: tuple[SafetyGroup, ...] = ()
    advice: Literal["do", "never"] = "never"
    rule: Text
    why: Text
    authorities: Annotated[tuple[Id, ...], Field(min_length=1)]


class Namesake(Record):
    """A service that shares the name, or nearly."""

    id: Id
    name: NonEmpty
    domains: tuple[Domain, ...] = ()
    what: Text
    since: Text | None = None
    status: Text
    contact_published: Text
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]


class Words(Record):
    """Words in each language."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        """Return the words of one language."""
        return self.zh if language == "zh" else self.en


class Term(Record):
    """What we call a thing, what readers call it, and what writers should not."""

    id: Id
    in_glossary: bool = True
    prefer: Text
    avoid: Words = Words()
    readers_say: Words = Words()
    meaning: Text
    page: str | None = None


class Reference(Record):
    """A page that an article rests on.

    `not_linked` says why nobody is to be sent there, such as a domain that may have a new owner.
    """

    publisher: Text
    title: Text
    not_linked: NonEmpty | None = None
    evidence: Evidence

    @property
    def link(self) -> str | None:
        """Return the address to link to; none for a page that is only named.

        An address without encryption is only named too: what comes back may have been changed.
        """
        plain = self.evidence.source.startswith("http:")
        return None if plain or self.not_linked else self.evidence.source


class Message(Record):
    """A message for readers to send, with blanks to fill in."""

    title: Text
    use: Text
    zh: NonEmpty
    en: NonEmpty

    def __getitem__(self, language: Language) -> str:
        """Return the message in one language."""
        return self.zh if language == "zh" else self.en


class PictureStep(Record):
    """One step of a picture: its mark, the words of the article, and a few words more."""

    mark: PictureMark
    words: Text
    more: Text


class Picture(Record):
    """Steps drawn with marks. It says what the list in a section of an article says."""

    page: NonEmpty
    section: Id
    title: Text
    steps: Annotated[tuple[PictureStep, ...], Field(min_length=2)]
    end: Text


class KnownBad(Record):
    """A value that must never be used, and why. Kept to compare with, never drawn."""

    value: NonEmpty
    kind: Literal["domain", "phone"]
    region: str | None = None
    why: Text
    noted_on: Day


class Decision(Record):
    """A row of the checker's table: when all facts hold, this is the answer and its reason."""

    kinds: tuple[Literal["phone", "email", "link", "handle", "unreadable"], ...]
    when: tuple[Id, ...] = ()
    answer: CheckerAnswer
    reason: Id


class AnswerText(Record):
    """How an answer of the checker reads, and what to do now."""

    headline: Text
    now: Annotated[tuple[Text, ...], Field(min_length=1)]


_CHECKER_WORDS = (
    *("forged", "label", "button", "hint", "read-as", "now", "record", "checked", "urgent"),
    *("called", "failed"),
)


def _need_checker_words(words: dict[str, Text]) -> dict[str, Text]:
    for missing in (word for word in _CHECKER_WORDS if word not in words):
        raise _refuse(
            "data-missing-key",
            f'The key "{missing}" is missing here.',
            f'add "{missing}:" with its value',
        )
    return words


class CheckerRules(Record):
    """How the checker decides and what it says; see `checker`."""

    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    answers: dict[CheckerAnswer, AnswerText]
    reasons: dict[str, Text]
    words: Annotated[dict[str, Text], AfterValidator(_need_checker_words)]
    least_label: int
    least_number: int
    least_part: int
    exit_prefixes: tuple[str, ...]
    digit_zeros: tuple[str, ...]
    numerals: dict[str, str]
    dots: tuple[str, ...]
    letters_as_digits: dict[str, str]
    same_look: tuple[tuple[str, str], ...]
    affix_words: tuple[str, ...]
    common_labels: tuple[str, ...]
    not_the_brand: tuple[str, ...]
    free_mail: tuple[str, ...]
    shorteners: tuple[str, ...]
    messengers: tuple[str, ...]
    handle_words: tuple[str, ...]


class SearchGroup(Record):
    """Words that mean the same to a searcher. An id of a term adds to what the term says."""

    id: Id
    zh: tuple[NonEmpty, ...] = ()
    en: tuple[NonEmpty, ...] = ()

    def __getitem__(self, language: Language) -> tuple[str, ...]:
        """Return the words of one language."""
        return self.zh if language == "zh" else self.en


class SearchWords(Record):
    """How readers type, beyond the terms: see `data/search.yml`."""

    variants: str = ""
    overviews: tuple[NonEmpty, ...] = ()
    routes: tuple[NonEmpty, ...] = ()
    ignore: Words = Words()
    urgent: Words = Words()
    local: Words = Words()
    regions: dict[str, Words] = Field(default_factory=dict)
    groups: tuple[SearchGroup, ...] = ()

    @property
    def folding(self) -> dict[str, str]:
        """Which character is read as which other one."""
        return {pair[0]: pair[1] for pair in self.variants.split()}


class Contradiction(Record):
    """Sentences that must not stand on the site while a condition holds, as regular expressions."""

    when: Condition
    zh: Pattern
    en: Pattern


class Move(Record):
    """A page that stands no more at its address: it moved to another page, or is gone."""

    page: Slug
    moved_to: Slug | None = None
    gone: bool = False
    on: Day

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Move:
        if bool(self.moved_to) == self.gone:
            raise _refuse(
                "data-moved-or-gone",
                f'It does not say whether "{self.page}" moved or is gone.',
                'write "moved_to:" with the page that readers shall find instead, or "gone: true"',
            )
        return self


class FrontWords(Record):
    """What an article says of itself under a condition, where that differs."""

    title: NonEmpty | None = None
    short: NonEmpty | None = None
    description: NonEmpty | None = None
    answer: NonEmpty | None = None


class Figure(Record):
    """A number for each language."""

    zh: Annotated[float, Field(gt=0)]
    en: Annotated[float, Field(gt=0)]

    def __getitem__(self, language: Language) -> float:
        """Return the number of one language."""
        return self.zh if language == "zh" else self.en


class ReadingLimits(Record):
    """Which pages must be easy to read, and how easy; see `reading`."""

    pages: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    most: Figure
    long: Figure


class Features(Record):
    """Browser features that no page may use, and those that our own pages may."""

    refused: tuple[Id, ...]
    allowed: tuple[Id, ...]


class Caching(Record):
    """`Cache-Control` of names that carry a hash of their content, and of all others."""

    hashed: HeaderText
    other: HeaderText


class Hosting(Record):
    """How servers shall send the site: see `data/hosting.yml`."""

    policy: dict[Id, tuple[HeaderText, ...]]
    headers: dict[HeaderText, HeaderText]
    features: Features
    caching: Caching
    types: dict[Id, HeaderText]
    security_txt_days: Annotated[int, Field(gt=0, lt=366)]


class FrontMatter(Record):
    """What stands above an article."""

    title: NonEmpty
    short: NonEmpty
    description: NonEmpty
    answer: NonEmpty
    type: ArticleType
    aliases: tuple[NonEmpty, ...] = ()
    sources: tuple[Id, ...] = ()
    reviewed: Day
    change: Literal["minor", "content", "major"] | None = None
    source: str | None = None
    when: dict[Condition, FrontWords] = Field(default_factory=dict)

    def under(self, conditions: Collection[str]) -> FrontMatter:
        """Return what counts under some conditions: the first of `when` that holds decides."""
        words = next((w for name, w in self.when.items() if name in conditions), None)
        return self.model_copy(update=words.model_dump(exclude_none=True)) if words else self

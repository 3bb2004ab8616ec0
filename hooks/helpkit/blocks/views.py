"""The blocks that writers use: their names, what may stand in them, and what each one shows.

A view turns records into what its template needs and nothing more. Templates of the same name
are in `overrides/blocks/`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from helpkit.data import deadlines, hours, language_names, phones, public_holidays
from helpkit.data.directory import (
    CHANNEL_ORDER,
    EXPIRING,
    PART_ORDER,
    Change,
    Directory,
    PublishedContact,
)
from helpkit.data.quoted_texts import Words
from helpkit.data.records import Contact, OkpayChannel, Period, Phone, Region, Route
from helpkit.data.vocabulary import MONEY_KINDS, ContactKind, PeriodStart
from helpkit.languages import LANGUAGES, PROFILES, Language
from helpkit.outputs import crisis
from helpkit.outputs.changed import Dated
from helpkit.outputs.checker_lookup import LOOKUP_FILE
from helpkit.text import folding

CONTACT_KINDS: tuple[str, ...] = get_args(ContactKind)
# The default kinds of `public-help`; the quieter block `support` shows somebody to talk to.
_HELP_KINDS = tuple(kind for kind in CONTACT_KINDS if kind != "support")
# `folded`: the table behind one line, for pages about something else.
FOLDED = "folded"
# `short`: for pages that give the rest themselves.
SHORT = "short"
SAFETY_CHOICES = ("core", "never-share", "money", "caller")


@dataclass(frozen=True, slots=True)
class Request:
    """A block on a page: what was asked, in which language.

    `rows` are the contacts of regions that earlier requests asked for.
    """

    directory: Directory
    language: Language
    argument: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, Language], list[ContactRow]] = field(default_factory=dict)

    @property
    def region(self) -> Region:
        """The region that the argument names."""
        return self.directory.regions[self.argument]

    @property
    def regions(self) -> list[Region]:
        """The one region that is asked for, or all of them in order."""
        return [self.region] if self.argument else self.directory.regions_in_order()


View = Callable[[Request], Mapping[str, Any]]
Arguments = Callable[[Directory], Iterable[str]]


@dataclass(frozen=True, slots=True)
class BlockKind:
    """A kind of block: its view, the data it depends on, its arguments and options.

    `arguments` lists the allowed arguments, `options` the allowed values of each option. A page's
    date of change includes changes of the data that `depends_on` names.
    """

    view: View
    depends_on: tuple[Dated, ...] = ()
    arguments: Arguments | None = None
    argument_optional: bool = False
    options: Mapping[str, Arguments] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """A phone number in a table row.

    `international` is its +… form, if that differs from the printed one, `abroad` the `tel:` link
    for it. `routes` are text and relay services, each with its link or "".
    """

    phone: Phone
    href: str
    international: str | None
    abroad: str
    routes: list[tuple[Route, str]]


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A published contact as a table shows it."""

    region: Region
    contact: Contact
    valid_until: date
    phones: list[PhoneLine]
    hours: str
    zone: str
    languages: list[str]


def _contact_rows(request: Request, region: Region, kinds: Iterable[str]) -> list[ContactRow]:
    key = (region.code, request.language)
    if key not in request.rows:
        request.rows[key] = [
            _contact_row(published, region=region, language=request.language)
            for published in request.directory.published_contacts(region)
        ]
    return [row for row in request.rows[key] if row.contact.kind in kinds]


def _contact_row(published: PublishedContact, *, region: Region, language: Language) -> ContactRow:
    """Return a published contact with all that is derived from it for one language."""
    contact = published.contact
    return ContactRow(
        region=region,
        contact=contact,
        valid_until=published.valid_until,
        phones=[
            PhoneLine(
                p,
                phones.link(p, region=region.code),
                _international_if_different(p, region),
                phones.link_from_abroad(p, region=region.code),
                [
                    (r, phones.link(p.of_route(r), region=region.code) if r.number else "")
                    for r in p.routes
                ],
            )
            for p in contact.phones
        ],
        hours=hours.describe(contact.hours, language=language) if contact.hours else "",
        zone=contact.time_zone or region.time_zone,
        languages=_language_names(contact.languages, language),
    )


def _international_if_different(phone: Phone, region: Region) -> str | None:
    international = phones.international(phone, region=region.code)
    as_written = re.sub(r"\D", "", phone.number)
    if not international or re.sub(r"\D", "", international) == as_written:
        return None
    return international


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A published channel of the service itself as a table shows it; `href` may be empty."""

    region: Region
    channel: OkpayChannel
    anchor: str
    href: str
    international: str | None
    hours: str
    languages: list[str]
    valid_until: date


def _channel_rows(request: Request, regions: Iterable[Region]) -> list[ChannelRow]:
    directory = request.directory
    return [
        ChannelRow(
            region=region,
            channel=channel,
            anchor=channel.anchor_in(region.code),
            href=_channel_link(channel, region),
            international=_international_if_different(channel.phone, region)
            if channel.form == "phone"
            else None,
            hours=hours.describe(channel.hours, language=request.language) if channel.hours else "",
            languages=_language_names(channel.languages, request.language),
            valid_until=directory.channel_until(channel),
        )
        for region in regions
        for channel in directory.okpay_channels(region)
    ]


def _channel_link(channel: OkpayChannel, region: Region) -> str:
    if channel.form == "phone":
        return phones.link(channel.phone, region=region.code)
    if channel.form == "email":
        return f"mailto:{channel.value}"
    return channel.value if channel.form == "link" else ""


def _language_names(tags: Iterable[str], language: Language) -> list[str]:
    return [language_names.name_of(tag, reader=language) for tag in tags]


def _no_number(request: Request) -> Mapping[str, Any]:
    by_region = [
        (region, _channel_rows(request, [region]))
        for region in request.directory.regions_in_order()
    ]
    by_region = [(region, rows) for region, rows in by_region if rows]
    rows = [row for _, rows in by_region for row in rows]
    return {
        "service": request.directory.service,
        "by_region": by_region,
        "until": _first_limit(rows),
        "short": request.argument == SHORT,
    }


def _safety(request: Request) -> Mapping[str, Any]:
    rules = [
        (rule, [request.directory.references[a] for a in rule.authorities])
        for rule in request.directory.safety
        if request.argument in ("core", *rule.groups)
    ]
    return {"rules": rules, "whole": request.argument == "core"}


def _message(request: Request) -> Mapping[str, Any]:
    return {
        "id": request.argument,
        "message": request.directory.messages[request.argument],
        "folded": request.options.get("show") == FOLDED,
    }


def _claim(request: Request) -> Mapping[str, Any]:
    return {"claim": request.directory.claims[request.argument]}


def _okpay_channels(request: Request) -> Mapping[str, Any]:
    rows = _channel_rows(request, request.regions)
    return {
        "rows": rows,
        "one": bool(request.argument),
        "service": request.directory.service,
        "until": _first_limit(rows),
        "withdrawn": [
            (region, gone)
            for region in request.regions
            for gone in region.withdrawn
            if gone.kind in CHANNEL_ORDER
        ],
    }


def _public_help(request: Request) -> Mapping[str, Any]:
    wanted = request.options.get("kinds", "")
    kinds = listed(wanted) or _HELP_KINDS
    tables = [(region, _contact_rows(request, region, kinds)) for region in request.regions]
    return {
        "tables": tables if request.argument else [t for t in tables if t[1]],
        "without": [region for region, rows in tables if not rows],
        "one": bool(request.argument),
        "kinds": kinds,
        "gaps": _gaps(request.region, tables[0][1]) if request.argument and not wanted else (),
        "withdrawn": [gone for gone in request.region.withdrawn if gone.kind in CONTACT_KINDS]
        if request.argument and not wanted
        else (),
        "stored": any(
            row.contact.evidence.read == "stored-copy" for _, rows in tables for row in rows
        ),
        "until": _first_limit(row for _, rows in tables for row in rows),
    }


def _gaps(region: Region, rows: Iterable[ContactRow]) -> list[str]:
    """Return the ui.yml keys of the sentences that say what is missing and what to do instead."""
    kinds = {row.contact.kind for row in rows}
    gaps = [] if "police" in kinds else ["help_no_police"]
    return gaps if kinds & {*MONEY_KINDS} else [*gaps, "help_no_body"]


def _support(request: Request) -> Mapping[str, Any]:
    """Return the support lines of a region; where it has none, its emergency number stands for them."""
    rows = _contact_rows(request, request.region, ["support"]) if request.argument else []
    police = _contact_rows(request, request.region, ["police"]) if request.argument else []
    calls = [row for row in police if row.phones and not row.contact.not_for_danger]
    emergency = calls[:1] if not rows else []
    return {
        "rows": rows,
        "emergency": emergency,
        "one": bool(request.argument),
        "until": _first_limit([*rows, *emergency]),
    }


def _first_limit(rows: Iterable[ContactRow | ChannelRow]) -> date | None:
    """Return the last day on which all of some rows count, or None without rows."""
    return min((row.valid_until for row in rows), default=None)


def _regions(request: Request) -> Mapping[str, Any]:
    directory = request.directory
    regions = directory.regions_in_order()
    return {
        "parts": [
            (part, [region for region in regions if region.part == part]) for part in PART_ORDER
        ],
        "names": {region.code: _typed_names(region, directory) for region in regions},
        "zones": {region.code: hours.zones_of(region) for region in regions},
        "folded": request.argument == FOLDED,
    }


def _typed_names(region: Region, directory: Directory) -> list[str]:
    """Return what readers may type for a region, its names first."""
    more = directory.search.regions.get(region.code, Words())
    names = [region.name[language] for language in LANGUAGES]
    names += [word for language in LANGUAGES for word in more[language]]
    return list(dict.fromkeys([*names, *map(folding.in_traditional, names), region.code.lower()]))


def _hours(request: Request) -> Mapping[str, Any]:
    today = request.directory.today
    return {
        "rows": [
            {
                "region": region,
                "offset": hours.offset(region.time_zone, today=today),
                "others": hours.distinct_offsets(
                    [region.time_zone, *region.other_time_zones], today=today
                ),
            }
            for region in request.regions
        ],
        "one": bool(request.argument),
        "year": today.year,
    }


def _dialling(request: Request) -> Mapping[str, Any]:
    rows = [(region, phones.dialling(region.code)) for region in request.regions]
    contacts = _contact_rows(request, request.region, CONTACT_KINDS) if request.argument else []
    return {
        "rows": rows,
        "one": bool(request.argument),
        "others": any(not line.abroad for row in contacts for line in row.phones),
    }


def _ladder(request: Request) -> Mapping[str, Any]:
    rows = []
    for region in request.regions:
        steps = request.directory.ladder_steps(region)
        if steps:
            contacts = {r.contact.id: r for r in _contact_rows(request, region, CONTACT_KINDS)}
            rows.append((region, steps, contacts))
    return {
        "rows": rows,
        "one": bool(request.argument),
        "ran_out": bool(request.argument and request.region.ladder),
        "searched_on": request.region.ladder_searched_on if request.argument else None,
    }


def _deadlines(request: Request) -> Mapping[str, Any]:
    """Return each region's countable periods, and its working days where a period needs them."""
    today = request.directory.today
    regions = request.directory.regions_in_order()
    rules = []
    for region in regions:
        steps = [s for s in request.directory.ladder_steps(region) if s.periods or s.case]
        business = any(p.counted == "business" for s in steps for p in s.periods)
        span = {"first": today.year - 1, "last": today.year + 2}
        days = public_holidays.working_days(region.code, **span) if business else None
        in_words = [(s, [(p, _length(request, p)) for p in s.periods]) for s in steps]
        if steps:
            rules.append((region, days, in_words))
    asked = {p.start for _, _, steps in rules for s, _ in steps for p in s.periods}
    return {
        "regions": regions,
        "rules": rules,
        "starts": [start for start in get_args(PeriodStart) if start in asked],
        "locale": PROFILES[request.language].og_locale.replace("_", "-"),
    }


def _length(request: Request, period: Period) -> str:
    words = deadlines.in_words(period, language=request.language)
    if period.counted == "calendar":
        return words
    return request.directory.ui["deadline_business"][request.language].replace("{count}", words)


def _namesakes(request: Request) -> Mapping[str, Any]:
    return {"namesakes": request.directory.namesakes}


def _terms(request: Request) -> Mapping[str, Any]:
    return {"terms": [term for term in request.directory.terms if term.in_glossary]}


def _records(request: Request) -> Mapping[str, Any]:
    directory = request.directory
    in_order = directory.regions_in_order()
    rows = [row for region in in_order for row in _contact_rows(request, region, CONTACT_KINDS)]
    channels = _channel_rows(request, in_order)
    histories: dict[str, list[Change]] = {row.contact.id: [] for row in rows}
    histories |= {row.anchor: [] for row in channels}
    for change in directory.changes():
        histories.get(change.id, []).append(change)
    regions = directory.regions.values()
    recorded = sum(len(region.contacts) + len(region.okpay_channels) for region in regions)
    expiring = directory.expiring(days=EXPIRING.days)
    return {
        "rows": rows,
        "channels": channels,
        "service": directory.service,
        "values": len(channels) + sum(len([*row.contact.values()]) for row in rows),
        "expired": recorded - len(histories),
        "leads": sum(len(region.leads) for region in regions),
        "known_bad": len(directory.known_bad),
        "regions": len(regions),
        "withdrawn": [(region, gone) for region in regions for gone in region.withdrawn],
        "expiring": sum(validity.anchor in histories for validity in expiring),
        "histories": histories,
        "until": _first_limit([*rows, *channels]),
    }


def _checker(request: Request) -> Mapping[str, Any]:
    rules = request.directory.checker
    channels = _channel_rows(request, request.directory.regions_in_order())
    unsaid = {"no-number"} if any(row.channel.form == "phone" for row in channels) else set()
    return {
        "words": rules.words,
        "answers": rules.answers,
        "reasons": rules.reasons,
        "topics": rules.topics,
        # The template prints the form's own words; the script needs these.
        "shown": sorted({*rules.words} - {"label", "button", "hint", "none"} - unsaid),
        "lookup": LOOKUP_FILE,
        "models": crisis.FILE,
    }


def _picture(request: Request) -> Mapping[str, Any]:
    return {"id": request.argument, "picture": request.directory.pictures[request.argument]}


def _card(request: Request) -> Mapping[str, Any]:
    rules = [rule for rule in request.directory.safety if "never-share" in rule.groups]
    return {"picture": request.directory.pictures[request.argument], "rules": rules}


def _tool(_: Request) -> Mapping[str, Any]:
    return {}


def _reading(request: Request) -> Mapping[str, Any]:
    return {"limits": request.directory.reading}


def _numbers(request: Request) -> Mapping[str, Any]:
    """Return one number of a kind for each region that has one, likely regions first."""
    found = {
        region.code: (region, rows[0], rows[0].phones[0])
        for region in request.directory.regions_in_order()
        if (rows := _contact_rows(request, region, [request.argument])) and rows[0].phones
    }
    likely = request.directory.service.first_regions[request.language]
    first = [code for code in likely if code in found]
    return {
        "kind": request.argument,
        "first": [found[code] for code in first],
        "others": [entry for code, entry in found.items() if code not in first],
        "until": _first_limit(row for _, row, _ in found.values()),
    }


def _codes(directory: Directory) -> Iterable[str]:
    return sorted(directory.regions)


def _kinds(_: Directory) -> Iterable[str]:
    return CONTACT_KINDS


BLOCKS: Mapping[str, BlockKind] = {
    "no-number": BlockKind(_no_number, ("channels",), lambda _: [SHORT], argument_optional=True),
    "safety": BlockKind(_safety, arguments=lambda _: SAFETY_CHOICES),
    "message": BlockKind(
        _message, arguments=lambda d: d.messages, options={"show": lambda _: [FOLDED]}
    ),
    "claim": BlockKind(_claim, arguments=lambda d: d.claims),
    "okpay-channels": BlockKind(_okpay_channels, ("channels",), _codes, argument_optional=True),
    "public-help": BlockKind(
        _public_help, ("contacts",), _codes, argument_optional=True, options={"kinds": _kinds}
    ),
    "numbers": BlockKind(_numbers, ("contacts",), _kinds),
    "support": BlockKind(_support, ("contacts",), _codes, argument_optional=True),
    "regions": BlockKind(_regions, arguments=lambda _: [FOLDED], argument_optional=True),
    "hours": BlockKind(_hours, arguments=_codes, argument_optional=True),
    "dialling": BlockKind(_dialling, ("contacts",), _codes, argument_optional=True),
    "ladder": BlockKind(_ladder, ("ladder", "contacts"), _codes, argument_optional=True),
    "deadlines": BlockKind(_deadlines, ("ladder",)),
    "namesakes": BlockKind(_namesakes),
    "terms": BlockKind(_terms),
    "records": BlockKind(_records, ("contacts", "channels")),
    "checker": BlockKind(_checker),
    "picture": BlockKind(_picture, arguments=lambda d: d.pictures),
    "card": BlockKind(_card, arguments=lambda d: d.pictures),
    "evidence-log": BlockKind(_tool),
    "checklist": BlockKind(_tool),
    "this-device": BlockKind(_tool),
    "reading": BlockKind(_reading),
}


def listed(text: str) -> tuple[str, ...]:
    """Return the words between the commas of an option."""
    return tuple(word.strip() for word in text.split(",") if word.strip())

"""Contacts that the data may not contain, however good their evidence looks.

These are premium-rate and foreign numbers, free mailboxes, shortened links, deceptive host names and
known-bad values. Unencrypted links are refused by `records`, those of OKPay channels here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from babel.core import get_global
from opening_hours import OpeningHours, State

from helpkit.data import phones
from helpkit.data.directory import Directory
from helpkit.data.located import Located, Location
from helpkit.data.records import Contact, Evidence, OkpayChannel, Phone, Region
from helpkit.data.service import KnownBad, Service
from helpkit.data.settings import CheckerRules
from helpkit.languages import DERIVED, INTERNATIONAL, LANGUAGES, PROFILES
from helpkit.problems import Problem, did_you_mean
from helpkit.text import hosts
from helpkit.text.conversion import only_simplified
from helpkit.text.folding import in_traditional
from helpkit.text.hosts import domain_of, host_of
from helpkit.text.numbers import lengths

_CITY_TIME = re.compile(r"\b([A-Z][a-z]+(?: [A-Z][a-z]+)*) time\b")
# A note by which nobody is there on Saturdays; and any Saturday.
_WEEKDAYS_ONLY = re.compile(
    "(?:周|星期|礼拜)一[至到–—~-](?:周|星期|礼拜)?五|工作日|办公时间|(?:周末|周六|节假日)[^，。；]{0,4}(?:休息|不|无人|没人)"
    r"|\bmon(?:day)?s?(?: to |[ –-]+)fri(?:day)?s?\b|\b(?:weekdays|(?:office|business|working) (?:hours|days))\b"
    r"|\b(?:closed|not|nobody)\b[^.;]{0,20}\b(?:weekends?|saturdays?)\b",
    re.IGNORECASE,
)
# Kinds of time that somebody may have to wait, up to a century: "2026 年" is none.
_WAITING = {"second": 100 * 366 * 86_400, "month": 1_200, "working day": 25_000}
# Words that say that no answer came within the time.
_UNANSWERED = re.compile(r"没|未|仍|\bafter\b|\bwithout\b", re.IGNORECASE)
# Tags of languages whose texts are written in traditional Chinese characters begin so.
_TRADITIONAL = tuple(PROFILES[language].tag for language in DERIVED)
# So many time zones of a region are named at most.
_MOST_ZONES = 3
_SATURDAY = datetime(2026, 1, 10), datetime(2026, 1, 11)


@dataclass(frozen=True, slots=True)
class Denylist:
    """Hosts on which anyone can publish, and known-bad values."""

    rules: CheckerRules
    known_bad: tuple[KnownBad, ...]

    def domain_over(self, host: str) -> str:
        """Return the known-bad domain that a host is or lies below; empty if there is none."""
        asked = hosts.one_spelling(host)
        domains = (bad.value for bad in self.known_bad if bad.kind == "domain")
        return next((d for d in domains if hosts.is_under(asked, hosts.one_spelling(d))), "")

    def has_number(self, number: str, region: str) -> bool:
        """Return whether a number of a region is known to be bad, in any spelling."""
        wanted = _number(number, region)
        return any(
            wanted == _number(bad.value, bad.region or region)
            for bad in self.known_bad
            if bad.kind == "phone"
        )


def current_values(regions: Iterable[Region]) -> dict[str, str]:
    """Map each current value, normalised by `in_one_spelling`, to its owners."""
    found: dict[str, str] = {}
    for region in regions:
        for contact in region.contacts:
            found |= {
                in_one_spelling(value.text, region.code): contact.id for value in contact.values()
            }
        for channel in region.okpay_channels:
            found[in_one_spelling(channel.value, region.code)] = channel.kind
    return found


def check(directory: Directory, documents: Mapping[str, Located]) -> Iterator[Problem]:
    """Yield the problems of contacts, channels and domains that need all records to be seen."""
    service = directory.service
    denylist = Denylist(directory.checker, directory.known_bad)
    current = current_values(directory.regions.values())
    yield from check_service(service, documents["service"], denylist=denylist)
    for code, region in directory.regions.items():
        located = documents[f"regions/{code}"]
        yield from check_region(
            region, located, denylist=denylist, current=current, sample=service.sample
        )
        for index, channel in enumerate(region.okpay_channels):
            host = host_of(channel.evidence.source)
            if not any(hosts.is_under(host, d.domain) for d in service.official_domains):
                yield located.problem(
                    ("okpay_channels", index, "evidence", "source"),
                    "data-unproven-channel",
                    host=host,
                    name=service.name,
                )


def check_contacts(region: Region, located: Located, *, sample: bool) -> Iterator[Problem]:
    """Yield the problems of each contact of a region that need no other file to be seen."""
    for index, contact in enumerate(region.contacts):
        yield from _check_contact(region, contact, located, ("contacts", index), sample=sample)


def _check_contact(
    region: Region, contact: Contact, located: Located, location: Location, *, sample: bool
) -> Iterator[Problem]:
    for number, phone in enumerate(contact.phones):
        for index, line in enumerate(phone.with_routes()):
            reason = phones.why_not_dialable(line, region=region.code, sample=sample)
            if not reason:
                continue
            yield located.problem(
                (*location, "phones", number, "number")
                if index == 0
                else (*location, "phones", number, "routes"),
                "data-bad-number",
                value=line.number,
                region=region.code,
                reason=reason,
            )
        if phones.is_premium(phone, region=region.code) and contact.cost == "unknown":
            yield located.problem(
                (*location, "phones", number, "number"), "data-premium-number", value=phone.number
            )
    yield from _check_foreign(region, contact, located, location)
    if contact.hours and contact.hours_note and not contact.hours_vary:
        saturday = OpeningHours(contact.hours).intervals(*_SATURDAY)
        weekend = any(state == State.OPEN for _, _, state, _ in saturday)
        for language in LANGUAGES if weekend else ():
            if found := _WEEKDAYS_ONLY.search(contact.hours_note[language]):
                place, said = (*location, "hours_note", language), {"typed": found[0]}
                yield located.problem(place, "data-bad-hours.note", hours=contact.hours, **said)
                break
    yield from _check_zone(region, contact, located, location)
    if contact.evidence.source_kind == "secondary":
        yield located.problem(
            (*location, "evidence", "source_kind"), "data-secondary-contact", id=contact.id
        )
    if not any(contact.values()):
        yield located.problem(location, "data-empty-contact", id=contact.id)


def _check_zone(
    region: Region, contact: Contact, located: Located, location: Location
) -> Iterator[Problem]:
    """Yield the time zone of a contact whose note names a city with another time."""
    if not (contact.hours and contact.hours_note):
        return
    zone = contact.time_zone or region.time_zone
    named = _CITY_TIME.search(contact.hours_note[INTERNATIONAL])
    city = _zones_by_city().get(named[1]) if named else None
    if named and city and _offsets(city) != _offsets(zone):
        field = ("time_zone",) if contact.time_zone else ("hours_note", INTERNATIONAL)
        yield located.problem((*location, *field), "data-bad-hours.city", zone=zone, typed=named[0])


def _check_zones_of_region(region: Region, located: Located) -> Iterator[Problem]:
    """Yield the time zones of a region that are those of another one."""
    territories = get_global("zone_territories")
    if not located.path.endswith(f"/{region.code}.yml"):
        return  # the code is wrong, which is told
    of_region = sorted(zone for zone, code in territories.items() if code == region.code)
    zones: list[tuple[Location, str]] = [(("time_zone",), region.time_zone)]
    zones += [(("other_time_zones", n), each) for n, each in enumerate(region.other_time_zones)]
    for where, zone in zones if of_region else ():
        if territories.get(zone, region.code) != region.code:
            yield located.problem(
                where,
                "data-bad-time-zone.elsewhere",
                value=zone,
                region=region.code,
                known=tuple(of_region[:_MOST_ZONES]),
            )


def _check_local_name(contact: Contact, located: Located, location: Location) -> Iterator[Problem]:
    """Yield the name that a body has in traditional characters, if some of it are simplified."""
    local, language = contact.name.local or "", contact.name.local_language or ""
    if not language.startswith(_TRADITIONAL):
        return
    simplified = only_simplified(frozenset(local))
    if found := tuple(dict.fromkeys(each for each in local if each in simplified)):
        yield located.problem(
            (*location, "name", "local"),
            "data-simplified",
            found=found,
            traditional=tuple(map(in_traditional, found)),
            language=language,
        )


@cache
def _zones_by_city() -> dict[str, str]:
    return {name.rpartition("/")[2].replace("_", " "): name for name in available_timezones()}


def _offsets(zone: str) -> list[timedelta | None]:
    """Return how far a zone is from UTC in winter and in summer."""
    return [datetime(2026, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7)]


def _check_foreign(
    region: Region, contact: Contact, located: Located, location: Location
) -> Iterator[Problem]:
    """Yield values that are not emergency numbers and rest on a foreign government alone."""
    foreign = contact.evidence.source_kind == "foreign-government"
    others = bool(contact.emails or contact.website) or (
        contact.report_url and not contact.report_evidence
    )
    if foreign and (contact.kind != "police" or others):
        yield located.problem(
            (*location, "evidence", "source_kind"), "data-foreign-government", id=contact.id
        )
    for number, phone in enumerate(contact.phones):
        if (phone.evidence or contact.evidence).source_kind != "foreign-government":
            continue
        if not phones.is_emergency(phone, region=region.code):
            yield located.problem(
                (*location, "phones", number, "number"),
                "data-foreign-government.emergency",
                value=phone.number,
                region=region.code,
            )


def check_region(
    region: Region,
    located: Located,
    *,
    denylist: Denylist,
    current: Mapping[str, str],
    sample: bool = False,
) -> Iterator[Problem]:
    """Yield the problems of a region's contacts and OKPay channels.

    `current` are the values of all regions, see `current_values`.
    """
    yield from _check_zones_of_region(region, located)
    for index, contact in enumerate(region.contacts):
        location: Location = ("contacts", index)
        yield from _check_local_name(contact, located, location)
        proofs: dict[Location, Evidence] = {("evidence",): contact.evidence}
        if contact.report_evidence:
            proofs[("report_evidence",)] = contact.report_evidence
        refused: list[Problem] = []
        for value in contact.values():
            where = (*location, *value.location)
            proofs[value.proof] = value.evidence
            if value.phone:
                yield from _check_number(value.phone, region, located, where)
                if denylist.has_number(value.text, region.code):
                    yield _known_bad(value.text, located, where)
            elif value.form == "email":
                refused += _check_email(value.text, located, where, denylist)
            else:
                refused += _check_link(value.text, located, where, denylist)
        yield from refused or _check_own(contact, proofs, located, location)
        for where, evidence in proofs.items():
            yield from _check_evidence(evidence, located, (*location, *where), denylist)
        yield from _check_history(contact, located, location)
    yield from _check_withdrawn(region, located, current)
    yield from _check_waiting(region, located)
    found: set[tuple[str, str]] = set()
    for index, channel in enumerate(region.okpay_channels):
        location = ("okpay_channels", index)
        yield from _check_channel(channel, region, located, location, denylist, sample=sample)
        yield from _check_history(channel, located, location)
        if (channel.kind, channel.value) in found:
            yield located.problem(
                (*location, "value"), "data-duplicate-channel", value=channel.value
            )
        found.add((channel.kind, channel.value))


def _check_waiting(region: Region, located: Located) -> Iterator[Problem]:
    """Yield the times in the words of a body that no step of complaints in its region states."""
    steps = region.ladder.steps if region.ladder else ()
    texts = [text for step in steps for text in (step.who, step.deadline, step.act_within) if text]
    texts += [each for step in steps for p in step.periods for each in (p.case, p.remark) if each]
    stated = {
        each for text in texts for words in text.by_language.values() for each in lengths(words)
    }
    stated |= {period.measure for step in steps for period in step.periods}
    led_to = {step.contact for step in steps}
    for index, contact in enumerate(region.contacts):
        for language, words in contact.help.by_language.items() if contact.id in led_to else ():
            times = {each for each in lengths(words) if each[1] < _WAITING.get(each[0], 0)}
            if _UNANSWERED.search(words) and times - stated:
                where = ("contacts", index, "help", language)
                yield located.problem(where, "data-period.other", words=words, region=region.code)


def _check_own(
    contact: Contact, proofs: Mapping[Location, Evidence], located: Located, location: Location
) -> Iterator[Problem]:
    """Report evidence marked `own` whose page is not on one of the body's domains."""
    hosts = [host_of(each) for each in (contact.website, contact.report_url) if each]
    hosts += [email.rpartition("@")[2] for email in contact.emails]
    own = {domain_of(host) for host in hosts}
    names = {host.removeprefix("www.").partition(".")[0] for host in hosts}
    for proof, evidence in proofs.items() if own else ():
        sources = [host_of(source) for source in (evidence.source, *evidence.also)]
        # A page on the body's own domain may vouch for one elsewhere; government hosts contain the
        # body's name.
        vouched = any(domain_of(host) in own for host in sources)
        if evidence.source_kind == "own" and not vouched and sources[0].split(".")[0] not in names:
            yield located.problem(
                (*location, *proof, "source"),
                "data-not-its-own",
                host=sources[0],
                own=tuple(sorted(own)),
            )


def _check_history(
    record: Contact | OkpayChannel, located: Located, location: Location
) -> Iterator[Problem]:
    days = [reading.on for reading in record.history]
    if days != sorted(set(days)) or any(day >= record.evidence.read_on for day in days):
        yield located.problem((*location, "history"), "data-history-order", id=record.id)


def _check_withdrawn(
    region: Region, located: Located, current: Mapping[str, str]
) -> Iterator[Problem]:
    ids = [contact.id for contact in region.contacts]
    for index, gone in enumerate(region.withdrawn):
        for number, value in enumerate(gone.values):
            if owner := current.get(in_one_spelling(value, region.code)):
                yield located.problem(
                    ("withdrawn", index, "values", number),
                    "data-withdrawn-published",
                    value=value,
                    owner=owner,
                )
        days = [reading.on for reading in gone.history]
        if days != sorted(set(days)) or any(day > gone.withdrawn_on for day in days):
            yield located.problem(
                ("withdrawn", index, "history"), "data-history-order.withdrawn", id=gone.id
            )
        if gone.replaced_by and gone.replaced_by not in ids:
            yield located.problem(
                ("withdrawn", index, "replaced_by"),
                "data-unknown-contact.withdrawn",
                region=region.code,
                contact=gone.replaced_by,
                hint=did_you_mean(gone.replaced_by, ids),
            )


def check_service(service: Service, located: Located, *, denylist: Denylist) -> Iterator[Problem]:
    """Yield the problems of the official domains and of the claim to be official."""
    for index, official in enumerate(service.official_domains):
        location: Location = ("official_domains", index)
        evidence = official.evidence
        yield from _check_host(official.domain, located, (*location, "domain"), denylist)
        yield from _check_evidence(evidence, located, (*location, "evidence"), denylist)
        by_others = evidence.source_kind == "government"
        by_operator = evidence.read == "operator" and service.publisher == "official"
        if not (by_others or by_operator):
            yield located.problem(
                (*location, "evidence"), "data-unproven-domain", domain=official.domain
            )
    if service.publisher == "official" and not service.official_domains:
        yield located.problem(("publisher",), "data-official-without-domain")


def _check_channel(
    channel: OkpayChannel,
    region: Region,
    located: Located,
    location: Location,
    denylist: Denylist,
    *,
    sample: bool,
) -> Iterator[Problem]:
    where = (*location, "value")
    yield from _check_evidence(channel.evidence, located, (*location, "evidence"), denylist)
    if channel.form == "phone":
        phone = channel.phone
        reason = phones.why_not_dialable(phone, region=region.code, sample=sample)
        if reason:
            yield located.problem(
                where,
                "data-bad-number.channel",
                value=channel.value,
                region=region.code,
                reason=reason,
            )
            return
        if phones.is_premium(phone, region=region.code):
            yield located.problem(where, "data-premium-channel", value=channel.value)
        if denylist.has_number(channel.value, region.code):
            yield _known_bad(channel.value, located, where)
        yield from _check_number(phone, region, located, where)
    elif channel.form == "email":
        yield from _check_email(channel.value, located, where, denylist)
    elif channel.form == "link":
        yield from _check_link(channel.value, located, where, denylist)
        if not channel.value.startswith("https://"):
            yield located.problem(where, "data-http-source.channel", value=channel.value)


def _check_number(
    phone: Phone, region: Region, located: Located, where: Location
) -> Iterator[Problem]:
    number = phones.parse(phone, region=region.code)
    code = phonenumbers.country_code_for_region(region.code)
    if number is not None and code and number.country_code != code:
        yield located.problem(
            where,
            "data-number-outside-region",
            value=phone.number,
            country_code=str(number.country_code),
            region=region.code,
            own=code,
        )


def _check_email(
    email: str, located: Located, where: Location, denylist: Denylist
) -> Iterator[Problem]:
    host = email.rpartition("@")[2].lower()
    if host in denylist.rules.free_mail:
        yield located.problem(where, "data-free-mail", email=email)
    yield from _check_host(host, located, where, denylist)


def _check_evidence(
    evidence: Evidence, located: Located, location: Location, denylist: Denylist
) -> Iterator[Problem]:
    yield from _check_link(evidence.source, located, (*location, "source"), denylist)
    for index, url in enumerate(evidence.also):
        yield from _check_link(url, located, (*location, "also", index), denylist)


def _check_link(
    url: str, located: Located, where: Location, denylist: Denylist
) -> Iterator[Problem]:
    host = hosts.bare_host(url)
    if host in denylist.rules.shorteners:
        yield located.problem(where, "data-shortener", address=url)
    yield from _check_host(host, located, where, denylist)


def _check_host(
    host: str, located: Located, where: Location, denylist: Denylist
) -> Iterator[Problem]:
    if domain := denylist.domain_over(host):
        yield _known_bad(domain, located, where)
    if hosts.is_deceptive(host):
        spelt = hosts.in_unicode(host)
        yield located.problem(
            where, "data-confusable-host", spelt=spelt, punycode=hosts.in_punycode(spelt)
        )


def _known_bad(value: str, located: Located, where: Location) -> Problem:
    return located.problem(where, "data-known-bad", value=value)


def in_one_spelling(value: str, region: str) -> str:
    """Return a value so that spellings of one compare equal; a short code counts in its region."""
    plain = _plain(value)
    if re.fullmatch(r"[\d\s().+*#/-]+", plain):
        number = _number(plain, region)
        return number if number.startswith("+") else f"{region}:{number}"
    name, at, host = plain.rpartition("@")
    if at and "://" not in plain:
        return f"{name.lower()}@{hosts.one_spelling(host)}" if name else host.lower()
    if "." not in plain:
        return plain.lower()
    link = urlsplit(plain if "://" in plain else f"//{plain}")
    # Paths are case-sensitive; user names in an address are ignored.
    query = f"?{link.query}" if link.query else ""
    return f"{hosts.one_spelling(link.hostname or '')}{unquote(link.path).rstrip('/')}{query}"


def _plain(value: str) -> str:
    """Return a value with full-width signs as plain ones, one kind of hyphen and of dot."""
    plain = unicodedata.normalize("NFKC", value).replace("。", ".")
    return re.sub("[\u2010-\u2015\u2212]", "-", plain).strip()


@cache
def _number(number: str, region: str) -> str:
    """Return a number in E.164 form or, without one, as dialled inside its region."""
    phone = Phone(number=_plain(number))
    return phones.e164(phone, region=region) or phones.digits(phone)

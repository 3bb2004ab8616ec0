"""The directory: every record of `data/`, and what may be published on a given day.

Views ask the directory and never read YAML. A record that is not published cannot be reached
from a view: `published_contacts` is the only way from a region to a contact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from helpkit import contact_rules, phones, sample_values, wording
from helpkit.located import Located, read_file
from helpkit.problems import Problem, did_you_mean, in_order, one_of
from helpkit.records import (
    LANGUAGES,
    Channel,
    ChannelKind,
    CheckerRules,
    Claim,
    ClaimStatus,
    Contact,
    ContactKind,
    ContactName,
    Contradiction,
    Cost,
    Evidence,
    FromAbroad,
    Hosting,
    KnownBad,
    LadderStep,
    Language,
    Message,
    Move,
    Namesake,
    OkpayChannel,
    Part,
    Phone,
    PhoneUse,
    Picture,
    ReadingKind,
    ReadingLimits,
    Reference,
    Region,
    SafetyRule,
    SearchWords,
    Service,
    Slug,
    SourceKind,
    Term,
    Text,
)
from helpkit.validation import validate

ChangeEvent = Literal["added", "re-checked", "expiring", "expired", "withdrawn"]
# How long before its end a contact counts as expiring.
EXPIRING = timedelta(days=30)
ValueKind = Literal["phone", "short_code", "email", "website", "ladder"]
# The records list both in the order in which pages show them.
CHANNEL_ORDER: tuple[str, ...] = get_args(ChannelKind)
# The kind of value by which each expires: chats and accounts are addresses on the web.
_CHANNEL_KINDS: Mapping[ChannelKind, ValueKind] = {
    "hotline": "phone",
    "email": "email",
    "live-chat": "website",
    "social-media": "website",
}
PART_ORDER: tuple[str, ...] = get_args(Part)

# What each file holds. A file that is missing is a problem, not an empty list.
FILES: Mapping[str, Any] = {
    "service": Service,
    "channels": tuple[Channel, ...],
    "claims": tuple[Claim, ...],
    "safety": tuple[SafetyRule, ...],
    "namesakes": tuple[Namesake, ...],
    "terms": tuple[Term, ...],
    "known-bad": tuple[KnownBad, ...],
    "checker": CheckerRules,
    "references": dict[str, Reference],
    "contradictions": tuple[Contradiction, ...],
    "search": SearchWords,
    "redirects": tuple[Move, ...],
    "addresses": tuple[Slug, ...],
    "pictures": dict[str, Picture],
    "reading": ReadingLimits,
    "hosting": Hosting,
    "ui": dict[str, Text],
}
# Folders with one record a file, and the case in which the file is named.
FOLDERS: Mapping[str, Any] = {"regions": Region, "messages": Message}


@dataclass(frozen=True, slots=True)
class PublishedContact:
    """A contact as it may be shown today: without the values whose evidence has run out."""

    contact: Contact
    phones: tuple[Phone, ...]
    emails: tuple[str, ...]
    website: str | None
    valid_until: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How long a record counts: `valid_until` is the last day on which all of its values do.

    `anchor` is that of its row on a page, empty if it has none. `region` is None for what proves
    the service's own channels everywhere.
    """

    region: Region | None
    id: str
    anchor: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a contact or a channel on a day.

    `id` is the anchor of its row on a page.
    """

    on: date
    event: ChangeEvent
    region: Region
    id: str
    name: Text | ContactName
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """All records, and the day for which they are read."""

    today: date
    service: Service
    checker: CheckerRules
    reading: ReadingLimits
    hosting: Hosting
    search: SearchWords = field(default_factory=SearchWords)
    regions: Mapping[str, Region] = field(default_factory=dict)
    channels: tuple[Channel, ...] = ()
    claims: Mapping[str, Claim] = field(default_factory=dict)
    safety: tuple[SafetyRule, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    terms: tuple[Term, ...] = ()
    known_bad: tuple[KnownBad, ...] = ()
    references: Mapping[str, Reference] = field(default_factory=dict)
    messages: Mapping[str, Message] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    redirects: tuple[Move, ...] = ()
    addresses: tuple[Slug, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    ui: Mapping[str, Text] = field(default_factory=dict)

    def published_contacts(self, region: Region) -> list[PublishedContact]:
        """Return the contacts of a region that may be shown today, in the order of the file.

        A value is shown only with evidence from its owner or a government that has not run out
        (`service.yml`, `valid_days`). A contact of which nothing is left is not returned.
        """
        published = (self._publish(contact) for contact in region.contacts)
        return [contact for contact in published if contact is not None]

    def official_domains(self) -> list[str]:
        """Return the service's own domains, as far as the evidence for each counts today."""
        return [
            official.domain
            for official in self.service.official_domains
            if self._counts(official.evidence, "website")
        ]

    def conditions(self) -> frozenset[str]:
        """Return what holds today, of `records.CONDITIONS`: one of each pair.

        Who publishes the site, and for each kind of channel whether one of the service's own is
        published today.
        """
        published = {c.kind for r in self.regions.values() for c in self.okpay_channels(r)}
        kinds = {"channel": bool(published)}
        kinds |= {kind: kind in published for kind in CHANNEL_ORDER}
        held = {kind if there else f"no-{kind}" for kind, there in kinds.items()}
        return frozenset({self.service.publisher, *held})

    def statement(self, language: Language) -> str:
        """Return what there is to say of the service's own contacts, to be quoted whole."""
        return self.ui["statement"][language]

    def okpay_channels(self, region: Region) -> list[OkpayChannel]:
        """Return OKPay's channels of a region: only those proven on an official domain."""
        return [c for c in region.okpay_channels if self._is_official(c)]

    def channel_until(self, channel: OkpayChannel) -> date:
        """Return the last day of a channel: its own, or that of the domain that proves it."""
        host = urlsplit(channel.evidence.source).hostname or ""
        proofs = [
            self.valid_until(official.evidence, "website")
            for official in self.service.official_domains
            if is_under(host, official.domain)
        ]
        own = self.valid_until(channel.evidence, _CHANNEL_KINDS[channel.kind])
        return min(own, max(proofs, default=date.min))

    def standings(self) -> list[Standing]:
        """Return how long each record that rests on good evidence counts, soonest end first.

        They are contacts, channels and domains of the service, and complaint ladders.
        """
        found = []
        for official in self.service.official_domains:
            limit = self.valid_until(official.evidence, "website")
            found.append(Standing(None, official.domain, "", limit))
        for region in self.regions.values():
            for contact in region.contacts:
                if contact.evidence.source_kind != "secondary":
                    limit = min(self._limits(contact))
                    found.append(Standing(region, contact.id, contact.id, limit))
            for channel in region.okpay_channels:
                anchor, limit = channel.anchor_in(region.code), self.channel_until(channel)
                found.append(Standing(region, channel.kind, anchor, limit))
            if region.ladder:
                limit = min(self.valid_until(s.evidence, "ladder") for s in region.ladder.steps)
                found.append(Standing(region, "ladder", "", limit))
        return sorted(
            found, key=lambda s: (s.valid_until, s.region.code if s.region else "", s.id, s.anchor)
        )

    def expiring(self, *, days: int) -> list[Standing]:
        """Return the records that run out within so many days, those that have run out first."""
        last = self.today + timedelta(days=days)
        return [standing for standing in self.standings() if standing.valid_until <= last]

    def changes(self) -> list[Change]:
        """Return what happened to contacts and channels up to today, newest first.

        It comes from the records alone: earlier readings, the reading that counts now, the limit
        that draws near, the withdrawal.
        """
        found: list[Change] = []
        for region in self.regions.values():
            for contact in region.contacts:
                limit = min(self._limits(contact))
                found += _life(contact, limit, region, contact.id, contact.name)
            for channel in region.okpay_channels:
                anchor, limit = channel.anchor_in(region.code), self.channel_until(channel)
                found += _life(channel, limit, region, anchor, self._name_of(channel))
            for gone in region.withdrawn:
                found.append(
                    Change(gone.withdrawn_on, "withdrawn", region, gone.id, gone.name, gone.reason)
                )
        found = [change for change in found if change.on <= self.today]
        return sorted(found, key=lambda c: (-c.on.toordinal(), c.region.code, c.id, c.event))

    def ladder_steps(self, region: Region) -> list[LadderStep]:
        """Return the complaint steps of a region, none once the evidence of any has run out.

        A ladder without one of its steps would send a reader to the wrong place first.
        """
        steps = region.ladder.steps if region.ladder else ()
        whole = all(self._counts(step.evidence, "ladder") for step in steps)
        return list(steps) if whole else []

    def regions_in_order(self) -> list[Region]:
        """Return the regions by part of the world, and as the files of a part sort by code."""
        return sorted(self.regions.values(), key=lambda r: (PART_ORDER.index(r.part), r.code))

    def values_known(self) -> set[str]:
        """Return every contact value in the data, published or not, as written."""
        values = {bad.value for bad in self.known_bad}
        for region in self.regions.values():
            for contact in region.contacts:
                values.update(phone.number for phone in contact.phones)
                values.update(contact.emails)
            for withdrawn in region.withdrawn:
                values.update(withdrawn.values)
            for lead in region.leads:
                values.update(lead.values)
        return values

    def valid_until(self, evidence: Evidence, kind: ValueKind) -> date:
        """Return the last day on which evidence counts for a kind of value."""
        return evidence.read_on + timedelta(days=getattr(self.service.valid_days, kind))

    def _name_of(self, channel: OkpayChannel) -> Text:
        kind = next(each.name for each in self.channels if each.id == channel.kind)
        name = self.service.name
        return Text(zh=f"{name} {kind.zh}", en=f"{name} {kind.en[:1].lower()}{kind.en[1:]}")

    def _limits(self, contact: Contact) -> list[date]:
        limits = [
            self.valid_until(phone.evidence or contact.evidence, kind_of(phone))
            for phone in contact.phones
        ]
        limits += [self.valid_until(contact.evidence, "email")] if contact.emails else []
        limits += [self.valid_until(contact.evidence, "website")] if contact.website else []
        return limits or [contact.evidence.read_on]

    def _counts(self, evidence: Evidence, kind: ValueKind) -> bool:
        return (
            evidence.source_kind != "secondary"
            and evidence.read_on <= self.today <= self.valid_until(evidence, kind)
        )

    def _publish(self, contact: Contact) -> PublishedContact | None:
        shown = [(p, kind_of(p)) for p in contact.phones]
        shown = [(p, k) for p, k in shown if self._counts(p.evidence or contact.evidence, k)]
        emails = contact.emails if self._counts(contact.evidence, "email") else ()
        website = contact.website if self._counts(contact.evidence, "website") else None
        limits = [self.valid_until(p.evidence or contact.evidence, k) for p, k in shown]
        limits += [self.valid_until(contact.evidence, "email")] if emails else []
        limits += [self.valid_until(contact.evidence, "website")] if website else []
        if not limits:
            return None
        return PublishedContact(
            contact, tuple(p for p, _ in shown), emails, website, valid_until=min(limits)
        )

    def _is_official(self, channel: OkpayChannel) -> bool:
        host = urlsplit(channel.evidence.source).hostname or ""
        official = any(is_under(host, domain) for domain in self.official_domains())
        return official and self._counts(channel.evidence, _CHANNEL_KINDS[channel.kind])


# Words of ui.yml that are not named in a template: asked for by a view or by the script of the search
# (without "search_"), or for a value of a record.
WORDS = (
    *("statement", "site_name", "site_line", "sample_mark", "footer_publisher", "no_number_date"),
    *("feed_title", "pages_feed_title", "home", "card_note"),
    *("search_count", "search_count_one", "search_count_none", "search_understood"),
    *("search_urgent", "search_check", "search_all", "search_other", "search_none", "search_start"),
    *(f"source_{kind}" for kind in get_args(SourceKind)),
    *(f"read_{kind}" for kind in get_args(ReadingKind)),
    *(f"cost_{cost}" for cost in get_args(Cost)),
    *(f"abroad_{answer}" for answer in get_args(FromAbroad)),
    *(f"use_{use}" for use in get_args(PhoneUse) if use != "voice"),
    *(f"status_{status}" for status in get_args(ClaimStatus)),
    *(f"message_{language}" for language in LANGUAGES),
    *(f"event_{event}" for event in get_args(ChangeEvent)),
    *(f"kind_{kind}" for kind in get_args(ContactKind)),
    *(f"part_{part}" for part in PART_ORDER),
)


def load(root: Path, *, today: date) -> tuple[Directory | None, list[Problem]]:
    """Read `data/` below `root`.

    Returns the directory for a day, or None if any record could not be read, and every problem
    found. Nothing is published from data with problems.
    """
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    places: dict[str, Located] = {}
    for name, kind in FILES.items():
        path = root / "data" / f"{name}.yml"
        if not path.is_file():
            problems.append(
                Problem(
                    f"data/{name}.yml",
                    1,
                    1,
                    "data-missing-file",
                    "The file is missing.",
                    "bring it back from the last good version",
                )
            )
            continue
        found[name], places[name] = _read(path, kind, root=root, problems=problems)
    for name, kind in FOLDERS.items():
        found[name] = {}
        for path in sorted((root / "data" / name).glob("*.yml")):
            record, located = _read(path, kind, root=root, problems=problems)
            found[name][path.stem] = record
            places[f"{name}/{path.stem}"] = located
    service = found.get("service")
    sample_data = service is not None and service.sample
    problems += _check_region_files(found["regions"], places, sample=sample_data)
    if any(v is None for v in found.values()) or any(
        v is None for name in FOLDERS for v in found[name].values()
    ):
        return None, in_order(problems)
    if set(FILES) - set(found):
        return None, in_order(problems)
    claims = [claim for channel in found["channels"] for claim in channel.claims]
    directory = Directory(
        today=today,
        service=found["service"],
        checker=found["checker"],
        reading=found["reading"],
        hosting=found["hosting"],
        search=found["search"],
        regions=found["regions"],
        channels=found["channels"],
        claims={claim.id: claim for claim in (*claims, *found["claims"])},
        safety=found["safety"],
        namesakes=found["namesakes"],
        terms=found["terms"],
        known_bad=found["known-bad"],
        references=found["references"],
        messages=found["messages"],
        contradictions=found["contradictions"],
        redirects=found["redirects"],
        addresses=found["addresses"],
        pictures=found["pictures"],
        ui=found["ui"],
    )
    problems += _check_links_between(directory, places)
    if sample_data:
        problems += sample_values.check(
            directory.service, directory.regions, directory.namesakes, directory.known_bad, places
        )
    problems += _check_ids(found, places)
    return (_settled(directory) if not problems else None), in_order(problems)


def _settled(directory: Directory) -> Directory:
    """Return the directory in the words for what holds today; see `wording`."""
    conditions, name = directory.conditions(), directory.service.name
    records = [f.name for f in fields(directory) if f.name not in ("today", "service")]
    return replace(
        directory,
        **{
            each: wording.settle(getattr(directory, each), conditions=conditions, service=name)
            for each in records
        },
    )


def _life(
    record: Contact | OkpayChannel, limit: date, region: Region, id: str, name: Text | ContactName
) -> Iterator[Change]:
    """Return each reading of a record, and what comes of it around the last day it counts."""
    days = {reading.on: reading.note for reading in record.history}
    for number, day in enumerate([*days, record.evidence.read_on]):
        yield Change(day, "re-checked" if number else "added", region, id, name, days.get(day))
    yield Change(limit - EXPIRING, "expiring", region, id, name)
    yield Change(limit + timedelta(days=1), "expired", region, id, name)


def is_under(host: str, domain: str) -> bool:
    """Return whether a host is a domain or below it."""
    return host == domain or host.endswith(f".{domain}")


def kind_of(phone: Phone) -> ValueKind:
    """Return the kind by which a phone expires."""
    return "short_code" if phone.short_code else "phone"


def _read(path: Path, kind: Any, *, root: Path, problems: list[Problem]) -> tuple[Any, Located]:
    located, found = read_file(path, root=root)
    problems += found
    if located.value is None and found:
        return None, located
    record, invalid = validate(kind, located)
    problems += invalid
    return record, located


def _check_region_files(
    regions: Mapping[str, Region | None], places: Mapping[str, Located], *, sample: bool
) -> Iterator[Problem]:
    for stem, region in regions.items():
        located = places[f"regions/{stem}"]
        if region is None:
            continue
        if region.code != stem:
            yield located.problem(
                ("code",),
                rule="data-file-name",
                what=f'The file is called {stem}.yml but its code is "{region.code}".',
                fix=f'call the file {region.code}.yml, or write "code: {stem}"',
            )
        for index, contact in enumerate(region.contacts):
            yield from _check_contact(region, contact, located, index, sample=sample)


def _check_contact(
    region: Region, contact: Contact, located: Located, index: int, *, sample: bool
) -> Iterator[Problem]:
    place = ("contacts", index)
    for number, phone in enumerate(contact.phones):
        reason = phones.why_not_dialable(phone, region=region.code, sample=sample)
        if reason:
            yield located.problem(
                (*place, "phones", number, "number"),
                rule="data-bad-number",
                what=f'"{phone.number}" cannot be dialled in {region.code}: {reason}.',
                fix="copy the number again from its source; for a short code add"
                ' "short_code: true"',
            )
        elif phones.is_premium(phone, region=region.code) and contact.cost == "unknown":
            yield located.problem(
                (*place, "phones", number, "number"),
                rule="data-premium-number",
                what=f'"{phone.number}" is a number for which the caller pays extra.',
                fix='add "cost: premium" to the contact, or what its owner says the call costs',
            )
    if contact.evidence.source_kind == "secondary":
        yield located.problem(
            (*place, "evidence", "source_kind"),
            rule="data-secondary-contact",
            what=f'The contact "{contact.id}" rests on a secondary source only.',
            fix="move it to leads, or find it on a page of its owner or of a government",
        )
    if not (contact.phones or contact.emails or contact.website):
        yield located.problem(
            place,
            rule="data-empty-contact",
            what=f'The contact "{contact.id}" has no phone, e-mail address or website.',
            fix="add one of them, or move the contact to leads",
        )


def _check_links_between(directory: Directory, places: Mapping[str, Located]) -> Iterator[Problem]:
    for index, rule in enumerate(directory.safety):
        for number, authority in enumerate(rule.authorities):
            if authority not in directory.references:
                yield places["safety"].problem(
                    (index, "authorities", number),
                    rule="data-unknown-reference",
                    what=f'No reference is called "{authority}".'
                    + did_you_mean(authority, directory.references),
                    fix="use an id from data/references.yml, or add the page there",
                )
    own = any(region.okpay_channels for region in directory.regions.values())
    if directory.service.publisher == "official" and not own:
        yield places["service"].problem(
            ("publisher",),
            rule="data-official-without-channel",
            what="The site claims to be official, but no region has a channel of the service.",
            fix="add one with its evidence under okpay_channels of a region, or write"
            ' "publisher: independent"',
        )
    for word in WORDS:
        if word not in directory.ui:
            yield places["ui"].problem(
                (),
                rule="data-missing-word",
                what=f'The word "{word}" is missing.{did_you_mean(word, directory.ui)}',
                fix="add it in both languages, or bring back the line that was removed",
            )
    order = tuple(channel.id for channel in directory.channels)
    if order != CHANNEL_ORDER:
        yield places["channels"].problem(
            (),
            rule="data-channel-order",
            what=f"The channels stand in the order {one_of(order)}.",
            fix=f"put them in the order {one_of(CHANNEL_ORDER)}: it is the same on every page",
        )
    bans = contact_rules.Bans(directory.checker, directory.known_bad)
    current = contact_rules.current_values(directory.regions.values())
    yield from contact_rules.check_service(directory.service, places["service"], bans=bans)
    for code, region in directory.regions.items():
        located = places[f"regions/{code}"]
        yield from contact_rules.check_region(
            region,
            located,
            bans=bans,
            current=current,
            sample=directory.service.sample,
        )
        for index, step in enumerate(region.ladder.steps if region.ladder else ()):
            known = [contact.id for contact in region.contacts]
            if step.contact and step.contact not in known:
                yield located.problem(
                    ("ladder", "steps", index, "contact"),
                    rule="data-unknown-contact",
                    what=f'No contact of {code} is called "{step.contact}".'
                    + did_you_mean(step.contact, known),
                    fix=f"use one of {one_of(known)}, or leave the key out",
                )
        for index, channel in enumerate(region.okpay_channels):
            host = urlsplit(channel.evidence.source).hostname or ""
            if not any(is_under(host, d.domain) for d in directory.service.official_domains):
                yield located.problem(
                    ("okpay_channels", index, "evidence", "source"),
                    rule="data-unproven-channel",
                    what=f'"{host}" is not an official domain of {directory.service.name}.',
                    fix="remove the channel; it can stand here only with evidence on a domain"
                    " listed under official_domains in data/service.yml",
                )


def _check_ids(found: Mapping[str, Any], places: Mapping[str, Located]) -> Iterator[Problem]:
    seen: dict[str, str] = {}

    def check(
        identifier: str, located: Located, location: tuple[str | int, ...]
    ) -> Iterator[Problem]:
        line, _ = located.mark(location)
        if identifier in seen:
            yield located.problem(
                location,
                rule="data-duplicate-id",
                what=f'The id "{identifier}" is taken; it stands first in {seen[identifier]}.',
                fix="choose another id",
            )
        else:
            seen[identifier] = f"{located.path}:{line}"

    for code, region in found["regions"].items():
        located = places[f"regions/{code}"]
        for group in ("contacts", "withdrawn", "leads"):
            for index, record in enumerate(getattr(region, group)):
                yield from check(record.id, located, (group, index, "id"))
    seen.clear()
    for number, channel in enumerate(found["channels"]):
        for index, claim in enumerate(channel.claims):
            yield from check(claim.id, places["channels"], (number, "claims", index, "id"))
    for name in ("claims", "safety", "namesakes", "terms"):
        if name != "claims":  # claims stand in two files and share their ids
            seen.clear()
        for index, record in enumerate(found[name]):
            yield from check(record.id, places[name], (index, "id"))

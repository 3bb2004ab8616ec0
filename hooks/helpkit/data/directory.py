"""The directory: every record of `data/`, and what may be published on a given day.

Views ask the directory and never read YAML. A record that is not published cannot be reached
from a view: `published_contacts` is the only way from a region to a contact. "Directory" always
means this one; a folder of files is called a folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from helpkit.data.hosting import Hosting
from helpkit.data.kinds import Slug
from helpkit.data.may_pass import MayPass
from helpkit.data.quoted_texts import Message, Picture, Reference, SafetyRule, Term
from helpkit.data.records import (
    Contact,
    ContactName,
    ContactValue,
    Evidence,
    LadderStep,
    OkpayChannel,
    Phone,
    Region,
    Route,
    Text,
)
from helpkit.data.service import Channel, Claim, KnownBad, Namesake, Service
from helpkit.data.settings import (
    CheckerRules,
    Contradiction,
    Danger,
    Examples,
    Move,
    ReadingLimits,
    SearchWords,
    Traditional,
)
from helpkit.data.vocabulary import ChannelKind, ContactKind, Part
from helpkit.languages import Language
from helpkit.text.hosts import host_of, is_under

ChangeEvent = Literal["added", "re-checked", "expiring", "expired", "withdrawn"]
# A contact counts as "expiring" this long before its last day.
EXPIRING = timedelta(days=30)
ValueKind = Literal["phone", "short_code", "email", "website", "ladder"]
# In the order of pages, which is that of the literals in the records.
CHANNEL_ORDER: tuple[str, ...] = get_args(ChannelKind)
PART_ORDER: tuple[str, ...] = get_args(Part)
_KIND_ORDER: tuple[str, ...] = get_args(ContactKind)


@dataclass(frozen=True, slots=True)
class PublishedContact:
    """A contact as it may be shown today: without the values whose evidence has run out.

    `valid_until` is the last day on which all of its values count.
    """

    contact: Contact
    valid_until: date


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a record counts: `valid_until` is the last day on which all of its values do.

    `anchor` is that of its row on a page, empty if it has none. `region` is None for what proves
    the service's own channels everywhere.
    """

    region: Region | None
    id: str
    anchor: str
    valid_until: date

    @property
    def name(self) -> str:
        """What `helpkit reread` calls the record."""
        return self.anchor or self.id


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened to a contact or a channel on a day.

    `id` is the anchor of its row on a page.
    """

    on: date
    event: ChangeEvent
    region: Region
    id: str
    kind: ContactKind | ChannelKind
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
    may_pass: MayPass
    own_words: frozenset[str] = frozenset()
    slips: Mapping[str, str] = field(default_factory=dict)
    traditional: Traditional = field(default_factory=Traditional)
    search: SearchWords = field(default_factory=SearchWords)
    danger: Danger = field(default_factory=Danger)
    asked: Mapping[str, Mapping[Slug, tuple[str, ...]]] = field(default_factory=dict)
    danger_examples: Mapping[Language, Examples] = field(default_factory=dict)
    invitation_examples: Mapping[Language, Examples] = field(default_factory=dict)
    crisis_examples: Mapping[Language, Examples] = field(default_factory=dict)
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
        """Return the contacts of a region that may be shown today, in the order of need.

        The first contact with a number of the police leads. Contacts that stop a payment follow,
        then all others by kind; within a kind they keep the order of the file. A value is shown
        while it has evidence from its owner or a government that has not run out (`service.yml`,
        `valid_days`). A contact without any such value is left out.
        """
        published = [p for contact in region.contacts if (p := self._publish(contact)) is not None]
        emergency = next(
            (p for p in published if p.contact.kind == "police" and p.contact.phones), None
        )

        def need(shown: PublishedContact) -> tuple[bool, bool, int]:
            contact = shown.contact
            stops = bool(contact.stops_payments and contact.phones)
            return shown is not emergency, not stops, _KIND_ORDER.index(contact.kind)

        return sorted(published, key=need)

    def publishes(self, contact: Contact) -> bool:
        """Return whether anything of a contact may be shown today."""
        return self._publish(contact) is not None

    def official_domains(self) -> list[str]:
        """Return the service's own domains, as far as the evidence for each counts today."""
        return [
            official.domain
            for official in self.service.official_domains
            if self._counts(official.evidence, "website")
        ]

    def conditions(self) -> frozenset[str]:
        """Return the members of `vocabulary.CONDITIONS` that hold today, one of each pair.

        They say who publishes the site and, for each kind of channel, whether the service has a
        published one today.
        """
        published = {c.kind for r in self.regions.values() for c in self.okpay_channels(r)}
        kinds = {"channel": bool(published)}
        kinds |= {kind: kind in published for kind in CHANNEL_ORDER}
        held = {kind if there else f"no-{kind}" for kind, there in kinds.items()}
        return frozenset({self.service.publisher, *held})

    def statement(self, language: Language) -> str:
        """Return the statement about the service's own contacts, to be quoted whole."""
        return self.ui["statement"][language]

    def okpay_channels(self, region: Region) -> list[OkpayChannel]:
        """Return OKPay's channels of a region: only those proven on an official domain."""
        return [c for c in region.okpay_channels if self._is_official(c)]

    def channel_until(self, channel: OkpayChannel) -> date:
        """Return the last day of a channel: the earlier of its own and that of the domain that proves it."""
        host = host_of(channel.evidence.source)
        proofs = [
            self.valid_until(official.evidence, "website")
            for official in self.service.official_domains
            if is_under(host, official.domain)
        ]
        own = self.valid_until(channel.evidence, _expires_as(channel.as_value()))
        return min(own, max(proofs, default=date.min))

    def validities(self) -> list[Validity]:
        """Return how long each record that rests on good evidence counts, soonest end first.

        They are contacts, channels and domains of the service, and complaint ladders.
        """
        found = []
        for official in self.service.official_domains:
            limit = self.valid_until(official.evidence, "website")
            found.append(Validity(None, official.domain, "", limit))
        for region in self.regions.values():
            for contact in region.contacts:
                if contact.evidence.source_kind != "secondary":
                    limit = min(self._limits(contact))
                    found.append(Validity(region, contact.id, contact.id, limit))
            for channel in region.okpay_channels:
                anchor, limit = channel.anchor_in(region.code), self.channel_until(channel)
                found.append(Validity(region, channel.kind, anchor, limit))
            if region.ladder:
                limit = min(self.valid_until(s.evidence, "ladder") for s in region.ladder.steps)
                found.append(Validity(region, region.ladder_name, "", limit))
        return sorted(
            found, key=lambda s: (s.valid_until, s.region.code if s.region else "", s.id, s.anchor)
        )

    def expiring(self, *, days: int) -> list[Validity]:
        """Return the records that run out within so many days, those that have run out first."""
        last = self.today + timedelta(days=days)
        return [validity for validity in self.validities() if validity.valid_until <= last]

    def changes(self) -> list[Change]:
        """Return what happened to contacts and channels up to today, newest first.

        Computed from the records alone: earlier readings, the current one, the approaching limit,
        the withdrawal.
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
                what = (region, gone.id, gone.kind, gone.name)
                found.append(Change(gone.withdrawn_on, "withdrawn", *what, gone.reason))
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
        """Return the regions grouped by part of the world, sorted by code within each."""
        return sorted(self.regions.values(), key=lambda r: (PART_ORDER.index(r.part), r.code))

    def values_known(self) -> set[str]:
        """Return every contact value in the data, published or not, as written."""
        values = {bad.value for bad in self.known_bad}
        for region in self.regions.values():
            for contact in region.contacts:
                values.update(v.text for v in contact.values() if v.form != "link")
            values.update(channel.value for channel in region.okpay_channels)
            for withdrawn in region.withdrawn:
                values.update(withdrawn.values)
            for lead in region.leads:
                values.update(lead.values)
        return values

    def published_values(self, region: Region) -> list[ContactValue]:
        """Return what may be shown today in a region, of contacts and of the service's channels."""
        values = [v for each in self.published_contacts(region) for v in each.contact.values()]
        return [*values, *(channel.as_value() for channel in self.okpay_channels(region))]

    def valid_until(self, evidence: Evidence, kind: ValueKind) -> date:
        """Return the last day on which evidence counts for a kind of value."""
        return evidence.read_on + timedelta(days=getattr(self.service.valid_days, kind))

    def value_until(self, value: ContactValue) -> date:
        """Return the last day on which a value counts."""
        return self.valid_until(value.evidence, _expires_as(value))

    def _name_of(self, channel: OkpayChannel) -> Text:
        kind = next(each.name for each in self.channels if each.id == channel.kind)
        name = self.service.name
        return Text.of(lambda language: f"{name} {kind[language][:1].lower()}{kind[language][1:]}")

    def _limits(self, contact: Contact) -> list[date]:
        limits = [self.valid_until(evidence, kind) for evidence, kind in _grounds(contact)]
        return limits or [contact.evidence.read_on]

    def _counts(self, evidence: Evidence, kind: ValueKind) -> bool:
        # A foreign government vouches for a country's emergency numbers only.
        kinds = {"secondary": (), "foreign-government": ("short_code",)}
        return kind in kinds.get(
            evidence.source_kind, get_args(ValueKind)
        ) and evidence.read_on <= self.today <= self.valid_until(evidence, kind)

    def _publish(self, contact: Contact) -> PublishedContact | None:
        own, report = contact.evidence, contact.report_evidence or contact.evidence
        shown = contact.model_copy(
            update={
                "phones": tuple(
                    self._with_current_routes(phone, phone.evidence or own)
                    for phone in contact.phones
                    if self._counts(phone.evidence or own, _kind_of(phone))
                ),
                "emails": contact.emails if self._counts(own, "email") else (),
                "website": contact.website if self._counts(own, "website") else None,
                "report_url": contact.report_url if self._counts(report, "website") else None,
            }
        )
        limits = [self.valid_until(evidence, kind) for evidence, kind in _grounds(shown)]
        return PublishedContact(shown, min(limits)) if limits else None

    def _with_current_routes(self, phone: Phone, own: Evidence) -> Phone:
        """Return a phone without the routes whose evidence has run out."""
        routes = (r for r in phone.routes if self._counts(r.evidence or own, _kind_of(r)))
        return phone.model_copy(update={"routes": tuple(routes)})

    def _is_official(self, channel: OkpayChannel) -> bool:
        host = host_of(channel.evidence.source)
        official = any(is_under(host, domain) for domain in self.official_domains())
        return official and self._counts(channel.evidence, _expires_as(channel.as_value()))


def _life(
    record: Contact | OkpayChannel, limit: date, region: Region, id: str, name: Text | ContactName
) -> Iterator[Change]:
    """Yield the life of a record.

    It is added, checked again, "expiring" 30 days before its last day, and "expired" the day
    after.
    """
    days = {reading.on: reading.note for reading in record.history}
    what = (region, id, record.kind, name)
    for number, day in enumerate([*days, record.evidence.read_on]):
        yield Change(day, "re-checked" if number else "added", *what, days.get(day))
    yield Change(limit - EXPIRING, "expiring", *what)
    yield Change(limit + timedelta(days=1), "expired", *what)


def _expires_as(value: ContactValue) -> ValueKind:
    """Return the kind by which a value expires; chats and accounts do so as websites."""
    if value.phone:
        return _kind_of(value.phone)
    return "email" if value.form == "email" else "website"


def _kind_of(phone: Phone | Route) -> ValueKind:
    return ("short_code" if phone.short_code else "phone") if phone.number else "website"


def _grounds(contact: Contact) -> Iterator[tuple[Evidence, ValueKind]]:
    """Yield each value's evidence and the kind that sets how long it counts."""
    for value in contact.values():
        yield value.evidence, _expires_as(value)
    for phone in contact.phones:
        for route in phone.routes:  # some say only how a call is made
            yield route.evidence or phone.evidence or contact.evidence, _kind_of(route)

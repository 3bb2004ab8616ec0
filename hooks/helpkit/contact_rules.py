"""What a contact in the data may not be, however good its evidence looks.

Premium-rate and foreign numbers, free mailboxes, shortened links, deceptive host names,
unencrypted links, and values that are known to be bad.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import phonenumbers

from helpkit import hosts, phones
from helpkit.located import Located, Location
from helpkit.problems import Problem, did_you_mean
from helpkit.records import (
    CheckerRules,
    Contact,
    Evidence,
    KnownBad,
    OkpayChannel,
    Phone,
    Region,
    Service,
)


def check_region(
    region: Region,
    located: Located,
    *,
    rules: CheckerRules,
    known_bad: Iterable[KnownBad],
    sample: bool = False,
) -> Iterator[Problem]:
    """Yield what is wrong with the contacts and OKPay channels of a region."""
    bad = _bad_values(region, known_bad)
    for index, contact in enumerate(region.contacts):
        place: Location = ("contacts", index)
        for number, phone in enumerate(contact.phones):
            where = (*place, "phones", number, "number")
            yield from _check_number(phone, region, located, where)
            if _forms(phone.number, region.code) & bad:
                yield _known_bad(phone.number, located, where)
            if phone.evidence:
                where = (*place, "phones", number, "evidence")
                yield from _check_evidence(phone.evidence, located, where, rules)
        for number, email in enumerate(contact.emails):
            yield from _check_email(email, located, (*place, "emails", number), rules)
        if contact.website:
            where = (*place, "website")
            yield from _check_link(contact.website, located, where, rules)
            host = (urlsplit(contact.website).hostname or "").removeprefix("www.")
            if any(host == value or host.endswith(f".{value}") for value in bad):
                yield _known_bad(host, located, where)
        yield from _check_evidence(contact.evidence, located, (*place, "evidence"), rules)
        yield from _check_history(contact, located, place)
    yield from _check_withdrawn(region, located)
    anchors: set[str] = set()
    for index, channel in enumerate(region.okpay_channels):
        place = ("okpay_channels", index)
        yield from _check_channel(channel, region, located, place, rules, sample=sample)
        yield from _check_history(channel, located, place)
        if channel.anchor in anchors:
            yield located.problem(
                (*place, "value"),
                rule="data-duplicate-channel",
                what=f'The channel "{channel.value}" stands here twice.',
                fix="remove one of the two",
            )
        anchors.add(channel.anchor)


def _check_history(
    record: Contact | OkpayChannel, located: Located, place: Location
) -> Iterator[Problem]:
    days = [reading.on for reading in record.history]
    if days != sorted(set(days)) or any(day >= record.evidence.read_on for day in days):
        yield located.problem(
            (*place, "history"),
            rule="data-history-order",
            what=f'The history of "{record.id}" is not in order.',
            fix="list earlier readings, oldest first, all before read_on of the evidence",
        )


def _check_withdrawn(region: Region, located: Located) -> Iterator[Problem]:
    current = {_plain(p.number): c.id for c in region.contacts for p in c.phones}
    current |= {_plain(email): c.id for c in region.contacts for email in c.emails}
    current |= {_plain(channel.value): channel.kind for channel in region.okpay_channels}
    ids = [contact.id for contact in region.contacts]
    for index, gone in enumerate(region.withdrawn):
        for number, value in enumerate(gone.values):
            if owner := current.get(_plain(value)):
                yield located.problem(
                    ("withdrawn", index, "values", number),
                    rule="data-withdrawn-published",
                    what=f'"{value}" is withdrawn here and published with "{owner}".',
                    fix="remove it in one of the two places",
                )
        if gone.replaced_by and gone.replaced_by not in ids:
            yield located.problem(
                ("withdrawn", index, "replaced_by"),
                rule="data-unknown-contact",
                what=f'No contact of {region.code} is called "{gone.replaced_by}".'
                + did_you_mean(gone.replaced_by, ids),
                fix="use the id of a contact of this region, or leave the key out",
            )


def check_service(service: Service, located: Located, *, rules: CheckerRules) -> Iterator[Problem]:
    """Yield what is wrong with the official domains and with the claim to be official."""
    for index, official in enumerate(service.official_domains):
        place: Location = ("official_domains", index)
        evidence = official.evidence
        yield from _check_host(official.domain, located, (*place, "domain"))
        yield from _check_evidence(evidence, located, (*place, "evidence"), rules)
        by_others = evidence.source_kind == "government"
        by_operator = evidence.read == "operator" and service.publisher == "official"
        if not (by_others or by_operator):
            yield located.problem(
                (*place, "evidence"),
                rule="data-unproven-domain",
                what=f'"{official.domain}" rests on evidence that does not prove whose it is.',
                fix="give the page of a government register that names the domain, or, where the"
                ' service itself publishes this site, "read: operator"',
            )
    if service.publisher == "official" and not service.official_domains:
        yield located.problem(
            ("publisher",),
            rule="data-official-without-domain",
            what="The site claims to be official, but no official domain is proven.",
            fix="add the domain with its evidence under official_domains, or write"
            ' "publisher: independent"',
        )


def _check_channel(
    channel: OkpayChannel,
    region: Region,
    located: Located,
    place: Location,
    rules: CheckerRules,
    *,
    sample: bool,
) -> Iterator[Problem]:
    where = (*place, "value")
    yield from _check_evidence(channel.evidence, located, (*place, "evidence"), rules)
    if channel.kind == "hotline":
        phone = Phone(number=channel.value)
        reason = phones.why_not_dialable(phone, region=region.code, sample=sample)
        if reason:
            yield located.problem(
                where,
                rule="data-bad-number",
                what=f'"{channel.value}" cannot be dialled in {region.code}: {reason}.',
                fix="copy the number again from its source",
            )
            return
        if phones.is_premium(phone, region=region.code):
            yield located.problem(
                where,
                rule="data-premium-channel",
                what=f'"{channel.value}" is a number for which the caller pays extra.',
                fix="leave it out; a help line that charges extra is what fraudsters use",
            )
        yield from _check_number(phone, region, located, where)
    elif channel.kind == "email":
        yield from _check_email(channel.value, located, where, rules)
    elif "://" in channel.value:
        yield from _check_link(channel.value, located, where, rules)
        if not channel.value.startswith("https://"):
            yield located.problem(
                where,
                rule="data-http-source",
                what=f'"{channel.value}" is an address without encryption (http).',
                fix="use its https address, or leave the channel out",
            )


def _check_number(
    phone: Phone, region: Region, located: Located, where: Location
) -> Iterator[Problem]:
    number = phones.parse(phone, region=region.code)
    code = phonenumbers.country_code_for_region(region.code)
    if number is not None and code and number.country_code != code:
        yield located.problem(
            where,
            rule="data-number-outside-region",
            what=f'"{phone.number}" is a number of +{number.country_code}, not of {region.code}'
            f" (+{code}).",
            fix="move it to the region that it belongs to, or copy it again from its source",
        )


def _check_email(
    email: str, located: Located, where: Location, rules: CheckerRules
) -> Iterator[Problem]:
    host = email.rpartition("@")[2].lower()
    if host in rules.free_mail:
        yield located.problem(
            where,
            rule="data-free-mail",
            what=f'"{email}" is a free mailbox that anyone can open.',
            fix="find an address on the body's own domain, or leave it out",
        )
    yield from _check_host(host, located, where)


def _check_evidence(
    evidence: Evidence, located: Located, place: Location, rules: CheckerRules
) -> Iterator[Problem]:
    yield from _check_link(evidence.source, located, (*place, "source"), rules)
    for index, url in enumerate(evidence.also):
        yield from _check_link(url, located, (*place, "also", index), rules)


def _check_link(
    url: str, located: Located, where: Location, rules: CheckerRules
) -> Iterator[Problem]:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if host in rules.shorteners:
        yield located.problem(
            where,
            rule="data-shortener",
            what=f'"{url}" is a shortened link, which hides where it leads.',
            fix="open it, and copy the whole address that it leads to",
        )
    yield from _check_host(host, located, where)


def _check_host(host: str, located: Located, where: Location) -> Iterator[Problem]:
    if hosts.is_deceptive(host):
        spelt = hosts.in_unicode(host)
        yield located.problem(
            where,
            rule="data-confusable-host",
            what=f'"{spelt}" ({hosts.in_punycode(spelt)}) mixes scripts or only looks like Latin'
            " letters.",
            fix="type the address by hand from its source and compare the two",
        )


def _known_bad(value: str, located: Located, where: Location) -> Problem:
    return located.problem(
        where,
        rule="data-known-bad",
        what=f'"{value}" stands in data/known-bad.yml.',
        fix="remove it here, or there if it was put there by mistake",
    )


def _plain(value: str) -> str:
    return value.lower() if "@" in value else phones.digits(Phone(number=value))


def _bad_values(region: Region, known_bad: Iterable[KnownBad]) -> set[str]:
    """Return the known-bad numbers in every form they can be told by, and the domains."""
    values: set[str] = set()
    for bad in known_bad:
        if bad.kind == "domain":
            values.add(bad.value.lower())
        else:
            values |= _forms(bad.value, bad.region or region.code)
    return values


def _forms(number: str, region: str) -> set[str]:
    """Return a number as pressed inside its region and, if it has one, in E.164 form."""
    phone = Phone(number=number)
    full = phones.e164(phone, region=region)
    return {full} if full else {phones.digits(phone)}

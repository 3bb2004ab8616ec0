"""The values that may appear on the finished site: those of current records and reviewed sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

from helpkit.data.directory import Directory
from helpkit.languages import written_in
from helpkit.text.hosts import host_of
from helpkit.text.may_pass import Rules

HOST = re.compile(r"(?<![\w@./-])(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?![\w-])", re.IGNORECASE)
_RESERVED = re.compile(
    r"(?:^|[.@])(?:example|test|invalid|localhost)$|(?:^|[.@])example\.(?:com|net|org)$"
)


@dataclass(frozen=True, slots=True)
class AllowedValues:
    """The values that may appear on the site, and those that the data holds back.

    `numbers` and `withheld` are digits, with a leading `#` or `*` where one is dialled;
    `prefixes` are what is dialled before a number to call abroad. `shared` are hosts on
    which anybody can have a page. In a `sample`, names and numbers
    that are kept for examples may stand everywhere; on a site for readers, where they are declared.
    """

    numbers: frozenset[str]
    emails: frozenset[str]
    handles: frozenset[str]
    hosts: frozenset[str]
    links: frozenset[str]
    withheld: frozenset[str]
    prefixes: frozenset[str]
    rules: Rules
    shared: frozenset[str] = frozenset()
    sample: bool = False

    def passes_as_example(self, host_or_email: str) -> bool:
        """Return whether a name is reserved for examples and this is the sample."""
        return self.sample and bool(_RESERVED.search(host_or_email.lower().rstrip("./")))


def allowed_values(directory: Directory) -> AllowedValues:
    """Return what the current records and the reviewed sources of a directory vouch for."""
    numbers: set[str] = set()
    emails: set[str] = set()
    handles: set[str] = set()
    links: set[str] = set()
    known: set[str] = set()
    for region in directory.regions.values():
        for value in directory.published_values(region):
            if value.form == "phone":
                numbers |= _spellings(value.text, region.code)
            elif value.form == "email":
                emails.add(value.text.lower())
            elif value.form == "link":
                links.add(value.text)
            else:
                handles.add(value.text.lstrip("@").lower())
        for contact in region.contacts:
            known |= {digits_of(v.text) for v in contact.values() if v.form == "phone"}
        for gone in region.withdrawn:
            known |= {digits_of(value) for value in gone.values if "@" not in value}
        for lead in region.leads:
            known |= {digits_of(value) for value in lead.values if re.search(r"\d", value)}
    known |= {digits_of(bad.value) for bad in directory.known_bad if bad.kind == "phone"}
    sources = set(_sources(directory))
    hosts = {host_of(link) for link in links | sources}
    hosts |= {".".join(host.split(".")[n:]) for host in hosts for n in range(host.count("."))}
    hosts |= {domain for namesake in directory.namesakes for domain in namesake.domains}
    hosts |= set(directory.official_domains())
    for reference in directory.references.values():
        for language in written_in("latin"):
            for words in (reference.publisher[language], reference.title[language]):
                hosts |= {host[0].lower() for host in HOST.finditer(words)}
    rules = directory.checker
    hosts |= {*rules.free_mail, *rules.shorteners, *rules.messengers}
    return AllowedValues(
        numbers=frozenset(numbers),
        emails=frozenset(emails),
        handles=frozenset(handles),
        hosts=frozenset(host.lower() for host in hosts),
        links=frozenset(link.rstrip("/") for link in links | sources),
        prefixes=frozenset(rules.exit_prefixes),
        rules=directory.may_pass.rules,
        shared=frozenset({*rules.shorteners, *rules.messengers}),
        sample=directory.service.sample,
        withheld=frozenset(d for d in known if len(d) >= 3) - frozenset(numbers),
    )


def _sources(directory: Directory) -> Iterator[str]:
    """Yield the address of every reviewed source, of contacts only while they are published."""
    for reference in directory.references.values():
        yield from (reference.evidence.source, *reference.evidence.also)
    for namesake in directory.namesakes:
        for evidence in namesake.evidence:
            yield from (evidence.source, *evidence.also)
    for region in directory.regions.values():
        for published in directory.published_contacts(region):
            contact = published.contact
            yield from (contact.evidence.source, *contact.evidence.also)
            routes = [route.evidence for phone in contact.phones for route in phone.routes]
            for each in (*(value.evidence for value in contact.values()), *routes):
                if each:
                    yield from (each.source, *each.also)
        for channel in directory.okpay_channels(region):
            yield channel.evidence.source
        for step in region.ladder.steps if region.ladder else ():
            yield from (step.evidence.source, *step.evidence.also)


def digits_of(value: str) -> str:
    """Return the digits, `#` and `*` of a value."""
    return re.sub(r"[^0-9#*]", "", value)


def _spellings(number: str, region: str) -> set[str]:
    """Return the digits of a number as its owner writes it and with its calling code."""
    found = {digits_of(number)}
    try:
        parsed = phonenumbers.parse(number, None if region == "EU" else region)
    except phonenumbers.NumberParseException:
        return found
    national = phonenumbers.national_significant_number(parsed)
    return found | {
        f"{parsed.country_code}{national}",
        national,
        digits_of(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)),
    }

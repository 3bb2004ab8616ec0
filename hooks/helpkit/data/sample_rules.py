"""Check that sample data hold only reserved numbers and domains, which nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from helpkit.data import phones
from helpkit.data.located import Located, Location
from helpkit.data.records import Evidence, Phone, Region
from helpkit.data.service import KnownBad, Namesake, Service
from helpkit.problems import Problem
from helpkit.text.hosts import host_of


def check(
    service: Service,
    regions: Mapping[str, Region],
    namesakes: tuple[Namesake, ...],
    known_bad: tuple[KnownBad, ...],
    documents: Mapping[str, Located],
) -> Iterator[Problem]:
    """Yield each value of sample data that is not reserved for samples."""
    for index, official in enumerate(service.official_domains):
        at: Location = ("official_domains", index)
        yield from _check_value(official.domain, "", documents["service"], (*at, "domain"))
        yield from _check_evidence(official.evidence, documents["service"], (*at, "evidence"))
    for code, region in regions.items():
        yield from _check_region(region, documents[f"regions/{code}"])
    for index, namesake in enumerate(namesakes):
        for number, domain in enumerate(namesake.domains):
            at = (index, "domains", number)
            yield from _check_value(domain, "", documents["namesakes"], at)
    for index, bad in enumerate(known_bad):
        yield from _check_value(
            bad.value, bad.region or "", documents["known-bad"], (index, "value")
        )


def _check_region(region: Region, located: Located) -> Iterator[Problem]:
    code = region.code
    for index, channel in enumerate(region.okpay_channels):
        at: Location = ("okpay_channels", index)
        if not channel.value.startswith("@"):
            yield from _check_value(channel.value, code, located, (*at, "value"))
        yield from _check_evidence(channel.evidence, located, (*at, "evidence"))
    for index, contact in enumerate(region.contacts):
        at = ("contacts", index)
        for said in contact.values():
            yield from _check_value(said.text, code, located, (*at, *said.location))
        yield from _check_evidence(contact.evidence, located, (*at, "evidence"))
    old = [(("withdrawn", i), gone.values) for i, gone in enumerate(region.withdrawn)]
    old += [(("leads", i), lead.values) for i, lead in enumerate(region.leads)]
    for location, values in old:
        for number, value in enumerate(values):
            yield from _check_value(value, code, located, (*location, "values", number))
    for index, step in enumerate(region.ladder.steps if region.ladder else ()):
        yield from _check_evidence(step.evidence, located, ("ladder", "steps", index, "evidence"))


def _check_evidence(evidence: Evidence, located: Located, at: Location) -> Iterator[Problem]:
    yield from _check_value(evidence.source, "", located, (*at, "source"))


def _check_value(value: str, region: str, located: Located, at: Location) -> Iterator[Problem]:
    host = value.rpartition("@")[2] if "@" in value else host_of(value) or value
    if host.endswith(".example") or phones.is_fictional(Phone(number=value), region=region):
        return
    yield located.problem(at, "data-sample-value", value=value)

"""Records of the service itself: who it is, what is said of it, its namesakes, known bad values."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from helpkit.data.kinds import Day, Domain, Id, NonEmpty, Record, Url, refuse
from helpkit.data.quoted_texts import Words
from helpkit.data.records import MOST_DAYS, Evidence, Text
from helpkit.data.vocabulary import ChannelKind, ClaimStatus
from helpkit.text.hosts import host_of, is_under


class ValidDays(Record):
    """For how many days evidence counts, by kind of value."""

    phone: Annotated[int, Field(gt=0, le=MOST_DAYS)]
    short_code: Annotated[int, Field(gt=0, le=MOST_DAYS, alias="short-code")]
    email: Annotated[int, Field(gt=0, le=MOST_DAYS)]
    website: Annotated[int, Field(gt=0, le=MOST_DAYS)]
    ladder: Annotated[int, Field(gt=0, le=MOST_DAYS)]


class OfficialDomain(Record):
    """A domain proven to be the service's own; the evidence says by whom."""

    domain: Domain
    evidence: Evidence


class Service(Record):
    """The service that the site is about, and who we are to it.

    `first_regions` are those from which readers of a language mostly come, the most likely first.
    """

    name: NonEmpty
    sample: bool = False
    publisher: Literal["independent", "official"]
    official_domains: tuple[OfficialDomain, ...] = ()
    searched_on: Day
    first_regions: Words = Words()
    valid_days: ValidDays


class Claim(Record):
    """Something that is said about OKPay, and how sure we are of it."""

    id: Id
    claim: Text
    status: ClaimStatus
    finding: Text
    advice: Text


class Channel(Record):
    """A kind of channel, and what is claimed of it."""

    id: ChannelKind
    name: Text
    page: NonEmpty
    claims: tuple[Claim, ...] = ()


class DomainSource(Record):
    """The source, among the evidence, that names a domain other than its own."""

    domain: Domain
    source: Url


class Namesake(Record):
    """A service of the same or nearly the same name.

    Evidence states each domain: it stands there itself, or `stated_by` names its source.
    """

    id: Id
    name: NonEmpty
    domains: tuple[Domain, ...] = ()
    what: Text
    since: Text | None = None
    status: Text
    contact_published: Text
    stated_by: tuple[DomainSource, ...] = ()
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _proves_its_domains(self) -> Namesake:
        sources = {each.source: host_of(each.source) for each in self.evidence}
        for index, domain in enumerate(self.domains):
            there = any(is_under(host, domain) for host in sources.values())
            named = (each.source for each in self.stated_by if each.domain == domain)
            if not there and not any(source in sources for source in named):
                raise refuse("data-unproven-namesake", location=("domains", index), value=domain)
        return self


class KnownBad(Record):
    """A value that must never be used, and why. Kept to compare with, never drawn."""

    value: NonEmpty
    kind: Literal["domain", "phone"]
    region: str | None = None
    why: Text
    noted_on: Day

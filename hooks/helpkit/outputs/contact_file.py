"""`contacts.json`: the directory for machines, in a form with a published JSON Schema.

The schema is generated from these classes. If no channel of the service is verified, its list is
empty and `statement` says so in words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from helpkit.addresses import page_address
from helpkit.data import phones
from helpkit.data.directory import Directory, PublishedContact
from helpkit.data.kinds import in_each_language
from helpkit.data.records import Evidence, Region
from helpkit.data.vocabulary import ChannelKind, ContactKind, RouteWay
from helpkit.languages import LANGUAGES, Language


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@in_each_language(str)
class Words(_Part):
    """A text in every language."""


class Proof(_Part):
    """Where a value was read."""

    source: str = Field(description="The page that states the value.")
    source_kind: Literal["own", "government", "foreign-government"]
    source_date: str | None
    read: Literal["live", "stored-copy", "operator"]
    read_on: str = Field(description="The day of reading, YYYY-MM-DD.")


class TextRoute(_Part):
    """A way for people who cannot hear or speak."""

    way: RouteWay
    how: Words
    number: str | None
    website: str | None


class Number(_Part):
    """A telephone number."""

    number: str = Field(description="As its owner writes it.")
    dial: str = Field(description="A tel: or sms: address.")
    e164: str | None = Field(description="E.164, or null where it is only dialled inside.")
    use: Literal["voice", "sms", "whatsapp"]
    from_abroad: Literal["yes", "no", "unknown"]
    routes: list[TextRoute]


class PublicBody(_Part):
    """A public body that helps. It has nothing to do with the service."""

    id: str
    kind: ContactKind
    name: Words
    help: Words
    phones: list[Number]
    emails: list[str]
    website: str | None
    report_url: str | None = Field(description="The body's own form for reports or complaints.")
    hours: str | None = Field(description="OpenStreetMap opening_hours, local time.")
    cost: str
    evidence: Proof
    valid_until: str = Field(description="The last day on which all its values count.")
    page: Words = Field(description="Its record on this site.")


class ServiceChannel(_Part):
    """A channel of the service itself, proven on one of its own domains."""

    kind: ChannelKind
    value: str
    evidence: Proof
    valid_until: str


class RegionContacts(_Part):
    """What is published for a country or territory."""

    region: str = Field(description="ISO 3166 code, or EU.")
    name: Words
    service_channels: list[ServiceChannel]
    public_bodies: list[PublicBody]


class AboutService(_Part):
    """The service that the site is about, and who publishes the site."""

    name: str
    sample: bool = Field(description="Whether all of this is made up, to show how it looks.")
    publisher: Literal["independent", "official"]
    official_domains: list[str]
    verified_channels: int = Field(description="How many channels of the service are published.")
    searched_on: str
    statement: Words


class ContactsFile(_Part):
    """Everything that the site publishes today."""

    made: str = Field(description="The day for which the file was made.")
    service: AboutService
    regions: list[RegionContacts]


def contacts_file(directory: Directory, *, site_url: str) -> ContactsFile:
    """Return what is published today. `site_url` ends with a slash."""
    regions = [
        RegionContacts(
            region=region.code,
            name=_words(region.name.__getitem__),
            service_channels=[
                ServiceChannel(
                    kind=channel.kind,
                    value=channel.value,
                    evidence=_proof(channel.evidence),
                    valid_until=directory.channel_until(channel).isoformat(),
                )
                for channel in directory.okpay_channels(region)
            ],
            public_bodies=[
                _body(published, region, site_url)
                for published in directory.published_contacts(region)
            ],
        )
        for region in directory.regions_in_order()
    ]
    count = sum(len(region.service_channels) for region in regions)
    return ContactsFile(
        made=directory.today.isoformat(),
        service=AboutService(
            name=directory.service.name,
            sample=directory.service.sample,
            publisher=directory.service.publisher,
            official_domains=directory.official_domains(),
            verified_channels=count,
            searched_on=directory.service.searched_on.isoformat(),
            statement=_words(directory.statement),
        ),
        regions=regions,
    )


def _words(text: Callable[[Language], str]) -> Words:
    return Words(**{language: text(language) for language in LANGUAGES})


def _body(published: PublishedContact, region: Region, site_url: str) -> PublicBody:
    contact = published.contact
    return PublicBody(
        id=contact.id,
        kind=contact.kind,
        name=_words(contact.name.__getitem__),
        help=_words(contact.help.__getitem__),
        phones=[
            Number(
                number=phone.number,
                dial=phones.link(phone, region=region.code),
                e164=phones.e164(phone, region=region.code),
                use=phone.use,
                from_abroad=phone.from_abroad,
                routes=[
                    TextRoute(
                        way=route.way,
                        how=Words(**route.how.model_dump()),
                        number=route.number,
                        website=route.website,
                    )
                    for route in phone.routes
                ],
            )
            for phone in contact.phones
        ],
        emails=list(contact.emails),
        website=contact.website,
        report_url=contact.report_url,
        hours=contact.hours,
        cost=contact.cost,
        evidence=_proof(contact.evidence),
        valid_until=published.valid_until.isoformat(),
        page=_words(
            lambda language: (
                f"{site_url}{page_address(f'contact/regions/{region.slug}', language=language)}"
                f"#{contact.id}"
            )
        ),
    )


def _proof(evidence: Evidence) -> Proof:
    return Proof.model_validate(
        {
            "source": evidence.source,
            "source_kind": evidence.source_kind,
            "source_date": evidence.source_date,
            "read": evidence.read,
            "read_on": evidence.read_on.isoformat(),
        }
    )

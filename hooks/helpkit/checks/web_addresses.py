"""Check the web addresses in the data: each opens the host that it shows, and no open platform.

Every string that is an address is read, whatever its record: evidence and what also says so,
references, steps of complaints, websites. Only an account of the service itself, proven as such,
may stand on a messenger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from helpkit.data.contact_rules import Denylist
from helpkit.data.directory import Directory
from helpkit.data.located import Located, Location, read_file
from helpkit.data.records import Contact, Evidence, Region
from helpkit.messages import message
from helpkit.problems import Problem
from helpkit.text import hosts, web_addresses

# These files hold known-bad values and the checker's comparisons.
_WARNINGS = {"known-bad", "checker", "may-pass"}
# Pages that are made anew for each visitor, or copies that go: of a search, a cache, a translator.
_PASSING = re.compile(
    r"//(?:www\.)?(?:google\.[a-z.]+/(?:search|url)|baidu\.com/(?:s|link)\?|bing\.com/(?:search|ck)|so\.com/s|sogou\.com/(?:web|link))"
    r"|//webcache\.googleusercontent\.com|//cc\.bingj\.com|\.translate\.goog/|//chatgpt\.com/|//chat\.openai\.com/|//share\.weiyun\.com"
)
_TRACKING = re.compile(
    r"[?&](?P<part>(?:utm_[a-z]+|fbclid|gclid|spm|share_token|from_wecom)=[^&#]*)"
)


def check(root: Path, directory: Directory) -> Iterator[Problem]:
    """Yield each address in `data/` that shows one host and opens another, or opens a bad one."""
    denylist = Denylist(directory.checker, directory.known_bad)
    for path in sorted((root / "data").rglob("*.yml")):
        if path.stem in _WARNINGS:
            continue
        located, _ = read_file(path, root=root)
        for location, address in _addresses(located.value, ()):
            yield from _check(address, located, location, denylist)
        # In a sample each body and each page has a made-up site of its own.
        is_real = path.parent.name == "regions" and not directory.service.sample
        if is_real and path.stem in directory.regions:
            yield from _check_steps(directory.regions[path.stem], located)


def _addresses(value: object, location: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _addresses(inner, (*location, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _addresses(inner, (*location, index))
    elif isinstance(value, str) and value.strip().lower().startswith(("http:", "https:", "//")):
        yield location, value


def _check(
    address: str, located: Located, location: Location, denylist: Denylist
) -> Iterator[Problem]:
    found = web_addresses.read(address)
    if found is None or found.misleads:
        opened = message("opens", host=found.host) if found else message("opens-nothing")
        yield located.problem(location, "data-disguised-address", address=address, opened=opened)
        return
    host = hosts.in_unicode(found.host)
    bare = host.removeprefix("www.")
    if domain := denylist.domain_over(host):
        yield located.problem(location, "data-known-bad", value=domain)
    if any(hosts.is_under(bare, each) for each in denylist.rules.shorteners):
        yield located.problem(location, "data-shortener", address=address)
    if _PASSING.search(address):
        yield located.problem(location, "data-bad-url.passing", value=address)
    elif tracking := _TRACKING.search(address):
        yield located.problem(location, "data-bad-url.tracking", part=tracking["part"])
    is_account = "okpay_channels" in location and location[-1] == "value"
    if not is_account and any(hosts.is_under(bare, each) for each in denylist.rules.messengers):
        yield located.problem(location, "data-messenger", address=address)


def _check_steps(region: Region, located: Located) -> Iterator[Problem]:
    """Yield each step of a complaint that shows another body than the one whose page it rests on."""
    contacts = {contact.id: contact for contact in region.contacts}
    for index, step in enumerate(region.ladder.steps if region.ladder else ()):
        contact = contacts.get(step.contact or "")
        if contact is None or step.evidence.source_kind != "own":
            continue
        own = {_site(page) for page in (*_pages(contact.evidence), *_links(contact))}
        if own.isdisjoint(map(_site, _pages(step.evidence))):
            yield located.problem(
                ("ladder", "steps", index, "contact"),
                "data-other-body",
                id=contact.id,
                host=hosts.host_of(step.evidence.source),
            )


def _pages(evidence: Evidence) -> tuple[str, ...]:
    return (evidence.source, *evidence.also)


def _links(contact: Contact) -> list[str]:
    return [page for page in (contact.website, contact.report_url) if page]


def _site(address: str) -> str:
    return hosts.domain_of(hosts.host_of(address))

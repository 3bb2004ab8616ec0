"""The feeds: which record changed, and when (Atom, RFC 4287); which page did.

Entries name records and pages and link to them, without any number, so an old copy cannot mislead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from helpkit.addresses import page_address
from helpkit.articles.article import Article
from helpkit.data.directory import Change, Directory
from helpkit.languages import PROFILES, Language
from helpkit.text import digests
from helpkit.text.hosts import host_of

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200


def address(kind: str, *, language: Language) -> str:
    """Return where a feed lives below the site's root.

    `kind` is `atom` for the changes of records, `pages` for the changes of pages.
    """
    file = {"atom": "changes.xml", "pages": "pages.xml"}[kind]
    return PROFILES[language].path + file


def atom(directory: Directory, *, language: Language, site_url: str) -> str:
    """Return the newest changes as an Atom feed, newest first."""
    changes = _newest(directory)
    feed = _feed(
        directory,
        language,
        title="feed_title",
        own=urljoin(site_url, address("atom", language=language)),
        page=urljoin(site_url, page_address("about/sources", language=language)),
        updated=changes[0].on if changes else directory.today,
    )
    for change in changes:
        entry = _add(feed, "entry")
        _add(entry, "title", _title(change, directory, language))
        _add(entry, "id", _identifier(change, site_url))
        _add(entry, "link", rel="alternate", href=_link(change, directory, language, site_url))
        _add(entry, "updated", f"{change.on}T00:00:00Z")
        if change.note:
            _add(entry, "summary", change.note[language])
    return etree.tostring(feed, encoding="unicode", pretty_print=True)


def of_pages(
    directory: Directory,
    articles: Mapping[str, Article],
    changed: Mapping[str, date],
    *,
    language: Language,
    site_url: str,
) -> str:
    """Return the pages that changed last as an Atom feed, newest first.

    `changed` is the day of each page by slug, see `changed`.
    """
    newest = sorted(changed, key=lambda slug: (-changed[slug].toordinal(), slug))[:MOST]
    feed = _feed(
        directory,
        language,
        title="pages_feed_title",
        own=urljoin(site_url, address("pages", language=language)),
        page=urljoin(site_url, page_address("index", language=language)),
        updated=changed[newest[0]] if newest else directory.today,
    )
    for slug in newest:
        front = articles[slug].front
        assert front is not None
        page = urljoin(site_url, page_address(slug, language=language))
        entry = _add(feed, "entry")
        _add(entry, "title", front.title)
        _add(entry, "id", page)
        _add(entry, "link", rel="alternate", href=page)
        _add(entry, "updated", f"{changed[slug]}T00:00:00Z")
        _add(entry, "summary", front.description)
    return etree.tostring(feed, encoding="unicode", pretty_print=True)


def _feed(
    directory: Directory, language: Language, *, title: str, own: str, page: str, updated: date
) -> Any:
    namespaces: Any = {None: ATOM}
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=namespaces)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", PROFILES[language].tag)
    _add(feed, "title", _feed_title(directory, language, title))
    _add(feed, "id", own)
    _add(feed, "link", rel="self", href=own)
    _add(feed, "link", rel="alternate", href=page)
    _add(feed, "updated", f"{updated}T00:00:00Z")
    _add(_add(feed, "author"), "name", directory.ui["site_name"][language])
    return feed


def _feed_title(directory: Directory, language: Language, key: str) -> str:
    title = directory.ui[key][language]
    return f"{directory.ui['sample_mark'][language]} {title}" if directory.service.sample else title


def _newest(directory: Directory) -> Sequence[Change]:
    return directory.changes()[:MOST]


def _title(change: Change, directory: Directory, language: Language) -> str:
    """Return region, body and event; an unpublished body is called by its kind."""
    name = change.name[language]
    for contact in change.region.contacts:
        if contact.id == change.id and not _is_published(change, directory):
            name = directory.ui[f"kind_{contact.kind}"][language]
    event = directory.ui[f"event_{change.event}"][language]
    marks = PROFILES[language].marks
    return f"{change.region.name[language]}{marks.colon}{name}{marks.comma}{event}"


def _link(change: Change, directory: Directory, language: Language, site_url: str) -> str:
    page = page_address(f"contact/regions/{change.region.slug}", language=language)
    # An id may contain the number, which must not outlive the contact in the feed.
    return urljoin(site_url, f"{page}#{change.id}" if _is_published(change, directory) else page)


def _is_published(change: Change, directory: Directory) -> bool:
    code, channels = change.region.code, directory.okpay_channels(change.region)
    return change.id in {channel.anchor_in(code) for channel in channels} or any(
        change.id == contact.id and directory.publishes(contact)
        for contact in change.region.contacts
    )


def _identifier(change: Change, site_url: str) -> str:
    """Return an identifier that stays the same and is made of letters only."""
    host = host_of(site_url)
    name = digests.letters(change.id, length=16)
    return f"tag:{host},2026:{name}/{change.on}/{change.event}"


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
    return element

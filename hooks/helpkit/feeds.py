"""The feed of changes, as Atom (RFC 4287) and as JSON Feed 1.1: which record changed, and when.

It tells of records and links to them; it holds no number, so that an old copy of it cannot
mislead anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from helpkit.addresses import HTML_LANGUAGE, page_address
from helpkit.directory import Change, Directory
from helpkit.records import Language

ATOM = "http://www.w3.org/2005/Atom"
MOST = 200


def address(kind: str, *, language: Language) -> str:
    """Return where a feed lives below the site's root; `kind` is `atom` or `json`."""
    ending = "xml" if kind == "atom" else "json"
    return f"{'' if language == 'zh' else 'en/'}changes.{ending}"


def atom(directory: Directory, *, language: Language, site_url: str) -> str:
    """Return the newest changes as an Atom feed, newest first."""
    ui = directory.ui
    log = urljoin(site_url, page_address("about/sources", language=language))
    own = urljoin(site_url, address("atom", language=language))
    namespaces: Any = {None: ATOM}
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=namespaces)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", HTML_LANGUAGE[language])
    changes = _newest(directory)
    _add(feed, "title", ui["feed_title"][language])
    _add(feed, "id", own)
    _add(feed, "link", rel="self", href=own)
    _add(feed, "link", rel="alternate", href=log)
    newest = changes[0].on if changes else directory.today
    _add(feed, "updated", f"{newest}T00:00:00Z")
    _add(_add(feed, "author"), "name", ui["site_name"][language])
    for change in changes:
        entry = _add(feed, "entry")
        _add(entry, "title", _title(change, directory, language))
        _add(entry, "id", _identifier(change, site_url))
        _add(entry, "link", rel="alternate", href=_link(change, directory, language, site_url))
        _add(entry, "updated", f"{change.on}T00:00:00Z")
        if change.note:
            _add(entry, "summary", change.note[language])
    return etree.tostring(feed, encoding="unicode", pretty_print=True)


def json_feed(directory: Directory, *, language: Language, site_url: str) -> dict[str, Any]:
    """Return the newest changes as a JSON Feed, newest first."""
    ui = directory.ui
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": ui["feed_title"][language],
        "language": HTML_LANGUAGE[language],
        "home_page_url": urljoin(site_url, page_address("about/sources", language=language)),
        "feed_url": urljoin(site_url, address("json", language=language)),
        "items": [
            {
                "id": _identifier(change, site_url),
                "url": _link(change, directory, language, site_url),
                "title": _title(change, directory, language),
                "content_text": change.note[language]
                if change.note
                else _title(change, directory, language),
                "date_published": f"{change.on}T00:00:00Z",
            }
            for change in _newest(directory)
        ],
    }


def _newest(directory: Directory) -> Sequence[Change]:
    return directory.changes()[:MOST]


def _title(change: Change, directory: Directory, language: Language) -> str:
    """Return region, body and event. A body that is not published goes by its kind."""
    name = change.name[language]
    for contact in change.region.contacts:
        if contact.id == change.id and not _is_published(change, directory):
            name = directory.ui[f"kind_{contact.kind}"][language]
    event = directory.ui[f"event_{change.event}"][language]
    colon, comma = ("：", "，") if language == "zh" else (": ", ", ")
    return f"{change.region.name[language]}{colon}{name}{comma}{event}"


def _link(change: Change, directory: Directory, language: Language, site_url: str) -> str:
    page = page_address(f"contact/regions/{change.region.slug}", language=language)
    # Ids may be made of a number, which has to leave with it.
    return urljoin(site_url, f"{page}#{change.id}" if _is_published(change, directory) else page)


def _is_published(change: Change, directory: Directory) -> bool:
    published = directory.published_contacts(change.region)
    return change.id in [contact.contact.id for contact in published]


def _identifier(change: Change, site_url: str) -> str:
    """Return an identifier that stays the same and is made of letters only."""
    host = urlsplit(site_url).hostname
    digest = hashlib.sha256(change.id.encode()).hexdigest()[:16]
    letters = digest.translate(str.maketrans("0123456789", "ghijklmnop"))
    return f"tag:{host},2026:{letters}/{change.on}/{change.event}"


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
    return element

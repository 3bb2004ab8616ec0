"""Published addresses: none may break without a decision.

`data/addresses.yml` records every page that was ever published (`helpkit addresses` writes it),
`data/redirects.yml` says what became of those that moved or are gone. Hosts answer 301 or 410 from
`answers`; where a host knows no redirects, the small pages of `pages` do it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

from helpkit import addresses, git
from helpkit.articles.article import Article
from helpkit.data.directory import Directory
from helpkit.data.records import Region
from helpkit.languages import LANGUAGES, PUBLISHED

Draw = Callable[..., str]
ADDRESSES = Path("data/addresses.yml")
_ADDRESSES_HEAD = """\
# yaml-language-server: $schema=schemas/addresses.json
# Every page and contact that was ever published. Written by `helpkit addresses`; nothing is taken out of it.
"""
_ENTRY = "- "


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a host at an address that has no page any more.

    `source` and `target` are addresses below the site's root, such as `en/contact/hotline/`;
    `target` is None when the page is gone (410), otherwise the page moved there for good (301).
    """

    source: str
    target: str | None

    @property
    def status(self) -> Literal[301, 410]:
        """The status of HTTP."""
        return 301 if self.target is not None else 410


def answers(directory: Directory) -> list[Answer]:
    """Return the answers for moved and gone pages, of every language, in the order of the data."""
    return [
        Answer(
            addresses.page_address(move.page, language=language),
            addresses.page_address(move.moved_to, language=language) if move.moved_to else None,
        )
        for move in directory.redirects
        for language in PUBLISHED
    ]


def pages(directory: Directory, *, draw: Draw, site_url: str) -> Mapping[str, str]:
    """Return a small page for each page that moved, by file below the site's root.

    `draw` fills the template of such a page with what it is given by name.
    """
    return {
        f"{source}index.html": draw(
            "_moved.html",
            language=language,
            address=source,
            target=move.moved_to,
            canonical=urljoin(site_url, addresses.page_address(move.moved_to, language=language)),
        )
        for move in directory.redirects
        if move.moved_to
        for language in LANGUAGES
        for source in [addresses.page_address(move.page, language=language)]
    }


def contact_address(region: Region, identifier: str) -> str:
    """Return a contact's entry in the record: its region page and anchor."""
    return f"contact/regions/{region.slug}#{identifier}"


def unpublished(root: Path, known: Iterable[str]) -> set[str]:
    """Return the recorded pages and contacts that the last commit does not record.

    Nobody but the writer has seen them. Without git, none is taken for that.
    """
    try:
        before = git.ask(root, "show", f"HEAD:./{ADDRESSES.as_posix()}")
    except git.NoRepository:
        return set()
    return set(known) - {line.removeprefix(_ENTRY) for line in before.splitlines()}


def record(directory: Directory, articles: Mapping[str, Article], *, root: Path) -> int:
    """Add every page and contact to the record of published ones; return how many were new.

    Pages that vanished before they were published leave the record too.
    """
    known = set(directory.addresses)
    contacts = {
        contact_address(region, contact.id)
        for region in directory.regions.values()
        for contact in region.contacts
    }
    kept = known - unpublished(root, known - {*articles, *contacts})
    text = recorded(kept, {*articles, *contacts})
    (root / ADDRESSES).write_text(text, encoding="utf-8", newline="\n")
    return len({*articles, *contacts} - known)


def recorded(known: Iterable[str], new: Iterable[str]) -> str:
    """Return the record of published pages and contacts with new ones in it."""
    return _ADDRESSES_HEAD + "".join(f"{_ENTRY}{slug}\n" for slug in sorted({*known, *new}))

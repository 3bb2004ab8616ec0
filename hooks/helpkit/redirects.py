"""Addresses that were published once: none of them may lead nowhere without a decision.

`data/addresses.yml` records every page that was ever published (`helpkit addresses` writes it),
`data/redirects.yml` says what became of those that stand no more. Hosts answer 301 or 410 from
`answers`; where a host knows no redirects, the small pages of `pages` do it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

from helpkit import addresses
from helpkit.articles import Article
from helpkit.directory import Directory
from helpkit.drawing import Drawing
from helpkit.located import read_file
from helpkit.problems import Problem, did_you_mean
from helpkit.records import LANGUAGES

ADDRESSES = Path("data/addresses.yml")
_ADDRESSES_HEAD = """\
# yaml-language-server: $schema=schemas/addresses.json
# Every page that was ever published. Written by `helpkit addresses`; nothing is taken out of it.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answers at an address that has no page any more.

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
    """Return the answers for moved and gone pages, of both languages, in the order of the data."""
    return [
        Answer(
            addresses.page_address(move.page, language=language),
            addresses.page_address(move.moved_to, language=language) if move.moved_to else None,
        )
        for move in directory.redirects
        for language in LANGUAGES
    ]


def pages(drawing: Drawing, *, site_url: str) -> Mapping[str, str]:
    """Return a small page for each page that moved, by file below the site's root."""
    if drawing.directory is None:
        return {}
    return {
        f"{source}index.html": drawing.render(
            "_moved.html",
            language=language,
            address=source,
            target=move.moved_to,
            canonical=urljoin(site_url, addresses.page_address(move.moved_to, language=language)),
        )
        for move in drawing.directory.redirects
        if move.moved_to
        for language in LANGUAGES
        for source in [addresses.page_address(move.page, language=language)]
    }


def record(directory: Directory, articles: Mapping[str, Article], *, root: Path) -> int:
    """Add every page to the record of published ones; return how many are new in it."""
    known = set(directory.addresses)
    slugs = sorted(known | set(articles))
    text = _ADDRESSES_HEAD + "".join(f"- {slug}\n" for slug in slugs)
    (root / ADDRESSES).write_text(text, encoding="utf-8")
    return len(slugs) - len(known)


def check(
    directory: Directory, articles: Mapping[str, Article], *, root: Path
) -> Iterator[Problem]:
    """Yield addresses that lead nowhere or are not recorded, and redirects that cannot work."""
    located, _ = read_file(root / "data" / "redirects.yml", root=root)
    standing = {_place(slug) for slug in articles}
    settled: set[str] = set()
    for index, move in enumerate(directory.redirects):
        if _place(move.page) in standing:
            yield located.problem(
                (index, "page"),
                rule="redirect-of-a-page",
                what=f'There is a page "{move.page}"; readers would never see it.',
                fix="remove this entry, or the page",
            )
        if _place(move.page) in settled:
            yield located.problem(
                (index, "page"),
                rule="redirect-twice",
                what=f'What became of "{move.page}" stands here already.',
                fix="keep one of the two entries",
            )
        if move.moved_to and move.moved_to not in articles:
            yield located.problem(
                (index, "moved_to"),
                rule="redirect-to-nowhere",
                what=f'There is no page "{move.moved_to}".{did_you_mean(move.moved_to, articles)}',
                fix="name the page as it stands below docs/zh, without .md; if it moved as well,"
                " name its newest place",
            )
        settled.add(_place(move.page))
    recorded = {_place(slug) for slug in directory.addresses}
    for slug, article in articles.items():
        if _place(slug) not in recorded:
            yield Problem(
                article.path,
                1,
                1,
                "page-address-unrecorded",
                "The address of this page is not recorded, so the page could vanish unnoticed.",
                "run .venv/bin/helpkit addresses",
            )
    located, _ = read_file(root / ADDRESSES, root=root)
    for index, slug in enumerate(directory.addresses):
        if _place(slug) not in standing | settled:
            yield located.problem(
                (index,),
                rule="page-address-gone",
                what=f'The page "{slug}" was published and is not there any more; links to it'
                " would lead nowhere.",
                fix="add it to data/redirects.yml, with moved_to or with gone: true",
            )


def _place(slug: str) -> str:
    """Return the address by which readers know a page: `a/index` and `a` are one."""
    return addresses.page_address(slug, language="zh")

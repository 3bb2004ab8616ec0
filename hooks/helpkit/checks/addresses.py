"""Check addresses: pages that moved or are gone, and the record of published ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from helpkit import addresses
from helpkit.articles.article import Article
from helpkit.data.directory import Directory
from helpkit.data.located import read_file
from helpkit.languages import SOURCE
from helpkit.outputs import redirects
from helpkit.outputs.redirects import ADDRESSES
from helpkit.problems import Problem, did_you_mean


def check(
    directory: Directory, articles: Mapping[str, Article], *, root: Path
) -> Iterator[Problem]:
    """Yield addresses that lead nowhere or are not recorded, and redirects that cannot work."""
    located, _ = read_file(root / "data" / "redirects.yml", root=root)
    standing = {_address(slug) for slug in articles}
    settled: set[str] = set()
    for index, move in enumerate(directory.redirects):
        if _address(move.page) in standing:
            yield located.problem(
                (index, "page"),
                rule="redirect-of-a-page",
                what=f'There is a page "{move.page}"; readers would never see it.',
                fix="remove this entry, or the page",
            )
        if _address(move.page) in settled:
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
        settled.add(_address(move.page))
    recorded = {_address(slug) for slug in directory.addresses if "#" not in slug}
    for slug, article in articles.items():
        if _address(slug) not in recorded:
            yield Problem(
                article.path,
                1,
                1,
                "page-address-unrecorded",
                "The address of this page is not recorded, so the page could vanish unnoticed.",
                "run .venv/bin/helpkit addresses",
            )
    located, _ = read_file(root / ADDRESSES, root=root)
    contacts = {
        redirects.contact_address(region, identifier)
        for region in directory.regions.values()
        for identifier in (
            *(contact.id for contact in region.contacts),
            *(gone.id for gone in region.withdrawn),
        )
    }
    for index, slug in enumerate(directory.addresses):
        if "#" in slug and slug not in contacts:
            page, _, identifier = slug.partition("#")
            code = page.rpartition("/")[2].upper()
            yield located.problem(
                (index,),
                rule="data-contact-gone",
                what=f'The contact "{identifier}" was published and does not stand in'
                f" data/regions/{code}.yml any more; who saved it would never hear why.",
                fix='bring it back, or move it to "withdrawn:" there, with the day and the reason',
            )
        elif "#" not in slug and _address(slug) not in standing | settled:
            yield located.problem(
                (index,),
                rule="page-address-gone",
                what=f'The page "{slug}" was published and is not there any more; links to it'
                " would lead nowhere.",
                fix="add it to data/redirects.yml, with moved_to or with gone: true",
            )


def _address(slug: str) -> str:
    """Return the address by which readers know a page: `a/index` and `a` are one."""
    return addresses.page_address(slug, language=SOURCE)

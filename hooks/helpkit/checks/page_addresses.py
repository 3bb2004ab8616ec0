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
    """Yield addresses without a page or record, and redirects that cannot work."""
    located, _ = read_file(root / "data" / "redirects.yml", root=root)
    standing = {_address(slug) for slug in articles}
    settled: set[str] = set()
    for index, move in enumerate(directory.redirects):
        if _address(move.page) in standing:
            yield located.problem((index, "page"), "redirect-of-a-page", page=move.page)
        if _address(move.page) in settled:
            yield located.problem((index, "page"), "redirect-twice", page=move.page)
        if move.moved_to and move.moved_to not in articles:
            yield located.problem(
                (index, "moved_to"),
                "redirect-to-nowhere",
                page=move.moved_to,
                hint=did_you_mean(move.moved_to, articles),
            )
        settled.add(_address(move.page))
    recorded = {_address(slug) for slug in directory.addresses if "#" not in slug}
    for slug, article in articles.items():
        if _address(slug) not in recorded:
            yield Problem.of(article.path, 1, 1, "page-address-unrecorded")
    located, _ = read_file(root / ADDRESSES, root=root)
    contacts = {
        redirects.contact_address(region, identifier)
        for region in directory.regions.values()
        for identifier in (
            *(contact.id for contact in region.contacts),
            *(gone.id for gone in region.withdrawn),
        )
    }
    gone = {
        slug: index
        for index, slug in enumerate(directory.addresses)
        if ("#" in slug and slug not in contacts)
        or ("#" not in slug and _address(slug) not in standing | settled)
    }
    new = redirects.unpublished(root, gone) if gone else set()
    for slug, index in gone.items():
        page, _, identifier = slug.partition("#")
        key = "data-contact-gone" if identifier else "page-address-gone"
        values = {"identifier": identifier, "code": page.rpartition("/")[2].upper()}
        key, values = (f"{key}.unpublished", values) if slug in new else (key, values)
        yield located.problem((index,), key, **(values if identifier else {"page": slug}))


def _address(slug: str) -> str:
    """Return the address by which readers know a page: `a/index` and `a` are one."""
    return addresses.page_address(slug, language=SOURCE)

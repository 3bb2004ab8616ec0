"""All files of a derived language, converted from the finished files of its source."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from helpkit.addresses import page_address
from helpkit.cache import Cache
from helpkit.data.directory import Directory
from helpkit.languages import PROFILES, Language, source_of
from helpkit.outputs import cards, feeds, llms, redirects, search_index
from helpkit.outputs.cards import qr_code
from helpkit.outputs.conversions import conversions
from helpkit.outputs.derived_pages import Derivation, Override, said_of_themselves
from helpkit.outputs.llms import Entry
from helpkit.outputs.markdown_pages import FILE, article_of, markdown
from helpkit.text import folding


def _feeds(language: Language) -> list[str]:
    return [feeds.address(kind, language=language) for kind in ("atom", "pages")]


def of_site(
    directory: Directory,
    slugs: Collection[str],
    overrides: Mapping[str, Override],
    *,
    language: Language,
    site_url: str,
) -> Derivation:
    """Return the derivation of a language from a site with pages and overrides of these slugs."""
    source = source_of(language)
    moved = [move.page for move in directory.redirects if move.moved_to]
    pages = {page_address(slug, language=source) for slug in (*slugs, *moved)}
    files = {
        *(f"{page}{FILE}" for page in pages),
        *(llms.address(file, language=source) for file in (llms.INDEX, llms.FULL)),
        *_feeds(source),
        *(PROFILES[source].path + file for file in _SINGLE),
        *(file for _, name, _ in cards.texts(directory) for file in cards.addresses_of(name)),
    }
    return Derivation(
        source=PROFILES[source],
        target=PROFILES[language],
        site_url=site_url,
        pages=pages,
        files=files,
        conversion=conversions(
            directory, source=source, whole=said_of_themselves(overrides.values())
        ),
        overrides={page_address(s, language=source): each for s, each in overrides.items()},
        fold=functools.partial(folding.fold, variants=directory.search.folding),
    )


# What there is once in each language, beside the home page.
_NOT_FOUND, _MANIFEST, _SEARCH = "404.html", "site.webmanifest", "opensearch.xml"
_SINGLE = (_NOT_FOUND, _MANIFEST, _SEARCH, "share.png")


def files(
    derivation: Derivation,
    directory: Directory,
    menu: Sequence[Entry],
    slugs: Collection[str],
    *,
    site: Path,
    cache: Cache,
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files of the derived language, and the twins of its pages by slug.

    `site` holds the finished files of the source.
    """
    source, target = derivation.source, derivation.target

    def read(name: str) -> str:
        return (site / source.path / name).read_text(encoding="utf-8")

    def made(html: str, address: str) -> str:
        return cache.get(
            *(b"derived", html.encode(), address.encode()),
            derivation.digest_of(address),
            make=lambda: derivation.page(html, address=address),
        )

    def converted(text: str, address: str) -> str:
        return cache.get(
            *(b"converted", text.encode(), derivation.digest_of(address)),
            make=lambda: derivation.conversion(address)(text),
        )

    def whole(text: str, make: Callable[[str], str]) -> str:
        known = (make.__name__.encode(), text.encode(), derivation.digest_of(""))
        return cache.get(b"derived file", *known, make=lambda: make(text))

    said = llms.statement(directory, language=source.code)
    found: dict[str, str] = {}
    twins: dict[str, str] = {}
    for slug in sorted(slugs):
        address = page_address(slug, language=source.code)
        written = derivation.overrides.get(address)
        html = written.html if written else (site / address / "index.html").read_text("utf-8")
        page = made(html, address)
        own = page_address(slug, language=target.code)
        article = article_of(page)
        note = converted(said, address)
        inputs = {"address": derivation.site_url + own, "language": target.code, "note": note}
        twins[slug] = cache.get(
            *(b"twin", article.encode(), repr(inputs).encode()),
            make=functools.partial(markdown, article, **inputs),
        )
        found[f"{own}index.html"] = page
        found[f"{own}{FILE}"] = twins[slug]
    for answer in redirects.answers(directory):
        name = f"{answer.source}index.html"
        if answer.target is not None and answer.source in derivation.pages:
            moved = (site / name).read_text(encoding="utf-8")
            found[target.path + name] = made(moved, answer.source)
    for name in (_NOT_FOUND, _SEARCH, *_feeds(source.code)):
        bare = name.removeprefix(source.path)
        found[target.path + bare] = made(read(bare), "")
    for region, name, card in cards.texts(directory):
        card_file, code_file = (target.path + file for file in cards.addresses_of(name))
        page = page_address(f"contact/regions/{region.slug}", language=source.code)
        found[card_file] = converted(card, page)
        found[code_file] = cache.get(
            *(b"code of a card", found[card_file].encode()),
            make=functools.partial(qr_code, found[card_file]),
        )
    found[target.path + _MANIFEST] = whole(read(_MANIFEST), derivation.manifest)
    found[target.path + llms.INDEX] = whole(read(llms.INDEX), derivation.text)
    full = llms.full(directory, twins, menu, language=source.code)
    head, between, rest = full.partition(llms.BETWEEN)
    found[target.path + llms.FULL] = whole(head, derivation.text) + between + rest
    index, texts = (search_index.file(source.code, kind) for kind in ("index", "text"))
    searched = [(site / name).read_text(encoding="utf-8") for name in (index, texts)]
    found.update(
        zip(
            (search_index.file(target.code, kind) for kind in ("index", "text")),
            cache.get(
                *(b"derived index", *(text.encode() for text in searched)),
                derivation.digest_of(""),
                make=lambda: derivation.index(*searched),
            ),
            strict=True,
        )
    )
    return found, twins

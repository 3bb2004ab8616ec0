"""Checks on the finished site: what only the built HTML can show."""

from __future__ import annotations

import functools
import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from helpkit.checks import article_html, assets
from helpkit.languages import PROFILES
from helpkit.messages import Value, message
from helpkit.problems import Problem, in_order
from helpkit.text import page_parts

_LOADS = (
    "//script/@src | //img/@src | //source/@src | //iframe/@src | //embed/@src | //object/@data"
)
_LOADING_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "manifest"}
_SENDS_ON = "//head/meta[@http-equiv='refresh']"  # a page that moved
_LANGUAGES = {*(profile.tag for profile in PROFILES.values()), "x-default"}
# The elements of a page: those of articles, drawings and templates. Everything else is refused,
# whoever wrote it.
_ELEMENTS = {
    *article_html.ELEMENTS,
    *assets.DRAWN,
    *("html", "head", "meta", "link", "title", "script", "body", "template"),
    *("header", "main", "article", "footer", "nav", "section", "aside", "h1"),
    *("time", "b", "s", "dl", "dt", "dd", "details", "summary", "figure", "figcaption", "caption"),
    *("form", "button", "textarea", "select", "option"),
}
_ATTRIBUTES = {
    *("id", "class", "lang", "dir", "title", "hidden", "tabindex", "role", "translate", "media"),
    *("charset", "name", "content", "http-equiv", "property", "itemprop", "itemscope", "itemtype"),
    *("href", "hreflang", "rel", "type", "src", "alt", "download", "datetime", "scope", "for"),
    *("action", "autocapitalize", "autocomplete", "enterkeyhint", "inputmode", "maxlength"),
    *("placeholder", "rows", "spellcheck", "open", "width", "height"),
    *("accept", "novalidate", "value"),
}
_PREFIXES = ("data-", "aria-")
# Those of which an element can be refused for more than its attributes.
_LOOKED_INTO = {"script", "style", "input", "meta"}
_INPUTS = {"search", "checkbox", "text", "date", "time", "file"}
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page of the site: its file below the site folder and its parsed document."""

    file: str
    document: Any


def read_site(site: Path, *, plain: bool = False) -> list[BuiltPage]:
    """Return every HTML page below a folder, in order.

    If `plain`, of elements without the methods of `lxml.html`, which are made faster.
    """
    read: Any = etree if plain else html
    pages = []
    for path in sorted(site.rglob("*.html")):
        document = read.fromstring(path.read_bytes(), parser=read.HTMLParser(encoding="utf-8"))
        pages.append(BuiltPage(path.relative_to(site).as_posix(), document))
    return pages


def address_of(site: Path) -> str:
    """Return the address at which a finished site lives, as its home page states it."""
    home = html.document_fromstring((site / "index.html").read_bytes())
    return str(home.xpath("string(//link[@rel='canonical']/@href)"))


def check(site: Path) -> list[Problem]:
    """Return every problem of the finished site, in order. Paths are relative to its folder."""
    pages = read_site(site, plain=True)
    ids = {page.file: _found(page, "//@id") for page in pages}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    problems: list[Problem] = []
    known = {file: set(found) for file, found in ids.items()}
    for page in pages:
        problems += _check_page(page, files=files, ids=known)
        problems += [
            _problem(page, "site-duplicate-id", identifier=identifier)
            for identifier, times in Counter(ids[page.file]).items()
            if times > 1
        ]
    problems += _check_alternates(pages)
    return in_order(problems)


def _found(page: BuiltPage, attributes: str) -> list[str]:
    """Return attribute values as plain `str`: lxml's own strings keep the whole tree alive."""
    found: list[str] = page.document.xpath(attributes, smart_strings=False)
    return found


def _problem(page: BuiltPage, key: str, /, **values: Any) -> Problem:
    return Problem.of(page.file, 1, 1, key, **values)


def _check_page(
    page: BuiltPage, *, files: Collection[str], ids: Mapping[str, set[str]]
) -> Iterator[Problem]:
    document = page.document
    for text in document.xpath(
        "//article//text()[contains(., '///')][not(ancestor::pre or ancestor::code)]"
    ):
        yield _problem(page, "site-raw-block", typed=text.strip()[:60])
    if len(document.xpath("//h1")) != 1:
        yield _problem(page, "site-titles", count=len(document.xpath("//h1")))
    for element in document.iter():
        if not _is_usual(element.tag, tuple(element.keys())):
            yield from _check_element(page, element)
    yield from _check_loads(page)
    yield from _check_links(page, files=files, ids=ids)


@functools.cache  # pages have a quarter of a million elements, of a few hundred kinds
def _is_usual(tag: Any, attributes: tuple[str, ...]) -> bool:
    """Return whether nothing can be wrong with an element, whatever its attributes say."""
    return (
        tag in _ELEMENTS
        and tag not in _LOOKED_INTO
        and page_parts.ATTRIBUTE not in attributes
        and all(name in _ATTRIBUTES or name.startswith(_PREFIXES) for name in attributes)
    )


def _check_element(page: BuiltPage, element: Any) -> Iterator[Problem]:
    if element.get(page_parts.ATTRIBUTE) == page_parts.FAILURE:
        yield _problem(page, "site-failed-block", said=element.xpath("string()").strip())
    handlers = [name for name in element.attrib if name == "style" or name.startswith("on")]
    inline = element.tag == "style" or (element.tag == "script" and not element.get("src"))
    if handlers or (inline and not _is_data(element)):
        yield _problem(page, "site-inline-script", tag=element.tag, attributes=" ".join(handlers))
    for shown in _foreign(element):
        yield _problem(page, "site-element", value=shown)


def _foreign(element: Any) -> Iterator[Value]:
    """Yield an element's tag or attributes that no page may contain, as source text."""
    if not isinstance(element.tag, str):
        yield message("a-comment")
        return
    tag = element.tag
    if tag not in _ELEMENTS or (tag == "input" and element.get("type") not in _INPUTS):
        kind = element.get("type") if tag == "input" else None
        yield f"<{tag} type={kind}>" if kind else f"<{tag}>"
        return
    drawn = tag in assets.DRAWN and tag != "title"
    for name in element.attrib:
        if name == "style" or name.startswith("on"):
            continue  # reported as what runs inside the page
        if not (drawn or name in _ATTRIBUTES or name.startswith(_PREFIXES)):
            yield f'<{tag} {name}="…">'
    if tag == "meta" and element.get("http-equiv") and element.getparent().tag != "head":
        yield message("meta-in-text")


def _is_data(element: Any) -> bool:
    """Return whether a `script` element holds structured data, which no browser runs."""
    return element.get("type") == "application/ld+json" and set(element.keys()) == {"type"}


def _check_loads(page: BuiltPage) -> Iterator[Problem]:
    wanted = [
        *_found(page, _LOADS),
        *(
            link.get("href")
            for link in page.document.xpath("//link[@href]")
            if not _LOADING_RELATIONS.isdisjoint((link.get("rel") or "").split())
        ),
    ]
    for address in wanted:
        if "//" in address and urlsplit(address).netloc:
            yield _problem(page, "site-third-party", address=address)


def _check_links(
    page: BuiltPage, *, files: Collection[str], ids: Mapping[str, set[str]]
) -> Iterator[Problem]:
    if page.file.endswith("404.html"):
        return  # served under any address, so its links start at the site's root
    folder = "/" + posixpath.dirname(page.file)
    for address in _found(page, "//a/@href | //link[@rel='stylesheet']/@href | //script/@src"):
        if _ELSEWHERE.match(address):
            continue
        target, _, fragment = address.partition("#")
        # As `urljoin` does, at a tenth of its cost: links are what pages have most of.
        file = posixpath.normpath(posixpath.join(folder, unquote(target))) if target else page.file
        if target and posixpath.basename(target) in ("", ".", ".."):
            file = posixpath.join(file, "index.html")
        file = file.lstrip("/")
        if file not in files:
            yield _problem(page, "site-dead-link", address=address)
        elif fragment and file in ids and unquote(fragment) not in ids[file]:
            yield _problem(page, "site-dead-anchor", address=address)


def _check_alternates(pages: list[BuiltPage]) -> Iterator[Problem]:
    """Yield pages whose alternates are not whole, absolute and mutual."""
    alternates: dict[str, dict[str, str]] = {}
    pages = [
        page
        for page in pages
        if not (page.file.endswith("404.html") or page.document.xpath(_SENDS_ON))
    ]
    for page in pages:
        links = page.document.xpath("//head/link[@rel='alternate'][@hreflang]")
        found = {link.get("hreflang"): link.get("href") for link in links}
        canonical = page.document.xpath("string(//head/link[@rel='canonical']/@href)")
        alternates[canonical] = found
        if set(found) != _LANGUAGES or not all(urlsplit(url).scheme for url in found.values()):
            yield _problem(
                page,
                "site-alternates",
                found=tuple(sorted(found)),
                wanted=tuple(sorted(_LANGUAGES)),
            )
        elif canonical not in found.values():
            yield _problem(page, "site-alternates.own")
    for page in pages:
        canonical = page.document.xpath("string(//head/link[@rel='canonical']/@href)")
        for url in alternates[canonical].values():
            if alternates.get(url) != alternates[canonical]:
                yield _problem(page, "site-alternates.in-return", address=url)

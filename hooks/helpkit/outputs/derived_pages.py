"""Convert the pages and other files of a language into those of a derived language.

Nothing is drawn anew. A file is read as readers get it, its texts are converted, and its links lead
to the pages of the derived language where there are such, and to the same shared files otherwise.
Left as they are: what stands in another language (`lang`), what nobody may translate (`translate`),
code, and official names, which the records give in the script of their owner.

A page whose words differ is written after all (`Override`). It is drawn as its source is, in the
same templates and with the same data, and its own words are masked from the conversion.
"""

from __future__ import annotations

import functools
import json
import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from helpkit.addresses import relative
from helpkit.articles.article import Article
from helpkit.articles.front_matter import FrontMatter
from helpkit.languages import Profile
from helpkit.outputs import full_text, search_index
from helpkit.outputs.cards import qr_code
from helpkit.outputs.conversions import HAN
from helpkit.text import folding, page_parts
from helpkit.text.conversion import Conversion, masked, unmasked
from helpkit.text.digests import digest
from helpkit.text.shown_and_sought import with_sought

_LINK = re.compile(r' (href|src|action|data-[a-z-]+)="([^"]*)"')
# Addresses in attributes of ours look like this.
_OURS = re.compile(r"(?:\.{0,2}/|assets/)[^\s]*")
_NAMES_A_LANGUAGE = re.compile(r'<(?:a|link) [^>]*hreflang="[^>]*>(?:(?<=>)[^<]*</a>)?')
# What has a language of its own, or must not be translated.
_MAY_STAY = re.compile(
    r"<(?P<name>code|kbd|samp|script|style|textarea)\b[^>]*>"
    r'|<(?P<other>[a-z0-9]+) [^>]*(?:\blang="|translate="no")[^>]*>'
)
_LANG = re.compile(r'\blang="([^"]*)"')
# Compared with what a reader types, whatever script that is in.
_COMPARED = re.compile(r' data-names="[^"]*"')
_STRUCTURED = re.compile(r'(<script type="application/ld\+json">)([^<]*)(</script>)')
_CODE_OF = re.compile(r'(<div class="code"[^>]* data-code="([^"]*)"[^>]*>).*?(</div>)', re.DOTALL)
# A blank of a message: messages.js keeps what is typed in those that messages share under one name.
_BLANK = re.compile(r'(<span class="blank-here"[^>]*)>([^<]*)<')
_SHARED = re.compile(r'data-word="shared"[^>]*>(.*?)</p>')
_TAG = re.compile(r"<[^>]*>")
_SAME_MARK = re.compile(r'(<span class="blank-here"[^>]*) data-mark="([^"]*)">\2<')
# A body's name, and the same once more as the body writes it.
_TOLD_TWICE = re.compile(
    rf">([^<>]+?)(\s*(?:</(?:a|span)>)?)\s*"
    rf'<span class="local-name" data-part="{page_parts.LOCAL_NAME}" lang="[^"]*">\1</span>'
)
_SAID = re.compile(rf'(<span translate="no" data-part="{page_parts.SAID}">)([^<]*)')
_BLOCK = re.compile(r'<(?P<name>div) class="block block-[a-z-]+">')
# What a page says of itself, on it and on others.
_WORDS = ("title", "short", "description", "answer")


@dataclass(frozen=True, slots=True)
class Override:
    """A page of a derived language that somebody wrote: the article, and its source's.

    `content` is the HTML of the article and `html` the whole page, in the words of the source but
    for those of the article, which are masked.
    """

    article: Article
    source: Article
    content: str
    html: str


def as_source(article: Article, source: Article) -> Article:
    """Return an article that is drawn in the place of its source, with its own words masked."""
    assert article.front is not None
    words = {key: masked(getattr(article.front, key)) for key in _WORDS}
    front = article.front.model_copy(update=words)
    return replace(article, language=source.language, front=front)


def masked_content(html: str) -> str:
    """Return the HTML of an article with its own words masked, and those of its blocks as they are."""
    pieces, end = [], 0
    for block in _BLOCK.finditer(html):
        if block.start() >= end:
            pieces.append(masked(html[end : block.start()]))
            end = _end_of("div", html, block.end())
            pieces.append(html[block.start() : end])
    return "".join([*pieces, masked(html[end:])])


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """From the files of one language to those of another.

    `pages` are the addresses of its pages below the site's root, `files` those of its other files.
    `conversion` gives the one of a page by its address, "" for everything else. `overrides` are the
    pages that somebody wrote, by the addresses of their sources; `fold` makes of a word what the
    search compares.
    """

    source: Profile
    target: Profile
    site_url: str
    pages: Collection[str]
    files: Collection[str]
    conversion: Callable[[str], Conversion]
    overrides: Mapping[str, Override]
    fold: Callable[[str], str]

    def digest_of(self, address: str) -> bytes:
        """Return the inputs, besides its content, on which the conversion of a page depends."""
        variety = self.conversion(address).variety
        return f"{variety} {self.made_with}".encode()

    @functools.cached_property
    def made_with(self) -> str:
        """A digest of the inputs that all pages share."""
        conversions = [self.conversion(page) for page in sorted(self.pages)]
        seen = {each.variety: (each.phrases, each.forms, each.whole) for each in conversions}
        world = (sorted(seen.items(), key=lambda item: item[0]), self.site_url, sorted(self.pages))
        return digest(repr(world).encode())

    # --- Addresses

    def shifted(self, address: str) -> str:
        """Return where an address below the site's root leads from pages of the derived language."""
        path, mark, rest = _cut(address)
        if path == search_index.file(self.source.code, "index"):
            return search_index.file(self.target.code, "index")
        bare = "" if path == "." else path
        ours = bare in self.pages or bare in self.files
        return (self.target.path + bare if ours else path) + mark + rest

    def absolute(self, text: str) -> str:
        """Return a text in which every address of a page of ours leads to the derived page."""
        address = re.compile(re.escape(self.site_url) + r"[^\s\"'<>()（）「」，。；]*")
        return address.sub(
            lambda found: self.site_url + self.shifted(found[0].removeprefix(self.site_url)), text
        )

    def link(self, value: str, *, start: str, stays: bool = False) -> str:
        """Return what a link of the page at `start` becomes on the derived page.

        `stays` is for links that name a language: they lead where they led.
        """
        if value.startswith(self.site_url):
            return value if stays else self.absolute(value)
        if not value or value[0] == "#" or re.match(r"[a-z]+:|//", value):
            return value
        root = urlsplit(self.site_url).path
        if value.startswith("/"):
            return value if stays else root + self.shifted(value.removeprefix(root))
        path, mark, rest = _cut(value)
        whole = posixpath.normpath(posixpath.join("/", start, path))[1:]
        if whole and (path.endswith("/") or posixpath.basename(path) in (".", "..")):
            whole += "/"
        if not stays and (whole in self.pages or whole in self.files):
            return value  # the derived pages stand to each other as these do
        led = whole if stays else self.shifted(whole)
        return relative(led, start=self.target.path + start) + mark + rest

    # --- Files

    def page(self, html: str, *, address: str) -> str:
        """Return a page, or any file with tags: its texts, its links, and what it says it is."""
        convert = self.conversion(address)
        kept = _Kept()
        html = _STRUCTURED.sub(
            lambda data: kept.put(data[1] + self._structured(data[2], convert) + data[3]), html
        )
        html = _NAMES_A_LANGUAGE.sub(lambda tag: kept.put(self._named(tag[0], address)), html)
        links: dict[str, str] = {}

        def link(found: re.Match[str]) -> str:
            name, value = found[1], found[2]
            if name.startswith("data-") and not _OURS.fullmatch(value):
                return found[0]
            if value not in links:
                led = self.link(value, start=address)
                links[value] = kept.put(led) if HAN.search(led) else led
            return f' {name}="{links[value]}"'

        html = self.absolute(_LINK.sub(link, html))
        shared = {name: name for name in _names_shared(html)}
        if address in self.overrides:
            shared |= {convert(name): name for name in shared}

        def blank(found: re.Match[str]) -> str:
            name = shared.get(unmasked(found[2])[1:-1])
            if name is None:
                return found[0]
            mark = f' data-mark="{found[2][0]}{name}{found[2][-1]}"'
            return f"{found[1]}{kept.put(mark)}>{found[2]}<"

        html = _BLANK.sub(blank, html)
        html = _SAID.sub(lambda found: found[1] + self._once_each(found[2], convert), html)
        html = "".join(self._protected(html, kept))
        html = _COMPARED.sub(lambda found: kept.put(found[0]), html)
        html = kept.put_back(convert(self._told(html)))
        html = _SAME_MARK.sub(r"\1>\2<", html)
        html = unmasked(_TOLD_TWICE.sub(r">\1\2", html))
        return _CODE_OF.sub(lambda found: found[1] + qr_code(found[2]) + found[3], html)

    def _named(self, tag: str, address: str) -> str:
        """Return a link that names a language: it leads where it led, and another is the current one."""
        here = f'hreflang="{self.target.tag}"' in tag
        tag = tag.replace(' aria-current="true"', "")
        tag = _LINK.sub(
            lambda found: (
                f' {found[1]}="{self.link(found[2], start=address, stays=True)}"'
                if found[1] == "href"
                else found[0]
            ),
            tag,
            count=1,
        )
        return tag.replace("<a ", '<a aria-current="true" ', 1) if here else tag

    def _once_each(self, said: str, convert: Conversion) -> str:
        """Return names in both scripts as names in one, each of them once.

        They keep their words, those of the mainland too: readers look up here what they were told.
        """
        mark = self.source.marks.enumeration
        return mark.join(dict.fromkeys(map(convert.characters, said.split(mark))))

    def _protected(self, html: str, kept: _Kept) -> Iterator[str]:
        """Yield a page in pieces, with a mark for each element that stays as it is."""
        end = 0
        for tag in _MAY_STAY.finditer(html):
            lang = _LANG.search(tag[0])
            own = lang is None or lang[1] != self.source.tag or 'translate="no"' in tag[0]
            if tag.start() < end or not (own or tag["name"]):
                continue
            yield html[end : tag.start()]
            end = _end_of(tag["name"] or tag["other"], html, tag.end())
            yield kept.put(html[tag.start() : end])
        yield html[end:]

    def _told(self, html: str) -> str:
        """Return a page that says which language it is in."""
        source, target = self.source, self.target
        html = html.replace(f'lang="{source.tag}"', f'lang="{target.tag}"')
        html = html.replace(f">{source.tag}<", f">{target.tag}<")
        html = html.replace(f'"{source.suggestion}|', f'"{target.suggestion}|')
        for mark in "_-":
            before, after = (each.og_locale.replace("_", mark) for each in (source, target))
            html = html.replace(f'"{before}"', f'"{after}"')
        return html

    def text(self, text: str) -> str:
        """Return a plain text, such as `llms.txt`."""
        return self.absolute(self.conversion("")(text))

    def manifest(self, text: str) -> str:
        """Return a web app manifest; its icons are shared."""
        found = json.loads(text)
        icons = [{**icon, "src": f"../{icon['src']}"} for icon in found["icons"]]
        names = {name: self.conversion("")(found[name]) for name in ("name", "short_name")}
        new = {**found, **names, "icons": icons, "lang": self.target.tag, "scope": "../"}
        new["id"] = f"../{self.target.path}"
        return json.dumps(new, ensure_ascii=False, indent=1) + "\n"

    def index(self, text: str, sections: str) -> tuple[str, str]:
        """Return the index of the search and its full text; they rank as those of the source do.

        What is compared stays as it was. What is shown is converted, and where that makes other
        words of it, both stand there (see `SHOWN`).
        """
        index, texts = json.loads(text), json.loads(sections)
        names = [page[0] for page in index["pages"]]

        def both(text: str, page: str, written: str | None = None) -> str:
            said = self.conversion(page)(text) if written is None else written
            return with_sought(text, said)

        index["language"] = self.target.code
        index["files"][-1] = search_index.beside(self.target.code, "text")
        index["pages"] = [
            [
                self.shifted(page),
                *(both(each, page) for each in (title, short, answer, description)),
                list(dict.fromkeys([*aliases, *self._own_aliases(page)])),
                [
                    [identifier, both(heading, page, self._own_headings(page).get(identifier))]
                    for identifier, heading in headings
                ],
                *rest,
            ]
            for page, title, short, answer, description, aliases, headings, *rest in index["pages"]
        ]
        for key in ("overviews", "routes"):
            index[key] = [self.shifted(address) for address in index[key]]
        for key in ("checker", "results"):
            index[key] = self.shifted(index[key])
        plain = self.conversion("")
        index["none"] = [[sets, plain(says)] for sets, says in index["none"]]
        index["ui"] = {key: plain(word) for key, word in index["ui"].items()}
        index["regions"] = [[self.shifted(page), *rest] for page, *rest in index["regions"]]
        crisis = index["crisis"]
        crisis["not"], crisis["all"] = (
            [self.shifted(page) for page in crisis["not"]],
            self.shifted(crisis["all"]),
        )
        converted = [
            [
                [identifier, both(body, page, self._own_sections(page).get(identifier))]
                for identifier, body in page_texts
            ]
            for page, page_texts in zip(names, texts, strict=True)
        ]
        simple = folding.traditional()
        shown = {
            character
            for character in json.dumps([index["pages"], converted], ensure_ascii=False)
            if character in simple
        }
        known = index["fold"][::2]
        index["fold"] += "".join(each + simple[each] for each in sorted(shown - set(known)))
        # What was understood is shown in the characters of the page.
        index["unfold"] = "".join(
            simple[each] + each for each in sorted(shown) if plain(simple[each]) == each
        )
        return _json(index), _json(converted)

    def _own_aliases(self, page: str) -> list[str]:
        own = self.overrides.get(page)
        return [self.fold(alias) for alias in _front(own.article).aliases] if own else []

    def _own_headings(self, page: str) -> dict[str, str]:
        own = self.overrides.get(page)
        return {each.id: each.title for each in own.article.headings if each.id} if own else {}

    def _own_sections(self, page: str) -> dict[str, str]:
        own = self.overrides.get(page)
        if own is None:
            return {}
        find = (
            full_text.bodies if search_index.is_region_page(own.source.slug) else full_text.sections
        )
        names, texts = zip(*find(own.content), strict=True)
        return dict(zip(names, map(unmasked, self.conversion(page).all(texts)), strict=True))

    def _structured(self, text: str, convert: Conversion) -> str:
        graph = json.loads(text)
        for node in graph["@graph"]:
            site = node["@type"] in ("Organization", "WebSite")
            for key, value in node.items():  # the site and its publisher are the same in all
                node[key] = self._value(value, convert, "" if site else key)
        return _json(graph).replace("<", "\\u003c")

    def _value(self, value: Any, convert: Conversion, key: str) -> Any:
        if isinstance(value, dict):
            return {name: self._value(inner, convert, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._value(inner, convert, key) for inner in value]
        if not isinstance(value, str):
            return value
        if value == self.source.tag and key == "inLanguage":
            return self.target.tag
        if value.startswith(self.site_url):
            shared = not key or value.startswith(f"{self.site_url}#")
            return value if shared else self.absolute(value)
        return convert(value)


def _front(article: Article) -> FrontMatter:
    assert article.front is not None
    return article.front


def _names_shared(html: str) -> set[str]:
    """Return the names of the blanks that all messages share, as the page lists them."""
    found = _SHARED.search(html)
    return set(_TAG.sub("", found[1]).split("|")) if found else set()


class _Kept:
    """Keeps texts unchanged while everything around them is converted; a mark stands in their place."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def put(self, text: str) -> str:
        """Keep a text; return the mark that stands for it."""
        self.texts.append(text)
        return f"\uf8fe{len(self.texts) - 1}\uf8ff"

    def put_back(self, html: str) -> str:
        """Return a page with the kept texts in place of their marks; one mark may stand inside another."""
        while "\uf8fe" in html:
            html = _MARK.sub(lambda found: self.texts[int(found[1])], html)
        return html


_MARK = re.compile("\uf8fe(\\d+)\uf8ff")


def _end_of(name: str, html: str, start: int) -> int:
    """Return where the element ends whose opening tag ends at `start`."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b").finditer(html, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return html.index(">", tag.start()) + 1
    return start


def _cut(address: str) -> tuple[str, str, str]:
    """Return an address as its path, the mark that ends it (# or ?) and what follows."""
    found = re.search(r"[#?]", address)
    at = found.start() if found else len(address)
    return address[:at], address[at : at + 1], address[at + 1 :]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def said_of_themselves(overrides: Iterable[Override]) -> dict[str, str]:
    """Return the front matter texts of pages in the source, each with the text of its override."""
    return {
        getattr(_front(each.source), key): getattr(_front(each.article), key)
        for key in reversed(_WORDS)
        for each in overrides
    }

"""What result lists, shared links and feed readers find in the head of every page, and beside it."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path

import pytest
from conftest import ROOT, SITE_URL
from fontTools.ttLib import TTFont
from helpkit.checks.built_site import BuiltPage
from helpkit.data.directory import Directory
from helpkit.languages import PUBLISHED
from helpkit.outputs import conversions, share_picture
from lxml import etree
from lxml.html import HtmlElement

Pages = dict[str, BuiltPage]


def articles_of(pages: Pages) -> list[BuiltPage]:
    return [page for page in pages.values() if not page.file.endswith("404.html")]


def test_every_page_has_a_title_and_a_description_of_its_own(pages: Pages) -> None:
    for language in ("zh-Hans", "en"):
        own = [page for page in articles_of(pages) if page.document.get("lang") == language]
        for path in ("//title/text()", "//meta[@name='description']/@content"):
            found = [" ".join(page.document.xpath(path)) for page in own]
            assert len(set(found)) == len(found) == len(own) >= 76


def headline(document: HtmlElement) -> str:
    """Return the text of the first heading; blanks that may not break a line count as blanks."""
    return " ".join(document.xpath("string(//h1)").split())


def test_the_home_page_is_called_by_the_name_of_the_site(pages: Pages) -> None:
    for file, start in (
        ("index.html", "OKPay 自助求助站："),
        ("en/index.html", "OKPay Self-Help: "),
    ):
        document = pages[file].document
        assert document.xpath("string(//title)") == start + headline(document)


def test_a_shared_link_shows_the_page_and_a_picture(pages: Pages, site: Path) -> None:
    for page in articles_of(pages):
        document = page.document
        said = {
            meta.get("property"): meta.get("content")
            for meta in document.xpath("//head/meta[starts-with(@property, 'og:')]")
        }
        english = page.file.startswith("en/")
        assert said == {
            "og:site_name": "OKPay Self-Help" if english else "OKPay 自助求助站",
            "og:type": "website" if page.file in ("index.html", "en/index.html") else "article",
            "og:title": headline(document),
            "og:description": document.xpath("string(//meta[@name='description']/@content)"),
            "og:url": document.xpath("string(//link[@rel='canonical']/@href)"),
            "og:locale": "en_GB" if english else "zh_CN",
            "og:image": f"{SITE_URL}{'en/' if english else ''}share.png",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": said["og:image:alt"],
        }
    for name in ("share.png", "zh-hant/share.png", "en/share.png"):
        picture = (site / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">II", picture[16:24]) == (1200, 630)
        assert 10_000 < len(picture) < 100_000


@pytest.mark.parametrize("language", PUBLISHED)
def test_the_picture_holds_the_words_of_the_site_and_its_font_has_them_all(
    real_directory: Directory, language: str
) -> None:
    folder = ROOT / "overrides" / "share"
    ui = conversions.words(real_directory)[language]
    root = etree.fromstring(share_picture.svg(ui, folder=folder, language=language))
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == [ui[key] for key in ("site_name", "site_line", "no_number_title", "share_next")]
    known = TTFont(folder / share_picture.FONT).getBestCmap()
    assert {ord(character) for word in words for character in word} <= set(known)


def test_every_page_has_a_twin_with_the_same_words_and_names_it(
    pages: Pages, site: Path, real_directory: Directory
) -> None:
    for page in articles_of(pages):
        folder = (site / page.file).parent
        (twin,) = page.document.xpath("//head/link[@rel='alternate'][@type='text/markdown']/@href")
        text = (folder / twin).read_text(encoding="utf-8")
        canonical = page.document.xpath("string(//link[@rel='canonical']/@href)")
        assert text.startswith(f"# {headline(page.document)}\n\n<{canonical}>\n\n> ")
        headings = [
            " ".join(heading.text_content().split()).replace("*", "\\*")
            for heading in page.document.xpath("//article//*[self::h2 or self::h3]")
            if not heading.xpath("ancestor::*[@hidden] | ancestor::form | ancestor::nav")
        ]
        written = [
            line.lstrip("# ") for line in text.split("\n") if line.startswith(("## ", "###"))
        ]
        assert [re.sub(r"\*\*|\[(.*?)\]\(.*?\)", r"\1", line) for line in written] == headings
        assert not re.search(r"\]\((?!https://)|<(?!https://)|tel:|mailto:", text), page.file
    hong_kong = (site / "en/contact/regions/hk/index.md").read_text(encoding="utf-8")
    contacts = real_directory.published_contacts(real_directory.regions["HK"])
    assert contacts
    for each in contacts:
        assert f"**{each.contact.name.en}**" in hong_kong
        for phone in each.contact.phones:
            assert re.search(rf"(?m)^ *- .*\b{re.escape(phone.number)}\b", hong_kong)


@pytest.mark.parametrize(("language", "folder"), [("zh", ""), ("en", "en/")])
def test_answer_engines_first_read_that_no_number_is_verified_and_since_when(
    pages: Pages, site: Path, real_directory: Directory, language: str, folder: str
) -> None:
    said = real_directory.statement(language)
    searched = real_directory.service.searched_on.isoformat()
    home = pages[f"{folder}index.html"].document
    assert home.xpath("//link[@rel='describedby'][@type='text/plain']/@href") == ["llms.txt"]
    for name in ("llms.txt", "llms-full.txt", "contact/phone/index.md"):
        lines = (site / folder / name).read_text(encoding="utf-8").split("\n")
        (statement,) = [line for line in lines[:5] if line.startswith("> ")]
        assert statement.startswith(f"> {said}")
        assert searched in statement


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_index_for_answer_engines_names_every_page_but_the_search(
    pages: Pages, site: Path, folder: str
) -> None:
    text = (site / folder / "llms.txt").read_text(encoding="utf-8")
    own = [page for page in articles_of(pages) if page.file.startswith("en/") == bool(folder)]
    linked = re.findall(r"^- \[.+\]\((https://\S+)\): .+$", text, flags=re.MULTILINE)
    assert sorted(linked) == sorted(
        f"{SITE_URL}{page.file.removesuffix('html')}md"
        for page in own
        if "search/" not in page.file
    )
    sections = re.findall(r"^## *(.*)$", text, flags=re.MULTILINE)
    assert all(sections)
    assert len(sections) == len(set(sections)) >= 8
    assert bool(folder) == ("Urgent" in sections)
    full = (site / folder / "llms-full.txt").read_text(encoding="utf-8")
    assert full.count("\n---\n\n# ") == len(own) - 1


@pytest.mark.parametrize(("language", "folder"), [("zh", ""), ("en", "en/")])
def test_the_feed_of_pages_tells_which_changed_and_when(
    pages: Pages, site: Path, language: str, folder: str
) -> None:
    feed = etree.parse(site / folder / "pages.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    own = [page for page in articles_of(pages) if page.file.startswith("en/") == bool(folder)]
    days = [entry.findtext(f"{atom}updated") for entry in entries]
    assert len(entries) == len(own)
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{atom}updated") == days[0]
    addresses = {entry.findtext(f"{atom}id") for entry in entries}
    assert addresses == {f"{SITE_URL}{page.file.removesuffix('index.html')}" for page in own}
    for page in own:
        if "urgent/" in page.file:
            continue  # it comes in the first packets
        feeds = page.document.xpath("//link[@type='application/atom+xml']/@href")
        named = {((site / page.file).parent / href).resolve() for href in feeds}
        assert (site / folder / "pages.xml").resolve() in named


def test_the_sitemap_and_the_structured_data_give_one_date(pages: Pages, site: Path) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = etree.parse(site / "sitemap.xml").findall("s:url", names)
    days = {url.findtext("s:loc", "", names): url.findtext("s:lastmod", "", names) for url in urls}
    days = {url: day for url, day in days.items() if "/zh-hant/" not in url}
    assert len(days) == len(articles_of(pages))
    for page in articles_of(pages):
        data = json.loads(page.document.xpath("string(//script[@type='application/ld+json'])"))
        node = data["@graph"][2]
        assert days[node["url"]] == node["dateModified"], page.file


def test_crawlers_may_read_everything_and_learn_of_the_sitemap(site: Path) -> None:
    assert (site / "robots.txt").read_text(encoding="utf-8") == (
        f"User-agent: *\nAllow: /\n\nSitemap: {SITE_URL}sitemap.xml\n"
    )

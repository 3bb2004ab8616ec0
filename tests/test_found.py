"""What result lists, shared links and feed readers find in the head of every page, and beside it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from conftest import ROOT, SITE_URL
from fontTools.ttLib import TTFont
from helpkit import share
from helpkit.built import BuiltPage
from helpkit.directory import Directory
from lxml import etree

Pages = dict[str, BuiltPage]


def articles_of(pages: Pages) -> list[BuiltPage]:
    return [page for page in pages.values() if not page.file.endswith("404.html")]


def test_every_page_has_a_title_and_a_description_of_its_own(pages: Pages) -> None:
    for language in ("zh-Hans", "en"):
        own = [page for page in articles_of(pages) if page.document.get("lang") == language]
        for path in ("//title/text()", "//meta[@name='description']/@content"):
            found = [" ".join(page.document.xpath(path)) for page in own]
            assert len(set(found)) == len(found) == len(own) >= 76


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
            "og:title": document.xpath("string(//h1)"),
            "og:description": document.xpath("string(//meta[@name='description']/@content)"),
            "og:url": document.xpath("string(//link[@rel='canonical']/@href)"),
            "og:locale": "en_GB" if english else "zh_CN",
            "og:image": f"{SITE_URL}{'en/' if english else ''}share.png",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": said["og:image:alt"],
        }
        assert document.xpath("//meta[@http-equiv='content-language']/@content") == [
            document.get("lang")
        ]
    for name in ("share.png", "en/share.png"):
        picture = (site / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">II", picture[16:24]) == share.SIZE
        assert 10_000 < len(picture) < 100_000


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_holds_the_words_of_the_site_and_its_font_has_them_all(
    real_directory: Directory, language: str
) -> None:
    folder = ROOT / "overrides" / "share"
    root = etree.fromstring(share.svg(real_directory, folder=folder, language=language))
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    ui = real_directory.ui
    assert words == [
        ui[key][language] for key in ("site_name", "site_line", "no_number_title", "share_next")
    ]
    known = TTFont(folder / share.FONT).getBestCmap()
    assert {ord(character) for word in words for character in word} <= set(known)

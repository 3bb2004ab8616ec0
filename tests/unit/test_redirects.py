"""Pages that moved or are gone: what hosts answer, and the small pages for those that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, SITE_URL, TINY_DAY
from helpkit.articles.article import read_all
from helpkit.blocks.drawing import Drawing
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.outputs import redirects
from helpkit.outputs.redirects import Answer
from lxml import html

MOVES = """\
- {page: contact/hotline, moved_to: contact/regions/gb, on: 2026-11-01}
- {page: old/index, gone: "true", on: 2026-11-01}
"""


@pytest.fixture
def moved(tiny: Path) -> Directory:
    (tiny / "data" / "redirects.yml").write_text(MOVES)
    (tiny / "data" / "addresses.yml").write_text("- index\n- problems/login\n")
    loaded, problems = loading.load(tiny, today=TINY_DAY)
    assert loaded is not None, problems
    return loaded


def test_hosts_lead_on_from_moved_pages_and_say_that_others_are_gone(moved: Directory) -> None:
    found = redirects.answers(moved)
    assert found == [
        Answer("contact/hotline/", "contact/regions/gb/"),
        Answer("zh-hant/contact/hotline/", "zh-hant/contact/regions/gb/"),
        Answer("en/contact/hotline/", "en/contact/regions/gb/"),
        Answer("old/", None),
        Answer("zh-hant/old/", None),
        Answer("en/old/", None),
    ]
    assert [answer.status for answer in found] == [301, 301, 301, 410, 410, 410]


def test_a_moved_page_leads_on_without_a_server(moved: Directory) -> None:
    drawing = Drawing(moved, templates=ROOT / "overrides" / "blocks")
    found = redirects.pages(drawing.directory, draw=drawing.render, site_url=SITE_URL)
    assert list(found) == ["contact/hotline/index.html", "en/contact/hotline/index.html"]
    page = html.document_fromstring(found["en/contact/hotline/index.html"])
    assert page.get("lang") == "en"
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../regions/gb/"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{SITE_URL}en/contact/regions/gb/"]
    assert page.xpath("//h1/text()") == ["This page has moved"]
    assert page.xpath("//main//a/@href") == ["../regions/gb/"]


def test_every_page_is_recorded_as_published(real_directory: Directory) -> None:
    pages, _ = read_all(ROOT)
    assert set(pages["zh"]) <= set(real_directory.addresses), 'run "helpkit addresses"'


def test_recording_adds_new_pages_and_takes_nothing_out(tiny: Path, moved: Directory) -> None:
    pages, _ = read_all(tiny)
    del pages["zh"]["problems/login"]
    assert redirects.record(moved, pages["zh"], root=tiny) == 3
    again, _ = loading.load(tiny, today=TINY_DAY)
    assert again is not None
    assert again.addresses == (
        "contact/regions/gb",
        "contact/regions/gb#gb-sample-line",
        "contact/regions/hk",
        "index",
        "problems/login",
    )

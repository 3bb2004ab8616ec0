"""The files that search loads: what is in them, and what they weigh."""

from __future__ import annotations

import json
import re
from pathlib import Path

import brotli
import pytest
from helpkit import addresses
from helpkit.data.directory import Directory
from helpkit.outputs import full_text, search_index
from helpkit.text import folding
from playwright.sync_api import Page
from search_bench import LANGUAGES, is_rest, open_ours, requests_for, wire

VARIANTS = {"帐": "账"}


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("帳戶被凍結", "账户被冻结"),
        ("帐号", "账号"),
        ("ＯＫＰａｙ　１２", "okpay 12"),
        ("Withdrawal", "withdrawal"),
        ("Đăng nhập, café", "dang nhap, cafe"),
        ("", ""),
    ],
)
def test_what_is_typed_in_many_forms_is_read_in_one(typed: str, folded: str) -> None:
    assert folding.fold(typed, variants=VARIANTS) == folded


def test_a_browser_gets_only_the_characters_that_it_can_meet() -> None:
    table = folding.characters(["冻结账户"], variants=VARIANTS)
    assert table == {"凍": "冻", "戶": "户", "帳": "账", "結": "结", "賬": "账", "帐": "账"} | {
        c: f for c, f in table.items() if f in "冻结账户"
    }
    assert "錢" not in table


def test_sounds_name_each_common_character_once(real_directory: Directory) -> None:
    first, words = search_index.sounds(real_directory).split("\n")
    sounds = dict(re.fullmatch(r"([a-z]+)(.+)", each).groups() for each in first.split(" "))
    assert "银行yin'hang" in words.split(" ")
    assert "冻" in sounds["dong"]
    assert "现" in sounds["xian"]
    characters = "".join(sounds.values())
    assert len(characters) == len(set(characters)) == 3755


def test_sections_leave_out_contact_values_and_what_must_not_be_quoted() -> None:
    page = (
        '<p>Before</p><h2 id="one">One</h2><p>A &amp; b</p><p><s data-nosnippet>withdrawn</s></p>'
        '<table><tr><td><a data-part="value">555 0100</a></td></tr></table><h3 id="two">Two</h3>text<template>asleep</template>'
    )
    assert full_text.sections(page) == (("", "Before"), ("one", "A & b"), ("two", "text"))


def test_a_region_page_is_known_by_the_names_of_its_bodies() -> None:
    page = '<table class="contacts"><tr><th><span data-part="name">Police 555010</span></th></tr></table>'  # fmt: skip
    assert full_text.bodies(page) == (("public-help", "Police "),)
    assert full_text.bodies("<p>nothing</p>") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_answer_is_light(
    light_site: Path, page: Page, base_url: str, language: str
) -> None:
    urls = requests_for(page, lambda: open_ours(page, base_url, language))
    opened = [url for url in urls if "search" in url]
    # The rest never comes, and the answer is there.
    page.route(is_rest, lambda route: None)
    opened += requests_for(
        page,
        lambda: (
            page.fill("dialog[open] input", "okpay 冻结 withdrawal"),
            page.wait_for_selector("dialog[open] [role=option]"),
        ),
    )
    # With a little room for the aliases that writers add.
    assert wire(light_site, [url for url in opened if not is_rest(url)])[0] <= 42_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_full_text_is_one_file_that_a_phone_can_load(site: Path, language: str) -> None:
    text = (site / f"assets/search/{language}-text.json").read_bytes()
    assert len(brotli.compress(text)) <= full_text.MOST_BYTES


def test_no_published_value_is_in_the_search_files(site: Path, real_directory: Directory) -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in (site / "assets" / "search").rglob("*.json")
    )
    long = {v for v in real_directory.values_known() if len(re.sub(r"\D", "", v)) > 4 or "@" in v}
    assert len(long) > 30
    assert [value for value in sorted(long) if value in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_behind_the_first_answer_comes_how_readers_ask(
    site: Path, real_directory: Directory, language: str
) -> None:
    folder, variants = site / "assets/search", real_directory.search.folding
    pages = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))["pages"]
    lines = (folder / f"{language}-words.txt").read_text(encoding="utf-8").split("\n")
    came = {pages[place][0]: texts for place, *texts in json.loads(lines[-2])}
    asked = real_directory.asked[language]
    assert came == {
        addresses.page_address(slug, language=language): [
            folding.fold(text, variants=variants) for text in texts
        ]
        for slug, texts in asked.items()
    }


def test_two_builds_write_the_same_index(site: Path, real_directory: Directory) -> None:
    for language in LANGUAGES:
        index = json.loads((site / f"assets/search/{language}.json").read_text(encoding="utf-8"))
        assert index["language"] == language
        assert not [page for page in index["pages"] if page[0].endswith("search/")]
        weight = len(brotli.compress(json.dumps(index, ensure_ascii=False).encode()))
        assert weight < 30_000

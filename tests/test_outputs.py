"""What machines and address books get: contacts.json, feeds, cards, structured data."""

from __future__ import annotations

import importlib
import json
import re
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import vobject
from conftest import ROOT, SITE_URL, TINY, TODAY, real_numbers
from helpkit.checks import stray_scan
from helpkit.checks.allowed_values import allowed_values
from helpkit.checks.built_site import BuiltPage
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.outputs import cards, feeds, files
from lxml import etree
from PIL import Image

ATOM = "{http://www.w3.org/2005/Atom}"
LATER = TODAY + timedelta(days=400)
# The days on which the contact of the tiny site was read and on which it counts for the last time.
READ, LAST = date(2026, 11, 1), date(2027, 11, 1)


@pytest.fixture(scope="module")
def jsonschema() -> ModuleType:
    """Return the package, whose grammars of addresses take seconds to load: not in each worker."""
    return importlib.import_module("jsonschema")


def read_json(site: Path, name: str) -> Any:
    return json.loads((site / name).read_text(encoding="utf-8"))


def tiny_on(today: date) -> Directory:
    loaded, problems = loading.load(TINY, today=today)
    assert loaded is not None, problems
    return loaded


def test_contacts_json_says_that_no_channel_is_verified(
    site: Path, real_directory: Directory
) -> None:
    found = read_json(site, "contacts.json")
    assert found["made"] == TODAY.isoformat()
    assert found["service"] == {
        "name": "OKPay",
        "sample": False,
        "publisher": "independent",
        "official_domains": [],
        "verified_channels": 0,
        "searched_on": real_directory.service.searched_on.isoformat(),
        "statement": found["service"]["statement"],
    }
    assert "found no OKPay phone number" in found["service"]["statement"]["en"]
    assert {tuple(region["service_channels"]) for region in found["regions"]} == {()}
    assert [body["id"] for region in found["regions"] for body in region["public_bodies"]] == [
        contact.contact.id
        for region in real_directory.regions_in_order()
        for contact in real_directory.published_contacts(region)
    ]


def test_contacts_json_has_the_form_of_its_published_schema(
    site: Path, jsonschema: ModuleType
) -> None:
    schema = read_json(site, "contacts.schema.json")
    found = read_json(site, "contacts.json")
    assert found.pop("$schema") == "contacts.schema.json"
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema)
    found["service"]["publisher"] = "OKPay"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, schema)


def test_when_everything_has_run_out_the_form_is_the_same(
    site: Path, real_directory: Directory, jsonschema: ModuleType
) -> None:
    later, _ = loading.load(ROOT, today=LATER)
    assert later is not None
    texts = files.texts(later, site_url=SITE_URL)
    found = json.loads(texts["contacts.json"])
    found.pop("$schema")
    jsonschema.validate(found, read_json(site, "contacts.schema.json"))
    assert {tuple(region["public_bodies"]) for region in found["regions"]} == {()}
    assert not [name for name in texts if name.startswith(cards.FOLDER)]
    everything = "".join(texts.values())
    assert [number for number in real_numbers(real_directory) if number in everything] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_feed_of_records_tells_each_change_and_holds_no_number(
    site: Path, real_directory: Directory, language: Any
) -> None:
    file = site / feeds.address("atom", language=language)
    entries = etree.parse(file).getroot().findall(f"{ATOM}entry")
    changes = real_directory.changes()[: feeds.MOST]
    for entry, change in zip(entries, changes, strict=True):
        title = entry.findtext(f"{ATOM}title")
        assert title.startswith(change.region.name[language])
        assert title.endswith(real_directory.ui[f"event_{change.event}"][language])
        page = entry.find(f"{ATOM}link").get("href").removeprefix(SITE_URL).partition("#")[0]
        assert (site / page / "index.html").is_file()
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(changes)
    text = file.read_text(encoding="utf-8")
    assert [number for number in real_numbers(real_directory) if number in text] == []


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("zh", ["英国：反诈，到期撤下", "英国：反诈，快到期", "英国：反诈，收录"]),
        (
            "en",
            [
                "United Kingdom: Anti-scam, expired",
                "United Kingdom: Anti-scam, about to expire",
                "United Kingdom: Anti-scam, added",
            ],
        ),
    ],
)
def test_a_feed_names_what_ran_out_by_its_kind(language: Any, titles: list[str]) -> None:
    def said(today: date) -> list[str]:
        feed = feeds.atom(tiny_on(today), language=language, site_url=SITE_URL)
        return re.findall(r"<entry>\s*<title>(.*?)</title>", feed)

    assert said(LAST + timedelta(days=1)) == titles
    name = {"zh": "示例反诈热线", "en": "Sample anti-scam line"}[language]
    added = {"zh": f"英国：{name}，收录", "en": f"United Kingdom: {name}, added"}[language]
    assert said(READ) == [added]


def test_there_is_a_card_and_a_code_for_every_published_phone_and_nothing_else(
    site: Path, real_directory: Directory
) -> None:
    wanted = {
        name
        for region in real_directory.regions.values()
        for published in real_directory.published_contacts(region)
        if published.contact.phones
        for name in cards.addresses_of(published.contact.id)
    }
    found = {path.relative_to(site).as_posix() for path in (site / cards.FOLDER).iterdir()}
    assert found == wanted
    assert found


def test_a_card_holds_the_number_its_source_and_its_limit() -> None:
    texts = files.texts(tiny_on(READ), site_url=SITE_URL)
    card, code = (texts[f"contact/cards/gb-sample-line.{ending}"] for ending in ("vcf", "svg"))
    read = vobject.readOne(card)  # of version 3.0, which address books of any age import
    assert read.version.value == "3.0"
    assert read.tel.value == "+442079460018"
    assert read.fn.value == read.n.value.family != ""
    assert read.email.value == "help@sample-line.example"
    assert read.url.value == "https://sample-line.example"
    source = f"Valid until {LAST} / 来源 / Source: {READ} https://sample-line.example/contact"
    assert source in read.note.value
    assert code.startswith("<svg ")
    assert "79460018" not in code


def test_a_phone_reads_name_and_numbers_of_every_card(
    site: Path, real_directory: Directory
) -> None:
    published = [
        each
        for region in real_directory.regions.values()
        for each in real_directory.published_contacts(region)
        if each.contact.phones
    ]
    for each in published:
        card, _ = cards.addresses_of(each.contact.id)
        name = each.contact.name
        # For readers of traditional Chinese a body there is called as it writes itself.
        own = name.local if name.local_language == "zh-Hant" else ""
        for folder, chinese in (("", name.zh), ("zh-hant", own)):
            read = vobject.readOne((site / folder / card).read_text(encoding="utf-8"))
            assert read.fn.value.startswith(chinese)
            assert name.en in read.fn.value
            numbers = [number.value for number in read.contents["tel"]]
            assert len(numbers) == len(each.contact.phones)
            assert all(re.fullmatch(r"[+*#0-9]+", number) for number in numbers), numbers


def test_structured_data_belongs_to_each_body_and_never_to_the_service(
    pages: dict[str, BuiltPage], real_directory: Directory
) -> None:
    document = pages["en/contact/regions/hk/index.html"].document
    contacts = real_directory.published_contacts(real_directory.regions["HK"])
    contacts = [each for each in contacts if each.contact.phones]
    assert contacts
    for each in contacts:
        (row,) = document.xpath(f"//*[@id='{each.contact.id}']")
        assert row.get("itemtype") == "https://schema.org/Organization"
        assert row.xpath("string(.//*[@itemprop='name'])") == each.contact.name.en
        points = row.xpath(".//*[@itemprop='contactPoint']")
        kind = real_directory.ui[f"kind_{each.contact.kind}"].en
        for point in points:
            assert point.get("itemtype") == "https://schema.org/ContactPoint"
            assert point.xpath("string(.//meta[@itemprop='contactType']/@content)") == kind
        numbers = [point.xpath("string(.//*[@itemprop='telephone'])") for point in points]
        assert numbers == [phone.number for phone in each.contact.phones]
    for page in pages.values():
        names = page.document.xpath("//*[@itemtype]//*[@itemprop='name']/text()")
        assert not [name for name in names if "okpay" in name.lower()]
        outside = "//*[@itemprop='telephone'][not(ancestor::*[@itemtype])]"
        assert not page.document.xpath(outside)


def test_all_outputs_pass_the_stray_scan_of_their_own_day(tmp_path: Path) -> None:
    later, _ = loading.load(ROOT, today=LATER)
    assert later is not None
    files.write(files.texts(later, site_url=SITE_URL), site=tmp_path)
    (tmp_path / "index.html").write_text(
        f'<title>x</title><link rel="canonical" href="{SITE_URL}">', encoding="utf-8"
    )
    assert stray_scan.scan(tmp_path, allowed_values(later)) == []


@pytest.mark.parametrize(
    ("name", "kind", "size", "corner"),
    # A phone rounds the corners of the picture itself, and shows black where it is clear.
    [("favicon.ico", "ICO", 32, 0), ("apple-touch-icon.png", "PNG", 180, 255)],
)
def test_browsers_that_draw_no_svg_find_an_icon_where_they_look(
    site: Path, name: str, kind: str, size: int, corner: int
) -> None:
    with Image.open(site / name) as icon:
        assert (icon.format, icon.size) == (kind, (size, size))
        assert icon.convert("RGBA").getpixel((0, 0))[3] == corner
        assert icon.convert("RGBA").getpixel((size // 2, size // 4)) == (255, 255, 255, 255)


@pytest.mark.parametrize("folder", ["", "en/"])
def test_every_page_names_the_feeds_of_its_language(
    pages: dict[str, BuiltPage], site: Path, folder: str
) -> None:
    page = pages[f"{folder}contact/phone/index.html"].document
    feeds = page.xpath("//head/link[@rel='alternate'][@type][@title]")
    log = "核实记录的变化" if not folder else "Changes in the verification log"
    news = "更新过的页面" if not folder else "Pages that changed"
    assert [(link.get("type"), link.get("href"), link.get("title")) for link in feeds] == [
        ("application/atom+xml", "../../changes.xml", log),
        ("application/atom+xml", "../../pages.xml", news),
    ]
    assert (site / folder / "changes.xml").is_file()

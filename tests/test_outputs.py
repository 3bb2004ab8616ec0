"""What machines and address books get: contacts.json, feeds, cards, structured data."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, SITE_URL, TODAY
from helpkit import cards, directory, feeds, outputs, stray_scan
from helpkit.built import BuiltPage
from helpkit.directory import Directory
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
LATER = date(2027, 12, 27)


def read_json(site: Path, name: str) -> Any:
    return json.loads((site / name).read_text(encoding="utf-8"))


def test_contacts_json_says_that_no_channel_is_verified(site: Path) -> None:
    found = read_json(site, "contacts.json")
    assert found["made"] == TODAY.isoformat()
    assert found["service"] == {
        "name": "OKPay",
        "sample": False,
        "publisher": "independent",
        "official_domains": [],
        "verified_channels": 0,
        "searched_on": "2026-11-22",
        "statement": found["service"]["statement"],
    }
    assert "found no OKPay phone number" in found["service"]["statement"]["en"]
    assert {tuple(region["service_channels"]) for region in found["regions"]} == {()}
    assert sum(len(region["public_bodies"]) for region in found["regions"]) == 59


def test_contacts_json_has_the_form_of_its_published_schema(site: Path) -> None:
    schema = read_json(site, "contacts.schema.json")
    found = read_json(site, "contacts.json")
    assert found.pop("$schema") == "contacts.schema.json"
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema)
    found["service"]["publisher"] = "OKPay"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, schema)


def test_when_everything_has_run_out_the_form_is_the_same(site: Path) -> None:
    later, _ = directory.load(ROOT, today=LATER)
    assert later is not None
    texts = outputs.texts(later, site_url=SITE_URL)
    found = json.loads(texts["contacts.json"])
    found.pop("$schema")
    jsonschema.validate(found, read_json(site, "contacts.schema.json"))
    assert {tuple(region["public_bodies"]) for region in found["regions"]} == {()}
    assert not [name for name in texts if name.startswith(cards.FOLDER)]
    assert "2878" not in "".join(texts.values())


@pytest.mark.parametrize(("language", "title"), [("zh", "收录"), ("en", "added")])
def test_both_feeds_tell_the_same_changes_and_hold_no_number(
    site: Path, real_directory: Directory, language: Any, title: str
) -> None:
    feed = etree.parse(site / feeds.address("atom", language=language)).getroot()
    entries = feed.findall(f"{ATOM}entry")
    items = read_json(site, feeds.address("json", language=language))["items"]
    assert len(entries) == len(items) == len(real_directory.changes()) == 59
    assert [e.findtext(f"{ATOM}title") for e in entries] == [item["title"] for item in items]
    assert all(item["title"].endswith(title) for item in items)
    identifiers = [e.findtext(f"{ATOM}id") for e in entries]
    assert identifiers == [item["id"] for item in items]
    assert len(set(identifiers)) == 59
    for item in items:
        file = item["url"].removeprefix(SITE_URL).partition("#")[0] + "index.html"
        assert (site / file).is_file()
    text = (site / feeds.address("atom", language=language)).read_text(encoding="utf-8")
    assert "2878" not in text


def test_the_feed_of_a_later_day_names_what_ran_out_by_its_kind() -> None:
    later, _ = directory.load(ROOT, today=LATER)
    assert later is not None
    items = feeds.json_feed(later, language="en", site_url=SITE_URL)["items"]
    assert items[0]["title"].startswith("United Arab Emirates: ")
    assert items[0]["title"].endswith(", expired")
    assert "Sanadak" not in items[0]["title"]


def test_there_is_a_card_and_a_code_for_every_published_phone_and_nothing_else(
    site: Path, real_directory: Directory
) -> None:
    wanted = {
        name
        for region in real_directory.regions.values()
        for published in real_directory.published_contacts(region)
        if published.phones
        for name in cards.addresses_of(published.contact.id)
    }
    found = {path.relative_to(site).as_posix() for path in (site / cards.FOLDER).iterdir()}
    assert found == wanted
    assert len(found) > 80


def test_a_card_holds_the_number_its_source_and_its_limit(site: Path) -> None:
    card = (site / "contact/cards/hk-hkma-complaints.vcf").read_bytes().decode()
    assert card.split("\r\n")[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert "TEL;VALUE=uri:tel:+85228781378\r\n" in card
    assert "Valid until 2027-11-22" in card
    code = (site / "contact/cards/hk-hkma-complaints.svg").read_text(encoding="utf-8")
    assert code.startswith("<svg ")
    assert "28781378" not in code


def test_structured_data_belongs_to_each_body_and_never_to_the_service(
    pages: dict[str, BuiltPage],
) -> None:
    document = pages["en/contact/regions/hk/index.html"].document
    (row,) = document.xpath("//tr[@id='hk-hkma-complaints']")
    assert row.get("itemtype") == "https://schema.org/Organization"
    assert row.xpath("string(.//*[@itemprop='name'])") == "HKMA Complaint Processing Centre"
    (point,) = row.xpath(".//*[@itemprop='contactPoint']")
    assert point.get("itemtype") == "https://schema.org/ContactPoint"
    assert point.xpath("string(.//*[@itemprop='telephone'])") == "2878 1378"
    assert point.xpath("string(.//meta[@itemprop='contactType']/@content)") == "Regulator"
    for page in pages.values():
        names = page.document.xpath("//*[@itemtype]//*[@itemprop='name']/text()")
        assert not [name for name in names if "okpay" in name.lower()]
        outside = "//*[@itemprop='telephone'][not(ancestor::*[@itemtype])]"
        assert not page.document.xpath(outside)


def test_all_outputs_pass_the_stray_scan_of_their_own_day(tmp_path: Path) -> None:
    later, _ = directory.load(ROOT, today=LATER)
    assert later is not None
    outputs.write(outputs.texts(later, site_url=SITE_URL), site=tmp_path)
    (tmp_path / "index.html").write_text(
        f'<title>x</title><link rel="canonical" href="{SITE_URL}">', encoding="utf-8"
    )
    assert stray_scan.scan(tmp_path, stray_scan.traceable(later)) == []


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
        ("application/feed+json", "../../changes.json", log),
        ("application/atom+xml", "../../pages.xml", news),
    ]
    assert (site / folder / "changes.xml").is_file()

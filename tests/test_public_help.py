"""What a region page says of public bodies: who vouches, how else to reach them, what is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, TINY_DAY
from helpkit.blocks.drawing import Drawing
from helpkit.cli import main
from helpkit.data import language_names, loading
from helpkit.data.directory import Directory
from helpkit.data.records import Phone
from helpkit.languages import Language
from lxml import html

POLICE = """contacts:
  - id: hk-police
    kind: police
    name: {zh: 示例报警电话, en: Sample police}
    help: {zh: 紧急时拨打。, en: For emergencies.}
    phones:
      - number: "999"
        from_abroad: "no"
        short_code: true
        routes:
          - way: text
            how: {zh: 先登记。, en: Register first.}
            number: "992"
            short_code: true
            evidence: {source: https://text.example/, source_kind: own, read: live, read_on: 2026-10-01}
    evidence:
      source: https://travel-advice.example/hk
      source_kind: foreign-government
      source_date: "2019-05"
      named_by: {zh: 某国外交部写明, en: named by a foreign ministry}
      read: stored-copy
      read_on: 2026-11-01
"""
FORM = """  - id: hk-office
    kind: consumer
    name: {zh: 示例机构, en: Sample office}
    help: {zh: 投诉。, en: Complaints.}
    report_url: https://form.example/report
    report_evidence: {source: https://form.example/, source_kind: own, read: live, read_on: 2026-09-01}
    website: https://office.example
    evidence: {source: https://office.example/, source_kind: own, read: live, read_on: 2026-11-01}
"""
SUPPORT = """  - id: hk-listening
    kind: support
    name: {zh: 示例热线, en: Sample listening line}
    help: {zh: 说说话。, en: Talk to us.}
    phones: [{number: "2345 6789"}]
    evidence: {source: https://listening.example/, source_kind: own, read: live, read_on: 2026-11-01}
"""


def load(root: Path, today: date = TINY_DAY) -> Directory:
    loaded, problems = loading.load(root, today=today)
    assert loaded is not None, problems
    return loaded


def page(loaded: Directory, block: str, argument: str, language: Language = "en") -> str:
    drawing = Drawing(loaded, templates=ROOT / "overrides/blocks")
    drawn = drawing.draw(block, language=language, address="en/contact/", argument=argument)
    return " ".join(html.fromstring(drawn).text_content().split())


@pytest.fixture
def hong_kong(tiny: Path) -> Path:
    with (tiny / "data/regions/HK.yml").open("a", encoding="utf-8") as file:
        file.write(POLICE + FORM + SUPPORT)
    return tiny


def test_the_page_names_the_government_that_vouches_and_says_that_its_page_is_old(
    hong_kong: Path,
) -> None:
    said = page(load(hong_kong), "public-help", "HK")
    assert "named by a foreign ministry no local government page found" in said
    assert "2019-05 its source is an old page: check before you call" in said


def test_a_route_stands_beside_its_number_and_expires_by_itself(hong_kong: Path) -> None:
    now, later = load(hong_kong), load(hong_kong, date(2027, 10, 15))
    said = page(now, "public-help", "HK")
    assert "If you can't hear or speak: Text 992 Copy Register first." in said
    assert "992" in {n.number for n in _numbers(now)}
    assert "999" in page(later, "public-help", "HK")
    assert "992" not in page(later, "public-help", "HK")
    assert now.published_contacts(now.regions["HK"])[0].valid_until == date(2027, 10, 1)


def _numbers(loaded: Directory) -> list[Phone]:
    return [
        line
        for published in loaded.published_contacts(loaded.regions["HK"])
        for phone in published.contact.phones
        for line in phone.with_routes()
    ]


def test_a_form_is_a_value_with_evidence_of_its_own(hong_kong: Path) -> None:
    assert "Report or complain online form.example" in page(load(hong_kong), "public-help", "HK")
    later = page(load(hong_kong, date(2027, 9, 2)), "public-help", "HK")
    assert "Sample office" in later
    assert "Report or complain online" not in later


def test_somebody_to_talk_to_has_a_quiet_place_of_its_own(hong_kong: Path) -> None:
    loaded = load(hong_kong)
    assert "Sample listening line" not in page(loaded, "public-help", "HK")
    said = page(loaded, "support", "HK")
    assert "It isn't your fault, and you don't have to face it alone." in said
    assert "2345 6789" in said
    assert "We haven't verified a support line here." in page(loaded, "support", "GB")


def test_what_is_missing_is_said_once_with_what_to_do_instead(hong_kong: Path) -> None:
    said = page(load(hong_kong), "public-help", "GB")
    assert said.count("We haven't verified a police number here.") == 1
    assert "not stated" not in said.lower()
    assert "We haven't verified" not in page(load(hong_kong), "public-help", "HK")


def test_police_come_first_whatever_the_order_of_the_file(hong_kong: Path) -> None:
    path = hong_kong / "data/regions/HK.yml"
    text = path.read_text(encoding="utf-8").replace(POLICE, "contacts:\n" + FORM)
    path.write_text(text.replace(FORM + FORM, FORM) + POLICE.replace("contacts:\n", ""), "utf-8")
    said = page(load(hong_kong), "public-help", "HK")
    assert said.index("Sample police") < said.index("Sample office")


def test_nobody_in_danger_is_sent_to_a_line_for_reports(
    tiny: Path, real_directory: Directory
) -> None:
    path = tiny / "data/regions/HK.yml"
    reports = POLICE.replace("hk-police", "hk-reports").replace("Sample police", "Report line")
    reports = reports.replace("    phones:", "    not_for_danger: true\n    phones:")
    police = POLICE.replace("contacts:\n", "")
    path.write_text(path.read_text("utf-8") + reports + police, "utf-8")
    said = page(load(tiny), "support", "HK")
    assert "Sample police" in said
    assert "Report line" not in said
    assert page(real_directory, "support", "MO").endswith(
        "999 Public Security Police emergency line"
    )


def test_who_stops_a_payment_follows_the_emergency_number(
    hong_kong: Path, real_directory: Directory
) -> None:
    path = hong_kong / "data/regions/HK.yml"
    line = SUPPORT.replace("kind: support", "stops_payments: true\n    kind: anti-scam")
    second = POLICE.replace("contacts:\n", "").replace("hk-police", "hk-desk")
    path.write_text(path.read_text("utf-8") + second + line.replace("hk-listening", "hk-stop"))
    tiny = load(hong_kong)
    shown = [p.contact.id for p in tiny.published_contacts(tiny.regions["HK"])]
    assert shown[:3] == ["hk-police", "hk-stop", "hk-desk"]
    seconds = {
        region.code: real_directory.published_contacts(region)[1].contact
        for region in real_directory.regions.values()
        if any(contact.stops_payments for contact in region.contacts)
    }
    assert seconds.keys() >= {"DE", "FR", "GB", "HK", "IN", "MY", "SG", "TH"}
    assert [code for code, contact in seconds.items() if not contact.stops_payments] == []


def test_a_host_is_named_as_source_only_where_its_site_is_not_linked(hong_kong: Path) -> None:
    said = page(load(hong_kong), "public-help", "")
    assert "Source: travel-advice.example" in said
    assert "office.example" in said
    assert "Source: office.example" not in said


def test_a_search_without_a_ladder_is_dated(hong_kong: Path) -> None:
    path = hong_kong / "data/regions/HK.yml"
    path.write_text(path.read_text("utf-8") + "ladder_searched_on: 2026-11-20\n", "utf-8")
    assert "Last search: 2026-11-20" in page(load(hong_kong), "ladder", "HK")


def test_coverage_is_a_table_of_regions_and_kinds(hong_kong: Path) -> None:
    words = ["--root", str(hong_kong), "--today", str(TINY_DAY), "coverage"]
    chinese = CliRunner(env={"HELPKIT_LANG": "zh"}).invoke(main, words).output.splitlines()
    assert re.split(r" {2,}", chinese[0].strip())[:3] == ["警察", "反诈", "挂失"]
    assert re.split(r" {2,}", chinese[2])[:5] == ["GB", "-", "有", "-", "-"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    lines = [re.split(r" {2,}", line) for line in done.output.splitlines()]
    assert lines[1] == ["HK", "yes", "-", "-", "-", "-", "yes", "-", "yes", "yes", "yes", "-"]
    assert lines[2] == ["GB", "-", "yes", "-", "-", "lead", "-", "-", "-", "-", "-", "yes"]
    assert done.output.splitlines()[3:] == [
        "1 of 2 regions have an emergency or police number.",
        "2 have a fraud line, a regulator or a complaint body.",
        "1 have a ladder or the day of a search for one.",
        "1 have a route for people who cannot hear or speak.",
        "1 have a support line.",
        "1 have an official form.",
    ]


def test_what_the_table_counts_as_help_with_money_the_page_does_not_call_missing(
    hong_kong: Path,
) -> None:
    loaded = load(hong_kong)
    assert loaded.ui["help_no_body"]["en"] not in page(loaded, "public-help", "HK")


@pytest.mark.parametrize(
    ("tag", "chinese", "english"),
    [
        ("yue", "粤语", "Cantonese"),
        ("nan", "闽南语", "Min Nan Chinese"),
        ("ase", "美国手语", "American Sign Language"),
        ("zh-Hant", "中文 (繁体)", "Chinese (Traditional)"),
        ("und", "", ""),
        ("English", "", ""),
    ],
)
def test_languages_have_names_in_the_readers_words(tag: str, chinese: str, english: str) -> None:
    assert language_names.name_of(tag, reader="zh") == chinese
    assert language_names.name_of(tag, reader="en") == english


def test_no_lead_is_on_the_page_of_its_region(site: Path, real_directory: Directory) -> None:
    """What rests on news, is on hold or was not confirmed stays in data/."""
    found = []
    for region in real_directory.regions.values():
        shown = {
            value
            for published in real_directory.published_contacts(region)
            for value in (
                *(
                    line.number
                    for phone in published.contact.phones
                    for line in phone.with_routes()
                ),
                *published.contact.emails,
                published.contact.website,
                published.contact.report_url,
            )
        }
        for path in ("contact/regions", "en/contact/regions"):
            document = html.parse(site / path / region.slug / "index.html")
            values = {
                each.text_content() for each in document.xpath("//a[contains(@class,'number')]")
            }
            values |= set(document.xpath("//main//a/@href"))
            values |= {link.removeprefix("mailto:") for link in values}
            leads = {value for lead in region.leads for value in lead.values} - shown
            found += [(region.code, value) for value in leads & values]
    assert found == []


def test_known_regions_have_what_a_reader_needs_first(real_directory: Directory) -> None:
    """Every region page has a number to dial in an emergency, but for those named here."""
    without = {
        code
        for code, region in real_directory.regions.items()
        if not any(
            each.contact.kind == "police" and each.contact.phones
            for each in real_directory.published_contacts(region)
        )
    }
    assert without == {"NG"}
    later = replace(real_directory, today=real_directory.today + timedelta(days=400))
    assert [c for r in later.regions.values() for c in later.published_contacts(r)] == []

"""What has run out leaves the site; what was withdrawn is shown as such; the records keep track."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import (
    LATER,
    ROOT,
    TINY,
    TINY_DAY,
    AskChecker,
    new_context,
    real_numbers,
    write_small_site,
)
from helpkit.blocks.drawing import Drawing
from helpkit.checks import stray_scan
from helpkit.checks.allowed_values import allowed_values
from helpkit.cli import main
from helpkit.data import loading
from helpkit.data.directory import Directory
from playwright.sync_api import Browser, Page

# The last day on which the contact of the tiny site counts: it was read a year before.
LAST = date(2027, 11, 1)
HISTORY = """    history:
      - on: 2026-05-01
      - on: 2026-08-01
        note: {zh: 号码没有变, en: The number had not changed}
"""
WITHDRAWN = """withdrawn:
  - id: hk-old-line
    kind: anti-scam
    name: {zh: 旧热线, en: The old line}
    values: ["2345 6789", old@body.example]
    withdrawn_on: 2026-11-20
    reason: {zh: 它的主人已经停用, en: Its owner has given it up}
    replaced_by: hk-second-line
    history:
      - on: 2026-11-01
"""


SECOND = """contacts:
  - id: hk-second-line
    kind: police
    name: {zh: 第二热线, en: The second line}
    help: {zh: 可以问。, en: Ask here.}
    phones: [{number: "2876 5432"}]
    evidence: {source: https://body.example/, source_kind: own, read: live, read_on: 2026-10-01}
"""


def changed(tiny: Path, *, history: bool = False, withdrawn: bool = False) -> Path:
    path = tiny / "data/regions/GB.yml"
    if history:
        text = path.read_text(encoding="utf-8")
        text = text.replace("    evidence:\n", HISTORY + "    evidence:\n", 1)
        path.write_text(text, encoding="utf-8")
    if withdrawn:
        add(SECOND + WITHDRAWN, path.with_name("HK.yml"))
    return tiny


def add(text: str, path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def load(root: Path, today: date = TINY_DAY) -> Directory:
    loaded, problems = loading.load(root, today=today)
    assert loaded is not None, problems
    return loaded


def drawn(loaded: Directory, block: str, argument: str = "", language: str = "en") -> str:
    drawing = Drawing(loaded, templates=ROOT / "overrides/blocks")
    return drawing.draw(block, language=language, address="en/about/sources/", argument=argument)


def test_400_days_ahead_no_value_that_ran_out_is_in_any_file(
    later_site: Path, real_directory: Directory
) -> None:
    later = load(ROOT, LATER)
    assert [c for r in later.regions.values() for c in later.published_contacts(r)] == []
    allowed = allowed_values(later)
    assert allowed.numbers == frozenset()
    assert stray_scan.scan(later_site, allowed) == []
    values = set(real_numbers(real_directory))
    for region in real_directory.regions.values():
        for published in real_directory.published_contacts(region):
            values |= set(published.contact.emails)
    texts = [
        path.read_text(encoding="utf-8")
        for path in later_site.rglob("*")
        if path.suffix in (".html", ".json", ".xml", ".txt", ".js", ".md")
    ]
    assert [value for value in values for text in texts if value in text] == []


def test_publishing_prints_what_left(tmp_path: Path, real_directory: Directory) -> None:
    built = write_small_site(tmp_path / "built", "A title")
    arguments = ["--root", str(ROOT), "--today", LATER.isoformat(), "publish", str(built)]
    done = CliRunner().invoke(main, [*arguments, str(tmp_path / "site")])
    assert done.exit_code == 0, done.output
    left = [line for line in done.output.splitlines() if line.startswith("left out: ")]
    validities = real_directory.validities()
    assert len(left) == len(validities)
    assert set(left) >= {
        f"left out: {each.region.code} {each.id} ran out on {each.valid_until}"
        f" (data/regions/{each.region.code}.yml)"
        for each in validities
        if each.region
    }


def test_expiring_lists_what_needs_a_person_next_soonest_first(tiny: Path) -> None:
    add(SECOND, tiny / "data/regions/HK.yml")

    def said(today: str, *options: str) -> list[str]:
        done = CliRunner().invoke(
            main, ["--root", str(tiny), "--today", today, "expiring", *options]
        )
        assert done.exit_code == 0, done.output
        return done.output.splitlines()

    second = "HK hk-second-line ran out on 2027-10-01 (data/regions/HK.yml)"
    assert said("2026-11-22") == ["0 of 3 records have run out or do within 30 days."]
    assert said("2027-10-02", "--days", "29") == [
        second,
        "1 of 3 records have run out or do within 29 days.",
    ]
    assert said("2027-10-02") == [
        second,
        "GB gb-ladder counts until 2027-11-01 (data/regions/GB.yml)",
        "GB gb-sample-line counts until 2027-11-01 (data/regions/GB.yml)",
        "3 of 3 records have run out or do within 30 days.",
    ]


def test_a_record_has_a_history_of_its_own(tiny: Path) -> None:
    loaded = load(changed(tiny, history=True))
    assert [(str(change.on), change.event) for change in loaded.changes()] == [
        ("2026-11-01", "re-checked"),
        ("2026-08-01", "re-checked"),
        ("2026-05-01", "added"),
    ]
    html = drawn(loaded, "records")
    assert "2026-05-01</time> added" in html
    assert "2026-08-01</time> checked again: The number had not changed" in html


def test_what_draws_near_and_what_ran_out_are_part_of_the_history() -> None:
    def events(today: date) -> list[str]:
        return [change.event for change in load(TINY, today).changes()]

    assert events(LAST - timedelta(days=31)) == ["added"]
    assert events(LAST - timedelta(days=30)) == ["expiring", "added"]
    assert events(LAST + timedelta(days=1)) == ["expired", "expiring", "added"]
    assert load(TINY, LAST - timedelta(days=31)).expiring(days=30) == []
    found = load(TINY, LAST - timedelta(days=30)).expiring(days=30)
    assert [(each.id, each.valid_until) for each in found] == [
        ("gb-ladder", LAST),
        ("gb-sample-line", LAST),
    ]


def test_the_totals_say_how_many_expire_soon_and_were_withdrawn(tiny: Path) -> None:
    html = drawn(load(changed(tiny, withdrawn=True)), "records")
    assert "<dt>Records that expire within thirty days</dt><dd>0</dd>" in html
    assert "<dt>Withdrawn records</dt><dd>1</dd>" in html
    html = drawn(load(tiny, LAST - timedelta(days=30)), "records")
    assert "<dt>Records that expire within thirty days</dt><dd>1</dd>" in html


@pytest.mark.parametrize(("block", "argument"), [("records", ""), ("public-help", "HK")])
def test_a_withdrawn_value_is_struck_through_and_cannot_be_dialled(
    tiny: Path, block: str, argument: str
) -> None:
    html = drawn(load(changed(tiny, withdrawn=True)), block, argument)
    assert '<s data-nosnippet class="digits" data-part="value">2345 6789</s>' in html
    assert html.count("2345") == 1
    assert "old@body.example" in html
    assert "mailto:old@" not in html
    assert "Its owner has given it up" in html
    assert "#hk-second-line" in html


def test_a_withdrawn_value_is_a_stray_anywhere_else_and_known_bad_to_the_checker(
    tiny: Path, tmp_path: Path, real_directory: Directory, ask_checker: AskChecker
) -> None:
    loaded = load(changed(tiny, withdrawn=True))
    allowed = allowed_values(loaded)
    page = tmp_path / "site" / "index.html"
    page.parent.mkdir()
    struck = "<s data-nosnippet>2345 6789</s>"
    page.write_text(f"<p>{struck}</p>", encoding="utf-8")
    assert stray_scan.scan(page.parent, allowed) == []
    for stray in ("<s>2345 6789</s>", "2345 6789"):
        page.write_text(f"<p>{struck} {stray}</p>", encoding="utf-8")
        assert len(stray_scan.scan(page.parent, allowed)) == 1
    loaded = replace(loaded, checker=real_directory.checker)
    (answer,) = ask_checker(["+852 2345 6789"], loaded, today=TINY_DAY)
    assert answer["answer"] == "known-bad"


def test_a_ladder_that_ran_out_is_not_said_to_have_had_no_source() -> None:
    later = load(ROOT, LATER)
    with_ladder = next(r.code for r in later.regions.values() if r.ladder)
    without = next(r.code for r in later.regions.values() if not r.ladder)
    assert later.ui["ladder_ran_out"].en in unescape(drawn(later, "ladder", with_ladder))
    assert later.ui["ladder_none"].en in unescape(drawn(later, "ladder", without))
    region = later.regions[without].model_copy(update={"ladder_searched_on": None})
    new = replace(later, regions={**later.regions, without: region})
    assert later.ui["ladder_unsought"].en in unescape(drawn(new, "ladder", without))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_after_how_many_days_each_kind_expires(
    real_directory: Directory, language: str
) -> None:
    page = ROOT / f"docs/{language}/about/sources.md"
    section = page.read_text(encoding="utf-8").partition("{#expiry}")[2].partition("\n## ")[0]
    days = real_directory.service.valid_days
    limits = {days.phone, days.short_code, days.email, days.website, days.ladder}
    said = [int(number) for number in re.findall(r"(\d+) (?:天|days)", section)]
    assert said == sorted(limits)


@pytest.mark.parametrize("language", ["", "en/"])
def test_a_page_read_after_its_own_limit_says_so(
    page: Page, base_url: str, real_directory: Directory, language: str
) -> None:
    contacts = real_directory.published_contacts(real_directory.regions["HK"])
    limit = min(contact.valid_until for contact in contacts)
    notice = page.locator("[data-valid-until]").first
    page.clock.set_fixed_time(f"{limit}T12:00:00Z")
    page.goto(f"{base_url}/{language}contact/regions/hk/")
    assert not notice.is_visible()
    page.clock.set_fixed_time(f"{limit + timedelta(days=1)}T12:00:00Z")
    page.reload()
    assert notice.is_visible()


def test_the_day_of_a_page_is_that_of_the_reader(
    browser: Browser, base_url: str, real_directory: Directory
) -> None:
    contacts = real_directory.published_contacts(real_directory.regions["HK"])
    limit = min(contact.valid_until for contact in contacts)
    context = new_context(browser, timezone_id="Asia/Hong_Kong")
    page = context.new_page()
    notice = page.locator("[data-valid-until]").first
    for hour, shown in (("15:30", False), ("16:30", True)):  # around midnight in Hong Kong
        page.clock.set_fixed_time(f"{limit}T{hour}:00Z")
        page.goto(f"{base_url}/contact/regions/hk/")
        assert notice.is_visible() == shown
    context.close()


def test_the_table_of_records_can_be_sorted_and_is_whole_without(
    page: Page, base_url: str, real_directory: Directory
) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{base_url}/en/about/sources/")
    rows = page.locator("table.sortable tbody tr")
    before = rows.evaluate_all("rows => rows.map((row) => row.id)")
    assert sorted(before) == sorted(
        contact.contact.id
        for region in real_directory.regions.values()
        for contact in real_directory.published_contacts(region)
    )
    button = page.get_by_role("button", name="Organisation")
    button.click()
    names = rows.evaluate_all("rows => rows.map((row) => row.cells[0].textContent.trim())")
    after = rows.evaluate_all("rows => rows.map((row) => row.id)")
    assert sorted(after) == sorted(before)
    assert after != before
    assert names[0][0] < names[-1][0]
    assert page.locator("th[aria-sort=ascending]").inner_text() == "Organisation"
    button.click()
    assert rows.evaluate_all("rows => rows.map((row) => row.id)") == after[::-1]

"""Deadlines: the module and the script count the same days, and the page says how it counted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from conftest import ROOT, new_context
from helpkit.data import deadlines, public_holidays
from helpkit.data.directory import Directory
from helpkit.data.records import Period
from icalendar import Calendar
from page_kinds import FOLDERS
from playwright.sync_api import Browser, Page, Route, expect

VECTORS = yaml.load(
    (Path(__file__).parent / "deadlines" / "vectors.yml").read_text(encoding="utf-8"),
    yaml.BaseLoader,
)
YEARS = {"first": 2025, "last": 2028}
# Clocks change at midnight in the last two.
ZONES = ["Pacific/Kiritimati", "America/Los_Angeles", "America/Santiago", "Asia/Beirut"]
ASK = """async (vectors) => {
  const { lastDay } = await import("/deadlines.js");
  return vectors.map(([start, length, counted, days]) => lastDay(start, length, counted, days));
}"""


def test_the_module_counts_what_the_vectors_say() -> None:
    wrong = {}
    for vector in VECTORS["counts"]:
        period = Period.model_validate(
            {"kind": "answer", **{key: vector[key] for key in ("length", "counted")}}
            | {"from": "complaint"}
        )
        days = public_holidays.working_days(vector["region"], **YEARS)
        found = deadlines.last_day(period, date.fromisoformat(vector["from"]), days)
        if (found.isoformat() if found else "") != vector["last"]:
            wrong[json.dumps(vector)] = found
    assert wrong == {}


@pytest.mark.parametrize("zone", ZONES)
def test_the_script_counts_the_same(browser: Browser, zone: str) -> None:
    asked = []
    for vector in VECTORS["counts"]:
        days = public_holidays.working_days(vector["region"], **YEARS)
        as_page = {
            name: sorted(map(str, getattr(days, name))) for name in ("off", "worked", "estimated")
        } | {"weekend": sorted(days.weekend), "first": str(days.first), "last": str(days.last)}
        asked.append([vector["from"], vector["length"], vector["counted"], as_page])
    context = browser.new_context(timezone_id=zone)
    context.route("**/*", _serve)
    page = context.new_page()
    page.goto("https://deadlines.example/")
    found = page.evaluate(ASK, asked)
    context.close()
    pairs = zip(VECTORS["counts"], found, strict=True)
    assert {json.dumps(v): day for v, day in pairs if day != v["last"]} == {}


def _serve(route: Route) -> None:
    name = urlsplit(route.request.url).path.lstrip("/")
    if name:
        script = (ROOT / "docs" / "assets" / "scripts" / name).read_text(encoding="utf-8")
        route.fulfill(body=script, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def test_every_period_of_the_data_can_be_counted(real_directory: Directory) -> None:
    counted = 0
    for code, region in real_directory.regions.items():
        for step in real_directory.ladder_steps(region):
            for period in step.periods:
                days = public_holidays.working_days(code, **YEARS)
                assert deadlines.last_day(period, real_directory.today, days), (code, period)
                counted += 1
    assert counted > 40


# --- The page


def count(page: Page, fill: dict[str, str]) -> None:
    """Fill in the form and ask for the days."""
    for name, value in fill.items():
        if name == "region":
            page.select_option("#deadline-region", value)
        else:
            page.fill(f"#deadline-{name}", value)
    page.click(".deadlines button[type=submit]")


@pytest.fixture
def on_the_day(page: Page) -> Page:
    """Return a page on 25 November 2026."""
    page.clock.set_fixed_time("2026-11-25T10:00:00Z")
    return page


@pytest.mark.parametrize("language", FOLDERS)
def test_the_page_says_each_day_and_how_it_was_counted(
    on_the_day: Page, base_url: str, language: str
) -> None:
    missing = {}
    for vector in VECTORS["words"]:
        on_the_day.goto(f"{base_url}/{FOLDERS[language]}escalate/deadlines/")
        count(on_the_day, vector["fill"])
        said = on_the_day.locator(".deadline-days > li").first.inner_text()
        lacking = [words for words in vector[language] if words not in said]
        if lacking:
            missing[json.dumps(vector["fill"])] = (lacking, said)
    assert missing == {}


def test_a_kind_of_firm_has_its_own_days_and_they_come_in_order(
    on_the_day: Page, base_url: str
) -> None:
    on_the_day.goto(f"{base_url}/en/escalate/deadlines/")
    count(on_the_day, {"region": "GB", "complaint": "2026-11-25", "final-answer": "2026-12-01"})
    days = on_the_day.locator(".deadline-days strong")
    expect(days).to_have_text(
        ["Wednesday, 16 December 2026", "Monday, 18 January 2027", "Tuesday, 1 June 2027"]
    )
    on_the_day.select_option("#deadline-case", "Other matters")
    expect(on_the_day.locator(".deadlines-answer")).to_be_empty()
    on_the_day.click(".deadlines button[type=submit]")
    expect(days).to_have_text(["Wednesday, 20 January 2027", "Tuesday, 1 June 2027"])


def test_where_no_source_states_days_it_says_what_to_ask_for(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/escalate/deadlines/")
    page.select_option("#deadline-region", "US")
    answer = page.locator(".deadlines-answer")
    expect(answer).to_contain_text("We found no reliable source that gives a number of days here")
    expect(answer).to_contain_text("ask for three things in writing")
    expect(page.locator(".deadlines button[type=submit]")).to_be_hidden()
    answer.get_by_role("link").click()
    page.wait_for_url("**/en/contact/regions/us/#complaints")


def test_an_empty_form_says_what_is_missing(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/escalate/deadlines/")
    page.select_option("#deadline-region", "TW")
    page.click(".deadlines button[type=submit]")
    expect(page.locator(".deadlines-answer")).to_have_text("先填一个日期。")
    expect(page.locator("#deadline-complaint")).to_be_focused()


def test_the_form_is_used_by_keyboard_alone(on_the_day: Page, base_url: str) -> None:
    on_the_day.goto(f"{base_url}/en/escalate/deadlines/")
    on_the_day.locator("#deadline-region").focus()
    on_the_day.keyboard.type("Taiwan")
    on_the_day.keyboard.press("Tab")
    on_the_day.keyboard.type("11252026")
    on_the_day.keyboard.press("Enter")
    expect(on_the_day.locator(".deadlines-answer")).to_be_focused()
    expect(on_the_day.locator(".deadline-days strong")).to_have_text("Friday, 25 December 2026")
    for _ in range(2):
        on_the_day.keyboard.press("Tab")
    with on_the_day.expect_download() as download:
        on_the_day.keyboard.press("Enter")
    assert download.value.suggested_filename == "2026-12-25.ics"


def test_the_region_that_was_chosen_elsewhere_is_chosen_here(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/faq/")
    page.evaluate("""localStorage.setItem("region", '{"slug": "sg"}')""")
    page.goto(f"{base_url}/escalate/deadlines/")
    expect(page.locator("#deadline-region")).to_have_value("SG")
    expect(page.locator("#deadline-complaint")).to_be_visible()
    expect(page.locator("#deadline-event")).to_be_hidden()


def test_without_scripts_the_page_leads_to_the_deadlines_in_words(
    browser: Browser, base_url: str
) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/en/escalate/deadlines/")
    assert page.locator("form.deadlines").bounding_box() is None
    page.locator(".deadlines-none a").click()
    page.wait_for_url("**/en/escalate/regulators/#ladders")
    context.close()


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh", "对方最晚：先向公司正式投诉"), ("en", "They must answer by: Make a formal complaint")],
)
def test_a_day_is_saved_as_a_calendar_file_that_a_parser_reads(
    on_the_day: Page, base_url: str, language: str, title: str, tmp_path: Path
) -> None:
    on_the_day.goto(f"{base_url}/{FOLDERS[language]}escalate/deadlines/")
    count(on_the_day, {"region": "GB", "complaint": "2026-12-11"})
    sent: list[Any] = []
    on_the_day.on("request", lambda request: sent.append(request.url))
    with on_the_day.expect_download() as download:
        on_the_day.locator(".deadline-save").first.click()
    path = tmp_path / "day.ics"
    download.value.save_as(path)
    raw = path.read_bytes()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert raw.count(b"\n") == raw.count(b"\r\n")
    [event] = Calendar.from_ical(raw).walk("VEVENT")
    assert event["DTSTART"].dt == date(2027, 1, 6)
    assert event["SUMMARY"].startswith(title)
    assert "15" in event["DESCRIPTION"]
    assert "https://www.financial-ombudsman.org.uk/" in event["DESCRIPTION"]
    assert event["UID"] == "GB-answer-complaint-2026-12-11-P15D@127.0.0.1"
    assert [url for url in sent if not url.startswith("blob:")] == []

"""Deadlines: the script counts the days of the vectors, and the page says how it counted."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from conftest import ROOT, new_context
from helpkit.data import public_holidays
from helpkit.data.directory import Directory
from icalendar import Calendar
from page_kinds import FOLDERS
from playwright.sync_api import Browser, Page, Route, expect

VECTORS = yaml.load(
    (Path(__file__).parent / "deadlines" / "vectors.yml").read_text(encoding="utf-8"),
    yaml.BaseLoader,
)
YEARS = {"first": 2025, "last": 2028}
DAYS = ("off", "worked", "estimated")
# Clocks change at midnight in the last two.
ZONES = ["Pacific/Kiritimati", "America/Los_Angeles", "America/Santiago", "Asia/Beirut"]
ASK = """async (vectors) => {
  const { lastDay } = await import("/deadlines.js");
  return vectors.map(([start, length, counted, days]) => lastDay(start, length, counted, days));
}"""


@pytest.mark.parametrize("zone", ZONES)
def test_the_script_counts_what_the_vectors_say(browser: Browser, zone: str) -> None:
    asked = [(v["region"], v["from"], v["length"], v["counted"]) for v in VECTORS["counts"]]
    pairs = zip(VECTORS["counts"], _last_days(browser, asked, zone=zone), strict=True)
    assert {json.dumps(v): day for v, day in pairs if day != v["last"]} == {}


def test_every_period_of_the_data_can_be_counted(
    browser: Browser, real_directory: Directory
) -> None:
    asked = [
        (code, str(real_directory.today), period.length, period.counted)
        for code, region in real_directory.regions.items()
        for step in real_directory.ladder_steps(region)
        for period in step.periods
    ]
    assert len(asked) > 40
    pairs = zip(asked, _last_days(browser, asked, zone=ZONES[0]), strict=True)
    assert [period for period, day in pairs if not day] == []


def _last_days(browser: Browser, asked: list[tuple[str, str, str, str]], *, zone: str) -> list[str]:
    """Return what the script answers for each region, first day, length and way of counting."""
    as_in_the_page = []
    for code, *rest in asked:
        days = public_holidays.working_days(code, **YEARS)
        lists = {name: sorted(map(str, getattr(days, name))) for name in DAYS}
        span = {"first": str(days.first), "last": str(days.last)}
        as_in_the_page.append([*rest, {**lists, **span, "weekend": sorted(days.weekend)}])
    context = browser.new_context(timezone_id=zone)
    context.route("**/*", _serve)
    page = context.new_page()
    page.goto("https://deadlines.example/")
    found: list[str] = page.evaluate(ASK, as_in_the_page)
    context.close()
    return found


def _serve(route: Route) -> None:
    name = urlsplit(route.request.url).path.lstrip("/")
    if name:
        script = (ROOT / "docs" / "assets" / "scripts" / name).read_text(encoding="utf-8")
        route.fulfill(body=script, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


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
    on_the_day.goto(f"{base_url}/{FOLDERS[language]}escalate/deadlines/")
    for vector in VECTORS["words"]:
        on_the_day.clock.set_fixed_time(f"{vector.get('on', '2026-11-25')}T10:00:00Z")
        on_the_day.evaluate("document.querySelector('form.deadlines').reset()")
        count(on_the_day, vector["fill"])
        said = on_the_day.locator(".deadline-days > li").first.inner_text()
        lacking = [words for words in vector[language] if words not in said]
        if lacking:
            missing[json.dumps(vector["fill"])] = (lacking, said)
    assert missing == {}


def test_a_kind_of_firm_has_its_own_days_and_they_come_in_order(
    on_the_day: Page, base_url: str
) -> None:
    on_the_day.clock.set_fixed_time("2026-12-01T10:00:00Z")
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


# A region whose contacts state a number of days states them for counting too, with the exceptions.
_NO_DEADLINE = {"hk-consumer-council": "when it acknowledges a complaint, no day for anybody"}


def test_days_that_a_region_states_are_days_that_can_be_counted(real_directory: Directory) -> None:
    stated = re.compile(r"\d+ (?:working |business |calendar )?(?:day|week|month|year)s")
    silent = []
    for region in real_directory.regions.values():
        steps = real_directory.ladder_steps(region)
        for step in steps:
            words = [text["en"] for text in (step.deadline, step.act_within) if text]
            if stated.search(" ".join(words)) and not step.periods:
                silent.append((region.code, words))
        if any(step.periods for step in steps):
            continue
        silent += [
            (region.code, contact.id)
            for contact in region.contacts
            if contact.kind in {"regulator", "ombudsman", "consumer"}
            and stated.search(contact.help["en"])
            and contact.id not in _NO_DEADLINE
        ]
    assert silent == []


@pytest.mark.parametrize(
    ("language", "bank", "wallet", "days", "none"),
    [
        (
            "zh",
            "银行",
            "电子钱包",
            ["2027 年 1 月 24 日，星期日", "2028 年 10 月 1 日，星期日"],
            "这个地区写明天数的可靠来源，我们没有找到",
        ),
        (
            "en",
            "Bank",
            "E-wallet",
            ["Sunday, 24 January 2027", "Sunday, 1 October 2028"],
            "We found no reliable source that gives a number of days here",
        ),
    ],
)
def test_hong_kong_has_days_for_a_bank_and_says_that_an_e_wallet_has_none(
    on_the_day: Page,
    base_url: str,
    language: str,
    bank: str,
    wallet: str,
    days: list[str],
    none: str,
) -> None:
    on_the_day.goto(f"{base_url}/{FOLDERS[language]}escalate/deadlines/")
    count(on_the_day, {"region": "HK", "complaint": "2026-11-25", "learning": "2026-10-01"})
    expect(on_the_day.locator("#deadline-case option")).to_have_text([bank, wallet])
    expect(on_the_day.locator(".deadline-days strong")).to_have_text(days)
    on_the_day.select_option("#deadline-case", wallet)
    expect(on_the_day.locator(".deadlines-answer")).to_contain_text(none)
    expect(on_the_day.locator("#deadline-complaint")).to_be_hidden()


@pytest.mark.parametrize(
    ("language", "fill", "said"),
    [
        ("zh", {"complaint": "2026-11-26"}, "这一天还没到，先不算。请填已经到了的日子。"),
        (
            "en",
            {"complaint": "2026-11-26"},
            "This day is still ahead, so nothing was counted. Fill in a day that has come.",
        ),
        (
            "zh",
            {"complaint": "2026-11-20", "final-answer": "2026-11-19"},
            "“你收到最终答复那天”比“公司收到投诉那天”还早，先不算。请核对日期。",
        ),
        (
            "en",
            {"complaint": "2026-11-20", "final-answer": "2026-11-19"},
            "“The day you got its final answer” is before “The day the firm got your complaint”,"
            " so nothing was counted. Please check the dates.",
        ),
    ],
)
def test_days_that_cannot_be_are_said_and_nothing_is_counted(
    on_the_day: Page, base_url: str, language: str, fill: dict[str, str], said: str
) -> None:
    on_the_day.goto(f"{base_url}/{FOLDERS[language]}escalate/deadlines/")
    count(on_the_day, {"region": "GB"} | fill)
    expect(on_the_day.locator(".deadlines-answer")).to_have_text(said)
    expect(on_the_day.locator(f"#deadline-{list(fill)[-1]}")).to_be_focused()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh",
            "要算你自己的最后一天，再填：你收到最终答复那天、事情发生那天、你知道出了问题那天。",
        ),
        (
            "en",
            "For your own last day, fill in as well: The day you got its final answer,"
            " The day it happened, The day you learned of the problem.",
        ),
    ],
)
def test_a_day_that_has_passed_goes_into_no_calendar_and_what_is_missing_is_named(
    on_the_day: Page, base_url: str, language: str, said: str
) -> None:
    on_the_day.goto(f"{base_url}/{FOLDERS[language]}escalate/deadlines/")
    count(on_the_day, {"region": "GB", "complaint": "2026-10-01"})
    expect(on_the_day.locator(".deadline-days > li")).to_have_count(2)
    expect(on_the_day.locator(".deadline-save")).to_have_count(0)
    expect(on_the_day.locator(".deadlines-answer")).to_contain_text(said)


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
    name = download.value.suggested_filename
    assert name == "Taiwan last day for their answer 2026-12-25.ics"


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
    [
        ("zh", "英国 · 支付和电子货币：对方最晚答复的一天"),
        ("en", "United Kingdom · Payments and e-money: last day for their answer"),
    ],
)
def test_a_day_is_saved_as_a_calendar_file_that_a_parser_reads(
    on_the_day: Page, base_url: str, language: str, title: str, tmp_path: Path
) -> None:
    on_the_day.clock.set_fixed_time("2026-12-12T10:00:00Z")
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
    assert event["SUMMARY"] == title
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-15)
    assert alarm["DESCRIPTION"] == title
    assert "15" in event["DESCRIPTION"]
    assert "https://www.financial-ombudsman.org.uk/" in event["DESCRIPTION"]
    assert event["UID"] == "GB-answer-complaint-2026-12-11-P15D@127.0.0.1"
    assert [url for url in sent if not url.startswith("blob:")] == []

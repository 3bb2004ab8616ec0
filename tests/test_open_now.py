"""Who is open now: the table that is made at build, and what the script says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ROOT, new_context
from helpkit.data import hours
from helpkit.data.directory import Directory
from helpkit.data.hours import Openings
from helpkit.data.records import Contact, Region
from page_kinds import FOLDERS
from playwright.sync_api import Browser, Page, Route, expect

LOCALES = {"zh": "zh-CN", "en": "en-GB"}


def body(directory: Directory, id: str, **changes: object) -> tuple[Contact, Region]:
    """Return a contact of the real data, with other hours."""
    region = directory.regions[id[:2].upper()]
    contact = next(each for each in region.contacts if each.id == id)
    return contact.model_copy(update=changes), region


def openings(
    directory: Directory, id: str, today: date, *, hours_: str | None = "Mo-Fr 09:00-17:00"
) -> Openings:
    contact, region = body(directory, id, hours=hours_, hours_vary=False)
    found = hours.openings(contact, region=region, today=today)
    assert found is not None
    return found


def moments(found: Openings, times: tuple[tuple[int, int], ...]) -> list[str]:
    """Return times as the clock of Greenwich shows them."""
    since = datetime.combine(found.since, time(), UTC)
    return [
        f"{since + timedelta(minutes=a):%a %d %b %H:%M}-{since + timedelta(minutes=b):%H:%M}"
        for a, b in times
    ]


def test_the_clocks_go_forward(real_directory: Directory) -> None:
    found = openings(real_directory, "gb-fca", date(2027, 3, 18))
    said = moments(found, found.open)
    assert (found.since, found.until) == (date(2027, 3, 15), date(2027, 4, 26))
    assert "Thu 25 Mar 09:00-17:00" in said
    assert "Tue 30 Mar 08:00-16:00" in said  # after the night to 28 March
    # Good Friday and Easter Monday: the body says nothing of holidays.
    assert moments(found, found.unsure) == ["Fri 26 Mar 09:00-17:00", "Mon 29 Mar 08:00-16:00"]


def test_on_the_other_half_of_the_world_the_day_is_another(real_directory: Directory) -> None:
    found = openings(real_directory, "nz-fma", date(2027, 4, 1))
    said = moments(found, found.open)
    # The clocks go back in the night to 4 April.
    assert "Wed 31 Mar 20:00-04:00" in said
    assert "Mon 05 Apr 21:00-05:00" in said


def test_who_is_free_on_holidays_is_closed_then(real_directory: Directory) -> None:
    found = openings(
        real_directory, "hk-fdrc", date(2027, 2, 1), hours_="Mo-Fr 09:00-17:30; PH off"
    )
    said = moments(found, found.open)
    assert found.unsure == ()
    assert "Fri 05 Feb 01:00-09:30" in said
    # The first days of the Lunar New Year: Saturday 6 to Tuesday 9 February.
    assert not any(" 08 Feb " in each or " 09 Feb " in each for each in said)
    assert "Wed 10 Feb 01:00-09:30" in said


def test_a_holiday_in_a_part_of_the_country_leaves_it_open_whether(
    real_directory: Directory,
) -> None:
    # Labour Day of Victoria, 8 March 2027.
    found = openings(real_directory, "au-afca", date(2027, 3, 1))
    assert "Sun 07 Mar 22:00-06:00" in moments(found, found.unsure)


@pytest.mark.parametrize(
    "changes", [{"hours": None}, {"hours": "24/7"}, {"hours_vary": True}], ids=str
)
def test_of_whom_nothing_is_known_nothing_is_said(
    real_directory: Directory, changes: dict[str, object]
) -> None:
    contact, region = body(real_directory, "gb-fca", **changes)
    assert hours.openings(contact, region=region, today=date(2027, 3, 18)) is None


def test_a_table_is_the_same_all_week(real_directory: Directory) -> None:
    week = {openings(real_directory, "gb-fca", date(2027, 3, 15 + day)) for day in range(7)}
    assert len(week) == 1


# --- The script

PAGE = """<!doctype html><html lang="{language}"><p class="open-now" hidden data-zone="{zone}"
  data-since="{since}" data-until="{until}" data-open="{open}" data-unsure="{unsure}"></p>
<p hidden data-open-words data-locale="{locale}" {words}>made</p>
<script type="module" src="/open-now.js"></script>"""


def say(
    browser: Browser,
    directory: Directory,
    found: Openings,
    moments: list[str],
    *,
    reader: str,
    language: str,
) -> list[str]:
    """Return what the script says of London at some moments, to a reader in a time zone."""
    words = {
        f"data-{name}": directory.ui[f"open_{name.replace('-', '_')}"][language]
        for name in ("now", "now-here", "next", "next-here", "maybe")
    }
    html = PAGE.format(
        language=language,
        zone="Europe/London",
        since=found.since,
        until=found.until,
        open=" ".join(f"{a}-{b}" for a, b in found.open),
        unsure=" ".join(f"{a}-{b}" for a, b in found.unsure),
        locale=LOCALES[language],
        words=" ".join(f'{name}="{escape(text)}"' for name, text in words.items()),
    )

    def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path.lstrip("/")
        if name:
            script = Path(ROOT, "docs", "assets", "scripts", name).read_text(encoding="utf-8")
            route.fulfill(body=script, content_type="text/javascript")
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

    context = browser.new_context(timezone_id=reader)
    context.route("**/*", serve)
    page = context.new_page()
    said = []
    for moment in moments:
        page.clock.set_fixed_time(moment)
        page.goto("https://open.example/")
        said.append("".join(page.locator(".open-now:visible").all_inner_texts()))
    context.close()
    return said


SHANGHAI, LISBON = "Asia/Shanghai", "Europe/Lisbon"
SAID = [
    # In winter, and after the clocks went forward: an hour earlier in Shanghai.
    (
        "2027-03-25T10:00:00Z",
        SHANGHAI,
        "现在服务中，到当地 17:00，你这里周五 01:00",
        "Open now, until 17:00 there, Fri 01:00 your time",
    ),
    (
        "2027-03-30T10:00:00Z",
        SHANGHAI,
        "现在服务中，到当地 17:00，你这里周三 00:00",
        "Open now, until 17:00 there, Wed 00:00 your time",
    ),
    (
        "2027-03-25T18:00:00Z",
        SHANGHAI,
        "现在休息，下次：当地周二 09:00，你这里周二 16:00",
        "Closed now. Opens Tue 09:00 there, Tue 16:00 your time",
    ),
    (
        "2027-03-26T10:00:00Z",
        SHANGHAI,
        "今天当地放假，不一定服务",
        "There is a public holiday there today: it may be closed",
    ),
    # The last minute, and the first after it.
    (
        "2027-03-24T16:59:59Z",
        SHANGHAI,
        "现在服务中，到当地 17:00，你这里 01:00",
        "Open now, until 17:00 there, 01:00 your time",
    ),
    (
        "2027-03-24T17:00:00Z",
        SHANGHAI,
        "现在休息，下次：当地周四 09:00，你这里周四 17:00",
        "Closed now. Opens Thu 09:00 there, Thu 17:00 your time",
    ),
    # A reader whose clock shows the same.
    (
        "2027-03-25T10:00:00Z",
        LISBON,
        "现在服务中，到 17:00",
        "Open now, until 17:00",
    ),
    (
        "2027-03-25T18:00:00Z",
        LISBON,
        "现在休息，下次：周二 09:00",
        "Closed now. Opens Tue 09:00",
    ),
    # Before and after the table.
    ("2027-03-14T23:59:59Z", SHANGHAI, "", ""),
    ("2027-04-26T00:00:00Z", SHANGHAI, "", ""),
]


@pytest.mark.parametrize("language", FOLDERS)
def test_the_script_says_it_in_both_times(
    browser: Browser, real_directory: Directory, language: str
) -> None:
    found = openings(real_directory, "gb-fca", date(2027, 3, 18))
    for reader in (SHANGHAI, LISBON):
        expected = {
            at: texts[list(FOLDERS).index(language)]
            for at, there, *texts in SAID
            if there == reader
        }
        said = say(browser, real_directory, found, [*expected], reader=reader, language=language)
        assert dict(zip(expected, said, strict=True)) == expected


def test_a_day_that_is_far_has_its_date(browser: Browser, real_directory: Directory) -> None:
    found = openings(real_directory, "gb-fca", date(2027, 3, 18))
    found = replace(found, open=found.open[-1:], unsure=())
    moments = ["2027-03-20T10:00:00Z"]
    (said,) = say(browser, real_directory, found, moments, language="zh", reader=SHANGHAI)
    assert said == "现在休息，下次：当地 4 月 23 日周五 09:00，你这里 4 月 23 日周五 16:00"


# --- On the page


@pytest.mark.parametrize("language", FOLDERS)
def test_the_page_of_a_region_says_who_is_open_and_when_that_was_worked_out(
    page: Page, base_url: str, language: str
) -> None:
    address = f"{base_url}/{FOLDERS[language]}contact/regions/gb/"
    page.goto(address)
    line = page.locator("#gb-fca .open-now")
    since = date.fromisoformat(line.get_attribute("data-since") or "")
    until = line.get_attribute("data-until")
    wednesday = since + timedelta(days=2)
    page.clock.set_fixed_time(f"{wednesday}T10:30:00Z")
    page.reload()
    expect(line).to_contain_text({"zh": "现在服务中", "en": "Open now"}[language])
    expect(page.locator("[data-open-words]")).to_be_visible()
    # Who never closes, and whose hours vary, has none.
    expect(page.locator("#gb-police-999 .open-now")).to_have_count(0)
    page.clock.set_fixed_time(f"{until}T00:00:00Z")
    page.reload()
    expect(line).to_have_count(0)
    expect(page.locator("#gb-fca")).to_contain_text("08:00–18:00")
    expect(page.locator("[data-open-words]")).to_have_count(0)


def test_without_scripts_the_plain_hours_stand_alone(browser: Browser, base_url: str) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/contact/regions/gb/")
    assert page.locator("#gb-fca .open-now").bounding_box() is None
    assert page.locator("[data-open-words]").bounding_box() is None
    expect(page.locator("#gb-fca")).to_contain_text("08:00–18:00")
    context.close()


def test_a_page_without_such_a_body_has_no_script_for_it(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/contact/regions/cn/")
    expect(page.locator("script[src*='open.']")).to_have_count(0)

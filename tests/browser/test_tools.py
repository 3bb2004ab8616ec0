"""The tools that keep what is typed on the device: nothing is lost, nothing leaves, no secret stays."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import new_context
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_checker import RESEMBLING, VECTORS

LOG = "/en/prepare/evidence-log/"
BLOCKED = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("no", "SecurityError"); } })"""
FULL = (
    """Storage.prototype.setItem = () => { throw new DOMException("no", "QuotaExceededError"); }"""
)
WITHOUT_LOCKS = "delete Navigator.prototype.locks"
FIRST = {"date": "2026-11-24", "time": "14:30", "used": "+44 20 7946 0999", "who": "Staff 7"}
FIRST |= {
    "case": "C-2026",
    "said": "It is pending",
    "promised": '=1+1; back, "all"',
    "due": "2026-12-01",
}
SECOND = {"date": "2026-11-20", "time": "", "said": "-nothing\nat all, 等了很久"}


@pytest.fixture
def shanghai(browser: Browser) -> Iterator[BrowserContext]:
    """Return a window in China that may copy."""
    context = new_context(
        browser,
        timezone_id="Asia/Shanghai",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield context
    context.close()


def note(page: Page, contact: dict[str, str]) -> None:
    """Fill in the form of the log and save it."""
    page.get_by_role("button", name="Note a contact here").click()
    for name, value in contact.items():
        page.fill(f"#log-{name}", value)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".log-form")).to_be_hidden()


def kept(page: Page) -> dict[str, Any]:
    """Return what the tools keep, by section."""
    text = page.evaluate("localStorage.getItem('tools')")
    return dict(json.loads(text)["sections"]) if text else {}


def heads(page: Page) -> list[str]:
    return page.locator(".log-head").all_text_contents()


def saved(page: Page, button: str) -> tuple[str, str]:
    """Press a button that saves a file; return its name and its text."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    return download.value.suggested_filename, text


# --- The evidence log


def test_the_log_keeps_orders_changes_and_gives_away_what_was_noted(
    shanghai: BrowserContext, base_url: str
) -> None:
    page = shanghai.new_page()
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(base_url + LOG)
    for contact in (FIRST, SECOND):
        note(page, contact)
    page.reload()
    first, second = "2026-11-24 14:30 (Asia/Shanghai) Phone", "2026-11-20 (Asia/Shanghai) Phone"
    assert heads(page) == [first, second]
    page.get_by_role("button", name=f"Move down: {first}").click()
    page.get_by_role("button", name=f"Edit: {second}").click()
    page.select_option("#log-channel", "chat")
    page.get_by_role("button", name="Save", exact=True).click()
    second = second.replace("Phone", "Live chat")
    expect(page.locator(".log-head").first).to_have_text(second)
    assert heads(page) == [second, first]

    page.locator(".log-out summary").click()
    _, text = saved(page, "Save as a table")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["Date"] for row in rows] == ["2026-11-20", "2026-11-24"]
    assert rows[0]["What they said (their words)"] == "'-nothing\r\nat all, 等了很久"
    assert rows[1]["What they promised"] == '\'=1+1; back, "all"'
    assert not [
        cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))
    ]

    name, text = saved(page, "Put promised dates in the calendar")
    assert name == "Record of contacts.ics"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert event.decoded("DTSTART") == date(2026, 12, 1)
    assert str(event["SUMMARY"]) == 'They promised by today: =1+1; back, "all"'
    assert "Case number: C-2026" in str(event["DESCRIPTION"])
    assert "C-2026" in str(event["DESCRIPTION"]).split("\n")[3]
    assert event["DTSTAMP"].dt.utcoffset().total_seconds() == 0
    (same,) = icalendar.Calendar.from_ical(saved(page, "Put promised dates")[1]).walk("VEVENT")
    assert same["UID"] == event["UID"]

    page.get_by_role("button", name="Copy three sentences for the bank").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "From 2026-11-20 to 2026-11-24 I contacted the firm about this 2 times; case numbers: C-2026."
        ' Their latest promise was “=1+1; back, "all"”, by: 2026-12-01. Please tell me whether this'
        " payment can be stopped or recalled, what else you need from me, and by which date you will"
        " answer in writing."
    )
    assert saved(page, "Save as text")[1].index("1. 2026-11-20") > 0

    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print").click()
    page.emulate_media(media="print")
    expect(page.locator(".log-paper .log-head")).to_have_text([second, first])
    expect(page.locator("main")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")

    # A backup comes back after everything was deleted.
    _, backup = saved(page, "Save a backup")
    page.get_by_role("button", name=f"Delete: {first}").click()
    page.get_by_role("button", name="Press again to delete").click()
    expect(page.locator(".log-head")).to_have_text([second])
    page.get_by_role("button", name="Delete all").click()
    assert len(heads(page)) == 1  # it asks first
    page.get_by_role("button", name="Press again to delete").click()
    expect(page.locator(".log-head")).to_have_count(0)
    assert kept(page)["log"] == {}
    for broken in ("", "{}", backup.replace('"phone"', '"<b>"'), backup.replace('"date"', '"day"')):
        page.set_input_files(
            "#log-read", {"name": "b.json", "mimeType": "", "buffer": broken.encode()}
        )
        expect(page.locator(".log-said")).to_have_text(
            "This is no backup from this page. Nothing was read."
        )
    planted = backup.replace("It is pending", "my password is Hunter2024!")
    page.set_input_files(
        "#log-read", {"name": "b.json", "mimeType": "", "buffer": planted.encode()}
    )
    expect(page.locator(".log-said")).to_have_text(
        "Contacts read back: 2. Left out because they look like passwords, codes or card numbers: 1."
    )
    assert heads(page) == [second, first]
    assert "Hunter" not in page.evaluate("localStorage.getItem('tools')")

    # Nothing of it in any request.
    assert {request.method for request in asked} == {"GET"}
    sent = " ".join(request.url for request in asked)
    assert not [word for word in ("pending", "C-2026", "7946", "nothing") if word in sent]


def test_mistakes_are_said_in_words_at_their_fields(page: Page, base_url: str) -> None:
    page.goto(base_url + LOG)
    page.get_by_role("button", name="Note a contact here").click()
    page.fill("#log-date", "")
    page.fill("#log-due", "2026-11-01")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tool-error")).to_have_text(
        ["Give the date.", "Write down what they said or what they promised."]
    )
    expect(page.locator("#log-date")).to_be_focused()
    assert page.locator("#log-date").get_attribute("aria-describedby") == "log-date-error"
    page.fill("#log-date", "2026-11-24")
    page.fill("#log-said", "later")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tool-error")).to_have_text(
        ["This is before the date of the contact. Please check it."]
    )
    page.fill("#log-due", "")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tool-error")).to_have_count(0)
    assert len(heads(page)) == 1


def test_two_windows_do_not_overwrite_each_other(shanghai: BrowserContext, base_url: str) -> None:
    one, other = shanghai.new_page(), shanghai.new_page()
    other.add_init_script(WITHOUT_LOCKS)
    for page in (one, other):
        page.goto(base_url + LOG)
    note(one, FIRST)
    expect(other.locator(".log-head")).to_have_count(1)
    note(other, SECOND)
    expect(one.locator(".log-head")).to_have_count(2)
    one.get_by_role("button", name="Delete: 2026-11-24").click()
    one.get_by_role("button", name="Press again to delete").click()
    expect(other.locator(".log-head")).to_have_text(["2026-11-20 (Asia/Shanghai) Phone"])
    # Emptied elsewhere: what is seen stays, and one line says so.
    other.evaluate("localStorage.clear()")
    expect(one.locator(".tool-state")).to_contain_text("What was stored has been cleared")
    assert len(heads(one)) == 1


@pytest.mark.parametrize(
    ("script", "said"), [(BLOCKED, "lets pages store nothing"), (FULL, "has no room left")]
)
def test_without_room_to_keep_anything_nothing_is_lost_while_the_page_is_open(
    page: Page, base_url: str, script: str, said: str
) -> None:
    page.add_init_script(script)
    page.goto(base_url + LOG)
    note(page, FIRST)
    note(page, SECOND)
    expect(page.locator(".tool-state")).to_contain_text(said)
    assert len(heads(page)) == 2
    assert "It is pending" in page.locator(".log-entries").inner_text()


@pytest.mark.parametrize(
    "old",
    [
        "not JSON",
        '{"version": 0, "sections": {"log": {"a": {"said": "old words"}}}}',
        '{"version": 2, "sections": {"log": {"a": {"said": "old words"}}}}',
        '{"version": 1, "sections": {"log": {"a": {"said": "old words"}, "b": ["old words"]}}}',
    ],
)
def test_what_another_version_kept_is_set_aside_and_never_shown(
    page: Page, base_url: str, old: str
) -> None:
    page.goto(base_url + LOG)
    page.evaluate("old => localStorage.setItem('tools', old)", old)
    page.reload()
    note(page, FIRST)
    assert len(heads(page)) == 1
    assert "old words" not in page.locator("main").inner_text()
    aside = page.evaluate("localStorage.getItem('tools-aside')")
    assert aside == (None if '"version": 1' in old else old)


# --- Secrets

# What is left in a field of each text, by the script that every field asks.
ASK = """async ([selector, texts]) => {
  const files = performance.getEntriesByType("resource").map((each) => each.name);
  const { isClean } = await import(files.find((name) => /\\/tool\\./.test(name)));
  const field = document.querySelector(selector);
  const left = [];
  for (const text of texts) {
    field.value = text;
    const clean = await isClean(field, "What they said", document.querySelector(".log-tool template"));
    left.push(clean === (field.value === text) ? field.value : "the answer is wrong");
  }
  return left;
}"""
SECRETS = [
    text for text, expected in VECTORS if expected["answer"] == "secret" and len(text) < 2000
]
HARMLESS = [text for text in RESEMBLING if len(text) < 2000]


def test_secrets_are_refused_and_what_resembles_them_is_not(page: Page, base_url: str) -> None:
    assert len(SECRETS) >= 40
    page.goto(base_url + LOG)
    page.get_by_role("button", name="Note a contact here").click()
    left = page.evaluate(ASK, ["#log-said", SECRETS])
    assert [text for text, rest in zip(SECRETS, left, strict=True) if text == rest] == []
    error = page.locator(".tool-error")
    expect(error).to_contain_text("It was cleared and not kept.")
    expect(error.get_by_role("link")).to_have_attribute(
        "href", "../../urgent/what-they-got/#id-photos"
    )
    assert SECRETS[-1] not in page.content()
    assert page.evaluate(ASK, ["#log-said", HARMLESS]) == HARMLESS
    page.fill("#log-said", "They were polite.\nThe code is 482913")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#log-said")).to_be_focused()
    assert page.input_value("#log-said") == "They were polite."
    assert kept(page) == {}


# --- For everybody


def test_the_log_is_used_with_the_keyboard_alone_and_axe_finds_nothing(
    page: Page, base_url: str
) -> None:
    page.goto(base_url + LOG)
    page.get_by_role("button", name="Note a contact here").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#log-date")).to_be_focused()
    page.locator("#log-said").focus()
    page.keyboard.type("Soon")
    axe = Axe()
    states = [axe.run(page).response["violations"]]
    page.locator("#log-due").focus()
    while page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".log-head")).to_have_count(1)
    expect(page.get_by_role("button", name="Note a contact here")).to_be_focused()
    page.locator(".log-out summary").focus()
    page.keyboard.press("Enter")
    states.append(axe.run(page).response["violations"])
    assert [[each["id"] for each in state] for state in states] == [[], []]


def test_without_scripts_the_form_to_print_is_there_and_no_tool(
    browser: Browser, base_url: str
) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(base_url + LOG)
    assert page.locator("table tr").count() == 9
    expect(page.get_by_role("button", name="Note a contact here")).to_be_hidden()
    context.close()

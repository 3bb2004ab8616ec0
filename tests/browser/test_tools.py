"""The tools that keep what is typed on the device: nothing is lost, nothing leaves, no secret stays."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import axe
import icalendar
import pytest
from conftest import new_context
from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES
from helpkit.text.blanks import split
from page_kinds import FOLDERS
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect
from test_checker import RESEMBLING, VECTORS

Record = Callable[[str, object], None]
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
# Whether scripts run, what is drawn, whether a form for a pen stands open.
PEN = [
    (True, "screen", False),
    (False, "screen", True),
    (False, "print", True),
    (True, "print", True),
]
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


def until_kept(page: Page, words: str) -> None:
    """Wait until the device keeps some words."""
    page.evaluate(
        """async (words) => {
          while (!(localStorage.tools || "").includes(words)) await new Promise((done) => setTimeout(done, 10));
        }""",
        words,
    )


def heads(page: Page) -> Locator:
    """Return the headings of what the log shows; a contact is drawn after its form has closed."""
    return page.locator(".log-head")


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
    # In the order of time, until the reader moves one: then everywhere in the reader's.
    expect(heads(page)).to_have_text([second, first])
    page.get_by_role("button", name=f"Move up: {first}").click()
    expect(page.get_by_role("button", name=f"Move down: {first}")).to_be_focused()
    page.get_by_role("button", name=f"Edit: {second}").click()
    page.select_option("#log-channel", "chat")
    page.get_by_role("button", name="Save", exact=True).click()
    second = second.replace("Phone", "Live chat")
    expect(page.locator(".log-head").last).to_have_text(second)
    expect(heads(page)).to_have_text([first, second])

    page.locator(".log-out summary").click()
    _, text = saved(page, "Save as a table")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["Date"] for row in rows] == ["2026-11-24", "2026-11-20"]
    assert rows[1]["What they said (their words)"] == "'-nothing\r\nat all, 等了很久"
    assert rows[0]["What they promised"] == '\'=1+1; back, "all"'
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

    page.get_by_role("button", name="Copy a short note for the bank").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "From 2026-11-20 to 2026-11-24 I contacted the firm about this 2 times; case numbers: C-2026."
        ' Their latest promise was “=1+1; back, "all"”, by: 2026-12-01. Please tell me whether this'
        " payment can be stopped or recalled, what else you need from me, and by which date you will"
        " answer in writing."
    )
    text = saved(page, "Save as text")[1]
    assert text.index("1. 2026-11-24") < text.index("2. 2026-11-20")
    assert "Period: 2026-11-20 – 2026-11-24" in text
    for name in ("Copy everything", "Copy a summary"):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".log-text")).to_contain_text(
            re.compile(r"2026-11-24 14:30.*2026-11-20.*", re.DOTALL)
        )

    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print").click()
    page.emulate_media(media="print")
    expect(page.locator(".log-paper .log-head")).to_have_text([first, second])
    expect(page.locator("main")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")

    # A backup comes back after everything was deleted.
    _, backup = saved(page, "Save a backup")
    page.get_by_role("button", name=f"Delete: {first}").click()
    page.get_by_role("button", name="Press again to delete").click()
    expect(page.locator(".log-head")).to_have_text([second])
    page.get_by_role("button", name="Delete all").click()
    expect(heads(page)).to_have_count(1)  # it asks first
    page.get_by_role("button", name="Press again to delete").click()
    expect(page.locator(".log-head")).to_have_count(0)
    assert kept(page)["log"] == {}
    for broken in ("", "{}", backup.replace('"date"', '"day"')):
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
    expect(heads(page)).to_have_text([first, second])
    assert "Hunter" not in page.evaluate("localStorage.getItem('tools')")

    # Nothing of it in any request.
    assert {request.method for request in asked} == {"GET"}
    sent = " ".join(request.url for request in asked)
    assert not [word for word in ("pending", "C-2026", "7946", "nothing") if word in sent]


def test_a_payment_alone_is_noted_and_goes_to_the_bank(
    shanghai: BrowserContext, base_url: str
) -> None:
    page = shanghai.new_page()
    page.goto(base_url + LOG)
    # What an older version of this page noted has no field for a payment.
    note(page, SECOND)
    older = kept(page)
    (entry,) = older["log"].values()
    assert entry.pop("payment") == ""
    page.evaluate("localStorage.clear()")
    backup = json.dumps(
        {"format": "evidence log", "version": 1, "entries": [{"id": "0" * 32, **entry}]}
    )
    page.set_input_files("#log-read", {"name": "b.json", "mimeType": "", "buffer": backup.encode()})
    expect(page.locator(".log-said")).to_have_text("Contacts read back: 1.")
    page.get_by_role("button", name="Note a contact here").click()
    page.fill("#log-date", "2026-11-24")
    page.select_option("#log-channel", "payment")
    page.fill("#log-payment", "USD 20 to J. Doe, reference T-1")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".log-form")).to_be_hidden()
    page.reload()
    expect(page.locator(".log-entries")).to_contain_text("USD 20 to J. Doe, reference T-1")
    page.locator(".log-out summary").click()
    page.get_by_role("button", name="Copy a short note for the bank").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "I contacted the firm about this on 2026-11-20; case number: none given."
        " Payments: USD 20 to J. Doe, reference T-1. What they said last was “-nothing\nat all, 等了很久”."
        " Please tell me whether this payment can be stopped or recalled, what else you need from me,"
        " and by which date you will answer in writing."
    )
    page.get_by_role("button", name="Copy a summary").click()
    expect(page.locator(".log-text")).to_contain_text(
        re.compile(r"2026-11-24 Payment or transfer: paid “USD 20 to J. Doe, reference T-1”$")
    )


def test_mistakes_are_said_in_words_at_their_fields(page: Page, base_url: str) -> None:
    page.goto(base_url + LOG)
    page.get_by_role("button", name="Note a contact here").click()
    page.fill("#log-date", "2999-01-01")
    page.fill("#log-said", "later")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tool-error")).to_have_text(["This day is still ahead. Please check it."])
    page.fill("#log-said", "")
    page.fill("#log-date", "")
    page.fill("#log-due", "2026-11-01")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".tool-error")).to_have_text(
        ["Give the date.", "Write down a payment, what they said or what they promised."]
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
    expect(heads(page)).to_have_count(1)
    # A second one of that day: their buttons are told apart, also when they ask again.
    note(page, {"date": "2026-11-24", "said": "again"})
    second = page.get_by_role("button", name=re.compile(r"^Delete: 2026-11-24 .*\(2\)$"))
    second.click()
    expect(
        page.get_by_role("button", name=re.compile(r"^Press again to delete: 2026-11-24 .*\(2\)$"))
    ).to_be_focused()


def test_a_contact_is_saved_once_and_the_next_is_noted_while_the_device_takes_its_time(
    page: Page, base_url: str
) -> None:
    page.goto(base_url + LOG)
    page.evaluate(
        "() => void navigator.locks.request('tools', () => new Promise((d) => (free = d)))"
    )
    opener = page.get_by_role("button", name="Note a contact here")
    opener.click()
    page.fill("#log-said", "It is pending")
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator(".log-form")).to_be_hidden()
    opener.click()
    page.fill("#log-said", "They called back")
    page.evaluate("() => free()")
    until_kept(page, "They called back")
    expect(page.locator("#log-said")).to_have_value("They called back")
    assert [entry["said"] for entry in kept(page)["log"].values()] == ["It is pending"]


def test_a_button_stays_under_the_finger_that_presses_it(page: Page, base_url: str) -> None:
    page.goto(base_url + LOG)
    page.get_by_role("button", name="Note a contact here").click()
    save = page.get_by_role("button", name="Save", exact=True)
    save.click()
    said = "Write down a payment, what they said or what they promised."
    expect(page.locator(".tool-error")).to_have_text(said)
    page.fill("#log-said", "It is pending")
    save.scroll_into_view_if_needed()
    box = save.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 3)
    page.mouse.down()  # the field is left, and what is said of it out of date
    for _ in range(5):
        page.evaluate("new Promise(requestAnimationFrame)")
    assert save.bounding_box() == box
    page.mouse.up()
    expect(page.locator(".log-form")).to_be_hidden()
    expect(heads(page)).to_have_count(1)


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
    # Emptied by the browser: what is seen stays, and one line says so.
    one.evaluate("localStorage.clear()")
    note(one, FIRST)
    expect(one.locator(".tool-state")).to_contain_text("What was stored has been cleared")
    expect(heads(one)).to_have_count(2)


def test_what_is_deleted_on_one_page_is_gone_from_all_and_stays_gone(
    shanghai: BrowserContext, base_url: str
) -> None:
    log, message, device = (shanghai.new_page() for _ in range(3))
    log.goto(base_url + LOG)
    note(log, FIRST)
    log.get_by_role("button", name="Edit: 2026-11-24").click()
    log.fill("#log-who", "half typed")
    message.goto(f"{base_url}/en/problems/login/")
    message.locator("#message-login").get_by_role("button", name="Fill in").first.click()
    field = message.locator("#message-login form input").first
    field.fill("reader-7")
    field.blur()
    expect(message.locator("#message-login-en")).to_contain_text("reader-7")
    device.goto(f"{base_url}/en/about/this-device/")
    device.locator(".device-tool button").click()
    device.locator(".device-tool button").click()
    expect(device.locator(".device-tool dt")).to_have_count(0)
    expect(log.locator(".log-head")).to_have_count(0)
    expect(log.locator(".log-form")).to_be_hidden()
    expect(field).to_have_value("")
    expect(message.locator("#message-login-en")).not_to_contain_text("reader-7")
    note(log, SECOND)
    stored = log.evaluate("localStorage.getItem('tools')")
    assert "2026-11-20" in stored
    assert [word for word in ("pending", "half typed", "reader-7") if word in stored] == []


# The words of the form, by language: the button that opens it, what is said of a draft and of another.
DRAFTS = {
    "zh": (
        "在这里记一次联系",
        "上次没存下的还在这里。",
        "这一次还没存。先存下，或者按“不存了”。",
        "不存了",
        "再按一次就丢掉",
    ),
    "en": (
        "Note a contact here",
        "What you hadn't saved is still here.",
        "This contact isn't saved yet. Save it first, or press Cancel.",
        "Cancel",
        "Press again to throw it away",
    ),
}


@pytest.mark.parametrize("language", FOLDERS)
def test_what_is_half_typed_outlives_a_reload_and_is_thrown_away_only_when_asked(
    page: Page, base_url: str, language: str, real_directory: Directory
) -> None:
    opener, back, unsaved, cancel, sure = DRAFTS[language]
    page.goto(f"{base_url}/{FOLDERS[language]}prepare/evidence-log/")
    page.get_by_role("button", name=opener).click()
    page.fill("#log-said", "They will call back")
    page.fill("#log-who", "my code is 482913")
    until_kept(page, "call back")
    assert "482913" not in page.evaluate("localStorage.tools")
    page.reload()
    expect(page.locator("#log-said")).to_have_value("They will call back")
    mark = real_directory.ui["tool_removed"][language]
    expect(page.locator("#log-who")).to_have_value(f"my code is {mark}")
    expect(page.locator(".log-unsaved")).to_have_text(back)
    page.get_by_role("button", name=opener).click()
    expect(page.locator(".log-unsaved")).to_have_text(unsaved)
    expect(page.locator("#log-said")).to_have_value("They will call back")
    page.get_by_role("button", name=cancel, exact=True).click()
    expect(page.locator(".log-form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".log-form")).to_be_hidden()
    until_kept(page, '"draft":{}')
    page.get_by_role("button", name=opener).click()
    expect(page.locator("#log-said")).to_have_value("")
    page.keyboard.press("Escape")  # nothing to lose, nothing asked
    expect(page.locator(".log-form")).to_be_hidden()
    # A draft of an entry changes that entry when it is saved.
    page.get_by_role("button", name=opener).click()
    page.fill("#log-said", "First")
    page.locator(".log-form [type=submit]").click()
    page.locator(".log-entries button").first.click()
    page.fill("#log-said", "Second")
    until_kept(page, "Second")
    page.reload()
    page.locator(".log-form [type=submit]").click()
    expect(page.locator(".log-form")).to_be_hidden()
    assert [entry["said"] for entry in kept(page)["log"].values()] == ["Second"]
    until_kept(page, '"draft":{}')
    page.locator(".log-entries button").first.click()
    page.fill("#log-said", "Third")
    page.get_by_role("button", name=cancel, exact=True).click()
    expect(page.get_by_role("button", name=sure)).to_be_focused()
    page.get_by_role("button", name=sure).click()
    expect(page.locator(".log-entries")).to_contain_text("Second")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "读回来了：1 次。有 1 次读不懂，没有读进来。"),
        ("en", "Contacts read back: 1. Left out because they can't be read: 1."),
    ],
)
def test_a_bad_entry_of_a_backup_is_left_out_and_counted(
    page: Page, base_url: str, language: str, said: str
) -> None:
    page.goto(f"{base_url}/{FOLDERS[language]}prepare/evidence-log/")
    good = dict.fromkeys(("time", "zone", "used", "who", "case", "promised", "due"), "") | {
        "id": "0" * 32,
        "date": "2026-11-24",
        "channel": "phone",
        "said": "later",
        "place": 1,
        "changed": 1,
    }
    backup = {
        "format": "evidence log",
        "version": 1,
        "entries": [good, good | {"id": "1" * 32, "date": "notadate"}],
    }
    # There is something to show first: the field for a backup stands below it.
    page.locator(".log-tool [data-tool]").click()
    page.set_input_files(
        "#log-read",
        {"name": "b.json", "mimeType": "", "buffer": json.dumps(backup).encode()},
    )
    expect(page.locator(".log-said")).to_have_text(said)
    expect(page.locator(".log-head")).to_have_count(1)


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
    expect(heads(page)).to_have_count(2)
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
    expect(heads(page)).to_have_count(1)
    assert "old words" not in page.locator("main").inner_text()
    aside = page.evaluate("localStorage.getItem('tools-aside')")
    assert aside == (None if '"version": 1' in old else old)


# --- Secrets

# The tools put the texts of the checker's vectors into their fields as a reader would, one in each, and say
# which were wrongly kept or wrongly refused. What a field makes of a text (no line breaks) is what counts.
TYPE = """async ([selector, texts, areSecrets]) => {
  const fields = [...document.querySelectorAll(selector)];
  // The log is saved only with something that was said.
  fields.sort((one, other) => (other.id === "log-said") - (one.id === "log-said"));
  const wrong = [];
  const until = async (holds) => {
    const end = Date.now() + 5000;
    while (!holds() && Date.now() < end) await new Promise((done) => setTimeout(done, 2));
    return holds();
  };
  const put = (field, text) => {
    // As it is pasted: see the test of line breaks.
    field.value = field.tagName === "INPUT" ? text.replace(/\\s*[\\r\\n]+\\s*/g, " ") : text;
    const typed = field.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return [field, typed];
  };
  const isKept = (typed) => (localStorage.tools || "").includes(JSON.stringify(typed.trim()).slice(1, -1));
  const isRefused = ([field, typed]) => field.value !== typed && field.getAttribute("aria-invalid") === "true";
  // In a field for hashes a hash is none.
  const isHash = (field, text) => /^[0-9a-fx]{64,}$/i.test(text)
    && /hash|哈希/i.test((document.getElementById(field.getAttribute("aria-labelledby")) || field.labels[0]).textContent);
  const form = fields[0].closest("form.log-form");
  for (let at = 0; at < texts.length; at += fields.length) {
    if (form && form.hidden) document.querySelector("[data-tool*='/log.']").click();
    await until(() => !form || !form.hidden);
    const filled = texts.slice(at, at + fields.length).flatMap((text, each) =>
      areSecrets && isHash(fields[each], text) ? [] : [put(fields[each], text)]);
    if (form) form.requestSubmit();
    const isRight = areSecrets ? isRefused : ([, typed]) => isKept(typed);
    // Saving has ended when the first of the refused fields has the focus, or the form is gone.
    const isOver = () => !form || (areSecrets ? filled.some(([field]) => field === document.activeElement) : form.hidden);
    await until(() => filled.every(isRight) && isOver());
    for (const [field, typed] of filled) {
      if (!isRight([field, typed]) || !isOver()) wrong.push([typed, field.id, field.value]);
      else if (areSecrets && isKept(typed)) wrong.push([typed, "in storage"]);
    }
    for (let press = 0; press < 2; press += 1) {
      if (form && !form.hidden) form.querySelector("[data-cancel]").click();
    }
    localStorage.tools = '{"version": 1, "sections": {}}'; // not emptied: that would leave all on the page
    dispatchEvent(new StorageEvent("storage", { key: "tools" }));
  }
  return [fields.length, wrong];
}"""
SECRETS = [text for text, expected in VECTORS if expected["answer"] == "secret"]
FIELDS = {
    "log": (
        "prepare/evidence-log/",
        "[data-tool*='/log.']",
        ".log-form :is(input[type=text], textarea)",
    ),
    "message": ("problems/login/", "[data-tool*='/messages.']", ".message form input"),
    "checklist": (
        "prepare/checklist/",
        "[data-tool*='/checklist.']",
        ".check-to-fill input[type=text]",
    ),
}


@pytest.mark.parametrize("tool", FIELDS)
@pytest.mark.parametrize("language", FOLDERS)
def test_secrets_are_refused_and_what_resembles_them_is_not(
    page: Page, base_url: str, tool: str, language: str, record_property: Record
) -> None:
    address, opener, fields = FIELDS[tool]
    assert len(set(SECRETS)) >= 200
    assert len(set(RESEMBLING)) >= 200
    page.goto(f"{base_url}/{FOLDERS[language]}{address}")
    page.locator(opener).first.click()
    page.wait_for_selector(fields)
    # `isClean` of tool.js looks for all tools and languages: the log gets every text, a half in each
    # language, and every field of the others gets some, which shows that it asks.
    mine = slice([*FOLDERS].index(language), None, len(FOLDERS) if tool == "log" else 10)
    secrets, resembling = [*dict.fromkeys(SECRETS)][mine], [*dict.fromkeys(RESEMBLING)][mine]
    count, kept_secrets = page.evaluate(TYPE, [fields, secrets, True])
    _, refused = page.evaluate(TYPE, [fields, resembling, False])
    assert kept_secrets == []
    assert refused == []
    assert min(len(secrets), len(resembling)) >= count
    where = f"{tool}, {language}, {count} fields"
    record_property(f"secrets refused ({where})", len(secrets))
    record_property(f"look-alikes accepted ({where})", len(resembling))


def test_of_a_secret_its_kind_is_shown_and_nothing_else(page: Page, base_url: str) -> None:
    page.goto(base_url + LOG)
    page.get_by_role("button", name="Note a contact here").click()
    page.fill("#log-who", "11010519491231002X")
    page.locator("#log-who").blur()
    error = page.locator(".tool-error")
    expect(error).to_contain_text(
        "It was cleared from “Who: name or staff number, department” and not kept."
    )
    expect(error.get_by_role("link")).to_have_attribute(
        "href", "../../urgent/what-they-got/#id-photos"
    )
    assert "11010519491231002X" not in page.content()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Note a contact here").click()
    page.fill("#log-said", "They were polite.\nThe code is 482913")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#log-said")).to_be_focused()
    assert page.input_value("#log-said") == "They were polite.\nThe code is [removed]"
    assert "482913" not in json.dumps(kept(page))
    assert "log" not in kept(page)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (
            f"{'They were polite, and I waited. ' * 8}my code 482913, then they hung up.",
            f"{'They were polite, and I waited. ' * 8}my code [removed], then they hung up.",
        ),
        (
            "她　问我支付密码，我说是八八四一二七。　案件号７３９２０１，\n验证码：４８２９１３，他挂了",
            "她　问我支付密码，我说是[removed]。　案件号７３９２０１，\n验证码：[removed]，他挂了",
        ),
        (
            "I read him 1. garage 2. velvet 3. onion 4. trumpet 5. cabin 6. noble 7. oxygen 8. lizard"
            " 9. pepper 10. drama 11. kitten 12. rug and he left",
            "I read him 1. [removed] and he left",
        ),
    ],
    ids=["in English", "in Chinese", "a phrase"],
)
def test_only_the_secret_is_taken_out_of_what_was_typed(
    page: Page, base_url: str, typed: str, left: str
) -> None:
    page.goto(base_url + LOG)
    page.get_by_role("button", name="Note a contact here").click()
    page.fill("#log-said", typed)
    save = page.get_by_role("button", name="Save", exact=True)
    save.click()
    expect(page.locator(".tool-error")).to_contain_text(
        "It was taken out of “What they said (their words)” and isn't kept. The rest of what you typed"
        " is still there."
    )
    assert page.input_value("#log-said") == left
    save.click()
    expect(page.locator(".log-form")).to_be_hidden()
    (entry,) = kept(page)["log"].values()
    assert entry["said"] == left


def test_a_case_number_after_a_code_that_never_came_is_no_secret(page: Page, base_url: str) -> None:
    page.goto(base_url + LOG)
    note(page, {"said": "收不到验证码，案件号739201"})
    (entry,) = kept(page)["log"].values()
    assert entry["said"] == "收不到验证码，案件号739201"


def test_search_writes_no_secret_to_the_address(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/search/#q=my+code+is+482913")
    field = page.locator(".search-form input")
    page.wait_for_url(f"{base_url}/en/search/")
    expect(field).to_have_value("my code is 482913")
    field.fill("code")
    page.wait_for_url("**/#q=code")
    field.fill("code 482913")
    page.wait_for_url(f"{base_url}/en/search/")
    expect(
        page.locator(".search-output a[href*='482913'], [data-search-output] a[href*='482913']")
    ).to_have_count(0)

    page.goto(f"{base_url}/en/problems/login/")
    page.keyboard.press("/")
    page.fill("dialog input", "password hunter2")
    page.wait_for_selector("dialog[open] .search-output[aria-busy=false] .search-links")
    assert "hunter2" not in "".join(
        page.locator("dialog a").evaluate_all("all => all.map((each) => each.href)")
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base_url}/en/search/")


def test_line_breaks_of_what_is_pasted_into_one_line_stay_gaps(
    shanghai: BrowserContext, base_url: str
) -> None:
    page = shanghai.new_page()
    page.goto(f"{base_url}/en/problems/login/")
    page.locator("#message-login").get_by_role("button", name="Fill in").first.click()
    field = page.locator("#message-login form input").first
    page.evaluate("navigator.clipboard.writeText('login: anna.lee\\npass: qwerty!2024Z')")
    field.press("Control+v")
    expect(field).to_have_value("login: anna.lee pass: qwerty!2024Z")
    field.blur()
    expect(field).to_have_value("login: anna.lee pass: [removed]")
    expect(page.locator(".tool-error")).to_contain_text("It looks like a password.")


# --- For everybody


def test_the_log_is_used_with_the_keyboard_alone(page: Page, base_url: str) -> None:
    page.goto(base_url + LOG)
    page.get_by_role("button", name="Note a contact here").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#log-date")).to_be_focused()
    page.locator("#log-said").focus()
    page.keyboard.type("Soon")
    page.locator("#log-due").focus()
    while page.evaluate("document.activeElement.type") != "submit":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".log-head")).to_have_count(1)
    expect(page.get_by_role("button", name="Note a contact here")).to_be_focused()
    page.locator(".log-out summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save as text")).to_be_visible()


def test_without_scripts_the_form_to_print_is_there_and_no_tool(
    browser: Browser, base_url: str
) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(base_url + LOG)
    assert page.locator("table tr").count() == 9
    expect(page.get_by_role("button", name="Note a contact here")).to_be_hidden()
    context.close()


# What each tool holds while it is used, by address: its opener, a field, and the words of a reader.
TYPED = "kept-by-nobody-7"
OPENERS = {
    "prepare/evidence-log/": "log",
    "problems/login/": "messages",
    "prepare/checklist/": "checklist",
}
# What each adds to its page.
PARTS = {"log": ".log-tool", "messages": ".message", "checklist": ".check-tool, li.check"}


def use_every_tool(page: Page, base: str) -> None:
    """Type into every field of every tool, press everything that gives something away, look at all of it."""
    page.evaluate("navigator.share = async () => {}; window.print = () => {}")
    for address, script in OPENERS.items():
        page.goto(base + address)
        page.locator(f"[data-tool*='/{script}.']").first.click()
        scope = page.locator(".log-form, .message form, .check-to-fill, .check-tool form")
        scope.first.wait_for()
        for field in scope.locator("input[type=text], textarea").all():
            field.fill(TYPED)  # the one before is left
        field.blur()
        for field in scope.locator("input[type=date]").all():
            field.fill("2026-11-02")
        for field in scope.locator("select").all():
            field.select_option(index=1)
        if script == "log":
            page.locator(".log-form [type=submit]").click()
            page.locator(".log-out summary").click()
            for button in page.locator(".log-out [data-act]:not([data-act=print])").all():
                button.click()
        for button in page.locator("main button[data-copy-from]:visible").all():
            button.click()
        # To press each with a mouse shows no more, and takes seconds.
        page.locator("li.check input[type=checkbox]:not(:checked)").evaluate_all(
            "boxes => boxes.filter((box) => box.offsetParent).forEach((box) => box.click())"
        )
    page.goto(f"{base}escalate/deadlines/")
    page.select_option("#deadline-region", "GB")
    page.fill("#deadline-complaint", "2026-11-02")
    page.fill("#deadline-event", "2026-11-01")
    page.click(".deadlines button[type=submit]")
    page.locator(".deadline-save").first.click()
    page.goto(f"{base}contact/verify/")
    page.locator(".checker textarea").fill(TYPED)
    page.locator(".checker button[type=submit]").click()
    expect(page.locator(".checker-answer")).to_contain_text(TYPED)
    page.goto(f"{base}about/this-device/")
    expect(page.locator(".device-tool")).to_contain_text(TYPED)
    page.locator(".device-tool button").click()
    page.locator(".device-tool button").click()
    expect(page.locator(".device-tool dt")).to_have_count(0)


# What browsers of some years ago, private windows and those inside other apps do not have.
LACKING = """
delete window.structuredClone; delete window.caches; delete window.indexedDB; delete window.trustedTypes;
delete Crypto.prototype.randomUUID; delete Intl.DisplayNames; delete Intl.Locale;
for (const name of ["locks", "share", "clipboard", "serviceWorker", "storage"]) delete Navigator.prototype[name];
for (const name of ["at", "findLast", "toSorted", "groupBy"]) delete Array.prototype[name];
for (const name of ["at", "replaceAll", "isWellFormed"]) delete String.prototype[name];
delete Object.hasOwn; delete Object.groupBy; delete Promise.any; delete Element.prototype.checkVisibility;
delete HTMLElement.prototype.inert; delete HTMLDialogElement.prototype.showModal;
document.execCommand = (name) => { window.copied = String(getSelection()); return name === "copy"; };
"""


@pytest.mark.parametrize(
    ("language", "lacking"), [("zh", ""), ("en", LACKING)], ids=["zh", "en, lacking what is new"]
)
def test_a_whole_visit_works_asks_its_own_site_only_and_tells_nothing(
    browser: Browser, base_url: str, language: str, lacking: str, record_property: Record
) -> None:
    """The scripts are the same in all languages: one is visited with a browser that lacks what is new."""
    # With the worker: what it asks for is seen too.
    context = browser.new_context(
        reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]
    )
    context.add_init_script(lacking)
    asked: list[Request] = []
    context.on("request", lambda request: asked.append(request))
    wrong: list[object] = []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(error))
    page.goto(f"{base_url}/{FOLDERS[language]}")
    if not lacking:
        page.evaluate("navigator.serviceWorker.ready")
    use_every_tool(page, f"{base_url}/{FOLDERS[language]}")
    assert wrong == []
    sent = [request for request in asked if not request.url.startswith("blob:")]
    assert {request.method for request in sent} == {"GET"}
    assert {request.url[: len(base_url) + 1] for request in sent} == {f"{base_url}/"}
    assert [request.url for request in sent if request.post_data_buffer] == []
    told = [request.url for request in sent if TYPED in f"{request.url} {request.headers}"]
    assert told == []
    days = re.compile("2026-1[12]-0[12]")
    assert [request.url for request in sent if days.search(request.url)] == []
    assert lacking or [request for request in sent if request.service_worker]
    record_property(
        f"requests of a visit to every tool, own origin, GET, nothing typed ({language})", len(sent)
    )
    context.close()


# --- In every state, and by keyboard alone


@pytest.mark.long
@pytest.mark.parametrize("trouble", ["", BLOCKED], ids=["kept", "blocked"])
def test_axe_finds_nothing_in_any_state_of_a_tool(
    page: Page, base_url: str, trouble: str, record_property: Record
) -> None:
    """The parts are the same in all languages. Why nothing is kept is said on one line in one style."""
    page.add_init_script(trouble)
    found: dict[str, list[list[object]]] = {}

    def look(state: str, within: str) -> None:
        found[state] = axe.violations(page, within=within)
        page.emulate_media(color_scheme="dark")
        found[f"{state}, dark"] = axe.violations(page, within=within, only=axe.COLOURS)
        page.emulate_media(color_scheme="light")

    for address, script in OPENERS.items():
        page.goto(f"{base_url}/{address}")
        page.locator(f"[data-tool*='/{script}.']").first.click()
        field = page.locator(
            ".log-form #log-said, .message form input, .check-to-fill input[type=text]"
        ).first
        if not trouble:
            field.fill("验证码：739205")
            field.blur()
            page.locator(".tool-error").first.wait_for()
            look(f"{script}: a secret refused", PARTS[script])
        field.fill("A-7")
        field.blur()
        if script == "log":
            page.locator(".log-form [type=submit]").click()
            page.locator(".log-out summary").click()
            page.locator(".log-entries button").last.click()
            page.locator("[data-delete-all]").click()
        if trouble:
            expect(page.locator(".tool-trouble").first).to_be_visible()
        look(f"{script}: filled in", PARTS[script])
    page.goto(f"{base_url}/about/this-device/")
    page.wait_for_selector(".device-tool button:visible, .device-tool [role=status]:not(:empty)")
    look("this device", "html")
    if page.locator(".device-tool button").is_visible():
        page.locator(".device-tool button").click()
        look("this device: asked", ".device-tool")
        page.locator(".device-tool button").click()
        expect(page.locator(".device-tool dt")).to_have_count(0)
        look("this device: deleted", ".device-tool")
    assert {state: faults for state, faults in found.items() if faults} == {}
    record_property("axe-core: states of tools, light and dark", len(found))


def tab_to(page: Page, name: str, *, most: int = 120) -> None:
    """Press Tab until the focus is on what is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            """name => { const e = document.activeElement;
              return [e.textContent.trim(), e.getAttribute("aria-label") || "", e.labels?.[0]?.textContent || ""]
                .some((text) => text.trim().startsWith(name)); }""",
            name,
        ):
            return
    raise AssertionError(f"Tab does not lead to {name!r}.")


def test_messages_checklist_and_the_page_of_the_device_are_used_by_keyboard_alone(
    shanghai: BrowserContext, base_url: str
) -> None:
    page = shanghai.new_page()
    page.goto(f"{base_url}/en/problems/login/")
    page.evaluate("document.querySelector('#message-login [data-tool]').focus()")
    page.keyboard.press("Enter")
    expect(page.locator("#message-login form input").first).to_be_focused()
    page.keyboard.type("reader-7")
    page.keyboard.press("Tab")
    expect(page.locator("#message-login .message-left")).to_have_text("Blanks left: 5.")
    tab_to(page, "Copy Can't log in (English)")
    page.keyboard.press("Enter")
    expect(page.locator("p.visually-hidden[role=status]")).to_contain_text("Copied. Blanks left: 5")
    assert "Account name: reader-7" in page.evaluate("navigator.clipboard.readText()")
    tab_to(page, "For chat")
    page.keyboard.press("Enter")
    expect(page.locator("#message-login-chat-en")).to_be_visible()

    page.goto(f"{base_url}/en/prepare/checklist/")
    page.locator(".check-tool button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#check-problem")).to_be_focused()
    page.keyboard.type("I can")
    tab_to(page, "User name or account number")
    page.keyboard.press("Tab")
    page.keyboard.type("reader-8")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="User name or account number")).to_be_checked()
    until_kept(page, "reader-8")

    page.goto(f"{base_url}/en/about/this-device/")
    expect(page.locator(".device-tool")).to_contain_text("reader-8")
    tab_to(page, "Delete everything")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".device-tool [role=status]")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


# --- Messages


def test_blanks_are_filled_once_and_serve_every_message(
    shanghai: BrowserContext, base_url: str
) -> None:
    page = shanghai.new_page()
    page.add_init_script("navigator.share = async (what) => { window.sent = what; }")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base_url}/en/problems/login/")
    assert not [url for url in asked if "/messages." in url]
    message = page.locator("#message-login")
    message.get_by_role("button", name="Fill in").click()
    form = message.locator("form")
    expect(form.locator("input").first).to_be_focused()
    assert form.locator("label").all_text_contents()[:2] == [
        "Account name: [user name, or registered phone or e-mail]",
        "App or site: [name]",
    ]
    fields = form.locator("input")
    fields.nth(0).fill("reader-7")
    fields.nth(2).fill("24 November, 14:30, Shanghai")
    fields.nth(3).fill("4111 1111 1111 1111")
    fields.nth(4).fill("new phone")
    expect(message.locator(".tool-error")).to_contain_text(" and not kept.")
    expect(fields.nth(3)).to_have_value("")
    fields.nth(4).blur()
    expect(message.locator(".message-left")).to_have_text("Blanks left: 3.")
    chinese = message.locator("#message-login-zh")
    expect(chinese).to_contain_text("账户名：reader-7")
    expect(chinese).to_contain_text("提示原话：【照抄】")
    copy = message.locator("[data-copy-from=message-login-en]")
    copy.click()
    expect(page.locator("p.visually-hidden[role=status]")).to_have_text("Copied. Blanks left: 3")
    assert "Account name: reader-7\nApp or site: [name]" in page.evaluate(
        "navigator.clipboard.readText()"
    )
    # With blanks open it is sent at the second press.
    share = message.get_by_role("button", name="Share").first
    share.click()
    expect(message.locator(".message-left")).to_contain_text("Press again to send it like this.")
    assert page.evaluate("window.sent") is None
    share.click()
    assert page.evaluate("window.sent.text").startswith("I can't log in to my account.")
    assert axe.violations(page, within="#message-login") == []

    # What is the reader's own stands in other messages, what belongs to this problem does not.
    page.goto(f"{base_url}/en/problems/payment-failed/")
    message = page.locator("#message-payment-failed")
    message.get_by_role("button", name="Fill in").click()
    message.get_by_label("[amount and currency]").fill("HKD 100")
    message.get_by_label("[copy them]").fill("It failed")
    message.get_by_label("[copy them]").blur()
    expect(message.locator("#message-payment-failed-en")).to_contain_text("It failed")
    page.goto(f"{base_url}/en/problems/account-frozen/")
    message = page.locator("#message-account-frozen")
    message.get_by_role("button", name="Fill in").click()
    expect(message.get_by_label("[user name, or registered")).to_have_value("reader-7")
    expect(message.get_by_label("[amount and currency]")).to_have_value("")
    expect(message.get_by_label("[copy them]")).to_have_value("")

    # The same blank of another message, in the other language.
    page.goto(f"{base_url}/problems/account-frozen/")
    message = page.locator("#message-account-frozen")
    message.get_by_role("button", name="填空").click()
    expect(message.locator("input").first).to_have_value("reader-7")
    expect(message.locator("#message-account-frozen-zh")).to_contain_text("reader-7")
    message.get_by_role("button", name="清掉填的内容").click()
    expect(message.locator("input").first).to_be_focused()  # once it is out of storage
    expect(message.locator("input").first).to_have_value("")
    assert "reader-7" not in page.evaluate("localStorage.tools")
    assert not [url for url in asked if "reader" in url]


@pytest.mark.parametrize("language", FOLDERS)
def test_a_copy_has_what_was_typed_last(
    shanghai: BrowserContext, base_url: str, language: str
) -> None:
    page = shanghai.new_page()
    page.goto(f"{base_url}/{FOLDERS[language]}problems/login/")
    message = page.locator("#message-login")
    message.locator("[data-tool]").first.click()
    message.locator("form input").first.fill("reader-7")
    message.locator(f"[data-copy-from=message-login-{language}]").click()
    said = {"zh": "已复制，还有 5 处没填", "en": "Copied. Blanks left: 5"}[language]
    expect(page.locator("p.visually-hidden[role=status]")).to_have_text(said)
    assert "reader-7" in page.evaluate("navigator.clipboard.readText()")
    # A secret typed last is not copied.
    message.locator("form input").nth(1).fill("my PIN is 482913")
    message.locator(f"[data-copy-from=message-login-{language}]").click()
    expect(message.locator(".tool-error")).to_be_visible()
    assert "482913" not in page.evaluate("navigator.clipboard.readText()")


def test_both_languages_of_a_message_have_the_same_blanks_in_each_form(
    real_directory: Directory,
) -> None:
    assert len(real_directory.messages) >= 27
    for name, message in real_directory.messages.items():
        assert len({len(message.blanks(each)) for each in LANGUAGES}) == 1, name
        for form in (message.chat, message.call):
            numbers = [
                sorted(
                    message.blanks(each).index(piece) for piece, blank in split(form[each]) if blank
                )
                for each in LANGUAGES
            ]
            assert numbers[0] == numbers[1], (name, numbers)


@pytest.mark.parametrize(("language", "most"), [("zh", 190), ("en", 420)])
def test_the_short_form_is_short(real_directory: Directory, language: str, most: int) -> None:
    for name, message in real_directory.messages.items():
        assert len(message.chat[language]) <= min(most, len(message[language])), name


@pytest.mark.parametrize("language", FOLDERS)
def test_a_message_has_a_form_for_chat_and_one_for_a_call(
    shanghai: BrowserContext, base_url: str, real_directory: Directory, language: str
) -> None:
    ui = {name: text[language] for name, text in real_directory.ui.items()}
    page = shanghai.new_page()
    page.add_init_script(
        "navigator.share = async (what) => { document.documentElement.dataset.sent = what.text; }"
    )
    page.goto(f"{base_url}/{FOLDERS[language]}problems/login/")
    message = page.locator("#message-login")
    message.get_by_text(ui["message_chat"], exact=True).click()
    chat = message.locator("figure", has=page.locator(f"#message-login-chat-{language}"))
    chat.get_by_role("button", name=ui["message_fill_in"]).click()
    expect(message.locator("form input").first).to_be_focused()
    for number in (0, 2, 3, 4):
        message.locator("form input").nth(number).fill(f"word-{number}")
    message.locator("form input").nth(1).focus()
    # All that this form asks for is filled in, the long one is not.
    chat.get_by_role("button", name=ui["message_share"]).click()
    sent = page.locator("html[data-sent]").get_attribute("data-sent") or ""
    assert [word for word in ("word-0", "word-2", "word-3", "word-4") if word not in sent] == []
    assert "[" not in sent
    assert "【" not in sent
    chat.get_by_role("button", name=ui["copy_button"]).click()
    expect(page.locator("p.visually-hidden[role=status]")).to_have_text(ui["copy_done"])
    for each in LANGUAGES:  # the other language stands beside it
        expect(page.locator(f"#message-login-chat-{each}")).to_contain_text("word-0")
    message.get_by_text(ui["message_call"], exact=True).click()
    call = message.locator("figure", has=page.locator(f"#message-login-call-{language}"))
    expect(call.locator("blockquote")).to_contain_text("word-0")
    expect(call.locator("blockquote")).to_contain_text(ui["message_call_end"].split("\n")[1])
    # Nobody sends what is to be said.
    expect(call.get_by_role("button")).to_have_count(2)
    expect(call.get_by_role("link")).to_have_count(0)
    # With the fields closed, a press shows what is open.
    call.get_by_role("button", name=ui["message_fill_in"]).click()
    call.get_by_role("button", name=ui["message_fill_in"]).click()
    expect(message.locator("form")).to_be_hidden()
    long = message.locator("figure", has=page.locator(f"#message-login-{language}"))
    long.get_by_role("button", name=ui["message_share"]).click()
    expect(message.locator(".message-left")).to_be_visible()
    assert axe.violations(page, within="#message-login", without=axe.COLOURS) == []


def test_without_scripts_all_three_forms_can_be_read(browser: Browser, base_url: str) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/en/problems/login/")
    message = page.locator("#message-login")
    expect(message.locator("blockquote:visible")).to_have_count(1)
    for name in ("In Chinese", "For chat", "For a call"):
        message.get_by_text(name, exact=True).click()
    expect(message.locator("blockquote:visible")).to_have_count(6)
    context.close()


def test_an_email_begins_without_an_address_and_names_what_is_open(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/urgent/")
    message = page.locator("#message-stop-payment")
    message.locator("summary").first.click()
    message.get_by_role("button", name="Fill in").click()
    message.get_by_label("I am [name]").fill("Reader & Co")
    message.get_by_label("Payment: [date and time]").focus()
    mail = message.get_by_role("link", name="E-mail").first
    expect(mail).to_have_attribute("href", re.compile("Reader%20%26%20Co"))
    address = mail.get_attribute("href") or ""
    assert address.startswith("mailto:?subject=To%20your%20own%20bank")
    assert "%0D%0APayment%3A%20%5Bdate%20and%20time%5D" in address
    mail.click()
    expect(message.locator(".message-left")).to_have_text(
        "Blanks left: 6. Press again to send it like this."
    )


# --- The checklist


def test_a_tick_outlives_a_page_that_goes_before_its_turn_to_save(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/prepare/checklist/")
    page.evaluate("() => void navigator.locks.request('tools', () => new Promise(() => {}))")
    box = page.locator("li.check input[type=checkbox]").first
    box.check()
    page.reload()
    expect(box).to_be_checked()


def test_the_checklist_keeps_ticks_and_says_when_all_is_ready(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/prepare/checklist/")
    boxes = page.locator("li.check input[type=checkbox]")
    boxes.first.check()
    page.reload()
    expect(boxes.first).to_be_checked()
    expect(page.locator(".check-ready")).to_contain_text("Still open: 20.")
    page.get_by_label("My problem").select_option("login")
    page.get_by_label("How I will get in touch").select_option("phone")
    expect(page.locator("li.check:visible")).to_have_count(17)
    expect(page.get_by_role("link", name="There is a message for this problem")).to_have_attribute(
        "href", "../../problems/login/#message"
    )
    name = page.get_by_role("textbox", name="User name or account number")
    name.fill("my password is Hunter2024!")
    name.blur()
    expect(page.locator(".tool-error")).to_contain_text("It looks like a password.")
    name.fill("reader-7")
    name.blur()
    expect(page.get_by_role("checkbox", name="User name or account number")).to_be_checked()
    page.locator("li.check:visible input[type=checkbox]:not(:checked)").evaluate_all(
        "boxes => boxes.forEach((box) => box.click())"
    )
    expect(page.locator(".check-ready")).to_contain_text("All set: you can get in touch.")
    assert axe.violations(page, within=PARTS["checklist"]) == []
    page.goto(f"{base_url}/prepare/checklist/")
    expect(page.locator(".check-ready")).to_contain_text("都备好了")
    page.emulate_media(media="print")
    expect(page.locator("li.check .blank-here").first).to_have_text("reader-7")
    expect(page.locator("li.check input[type=text]:visible")).to_have_count(0)


# --- What is for a pen only


@pytest.mark.parametrize(("scripts", "media", "shown"), PEN)
def test_a_form_for_a_pen_is_folded_where_there_is_one_to_type_in(
    browser: Browser, base_url: str, scripts: bool, media: Literal["screen", "print"], shown: bool
) -> None:
    context = new_context(browser, java_script_enabled=scripts)
    page = context.new_page()
    page.emulate_media(media=media)
    for folder, name in (("", "纸质表格，供打印"), ("en/", "Paper form, to print")):
        page.goto(f"{base_url}/{folder}prepare/evidence-log/")
        expect(page.get_by_text(name)).to_be_visible()
        cells = page.locator(".paper td:visible")
        expect(cells).to_have_count(16 if shown else 0)
        page.goto(f"{base_url}/{folder}prepare/checklist/")
        lines = page.locator("li.check .blank-here:visible")
        expect(lines).to_have_count(13 if media == "print" else 0)
    context.close()


# --- This device


@pytest.mark.parametrize(
    ("language", "script", "said"),
    [
        ("zh", BLOCKED, "这个浏览器不让网页存东西，所以什么都没有记。"),
        ("en", BLOCKED, "This browser lets pages store nothing, so nothing is kept."),
        ("zh", FULL, "这台设备存不下了：接着填的留不下来。"),
        ("en", FULL, "This device has no room left: what you type next won't be kept."),
    ],
)
def test_the_page_of_the_device_says_how_storage_is(
    page: Page, base_url: str, language: str, script: str, said: str
) -> None:
    page.add_init_script(script)
    page.goto(f"{base_url}/{FOLDERS[language]}about/this-device/")
    expect(page.locator(".device-tool [role=status]")).to_have_text(said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "这个浏览器没有开脚本，什么都没有记。"),
        ("en", "Scripts are off in this browser, so nothing is kept."),
    ],
)
def test_without_scripts_the_page_of_the_device_says_so(
    browser: Browser, base_url: str, language: str, said: str
) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/{FOLDERS[language]}about/this-device/")
    expect(page.get_by_text(said)).to_be_visible()
    context.close()


def test_whoever_gave_nothing_gave_nothing_else(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/urgent/what-they-got/")
    nothing = page.get_by_role("checkbox", name="Nothing: we only talked")
    seed = page.get_by_role("checkbox", name="Seed phrase, private key")
    seed.check()
    nothing.check()
    expect(seed).not_to_be_checked()
    expect(page.locator("#seed-phrase")).to_be_hidden()
    seed.check()
    expect(nothing).not_to_be_checked()
    expect(page.locator("#seed-phrase")).to_be_visible()


def test_all_that_the_device_keeps_is_listed_and_deleted(page: Page, base_url: str) -> None:
    device = f"{base_url}/en/about/this-device/"
    page.goto(device)
    page.goto(base_url + LOG)
    note(page, FIRST)
    page.goto(f"{base_url}/en/urgent/what-they-got/")
    page.get_by_role("checkbox", name="Money").check()
    page.evaluate(
        """() => {
          localStorage.setItem("region", '{"slug": "hk"}');
          localStorage.setItem("scheme", "dark");
          localStorage.setItem("tools-aside", "old words");
          return caches.open("pages");
        }"""
    )
    page.goto(base_url + LOG)
    page.get_by_role("link", name="What this device remembers").click()
    expect(page).to_have_url(device)
    names = page.locator(".device-tool dt")
    expect(names).to_have_text(
        [
            "Record of contacts",
            "Left by another version",
            "My region",
            "Light or dark",
            "Ticks in “What did they get?”",
            "Copies to read offline",
        ]
    )
    shown = page.locator(".device-tool dl").inner_text()
    assert "It is pending" in shown
    assert "Hong Kong" in shown
    assert "old words" not in shown
    page.get_by_role("button", name="Delete everything").click()
    assert names.count() == 6
    page.get_by_role("button", name="Press again to delete").click()
    expect(page.locator(".device-tool [role=status]")).to_contain_text("Everything is deleted.")
    left = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
          (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert left == [0, 0, 0, 0]
    expect(names).to_have_count(0)

"""Phones as readers have them: what a browser lacks or refuses is taken away, and the page still helps."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import ROOT, launch, new_context
from playwright.sync_api import Browser, Page, expect

SCRIPTS = sorted((ROOT / "docs" / "assets" / "scripts").glob("*.js"))
# Younger than the phones that we write for: Safari before 16.4 reads no script that looks behind.
TOO_YOUNG = re.compile(
    r"\(\?<[=!]|Object\.hasOwn\b|\.at\(|\.replaceAll\(|\.findLast|structuredClone|\.toSorted\(|"
    r"Object\.groupBy|\.isWellFormed\("
)
# A browser inside another app: it has a clipboard and lets no page write to it.
REFUSING = """navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
document.execCommand = () => false;"""
WITHOUT_CLIPBOARD = """delete Navigator.prototype.clipboard;
document.execCommand = (name) => { window.copied = String(getSelection()); return name === "copy"; };"""
# What an input method does: letters arrive, then the word that was meant.
COMPOSING = """([selector, letters]) => {
  const field = document.querySelector(selector);
  field.value = letters;
  field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
  field.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
}"""
COMPOSED = """([selector, word]) => {
  const field = document.querySelector(selector);
  field.value = word;
  field.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true }));
  field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
}"""
LARGE = [
    f"/{folder}{kind}"
    for folder in ("", "en/")
    for kind in ("", "urgent/", "urgent/what-they-got/", "contact/verify/", "contact/regions/hk/")
]
# Words of the frame that stand beyond the window or their own box.
CUT_OFF = """() => [...document.querySelectorAll("header a, header button, .help-bar a, footer a, .step-done")]
    .filter((element) => element.checkVisibility())
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && (box.right > innerWidth + 1 || box.left < 0 || element.scrollWidth > element.clientWidth + 1);
    })
    .map((element) => element.textContent.trim())"""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_uses_what_phones_of_some_years_ago_cannot_read(script: Path) -> None:
    assert TOO_YOUNG.findall(script.read_text(encoding="utf-8")) == []


# --- Search


@pytest.mark.parametrize(
    ("folder", "said"), [("", "搜索没能加载"), ("en/", "Search could not be loaded")]
)
def test_a_search_script_that_cannot_load_says_so_and_topics_follow(
    page: Page, base_url: str, folder: str, said: str
) -> None:
    page.route("**/search.*.js", lambda route: route.abort())
    page.goto(f"{base_url}/{folder}search/#q=okpay")
    expect(page.locator("[data-search-output] [role=status]")).to_contain_text(said)
    expect(page.locator(".index-of-pages a").first).to_be_visible()


def test_a_search_script_that_cannot_be_read_leads_to_the_list_of_pages(
    page: Page, base_url: str
) -> None:
    page.route(
        "**/search-engine.*.js",
        lambda route: route.fulfill(body="class {", content_type="text/javascript"),
    )
    page.goto(f"{base_url}/problems/login/")
    page.click(".find button")
    page.wait_for_url(f"{base_url}/search/")
    expect(page.locator(".index-of-pages a").first).to_be_visible()


def test_syllables_that_can_be_cut_in_many_ways_take_no_time(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/problems/login/")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] .search-output[aria-busy=false]")
    page.fill("dialog input", "jiao" * 13 + "v")
    # 55 seconds without a memory of the ends that lead nowhere.
    page.wait_for_selector("dialog[open] .search-output[aria-busy=false]", timeout=5000)
    expect(page.locator("dialog .search-routes, dialog [role=option]").first).to_be_visible()


def test_the_address_is_not_written_at_each_key(page: Page, base_url: str) -> None:
    page.add_init_script(
        """window.written = 0;
        const put = history.replaceState;
        history.replaceState = function (...all) { window.written += 1; put.apply(this, all); };"""
    )
    page.goto(f"{base_url}/search/")
    page.clock.install()
    page.clock.pause_at(datetime.now(UTC).timestamp() + 3600)
    field = page.locator(".search-form input")
    for number in range(1, 31):
        field.fill("a" * number)
    assert page.evaluate("window.written") <= 2
    page.clock.run_for(1000)
    assert page.url.endswith("#q=" + "a" * 30)


def test_a_result_on_the_open_page_puts_the_focus_on_its_heading(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/urgent/what-they-got/")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] .search-output[aria-busy=false]")
    page.fill("dialog input", "对方拿到了什么")
    page.locator("dialog [role=option][href$='/urgent/what-they-got/']").first.click()
    expect(page.locator("h1")).to_be_focused()


# --- Copying


@pytest.mark.parametrize(
    ("folder", "said"), [("", "已选中，请手动复制"), ("en/", "copy it by hand")]
)
def test_a_refused_copy_is_selected_and_says_so(
    page: Page, base_url: str, folder: str, said: str
) -> None:
    page.add_init_script(REFUSING)
    page.goto(f"{base_url}/{folder}problems/login/")
    button = page.locator(".message button[data-copy-from]").first
    button.click()
    expect(page.get_by_role("status")).to_contain_text(said)
    expect(button).to_contain_text(said)
    text = page.locator(".message blockquote").first.inner_text()
    assert page.evaluate("String(getSelection())").split() == text.split()


def test_without_a_clipboard_the_old_way_of_copying_serves(page: Page, base_url: str) -> None:
    page.add_init_script(WITHOUT_CLIPBOARD)
    page.goto(f"{base_url}/en/contact/regions/hk/")
    page.get_by_role("button", name="Copy 18222").first.click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("window.copied").strip() == "18222"


# --- Chinese keyboards


def test_the_picker_waits_while_a_word_is_composed(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/contact/regions/")
    expect(page.locator(".regions-find")).to_be_visible()
    every = page.locator(".regions a:visible").count()
    page.evaluate(COMPOSING, ["#regions-find", "ri'ben"])
    expect(page.locator(".regions-find [role=status]")).to_be_empty()
    assert page.locator(".regions a:visible").count() == every
    # Safari's Enter that takes the word over; it has ended composing by then.
    page.evaluate(COMPOSED, ["#regions-find", "日本"])
    page.evaluate(
        """() => document.querySelector("#regions-find").dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }))"""
    )
    assert page.locator(".regions a:visible").all_text_contents() == ["日本"]
    assert page.url == f"{base_url}/contact/regions/"


# --- What was kept, and when


def test_a_kept_region_that_the_site_no_longer_has_is_dropped(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/faq/")
    page.evaluate("""localStorage.setItem("region", '{"slug": "zz"}')""")
    page.reload()
    mine = page.locator(".help-region")
    expect(mine).to_have_js_property("href", f"{base_url}/contact/regions/")
    expect(mine).to_have_text("我的地区")


@pytest.mark.parametrize(
    ("zone", "day"), [("Pacific/Kiritimati", True), ("America/Los_Angeles", False)]
)
def test_today_is_the_readers_day(browser: Browser, base_url: str, zone: str, day: bool) -> None:
    context = new_context(browser, timezone_id=zone)
    page = context.new_page()
    page.goto(f"{base_url}/en/contact/regions/hk/")
    limit = page.locator("[data-valid-until]").first.get_attribute("data-valid-until")
    # Noon in London on the last day: on the other side of the date line it is past.
    page.clock.set_fixed_time(f"{limit}T12:00:00Z")
    page.reload()
    expect(page.locator("[data-valid-until]").first).to_be_visible(visible=day)
    context.close()


# --- Large letters


@pytest.mark.parametrize("pixels", [24, 32])
def test_larger_letters_of_the_browser_push_nothing_off_the_screen(
    browser: Browser, base_url: str, pixels: int
) -> None:
    # The reader's setting counts in media queries too, unlike a style on the page.
    large = launch(browser.browser_type, f"--blink-settings=defaultFontSize={pixels}")
    page = new_context(large, viewport={"width": 360, "height": 740}).new_page()
    over = {}
    for address in LARGE:
        page.goto(base_url + address)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{pixels}px"
        cut = page.evaluate(CUT_OFF)
        if page.evaluate("document.documentElement.scrollWidth") > 360 or cut:
            over[address] = cut
        bar = page.locator(".help-bar").bounding_box()
        assert bar is not None
        assert bar["height"] < 740 / 4
    # It goes with the page, which needs the height.
    page.mouse.wheel(0, 2000)
    expect(page.locator(".help-bar")).not_to_be_in_viewport()
    large.close()
    assert over == {}

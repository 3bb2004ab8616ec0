"""The urgent pages in use: the plan of a reader, numbers in steps, what is passed on."""

from __future__ import annotations

import io
import re

import pytest
import zxingcpp
from conftest import SITE_URL, new_context
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

PLAN = "/en/urgent/what-they-got/"
# The buttons of steps under which a text of their step lies.
UNDER_BUTTONS = """() => [...document.querySelectorAll(".step-done")].flatMap((button) => {
  const own = button.getBoundingClientRect();
  const step = button.parentElement;
  const texts = document.createTreeWalker(step, NodeFilter.SHOW_TEXT);
  const boxes = [];
  while (texts.nextNode()) {
    if (button.contains(texts.currentNode)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    boxes.push(...range.getClientRects());
  }
  return boxes.filter((box) => box.width > 1 && box.right > own.left + 1
    && box.left < own.right && box.bottom > own.top + 5 && box.top < own.bottom - 5)
    .map(() => button.getAttribute("aria-label"));
})"""
PARTS = "article > h2:not(#do-now, #if-it-fails)"


def visible_parts(page: Page) -> list[str]:
    return page.locator(f"{PARTS}:visible").all_text_contents()


# --- The plan


def test_what_is_ticked_is_the_plan_the_most_urgent_first_and_stays(
    page: Page, base_url: str
) -> None:
    page.goto(base_url + PLAN)
    everything = visible_parts(page)
    assert len(everything) == page.get_by_role("checkbox").count() == 8
    # In the order of ticking the less urgent comes first; a tap on the words ticks too.
    page.get_by_text("ID photos or a selfie", exact=True).first.click()
    page.get_by_role("checkbox", name="Money").check()
    assert page.url == base_url + PLAN
    assert visible_parts(page) == ["Money", "ID photos or a selfie"]
    expect(page.locator("#money-sent + ol")).to_be_visible()
    expect(page.locator("#card-details + ol")).to_be_hidden()
    expect(page.locator("#if-it-fails")).to_be_visible()
    page.reload()
    assert visible_parts(page) == ["Money", "ID photos or a selfie"]
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    assert visible_parts(page) == everything
    expect(page.locator(".plan-tools")).to_be_hidden()


def test_on_paper_the_plan_has_what_was_ticked_and_nothing_else(page: Page, base_url: str) -> None:
    page.goto(base_url + PLAN)
    page.get_by_role("checkbox", name="Money").check()
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print this list").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert visible_parts(page) == ["Money"]
    expect(page.locator(".plan-tools")).to_be_hidden()


def test_the_plan_is_copied_as_numbered_steps_with_its_address(
    browser: Browser, base_url: str
) -> None:
    context = new_context(browser, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(base_url + PLAN)
    page.get_by_role("checkbox", name="Money").check()
    page.get_by_role("button", name="Copy the list").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0] == "Money"
    assert lines[1].startswith("1. Call whoever sent the money")
    assert lines[4].startswith("4. ")
    assert lines[-1] == base_url + PLAN
    context.close()


def test_the_plan_is_sent_where_the_phone_can_send(page: Page, base_url: str) -> None:
    page.add_init_script("navigator.share = async (what) => { window.sent = what; }")
    page.goto(base_url + PLAN)
    page.get_by_role("checkbox", name="Card details").check()
    page.get_by_role("button", name="Send it to someone who can help").click()
    sent = page.evaluate("window.sent")
    assert sent["text"].startswith("Card details\n1. Block and replace the card.")


def test_where_the_phone_can_neither_send_nor_copy_the_plan_is_selected(
    page: Page, base_url: str
) -> None:
    page.add_init_script(
        """delete Navigator.prototype.share;
        delete Navigator.prototype.clipboard;
        document.execCommand = () => false;"""
    )
    page.goto(base_url + PLAN)
    page.get_by_role("checkbox", name="Money").check()
    expect(page.get_by_role("button", name="Send it to someone who can help")).to_be_hidden()
    page.get_by_role("button", name="Copy the list").click()
    expect(page.get_by_role("status")).to_contain_text("copy it by hand")
    assert "Call whoever sent the money" in page.evaluate("String(getSelection())")


@pytest.fixture
def plain(browser: Browser) -> BrowserContext:
    """Return a window without scripts."""
    return new_context(browser, java_script_enabled=False)


def test_without_scripts_every_part_is_there_and_each_line_leads_to_its_own(
    plain: BrowserContext, base_url: str
) -> None:
    page = plain.new_page()
    page.goto(base_url + PLAN)
    assert len(visible_parts(page)) == 8
    for link in page.locator("#do-now + ul a").all():
        expect(page.locator(f"h2{link.get_attribute('href')}")).to_have_text(link.inner_text())
    expect(page.locator(".plan-tools")).to_be_hidden()
    plain.close()


# --- Numbers in steps


@pytest.mark.parametrize("address", ["/en/urgent/", "/en/urgent/help-someone/"])
def test_the_readers_own_region_comes_first_among_the_numbers(
    page: Page, base_url: str, address: str
) -> None:
    page.goto(base_url + address)
    first = page.locator(".numbers").last.locator("a.number").first
    expect(first).to_have_attribute("href", "tel:999")
    page.evaluate("""localStorage.setItem("region", '{"slug": "au"}')""")
    page.reload()
    expect(first).to_have_text("Australia 000")
    expect(first).to_be_visible()
    expect(first).to_have_attribute("href", "tel:000")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/urgent/", "尼日利亚：没有核实到号码，看当地的页面"),
        ("/urgent/help-someone/", "尼日利亚：没有核实到号码，看当地的页面"),
        ("/en/safety/report-scam/", "Nigeria: No verified number; see its page"),
    ],
)
def test_a_chosen_region_without_a_number_comes_first_and_says_so(
    page: Page, base_url: str, address: str, said: str
) -> None:
    page.goto(base_url + address)
    own = page.locator(".numbers > ul > [data-region=ng]")
    expect(own.first).to_be_hidden()
    page.evaluate("""localStorage.setItem("region", '{"slug": "ng"}')""")
    page.reload()
    for numbers in page.locator(".numbers").all():
        first = numbers.locator("> ul > li").first
        expect(first).to_have_text(said)
        expect(first).to_be_visible()
        expect(first.get_by_role("link")).to_have_attribute(
            "href", re.compile(r"contact/regions/ng/$")
        )


def test_without_scripts_the_numbers_of_all_regions_are_there(
    plain: BrowserContext, base_url: str
) -> None:
    page = plain.new_page()
    page.goto(f"{base_url}/en/urgent/")
    police = page.locator(".numbers").last
    expect(police.get_by_text("Australia 000")).to_be_hidden()
    police.locator("summary").click()
    expect(police.get_by_text("Australia 000")).to_be_visible()
    expect(police.get_by_text("Your region isn't listed?")).to_be_visible()
    plain.close()


def test_what_a_step_says_its_number_and_its_button_stand_apart(page: Page, base_url: str) -> None:
    for folder in ("", "en/"):
        for kind in ("", "help-someone/", "called-fake-support/"):
            page.goto(f"{base_url}/{folder}urgent/{kind}")
            expect(page.locator(".step-done").first).to_be_visible()
            for width in (320, 360, 1280):
                page.set_viewport_size({"width": width, "height": 740})
                assert page.evaluate(UNDER_BUTTONS) == [], (width, folder, kind)


def test_the_same_regions_come_first_in_every_step_those_of_the_language_before_others(
    page: Page, base_url: str
) -> None:
    chinese = ["cn", "hk", "tw", "sg", "gb", "us"]
    english = ["gb", "us", "cn", "hk", "tw", "sg"]
    for folder, first in (("", chinese), ("en/", english)):
        for address, steps in (("urgent/", 2), ("urgent/help-someone/", 1)):
            page.goto(f"{base_url}/{folder}{address}")
            numbers = page.locator(".numbers")
            expect(numbers).to_have_count(steps)
            for step in numbers.all():
                buttons = step.locator("> ul > li[data-region]:visible")
                assert [each.get_attribute("data-region") for each in buttons.all()] == first


def test_with_letters_of_twice_the_size_what_a_step_is_about_stays_in_whole_words(
    browser: Browser, base_url: str
) -> None:
    # As wide, in letters, as a phone of 360 pixels on which they are twice as large.
    context = new_context(browser, viewport={"width": 180, "height": 370})
    page = context.new_page()
    for folder in ("", "en/"):
        page.goto(f"{base_url}/{folder}urgent/")
        heads = page.locator("#do-now + ol > li > p:first-child > strong")
        assert [head.bounding_box()["width"] > 100 for head in heads.all()] == [True] * 6
        assert page.evaluate(UNDER_BUTTONS) == []
    context.close()


# --- Passing on, journey, and the line that every how-to page ends with


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_code_to_pass_on_is_read_as_the_address_of_its_page(
    page: Page, base_url: str, folder: str
) -> None:
    page.goto(f"{base_url}/{folder}urgent/help-someone/")
    address = f"{SITE_URL}{folder}urgent/help-someone/"
    code = page.locator(".pass-on .code")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
        assert read.text == address
    expect(page.locator(".pass-on .address")).to_have_text(address)


def test_the_journey_says_where_a_reader_is_and_leads_on(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/urgent/")
    names = ["Stop", "Report", "Contact", "Chase", "Complain"]
    for number, name in enumerate(names):
        journey = page.get_by_role("navigation", name="From stopping the loss to a complaint")
        assert journey.get_by_role("link").all_text_contents() == names
        expect(journey.locator("[aria-current=step]")).to_have_text(name)
        if number + 1 < len(names):
            journey.get_by_role("link").nth(number + 1).click()


def test_a_message_opens_in_the_other_language(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/problems/login/")
    message = page.locator(".message").first
    chinese = message.locator("#message-login-zh")
    expect(message.locator("#message-login-en")).to_be_visible()
    expect(chinese).to_be_hidden()
    message.locator("summary").first.click()
    expect(chinese).to_be_visible()


def test_sources_are_one_line_that_opens(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/urgent/")
    sources = page.locator(".sources")
    box = sources.bounding_box()
    assert box is not None
    assert box["height"] < 60
    sources.locator("summary").click()
    assert sources.get_by_role("link").count() >= 4

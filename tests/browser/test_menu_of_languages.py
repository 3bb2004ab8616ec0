"""The menu of languages, what is suggested to whom, and search in traditional characters."""

from __future__ import annotations

from collections.abc import Iterator

import axe
import pytest
from conftest import new_context
from playwright.sync_api import Browser, Page, expect

MENU = ".top [hreflang]"


def test_the_menu_keeps_the_page_and_the_place_and_the_choice_is_remembered(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/problems/login/#message")
    page.get_by_role("link", name="繁體").click()
    expect(page).to_have_url(f"{base_url}/zh-hant/problems/login/#message")
    assert page.locator(".top .callout").count() == 0
    # A link leads back to simplified characters: nobody is sent away, a line says what there is.
    page.goto(f"{base_url}/faq/")
    line = page.locator(".top .callout")
    expect(line).to_have_attribute("lang", "zh-Hant")
    expect(line.get_by_role("link")).to_have_text("這一頁有繁體中文版")
    assert axe.violations(page, within=".top") == []
    line.get_by_role("link").click()
    expect(page).to_have_url(f"{base_url}/zh-hant/faq/")
    # Whoever declines is not asked again.
    page.goto(f"{base_url}/faq/")
    line.get_by_role("button", name="不用了").click()
    expect(line).to_have_count(0)
    page.goto(f"{base_url}/about/this-device/")
    expect(page.locator(".facts")).to_contain_text("简体")
    assert line.count() == 0


@pytest.mark.parametrize(
    ("locale", "path", "said"),
    [
        ("zh-TW", "", "這一頁有繁體中文版"),
        ("zh-HK", "contact/phone/", "這一頁有繁體中文版"),
        ("zh-CN", "zh-hant/", "这一页有简体中文版"),
    ],
)
def test_a_line_suggests_the_script_of_the_browser(
    browser: Browser, base_url: str, locale: str, path: str, said: str
) -> None:
    context = new_context(browser, locale=locale)
    page = context.new_page()
    page.goto(f"{base_url}/{path}")
    expect(page.locator(".top .callout a")).to_have_text(said)
    page.goto(f"{base_url}/urgent/")  # nothing stands before the first step
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".top .callout").count() == 0
    context.close()


def test_readers_of_other_languages_are_asked_nothing(browser: Browser, base_url: str) -> None:
    context = new_context(browser, locale="en-US")
    page = context.new_page()
    for path in ("", "en/", "zh-hant/"):
        page.goto(f"{base_url}/{path}", wait_until="networkidle")
        assert page.locator(".top .callout").count() == 0
    context.close()


@pytest.fixture(scope="module")
def results(browser: Browser) -> Iterator[Page]:
    """Return a page that goes from search to search, with what it loaded once."""
    context = new_context(browser)
    yield context.new_page()
    context.close()


def search(page: Page, address: str, typed: str) -> None:
    """Open the page of results with what was typed, not the same page with another end."""
    page.goto("about:blank")
    page.goto(f"{address}search/#q={typed}")


@pytest.mark.parametrize("typed", ["短信验证码收不到", "簡訊驗證碼收不到", "提現唔到數"])
def test_search_answers_in_traditional_characters_as_it_does_in_simplified(
    results: Page, base_url: str, typed: str
) -> None:
    page = results
    found = {}
    for folder in ("", "zh-hant/"):
        search(page, f"{base_url}/{folder}", typed)
        links = page.locator(".search-results li > a:first-child")
        expect(links.first).to_be_visible()
        hrefs = [link.get_attribute("href") or "" for link in links.all()]
        found[folder] = [href.replace(f"{base_url}/{folder}", "") for href in hrefs]
    assert found["zh-hant/"] == found[""]
    text = page.locator(".search-results").inner_text()
    assert not set("户账证码这们进输") & set(text)
    assert page.locator(".search-results mark").count() > 0


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("二维码", "QR Code"),
        ("qrcode", "QR Code"),
        ("短信", "簡訊"),
        ("登录不了", "登入"),
        ("账户", "帳戶"),
        ("提領", "提領"),
    ],
)
def test_what_was_typed_is_marked_in_the_words_of_the_page(
    results: Page, base_url: str, typed: str, marked: str
) -> None:
    search(results, f"{base_url}/zh-hant/", typed)
    marks = results.locator(".search-results mark")
    expect(marks.filter(has_text=marked).first).to_be_visible()
    assert max(len(text) for text in marks.all_inner_texts()) < 12


def test_axe_finds_nothing_on_derived_pages(page: Page, base_url: str) -> None:
    """Only characters, addresses and languages differ from the pages that they are made of."""
    for path in ("contact/regions/tw/", "problems/login/"):
        page.goto(f"{base_url}/zh-hant/{path}")
        assert axe.violations(page, without=axe.COLOURS) == [], path


def test_a_blank_filled_in_one_script_is_filled_in_the_other(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/problems/account-frozen/")
    page.locator("#message button[data-tool], .message button[data-tool]").first.click()
    form = page.locator(".message form").first
    fields = form.locator("input")
    expect(fields.first).to_be_visible()
    for field in fields.all():
        field.fill("abc")
        field.press("Tab")
    expect(page.locator(".message-left").first).to_have_text("都填好了。")
    kept = page.evaluate("() => Object.keys(JSON.parse(localStorage.tools).sections.blanks)")
    page.goto(f"{base_url}/zh-hant/problems/account-frozen/")
    page.locator(".message button[data-tool]").first.click()
    expect(page.locator(".message form input").first).to_have_value("abc")
    values = [field.input_value() for field in page.locator(".message form input").all()]
    assert values == ["abc"] * len(values)
    assert kept

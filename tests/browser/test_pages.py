"""The site in a real Chromium: languages, first screens, tools."""

from __future__ import annotations

import pytest
from conftest import new_context
from playwright.sync_api import Browser, Page, expect


def test_language_switch_from_home_and_from_a_deep_page_and_back(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{base_url}/en/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="简体", exact=True).click()
    expect(page).to_have_url(f"{base_url}/")
    page.goto(f"{base_url}/contact/regions/gb/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{base_url}/en/contact/regions/gb/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("United Kingdom")
    page.get_by_role("link", name="简体", exact=True).click()
    expect(page).to_have_url(f"{base_url}/contact/regions/gb/")


@pytest.mark.parametrize(
    ("address", "title", "home"),
    [("/nothing/here/", "找不到这一页", "/"), ("/en/nothing/here/", "Page not found", "/en/")],
)
def test_a_missing_page_answers_in_its_language_and_leads_on(
    page: Page, base_url: str, address: str, title: str, home: str
) -> None:
    response = page.goto(base_url + address)
    assert response is not None
    assert response.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.locator("article").get_by_role("link").first.click()
    expect(page).to_have_url(f"{base_url}{home}urgent/")


def test_a_visit_asks_only_its_own_host(browser: Browser, base_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    hosts = []
    page.on("request", lambda request: hosts.append(request.url))
    for address in ("/", "/en/contact/regions/us/", "/about/sources/"):
        page.goto(base_url + address)
    assert hosts
    assert all(url.startswith(base_url) for url in hosts)
    context.close()


@pytest.mark.parametrize(
    ("address", "first"), [("/", "正在跟“客服”通话"), ("/en/", "on the phone with")]
)
def test_the_first_phone_screen_has_the_statement_and_the_four_routes(
    page: Page, base_url: str, address: str, first: str
) -> None:
    page.goto(base_url + address)
    expect(page.locator(".answer")).to_be_in_viewport(ratio=1)
    routes = page.locator("a.route")
    expect(routes).to_have_count(4)
    for index in range(4):
        expect(routes.nth(index)).to_be_in_viewport(ratio=1)
    expect(routes.first).to_contain_text(first)


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_urgent_page_shows_its_first_step_without_scrolling(
    browser: Browser, base_url: str, folder: str
) -> None:
    context = new_context(browser, viewport={"width": 320, "height": 568})
    page = context.new_page()
    page.goto(f"{base_url}/{folder}urgent/")
    expect(page.locator("article ol > li strong").first).to_be_in_viewport(ratio=1)
    context.close()


# --- Tools


def test_the_colour_scheme_is_kept_for_the_next_page(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="切换深浅色").click()
    after = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert after != before
    page.goto(f"{base_url}/en/faq/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == after


def test_on_a_wide_screen_the_colour_scheme_is_switched_in_the_header(
    browser: Browser, base_url: str
) -> None:
    context = new_context(browser, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{base_url}/faq/")
    expect(page.locator(".scheme")).to_have_count(1)
    page.locator(".top .scheme").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    context.close()


def test_a_message_and_a_number_are_copied_as_they_stand(browser: Browser, base_url: str) -> None:
    context = new_context(browser, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{base_url}/en/problems/login/")
    message = page.locator("#message-login-en")
    page.locator("[data-copy-from='message-login-en']").click()
    expect(page.get_by_role("status")).to_have_text("Copied. Blanks left: 6")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == message.inner_text()
    page.goto(f"{base_url}/en/contact/regions/hk/")
    page.get_by_role("button", name="Copy 18222").click()
    assert page.evaluate("navigator.clipboard.readText()") == "18222"
    context.close()

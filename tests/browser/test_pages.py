"""The site in a real Chromium: languages, keyboard, narrow screens, no scripts, axe."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import new_context
from helpkit.built import BuiltPage
from page_kinds import ADDRESSES
from playwright.sync_api import Browser, BrowserContext, Page, expect


def test_language_switch_from_home_and_from_a_deep_page_and_back(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{base_url}/en/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="中文", exact=True).click()
    expect(page).to_have_url(f"{base_url}/")
    page.goto(f"{base_url}/contact/regions/gb/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{base_url}/en/contact/regions/gb/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("United Kingdom")
    page.get_by_role("link", name="中文", exact=True).click()
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
    ("address", "least_visible"), [("/", "打了网上的客服电话"), ("/en/", "called")]
)
def test_the_first_phone_screen_has_the_statement_and_the_four_routes(
    page: Page, base_url: str, address: str, least_visible: str
) -> None:
    page.goto(base_url + address)
    expect(page.locator(".answer")).to_be_in_viewport(ratio=1)
    routes = page.locator("a.route")
    expect(routes).to_have_count(4)
    for index in range(4):
        expect(routes.nth(index)).to_be_in_viewport(ratio=1)
    expect(routes.nth(3)).to_contain_text(least_visible)


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_urgent_page_shows_its_first_step_without_scrolling(
    browser: Browser, base_url: str, folder: str
) -> None:
    context = new_context(browser, viewport={"width": 320, "height": 568})
    page = context.new_page()
    page.goto(f"{base_url}/{folder}urgent/")
    expect(page.locator("article ol > li strong").first).to_be_in_viewport(ratio=1)
    context.close()


# --- Keyboard


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_the_skip_link_is_first_and_leads_to_the_content(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/problems/login/")
    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_menu_opens_keeps_the_focus_and_gives_it_back(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/problems/login/")
    opener = page.locator(".menu")
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.focus()
    page.keyboard.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    assert focused(page) == "Close menu"
    stops = page.locator("#nav a").count()
    for _ in range(stops + 3):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || document.getElementById('nav')"
        assert page.evaluate(f"{inside}.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator("#nav")).to_be_hidden()
    assert page.evaluate("document.activeElement.className").endswith("menu")


def test_the_menu_leads_to_another_page_with_the_keyboard_alone(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/")
    page.locator(".menu").focus()
    page.keyboard.press(" ")
    page.locator("#nav").get_by_role("link", name="Glossary").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base_url}/en/glossary/")


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
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == message.inner_text()
    page.goto(f"{base_url}/en/contact/regions/hk/")
    page.get_by_role("button", name="Copy 18222").click()
    assert page.evaluate("navigator.clipboard.readText()") == "18222"
    context.close()


# --- Narrow screens, no scripts, accessibility


@pytest.fixture(scope="module")
def narrow(browser: Browser) -> Iterator[BrowserContext]:
    context = new_context(browser, viewport={"width": 320, "height": 568})
    yield context
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_runs_over_the_edge_of_a_narrow_screen(
    narrow: BrowserContext, base_url: str, address: str
) -> None:
    page = narrow.new_page()
    page.goto(base_url + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


def test_without_scripts_every_page_can_be_reached_and_the_menu_opens(
    browser: Browser, base_url: str, pages: dict[str, BuiltPage]
) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/")
    page.get_by_role("link", name="菜单").click()
    expect(page.locator("#nav")).to_be_visible()
    page.get_by_role("link", name="关闭菜单").click()
    expect(page.locator("#nav")).to_be_hidden()
    # The one button that stands there sends the search form, which leads to all pages.
    assert page.locator("button:visible:not(.find button)").count() == 0
    context.close()
    reached, waiting = set(), ["index.html"]
    while waiting:
        file = waiting.pop()
        if file in reached:
            continue
        reached.add(file)
        document = pages[file].document
        for address in document.xpath("//a/@href"):
            absolute = urljoin(f"http://site/{file}", address)
            path = absolute.partition("#")[0].removeprefix("http://site/")
            target = f"{path}index.html" if path.endswith("/") or not path else path
            if target in pages:
                waiting.append(target)
    assert {file for file in pages if not file.endswith("404.html")} <= reached


SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


# Hundreds of rows of what the Hong Kong page shows in five: axe reads them once, not four times.
LONG_KINDS = ("contact/verify/", "about/sources/", "escalate/regulators/")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, base_url: str, size: str, scheme: str) -> None:
    context = new_context(browser, viewport=SIZES[size], color_scheme=scheme)
    page = context.new_page()
    found = []
    for address in ADDRESSES:
        if address.endswith(LONG_KINDS) and (size, scheme) != ("phone", "light"):
            continue
        page.goto(base_url + address)
        for violation in Axe().run(page).response["violations"]:
            nodes = [node["target"] for node in violation["nodes"]]
            found.append((address, violation["id"], nodes[:3]))
    context.close()
    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_open_menu(browser: Browser, base_url: str, scheme: str) -> None:
    context = new_context(browser, color_scheme=scheme)
    page = context.new_page()
    for address in ("/contact/regions/hk/", "/en/contact/regions/hk/"):
        page.goto(base_url + address)
        page.locator(".menu").click()
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    context.close()

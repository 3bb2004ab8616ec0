"""A page is there before its scripts, and nothing to tap moves when they arrive."""

from __future__ import annotations

import pytest
from conftest import new_context
from page_kinds import FOLDERS, KINDS
from playwright.sync_api import Browser, Page, Route, expect

# Where each thing of a page stands, above its foot: the same elements each time.
PLACES = """() => {
  window.things ??= [...document.querySelectorAll(
    ":is(header, main, aside) :is(h1, h2, h3, p, a, li, td, label, summary)")].filter(
      (element) => element.checkVisibility({visibilityProperty: true}));
  return window.things.map((element) => Math.round(element.getBoundingClientRect().top + scrollY));
}"""
# A link that gave its words to the line around it, which stands in the list itself, is gone.
LEFT = "(moved) => moved.filter((at) => window.things[at].isConnected || window.things[at].textContent)"
NAMES = "(moved) => moved.map((at) => window.things[at].textContent.trim().slice(0, 40))"
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
# Headings of columns become buttons there, far below the first screen.
WITH_SORTED_TABLE = "about/sources/"
WITH_TOOLS = ("urgent/", "contact/regions/", "contact/verify/", "prepare/communication/", "search/")
ZONES = {"zh": "Asia/Shanghai", "en": "Europe/London"}


def moved_by_scripts(page: Page, address: str) -> list[str]:
    """Return the texts of what stands elsewhere once the scripts of a page have run."""
    held: list[Route] = []
    arrived: list[bool] = []
    page.route("**/*.js", lambda route: route.continue_() if arrived else held.append(route))
    page.goto(address, wait_until="commit")
    expect(page.locator("footer")).to_be_attached()
    expect(page.locator(".help-bar")).to_have_css("position", "sticky")  # the style sheet is there
    before = page.evaluate(PLACES)
    arrived.append(True)
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    after = page.evaluate(PLACES)
    assert before, "there is nothing on the page"
    assert held, "the page asked for no script"
    both = zip(before, after, strict=True)
    moved = [at for at, (old, new) in enumerate(both) if abs(old - new) > 1]
    return list(page.evaluate(NAMES, page.evaluate(LEFT, moved)[:5]))


@pytest.mark.parametrize(
    ("language", "width"), [("zh", 320), ("zh", 390), ("zh", 1280), ("en", 320), ("en", 390)]
)
def test_nothing_moves_when_the_scripts_arrive(
    browser: Browser, base_url: str, language: str, width: int
) -> None:
    size = {"width": width, "height": 844}
    zone = ZONES[language]
    context = new_context(browser, viewport=size, timezone_id=zone, reduced_motion="reduce")
    moved = {}
    for kind in KINDS if (language, width) == ("zh", 390) else WITH_TOOLS:
        if kind not in (WITH_SORTED_TABLE, "no-such-page/"):
            page = context.new_page()
            moved[kind] = moved_by_scripts(page, f"{base_url}/{FOLDERS[language]}{kind}")
            page.close()
    assert {kind: texts for kind, texts in moved.items() if texts} == {}
    context.close()


@pytest.mark.parametrize("kind", ["", "urgent/", "contact/verify/", "search/"])
def test_a_page_is_painted_while_its_scripts_are_still_on_the_way(
    page: Page, base_url: str, kind: str
) -> None:
    held: list[Route] = []
    page.route("**/*.js", lambda route: held.append(route))
    page.goto(f"{base_url}/{kind}", wait_until="commit")
    page.wait_for_function(PAINTED)
    assert held, "the page asked for no script"
    for route in held:
        route.abort()


def test_without_scripts_no_place_is_kept_for_them(browser: Browser, base_url: str) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/contact/verify/")
    assert page.locator("form.checker").bounding_box() is None
    page.goto(f"{base_url}/contact/regions/")
    assert page.locator(".regions-find").bounding_box() is None
    assert page.locator(".regions-hint").bounding_box() is None
    assert page.locator(".regions-shortcuts").bounding_box() is None
    context.close()

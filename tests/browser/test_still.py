"""A page is there before its scripts, and nothing to tap moves when they arrive."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from conftest import new_context
from page_kinds import FOLDERS, KINDS
from playwright.sync_api import Browser, Page, Route, expect

# Where the words of each thing of a page stand, above its foot: the same words each time, though a
# script may put them into another element.
PLACES = """() => {
  const wordsOf = (element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (text) => text.data.trim() ? 1 : 3);
    return texts.nextNode() ?? element;
  };
  const boxOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return (node.getBoundingClientRect ? node : range).getBoundingClientRect();
  };
  window.things ??= [...document.querySelectorAll(
    ":is(header, main, aside) :is(h1, h2, h3, p, a, li, td, label, summary)")].filter(
      (element) => element.checkVisibility({visibilityProperty: true})).map(wordsOf);
  return window.things.map((node) => Math.round(boxOf(node).top + scrollY));
}"""
STYLED = "() => [...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet)"
NAMES = "(moved) => moved.map((at) => window.things[at].textContent.trim().slice(0, 40))"
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
# Headings of columns become buttons there, far below the first screen.
WITH_SORTED_TABLE = "about/sources/"
WITH_TOOLS = ("urgent/", "contact/regions/", "contact/verify/", "prepare/communication/", "search/")
ZONES = {"zh": "Asia/Shanghai", "en": "Europe/London"}


def places(page: Page, widths: Sequence[int]) -> list[list[int]]:
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        found.append(page.evaluate(PLACES))
    return found


def moved_by_scripts(page: Page, address: str, widths: Sequence[int]) -> list[tuple[int, str]]:
    """Return the texts of what stands elsewhere once the scripts of a page have run."""
    held: list[Route] = []
    arrived: list[bool] = []
    page.route("**/*.js", lambda route: route.continue_() if arrived else held.append(route))
    page.set_viewport_size({"width": widths[0], "height": 844})
    page.goto(address, wait_until="commit")
    expect(page.locator("footer")).to_be_attached()
    page.wait_for_function(STYLED)
    before = places(page, widths)
    arrived.append(True)
    for route in held:
        route.continue_()
    page.wait_for_load_state()  # scripts of the page have run by then
    after = places(page, widths)
    assert all(before), "there is nothing on the page"
    assert held, "the page asked for no script"
    moved = []
    for width, one, other in zip(widths, before, after, strict=True):
        both = enumerate(zip(one, other, strict=True))
        found = [at for at, (old, new) in both if abs(old - new) > 1]
        moved += [(width, name) for name in page.evaluate(NAMES, found[:5])]
    page.unroute_all()
    return moved


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "widths"), [("zh", [320, 390]), ("zh", [1280]), ("en", [320, 390])]
)
def test_nothing_moves_when_the_scripts_arrive(
    browser: Browser, base_url: str, language: str, widths: list[int]
) -> None:
    context = new_context(browser, timezone_id=ZONES[language])
    page = context.new_page()
    # What shows itself by and by, when a script has not come, waits for us on a slow machine.
    stopped = context.new_cdp_session(page)
    stopped.send("Animation.enable")
    stopped.send("Animation.setPlaybackRate", {"playbackRate": 0})
    moved = {}
    for kind in KINDS if (language, widths[0]) == ("zh", 320) else WITH_TOOLS:
        if kind not in (WITH_SORTED_TABLE, "no-such-page/"):
            moved[kind] = moved_by_scripts(page, f"{base_url}/{FOLDERS[language]}{kind}", widths)
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

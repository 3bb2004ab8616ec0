"""Every kind of page as different readers use it: large text, keys alone, forced colours, no scripts.

`make a11y` runs this with the other tests of its mark and prints how much was looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import axe
import pytest
from conftest import ROOT, new_context
from helpkit.articles import readability
from helpkit.articles.article import read as read_article
from helpkit.checks.built_site import BuiltPage
from helpkit.data.directory import Directory
from lxml.html import HtmlElement
from page_kinds import ADDRESSES, COMPONENTS, FOLDERS, KINDS, STATES
from playwright.sync_api import Browser, Page, ViewportSize, expect

pytestmark = pytest.mark.accessibility

Record = Callable[[str, object], None]

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_PHONE: ViewportSize = {"width": 320, "height": 568}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
# A window of 1280 × 1024 enlarged to 400 %.
ENLARGED: ViewportSize = {"width": 320, "height": 256}
# The help bar then says the longest name.
LONG_REGION = json.dumps({"slug": "ae"})


# --- axe-core

# Of tables with hundreds of rows, which one macro draws, the first are looked at.
SHORTEST = """() => document.querySelectorAll(
  "article tr:nth-child(n+6), .directory > table ~ table ~ table, .ladder ~ .ladder ~ .ladder",
).forEach((part) => part.remove())"""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """Return a page that goes from address to address: a new one costs more than what it shows."""
    context = new_context(browser)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def desktop(browser: Browser) -> Iterator[Page]:
    """Return such a page on a wide screen, in the dark."""
    context = new_context(browser, viewport=DESKTOP, color_scheme="dark")
    yield context.new_page()
    context.close()


# The templates are the same in all languages: one is looked at on phones in light colours, the other
# on wide screens in the dark. Colours come from styles, and COMPONENTS have all that are styled.
@pytest.mark.parametrize("kind", dict.fromkeys([*KINDS, *COMPONENTS]))
def test_axe_finds_nothing(phone: Page, base_url: str, kind: str, record_property: Record) -> None:
    phone.goto(f"{base_url}/{kind}")
    phone.evaluate(SHORTEST)
    assert axe.violations(phone, without=() if kind in COMPONENTS else axe.COLOURS) == []
    record_property("axe-core: kinds of page", 1)


@pytest.mark.parametrize("kind", COMPONENTS)
def test_axe_finds_nothing_on_wide_screens_and_in_the_dark(
    desktop: Page, base_url: str, kind: str, record_property: Record
) -> None:
    """What was in order on a phone has other colours and places here; the frame has other parts."""
    desktop.goto(f"{base_url}/en/{kind}")
    desktop.evaluate(SHORTEST)
    is_looked_at_whole = kind in ("", "problems/change-details/")
    assert axe.violations(desktop, only=() if is_looked_at_whole else axe.LOOKS) == []
    record_property("axe-core: pages with every part, wide and dark", 1)


def test_these_pages_have_every_part_that_has_a_style(
    site: Path, pages: dict[str, BuiltPage]
) -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    styled = set(re.findall(r"\.([a-z][a-z-]+)", re.sub(r"/\*.*?\*/", "", sheets, flags=re.S)))

    def parts(files: Iterable[str]) -> set[str]:
        classes = (pages[file].document.xpath("//body//@class") for file in files)
        return {name for each in classes for value in each for name in value.split()} & styled

    assert parts(pages) - parts(f"{kind}index.html" for kind in COMPONENTS) == set()


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_what_scripts_add(
    phone: Page, base_url: str, state: str, record_property: Record
) -> None:
    """One script adds it in all languages, with words that each must have: one language is looked at."""
    address, act, adds = STATES[state]
    phone.goto("about:blank")  # else another end of the same address would load nothing
    phone.goto(f"{base_url}/{address}")
    act(phone)
    phone.evaluate(SHORTEST)
    assert phone.evaluate(MOVING) == 0
    assert axe.violations(phone, within=adds) == []
    phone.emulate_media(color_scheme="dark")
    assert axe.violations(phone, within=adds, only=axe.COLOURS) == []
    phone.emulate_media(color_scheme="light", forced_colors="active")
    assert phone.evaluate(SAME_IN_FORCED_COLOURS) == []
    phone.emulate_media(color_scheme="light", forced_colors="none")
    record_property("axe-core: open menu, search and answers", 1)


# --- Large text, narrow windows, big fingers

# What others see as one: text in lines, and the boxes that cut it off.
OVER_THE_EDGE = "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"

# Links and buttons that stand by themselves, not in a line of text, and are smaller than a finger.
# A link that fills its row (`::before` over the whole row) is as large as the row.
TOO_SMALL = """() => {
  const targets = [...document.querySelectorAll("a[href], button, summary, input, label:has(input)")];
  const words = (node) => node.textContent.replace(/[\\s\\p{P}\\p{S}]/gu, "");
  const inText = (target) => {
    if (getComputedStyle(target).display !== "inline") return false;
    let block = target.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const links = [...block.querySelectorAll("a[href], button")];
    return words(block).length > links.reduce((sum, link) => sum + words(link).length, 0);
  };
  const area = (target) => {
    const over = getComputedStyle(target, "::before");
    const row = over.position === "absolute" && over.inset === "0px" ? target.offsetParent : target;
    return (target.matches("label input") ? target.closest("label") : row).getBoundingClientRect();
  };
  return targets.filter((target) => target.checkVisibility() && !target.matches(".skip")).flatMap((target) => {
    const { width, height } = area(target);
    const small = Math.min(width, height) < 43.5 && !inText(target);
    return small ? [`${target.textContent.trim()}: ${width.toFixed(1)} × ${height.toFixed(1)}`] : [];
  });
}"""

# WCAG 1.4.12. A sheet made by a script is not a style in the page, which the policy forbids.
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""

# Text that a box cuts off, and lines of text that lie on each other. What is there to be heard, or keeps
# a place for a script, is not seen and lies on nothing; HIDDEN_TEXT finds what should be seen and is not.
CLIPPED = """() => {
  const forEyes = (element) => !element || getComputedStyle(element).clipPath === "none" && forEyes(element.parentElement);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && forEyes(element);
  const faults = [];
  for (const element of document.body.querySelectorAll("*")) {
    const { overflowX, overflowY } = getComputedStyle(element);
    const cut = overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1
      || /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (cut && shown(element) && element.textContent.trim()) faults.push(`cut: ${element.textContent.trim().slice(0, 40)}`);
  }
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    if (!node.data.trim() || !shown(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) if (box.width > 1) lines.push({ node, box });
  }
  lines.sort((one, other) => one.box.top - other.box.top);
  lines.forEach(({ node, box }, number) => {
    for (let next = number + 1; next < lines.length && lines[next].box.top < box.bottom; next++) {
      const { node: other, box: below } = lines[next];
      const high = Math.min(box.bottom, below.bottom) - below.top;
      const wide = Math.min(box.right, below.right) - Math.max(box.left, below.left);
      if (other !== node && wide > 2 && high > 0.35 * Math.min(box.height, below.height)) {
        faults.push(`on each other: ${node.data.trim().slice(0, 30)} | ${other.data.trim().slice(0, 30)}`);
      }
    }
  });
  return faults;
}"""

# Why somebody who uses the keyboard would not see where they are; empty if they do.
UNSEEN = """(stop) => {
  const name = `${stop.localName} ${(stop.ariaLabel ?? stop.textContent).trim().slice(0, 40)}`;
  const { outlineStyle, outlineWidth } = getComputedStyle(stop);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return `no outline: ${name}`;
  const [box] = stop.getClientRects();
  if (box.left < 0 || box.right > innerWidth + 1) return `beside the window: ${name}`;
  const x = (box.left + box.right) / 2;
  const covered = [box.top + 3, Math.min(box.bottom, innerHeight) - 3].some((y) => {
    const top = document.elementFromPoint(x, y);
    return !top || !(stop.contains(top) || stop.closest("label")?.contains(top));
  });
  return covered ? `covered: ${name}` : "";
}"""
STOPS = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility() && !element.closest("[inert]"))"""
# Of a table, whose rows one macro draws, the first are walked: the longest has hundreds of links.
UNSEEN_STOPS = f"""() => ({STOPS})().flatMap((stop) => {{
  if (stop.matches("article tr:nth-child(n+6) *")) return [];
  stop.focus();
  const why = document.activeElement === stop ? ({UNSEEN})(stop) : "not focused: " + stop.textContent;
  return why ? [why] : [];
}})"""

# What cannot be told apart when the system takes all colours and grounds away.
SAME_IN_FORCED_COLOURS = """() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility());
  const edged = (style) => ["Top", "Bottom"].some((side) => style[`border${side}Style`] === "solid" && parseFloat(style[`border${side}Width`]) >= 1);
  const faults = [];
  for (const button of shown("button, input:not([type=checkbox]), .number, .jumps a, .regions-known a, .menu, .nav-close")) {
    const style = getComputedStyle(button);
    if (!edged(style) && style.textDecorationLine !== "underline" && !button.querySelector("svg") && !button.matches(".sortable *, [aria-label].tool")) faults.push(`no edge: ${button.outerHTML}`);
  }
  for (const box of shown(".help-bar, .callout, .admonition, .claim, .checker, .picture, .picture-mark, .urgent #do-now + ol > li, li:has(> .route), .status, .tag, [role=dialog]")) {
    if (!edged(getComputedStyle(box))) faults.push(`no edge: ${box.className || box.localName}`);
  }
  for (const picture of shown("svg:not(.code svg)")) {
    const { color } = getComputedStyle(picture);
    if (color !== getComputedStyle(picture.parentElement).color) faults.push(`own colour: ${picture.outerHTML}`);
    for (const shape of picture.querySelectorAll("path, circle, rect")) {
      const { fill, stroke } = getComputedStyle(shape);
      if (![fill, stroke].includes(color)) faults.push(`other colour: ${shape.outerHTML}`);
    }
  }
  const looks = (link) => {
    const { fontWeight, borderBottomWidth, textDecorationLine, outlineStyle } = getComputedStyle(link);
    return [fontWeight, borderBottomWidth, textDecorationLine, outlineStyle].join();
  };
  for (const current of shown("a[aria-current], [role=option][aria-selected=true]")) {
    const item = current.parentElement.localName === "li" ? current.parentElement : current;
    const other = [...item.parentElement.children].find((each) => each !== item);
    if (other && looks(current) === looks(other.querySelector("a") ?? other)) faults.push(`like the others: ${current.textContent}`);
  }
  return faults;
}"""

# How much of the window does not scroll with the page.
FIXED = """() => {
  scrollTo(0, document.documentElement.scrollHeight / 2);
  const fixed = [...document.querySelectorAll("body *")].filter((element) =>
    /sticky|fixed/.test(getComputedStyle(element).position) && element.checkVisibility());
  const height = fixed.reduce((sum, element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return sum + Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
  }, 0);
  return height / innerHeight;
}"""


@pytest.fixture(scope="module")
def quiet(browser: Browser) -> Iterator[Page]:
    """Return a page of a reader who wants no movement and has chosen a region."""
    context = new_context(browser, viewport=SMALL_PHONE)
    context.add_init_script(f"localStorage.setItem('region', {json.dumps(LONG_REGION)})")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_small_screens_large_text_fingers_and_forced_colours(
    quiet: Page, base_url: str, address: str, record_property: Record
) -> None:
    page = quiet
    page.set_viewport_size(SMALL_PHONE)
    page.goto(base_url + address)
    faults = {
        "320 px": page.evaluate(OVER_THE_EDGE),
        "targets at 320 px": page.evaluate(TOO_SMALL),
        "movement": page.evaluate("document.getAnimations().length"),
    }
    page.set_viewport_size(PHONE)
    faults["targets at 390 px"] = page.evaluate(TOO_SMALL)
    page.set_viewport_size(ENLARGED)
    faults |= {
        "400 %": page.evaluate(OVER_THE_EDGE),
        "fixed at 400 %": page.evaluate(FIXED) > 0.25,
    }
    if address.startswith("/en/"):  # what words change is looked at in all languages
        faults["focus at 400 %"] = page.evaluate(UNSEEN_STOPS)
        page.emulate_media(forced_colors="active")
        faults["forced colours"] = page.evaluate(SAME_IN_FORCED_COLOURS)
        page.emulate_media(forced_colors="none")
    page.evaluate("scrollTo(0, 0)")
    page.set_viewport_size(SMALL_PHONE)
    page.evaluate(SPACING)
    faults |= {
        "spaced, 320 px": page.evaluate(OVER_THE_EDGE),
        "spaced": page.evaluate(CLIPPED),
    }
    assert {what: found for what, found in faults.items() if found} == {}
    record_property(
        "at 320 px, at 400 %, in forced colours, with wide spacing and targets of 44 px", 1
    )


def test_what_is_chosen_and_done_shows_in_forced_colours(browser: Browser, base_url: str) -> None:
    context = new_context(browser, forced_colors="active")
    page = context.new_page()
    page.goto(f"{base_url}/en/problems/login/")
    STATES["search"][1](page)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_css("outline-style", "solid")
    assert page.evaluate(SAME_IN_FORCED_COLOURS) == []
    page.goto(f"{base_url}/en/urgent/")
    page.get_by_role("button", name="Done: Hang up and stop.").first.click()
    assert page.evaluate(SAME_IN_FORCED_COLOURS) == []
    assert page.evaluate(MOVING) == 0
    context.close()


MOVING = """() => [...document.querySelectorAll("*")].filter((element) => element.checkVisibility()).flatMap((element) =>
  ["", "::before", "::after"].map((part) => getComputedStyle(element, part || null)).filter((style) =>
    style.animationName !== "none" || /[1-9]/.test(style.transitionDuration) || style.scrollBehavior !== "auto"))
  .length + document.getAnimations().length"""


def test_a_page_glides_for_whoever_does_not_mind_and_nothing_else_depends_on_it(
    page: Page, base_url: str, light_site: Path
) -> None:
    """The other tests look at pages that do not move, which are the same then."""
    page.emulate_media(reduced_motion="no-preference")
    page.goto(f"{base_url}/problems/login/")
    expect(page.locator("html")).to_have_css("scroll-behavior", "smooth")
    page.get_by_text("本页内容", exact=True).click()
    page.get_by_role("link", name="账户被停用", exact=True).click()
    expect(page.locator("#account-disabled")).to_be_in_viewport(ratio=1)
    files = [path for path in light_site.rglob("*.*") if path.suffix in {".css", ".js"}]
    texts = [path.read_text(encoding="utf-8") for path in files]
    rules = {rule for text in texts for rule in re.findall(r"reduced-motion.*?(?:}}|$)", text)}
    assert rules == {"reduced-motion:no-preference){html{scroll-behavior:smooth}}"}


# --- Keys alone

NAME = """(stop) => (stop.ariaLabel ?? stop.labels?.[0]?.textContent ?? stop.textContent).trim().replace(/\\s+/g, " ")"""


STOP = f"""() => document.activeElement === document.body ? ["", ""]
  : [({UNSEEN})(document.activeElement), ({NAME})(document.activeElement)]"""


class Walk:
    """A reader with keys alone: every stop must be seen where it is."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url

    def open(self, address: str) -> None:
        self.page.goto(self.base_url + address)

    def press(self, *keys: str) -> str:
        """Press keys and return the name of what has the focus then."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.stop()

    def stop(self) -> str:
        """Return the name of what has the focus; empty while that is the browser's own frame."""
        unseen, name = self.page.evaluate(STOP)
        assert unseen == ""
        return str(name)

    def to(self, name: str, *, key: str = "Tab", most: int = 120) -> None:
        """Go on to the stop with a name."""
        seen = []
        for _ in range(most):
            seen.append(self.press(key))
            if seen[-1] == name:
                return
        raise AssertionError(f"{name} is not among {seen}")

    def has_focus(self, selector: str) -> bool:
        """Return whether the focus is on or in what a selector finds."""
        return bool(self.page.evaluate("s => Boolean(document.activeElement.closest(s))", selector))


@pytest.fixture
def walk(browser: Browser, base_url: str, record_property: Record) -> Iterator[Walk]:
    context = new_context(browser, permissions=["clipboard-read", "clipboard-write"])
    yield Walk(context.new_page(), base_url)
    context.close()


@pytest.fixture(autouse=True)
def _counted(request: pytest.FixtureRequest, record_property: Record) -> None:
    if "walk" in request.fixturenames:
        record_property("walks with the keyboard alone", 1)


@pytest.mark.parametrize(("folder", "name"), [("/", "跳到正文"), ("/en/", "Skip to content")])
def test_the_skip_link_is_first_and_leads_to_the_content(
    walk: Walk, folder: str, name: str
) -> None:
    walk.open(f"{folder}problems/login/")
    assert walk.press("Tab") == name
    walk.page.keyboard.press("Enter")
    expect(walk.page.locator("#content")).to_be_focused()
    walk.press("Tab")
    assert walk.has_focus("#content")


# One with numbers to copy and a region, one with messages and contents.
@pytest.mark.parametrize("address", ["/contact/regions/hk/", "/en/problems/login/"])
def test_tab_leads_through_a_whole_page_in_its_order(walk: Walk, address: str) -> None:
    walk.page.set_viewport_size(DESKTOP)
    walk.open(address)
    stops: list[str] = walk.page.evaluate(f"({STOPS})().map({NAME})")
    assert [walk.press("Tab") for _ in stops] == stops
    assert walk.press("Shift+Tab") == stops[-2]


def test_the_menu_opens_keeps_the_focus_and_gives_it_back(walk: Walk) -> None:
    walk.open("/en/problems/login/")
    walk.to("Menu")
    opener = walk.page.locator(".menu")
    expect(opener).to_have_attribute("aria-expanded", "false")
    walk.press("Enter")
    # The menu comes when it is asked for, and takes the focus then.
    expect(walk.page.locator(".nav-close")).to_be_focused()
    assert walk.stop() == "Close menu"
    expect(opener).to_have_attribute("aria-expanded", "true")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(walk.page.locator("#nav a").count() + 3):
            # After the last stop comes the browser's own frame, then the first again.
            assert walk.press(key) == "" or walk.has_focus("#nav")
    walk.page.keyboard.press("Escape")
    expect(walk.page.locator("#nav")).to_be_hidden()
    assert walk.stop() == "Menu"
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_the_menu_leads_to_another_page(walk: Walk) -> None:
    walk.open("/en/")
    walk.to("Menu")
    walk.press(" ")
    expect(walk.page.locator(".nav-close")).to_be_focused()
    walk.to("Glossary")
    walk.page.keyboard.press("Enter")
    expect(walk.page).to_have_url(f"{walk.base_url}/en/glossary/")


def test_a_region_is_found_by_typing_among_several(walk: Walk) -> None:
    walk.open("/en/contact/regions/")
    walk.to("Type a country, region or city")
    walk.page.keyboard.type("in")
    expect(walk.page.locator(".regions-find [role=status]")).not_to_be_empty()
    assert walk.press("Enter") == "Type a country, region or city"
    walk.to("Indonesia", most=4)
    walk.page.keyboard.press("Enter")
    expect(walk.page).to_have_url(f"{walk.base_url}/en/contact/regions/id/")
    walk.page.wait_for_load_state()  # keys are pressed on a page that is there
    walk.to("My region Indonesia")
    walk.open("/en/contact/regions/")
    walk.to("Forget it")
    assert walk.press("Enter") == "Type a country, region or city"


def test_a_number_is_reached_and_copied(walk: Walk) -> None:
    walk.open("/contact/regions/hk/")
    walk.to("18222")
    assert walk.press("Tab") == "复制 18222"
    assert walk.press("Enter") == "复制 18222"
    expect(walk.page.get_by_role("status")).to_have_text("已复制")
    assert walk.page.evaluate("navigator.clipboard.readText()") == "18222"


def test_the_table_of_records_is_sorted(walk: Walk) -> None:
    walk.page.set_viewport_size(PHONE)
    walk.open("/en/about/sources/")
    walk.to("Region")
    heading = walk.page.locator(".sortable th", has_text="Region")
    for size in (PHONE, DESKTOP):
        walk.page.set_viewport_size(size)
        assert walk.press("Shift+Tab", "Tab") == "Region"  # where it stands in this window
        for key, order in (("Enter", "ascending"), (" ", "descending")):
            assert walk.press(key) == "Region"
            expect(heading).to_have_attribute("aria-sort", order)
            names = walk.page.locator(".sortable td:nth-child(2)").all_inner_texts()
            assert names == sorted(names, reverse=order == "descending")


SCROLLING = """() => [...document.querySelectorAll("body *")].filter((element) =>
  element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowX)
).map((element) => `${element.localName} ${element.className}`)"""


def test_no_part_of_a_page_scrolls_sideways(page: Page, base_url: str) -> None:
    """Else it would have to take the focus, to be scrolled with keys."""
    for kind in ("contact/hours/", "contact/regions/hk/", "about/sources/", "about/contribute/"):
        page.goto(f"{base_url}/en/{kind}")
        for width in (320, 850, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(SCROLLING) == [], (kind, width)
            assert page.evaluate(OVER_THE_EDGE) == 0, (kind, width)


def test_the_checker_answers_where_the_focus_goes(walk: Walk) -> None:
    walk.open("/en/contact/verify/")
    walk.to("Paste a number, e-mail address, link, account or the whole message")
    walk.page.keyboard.type("+852 1234 5678")
    walk.page.keyboard.press("Enter")
    answer = walk.page.locator(".checker-answer")
    expect(answer).to_be_focused()
    expect(answer.locator(".callout-title")).to_be_in_viewport(ratio=1)
    walk.press("Tab")
    assert walk.has_focus(".checker-answer a")
    walk.to("Compare", key="Shift+Tab", most=4)


def test_urgent_steps_are_done_one_after_another(walk: Walk) -> None:
    walk.open("/urgent/")
    steps = walk.page.locator("#do-now + ol > li")
    leads = steps.evaluate_all(
        "steps => steps.map((step) => step.querySelector('strong').textContent)"
    )
    walk.to(f"做完了：{leads[0]}")
    for number in range(1, steps.count()):
        assert walk.press("Enter") == walk.page.evaluate(
            f"({NAME})(document.querySelectorAll('#do-now + ol > li')[{number}])"
        )
        walk.to(f"做完了：{leads[number]}", most=16)
    assert walk.press(" ") == f"撤销：{leads[-1]}"
    assert walk.press(" ") == f"做完了：{leads[-1]}"


def test_search_opens_is_walked_through_and_gives_the_focus_back(walk: Walk) -> None:
    walk.open("/en/problems/login/")
    walk.to("Menu")
    STATES["search"][1](walk.page)
    for _ in range(12):
        assert walk.press("Tab") == "" or walk.has_focus("dialog")
    while not walk.has_focus("dialog input"):
        walk.press("Shift+Tab")
    walk.press("ArrowDown", "ArrowDown")
    chosen = walk.page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_be_in_viewport(ratio=1)
    expect(chosen).to_have_css("outline-style", "solid")
    assert walk.press("Escape") == "Menu"


def test_contents_open_and_lead_to_a_heading_below_the_help_bar(walk: Walk) -> None:
    walk.open("/problems/login/")
    walk.to("本页内容")
    walk.press("Enter")
    walk.to("账户被停用", most=12)
    walk.page.keyboard.press("Enter")
    expect(walk.page).to_have_url(f"{walk.base_url}/problems/login/#account-disabled")
    bar = walk.page.locator(".help-bar").bounding_box()
    heading = walk.page.locator("#account-disabled").bounding_box()
    assert bar is not None
    assert heading is not None
    assert bar["y"] + bar["height"] <= heading["y"] < PHONE["height"] / 2


def test_the_other_language_and_the_other_scheme_are_reached(walk: Walk) -> None:
    walk.open("/faq/")
    walk.to("English")
    walk.page.keyboard.press("Enter")
    expect(walk.page).to_have_url(f"{walk.base_url}/en/faq/")
    walk.page.wait_for_load_state()  # keys are pressed on a page that is there
    walk.to("Switch light and dark")
    assert walk.press("Enter") == "Switch light and dark"
    expect(walk.page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_a_checklist_is_ticked(walk: Walk) -> None:
    walk.open("/prepare/checklist/")
    box = walk.page.locator("li.check input").nth(1)
    walk.to(walk.page.evaluate(f"({NAME})(document.querySelectorAll('li.check input')[1])"))
    walk.press(" ")
    expect(box).to_be_checked()


# --- No scripts

# Text in an article that is not shown, but for what does nothing without scripts, the list of
# contents, which opens by itself, and how to fold a sheet of paper.
HIDDEN_TEXT = """() => {
  const useless = "button, form.checker, .regions-find, .regions-known, [data-missing], [data-valid-until], [data-open-words], .search-page, details, script, .card-fold";
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const hidden = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const isSeen = parentElement.checkVisibility({ visibilityProperty: true });
    if (data.trim() && !isSeen && !parentElement.closest(useless)) hidden.push(data);
  }
  return hidden;
}"""
# Links that a reader should see without opening anything, and does not.
# A link may be out of sight where another one leads to the same page.
UNSEEN_LINKS = """() => {
  const seen = (link) => link.checkVisibility({ visibilityProperty: true });
  const reached = new Set([...document.links].filter(seen).map((link) => link.href));
  return [...document.links].filter((link) => !link.closest("#nav, details, [hidden], [aria-current]") && !seen(link) && !reached.has(link.href))
    .map((link) => link.outerHTML);
}"""
# Where those and the search button lead.
WAYS_ON = "//a[not(ancestor::nav[@id='nav'] or ancestor::details or ancestor-or-self::*[@hidden])]/@href | //form/@action"


# What a page shows, in one question: four would take longer than to open it.
SEEN = f"""() => {{
  const count = (selector) => [...document.querySelectorAll(selector)].filter(
    (each) => each.checkVisibility({{ visibilityProperty: true }}) && each.getClientRects().length).length;
  return {{
    headings: count("h1"), help: count(".help-bar a"), buttons: count("button:not(.find button)"),
    hidden: ({HIDDEN_TEXT})(), links: ({UNSEEN_LINKS})(),
  }};
}}"""


@pytest.mark.long
def test_without_scripts_every_kind_of_page_is_complete(
    browser: Browser, base_url: str, record_property: Record
) -> None:
    """The same templates hide the same in all languages: of English, pages with every part are opened."""
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    complete = {"headings": 1, "help": 4, "buttons": 0, "hidden": [], "links": []}
    chinese = dict.fromkeys([*KINDS, *COMPONENTS])
    for address in (*chinese, *(f"en/{kind}" for kind in COMPONENTS)):
        page.goto(f"{base_url}/{address}", wait_until="domcontentloaded")
        assert page.evaluate(SEEN) == complete, address
        record_property("kinds of page complete without scripts", 1)
    context.close()


@pytest.mark.parametrize("folder", FOLDERS.values())
def test_every_page_is_reached_without_scripts_or_menu(
    pages: dict[str, BuiltPage], folder: str, record_property: Record
) -> None:
    wanted = {
        file.removesuffix("index.html")
        for file in pages
        if not file.endswith("404.html") and file.startswith("en/") is bool(folder)
    }
    reached: set[str] = set()
    waiting = [folder]
    while waiting:
        address = waiting.pop()
        if address not in reached:
            reached.add(address)
            ways = pages[f"{address}index.html"].document.xpath(WAYS_ON)
            here = f"http://site/{address}"
            waiting += wanted & {urlsplit(urljoin(here, way)).path.lstrip("/") for way in ways}
    assert reached == wanted
    record_property("pages reached without scripts or menu", len(reached))


def test_without_scripts_the_menu_opens_and_closes(browser: Browser, base_url: str) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/")
    page.get_by_role("link", name="菜单").click()
    expect(page.locator("#nav")).to_be_visible()
    page.get_by_role("link", name="关闭菜单").click()
    expect(page.locator("#nav")).to_be_hidden()
    context.close()


# --- Languages

# Characters that only some languages are written in.
WRITTEN_IN = {
    "[㐀-鿿豈-﫿]": {"zh", "ja", "ko"},
    "[ぁ-ヿ]": {"ja"},
    "[가-힣]": {"ko"},
    "[ก-๛]": {"th"},
    "[Ѐ-ӿ]": {"ru"},
    "[\u0600-\u06ff]": {"ar"},
    "[\u0900-\u097f]": {"hi"},
}
# Four English words and more; fewer are names.
ENGLISH = r"(?:[A-Za-z][A-Za-z'’]*[,;]? ){3,}[A-Za-z][A-Za-z'’]*"
SPOKEN = ("alt", "aria-label", "data-done", "data-label", "placeholder", "title")


def language_of(element: HtmlElement) -> str:
    around = (element, *element.iterancestors())
    return next((tag for each in around if (tag := each.get("lang"))), "").partition("-")[0]


def test_every_passage_in_another_language_says_so(
    pages: dict[str, BuiltPage], record_property: Record
) -> None:
    unmarked = set()
    passages = 0
    for page in pages.values():
        # Program text is in no language.
        for text in page.document.xpath(
            f"//body//text()[not(ancestor::pre or ancestor::script)] | //body//@*[{' or '.join(f'name()={name!r}' for name in SPOKEN)}] | //title/text()"
        ):
            holder = text.getparent()
            language = language_of(holder.getparent() if text.is_tail else holder)
            scripts = {e for e in WRITTEN_IN if not text.isascii() and re.search(e, text)}
            passages += 1
            if any(language not in WRITTEN_IN[each] for each in scripts) or (
                language == "zh" and re.search(ENGLISH, text)
            ):
                unmarked.add((page.file, text.strip()))
    assert unmarked == set()
    record_property("passages whose language is marked", passages)


# --- Reading


def test_pages_for_people_in_a_hurry_are_easy_to_read(
    real_directory: Directory, record_property: Record
) -> None:
    limits = real_directory.reading
    hurried = 0
    for language in FOLDERS:
        for path in sorted((ROOT / "docs" / language).rglob("*.md")):
            article, _ = read_article(path, root=ROOT, language=language)  # type: ignore[arg-type]
            if article.slug.startswith(limits.pages):
                assert [str(problem) for problem in readability.check(article, limits=limits)] == []
                hurried += 1
    assert hurried >= 2 * len(limits.pages)
    record_property("urgent and safety pages within the reading level", hurried)

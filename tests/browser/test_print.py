"""Every kind of page on A4, printed by Chromium and read back from the PDF."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pytest
from conftest import SITE_URL, new_context
from page_kinds import FOLDERS, KINDS
from playwright.sync_api import Browser, Page

# What a page says, piece by piece, whether paper shows it or not: all text of the article but
# buttons and other controls, and what is hidden from everyone. Cells of contacts carry the names
# of their columns; a PDF gives the panels that stand upside down letter by letter, and
# loses letters of Thai.
PIECES = """() => {
  const left_out = `[hidden], nav, button, .step-done, .regions-known, .regions-find,
     form, script, .visually-hidden, .breadcrumb,
    .contacts thead, .message-forms > :not([data-part]) > summary, :has(> [download]), .card section[lang], :lang(th)`;
  const root = document.querySelector(".card") ?? document.querySelector("article");
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest(left_out)) found.push(walker.currentNode.data);
  }
  return found;
}"""
LINKS = """() => [...document.querySelectorAll("article:not(:has(.card)) a[href^='https:']")].map(
  (link) => link.getAttribute("href"),
)"""
# What nobody can press on paper, and how far the page is wider than the paper.
CONTROLS = """() => [...document.querySelectorAll("nav, button:not(th > button), .skip, form")].filter(
  (control) => control.checkVisibility({ visibilityProperty: true }) && control.offsetHeight > 0
).map((control) => control.outerHTML)"""
BESIDE = "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"
# The width of the text on A4, in CSS pixels.
TEXT_WIDTH = round((210 - 2 * 16) / 25.4 * 96)


# Kinds whose English is printed: steps, numbers, forms, a message, tables.
PRINTED_IN_ENGLISH = [
    "urgent/",
    "urgent/what-they-got/",
    "contact/regions/hk/",
    "prepare/checklist/",
    "prepare/evidence-log/",
    "problems/account-frozen/",
    "escalate/regulators/",
    "about/sources/",
]


@dataclass(frozen=True, slots=True)
class Printed:
    """A page on paper: the text of each sheet side without spaces, and what it should say."""

    sides: list[str]
    text: str
    pieces: list[str]
    links: list[str]

    def says(self, piece: str) -> bool:
        """Return whether a piece stands on a side, or begins on one and ends on the next."""
        return piece in self.text or any(
            piece[:cut] in side and piece[cut:] in following
            for side, following in pairwise(self.sides)
            for cut in range(1, len(piece))
        )


def without_spaces(text: str) -> str:
    # A PDF keeps glyphs: hyphens come back in other forms, and ligatures as letters.
    return re.sub(r"[\s\u00ad\ufffe\uffff\u0002]|-", "", unicodedata.normalize("NFKC", text))


def printed(page: Page) -> Printed:
    """Print the page that is open."""
    pieces, links = page.evaluate(PIECES), page.evaluate(LINKS)
    with pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True)) as paper:
        sides = [without_spaces(side.get_textpage().get_text_range()) for side in paper]
    return Printed(sides, "".join(sides), [without_spaces(piece) for piece in pieces], links)


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    """Return a page as wide as the text on A4, with the styles of paper."""
    context = new_context(browser, viewport={"width": TEXT_WIDTH, "height": 1000})
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.long
@pytest.mark.accessibility
@pytest.mark.parametrize("language", FOLDERS)
def test_every_kind_of_page_prints_complete_without_navigation_and_nothing_is_cut_off(
    sheet: Page, base_url: str, language: str, record_property: Callable[[str, object], None]
) -> None:
    """Templates and styles leave out the same in all languages: what else English can do is be too wide."""
    counted = 0
    for kind in [*KINDS, "contact/languages/"]:
        address = f"{FOLDERS[language]}{kind}"
        sheet.goto(f"{base_url}/{address}")
        assert sheet.evaluate(CONTROLS) == [], address
        if kind != "urgent/card/":
            assert sheet.evaluate(BESIDE) == 0, address
        record_property("kinds of page × languages with the styles of paper", 1)
        if language == "en" and kind not in PRINTED_IN_ENGLISH:
            continue
        paper = printed(sheet)
        missing = [piece for piece in paper.pieces if not paper.says(piece)]
        assert missing == [], address
        addresses = [link for link in paper.links if not paper.says(without_spaces(link))]
        assert addresses == [], address
        assert min(map(len, paper.sides)) > 20, f"an empty sheet: {address}"
        if kind != "no-such-page/":
            assert without_spaces(SITE_URL + address) in paper.text
            assert re.search(r"20\d{6}", paper.text), f"no date: {address}"
        counted += len(paper.sides)
        record_property("kinds of page × languages printed on A4", 1)
    record_property("sides of A4", counted)


@pytest.mark.parametrize("language", FOLDERS)
def test_the_card_is_one_side_of_one_sheet(sheet: Page, base_url: str, language: str) -> None:
    sheet.goto(f"{base_url}/{FOLDERS[language]}urgent/card/")
    paper = printed(sheet)
    assert len(paper.sides) == 1
    # Nothing of a panel hangs over its quarter of the sheet.
    sheet.set_viewport_size({"width": 794, "height": 1123})
    for panel in sheet.locator(".card section").all():
        assert panel.evaluate("e => e.scrollHeight <= e.clientHeight")
        assert panel.evaluate("e => e.scrollWidth <= e.clientWidth")
    cover, first, second, back = (
        panel.bounding_box() or {} for panel in sheet.locator(".card section").all()
    )
    # Folded to the back twice, the cover lies in front and the steps open behind it.
    assert cover["x"] == first["x"] > second["x"] == back["x"]
    assert cover["y"] == back["y"] > first["y"] == second["y"]
    turned = "e => getComputedStyle(e).transform === 'matrix(-1, 0, 0, -1, 0, 0)'"
    assert [panel.evaluate(turned) for panel in sheet.locator(".card section").all()] == [
        False,
        True,
        True,
        False,
    ]
    # What the paper says of itself stands on the back, below the rules.
    bottom = sheet.locator(".bottom").bounding_box() or {}
    rules = sheet.locator(".card-back ul").last.bounding_box() or {}
    assert bottom["y"] > rules["y"] + rules["height"]
    assert bottom["y"] + bottom["height"] < 1123
    sheet.set_viewport_size({"width": TEXT_WIDTH, "height": 1000})


def test_forms_have_boxes_lines_and_cells_to_write_in(sheet: Page, base_url: str) -> None:
    page = sheet
    millimetre = 96 / 25.4
    for prefix in FOLDERS.values():
        page.goto(f"{base_url}/{prefix}prepare/checklist/")
        boxes = page.locator("li.check input")
        assert boxes.count() == 21
        assert (boxes.first.bounding_box() or {})["width"] >= 4 * millimetre - 0.1
        lines = page.locator("li.check .blank-here")
        assert lines.count() == 13
        for line in lines.all():
            assert (line.bounding_box() or {})["width"] > 100 * millimetre
        page.goto(f"{base_url}/{prefix}prepare/evidence-log/")
        cells = page.locator("td:empty")
        assert cells.count() == 8
        assert min((cell.bounding_box() or {})["height"] for cell in cells.all()) > 10 * millimetre
        for address, least in (("prepare/communication/", 8), ("problems/change-details/", 8)):
            page.goto(f"{base_url}/{prefix}{address}")
            blanks = page.locator(".blank-here:visible")
            assert blanks.count() >= least
            assert (blanks.first.bounding_box() or {})["width"] >= 38 * millimetre - 0.1

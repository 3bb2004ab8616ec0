"""What stands ready on every page, and the parts made for shaking hands: sizes, places, tools."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import new_context
from helpkit.checks.built_site import BuiltPage
from helpkit.data.directory import Directory
from playwright.sync_api import Browser, BrowserContext, Page, expect

# One page of each type, with those that are no article.
TYPES = [
    "",
    "urgent/",
    "problems/login/",
    "contact/",
    "contact/verify/",
    "contact/regions/",
    "contact/regions/hk/",
    "safety/fake-hotlines/",
    "glossary/",
    "search/",
    "no-such-page/",
]
SMALL = {"width": 320, "height": 568}


@pytest.fixture(scope="module")
def small(browser: Browser) -> Iterator[BrowserContext]:
    """Return a window of the smallest phone."""
    context = new_context(browser, viewport=SMALL)
    yield context
    context.close()


def measure(page: Page, selector: str) -> list[tuple[str, float, float]]:
    """Return text, width and height of everything visible that a selector finds."""
    found = page.evaluate(
        """selector => [...document.querySelectorAll(selector)]
            .filter(element => element.checkVisibility())
            .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1)
            .map(([text, { width, height }]) => [text, width, height])""",
        selector,
    )
    return [(text, width, height) for text, width, height in found]


# --- The help bar


@pytest.mark.parametrize(
    ("folder", "labels"),
    [
        ("", ["紧急", "查号码", "找客服", "我的地区"]),
        ("en/", ["Urgent", "Check a number", "Contact support", "My region"]),
    ],
)
def test_the_help_bar_stands_at_the_same_place_in_the_same_order(
    page: Page, base_url: str, folder: str, labels: list[str]
) -> None:
    """The bar is the same part of every template in all languages; the other one has other words."""
    places = set()
    for kind in TYPES[:2] if folder else TYPES:
        page.goto(f"{base_url}/{folder}{kind}")
        bar = page.locator(".help-bar")
        assert bar.get_by_role("link").all_text_contents() == labels, kind
        places.add(json.dumps(bar.bounding_box(), sort_keys=True))
    assert len(places) == 1


def test_the_help_bar_stays_in_sight_while_reading(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/problems/login/")
    page.evaluate("scrollTo({ top: 3000, behavior: 'instant' })")
    expect(page.locator(".help-bar")).to_be_in_viewport(ratio=1)


def test_every_page_ends_with_where_to_go_if_it_did_not_work(pages: dict[str, BuiltPage]) -> None:
    for folder in ("", "en/"):
        for kind in TYPES:
            file = f"{folder}{kind}index.html".replace("no-such-page/index", "404")
            article = pages[file].document.xpath("//article")[0]
            last = article.xpath(".//h2[not(@id='sources')]")[-1]
            assert last.get("id") == "if-it-fails", file
            after = last.getnext()
            assert after.tag in ("ul", "p"), file
            assert len(after.xpath(".//a")) >= 2, file


# --- Home and the urgent page


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_statement_of_the_home_page_takes_two_lines_on_a_phone(
    page: Page, base_url: str, folder: str
) -> None:
    page.goto(f"{base_url}/{folder}")
    lines = page.evaluate(
        """() => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(".answer"));
            return new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 8))).size;
        }"""
    )
    assert lines == 2


def test_on_the_smallest_phone_the_first_routes_need_no_scrolling(
    small: BrowserContext, base_url: str
) -> None:
    page = small.new_page()
    for folder in ("", "en/"):
        page.goto(f"{base_url}/{folder}")
        expect(page.locator(".answer")).to_be_in_viewport(ratio=1)
        for number in (0, 1):
            expect(page.locator(".route").nth(number)).to_be_in_viewport(ratio=1)
    page.close()


@pytest.mark.parametrize("folder", ["", "en/"])
def test_nothing_is_to_be_read_before_the_first_step_of_the_urgent_page(
    small: BrowserContext, base_url: str, folder: str
) -> None:
    page = small.new_page()
    page.goto(f"{base_url}/{folder}urgent/")
    first = page.locator("#do-now + ol > li").first
    before = page.evaluate(
        """() => [...document.querySelector("article").children].slice(0, 3).map(e => e.localName)"""
    )
    assert before == ["h1", "h2", "ol"]
    expect(first.locator("strong").first).to_be_in_viewport(ratio=1)
    assert first.locator("strong").first.bounding_box()["y"] < 300
    page.close()


def test_steps_are_ticked_off_one_at_a_time_and_stay_so_after_a_call(
    page: Page, base_url: str
) -> None:
    page.emulate_media(reduced_motion="no-preference")  # it glides to the next step
    page.goto(f"{base_url}/en/urgent/")
    steps = page.locator("#do-now + ol > li")
    steps.nth(0).get_by_role("button", name="Done: Hang up and stop.").click()
    assert page.evaluate("document.activeElement.querySelector('strong').textContent") == (
        "Call your own bank."
    )
    expect(steps.nth(1).locator("strong").first).to_be_in_viewport(ratio=1)
    page.reload()
    undo = steps.nth(0).get_by_role("button", name="Undo: Hang up and stop.")
    undo.click()
    expect(steps.nth(0).get_by_role("button", name="Done: Hang up and stop.")).to_be_visible()
    # The last step is one step: those that are still open are named.
    for number in (0, 1, 4):
        steps.nth(number).locator(".step-done").click()
    steps.last.get_by_role("button", name="Done: Now the account.").click()
    expect(steps.last.get_by_role("status")).to_have_text(
        "Steps still open: Tell the police. Change passwords."
    )
    for number in (2, 3):
        steps.nth(number).locator(".step-done").click()
    expect(steps.last.get_by_role("status")).to_be_empty()


# --- Numbers and tables


# In the long table each name leads to the page where its numbers can be copied.
@pytest.mark.parametrize(
    ("kind", "copied"),
    [
        ("contact/regions/us/", True),
        ("contact/regions/hk/", True),
        ("contact/calling-from-abroad/", True),
        ("contact/verify/", False),
    ],
)
def test_numbers_never_break_and_each_can_be_copied(
    small: BrowserContext, base_url: str, kind: str, copied: bool
) -> None:
    page = small.new_page()
    page.goto(f"{base_url}/en/{kind}")
    assert page.locator(".number, .digits").count() > 5
    broken = page.evaluate(
        """() => [...document.querySelectorAll(".number, .digits")]
            .filter(e => e.getClientRects().length > 1 || e.getBoundingClientRect().right > 320)
            .map(e => e.textContent)"""
    )
    assert broken == []
    without = page.evaluate(
        """() => [...document.querySelectorAll("a.number")]
            .filter(a => !a.textContent.endsWith(a.nextElementSibling?.dataset.copy))
            .map(a => a.textContent)"""
    )
    assert not copied or without == []
    page.close()


def test_a_table_drawn_as_cards_is_still_a_table(small: BrowserContext, base_url: str) -> None:
    page = small.new_page()
    page.goto(f"{base_url}/en/contact/regions/hk/")
    table = page.get_by_role("table", name="Public bodies that can help")
    assert page.evaluate("getComputedStyle(document.querySelector('.contacts tr')).display") == (
        "block"
    )
    assert table.get_by_role("columnheader").all_text_contents()[:2] == ["Organisation", "Contact"]
    rows = table.get_by_role("row").count()
    assert table.get_by_role("rowheader").count() == rows - 1 > 3
    # What a body does not state is left out.
    stated = table.locator("td:not(.unstated)").count()
    assert table.get_by_role("cell").count() == stated >= 2 * (rows - 1)
    page.close()


# What a reader sees and hears of each cell: its words, the heading drawn beside it, its role and
# whether it needs a heading (a title, numbers to tap and a source name themselves).
CELLS = """() => [...document.querySelectorAll("article tbody > tr > *")]
    .filter((cell) => cell.checkVisibility() && cell.textContent.trim())
    .map((cell) => ({
        words: cell.textContent.trim().slice(0, 40),
        drawn: getComputedStyle(cell, "::before").content.replace(/^"|"$/g, ""),
        heading: cell.closest("table").querySelectorAll("thead th")[cell.cellIndex]?.textContent.trim(),
        role: cell.getAttribute("role"),
        clear: !cell.previousElementSibling
            || Boolean(cell.querySelector(".contact-points, .evidence")),
    }))"""


def test_on_a_phone_every_cell_keeps_its_heading_for_eyes_and_for_screen_readers(
    page: Page, base_url: str, site: Path
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    # Pages in simplified characters are those that the traditional ones are made of.
    derived = [*site.glob("zh-hant/**/index.html")]
    files = [*derived, *site.glob("en/**/index.html")]
    texts = {file: file.read_text(encoding="utf-8") for file in files}
    holding = [file for file, text in texts.items() if "<table" in text]
    regions = [file for file in holding if "regions" in file.parts]
    seen = 0
    for file in [*(file for file in holding if file not in regions), *regions[:4]]:
        page.goto(f"{base_url}/{file.parent.relative_to(site)}/")
        for cell in page.evaluate(CELLS):
            seen += 1
            assert cell["role"] in ("cell", "rowheader"), (file, cell)
            assert cell["heading"], (file, cell)
            assert cell["clear"] or cell["drawn"] == cell["heading"], (file, cell)
    assert seen > 500


def test_the_long_page_of_contacts_leads_to_each_region(
    page: Page, base_url: str, real_directory: Directory
) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    japan = page.locator("#help-jp")
    expect(japan.locator("table")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollHeight") < 12000
    japan.locator("summary").click()
    expect(japan.locator("table")).to_be_visible()
    regions = real_directory.regions.values()
    for region in regions:
        rows = len(page.locator(f"#help-{region.slug} tbody tr").all())
        kinds = [p.contact.kind for p in real_directory.published_contacts(region)]
        assert rows == len([kind for kind in kinds if kind != "support"]), region.slug
    page.evaluate("""localStorage.setItem("region", '{"slug": "jp"}')""")
    page.reload()
    expect(page.locator(".directory > details").first).to_have_attribute("id", "help-jp")
    expect(japan.locator("table")).to_be_visible()


def test_the_contents_of_an_article_are_one_line_on_a_phone_and_a_column_on_a_wide_screen(
    browser: Browser, page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/problems/login/")
    contents = page.get_by_role("navigation", name="On this page")
    assert contents.bounding_box()["height"] < 50
    contents.locator("summary").click()
    contents.get_by_role("link", name="Account disabled").click()
    expect(page).to_have_url(f"{base_url}/en/problems/login/#account-disabled")
    context = new_context(browser, viewport={"width": 1440, "height": 900})
    wide = context.new_page()
    wide.goto(f"{base_url}/en/problems/login/")
    column = wide.get_by_role("navigation", name="On this page").bounding_box()
    assert column["height"] > 200
    assert column["x"] > wide.locator("article > ol").first.bounding_box()["x"] + 600
    context.close()


# --- The region picker


def picked(page: Page) -> list[str]:
    return page.locator(".regions a:visible").all_text_contents()


def test_typing_leaves_the_regions_that_are_meant(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/contact/regions/")
    field = page.get_by_label("输入国家、地区或城市名")
    status = page.locator(".regions-find [role=status]")
    for typed, found in {
        "新加": ["新加坡"],
        "香港": ["中国香港"],
        "澳門": ["中国澳门"],
        "Hong Kong": ["中国香港"],
        "uk": ["英国"],
        "zzz": [],
    }.items():
        field.clear()
        field.press_sequentially(typed)
        assert picked(page) == found
        expect(status).to_have_text(
            f"找到 {len(found)} 个地区" if found else "没有这个地区的页面。"
        )
        assert page.locator("[data-missing]").is_visible() is not bool(found)


def test_a_region_is_chosen_with_the_keyboard_alone_and_every_page_leads_to_it(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/contact/regions/")
    page.get_by_label("Type a country, region or city").focus()
    page.keyboard.type("singap")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{base_url}/en/contact/regions/sg/")
    mine = page.locator(".help-bar a").last
    expect(mine).to_have_attribute("aria-current", "page")
    page.goto(f"{base_url}/problems/login/")
    expect(mine).to_have_text("我的地区 新加坡")
    assert [size for size in measure(page, ".help-bar a") if size[2] < 44] == []
    mine.click()
    expect(page).to_have_url(f"{base_url}/contact/regions/sg/")
    page.goto(f"{base_url}/contact/regions/")
    expect(page.locator("[data-mine] a")).to_have_text("新加坡")
    page.get_by_role("button", name="忘掉").click()
    expect(mine).to_have_text("我的地区")
    expect(page.locator("[data-mine]")).to_be_hidden()
    page.goto(f"{base_url}/faq/")
    expect(mine).to_have_js_property("href", f"{base_url}/contact/regions/")


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("Asia/Hong_Kong", "Hong Kong"),
        ("Asia/Calcutta", "India"),
        ("America/Boise", "United States"),
        ("Atlantic/Reykjavik", None),
    ],
)
def test_the_time_zone_of_the_device_is_a_suggestion(
    browser: Browser, base_url: str, zone: str, region: str | None
) -> None:
    context = new_context(browser, timezone_id=zone)
    page = context.new_page()
    page.goto(f"{base_url}/en/contact/regions/")
    near = page.locator("[data-near]")
    if region is None:
        expect(page.locator(".regions-find")).to_be_visible()
        expect(near).to_be_hidden()
    else:
        near.get_by_role("link", name=region).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(region)
        expect(page.locator(".help-bar a").last).to_contain_text(region)
    context.close()


def test_without_scripts_the_picker_is_a_plain_list(browser: Browser, base_url: str) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/en/contact/regions/")
    expect(page.locator("#regions-find")).to_be_hidden()
    page.get_by_role("link", name="Oceania").click()
    expect(page.get_by_role("list", name="Oceania")).to_be_in_viewport()
    page.get_by_role("link", name="New Zealand").click()
    expect(page).to_have_url(f"{base_url}/en/contact/regions/nz/")
    context.close()


def test_what_others_put_into_the_memory_is_ignored(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/faq/")
    mine = page.locator(".help-bar a").last
    for rubbish in ("null", "sg", '{"slug": "../urgent", "zh": "<b>x</b>"}'):
        page.evaluate("text => localStorage.setItem('region', text)", rubbish)
        page.evaluate("text => localStorage.setItem('scheme', text)", rubbish)
        page.reload()
        expect(mine).to_have_text("我的地区")
        expect(mine).to_have_js_property("href", f"{base_url}/contact/regions/")
        assert page.locator("html").get_attribute("data-scheme") is None
    # A region of ours with a name of theirs: the name is not shown.
    planted = '{"slug": "sg", "zh": "拨打 5550100", "en": "Call 5550100"}'
    page.evaluate("text => localStorage.setItem('region', text)", planted)
    page.reload()
    expect(mine).to_contain_text("新加坡")
    assert "5550100" not in page.locator("body").inner_text()


# --- The foot


def test_the_foot_leads_to_what_the_device_remembers_where_something_is(
    pages: dict[str, BuiltPage],
) -> None:
    def leads(address: str) -> bool:
        foot = pages[f"{address}index.html"].document.xpath("//footer//a/@href")
        return any(link.endswith("about/this-device/") for link in foot)

    with_memory = (
        "",
        "urgent/",
        "urgent/what-they-got/",
        "urgent/help-someone/",
        "contact/regions/",
    )
    with_memory += ("contact/regions/gb/", "prepare/checklist/", "problems/login/")
    without = ("faq/", "glossary/", "about/sources/", "contact/verify/", "safety/rules/")
    for folder in ("", "en/"):
        assert [each for each in with_memory if not leads(folder + each)] == []
        assert [each for each in without if leads(folder + each)] == []


def test_nothing_is_unfolded_before_what_a_reader_came_for(page: Page, base_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for address in ("escalate/deadlines/", "faq/", "prepare/templates/", "about/this-site/"):
        page.goto(f"{base_url}/en/{address}")
        expect(page.locator(".toc summary")).to_be_visible()
        expect(page.locator(".toc a:visible")).to_have_count(0)


def test_buttons_of_one_body_say_what_each_is_for(pages: dict[str, BuiltPage]) -> None:
    looked_at = 0
    for address, page in pages.items():
        for body in page.document.xpath("//*[contains(@itemtype, 'Organization')]"):
            links = body.xpath(".//a[@class='number']")
            names = [" ".join(link.text_content().split()) for link in links]
            names += body.xpath(".//button[contains(@class, 'copy')]/@aria-label")
            assert len(names) == len(set(names)), (address, names)
            looked_at += len(names)
    assert looked_at > 500

"""The light files that readers get: they look like the files they were made from, and weigh little."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from conftest import ROOT, new_context
from helpkit.checks.built_site import BuiltPage, read_site
from jinja2 import Environment, FileSystemLoader
from lxml import html
from page_kinds import KINDS, STATES
from pages import nearest
from playwright.sync_api import Browser, Page

# Each kind of page is looked at on each screen in each scheme; the languages share them out.
VIEWS = {
    "": [(390, "light", "screen"), (1440, "dark", "screen")],
    "en/": [(1440, "light", "screen"), (390, "dark", "screen")],
}
# Pages of many screens have what the others have; a picture of each is enough.
LONG = ("prepare/templates/", "escalate/regulators/", "contact/verify/", "about/sources/")
# Where these differ from the above, they do so on every page.
MORE = [(320, "light", "screen"), (700, "light", "print")]


@pytest.fixture(scope="module")
def window(browser: Browser, base_url: str, site: Path) -> Iterator[Page]:
    """Return a page in whose site every style sheet is also there as it was written."""
    context = new_context(browser, reduced_motion="reduce")
    context.set_default_timeout(120_000)  # pictures of long pages on a busy machine
    context.route(
        f"{base_url}/written/*.css",
        lambda route: route.fulfill(
            path=site / "assets" / "styles" / Path(urlsplit(route.request.url).path).name
        ),
    )
    yield context.new_page()
    context.close()


# The style sheets of the page, in the place of those that it has.
WRITTEN = """() => Promise.all([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => {
  const name = link.href.replace(/^.*\\/([^/]*)\\.[a-f]{14}\\.css$/, "/written/$1.css").replace("urgent", "site");
  return new Promise((done) => { link.onload = done; link.href = name; });
}))"""


def pictures(page: Page, views: list[tuple[int, str, str]], *, whole: bool = True) -> list[bytes]:
    taken = []
    for width, scheme, media in views:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, media=media)  # type: ignore[arg-type]
        taken.append(page.screenshot(full_page=whole, caret="hide", animations="disabled"))
    return taken


# The greatest step between two pictures in any colour of any point, of 255. Chromium paints round
# corners and edges a step lighter or darker as it pleases, also twice the same page.
DIFFERENCE = """async (pictures) => {
  const [one, other] = await Promise.all(pictures.map(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height).data;
  }));
  if (one.length !== other.length) return 255;
  return one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0);
}"""


def greatest_step(page: Page, some: list[bytes], others: list[bytes]) -> int:
    """Return the greatest difference between pictures; the page is left."""
    page.goto("about:blank")
    texts = [
        [b64encode(picture).decode() for picture in pair] for pair in zip(some, others, strict=True)
    ]
    return max(
        0 if one == other else page.evaluate(DIFFERENCE, [one, other]) for one, other in texts
    )


def difference(
    page: Page,
    begin: Callable[[], object],
    views: list[tuple[int, str, str]],
    *,
    whole: bool = True,
) -> int:
    """Return the greatest step between a page and the page in its style sheets as written.

    On a busy machine Chromium now and then takes a picture amid a new layout: a difference counts
    if it is there three times.
    """
    step = 255
    for _ in range(3):
        begin()
        light = pictures(page, views, whole=whole)
        page.evaluate(WRITTEN)
        step = min(step, greatest_step(page, light, pictures(page, views, whole=whole)))
        if step <= 1:
            break
    return step


@pytest.mark.parametrize("folder", VIEWS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_looks_the_same_with_the_style_sheet_as_written(
    window: Page, base_url: str, folder: str, kind: str
) -> None:
    views = VIEWS[folder] + (MORE if kind.startswith("contact/regions/") else [])
    if kind in LONG:
        views = views[:1]
    assert difference(window, lambda: window.goto(f"{base_url}/{folder}{kind}"), views) <= 1


@pytest.mark.parametrize("state", STATES)
def test_what_scripts_add_looks_the_same_with_the_style_sheet_as_written(
    window: Page, base_url: str, state: str
) -> None:
    address, act = STATES[state]

    def begin() -> None:
        window.set_viewport_size({"width": 390, "height": 844})
        window.goto(base_url)
        window.goto(f"{base_url}/{address}")
        act(window)

    views = [(390, "light", "screen"), (390, "dark", "screen"), (820, "dark", "screen")]
    assert difference(window, begin, views, whole=False) <= 1


# --- Weight

# Ten packets, less their headers and those of the answers.
ROUND_TRIP = 14 * 1024


def over_the_wire(site: Path, files: Iterable[str]) -> int:
    """Return the brotli bytes of files below a site."""
    return sum(len(brotli.compress((site / file).read_bytes())) for file in files)


def first_view(browser: Browser, base_url: str, site: Path, address: str) -> tuple[int, int]:
    """Return how many requests a page makes in a new browser, and their brotli bytes."""
    context = new_context(browser)
    page = context.new_page()
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(base_url + address, wait_until="networkidle")
    # Chromium asks for the icon when it likes, sometimes unseen by the page.
    urls.append(page.locator("link[rel=icon]").evaluate("link => link.href"))
    context.close()
    paths = {urlsplit(url).path.lstrip("/") for url in urls}
    files = [f"{path}index.html" if path.endswith("/") else path for path in paths]
    return len(files), over_the_wire(site, files)


@pytest.mark.parametrize("folder", ["", "en/"])
@pytest.mark.parametrize(("slug", "most"), [("problems/login", 20_000), ("urgent", ROUND_TRIP)])
def test_the_first_view_is_light(
    browser: Browser, base_url: str, light_site: Path, folder: str, slug: str, most: int
) -> None:
    requests, weight = first_view(browser, base_url, light_site, f"/{folder}{slug}/")
    assert requests <= 5
    assert weight <= most


def test_no_page_weighs_more_than_30_kb_before_a_tool_is_used(light_site: Path) -> None:
    heavy = {}
    shared: dict[str, int] = {}
    for page in read_site(light_site):
        base = f"http://site/{page.file}"
        loaded = page.document.xpath(
            "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href"
        )
        files = {urlsplit(urljoin(base, address)).path.lstrip("/") for address in loaded}
        for file in files - shared.keys():
            shared[file] = over_the_wire(light_site, [file])
        weight = over_the_wire(light_site, [page.file]) + sum(map(shared.__getitem__, files))
        if weight > 30_000:
            heavy[page.file] = weight
    assert heavy == {}


# --- Growth


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_does_not_grow_with_the_site(pages: dict[str, BuiltPage], language: str) -> None:
    """The menu of a page in a site of 100 pages and of 2,000, shared out among nine sections."""
    templates = Environment(
        loader=FileSystemLoader(ROOT / "overrides"),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["url"] = lambda address: f"../../{address}"
    ui = {"menu_label": "menu", "menu_close": "close", "search_index": "all pages"}
    ours = SimpleNamespace(nearest=nearest, page_of=lambda slug: f"{slug}/")

    def menu(count: int) -> str:
        sections = []
        for number in range(9):
            section = SimpleNamespace(
                title="section of the site", active=number == 4, is_page=False
            )
            section.children = [
                SimpleNamespace(
                    title="a page with a name", url=f"section-{number}/page-{index}/", is_page=True
                )
                for index in range(count // 9)
            ]
            sections.append(section)
        current = sections[4].children[5]
        current.ancestors = [sections[4]]
        nav = SimpleNamespace(items=sections)
        template = templates.get_template("partials/nav.html")
        return template.render(nav=nav, page=current, help=ours, ui=ui)

    folder = "" if language == "zh" else "en/"
    article = html.tostring(pages[f"{folder}problems/login/index.html"].document)
    assert "page-5" in menu(2000)
    assert len(menu(2000)) - len(menu(100)) <= 0.1 * len(article)

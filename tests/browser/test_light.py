"""The light files that readers get: they weigh little, and each page has the styles that it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from conftest import ROOT, new_context
from helpkit.checks.built_site import BuiltPage, read_site
from jinja2 import Environment, FileSystemLoader
from lxml import html
from pages import nearest
from playwright.sync_api import Browser

# --- Weight

# Ten packets, less their headers and those of the answers.
ROUND_TRIP = 14 * 1024


def over_the_wire(site: Path, files: Iterable[str], *, quality: int = 11) -> int:
    """Return the brotli bytes of files below a site; at a lower quality there are more."""
    return sum(len(brotli.compress((site / file).read_bytes(), quality=quality)) for file in files)


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


@pytest.mark.parametrize("folder", ["", "zh-hant/", "en/"])
@pytest.mark.parametrize(("slug", "most"), [("problems/login", 20_000), ("urgent", ROUND_TRIP)])
def test_the_first_view_is_light(
    browser: Browser, base_url: str, light_site: Path, folder: str, slug: str, most: int
) -> None:
    requests, weight = first_view(browser, base_url, light_site, f"/{folder}{slug}/")
    assert requests <= 5
    assert weight <= most


@pytest.fixture(scope="module")
def light_pages(light_site: Path) -> list[BuiltPage]:
    """Return the parsed pages that readers get."""
    return list(read_site(light_site))


def test_no_page_weighs_more_than_30_kb_before_a_tool_is_used(
    light_site: Path, light_pages: list[BuiltPage]
) -> None:
    heavy = {}
    shared: dict[str, int] = {}
    for page in light_pages:
        base = f"http://site/{page.file}"
        loaded = page.document.xpath(
            "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href"
        )
        files = {urlsplit(urljoin(base, address)).path.lstrip("/") for address in loaded}
        for file in files - shared.keys():
            shared[file] = over_the_wire(light_site, [file])
        parts = sum(map(shared.__getitem__, files))
        # What is light in quick compression is lighter in that of the server, which takes long.
        if parts + over_the_wire(light_site, [page.file], quality=5) > 30_000:
            weight = parts + over_the_wire(light_site, [page.file])
            if weight > 30_000:
                heavy[page.file] = weight
    assert heavy == {}


# --- Styles

_CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")


def test_each_page_loads_the_style_of_all_that_stands_on_it(
    light_site: Path, light_pages: list[BuiltPage]
) -> None:
    """A page loads what its kind needs; a class that only some other sheet styles would look bare."""
    styled = {
        path.relative_to(light_site).as_posix(): set(_CLASS.findall(path.read_text("utf-8")))
        for path in light_site.rglob("*.css")
    }
    bare = {}
    for page in light_pages:
        base = f"http://site/{page.file}"
        links = page.document.xpath("//link[@rel='stylesheet']/@href")
        files = {urlsplit(urljoin(base, link)).path.lstrip("/") for link in links}
        loaded = set().union(*(styled[file] for file in files))
        classes = {name for value in page.document.xpath("//@class") for name in value.split()}
        missing = {
            name for name in classes - loaded if any(name in each for each in styled.values())
        }
        if missing:
            bare[page.file] = sorted(missing)
    assert bare == {}


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

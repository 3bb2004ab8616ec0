"""Without a network: what a device kept opens and says so, what it did not is told, old numbers stay away."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import axe
import pytest
from conftest import served
from helpkit.addresses import page_address
from helpkit.checks.built_site import BuiltPage
from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES, PROFILES, PUBLISHED
from helpkit.outputs import offline
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

# The worker stands and has kept what it keeps.
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const pages = await caches.open("pages");
  return (await pages.keys()).map((request) => new URL(request.url).pathname).sort();
}"""


class Network:
    """A site on loopback that can be cut off and come back, at the same address."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._server: ExitStack | None = None
        self._port = 0

    def on(self) -> str:
        """Serve the site and return its address."""
        self._server = ExitStack()
        address = self._server.enter_context(served(self.site, port=self._port))
        self._port = urlsplit(address).port or 0
        return address

    def hang(self) -> None:
        """Take calls and say nothing."""
        self.off()
        self._server = ExitStack()
        deaf = self._server.enter_context(socket.socket())
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        deaf.bind(("127.0.0.1", self._port))
        deaf.listen()

    def off(self) -> None:
        """Answer nobody any more."""
        if self._server:
            self._server.close()
        self._server = None


@pytest.fixture
def network(light_site: Path) -> Iterator[Network]:
    """Return the real site on a network of its own."""
    found = Network(light_site)
    yield found
    found.off()


@pytest.fixture
def own_site(light_site: Path, tmp_path: Path) -> Path:
    """Return a copy of the real site that a test may change."""
    return Path(shutil.copytree(light_site, tmp_path / "site"))


@pytest.fixture
def own_network(own_site: Path) -> Iterator[Network]:
    """Return that copy on a network of its own."""
    found = Network(own_site)
    yield found
    found.off()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Return a phone-sized window whose pages may have a worker."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context
    context.close()


def visit(page: Page, address: str) -> list[str]:
    """Open a page and return what the device has kept when the worker is ready."""
    page.goto(address)
    return page.evaluate(KEPT)


def until(page: Page, condition: str) -> None:
    """Wait until an expression, which may await, holds in a page."""
    page.evaluate(
        f"""async () => {{
          while (!({condition})) await new Promise((again) => setTimeout(again, 20));
        }}"""
    )


def _replace(site: Path, pattern: str, old: str, new: str) -> None:
    for path in site.glob(pattern):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def newer_facts(site: Path, facts: str = "abcdefabcdefab") -> None:
    """Let all pages of a site be those of a release with other facts, but not its worker."""
    page = (site / "index.html").read_text(encoding="utf-8")
    old = re.search(r'data-facts="?([a-z]+)', page)
    assert old
    _replace(site, "**/*.html", old[1], facts)


def test_after_one_visit_the_urgent_pages_open_in_the_readers_language(
    phone: BrowserContext, network: Network, real_directory: Directory
) -> None:
    address = network.on()
    page = phone.new_page()
    kept = visit(page, f"{address}/en/faq/")
    slugs = real_directory.hosting.offline.pages
    # Of the other languages only the page that answers.
    answers = {f"{folder}/about/offline-and-print/" for folder in ("", "/zh-hant")}
    assert set(kept) == {"/facts-seen", *answers} | {
        f"/en/{slug.removesuffix('index').rstrip('/')}/".replace("//", "/") for slug in slugs
    }
    network.off()
    for slug in ("urgent", "contact/verify", "prepare/checklist", "about/this-device"):
        page.goto(f"{address}/en/{slug}/")
        line = page.locator("article > .callout").first
        expect(line).to_have_text(
            re.compile(
                r"^No network: this is the copy that this device kept on \d+ [A-Z][a-z]+ \d{4}\.$"
            )
        )
        expect(page.locator("h1")).to_be_visible()
    # Styles came with it, and no line says that it is old.
    expect(page.locator("h1")).to_have_css("font-weight", "700")
    assert "may have changed" not in page.locator("main").inner_text()


def test_the_checker_answers_without_a_network(phone: BrowserContext, network: Network) -> None:
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    network.off()
    page.goto(f"{address}/contact/verify/")
    page.locator(".checker textarea").fill("18222")
    page.locator(".checker button[type=submit]").click()
    expect(page.locator(".checker-answer")).to_contain_text("18222")


def test_what_is_not_kept_leads_to_what_is(phone: BrowserContext, network: Network) -> None:
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    page.goto(f"{address}/contact/regions/hk/")
    until(page, "Boolean(await caches.match('/contact/regions/hk/'))")
    page.goto(f"{address}/problems/withdrawal-delay/")
    until(page, "Boolean(await caches.match('/problems/withdrawal-delay/'))")
    network.off()
    page.goto(f"{address}/problems/login/?a=1")
    assert page.url == f"{address}/about/offline-and-print/?asked=problems%2Flogin%2F"
    box = page.locator("article > .callout").first
    expect(box).to_contain_text("你要的那一页没有存在这台设备上。下面列出的能打开。")
    expect(box.get_by_role("link", name="再试一次")).to_have_attribute(
        "href", f"{address}/problems/login/"
    )
    box.get_by_role("link", name="中国香港").click()
    expect(page.locator("article > .callout").first).to_contain_text("存在这台设备上的一份")
    # A problem that was looked up before, and its message, are there too.
    page.go_back()
    page.locator("article > .callout a[href$='/problems/withdrawal-delay/']").click()
    page.locator("#message-withdrawal-delay button[data-tool]").first.click()
    expect(page.locator("#message-withdrawal-delay form input").first).to_be_focused()
    # An address that somebody made up leads nowhere else.
    page.goto(f"{address}/about/offline-and-print/?asked=https%3A%2F%2Fexample.com%2F")
    expect(page.locator("article > .callout").first).to_be_visible()
    assert page.locator("a[href*='example.com']").count() == 0
    # Back on the network, the page itself comes.
    network.on()
    page.goto(f"{address}/problems/login/")
    assert page.url == f"{address}/problems/login/"


@pytest.mark.parametrize(
    ("folder", "other", "said"),
    [
        (
            "en/",
            "",
            "你要的那一页没有用这种文字存下来。下面是存在这台设备上的，现在就能看。",
        ),
        (
            "",
            "en/",
            "The page you asked for isn't kept in this language. "
            "These pages are on this device and open now.",
        ),
    ],
)
def test_the_language_that_is_not_kept_is_answered_too(
    phone: BrowserContext, network: Network, folder: str, other: str, said: str
) -> None:
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/{folder}urgent/")
    network.off()
    for slug in ("", "urgent/", "problems/login/"):
        page.goto(f"{address}/{other}{slug}")
        answer = f"{address}/{other}about/offline-and-print/?asked="
        assert page.url.startswith(answer), slug
        expect(page.locator("article > .callout").first).to_contain_text(said)
    assert axe.violations(page, within="article") == []
    page.goto(f"{address}/{other}urgent/")
    page.locator(f"article > .callout a[href='{address}/{folder}urgent/']").click()
    expect(page).to_have_url(f"{address}/{folder}urgent/")
    expect(page.locator("h1")).to_be_visible()
    # Once the language was open, all of it is kept.
    network.on()
    page.goto(f"{address}/{other}faq/")
    until(page, f"Boolean(await caches.match('/{other}urgent/'))")


def test_a_copy_says_when_it_is_old(phone: BrowserContext, network: Network) -> None:
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    page.evaluate(
        """async () => {
          const pages = await caches.open("pages");
          const old = await pages.match("/urgent/");
          const headers = new Headers(old.headers);
          headers.set("kept-on", String(Date.now() - 8 * 24 * 60 * 60 * 1000));
          await pages.put("/urgent/", new Response(await old.text(), { headers }));
        }"""
    )
    network.off()
    page.goto(f"{address}/urgent/")
    expect(page.locator("article > .callout").first).to_contain_text(
        "这一份存得久了，里面的号码可能已经换了：连上网再核对一次。"
    )


def test_a_slow_network_does_not_keep_a_reader_waiting(
    phone: BrowserContext, network: Network
) -> None:
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    network.hang()
    page.goto(f"{address}/urgent/", wait_until="commit")
    expect(page.locator("article > .callout").first).to_have_text(
        re.compile(r"^现在没有网络，这是 \d{4} 年 \d+ 月 \d+ 日存在这台设备上的一份。$")
    )


def test_numbers_of_older_facts_go_as_soon_as_newer_ones_were_seen(
    phone: BrowserContext, own_network: Network, own_site: Path
) -> None:
    address = own_network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    page.goto(f"{address}/contact/regions/hk/")
    until(page, "Boolean(await caches.match('/contact/regions/hk/'))")
    older = (own_site / "contact/verify/index.html").read_text(encoding="utf-8")
    newer_facts(own_site)
    (own_site / "contact/regions/hk/index.html").unlink()  # withdrawn, and nothing in its place
    page.goto(f"{address}/problems/login/")  # one page of the new release is seen
    until(
        page,
        "!(await caches.match('/contact/regions/hk/')) && Boolean(await caches.match('/urgent/'))",
    )
    # A cache on the way still has a page of the old release: it is shown, and not kept.
    (own_site / "contact/verify/index.html").write_text(older, encoding="utf-8")
    page.goto(f"{address}/contact/verify/")
    own_network.off()
    page.goto(f"{address}/contact/regions/hk/")
    assert page.url.endswith("/about/offline-and-print/?asked=contact%2Fregions%2Fhk%2F")
    kept = page.evaluate(
        """async () => {
          const pages = await caches.open("pages");
          const all = await Promise.all((await pages.keys()).map((request) => pages.match(request)));
          return all.map((answer) => answer.headers.get("kept-facts")).filter(Boolean);
        }"""
    )
    assert set(kept) == {"abcdefabcdefab"}


def test_an_update_is_taken_at_the_next_load(
    phone: BrowserContext, own_network: Network, own_site: Path
) -> None:
    address = own_network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    _replace(own_site, "urgent/index.html", "</h1>", " NEW</h1>")
    _replace(own_site, "sw.js", '"version":"', '"version":"b')
    page.goto(f"{address}/faq/")
    until(page, "(await (await caches.match('/urgent/')).text()).includes(' NEW</h1>')")
    own_network.off()
    page.goto(f"{address}/urgent/")
    expect(page.locator("h1")).to_contain_text("NEW")


def test_an_empty_worker_removes_all_and_itself(
    phone: BrowserContext, own_network: Network, own_site: Path, real_directory: Directory
) -> None:
    address = own_network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    off = real_directory.hosting.offline.model_copy(update={"on": False})
    hosting = real_directory.hosting.model_copy(update={"offline": off})
    empty = offline.worker(
        replace(real_directory, hosting=hosting), {}, facts="", source="", site=own_site
    )
    (own_site / offline.FILE).write_text(empty, encoding="utf-8")
    for path in own_site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r' data-facts="?[a-z]+"?', "", text), encoding="utf-8")
    page.goto(f"{address}/faq/")
    until(
        page,
        """!(await caches.keys()).length
             && !(await navigator.serviceWorker.getRegistrations()).length""",
    )


def test_a_worker_that_was_killed_answers_again(phone: BrowserContext, network: Network) -> None:
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    network.off()
    browser = phone.new_cdp_session(page)
    browser.send("ServiceWorker.enable")
    browser.send("ServiceWorker.stopAllWorkers")
    page.goto(f"{address}/urgent/")
    expect(page.locator("article > .callout").first).to_contain_text("存在这台设备上的一份")


def test_clearing_the_data_of_the_site_removes_all_of_it(
    phone: BrowserContext, network: Network
) -> None:
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/prepare/checklist/")
    page.locator("li.check input").first.check()
    # A tick is kept a moment after it is made.
    page.evaluate(
        """() => new Promise((done) => {
          const look = () => (localStorage.length ? done() : requestAnimationFrame(look));
          look();
        })"""
    )
    browser = phone.new_cdp_session(page)
    browser.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": "all"})
    # The test's server says nothing of caching; real ones let no page be kept (data/hosting.yml).
    browser.send("Network.clearBrowserCache")
    left = page.evaluate(
        """async () => [localStorage.length, (await caches.keys()).length,
          (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert left == [0, 0, 0]
    network.off()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto(f"{address}/urgent/")


def test_the_deadlines_are_counted_without_a_network(
    phone: BrowserContext, network: Network
) -> None:
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/en/")
    network.off()
    page.goto(f"{address}/en/escalate/deadlines/")
    page.select_option("#deadline-region", "GB")
    page.fill("#deadline-complaint", "2026-11-02")
    page.click(".deadlines button[type=submit]")
    expect(page.locator(".deadline-days")).to_contain_text("Monday, 23 November 2026")


def test_axe_finds_nothing_on_a_copy_an_old_copy_and_the_page_that_answers(
    phone: BrowserContext, network: Network
) -> None:
    """Below the line that a script adds, in the same style in all languages, the page is the one online."""
    address = network.on()
    page = phone.new_page()
    visit(page, f"{address}/")
    page.evaluate(
        """async (path) => {
          const pages = await caches.open("pages");
          const old = await pages.match(path);
          const headers = new Headers(old.headers);
          headers.set("kept-on", "1700000000000");
          await pages.put(path, new Response(await old.text(), { headers }));
        }""",
        "/safety/rules/",
    )
    network.off()
    for slug in ("urgent/", "safety/rules/", "faq/"):
        page.goto(f"{address}/{slug}")
        expect(page.locator("article > .callout").first).to_be_visible()
        assert axe.violations(page, within="article > .callout") == [], slug
    assert axe.violations(page) == []


def test_the_page_that_answers_lists_what_is_kept(
    pages: dict[str, BuiltPage], real_directory: Directory
) -> None:
    settings = real_directory.hosting.offline
    for language in LANGUAGES:
        start = page_address(settings.page, language=language)
        document = pages[f"{start}index.html"].document
        links = document.xpath("//h2[@id='kept']/following-sibling::ul[1]//a/@href")
        found = {posixpath.normpath(posixpath.join(start, link)) for link in links}
        wanted = [*settings.pages, "contact/regions/index", "problems/index"]
        assert found == {
            posixpath.normpath(page_address(slug, language=language) or ".")
            for slug in wanted
            if slug != settings.page
        }


def test_a_page_that_was_not_built_cannot_be_kept(
    real_directory: Directory, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError, match=r"index\.html"):
        offline.worker(real_directory, {}, facts="a", source="", site=tmp_path)


@pytest.mark.parametrize("language", PUBLISHED)
def test_the_site_can_be_put_on_a_home_screen(light_site: Path, language: str) -> None:
    folder = light_site / PROFILES[language].path
    manifest = json.loads((folder / "site.webmanifest").read_text(encoding="utf-8"))
    assert manifest["lang"] == PROFILES[language].tag
    assert (folder / manifest["start_url"] / "index.html").is_file()
    assert (folder / manifest["scope"]).resolve() == light_site.resolve()
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512"]
    for icon in manifest["icons"]:
        with Image.open(folder / icon["src"]) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]
    assert 'rel="manifest"' in (folder / "index.html").read_text(encoding="utf-8")

"""The whole site behind the real nginx in a real Chromium: nothing breaks the policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, new_context
from helpkit.addresses import page_address
from helpkit.checks.built_site import BuiltPage
from helpkit.data.directory import Directory
from hosting.servers import Server, get, nginx
from page_lengths import measure, too_long
from playwright.sync_api import Browser, BrowserContext, Page, expect

# Kept in the page, since the event tells more than the message on the console.
WATCH = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
"""
LANGUAGES = {"": "骗子", "en/": "frozen"}


@pytest.fixture(scope="module")
def served(light_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the site that readers get with nginx."""
    with nginx(tmp_path_factory.mktemp("nginx"), site=light_site) as server:
        yield server


@pytest.fixture
def watched(browser: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, list[str]]]:
    """Return a page and the list of everything that it complains of."""
    workers = getattr(request, "param", "block")
    context: BrowserContext = new_context(browser, service_workers=workers)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_init_script(WATCH)
    page = context.new_page()
    complaints: list[str] = []

    def hear(kind: str, text: str) -> None:
        # Whose word that is: a window for tests has no worker.
        if kind in ("error", "warning") and "blocked by Playwright" not in text:
            complaints.append(f"{page.url} {kind}: {text}")

    page.on("console", lambda message: hear(message.type, message.text))
    page.on("pageerror", lambda error: hear("error", str(error)))
    yield page, complaints
    context.close()


def assert_quiet(page: Page, complaints: list[str]) -> None:
    assert complaints == []
    assert page.evaluate("window.violations") == []


@pytest.mark.long
def test_every_page_keeps_to_the_policy_and_to_its_length(
    served: Server,
    watched: tuple[Page, list[str]],
    pages: dict[str, BuiltPage],
    real_directory: Directory,
) -> None:
    """Each page is opened once for both; data/reading.yml has the lengths."""
    page, complaints = watched
    slugs = [slug for slug in real_directory.addresses if (ROOT / f"docs/zh/{slug}.md").is_file()]
    limits = real_directory.reading.screens
    assert limits
    lengths = []
    seen = {"404.html", "en/404.html"}
    for length in measure(page, served.address, slugs):
        assert_quiet(page, complaints)
        lengths.append(length)
        seen.add(f"{page_address(length.slug, language=length.language)}index.html")
    assert seen == set(pages)
    assert too_long(lengths, limits) == []


@pytest.mark.parametrize("folder", LANGUAGES)
def test_a_page_that_is_not_there_keeps_to_it_too(
    served: Server, watched: tuple[Page, list[str]], folder: str
) -> None:
    page, complaints = watched
    page.goto(f"{served.address}/{folder}no/such/page/")
    expect(page.locator("h1")).to_be_visible()
    # Chromium complains of the status of the page itself.
    assert [text for text in complaints if "status of 404" not in text] == []
    assert page.evaluate("window.violations") == []


@pytest.mark.parametrize("watched", ["allow"], indirect=True)
def test_the_worker_may_start_under_it(served: Server, watched: tuple[Page, list[str]]) -> None:
    page, complaints = watched
    page.goto(f"{served.address}/faq/")
    worker = page.evaluate("async () => (await navigator.serviceWorker.ready).active.scriptURL")
    assert worker == f"{served.address}/sw.js"
    assert_quiet(page, complaints)


@pytest.mark.parametrize("folder", LANGUAGES)
def test_every_tool_keeps_to_it_while_it_is_used(
    served: Server, watched: tuple[Page, list[str]], folder: str
) -> None:
    page, complaints = watched
    home = f"{served.address}/{folder}"

    page.goto(home)
    page.locator(".scheme").click()
    page.locator(".menu").click()
    expect(page.locator("#nav")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.locator("dialog[open] input").fill(LANGUAGES[folder])
    expect(page.locator("dialog[open] a").first).to_be_visible()
    assert_quiet(page, complaints)

    page.goto(f"{home}search/#q={LANGUAGES[folder]}")
    expect(page.locator("[data-search-page] a").first).to_be_visible()
    assert_quiet(page, complaints)

    page.goto(f"{home}contact/verify/")
    page.locator("form.checker :is(input, textarea)").first.fill("+44 20 7946 0999")
    page.locator("form.checker button").first.click()
    expect(page.locator(".checker-answer")).not_to_be_empty()
    assert_quiet(page, complaints)

    page.goto(f"{home}problems/login/")
    page.locator("button.copy").first.click()
    page.emulate_media(media="print")
    page.pdf()
    assert_quiet(page, complaints)


def test_the_policy_does_stop_what_it_forbids(
    served: Server, watched: tuple[Page, list[str]]
) -> None:
    """The watch above hears what it listens for."""
    page, _ = watched
    page.goto(f"{served.address}/")
    page.evaluate(
        """() => {
          const style = document.createElement("style");
          style.textContent = "p { color: red }";
          document.head.append(style);
          try { document.body.innerHTML = "<b>text</b>"; } catch {}
        }"""
    )
    heard = page.evaluate("new Promise(done => setTimeout(() => done(window.violations)))")
    assert {text.partition(":")[0] for text in heard} == {
        "style-src-elem",
        "require-trusted-types-for",
    }


def test_the_policy_stands_in_every_page_for_hosts_without_headers(
    served: Server, pages: dict[str, BuiltPage]
) -> None:
    sent = get(served, "/").headers["content-security-policy"]
    for file, page in pages.items():
        [meta] = page.document.xpath("//meta[@http-equiv='content-security-policy']")
        assert meta.get("content") == sent.replace("frame-ancestors 'none'; ", ""), file
        # It rules only what comes after it.
        assert not meta.xpath("preceding::*[self::link or self::script or self::img]"), file

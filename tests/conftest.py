"""Shared fixtures: trees from dicts, the real site built once, a local server, a real browser.

Every test reckons with the same day, so that no test changes its mind when evidence runs out.
"""

from __future__ import annotations

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from helpkit.checks.built_site import BuiltPage, read_site
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.publishing import release
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
# The newest day that articles or data speak of, so that tomorrow's review passes its own tests.
TODAY = max(
    date.fromisoformat(day)
    for folder in ("docs", "data")
    for path in (ROOT / folder).rglob("*.*")
    if path.suffix in {".md", ".yml"}
    for day in re.findall(
        r"^\s*(?:reviewed|read_on|searched_on): (\d{4}-\d\d-\d\d)$",
        path.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
)
# A site of a few pages whose contact was read once and for all: it has a day of its own.
TINY = ROOT / "tests" / "sites" / "tiny"
TINY_DAY = date(2026, 11, 22)
EPOCH = str(int(datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC).timestamp()))
SITE_URL = "https://okpay-self-help.example/"
# Without these Chromium looks for its maker's hosts at every start; tests reach loopback only.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

SMALL_PAGE = (
    "<html><head><link rel=canonical href=https://a.example/>"
    + "".join(
        f"<link rel=alternate hreflang={language} href=https://a.example/{path}>"
        for language, path in (("zh-Hans", ""), ("en", "en/"), ("x-default", ""))
    )
    + "</head><body><h1>{title}</h1></body></html>"
)
SMALL_ENGLISH_PAGE = SMALL_PAGE.replace(
    "canonical href=https://a.example/>", "canonical href=https://a.example/en/>"
)


def write_small_site(folder: Path, title: str) -> Path:
    """Write a site of two pages that passes the checks."""
    (folder / "en").mkdir(parents=True)
    (folder / "index.html").write_text(SMALL_PAGE.replace("{title}", title))
    (folder / "en" / "index.html").write_text(SMALL_ENGLISH_PAGE.replace("{title}", title))
    return folder


Tree = Callable[[dict[str, str]], Path]
Build = Callable[[Path, Path], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """Return a function that writes a dict of path to content below an empty folder."""

    def write(files: dict[str, str]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return a copy of the tiny site, to be broken."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a copy of everything that makes the site, to be broken."""
    return copy_repository(tmp_path / "repository")


def copy_repository(target: Path) -> Path:
    """Copy articles, data, templates, hooks and settings to a new folder."""
    for name in ("docs", "data", "overrides", "hooks", "deploy"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", target / "mkdocs.yml")
    return target


def run_mkdocs(
    root: Path, site: Path, *, strict: bool = True, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Build the site below `root` into `site`, for the day of the tests.

    `settings` are variables of the environment.
    """
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": EPOCH,
        "SITE_URL": SITE_URL,
        "NO_MKDOCS_2_WARNING": "1",
        **settings,
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)]
    command += ["--strict" if strict else "--no-strict"]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the real site, built once and strictly, and what the build printed."""
    site = tmp_path_factory.mktemp("built") / "site"
    done = run_mkdocs(ROOT, site)
    assert done.returncode == 0, done.stderr
    return site, done.stdout + done.stderr


@pytest.fixture(scope="session")
def site(built_site: tuple[Path, str]) -> Path:
    """Return the folder of the built site."""
    return built_site[0]


@pytest.fixture(scope="session")
def light_site(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site as `make build` publishes it, without compressed copies."""
    folder = tmp_path_factory.mktemp("light") / "site"
    shutil.copytree(site, folder)
    problems = release.lighten(folder)
    assert problems == [], "\n".join(map(str, problems))
    return folder


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BuiltPage]:
    """Return the parsed pages of the built site by file name."""
    return {page.file: page for page in read_site(site)}


@pytest.fixture(scope="session")
def real_directory() -> Directory:
    """Return the real data, read for the day of the tests."""
    loaded, problems = loading.load(ROOT, today=TODAY)
    assert loaded is not None, "\n".join(map(str, problems))
    return loaded


def real_numbers(directory: Directory) -> list[str]:
    """Return the published numbers as written, but for those too short to be told from others."""
    found = [
        phone.number
        for region in directory.regions.values()
        for contact in directory.published_contacts(region)
        for phone in contact.phones
        if len(phone.number) > 6
    ]
    assert found
    return found


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder quietly, with the site's own 404 page in the language of the address."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with 404.html, as a host does."""
        folder = "en/" if self.path.startswith("/en/") else ""
        body = Path(self.directory, folder, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="session")
def base_url(light_site: Path) -> Iterator[str]:
    """Serve the site that readers get on loopback and return its address, no slash at the end."""
    with served(light_site) as address:
        yield address


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a built site on loopback, with its own 404 pages."""
    handler = partial(_Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests that passed say they looked at, each with how many."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for what, count in report.user_properties:
            counts[what] += count
    if counts:
        terminalreporter.section("looked at, without a fault")
        for what, count in counts.items():
            terminalreporter.line(f"{count:7,}  {what}")


def _chromium_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a real Chromium. A missing one is an error: `make browser` installs it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=_chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one Chromium for the whole session."""
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a phone-sized browser window that refuses every host but loopback."""
    context = new_context(browser)
    yield context
    context.close()


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """Open a window, phone-sized unless told, in which a request to another host is an error."""
    context = browser.new_context(**{"viewport": {"width": 390, "height": 844}, **options})

    def refuse(route: Route) -> None:
        host = urlsplit(route.request.url).hostname
        if host == "127.0.0.1":
            route.continue_()
            return
        route.abort()
        raise AssertionError(f"the page asked for {route.request.url}")

    context.route("**/*", refuse)
    return context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return an empty page in a phone-sized window."""
    return context.new_page()

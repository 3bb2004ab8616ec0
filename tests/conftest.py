"""Shared fixtures: small trees, the real site built once for all workers, a server, a browser.

Every test reckons with the same day, so that no test changes its mind when evidence runs out.
"""

from __future__ import annotations

import fcntl
import gc
import hashlib
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import rjsmin
import tiny_site
from click.testing import CliRunner, Result
from helpkit import sample
from helpkit.checks.built_site import BuiltPage, read_site
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.languages import DERIVED, PROFILES
from helpkit.outputs import checker_lookup, crisis
from helpkit.publishing import manifest, release
from mkdocs.__main__ import cli as mkdocs
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)
from tiny_site import ROOT, TINY_DAY

# Builds are programs of their own: they need not compile the same packages again and again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# What tools say is asserted in English; tests of Chinese ask for it.
os.environ["HELPKIT_LANG"] = "en"

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
# When everything that was read by then has run out.
LATER = TODAY + timedelta(days=400)


def epoch(day: date) -> str:
    """Return the midnight with which a day begins as SOURCE_DATE_EPOCH has it."""
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))


EPOCH = epoch(TODAY)
SITE_URL = "https://okpay-self-help.example/"
# A machine with more to do than tests is slow, not wrong; whatever passes does not wait.
expect.set_options(timeout=20_000)
# Without these Chromium looks for its maker's hosts at every start; tests reach loopback only.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The cores run other tests: threads beside it for a page's scripts cost more than they bring.
    "--js-flags=--single-threaded",
]

SMALL_PAGE = (
    "<html><head><link rel=canonical href=https://a.example/>"
    + "".join(
        f"<link rel=alternate hreflang={language} href=https://a.example/{path}>"
        for language, path in (
            ("zh-Hans", ""),
            ("zh-Hant", "zh-hant/"),
            ("en", "en/"),
            ("x-default", ""),
        )
    )
    + "</head><body><h1>{title}</h1></body></html>"
)


def write_small_site(folder: Path, title: str) -> Path:
    """Write a site of a page in each language that passes the checks."""
    for profile in PROFILES.values():
        page = SMALL_PAGE.replace("{title}", title).replace(
            "canonical href=https://a.example/>",
            f"canonical href=https://a.example/{profile.path}>",
        )
        (folder / profile.path).mkdir(parents=True, exist_ok=True)
        (folder / profile.path / "index.html").write_text(page)
    return note_files(folder)


def note_files(folder: Path) -> Path:
    """Say in a folder's manifest that a build made all that is in it."""
    manifest.made(set(manifest.names_in(folder)) - {manifest.FILE}).write(folder)
    return folder


Tree = Callable[[dict[str, str]], Path]


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


def copy_repository(target: Path) -> Path:
    """Copy articles, data, templates, hooks and settings to a new folder."""
    for name in ("docs", "data"):
        shutil.copytree(ROOT / name, target / name)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    return tiny_site.copy_the_rest(target, settings=settings)


@pytest.fixture
def tiny_repository(tmp_path: Path) -> Path:
    """Return the tiny site as a repository that `build_tiny` builds in seconds, to be broken.

    It was built once, from nothing, and has `.build/cache` since then, as a writer's has.
    """
    return Path(shutil.copytree(build_tiny_once(), tmp_path / "repository"))


def settings_of_a_build(day: date) -> dict[str, str]:
    """Return the variables of the environment that a build reads."""
    return {
        "SOURCE_DATE_EPOCH": epoch(day),
        "SITE_URL": SITE_URL,
        "NO_MKDOCS_2_WARNING": "1",
    }


def run_mkdocs(
    root: Path, site: Path, *, strict: bool = True, day: date = TODAY, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Build the site below `root` into `site`, for the day of the tests unless told another.

    `settings` are further variables of the environment.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)]
    return subprocess.run(
        [*command, "--strict" if strict else "--no-strict"],
        cwd=root,
        env={**os.environ, **settings_of_a_build(day), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def build_tiny(repository: Path, site: Path, *options: str, strict: bool = True) -> Result:
    """Build the tiny repository into `site`, for its own day; `options` go to MkDocs.

    It is built in this process: a new one would first load all packages, which takes as long.
    """
    command = ["build", "--strict" if strict else "--no-strict", "--site-dir", str(site), *options]
    with chdir(repository):
        return CliRunner(env=settings_of_a_build(TINY_DAY)).invoke(mkdocs, command)


# --- Builds that all tests share

BUILDS = ROOT / ".build" / "tests"
KEPT = 2  # states of the sources whose builds stay, for whoever goes back and forth
SOURCES = ("docs", "data", "overrides", "hooks", "deploy", "mkdocs.yml", "requirements.lock")
SOURCES += ("tests/conftest.py", "tests/tiny_site.py", "tests/sites")


@cache
def _builds_of_these_sources() -> Path:
    """Return the folder for builds of the sources as they are now; those of older ones go."""
    digest = hashlib.sha256()
    for name in SOURCES:
        for path in sorted([ROOT / name, *(ROOT / name).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    folder = BUILDS / digest.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    os.utime(folder)
    newest_first = sorted(BUILDS.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


def built_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder `name`, which `make` fills when nobody has, from the sources as they are.

    All workers, and the next run, read the same folder: no test may write there. What `make`
    raises leaves nothing behind.
    """
    folder = _builds_of_these_sources() / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


# The articles and the data of the tiny site. They are shared: copy them.
TINY = built_once("tiny-sources", lambda folder: tiny_site.write_sources(folder / "site")) / "site"


def build_real() -> Path:
    """Return the folder with the real site, built strictly, and what the build printed."""

    def make(folder: Path) -> None:
        done = run_mkdocs(ROOT, folder / "site")
        assert done.returncode == 0, done.stderr
        (folder / "printed").write_text(done.stdout + done.stderr, encoding="utf-8")

    return built_once("real", make)


def build_tiny_once() -> Path:
    """Return the tiny repository as it is after a build. It is shared: copy it."""

    def make(folder: Path) -> None:
        repository = tiny_site.write(folder / "repository")
        # Its hooks run the program that is installed; without one of its own, copies are made sooner.
        shutil.rmtree(repository / "hooks" / "helpkit")
        command = [sys.executable, "-m", "helpkit", "--root", str(repository)]
        command += ["--today", TINY_DAY.isoformat(), "build", str(folder / "site")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        shutil.rmtree(folder / "site")
        (repository / ".build" / "changed.txt").unlink()

    return built_once("tiny-built", make) / "repository"


def build_light() -> Path:
    """Return the folder with the site as `make build` publishes it, but for compressed copies."""

    def make(folder: Path) -> None:
        shutil.copytree(build_real() / "site", folder / "site")
        problems = release.lighten(folder / "site")
        assert problems == [], "\n".join(map(str, problems))

    return built_once("light", make)


@pytest.fixture(scope="session")
def built_site() -> tuple[Path, str]:
    """Return the real site and what its build printed. It is shared: read only."""
    folder = build_real()
    return folder / "site", (folder / "printed").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def site(built_site: tuple[Path, str]) -> Path:
    """Return the folder of the built site. It is shared: read only."""
    return built_site[0]


@pytest.fixture(scope="session")
def light_site() -> Path:
    """Return the folder of the site that readers get. It is shared: read only."""
    return build_light() / "site"


@dataclass(frozen=True)
class Sample:
    """The sample world of `helpkit demo`: its sources, and the site built of them. Read only."""

    sources: Path
    site: Path


def build_demo() -> Path:
    """Return the folder with the sample world: its sources, and the site built strictly of them."""

    def make(folder: Path) -> None:
        sample.write(ROOT, target=folder / "sources", today=TODAY)
        done = run_mkdocs(folder / "sources", folder / "site")
        assert done.returncode == 0, done.stderr

    return built_once("demo", make)


@pytest.fixture(scope="session")
def demo() -> Sample:
    """Return the sample world. It is shared: read only."""
    folder = build_demo()
    return Sample(folder / "sources", folder / "site")


def build_later() -> Path:
    """Return the folder with the real site as it would be built on the day LATER."""

    def make(folder: Path) -> None:
        done = run_mkdocs(ROOT, folder / "site", day=LATER)
        assert done.returncode == 0, done.stderr

    return built_once("later", make)


@pytest.fixture(scope="session")
def later_site() -> Path:
    """Return the real site as it would be built on the day LATER. It is shared: read only."""
    return build_later() / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, BuiltPage]:
    """Return the parsed pages of the built site that somebody wrote, by file name."""
    derived = tuple(PROFILES[language].path for language in DERIVED)
    return {page.file: page for page in read_site(site) if not page.file.startswith(derived)}


@pytest.fixture(scope="session")
def real_directory() -> Directory:
    """Return the real data, read for the day of the tests."""
    loaded, problems = loading.load(ROOT, today=TODAY)
    assert loaded is not None, "\n".join(map(str, problems))
    return loaded


def real_numbers(directory: Directory) -> list[str]:
    """Return the published numbers as written, but for those too short to be told from others."""
    found = [
        value.text
        for region in directory.regions.values()
        for value in directory.published_values(region)
        if value.phone and len(value.text) > 6
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
def served(site: Path, *, port: int = 0) -> Iterator[str]:
    """Serve a built site on loopback, with its own 404 pages; without a port, at one that is free."""
    handler = partial(_Handler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests: whoever is done takes of the short ones that are left."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Spare what was loaded for all tests: to look through it for what can go costs seconds."""
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail in CI when a test was left out: nobody would notice that it shows nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    left_out = reporter.stats.get("skipped", []) if reporter else []
    if left_out and os.environ.get("CI") and session.exitstatus == pytest.ExitCode.OK:
        reporter.ensure_newline()
        for report in left_out:
            reporter.line(f"left out, which fails in CI: {report.nodeid}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


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
    # The shell without windows does the same for a third of the work.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a real Chromium. A missing one is an error: `make browser` installs it."""
    with sync_playwright() as playwright:
        started = launch(playwright.chromium)
        yield started
        started.close()


def launch(chromium: BrowserType, *arguments: str) -> Browser:
    """Start a Chromium that finds no other host than this machine."""
    nowhere_else = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    return chromium.launch(
        executable_path=_chromium_path(), args=[*CHROMIUM_ARGUMENTS, nowhere_else, *arguments]
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one Chromium for the whole session."""
    with chromium() as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a phone-sized browser window that reaches no host but loopback."""
    context = new_context(browser)
    yield context
    context.close()


_asked_elsewhere: list[str] = []


@pytest.fixture(autouse=True)
def _no_other_host_is_asked() -> Iterator[None]:
    """Fail a test in which a page asked a host that is not this machine."""
    yield
    asked = _asked_elsewhere.copy()
    _asked_elsewhere.clear()
    assert asked == []


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """Open a window, phone-sized unless told, in which a request to another host is an error.

    Its reader wants no movement: else half of each press is a page that glides to the button.
    """
    settings = {
        "viewport": {"width": 390, "height": 844},
        # A worker would answer from what it kept; test_offline.py has windows of its own.
        "service_workers": "block",
        "reduced_motion": "reduce",
        **options,
    }
    context = browser.new_context(**settings)

    # Chromium resolves no other name, so such a request fails. To stop each request would cost more.
    def note(request: Request) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            _asked_elsewhere.append(request.url)

    context.on("requestfailed", note)
    return context


_ASK_CHECKER = """async ([texts, lookup, today, region, models]) => {
  const { check } = await import("/checker.js");
  const { readCrisis } = await import("/classifier.js");
  const read = readCrisis(models);
  const answers = [];
  for (const text of texts) answers.push(await check(text, lookup, today, region, read));
  return answers;
}"""
AskChecker = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def ask_checker(browser: Browser) -> Iterator[AskChecker]:
    """Return a function that asks the checker's scripts about texts, without a site around them.

    It takes the texts, a directory or its look-up, and the day; `region`, the reader's; and
    `models` of who may be about to die, as the site has them.
    """
    scripts = ROOT / "docs" / "assets" / "scripts"

    def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path.lstrip("/")
        if name:
            # As `make build` publishes it.
            script = rjsmin.jsmin((scripts / name).read_text(encoding="utf-8"))
            route.fulfill(body=script, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    context = browser.new_context()
    context.route("**/*", serve)
    page = context.new_page()
    page.goto("https://checker.example/")

    def ask(
        texts: Iterable[str],
        source: Directory | dict[str, Any],
        *,
        today: date,
        region: str = "",
        models: str = "[]",
    ) -> list[dict[str, Any]]:
        made = source if isinstance(source, dict) else checker_lookup.lookup(source)
        # As JSON: a lone half of a character does not survive another way.
        asked = json.dumps([list(texts), made, today.isoformat(), region, json.loads(models)])
        found: list[dict[str, Any]] = page.evaluate(
            f"(text) => ({_ASK_CHECKER})(JSON.parse(text))", asked
        )
        return found

    yield ask
    context.close()


@pytest.fixture(scope="session")
def crisis_models(site: Path) -> str:
    """Return who may be about to die as the site has learned it."""
    return (site / crisis.FILE).read_text(encoding="utf-8")


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return an empty page in a phone-sized window."""
    return context.new_page()

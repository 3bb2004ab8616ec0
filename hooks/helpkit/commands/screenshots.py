"""Pictures of the pages that a change touches, before and after it, as a phone shows them.

Both sites are built from their own sources, side by side, and opened in the Chromium that the tests
use. It belongs to what tests need, so where it is not installed there are no pictures.
"""

from __future__ import annotations

import contextlib
import http.server
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from helpkit import git
from helpkit.addresses import page_address
from helpkit.articles.article import Pages
from helpkit.cache import CACHE_FOLDER
from helpkit.checks import built_site
from helpkit.languages import LANGUAGES, PUBLISHED
from helpkit.messages import Message, message
from helpkit.outputs import indexnow

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = "pictures"
# The most pages to compare; nobody looks at more.
MOST = 12
WIDTH, HEIGHT = 390, 844
# Pixels from the top of a page: Chromium draws no higher picture.
MOST_HEIGHT = 16_000
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable")
# The browser finds no other host than this machine.
_ARGUMENTS = ["--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
_DESIGN = ("overrides/", "docs/assets/")


@dataclass(frozen=True, slots=True)
class Pair:
    """An address below the site's root, and the files of its pictures; None where no page is."""

    address: str
    before: str | None
    after: str | None


class NoPictures(Exception):
    """Why there are none, as a message."""

    def __init__(self, key: str, /, **values: str) -> None:
        self.message: Message = message(key, **values)
        super().__init__(key)


def take(
    root: Path,
    *,
    start: str,
    changed: Collection[str],
    articles: Pages,
    today: date,
    folder: Path,
) -> tuple[list[Pair], int]:
    """Take pictures of the pages that differ from those of the commit `start`, into `folder`.

    Pages of changed articles come first, then others whose text is another one; where the design
    changed, a page of each type as well. A page that looks the same on a phone is left out. Returns
    the pairs, and how many pages were not looked at for their number. Raises NoPictures.
    """
    browser_path()  # before anything is built
    with tempfile.TemporaryDirectory(prefix="okpay-report-") as made:
        sites = _build(root, start, Path(made), today=today)
        wanted = list(dict.fromkeys(_addresses(sites, changed, articles)))
        pairs = list(_photograph(sites, wanted[:MOST], folder))
    return pairs, len(wanted[MOST:])


def browser_path() -> str | None:
    """Return where a Chromium is, None for the one that Playwright keeps. Raises NoPictures."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoPictures("report-no-browser") from None
    if path := next(filter(None, map(shutil.which, BROWSERS)), None):
        return path
    with sync_playwright() as started:
        if not Path(started.chromium.executable_path).exists():
            raise NoPictures("report-no-browser")
    return None


def _build(root: Path, start: str, made: Path, *, today: date) -> tuple[Path, Path]:
    """Build the site of a commit and that of the working tree. Raises NoPictures."""
    before = made / "source"
    with tarfile.open(fileobj=io.BytesIO(git.archive(root, start))) as archive:
        archive.extractall(before, filter="data")
    if (root / CACHE_FOLDER).is_dir():  # what both are made of is made once
        shutil.copytree(root / CACHE_FOLDER, before / CACHE_FOLDER)
    midnight = datetime.combine(today, time(), UTC)
    running = []
    for source, name in ((before, "before"), (root, "after")):
        environment = {
            **os.environ,
            "SOURCE_DATE_EPOCH": str(int(midnight.timestamp())),
            "NO_MKDOCS_2_WARNING": "1",
            "PYTHONPATH": str(source / "hooks"),  # its own code, not ours
        }
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir"]
        running.append(
            subprocess.Popen(
                [*command, str(made / name)],
                cwd=source,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
            )
        )
    said = [process.communicate()[1] for process in running]
    for process, words, key in zip(
        running, said, ("report-not-built-before", "report-not-built"), strict=True
    ):
        if process.returncode:
            raise NoPictures(key, why=words.strip().rpartition("\n")[2])
    return made / "before", made / "after"


def _addresses(
    sites: tuple[Path, Path],
    changed: Collection[str],
    articles: Pages,
) -> Iterator[str]:
    """Yield the addresses to look at, those of changed articles first."""
    for name in changed:
        for code in PUBLISHED:
            if name.startswith(f"docs/{code}/") and name.endswith(".md"):
                slug = name.removeprefix(f"docs/{code}/").removesuffix(".md")
                yield page_address(slug, language=code)
    if any(name.startswith(_DESIGN) for name in changed):
        for code in LANGUAGES:
            first = {
                article.front.type: slug
                for slug, article in reversed([*articles[code].items()])
                if article.front
            }
            yield from (page_address(slug, language=code) for slug in first.values())
    site_url = built_site.address_of(sites[1])
    for address in indexnow.changed(*sites):
        yield address.removeprefix(site_url)


def _photograph(sites: tuple[Path, Path], addresses: Sequence[str], folder: Path) -> Iterator[Pair]:
    """Yield the pictures of each address that look different. Raises NoPictures."""
    from playwright.sync_api import Error, sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with contextlib.ExitStack() as stack:
        bases = [stack.enter_context(_served(site)) for site in sites]
        playwright = stack.enter_context(sync_playwright())
        try:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=_ARGUMENTS)
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                reduced_motion="reduce",
                service_workers="block",
            )
            for address in addresses:
                taken = [
                    _picture(page, f"{base}/{address}") if _page_at(site, address) else None
                    for site, base in zip(sites, bases, strict=True)
                ]
                if taken[0] != taken[1]:
                    yield Pair(address, *_written(taken, address, folder))
            browser.close()
        except Error as error:
            raise NoPictures("report-browser-failed", why=error.message.strip()) from None


def _written(taken: Sequence[bytes | None], address: str, folder: Path) -> Iterator[str | None]:
    """Write the pictures of a page; yield where they lie beside the report."""
    for picture, when in zip(taken, ("before", "after"), strict=True):
        name = f"{address.strip('/').replace('/', '-') or 'home'}-{when}.png"
        if picture:
            (folder / name).write_bytes(picture)
        yield f"{folder.name}/{name}" if picture else None


def _page_at(site: Path, address: str) -> bool:
    return (site / address / "index.html").is_file()


def _picture(page: Page, url: str) -> bytes:
    """Return a picture of a whole page."""
    page.goto(url)
    height: int = page.evaluate("document.documentElement.scrollHeight")
    return page.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": WIDTH, "height": min(height, MOST_HEIGHT)},
        animations="disabled",
    )


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _served(site: Path) -> Iterator[str]:
    """Serve a folder on this machine for a while; gives its address without a slash at the end."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Silent, directory=str(site))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()

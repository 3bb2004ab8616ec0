"""What a first view weighs: ours beside stock Material and Zensical, and as the site grows.

`make bench-weight` generates the same pages for all (`generated_site`), opens them in a real
Chromium with nothing stored, and prints requests and brotli bytes of all that the page asks for.
Ours is the site as published, blocks and all; the others have articles without our blocks.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import brotli

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "search")]
import generated_site  # noqa: E402
import peers  # noqa: E402
from conftest import CHROMIUM_ARGUMENTS, _chromium_path, run_mkdocs  # noqa: E402
from helpkit.publishing import release  # noqa: E402
from page_kinds import KINDS  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from search_bench import served  # noqa: E402

SMALL, LARGE = 100, 2000
ARTICLE = "topic-1/part-1/page-1/"


def build_ours(root: Path, site: Path) -> Path:
    """Build and lighten a site as `make build` does."""
    done = run_mkdocs(root, site)
    problems = [] if done.returncode else release.lighten(site)
    if done.returncode or problems:
        sys.exit(done.stderr + "\n".join(map(str, problems)))
    return site


def build_other(command: list[str | Path], project: Path) -> Path:
    """Build a project of another tool; end the benchmark with what it printed if that fails."""
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return project / "site"


@contextmanager
def opened(browser: Browser, site: Path) -> Iterator[tuple[Browser, str, Path]]:
    """Serve a site to the browser."""
    with served(site) as base:
        yield browser, base, site


def first_view(place: tuple[Browser, str, Path], address: str) -> tuple[int, int]:
    """Return the requests of a page in a new window, and the brotli bytes of what they asked for.

    A request to another host counts as one of no bytes: it cannot be answered here.
    """
    browser, base, site = place
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base}/{address}", wait_until="networkidle")
    # The browser loads the icon without telling the page.
    icon = page.locator("link[rel=icon]").first.evaluate("link => link.href")
    context.close()
    urls = list(dict.fromkeys([*asked, icon]))
    return len(urls), weight(site, (url.removeprefix(base) for url in urls))


def weight(site: Path, addresses: Iterable[str]) -> int:
    """Return the brotli bytes of the files behind addresses below the root of the site."""
    total = 0
    for address in addresses:
        path = urlsplit(address).path.lstrip("/")
        file = site / (f"{path}index.html" if path.endswith("/") or not path else path)
        if file.is_file():
            content = file.read_bytes()
            total += min(len(content), len(brotli.compress(content)))
    return total


def main() -> None:
    """Build everything, print the tables."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        place = Path(folder)
        roots = {n: generated_site.make(place / f"source-{n}", count=n) for n in (SMALL, LARGE)}
        sites = {n: build_ours(root, place / f"ours-{n}") for n, root in roots.items()}
        mkdocs = [Path(sys.executable).parent / "mkdocs", "build", "--quiet"]
        material = peers.write_material(place / "material", roots[SMALL], prune=True)
        others = {"stock Material, pruned": (build_other(mkdocs, material), ("", "en/"))}
        zensical = peers.install_zensical()
        if zensical is None:
            print("Zensical could not be installed here; its row is missing.")
        else:
            chinese, _ = peers.write_zensical(place / "zensical", roots[SMALL], prune=True)
            build_other([zensical, "build", "--clean"], chinese)
            others["Zensical, pruned (zh)"] = (chinese / "site", ("",))
        browser = playwright.chromium.launch(
            executable_path=_chromium_path(), args=CHROMIUM_ARGUMENTS
        )
        with opened(browser, sites[SMALL]) as ours:
            report(ours, {name: (browser, *each) for name, each in others.items()})
        for folder_ in ("", "en/"):
            small, large = (
                (site / folder_ / ARTICLE / "index.html").stat().st_size for site in sites.values()
            )
            print(
                f"/{folder_}{ARTICLE}: {small} bytes of HTML among {SMALL} pages a language,"
                f" {large} among {LARGE} ({large / small:.2f} times)"
            )
        browser.close()


def report(
    ours: tuple[Browser, str, Path],
    others: dict[str, tuple[Browser, Path, tuple[str, ...]]],
) -> None:
    """Print the article beside the others', then each kind of page."""
    print(f"{'first view, phone':44}{'requests':>9}{'KB brotli':>11}   ours is")
    own = {}
    for language in ("", "en/"):
        own[language] = first_view(ours, language + ARTICLE)
        print_row(f"ours /{language}{ARTICLE}", own[language])
    for name, (browser, site, languages) in others.items():
        with opened(browser, site) as place:
            for language in languages:
                found = first_view(place, language + ARTICLE)
                ratio = own[language][1] / found[1]
                print_row(f"{name} /{language}{ARTICLE}", found, f"{ratio:6.2f} times")
    for kind in KINDS:
        for language in ("", "en/"):
            # A host answers with this file; the one here has no such answer.
            address = language + kind.replace("no-such-page/", "404.html")
            print_row(f"ours /{address}", first_view(ours, address))


def print_row(name: str, found: tuple[int, int], more: str = "") -> None:
    """Print requests and kilobytes of a first view."""
    print(f"{name:44}{found[0]:9}{found[1] / 1000:11.1f}   {more}")


if __name__ == "__main__":
    main()

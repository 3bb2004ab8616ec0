"""`make gallery`: pictures of every kind of page, for people to look at. Nothing is asserted here.

Writes FOLDER/index.html and the pictures beside it: four widths, both languages, both colour
schemes, and each page printed on A4.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pypdfium2
from conftest import ROOT, chromium, new_context, run_mkdocs, served
from helpkit import publishing
from page_kinds import FOLDERS, KINDS
from playwright.sync_api import Browser, Page

WIDTHS = {320: 568, 390: 844, 768: 1024, 1440: 900}
SCHEMES = ("light", "dark")
# A page of paper, in dots of the screen per point.
SCALE = 1.0


def name_of(kind: str) -> str:
    """Return the name of a kind of page as part of a file name."""
    return kind.strip("/").replace("/", "-") or "home"


def on_screens(browser: Browser, base: str, folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Take a picture of the whole of each page; yield kind, caption and file."""
    for scheme in SCHEMES:
        for width, height in WIDTHS.items():
            context = new_context(
                browser, viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page = context.new_page()
            for kind in KINDS:
                for language, prefix in FOLDERS.items():
                    page.goto(f"{base}/{prefix}{kind}")
                    file = folder / f"{name_of(kind)}-{language}-{width}-{scheme}.jpg"
                    page.screenshot(path=file, full_page=True, type="jpeg", quality=70)
                    yield kind, f"{language}, {width} px, {scheme}", file
            context.close()


def on_paper(page: Page, base: str, folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Print each page on A4; yield kind, caption and file for each sheet side."""
    for kind in KINDS:
        for language, prefix in FOLDERS.items():
            page.goto(f"{base}/{prefix}{kind}")
            paper = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
            for number, side in enumerate(paper, 1):
                file = folder / f"{name_of(kind)}-{language}-paper-{number}.jpg"
                side.render(scale=SCALE).to_pil().convert("RGB").save(file, quality=70)
                yield kind, f"{language}, A4, page {number} of {len(paper)}", file


def index_page(pictures: dict[str, list[tuple[str, str]]]) -> str:
    """Return the page that shows all pictures, small, each a link to itself."""
    parts = ["<!doctype html><meta charset=utf-8><title>Gallery</title>"]
    parts.append("<style>img{width:15rem;height:22rem;object-fit:cover;object-position:top;")
    parts.append("border:1px solid}figure{display:inline-block;margin:.5rem}</style>")
    for kind, found in pictures.items():
        parts.append(f"<h2>{escape(name_of(kind))}</h2>")
        for caption, file in found:
            picture = f'<img src="{file}" alt="" loading="lazy">'
            parts.append(
                f'<figure><a href="{file}">{picture}</a>'
                f"<figcaption>{escape(caption)}</figcaption></figure>"
            )
    return "\n".join(parts)


def main(folder: Path) -> None:
    """Build the site, take all pictures and say where they are."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    site = folder / "site"
    done = run_mkdocs(ROOT, site)
    if done.returncode:
        sys.exit(done.stderr)
    publishing.lighten(site)
    pictures: dict[str, list[tuple[str, str]]] = {kind: [] for kind in KINDS}
    with served(site) as base, chromium() as browser:
        for kind, caption, file in on_screens(browser, base, folder):
            pictures[kind].append((caption, file.name))
        context = new_context(browser)
        for kind, caption, file in on_paper(context.new_page(), base, folder):
            pictures[kind].append((caption, file.name))
        context.close()
    (folder / "index.html").write_text(index_page(pictures), encoding="utf-8")
    total = sum(map(len, pictures.values()))
    print(f"{total} pictures of {len(KINDS)} kinds of page: {folder / 'index.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

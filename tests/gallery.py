"""`make gallery`: pictures of every kind of page, for people to look at. Nothing is asserted here.

Writes FOLDER/index.html and the pictures beside it: four widths, both languages, both colour
schemes, and each page printed on A4. The index shows first screens and sheets side by side and
says how long each page is; a picture leads to the whole of its page.
`make gallery PAGES="/ /urgent/"` looks at these alone.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from conftest import ROOT, chromium, new_context, run_mkdocs, served
from helpkit.publishing import release
from page_kinds import FOLDERS, KINDS
from playwright.sync_api import Browser, Page

WIDTHS = {320: 568, 390: 844, 768: 1024, 1440: 900}
SCHEMES = ("light", "dark")
# Pixels of the picture of a sheet per point of paper.
SCALE = 1.5
STYLE = """
body { margin: 1rem; font: 0.9rem system-ui, sans-serif; }
nav { columns: 14rem; }
.row { display: flex; gap: 0.75rem; overflow-x: auto; align-items: start; }
figure { flex: none; margin: 0.5rem 0; }
img { display: block; height: 24rem; object-fit: cover; object-position: top; border: 1px solid; }
"""


class Picture(NamedTuple):
    """A picture: the row it stands in, what it shows, its file, and width by height of its start."""

    row: str
    caption: str
    file: Path
    start: tuple[int, int]


def name_of(kind: str) -> str:
    """Return the name of a kind of page as part of a file name."""
    return kind.strip("/").replace("/", "-") or "home"


def on_screens(
    browser: Browser, base: str, kinds: Sequence[str], folder: Path
) -> Iterator[tuple[str, Picture]]:
    """Take pictures of the whole of each page; yield its kind with each."""
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = new_context(
                browser, viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page = context.new_page()
            for kind in kinds:
                for language, prefix in FOLDERS.items():
                    page.goto(f"{base}/{prefix}{kind}")
                    screens = page.evaluate("document.documentElement.scrollHeight") / height
                    file = folder / f"{name_of(kind)}-{language}-{width}-{scheme}.jpg"
                    page.screenshot(path=file, full_page=True, type="jpeg", quality=70)
                    caption = f"{language}, {scheme}: {screens:.1f} screens"
                    yield kind, Picture(f"{width} px", caption, file, (width, height))
            context.close()


def on_paper(
    page: Page, base: str, kinds: Sequence[str], folder: Path
) -> Iterator[tuple[str, Picture]]:
    """Print each page on A4; yield its kind with the picture of each side."""
    for kind in kinds:
        for language, prefix in FOLDERS.items():
            page.goto(f"{base}/{prefix}{kind}")
            with pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True)) as paper:
                for number, side in enumerate(paper, 1):
                    file = folder / f"{name_of(kind)}-{language}-paper-{number}.jpg"
                    side.render(scale=SCALE).to_pil().convert("RGB").save(file, quality=70)
                    caption = f"{language}: side {number} of {len(paper)}"
                    yield kind, Picture(f"A4, {language}", caption, file, (210, 297))


def index_page(pictures: dict[str, list[Picture]]) -> str:
    """Return the page that shows the start of all pictures, each a link to the whole."""
    parts = ["<!doctype html><html lang=en><meta charset=utf-8><title>Gallery</title>"]
    parts.append(f"<style>{STYLE}</style><h1>Gallery</h1><nav><ul>")
    parts += [f'<li><a href="#{name_of(kind)}">{name_of(kind)}</a></li>' for kind in pictures]
    parts.append("</ul></nav>")
    for kind, found in pictures.items():
        parts.append(f'<h2 id="{name_of(kind)}">{name_of(kind)}</h2>')
        for row in dict.fromkeys(picture.row for picture in found):
            parts.append(f'<h3>{escape(row)}</h3><div class="row">')
            for _, caption, file, (width, height) in (p for p in found if p.row == row):
                parts.append(
                    f'<figure><a href="{file.name}"><img src="{file.name}" alt="" loading="lazy"'
                    f' style="aspect-ratio: {width} / {height}"></a>'
                    f"<figcaption>{escape(caption)}</figcaption></figure>"
                )
            parts.append("</div>")
    return "\n".join(parts)


def main(folder: Path, kinds: Sequence[str]) -> None:
    """Build the site, take all pictures and say where they are."""
    if unknown := set(kinds) - set(KINDS):
        sys.exit(f"{min(unknown)} is not in tests/page_kinds.py. It knows: {' '.join(KINDS)}")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    site = folder / "site"
    done = run_mkdocs(ROOT, site)
    if done.returncode:
        sys.exit(done.stderr)
    release.lighten(site)
    pictures: dict[str, list[Picture]] = {kind: [] for kind in kinds}
    with served(site) as base, chromium() as browser:
        for kind, picture in on_screens(browser, base, kinds, folder):
            pictures[kind].append(picture)
        context = new_context(browser)
        for kind, picture in on_paper(context.new_page(), base, kinds, folder):
            pictures[kind].append(picture)
        context.close()
    (folder / "index.html").write_text(index_page(pictures), encoding="utf-8")
    total = sum(map(len, pictures.values()))
    print(f"{total} pictures of {len(kinds)} kinds of page: {folder / 'index.html'}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [kind.lstrip("/") for kind in sys.argv[2:]] or KINDS)

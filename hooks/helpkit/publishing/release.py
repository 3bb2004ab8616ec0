"""From a built site to the one that readers get: light files first, then the swap.

`lighten` works in place, on a copy that nobody reads yet; `swap` replaces the old site whole or not
at all.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import lightningcss
import rjsmin

from helpkit.addresses import page_address
from helpkit.kept import Shelf
from helpkit.languages import LANGUAGES
from helpkit.problems import Problem
from helpkit.publishing import fingerprints

# A smaller file fits into one packet as it is.
_LEAST = 512
_TEXTS = {
    *(".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".vcf", ".webmanifest", ".xml"),
    *(".ics", ".csv"),
}
# Quality 11 takes two and a half times as long as 10 for 2 % less; 9 gives 8 % more than 10 in a
# sixth of the time, enough for what machines fetch. Every page asks for styles and scripts.
_QUALITY = 10
_QUALITIES = dict.fromkeys((".md", ".svg", ".txt", ".vcf", ".xml"), 9)
_QUALITIES |= dict.fromkeys((".css", ".js"), 11)
# A reader with a thief on the line and a bad network gets these in the first packets.
_IN_ONE_ROUND_TRIP = tuple(
    f"{page_address('urgent/index', language=language)}index.html" for language in LANGUAGES
)
# Sheets in folders of this name are only imported by others.
_PARTS = "parts"
# The oldest browsers that style sheets are written for, as browserslist names them (2019 and 2020).
# Newer syntax gets its older form beside or instead of it.
_BROWSERS = ["ios_saf 13", "chrome 80"]
_INDENT = re.compile(r"\n[ \t]+")
_BETWEEN = re.compile(r">\n+<")
_KEEPS_SPACE = re.compile(r"<(?:pre|textarea)\b")


def lighten(site: Path) -> list[Problem]:
    """Take white space out of pages, styles and scripts, put style sheets together, name assets by content.

    Pages lose their indentation, where white space means nothing. Returns what is wrong; the folder
    is then of no use.
    """
    if problems := _bundle_sheets(site):
        return problems
    for path in sorted(site.rglob("*.html")):
        text = page = path.read_text(encoding="utf-8")
        if not _KEEPS_SPACE.search(page):
            head, body, rest = _INDENT.sub("\n", page).partition("<body")
            # In a head no space is shown; in a body many are as good as one.
            text = _BETWEEN.sub("><", head) + body + _BETWEEN.sub(">\n<", rest)
        path.write_text(text, encoding="utf-8", newline="")
    for path in sorted(site.rglob("*.js")):
        script = path.read_text(encoding="utf-8")
        path.write_text(rjsmin.jsmin(script), encoding="utf-8", newline="")
    return fingerprints.rename(site)


def _bundle_sheets(site: Path) -> list[Problem]:
    """Put the parts that a style sheet imports in their places; parts are no files of their own then."""
    for path in sorted(site.rglob("*.css")):
        if path.parent.name == _PARTS:
            continue
        try:
            sheet = lightningcss.bundle_css(str(path), browsers_list=_BROWSERS)
        except (ValueError, OSError) as error:
            return [_unreadable_sheet(str(error), site)]
        path.write_text(sheet, encoding="utf-8", newline="")
    for folder in list(site.rglob(_PARTS)):
        shutil.rmtree(folder)
    return []


def _unreadable_sheet(message: str, site: Path) -> Problem:
    """Return what is wrong with a sheet: the message counts lines from 0 and columns from 1."""
    reason, _, place = message.removeprefix("Bundling failed: ").rpartition(" at ")
    file, line, column = place.rsplit(":", 2)
    return Problem(
        Path(os.path.relpath(file, site)).as_posix(),
        int(line) + 1,
        int(column),
        "site-style-sheet",
        f"The style sheet cannot be read: {reason}.",
        "mend it in docs/assets/styles",
    )


def compress(site: Path, *, kept: Shelf) -> None:
    """Write a `.br` and a `.gz` copy beside every text that they make smaller.

    The same text gives the same bytes: no time stands in the copies.
    """
    texts = [path for path in sorted(site.rglob("*")) if path.suffix in _TEXTS]
    most = {site / file for file in _IN_ONE_ROUND_TRIP}

    def copies(path: Path) -> dict[str, bytes]:
        content = path.read_bytes()
        if len(content) < _LEAST:
            return {}
        quality = 11 if path in most else _QUALITIES.get(path.suffix, _QUALITY)
        return kept.get(content, bytes([quality]), make=lambda: _copies(content, quality))

    with ThreadPoolExecutor() as pool:  # both libraries let other threads run
        for path, found in zip(texts, pool.map(copies, texts), strict=True):
            for ending, copy in found.items():
                path.with_name(path.name + ending).write_bytes(copy)


def is_finished(built: Path) -> bool:
    """Return whether a folder holds a site that was built to the end."""
    return (built / "index.html").is_file()


def put_back(site: Path) -> None:
    """Give the old site its place again if a swap was cut off between its two renames."""
    old = _old(site)
    if old.exists() and not site.exists():
        old.rename(site)


def swap(built: Path, *, site: Path) -> None:
    """Make `built` the site. Both must be on one file system; the old site is removed last.

    Until the two renames the old site is untouched, and if the second one fails it is put back.
    Raises FileNotFoundError if there is no built site.
    """
    if not is_finished(built):
        raise FileNotFoundError(f"{built} holds no finished site")
    put_back(site)
    old = _old(site)
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    try:
        built.rename(site)
    except OSError:
        put_back(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _old(site: Path) -> Path:
    """Return where the old site lies while the new one takes its place."""
    return site.with_name(f".{site.name}.old")


def _copies(content: bytes, quality: int) -> dict[str, bytes]:
    """Return the copies of a content that are smaller than it, by ending."""
    # A window of the content's size: clearing a larger one takes longer than the work in it.
    window = min(max(len(content).bit_length(), 16), 22)
    copies = {
        ".br": brotli.compress(content, quality=quality, lgwin=window),
        ".gz": gzip.compress(content, mtime=0),
    }
    return {ending: copy for ending, copy in copies.items() if len(copy) < len(content)}

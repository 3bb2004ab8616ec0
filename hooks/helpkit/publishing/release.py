"""From a built site to the one that readers get: light files first, then the swap.

`lighten` works in place, on a copy that nobody reads yet; `swap` replaces the old site whole or not
at all, whenever it is cut off.
"""

from __future__ import annotations

import ctypes
import errno
import gzip
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import brotli
import lightningcss
import rjsmin

from helpkit.addresses import page_address
from helpkit.cache import Cache
from helpkit.languages import PUBLISHED
from helpkit.messages import Message, Refused, message
from helpkit.outputs import search_index
from helpkit.problems import Problem
from helpkit.publishing import fingerprints, manifest
from helpkit.publishing.manifest import Manifest

# Smaller files fit into one packet uncompressed.
_LEAST = 512
_TEXTS = {
    *(".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".vcf", ".webmanifest", ".xml"),
    *(".ics", ".csv"),
}
# Quality 8 gives 0.2 % more than 9 in half of the time, and that 8 % more than 10 in a seventh; 11
# takes three times as long as 10 for 2 % less. Of gzip, 7 gives 0.3 % more than 9 in half of the time.
# Pages change with every article; every page asks for styles and scripts, every search for an index.
_QUALITY, _LEVEL = 8, 7
_QUALITIES = {".css": 11, ".js": 11}
_INDEXES = {PurePosixPath(search_index.file(language, "index")).stem for language in PUBLISHED}
# Pages that must arrive in the first packets: readers with a fraudster on the line and a bad
# network.
_IN_ONE_ROUND_TRIP = tuple(
    f"{page_address('urgent/index', language=language)}index.html" for language in PUBLISHED
)
# Sheets in folders of this name are only imported by others.
_PARTS = "parts"
# The oldest browsers that style sheets are written for, as browserslist names them (2019 and 2020).
# Newer syntax gets its older form beside or instead of it.
_BROWSERS = ["ios_saf 13", "chrome 80"]
_INDENT = re.compile(r"\n[ \t]+")
_BETWEEN = re.compile(r">\n+<")
# From Linux' fcntl.h and fs.h: "relative to here", and "let both change places".
_HERE, _EXCHANGE = -100, 2
# Error codes of systems or file systems without this call.
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
_KEEPS_SPACE = re.compile(r"<(?:pre|textarea)\b")


def lighten(site: Path) -> list[Problem]:
    """Take white space out of pages, styles and scripts, put style sheets together, name assets by content.

    Pages lose their indentation, where white space means nothing. Returns what is wrong; the folder
    is then of no use.
    """
    (site / manifest.FILE).unlink(missing_ok=True)  # the files that it names get other names
    if problems := _bundle_sheets(site):
        return problems
    for path in sorted(site.rglob("*.html")):
        text = page = path.read_text(encoding="utf-8")
        if not _KEEPS_SPACE.search(page):
            head, body, rest = _INDENT.sub("\n", page).partition("<body")
            # White space is never shown in a head, and collapses in a body.
            text = _BETWEEN.sub("><", head) + body + _BETWEEN.sub(">\n<", rest)
        path.write_text(text, encoding="utf-8", newline="")
    for path in sorted(site.rglob("*.js")):
        script = path.read_text(encoding="utf-8")
        path.write_text(rjsmin.jsmin(script), encoding="utf-8", newline="")
    return fingerprints.rename(site)


def _bundle_sheets(site: Path) -> list[Problem]:
    """Inline the sheets that a style sheet imports, and remove their files."""
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
    return Problem.of(
        Path(os.path.relpath(file, site)).as_posix(),
        int(line) + 1,
        int(column),
        "site-style-sheet",
        reason=reason,
    )


def compress(site: Path, *, cache: Cache) -> None:
    """Write a `.br` and a `.gz` copy beside every text that they make smaller.

    The same text gives the same bytes: no time stands in the copies.
    """
    texts = [path for path in sorted(site.rglob("*")) if path.suffix in _TEXTS]
    most = {site / file for file in _IN_ONE_ROUND_TRIP} | {
        path
        for path in (site / "assets" / "search").glob("*.json")
        if path.name.partition(".")[0] in _INDEXES  # behind the first dot stands a fingerprint
    }

    def copies(path: Path) -> dict[str, bytes]:
        content = path.read_bytes()
        if len(content) < _LEAST:
            return {}
        quality = 11 if path in most else _QUALITIES.get(path.suffix, _QUALITY)
        return cache.get(content, bytes([quality]), make=lambda: _copies(content, quality))

    with ThreadPoolExecutor() as pool:  # both libraries let other threads run
        for path, found in zip(texts, pool.map(copies, texts), strict=True):
            for ending, copy in found.items():
                path.with_name(path.name + ending).write_bytes(copy)


def fresh_build(folder: Path, *, site: Path) -> Manifest:
    """Return the manifest of a fresh build in a folder. Raises Refused if it cannot become the site."""
    refuse_links(folder, site)
    if not is_finished(folder):
        raise Refused("no-finished-site", folder=str(folder), before=as_before(site))
    try:
        made = manifest.read_in(folder)
    except manifest.Unreadable:
        raise Refused(
            "no-manifest", folder=str(folder), file=manifest.FILE, before=as_before(site)
        ) from None
    if made.site_url:
        raise Refused("published-before", folder=str(folder), before=as_before(site))
    return made


def refuse_links(folder: Path, site: Path) -> None:
    """Raise Refused if two folders cannot be exchanged: one is a link, or inside the other."""
    for path in (folder, site):
        if path.is_symlink():
            raise Refused("site-is-link", path=str(path), target=str(path.readlink()))
    inner, outer = folder.resolve(), site.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise Refused("in-each-other", folder=str(folder), site=str(site))


def as_before(site: Path) -> Message:
    """Return the sentence that a site was left alone, or that there is none."""
    return message("site-as-before" if site.exists() else "no-site-yet", site=str(site))


def drop_copies(site: Path) -> None:
    """Remove every compressed copy: those that go out are made here, from what goes out."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (".br", ".gz") and path.is_file():
            path.unlink()


def is_finished(built: Path) -> bool:
    """Return whether a folder holds a site that was built to the end."""
    return (built / "index.html").is_file()


def put_back(site: Path) -> None:
    """Move the old site back if a two-step swap was interrupted between its steps."""
    old = _old(site)
    if old.exists() and not site.exists():
        old.rename(site)


def swap(built: Path, *, site: Path) -> None:
    """Make `built` the site. Both must be on one file system; the old site is removed last.

    Where the system can exchange two folders, there is a site at every moment. Elsewhere there is
    none between two renames; `put_back` mends that. Raises FileNotFoundError if there is no built
    site, OSError if the system refuses; the old site is then where it was.
    """
    if not is_finished(built):
        raise FileNotFoundError(f"{built} holds no finished site")
    put_back(site)
    old = _old(site)
    shutil.rmtree(old, ignore_errors=True)
    if not site.exists():
        site.absolute().parent.mkdir(parents=True, exist_ok=True)
        built.rename(site)
    elif exchange(built, site):
        shutil.rmtree(built, ignore_errors=True)
    else:
        site.rename(old)
        try:
            built.rename(site)
        except OSError:
            put_back(site)
            raise
        shutil.rmtree(old, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; return False where the system cannot.

    Raises OSError where it could but refuses, for example for folders on different disks.
    """
    if os.name == "nt":  # there is no C library of the whole process to ask
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number))


def _old(site: Path) -> Path:
    """Return where the old site lies while the new one takes its place in two steps."""
    return site.with_name(f".{site.name}.old")


def _copies(content: bytes, quality: int) -> dict[str, bytes]:
    """Return the compressed copies that are smaller than the content, by extension."""
    # A window of the content's size: clearing a larger one takes longer than the work in it.
    window = min(max(len(content).bit_length(), 16), 22)
    copies = {
        ".br": brotli.compress(content, quality=quality, lgwin=window),
        ".gz": gzip.compress(content, compresslevel=_LEVEL, mtime=0),
    }
    return {ending: copy for ending, copy in copies.items() if len(copy) < len(content)}

"""From a built site to the one that readers get: light files first, then the swap.

`lighten` works in place, on a copy that nobody reads yet; `swap` replaces the old site whole or not
at all.
"""

from __future__ import annotations

import gzip
import re
import shutil
import zlib
from collections.abc import Callable, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import rjsmin

from helpkit.problems import Problem
from helpkit.publishing import fingerprints, styles

Pack = Callable[[bytes], bytes]
Unpack = Callable[[bytes], bytes]

# A smaller file fits into one packet as it is.
_LEAST = 512
_TEXTS = {
    *(".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".vcf", ".webmanifest", ".xml"),
    *(".ics", ".csv"),
}
_FORMATS: Mapping[str, tuple[Pack, Unpack]] = {
    ".br": (lambda content: brotli.compress(content, quality=11), brotli.decompress),
    ".gz": (lambda content: gzip.compress(content, mtime=0), gzip.decompress),
}
_SHEET = "assets/styles/site.css"
# A reader with a thief on the line and a bad network gets these in the first packets.
_IN_ONE_ROUND_TRIP = ("urgent/index.html", "en/urgent/index.html")
_INDENT = re.compile(r"\n[ \t]+")
_BETWEEN = re.compile(r">\n+<")
_KEEPS_SPACE = re.compile(r"<(?:pre|textarea)\b")


def lighten(site: Path) -> list[Problem]:
    """Cut style sheets to the rules in use, take space out of scripts, name assets by content.

    Pages lose their indentation, where white space means nothing. Returns what is wrong; the folder is then of no use.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    names = styles.names_of(pages.values())
    styled: set[str] = set()
    for path in sorted(site.rglob("*.css")):
        sheet = path.read_text(encoding="utf-8")
        try:
            path.write_text(styles.cut(sheet, names), encoding="utf-8", newline="")
            styled |= styles.styled(sheet)
        except styles.UnreadableSheet as error:
            reason = str(error).rstrip(".")
            what = f"The style sheet cannot be read: {reason}."
            fix = "mend it in docs/assets/styles"
            file = path.relative_to(site).as_posix()
            return [Problem(file, error.line, error.column, "site-style-sheet", what, fix)]
    _give_own_sheets(site, pages)
    for path, page in pages.items():
        text = page
        if not _KEEPS_SPACE.search(page):
            head, body, rest = _INDENT.sub("\n", page).partition("<body")
            # In a head no space is shown; in a body many are as good as one.
            text = _BETWEEN.sub("><", head) + body + _BETWEEN.sub(">\n<", rest)
        path.write_text(text, encoding="utf-8", newline="")
    return _minify_scripts(site, names, styled) + fingerprints.rename(site)


def _give_own_sheets(site: Path, pages: dict[Path, str]) -> None:
    """Give urgent pages a sheet cut to what they alone use; the order of its rules stays."""
    common = site / _SHEET
    urgent = [path for file in _IN_ONE_ROUND_TRIP if (path := site / file) in pages]
    if urgent and common.is_file():
        names = styles.names_of(pages[path] for path in urgent)
        own = common.with_name("urgent.css")
        sheet = styles.cut(common.read_text(encoding="utf-8"), names)
        own.write_text(sheet, encoding="utf-8", newline="")
        for path in urgent:
            pages[path] = pages[path].replace(_SHEET, _SHEET.replace(common.name, own.name))


def _minify_scripts(site: Path, names: Set[str], styled: Set[str]) -> list[Problem]:
    problems = []
    for path in sorted(site.rglob("*.js")):
        script = path.read_text(encoding="utf-8")
        file = path.relative_to(site).as_posix()
        for name in styles.undeclared(script, names, styled=styled):
            what = f'The script puts "{name}" on pages, and its style would be cut.'
            fix = "add it to SCRIPT_NAMES in hooks/helpkit/styles.py"
            problems.append(Problem(file, 1, 1, "site-undeclared-name", what, fix))
        path.write_text(rjsmin.jsmin(script), encoding="utf-8", newline="")
    return problems


def compress(site: Path, *, last: Path) -> None:
    """Write a `.br` and a `.gz` copy beside every text that they make smaller.

    The same text gives the same bytes: no time stands in the copies. Those of the `last` site that
    unpack to the same text are taken over, since making them costs more than the whole build.
    """
    texts = [path for path in sorted(site.rglob("*")) if path.suffix in _TEXTS]
    lasts = [last / path.relative_to(site) for path in texts]
    with ThreadPoolExecutor() as pool:  # both libraries let other threads run
        for path, copies in zip(texts, pool.map(_copies, texts, lasts), strict=True):
            for ending, copy in copies.items():
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


def _copies(path: Path, last: Path) -> dict[str, bytes]:
    """Return the copies of a file that are smaller than it, by ending."""
    content = path.read_bytes()
    if len(content) < _LEAST:
        return {}
    copies = {
        ending: _last_copy(last.with_name(last.name + ending), content, unpack) or pack(content)
        for ending, (pack, unpack) in _FORMATS.items()
    }
    return {ending: copy for ending, copy in copies.items() if len(copy) < len(content)}


def _last_copy(copy: Path, content: bytes, unpack: Unpack) -> bytes:
    """Return a copy of the last site if it is one of this content, or nothing."""
    try:
        packed = copy.read_bytes()
        return packed if unpack(packed) == content else b""
    except (OSError, EOFError, zlib.error, brotli.error):
        return b""

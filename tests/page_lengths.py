"""`make lengths`: how many screens of a phone each page has, and how many words; limits: data/reading.yml.

`make lengths PAGES="problems/ urgent/"` looks at the pages whose slug begins so.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from conftest import ROOT, TODAY, chromium, new_context, run_mkdocs, served
from helpkit import addresses
from helpkit.data import loading
from helpkit.data.settings import ScreenLimits
from helpkit.languages import LANGUAGES, Language
from helpkit.publishing import release
from playwright.sync_api import Page

PHONE = {"width": 360, "height": 740}
# Words of English and characters of Chinese, as far as a reader sees them in the article.
WORDS = """() => (document.querySelector("article").innerText.match(/[A-Za-z0-9’'-]+|[㐀-鿿]/g) || []).length"""


class Length(NamedTuple):
    """The length of a page in screens of `PHONE`, and what stands in its article."""

    slug: str
    language: Language
    screens: float
    words: int


def measure(page: Page, base: str, slugs: Sequence[str]) -> Iterator[Length]:
    """Yield the lengths of pages that are served at `base`, in each language."""
    page.set_viewport_size(PHONE)
    for slug in slugs:
        for language in LANGUAGES:
            page.goto(f"{base}/{addresses.page_address(slug, language=language)}")
            high = page.evaluate("document.documentElement.scrollHeight")
            yield Length(slug, language, high / PHONE["height"], page.evaluate(WORDS))


def too_long(lengths: Sequence[Length], limits: ScreenLimits) -> list[str]:
    """Return a line for each page above its limit, and for each language above the median."""
    found = [
        f"{each.language} {each.slug}: {each.screens:.1f} screens, at most {limit:g}"
        for each in lengths
        if (limit := limits.of(each.slug)) is not None and each.screens > limit
    ]
    for language in LANGUAGES:
        middle = middle_of(lengths, limits, language)
        most = limits.median[language]
        if middle is not None and middle > most:
            found.append(f"{language} median: {middle:.1f} screens, at most {most:g}")
    return found


def middle_of(lengths: Sequence[Length], limits: ScreenLimits, language: Language) -> float | None:
    """Return the median of the pages that are read, not looked something up in."""
    screens = [
        each.screens
        for each in lengths
        if each.language == language and limits.of(each.slug) is not None
    ]
    return median(screens) if screens else None


def main(starts: Sequence[str]) -> None:
    """Build the site and print the table; the longest page first."""
    directory, _ = loading.load(ROOT, today=TODAY)
    assert directory
    assert directory.reading.screens
    limits = directory.reading.screens
    slugs = [slug for slug in directory.addresses if slug.startswith(tuple(starts) or "")]
    slugs = [slug for slug in slugs if (ROOT / "docs" / "zh" / f"{slug}.md").is_file()]
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        done = run_mkdocs(ROOT, site)
        if done.returncode:
            sys.exit(done.stderr)
        release.lighten(site)
        with served(site) as base, chromium() as browser:
            lengths = list(measure(new_context(browser).new_page(), base, slugs))
    pairs = {slug: [each for each in lengths if each.slug == slug] for slug in slugs}
    print("screens zh   en   words zh    en  limit  page")
    for slug, pair in sorted(pairs.items(), key=lambda item: -max(e.screens for e in item[1])):
        chinese, english = pair
        limit = limits.of(slug)
        print(
            f"{chinese.screens:10.1f} {english.screens:4.1f} {chinese.words:10d} {english.words:5d}"
            f"  {f'{limit:g}' if limit else 'list':>5}  {slug}"
        )
    for language in LANGUAGES:
        middle = middle_of(lengths, limits, language)
        words = sum(each.words for each in lengths if each.language == language)
        if middle is not None:
            print(f"{language}: median {middle:.1f} screens, {words:,} words in all")
    print(*too_long(lengths, limits), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])

"""A page is as short as data/reading.yml says, in both languages, on a phone."""

from __future__ import annotations

from conftest import ROOT
from helpkit.data.directory import Directory
from helpkit.data.settings import Figure, ScreenLimits
from page_lengths import Length, measure, too_long
from playwright.sync_api import Page


def test_no_page_is_longer_than_its_limit(
    page: Page, base_url: str, real_directory: Directory
) -> None:
    limits = real_directory.reading.screens
    assert limits
    slugs = [
        slug
        for slug in real_directory.addresses
        if limits.of(slug) is not None and (ROOT / "docs" / "zh" / f"{slug}.md").is_file()
    ]
    assert too_long(list(measure(page, base_url, slugs)), limits) == []


def test_a_page_above_its_limit_and_a_median_are_named() -> None:
    limits = ScreenLimits(
        most=6, median=Figure(zh=5, en=5), shorter={"index": 4}, lists=("about/",)
    )
    lengths = [
        Length("index", "zh", 4.1, 1),
        Length("problems/login", "zh", 5.5, 1),
        Length("about/sources", "zh", 40.0, 1),
        Length("index", "en", 3.9, 1),
        Length("problems/login", "en", 6.3, 1),
    ]
    assert too_long(lengths, limits) == [
        "zh index: 4.1 screens, at most 4",
        "en problems/login: 6.3 screens, at most 6",
        "en median: 5.1 screens, at most 5",
    ]

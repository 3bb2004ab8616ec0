"""What is too long is named; test_policy.py, which opens every page anyway, measures them."""

from __future__ import annotations

from helpkit.data.settings import Figure, ScreenLimits
from page_lengths import Length, too_long


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

"""Menus of a bounded length: a page does not grow with the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

MOST = 20

Item = TypeVar("Item")


def nearest(items: Sequence[Item], current: Item | None, *, most: int = MOST) -> Sequence[Item]:
    """Return at most so many items: the first, which is the overview, and those around `current`.

    The order stays. A `current` that is not among the items counts as the first.
    """
    if len(items) <= most:
        return items
    place = items.index(current) if current is not None and current in items else 0
    start = min(max(place - most // 2, 0), len(items) - most)
    return (
        items[start : start + most] if start == 0 else [items[0], *items[start + 1 : start + most]]
    )

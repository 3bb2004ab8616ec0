"""Menus hold what is near, however many pages there are."""

import pytest
from pages import nearest


def test_a_short_menu_is_whole() -> None:
    assert nearest(range(20), 7) == range(20)


@pytest.mark.parametrize(
    ("current", "first", "last"),
    [(0, 1, 19), (10, 1, 19), (50, 41, 59), (98, 81, 99), (99, 81, 99), (None, 1, 19), (-5, 1, 19)],
)
def test_a_long_one_has_its_first_item_and_those_around_the_current(
    current: int | None, first: int, last: int
) -> None:
    shown = nearest(list(range(100)), current)
    assert shown == [0, *range(first, last + 1)]
    assert len(shown) == 20
    assert current in shown or current not in range(100)

"""A few of the broken trees of `make fuzz`, the same ones every time."""

from __future__ import annotations

import sys

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests" / "fuzz"))

import broken_trees
import pytest


def test_the_unbroken_tree_is_clean() -> None:
    assert broken_trees.examine(dict(broken_trees.FILES)) == "clean"


def test_broken_trees_are_refused_in_words_or_drawn_without_a_stray() -> None:
    seen = broken_trees.run(30, 0, derandomize=True)
    assert seen.total() >= 30
    assert seen["refused"] > 5


@pytest.mark.parametrize(
    "mark",
    ["[", "[a](", "[[]", "]", "(", "{", "`", "*", "_", "#", "|", "<", "<a ", "&", ":", "a.", "1 "],
)
def test_a_long_line_of_marks_takes_no_multiple_of_its_length(mark: str) -> None:
    tree = dict(broken_trees.FILES)
    name = broken_trees.PAGES[0]
    # Work that grows with the square of the line would take minutes; what is linear takes a second.
    tree[name] = broken_trees.FILES[name] + b"\n\n" + mark.encode() * 20_000 + b"\n"
    assert broken_trees.examine(tree) in ("refused", "clean")

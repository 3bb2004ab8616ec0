"""A few of the broken trees of `make fuzz`, the same ones every time."""

from __future__ import annotations

import sys
from pathlib import Path

from conftest import ROOT

sys.path.insert(0, str(ROOT / "tests" / "fuzz"))

import broken_trees
import pytest
from helpkit.cache import Cache

# What was found in all that is not the page with the marks.
CACHE = Cache(None, "marks")


def test_the_unbroken_tree_is_clean() -> None:
    assert broken_trees.examine(dict(broken_trees.FILES)) == "clean"


@pytest.mark.long
def test_broken_trees_are_refused_in_words_or_drawn_without_a_stray() -> None:
    seen = broken_trees.run(30, 0, derandomize=True)
    assert seen.total() >= 30
    assert seen["refused"] > 5


@pytest.mark.parametrize(
    "mark",
    ["[", "[a](", "[[]", "]", "(", "{", "`", "*", "_", "#", "|", "<", "<a ", "&", ":", "a.", "1 "],
)
def test_a_long_line_of_marks_takes_no_multiple_of_its_length(mark: str, tmp_path: Path) -> None:
    tree = dict(broken_trees.FILES)
    name = broken_trees.PAGES[0]
    # Work that grows with the square of the line would take minutes; what is linear takes a second.
    # Python-Markdown itself takes the square of what never closes.
    times = 1_000 if mark.startswith("[") or mark == "<a " else 20_000
    tree[name] = broken_trees.FILES[name] + b"\n\n" + mark.encode() * times + b"\n"
    broken_trees.examine_sources(tree, tmp_path / "root", cache=CACHE)

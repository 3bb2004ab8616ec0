"""What builds keep: found by what it was made from, and never trusted once it is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpkit import cache as cache_module
from helpkit.cache import Cache


def ask(folder: Path, *made_from: bytes) -> tuple[str, bool]:
    """Return the value for some bytes, and whether it was made anew."""
    made = []
    cache = Cache(folder, "values")

    def make() -> str:
        made.append(made_from)
        return f"made from {made_from}"

    value = cache.get(*made_from, make=make)
    cache.save()
    return value, bool(made)


def test_a_value_is_made_once_from_the_same_bytes_and_anew_from_others(tmp_path: Path) -> None:
    value = "made from (b'ab', b'c')"
    assert ask(tmp_path, b"ab", b"c") == (value, True)
    assert ask(tmp_path, b"ab", b"c") == (value, False)
    assert ask(tmp_path, b"a", b"bc") == ("made from (b'a', b'bc')", True)


def test_what_a_build_did_not_ask_for_is_dropped(tmp_path: Path) -> None:
    ask(tmp_path, b"old")
    size = (tmp_path / "values").stat().st_size
    ask(tmp_path, b"new")
    assert (tmp_path / "values").stat().st_size == size
    assert [path.name for path in tmp_path.iterdir()] == ["values"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[:40],
        lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:],
        lambda content: bytes(len(content)),
        lambda content: content + b"more",
    ],
    ids=["empty", "cut", "cut short", "one bit", "zeros", "longer"],
)
def test_a_damaged_file_is_as_good_as_none_and_is_mended(tmp_path: Path, damage) -> None:
    value, _ = ask(tmp_path, b"a")
    path = tmp_path / "values"
    path.write_bytes(damage(path.read_bytes()))
    assert ask(tmp_path, b"a") == (value, True)
    assert ask(tmp_path, b"a") == (value, False)


def test_other_code_or_packages_make_everything_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(tmp_path, b"a")
    monkeypatch.setattr(cache_module, "_maker", lambda: bytes(32))
    assert ask(tmp_path, b"a")[1]


def test_a_folder_that_cannot_be_written_stops_no_build(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert ask(tmp_path / "file" / "kept", b"a")[1]
    assert ask(tmp_path / "file", b"a")[1]

"""Each build has a session of its own: nothing of the last one stands in it."""

from pathlib import Path

import pytest
from conftest import TINY_DAY
from helpkit.session import Current, read


def test_nothing_of_the_last_build_survives_one_with_broken_data(tiny: Path) -> None:
    current = Current()
    current.begin(tiny, today=TINY_DAY)
    last = current.session
    assert last.directory is not None
    assert "problems/login" in last.changed["zh"]
    last.menu["zh"] = []
    last.markdown_pages["zh"]["index"] = "the twin of the last build"
    (tiny / "docs/zh/problems/login.md").unlink()
    (tiny / "data/service.yml").write_text("name:\n", encoding="utf-8")
    current.begin(tiny, today=TINY_DAY)
    session = current.session
    assert session.directory is None
    assert session.menu == {}
    assert {key: dict(of_language) for key, of_language in session.changed.items()} == {
        "zh": {},
        "zh-hant": {},
        "en": {},
    }
    assert session.markdown_pages == {"zh": {}, "en": {}}
    assert "problems/login" not in session.articles["zh"]
    assert session.drawing.directory is None


def test_a_build_that_could_not_read_leaves_no_session_behind(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = Current()
    current.begin(tiny, today=TINY_DAY)

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("helpkit.checks.run.read", fail)
    with pytest.raises(OSError, match="the disk is gone"):
        current.begin(tiny, today=TINY_DAY)
    with pytest.raises(RuntimeError, match="No build has read the repository"):
        _ = current.session


def test_what_was_read_is_not_changed(tiny: Path) -> None:
    session = read(tiny, today=TINY_DAY)
    with pytest.raises(AttributeError):
        session.directory = None  # type: ignore[misc]

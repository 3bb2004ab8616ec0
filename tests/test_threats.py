"""THREATS.md names tests that exist."""

from __future__ import annotations

import re

from conftest import ROOT


def test_every_promise_names_a_test_that_is_there() -> None:
    text = (ROOT / "THREATS.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| .+ \| `(tests/\S+?)::(\w+)` \| `(.+)` \|$", text)
    assert len(rows) > 20
    assert len(rows) == text.count("::")
    for file, name, command in rows:
        assert f"\ndef {name}(" in (ROOT / file).read_text(encoding="utf-8"), name
        assert command.startswith(f".venv/bin/pytest {file}")

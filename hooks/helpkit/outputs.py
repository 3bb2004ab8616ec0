"""The files that are made from the data and stand beside the pages of the finished site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpkit import checker
from helpkit.blocks import LOOKUP_FILE
from helpkit.directory import Directory


def write(directory: Directory, *, site: Path) -> None:
    """Write every file below the folder of the site. The same data and day give the same bytes."""
    for name, text in texts(directory).items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def texts(directory: Directory) -> Mapping[str, str]:
    """Return the text of each file by its name below the site's root."""
    return {LOOKUP_FILE: _json(checker.lookup(directory), compact=True)}


def _json(value: Any, *, compact: bool = False) -> str:
    if compact:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

"""What git knows of a repository, asked through its own program."""

from __future__ import annotations

import subprocess
from pathlib import Path


class NoRepository(Exception):
    """There is nothing to ask; the text is what git said, or that there is no git."""


def ask(root: Path, *arguments: str) -> str:
    """Return what git prints for a command in the folder `root`. Raises NoRepository."""
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, encoding="utf-8", errors="replace"
        )
    except FileNotFoundError:
        raise NoRepository("git is not installed") from None
    if done.returncode:
        raise NoRepository(done.stderr.strip())
    return done.stdout

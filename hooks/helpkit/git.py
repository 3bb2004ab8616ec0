"""Run git in a repository."""

from __future__ import annotations

import subprocess
from pathlib import Path


class NoRepository(Exception):
    """Git is missing or failed; the text is its message."""


def ask(root: Path, *arguments: str) -> str:
    """Return what git prints for a command in the folder `root`. Raises NoRepository."""
    return _ask(root, *arguments).decode("utf-8", "replace").replace("\r\n", "\n")


def archive(root: Path, commit: str, *names: str) -> bytes:
    """Return the folder `root` as it was in a commit, or files of it, as a tar file.

    Raises NoRepository.
    """
    return _ask(root, "archive", "--format=tar", commit, "--", *names)


def _ask(root: Path, *arguments: str) -> bytes:
    command = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoRepository("git is not installed") from None
    if done.returncode:
        raise NoRepository(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout

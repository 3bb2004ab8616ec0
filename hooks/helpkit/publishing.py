"""Put a finished site in place of the last one, whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path


def swap(built: Path, *, site: Path) -> None:
    """Make `built` the site. Both must be on one file system; the old site is removed last.

    Until the two renames the old site is untouched, and if the second one fails it is put back.
    Raises FileNotFoundError if there is no built site.
    """
    if not (built / "index.html").is_file():
        raise FileNotFoundError(f"{built} holds no finished site")
    old = site.with_name(f".{site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    try:
        built.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)

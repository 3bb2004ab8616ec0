"""Where the repository of the site is, seen from where somebody types a command."""

from __future__ import annotations

from pathlib import Path

from helpkit.messages import Refused, message

# The folders without which there is nothing to read; mkdocs.yml has a problem of its own.
FOLDERS = ("docs", "data")
# Where this code lies: the site that it most likely belongs to.
OWN = Path(__file__).resolve().parents[2]


def is_site(folder: Path) -> bool:
    """Return whether a folder is the repository of a site."""
    return all((folder / name).is_dir() for name in FOLDERS)


def around(folder: Path) -> Path:
    """Return the repository that a folder lies in, as git looks for its own; else the folder."""
    here = folder.resolve()
    return next((each for each in (here, *here.parents) if is_site(each)), here)


def refuse_other(folder: Path) -> None:
    """Raise Refused for a folder that is no repository of a site."""
    if not is_site(folder):
        own = message("no-site-go", folder=str(OWN)) if is_site(OWN) else message("no-site-root")
        raise Refused("no-site", folder=str(folder), fix=own)

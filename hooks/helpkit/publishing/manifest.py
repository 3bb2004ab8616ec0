"""The manifest lists the files of a site. Files that it does not list are never published.

The build writes the names of what it made. `publish` refuses any other file and writes the manifest
anew for the finished site, with a digest of each file. On a remote it names what we have put there,
so that nothing else is ever removed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from helpkit.problems import Problem
from helpkit.text.digests import digest

FILE = "helpkit-release.json"
# Identifies our manifests: a file without it belongs to another program.
MADE_BY: Final = "helpkit, which lists here what it published"


class Unreadable(ValueError):
    """There is no manifest, or one that no build of ours wrote."""


class Manifest(BaseModel):
    """The files of a site by name, with a digest each, which is empty before the site is finished.

    `site_url` is where the site lives, empty before it is finished. `kept` names the assets of the
    last whole release, which pages that readers have open still ask for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    made_by: Literal["helpkit, which lists here what it published"]
    site_url: str = ""
    files: dict[str, str]
    kept: tuple[str, ...] = ()

    @field_validator("files", "kept")
    @classmethod
    def _names_files_below(cls, names: Iterable[str]) -> Iterable[str]:
        for name in names:
            if re.search(r"(?:^|/)\.{0,2}(?:/|$)|[\\\x00-\x1f\x7f]", name):
                raise ValueError("a name leads out of the folder")
        return names

    @classmethod
    def read(cls, text: str | bytes) -> Manifest:
        """Return the manifest that a text holds. Raises Unreadable for any other text."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise Unreadable(str(error)) from None

    def write(self, folder: Path) -> None:
        """Write the manifest to its place in a folder."""
        (folder / FILE).write_text(
            self.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n"
        )


def made(names: Iterable[str]) -> Manifest:
    """Return the manifest of a build: the names of the files that it made."""
    return Manifest(made_by=MADE_BY, files=dict.fromkeys(sorted(names), ""))


def finished(folder: Path, *, site_url: str) -> Manifest:
    """Return the manifest of a finished site, in which every file is ours."""
    files = {name: digest((folder / name).read_bytes()) for name in names_in(folder)}
    files.pop(FILE, None)
    return Manifest(made_by=MADE_BY, site_url=site_url, files=files)


def read_in(folder: Path) -> Manifest:
    """Return the manifest in a folder. Raises Unreadable if there is none of ours."""
    try:
        return Manifest.read((folder / FILE).read_bytes())
    except OSError as error:
        raise Unreadable(str(error)) from None


def names_in(folder: Path) -> list[str]:
    """Return the names of everything but folders below a folder: files, links, devices."""
    found = []
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        found += [Path(place, name).relative_to(folder).as_posix() for name in (*files, *links)]
    return sorted(found)


def check(folder: Path, files: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each file that is extra, missing or changed."""
    there = set(names_in(folder)) - {FILE}
    for name in sorted(there | files.keys()):
        path = folder / name
        if name not in there:
            said = "missing"
        elif path.is_symlink() or not path.is_file():
            said = "no-file"
        elif name not in files:
            said = "foreign"
        elif files[name] and digest(path.read_bytes()) != files[name]:
            said = "changed"
        else:
            continue
        yield Problem.of(name, 1, 1, f"site-unknown-file.{said}")

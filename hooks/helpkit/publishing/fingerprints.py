"""Put a hash of the content into file names, so that browsers may cache the files for ever.

Every file below `assets/` gets one: `site.css` becomes `site.abcdefabcdefab.css`, and all
references follow. Files elsewhere keep their address while their content changes. Hosts tell the
two apart by `HASHED`.
"""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from helpkit.checks.built_site import address_of
from helpkit.problems import Problem, in_order
from helpkit.text.digests import LENGTH, digest

FOLDER = "assets/"
# Matches the address of a file that never changes.
HASHED = re.compile(rf"\.[a-f]{{{LENGTH}}}\.[a-z0-9]+$")

_LETTERS = re.compile(rb"\.[a-f]{%d}(?=\.)" % LENGTH)

# Files that may name assets by their address, below `assets/` and elsewhere.
_ASSETS_WITH_REFERENCES = (".css", ".js", ".json")
_OTHERS_WITH_REFERENCES = (".html", ".xml", ".json", ".js", ".md", ".txt", ".webmanifest")
# A script, a style sheet or an index names another file from where it stands: "./a.js", url(../b.svg).
_RELATIVE = re.compile(r"""(?<=["'`(])\.{1,2}/[^\s"'`()]+\.[a-z0-9]+(?=["'`)])""")
# In pages and feeds, quotes, brackets or spaces delimit an address.
_ADDRESS = re.compile(r"""assets/[^\s"'`<>(),]+""")
_LONGEST = 500
_BEFORE = re.compile(r"""[^\s"'`<>()=,]*$""")


def hashed_name(name: str, fingerprint: str) -> str:
    """Return a file name with its fingerprint before the ending: `a.css` as `a.abcdefabcdefab.css`."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{fingerprint}{path.suffix}"))


def without(content: bytes) -> bytes:
    """Return a content with the names of assets free of fingerprints."""
    return _LETTERS.sub(b"", content)


def rename(site: Path) -> list[Problem]:
    """Rename the assets of a finished site in place and let every reference follow.

    Returns the references to assets that are not there, and imports that go round in a circle; the
    folder is then of no use. Assets that have their fingerprint already keep it.
    """
    renaming = _Renaming(site, address_of(site))
    assets = [
        path.relative_to(site).as_posix()
        for path in sorted((site / FOLDER).rglob("*"))
        if path.is_file() and not HASHED.search(path.name)
    ]
    graph = {asset: renaming.targets(asset) & set(assets) for asset in assets}
    try:
        # Rename the referenced files first: a file's hash depends on their names.
        for asset in TopologicalSorter(graph).static_order():
            renaming.rename(asset)
    except CycleError as error:
        circle = error.args[1]
        return [_problem(circle[0], "site-dead-asset.circle", files=tuple(circle))]
    for path in sorted(site.rglob("*")):
        file = path.relative_to(site).as_posix()
        if path.suffix in _OTHERS_WITH_REFERENCES and not file.startswith(FOLDER):
            text = path.read_text(encoding="utf-8")
            followed = renaming.follow(text, _ADDRESS, file=file)
            if followed != text:
                path.write_text(followed, encoding="utf-8", newline="")
    return in_order(renaming.problems)


class _Renaming:
    """The assets renamed so far, and the references that lead nowhere."""

    def __init__(self, site: Path, base: str) -> None:
        self.site = site
        self.base = base
        self.names: dict[str, str] = {}
        self.problems: list[Problem] = []

    def rename(self, asset: str) -> None:
        """Rename an asset after those that it names."""
        path = self.site / asset
        content = path.read_bytes()
        if path.suffix in _ASSETS_WITH_REFERENCES:
            text = self.follow(content.decode("utf-8"), _RELATIVE, file=asset)
            content = text.encode("utf-8")
        self.names[asset] = hashed_name(asset, digest(content))
        path.unlink()
        (self.site / self.names[asset]).write_bytes(content)

    def follow(self, text: str, pattern: re.Pattern[str], *, file: str) -> str:
        """Return the text of a file with the new names of the assets that it names."""

        def new_name(found: re.Match[str]) -> str:
            # The path to assets/ precedes the match; looking back from few places is cheap.
            before = _BEFORE.search(text, max(0, found.start() - _LONGEST), found.start())
            way = before[0] if before and pattern is _ADDRESS else ""
            target = self._target(way + found[0], file)
            if target in self.names:
                name = PurePosixPath(target).name
                return PurePosixPath(self.names[target]).name.join(found[0].rsplit(name, 1))
            if target and not (self.site / target).is_file():
                asked = f"{way}{found[0]}"
                self.problems.append(_problem(file, "site-dead-asset", address=asked))
            return found[0]

        return pattern.sub(new_name, text)

    def targets(self, asset: str) -> set[str]:
        """Return the files below the site that an asset names."""
        path = self.site / asset
        if path.suffix not in _ASSETS_WITH_REFERENCES:
            return set()
        found = _RELATIVE.findall(path.read_text(encoding="utf-8"))
        return {target for reference in found if (target := self._target(reference, asset))}

    def _target(self, reference: str, file: str) -> str:
        """Return the file below the site that is meant, or nothing if it is no asset of ours."""
        address = urljoin(self.base + file, reference)
        if not address.startswith(self.base + FOLDER):
            return ""
        return unquote(urlsplit(address).path).removeprefix(urlsplit(self.base).path)


def _problem(file: str, key: str, /, **values: Any) -> Problem:
    return Problem.of(file, 1, 1, key, **values)

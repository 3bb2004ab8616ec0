"""The sample world: the whole site for a service that does not exist.

A team that runs the service sees what its own site will look like before it fills in its data.
Sample data holds reserved numbers and domains only and is never published.
"""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path

from helpkit.articles import scaffold
from helpkit.articles.article import read_all
from helpkit.languages import SOURCE

OVERLAY = Path("deploy/demo")
_COPIED = ("docs", "data", "overrides", "hooks")
# Keys of a region that the sample keeps: facts without contacts.
_KEPT = ("code", "name", "part", "time_zone", "other_time_zones")
_TOP_LEVEL = re.compile(r"(?m)^(?P<key>[a-z_]+):.*\n(?:[ \-].*\n)*")
_DAYS_AGO = re.compile(r"\b(\d+) days ago\b")


def write(root: Path, *, target: Path, today: date) -> None:
    """Write a repository at `target` that is the one at `root` with the data of the sample.

    Dates follow `today`, so that one contact is always about to expire. A sample that stands
    there already is replaced; raises FileExistsError if anything else does.
    """
    if target.exists():
        if not is_sample(target):
            raise FileExistsError(target)
        shutil.rmtree(target)
    for name in _COPIED:
        shutil.copytree(
            root / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "README.md")
        )
    shutil.copy(root / "mkdocs.yml", target)
    name, sample_name = (_name(folder) for folder in (root / "data", root / OVERLAY))
    texts = [*(target / "docs").rglob("*.md"), *(target / "data").rglob("*.yml")]
    for path in [*texts, target / "mkdocs.yml"]:
        _rewrite(path, _renamed(path.read_text(encoding="utf-8"), name, sample_name))
    for path in (target / "data" / "regions").glob("*.yml"):
        _rewrite(path, _without_contacts(path.read_text(encoding="utf-8")))
    published = target / "data" / "addresses.yml"
    lines = published.read_text(encoding="utf-8").splitlines(keepends=True)
    _rewrite(published, "".join(line for line in lines if line.startswith("#") or "#" not in line))
    for path in sorted((root / OVERLAY).rglob("*.yml")):
        copy = target / "data" / path.relative_to(root / OVERLAY)
        added = _DAYS_AGO.sub(
            lambda found: str(today - timedelta(days=int(found[1]))),
            path.read_text(encoding="utf-8"),
        )
        before = copy.read_text(encoding="utf-8") if copy.parent.name == "regions" else ""
        _rewrite(copy, before + added)
    pages, _ = read_all(target)
    for slug in pages[SOURCE]:
        scaffold.bless(target, slug)  # the name has changed in both


def is_sample(root: Path) -> bool:
    """Return whether the data below a folder say that they are a sample."""
    service = root / "data" / "service.yml"
    return service.is_file() and "\nsample: true\n" in service.read_text(encoding="utf-8")


def _name(folder: Path) -> str:
    text = (folder / "service.yml").read_text(encoding="utf-8")
    found = re.search(r"(?m)^name: (.+)$", text)
    assert found, f"{folder} names no service"
    return found[1].strip()


def _renamed(text: str, name: str, other: str) -> str:
    """Return a text with one service's name for another's; file names, ids and keys stay."""
    text = text.replace(name, other).replace(name.upper(), other.upper())
    lower = rf"(?i)(?<![-/#\w.]){re.escape(name)}(?![-\w])"
    return re.sub(lower, lambda found: other.lower() if found[0].islower() else other, text)


def _without_contacts(text: str) -> str:
    return "".join(m[0] for m in _TOP_LEVEL.finditer(text) if m["key"] in _KEPT)


def _rewrite(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

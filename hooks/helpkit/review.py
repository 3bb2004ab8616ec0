"""List the additions of a change that only a person can judge, one line each.

Whoever may change the repository may also change its checks, so no check holds them. A reviewer
reads these lines: new contact values and their evidence, settings, scripts, templates, code, files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from helpkit import git
from helpkit.data import loading, official
from helpkit.data.contents import CONTACT_FIELDS, SOURCE_FIELDS
from helpkit.data.located import Located, Location, read_text
from helpkit.messages import Message, message

_EVIDENCE = SOURCE_FIELDS | {"source_kind", "read"}
# Files whose every value changes what the site claims or lets through.
_SETTINGS = "service hosting checker contradictions may-pass known-bad redirects".split()
# What runs, here or at a reader's, by where it stands; the longest beginning decides.
_PLACES = {
    "docs/assets/": "asset",
    "docs/assets/scripts/": "script",
    "overrides/": "template",
    "hooks/": "code",
    "deploy/": "code",
    ".github/": "code",
    ".ci/": "code",
    "Makefile": "code",
    "mkdocs.yml": "code",
    "pyproject.toml": "code",
    "requirements.lock": "code",
}
_LINK, _PROGRAM = "120000", "100755"


@dataclass(frozen=True, slots=True)
class _Change:
    path: str
    mode: str  # of the file as it is now; "000000" if it is gone
    is_new: bool


def review(root: Path, *, base: str, today: date) -> Iterator[Message]:
    """Yield a line for each difference between a working tree and the commit where it left `base`.

    Uncommitted and untracked files count as well. Raises git.NoRepository.
    """
    start = git.ask(root, "merge-base", "--end-of-options", base, "HEAD").strip()
    for change in _changes(root, start):
        place = max((p for p in _PLACES if change.path.startswith(p)), key=len, default="")
        if change.path.startswith("data/") and change.path.endswith(".yml"):
            yield from _of_data(root, change, start)
        elif place:
            yield _line(_PLACES[place], change.path, _what_happened(root, change))
        elif change.is_new or change.mode in (_LINK, _PROGRAM):
            yield _line("file", change.path, _what_happened(root, change))
    loaded, _ = loading.load(root, today=today)
    if loaded:
        yield from official.statements(loaded)


def _line(kind: str, place: str, what: Message) -> Message:
    return message("review-line", kind=message(f"review-{kind}"), place=place, what=what)


def _changes(root: Path, start: str) -> list[_Change]:
    """Return every file that differs, those that git does not know yet as well, by name."""
    found = []
    told = git.ask(root, "diff", "--raw", "--no-renames", "--relative", "-z", start).split("\0")
    for entry, path in zip(told[::2], told[1::2], strict=False):
        before, now = entry.lstrip(":").split()[:2]
        found.append(_Change(path, now, is_new=before == "000000"))
    for path in git.ask(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0"):
        if path:
            mode = _LINK if (root / path).is_symlink() else "100644"
            found.append(_Change(path, mode, is_new=True))
    return sorted(found, key=lambda change: change.path)


def _what_happened(root: Path, change: _Change) -> Message:
    if change.mode == "000000":
        return message("review-removed")
    happened = message("review-added" if change.is_new else "review-changed")
    if change.mode == _LINK:
        target = (root / change.path).readlink()
        return message("review-link", happened=happened, target=str(target))
    return message("review-program", happened=happened) if change.mode == _PROGRAM else happened


def _of_data(root: Path, change: _Change, start: str) -> Iterator[Message]:
    old = Located("")
    if not change.is_new:
        old, _ = read_text(git.ask(root, "show", f"{start}:./{change.path}"), path=change.path)
    path, new = root / change.path, Located("")
    if change.mode == _LINK:
        yield _line("file", change.path, _what_happened(root, change))
        return
    if path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace")
        new, problems = read_text(text, path=change.path)
        yield from (message("review-unreadable", problem=problem) for problem in problems)
    before, after = _leaves(old), _leaves(new)
    is_setting = Path(change.path).stem in _SETTINGS
    for (keys, value), location in after.items():
        if (keys, value) in before:
            continue
        kind = next((k for k in reversed(keys) if k in CONTACT_FIELDS | _EVIDENCE), "")
        word = "contact" if kind in CONTACT_FIELDS else "evidence" if kind else ""
        if word or is_setting:
            line, column = new.mark(location)
            what = message("review-value", name=" ".join(keys), value=value)
            yield _line(word or "setting", f"{change.path}:{line}:{column}", what)
    for keys, value in before:
        if is_setting and (keys, value) not in after:
            name = " ".join(keys)
            yield message("review-gone", file=change.path, name=name, value=value)


def _leaves(located: Located) -> dict[tuple[tuple[str, ...], str], Location]:
    """Return every value with the keys over it, and where it stands first."""
    found: dict[tuple[tuple[str, ...], str], Location] = {}

    def walk(value: Any, location: Location) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, (*location, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, (*location, index))
        elif value is not None:
            keys = tuple(part for part in location if isinstance(part, str))
            found.setdefault((keys, str(value)), location)

    walk(located.value, ())
    return found

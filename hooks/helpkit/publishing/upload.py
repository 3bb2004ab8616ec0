"""Publish a finished site to object storage, a CDN or a server, with rclone.

Assets go first, then pages, removals last, so that a reader who comes at any moment, or after a
connection that broke, gets no page whose parts are missing. Assets of the release before stay
until the next one, for pages that readers have open; `release.txt` on the remote names them.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpkit.data.settings import Caching
from helpkit.outputs.files import CONTACTS_FILE
from helpkit.publishing.hosting import is_hashed

RELEASE_FILE = "release.txt"
# Evidence runs out by the day, so a site is built anew at least once a week (deploy/README.md).
MOST_DAYS = 7
_PAGES = (".html", ".md")
# What leads to pages comes after them.
_LISTS = (".xml", ".txt")
_NO_SUCH_FOLDER = 3


class PublishingError(Exception):
    """The site is not on the remote as a whole; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """Files that go together, and the sentence that says so."""

    says: str
    files: tuple[str, ...]
    unchanging: bool = False


def steps(files: Iterable[str]) -> list[Step]:
    """Return the files of a site in the order in which they may appear to readers."""
    hashed, parts, pages, lists = [], [], [], []
    for file in sorted(files):
        name = file.removesuffix(".br").removesuffix(".gz")
        if is_hashed(file):
            hashed.append(file)
        elif name.endswith(_PAGES):
            pages.append(file)
        elif name.endswith(_LISTS):
            lists.append(file)
        else:
            parts.append(file)
    return [
        Step("assets whose names carry a hash", tuple(hashed), unchanging=True),
        Step("other files that pages ask for", tuple(parts)),
        Step("pages", tuple(pages)),
        Step("lists of pages", tuple(lists)),
    ]


def removals(old: Iterable[str], *, new: Iterable[str], kept: Iterable[str]) -> list[Step]:
    """Return the files to remove, pages before what they ask for."""
    gone = set(old) - set(new) - set(kept) - {RELEASE_FILE}
    return [Step(step.says, step.files) for step in reversed(steps(gone))]


def refuse_unfit(site: Path, *, today: date) -> None:
    """Raise PublishingError if a folder is no site of ours, a sample, or over `MOST_DAYS` old."""
    try:
        contacts = json.loads((site / CONTACTS_FILE).read_text(encoding="utf-8"))
        sample, made = contacts["service"]["sample"], date.fromisoformat(contacts["made"])
    except (OSError, ValueError, KeyError, TypeError):
        raise PublishingError(
            f"{site} has no {CONTACTS_FILE} that can be read, so it is no site that was built here."
            " Nothing was sent. Fix: make build, then name the folder that it wrote, site"
        ) from None
    if sample:
        raise PublishingError(
            f"{site} is a sample: its numbers are made up, and a sample is never published."
            " Nothing was sent. Fix: make build where the real data are, then send site"
        )
    age = (today - made).days
    if age > MOST_DAYS:
        raise PublishingError(
            f"{site} was built for {made}, {age} days ago. A site older than {MOST_DAYS} days may"
            " show contacts that have run out since. Nothing was sent. Fix: make build"
        )


def publish(
    site: Path, remote: str, *, caching: Caching, dry_run: bool, say: Callable[[str], None]
) -> None:
    """Make a remote hold the site; `remote` is written as rclone wants it: `name:bucket/folder`.

    With `dry_run` it only says what it would do. Safe to run again after it was cut off: what has
    arrived is not sent twice where the remote can compare. Raises PublishingError.
    """
    new = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    old = _listed(remote)
    if old and RELEASE_FILE not in old:
        raise PublishingError(
            f"{remote} holds {len(old)} files but no {RELEASE_FILE}, so something else lives there,"
            " and publishing would remove it. Fix: name an empty folder or bucket."
        )
    last = _run("cat", remote, "--include", f"/{RELEASE_FILE}").split() if old else []
    compare = "--checksum" if _has_hashes(remote) else "--ignore-times"
    if not old and not dry_run:
        _write_release(remote, ())  # whatever is cut off from here on is known as ours
    for step in steps(new):
        say(f"{_would(dry_run)}send {len(step.files)} {step.says}")
        cache = caching.hashed if step.unchanging else caching.other
        # What has a hash in its name is the same if it is whole.
        how = (
            "--size-only" if step.unchanging else compare,
            "--header-upload",
            f"Cache-Control: {cache}",
        )
        _with_files("copy", step, str(site), remote, *how, dry_run=dry_run)
    for step in removals(old, new=new, kept=last):
        if step.files:
            say(f"{_would(dry_run)}remove {len(step.files)} {step.says}: {', '.join(step.files)}")
            _with_files("delete", step, remote, dry_run=dry_run)
    if not dry_run:
        _write_release(remote, [file for file in new if is_hashed(file)])


def _would(dry_run: bool) -> str:
    return "would " if dry_run else ""


def _listed(remote: str) -> list[str]:
    command = ["rclone", "lsf", "--recursive", "--files-only", remote]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, _NO_SUCH_FOLDER):
        raise PublishingError(f"{remote} cannot be read:\n{done.stderr.strip()}")
    return done.stdout.splitlines() if done.returncode == 0 else []


def _has_hashes(remote: str) -> bool:
    return bool(json.loads(_run("backend", "features", remote))["Hashes"])


def _write_release(remote: str, hashed: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lines = "".join(f"{file}\n" for file in sorted(hashed))
        Path(folder, RELEASE_FILE).write_text(lines, encoding="utf-8")
        _run("copy", folder, remote, "--ignore-times")


def _with_files(command: str, step: Step, *arguments: str, dry_run: bool) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as names:
        names.write("".join(f"{file}\n" for file in step.files))
        names.flush()
        extra = ["--dry-run"] if dry_run else []
        _run(
            command,
            *arguments,
            "--files-from-raw",
            names.name,
            *extra,
            show=True,
        )


def _run(*arguments: str, show: bool = False) -> str:
    """Run rclone and return what it prints; with `show` its progress goes to the terminal."""
    progress = ["--stats", "10s", "--stats-one-line", "--stats-log-level", "NOTICE"] if show else []
    done = subprocess.run(
        ["rclone", *arguments, *progress],
        stdout=subprocess.PIPE,
        stderr=None if show else subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PublishingError(
            f"{done.stderr or ''}Publishing was cut off. What readers see is whole: the old pages,"
            " or new ones with all their parts. Fix: run the same command again."
        )
    return done.stdout

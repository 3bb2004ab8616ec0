"""Publish a finished site to object storage, a CDN or a server, with rclone.

Assets go first, then pages, removals last, so that a reader who comes at any moment, or after a
connection that broke, gets no page whose parts are missing. Assets of the release before stay
until the next one, for pages that readers have open. A manifest on the remote names what we have
put there; nothing else is ever replaced, unless the operator adopts the place, or removed.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpkit.data.settings import Caching
from helpkit.outputs.files import CONTACTS_FILE
from helpkit.publishing import manifest
from helpkit.publishing.hosting import is_hashed
from helpkit.publishing.manifest import Manifest

# Evidence runs out by the day, so a site is built anew at least once a week (deploy/README.md).
MOST_DAYS = 7
_PAGES = (".html", ".md")
# What leads to pages comes after them.
_LISTS = (".xml", ".txt")
_NO_SUCH_FOLDER = 3
# How rclone names a link when it is told not to follow it.
_LINK = ".rclonelink"


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


def removals(gone: Iterable[str]) -> list[Step]:
    """Return the files to remove, pages before what they ask for."""
    return [Step(step.says, step.files) for step in reversed(steps(gone)) if step.files]


def refuse_unfit(site: Path, *, today: date) -> None:
    """Raise PublishingError if a folder is no whole site of ours, a sample, or too old.

    `today` is the day of the clock: a site is too old after `MOST_DAYS`, whatever day it was built for.
    """
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
    if age < -1:  # midnight comes to the east first
        raise PublishingError(
            f"{site} was built for {made}, which is still to come. Nothing was sent. Fix: unset"
            " SOURCE_DATE_EPOCH, then make build"
        )
    _finished(site)


def _finished(site: Path) -> Manifest:
    """Return the manifest of a site. Raises PublishingError unless each file is as it says."""
    try:
        found = manifest.read_in(site)
    except manifest.Unreadable:
        found = manifest.made(())
    if not found.site_url:
        raise PublishingError(
            f"{site} has no complete {manifest.FILE}, so nobody knows what belongs to it. Nothing was"
            " sent. Fix: make build, then name the folder that it wrote, site"
        )
    if problems := list(manifest.check(site, found.files)):
        lines = "\n".join(map(str, problems))
        raise PublishingError(
            f"{site} is not as it was built. Nothing was sent. Fix: make build\n{lines}"
        )
    return found


def publish(
    site: Path,
    remote: str,
    *,
    caching: Caching,
    dry_run: bool,
    adopt: bool,
    say: Callable[[str], None],
) -> None:
    """Make a remote hold the site; `remote` is written as rclone wants it: `name:bucket/folder`.

    With `dry_run` it only says what it would do. With `adopt` it takes a place that holds files of
    others, replaces those of the same names, and leaves the rest alone. Safe to run again after it
    was cut off: what has arrived is not sent twice where the remote can compare. Raises
    PublishingError.
    """
    new = _finished(site)
    there = _listed(remote)
    last = _last(remote, there, new, adopt=adopt)
    if replaced := _foreign(remote, there, new, last, adopt=adopt):
        say(f"{_would(dry_run)}replace {len(replaced)} files of others: {', '.join(replaced)}")
    kept = set(last.kept) - new.files.keys()
    gone = (last.files.keys() & there) - new.files.keys() - kept
    compare = "--checksum" if _has_hashes(remote) else "--ignore-times"
    if not dry_run:
        # Whatever is cut off from here on is known as ours.
        _write(remote, new.site_url, {*last.files, *new.files}, kept=last.kept)
    for step in steps(new.files):
        say(f"{_would(dry_run)}send {len(step.files)} {step.says}")
        cache = caching.hashed if step.unchanging else caching.other
        # What has a hash in its name is the same if it is whole.
        how = (
            "--size-only" if step.unchanging else compare,
            "--header-upload",
            f"Cache-Control: {cache}",
        )
        _with_files("copy", step, str(site), remote, *how, dry_run=dry_run)
    for step in removals(gone):
        say(f"{_would(dry_run)}remove {len(step.files)} {step.says}: {', '.join(step.files)}")
        _with_files("delete", step, remote, dry_run=dry_run)
    if not dry_run:
        hashed = tuple(sorted(filter(is_hashed, new.files)))
        _write(remote, new.site_url, {*new.files, *kept}, kept=hashed)


def _last(remote: str, there: set[str], new: Manifest, *, adopt: bool) -> Manifest:
    """Return what we have put on a remote, as its manifest says; nothing if it has none of ours."""
    nothing = manifest.made(())
    if manifest.FILE not in there:
        return nothing
    try:
        last = Manifest.read(_run("cat", remote, "--include", f"/{manifest.FILE}"))
    except manifest.Unreadable:
        raise PublishingError(
            f"{remote} has a {manifest.FILE} that no build of ours wrote. Nothing was sent."
            " Fix: name an empty folder or bucket"
        ) from None
    if last.site_url == new.site_url:
        return last
    if adopt:
        return last
    raise PublishingError(
        f"{remote} holds the site for {last.site_url}, and this one is for {new.site_url}. Nothing"
        " was sent. Fix: build with the right SITE_URL, or, if the site has moved, add --adopt"
        " (ADOPT=1)"
    )


def _foreign(
    remote: str, there: set[str], new: Manifest, last: Manifest, *, adopt: bool
) -> list[str]:
    """Return the files of others that would be replaced, which needs `adopt`; see `publish`.

    Raises PublishingError if that is not given, or if a link stands where ours would go.
    """
    links = {name.removesuffix(_LINK) for name in there if name.endswith(_LINK)}
    for name in sorted(new.files.keys() | last.files.keys()):
        parts = name.split("/")
        if link := next(
            (at for i in range(len(parts)) if (at := "/".join(parts[: i + 1])) in links), ""
        ):
            raise PublishingError(
                f"{link} on {remote} is a link, and {name} would go where it leads. Nothing was"
                " sent. Fix: remove the link, or name another folder"
            )
    foreign = sorted(there - last.files.keys() - {manifest.FILE})
    replaced = [name for name in foreign if name in new.files]
    if adopt or not (replaced if last.files else foreign):
        return replaced
    if last.files:
        raise PublishingError(
            f"{remote} holds files of others where ours would go: {_some(replaced)}. Nothing was"
            " sent. Fix: move them away, or replace them with --adopt (ADOPT=1)"
        )
    raise PublishingError(
        f"{remote} holds {len(foreign)} files and no {manifest.FILE}, so something else lives there:"
        f" {_some(foreign)}. {len(replaced)} of them would be replaced, none removed. Nothing was"
        " sent. Fix: name an empty folder or bucket, or add --adopt (ADOPT=1)"
    )


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" and more" if len(names) > 5 else "")


def _would(dry_run: bool) -> str:
    return "would " if dry_run else ""


def _listed(remote: str) -> set[str]:
    """Return the names of all files on a remote; a link is not followed, see `_LINK`."""
    if remote.startswith("-"):
        raise PublishingError(f'"{remote}" is no place. Fix: write name:bucket, or a folder')
    command = ["rclone", "lsf", "--recursive", "--files-only", "--links", remote]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, _NO_SUCH_FOLDER):
        raise PublishingError(f"{remote} cannot be read:\n{done.stderr.strip()}")
    return set(done.stdout.splitlines()) if done.returncode == 0 else set()


def _has_hashes(remote: str) -> bool:
    return bool(json.loads(_run("backend", "features", remote))["Hashes"])


def _write(remote: str, site_url: str, names: set[str], *, kept: Iterable[str]) -> None:
    ours = manifest.made(names).model_copy(update={"site_url": site_url, "kept": tuple(kept)})
    with tempfile.TemporaryDirectory() as folder:
        ours.write(Path(folder))
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

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

from helpkit.data.hosting import Caching
from helpkit.messages import Lines, Message, Refused, message
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
# The extension that rclone gives to links with `--links`.
_LINK = ".rclonelink"


class PublishingError(Refused):
    """The site is not on the remote as a whole; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """Files that go together, and what they are: the key of its word, without "upload-"."""

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
        Step("hashed", tuple(hashed), unchanging=True),
        Step("parts", tuple(parts)),
        Step("pages", tuple(pages)),
        Step("lists", tuple(lists)),
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
        raise PublishingError("upload-no-contacts", site=str(site), file=CONTACTS_FILE) from None
    if sample:
        raise PublishingError("upload-sample", site=str(site))
    age = (today - made).days
    if age > MOST_DAYS:
        raise PublishingError("upload-old", site=str(site), made=made, age=age, most=MOST_DAYS)
    if age < -1:  # the build may have run further east, where it is already tomorrow
        raise PublishingError("upload-early", site=str(site), made=made)
    _finished(site)


def _finished(site: Path) -> Manifest:
    """Return the manifest of a site. Raises PublishingError unless each file is as it says."""
    try:
        found = manifest.read_in(site)
    except manifest.Unreadable:
        found = manifest.made(())
    if not found.site_url:
        raise PublishingError("upload-no-manifest", site=str(site), file=manifest.FILE)
    if problems := list(manifest.check(site, found.files)):
        raise PublishingError("upload-changed", site=str(site), problems=Lines(tuple(problems)))
    return found


def publish(
    site: Path,
    remote: str,
    *,
    caching: Caching,
    dry_run: bool,
    adopt: bool,
    say: Callable[[Message], None],
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
        say(message(f"{_would(dry_run)}replace", n=len(replaced), files=tuple(replaced)))
    kept = set(last.kept) - new.files.keys()
    gone = (last.files.keys() & there) - new.files.keys() - kept
    compare = "--checksum" if _has_hashes(remote) else "--ignore-times"
    if not dry_run:
        # Recorded before sending: after an interruption these files are known to be ours.
        _write(remote, new.site_url, {*last.files, *new.files}, kept=last.kept)
    for step in steps(new.files):
        what = message(f"upload-{step.says}")
        say(message(f"{_would(dry_run)}send", n=len(step.files), what=what))
        cache = caching.hashed if step.unchanging else caching.other
        # Files with a hash in their name need no comparison of content.
        how = (
            "--size-only" if step.unchanging else compare,
            "--header-upload",
            f"Cache-Control: {cache}",
        )
        _with_files("copy", step, str(site), remote, *how, dry_run=dry_run)
    for step in removals(gone):
        what, files = message(f"upload-{step.says}"), tuple(step.files)
        say(message(f"{_would(dry_run)}remove", n=len(step.files), what=what, files=files))
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
            "upload-foreign-manifest", remote=remote, file=manifest.FILE
        ) from None
    if last.site_url == new.site_url:
        return last
    if adopt:
        return last
    raise PublishingError(
        "upload-other-address", remote=remote, there=last.site_url, here=new.site_url
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
            raise PublishingError("upload-link", link=link, remote=remote, file=name)
    foreign = sorted(there - last.files.keys() - {manifest.FILE})
    replaced = [name for name in foreign if name in new.files]
    if adopt or not (replaced if last.files else foreign):
        return replaced
    if last.files:
        raise PublishingError("upload-in-the-way", remote=remote, files=_some(replaced))
    raise PublishingError(
        "upload-others",
        remote=remote,
        n=len(foreign),
        file=manifest.FILE,
        files=_some(foreign),
        replaced=len(replaced),
    )


def _some(names: list[str]) -> Message:
    return message("some-and-more" if len(names) > 5 else "some", names=tuple(names[:5]))


def _would(dry_run: bool) -> str:
    return "upload-would-" if dry_run else "upload-"


def _listed(remote: str) -> set[str]:
    """Return the names of all files on a remote; a link is not followed, see `_LINK`."""
    if remote.startswith("-"):
        raise PublishingError("upload-no-place", remote=remote)
    command = ["rclone", "lsf", "--recursive", "--files-only", "--links", remote]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, _NO_SUCH_FOLDER):
        raise PublishingError("upload-unreadable", remote=remote, why=done.stderr.strip())
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
        raise PublishingError("upload-cut-off", said=done.stderr or "")
    return done.stdout

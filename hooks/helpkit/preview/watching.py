"""Report changed files, once writers stop saving, and only if the content differs."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

FOLDERS = ("docs", "data", "overrides", "hooks")
FILES = ("mkdocs.yml",)
# Seconds: an editor that writes a file in several steps has done so by then.
PAUSE = 0.03
# Names end so while something is written or compiled.
_PASSING = ("~", ".swp", ".tmp", ".pyc")
_CHANGES = {"created", "modified", "moved", "deleted", "closed"}
Stamp = tuple[int, int]


class Sources:
    """The source files of a site, with their content when they were last looked at."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._stamps: dict[str, Stamp] = {}
        self._digests: dict[str, bytes] = {}
        self.changed()

    def changed(self) -> list[str]:
        """Return the paths of files with another content than last time, new and gone ones too."""
        stamps = dict(self._look())
        found = [path for path in self._stamps if path not in stamps]
        for path in found:
            self._digests.pop(path, None)
        for path, stamp in stamps.items():
            if self._stamps.get(path) == stamp:
                continue
            try:
                digest = hashlib.sha256((self._root / path).read_bytes()).digest()
            except OSError:  # gone again, or still being written: it will be told once more
                digest = b""
            if self._digests.get(path) != digest:
                self._digests[path] = digest
                found.append(path)
        self._stamps = stamps
        return sorted(found)

    def _look(self) -> list[tuple[str, Stamp]]:
        found = []
        for path in self._paths():
            try:
                status = os.stat(path)
            except OSError:
                continue
            if stat.S_ISREG(status.st_mode):
                name = path.removeprefix(f"{self._root}{os.sep}").replace(os.sep, "/")
                found.append((name, (status.st_mtime_ns, status.st_size)))
        return found

    def _paths(self) -> Iterator[str]:
        # With pathlib this takes four times as long, which a writer waits for at each change.
        yield from (os.path.join(self._root, name) for name in FILES)
        for name in FOLDERS:
            for folder, folders, files in os.walk(os.path.join(self._root, name)):
                folders[:] = [each for each in folders if not each.startswith(".")]
                for each in files:
                    if not each.startswith(".") and not each.endswith(_PASSING):
                        yield os.path.join(folder, each)


class _Handler(FileSystemEventHandler):
    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake whoever looks; readers open files, too, and change nothing."""
        if event.event_type in _CHANGES and not str(event.src_path).endswith(".pyc"):
            self._wake()


def watch(root: Path, told: Callable[[list[str]], None]) -> BaseObserver:
    """Have `told` called with the paths of changed files, from a thread, until it is stopped.

    Where the system does not tell of changes, it looks for them.
    """
    woken = threading.Event()
    sources = Sources(root)

    def look() -> None:
        while True:
            woken.wait()
            while woken.is_set():
                woken.clear()
                woken.wait(timeout=PAUSE)
            try:
                changed = sources.changed()
            except OSError:  # a folder went while it was read; the next event looks again
                continue
            if changed:
                told(changed)

    threading.Thread(target=look, daemon=True).start()
    for kind in (Observer, PollingObserver):
        observer: BaseObserver = kind()
        for name in FOLDERS:
            if (root / name).is_dir():
                observer.schedule(_Handler(woken.set), str(root / name), recursive=True)
        observer.schedule(_Handler(woken.set), str(root))
        try:
            observer.start()
        except OSError:  # too many folders for the system
            continue
        return observer
    return observer

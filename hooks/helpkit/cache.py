"""The build cache: results of the last build, for the next one. Deleting it costs only time.

Each cache is one file below `.build/cache`. The key of an entry is a digest of all its inputs. A
cache is valid only for the code and package versions that wrote it; a truncated or changed file is
ignored.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

CACHE_FOLDER = Path(".build", "cache")
_SIZE = hashlib.sha256().digest_size
Value = TypeVar("Value")


class Cache:
    """Maps inputs to values; the file is read on first use.

    `folder` holds the file `name`; without a folder nothing is stored.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self._path = folder and folder / name
        self._used: dict[bytes, object] = {}

    @functools.cached_property
    def _last(self) -> dict[bytes, object]:
        """The entries in the file."""
        return _read(self._path) if self._path else {}

    def get(self, *made_from: bytes, make: Callable[[], Value]) -> Value:
        """Return the cached value for these inputs, or make and store it.

        Callers must not change it: the next caller gets the same object.
        """
        # Prefix each part with its length: "ab", "c" differs from "a", "bc".
        parts = (len(part).to_bytes(8) + part for part in made_from)
        key = hashlib.sha256(b"".join(parts)).digest()
        if key not in self._used:
            self._used[key] = self._last[key] if key in self._last else make()
        return self._used[key]  # type: ignore[return-value]  # what was made from the same

    def save(self) -> None:
        """Store the entries used since the cache was created; drop all others.

        An unwritable folder is no error: the next build starts from nothing.
        """
        if self._path is None or self._used.keys() == self._last.keys():
            return
        self._last = dict(self._used)
        content = _maker() + pickle.dumps(self._used, protocol=5)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, new = tempfile.mkstemp(dir=self._path.parent)
            with open(handle, "wb") as file:
                file.write(hashlib.sha256(content).digest() + content)
            os.replace(new, self._path)  # atomic, also with other builds running
        except OSError:
            return


def _read(path: Path) -> dict[bytes, object]:
    """Return the entries of a file that this code wrote and nothing has changed since."""
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    checksum, content = content[:_SIZE], content[_SIZE:]
    if hashlib.sha256(content).digest() != checksum or content[:_SIZE] != _maker():
        return {}
    found: dict[bytes, object] = pickle.loads(content[_SIZE:])
    return found


@functools.cache
def _maker() -> bytes:
    """Return a digest of our code, of the versions of all packages, and of Python's."""
    made_by = hashlib.sha256(sys.version.encode())
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    made_by.update(repr(sorted(path.name for path in packages)).encode())
    for path in sorted(Path(__file__).resolve().parents[1].rglob("*.py")):
        made_by.update(path.read_bytes())
    return made_by.digest()

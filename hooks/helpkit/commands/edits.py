"""Changes to several files, applied all or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from helpkit import reasons
from helpkit.messages import Refused

_MARK = "\ufeff"


class Edits:
    """Changes below `root`, kept in memory until `save`. Names are relative, with slashes.

    A file keeps its line ends and its byte order mark; whoever changes it sees line feeds alone.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._before: dict[str, bytes | None] = {}
        self._after: dict[str, bytes | None] = {}

    def exists(self, name: str) -> bool:
        """Return whether a file will be there."""
        if name in self._after:
            return self._after[name] is not None
        return (self.root / name).is_file()

    def read(self, name: str) -> str:
        """Return the text of a file with all changes. Raises Refused if it is not text."""
        if name not in self._after:
            try:
                self._after[name] = self._before[name] = (self.root / name).read_bytes()
            except OSError as error:
                raise Refused("file-unreadable", file=name, why=reasons.of(error)) from None
        content = self._after[name] or b""
        try:
            return content.decode("utf-8").removeprefix(_MARK).replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise Refused("file-not-utf8", file=name) from None

    def write(self, name: str, text: str) -> None:
        """Put a text in the place of a file, or make a new one."""
        if self.exists(name):
            if self.read(name) == text:
                return
            old = self._after[name] or b""
            if b"\r\n" in old:
                text = text.replace("\n", "\r\n")
            if old.startswith(_MARK.encode()):
                text = _MARK + text
        else:
            self._before.setdefault(name, None)
        self._after[name] = text.encode("utf-8")

    def remove(self, name: str) -> None:
        """Take a file away."""
        self.read(name)
        self._after[name] = None

    def changed(self) -> list[str]:
        """Return the names of the files that will differ, in order."""
        return sorted(name for name, new in self._after.items() if new != self._before[name])

    @contextlib.contextmanager
    def tried(self, folder: str) -> Iterator[Path]:
        """Give for a while a root with a copy of a folder as it will be."""
        with tempfile.TemporaryDirectory(prefix="okpay-tried-") as place:
            shutil.copytree(self.root / folder, Path(place) / folder)
            for name in self.changed():
                path, content = Path(place) / name, self._after[name]
                if not name.startswith(f"{folder}/"):
                    continue
                if content is None:
                    path.unlink()
                else:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            yield Path(place)

    def save(self) -> list[str]:
        """Carry out all changes and return the names; if one fails, undo the others and raise Refused.

        All new texts are first written to temporary files beside their targets.
        """
        names = self.changed()
        waiting: dict[str, str] = {}
        done: list[str] = []
        try:
            for name in names:
                content = self._after[name]
                if content is None:
                    continue
                path = self.root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                handle, waiting[name] = tempfile.mkstemp(dir=path.parent, prefix=".new-")
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                mode = path.stat().st_mode if path.exists() else 0o644
                os.chmod(waiting[name], mode & 0o777)
            for name in names:
                done.append(name)
                if name in waiting:
                    os.replace(waiting.pop(name), self.root / name)
                else:
                    (self.root / name).unlink()
        except OSError as error:
            for left in waiting.values():
                Path(left).unlink(missing_ok=True)
            self.undo(done)
            raise Refused("nothing-written", file=error.filename, why=reasons.of(error)) from None
        return names

    def undo(self, names: Iterable[str] | None = None) -> None:
        """Put files back as they were before `save`: those with these names, or all."""
        for name in self.changed() if names is None else names:
            old = self._before[name]
            if old is None:
                (self.root / name).unlink(missing_ok=True)
            else:
                (self.root / name).write_bytes(old)

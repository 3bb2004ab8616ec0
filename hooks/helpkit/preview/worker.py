"""The worker processes of the preview: each holds a site and answers requests.

A request and its answer are pickled, one after the other, through the standard streams. A program
that fails, hangs or is edited is replaced; the preview itself goes on.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from helpkit import reasons
from helpkit.problems import Problem

RULE = "site-not-drawn"


def not_drawn(path: str, line: int, why: str) -> Problem:
    """Return the problem that an error of the program keeps the site from being drawn anew.

    The writer did not cause it.
    """
    key = f"{RULE}.program" if path.startswith("hooks/") else RULE
    return Problem.of(path, line, 1, key, why=reasons.of(why))


@dataclass
class Built:
    """The result of a build. `pages` names each article by the address of its page.

    `lost` is a build that looked for a file that had just gone.
    """

    done: bool
    pages: dict[str, str] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)
    warned: list[Problem] = field(default_factory=list)
    lost: bool = False


@dataclass
class Drawn:
    """Which pages were drawn anew, and why others were not."""

    pages: list[str] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)


@dataclass
class About:
    """The information for a writer about a page, besides its problems.

    `other_languages` are addresses by the name of the language, `translations` paths with `current`, `behind`
    or `missing`, and `expires` what runs out soon: id, last day, file.
    """

    path: str
    reviewed: date
    other_languages: dict[str, str]
    translations: list[tuple[str, str]]
    expires: list[tuple[str, date, str]]


class Gone(Exception):
    """The worker has ended; the text is the end of its output."""


class Failed(Exception):
    """The worker could not do what was asked, and goes on; the text is its traceback."""


class Worker:
    """A program that holds a site of the repository at `root`."""

    def __init__(self, root: Path, *, today: date, url: str) -> None:
        command = [sys.executable, "-m", __name__, str(root), today.isoformat(), url]
        midnight = datetime.combine(today, time(), UTC)
        self._process = subprocess.Popen(
            command,
            cwd=root,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._lock = threading.Lock()
        self._said: deque[str] = deque(maxlen=200)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._said.append(line.decode("utf-8", "replace").rstrip())

    def ask(self, what: str, *arguments: Any, within: float = 60, **options: Any) -> Any:
        """Have a method of the site called and return what it returned. Raises Gone, Failed.

        A program that does not answer within so many seconds is ended: a template may never end.
        """
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        limit = threading.Timer(within, process.kill)
        with self._lock:
            limit.start()
            try:
                pickle.dump((what, arguments, options), process.stdin)
                process.stdin.flush()
                answer = pickle.load(process.stdout)
            except (OSError, EOFError, pickle.UnpicklingError, ValueError):
                self._listener.join(timeout=1)
                raise Gone("\n".join(self._said)) from None
            finally:
                limit.cancel()
        if isinstance(answer, Failed):
            raise answer
        return answer

    def end(self) -> None:
        """End the program at once."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                stream.close()  # type: ignore[union-attr]  # they are pipes


def place_of_failure(said: str, *, root: Path) -> tuple[str, int, str]:
    """Return file, line and reason of the traceback that a program left, if it did."""
    found = ("hooks/helpkit", 1) if "Traceback" in said else ("hooks", 1)
    for name, line in re.findall(r'File "([^"]+)", line (\d+)', said):
        path = Path(name)
        if path.is_relative_to(root) and ".venv" not in path.parts:
            found = (path.relative_to(root).as_posix(), int(line))
    return (*found, said.strip().rpartition("\n")[2] or "it ended without a word")


def main(arguments: Sequence[str]) -> None:
    """Carry out requests until no more come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks
    asked = sys.stdin.buffer
    # Keep other output out of the stream of answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from helpkit.preview.mkdocs_site import Site  # its failure is told as any other

    root, today, url = arguments
    site = Site(Path(root), today=date.fromisoformat(today), url=url)
    while True:
        try:
            what, given, options = pickle.load(asked)
        except EOFError:
            return
        try:
            answer = pickle.dumps(getattr(site, what)(*given, **options))
        except (Exception, SystemExit):
            answer = pickle.dumps(Failed(traceback.format_exc()))
        answers.write(answer)
        answers.flush()


if __name__ == "__main__":
    # Imported under its own name, so that the other process can unpickle its classes.
    from helpkit.preview import worker

    worker.main(sys.argv[1:])

"""`mkdocs serve`, as a writer uses it: it follows changes, warns, and shows a red box."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TINY_DAY, epoch
from hosting import servers

PATIENCE = 60  # seconds to wait for a line before the test gives up


class Server:
    """A running `mkdocs serve` whose output can be awaited line by line."""

    def __init__(self, root: Path) -> None:
        self.port = servers.free_port()
        command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict"]
        self.process = subprocess.Popen(
            [*command, "--dev-addr", f"127.0.0.1:{self.port}"],
            cwd=root,
            env={**os.environ, "SOURCE_DATE_EPOCH": epoch(TINY_DAY), "NO_MKDOCS_2_WARNING": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def wait_for(self, pattern: str) -> list[str]:
        """Return the lines up to the first that matches."""
        seen: list[str] = []
        while not (seen and re.search(pattern, seen[-1])):
            seen.append(self.lines.get(timeout=PATIENCE))
        return seen

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode("utf-8")


@pytest.fixture
def server(tiny_repository: Path) -> Iterator[Server]:
    for _ in range(servers.ATTEMPTS):
        server = Server(tiny_repository)
        if "Serving on" in server.wait_for("Serving on|Address already in use")[-1]:
            break
        server.process.wait(timeout=PATIENCE)
    yield server
    server.process.terminate()  # a shell in the background has its children ignore SIGINT
    server.process.wait(timeout=PATIENCE)


def test_changes_are_followed_and_mistakes_are_shown(server: Server, tiny_repository: Path) -> None:
    data = tiny_repository / "data" / "regions" / "GB.yml"
    good = data.read_text(encoding="utf-8")
    number, other = "020 7946 0018", "020 7946 0017"
    assert number in server.get("/contact/regions/gb/")

    data.write_text(good.replace("code: GB", "code: gb"), encoding="utf-8")
    seen = server.wait_for("Reloading browsers")
    assert any(
        'data/regions/GB.yml:1:1: error[data-bad-id] "gb" does not have the form' in line
        for line in seen
    )
    page = server.get("/contact/regions/gb/")
    assert "The data has problems; the terminal lists them." in page
    assert number not in page

    data.write_text(good.replace(number, other), encoding="utf-8")
    server.wait_for("Reloading browsers")
    assert other in server.get("/contact/regions/gb/")
    assert other in server.get("/en/contact/regions/gb/")

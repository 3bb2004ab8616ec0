"""The real servers with the real configurations, on a folder and a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

DEPLOY = ROOT / "deploy"
SITE_ROOT = "/srv/okpay-self-help/site"
PATIENCE = 30  # seconds for a server to start or to end
ATTEMPTS = 5  # ports to try


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, its process, and the file in which it complains."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        """Return the address without a final slash."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Answer:
    """What came back: the status (0 for none), the headers in small letters, the body."""

    status: int
    headers: dict[str, str]
    body: bytes


@contextmanager
def nginx(
    folder: Path, *, site: Path, configurations: Path = DEPLOY, workers: int = 2
) -> Iterator[Server]:
    """Run nginx on a site with deploy/nginx.conf inside the container's configuration.

    Only places change: the port, the folder of the site, and where nginx writes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    own = (configurations / "nginx.conf").read_text(encoding="utf-8")
    whole = (configurations / "container" / "nginx.conf").read_text(encoding="utf-8")
    whole = _put(whole, "/tmp/", f"{folder}/")
    whole = _put(whole, "worker_processes  auto", f"worker_processes  {workers}")
    whole = _put(whole, "error_log         stderr", f"error_log  {folder}/error.log")
    if os.geteuid() == 0:  # its workers must be able to read what the tests own
        whole += "user root;\n"
    own = _put(own, SITE_ROOT, str(site))
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    command = [program, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]

    def on_port(port: int) -> dict[str, str]:
        text = _put(own, "listen       8080", f"listen  127.0.0.1:{port}")
        text = _put(text, "listen       [::]:8080", f"listen  [::1]:{port}")
        (folder / "site.conf").write_text(text, encoding="utf-8")
        return {}

    # It is written once the port is its own.
    written = folder / "nginx.pid"
    with _run(command, on_port, log=folder / "error.log", is_ready=written.exists) as server:
        yield server


@contextmanager
def caddy(folder: Path, *, site: Path, configurations: Path = DEPLOY) -> Iterator[Server]:
    """Run Caddy on a site with deploy/Caddyfile, which takes its places from the environment."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["caddy", "run", "--adapter", "caddyfile"]
    command += ["--config", str(configurations / "Caddyfile")]
    log = folder / "caddy.log"

    def on_port(port: int) -> dict[str, str]:
        return {
            "SITE_ADDRESS": f"http://127.0.0.1:{port}",
            "SITE_ROOT": str(site),
            "XDG_CONFIG_HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
        }

    def is_ready() -> bool:
        return "serving initial configuration" in log.read_text(encoding="utf-8")

    with _run(command, on_port, log=log, is_ready=is_ready) as server:
        yield server


def free_port() -> int:
    """Return a port of this machine that nothing listens on; somebody may take it at once."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def raw(server: Server, request: bytes) -> Answer:
    """Send bytes as they are and read until the server has closed the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        received = b""
        try:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(65536):
                received += part
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server had heard enough
    return _parsed(received)


def get(server: Server, path: str, *lines: str, method: str = "GET") -> Answer:
    """Send a well-formed request with more header lines."""
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *lines]
    return raw(server, ("\r\n".join(head) + "\r\n\r\n").encode("utf-8"))


def _parsed(received: bytes) -> Answer:
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.startswith("HTTP/"):
        return Answer(0, {}, received)
    pairs = (line.partition(": ") for line in lines)
    return Answer(int(first.split()[1]), {name.lower(): value for name, _, value in pairs}, body)


def _put(text: str, old: str, new: str) -> str:
    assert old in text, f"{old} is not in the configuration any more"
    return text.replace(old, new)


@contextmanager
def _run(
    command: list[str],
    on_port: Callable[[int], dict[str, str]],
    *,
    log: Path,
    is_ready: Callable[[], bool],
) -> Iterator[Server]:
    """Run a server on a port that it has for itself; `on_port` returns what it finds there."""
    for left in reversed(range(ATTEMPTS)):
        port = free_port()
        places = on_port(port)
        with log.open("wb") as written:
            process = subprocess.Popen(
                command, stdout=written, stderr=written, env={**os.environ, **places}
            )
        try:
            if not has_started(process, is_ready):
                said = log.read_text(encoding="utf-8")
                if left and "address already in use" in said.lower():
                    continue
                raise RuntimeError(said)
            yield Server(port, process, log)
            return
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def has_started(
    process: subprocess.Popen[bytes], is_ready: Callable[[], bool], *, patience: float = PATIENCE
) -> bool:
    """Wait for a server to be ready, and return whether it is; it is not once it has ended.

    Whether a port answers says nothing: somebody else may listen there. Raises TimeoutError.
    """
    deadline = time.monotonic() + patience
    while not is_ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{process.args} is not ready after {patience} seconds")
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.02)
            return False
    return process.poll() is None

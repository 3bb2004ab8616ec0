"""The real servers with the real configurations, on a folder and a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

DEPLOY = ROOT / "deploy"
SITE_ROOT = "/srv/okpay-self-help/site"


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
    port = free_port()
    own = (configurations / "nginx.conf").read_text(encoding="utf-8")
    whole = (configurations / "container" / "nginx.conf").read_text(encoding="utf-8")
    whole = _put(whole, "/tmp/", f"{folder}/")
    whole = _put(whole, "worker_processes  auto", f"worker_processes  {workers}")
    whole = _put(whole, "error_log         stderr", f"error_log  {folder}/error.log")
    if os.geteuid() == 0:  # its workers must be able to read what the tests own
        whole += "user root;\n"
    own = _put(own, "listen       8080", f"listen  127.0.0.1:{port}")
    own = _put(own, SITE_ROOT, str(site))
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    (folder / "site.conf").write_text(own, encoding="utf-8")
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    command = [program, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    with _run(command, port=port, log=folder / "error.log") as server:
        yield server


@contextmanager
def caddy(folder: Path, *, site: Path, configurations: Path = DEPLOY) -> Iterator[Server]:
    """Run Caddy on a site with deploy/Caddyfile, which takes its places from the environment."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = ["caddy", "run", "--adapter", "caddyfile"]
    command += ["--config", str(configurations / "Caddyfile")]
    places = {
        "SITE_ADDRESS": f"http://127.0.0.1:{port}",
        "SITE_ROOT": str(site),
        "XDG_CONFIG_HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
    }
    with _run(command, port=port, log=folder / "caddy.log", **places) as server:
        yield server


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
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
def _run(command: list[str], *, port: int, log: Path, **places: str) -> Iterator[Server]:
    with log.open("ab") as written:
        process = subprocess.Popen(
            command, stdout=written, stderr=written, env={**os.environ, **places}
        )
    try:
        while True:  # it listens, or it has ended with a message
            assert process.poll() is None, log.read_text(encoding="utf-8")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield Server(port, process, log)
    finally:
        process.terminate()
        process.wait(timeout=30)

"""Lighthouse, mobile, on one page of each kind in both languages, against the site as published.

`make lighthouse` builds the site for a loopback address, serves it as a host would (compressed
copies, caching by name), runs Lighthouse three times a page, and prints the medians and whatever
keeps a page from 100. `make lighthouse PAGES="/ /en/urgent/"` looks at these alone.
"""

from __future__ import annotations

import http.server
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]
from conftest import CHROMIUM_ARGUMENTS, ROOT, _chromium_path  # noqa: E402
from helpkit.publishing.fingerprints import HASHED  # noqa: E402
from page_kinds import ADDRESSES  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TOOL = ROOT / ".build" / "lighthouse"
BIN = Path(sys.executable).parent


class Host(http.server.SimpleHTTPRequestHandler):
    """Answers as deploy/ tells hosts to: Brotli copies, hashed names kept, all else revalidated."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, compressed if there is a copy."""
        file = Path(self.translate_path(self.path))
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            self.send_error(404)
            return
        copy = file.with_name(f"{file.name}.br")
        body = copy.read_bytes() if copy.is_file() else file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        if copy.is_file():
            self.send_header("Content-Encoding", "br")
        keep = "max-age=31536000, immutable" if HASHED.search(file.name) else "no-cache"
        self.send_header("Cache-Control", keep)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def hosted(site: Path, port: int) -> Iterator[None]:
    """Serve the site on a port of loopback."""
    handler = partial(Host, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def install() -> Path:
    """Install what package-lock.json names into .build, and return the command's script."""
    TOOL.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        text = (HERE / name).read_bytes()
        if not (TOOL / name).exists() or (TOOL / name).read_bytes() != text:
            (TOOL / name).write_bytes(text)
            (TOOL / "node_modules" / ".package-lock.json").unlink(missing_ok=True)
    if not (TOOL / "node_modules" / ".package-lock.json").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=TOOL, check=True)
    return TOOL / "node_modules" / "lighthouse" / "cli" / "index.js"


def build(base: str) -> Path:
    """Build and publish the site for its loopback address: a canonical address must be its own."""
    site = ROOT / ".build" / "lighthouse-site"
    raw = ROOT / ".build" / "lighthouse-raw"
    environment = {**os.environ, "SITE_URL": base, "NO_MKDOCS_2_WARNING": "1"}
    command = [BIN / "mkdocs", "build", "--quiet", "--strict", "--site-dir", raw]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    publish = [BIN / "helpkit", "publish", raw, site]
    subprocess.run(publish, cwd=ROOT, env=environment, check=True)
    return site


def measure(script: Path, browser: str, url: str) -> tuple[dict[str, int], set[str]]:
    """Return the scores of one run, 0 to 100, and the audits that a page does not pass."""
    flags = " ".join(["--headless=new", *CHROMIUM_ARGUMENTS])
    command = ["node", str(script), url, "--output=json", "--quiet", f"--chrome-flags={flags}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    environment = {**os.environ, "CHROME_PATH": browser}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    report = json.loads(done.stdout)
    scores, missed = {}, set()
    for name in CATEGORIES:
        category = report["categories"][name]
        scores[name] = round(100 * (category["score"] or 0))
        for part in category["auditRefs"]:
            score = report["audits"][part["id"]]["score"]
            if part["weight"] and score is not None and score < 0.9:
                missed.add(part["id"])
    return scores, missed


def main() -> None:
    """Build, measure, print."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}/"
    script, site = install(), build(base)
    with sync_playwright() as playwright:
        browser = _chromium_path() or playwright.chromium.executable_path
    wanted = sys.argv[1:] or [each for each in ADDRESSES if not each.endswith("no-such-page/")]
    print(f"{'median of ' + str(RUNS):40}" + "".join(f"{name:>16}" for name in CATEGORIES))
    with hosted(site, port):
        for address in wanted:
            runs = [measure(script, browser, base + address.lstrip("/")) for _ in range(RUNS)]
            medians = [statistics.median(scores[name] for scores, _ in runs) for name in CATEGORIES]
            missed = sorted(set.intersection(*(missed for _, missed in runs)))
            cells = "".join(f"{median:16.0f}" for median in medians)
            print(f"{address:40}{cells}  {' '.join(missed)}", flush=True)


if __name__ == "__main__":
    main()

"""What the real nginx answers under load, and whether a reader notices a reload or a new site.

`make bench-load` builds the site, serves it by nginx with our configuration and one worker on one
core, and asks for pages as fast as wrk on another core can. It prints requests a second as a ratio
to a bare file of 1 KB, served by an nginx without any of our configuration on the same core, and
measured before and after each page. Then it asks for a page without a pause while nginx is
reloaded and the site is replaced, and counts what went wrong.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
from conftest import ROOT, run_mkdocs  # noqa: E402
from helpkit.cache import Cache  # noqa: E402
from helpkit.publishing import release  # noqa: E402
from hosting.servers import Server, nginx  # noqa: E402

CONNECTIONS, SECONDS, ROUNDS = 32, 2, 3
PAGES = {
    "home": "/",
    "urgent page": "/urgent/",
    "article": "/problems/account-frozen/",
    "largest page": "/contact/calling-from-abroad/",
    "English article": "/en/problems/account-frozen/",
    "no such page": "/no-such-page/",
}
# Everything that a server needs and nothing else.
BARE = """load_module  /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
worker_processes  auto;
daemon  off;
pid  /tmp/nginx.pid;
error_log         stderr  crit;
events { worker_connections  1024; }
http { access_log  off; sendfile  on; tcp_nopush  on; include  site.conf; }
"""
BARE_SITE = (
    "server { listen       8080; listen       [::]:8080; root  /srv/okpay-self-help/site; }\n"
)


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Let what is started inside run on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def wrk(address: str, *headers: str, seconds: int = SECONDS) -> subprocess.Popen[str]:
    """Start asking for an address as fast as it is answered."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS)]
    command += ["--duration", f"{seconds}s", "--latency"]
    for header in ("Accept-Encoding: br", *headers):
        command += ["--header", header]
    with on_core(1):
        return subprocess.Popen([*command, address], stdout=subprocess.PIPE, text=True)


def rate(address: str) -> float:
    """Return how many requests a second were answered."""
    printed = wrk(address).communicate()[0]
    found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
    if not found:
        sys.exit(printed)
    return float(found[1])


def errors(printed: str) -> str:
    """Return what wrk says went wrong, or `none`."""
    said = re.findall(r"Socket errors:.*|Non-2xx or 3xx responses:.*", printed)
    return "; ".join(said) or "none"


def disturb(server: Server, site: Path, load: subprocess.Popen[str]) -> int:
    """Reload nginx and replace the site until the load ends; return how often."""
    count = 0
    while load.poll() is None:
        fresh = site.with_name("fresh")
        shutil.copytree(site, fresh)
        release.swap(fresh, site=site)
        server.process.send_signal(signal.SIGHUP)
        count += 1
    return count


@contextmanager
def bare_server(place: Path) -> Iterator[Server]:
    """Run the same nginx with a file of 1 KB and nothing else, on one worker."""
    (place / "conf" / "container").mkdir(parents=True)
    (place / "conf" / "container" / "nginx.conf").write_text(BARE, encoding="utf-8")
    (place / "conf" / "nginx.conf").write_text(BARE_SITE, encoding="utf-8")
    (place / "files").mkdir()
    (place / "files" / "1k.txt").write_bytes(b"x" * 1024)
    with nginx(
        place / "run", site=place / "files", configurations=place / "conf", workers=1
    ) as server:
        yield server


def main() -> None:
    """Print the ratios, then what went wrong while the site was replaced."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        site = place / "site"
        done = run_mkdocs(ROOT, site)
        problems = [] if done.returncode else release.lighten(site)
        if done.returncode or problems:
            sys.exit(done.stderr + "\n".join(map(str, problems)))
        release.compress(site, cache=Cache(None, ""))
        with (
            on_core(0),
            nginx(place / "ours", site=site, workers=1) as ours,
            bare_server(place / "bare") as plain,
            on_core(1),
        ):
            print(f"{'page':24}{'bytes':>8}   requests a second beside a bare file of 1 KB")
            for name, path in PAGES.items():
                ratios = []
                for _ in range(ROUNDS):
                    before, own = rate(f"{plain.address}/1k.txt"), rate(ours.address + path)
                    ratios.append(own / statistics.mean([before, rate(f"{plain.address}/1k.txt")]))
                file = site / path.strip("/") / "index.html.br"
                size = file if file.is_file() else site / "404.html.br"
                print(f"{name:24}{size.stat().st_size:8}   {statistics.median(ratios):5.2f}")
            load = wrk(f"{ours.address}/", "Connection: close", seconds=10)
            count = disturb(ours, site, load)
            printed = load.communicate()[0]
            asked = re.search(r"(\d+) requests in", printed)
            print(
                f"{asked[1] if asked else 0} requests while nginx was reloaded and the site"
                f" replaced {count} times; errors: {errors(printed)}"
            )


if __name__ == "__main__":
    main()

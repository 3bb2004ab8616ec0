"""From saving to seeing: how long until an open tab of a browser shows what a writer has saved.

`make bench-serve` opens a page in Chromium, saves a change, and waits until the page shows it; ten
times for an article, a data file, a template and a style sheet. Ours is `make serve`, at the size of
the real site and at 500 pages a language; beside it, at both sizes, the same articles in stock
Material with static-i18n (`mkdocs serve`) and in Zensical (`zensical serve`, which knows one
language), which have articles only. Between two changes is a second, so that the build that
follows ours runs while the next change is shown. CPU seconds are of the whole process tree for each
change, what follows behind included. `SIZES="91 500"` measures other sizes.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import generated_site  # noqa: E402
import peers  # noqa: E402
from build_bench import BIN, compile_python  # noqa: E402
from conftest import EPOCH, ROOT, TODAY, chromium, copy_repository  # noqa: E402
from helpkit.preview.run import shown_on  # noqa: E402
from helpkit.preview.worker import Worker  # noqa: E402
from hosting import servers  # noqa: E402
from playwright.sync_api import Browser, Page  # noqa: E402
from playwright.sync_api import Error as BrowserError  # noqa: E402
from test_serve import edit  # noqa: E402

ARTICLE, ADDRESS = "problems/login.md", "/problems/login/"
REGION, REGION_ADDRESS = "data/regions/HK.yml", "/contact/regions/hk/"
EDITS = 10
# With stock Material at 500 pages ten changes take a quarter of an hour.
EDITS_OF_SLOW = 3
PATIENCE = 240  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """What was measured of one kind of change: seconds until it was seen, CPU seconds for each."""

    name: str
    seen: list[float]
    cpu: float

    def __str__(self) -> str:
        return (
            f"{self.name:44}{statistics.median(self.seen):9.2f}{max(self.seen):9.2f}"
            f"{self.cpu:9.2f}{len(self.seen):7}"
        )


def cpu_of_tree(pid: int) -> float:
    """Return the CPU seconds of a process and of all below it, those that have ended included."""
    parents, spent = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        number = int(path.parent.name)
        parents[number] = int(fields[1])
        spent[number] = sum(int(field) for field in fields[11:15])
    family = {pid}
    while more := {each for each, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(spent.get(each, 0) for each in family) / TICKS


@contextlib.contextmanager
def served(command: Sequence[str | Path], folder: Path, port: int) -> Iterator[tuple[int, float]]:
    """Run a preview; give its process id, and the seconds until its first page came."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    began = time.monotonic()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{ADDRESS}", timeout=PATIENCE):
                    break
            except OSError:  # nobody listens yet, or the page is not there yet
                if process.poll() is not None or time.monotonic() - began > PATIENCE:
                    sys.exit(f"{command}: {(folder / 'serve.log').read_text()[-2000:]}")
                time.sleep(0.02)
        yield process.pid, time.monotonic() - began
    finally:
        process.terminate()
        process.wait()


def settle(pid: int) -> None:
    """Wait until a process tree does nothing any more but look for changes."""
    before, quiet = cpu_of_tree(pid), 0
    end = time.monotonic() + PATIENCE
    while quiet < 2 and time.monotonic() < end:
        time.sleep(1.5)
        now = cpu_of_tree(pid)
        quiet = quiet + 1 if now - before < 0.2 else 0
        before = now


def wait_for(page: Page, shown: Callable[[Page], bool]) -> float:
    """Return the moment at which an open page shows something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(BrowserError):  # the page is being loaded anew
            if shown(page):
                return time.monotonic()
        time.sleep(0.005)
    raise TimeoutError(page.url)


def measure(
    name: str, page: Page, pid: int, path: Path, change: Callable[[str, str], str], *, edits: int
) -> Row:
    """Save a changed file again and again, and wait each time until the page shows the change."""
    good, seen = path.read_text(encoding="utf-8"), []
    settle(pid)
    before = cpu_of_tree(pid)
    for number in range(edits):
        word = f"bench{'abcdefghij'[number]}word"
        text = change(good, word)
        began = time.monotonic()
        path.write_text(text, encoding="utf-8")
        seen.append(wait_for(page, lambda page, word=word: word in state_of(page)) - began)
        time.sleep(1)
    settle(pid)
    row = Row(name, seen, (cpu_of_tree(pid) - before) / edits)
    path.write_text(good, encoding="utf-8")
    settle(pid)
    print(f"  {row}", file=sys.stderr, flush=True)
    return row


def state_of(page: Page) -> str:
    """Return the text of a page, and what the style sheet says of itself."""
    return str(
        page.evaluate(
            "document.body.textContent"
            " + getComputedStyle(document.documentElement).getPropertyValue('--bench')"
        )
    )


def of_article(text: str, word: str) -> str:
    """Return an article with one more sentence."""
    return f"{text}\n{word}\n"


def of_contact(text: str, word: str) -> str:
    """Return the data of a region with a word more in what its police line is for."""
    return text.replace("紧急情况下拨打", f"紧急情况下拨打 {word} ", 1)


def measure_ours(browser: Browser, root: Path, count: int) -> tuple[list[Row], float]:
    """Return what all kinds of changes cost with ours, and the seconds to the first page."""
    port = servers.free_port()
    command = [BIN / "helpkit", "serve", "--port", str(port)]
    edit = {
        "article": (ADDRESS, f"docs/zh/{ARTICLE}", of_article),
        "data": (REGION_ADDRESS, REGION, of_contact),
        "template": (ADDRESS, "overrides/partials/footer.html", lambda t, w: f"{t}<p>{w}</p>"),
        "style": (ADDRESS, "docs/assets/styles/site.css", lambda t, w: t + f":root{{--bench:{w}}}"),
    }
    rows = []
    with served(command, root, port) as (pid, first):
        page = browser.new_page()
        for kind, (address, path, change) in edit.items():
            page.goto(f"http://127.0.0.1:{port}{address}")
            name = f"ours, {count} pages: {kind}"
            rows.append(measure(name, page, pid, root / path, change, edits=EDITS))
        page.close()
    return rows, first


def measure_other(
    browser: Browser, name: str, root: Path, command: Sequence[str | Path], port: int, *, edits: int
) -> tuple[Row, float]:
    """Return what a changed article costs with another tool, and the seconds to the first page."""
    article = next(path for path in (root / "docs" / "zh", root / "docs") if path.is_dir())
    with served(command, root, port) as (pid, first):
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}{ADDRESS}")
        row = measure(name, page, pid, article / ARTICLE, of_article, edits=edits)
        page.close()
    return row, first


def first_page_of_mkdocs(root: Path) -> float:
    """Return the seconds to the first page with MkDocs' own preview of our repository."""
    shutil.rmtree(root / ".build", ignore_errors=True)
    port = servers.free_port()
    command = [BIN / "mkdocs", "serve", "--no-strict", "--dev-addr", f"127.0.0.1:{port}"]
    with served(command, root, port) as (_, first):
        return first


def different_after(root: Path, place: Path, *, edits: int) -> int:
    """Return how many pages differ from a whole build, after random edits, each drawn alone."""
    chance = random.Random(18)
    workers = [Worker(root, today=TODAY, url="http://127.0.0.1:8000/") for _ in range(2)]
    shown, built = place / "shown", place / "built"
    pages = workers[0].ask("build", shown, refuse=False, within=PATIENCE).pages
    articles = sorted(set(pages.values()))
    for number in range(edits):
        uri = chance.choice(articles)
        edit(root / "docs" / uri, chance, number)
        workers[0].ask("draw", [f"docs/{uri}"], sorted(shown_on(uri)))
    workers[1].ask("build", built, refuse=False, within=PATIENCE)
    for worker in workers:
        worker.end()
    names = [f"{address}index.html" for address in pages]
    return sum((shown / name).read_bytes() != (built / name).read_bytes() for name in names)


def measure_size(browser: Browser, place: Path, root: Path, count: int) -> None:
    """Measure all tools at one size and print the table."""
    ours, first = measure_ours(browser, root, count)
    bare = first_page_of_mkdocs(root)
    others: list[tuple[Row, float]] = []
    port = servers.free_port()
    material = peers.write_material(place / "material", root, prune=True)
    others.append(
        measure_other(
            browser,
            "stock Material + static-i18n: article",
            material,
            [BIN / "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
            port,
            edits=EDITS_OF_SLOW,
        )
    )
    if (zensical := peers.install_zensical()) is not None:
        port = servers.free_port()
        project = peers.write_zensical(place / "zensical", root, prune=True)[0]
        settings = project / "mkdocs.yml"
        local = re.sub(r"(?m)^site_url: .*$", "", settings.read_text(encoding="utf-8"))
        settings.write_text(local, encoding="utf-8")
        command = [zensical, "serve", "--dev-addr", f"127.0.0.1:{port}"]
        name = "Zensical, one language: article"
        others.append(measure_other(browser, name, project, command, port, edits=EDITS))
    print(f"\n{f'{count} pages a language':44}{'median':>9}{'worst':>9}{'CPU':>9}{'edits':>7}")
    for row in ours:
        print(row)
    print(f"{'ours: started to first page':44}{first:9.2f}{first / bare:9.2f} of mkdocs serve")
    print(f"{'mkdocs serve of ours: started to first page':44}{bare:9.2f}")
    mine = statistics.median(ours[0].seen)
    for row, begun in others:
        print(f"{row}   ours is {mine / statistics.median(row.seen):.2f} of it")
        print(f"{row.name.partition(':')[0] + ': started to first page':44}{begun:9.2f}")
    wrong = different_after(root, place, edits=100)
    print(f"after 100 random edits, each drawn alone, {wrong} pages differ from a whole build")


def main() -> None:
    """Measure at each size; the first is that of the real site."""
    parser = argparse.ArgumentParser(description="Measure the preview.")
    real = len(list((ROOT / "docs" / "zh").rglob("*.md")))
    parser.add_argument("sizes", nargs="*", type=int, help="Pages a language.")
    with chromium() as browser:
        for count in parser.parse_args().sizes or (real, 500):
            with tempfile.TemporaryDirectory() as folder:
                place = Path(folder)
                if count == real:
                    root = copy_repository(place / "ours")
                else:
                    root = generated_site.make(place / "ours", count=count)
                compile_python(root / "hooks")
                measure_size(browser, place, root, count)


if __name__ == "__main__":
    main()

"""How well search finds the page that a reader means: through the real box, in a real browser.

`make bench-search` prints hit@1, hit@3, MRR and the share of queries without a result, by language
and kind: both halves of `queries.yml`, `blind_queries.yml`, two sets that were collected from how
people write (`readers/`), and the ways to ask for each new page; of a part of each, the same for stock
Material search and Pagefind on the same pages, built in the same run. Search learns from `data/asked`, in which none of
them stands. Then how often danger is seen and imagined, bytes over the wire and time. Sizes and times are printed as ratios
too, since machines differ; `test_search_quality.py` holds the hit rates to `floors.yml`.
"""

from __future__ import annotations

import gzip
import hashlib
import http.server
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli
import yaml
from playwright.sync_api import Page, Request, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "bench")]
import peers  # noqa: E402
from conftest import (  # noqa: E402
    CHROMIUM_ARGUMENTS,
    ROOT,
    _chromium_path,
    copy_repository,
    run_mkdocs,
)
from helpkit import addresses  # noqa: E402

LANGUAGES = ("zh", "en")
GROUPS = ("tune", "held", "blind", "readers-held", "readers-later", "new-pages")
TIMED = {
    "zh": ["提现不到账", "账户冻结", "客服电话"],
    "en": ["withdrawal", "frozen", "phone number"],
}
# Stock search and Pagefind are slow to ask: so many queries of each group and language.
PEERS_ASKED = 30
# Words that stand in the texts only, so that full text has to be asked.
RARE = {"zh": ["礼品卡", "大使馆", "恢复出厂设置"], "en": ["gift card", "embassy", "factory reset"]}


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and the pages (by slug) that answer it."""

    language: str
    kind: str
    text: str
    slugs: tuple[str, ...]
    source: str = "queries"

    @property
    def group(self) -> str:
        """`tune`: tuning may look at it; `held`: it only measures; `blind`: its author saw no alias.

        `readers-…`: collected from how people write. `new-pages`: several ways to ask for each page
        that was added late.
        """
        if self.source != "queries":
            return self.source
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        return "held" if int(digest[0], 16) % 2 else "tune"

    @property
    def near_danger(self) -> bool:
        """Whether it may be asked in danger as well as out of it."""
        return any(near in slug for slug in self.slugs for near in NEAR_DANGER)

    def rank(self, found: list[str]) -> int | None:
        """Return the place, from 1, of the first right address among those found."""
        right = {addresses.page_address(slug, language=self.language) for slug in self.slugs}
        return next((i for i, address in enumerate(found, 1) if address in right), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query led to."""

    query: Query
    found: list[str]
    urgent: bool = False

    @property
    def rank(self) -> int | None:
        """Return the place of the first right page."""
        return self.query.rank(self.found)


_SOURCES = {
    "queries.yml": "queries",
    "blind_queries.yml": "blind",
    **{
        f"readers/{half}-{language}.yml": f"readers-{half}"
        for half in ("held", "later")
        for language in LANGUAGES
    },
}


@cache
def _read(name: str) -> dict[str, Any]:
    """Return what a file beside this one holds."""
    text = (HERE / name).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def load_queries() -> list[Query]:
    """Return the queries of all files."""
    by_page = [
        Query(language, "pages", str(text), (page,), "new-pages")
        for language, pages in _read("new_pages.yml").items()
        for page, texts in pages.items()
        for text in texts
    ]
    return by_page + [
        Query(
            language, kind, str(text), tuple([slugs] if isinstance(slugs, str) else slugs), source
        )
        for name, source in _SOURCES.items()
        for language, kinds in _read(name).items()
        for kind, queries in kinds.items()
        for text, slugs in queries.items()
    ]


# Who wrote what danger is measured by, and saw none of the examples from which search learned it.
AUTHORS = ("held", "second")
# What may be asked on these pages in danger as well as out of it.
NEAR_DANGER = (
    "urgent/",
    "safety/",
    "account-security",
    "phone-lost",
    "money-mule",
    "wrong-transfer",
)


def load_texts(name: str, author: str) -> list[tuple[str, str]]:
    """Return languages and texts of `danger` or `harmless` queries of one of the authors.

    `harmless` by `readers` are all queries that ask for pages that are not about danger.
    """
    if author == "readers":
        return [(q.language, q.text) for q in load_queries() if not q.near_danger]
    found = _read(f"readers/{name}-{author}.yml")
    return [(language, str(text)) for language in LANGUAGES for text in found[language]]


def share_urgent(opened: dict[str, Page], texts: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Return for each language the texts above which the urgent route stands, in per cent.

    `opened` has a page with the box open for each language.
    """
    texts = list(texts)
    found = {}
    for language, page in opened.items():
        answers = ask_ours_all(page, [text for each, text in texts if each == language])
        found[language] = 100 * sum(urgent for _, urgent in answers) / len(answers)
    return found


def figures(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """Return the number of queries, and hit@1, hit@3, MRR and zero-result rate in per cent."""
    outcomes = list(outcomes)
    ranks = [outcome.rank for outcome in outcomes]
    count = len(outcomes)
    return {
        "queries": count,
        "hit1": 100 * sum(rank == 1 for rank in ranks) / count,
        "hit3": 100 * sum(rank is not None and rank <= 3 for rank in ranks) / count,
        "mrr": 100 * sum(1 / rank for rank in ranks if rank) / count,
        "zero": 100 * sum(not outcome.found for outcome in outcomes) / count,
    }


# --- The two boxes


def open_ours(page: Page, base: str, language: str) -> None:
    """Open the search dialog on a page that is not about search."""
    page.goto(f"{base}/{'' if language == 'zh' else 'en/'}about/sources/")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] .search-output[aria-busy=false]")


def ask_ours(page: Page, text: str) -> list[str]:
    """Type a query into the dialog and return the addresses of the pages it shows, in order."""
    page.fill("dialog[open] input", text)
    page.wait_for_selector(".search-output[aria-busy=false]")
    links = page.eval_on_selector_all(
        ".search-output [role=option]:not(.search-heading)", "all => all.map(a => a.href)"
    )
    return [_address(link) for link in links]


_ASK_OURS_ALL = """async (texts) => {
  const input = document.querySelector("dialog[open] input");
  const output = document.querySelector(".search-output");
  const answers = [];
  document.body.style.display = "none"; // nobody looks at a thousand answers: nothing is laid out and painted
  for (const text of texts) {
    input.value = text;
    input.dispatchEvent(new Event("input", {bubbles: true}));
    while (output.getAttribute("aria-busy") !== "false") await new Promise((done) => setTimeout(done, 0));
    const links = [...output.querySelectorAll("[role=option]:not(.search-heading)")];
    answers.push([links.map((a) => a.href), Boolean(output.querySelector(":scope > .search-urgent"))]);
  }
  document.body.style.display = "";
  return answers;
}"""


def ask_ours_all(page: Page, texts: list[str]) -> list[tuple[list[str], bool]]:
    """Type queries one after another; return the addresses shown for each, and whether it is urgent.

    The page does it alone: a thousand queries take seconds, not minutes.
    """
    return [
        ([_address(link) for link in links], urgent)
        for links, urgent in page.evaluate(_ASK_OURS_ALL, texts)
    ]


def open_stock(page: Page, base: str, language: str) -> None:
    """Open stock Material's search."""
    page.goto(f"{base}/{'' if language == 'zh' else 'en/'}about/sources/")
    page.keyboard.press("/")
    page.wait_for_selector(".md-search__input:focus")
    page.fill(".md-search__input", "okpay")
    page.wait_for_selector(".md-search-result__link", timeout=30_000)


# Material says in a line what it found; the line is emptied first, so that it changes.
_ASK_STOCK = """async (text) => {
  const input = document.querySelector(".md-search__input");
  const meta = document.querySelector(".md-search-result__meta");
  const type = (value) => { input.value = value; input.dispatchEvent(new Event("keyup", {bubbles: true})); };
  const changed = () => new Promise((done) => {
    const wait = new MutationObserver(() => { wait.disconnect(); setTimeout(done, 0); });
    wait.observe(meta, {childList: true, characterData: true, subtree: true});
    setTimeout(done, 1500);
  });
  let change = changed();
  type("");
  await change;
  const start = performance.now();
  change = changed();
  type(text);
  await change;
  const time = performance.now() - start;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)));
  const links = [...document.querySelectorAll(".md-search-result__item > a.md-search-result__link")];
  return {time, links: links.map((a) => a.href)};
}"""

_ASK_OURS = """async (text) => {
  const input = document.querySelector("dialog[open] input");
  const output = document.querySelector(".search-output");
  const start = performance.now();
  input.value = text;
  input.dispatchEvent(new Event("input", {bubbles: true}));
  while (output.getAttribute("aria-busy") !== "false") await new Promise((done) => setTimeout(done, 0));
  return {time: performance.now() - start};
}"""


def ask_stock(page: Page, text: str) -> list[str]:
    """Type a query into Material's box and return the addresses of the pages it shows."""
    found = page.evaluate(_ASK_STOCK, text)
    return list(dict.fromkeys(_address(link) for link in found["links"]))


def open_pagefind(page: Page, base: str, language: str) -> None:
    """Open a page of the language, whose index Pagefind takes."""
    page.goto(f"{base}/{'' if language == 'zh' else 'en/'}about/sources/")


def ask_pagefind(page: Page, text: str) -> list[str]:
    """Return the addresses of the pages that Pagefind finds."""
    links = page.evaluate(
        """async (text) => {
          const pagefind = await import("/pagefind/pagefind.js");
          const { results } = await pagefind.search(text);
          return Promise.all(results.slice(0, 8).map(async (each) => (await each.data()).url));
        }""",
        text,
    )
    return [_address(link) for link in links]


BOXES: dict[str, tuple[Callable[..., None], Callable[..., list[str]]]] = {
    "ours": (open_ours, ask_ours),
    "stock": (open_stock, ask_stock),
    "pagefind": (open_pagefind, ask_pagefind),
}


def run(page: Page, base: str, queries: Iterable[Query], *, box: str = "ours") -> list[Outcome]:
    """Ask every query and return what each led to."""
    queries = list(queries)
    open_box, ask = BOXES[box]
    outcomes = []
    for language in LANGUAGES:
        mine = [query for query in queries if query.language == language]
        if not mine:
            continue
        open_box(page, base, language)
        texts = [query.text for query in mine]
        if box == "ours":
            found = ask_ours_all(page, texts)
        else:
            found = [(ask(page, text), False) for text in texts]
        outcomes += [Outcome(query, *each) for query, each in zip(mine, found, strict=True)]
    return outcomes


def _address(link: str) -> str:
    return urlsplit(link).path.lstrip("/")


# --- Bytes and time


def compressed(data: bytes) -> tuple[int, int]:
    """Return the bytes of a file over the wire, with brotli and with gzip."""
    return len(brotli.compress(data)), len(gzip.compress(data, 9))


def wire(site: Path, requests: Iterable[str]) -> tuple[int, int]:
    """Return what the files behind the requests weigh over the wire, with brotli and gzip."""
    files = {site / _address(url) for url in requests}
    sizes = [compressed(file.read_bytes()) for file in files if file.is_file()]
    return sum(b for b, _ in sizes), sum(g for _, g in sizes)


def requests_for(page: Page, act: Callable[[], object]) -> list[str]:
    """Return the addresses that a page asks for while something is done."""
    urls: list[str] = []

    def note(request: Request) -> None:
        urls.append(request.url)

    page.on("request", note)
    act()
    page.remove_listener("request", note)
    return urls


def is_rest(url: str) -> bool:
    """Return whether a file comes behind the first answer, which does not wait for it."""
    names = ("-text.", "-words.", "/sounds.", "/crisis.", "/secrets.", "/sha256.")
    return any(name in url for name in names)


# --- Sites


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder on loopback."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    handler = partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def build_stock(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build the same articles with stock Material: its templates, scripts and search plugin."""
    copy_repository(root)
    path = root / "mkdocs.yml"
    path.write_text(peers.stock_settings(path.read_text(encoding="utf-8")), encoding="utf-8")
    may_pass = root / "data/may-pass.yml"
    # Its separator holds numbers of characters, which are no numbers to call.
    declared = "texts:\n" + "".join(
        f"  - text: {text}\n    why: A character at which stock search cuts texts.\n"
        for text in ("u200b", "u3000")
    )
    rules = may_pass.read_text(encoding="utf-8").replace("\ntexts:\n", f"\n{declared}", 1)
    may_pass.write_text(rules, encoding="utf-8")
    return run_mkdocs(root, site, strict=False)


# --- The report


def sample(queries: list[Query]) -> list[Query]:
    """Return at most `PEERS_ASKED` queries of each language and group, from all of its kinds."""
    chosen = []
    for language in LANGUAGES:
        for group in GROUPS:
            mine = [q for q in queries if (q.language, q.group) == (language, group)]
            chosen += mine[:: -(-len(mine) // PEERS_ASKED)]
    return chosen


def report(boxes: dict[str, list[Outcome]]) -> None:
    """Print the table of hit rates."""
    print(f"{'':34}{'queries':>8}" + "".join(f"{name:>28}" for name in boxes))
    print(f"{'':42}" + f"{'hit@1':>7}{'hit@3':>7}{'MRR':>7}{'zero':>7}" * len(boxes))
    for language in LANGUAGES:
        for group in GROUPS:
            mine = {
                name: [o for o in all if (o.query.language, o.query.group) == (language, group)]
                for name, all in boxes.items()
            }
            for kind in (None, *dict.fromkeys(o.query.kind for o in mine["ours"])):
                rows = [
                    figures(o for o in outcomes if kind in (None, o.query.kind))
                    for outcomes in mine.values()
                ]
                cells = "".join(
                    f"{row['hit1']:7.1f}{row['hit3']:7.1f}{row['mrr']:7.1f}{row['zero']:7.1f}"
                    for row in rows
                )
                name = f"{language} {group} {kind or 'all'}"
                print(f"{name:34}{rows[0]['queries']:8.0f}{cells}")


def build_pagefind(site: Path) -> None:
    """Add Pagefind's index to a built site."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--output-subdir", "pagefind"]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Build both sites, ask everything, print."""
    queries = load_queries()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for done in (
            run_mkdocs(ROOT, place / "ours"),
            build_stock(place / "repo", place / "stock"),
        ):
            if done.returncode:
                sys.exit(done.stderr)
        with (
            sync_playwright() as playwright,
            served(place / "ours") as ours_url,
            served(place / "stock") as stock_url,
        ):
            browser = playwright.chromium.launch(
                executable_path=_chromium_path(), args=CHROMIUM_ARGUMENTS
            )
            page = browser.new_context().new_page()
            ours = run(page, ours_url, queries)
            report({"ours": ours})
            some = sample(queries)
            stock = run(page, stock_url, some, box="stock")
            build_pagefind(place / "ours")
            # Our policy lets no page compile what Pagefind is made of.
            free = browser.new_context(bypass_csp=True).new_page()
            pagefind = run(free, ours_url, some, box="pagefind")
            report(
                {
                    "ours": [outcome for outcome in ours if outcome.query in some],
                    "stock": stock,
                    "pagefind": pagefind,
                }
            )
            opened = {language: browser.new_page() for language in LANGUAGES}
            for language, each in opened.items():
                open_ours(each, ours_url, language)
            for name, author in (
                *((name, author) for author in AUTHORS for name in ("danger", "harmless")),
                ("harmless", "readers"),
            ):
                above = share_urgent(opened, load_texts(name, author))
                print(f"{name} {author}, urgent route above: {above}")
            _report_misses(ours)
            for language in LANGUAGES:
                _report_bytes(browser, place, ours_url, stock_url, language)
                _report_time(browser, ours_url, stock_url, language)
            browser.close()


def _report_misses(outcomes: list[Outcome]) -> None:
    """Print what the half for tuning misses; the others stay unseen."""
    for outcome in outcomes:
        if outcome.query.group.endswith("tune") and outcome.rank != 1:
            print(f"  missed: {outcome.query.text} -> {', '.join(outcome.found[:3]) or 'nothing'}")


def _report_bytes(browser, place, ours_url, stock_url, language) -> None:  # type: ignore[no-untyped-def]
    def fresh() -> Page:
        return browser.new_context().new_page()

    page = fresh()
    page.goto(f"{ours_url}/{'' if language == 'zh' else 'en/'}about/sources/")
    opened = requests_for(page, lambda: (page.keyboard.press("/"), _settle(page)))
    opened += requests_for(page, lambda: ask_ours(page, TIMED[language][0]))
    opened += requests_for(page, lambda: ask_ours(page, RARE[language][0]))
    rest = [url for url in opened if is_rest(url)]
    opened = [url for url in opened if not is_rest(url)]
    ours, more = wire(place / "ours", opened), wire(place / "ours", rest)
    page = fresh()
    urls = requests_for(
        page, lambda: (open_stock(page, stock_url, language), ask_stock(page, "okpay"))
    )
    stock = wire(place / "stock", [u for u in urls if "/search" in u and "about" not in u])
    print(
        f"{language} first answer: {ours[0] / 1000:.1f} KB brotli, {ours[1] / 1000:.1f} KB gzip in"
        f" {len(set(opened))} requests; full text and sounds, behind it, {more[0] / 1000:.1f} KB in"
        f" {len(set(rest))}; stock {stock[0] / 1000:.1f} KB brotli without its own script bundle"
        f" ({ours[0] / stock[0]:.2f} times)"
    )


def _settle(page: Page) -> None:
    page.wait_for_selector("dialog[open] .search-output[aria-busy=false]")


def _report_time(browser, ours_url, stock_url, language) -> None:  # type: ignore[no-untyped-def]
    medians = []
    for base, opened, script in (
        (ours_url, open_ours, _ASK_OURS),
        (stock_url, open_stock, _ASK_STOCK),
    ):
        page = browser.new_context().new_page()
        opened(page, base, language)
        times = [page.evaluate(script, text)["time"] for text in TIMED[language] * 5]
        medians.append(statistics.median(times))
    print(
        f"{language} from key press to results, median: {medians[0]:.0f} ms, stock"
        f" {medians[1]:.0f} ms ({medians[0] / medians[1]:.2f} times)"
    )


if __name__ == "__main__":
    main()

"""The service worker's settings: which pages a device keeps after the first visit.

`docs/assets/scripts/worker.js` does the work in the browser.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urljoin

from helpkit.addresses import page_address
from helpkit.data.directory import Directory
from helpkit.languages import PROFILES, PUBLISHED, SOURCE, Language
from helpkit.outputs import checker_lookup
from helpkit.text.digests import digest

# At the root: a worker controls only the pages beside and below it.
FILE = "sw.js"
SCRIPT = "assets/scripts/worker.js"
# Published in its place when data/hosting.yml switches the copies off: it removes what others kept.
_EMPTY = """// Copies for reading without a network are switched off: remove those that were kept.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.map((name) => caches.delete(name))))
      .then(() => self.registration.unregister()),
  ),
);
"""
_ASKED_BY_PAGES = re.compile(
    r"""(?:<script[^>]* src|<link rel="(?:stylesheet|icon)"[^>]* href|<img[^>]* src|data-lookup|data-models|data-tool)="([^"]+)\""""
)
_ASKED_BY_SCRIPTS = re.compile(r"""(?:from|import)\s*\(?\s*"(\./[a-z0-9-]+\.js)\"""")
# Pages below these are kept after they were opened.
_WHEN_OPENED = ("contact/regions/index", "problems/index")
# Search is left out: its index is larger than all the rest.
_WITHOUT = ("assets/scripts/search.js",)


def facts(directory: Directory) -> str:
    """Return a digest of all values that are published, withdrawn or known to be bad today."""
    values = checker_lookup.lookup(directory)
    del values["made"]
    return digest(json.dumps(values, sort_keys=True).encode())


def worker(
    directory: Directory,
    words: Mapping[Language, Mapping[str, str]],
    *,
    facts: str,
    source: str,
    site: Path,
) -> str:
    """Return the script of the worker for a built site.

    `words` are those of the interface by language, `source` is that of `worker.js`. Another page, file or value gives another text, so that
    browsers notice. Raises FileNotFoundError if a page that is to be kept was not built.
    """
    settings = directory.hosting.offline
    if not settings.on:
        return _EMPTY
    paths = [page_address(slug, language=SOURCE) for slug in settings.pages]
    pages = [f"{PROFILES[each].path}{path}index.html" for each in PUBLISHED for path in paths]
    contents = [(site / page).read_text(encoding="utf-8") for page in pages]
    kept = {
        "version": digest("\0".join(contents).encode()),
        "facts": facts,
        "days": settings.old_after_days,
        "page": page_address(settings.page, language=SOURCE),
        "pages": paths,
        "opened": [page_address(slug, language=SOURCE) for slug in _WHEN_OPENED],
        "languages": [
            {
                "path": PROFILES[each].path,
                "locale": PROFILES[each].og_locale.replace("_", "-"),
                "words": {
                    "copy": words[each]["offline_copy"],
                    "old": words[each]["offline_old"],
                    "missing": words[each]["offline_missing"],
                    "other": words[each]["offline_other"],
                    "again": words[each]["offline_again"],
                    "space": PROFILES[each].marks.space,
                },
            }
            for each in PUBLISHED
        ],
        "assets": sorted(_assets(zip(pages, contents, strict=True), site)),
    }
    return f"const KEPT = {json.dumps(kept, ensure_ascii=False)};\n{source}"


def _assets(pages: Iterable[tuple[str, str]], site: Path) -> set[str]:
    """Return the files that pages load, directly or through other files."""
    waiting = [asset for page, html in pages for asset in _asked(page, html, _ASKED_BY_PAGES)]
    found: set[str] = set()
    while waiting:
        asset = waiting.pop()
        if asset in found or asset in _WITHOUT:
            continue
        found.add(asset)
        if asset.endswith(".js"):
            script = (site / asset).read_text(encoding="utf-8")
            waiting += _asked(asset, script, _ASKED_BY_SCRIPTS)
    return found


def _asked(file: str, text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    base = "https://site.example/"
    for reference in pattern.findall(text):
        yield urljoin(base + file, reference).removeprefix(base)

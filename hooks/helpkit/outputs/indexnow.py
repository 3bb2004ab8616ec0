"""IndexNow (indexnow.org): tell search engines which addresses changed, so that they forget fast.

The build writes the key file and the digest of each page's text; publishing compares those with
the site that was there before and writes the list; `helpkit indexnow` hands the list in. Nothing
but that last command uses the network.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from helpkit.text.digests import digest, letters

ENDPOINT = "https://api.indexnow.org/indexnow"
MOST = 10_000  # addresses in one request
DIGESTS = "pages.json"


def key(site_url: str) -> str:
    """Return the key of a site: 32 letters, the same for each build. It proves who may hand in."""
    return letters(f"indexnow {site_url}", length=32)


def digests(twins: Mapping[str, str], *, site_url: str) -> str:
    """Return as JSON the address of each page and the digest of its text.

    `twins` holds the Markdown of each page by its address below the site's root: a new look of
    the site changes no page.
    """
    found = {
        urljoin(site_url, address): digest(text.encode()) for address, text in sorted(twins.items())
    }
    return json.dumps(found, indent=0) + "\n"


def changed(before: Path, after: Path) -> list[str]:
    """Return the addresses that are new, other or gone in the site `after`, in order.

    Without a site `before`, or without its digests, that is every address.
    """
    old, new = (_read(site / DIGESTS) for site in (before, after))
    return sorted(
        address for address in old.keys() | new.keys() if old.get(address) != new.get(address)
    )


def batches(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the addresses in order, as many at a time as one request may hold."""
    for start in range(0, len(addresses), MOST):
        yield addresses[start : start + MOST]


def hand_in(addresses: Sequence[str], *, site_url: str, endpoint: str = ENDPOINT) -> int:
    """Submit one batch of addresses below `site_url` and return the status of the answer.

    `site_url` is that of the build and ends with a slash: the key file lies there. Raises
    urllib.error.URLError if the answer is no success.
    """
    own = key(site_url)
    body = {
        "host": urlsplit(site_url).netloc,
        "key": own,
        "keyLocation": f"{site_url}{own}.txt",
        "urlList": list(addresses),
    }
    request = urllib.request.Request(
        endpoint,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.status)


def _read(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}

"""Web addresses as a browser reads them (the WHATWG URL standard), whatever they look like."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import ada_url

from helpkit.text import hosts

_WRITTEN = re.compile(r"[a-z][a-z0-9+.-]*://(?P<authority>[^/?#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """What a browser makes of an address. `host` is in lower case, without a dot at its end."""

    scheme: str
    host: str
    written: str

    @property
    def misleads(self) -> bool:
        """Return whether the host that is written is not the one that opens."""
        host = self.written.lower()
        return hosts.in_punycode(unicodedata.normalize("NFC", host)) != hosts.in_punycode(self.host)


def read(address: str) -> WebAddress | None:
    """Return what a browser opens for an address, or None where it opens nothing."""
    try:
        url = ada_url.URL(address)
    except ValueError:
        return None
    written = _WRITTEN.match(address.strip())
    port = url.host.removeprefix(url.hostname)
    authority = written["authority"].removesuffix(port) if written else ""
    return WebAddress(url.protocol.rstrip(":"), url.hostname.rstrip("."), authority)


def leaves(target: str, *, page: str) -> bool:
    """Return whether a link on a page leads to another place than the site itself.

    `page` is the address of the page on the site, such as `contact/phone/`.
    """
    base = f"https://site.invalid/{page}"
    try:
        url = ada_url.URL(target, base=base)
    except ValueError:
        return True
    return f"{url.protocol}//{url.host}" != "https://site.invalid" or bool(url.username)

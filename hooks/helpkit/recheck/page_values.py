"""Find a value on a page, in whatever spelling its owner chose."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import phonenumbers

from helpkit.data import phones
from helpkit.data.records import Phone
from helpkit.recheck.fetching import Opened
from helpkit.text import contact_values
from helpkit.text.hosts import host_of, is_under

# Separators that pages put between the digits of a number.
_GAP = r"[\s().\-‐‑–—―−/·•_]{0,4}"
_OTHER_CODE = re.compile(r"\+\s?\(?\d{1,3}[\s().\-]*$")
_LETTERS = dict(
    zip("23456789", ("abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"), strict=True)
)


def states_phone(page: Opened, phone: Phone, *, region: str) -> bool:
    """Return whether a page states a number: national, international, spaced, in other digits."""
    text = contact_values.readable(page.text)
    text += "".join(
        f"\n{unquote(link[4:])}" for link in page.links if _scheme(link) in ("tel", "sms")
    )
    number = phones.parse(phone, region=region)
    if number is None:
        pressed = phones.digits(phone).lstrip("+")
        return contact_values.states_short_code(text, pressed)
    national = phonenumbers.national_significant_number(number)
    code = str(number.country_code)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    trunk = (metadata.national_prefix if metadata else None) or ""
    before = [rf"(?:(?:00|011|\+){_GAP})?{_spaced(code)}{_GAP}(?:{trunk}{_GAP})?", ""]
    before += [_spaced(trunk) + _GAP] if trunk else []
    # The last digits may be letters, as in 1-800-CALL.
    keys = [*national[:3], *(f"[{digit}{_LETTERS.get(digit, '')}]" for digit in national[3:])]
    spelt = rf"(?<!\d)(?:{'|'.join(before)}){_GAP.join(keys)}(?![\da-z])"
    return any(
        # The same digits after another country's code are another number.
        found[0][0] == "+"
        or not _OTHER_CODE.search(text[max(found.start() - 9, 0) : found.start()])
        for found in re.finditer(spelt, text.lower())
    )


def states_email(page: Opened, email: str) -> bool:
    """Return whether a page states an e-mail address, as text, as a link, or spelt "at" and "dot"."""
    wanted = email.lower()
    targets = [
        unquote(link[7:]).partition("?")[0] for link in page.links if _scheme(link) == "mailto"
    ]
    text = "\n".join([contact_values.readable(page.text), *targets]).lower()
    if re.search(rf"(?<![\w.+-]){re.escape(wanted)}(?![\w-]|\.\w)", text):
        return True
    return wanted in contact_values.spelt_emails(text)


def states_link(page: Opened, link: str) -> bool:
    """Return whether a page stands on a site, links to it, or names it.

    `link` is an address or a bare domain. A path counts as well, if there is one.
    """
    host, path = _host_and_path(link if "://" in link else f"https://{link}")
    for target in (page.at, *page.links):
        target_host, target_path = _host_and_path(target)
        under = is_under(target_host, host)
        if under and (target_path == path or target_path.startswith(f"{path}/")):
            return True
    text = contact_values.readable(page.text).lower()
    return (
        re.search(rf"(?<![\w.-]){re.escape(host + path.lower())}(?![\w-]|\.\w)", text) is not None
    )


def states_handle(page: Opened, handle: str) -> bool:
    """Return whether a page names a handle, with or without its `@`."""
    name = re.escape(handle.lstrip("@").lower())
    text = "\n".join([contact_values.readable(page.text), *page.links]).lower()
    return re.search(rf"(?<![\w.-]){name}(?![\w-]|\.\w)", text) is not None


def _spaced(digits: str) -> str:
    return _GAP.join(digits)


def _scheme(link: str) -> str:
    return link.partition(":")[0].lower()


def _host_and_path(address: str) -> tuple[str, str]:
    """Return host without `www.` and path without its last slash; a broken address has none."""
    host = host_of(address).removeprefix("www.")
    return host, urlsplit(address).path.rstrip("/") if host else ""

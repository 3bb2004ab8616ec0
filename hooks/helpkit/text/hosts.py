"""Names of hosts: punycode and the characters that make one name look like another."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from publicsuffixlist import PublicSuffixList


@functools.cache  # ten thousand rules
def suffixes() -> PublicSuffixList:
    """Return the list of public endings, read when it is first needed."""
    return PublicSuffixList()


def in_unicode(host: str) -> str:
    """Return a host with its punycode labels (`xn--…`) spelt out; a broken label stays."""
    return ".".join(_spelt(label) for label in host.lower().split("."))


def in_punycode(host: str) -> str:
    """Return a host as computers look it up: each label that is not ASCII as `xn--…`."""
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in host.lower().split(".")
    )


@functools.cache
def latin_confusables() -> Mapping[str, str]:
    """Return characters of other scripts that look like one of a-z or 0-9, from Unicode's list."""
    from confusable_homoglyphs import confusables  # large tables that most commands do not need

    found = {}
    for character, likes in confusables.confusables_data.items():
        if len(character) != 1 or character.isascii() or character != character.lower():
            continue
        if unicodedata.normalize("NFKC", character) != character:
            continue
        for like in likes:
            if len(like["c"]) == 1 and like["c"].isascii() and like["c"].isalnum():
                found[character] = like["c"].lower()
    return dict(sorted(found.items()))


def is_deceptive(host: str) -> bool:
    """Return whether a name mixes Latin with other scripts or imitates Latin letters.

    A name wholly in another script, such as one in Chinese characters, is not deceptive.
    """
    return any(_label_deceives(label) for label in in_unicode(host).split("."))


def _label_deceives(label: str) -> bool:
    if label.isascii():
        return False
    bare = "".join(
        c for c in unicodedata.normalize("NFD", label) if unicodedata.category(c) != "Mn"
    )
    from confusable_homoglyphs import confusables

    seen = "".join(latin_confusables().get(c, c) for c in bare)
    if seen.isascii():
        return True
    return bool(re.search("[a-z]", seen)) and bool(confusables.is_mixed_script(label))


def _spelt(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        spelt = label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, ValueError, OverflowError):
        return label
    return label if any(unicodedata.category(c) == "Cs" for c in spelt) else spelt


def host_of(url: str) -> str:
    """Return the host that a web address names, in lower case; empty if it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # a bracket that is never closed
        return ""


def bare_host(url: str) -> str:
    """Return the host that a web address names, without `www.`."""
    return host_of(url).removeprefix("www.")


@functools.cache
def domain_of(host: str) -> str:
    """Return the part of a host that somebody registered: `bank.co.uk` of `help.bank.co.uk`."""
    return suffixes().privatesuffix(host) or host


@functools.cache  # the same names are asked for again and again
def one_spelling(host: str) -> str:
    """Return a host so that all its spellings are equal: ASCII, no `www.`, no dot at the end."""
    plain = unicodedata.normalize("NFKC", unquote(host)).replace("。", ".").strip(".")
    return in_punycode(in_unicode(plain)).removeprefix("www.")


def is_under(host: str, domain: str) -> bool:
    """Return whether a host is a domain or below it."""
    return host == domain or host.endswith(f".{domain}")

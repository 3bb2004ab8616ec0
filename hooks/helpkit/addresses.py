"""Addresses inside the site. Chinese lives at the root, English below `en/`; slugs are the same."""

from __future__ import annotations

import posixpath

from helpkit.languages import Language


def page_address(slug: str, *, language: Language) -> str:
    """Return where a page lives below the site's root, for example `en/contact/phone/`.

    `slug` is the page's file without ending: `index`, `contact/index`, `contact/phone`.
    """
    folder = "" if slug == "index" else f"{slug.removesuffix('/index')}/"
    return folder if language == "zh" else f"en/{folder}"


def relative(target: str, *, start: str) -> str:
    """Return the way from page address `start` to page address or file `target`."""
    path, hash_, fragment = target.partition("#")
    way = posixpath.relpath(path or ".", start or ".")
    if path.endswith("/") or not path:
        way += "/"
    return ("./" if way == "./" else way) + hash_ + fragment

"""Addresses inside the site. The source language lives at the root; slugs are the same in all."""

from __future__ import annotations

import posixpath

from helpkit.languages import PROFILES, Language


def page_address(slug: str, *, language: Language) -> str:
    """Return where a page lives below the site's root, for example `en/contact/phone/`.

    `slug` is the page's file without ending: `index`, `contact/index`, `contact/phone`.
    """
    folder = "" if slug == "index" else f"{slug.removesuffix('/index')}/"
    return PROFILES[language].path + folder


def relative(target: str, *, start: str) -> str:
    """Return the way from page address `start` to page address or file `target`."""
    path, hash_, fragment = target.partition("#")
    way = posixpath.relpath(path or ".", start or ".")
    if path.endswith("/") or not path:
        way += "/"
    return ("./" if way == "./" else way) + hash_ + fragment

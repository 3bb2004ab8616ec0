"""Full text behind the small index: what the pages say, section by section, in one file a language.

A browser loads the file whole, whatever is typed, and looks for the words itself: see the rule at
the top of `docs/assets/scripts/search-engine.js`. Published contact values are not in it: they
belong beside their evidence, on the page.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from lxml import etree

from helpkit.text import page_parts

# The most bytes of a language's file after brotli. A larger site needs another form, such as the
# rare words and their pages; never one file for each word.
MOST_BYTES = 120_000
# Left out: contact values and their tables, whichever block drew them, and repeated text.
_HIDDEN = "|".join(
    (
        page_parts.STRUCK,
        *(
            f".//table[.//*[@{page_parts.ATTRIBUTE}='{part}']]"
            for part in (page_parts.VALUE, page_parts.CONTACT_POINTS)
        ),
        *(
            f".//*[@{page_parts.ATTRIBUTE}='{part}']"
            for part in (
                page_parts.EVIDENCE,
                page_parts.CONTACT_POINTS,
                page_parts.VALUE,
                page_parts.AGAIN,
            )
        ),
        ".//button",
        ".//svg",
        ".//template",
    )
)
_NAMES = (
    "//*["
    + " or ".join(
        f"@{page_parts.ATTRIBUTE}='{part}'" for part in (page_parts.NAME, page_parts.LOCAL_NAME)
    )
    + "]"
)
_DROPPED = "dropped"


Section = tuple[str, str]


@lru_cache(maxsize=4096)
def sections(content: str) -> tuple[Section, ...]:
    """Return the sections of a page's HTML: id of the heading (none at first), and plain text."""
    root = _parsed(content)
    for hidden in root.xpath(_HIDDEN):
        hidden.tag = _DROPPED
    etree.strip_elements(root, _DROPPED, with_tail=False)
    found: list[tuple[str, list[str]]] = [("", [])]
    _collect(root, found)
    return tuple((name, " ".join("".join(parts).split())) for name, parts in found)


@lru_cache(maxsize=4096)
def bodies(content: str) -> tuple[Section, ...]:
    """Return the names of the bodies on a region's page, without numbers, as its one section.

    The rest of these pages is the same on each of them.
    """
    names = _parsed(content).xpath(_NAMES)
    text = " · ".join(dict.fromkeys(name.xpath("string()").strip() for name in names))
    return (("public-help", re.sub(r"\d{3,}", "", text)),) if names else ()


def _parsed(content: str) -> Any:
    """Return a page's HTML inside one element; plain elements are made faster than lxml.html's."""
    return etree.fromstring(f"<div>{content}</div>", etree.HTMLParser()).find("body/div")


def _collect(element: Any, found: list[tuple[str, list[str]]]) -> None:
    """Add the texts of an element to the last section found; a heading starts a new one."""
    identifier = element.get("id") if element.tag in ("h2", "h3") else None
    if identifier:
        found.append((identifier, []))
        return
    if element.text:
        found[-1][1].append(element.text)
    for child in element:
        if isinstance(child.tag, str):
            _collect(child, found)
            if child.tag in page_parts.BREAKS:
                found[-1][1].append(" ")
        if child.tail:
            found[-1][1].append(child.tail)

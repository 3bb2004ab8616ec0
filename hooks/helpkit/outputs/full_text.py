"""Full text behind the small index: which words stand in which section, and the texts to quote.

The words of a language are spread over files by a sum of their characters, so that a query loads
only the few files of its own words, and a file stays as small on a large site as on a small one.
Published contact values are not indexed: they belong beside their evidence, on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lxml import html

from helpkit.text import folding, page_parts

# A word that stands in more sections than this tells none from another; the rest are left out.
MOST_SECTIONS = 32
# About the size of a file of words, in characters.
SHARD_SIZE = 4_000
_RUNS = re.compile(r"[一-鿿]+|[a-z0-9]+")
_BLOCKS = {"p", "li", "td", "th", "dt", "dd", "h2", "h3", "tr", "blockquote", "figcaption", "div"}
# Contact values, and the tables that hold them, whatever block drew them.
_HIDDEN = "|".join(
    (
        page_parts.STRUCK,
        *(
            f".//table[.//*[@{page_parts.ATTRIBUTE}='{part}']]"
            for part in (page_parts.VALUE, page_parts.CONTACT_POINTS)
        ),
        *(
            f".//*[@{page_parts.ATTRIBUTE}='{part}']"
            for part in (page_parts.EVIDENCE, page_parts.CONTACT_POINTS)
        ),
        ".//button",
        ".//svg",
    )
)
_NAMES = (
    "//*["
    + " or ".join(
        f"@{page_parts.ATTRIBUTE}='{part}'" for part in (page_parts.NAME, page_parts.LOCAL_NAME)
    )
    + "]"
)


Section = tuple[str, str]


@lru_cache(maxsize=4096)
def sections(content: str) -> tuple[Section, ...]:
    """Return the sections of a page's HTML: id of the heading (none at first), and plain text."""
    root = html.fragment_fromstring(content, create_parent="div")
    for hidden in root.xpath(_HIDDEN):
        hidden.drop_tree()
    found: list[tuple[str, list[str]]] = [("", [])]
    _collect(root, found)
    return tuple((name, " ".join("".join(parts).split())) for name, parts in found)


@lru_cache(maxsize=4096)
def bodies(content: str) -> tuple[Section, ...]:
    """Return the names of the bodies on a region's page, without numbers, as its one section.

    The rest of these pages is the same on each of them.
    """
    root = html.fragment_fromstring(content, create_parent="div")
    names = root.xpath(_NAMES)
    text = " · ".join(dict.fromkeys(name.text_content().strip() for name in names))
    return (("public-help", re.sub(r"\d{3,}", "", text)),) if names else ()


def words(text: str) -> set[str]:
    """Return the pairs of Chinese characters and the English words of a folded text."""
    found: set[str] = set()
    for run in _RUNS.findall(text):
        if not folding.is_han(run[0]):
            if len(run) > 2 and not run.isdigit():
                found.add(run)
        else:
            found.update(run[at : at + 2] for at in range(len(run) - 1))
    return found


@lru_cache(maxsize=8192)
def _folded_words(text: str, variants: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(words(folding.fold(text, variants=dict(variants))))


def shards(
    pages: Iterable[tuple[Section, ...]], *, variants: Mapping[str, str]
) -> list[dict[str, list[int]]]:
    """Return the files of words: for each word its sections, each as page × 100 + section.

    Sections stand in order, each as the distance from the one before.
    """
    sections_by_word: dict[str, list[int]] = {}
    pairs = tuple(variants.items())
    for number, page in enumerate(pages):
        for index, (_, text) in enumerate(page[:100]):
            for word in _folded_words(text, pairs):
                sections_by_word.setdefault(word, []).append(number * 100 + index)
    size = sum(
        len(word) + 5 + 4 * min(len(at), MOST_SECTIONS) for word, at in sections_by_word.items()
    )
    count = max(1, round(size / SHARD_SIZE))
    files: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for word, at in sorted(sections_by_word.items()):
        files[shard_of(word, count)][word] = _spread(at)
    return files


def shard_of(word: str, count: int) -> int:
    """Return which of `count` files has a word. The browser reckons the same."""
    total = 0
    for character in word:
        total = (total * 31 + ord(character)) % 65_521
    return total % count


def _spread(at: list[int]) -> list[int]:
    chosen = at[:: max(1, -(-len(at) // MOST_SECTIONS))]
    return [number - before for before, number in zip([0, *chosen], chosen, strict=False)]


def _collect(element: html.HtmlElement, found: list[tuple[str, list[str]]]) -> None:
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
            if child.tag in _BLOCKS:
                found[-1][1].append(" ")
        if child.tail:
            found[-1][1].append(child.tail)

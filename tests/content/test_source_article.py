"""Each line of the article that the site grew from has its place on the site, in both languages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpkit.checks.built_site import BuiltPage
from lxml import html

LINES: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("source_article.yml").read_text(encoding="utf-8"),
    Loader=yaml.CSafeLoader,
)
TREATMENTS = {"keep", "unconfirmed", "corrected", "reworded", "dropped"}
FOLDERS = {"zh": "", "en": "en/"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What a reader can see of an article, in order, from some element on.
READABLE = "text()[ancestor::article][not(ancestor::script or ancestor::style)]"


def file_of(slug: str, language: str) -> str:
    """Return the file of a page in the built site."""
    folder = slug.removesuffix("index").rstrip("/")
    return FOLDERS[language] + (f"{folder}/index.html" if folder else "index.html")


def squeeze(text: str) -> str:
    """Return text with every run of white space as one space."""
    return " ".join(text.split())


def text_below(heading: html.HtmlElement) -> str:
    """Return the text from a heading to the next one of the same or a higher level."""
    texts = heading.xpath(f"following::{READABLE}")
    for other in heading.xpath("following::*[starts-with(local-name(), 'h')]"):
        if other.tag in HEADINGS and other.tag <= heading.tag:
            beyond = other.xpath(f"descendant::{READABLE} | following::{READABLE}")
            texts = texts[: len(texts) - len(beyond)]
            break
    return squeeze("".join(texts))


def fault(pages: dict[str, BuiltPage], place: dict[str, str], language: str) -> str | None:
    """Return what is wrong with a place in one language, or None."""
    file = file_of(place["page"], language)
    if file not in pages:
        return f"{file}: there is no such page"
    found = pages[file].document.xpath("//*[@id = $id]", id=place["heading"])
    if not found:
        return f"{file}: nothing has the id {place['heading']!r}"
    if found[0].tag not in HEADINGS:
        return f"{file}: {place['heading']!r} is no heading"
    if squeeze(place[language]) not in text_below(found[0]):
        return f"{file}: {place[language]!r} does not stand below {place['heading']!r}"
    return None


def test_every_line_is_there_once() -> None:
    assert Counter(line["line"] for line in LINES) == Counter(range(1, 36))


def test_every_line_says_something_and_has_a_place() -> None:
    assert [line["line"] for line in LINES if not (line["says"].strip() and line["places"])] == []


def test_every_treatment_is_known() -> None:
    assert {line["treatment"] for line in LINES} <= TREATMENTS


@pytest.mark.parametrize(
    ("number", "treatment"),
    [(3, "unconfirmed"), (4, "unconfirmed"), (24, "corrected"), (31, "corrected")],
)
def test_what_could_harm_is_marked(number: int, treatment: str) -> None:
    assert [line["treatment"] for line in LINES if line["line"] == number] == [treatment]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"line-{line['line']}")
def test_line_has_its_places(line: dict[str, Any], pages: dict[str, BuiltPage]) -> None:
    faults = (
        fault(pages, place, language) for place in line["places"] for language in ("zh", "en")
    )
    assert [problem for problem in faults if problem] == []

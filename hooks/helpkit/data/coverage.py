"""Coverage: a table of what each region has, to find what is missing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from helpkit.data.directory import Directory
from helpkit.data.records import Region
from helpkit.data.vocabulary import MONEY_KINDS, ContactKind
from helpkit.languages import Language
from helpkit.messages import Message, message, text

_COLUMNS = (*get_args(ContactKind), "form", "route", "ladder")


def states(directory: Directory, region: Region) -> dict[str, str]:
    """Return what a region has of each column: `yes`, `lead`, `dated` (searched for, none) or `-`.

    `form` is an official form on the web, `route` a way for people who cannot hear or speak.
    """
    published = [each.contact for each in directory.published_contacts(region)]
    kinds = {contact.kind for contact in published}
    leads = {lead.kind for lead in region.leads}
    found = {
        kind: "yes" if kind in kinds else "lead" if kind in leads else "-"
        for kind in get_args(ContactKind)
    }
    routes = any(phone.routes for contact in published for phone in contact.phones)
    found["form"] = "yes" if any(contact.report_url for contact in published) else "-"
    found["route"] = "yes" if routes else "-"
    found["ladder"] = "yes" if directory.ladder_steps(region) else "-"
    if found["ladder"] == "-" and region.ladder_searched_on:
        found["ladder"] = "dated"
    return found


def table(directory: Directory, language: Language) -> Iterator[str]:
    """Yield the lines of the table in a language."""

    def said(key: str) -> str:
        return text(message(key), language=language)

    columns = [said(f"coverage-column-{column}") for column in _COLUMNS]
    widths = [max(_width(column), 5) for column in columns]
    yield _line("", columns, widths)
    for region in directory.regions_in_order():
        row = states(directory, region)
        found = (row[column].replace("-", "none") for column in _COLUMNS)
        cells = [said(f"coverage-cell-{each}") for each in found]
        yield _line(region.code, cells, widths)


def counts(directory: Directory) -> Iterator[Message]:
    """Yield how many regions have what a reader needs first."""
    rows = {region.code: states(directory, region) for region in directory.regions_in_order()}
    numbers = sum(
        any(each.contact.kind == "police" and each.contact.phones for each in contacts)
        for contacts in map(directory.published_contacts, directory.regions.values())
    )
    total = len(rows)
    yield message("coverage-police", n=numbers, total=total)
    yield message("coverage-money", n=_count(rows, MONEY_KINDS))
    yield message("coverage-ladder", n=_count(rows, ["ladder"], ("yes", "dated")))
    yield message("coverage-route", n=_count(rows, ["route"]))
    yield message("coverage-support", n=_count(rows, ["support"]))
    yield message("coverage-form", n=_count(rows, ["form"]))


def _count(
    rows: Mapping[str, Mapping[str, str]], columns: Iterable[str], wanted: Iterable[str] = ("yes",)
) -> int:
    return sum(any(row[column] in wanted for column in columns) for row in rows.values())


def _line(code: str, cells: Iterable[str], widths: Iterable[int]) -> str:
    padded = (
        cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return "  ".join((code.ljust(2), *padded)).rstrip()


def _width(words: str) -> int:
    """Return how many columns of a terminal words take: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)

"""Coverage: which region has what, as one table for those who look for what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from helpkit.data.directory import Directory
from helpkit.data.kinds import ContactKind
from helpkit.data.records import Region

_MONEY = ("anti-scam", "regulator", "ombudsman")
_COLUMNS = (*get_args(ContactKind), "form", "route", "ladder")


def states(directory: Directory, region: Region) -> dict[str, str]:
    """Return what a region has of each column: `yes`, `lead`, `dated` (searched for, none) or `-`.

    `form` is an official form on the web, `route` a way for people who cannot hear or speak.
    """
    published = directory.published_contacts(region)
    kinds = {each.contact.kind for each in published}
    leads = {lead.kind for lead in region.leads}
    found = {
        kind: "yes" if kind in kinds else "lead" if kind in leads else "-"
        for kind in get_args(ContactKind)
    }
    routes = any(phone.routes for each in published for phone in each.phones)
    found["form"] = "yes" if any(each.report_url for each in published) else "-"
    found["route"] = "yes" if routes else "-"
    found["ladder"] = "yes" if directory.ladder_steps(region) else "-"
    if found["ladder"] == "-" and region.ladder_searched_on:
        found["ladder"] = "dated"
    return found


def report(directory: Directory) -> Iterator[str]:
    """Yield the lines of the table, then how many regions have what a reader needs first."""
    rows = {region.code: states(directory, region) for region in directory.regions_in_order()}
    widths = [max(len(column), 5) for column in _COLUMNS]
    yield _line("", _COLUMNS, widths)
    for code, row in rows.items():
        yield _line(code, [row[column] for column in _COLUMNS], widths)
    numbers = sum(
        any(each.contact.kind == "police" and each.phones for each in contacts)
        for contacts in map(directory.published_contacts, directory.regions.values())
    )
    total = len(rows)
    yield f"{numbers} of {total} regions have an emergency or police number."
    yield f"{_count(rows, _MONEY)} have a fraud line, a regulator or an ombudsman."
    yield f"{_count(rows, ['ladder'], ('yes', 'dated'))} have a ladder or the day of a search for one."
    yield f"{_count(rows, ['route'])} have a route for people who cannot hear or speak."
    yield f"{_count(rows, ['support'])} have a support line."
    yield f"{_count(rows, ['form'])} have an official form."


def _count(
    rows: Mapping[str, Mapping[str, str]], columns: Iterable[str], wanted: Iterable[str] = ("yes",)
) -> int:
    return sum(any(row[column] in wanted for column in columns) for row in rows.values())


def _line(code: str, cells: Iterable[str], widths: Iterable[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join((code.ljust(2), *padded)).rstrip()

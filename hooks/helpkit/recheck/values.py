"""Whether the values that we publish are still on the pages that they come from.

Opens each source once, looks for the value, and says what a person has to look at. It needs the
network and is no part of a build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urldefrag, urlsplit

from helpkit.data.directory import Directory
from helpkit.data.kinds import ValueForm
from helpkit.data.located import Location
from helpkit.data.records import Contact, Evidence, Phone, Region
from helpkit.data.yaml_edits import Editor, NotEditable
from helpkit.recheck import page_values
from helpkit.recheck.fetching import Opened

Outcome = Literal["found", "not found", "moved", "unreadable", "unreachable"]
MEANING: Mapping[Outcome, str] = {
    "found": "the page states the value",
    "not found": "the page opens and does not state the value; it may stand in a picture",
    "moved": "the address leads to another one now",
    "unreadable": "the address gives no page of text, such as a PDF or a picture",
    "unreachable": "the page could not be opened",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value to look for on the page that its evidence names.

    `location` is where the evidence stands in `path`; values with the same location share it.
    """

    path: str
    location: Location
    owner: str
    kind: ValueForm
    value: str
    evidence: Evidence
    region: str = ""
    phone: Phone | None = None

    def is_on(self, page: Opened) -> bool:
        """Return whether a page states the value, in any spelling."""
        if self.kind == "phone":
            phone = self.phone or Phone(number=self.value)
            return page_values.states_phone(page, phone, region=self.region)
        if self.kind == "email":
            return page_values.states_email(page, self.value)
        if self.kind == "handle":
            return page_values.states_handle(page, self.value)
        return page_values.states_link(page, self.value)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of looking for a value."""

    value: Value
    outcome: Outcome
    note: str = ""

    def __str__(self) -> str:
        """Return the one line that a terminal shows."""
        source = self.value.evidence.source
        end = f" ({self.note})" if self.note else ""
        return f'{self.outcome}: {self.value.owner} "{self.value.value}" on {source}{end}'


def values(directory: Directory, *, regions: Collection[str] = ()) -> list[Value]:
    """Return every value with evidence that may be published, for all or some regions.

    Claims and references state no value that a program could look for.
    """
    found: list[Value] = []
    for region in directory.regions.values():
        if not regions or region.code in regions:
            found += _values_of_region(region)
    if not regions:
        for index, official in enumerate(directory.service.official_domains):
            location: Location = ("official_domains", index, "evidence")
            found.append(
                Value(
                    "data/service.yml",
                    location,
                    directory.service.name,
                    "link",
                    official.domain,
                    official.evidence,
                )
            )
    # What its operator gave us stands on no page.
    return [value for value in found if value.evidence.read != "operator"]


def _values_of_region(region: Region) -> Iterator[Value]:
    path = f"data/regions/{region.code}.yml"
    for index, contact in enumerate(region.contacts):
        if contact.evidence.source_kind != "secondary":
            yield from _values_of_contact(contact, region, path, ("contacts", index))
    for index, channel in enumerate(region.okpay_channels):
        location: Location = ("okpay_channels", index, "evidence")
        owner = f"{region.code} okpay {channel.kind}"
        phone = channel.phone if channel.form == "phone" else None
        proof = channel.evidence
        yield Value(path, location, owner, channel.form, channel.value, proof, region.code, phone)


def _values_of_contact(
    contact: Contact, region: Region, path: str, location: Location
) -> Iterator[Value]:
    for value in contact.values():
        if "routes" in value.location and "routes" not in value.proof:
            continue  # it stands on the page that states the number
        at, code = (*location, *value.proof), region.code if value.phone else ""
        yield Value(path, at, contact.id, value.form, value.text, value.evidence, code, value.phone)


def sources(wanted: Iterable[Value]) -> list[str]:
    """Return the addresses to open, each once."""
    return list(dict.fromkeys(urldefrag(value.evidence.source).url for value in wanted))


def compare(wanted: Iterable[Value], opened: Mapping[str, Opened]) -> list[Checked]:
    """Return what came of each value; `opened` is by the address without its fragment."""
    return [_compare(value, opened[urldefrag(value.evidence.source).url]) for value in wanted]


def _compare(value: Value, page: Opened) -> Checked:
    if not page.reached:
        return Checked(value, "unreachable", page.problem)
    if not _same_address(page.url, page.at):
        if page.problem:
            note = f"to {page.at}; {page.problem}"
        else:
            note = f"to {page.at}, which {'states' if value.is_on(page) else 'does not state'} it"
        return Checked(value, "moved", note)
    if page.problem:
        return Checked(value, "unreadable", page.problem)
    return Checked(value, "found" if value.is_on(page) else "not found")


def _same_address(one: str, other: str) -> bool:
    """Return whether two addresses differ at most in encryption or in a last slash."""

    def plain(address: str) -> tuple[str, str, str]:
        parts = urlsplit(address)
        return parts.netloc.lower(), parts.path.rstrip("/"), parts.query

    return plain(one) == plain(other)


def record(checked: Iterable[Checked], *, root: Path, today: date) -> tuple[list[str], list[str]]:
    """Write the reading into the data where every value of an evidence was found.

    `read` becomes live and `read_on` the day; the day before it moves to the history of the
    contact. Returns a line for each evidence written, and for each one that has to stay.
    """
    by_evidence: dict[tuple[str, Location], list[Checked]] = {}
    for one in checked:
        by_evidence.setdefault((one.value.path, one.value.location), []).append(one)
    written: list[str] = []
    kept: list[str] = []
    editors: dict[str, Editor] = {}
    for (path, location), group in by_evidence.items():
        value = group[0].value
        if any(one.outcome != "found" for one in group):
            if any(one.outcome == "found" for one in group):
                kept.append(f"{path}: {value.owner} stays as it was: not all of it was found")
            continue
        # On a copy, so that what cannot be written whole is not written in part.
        editor = copy(editors[path]) if path in editors else Editor(root / path)
        try:
            _record(editor, location, value.evidence, today=today)
        except NotEditable as error:
            kept.append(f"{path}: {value.owner} stays as it was: {error}")
        else:
            editors[path] = editor
            written.append(f"{path}: {value.owner} was read on {today}")
    for editor in editors.values():
        editor.write()
    return written, kept


def _record(editor: Editor, location: Location, evidence: Evidence, *, today: date) -> None:
    if evidence.read != "live":
        editor.replace((*location, "read"), "live")
    if evidence.read_on < today:
        editor.replace((*location, "read_on"), today.isoformat())
        if len(location) == 3:  # of a whole contact or channel
            history = (*location[:-1], "history")
            editor.append(history, "on", evidence.read_on.isoformat(), after="evidence")


def summary(checked: Collection[Checked]) -> str:
    """Return the closing line: how many values, and what came of them."""
    count = Counter(one.outcome for one in checked)
    parts = [f"{count[outcome]} {outcome}" for outcome in MEANING if count[outcome]]
    return f"{len(checked)} values: {', '.join(parts) or 'nothing to look for'}."


def report(checked: Collection[Checked], *, today: date) -> str:
    """Return the result as Markdown: what needs a person first, then what was found."""
    needing = [one for one in checked if one.outcome != "found"]
    lines = [f"# Sources opened on {today}", "", summary(checked), ""]
    lines += [f"## Needs a person: {len(needing)}", ""]
    if needing:
        lines += ["| Outcome | Record | Value | Source | Note |", "|---|---|---|---|---|"]
        order = list(MEANING)
        for one in sorted(needing, key=lambda c: (order.index(c.outcome), c.value.owner)):
            lines.append(_row(one.outcome, one))
        lines += ["", *(f"- {outcome}: {MEANING[outcome]}" for outcome in order[1:]), ""]
    lines += [f"## Found: {len(checked) - len(needing)}", ""]
    lines += [
        f"- `{one.value.owner}` {_cell(one.value.value)}"
        for one in checked
        if one.outcome == "found"
    ]
    return "\n".join(lines).rstrip() + "\n"


def _row(outcome: str, one: Checked) -> str:
    cells = [outcome, f"`{one.value.owner}`", one.value.value, one.value.evidence.source, one.note]
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")

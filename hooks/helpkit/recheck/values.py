"""Check whether our published values are still on their source pages.

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
from typing import Any, Literal, get_args
from urllib.parse import urldefrag, urlsplit

from helpkit.data.directory import Directory
from helpkit.data.located import Location
from helpkit.data.records import Contact, Evidence, Phone, Region
from helpkit.data.vocabulary import ValueForm
from helpkit.data.yaml_edits import Editor, NotEditable
from helpkit.languages import SOURCE, Language
from helpkit.messages import Message, message, text
from helpkit.recheck import page_values
from helpkit.recheck.fetching import Opened

Outcome = Literal["found", "not-found", "moved", "unreadable", "unreachable"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Value:
    """A value to look for on the page that its evidence names.

    `location` is where the evidence stands in `path`; values with the same location share it. Of
    the kind `page` is one that an article rests on: its title cannot be looked for, it has to open.
    """

    path: str
    location: Location
    owner: str
    kind: ValueForm | Literal["page"]
    value: str
    evidence: Evidence
    region: str = ""
    phone: Phone | None = None

    def is_on(self, page: Opened) -> bool:
        """Return whether a page states the value, in any spelling."""
        if self.kind == "page":
            return True
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
    note: Message | None = None

    @property
    def line(self) -> Message:
        """The one line that a terminal shows."""
        return message(
            "recheck-line",
            outcome=_named(self.outcome),
            owner=self.value.owner,
            value=self.value.value,
            source=self.value.evidence.source,
            note=message("recheck-note", note=self.note) if self.note else "",
        )


def values(directory: Directory, *, regions: Collection[str] = ()) -> list[Value]:
    """Return every value with evidence that may be published, for all or some regions.

    For all regions that is also each page that an article rests on.
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
        for name, page in directory.references.items():
            if not page.not_linked:
                path, title = "data/references.yml", page.title[SOURCE]
                found.append(Value(path, (name, "evidence"), name, "page", title, page.evidence))
    # Values that the operator gave us are on no page.
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
    """Return the result for each value; `opened` maps addresses without fragment."""
    return [_compare(value, opened[urldefrag(value.evidence.source).url]) for value in wanted]


def _compare(value: Value, page: Opened) -> Checked:
    if not page.reached:
        return Checked(value, "unreachable", page.problem)
    if not _same_address(page.url, page.at):
        return Checked(value, "moved", _where(value, page))
    if page.problem and value.kind != "page":
        return Checked(value, "unreadable", page.problem)
    return Checked(value, "found" if value.is_on(page) else "not-found")


def _where(value: Value, page: Opened) -> Message:
    """Return where a page has moved to, and what is there."""
    if page.problem:
        return message("recheck-moved-unread", at=page.at, why=page.problem)
    if value.kind == "page":
        return message("recheck-moved-there", at=page.at)
    states = value.is_on(page)
    return message("recheck-moved-states" if states else "recheck-moved-silent", at=page.at)


def _same_address(one: str, other: str) -> bool:
    """Return whether two addresses differ at most in encryption or in a last slash."""

    def plain(address: str) -> tuple[str, str, str]:
        parts = urlsplit(address)
        return parts.netloc.lower(), parts.path.rstrip("/"), parts.query

    return plain(one) == plain(other)


def record(
    checked: Iterable[Checked], *, root: Path, today: date
) -> tuple[list[Message], list[Message]]:
    """Write the reading into the data where every value of an evidence was found.

    `read` becomes live and `read_on` the day; the day before it moves to the history of the
    contact. A page that only has to open was not read. Returns a line for each evidence written, and
    for each one that has to stay.
    """
    by_evidence: dict[tuple[str, Location], list[Checked]] = {}
    for one in checked:
        if one.value.kind != "page":
            by_evidence.setdefault((one.value.path, one.value.location), []).append(one)
    written: list[Message] = []
    kept: list[Message] = []
    editors: dict[str, Editor] = {}
    for (path, location), group in by_evidence.items():
        value = group[0].value
        if any(one.outcome != "found" for one in group):
            if any(one.outcome == "found" for one in group):
                why: Message | str = message("recheck-stays-partly")
                kept.append(message("recheck-stays", path=path, owner=value.owner, why=why))
            continue
        # Edit a copy: either all changes are written or none.
        editor = copy(editors[path]) if path in editors else Editor(root / path)
        try:
            _record(editor, location, value.evidence, today=today)
        except NotEditable as error:
            kept.append(message("recheck-stays", path=path, owner=value.owner, why=str(error)))
        else:
            editors[path] = editor
            written.append(message("recheck-read", path=path, owner=value.owner, day=today))
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


def summary(checked: Collection[Checked]) -> Message:
    """Return the closing line: how many values, and what came of them."""
    count = Counter(one.outcome for one in checked)
    counts = tuple(
        message("recheck-count", n=count[outcome], outcome=_named(outcome))
        for outcome in OUTCOMES
        if count[outcome]
    )
    return message("recheck-summary", n=len(checked), counts=counts or message("recheck-nothing"))


def report(checked: Collection[Checked], *, today: date, languages: Iterable[Language]) -> str:
    """Return the result as Markdown: what needs a person first, then what was found."""
    return "\n".join(_report(checked, today, language) for language in languages)


def _report(checked: Collection[Checked], today: date, language: Language) -> str:
    def say(key: str, **values: Any) -> str:
        return text(message(key, **values), language=language)

    needing = [one for one in checked if one.outcome != "found"]
    lines = [f"# {say('recheck-title', day=today)}", ""]
    lines += [text(summary(checked), language=language), ""]
    lines += [f"## {say('recheck-needs', n=len(needing))}", ""]
    if needing:
        lines += [f"| {say('recheck-cells')} |", "|---|---|---|---|---|"]
        for one in sorted(needing, key=lambda c: (OUTCOMES.index(c.outcome), c.value.owner)):
            cells = [
                say(f"recheck-{one.outcome}"),
                f"`{one.value.owner}`",
                one.value.value,
                one.value.evidence.source,
                text(one.note, language=language) if one.note else "",
            ]
            lines.append(f"| {' | '.join(map(_cell, cells))} |")
        meanings = [
            say(
                "recheck-meaning",
                outcome=_named(outcome),
                meaning=message(f"recheck-means-{outcome}"),
            )
            for outcome in OUTCOMES[1:]
        ]
        lines += ["", *(f"- {meaning}" for meaning in meanings), ""]
    lines += [f"## {say('recheck-all-found', n=len(checked) - len(needing))}", ""]
    lines += [
        f"- `{one.value.owner}` {_cell(one.value.value)}"
        for one in checked
        if one.outcome == "found"
    ]
    return "\n".join(lines).rstrip() + "\n"


def _named(outcome: Outcome) -> Message:
    return message(f"recheck-{outcome}")


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")

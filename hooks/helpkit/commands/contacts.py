"""Contacts of a region: a new one, one whose source was read again, one that is withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from helpkit.commands.edits import Edits
from helpkit.commands.pages import Words, record
from helpkit.commands.yaml_texts import editor_of, insert, places_of, value_of, written
from helpkit.data.located import Location
from helpkit.languages import LANGUAGES
from helpkit.messages import Refused
from helpkit.problems import did_you_mean

_SHORT = 6  # digits: longer numbers are dialled with their area code


def new_contact(
    edits: Edits,
    code: str,
    identifier: str,
    *,
    kind: str,
    texts: Mapping[str, Words],
    phones: Sequence[tuple[str, Words]],
    emails: Sequence[str],
    website: str | None,
    hours: str | None,
    evidence: Mapping[str, Any],
) -> None:
    """Add a contact with its evidence to a region, and to the record of addresses.

    Numbers come with what each is called, where there are several.
    """
    file = file_of(edits, code)
    refuse_taken(edits, identifier)
    numbers = [
        {
            "number": number,
            "label": dict(label) if all(label.values()) and label else None,
            "from_abroad": "unknown",
            "short_code": "true" if len(re.sub(r"\D", "", number)) <= _SHORT else None,
        }
        for number, label in phones
    ]
    contact = {
        "id": identifier,
        "kind": kind,
        **{key: dict(words) for key, words in texts.items()},
        "phones": [{key: v for key, v in each.items() if v is not None} for each in numbers],
        "emails": list(emails),
        "website": website,
        "hours": hours,
        "evidence": {key: value for key, value in evidence.items() if value is not None},
    }
    text = written(contact).replace('short_code: "true"', "short_code: true")
    insert(edits, file, ("contacts",), text)
    record(edits, [f"contact/regions/{code.lower()}#{identifier}"])


def withdraw(
    edits: Edits, identifier: str, *, today: date, reason: Words, replaced_by: str | None
) -> list[str]:
    """Take back a contact that was published: its values are kept to be shown struck through.

    Returns the places that still lead to it.
    """
    file, location, contact = find(edits, identifier)
    if replaced_by:
        find(edits, replaced_by)
    editor = editor_of(edits, file)
    named = list(places_of(editor.value().get("ladder"), identifier, ("ladder",)))
    for place, _, is_key in named:
        if place[-1] != "contact" or is_key:
            continue
        if replaced_by:
            editor.replace(place, replaced_by)
        else:
            editor.remove(place)
    editor.remove(location)
    edits.write(file, editor.text)
    days = [*(contact.get("history") or ()), {"on": contact["evidence"]["read_on"]}]
    gone = {
        "id": identifier,
        "kind": contact["kind"],
        "name": {code: contact["name"][code] for code in LANGUAGES},
        "values": list(values_of(contact)),
        "history": [{**each, "on": date.fromisoformat(each["on"])} for each in days],
        "withdrawn_on": today,
        "reason": dict(reason),
        "replaced_by": replaced_by,
    }
    insert(edits, file, ("withdrawn",), gone)
    return [
        f"{path.relative_to(edits.root).as_posix()}:{number}"
        for path in sorted((edits.root / "docs").rglob("*.md"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if f"#{identifier})" in line
    ]


def ids(edits: Edits) -> list[str]:
    """Return the ids of all contacts in the regions' files."""
    return [identifier for _, _, _, identifier in _contacts(edits)]


def values_of(contact: Mapping[str, Any]) -> Iterator[str]:
    """Yield the values of a contact that readers may have saved: numbers and addresses, else its website."""
    found = False
    for phone in contact.get("phones") or ():
        for each in (phone, *(phone.get("routes") or ())):
            if "number" in each:
                found = True
                yield each["number"]
    for email in contact.get("emails") or ():
        found = True
        yield email
    for key in ("report_url", "website"):
        if contact.get(key) and (not found or key == "report_url"):
            found = True
            yield contact[key]


def _files(edits: Edits) -> list[str]:
    folder = edits.root / "data" / "regions"
    return [path.relative_to(edits.root).as_posix() for path in sorted(folder.glob("*.yml"))]


def _contacts(edits: Edits) -> Iterator[tuple[str, Location, Any, str]]:
    for file in _files(edits):
        for index, contact in enumerate(value_of(edits, file).get("contacts") or ()):
            yield file, ("contacts", index), contact, contact.get("id", "")


def find(edits: Edits, identifier: str) -> tuple[str, Location, Any]:
    """Return the file, the place and the record of a contact. Raises Refused if there is none."""
    for file, location, contact, known in _contacts(edits):
        if known == identifier:
            return file, location, contact
    for file in _files(edits):
        for gone in value_of(edits, file).get("withdrawn") or ():
            if gone.get("id") == identifier:
                raise Refused("withdrawn-already", id=identifier, file=file)
    # One of another region is never meant.
    region = identifier.partition("-")[0]
    own = [each for each in ids(edits) if each.partition("-")[0] == region]
    raise Refused("no-contact", id=identifier, near=did_you_mean(identifier, own))


def refuse_taken(edits: Edits, identifier: str) -> None:
    """Raise Refused for an id that is in use or not valid."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identifier):
        raise Refused("contact-name", id=identifier)
    for file, _, _, other in _contacts(edits):
        if other == identifier:
            raise Refused("contact-taken", id=identifier, file=file)


def file_of(edits: Edits, code: str) -> str:
    """Return the data file of a region. Raises Refused if there is none."""
    file = f"data/regions/{code.upper()}.yml"
    if not edits.exists(file):
        raise Refused("no-region", code=code.upper())
    return file

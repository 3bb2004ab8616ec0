"""The evidence in the data, by the page that somebody read, and how to record another reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpkit.commands.edits import Edits
from helpkit.commands.yaml_texts import editor_of, insert
from helpkit.data.directory import Directory
from helpkit.data.located import Location
from helpkit.data.records import Contact, Evidence, Region
from helpkit.languages import SOURCE
from helpkit.messages import Lines, Refused
from helpkit.problems import did_you_mean


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence for a record: its file and place there, and what the page has to state.

    `name` is what the record is called: the id of a contact or lead, `gb-ladder` for the complaint
    ladder of a region, the anchor of a channel, a domain of the service, the key of a reference, the
    id of a namesake.
    Earlier readings are kept in the history of a contact and a channel, if it is all of it that
    rests on the page.
    """

    name: str
    file: str
    location: Location
    evidence: Evidence
    says: Sequence[str]
    has_history: bool = False


def proofs(directory: Directory) -> Iterator[Proof]:
    """Yield all evidence in the data."""
    for index, official in enumerate(directory.service.official_domains):
        at: Location = ("official_domains", index, "evidence")
        says = [official.domain]
        yield Proof(official.domain, "data/service.yml", at, official.evidence, says)
    for region in directory.regions.values():
        yield from _of_region(region, f"data/regions/{region.code}.yml")
    for index, other in enumerate(directory.namesakes):
        for number, evidence in enumerate(other.evidence):
            at = (index, "evidence", number)
            yield Proof(other.id, "data/namesakes.yml", at, evidence, [other.name, *other.domains])
    for name, page in directory.references.items():
        says = [page.title[SOURCE]]
        yield Proof(name, "data/references.yml", (name, "evidence"), page.evidence, says)


def _of_region(region: Region, file: str) -> Iterator[Proof]:
    for index, contact in enumerate(region.contacts):
        yield from _of_contact(contact, file, ("contacts", index))
    for index, channel in enumerate(region.okpay_channels):
        at: Location = ("okpay_channels", index, "evidence")
        name, says = channel.anchor_in(region.code), [channel.value]
        yield Proof(name, file, at, channel.evidence, says, has_history=True)
    for index, lead in enumerate(region.leads):
        if lead.evidence:
            at = ("leads", index, "evidence")
            yield Proof(lead.id, file, at, lead.evidence, [lead.what, *lead.values])
    for index, step in enumerate(region.ladder.steps if region.ladder else ()):
        texts = [text[SOURCE] for text in (step.who, step.deadline, step.act_within) if text]
        at = ("ladder", "steps", index, "evidence")
        yield Proof(region.ladder_name, file, at, step.evidence, texts)


def _of_contact(contact: Contact, file: str, location: Location) -> Iterator[Proof]:
    own: Location = ("evidence",)
    evidence = {own: contact.evidence}
    says = {own: [contact.name[SOURCE]]}
    for value in contact.values():
        evidence[value.proof] = value.evidence
        says.setdefault(value.proof, []).append(value.text)
    for number, phone in enumerate(contact.phones):
        for index, route in enumerate(phone.routes):
            at: Location = ("phones", number, "routes", index, "evidence")
            if route.evidence:  # also of a way that has no value, such as an app
                evidence[at] = route.evidence
                says.setdefault(at, []).insert(0, route.how[SOURCE])
    for proof, each in evidence.items():
        at = (*location, *proof)
        yield Proof(contact.id, file, at, each, says[proof], has_history=proof == own)


def find(directory: Directory, typed: str) -> list[list[Proof]]:
    """Return the evidence for a record, by the page that it names.

    `typed` is the name of a record, or that with the number of one of its pages: `gb-ladder/2`.
    Raises Refused if there is none.
    """
    name, _, number = typed.partition("/")
    known = list(proofs(directory))
    pages: dict[str, list[Proof]] = {}
    for proof in known:
        if proof.name == name:
            pages.setdefault(proof.evidence.source, []).append(proof)
    found = list(pages.values())
    if not number and found:
        return found
    if number.isdecimal() and 0 < int(number) <= len(found):
        return [found[int(number) - 1]]
    for region in directory.regions.values():
        if any(gone.id == name for gone in region.withdrawn):
            file = f"data/regions/{region.code}.yml"
            raise Refused("withdrawn-already", id=name, file=file)
    # One of another region is never meant.
    near = {each.name for each in known if each.name.partition("-")[0] == name.partition("-")[0]}
    raise Refused("no-record", id=typed, near=did_you_mean(name, near) if not found else "")


def refuse_several(name: str, pages: Sequence[Sequence[Proof]]) -> None:
    """Raise Refused for a record that rests on several pages: nobody is there to say which were read."""
    if len(pages) > 1:
        each = [
            f"{name}/{number}  {page[0].evidence.source}" for number, page in enumerate(pages, 1)
        ]
        raise Refused("reread-which", id=name, pages=Lines(each))


def read_again(
    edits: Edits, page: Sequence[Proof], *, source: Mapping[str, str | None], day: date
) -> str:
    """Write that a page was read on a day; it may be another page now. Returns the file.

    The day before goes to the history.
    """
    for proof in page:
        before = proof.evidence
        editor = editor_of(edits, proof.file)
        for key, value in (*source.items(), ("read_on", day.isoformat())):
            if value and str(getattr(before, key)) != value:
                editor.replace((*proof.location, key), value)
        if before.source_date and source.get("source") not in (None, before.source):
            editor.remove((*proof.location, "source_date"))  # that of the other page
        edits.write(proof.file, editor.text)
        if proof.has_history and before.read_on != day:
            insert(edits, proof.file, (*proof.location[:-1], "history"), {"on": before.read_on})
    return page[0].file

"""Loading: read every file of data/ into a directory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from helpkit.data import contact_rules, phones, sample_rules, wording
from helpkit.data.directory import (
    CHANNEL_ORDER,
    PART_ORDER,
    ChangeEvent,
    Directory,
)
from helpkit.data.kinds import (
    ClaimStatus,
    ContactKind,
    Cost,
    FromAbroad,
    NonEmpty,
    PeriodKind,
    PeriodStart,
    PhoneUse,
    Published,
    ReadingKind,
    RouteWay,
    Slug,
    SourceKind,
)
from helpkit.data.located import Located, Location, read_file
from helpkit.data.records import (
    Channel,
    Claim,
    Contact,
    KnownBad,
    Message,
    Namesake,
    Picture,
    Reference,
    Region,
    SafetyRule,
    Service,
    Term,
    Text,
)
from helpkit.data.settings import (
    CheckerRules,
    Contradiction,
    Danger,
    Examples,
    Hosting,
    MayPass,
    Move,
    ReadingLimits,
    SearchWords,
    Spelling,
    Traditional,
)
from helpkit.data.validation import validate
from helpkit.languages import LANGUAGES
from helpkit.problems import Problem, did_you_mean, in_order
from helpkit.text.hosts import host_of, is_under

# What each file holds. A file that is missing is a problem, not an empty list.
FILES: Mapping[str, Any] = {
    "service": Service,
    "channels": tuple[Channel, ...],
    "claims": tuple[Claim, ...],
    "safety": tuple[SafetyRule, ...],
    "namesakes": tuple[Namesake, ...],
    "terms": tuple[Term, ...],
    "known-bad": tuple[KnownBad, ...],
    "checker": CheckerRules,
    "references": dict[str, Reference],
    "contradictions": tuple[Contradiction, ...],
    "search": SearchWords,
    "danger": Danger,
    "redirects": tuple[Move, ...],
    "addresses": tuple[Published, ...],
    "pictures": dict[str, Picture],
    "reading": ReadingLimits,
    "spelling": Spelling,
    "hosting": Hosting,
    "may-pass": MayPass,
    "traditional": Traditional,
    "ui": dict[str, Text],
}


# Folders with one record a file.
FOLDERS: Mapping[str, Any] = {
    "regions": Region,
    "messages": Message,
    "asked": dict[Slug, tuple[NonEmpty, ...]],
    "danger-examples": Examples,
}


# Words of ui.yml that no template names: views, the search script (without "search_") and record
# values use them.
WORDS = (
    *("statement", "site_name", "site_line", "sample_mark", "footer_publisher", "no_number_date"),
    *("help_no_police", "help_no_body"),
    *(
        "app_name",
        "offline_copy",
        "offline_old",
        "offline_missing",
        "offline_other",
        "offline_again",
    ),
    *("feed_title", "pages_feed_title", "home", "card_note", "card_source"),
    *("search_count", "search_count_one", "search_count_none", "search_understood"),
    "search_guess",
    *("search_crisis", "search_crisis_say", "search_crisis_lines", "search_crisis_now"),
    "search_crisis_all",
    *("search_urgent", "search_check", "search_all", "search_other", "search_none", "search_start"),
    *(f"source_{kind}" for kind in get_args(SourceKind)),
    *(f"read_{kind}" for kind in get_args(ReadingKind)),
    *(f"cost_{cost}" for cost in get_args(Cost) if cost != "unknown"),
    *(f"abroad_{answer}" for answer in get_args(FromAbroad)),
    *(f"use_{use}" for use in get_args(PhoneUse) if use != "voice"),
    *(f"route_{way}" for way in get_args(RouteWay)),
    *(f"status_{status}" for status in get_args(ClaimStatus)),
    *(
        f"{word}_{language}"
        for word in ("message", "message_in", "reading")
        for language in LANGUAGES
    ),
    *(f"reading_{language}_long" for language in LANGUAGES),
    *(f"event_{event}" for event in get_args(ChangeEvent)),
    *(f"kind_{kind}" for kind in get_args(ContactKind)),
    *(f"part_{part}" for part in PART_ORDER),
    *(f"deadline_kind_{kind}" for kind in get_args(PeriodKind)),
    *(f"deadline_from_{start}" for start in get_args(PeriodStart)),
    "deadline_business",
)


def load(root: Path, *, today: date) -> tuple[Directory | None, list[Problem]]:
    """Read `data/` below `root`.

    Returns the directory for a day, or None if any record could not be read, and every problem
    found. Nothing is published from data with problems.
    """
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    documents: dict[str, Located] = {}
    for name, kind in FILES.items():
        path = root / "data" / f"{name}.yml"
        if not path.is_file():
            problems.append(Problem.of(f"data/{name}.yml", 1, 1, "data-missing-file"))
            continue
        found[name], documents[name] = _read(path, kind, root=root, problems=problems)
    for name, kind in FOLDERS.items():
        found[name] = {}
        for path in sorted((root / "data" / name).glob("*.yml")):
            record, located = _read(path, kind, root=root, problems=problems)
            found[name][path.stem] = record
            documents[f"{name}/{path.stem}"] = located
    service = found.get("service")
    sample_data = service is not None and service.sample
    problems += _check_region_files(found["regions"], documents, sample=sample_data)
    if any(v is None for v in found.values()) or any(
        v is None for name in FOLDERS for v in found[name].values()
    ):
        return None, in_order(problems)
    if set(FILES) - set(found):
        return None, in_order(problems)
    claims = [claim for channel in found["channels"] for claim in channel.claims]
    directory = Directory(
        today=today,
        service=found["service"],
        checker=found["checker"],
        reading=found["reading"],
        own_words=frozenset(found["spelling"].words),
        hosting=found["hosting"],
        may_pass=found["may-pass"],
        traditional=found["traditional"],
        search=found["search"],
        danger=found["danger"],
        asked=found["asked"],
        examples=found["danger-examples"],
        regions=found["regions"],
        channels=found["channels"],
        claims={claim.id: claim for claim in (*claims, *found["claims"])},
        safety=found["safety"],
        namesakes=found["namesakes"],
        terms=found["terms"],
        known_bad=found["known-bad"],
        references=found["references"],
        messages=found["messages"],
        contradictions=found["contradictions"],
        redirects=found["redirects"],
        addresses=found["addresses"],
        pictures=found["pictures"],
        ui=found["ui"],
    )
    problems += _check_links_between(directory, documents)
    if sample_data:
        problems += sample_rules.check(
            directory.service,
            directory.regions,
            directory.namesakes,
            directory.known_bad,
            documents,
        )
    problems += _check_ids(found, documents)
    return (_resolved(directory) if not problems else None), in_order(problems)


def read_may_pass(root: Path) -> MayPass | None:
    """Read only `data/may-pass.yml`, so that texts can be checked while other data has problems."""
    path = root / "data" / "may-pass.yml"
    record: MayPass | None = (
        _read(path, MayPass, root=root, problems=[])[0] if path.is_file() else None
    )
    return record


def _resolved(directory: Directory) -> Directory:
    """Return the directory with all texts resolved for today's conditions; see `wording`."""
    conditions, name = directory.conditions(), directory.service.name
    records = [f.name for f in fields(directory) if f.name not in ("today", "service")]
    return replace(
        directory,
        **{
            each: wording.resolve_conditions(
                getattr(directory, each), conditions=conditions, service=name
            )
            for each in records
        },
    )


def _read(path: Path, kind: Any, *, root: Path, problems: list[Problem]) -> tuple[Any, Located]:
    located, found = read_file(path, root=root)
    problems += found
    if located.value is None and found:
        return None, located
    record, invalid = validate(kind, located)
    problems += invalid
    return record, located


def _check_region_files(
    regions: Mapping[str, Region | None], documents: Mapping[str, Located], *, sample: bool
) -> Iterator[Problem]:
    for stem, region in regions.items():
        located = documents[f"regions/{stem}"]
        if region is None:
            continue
        if region.code != stem:
            yield located.problem(
                ("code",),
                "data-file-name" if re.fullmatch("[A-Z]{2}", stem) else "data-file-name.copy",
                name=stem,
                code=region.code,
            )
            continue
        for index, contact in enumerate(region.contacts):
            yield from _check_contact(region, contact, located, index, sample=sample)


def _check_contact(
    region: Region, contact: Contact, located: Located, index: int, *, sample: bool
) -> Iterator[Problem]:
    location = ("contacts", index)
    for number, phone in enumerate(contact.phones):
        for index, line in enumerate(phone.with_routes()):
            reason = phones.why_not_dialable(line, region=region.code, sample=sample)
            if not reason:
                continue
            yield located.problem(
                (*location, "phones", number, "number")
                if index == 0
                else (*location, "phones", number, "routes"),
                "data-bad-number",
                value=line.number,
                region=region.code,
                reason=reason,
            )
        if phones.is_premium(phone, region=region.code) and contact.cost == "unknown":
            yield located.problem(
                (*location, "phones", number, "number"), "data-premium-number", value=phone.number
            )
    yield from _check_foreign(region, contact, located, location)
    if contact.evidence.source_kind == "secondary":
        yield located.problem(
            (*location, "evidence", "source_kind"), "data-secondary-contact", id=contact.id
        )
    if not any(contact.values()):
        yield located.problem(location, "data-empty-contact", id=contact.id)


def _check_foreign(
    region: Region, contact: Contact, located: Located, location: Location
) -> Iterator[Problem]:
    """Yield values that are not emergency numbers and rest on a foreign government alone."""
    foreign = contact.evidence.source_kind == "foreign-government"
    others = bool(contact.emails or contact.website) or (
        contact.report_url and not contact.report_evidence
    )
    if foreign and (contact.kind != "police" or others):
        yield located.problem(
            (*location, "evidence", "source_kind"), "data-foreign-government", id=contact.id
        )
    for number, phone in enumerate(contact.phones):
        if (phone.evidence or contact.evidence).source_kind != "foreign-government":
            continue
        if not phones.is_emergency(phone, region=region.code):
            yield located.problem(
                (*location, "phones", number, "number"),
                "data-foreign-government.emergency",
                value=phone.number,
                region=region.code,
            )


def _check_links_between(
    directory: Directory, documents: Mapping[str, Located]
) -> Iterator[Problem]:
    for index, rule in enumerate(directory.safety):
        for number, authority in enumerate(rule.authorities):
            if authority not in directory.references:
                yield documents["safety"].problem(
                    (index, "authorities", number),
                    "data-unknown-reference",
                    authority=authority,
                    hint=did_you_mean(authority, directory.references),
                )
    own = any(region.okpay_channels for region in directory.regions.values())
    if directory.service.publisher == "official" and not own:
        yield documents["service"].problem(("publisher",), "data-official-without-channel")
    for language in LANGUAGES:
        for index, code in enumerate(directory.service.first_regions[language]):
            if code not in directory.regions:
                yield documents["service"].problem(
                    ("first_regions", language, index),
                    "data-unknown-region",
                    code=code,
                    known=tuple(directory.regions),
                )
    for word in WORDS:
        if word not in directory.ui:
            yield documents["ui"].problem(
                (), "data-missing-word", word=word, hint=did_you_mean(word, directory.ui)
            )
    order = tuple(channel.id for channel in directory.channels)
    if order != CHANNEL_ORDER:
        yield documents["channels"].problem(
            (), "data-channel-order", order=tuple(order), wanted=tuple(CHANNEL_ORDER)
        )
    denylist = contact_rules.Denylist(directory.checker, directory.known_bad)
    current = contact_rules.current_values(directory.regions.values())
    yield from contact_rules.check_service(
        directory.service, documents["service"], denylist=denylist
    )
    for code, region in directory.regions.items():
        located = documents[f"regions/{code}"]
        yield from contact_rules.check_region(
            region,
            located,
            denylist=denylist,
            current=current,
            sample=directory.service.sample,
        )
        for index, step in enumerate(region.ladder.steps if region.ladder else ()):
            known = [contact.id for contact in region.contacts]
            if step.contact and step.contact not in known:
                yield located.problem(
                    ("ladder", "steps", index, "contact"),
                    "data-unknown-contact",
                    code=code,
                    contact=step.contact,
                    hint=did_you_mean(step.contact, known),
                    known=tuple(known),
                )
        for index, channel in enumerate(region.okpay_channels):
            host = host_of(channel.evidence.source)
            if not any(is_under(host, d.domain) for d in directory.service.official_domains):
                yield located.problem(
                    ("okpay_channels", index, "evidence", "source"),
                    "data-unproven-channel",
                    host=host,
                    name=directory.service.name,
                )


def _check_ids(found: Mapping[str, Any], documents: Mapping[str, Located]) -> Iterator[Problem]:
    seen: dict[str, str] = {}

    def check(
        identifier: str, located: Located, location: tuple[str | int, ...]
    ) -> Iterator[Problem]:
        line, _ = located.mark(location)
        if identifier in seen:
            yield located.problem(
                location, "data-duplicate-id", identifier=identifier, first=seen[identifier]
            )
        else:
            seen[identifier] = f"{located.path}:{line}"

    for code, region in found["regions"].items():
        located = documents[f"regions/{code}"]
        if code != region.code:  # report the copy, not the good file
            continue
        for group in ("contacts", "withdrawn", "leads"):
            for index, record in enumerate(getattr(region, group)):
                yield from check(record.id, located, (group, index, "id"))
    seen.clear()
    for number, channel in enumerate(found["channels"]):
        for index, claim in enumerate(channel.claims):
            yield from check(claim.id, documents["channels"], (number, "claims", index, "id"))
    for name in ("claims", "safety", "namesakes", "terms"):
        if name != "claims":  # claims stand in two files and share their ids
            seen.clear()
        for index, record in enumerate(found[name]):
            yield from check(record.id, documents[name], (index, "id"))

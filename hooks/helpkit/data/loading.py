"""Loading: read every file of data/ into a directory.

`contact_rules`, `cross_references` and `sample_rules` judge what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from helpkit.data import contact_rules, cross_references, sample_rules, wording
from helpkit.data.directory import (
    Directory,
)
from helpkit.data.hosting import Hosting
from helpkit.data.kinds import NonEmpty, Published, Slug
from helpkit.data.located import Located, read_file
from helpkit.data.may_pass import MayPass
from helpkit.data.quoted_texts import Message, Picture, Reference, SafetyRule, Term
from helpkit.data.records import Region, Text
from helpkit.data.service import Channel, Claim, KnownBad, Namesake, Service
from helpkit.data.settings import (
    CheckerRules,
    Contradiction,
    Danger,
    Examples,
    Move,
    ReadingLimits,
    SearchWords,
    Spelling,
    Traditional,
)
from helpkit.data.validation import validate
from helpkit.problems import Problem, in_order

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
    "invitation-examples": Examples,
    "crisis-examples": Examples,
}


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
    records = {name.replace("-", "_"): record for name, record in found.items()}
    spelling = records.pop("spelling")
    claims = [claim for channel in found["channels"] for claim in channel.claims]
    records["claims"] = {claim.id: claim for claim in (*claims, *found["claims"])}
    own_words = frozenset(spelling.words)
    directory = Directory(today=today, own_words=own_words, slips=spelling.slips, **records)
    problems += cross_references.check(directory, documents)
    problems += contact_rules.check(directory, documents)
    if sample_data:
        problems += sample_rules.check(
            directory.service,
            directory.regions,
            directory.namesakes,
            directory.known_bad,
            documents,
        )
    problems += cross_references.check_ids(found, documents)
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
        yield from contact_rules.check_contacts(region, located, sample=sample)

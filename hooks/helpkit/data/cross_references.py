"""Check that every id that a record names exists, and that no id is used twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from helpkit.data.directory import CHANNEL_ORDER, PART_ORDER, ChangeEvent, Directory
from helpkit.data.located import Located
from helpkit.data.vocabulary import (
    ClaimStatus,
    ContactKind,
    Cost,
    FromAbroad,
    PeriodKind,
    PeriodStart,
    PhoneUse,
    ReadingKind,
    RouteWay,
    SourceKind,
)
from helpkit.languages import LANGUAGES
from helpkit.problems import Problem, did_you_mean

# Words of ui.yml that no template names: views, the search script (without "search_") and record
# values use them.
WORDS = (
    *("statement", "site_name", "site_line", "sample_mark", "footer_publisher", "no_number_date"),
    *("help_no_police", "help_no_body", "app_name"),
    *("offline_copy", "offline_old", "offline_missing", "offline_other", "offline_again"),
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


def check(directory: Directory, documents: Mapping[str, Located]) -> Iterator[Problem]:
    """Yield names of records that are not there, and lists that other parts need whole."""
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
    for code, region in directory.regions.items():
        for index, step in enumerate(region.ladder.steps if region.ladder else ()):
            known = [contact.id for contact in region.contacts]
            if step.contact and step.contact not in known:
                yield documents[f"regions/{code}"].problem(
                    ("ladder", "steps", index, "contact"),
                    "data-unknown-contact",
                    code=code,
                    contact=step.contact,
                    hint=did_you_mean(step.contact, known),
                    known=tuple(known),
                )


def check_ids(found: Mapping[str, Any], documents: Mapping[str, Located]) -> Iterator[Problem]:
    """Yield ids that two records share. `found` are the records by the name of their file."""
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

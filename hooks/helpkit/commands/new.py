"""The commands that start something: a page, a region, a contact, a message, a language."""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from typing import Any, get_args

import click

from helpkit.commands.carrying_out import (
    Command,
    Place,
    edits_of_data,
    finish,
)
from helpkit.commands.edits import Edits
from helpkit.commands.questions import Told, asking, in_each, is_of
from helpkit.data.vocabulary import ContactKind, Part, ReadingKind, SourceKind
from helpkit.languages import LANGUAGES, PROFILES, SOURCE, Language
from helpkit.messages import Refused, say


@click.command("page", cls=Command)
@click.argument("slug", required=False)
@in_each("title", "short", "description", "answer", "hint")
@click.option("--message")
@click.option("--section")
@click.option("--after")
@asking
@click.pass_obj
def page(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Start a page in both languages: articles, menu, index and addresses."""
    from helpkit.commands import menu, pages

    root, today = place
    told, edits = Told(ask, options), Edits(root)
    after = options["after"] and pages.slug_of(options["after"])

    def is_free(typed: str) -> None:  # before anything else is asked
        pages.refuse_taken(edits, pages.slug_of(typed))
        menu.above(edits, pages.slug_of(typed), after=after)

    slug = pages.slug_of(told.one("slug", accept=is_free) or "")
    keys = ("title", "short", "description", "answer")
    sections = tuple(menu.sections(edits, slug, SOURCE))
    of_problems = ("message",) if slug.startswith("problems/") else ()
    told.expect(
        *(("section",) if sections else ()),
        *of_problems,
        texts=(*keys, *(("hint",) if sections else ())),
    )
    words = {key: told.words(key, optional=True) for key in keys}
    section = None
    if sections:
        labels = menu.titles(edits, slug, SOURCE)
        section = told.one("section", default=sections[0], choices=sections, labels=labels)
    pages.new_page(
        edits,
        slug,
        today=today,
        words=words,
        message=told.one("message", optional=True) if of_problems else None,
        after=after,
        section=section,
        hints=told.words("hint", optional=True) if section else None,
    )
    finish(edits, root, today, told)


@click.command("region", cls=Command)
@click.argument("code", required=False)
@in_each("name")
@click.option("--part", type=click.Choice(get_args(Part)))
@click.option("--zone")
@asking
@click.pass_obj
def region(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Start a region: its data file if there is none, its pages, the menu and addresses."""
    from helpkit.commands import pages
    from helpkit.data.kinds import Zone

    root, today = place
    told, edits = Told(ask, options), edits_of_data(root, today)

    def is_code(typed: str) -> None:
        if not re.fullmatch("[A-Za-z]{2}", typed):
            raise Refused("region-code", code=typed)
        pages.refuse_taken(edits, f"contact/regions/{typed.lower()}")

    code = (told.one("code", accept=is_code) or "").upper()
    known = edits.exists(f"data/regions/{code}.yml")
    told.expect("part", "zone", texts=("name",))
    pages.new_region(
        edits,
        code,
        today=today,
        name={} if known else {each: _name_of(told, code, each) for each in LANGUAGES},
        part=None if known else told.one("part", choices=get_args(Part)),
        zone=None if known else told.one("zone", accept=is_of(Zone)),
    )
    finish(edits, root, today, told)
    if not known:
        click.echo(say("left-region", code=code))


def _name_of(told: Told, code: str, language: Language) -> str | None:
    """Return the name of a region; the one that Unicode's data has is offered."""
    from babel import Locale

    names = Locale.parse(PROFILES[language].locale).territories
    return told.one("name", language=language, default=names.get(code))


def _pieces(typed: str | None) -> list[str]:
    """Return what stands between semicolons. A Chinese keyboard types full-width digits, too."""
    pieces = unicodedata.normalize("NFKC", typed or "").split(";")
    return [piece.strip() for piece in pieces if piece.strip()]


@click.command("contact", cls=Command)
@click.argument("code", metavar="REGION", required=False)
@click.option("--id")
@click.option("--kind", type=click.Choice(get_args(ContactKind)))
@in_each("name", "purpose")
@click.option("--phone")
@in_each("label")
@click.option("--email")
@click.option("--website")
@click.option("--hours")
@click.option("--source")
@click.option("--source-kind", type=click.Choice(get_args(SourceKind)))
@click.option("--read", type=click.Choice(get_args(ReadingKind)))
@click.option("--read-on", type=click.DateTime(["%Y-%m-%d"]))
@asking
@click.pass_obj
def contact(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Add a contact with its evidence to a region."""
    from helpkit.commands import contacts
    from helpkit.data.kinds import Email, Hours, Url, hours_meant

    root, today = place
    told, edits = Told(ask, options), edits_of_data(root, today)
    has_file, is_free = partial(contacts.file_of, edits), partial(contacts.refuse_taken, edits)
    code = (told.one("code", accept=has_file) or "").upper()
    identifier = told.one("id", accept=is_free) or ""
    told.expect(
        *("kind", "phone", "email", "website", "hours", "source", "source_kind", "read"),
        texts=("name", "purpose"),
    )
    kind = told.one("kind", choices=get_args(ContactKind)) or ""
    texts = {"name": told.words("name"), "help": told.words("purpose")}
    numbers = _pieces(told.one("phone", optional=True))
    several = numbers if len(numbers) > 1 else []
    labels = {each: told.each("label", several, each) for each in LANGUAGES}
    emails = _pieces(
        told.one(
            "email", optional=True, accept=lambda typed: is_of(tuple[Email, ...])(_pieces(typed))
        )
    )
    website = told.one("website", optional=True, accept=is_of(Url))
    hours = told.one("hours", optional=True, accept=lambda typed: is_of(Hours)(hours_meant(typed)))
    contacts.new_contact(
        edits,
        code,
        identifier,
        kind=kind,
        texts=texts,
        phones=[
            (number, {each: words[index] for each, words in labels.items() if several})
            for index, number in enumerate(numbers)
        ],
        emails=emails,
        website=website,
        hours=hours and hours_meant(hours),
        evidence={
            "source": told.one("source", accept=is_of(Url)),
            "source_kind": told.one(
                "source_kind", question="source-kind", choices=get_args(SourceKind)
            ),
            "read": told.one("read", choices=get_args(ReadingKind)),
            "read_on": options["read_on"].date() if options["read_on"] else today,
        },
    )
    finish(edits, root, today, told)


@click.command("message", cls=Command)
@click.argument("id", required=False)
@in_each("title", "use", "text", "chat", "call")
@asking
@click.pass_obj
def message(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Write a message to copy, in both languages; `--text-…` may hold several lines."""
    from helpkit.commands import pages

    root, today = place
    told, edits = Told(ask, options), Edits(root)
    keys = ("title", "use", "text", "chat", "call")
    identifier = told.one("id", accept=partial(pages.message_file, edits)) or ""
    told.expect(texts=keys)
    pages.new_message(edits, identifier, texts=_of_message(told, keys))
    finish(edits, root, today, told)


def _of_message(told: Told, keys: tuple[str, ...]) -> dict[str, dict[Language, str | None]]:
    return {
        key: told.words(key, question="message-title" if key == "title" else "") for key in keys
    }


@click.command("language", cls=Command)
@click.argument("code", required=False)
@click.option("--name")
@asking
@click.pass_obj
def language(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Start a further language: the table, the menu, its texts and pages, all to be written."""
    from helpkit.commands import languages

    root, today = place
    told, edits = Told(ask, options), edits_of_data(root, today)
    code = told.one("code", question="language") or ""
    languages.new_language(
        edits,
        code,
        name=told.one(
            "name", question="own-name", default=languages.name_of(languages.locale_of(code))
        )
        or "",
    )
    names = edits.save()
    pages = [name for name in names if name.startswith(f"docs/{code}/")]
    click.echo(say("wrote"))
    for name in (*(name for name in names if name not in pages), f"docs/{code}: {len(pages)}"):
        click.echo(f"  {name}")
    click.echo(say("left-of-language"))
    for file, number in sorted(languages.left(root, today=today).items()):
        click.echo(f"  {file}: {number}")
    click.echo(say("left-language", code=code))

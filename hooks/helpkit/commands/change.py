"""The commands that change what is there: move and remove pages, withdraw and reread contacts."""

from __future__ import annotations

from typing import Any, get_args

import click

from helpkit.commands.carrying_out import (
    Command,
    Place,
    data_of,
    edits_of_data,
    finish,
)
from helpkit.commands.edits import Edits
from helpkit.commands.questions import Told, agrees, asking, in_each
from helpkit.data.vocabulary import ReadingKind, SourceKind
from helpkit.languages import SOURCE
from helpkit.messages import say


@click.command("move", cls=Command)
@click.argument("old", required=False)
@click.argument("new", required=False)
@asking
@click.pass_obj
def move(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Give PAGE another address; the old one leads there, and links to it are rewritten."""
    from helpkit.commands import pages

    root, today = place
    edits = edits_of_data(root, today)
    told = Told(ask, options)
    old, new = (pages.slug_of(told.one(name) or "") for name in ("old", "new"))
    left = pages.move(edits, old, new, today=today)
    finish(edits, root, today, told)
    if left:
        click.echo(say("left-in-code", places=tuple(left)))


@click.command("remove", cls=Command)
@click.argument("slug", required=False)
@asking
@click.pass_obj
def remove(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Take PAGE away in every language; one that was never published leaves no trace."""
    from helpkit.commands import pages

    root, today = place
    told, edits = Told(ask, options), edits_of_data(root, today)
    slug = pages.slug_of(told.one("slug", question="removed") or "")
    pages.remove(edits, slug, today=today)
    if told.asks and not agrees("ask-remove", page=slug):
        click.echo(say("not-removed"))
        return
    finish(edits, root, today, told)


@click.command("withdraw", cls=Command)
@click.argument("id", required=False)
@in_each("reason")
@click.option("--replaced-by")
@asking
@click.pass_obj
def withdraw(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Take back a contact: readers see it struck through, with the reason."""
    from helpkit.commands import contacts

    root, today = place
    told, edits = Told(ask, options), edits_of_data(root, today)
    id = told.one("id", question="which-id") or ""
    _, _, contact = contacts.find(edits, id)  # before anything is asked
    told.expect("replaced_by", texts=("reason",))
    left = contacts.withdraw(
        edits,
        id,
        today=today,
        reason=told.words("reason"),
        replaced_by=told.one("replaced_by", question="replaced-by", optional=True),
    )
    name = contact["name"][SOURCE]
    if told.asks and not agrees("ask-withdraw", name=name, id=id):
        click.echo(say("not-withdrawn"))
        return
    finish(edits, root, today, told)
    _say_left(say("left-elsewhere"), left)


def _say_left(head: str, places: list[str]) -> None:
    if places:
        click.echo(head)
    for each in places:
        click.echo(f"  {each}")


@click.command("reread", cls=Command)
@click.argument("id", required=False)
@click.option("--source")
@click.option("--source-kind", type=click.Choice(get_args(SourceKind)))
@click.option("--read", type=click.Choice(get_args(ReadingKind)), default="live", show_default=True)
@asking
@click.pass_obj
def reread(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Write that the source of a record was read today; the day before moves to its history."""
    from helpkit.commands import rereading

    root, today = place
    told, directory, edits = Told(ask, options), data_of(root, today), Edits(root)
    id = told.one("id", question="which-record") or ""
    pages = rereading.find(directory, id)
    source = {key: options[key] for key in ("source", "source_kind", "read")}
    if source["source"] or not told.asks:
        rereading.refuse_several(id, pages)
    file = ""
    for page in pages:
        if told.asks:
            for said in (text for proof in page for text in proof.says):
                click.echo(f"  {said}")
            click.echo(f"  {source['source'] or page[0].evidence.source}")
            if not agrees("ask-reread"):
                click.echo(say("not-blessed"))
                continue
        file = rereading.read_again(edits, page, source=source, day=today)
    if file and finish(edits, root, today, told):
        click.echo(say("left-read", file=file))

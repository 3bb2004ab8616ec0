"""Shared steps of the writing commands: load data, apply changes, report problems."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helpkit import reasons, terminal
from helpkit.cache import CACHE_FOLDER, Cache
from helpkit.commands.edits import Edits
from helpkit.commands.questions import Told
from helpkit.git import NoRepository
from helpkit.messages import Message, Refused, message, say, spoken

if TYPE_CHECKING:
    from helpkit.data.directory import Directory, Validity

Place = tuple[Path, date]


class Command(terminal.Command):
    """A command whose refusals are one line of plain words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. What cannot be done ends it with the words that say why."""
        from helpkit.data.yaml_edits import NotEditable

        try:
            return super().invoke(ctx)
        except click.Abort:  # at a question: what a command changes comes after the last one
            if self.name == "bless":
                raise
            click.echo("\n" + say("aborted-unwritten"), err=True)
            ctx.exit(1)
        except NotEditable as error:
            file = str(error).partition(": ")[0]
            raise Refused("file-by-hand", file=file) from None
        except NoRepository as error:
            raise Refused("no-git", why=reasons.of(error)) from None


def data_of(root: Path, today: date) -> Directory:
    """Return the data of a repository. Raises Refused if they cannot be read."""
    from helpkit.data import loading

    loaded, problems = loading.load(root, today=today)
    if loaded is None:
        raise Refused("data-broken", problem=problems[0])
    return loaded


def edits_of_data(root: Path, today: date) -> Edits:
    """Return edits of a repository whose data can be read. Raises Refused if it cannot."""
    data_of(root, today)
    return Edits(root)


def finish(edits: Edits, root: Path, today: date, told: Told) -> bool:
    """Carry out the changes, say which files they are in, check everything and say what is left.

    Return whether there was anything to change. Raises Refused, with nothing changed, if the data
    could not be read then.
    """
    from helpkit.checks import run
    from helpkit.data import loading

    if any(name.startswith("data/") for name in edits.changed()):
        with edits.tried("data") as place:
            loaded, problems = loading.load(place, today=today)
        if loaded is None:
            for problem in problems:
                click.echo(told.answered(problem, edits.read(problem.path)))
            raise Refused("undone", again=told.again())
    names = edits.save()
    if not names:
        click.echo(say("nothing-to-write"))
        return False
    click.echo(say("wrote"))
    for name in names:
        click.echo(f"  {name}")
    _, problems = run.check(root, today=today, cache=Cache(root / CACHE_FOLDER, run.CACHE_NAME))
    click.echo(say("left", n=len(problems)) if problems else say("left-nothing"))
    for problem in problems:
        click.echo("  " + problem.told(spoken()).replace("\n", "\n  "))
    return True


def loaded_or_refuse(root: Path, today: date) -> Directory:
    """Return the data. Raises Refused, with every problem printed, if they cannot be read."""
    from helpkit.data import loading

    loaded, problems = loading.load(root, today=today)
    if loaded is None:
        for problem in problems:
            click.echo(problem.told(spoken()), err=True)
        raise Refused("data-has-problems")
    return loaded


def validity_line(validity: Validity, today: date) -> Message:
    """Return one line: what it is and where, its last day, its file."""
    key = "ran-out" if validity.valid_until < today else "counts-until"
    what: Message | str = message("official-domain", domain=validity.id)
    file = "service.yml"
    if region := validity.region:
        what, file = f"{region.code} {validity.name}", f"regions/{region.code}.yml"
    return message(key, record=what, day=validity.valid_until, file=file)

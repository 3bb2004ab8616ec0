"""The writers' commands: what is told or asked for, then what changes, then what is left.

Like the rest of the command line it imports what it works with when a command runs.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from subprocess import list2cmdline
from typing import TYPE_CHECKING, Any

import click

from helpkit import reasons, terminal
from helpkit.languages import (
    DERIVED,
    LANGUAGES,
    PROFILES,
    SOURCE,
    TRANSLATIONS,
    Language,
)
from helpkit.messages import called

if TYPE_CHECKING:
    from helpkit.articles.article import Article
    from helpkit.commands.edits import Edits
    from helpkit.data.directory import Directory
    from helpkit.messages import Message
    from helpkit.problems import Problem

Place = tuple[Path, date]
PARTS = (
    *("east-asia", "southeast-asia", "south-asia", "middle-east"),
    *("europe", "americas", "oceania", "africa"),
)
KINDS = (
    *("police", "anti-scam", "card-blocking", "regulator", "ombudsman"),
    *("consumer", "consular", "support"),
)
SOURCE_KINDS = ("own", "government", "foreign-government", "secondary")
READINGS = ("live", "stored-copy", "operator")
_YES = {"y", "yes", "是", "是的", "对", "好", "跟上了", "在", "一样"}
# What people type where there is nothing to tell.
_NONE = {"无", "没有", "-", "none", "n/a"}


def register(main: click.Group, new: click.Group) -> None:
    """Add the commands to the command line and to its group `new`."""
    for command in (page, region, contact, message, language):
        new.add_command(command)
    for command in (move, remove, withdraw, reread, sync, bless, report):
        main.add_command(command)


def next_steps(root: Path, today: date) -> None:
    """Print what needs doing next."""
    from helpkit.commands import due

    for line in due.lines(root, today=today):
        click.echo(line)


def asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that says whether to ask for what was not told."""
    return click.option("--ask/--no-ask", default=None)(command)


def in_each(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add an option for each text in each language: `--title-zh`, `--title-en`."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            for language in reversed(LANGUAGES):
                command = click.option(f"--{name}-{language}", f"{name}_{language}")(command)
        return command

    return add


class _Told:
    """What a writer has told in options, and tells when asked."""

    def __init__(self, ask: bool | None, options: Mapping[str, Any]) -> None:
        self.asks = sys.stdin.isatty() if ask is None else ask
        self._options = options
        self._number, self._total = 0, 0

    def expect(self, *names: str, texts: tuple[str, ...] = ()) -> None:
        """Say what will be asked from now on, for people to know how far they are."""
        keys = [*names, *(f"{name}_{language}" for name in texts for language in LANGUAGES)]
        self._number, self._total = 0, sum(self._options.get(key) is None for key in keys)

    def one(
        self,
        name: str,
        *,
        question: str = "",
        choices: tuple[str, ...] = (),
        labels: Mapping[str, str] | None = None,
        default: str | None = None,
        optional: bool = False,
        language: Language | None = None,
        accept: Callable[[str], object] | None = None,
    ) -> str | None:
        """Return a value that was told or is told now. Raises Refused if it has to be and is not.

        What `accept` raises Refused for is asked again.
        """
        from helpkit.messages import Refused, say

        key = f"{name}_{language}" if language else name
        if (given := self._options.get(key)) is not None:
            if accept and given:
                accept(str(given))
            return str(given)
        if self.asks:
            asked = self._counted(say(f"ask-{question or name}", **_limits(name, language)))
            while True:
                answer = _answer(asked, choices, labels or {}, default=default, optional=optional)
                try:
                    if accept and answer:
                        accept(answer)
                    break
                except Refused as refused:
                    click.echo(say("ask-again", why=refused.message))
            self._options = {**self._options, key: answer or None}
            return answer or None
        if default is not None or optional:
            return default
        raise Refused("not-told", option=_typed(key))

    def _counted(self, asked: str) -> str:
        """Return a question with its number, as far as they are counted."""
        self._number += 1
        counted = self._number <= self._total
        return f"({self._number}/{self._total}) {asked}" if counted else asked

    def each(self, name: str, of: Sequence[str], language: Language) -> list[str | None]:
        """Return a text for each of several things: told with semicolons, or asked one by one."""
        from helpkit.messages import Refused, name_of, say

        key = f"{name}_{language}"
        if (given := self._options.get(key)) is not None:
            texts = [text.strip() for text in str(given).replace("；", ";").split(";")]
            if len(texts) != len(of):
                raise Refused("not-as-many", option=_typed(key), n=len(of), of=tuple(of))
            return [text or None for text in texts]
        if not self.asks:
            return [None] * len(of)
        named = [say(f"ask-{name}", of=each, language=name_of(language)) for each in of]
        answers = [_answer(asked, (), {}, default=None, optional=False) for asked in named]
        self._options = {**self._options, key: "; ".join(answers)}
        return list(answers)

    def answered(self, problem: Problem, written: str) -> str:
        """Return a problem of a file that is not written yet, by the answer that its line holds."""
        from helpkit.messages import say, spoken

        line = (written.splitlines() or [""])[problem.line - 1]
        for parameter in click.get_current_context().command.params:
            said = str(self._options.get(parameter.name or "") or "")
            pieces = [piece.strip() for piece in unicodedata.normalize("NFKC", said).split(";")]
            if isinstance(parameter, click.Option) and any(
                p and p in line for p in (said, *pieces)
            ):
                return say("answer-wrong", option=parameter.opts[0], said=_WhatAndFix(problem))
        return problem.told(spoken())

    def again(self) -> str:
        """Return a command that tells all that was told, for a writer to change and run again."""
        context = click.get_current_context()
        words = [called(), *context.command_path.split()[1:]]
        for parameter in context.command.params:
            name = parameter.name or ""
            value = self._options.get(name, context.params.get(name))
            if name == "ask" or value is None:
                continue
            said = f"{value:%Y-%m-%d}" if isinstance(value, datetime) else str(value)
            quoted = list2cmdline([said]) if os.name == "nt" else shlex.quote(said)
            words += (
                [parameter.opts[0], quoted] if isinstance(parameter, click.Option) else [quoted]
            )
        return " ".join(words)

    def words(self, name: str, **how: Any) -> dict[Language, str | None]:
        """Return a text in each language."""
        return {code: self.one(name, language=code, **how) for code in LANGUAGES}


def _answer(
    asked: str,
    choices: tuple[str, ...],
    labels: Mapping[str, str],
    *,
    default: str | None,
    optional: bool,
) -> str:
    """Return what a person answers; one of some choices by its number, its name or its code."""
    from helpkit.messages import say

    rows = {choice: labels.get(choice) or _label(choice) for choice in choices}
    if choices:
        click.echo(asked)
        for number, (choice, label) in enumerate(rows.items(), 1):
            click.echo(f"  {number:2} {label} ({choice})" if label else f"  {number:2} {choice}")
        asked = say("ask-number")
    while True:
        answer = str(
            click.prompt(
                asked,
                default="" if optional and default is None else default,
                show_default=default is not None,
            )
        ).strip()
        if not choices:
            return "" if optional and answer in _NONE else answer
        if answer.isdecimal() and 0 < int(answer) <= len(choices):
            return choices[int(answer) - 1]
        for choice, label in rows.items():
            if answer == choice or (answer and answer in label.split(" / ")):
                return choice
        click.echo(say("no-choice", typed=answer))


def _limits(name: str, language: Language | None) -> dict[str, Any]:
    """Return what a question about a text in a language names: the language, and how long it may be."""
    from helpkit.messages import name_of

    if language is None:
        return {}
    profile = PROFILES[language]
    limits = {
        "title": {"most": profile.title_most},
        "short": {"most": profile.short_most},
        "description": {"least": profile.description_least, "most": profile.description_most},
        "answer": {"most": profile.answer_most},
    }
    return {"language": name_of(language), **limits.get(name, {})}


def _is_of(kind: Any) -> Callable[[Any], object]:
    """Return what raises Refused for a text that is no value of a kind of the data."""
    from helpkit.data.located import Located
    from helpkit.data.validation import validate
    from helpkit.messages import Refused

    def accept(value: Any) -> object:
        found, problems = validate(kind, Located("", value))
        if problems:
            raise Refused("value-refused", said=_WhatAndFix(problems[0]))
        return found

    return accept


@dataclass(frozen=True)
class _WhatAndFix:
    """A problem without its place."""

    problem: Problem

    def said(self, language: Language) -> str:
        """Return what is wrong and how to mend it."""
        from helpkit.messages import message, text

        what, fix = self.problem.what(language), self.problem.fix(language)
        return text(message("what-and-fix", what=what, fix=fix), language=language)


def _label(choice: str) -> str:
    """Return what a choice is called in the languages that are spoken here, or nothing."""
    from helpkit import messages

    key = f"choice-{choice}"
    if not messages.has(key):
        return ""
    words = messages.message(key)
    return " / ".join(messages.text(words, language=code) for code in messages.spoken())


def _typed(key: str) -> Message | str:
    """Return how a value is told on the command line: behind an option, or in its place."""
    command = click.get_current_context().command
    parameter = next(each for each in command.params if each.name == key)
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return terminal.named_in(click.get_current_context(), parameter)


def _agrees(key: str, /, **values: Any) -> bool:
    """Return whether a person says yes to a question, in any language that is spoken here."""
    from helpkit import messages

    asked = messages.say("ask-yes", question=messages.message(key, **values))
    answer = str(click.prompt(asked, default="", show_default=False))
    return answer.strip().casefold() in _YES


def _finish(edits: Edits, root: Path, today: date, told: _Told) -> bool:
    """Carry out the changes, say which files they are in, check everything and say what is left.

    Return whether there was anything to change. Raises Refused, with nothing changed, if the data
    could not be read then.
    """
    from helpkit.cache import CACHE_FOLDER, Cache
    from helpkit.checks import run
    from helpkit.data import loading
    from helpkit.messages import Refused, say, spoken

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


def _edits(root: Path) -> Edits:
    from helpkit.commands.edits import Edits

    return Edits(root)


def _data(root: Path, today: date) -> Directory:
    """Return the data of a repository. Raises Refused if they cannot be read."""
    from helpkit.data import loading
    from helpkit.messages import Refused

    loaded, problems = loading.load(root, today=today)
    if loaded is None:
        raise Refused("data-broken", problem=problems[0])
    return loaded


def _edits_of_data(root: Path, today: date) -> Edits:
    """Return edits of a repository whose data can be read. Raises Refused if it cannot."""
    _data(root, today)
    return _edits(root)


class Command(terminal.Command):
    """A command whose refusals are one line of plain words."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. What cannot be done ends it with the words that say why."""
        from helpkit.data.yaml_edits import NotEditable
        from helpkit.git import NoRepository
        from helpkit.messages import Refused, say

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
    told, edits = _Told(ask, options), _edits(root)
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
    _finish(edits, root, today, told)


@click.command("region", cls=Command)
@click.argument("code", required=False)
@in_each("name")
@click.option("--part", type=click.Choice(PARTS))
@click.option("--zone")
@asking
@click.pass_obj
def region(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Start a region: its data file if there is none, its pages, the menu and addresses."""
    from helpkit.commands import pages
    from helpkit.data.kinds import Zone
    from helpkit.messages import Refused, say

    root, today = place
    told, edits = _Told(ask, options), _edits_of_data(root, today)

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
        part=None if known else told.one("part", choices=PARTS),
        zone=None if known else told.one("zone", accept=_is_of(Zone)),
    )
    _finish(edits, root, today, told)
    if not known:
        click.echo(say("left-region", code=code))


def _name_of(told: _Told, code: str, language: Language) -> str | None:
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
@click.option("--kind", type=click.Choice(KINDS))
@in_each("name", "purpose")
@click.option("--phone")
@in_each("label")
@click.option("--email")
@click.option("--website")
@click.option("--hours")
@click.option("--source")
@click.option("--source-kind", type=click.Choice(SOURCE_KINDS))
@click.option("--read", type=click.Choice(READINGS))
@click.option("--read-on", type=click.DateTime(["%Y-%m-%d"]))
@asking
@click.pass_obj
def contact(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Add a contact with its evidence to a region."""
    from helpkit.commands import contacts
    from helpkit.data.kinds import Email, Hours, Url, hours_meant

    root, today = place
    told, edits = _Told(ask, options), _edits_of_data(root, today)
    has_file, is_free = partial(contacts.file_of, edits), partial(contacts.refuse_taken, edits)
    code = (told.one("code", accept=has_file) or "").upper()
    identifier = told.one("id", accept=is_free) or ""
    told.expect(
        *("kind", "phone", "email", "website", "hours", "source", "source_kind", "read"),
        texts=("name", "purpose"),
    )
    kind = told.one("kind", choices=KINDS) or ""
    texts = {"name": told.words("name"), "help": told.words("purpose")}
    numbers = _pieces(told.one("phone", optional=True))
    several = numbers if len(numbers) > 1 else []
    labels = {each: told.each("label", several, each) for each in LANGUAGES}
    emails = _pieces(
        told.one(
            "email", optional=True, accept=lambda typed: _is_of(tuple[Email, ...])(_pieces(typed))
        )
    )
    website = told.one("website", optional=True, accept=_is_of(Url))
    hours = told.one("hours", optional=True, accept=lambda typed: _is_of(Hours)(hours_meant(typed)))
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
            "source": told.one("source", accept=_is_of(Url)),
            "source_kind": told.one("source_kind", question="source-kind", choices=SOURCE_KINDS),
            "read": told.one("read", choices=READINGS),
            "read_on": options["read_on"].date() if options["read_on"] else today,
        },
    )
    _finish(edits, root, today, told)


@click.command("message", cls=Command)
@click.argument("id", required=False)
@in_each("title", "use", "text", "chat", "call")
@asking
@click.pass_obj
def message(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Write a message to copy, in both languages; `--text-…` may hold several lines."""
    from helpkit.commands import pages

    root, today = place
    told, edits = _Told(ask, options), _edits(root)
    keys = ("title", "use", "text", "chat", "call")
    identifier = told.one("id", accept=partial(pages.message_file, edits)) or ""
    told.expect(texts=keys)
    pages.new_message(edits, identifier, texts=_of_message(told, keys))
    _finish(edits, root, today, told)


def _of_message(told: _Told, keys: tuple[str, ...]) -> dict[str, dict[Language, str | None]]:
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
    from helpkit.messages import say

    root, today = place
    told, edits = _Told(ask, options), _edits_of_data(root, today)
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


@click.command("move", cls=Command)
@click.argument("old", required=False)
@click.argument("new", required=False)
@asking
@click.pass_obj
def move(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Give PAGE another address; the old one leads there, and links to it are rewritten."""
    from helpkit.commands import pages
    from helpkit.messages import say

    root, today = place
    edits = _edits_of_data(root, today)
    told = _Told(ask, options)
    old, new = (pages.slug_of(told.one(name) or "") for name in ("old", "new"))
    left = pages.move(edits, old, new, today=today)
    _finish(edits, root, today, told)
    if left:
        click.echo(say("left-in-code", places=tuple(left)))


@click.command("remove", cls=Command)
@click.argument("slug", required=False)
@asking
@click.pass_obj
def remove(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Take PAGE away in every language; one that was never published leaves no trace."""
    from helpkit.commands import pages
    from helpkit.messages import say

    root, today = place
    told, edits = _Told(ask, options), _edits_of_data(root, today)
    slug = pages.slug_of(told.one("slug", question="removed") or "")
    pages.remove(edits, slug, today=today)
    if told.asks and not _agrees("ask-remove", page=slug):
        click.echo(say("not-removed"))
        return
    _finish(edits, root, today, told)


@click.command("withdraw", cls=Command)
@click.argument("id", required=False)
@in_each("reason")
@click.option("--replaced-by")
@asking
@click.pass_obj
def withdraw(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Take back a contact: readers see it struck through, with the reason."""
    from helpkit.commands import contacts
    from helpkit.messages import say

    root, today = place
    told, edits = _Told(ask, options), _edits_of_data(root, today)
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
    if told.asks and not _agrees("ask-withdraw", name=name, id=id):
        click.echo(say("not-withdrawn"))
        return
    _finish(edits, root, today, told)
    _say_left(say("left-elsewhere"), left)


@click.command("reread", cls=Command)
@click.argument("id", required=False)
@click.option("--source")
@click.option("--source-kind", type=click.Choice(SOURCE_KINDS))
@click.option("--read", type=click.Choice(READINGS), default="live", show_default=True)
@asking
@click.pass_obj
def reread(place: Place, /, ask: bool | None, **options: Any) -> None:
    """Write that the source of a record was read today; the day before moves to its history."""
    from helpkit.commands import rereading
    from helpkit.messages import say

    root, today = place
    told, directory, edits = _Told(ask, options), _data(root, today), _edits(root)
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
            if not _agrees("ask-reread"):
                click.echo(say("not-blessed"))
                continue
        file = rereading.read_again(edits, page, source=source, day=today)
    if file and _finish(edits, root, today, told):
        click.echo(say("left-read", file=file))


@click.command("sync", cls=Command)
@click.argument("slug", metavar="[PAGE]", required=False)
@click.pass_obj
def sync(place: Place, /, slug: str | None) -> None:
    """List the English pages that fell behind; of PAGE, show what changed in the Chinese."""
    from helpkit.articles import freshness
    from helpkit.articles.article import read_all
    from helpkit.commands import pages
    from helpkit.messages import name_of, say

    root, _ = place
    if slug:
        name = pages.slug_of(slug)
        _refuse_no_page(root, name)
        _show_changes(root, name, pages.made_of_source(root, name))
        return
    found, _problems = read_all(root)
    for language in (*TRANSLATIONS, *(each for each in DERIVED if found[each])):
        stale = [
            article
            for name, source in found[SOURCE].items()
            if (article := found[language].get(name))
            and article.front
            and not freshness.matches(source, article)
        ]
        for article in stale:
            source = found[SOURCE][article.slug].path
            click.echo(say("sync-stale", page=article.path, source=source, slug=article.slug))
        total = len(found[language])
        click.echo(say("sync-count", n=len(stale), all=total, name=name_of(language)))


def _refuse_no_page(root: Path, slug: str) -> None:
    """Raise Refused for a page that is not there in every language."""
    from helpkit.commands import pages
    from helpkit.messages import Refused
    from helpkit.problems import did_you_mean

    if not all((root / pages.file_of(slug, language)).is_file() for language in LANGUAGES):
        folder = root / "docs" / SOURCE
        known = [p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.md")]
        raise Refused("no-page", page=slug, hint=did_you_mean(slug, known))


def _show_changes(
    root: Path, slug: str, languages: Iterable[Language], *, then: bool = True
) -> None:
    """Print what changed in a page since its translations matched it, with what stands there in each."""
    from helpkit.articles import freshness
    from helpkit.commands import comparing, pages
    from helpkit.messages import say

    edits = _edits(root)
    source, *translations = (pages.article_of(edits, slug, each) for each in (SOURCE, *languages))
    behind: dict[str, tuple[Article, list[Article]]] = {}
    for each in translations:
        if freshness.matches(source, each):
            click.echo(say("changed-nothing", page=each.path))
        elif before := comparing.matched_text(root, source, each):
            behind.setdefault(before.text, (before, []))[1].append(each)
        else:
            recorded = each.front and each.front.source
            key = "no-match-recorded" if recorded else "nothing-recorded"
            click.echo(say(key, source=source.path, page=each.path))
    for before, others in behind.values():
        for change in comparing.changes(before, source, others):
            click.echo(f"{source.path}:{change.line}")
            click.echo(f"  - {change.before}" if change.before else "  -")
            click.echo(f"  + {change.now}" if change.now else "  +")
            for path, line, text in change.beside:
                click.echo(f"  {path}:{line}\n    {text}")
        if then:
            said = tuple(each.path for each in others)
            click.echo(say("changed-then", page=said, slug=slug))


@click.command("bless", cls=Command)
@click.argument("slugs", nargs=-1)
@click.option("--all", "every", is_flag=True)
@click.option("--yes", is_flag=True)
@asking
@click.pass_obj
def bless(
    place: Place, /, slugs: tuple[str, ...], every: bool, yes: bool, ask: bool | None
) -> None:
    """Record that the English PAGE matches the Chinese one; shows what changed, and asks."""
    from helpkit.articles import scaffold
    from helpkit.articles.article import read_all
    from helpkit.commands import pages
    from helpkit.git import NoRepository
    from helpkit.messages import Refused, name_of, say

    root, today = place
    if every:
        found, _problems = read_all(root)
        slugs = tuple(s for s in found[SOURCE] if all(s in found[each] for each in TRANSLATIONS))
    if not slugs:
        raise Refused("bless-what")
    asks = _Told(ask, {}).asks
    slugs = tuple(map(pages.slug_of, slugs))
    for slug in slugs:
        _refuse_no_page(root, slug)
    _refuse_errors(root, today, slugs)
    for slug in slugs:
        if not (yes or every):
            languages = pages.made_of_source(root, slug)
            if _is_recorded(root, slug, languages):
                for language in languages:
                    click.echo(say("changed-nothing", page=pages.file_of(slug, language)))
                continue
            try:
                _show_changes(root, slug, languages, then=False)
            except NoRepository as error:
                click.echo(say("no-git", why=reasons.of(error)))
            if not asks:  # nobody is there who has compared the pages
                raise Refused("bless-unasked", page=slug)
            names = tuple(map(name_of, languages))
            if not _agrees("ask-bless", name=names):
                click.echo(say("not-blessed"))
                continue
        try:
            paths = scaffold.bless(root, slug)
        except ValueError as error:
            raise Refused("file-broken", file=str(error), problem="") from None
        for path in paths:
            click.echo(say("blessed", page=path.relative_to(root).as_posix()))


def _refuse_errors(root: Path, today: date, slugs: Iterable[str]) -> None:
    """Raise Refused if the check finds errors in what is made of pages, but for the records."""
    from helpkit.cache import CACHE_FOLDER, Cache
    from helpkit.checks import run
    from helpkit.commands import pages
    from helpkit.messages import Lines, Refused
    from helpkit.problems import errors_of

    paths = {
        pages.file_of(slug, each) for slug in slugs for each in pages.made_of_source(root, slug)
    }
    _, problems = run.check(root, today=today, cache=Cache(root / CACHE_FOLDER, run.CACHE_NAME))
    records = ("translation-unrecorded", "translation-outdated")
    found = [p for p in errors_of(problems) if p.path in paths and p.rule not in records]
    if found:
        raise Refused("bless-errors", problems=Lines(found))


def _is_recorded(root: Path, slug: str, languages: Iterable[Language]) -> bool:
    """Return whether pages made of a page record it as it stands, whatever was changed."""
    from helpkit.articles import freshness
    from helpkit.commands import pages

    edits = _edits(root)
    source, *others = (pages.article_of(edits, slug, each) for each in (SOURCE, *languages))
    wanted = freshness.recorded(source)
    unsaid = source.front is not None and source.front.change is None
    return unsaid and all(each.front and each.front.source == wanted for each in others)


@click.command("report", cls=Command)
@click.option("--base", default="main", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--no-pictures", is_flag=True)
@click.pass_obj
def report(place: Place, /, base: str, out: Path | None, no_pictures: bool) -> None:
    """Write all that a change does into a folder, for those who review it: with pictures, and short."""
    from helpkit.commands import reporting, screenshots
    from helpkit.messages import say

    root, today = place
    folder = out or root / ".build" / "report"
    shown = None if no_pictures else folder / screenshots.FOLDER
    found = reporting.report(root, base=base, today=today, folder=shown)
    reporting.write(found, folder)
    click.echo(say("report-wrote", file=folder / "report.md"))


def _say_left(head: str, places: list[str]) -> None:
    if places:
        click.echo(head)
    for each in places:
        click.echo(f"  {each}")

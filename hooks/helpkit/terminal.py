"""The command line in the reader's languages: help, refusals, and what click itself says.

The help of a command stands in the catalogue as `help-` and its name, that of an option as
`option-`, the command and the option, or `option-` and the option alone; an argument likewise as
`argument-`, and with `.name` what it is called.
"""

from __future__ import annotations

import errno
import io
import itertools
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

import click

from helpkit import reasons, sites
from helpkit.languages import SPOKEN, Language
from helpkit.messages import (
    VARIABLES,
    Message,
    Refused,
    has,
    language_of,
    message,
    spoken,
    text,
    told,
)
from helpkit.problems import did_you_mean


def _choose(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:  # what is started from here is told as well
        os.environ[VARIABLES[0]] = value


class _LanguageOfMessages(click.Choice[str]):
    """A language of messages, also by what it is called."""

    def __init__(self) -> None:
        super().__init__([*SPOKEN, "both"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return its code."""
        return super().convert(language_of(value) or value, param, ctx)


class _Speaking(click.Command):
    """A command whose help is in the catalogue; it takes `--lang`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params.append(
            click.Option(
                ["--lang"],
                type=_LanguageOfMessages(),
                callback=_choose,
                expose_value=False,
                is_eager=True,
            )
        )

    def get_help(self, ctx: click.Context) -> str:
        """Return the whole help in each language that is spoken."""
        return "\n\n".join(self._help_in(ctx, language) for language in spoken())

    def _help_in(self, ctx: click.Context, language: Language) -> str:
        formatter = ctx.make_formatter()
        usage = text(message("help-usage", command=ctx.command_path), language=language)
        pieces = [text(message("help-pieces"), language=language)]
        arguments = [each for each in self.params if isinstance(each, click.Argument)]
        rows = [_of_argument(ctx, each, language) for each in arguments]
        for argument, (name, _) in zip(arguments, rows, strict=True):
            many = f"{name} …" if argument.nargs < 0 else name
            pieces.append(many if argument.required else f"[{many}]")
        if isinstance(self, click.Group):
            pieces.append(text(message("help-command"), language=language))
        formatter.write(f"{usage} {' '.join(pieces)}\n\n")
        own = text(message(help_key(ctx)), language=language)
        with formatter.indentation():
            formatter.write_text(own)
        if rows:
            with formatter.section(text(message("help-arguments"), language=language)):
                formatter.write_dl(rows)
        options = [
            (_in_words(record[0], language), _of_option(ctx, parameter, language))
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx))
        ]
        with formatter.section(text(message("help-options"), language=language).rstrip(":：")):
            formatter.write_dl(options)
        if isinstance(self, click.Group):
            names = self.list_commands(ctx)
            rows = [
                (name, _short(text(message(help_key(ctx, name)), language=language)))
                for name in names
            ]
            with formatter.section(text(message("help-commands"), language=language).rstrip(":：")):
                formatter.write_dl(rows)
        return formatter.getvalue().rstrip("\n")


# Commands that read nothing of a site.
_ANYWHERE = {"explain", "indexnow"}


class Command(_Speaking):
    """A command of our command line, to be run in the repository of a site."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. Raises Refused where there is no site."""
        if self.name not in _ANYWHERE and isinstance(ctx.obj, tuple):
            sites.refuse_other(ctx.obj[0])
        return super().invoke(ctx)


class Group(_Speaking, click.Group):
    """A command that holds others. What cannot be done ends it with the words that say why."""

    command_class = Command
    group_class = type

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run what was typed. Refusals and misspelt commands are told in the reader's languages."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, False, **extra)
        typed = list(sys.argv[1:] if args is None else args)
        for word, value in itertools.pairwise(typed):
            if word == "--lang" and (code := language_of(value)):  # before anything is said
                os.environ[VARIABLES[0]] = code
        for stream in (sys.stdout, sys.stderr):
            _print_all_characters(stream)
        if (asked := os.environ.get(VARIABLES[0])) and not language_of(asked):
            for language in SPOKEN:
                click.echo(text(message("unspoken", typed=asked), language=language), err=True)
        try:
            code = super().main(args, prog_name, complete_var, False, **extra)
        except click.exceptions.Abort:
            _end([message("aborted")], 1)
        except Refused as refused:
            _end([message("error", said=refused.message)], refused.code)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            sys.exit(error.exit_code)
        except click.UsageError as error:
            _end(list(_misspelt(error)), error.exit_code)
        except click.ClickException as error:
            said: Message | str = error.format_message()
            if str(said).startswith("Aborted with"):  # MkDocs, after it said why
                said = message("build-stopped")
            _end([message("error", said=said)], error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read it has read enough
                sys.exit(1)
            _end([message("error", said=message("given-up", why=reasons.of(error)))], 1)
        except Exception as error:
            if sys.flags.dev_mode:
                raise
            _end([message("error", said=_own_mistake(error))], 1)
        sys.exit(code if isinstance(code, int) else 0)


def _print_all_characters(stream: TextIO) -> None:
    """Keep what is printed into a file or a pipe from failing, as on Windows: it has few characters."""
    if not isinstance(stream, io.TextIOWrapper):
        return
    try:
        "中".encode(stream.encoding)
    except UnicodeEncodeError:
        stream.reconfigure(encoding="utf-8")
    else:
        stream.reconfigure(errors="backslashreplace")


def help_key(ctx: click.Context, *names: str) -> str:
    """Return the key of the help of a command, or of one that it holds."""
    path = [*_path(ctx), *names]
    return "-".join(["help", *path])


def _path(ctx: click.Context) -> list[str]:
    """Return the names of the commands that lead to a context, without that of the program."""
    found: list[str] = []
    at: click.Context | None = ctx
    while at is not None and at.parent is not None:
        found.insert(0, at.command.name or "")
        at = at.parent
    return found


def option_key(path: Iterable[str], name: str) -> str:
    """Return the key of the help of an option: its command's own, or the one of all commands."""
    own = "-".join(["option", *path, name])
    return own if has(own) else f"option-{name}"


def argument_key(path: Iterable[str], name: str) -> str:
    """Return the key of an argument, "NAME: what to type": its command's own, or that of all."""
    own = "-".join(["argument", *path, name])
    return own if has(own) else f"argument-{name}"


def named_in(ctx: click.Context, parameter: click.Parameter) -> Message:
    """Return what an argument is called, for a sentence."""
    return message(argument_key(_path(ctx), parameter.name or "") + ".name")


def _of_argument(
    ctx: click.Context, parameter: click.Argument, language: Language
) -> tuple[str, str]:
    """Return what an argument is called and what to type for it."""
    key = argument_key(_path(ctx), parameter.name or "")
    name = text(message(f"{key}.name"), language=language)
    return name, text(message(key), language=language)


def _in_words(record: str, language: Language) -> str:
    """Return an option as it is typed, with what click calls its value in a language."""
    option, blank, kind = record.partition(" ")
    key = f"value-{kind.lower().strip('[]%').replace(' ', '-').replace('%', '')}"
    return f"{option} {text(message(key), language=language)}" if blank and has(key) else record


def _of_option(ctx: click.Context, parameter: click.Option, language: Language) -> str:
    """Return the help of an option, with its default and its limits in square brackets."""
    key, extra = (
        option_key(_path(ctx), parameter.opts[-1].lstrip("-")),
        parameter.get_help_extra(ctx),
    )
    limits = [extra["range"]] if "range" in extra else []
    if "default" in extra:
        limits.insert(0, text(message("default-value", value=extra["default"]), language=language))
    own = text(message(key), language=language)
    return f"{own}  [{'; '.join(limits)}]" if limits else own


def _short(words: str) -> str:
    """Return the first sentence of a help text, without its full stop."""
    first = words.split("\n")[0]
    return first.partition(". ")[0].partition("。")[0].rstrip(".")


def _misspelt(error: click.UsageError) -> Iterable[Message]:
    """Yield what was typed wrong, and how to see what can be typed."""
    said: Message | str = error.format_message()
    if isinstance(error, click.NoSuchOption):
        near = did_you_mean(error.option_name, _options(error.ctx))
        said = message("no-option", option=error.option_name, hint=near)
    elif isinstance(error, click.BadOptionUsage):
        key = "option-no-value" if "does not take" in error.message else "option-needs-value"
        said = message(key, option=error.option_name)
    elif isinstance(error, click.MissingParameter):
        named: Message | str = ""
        if isinstance(error.param, click.Option):
            named = error.param.opts[0]
        elif error.param and error.ctx:
            named = named_in(error.ctx, error.param)
        said = message("missing-parameter", name=named)
    elif isinstance(error, click.BadParameter):
        if isinstance(error.param, click.Argument) and error.ctx:
            named = named_in(error.ctx, error.param)
        else:
            hint = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
            named = hint.replace("'", "")
        said = message("bad-value", name=named, why=reasons.of(error.message))
    elif isinstance(error, click.NoSuchCommand):
        group = error.ctx.command if error.ctx else None
        known = group.list_commands(error.ctx) if isinstance(group, click.Group) else []  # type: ignore[arg-type]
        near = did_you_mean(error.command_name, known)
        said = message("no-command", name=error.command_name, hint=near)
    elif str(said).startswith("Got unexpected extra argument"):
        said = message("extra-argument", typed=str(said).partition("(")[2].rstrip(")"))
    elif str(said).startswith("Missing command"):
        said = message("missing-command")
    yield message("error", said=said)
    if error.ctx is not None:
        yield message("see-help", command=error.ctx.command_path)


def _own_mistake(error: Exception) -> Message:
    """Return what a mistake of ours looks like, for a writer to pass on."""
    *_, frame = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    words = " ".join(str(error).split())[:200]
    return message("own-mistake", kind=type(error).__name__, words=words, place=place)


def _options(ctx: click.Context | None) -> list[str]:
    """Return what a command can be told behind two hyphens."""
    params = ctx.command.params if ctx else []
    return [name for each in params if isinstance(each, click.Option) for name in each.opts]


def _end(said: Sequence[Message], code: int) -> NoReturn:
    for language in spoken():
        for each in said:
            click.echo(text(each, language=language), err=True)
    sys.exit(code)


def say(key: str, /, **values: Any) -> None:
    """Print a message in the languages that are spoken here."""
    click.echo(told(message(key, **values), spoken()))

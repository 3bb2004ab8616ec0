"""The command line in the reader's languages: help, refusals, and what click itself says.

The help of a command stands in the catalogue as `help-` and its name, that of an option as
`option-`, the command and the option, or `option-` and the option alone.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn, TextIO

import click

from helpkit import reasons
from helpkit.languages import SPOKEN, Language
from helpkit.messages import VARIABLES, Message, Refused, has, message, spoken, text, told


def _choose(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value:  # what is started from here is told as well
        os.environ[VARIABLES[0]] = value


class _Speaking(click.Command):
    """A command whose help is in the catalogue; it takes `--lang`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params.append(
            click.Option(
                ["--lang"],
                type=click.Choice([*SPOKEN, "both"]),
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
        pieces = " ".join(self.collect_usage_pieces(ctx))
        usage = text(message("help-usage", command=ctx.command_path), language=language)
        formatter.write(f"{usage} {pieces}\n\n")
        own = text(message(help_key(ctx)), language=language)
        with formatter.indentation():
            formatter.write_text(own)
        options = [
            (record[0], _of_option(ctx, parameter, language))
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


class Command(_Speaking):
    """A command of our command line."""


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
        for stream in (sys.stdout, sys.stderr):
            _print_all_characters(stream)
        try:
            code = super().main(args, prog_name, complete_var, False, **extra)
        except click.exceptions.Abort:
            _end([message("aborted")], 1)
        except Refused as refused:
            _end([message("error", said=refused.message)], refused.code)
        except click.UsageError as error:
            _end(list(_misspelt(error)), error.exit_code)
        except click.ClickException as error:
            _end([message("error", said=error.format_message())], error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read it has read enough
                sys.exit(1)
            raise
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
        said = message("no-option", option=error.option_name)
    elif isinstance(error, click.MissingParameter):
        named = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        if isinstance(error.param, click.Option):
            named = error.param.opts[0]
        said = message("missing-parameter", name=named)
    elif isinstance(error, click.BadParameter):
        named = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
        said = message("bad-value", name=named.replace("'", ""), why=reasons.of(error.message))
    elif isinstance(error, click.NoSuchCommand):
        said = message("no-command", name=error.command_name)
    elif str(said).startswith("Got unexpected extra argument"):
        said = message("extra-argument", typed=str(said).partition("(")[2].rstrip(")"))
    elif str(said).startswith("Missing command"):
        said = message("missing-command")
    yield message("error", said=said)
    if error.ctx is not None:
        yield message("see-help", command=error.ctx.command_path)


def _end(said: Sequence[Message], code: int) -> NoReturn:
    for language in spoken():
        for each in said:
            click.echo(text(each, language=language), err=True)
    sys.exit(code)


def say(key: str, /, **values: Any) -> None:
    """Print a message in the languages that are spoken here."""
    click.echo(told(message(key, **values), spoken()))

"""Values that a writer gives in options, or in answers to questions."""

from __future__ import annotations

import os
import shlex
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from subprocess import list2cmdline
from typing import Any

import click

from helpkit import terminal
from helpkit.languages import LANGUAGES, PROFILES, Language
from helpkit.messages import Message, Refused, called, has, message, name_of, say, spoken, text
from helpkit.problems import Problem

_YES = {"y", "yes", "是", "是的", "对", "好", "跟上了", "在", "一样"}

# What people type where there is nothing to tell.
_NONE = {"无", "没有", "-", "none", "n/a"}


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


class Told:
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
    """Return the values of a question about a text: its language, and how long it may be."""
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


def is_of(kind: Any) -> Callable[[Any], object]:
    """Return a function that raises Refused for a text that is no value of a kind of the data."""
    from helpkit.data.located import Located
    from helpkit.data.validation import validate

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
        what, fix = self.problem.what(language), self.problem.fix(language)
        return text(message("what-and-fix", what=what, fix=fix), language=language)


def _label(choice: str) -> str:
    """Return what a choice is called in the languages that are spoken here, or nothing."""
    key = f"choice-{choice}"
    if not has(key):
        return ""
    words = message(key)
    return " / ".join(text(words, language=code) for code in spoken())


def _typed(key: str) -> Message | str:
    """Return how a value is told on the command line: behind an option, or in its place."""
    command = click.get_current_context().command
    parameter = next(each for each in command.params if each.name == key)
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return terminal.named_in(click.get_current_context(), parameter)


def agrees(key: str, /, **values: Any) -> bool:
    """Return whether a person says yes to a question, in any language that is spoken here."""
    asked = say("ask-yes", question=message(key, **values))
    answer = str(click.prompt(asked, default="", show_default=False))
    return answer.strip().casefold() in _YES

"""Problems: what is wrong in a file, where, and how to mend it. Data first, text last."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops a build; a warning is shown and does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    `path` is relative to the repository; `line` and `column` count from 1; `rule` is a stable
    kebab-case name that `helpkit explain` knows; `what` and `fix` are sentences for a writer.
    """

    path: str
    line: int
    column: int
    rule: str
    what: str
    fix: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Return the one line that people, editors and CI read; what cannot be seen is spelt."""
        line = (
            f"{self.path}:{self.line}:{self.column}: {self.severity}[{self.rule}] "
            f"{_short(self.what)} Fix: {self.fix}"
        )
        return "".join(map(visible, line))


def _short(text: str, *, most: int = 500) -> str:
    """Return a text without its middle where that was pasted by mistake."""
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 4 :]}"


def visible(character: str) -> str:
    """Return a character, or its number where it would break the line, turn it round or be unseen."""
    return character if character.isprintable() else f"\\u{ord(character):04x}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repeats, sorted by path, line, column and rule."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.rule, p.what))


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return those problems that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean "x"?` for the nearest known word, or an empty string."""
    by_lower_case = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(word.lower(), by_lower_case, n=1, cutoff=0.6)
    return f' Did you mean "{by_lower_case[near[0]]}"?' if near else ""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def one_of(known: Iterable[str], *, most: int = 40) -> str:
    """Return the known words as a readable list, cut after `most` of them."""
    words = list(known)
    shown = ", ".join(words[:most])
    return f"{shown} …" if len(words) > most else shown

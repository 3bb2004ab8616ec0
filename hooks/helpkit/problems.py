"""Problems: what is wrong in a file, where, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from helpkit import messages
from helpkit.languages import INTERNATIONAL, Language
from helpkit.messages import Message, Value, message


class Severity(StrEnum):
    """An error stops a build; a warning is shown and does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    `path` is relative to the repository; `line` and `column` count from 1; `rule` is a stable
    kebab-case name that `helpkit explain` knows; `message` is an entry of the catalogue with `what`
    and `fix`, sentences for a writer.
    """

    path: str
    line: int
    column: int
    rule: str
    message: Message
    severity: Severity = Severity.ERROR

    @classmethod
    def of(
        cls,
        path: str,
        line: int,
        column: int,
        key: str,
        /,
        *,
        severity: Severity = Severity.ERROR,
        **values: Value,
    ) -> Problem:
        """Return a problem by the key of its message: its rule, a dot and a word perhaps."""
        rule = key.partition(".")[0]
        return cls(path, line, column, rule, message(key, **values), severity=severity)

    def __str__(self) -> str:
        """Return the line in English."""
        return self.said(INTERNATIONAL)

    def said(self, language: Language) -> str:
        """Return the one line that people, editors and CI read; what cannot be seen is spelt."""
        severity = messages.text(message(f"severity-{self.severity}"), language=language)
        place = f"{self.path}:{self.line}:{self.column}: {severity}[{self.rule}]"
        what, fix = _short(self.what(language)), self.fix(language)
        line = messages.text(message("problem", place=place, what=what, fix=fix), language=language)
        return "".join(map(visible, line))

    def what(self, language: Language) -> str:
        """Return what is wrong."""
        return messages.text(self.message, language=language, part="what")

    def fix(self, language: Language) -> str:
        """Return how to mend it."""
        return messages.text(self.message, language=language, part="fix")

    def told(self, languages: Iterable[Language]) -> str:
        """Return a line for each language."""
        return "\n".join(map(self.said, languages))


def _short(text: str, *, most: int = 500) -> str:
    """Shorten a text that is too long for a message."""
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 4 :]}"


def visible(character: str) -> str:
    """Return a character, or its code point if it is invisible or would break or reorder the line."""
    return character if character.isprintable() else f"\\u{ord(character):04x}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repeats, sorted by path, line, column and rule."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.rule, repr(p.message)))


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Return those problems that stop a build."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def did_you_mean(word: str, known: Iterable[str]) -> Message | str:
    """Return the question whether the nearest known word was meant, or an empty string."""
    near = nearest(word, known)
    return message("did-you-mean", word=near) if near else ""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like another, if any is like it at all.

    Of a path, the name of the file has to be like it too: folders alone say little.
    """
    by_lower_case = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(word.lower(), by_lower_case, n=5, cutoff=0.6)
    return next((by_lower_case[each] for each in near if _named_alike(word.lower(), each)), None)


def _named_alike(word: str, other: str) -> bool:
    if "/" not in word + other and ".md" not in word:
        return True
    name, like = (
        path.partition("#")[0].removesuffix(".md").rpartition("/")[2] for path in (word, other)
    )
    return difflib.SequenceMatcher(None, name, like).ratio() >= 0.5

"""Messages of the tools as data: key and values here, sentences in `catalogue/*.yml`.

A message is put into a language only where somebody reads it. In a sentence `{name}` is a value,
`{n:file|files}` the word that fits a number, `{helpkit}` how the command line was called. An entry that belongs to a problem has `what` and
`fix`; any other is a text by itself, a part of other sentences perhaps.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol, Union

from helpkit.languages import PROFILES, SPOKEN, Language

FOLDER = Path(__file__).with_name("catalogue")
# The words of the command line: `--help` reads nothing else.
COMMANDS = "commands"
# Environment variables that choose the language, by precedence; `--lang` sets the first.
VARIABLES = ("HELPKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
MOST_WORDS = 40


class Sayable(Protocol):
    """Something that has a text in each language, such as a problem."""

    def said(self, language: Language) -> str:
        """Return it in a language."""


Value = Union[str, int, float, date, "Message", Sayable, tuple["Value", ...]]


class Lines(tuple[Any, ...]):
    """Values that stand in lines of their own, not in a sentence."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to say: the key of its sentence and the values by name, themselves messages perhaps."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def given(self) -> dict[str, Any]:
        """The values by name."""
        return dict(self.values)


class Refused(Exception):
    """Something that cannot be done, with the message that says why and how to mend it."""

    code = 1  # with which the program ends

    def __init__(self, key: str, /, **values: Any) -> None:
        self.message = message(key, **values)
        super().__init__(key, values)

    def __str__(self) -> str:
        return told(self.message, spoken())


class Misspelt(Refused):
    """Something that was typed wrong on the command line."""

    code = 2


def name_of(language: Language) -> Message:
    """Return what a language is called."""
    return message("language", **PROFILES[language].names)


def message(key: str, /, **values: Value) -> Message:
    """Return the message with this key and these values."""
    return Message(key, tuple(values.items()))


def spoken(environment: Mapping[str, str] = os.environ) -> tuple[Language, ...]:
    """Return the languages of messages for this user, from `VARIABLES`; all if these name none.

    The first that is set decides: `zh_CN.UTF-8` is Chinese, `en` English, `C.UTF-8` says nothing.
    On Windows, where none is set, the language of its menus does.
    """
    said = next((environment[name] for name in VARIABLES if environment.get(name)), _of_windows())
    said = language_of(said) or said
    return next(((code,) for code in SPOKEN if said.lower().startswith(code)), SPOKEN)


def language_of(typed: str) -> str | None:
    """Return the language of messages that somebody names, by its code or in words, or `both`."""
    for code in SPOKEN:
        if typed.strip().casefold() in {code, *map(str.casefold, PROFILES[code].names.values())}:
            return code
    return "both" if typed == "both" else None


def _of_windows() -> str:
    """Return the language of the menus of Windows, such as `zh_CN`; nothing on other systems."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


def text(message: Message, *, language: Language, part: str = "") -> str:
    """Return a message in a language; `part` is `what` or `fix` of a problem.

    Raises KeyError for a key, a part or a value that is not there.
    """
    entry = _entry(message.key)
    values = {name: _shown(value, language) for name, value in message.values}
    sentence: str = (entry[part] if part else entry)[language]
    return sentence.format(**{"helpkit": called(), **values})


def told(message: Message, languages: Iterable[Language]) -> str:
    """Return a message in some languages, each in lines of its own."""
    return "\n".join(text(message, language=language) for language in languages)


def say(key: str, /, **values: Any) -> str:
    """Return a message in the languages that are spoken here, each in lines of its own."""
    return told(message(key, **values), spoken())


def say_in(languages: Iterable[Language], key: str, /, **values: Any) -> list[str]:
    """Return a message in some languages."""
    return [text(message(key, **values), language=language) for language in languages]


def called() -> str:
    """Return what a person types before the name of a command, here and now."""
    program = Path(sys.argv[0])
    if program.stem == "helpkit":
        found = shutil.which("helpkit")
        return "helpkit" if found and Path(found) == program else os.path.relpath(program)
    if program.name == "__main__.py" and program.parent.name == "helpkit":
        return f"{os.path.relpath(sys.executable)} -m helpkit"
    return os.path.join(".venv", "Scripts" if os.name == "nt" else "bin", "helpkit")


def has(key: str) -> bool:
    """Return whether the catalogue has a message."""
    return key in _read(COMMANDS) or key in _all()


def entries() -> dict[str, dict[str, Any]]:
    """Return the whole catalogue by key."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        found |= _read(path.stem)
    return found


def _entry(key: str) -> dict[str, Any]:
    return _read(COMMANDS).get(key) or _all()[key]


@cache
def _all() -> dict[str, dict[str, Any]]:
    return entries()


@cache
def _read(name: str) -> dict[str, dict[str, Any]]:
    import yaml  # loaded late: most runs print no message

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found: dict[str, dict[str, Any]] = yaml.load(
        (FOLDER / f"{name}.yml").read_text(encoding="utf-8"), Loader=loader
    )
    return found


class _Number(int):
    """A number that chooses a word: `{n:file|files}`."""

    def __format__(self, form: str) -> str:
        one, several, many = form.partition("|")
        return (one if self == 1 else many) if several else super().__format__(form)


def _shown(value: Value, language: Language) -> Any:
    if isinstance(value, Message):
        return text(value, language=language)
    if hasattr(value, "said"):  # a problem
        return value.said(language)
    if isinstance(value, tuple):
        words = [str(_shown(each, language)) for each in value[:MOST_WORDS]]
        more = " …" if len(value) > MOST_WORDS else ""
        mark = "\n" if isinstance(value, Lines) else PROFILES[language].marks.enumeration
        return mark.join(words) + more
    return _Number(value) if isinstance(value, int) else value

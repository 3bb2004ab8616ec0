"""What the writers' commands say: the sentences in `words.yml`, in the reader's languages."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

from helpkit.languages import LANGUAGES, Language

# What chooses the language, the most telling first.
VARIABLES = ("HELPKIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


class Refused(Exception):
    """Something that cannot be done, with the words that say why and how to mend it."""

    def __init__(self, key: str, /, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(key, values)

    def __str__(self) -> str:
        return say(self.key, **self.values)


def spoken(environment: Mapping[str, str] | None = None) -> tuple[Language, ...]:
    """Return the languages in which a person is told things; all if nothing says which.

    The first of `VARIABLES` that is set decides: `zh_CN.UTF-8` is Chinese, `C.UTF-8` says nothing.
    """
    said = environment if environment is not None else os.environ
    value = next((said[name] for name in VARIABLES if said.get(name)), "")
    return next(((code,) for code in LANGUAGES if value.lower().startswith(code)), LANGUAGES)


def say(key: str, /, **values: object) -> str:
    """Return a sentence with its values, in each language that is spoken on lines of its own.

    `{helpkit}` in it is how the command line was called.
    """
    return "\n".join(say_in(spoken(), key, **values))


def say_in(languages: Iterable[Language], key: str, /, **values: object) -> list[str]:
    """Return a sentence with its values in some languages."""
    texts, values = _read()[key], {"helpkit": called(), **values}
    return [texts[code].format_map(values) for code in languages]


def called() -> str:
    """Return what a person types before the name of a command, here and now."""
    program = Path(sys.argv[0])
    if program.stem == "helpkit":
        found = shutil.which("helpkit")
        return "helpkit" if found and Path(found) == program else os.path.relpath(program)
    if program.name == "__main__.py" and program.parent.name == "helpkit":
        return f"{os.path.relpath(sys.executable)} -m helpkit"
    return os.path.join(".venv", "Scripts" if os.name == "nt" else "bin", "helpkit")


@cache
def _read() -> dict[str, dict[Language, str]]:
    path = Path(__file__).with_name("words.yml")
    found: dict[str, dict[Language, str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found

"""Languages of the site: the table `languages.yml`, and lists that are made of it.

The first entry is the source language: its pages are written first, live at the root of the site,
and the others are translations of them. A further language is a further entry; its missing texts
are then problems of the data, and its missing pages problems of `docs/`.

A language may also be derived: the build makes its pages of another's finished ones (see
`outputs/derived_languages.py`), and nobody writes anything in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml

# The code of a language: its folder below docs/ and its key in texts of the data.
Language = str
Script = Literal["han", "latin"]
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Punctuation between parts that a program joins, with the space that belongs to it.

    `aside` stands before a remark on what was just named. `brackets` is a format with one place.
    """

    colon: str
    comma: str
    semicolon: str
    full_stop: str
    enumeration: str
    aside: str
    space: str
    brackets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Words for opening hours and time differences; `{}` is where a number or a length stands."""

    day_names: Literal["abbreviated", "wide"]
    range: str
    days_and_hours: str
    always: str
    every_day: str
    holidays_off: str
    same_as_beijing: str
    ahead: str
    behind: str
    hour: str
    hours: str
    minutes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A language: how it is called, where its pages live, how it is set, how long texts may be.

    What the fields mean stands above the table. `code` is the key of its entry.
    """

    code: Language
    tag: str
    path: str
    locale: str
    day: str
    month: str
    og_locale: str
    name: str
    menu: str
    names: Mapping[Language, str]
    script: Script
    marks: Marks
    times: Times
    title_most: int
    short_most: int
    description_least: int
    description_most: int
    answer_most: int
    excerpt: int
    measure: Literal["grade", "words", "characters"]
    headline_size: int
    sign_languages: Mapping[str, str] = field(default_factory=dict)
    varieties: Sequence[str] = ()
    suggestion: str = ""
    decline: str = ""
    plural: str = ""
    number: str = r"\d+"
    negation: str = "(?!)"
    forbids: str = "(?!)"
    denies: str = ""
    cut: str = "(?!)(?P<last>)"
    spelt: bool = False
    derived_from: Language | None = None

    @property
    def written(self) -> Language:
        """The language in which the texts of the data are read for it, and its pages are written."""
        return self.derived_from or self.code


FILE = Path(__file__).with_name("languages.yml")


def required(kind: type) -> set[str]:
    """Return the keys that an entry of the table, or its marks or times, must have."""
    return {each.name for each in fields(kind) if each.default is each.default_factory is MISSING}


def _read() -> Mapping[Language, dict[str, Any]]:
    """Return the entries of the table, a derived one with what its source has."""
    text, loader = FILE.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        rows: dict[Language, dict[str, Any]] = yaml.load(text, Loader=loader)
        return {
            code: {**rows.get(row.get("derived_from", ""), {}), **row} for code, row in rows.items()
        }
    except (yaml.YAMLError, AttributeError) as error:  # no table, so no language for a message
        raise SystemExit(f"{FILE}: {error}") from None


def _filled(kind: type[Kind], given: Mapping[str, Any], model: Mapping[str, Any]) -> Kind:
    """Return an entry with the fields that it lacks taken from `model`; the checks report them."""
    known = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    own = {key: value for key, value in given.items() if value is not None and key in known}
    return kind(**{**{key: model[key] for key in required(kind) & model.keys()}, **own})


def _profile(code: Language, row: Mapping[str, Any], model: Mapping[str, Any]) -> Profile:
    marks = _filled(Marks, row.get("marks") or {}, model["marks"])
    times = _filled(Times, row.get("times") or {}, model["times"])
    return _filled(Profile, {**row, "code": code, "marks": marks, "times": times}, model)


_ROWS = _read()
PROFILES: Mapping[Language, Profile] = {
    code: _profile(code, row, next(iter(_ROWS.values()))) for code, row in _ROWS.items()
}
# Those that somebody writes: texts of the data and folders of `docs/` are in these.
LANGUAGES: tuple[Language, ...] = tuple(
    code for code, profile in PROFILES.items() if profile.derived_from is None
)
DERIVED: tuple[Language, ...] = tuple(code for code in PROFILES if code not in LANGUAGES)
# Those that readers get, in the order of the menu.
PUBLISHED: tuple[Language, ...] = tuple(PROFILES)
SOURCE, *_REST = LANGUAGES
TRANSLATIONS: tuple[Language, ...] = tuple(_REST)
# For names that a stranger to all the others must be able to read, such as a body's on a card.
INTERNATIONAL: Language = "en"
# Those in which the tools speak to writers, in the order in which both are shown.
SPOKEN: tuple[Language, ...] = ("en", "zh")


def others(language: Language) -> tuple[Language, ...]:
    """Return the written languages without one of them, in their order."""
    return tuple(other for other in LANGUAGES if other != language)


def source_of(language: Language) -> Language:
    """Return the language that a language is translated or converted from."""
    return PROFILES[language].derived_from or SOURCE


def made_of(language: Language) -> tuple[Language, ...]:
    """Return the languages that are translated or converted from this one, in order."""
    return tuple(each for each in PUBLISHED if each != language and source_of(each) == language)


def written_in(script: Script) -> tuple[Language, ...]:
    """Return the written languages of a script, in their order."""
    return tuple(code for code in LANGUAGES if PROFILES[code].script == script)

"""From located values to records, with every complaint in a writer's words and at its place."""

from __future__ import annotations

import re
import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from helpkit.data.located import Located, Location
from helpkit.languages import LANGUAGES
from helpkit.problems import Problem, did_you_mean, one_of

T = TypeVar("T")

# Nobody mends more at once; a file with thousands was pasted by mistake.
MOST_PROBLEMS = 50

_WANTED = {
    "string_type": "a text",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def validate(kind: type[T] | Any, located: Located) -> tuple[T | None, list[Problem]]:
    """Return the record that a document holds, or None, and the first 50 problems in it.

    `kind` is a record class or an annotation such as `dict[str, Reference]`.
    """
    try:
        return TypeAdapter(kind).validate_python(located.value), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_PROBLEMS]
        return None, [_problem(kind, located, detail) for detail in details]


def _problem(kind: Any, located: Located, detail: ErrorDetails) -> Problem:
    location, reason = detail["loc"], detail["type"]
    if reason == "missing":
        key = str(location[-1])
        return located.problem(
            location[:-1],
            rule="data-missing-key",
            what=f'The key "{key}" is missing here.',
            fix=f'add "{key}:" with its value',
        )
    if reason == "extra_forbidden":
        known = keys_at(kind, location[:-1])
        return located.problem(
            location,
            rule="data-unknown-key",
            what=f'No key is called "{location[-1]}" here.{did_you_mean(str(location[-1]), known)}',
            fix=f"use one of {one_of(known)}",
        )
    shown = _shown(detail["input"])
    if reason == "literal_error":
        known = _words_at(kind, location)
        return located.problem(
            location,
            rule="data-unknown-value",
            what=f"{shown} is not a value that can stand here.{did_you_mean(str(detail['input']), known)}",
            fix=f"use one of {one_of(known)}",
        )
    if reason in _WANTED:
        wanted = _WANTED[reason]
        if detail.get("ctx", {}).get("class_name") in ("Text", "Wording"):
            each = ", ".join(f"{language}: …" for language in LANGUAGES)
            wanted = f"a text in each language, {{{each}}}"
        return located.problem(
            location,
            rule="data-wrong-type",
            what=f"Here should stand {wanted}, not {shown}.",
            fix=f"write {wanted}",
        )
    if reason == "string_pattern_mismatch":
        return located.problem(
            location,
            rule="data-bad-id",
            what=f"{shown} does not have the form that is needed here.",
            fix="use lower-case letters, digits and single hyphens"
            if "a-z0-9" in detail["ctx"]["pattern"]
            else "use two capital letters, for example "
            + (
                str(detail["input"]).upper()
                if re.fullmatch("[A-Za-z]{2}", str(detail["input"]))
                else "HK"
            ),
        )
    if reason in ("string_too_short", "too_short"):
        return located.problem(
            location,
            rule="data-empty",
            what="This is empty.",
            fix="write something, or remove the key",
        )
    if reason == "greater_than":
        return located.problem(
            location,
            rule="data-wrong-type",
            what=f"Here should stand a number above 0, not {shown}.",
            fix="write a number above 0",
        )
    if "fix" not in detail.get("ctx", {}):
        return located.problem(
            location,
            rule="data-wrong-type",
            what=f"{shown} cannot stand here.",
            fix="see the guide to the data in data/README.md",
        )
    ours = detail["ctx"]  # raised by a record, see kinds.refuse
    return located.problem(
        (*location, *ours["location"]), rule=reason, what=ours["what"], fix=ours["fix"]
    )


def keys_at(kind: Any, location: Location) -> list[str]:
    """Return the keys that a record may have at a place inside `kind`."""
    for part in location:
        kind = _inside(kind, part)
    kind = _without_none(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return [field.alias or name for name, field in kind.model_fields.items()]
    return []


def _words_at(kind: Any, location: Location) -> list[str]:
    """Return the words that may stand at a place inside `kind`, in their order."""
    # pydantic ends a location with "[key]" where the name of a key is meant, not its value.
    *outer, last = location
    for part in outer[:-1] if last == "[key]" else location:
        kind = _inside(kind, part)
    if last == "[key]":
        kind = typing.get_args(_without_none(kind))[0]
    return [str(word) for word in typing.get_args(_without_none(kind))]


def _inside(kind: Any, part: str | int) -> Any:
    kind = _without_none(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
        return None
    arguments = typing.get_args(kind)
    return arguments[-1 if isinstance(part, str) else 0] if arguments else None


def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return next(a for a in typing.get_args(kind) if a is not type(None))
    if typing.get_origin(kind) is typing.Annotated:
        return _without_none(typing.get_args(kind)[0])
    return kind


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys with values"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'

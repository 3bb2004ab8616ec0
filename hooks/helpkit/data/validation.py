"""Turn located values into records, and every validation error into a problem in a writer's words."""

from __future__ import annotations

import functools
import re
import types
import typing
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from helpkit.data.kinds import ByLanguage
from helpkit.data.located import Located, Location
from helpkit.languages import LANGUAGES
from helpkit.messages import Message, message
from helpkit.problems import Problem, did_you_mean

T = TypeVar("T")

# More than a person mends at once; a file with thousands was pasted by mistake.
MOST_PROBLEMS = 1000
# Round a list, of a Chinese keyboard.
_BRACKETS = "【】［］〔〕「」[] "

# Lists of ids of data/references.yml.
_OF_REFERENCES = {"sources", "authorities"}
_WANTED = {
    "string_type": "want-text",
    "int_parsing": "want-number",
    "int_type": "want-number",
    "bool_parsing": "want-true-or-false",
    "bool_type": "want-true-or-false",
    "tuple_type": "a-list",
    "list_type": "a-list",
    "dict_type": "keys-with-values",
    "model_type": "keys-with-values",
    "model_attributes_type": "keys-with-values",
}


def validate(kind: type[T] | Any, located: Located) -> tuple[T | None, list[Problem]]:
    """Return the record that a document holds, or None, and the first 1,000 problems in it.

    `kind` is a record class or an annotation such as `dict[str, Reference]`.
    """
    asked: Any = kind
    try:
        return _adapter(asked).validate_python(located.value), []
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_PROBLEMS]
        # Report a misspelt key once, not also as a missing one.
        meant = {
            (detail["loc"][:-1], key)
            for detail in details
            if detail["type"] == "extra_forbidden"
            and (key := _key_meant(str(detail["loc"][-1]), keys_at(kind, detail["loc"][:-1])))
        }
        told = [
            detail
            for detail in details
            if detail["type"] != "missing" or (detail["loc"][:-1], detail["loc"][-1]) not in meant
        ]
        return None, [_problem(kind, located, detail) for detail in told]


@functools.cache  # each kind is asked for by many files, at every check of a preview
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _key_meant(typed: str, known: Iterable[str]) -> str:
    """Return the key that was meant by a misspelt one, or by one without a blank before its value."""
    near = did_you_mean(re.split("[:：]", typed)[0], known)
    return str(near.given["word"]) if isinstance(near, Message) else ""


def _problem(kind: Any, located: Located, detail: ErrorDetails) -> Problem:
    location, reason = detail["loc"], detail["type"]
    empty = detail["input"] is None and location[-1:] and location[-1] in LANGUAGES
    if reason == "missing" or empty:  # a key may wait for the words of a new language
        key = str(location[-1])
        return located.problem(location if empty else location[:-1], "data-missing-key", key=key)
    if reason == "extra_forbidden":
        known = keys_at(kind, location[:-1])
        key = str(location[-1])
        if grown := re.match(r"([A-Za-z_-]+)([:：])", key):
            said = "data-syntax.no-space" if grown[2] == ":" else "data-syntax.full-width-colon"
            return located.problem(location, said, typed=grown[1])
        if detail["input"] is None and not re.fullmatch(r"[\w-]+", key, re.ASCII):
            return located.problem(location, "data-unknown-key.comma", key=key)
        return located.problem(
            location,
            "data-unknown-key",
            key=location[-1],
            hint=did_you_mean(str(location[-1]), known),
            known=tuple(known),
        )
    shown = _shown(detail["input"])
    if reason == "literal_error":
        known = _words_at(kind, location)
        return located.problem(
            location,
            "data-unknown-value",
            value=shown,
            hint=did_you_mean(str(detail["input"]), known),
            known=tuple(known),
        )
    if reason == "string_type" and isinstance(pair := detail["input"], dict) and len(pair) == 1:
        (key, value), *_ = pair.items()
        if isinstance(value, str):
            typed = f"{key}: {value}"[:60]
            return located.problem(location, "data-wrong-type.colon", typed=typed)
    if reason in ("tuple_type", "list_type") and isinstance(text := detail["input"], str):
        inner = typing.get_args(_without_none(_at(kind, location)))
        if inner and _without_none(inner[0]) is str:
            meant = f"[{', '.join(re.split('[，、；;,] *', text.strip(_BRACKETS)))}]"
            return located.problem(location, "data-wrong-type.list", value=shown, meant=meant)
    if reason in _WANTED:
        record = _without_none(_at(kind, location))
        if isinstance(text := detail["input"], str) and text and _is_record(record):
            named = next(iter(_needed(record)), "")
            key = "unproven" if "evidence" in _needed(record) else "record"
            typed = f"{named}: {text[:60]}"
            return located.problem(location, f"data-wrong-type.{key}", value=shown, typed=typed)
        wanted = message(_WANTED[reason])
        if detail.get("ctx", {}).get("class_name") in ("Text", "Wording"):
            each = ", ".join(f"{language}: …" for language in LANGUAGES)
            wanted = message("want-languages", example=f"{{{each}}}")
        return located.problem(location, "data-wrong-type", wanted=wanted, value=shown)
    if reason == "string_pattern_mismatch":
        if "DWMY" in detail["ctx"]["pattern"]:
            return located.problem(location, "data-bad-id.period", value=shown)
        if several := re.search("[，、；;,]", str(detail["input"])):
            meant = ", ".join(re.split(r"[，、；;,]\s*", str(detail["input"])))
            return located.problem(
                location, "data-bad-id.several", value=shown, comma=several[0], meant=meant
            )
        if location[-2:-1] and location[-2] in _OF_REFERENCES:
            return located.problem(location, "data-bad-id.reference", value=shown)
        if "a-z0-9" in detail["ctx"]["pattern"]:
            return located.problem(location, "data-bad-id", value=shown)
        typed = str(detail["input"])
        name = PurePosixPath(located.path).stem
        example = typed.upper() if re.fullmatch("[A-Za-z]{2}", typed) else "HK"
        example = name if re.fullmatch("[A-Z]{2}", name) and location == ("code",) else example
        return located.problem(location, "data-bad-id.region", value=shown, example=example)
    if reason in ("string_too_short", "too_short"):
        return located.problem(location, "data-empty")
    if reason in ("less_than", "less_than_equal"):
        most = int(detail["ctx"]["le" if reason == "less_than_equal" else "lt"])
        most -= reason == "less_than"
        return located.problem(location, "data-wrong-type.most", value=shown, most=most)
    if reason == "greater_than":
        return located.problem(location, "data-wrong-type.above-zero", value=shown)
    if "values" not in detail.get("ctx", {}):
        return located.problem(location, "data-wrong-type.other", value=shown)
    ours = detail["ctx"]  # raised by a record, see kinds.refuse
    problem = located.problem((*location, *ours["location"]), reason, **ours["values"])
    whole = detail["input"]
    for part in ours["location"]:
        whole = whole[part] if isinstance(whole, dict) else getattr(whole, str(part), None)
    piece = ours["values"].get("piece")
    if not isinstance(whole, str) or not piece or piece not in whole:
        return problem
    before = whole[: whole.index(piece)]
    line, column = located.place_of(
        *((*location, *ours["location"]), whole),
        line=before.count("\n") + 1,
        column=len(before) - before.rfind("\n"),
    )
    return replace(problem, line=line, column=column)


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


def _is_record(kind: Any) -> bool:
    return (
        isinstance(kind, type) and issubclass(kind, BaseModel) and not issubclass(kind, ByLanguage)
    )


def _needed(record: type[BaseModel]) -> list[str]:
    """Return the keys that a record must have."""
    fields = record.model_fields.items()
    return [field.alias or name for name, field in fields if field.is_required()]


def _at(kind: Any, location: Location) -> Any:
    for part in location:
        kind = _inside(kind, part)
    return kind


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


def _shown(value: Any) -> Message:
    if value is None:
        return message("nothing")
    if isinstance(value, dict):
        return message("keys-with-values")
    if isinstance(value, list):
        return message("a-list")
    text = str(value)
    return message("quoted", words=f"{text[:60]}…" if len(text) > 60 else text)

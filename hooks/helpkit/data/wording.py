"""Choose the words that count: who publishes the site, what is verified, what the service is called.

A text of the data may hold other words for a condition (`when`) and the name of the service
(`{service}`). `loading` resolves both once, before any view reads the records.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from helpkit.data.kinds import Record
from helpkit.data.records import Text

NAME = "{service}"


def resolve_conditions(value: Any, *, conditions: Collection[str], service: str) -> Any:
    """Resolve every text inside `value`: pick its wording for `conditions` and fill in `{service}`.

    Returns the same object if nothing changed.
    """

    def settled(inner: Any) -> Any:
        return resolve_conditions(inner, conditions=conditions, service=service)

    if isinstance(value, str):
        return value.replace(NAME, service) if NAME in value else value
    if isinstance(value, Text) and value.when:
        chosen = next((words for name, words in value.when.items() if name in conditions), value)
        return settled(Text.of(chosen.__getitem__))
    if isinstance(value, Record):
        changed = {}
        for name in type(value).model_fields:
            before = getattr(value, name)
            if (after := settled(before)) is not before:
                changed[name] = after
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, tuple):
        items = tuple(map(settled, value))
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if isinstance(value, dict):
        texts = {key: settled(inner) for key, inner in value.items()}
        return texts if any(texts[key] is not value[key] for key in value) else value
    return value

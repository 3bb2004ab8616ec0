"""A check of structured data against schema.org, without a network.

`schemaorg.json` is cut from release 30.0 (`schemaorg-current-https.jsonld`, Apache-2.0): the types
that the site uses, what they are made from, and every current property of those, with the types
that it belongs to and may hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_VOCABULARY = json.loads(Path(__file__).with_name("schemaorg.json").read_text(encoding="utf-8"))
TYPES: dict[str, list[str]] = _VOCABULARY["types"]
PROPERTIES: dict[str, dict[str, list[str]]] = _VOCABULARY["properties"]
# What we ask of ourselves, beyond the vocabulary.
REQUIRED = {
    "Organization": {"name"},
    "WebSite": {"@id", "name", "url", "inLanguage", "publisher"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "CreativeWork": {"name", "publisher"},
    **dict.fromkeys(
        ("Article", "WebPage", "FAQPage"),
        {"@id", "url", "headline", "description", "inLanguage", "dateModified", "image"}
        | {"isPartOf", "author", "publisher"},
    ),
}


def kinds_of(name: str) -> set[str]:
    """Return a type and all that it is made from."""
    return {name}.union(*(kinds_of(parent) for parent in TYPES[name]))


def faults(node: Any, *, known: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with a node; `known` says the type of each `@id`."""
    if set(node) == {"@id"}:
        if node["@id"] not in known:
            yield f"nothing is called {node['@id']}"
        return
    kind = node.get("@type")
    if kind not in TYPES:
        yield f"unknown type {kind}"
        return
    if missing := REQUIRED.get(kind, set()) - set(node):
        yield f"{kind} lacks {sorted(missing)}"
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in PROPERTIES:
            yield f"unknown property {name}"
            continue
        if not kinds_of(kind) & set(PROPERTIES[name]["of"]):
            yield f"{kind} has no property {name}"
        for inner in value if isinstance(value, list) else [value]:
            yield from _value_faults(name, inner, known)


def _value_faults(name: str, value: Any, known: dict[str, str]) -> Iterator[str]:
    allowed = set(PROPERTIES[name]["is"])
    if isinstance(value, dict):
        kind = value.get("@type") or known.get(value.get("@id", ""), "")
        if kind in TYPES and not kinds_of(kind) & allowed:
            yield f"{name} may not hold {kind}"
        yield from faults(value, known=known)
    elif isinstance(value, int):
        if "Integer" not in allowed:
            yield f"{name} may not hold a number"
    elif not value.strip():
        yield f"{name} is empty"
    elif "Text" in allowed:
        return
    elif "URL" in allowed or name in ("item", "image"):
        if not re.fullmatch(r"https://\S+", value):
            yield f"{name} is no address: {value}"
    elif not ("Date" in allowed and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        yield f"{name} may not hold text: {value}"

"""Write new entries of data files in the style of the existing ones, and edit single values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from helpkit.commands.edits import Edits
from helpkit.data.located import Location, read_text
from helpkit.data.yaml_edits import Editor
from helpkit.messages import Refused

# Quote numbers and YAML's booleans, so that people see a text.
_QUOTED = re.compile(r"[\d\s.,:+()-]+|yes|no|on|off|true|false|null|~", re.IGNORECASE)


class _Dumper(yaml.SafeDumper):
    """Lists are indented, and what could be taken for another kind of value is quoted twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Never write YAML aliases."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else '"' if _QUOTED.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def written(record: Mapping[str, Any]) -> str:
    """Return a record as YAML; what is None or empty is left out. Days are written bare."""
    return dumped({k: value for k, value in record.items() if value not in (None, "", [], {})})


def dumped(record: Mapping[str, Any]) -> str:
    """Return a whole record as YAML."""
    text = yaml.dump(record, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text.replace('"on": ', "on: ")  # a key of ours; nobody reads it as "yes"


def editor_of(edits: Edits, name: str) -> Editor:
    """Return an editor of a data file as it will be. Raises Refused for what is no YAML."""
    text = edits.read(name)
    _, problems = read_text(text, path=name)
    if problems:
        raise Refused("file-broken", file=name, problem=problems[0])
    return Editor(Path(name), text)


def insert(
    edits: Edits, name: str, location: Location, record: Mapping[str, Any] | str, **at: int
) -> None:
    """Put a record, or an item as YAML, into a list of a data file. Raises Refused, NotEditable."""
    editor = editor_of(edits, name)
    editor.insert(location, record if isinstance(record, str) else written(record), **at)
    edits.write(name, editor.text)


def value_of(edits: Edits, name: str) -> Any:
    """Return what a data file says. Raises Refused for what is no YAML."""
    return editor_of(edits, name).value()


def places_of(
    tree: Any, word: str, location: Location = ()
) -> Iterator[tuple[Location, str, bool]]:
    """Yield where a word stands, alone or before a `#`: the place, what stands there, is it a key."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            if key == word:
                yield (*location, key), key, True
            yield from places_of(inner, word, (*location, key))
    elif isinstance(tree, list):
        for index, inner in enumerate(tree):
            yield from places_of(inner, word, (*location, index))
    elif isinstance(tree, str) and (tree == word or tree.startswith(f"{word}#")):
        yield location, tree, False

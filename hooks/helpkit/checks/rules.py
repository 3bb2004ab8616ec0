"""The reason for each rule, with a wrong and a right example, from `rules.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from helpkit.languages import Language

_FILE = Path(__file__).with_suffix(".yml")

Text = Mapping[Language, str] | str


@dataclass(frozen=True, slots=True)
class Rule:
    """The reason for a rule, and how breaking and keeping it look.

    A text that is the same in every language is a `str`.
    """

    why: Text
    wrong: Text
    right: Text


@cache
def read() -> Mapping[str, Rule]:
    """Return each rule by its name."""
    rules = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return {name: Rule(**texts) for name, texts in rules.items()}


def text_of(rule: Rule, *, language: Language) -> tuple[str, str, str]:
    """Return the reason and the two examples in a language."""
    why, wrong, right = (
        text if isinstance(text, str) else text[language]
        for text in (rule.why, rule.wrong, rule.right)
    )
    return why, wrong, right

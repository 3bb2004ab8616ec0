"""A judge of danger: it learns from sentences how somebody writes who is losing something now.

A sentence becomes marks: runs of its words (of its characters in Chinese), and the kinds of words
of `data/danger.yml` in it. Each mark weighs for danger or against it. The weights are those of a
linear support vector machine with squared loss, found by dual coordinate descent (Hsieh and others,
2008). It adds, multiplies, divides and takes square roots in a fixed order, so that every machine
finds the same ones. `docs/assets/scripts/search-engine.js` judges by them in the same way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from string import ascii_letters

_HAN = "\u3400-\u9fff"
_TOKEN = re.compile(f"[a-z]+|[0-9]+|[{_HAN}]")
_ROUNDS = 30
# Weights are whole numbers, so many to one of the machine's.
_SCALE = 64
# What weighs less than this turns no sentence, and is left out.
_LIGHT = 8
# A multiplier whose products look random (Knuth's): each round meets the examples in another order.
_MIX = 2654435761


@dataclass(frozen=True)
class Judge:
    """What was learned. `longest` is the length of a run of words, `kinds` are folded words by id."""

    longest: int
    kinds: Mapping[str, Sequence[str]]
    bias: int
    weights: Mapping[str, int]

    def weigh(self, text: str) -> float:
        """Return how much speaks for danger in a folded text: above 0 more than against it."""
        marks = self.marks(text)
        return self.bias + sum(self.coded.get(code(mark), 0) for mark in marks) / sqrt(len(marks))

    def reasons(self, text: str) -> list[tuple[str, int]]:
        """Return the marks of a folded text that weigh anything, the heaviest first."""
        found = [(mark, self.weights[mark]) for mark in self.marks(text) if mark in self.weights]
        return sorted(found, key=lambda each: -abs(each[1]))

    def marks(self, text: str) -> dict[str, None]:
        """Return the marks of a folded text, in their order."""
        spaced = apart(text)
        tokens = ["^", *map(_token, _TOKEN.findall(spaced)), "$"]
        marks = {f"#{name}": None for name, kind in self._patterns.items() if kind.is_in(spaced)}
        for length in range(1, self.longest + 1):
            for at in range(len(tokens) - length + 1):
                marks["".join(tokens[at : at + length])] = None
        return marks

    @cached_property
    def coded(self) -> dict[str, int]:
        """What weighs as a browser has it, by code."""
        found: dict[str, int] = {}
        for mark, weight in sorted(self.weights.items()):
            found[code(mark)] = found.get(code(mark), 0) + weight
        return found

    @cached_property
    def _patterns(self) -> dict[str, _Kind]:
        return {name: _Kind(words) for name, words in self.kinds.items()}


class _Kind:
    """Words of which any may stand in a text; "~" stands for a few words between."""

    def __init__(self, words: Iterable[str]) -> None:
        parts = [[*map(_open, word.split("~"))] for word in words if word]
        self._plain = [first for first, *more in parts if not more]
        self._patterns = [
            re.compile(first + "".join(map(_after_gap, more))) for first, *more in parts if more
        ]

    def is_in(self, spaced: str) -> bool:
        """Return whether any of the words stands in a text that `apart` made."""
        return any(word in spaced for word in self._plain) or any(
            pattern.search(spaced) for pattern in self._patterns
        )


def learn(
    danger: Iterable[str],
    harmless: Iterable[str],
    *,
    kinds: Mapping[str, Sequence[str]],
    longest: int,
) -> Judge:
    """Return the judge that has learned from folded sentences."""
    blank = Judge(longest, kinds, 0, {})
    examples = [(blank.marks(text), 1) for text in danger]
    examples += [(blank.marks(text), -1) for text in harmless]
    weights = _descend(examples)
    scaled = {mark: round(_SCALE * weight) for mark, weight in weights.items()}
    bias = scaled.pop("", 0)
    return Judge(
        longest,
        kinds,
        bias,
        {mark: weight for mark, weight in scaled.items() if abs(weight) >= _LIGHT},
    )


def _descend(examples: Sequence[tuple[Iterable[str], int]]) -> dict[str, float]:
    """Return the weight of each mark, and under "" that of all sentences alike."""
    numbers: dict[str, int] = {"": 0}
    rows = [
        (
            [0, *(numbers.setdefault(mark, len(numbers)) for mark in marks)],
            1 / sqrt(len([*marks])),
            sign,
        )
        for marks, sign in examples
    ]
    weights = [0.0] * len(numbers)
    alphas = [0.0] * len(rows)
    # 0 weighs 1, the others `share` each, together 1 too; and a half for the slack.
    size = 2.5
    for turn in range(_ROUNDS):
        for at in sorted(range(len(rows)), key=lambda at: (at + 1) * (2 * turn + 1) * _MIX % 2**32):
            row, share, sign = rows[at]
            value = weights[0] + share * sum([weights[number] for number in row[1:]])
            old = alphas[at]
            new = max(0.0, old - (sign * value - 1 + old / 2) / size)
            if new == old:
                continue
            alphas[at] = new
            step = (new - old) * sign
            weights[0] += step
            step *= share
            for number in row[1:]:
                weights[number] += step
    return dict(zip(numbers, weights, strict=True))


def written(judge: Judge, *, least: int, characters: Mapping[str, str]) -> str:
    """Return a judge as a browser reads it: codes of what weighs 0, 1, 2 … for danger, and against it.

    That of `*` is what all sentences have, less the `least` from which a text is judged to be in
    danger. `characters` fold what the index does not.
    """
    weights = {**judge.coded, code("*"): judge.bias - least}
    sides = {}
    for name, sign in (("danger", 1), ("harmless", -1)):
        codes = [""] * (1 + max(map(abs, weights.values())))
        for each, weight in sorted(weights.items()):
            if weight * sign > 0:
                codes[weight * sign] += each
        sides[name] = codes
    return json.dumps(
        {
            "fold": "".join(character + simple for character, simple in characters.items()),
            "longest": judge.longest,
            "kinds": judge.kinds,
            **sides,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def code(mark: str) -> str:
    """Return five letters for a mark (FNV-1a): runs of words, side by side, would read like what nobody said."""
    found = 1
    for character in mark:
        found = (found ^ ord(character)) * (2**24 + 2**8 + 0x93) % 2**32
    letters = ""
    for _ in range(5):
        found, letter = divmod(found, len(ascii_letters))
        letters += ascii_letters[letter]
    return letters


def apart(text: str) -> str:
    """Return a folded text as words are looked for in it: a space around every word of letters."""
    spaced = re.sub("[a-z0-9]+", r" \g<0> ", re.sub("['’]", "", text))
    return f" {re.sub(f'[^a-z0-9{_HAN}]+', ' ', spaced).strip()} "


def _token(word: str) -> str:
    """Return a word so that runs can be joined: any number is one word."""
    if word.isdigit():
        return "0 "
    return word if word > "\u3400" else f"{word} "


def _open(part: str) -> str:
    """Return a part of a word of a kind, which ends with a space where it ends with a letter."""
    return re.sub(f"^ (?=[{_HAN}])|(?<=[{_HAN}]) $", "", apart(part))


def _after_gap(part: str) -> str:
    return rf"(?:[a-z0-9]+ ){{0,6}}{part[1:]}" if part[0] == " " else f"[^.]{{0,6}}{part}"

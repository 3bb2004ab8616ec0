"""Learn from examples to tell dangerous sentences from harmless ones.

A sentence becomes features: runs of its words (of its characters in Chinese), and the kinds of words
in it. Each feature weighs for danger or against it. The weights are those of a
linear support vector machine with squared loss, found by dual coordinate descent (Hsieh and others,
2008). Training uses integers in a fixed order, so every machine finds the same weights.
Browsers evaluate them as well (`docs/assets/scripts/classifier.js`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from operator import itemgetter
from string import ascii_letters

_HAN = "\u3400-\u9fff"
_LATIN = re.compile("[a-z0-9]+")
_NEITHER = re.compile(f"[^a-z0-9{_HAN}]+")
_TOKEN = re.compile(f"[a-z]+|[0-9]+|[{_HAN}]")
_ROUNDS = 20
# A sentence classified with margin to spare is skipped for this many rounds.
_REST = 2
# Fixed-point 1 during training, and how far a product of two such numbers is shifted back.
_BITS = 30
_ONE = 1 << _BITS
# Weights are stored as integers, scaled by this.
_SCALE = 64
# Smaller weights change no answer.
LIGHT = 8
# Word classes are looked up by their first characters, at most this many.
_BEGINNING = 4
_BEGINS = re.compile(f"[ {_HAN}]")
# A multiplier whose products look random (Knuth's): each round meets the examples in another order.
_MIX = 2654435761


@dataclass(frozen=True)
class Classifier:
    """A trained model.

    `longest` is the longest run of words that makes a feature; `kinds` are folded words by class.
    """

    longest: int
    kinds: Mapping[str, Sequence[str]]
    bias: int
    weights: Mapping[str, int]

    def weigh(self, text: str) -> float:
        """Return the score of a folded text; the higher, the more it sounds like danger."""
        features = self.features(text)
        return self.bias + sum(self.coded.get(code(feature), 0) for feature in features) / sqrt(
            len(features)
        )

    def score(self, text: str) -> float:
        """Return the score without codes, which only browsers need: twice as fast."""
        features = self.features(text)
        return self.bias + sum(self.weights.get(f, 0) for f in features) / sqrt(len(features))

    def reasons(self, text: str) -> list[tuple[str, int]]:
        """Return the features of a folded text with their weights, the heaviest first."""
        found = [
            (feature, self.weights[feature])
            for feature in self.features(text)
            if feature in self.weights
        ]
        return sorted(found, key=lambda each: -abs(each[1]))

    def features(self, text: str) -> dict[str, None]:
        """Return the features of a folded text, in their order."""
        spaced = apart(text)
        tokens = ["^", *map(_token, _TOKEN.findall(spaced)), "$"]
        found = self._words.kinds_in(spaced)
        features = {f"#{kind}": None for kind in self.kinds if kind in found}
        for length in range(1, self.longest + 1):
            runs = zip(*(tokens[start:] for start in range(length)), strict=False)
            features |= dict.fromkeys(map("".join, runs))
        return features

    @cached_property
    def coded(self) -> dict[str, int]:
        """The weights by hashed code, as browsers have them."""
        found: dict[str, int] = {}
        for feature, weight in sorted(self.weights.items()):
            found[code(feature)] = found.get(code(feature), 0) + weight
        return found

    @cached_property
    def _words(self) -> _Words:
        return _Words(self.kinds)


class _Words:
    """Words of kinds; "~" stands for a few words between."""

    def __init__(self, kinds: Mapping[str, Iterable[str]]) -> None:
        # Classes by first word, each with the pattern of the rest; first words by their beginning.
        self._kinds: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        self._beginnings: dict[str, set[str]] = {}
        for kind, words in kinds.items():
            for word in filter(None, words):
                first, *more = map(_open, word.split("~"))
                behind = re.compile("".join(map(_after_gap, more)))
                self._kinds.setdefault(first, []).append((kind, behind))
                self._beginnings.setdefault(first[:_BEGINNING], set()).add(first)

    def kinds_in(self, spaced: str) -> set[str]:
        """Return the classes that have a word in a text from `apart`."""
        return {
            kind
            for at in (found.start() for found in _BEGINS.finditer(spaced))
            for length in range(1, _BEGINNING + 1)
            for first in self._beginnings.get(spaced[at : at + length], ())
            if spaced.startswith(first, at)
            for kind, behind in self._kinds[first]
            if behind.match(spaced, at + len(first))
        }


def train(
    danger: Iterable[str],
    harmless: Iterable[str],
    *,
    kinds: Mapping[str, Sequence[str]],
    longest: int,
    light: int = LIGHT,
) -> Classifier:
    """Train a classifier on folded sentences. Weights below `light` are dropped."""
    blank = Classifier(longest, kinds, 0, {})
    examples = [(blank.features(text), 1) for text in danger]
    examples += [(blank.features(text), -1) for text in harmless]
    weights = _descend(examples)
    scaled = {feature: round(_SCALE * weight) for feature, weight in weights.items()}
    bias = scaled.pop("", 0)
    return Classifier(
        longest,
        kinds,
        bias,
        {feature: weight for feature, weight in scaled.items() if abs(weight) >= light},
    )


def _descend(examples: Sequence[tuple[Collection[str], int]]) -> dict[str, float]:
    """Return the weight of each feature, and under "" the bias.

    Features of a single sentence, which most are, get equal weights: only their number is kept.
    """
    times = Counter(feature for features, _ in examples for feature in features)
    numbers: dict[str, int] = {"": 0}  # no feature: it weighs nothing, and is in every row
    rows = []
    for features, sign in examples:
        shared = [numbers.setdefault(m, len(numbers)) for m in features if times[m] > 1]
        # The bias has value 1; the features have `share` each, so that their squares sum to 1.
        share = round(_ONE / sqrt(len(features)))
        alone = (len(features) - len(shared)) * share**2 >> _BITS
        rows.append((shared, itemgetter(0, 0, *shared), share, alone, sign))
    weights, every = [0] * len(numbers), 0
    alphas, resting = [0] * len(rows), [0] * len(rows)
    for turn in range(_ROUNDS):
        awake = [at for at, until in enumerate(resting) if until <= turn]
        for at in sorted(awake, key=lambda at: (at + 1) * (2 * turn + 1) * _MIX % 2**32):
            shared, weights_of, share, alone, sign = rows[at]
            old = alphas[at]
            weight = every + (share * sum(weights_of(weights)) >> _BITS)
            value = sign * weight + (alone * old >> _BITS)
            # The slope by the size of a row with its half for the slack, 2.5.
            new = max(0, old - (2 * (value - _ONE) + old) // 5)
            if new == old == 0:
                resting[at] = turn + 1 + _REST
                continue
            if new == old:
                continue
            alphas[at] = new
            step = (new - old) * sign
            every += step
            step = step * share >> _BITS
            for number in shared:
                weights[number] += step
    found = {feature: weights[number] / _ONE for feature, number in numbers.items()}
    for (features, sign), (_, _, share, _, _), alpha in zip(examples, rows, alphas, strict=True):
        if alpha:
            each = sign * alpha * share / _ONE**2
            found |= {feature: each for feature in features if times[feature] == 1}
    return {**found, "": every / _ONE}


def serialise(classifier: Classifier, *, least: int, characters: Mapping[str, str]) -> str:
    """Serialise the classifier as JSON.

    For each sign there is a list whose n-th item joins the five-letter codes of all features with
    weight n. `*` is the bias minus the threshold `least`. `characters` fold characters that the
    index does not.
    """
    weights = {**classifier.coded, code("*"): classifier.bias - least}
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
            "longest": classifier.longest,
            "kinds": classifier.kinds,
            **sides,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def code(feature: str) -> str:
    """Hash a feature to five letters (FNV-1a).

    Plain runs of words, side by side, would read like sentences that nobody wrote.
    """
    found = 1
    for character in feature:
        found = (found ^ ord(character)) * (2**24 + 2**8 + 0x93) % 2**32
    letters = ""
    for _ in range(5):
        found, letter = divmod(found, len(ascii_letters))
        letters += ascii_letters[letter]
    return letters


def apart(text: str) -> str:
    """Return a folded text with a space around every Latin word and number."""
    spaced = _LATIN.sub(r" \g<0> ", text.replace("'", "").replace("’", ""))
    return f" {_NEITHER.sub(' ', spaced).strip()} "


def _token(word: str) -> str:
    """Return a word for joining into runs; all numbers become "0"."""
    if word.isdigit():
        return "0 "
    return word if word > "\u3400" else f"{word} "


def _open(part: str) -> str:
    """Normalise one part of a pattern.

    A space at a Latin edge stays (word boundary), one at a Chinese edge goes.
    """
    return re.sub(f"^ (?=[{_HAN}])|(?<=[{_HAN}]) $", "", apart(part))


def _after_gap(part: str) -> str:
    return rf"(?:[a-z0-9]+ ){{0,6}}{part[1:]}" if part[0] == " " else f"[^.]{{0,6}}{part}"

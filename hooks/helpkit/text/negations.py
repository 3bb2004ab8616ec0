"""Find clauses that gained or lost a "not", or whose words changed order, against another version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from helpkit.languages import PROFILES, Language, Script

# What one denial reaches: up to a comma, but over "or", which carries it on.
_CLAUSE = re.compile(r"(?:[^.!?;:。！？；：，—\n,]|,(?= ?(?:or|nor)\b)|[.,:](?=\d))+")
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['’][A-Za-z]+)*|[㐀-鿿]")
_DENIAL: dict[Script, re.Pattern[str]] = {
    # Without words in which the sign denies nothing.
    "han": re.compile(
        r"(?<![特分区级识类性个差派])别(?![人的处家国名])|不(?![同但仅管论断过久止])(?<!差不)(?<!对不)|没|勿|未(?!来)|无(?!论)|绝非|并非"
    ),
    "latin": re.compile(
        r"\b(?:not|never|no|nobody|none|nothing|neither|nor|without|cannot|ignore|avoid|refuse)\b|n['’]t\b",
        re.IGNORECASE,
    ),
}
_DENYING = re.compile(
    r"not?|never|do|does|did|will|would|can|could|\w+n['’]t|cannot|nobody|nothing|none|[不没别勿要]"
)
_CONTRACTED = re.compile(r"(is|are|was|were|has|have|had|should|must)n['’]t")
_SUBJECTS = frozenset({"it", "they", "he", "she"})
# "No change" and "any change" differ in what they say, not in what they speak of.
_ANY = frozenset({"any", "some", "every", "all"})
# So many words of a clause, or characters, are not the same by chance.
_LEAST: dict[Script, int] = {"han": 5, "latin": 4}


_EXCEPTION: dict[Script, re.Pattern[str]] = {
    "han": re.compile(r"[^，。；：！？\n]*(?:除外|例外|除非)[^，。；：！？\n]*"),
    "latin": re.compile(r"\b(?:except|unless|other than|apart from)\b[^.!?;\n]*", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Words that say now what they did not before, and how; `start` counts from 0."""

    words: str
    start: int
    how: Literal["lost", "denies", "excepts", "moved"]


def lost(
    text: str, language: Language, other: str, other_language: Language
) -> re.Match[str] | None:
    """Return what tells readers not to do something where the other text has no word of denial.

    A language without `denies` in the table is taken to deny everything.
    """
    if re.search(PROFILES[other_language].denies, other):
        return None
    return re.search(PROFILES[language].forbids, text)


def turned(before: str, now: str, language: Language) -> Iterator[Turn]:
    """Yield each clause that says again, without "not" or with it, what another clause said before.

    A first exception is a turn as well.
    """
    script = PROFILES[language].script
    denial = _DENIAL[script]
    old = [found[0] for found in _CLAUSE.finditer(before)]
    for clause in _CLAUSE.finditer(now):
        if clause[0] in old:
            continue
        denies = bool(denial.search(clause[0]))
        tokens = [*_TOKEN.finditer(clause[0])]
        said = [token[0].casefold() for token in tokens]
        alike: list[list[str]] = []
        turned_from: list[list[str]] = []
        for each in old:
            if script == "han" and _is_cut(each, now, denial):
                continue
            (alike if bool(denial.search(each)) == denies else turned_from).append(_words(each))
        start, length = max(
            (_shared(said, each) for each in turned_from), default=(0, 0), key=_size
        )
        if any(len(_bare(said)) > 1 and _bare(said) == _bare(each) for each in turned_from):
            start, length = 0, len(said)
        # "Read it to nobody" has three words without the one that denies; "it" goes where a clause
        # is joined to the one before.
        whole = [
            _shared(said, bare)
            for bare in map(_bare, turned_from)
            if script == "latin"
            and 2 < len(bare) <= _shared(said, bare)[1] + (bare[0] in _SUBJECTS)
        ]
        start, length = max([(start, length), *whole], key=_size)
        more = next((found for each in alike if (found := _more_denials(said, each))), 0)
        if denies and more:
            yield Turn(clause[0].strip(), clause.start(), "denies" if more > 0 else "lost")
            continue
        if length < 2 or (length < min(_LEAST[script], len(said)) and not whole):
            continue
        run = said[start : start + length]
        if not any(_shared(run, each)[1] == length for each in alike):
            first, last = tokens[start], tokens[start + length - 1]
            words = clause[0][first.start() : last.end()]
            how: Literal["lost", "denies"] = "denies" if denies else "lost"
            yield Turn(words, clause.start() + first.start(), how)
    excepted = _EXCEPTION[script].search(now)
    if excepted and not _EXCEPTION[script].search(before):
        yield Turn(excepted[0].strip(), excepted.start(), "excepts")


def moved(before: str, now: str, language: Language) -> Iterator[Turn]:
    """Yield the first words that changed places in a text that has the same ones as before."""
    tokens = [*_TOKEN.finditer(now)]
    said, old = [token[0].casefold() for token in tokens], _words(before)
    if said == old or sorted(said) != sorted(old):
        return
    # One character that moved is a slip that was mended.
    least = 2 if PROFILES[language].script == "han" else 1
    for kind, _, _, start, end in SequenceMatcher(None, old, said, autojunk=False).get_opcodes():
        if kind in ("insert", "replace"):
            if end - start >= least:
                first, last = tokens[start], tokens[end - 1]
                yield Turn(now[first.start() : last.end()], first.start(), "moved")
            return


def _is_cut(clause: str, now: str, denial: re.Pattern[str]) -> bool:
    """Return whether a comma now parts what a clause denies from what it does not."""
    parts = (found[0] for found in _CLAUSE.finditer(now))
    return any(part in clause and part != clause and denial.search(part) for part in parts)


def _bare(words: Sequence[str]) -> list[str]:
    """Return the words without those that deny, and without what English needs to deny."""
    affirmed = (_CONTRACTED.sub(r"\1", word) for word in words)
    return [word for word in affirmed if not _DENYING.fullmatch(word)]


def _more_denials(words: Sequence[str], others: Sequence[str]) -> int:
    """Return how many words more deny in a clause than in another one with the same other words."""
    plain = [[word for word in _bare(each) if word not in _ANY] for each in (words, others)]
    count = [sum(bool(_DENYING.fullmatch(word)) for word in each) for each in (words, others)]
    return count[0] - count[1] if plain[0] == plain[1] else 0


def _words(text: str) -> list[str]:
    return [token.casefold() for token in _TOKEN.findall(text)]


def _shared(words: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """Return where the longest run of words begins that stands in both, and its length."""
    found = SequenceMatcher(None, words, others, autojunk=False).find_longest_match()
    return found.a, found.size


def _size(run: tuple[int, int]) -> int:
    return run[1]

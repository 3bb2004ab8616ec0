"""Find invitations to reach somebody whom no value names.

A text may show a picture to scan, name a channel to look for, a repository to write in, or a place
and a time to come to; or it may say so in pinyin or slang. What warns of these passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from helpkit.text.may_pass import Rules, any_word

_SENTENCE_ENDS = re.compile(r"[。！？!?]+|\.(?=\s)|\n(?=\s*(?:[-*+>|#]|\d+[.)]|!\[|\n))")
_OWN_FOLDERS = "docs|data|hooks|tests|overrides|deploy"
_OPENING = r"[“「『\"'`【《*]"
_NO_QUOTE = r"[^“”「」『』\"'`【】《》*,，]"
_QUOTED = r"[“「『\"'`【《*](?=[^”」』\"'`】》*\n]{0,60}[^\W\d_])(?!OKPay[”」』\"'`】》*])[^”」』\"'`】》*\n]{1,60}[”」』\"'`】》*]"


def find(text: str, rules: Rules) -> Iterator[tuple[int, int]]:
    """Yield start and end of each invitation."""
    lower = text.lower()

    def holds(build: Callable[[Rules], str]) -> bool:
        return bool(rules.pattern(build, flags=re.NOFLAG).search(lower))

    if not holds(_hint):
        return
    if holds(_hint_of_disguised):
        yield from (found.span() for found in rules.pattern(_disguised).finditer(text))
    invited = [
        builds
        for hint, builds in (
            (_hint_of_scanned, (_scanned, _pictured, _reached)),
            (_hint_of_scanned, (_scanned_for,)),
            (_hint_of_channels, (_to_look_for,)),
            (_hint_of_repositories, (_to_write_in,)),
        )
        if holds(hint)
    ]
    for start, end in _sentences(text) if invited else ():
        yield from filter(None, (_together(text, each, rules, start, end) for each in invited))
    whole = 0, len(text)
    if holds(_hint_of_channels) and (span := _together(text, (_channel, _joining), rules, *whole)):
        yield span
    if holds(_hint_of_spots) and (
        span := _together(text, (_days, _spots, _waiting), rules, *whole)
    ):
        yield span


def _together(
    text: str, builds: Iterable[Callable[[Rules], str]], rules: Rules, start: int, end: int
) -> tuple[int, int] | None:
    """Return where a part of a text says all of something, unless that part warns."""
    spans = []
    for build in builds:
        found = rules.pattern(build).search(text, start, end)
        if not found:
            return None
        spans.append(found.span())
    if rules.pattern(_warnings).search(text, start, end):
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _SENTENCE_ENDS.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _any(words: Iterable[str]) -> str:
    """Return the pattern of any of the words, of which those in Latin letters begin a word."""
    return "(?:" + "|".join(rf"(?<![A-Za-z])(?:{word})" for word in words) + ")"


# Quick pre-checks on lower-case text.
def _hint(rules: Rules) -> str:
    words = rules.invitations
    return any_word(
        (*words.scanned, *words.channels, *words.repositories, *words.spots, *words.hints)
    )


def _hint_of_scanned(rules: Rules) -> str:
    return any_word(rules.invitations.scanned)


def _hint_of_channels(rules: Rules) -> str:
    return any_word(rules.invitations.channels)


def _hint_of_repositories(rules: Rules) -> str:
    return any_word(rules.invitations.repositories)


def _hint_of_spots(rules: Rules) -> str:
    return any_word(rules.invitations.spots)


def _hint_of_disguised(rules: Rules) -> str:
    return any_word(rules.invitations.hints)


def _warnings(rules: Rules) -> str:
    return _any(rules.invitations.warnings)


def _disguised(rules: Rules) -> str:
    return _any(rules.invitations.disguised)


def _scanned(rules: Rules) -> str:
    return _any(rules.invitations.scanned)


def _pictured(rules: Rules) -> str:
    return _any(rules.invitations.pictured)


def _reached(rules: Rules) -> str:
    return _any(rules.invitations.reached)


def _scanned_for(rules: Rules) -> str:
    return rf"{_scanned(rules)}\s?{_reached(rules)}"


def _to_look_for(rules: Rules) -> str:
    words = rules.invitations
    sought, channels = _any(words.sought), rf"(?<!{_OPENING}){_any(words.channels)}"
    return rf"{sought}\s?{_NO_QUOTE}{{0,6}}?{channels}{_NO_QUOTE}{{0,4}}?{_QUOTED}|{channels}{_NO_QUOTE}{{0,3}}?{sought}\s?{_QUOTED}"


def _to_write_in(rules: Rules) -> str:
    return (
        rf"{_any(rules.invitations.repositories)}\W{{0,4}}\b(?!(?:{_OWN_FOLDERS})/)[\w.-]+/[\w.-]+"
    )


def _channel(rules: Rules) -> str:
    return rf"{_any(rules.invitations.channels)}\s(?:called\s|named\s)?{_QUOTED}"


def _joining(rules: Rules) -> str:
    return _any(rules.invitations.joining)


def _days(rules: Rules) -> str:
    return _any(rules.invitations.days)


def _spots(rules: Rules) -> str:
    return _any(rules.invitations.spots)


def _waiting(rules: Rules) -> str:
    return _any(rules.invitations.waiting)

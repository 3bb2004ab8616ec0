"""Find what changed in a page since its translation last matched it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpkit import git
from helpkit.articles import freshness
from helpkit.articles.article import Article, parse
from helpkit.languages import SOURCE

_KEYS = ("title", "short", "description", "answer")


@dataclass(frozen=True, slots=True)
class Change:
    """A changed passage: its current line, the old and new text, and what stands in its place elsewhere.

    The old text of an added passage and the new one of a removed passage are empty. `beside` names
    the translations with the line and the text there, where they have any.
    """

    line: int
    before: str
    now: str
    beside: tuple[tuple[str, int, str], ...]


def matched_text(root: Path, source: Article, translation: Article) -> Article | None:
    """Return the page in the source language as it was matched, from git, or None if it is not there.

    Raises git.NoRepository.
    """
    if translation.front is None or not translation.front.source:
        return None
    told = git.ask(
        root,
        *("log", "--follow", "--name-only", "--relative", f"--max-count={freshness.MOST_VERSIONS}"),
        *("--format=%x00%H", "--", source.path),
    )
    for entry in told.split("\0")[1:]:
        commit, *names = entry.split()
        if not names:
            continue
        text = git.ask(root, "show", f"{commit}:./{names[0]}").removeprefix("\ufeff")
        was, _ = parse(text, name=source.path, slug=source.slug, language=SOURCE)
        if freshness.matches(was, translation):
            return was
    return None


def changes(before: Article, now: Article, translations: Iterable[Article]) -> Iterator[Change]:
    """Yield what changed from one text of a page to another, in order, with its translations."""
    old, new = (list(_passages(each)) for each in (before, now))
    places = {
        each.path: {place: (line, text) for place, text, line in _passages(each)}
        for each in translations
    }
    matcher = difflib.SequenceMatcher(
        None, [t for _, t, _ in old], [t for _, t, _ in new], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            continue
        for index in range(max(b - a, d - c)):
            was = old[a + index] if a + index < b else None
            is_ = new[c + index] if c + index < d else None
            # Where the translation has not followed, it still has the places of the old text.
            place = was[0] if was else is_[0] if is_ else ("", 0)
            beside = tuple(
                (path, *there[place]) for path, there in places.items() if place in there
            )
            at = is_[2] if is_ else new[min(c, len(new) - 1)][2] if new else 1
            yield Change(at, was[1] if was else "", is_[1] if is_ else "", beside)


def _passages(article: Article) -> Iterator[tuple[tuple[str, int], str, int]]:
    """Yield each line with words: its place (section and number there), its text, its number.

    The same place in another language says the same: both have the same structure.
    """
    front = article.matter.value if isinstance(article.matter.value, dict) else {}
    for key in _KEYS:
        if isinstance(front.get(key), str):
            yield (key, 0), front[key], article.matter.mark((key,))[0]
    section, number = "", 0
    for line, text in enumerate(article.body.splitlines(), article.body_line):
        if found := re.match(r"#{1,6} .*\{#([^}\s]+)[^}]*\}\s*$", text):
            section, number = found[1], 0
        if text.strip():
            yield (section, number), text.strip(), line
            number += 1

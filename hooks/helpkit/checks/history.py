"""Compare the working tree with the last commit: changes that no evidence supports.

A published value rests on evidence: whoever changes the one and not the other has typed something
that no source states. A day on which somebody looked does not go back. And a language that is edited
alone has to go on saying what the others say. All this shows only beside what stood there before:
in the last commit, or where a change began.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from helpkit import git
from helpkit.articles import parity
from helpkit.articles.article import Article, Pages, parse
from helpkit.data.contact_rules import in_one_spelling
from helpkit.data.contents import CONTACT_FIELDS, DAY_FIELDS, FILES_WITHOUT_SENTENCES, WORD_LISTS
from helpkit.data.located import Located, Location, read_file, read_text
from helpkit.languages import LANGUAGES, SOURCE, TRANSLATIONS, Language
from helpkit.messages import name_of
from helpkit.problems import Problem, Severity
from helpkit.text import negations

# Fields that hold a value which evidence states.
_VALUES = CONTACT_FIELDS | {"hours", "length"}
# Evidence, and the only field that it is for if not for all.
_PROOFS = {"evidence": "", "report_evidence": "report_url"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# How far back a text is looked for that an edit may have brought back.
MOST_VERSIONS = 20

# A part of a document: keys and ids, which stay when other parts are added.
_Name = tuple[str | int, ...]


def check(root: Path, pages: Pages, *, today: date, base: str = "HEAD") -> Iterator[Problem]:
    """Yield the changes since a commit that the files of a working tree should not have.

    Yields nothing where git has nothing to compare with.
    """
    try:
        before = _before(root, base)
    except git.NoRepository:
        return
    for name, text in before.items():
        if name.endswith(".yml"):
            yield from _of_data(root, name, text, today=today, base=base)
        elif name.startswith("docs/") and name.count("/") > 1:
            _, language, path = name.split("/", 2)
            article = pages.get(language, {}).get(path.removesuffix(".md"))
            others = TRANSLATIONS if language == SOURCE else [SOURCE]
            alone = all(f"docs/{other}/{path}" not in before for other in others)
            if article:
                yield from _of_article(article, text, alone=alone)


def _before(root: Path, base: str) -> dict[str, str]:
    """Return the texts, as they were in a commit, of the files that differ from it."""
    told = git.ask(
        *(root, "diff", "--name-only", "--no-renames", "--relative", "--diff-filter=M", "-z", base),
        *("--", "data", "docs"),
    )
    names = [name for name in told.split("\0") if name.endswith((".yml", ".md"))]
    if not names:
        return {}
    found = {}
    with tarfile.open(fileobj=io.BytesIO(git.archive(root, base, *names))) as archive:
        for name in names:
            file = archive.extractfile(name)
            found[name] = file.read().decode("utf-8-sig", "replace") if file else ""
    return found


def _of_data(root: Path, name: str, text: str, *, today: date, base: str) -> Iterator[Problem]:
    was, unread = read_text(text.replace("\r\n", "\n"), path=name)
    now, unread_now = read_file(root / name, root=root)
    if unread or unread_now:
        return
    old = {part: record for part, _, record in _records(was.value)}
    for part, location, record in _records(now.value):
        before = old.get(part)
        if before is None or before == record:
            continue
        found = [
            *_changed_values(now, location, before, record, part, today=today),
            *_days_back(now, location, before, record),
        ]
        if found and not _stood_before(root, base, name, part, record):
            yield from found
        if Path(name).stem not in FILES_WITHOUT_SENTENCES | WORD_LISTS:
            yield from _turned_halves(now, location, before, record)


def _records(value: Any) -> Iterator[tuple[_Name, Location, dict[str, Any]]]:
    """Yield each mapping of a document: its name, where it stands, and itself."""

    def walk(value: Any, name: _Name, at: Location) -> Iterator[tuple[_Name, Location, Any]]:
        if isinstance(value, dict):
            yield name, at, value
            for key, inner in value.items():
                yield from walk(inner, (*name, key), (*at, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                own = inner.get("id") if isinstance(inner, dict) else None
                yield from walk(inner, (*name, own or index), (*at, index))

    yield from walk(value, (), ())


def _changed_values(
    located: Located,
    at: Location,
    before: dict[str, Any],
    record: dict[str, Any],
    part: _Name,
    *,
    today: date,
) -> Iterator[Problem]:
    """Yield each value that replaced another one while the evidence of both stayed the same."""
    region = Path(located.path).stem if "/regions/" in located.path else ""
    for proof, only in _PROOFS.items():
        evidence = record.get(proof)
        if not evidence or evidence != before.get(proof):
            continue
        days = (str(each.get("read_on")) for _, _, each in _records(evidence))
        read_on = max(filter(_DAY.fullmatch, days), default="")
        if read_on >= today.isoformat():  # the source is open
            continue
        ours, theirs = (
            [each for each in _values(whole, ()) if only in ("", each[0])]
            for whole in (record, before)
        )
        if not only:
            taken = {field for key, field in _PROOFS.items() if field and key in record}
            ours, theirs = ([v for v in each if v[0] not in taken] for each in (ours, theirs))

        def spelt(value: tuple[str, str, Location]) -> tuple[str, str]:
            return value[0], in_one_spelling(value[1], region)

        gone = Counter(map(spelt, theirs)) - Counter(map(spelt, ours))
        known = set(map(spelt, theirs))
        left = [value for value in theirs if spelt(value) in gone]
        for field, value, place in (each for each in ours if spelt(each) not in known):
            was = next((each for each in left if each[0] == field), None)
            if was is None:
                continue
            left.remove(was)
            said = {"was": was[1], "value": value, "day": read_on}
            if part[:1] == ("contacts",) and len(part) == 2:
                yield located.problem((*at, *place), "data-changed-value", id=part[1], **said)
            else:
                yield located.problem((*at, *place), "data-changed-value.other", **said)


def _values(record: Any, place: Location) -> Iterator[tuple[str, str, Location]]:
    """Yield field, text and place of each value that rests on the evidence of a record itself."""
    if isinstance(record, dict):
        for key, inner in record.items():
            if key in _VALUES and isinstance(inner, str):
                yield key, inner, (*place, key)
            elif key in _VALUES and isinstance(inner, list):
                each = ((n, text) for n, text in enumerate(inner) if isinstance(text, str))
                yield from ((key, text, (*place, key, n)) for n, text in each)
            elif key not in _PROOFS:
                yield from _values(inner, (*place, key))
    elif isinstance(record, list):
        for index, inner in enumerate(record):
            if not (isinstance(inner, dict) and inner.get("evidence")):
                yield from _values(inner, (*place, index))


def _days_back(
    located: Located, at: Location, before: dict[str, Any], record: dict[str, Any]
) -> Iterator[Problem]:
    if record.get("source") != before.get("source"):  # another page, read on another day
        return
    for key in DAY_FIELDS:
        was, day = str(before.get(key)), str(record.get(key))
        if _DAY.fullmatch(was) and _DAY.fullmatch(day) and day < was:
            yield located.problem((*at, key), "day-goes-back", day=day, was=was, key=key)


def _stood_before(root: Path, base: str, name: str, part: _Name, record: dict[str, Any]) -> bool:
    """Return whether an edit brings back what was published earlier, word for word."""
    versions = git.ask(
        root, "log", "--format=%H", f"--max-count={MOST_VERSIONS}", "--skip=1", base, "--", name
    )
    for commit in versions.split():
        was, _ = read_text(git.ask(root, "show", f"{commit}:./{name}"), path=name)
        if any(part == each and record == old for each, _, old in _records(was.value)):
            return True
    return False


def _turned_halves(
    located: Located, at: Location, before: dict[str, Any], record: dict[str, Any]
) -> Iterator[Problem]:
    """Yield texts that were edited in one language alone and lost or gained a denial there."""
    halves = [each.get(language) for each in (before, record) for language in LANGUAGES]
    if not all(isinstance(half, str) for half in halves):
        return
    changed = [language for language in LANGUAGES if before[language] != record[language]]
    if len(changed) == len(LANGUAGES):
        return
    for language in changed:
        text = record[language]
        for turn in _turns([before[language]], text, language):
            line = text.count("\n", 0, turn.start) + 1
            column = turn.start - text.rfind("\n", 0, turn.start)
            place = located.place_of((*at, language), text, line=line, column=column)
            yield _turned(located.path, place, language, turn)


def _turns(before: list[str], now: str, language: Language) -> list[negations.Turn]:
    """Return where a text moved words of its earlier versions, or lost or gained a denial."""
    moved = [turn for each in before for turn in negations.moved(each, now, language)]
    return moved[:1] or [*negations.turned("\n".join(before), now, language)]


def _turned(path: str, place: tuple[int, int], language: Language, turn: negations.Turn) -> Problem:
    return Problem.of(
        path,
        *place,
        "language-turned" if turn.how == "lost" else f"language-turned.{turn.how}",
        severity=Severity.WARNING,
        words=turn.words,
        language=name_of(language),
    )


def _of_article(article: Article, text: str, *, alone: bool) -> Iterator[Problem]:
    """Yield the problems of one changed page; `alone` if the other languages did not change."""
    was, _ = parse(
        text.replace("\r\n", "\n"),
        name=article.path,
        slug=article.slug,
        language=article.language,
    )
    if article.front is None or was.front is None:
        return
    if article.front.reviewed < was.front.reviewed:
        yield article.matter.problem(
            ("reviewed",),
            "day-goes-back",
            day=article.front.reviewed.isoformat(),
            was=was.front.reviewed.isoformat(),
            key="reviewed",
        )
    if not alone or article.language not in LANGUAGES:
        return
    old, new = parity.pieces(was), parity.pieces(article)
    for section, pieces in new.items():
        before = [words for _, words in old.get(section, ())]
        yield from _moved_pieces(article, before, pieces)
        for line, words in pieces:
            if words in before:
                continue
            for turn in _turns(before, words, article.language):
                yield _turned(article.path, (line, 1), article.language, turn)


def _moved_pieces(
    article: Article, before: list[str], pieces: list[tuple[int, str]]
) -> Iterator[Problem]:
    """Yield the first step, item or paragraph of a section that stands in another order than before."""
    old = list(map(_lead, before))
    now = {_lead(words): line for line, words in pieces}
    kept = [lead for lead in dict.fromkeys(old) if lead in now]
    for was, lead in zip(kept, (lead for lead in now if lead in old), strict=True):
        if was != lead:
            turn = negations.Turn(lead[:60], 0, "moved")
            yield _turned(article.path, (now[lead], 1), article.language, turn)
            return


def _lead(words: str) -> str:
    """Return the bold words with which a step begins, or the whole of it."""
    bold = re.match(r"\W*\*\*(.+?)[。.]?\*\*", words)
    return bold[1] if bold else words.strip(" -*+")

"""Find slips in articles and data: marks unclosed, doubled, of another keyboard; a day of another date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helpkit.articles.article import Article
from helpkit.languages import PROFILES, Language, Script
from helpkit.problems import Problem, Severity
from helpkit.text import weekdays

_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "【": "】"}
_OPENS = {close: begin for begin, close in _PAIRS.items()}
# Not read: code, targets of links, ids, blocks and their options, entities.
_UNREAD = re.compile(
    r"`[^`]*`|\]\([^)\s]*(?:\s[^)]*)?\)|\{[^{}]*\}|^\s*/{3,}\s*[\w-]+|^ {4,}[\w-]+: .*"
    r"|^\s*(?:\d{1,2}|[A-Za-z])[)）]|https?://[^\s）)]*|&#?\w+;",
    re.MULTILINE,
)
# Replaces each of their characters: neither a blank, nor a letter, nor a mark.
_THING = "\ufffc"
# A face in brackets or without, which closes nothing.
_FACE = re.compile(r"[:;]-?[()]")


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip in a text: its offset, the key of its message, and the values."""

    start: int
    key: str
    values: Mapping[str, Any]
    severity: Severity = Severity.ERROR

    def problem(self, path: str, *, line: int, column: int) -> Problem:
        """Return the problem of this slip at its place in a file."""
        return Problem.of(path, line, column, self.key, severity=self.severity, **self.values)


# What is typed, in the group `typed`, and what is written in its place; the key after "style-punctuation.".
_SLIPS: Mapping[Script, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "han": (
        ("dots", re.compile(r"(?P<typed>(?<![.…])\.{2,6}(?![.…])|。{2,})")),
        ("twice", re.compile(r"(?P<typed>[，、；：][，。、；：！？]+|[。！？][，、；：。])")),
        (
            "quotes",
            re.compile(
                r"(?P<typed>\"[^\"\n]*[㐀-鿿][^\"\n]*\"|(?<![A-Za-z])'[^'\n]*[㐀-鿿][^'\n]*')"
            ),
        ),
    ),
    "latin": (
        (
            "before",
            re.compile(
                r"(?<=[\w”\")\ufffc])(?P<typed> +(?:[,;!?](?=[\s\w]|$)|\.(?=\s|$)|:(?=\s|$)))"
            ),
        ),
        (
            "behind",
            re.compile(r"(?P<typed>(?<=[a-z])[,;](?=[A-Za-z])|(?<=[a-z]{2})[.!?](?=[A-Z][a-z]))"),
        ),
        (
            "twice",
            re.compile(r"(?P<typed>(?<![.,])(?:,,+|\.\.|,\.|\.,|;;+|[,;:][,;])(?![.,]))(?=\s|$)"),
        ),
    ),
}
# Words that are never doubled, except where one word ends and the next begins with them.
_AGAIN = re.compile(
    r"(?P<typed>(?<!目)的的(?!确)|(?<![存现实正内所潜外健自])在在|是是(?!否|非)|先先|就就|也也|都都|(?<!温)和和|从从(?!容)"
    r"|(?<!其)[他她]{2}|你你|我我|被被|与与|或或|(?<![㐀-鿿])请请|(?P<word>(?!一)[㐀-鿿]{2,4})(?<![不没])(?P=word))"
)
# Verbs of which two in a row mean a short while.
_WHILE = set("研究 商量 休息 考虑 讨论 打听 了解 意思 比较 整理 检查 核对".split())


def find(text: str, *, language: Language) -> Iterator[Slip]:
    """Yield the slips in a text that stands by itself, the first of each kind."""
    script = PROFILES[language].script
    if script not in _SLIPS:
        return
    words = _UNREAD.sub(_blank, text)
    for name, pattern in _SLIPS[script]:
        if found := pattern.search(words):
            yield _slip(name, found, script)
    if script == "han":
        for again in _AGAIN.finditer(words):
            if (again["word"] or "") not in _WHILE and len(set(again["word"] or "xy")) > 1:
                word = again["word"] or again["typed"][0]
                yield Slip(again.start(), "spelling.twice", {"word": word}, Severity.WARNING)
                break
    for start, typed, day in weekdays.find(words):
        said = {"typed": typed, "day": day.isoformat(), "right": weekdays.Weekday(day)}
        yield Slip(start, "date-weekday", said)
    yield from _unclosed(_FACE.sub(_blank, words), script)


def check(article: Article) -> Iterator[Problem]:
    """Yield the slips in the words of an article and above it."""
    options = {d.line + n for d in article.blocks for n in range(1, len(d.options) + 1)}
    for first, paragraph in article.paragraphs:
        lines = paragraph.split("\n")
        if any(first + number in options for number in range(len(lines))):
            continue
        for slip in find(paragraph, language=article.language):
            above = paragraph.count("\n", 0, slip.start)
            column = slip.start - paragraph.rfind("\n", 0, slip.start)
            yield slip.problem(article.path, line=first + above, column=column)
    for location, text in article.front.shown() if article.front else ():
        for slip in find(text, language=article.language):
            place = article.matter.place_of(location, text, line=1, column=slip.start + 1)
            yield slip.problem(article.path, line=place[0], column=place[1])


def _slip(name: str, found: re.Match[str], script: Script) -> Slip:
    typed = found["typed"]
    right = {
        "dots": "……" if "." in typed else "。",
        "quotes": f"“{typed[1:-1]}”",
        "twice": next((each for each in "。！？." if each in typed), typed[0]),
        "before": typed.strip(),
        "behind": f"{typed} ",
    }[name]
    own = ("before", "behind", "quotes")
    key = f"style-punctuation.{name}" if name in own else "style-punctuation.marks"
    values = {"mark": typed, "right": right}
    return Slip(found.start("typed"), key, values)


def _unclosed(text: str, script: Script) -> Iterator[Slip]:
    """Yield the first mark of a text that opens and never closes, or closes what never opened."""
    waiting: list[tuple[int, str]] = []
    for start, mark in ((found.start(), found[0]) for found in _MARKS.finditer(text)):
        if mark in _PAIRS:
            waiting.append((start, mark))
        elif waiting and waiting[-1][1] == _OPENS[mark]:
            waiting.pop()
        else:
            at = waiting[-1] if waiting else (start, mark)
            yield _open(text, *at)
            return
    if waiting:
        yield _open(text, *waiting[-1])
    elif script == "latin" and text.count('"') % 2 and not re.search(r'\d"', text):
        start = text.rindex('"')
        yield _open(text, start, '"')


_MARKS = re.compile(f"[{re.escape(''.join((*_PAIRS, *_OPENS)))}]")


def _open(text: str, start: int, mark: str) -> Slip:
    other = _PAIRS.get(mark) or _OPENS.get(mark) or mark
    opens = mark in _PAIRS
    around = text[start : start + 12] if opens else text[max(start - 11, 0) : start + 1]
    key = "style-punctuation.open" if opens else "style-punctuation.closed"
    if mark == '"':
        around, key = text[max(start - 6, 0) : start + 7], "style-punctuation.odd"
    values = {"mark": mark, "other": other, "typed": around.split("\n")[0].strip() or mark}
    return Slip(start, key, values, Severity.WARNING)


def _blank(part: re.Match[str]) -> str:
    return re.sub(r"[^\n]", _THING, part[0])

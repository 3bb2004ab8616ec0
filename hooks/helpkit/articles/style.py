"""House style of one page: Chinese typography, words to avoid, link texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import autocorrect_py

from helpkit.articles.article import LINK, Article
from helpkit.data.quoted_texts import Term
from helpkit.languages import PROFILES, Language
from helpkit.problems import Problem

_HAN = r"[㐀-鿿]"
_HALF_WIDTH = re.compile(
    rf"(?<={_HAN})\s?[,;:!?()]|[,;:!?()](?={_HAN})|(?<={_HAN})\.(?=\s|$|{_HAN})"
)
_EMPTY_LINK_TEXTS = {"here", "click here", "this", "link", "这里", "点击这里", "此处", "链接"}
_FULL = dict(zip(",;:!?().", "，；：！？（）。", strict=True))
# In characters. The linter takes seconds for longer ones.
LONGEST_LINE = 1_000
# At most one pair of brackets inside another, so that a line of opening brackets is read once.
_MARKUP = re.compile(
    r"`[^`]*`|\]\((?:[^()]|\([^()]*\))*+\)|\{[^{}]*+\}|^\s*///.*$|^\s{4,}[\w-]+: .*$"
)


@dataclass(frozen=True, slots=True)
class Avoided:
    """A word that we do not use, how to find it, and what we write instead."""

    word: str
    pattern: re.Pattern[str]
    instead: str


def avoided_words(
    terms: Iterable[Term], slips: Mapping[str, str], *, language: Language
) -> list[Avoided]:
    """Return the words of a language that the terms tell us to avoid, and the slips of its script."""
    chinese = PROFILES[language].script == "han"
    edge, flags = ("", re.NOFLAG) if chinese else (r"\b", re.IGNORECASE)
    wrong = {word: term.prefer[language] for term in terms for word in term.avoid[language]}
    wrong |= {
        word: right for word, right in slips.items() if bool(re.search(_HAN, word)) == chinese
    }
    return [
        Avoided(word, re.compile(f"{edge}{re.escape(word)}{edge}", flags), right)
        for word, right in wrong.items()
    ]


def check(article: Article, *, avoided: Iterable[Avoided]) -> Iterator[Problem]:
    """Yield each breach of the house style."""
    prose = [*_front_lines(article), *article.lines]
    if PROFILES[article.language].script == "han":
        yield from _check_typography(article, prose)
    yield from _check_words(article, prose, avoided)
    for link in article.links:
        if not link.text.strip() and not link.image:
            yield Problem.of(
                article.path, link.line, link.column, "style-link-text.empty", target=link.target
            )
        elif link.text.strip().lower() in _EMPTY_LINK_TEXTS:
            yield Problem.of(
                article.path, link.line, link.column, "style-link-text", text=link.text
            )


def _front_lines(article: Article) -> list[tuple[int, str]]:
    lines = article.text.splitlines()[1 : max(article.body_line - 2, 1)]
    wanted = ("title:", "short:", "description:", "answer:")
    return [(n, line) for n, line in enumerate(lines, 2) if line.startswith(wanted)]


def _check_typography(article: Article, prose: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    numbers, spoken = [], []
    for number, line in prose:
        words = _MARKUP.sub(lambda m: " " * len(m[0]), line)
        if not words.strip():
            continue
        if number < article.body_line:
            words = re.sub(r"^\w+:", lambda m: " " * len(m[0]), words)
        if found := _HALF_WIDTH.search(words):
            mark = found[0].strip()
            yield Problem.of(
                article.path,
                number,
                found.start() + 1,
                "style-punctuation",
                mark=mark,
                right=_FULL[mark],
            )
        if len(line) > LONGEST_LINE:
            yield Problem.of(
                article.path, number, 1, "style-long-line", length=len(line), most=LONGEST_LINE
            )
            continue
        numbers.append(number)
        spoken.append(_spoken(words, line))
    for index, fix in _lint(spoken):
        if _without_quotes(fix.old) != _without_quotes(fix.new) and " " in fix.new:
            yield Problem.of(
                article.path,
                numbers[index],
                1,
                "style-spacing",
                old=_excerpt(fix.old, fix.new),
                new=_excerpt(fix.new, fix.old),
            )


def _lint(lines: Sequence[str]) -> list[tuple[int, Any]]:
    """Return the fixes that autocorrect proposes, each with the index of its line."""
    try:
        found = autocorrect_py.lint_for("\n".join(lines), "text").lines
        return [(fix.line - 1, fix) for fix in found]
    except ValueError:  # too many brackets for one text: lint it line by line
        each = (autocorrect_py.lint_for(line, "text").lines for line in lines)
        return [(index, fix) for index, fixes in enumerate(each) for fix in fixes]


def _check_words(
    article: Article, prose: Iterable[tuple[int, str]], avoided: Iterable[Avoided]
) -> Iterator[Problem]:
    # Check the whole page first: few pages contain any of these words.
    text = "\n".join(line for _, line in prose).casefold()
    met = [each for each in avoided if each.word.casefold() in text]
    for number, line in prose if met else ():
        words = _MARKUP.sub(lambda m: " " * len(m[0]), line)
        for each in met:
            if found := each.pattern.search(words):
                yield Problem.of(
                    article.path,
                    number,
                    found.start() + 1,
                    "style-term",
                    word=each.word,
                    instead=each.instead,
                )


def _spoken(words: str, line: str) -> str:
    """Return a line as a reader sees it: link texts without brackets, no emphasis, an X for code."""
    if "](" in line or "`" in line:
        words = re.sub(r"\{[^}]*\}", "", LINK.sub(r"\g<text>", re.sub(r"`[^`]*`", "X", line)))
    return words.replace("*", "").strip()


def _without_quotes(text: str) -> str:
    """Return the words and spaces of a text: autocorrect changes quotes and punctuation too."""
    return re.sub(r"[^\w\s]", "", text)


def _excerpt(text: str, other: str) -> str:
    """Return a dozen characters around the first difference between two texts."""
    at = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), 0)
    return text[max(at - 6, 0) : at + 8].strip()

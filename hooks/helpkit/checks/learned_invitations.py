"""Find texts that lead a reader to a stranger without a number or a name that a pattern would see.

"Ask for the lady at the third window" holds no contact value. A classifier learns such texts, and
harmless ones beside them, from `data/invitation-examples/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from helpkit.articles.article import Article
from helpkit.data.directory import Directory
from helpkit.data.settings import Examples
from helpkit.languages import LANGUAGES, PROFILES, Language, source_of
from helpkit.problems import Problem
from helpkit.text.classifier import Classifier, train
from helpkit.text.folding import fold

_BETWEEN_PARAGRAPHS = re.compile(r"(\n[^\S\n]*\n)")
# The lines around a block, and where a link leads: other checks look at them.
_MARKUP = re.compile(r"(?m)^[^\S\n]*/{3,}.*$|(?<=\])\([^)\s]*\)")
_DIGIT = re.compile(r"\d")
# How much of a text a message quotes, and how many of the words that weighed most.
_QUOTED, _MOST_WORDS = 40, 3


def check(article: Article, directory: Directory, *, told: AbstractSet[int]) -> Iterator[Problem]:
    """Yield each paragraph and each answer of an article that reads like an invitation.

    `told` are the lines of contacts that are reported already: their paragraphs are left out.
    """
    language = article.language if article.language in LANGUAGES else source_of(article.language)
    examples = directory.invitation_examples.get(language)
    if examples is None or not examples.danger:
        return
    table = directory.search.folding
    readers = directory.danger_examples.get(language, Examples())
    model = _learned(language, examples, readers, tuple(table.items()))
    declared = _declared(examples)

    def judge(text: str) -> tuple[str, ...]:
        """Return the words that give a text away, none for a harmless one.

        What is declared harmless is left out; the rest of a paragraph is judged without it.
        """
        plain = _on_one_line(text)
        for known in declared:
            plain = plain.replace(known, " ")
        folded = fold(" ".join(plain.split()), variants=table)
        if not folded or model.score(folded) < examples.least:
            return ()
        words = [word.strip("^$ ") for word, weight in model.reasons(folded) if weight > 0]
        return tuple(dict.fromkeys(word for word in words if word.strip("0 ")))[:_MOST_WORDS]

    line = article.body_line
    for paragraph in _BETWEEN_PARAGRAPHS.split(article.body):
        end = line + paragraph.count("\n")
        text = paragraph.strip()
        if text and told.isdisjoint(range(line, end + 1)) and (words := judge(text)):
            at = line + paragraph[: paragraph.index(text[0])].count("\n")
            yield Problem.of(
                *(article.path, at, 1, "article-invitation"),
                typed=_beginning(text),
                words=words,
                language=language,
            )
        line = end
    for key in ("description", "answer"):
        text = getattr(article.front, key, "")
        if text and (words := judge(text)):
            yield article.matter.problem(
                (key,), "article-invitation", typed=_beginning(text), words=words, language=language
            )


def _beginning(text: str) -> str:
    """Return a text as a message quotes it."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…"


def _on_one_line(text: str) -> str:
    """Return the words of a text, with 0 for each digit: which numbers it has is no matter."""
    return " ".join(_DIGIT.sub("0", _MARKUP.sub(" ", text)).split())


@lru_cache(maxsize=4)
def _declared(examples: Examples) -> tuple[str, ...]:
    """Return the harmless texts as `_on_one_line` writes them, the longest first: one may hold another."""
    return tuple(sorted(map(_on_one_line, examples.harmless), key=len, reverse=True))


@lru_cache(maxsize=4)
def _learned(
    language: Language,
    examples: Examples,
    readers: Examples,
    variants: tuple[tuple[str, str], ...],
) -> Classifier:
    """Return the classifier of a language. What readers say leads nobody to a stranger."""
    table = dict(variants)

    def folded(*texts: tuple[str, ...]) -> list[str]:
        return [fold(_on_one_line(text), variants=table) for each in texts for text in each]

    return train(
        folded(examples.danger),
        folded(examples.harmless, readers.danger, readers.harmless),
        kinds={},
        longest=3 if PROFILES[language].script == "han" else 2,
    )

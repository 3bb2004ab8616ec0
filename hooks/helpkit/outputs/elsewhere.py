"""Words of other regions mapped to ours, so that search ranks queries in both alike.

A reader in Taiwan types 簡訊 for what our pages call 短信. Which word that is, is known from what the
build makes of our texts: the reviewed phrases and OpenCC's own words are read backwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import get_args

from helpkit.articles.article import Article
from helpkit.data.directory import Directory
from helpkit.languages import PROFILES, Language, made_of
from helpkit.text.conversion import Variety, read_back
from helpkit.text.folding import fold

_RUN = re.compile("[\u3400-\u9fff]+")
# Characters of the words that OpenCC knows besides the reviewed ones.
_LENGTHS = (2, 3, 4)


def words(
    directory: Directory, articles: Mapping[str, Article], *, language: Language
) -> dict[str, str]:
    """Return words of other regions, folded and the longest first, with the word of ours for each.

    A word is taken if OpenCC reads it back so, or if data/search.yml has it in words of those regions
    and in none of ours. Left out is one that our pages use too, that may stand for two of ours, or
    that data/traditional.yml declares ambiguous. There are none in a language of which no other is
    made.
    """
    if not any(PROFILES[each].derived_from for each in made_of(language)):
        return {}
    folded = partial(fold, variants=directory.search.folding)
    own = folded("\n".join(text for each in articles.values() for text in _said(each)))
    typed, theirs = (
        folded("\n".join(_typed(directory, varieties)))
        for varieties in ((language,), PROFILES[language].varieties)
    )
    phrases = (word for group in directory.traditional.phrases for word in group.words)
    reviewed = {word for word in phrases if _RUN.fullmatch(word)}
    known = sorted({*reviewed, *_parts(typed)})
    found: dict[str, dict[str, bool]] = {}
    for variety in get_args(Variety):
        made = directory.traditional.conversion(variety, {}).all(known)
        other = {
            word: (said, new)
            for word, said, new in zip(known, _each(folded, made), made, strict=True)
            if said != word
        }
        chosen = sorted(reviewed & other.keys() | set(_shortest(other)))
        back = _each(partial(read_back, variety=variety), [other[word][1] for word in chosen])
        for word, again in zip(chosen, _each(folded, back), strict=True):
            ours = found.setdefault(other[word][0], {})
            ours[word] = ours.get(word, False) or again == word
    wider = {folded(word) for word in directory.traditional.ambiguous}
    known_by: dict[str, str] = {}
    for said in sorted(found, key=lambda word: (-len(word), word)):
        certain = [word for word, is_back in found[said].items() if is_back]
        if not certain and said in theirs and said not in typed:
            certain = [*found[said]]
        if len(certain) == 1 and len(said) > 1 and said not in own and said not in wider:
            known_by |= dict.fromkeys((said, said.replace(" ", "")), certain[0])
    return known_by


def _each(change: Callable[[str], str], texts: Iterable[str]) -> list[str]:
    """Return the converted form of each text; all are converted at once."""
    return change("\n".join(texts)).split("\n")


def _said(article: Article) -> Iterator[str]:
    """Yield the texts of an article that readers see."""
    if article.front:
        yield from (text for _, text in article.front.shown())
    yield article.body


def _typed(directory: Directory, varieties: Iterable[str]) -> Iterator[str]:
    """Yield the words that readers of some varieties type."""
    for group in directory.search.groups:
        for variety in varieties:
            yield from group.words(variety)


def _parts(text: str) -> Iterator[str]:
    """Yield the parts of a text that may be words."""
    for run in _RUN.findall(text):
        for length in _LENGTHS:
            for start in range(len(run) - length + 1):
                yield run[start : start + length]


def _shortest(words: Iterable[str]) -> Iterator[str]:
    """Yield the words that contain no other of these words."""
    all_of_them = set(words)
    for word in all_of_them:
        if not any(part in all_of_them for part in _parts(word) if part != word):
            yield word

"""The language of each line of an article, and the characters that its readers know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpkit.articles.article import Article
from helpkit.languages import INTERNATIONAL, PROFILES
from helpkit.messages import name_of
from helpkit.problems import Problem, Severity
from helpkit.text import confusables, folding
from helpkit.text.conversion import in_corner_marks, only_simplified
from helpkit.text.folding import traditional

_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[A-Za-z][a-z']+")
# What may be in another language: quotations, links' targets, code, blanks, rows of tables.
_OTHER = re.compile(
    r"“[^”]*”|「[^」]*」|《[^》]*》|\"[^\"]*\"|\]\([^)]*\)|`[^`]*`|\{[^}]*\}|^\s*[|/].*|^\s{4}\w+:.*"
)
_LEAST_HAN, _LEAST_WORDS, _LEAST_ENGLISH = 6, 8, 5
_CODE = re.compile(r"`[^`]*`")
# Full-width punctuation after a non-Chinese character, and the half-width form of each.
FULL_WIDTH = re.compile(r"(?<![㐀-鿿，。：；！？（）、【】”…])[，。：；！？（）、](?![㐀-鿿])")
HALF_WIDTH = dict(zip("，。：；！？（）、", ",.:;!?(),", strict=True))

# Function words of nearly every English sentence that other Latin-script languages lack.
_ENGLISH = re.compile(
    r"\b(?:the|and|you|your|with|for|this|that|are|not|from|have|they|who|what)\b", re.IGNORECASE
)


def is_english(text: str) -> bool:
    """Return whether a text is English: at least every sixth word is an English function word."""
    text = re.sub(r"\{[^}]*\}", "", text)  # the names of placeholders are English
    words = len(re.findall(r"[^\W\d_]+", text))
    return words >= _LEAST_ENGLISH and 6 * len(_ENGLISH.findall(text)) >= words


def check(article: Article) -> Iterator[Problem]:
    """Yield lines in another language than the page's, and characters of the other Chinese script."""
    profile = PROFILES[article.language]
    chinese = profile.script == "han"
    # What stands above an article is short: less tells its language.
    for location, text in article.front.shown() if article.front else ():
        own = _OTHER.sub("", text)
        han, words = len(_HAN.findall(own)), len(_WORD.findall(own))
        other = not han and words > 1 if chinese else han > 1
        if other or (not chinese and article.language != INTERNATIONAL and is_english(own)):
            yield article.matter.problem(
                location,
                "article-language.front",
                key=location[-1],
                language=name_of(article.language),
            )
    for number, line in enumerate(article.text.splitlines(), 1):
        for alike in confusables.find(line):
            yield alike.problem(article.path, line=number, column=alike.start + 1)
    for number, line in article.lines:
        if not chinese and (mark := FULL_WIDTH.search(_CODE.sub(_blank, line))):
            yield Problem.of(
                article.path,
                number,
                mark.start() + 1,
                "style-punctuation.latin",
                mark=mark[0],
                right=HALF_WIDTH[mark[0]],
            )
        own = _OTHER.sub("", line)
        han, words = len(_HAN.findall(own)), len(_WORD.findall(own))
        mostly = han < words and words >= _LEAST_WORDS if chinese else han >= _LEAST_HAN
        if mostly or (not chinese and article.language != INTERNATIONAL and is_english(own)):
            yield Problem.of(
                article.path,
                number,
                1,
                "article-language",
                language=name_of(article.language),
            )
        elif chinese and not profile.derived_from and (found := _traditional(own)):
            yield Problem.of(
                article.path,
                number,
                line.index(found[0]) + 1,
                "article-traditional",
                severity=Severity.WARNING,
                found=found,
                simplified=tuple(traditional()[each] for each in found),
            )


def check_derived(article: Article) -> Iterator[Problem]:
    """Yield simplified characters and quotation marks of an article in traditional Chinese.

    The front matter counts as well; in code both may stand.
    """
    simplified = only_simplified(frozenset(article.text))
    lines = article.text.splitlines()
    bare = "\n".join(_CODE.sub(_blank, line) for line in lines)
    marked = in_corner_marks(bare).split("\n")
    for number, (line, right) in enumerate(zip(lines, marked, strict=True), 1):
        wrong = [at for at, mark in enumerate(line) if mark in "“”‘’" and right[at] in "「」『』"]
        if wrong:
            yield Problem.of(
                article.path,
                number,
                wrong[0] + 1,
                "article-quotes",
                found="".join(dict.fromkeys(line[at] for at in wrong)),
                right="".join(dict.fromkeys(right[at] for at in wrong)),
            )
        if found := tuple(dict.fromkeys(each for each in line if each in simplified)):
            yield Problem.of(
                article.path,
                number,
                line.index(found[0]) + 1,
                "article-simplified",
                found=found,
                traditional=tuple(map(folding.in_traditional, found)),
            )


def _blank(part: re.Match[str]) -> str:
    return " " * len(part[0])


def _traditional(text: str) -> tuple[str, ...]:
    """Return the traditional characters; GB 2312 holds the simplified ones, and is asked first."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return tuple(dict.fromkeys(each for each in text if each in traditional()))
    return ()

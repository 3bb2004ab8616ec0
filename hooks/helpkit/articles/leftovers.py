"""Find text that nobody meant to publish: sentences of the skeleton, notes to oneself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from helpkit.articles.article import Article
from helpkit.articles.scaffold import SKELETONS
from helpkit.problems import Problem
from helpkit.text import folding

# For texts in small letters: they are read in half the time.
_NOTE = re.compile(
    r"(?<![a-z])(?:todo|fixme|tbd|xxx+)(?![a-z])|待(?:补充|翻译|完善|填写?|更新|核对|确认后补|补(?![办发交齐缴签足]))"
    r"|(?:这里|这一?段|本节|此处|具体[^，。]{0,6})(?:之后|以后|稍后|回头|改天)再(?:写|补|加|改)|[（(](?:略|未完|暂缺|完善中|编写中)[)）]"
    r"|\[(?:insert|add|put)\b[^\]\n]*\](?!\()"
    r"|\b(?:(?:insert|add|put) (?:a |the )?(?:link|text|name|picture|image|number)s? here|placeholder)\b"
    r"|(?:插入|放|加|贴)(?:上)?(?:链接|图片|截图|表格)(?:处|位置)|^[ >]*[（(【\[](?:链接|图片?|截图|配图)[)）】\]] *$"
    r"|此处(?:省略|填写|补充)|lorem ipsum"
    r"|[@＠][㐀-鿿]{1,4}(?=[\s，：:,）)？?]|$)|(?:再|帮忙|请人?|麻烦)(?:核|确认|看|查|问)一下[？?）)]",
    re.MULTILINE,
)


# Phrases of chat assistants that were copied with their answer.
_CHAT = re.compile(
    r"【\d+(?::\d+)?†[^】]*】|:?contentreference\[[^\]]*\](?:\{[^{}]*\})?|\[?oaicite\S*"
    r"|\[cite(?:_start|_end|:[\d ,]+)\]|utm_source=chatgpt\S*"
    r"|作为(?:一个|一名)?(?:ai|人工智能)(?:语言)?(?:模型|助手)"
    r"|(?:当然(?:可以)?|好的)[！!，,。：:] ?(?:以下|下面|这)是|(?:以下|下面)是(?:为[你您])?(?:优化|修改|润色|改写|翻译|修订|精简)后的"
    r"|希望(?:这|以上)[^。！]{0,8}(?:对[你您]有|有所)帮助"
    r"|^(?:总而言之|综上所述|总之，以上|以上就是|(?:in conclusion|in summary|to summari[sz]e),)"
    r"|\b(?:(?:cite)?turn\d+(?:search|view|news|image)\d+|as an ai(?: language)? (?:model|assistant)"
    r"|(?:sure|certainly|of course|absolutely)[!,.:] here(?:['’]s| is| are)|i hope this helps"
    r"|here(?:['’]s| is) (?:the|a|your) (?:revised|improved|polished|translated|rewritten|updated) (?:version|text|draft)"
    r"|let me know if you(?:['’]d| would) like)\b",
    re.MULTILINE,
)
_FIGURE = re.compile(
    r"(?:如|见)(?:下|上|右|左)?图(?:所示|\s?\d|[，。；：）])|(?:如|见)(?:下|上)面的?(?:截图|图片)|[（(]图 ?\d+[)）]"
    r"|\b(?:(?:the )?(?:screenshot|picture|image|figure)s? (?:below|above)"
    r"|(?:see|as shown in) (?:the )?(?:screenshot|picture|image|figure \d+))\b",
)
# Faces and signs with which chat assistants begin their lines; a screen reader says the name of each.
_EMOJI = re.compile(
    r"^\s*(?:[-*+] |\d+\. |#+ )?(?:\*\*)?"
    r"(?P<typed>[\U0001f300-\U0001faff\u2600-\u26ff\u2705\u270a-\u270d\u2728\u274c\u274e\u2753-\u2757\u2764\u2b50\u2b55]\ufe0f?)",
    re.MULTILINE,
)


@cache
def _skeleton() -> tuple[str, ...]:
    """Return the lines that `helpkit new page` writes and that a writer replaces.

    The name of the page, which some begin with, is left out, and so are quotation marks.
    """
    lines = (
        line.rstrip('"').rpartition("{slug}")[2]
        for path in sorted(SKELETONS.glob("*.md"))
        if not path.name.startswith("region")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    kept = ("#", "---", "type:", "reviewed:", "{message}")
    return tuple(line for line in lines if line and not line.startswith(kept))


def find(text: str) -> tuple[int, str, str] | None:
    """Return offset, words and message of a note to oneself or a phrase of a chat assistant, if a text has one."""
    small = folding.small(text)
    for pattern, key in ((_NOTE, "article-unfinished"), (_CHAT, "article-unfinished.chat")):
        if found := pattern.search(small):
            return found.start(), text[found.start() : found.end()], key
    return None


def check(article: Article) -> Iterator[Problem]:
    """Yield each line that still holds words of the skeleton or a note to oneself."""
    small = folding.small(article.text)
    if not any(each.search(small) for each in (_NOTE, _CHAT, _FIGURE, _EMOJI)) and not any(
        each in article.text for each in _skeleton()
    ):
        return
    first = enumerate(article.text.splitlines()[: article.body_line - 1], 1)
    for number, line in (*first, *article.lines):
        small = folding.small(line)

        def problem(
            key: str,
            found: re.Match[str],
            group: int | str = 0,
            number: int = number,
            line: str = line,
        ) -> Problem:
            start, end = found.span(group)
            return Problem.of(article.path, number, start + 1, key, typed=line[start:end])

        if told := find(line):
            start, typed, key = told
            yield Problem.of(article.path, number, start + 1, key, typed=typed)
        elif (found := _FIGURE.search(small)) and not _has_picture(article):
            yield problem("article-unfinished.figure", found)
        elif found := _EMOJI.search(line):
            yield problem("article-unfinished.emoji", found, "typed")
        elif left := next((each for each in _skeleton() if line.rstrip('"').endswith(each)), None):
            said = left.lstrip(" :：")
            yield Problem.of(
                article.path,
                number,
                line.index(said) + 1,
                "article-unfinished.skeleton",
                said=said[:40],
            )


def _has_picture(article: Article) -> bool:
    return any(link.image for link in article.links) or any(
        each.name == "picture" for each in article.blocks
    )

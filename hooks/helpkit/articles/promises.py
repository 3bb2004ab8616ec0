"""What no article may say or lack: a contact called safe, a section without what it promises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpkit.articles.article import Article
from helpkit.problems import Problem

# Of one sentence. Who warns, asks or denies does not promise.
_SAFE = re.compile(
    r"(?:号码|电话|热线|网址|网站|邮箱|账号|链接|渠道|联系方式)(?:都|也|就)?(?:是|很|绝对|完全|百分之?百)+"
    r"(?:安全|可靠|靠谱)|(?:可以|请|能)?放心地?(?:拨|打|联系|点|使?用)"
    r"|\b(?:numbers?|hotlines?|address(?:es)?|sites?|links?|contacts?|channels?)\b (?:is|are)"
    r"(?: (?:completely|perfectly|totally|very|quite|always|absolutely))?"
    r" (?:safe|trustworthy|reliable|legitimate)\b|\bsafe(?:ly)? (?:to )?(?:call|dial|ring|contact)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"不|没|别|未|勿|假|谁说|以为|声称|自称|吗|？|\?|\b(?:not|never|no|if|whether|says?|claims?)\b|n't",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。！？!?.\n]+[。！？!?.]?")
# What a section of a how-to page holds, by its id: the block, and how it is written.
_HELD = {"message": "/// message | …", "never-share": "/// safety | never-share"}


def check(article: Article) -> Iterator[Problem]:
    """Yield each contact that an article calls safe, and each section without its block."""
    for number, line in article.lines if _SAFE.search(article.body) else ():
        for sentence in _SENTENCE.finditer(line):
            found = _SAFE.search(sentence[0])
            if found and not _DENIED.search(sentence[0]):
                yield Problem.of(
                    article.path,
                    number,
                    sentence.start() + found.start() + 1,
                    "article-promise",
                    typed=found[0],
                )
    if article.front is None or article.front.type != "how-to":
        return
    for heading in article.headings:
        block = _HELD.get(heading.id or "")
        below = article.section(heading.id) if block and heading.id else []
        if block and not any(line.strip().startswith(block.partition(" |")[0]) for line in below):
            yield Problem.of(
                article.path,
                heading.line,
                1,
                "article-without-block",
                title=heading.title,
                block=block,
            )

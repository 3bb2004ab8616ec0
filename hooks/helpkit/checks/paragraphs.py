"""Find lines that run together when drawn, rows that do not fit, paragraphs pasted twice."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from helpkit.articles.article import Article
from helpkit.languages import PROFILES
from helpkit.messages import Message, message
from helpkit.problems import Problem

_BULLET = r"[-*+]"
_ITEM = re.compile(rf"^(?P<indent> *)(?:{_BULLET}|(?P<kind>\d{{1,9}})\.)\s+\S")
CODE = re.compile(r"`[^`]*`")
# What people type in front of items, where it begins no list; twice in a paragraph it was meant so.
_COUNTED = re.compile(
    r"\s*(?P<typed>[一二三四五六七八九十]{1,3}[、．.]|[（(](?:[一二三四五六七八九十]{1,3}|[A-Za-z])[)）]、?"
    r"|第[一二三四五六七八九十\d]{1,3}(?:步|条|点|项|种)?(?=[：:，,、 ])|步骤 ?[一二三四五六七八九十\d]{1,2}(?=\D)"
    r"|(?:[A-Za-z]|[ivx]{2,4})(?:[)）、．：:]|\.(?=\s|[㐀-鿿]))"
    r"|(?:Step|Part|Option) (?:\w|one|two|three|four|five|six)[.:,])",
    re.IGNORECASE,
)
_MARKS_BEFORE = re.compile(r"^[\s>]*(?:(?:[-*+]|\d{1,9}\.)\s+)?")
# A name and what it is, as on a form.
_LABELLED = re.compile(r"\s*[^\s：:，。,.]{1,10}(?: [^\s：:，。,.]{1,10})?(?:：|: )")
_GOES_ON = re.compile(r"[，、；,;…—\-][”』」）\")*]*$")
# What no fragment holds: marks but for the one at its end, signs of tables and attributes.
_INSIDE = re.compile(r"[，、；,;…—-]|[。！？.!?](?=.)|[|{}]")
# Of lines that nobody broke because they were full, in columns; a Chinese character fills two.
_SHORT = {"han": 24, "latin": 40}
_SENTENCE = re.compile(r"[。！？；：.!?;:][”』」）\"*)]*$")
BLOCK_LINE = re.compile(r"^(\s*)/{3,}")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_UNDERLINE = re.compile(r"\s{0,3}(?:={2,}|-{2,})\s*")
_CELL = re.compile(r"(?<!\\)\|")
# Shorter paragraphs may stand in every part of a page.
_REPEATED = 12


def check(article: Article, html: str) -> Iterator[Problem]:
    """Yield lists and tables that a sentence swallows, rows that do not fit, underlined headings, repeats."""
    for number, line in article.lines:
        block = BLOCK_LINE.match(line)
        if block and (indent := len(block[1].expandtabs(4))) % 4 > 0:
            yield Problem.of(article.path, number, 1, "article-line.indent", indent=indent)
            return
    yield from _check_twice(article)
    below = False
    for lines in _paragraphs(article):
        first = lines[0][1]
        table = next((i for i, (_, line) in enumerate(lines) if _is_rule(line)), None)
        if table is not None:
            yield from _check_table(article, lines, table)
            continue
        if first.startswith("|") or first.endswith("|"):
            yield Problem.of(article.path, lines[0][0], 1, "article-table.row-alone")
        found = list(_check_list(article, lines, within=below))
        yield from found or _check_run(article, lines)
        yield from _check_ends(article, lines)
        below = bool(_ITEM.match(first)) or (below and first.startswith(" "))


def _check_twice(article: Article) -> Iterator[Problem]:
    """Yield each paragraph that was pasted a second time."""
    seen: dict[str, int] = {}
    for number, text in article.paragraphs:
        first = seen.setdefault(text.strip(), number)
        if first != number and len(text.strip()) > _REPEATED and not BLOCK_LINE.match(text):
            yield Problem.of(article.path, number, 1, "article-twice", first=first)


def _check_list(
    article: Article, lines: list[tuple[int, str]], *, within: bool
) -> Iterator[Problem]:
    """Yield lines of a paragraph that belong to another item, list or sentence than they seem to.

    `within` says whether the paragraph above is a list.
    """
    items = _ITEM.match(lines[0][1])
    last = len(items["indent"]) if items else 0
    for index, (number, line) in enumerate(lines):
        item = _ITEM.match(line)
        indent = len(line) - len(line.lstrip(" "))
        said: Message | None = None
        if re.fullmatch(rf" *(?:{_BULLET}|\d{{1,9}}\.)\s*", line):
            said = message("article-list.empty")
        elif index and _UNDERLINE.fullmatch(line):
            said = message(
                "article-heading.underlined",
                typed=line.strip()[:8],
                heading=lines[0][1].strip()[:30],
            )
        elif item and not items and not lines[0][1].startswith(("    ", ">")):
            said = message("article-list.below-sentence")
        elif item and items and last < indent < last + 4 and (index or within):
            said = message("article-list.indent", indent=indent, deeper=last + 4, same=last)
        elif item and items and indent == last and bool(item["kind"]) != bool(items["kind"]):
            said = message("article-list.mixed")
        elif (
            not items
            and index
            and indent < 2
            and _SENTENCE.search(lines[index - 1][1])
            and not line.startswith(">")
        ):
            said = message("article-line")
        elif items and not item and index and indent < 2 and _SENTENCE.search(lines[index - 1][1]):
            said = message("article-list.goes-on")
        elif not index and not item and within and 0 < indent < 4:
            said = message("article-line.indent", indent=indent)
        if said:
            yield Problem.of(article.path, number, 1, said.key, **said.given)
            return
        if item:
            items, last = item, indent


def _check_run(article: Article, lines: list[tuple[int, str]]) -> list[Problem]:
    """Return where lines run together that were typed as lines of their own."""
    starts = sorted({0, *(index for index, (_, line) in enumerate(lines) if _ITEM.match(line))})
    for start, end in itertools.pairwise([*starts, len(lines)]):
        part = lines[start:end]
        texts = [_MARKS_BEFORE.sub("", line).rstrip() for _, line in part]
        quoted = {line.lstrip().startswith(">") for _, line in part}
        if len(part) < 2 or len(quoted) > 1 or any(text.endswith("\\") for text in texts):
            continue
        counted = [found for text in texts if (found := _COUNTED.match(text))]
        if len(counted) > 1 and not (
            counted[1]["typed"].startswith("第") and all(map(_GOES_ON.search, texts[:-1]))
        ):
            index = next(i for i, text in enumerate(texts) if _COUNTED.match(text))
            typed = counted[0]["typed"].strip()
            return [Problem.of(article.path, part[index][0], 1, "article-list.number", typed=typed)]
        if all(map(_LABELLED.match, texts)) or _are_short(texts, article):
            key = "article-list.goes-on" if _ITEM.match(part[0][1]) else "article-line"
            return [Problem.of(article.path, part[1][0], 1, key)]
    return []


def _check_ends(article: Article, lines: list[tuple[int, str]]) -> Iterator[Problem]:
    """Yield items and paragraphs whose last sentence stops at a word that needs another one."""
    cut = re.compile(PROFILES[article.language].cut, re.IGNORECASE)
    for index, (number, line) in enumerate(lines, 1):
        is_last = index == len(lines) or _ITEM.match(lines[index][1])
        if is_last and (found := cut.search(line)):
            column = found.start("last") + 1
            yield Problem.of(
                article.path, number, column, "article-unfinished.cut", typed=found["last"]
            )


def _are_short(texts: list[str], article: Article) -> bool:
    """Return whether lines are fragments that end early, so that no width of a page broke them."""
    script = PROFILES[article.language].script
    most = _SHORT["han" if script == "han" else "latin"]
    if any(_width(text) > most or _INSIDE.search(text) for text in texts):
        return False
    begin = all(text[:1].isupper() for text in texts) or script == "han"
    return begin and (len(texts) > 2 or not _SENTENCE.search(texts[-1]))


def _width(text: str) -> int:
    return sum(2 if character > "\u2e7f" else 1 for character in text)


def _check_table(article: Article, lines: list[tuple[int, str]], rule: int) -> Iterator[Problem]:
    number, head = lines[max(rule - 1, 0)]
    if rule != 1:
        yield Problem.of(
            article.path,
            number,
            1,
            "article-table.below-sentence" if rule else "article-table.no-head",
        )
        return
    columns = _cells(head)
    for number, row in (lines[1], *lines[2:]):
        if (count := _cells(row)) != columns:
            yield Problem.of(
                article.path,
                number,
                1,
                "article-table.cells" if count < columns else "article-table.cells-dropped",
                cells=count,
                columns=columns,
            )


def _cells(row: str) -> int:
    plain = CODE.sub("", row).strip()
    return len(_CELL.findall(plain.removeprefix("|").removesuffix("|"))) + 1


def _is_rule(line: str) -> bool:
    return "|" in line and "-" in line and _RULE.fullmatch(line) is not None


def _paragraphs(article: Article) -> Iterator[list[tuple[int, str]]]:
    """Yield the lines that stand together; headings and the lines of blocks stand by themselves."""
    together: list[tuple[int, str]] = []
    for number, line in (*article.lines, (0, "")):
        apart = not line.strip() or line.startswith("#") or BLOCK_LINE.match(line)
        if (apart or (together and number != together[-1][0] + 1)) and together:
            yield together
            together = []
        if not apart:
            together.append((number, line))

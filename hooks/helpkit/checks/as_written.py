"""Find marks that a writer typed and that do nothing on the page.

Markdown says nothing about what it cannot read: it draws a list as a sentence, a heading as a text
with two hashes, and drops the last cell of a row. So three nets lie one behind the other. `_TYPED`
knows what people type and says what to type instead. A mark that still stands on the drawn page is
refused by itself. And the page is compared with GitHub's reading of the same text (cmark-gfm), in
which headings, lists, tables, cells, links and pictures are what writers expect of them.
"""

from __future__ import annotations

import difflib
import html as entities
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

import cmarkgfm
from cmarkgfm.cmark import Options

from helpkit.articles.article import Article
from helpkit.articles.written_blocks import choose
from helpkit.checks import paragraphs
from helpkit.checks.paragraphs import BLOCK_LINE, CODE
from helpkit.data.located import HIDDEN
from helpkit.data.vocabulary import CONDITIONS
from helpkit.languages import PROFILES
from helpkit.messages import message
from helpkit.problems import Problem

_HAN = r"[㐀-鿿]"


Net = Callable[[Article, str], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class _Typed:
    """Something that is typed and not drawn; what its message names is the group `typed`."""

    key: str
    pattern: re.Pattern[str]


def _typed(key: str, pattern: str) -> _Typed:
    """Return what is typed by its pattern for a line, which is read with the end of the one above.

    To look for that is ten times as fast as to try `^` at each character.
    """
    return _Typed(key, re.compile(re.sub(r"^\^", r"\n", pattern), re.MULTILINE))


# Read line by line, code left out; the first that fits a line speaks for it.
_TYPED = (
    _typed("article-heading.no-hash", r"^\s{0,3}(?P<typed>#)(?=[^#\s])"),
    _typed(
        "article-heading.full-width-id",
        r"^#{2,6}\s.*(?P<typed>[｛{]\s*[#＃][^{}｛｝]*｝|｛\s*[#＃][^{}｛｝]*})",
    ),
    _typed("article-heading.no-space", r"^\s{0,3}(?P<typed>#{2,6})(?=[^#\s])"),
    _typed("article-heading.full-width", r"^\s{0,3}(?P<typed>[＃#]*＃[＃#]*|#{1,6}\u3000)"),
    _typed("article-markdown.box", r"^\s*(?P<typed>!!!|\?\?\?|:::|>\s*\[!\w+\]|===(?=\s+[\"“]))"),
    _typed(
        "article-markdown.box",
        r"^\s*(?P<typed>\{(?:info|note|tip|warning|panel|expand|quote)(?::[^{}]*)?\})\s*$",
    ),
    _typed("article-markdown.signature", r"^(?P<typed>--)\s*$"),
    _typed("article-list.tick", r"^\s*(?![-*+] \[ \] )(?P<typed>[-*+]?\s*\[[ xX✓√]?\])(?!\()"),
    _typed("article-list.tick", r"^\s*(?P<typed>(?:[-*+] +)?[☐☑☒□🔲⬜]|[✔✓✅])(?=.*\w)"),
    _typed(
        "article-list.number",
        r"^\s*(?P<typed>\d{1,2}(?:\.\d{1,2})+[.、)）]?)"
        rf"(?= +(?:[A-Z“\"]|{_HAN}))(?! *(?:[万亿元米公里小时天年月周倍折版点页]|[A-Z]{{2}}))",
    ),
    _typed(
        "article-list.number",
        r"^\s*(?P<typed>\d{1,2}[)）、．]|[（(]\d{1,2}[)）]、?|[①-⑳]|\d{1,2}\.(?=[^\s\d.]))",
    ),
    _typed(
        "article-list.mark",
        r"^\s*(?P<typed>[\uf0a7\uf0b7\uf0d8\uf06c\uf0fc•·●○◦‣▪■□◆◇★☆※－–—](?![－–—])|[-+](?=[^\s\d+|:-]))",
    ),
    _typed(
        "article-list.joined",
        r"(?<=[。！？.!?)）])(?P<typed>\d{1,2}\. ?(?=\*\*)|[-*+] (?=\*\*[^*]|\[[^\]]*\]\())",
    ),
    _typed("article-list.full-width-space", r"^\s*(?P<typed>(?:[-*+]|\d{1,2}\.)\u3000)"),
    _typed("article-markdown.contents", r"^\s*(?P<typed>\[TOC\])"),
    _typed("article-table.full-width", r"^\s*(?P<typed>｜)"),
    _typed("article-markdown.quotation", r"^\s*(?P<typed>＞)"),
    _typed(
        "article-markdown.link",
        r"(?P<typed>(?:\]\s+\(|\]\s*（|】\s*[（(])[^（()）]*(?:\.md|\.png|\.svg|#[a-z])[^（()）]*[)）])",
    ),
    _typed("article-markdown.link-title", r"\]\((?P<typed>[^()\s]+\s+[“”‘’「『][^()\n]*)\)"),
    _typed("article-markdown.picture", r"(?P<typed>!\[[^\[\]]*\]\[[^\]]*\]|!\[\[[^\]]*\]\])"),
    _typed(
        "article-markdown.formula",
        r"(?P<typed>\$[^$\n]{0,40}\\[A-Za-z]+[^$\n]{0,40}\$|\\[(\[][^\n]{1,60}?\\[)\]])",
    ),
    _typed("article-markdown.hidden", r"^(?!\s*\|.*\|\s*$).*?(?P<typed>\|\|[^|\s][^|\n]*\|\|)"),
    _typed("article-markdown.stars", r"(?P<typed>\w+\*{4,}\w*|\*{4,}\w+|\d+\*{2,3}\d+)"),
    _typed(
        "article-markdown.raised",
        r"(?P<typed>\^[+−-]?[0-9A-Za-z]{1,6}\^|(?<=[A-Za-z])~\d{1,2}~(?![\d~]))",
    ),
    _typed("article-markdown.entity", r"(?P<typed>&amp;#?\w+;)"),
    _typed("article-table.tabs", r"^\s*[^\s|].*?(?P<typed>\t+)(?=\S)"),
    _typed("article-markdown.size", r"!\[[^\]]*(?P<typed>\|\s*\d+(?:x\d+)?)\]\("),
    _typed("article-markdown.size", r"!\[[^\]]*\]\([^()\s]+\s+(?P<typed>=\d*x?\d*)\)"),
    _typed("article-markdown.colon", r"^\s{0,3}(?P<typed>[:：])\s+\S"),
    _typed("article-space", rf"(?P<typed>[\u3000\u00a0\u2000-\u200a\u202f]|{HIDDEN.pattern})"),
    _typed("article-space.between", rf"(?<={_HAN})(?P<typed> +{_HAN})"),
)
# What stands on no drawn page, outside code. Blanks that readers fill in are no marks.
_MARK = re.compile(
    r"[*＊]+|(?<!_)_{2,3}(?!_)|(?<![\w&])#+(?=\s|[A-Za-z㐀-鿿]|$)|＃+|~~+|～～+|==+|＝＝+|\|+|｜+"
    r"|[{}｛｝]+|`+|｀+|\]\(|\[\[|\]\]|\[\^|［|］|\\|:::+|!!!+|\?\?\?+(?=\s\w)|%%+|--+"
    r"|(?<!\w):[a-z][a-z0-9_+-]+:(?!\w)|\[[^\[\]]*[㐀-鿿][^\[\]]*\]"
)
# Marks that `_PLAIN` knows to be drawn.
_DRAWN = re.compile(
    r"^///.*|^#{2,3} | \{#[a-z0-9-]+\}$|\*\*|\]\([^()\s]*\)|^- \[ \] ", re.MULTILINE
)
# A line without anything that Markdowns read differently: its mark, then words, stress and links.
_PLAIN = re.compile(
    r"///.*|(?P<kind>- (?:\[ \] )?|\d{1,2}\. |#{2,3} )?(?:(?![\s>+:#/-]|\d+[.)]\s)"
    r"(?:[^*_`~=|\\{}\[\]<>#&!^+\t]|\*\*[^*\s](?:[^*]*[^*\s])?\*\*(?!\*)"
    r"|\[[^\[\]*_`]+\]\([^()\s<>]+\))*(?: \{#[a-z0-9-]+\})?)"
)
# Map the start of a stray mark to the message (`type-…`) that says what to type instead. The first
# match wins.
_INSTEAD = (
    ("*", "star"),
    ("__", "stress"),
    ("==", "stress"),
    ("##", "heading"),
    ("~~", "struck"),
    ("|", "bar"),
    ("{", "variable"),
    ("}", "variable"),
    ("[^", "footnote"),
    ("](", "closed-link"),
    ("[[", "link"),
    ("]]", "link"),
    ("[", "blank"),
    ("```", "fence"),
    ("`", "backtick"),
    ("--", "dash"),
    (":", "emoji"),
    ("", "other"),
)
_HALF = str.maketrans("＊＃～＝｜｛｝｀［］", "*#~=|{}`[]")
# The key beside 1 of a Chinese keyboard, for the one beside Enter.
_APOSTROPHE = re.compile(r"(?<!`)\b[A-Za-z]+`(?:s|t|re|ve|ll|d|m)\b(?!`)")
_UNREAD = re.compile(r"<(code|pre)\b.*?</\1>|<[^>]*>", re.DOTALL)
_FENCE = re.compile(r"^ *(?P<typed>(?:`{3,}|~{3,}) *(?:markdown|md))\s*$", re.MULTILINE)


def check(article: Article, read: Callable[[Article], str]) -> Iterator[Problem]:
    """Yield what is typed in an article and drawn otherwise; `read` returns what it becomes."""
    html = "" if _is_plain(article) else read(article)
    told: set[int] = set()
    nets: list[Net] = [_check_lines, paragraphs.check]
    if html and all(block.closed for block in article.blocks):
        nets += [_check_marks, _check_boxes]
    for net in nets:
        found = list(net(article, html))
        # Report each mistake once, by the most specific net.
        yield from (problem for problem in found if problem.line not in told)
        lines = {problem.line for problem in found}
        for first, text in article.paragraphs if lines else ():
            numbers = set(range(first, first + text.count("\n") + 1))
            told |= numbers if numbers & lines else lines
    if not told and len(nets) > 2:
        yield from _check_shape(article, html)


def _is_plain(article: Article) -> bool:
    """Return whether each paragraph is of a kind that every Markdown draws alike.

    That is one line of text, or items of one kind at the margin, with nothing inside but words,
    **stress** and [links](page.md). It holds for most articles, and drawing them takes a second.
    """
    if len(article.lines) != len(article.body.splitlines()):  # program text
        return False
    if _MARK.search(_DRAWN.sub("", article.body)):
        return False
    options = {d.line + n for d in article.blocks for n in range(1, len(d.options) + 1)}
    above = ""
    for number, line in article.lines:
        if number in options:
            continue
        found = _PLAIN.fullmatch(line)
        if found is None:
            return False
        kind = line[:1] if line[:1] in ("", "/", "#") else (found["kind"] or "text")
        kind = "1" if kind[0:1].isdigit() else kind
        beside = not above or not kind or "/" in (above, kind) or kind == above not in ("text", "#")
        if not beside:
            return False
        above = kind
    return True


def untold(problems: Iterable[Problem], told: Collection[Problem]) -> Iterator[Problem]:
    """Drop `article-mark` and `article-shape` where another check reports the same line more precisely."""
    others = [p for p in told if p.rule.startswith(("article-", "block-", "contact-"))]
    unread = any(problem.rule.startswith("block-") for problem in others)
    lines = {problem.line for problem in others if not problem.rule.startswith("contact-")}
    for problem in problems:
        mark, shape = problem.rule == "article-mark", problem.rule == "article-shape"
        run = unread and problem.message.key == "article-line"  # the end of such a block
        if not (mark and (unread or problem.line in lines)) and not (shape and others) and not run:
            yield problem


def _check_lines(article: Article, html: str) -> Iterator[Problem]:
    candidates = [typed for typed in _TYPED if typed.pattern.search(f"\n{article.body}")]
    for number, line in article.lines if candidates or "`" in article.body else ():
        if found := _APOSTROPHE.search(line):
            column = found.start() + 1
            yield Problem.of(
                article.path, number, column, "article-markdown.apostrophe", typed=found[0]
            )
            continue
        words = "\n" + CODE.sub(lambda code: " " * len(code[0]), line)
        for typed in candidates:
            if found := typed.pattern.search(words):
                said = found["typed"].strip(" ") or " "
                half = said.translate(_HALF).strip("\u3000")
                column = found.start("typed")
                yield Problem.of(article.path, number, column, typed.key, typed=said, half=half)
                break
    # The guide for writers shows how pages are typed; on other pages it was meant to be drawn.
    for fence in () if article.slug.startswith("about/") else _FENCE.finditer(article.body):
        place = article.body_line + article.body.count("\n", 0, fence.start())
        yield Problem.of(article.path, place, 1, "article-markdown.fence", typed=fence["typed"])


def _check_marks(article: Article, html: str) -> Iterator[Problem]:
    """Yield marks of Markdown that stand on the drawn page as they were typed."""
    text = entities.unescape(_UNREAD.sub("", html))
    told: set[tuple[int, str]] = set()
    lines = [
        (number, line, re.sub(r"\s", "", line))
        for number, line in enumerate(article.body.splitlines(), article.body_line)
        if not BLOCK_LINE.match(line)
    ]
    for found in _MARK.finditer(text):
        mark, following = found[0], text[found.end() : found.end() + 8].split("\n")[0].strip()
        before = "" if following else text[max(found.start() - 8, 0) : found.start()].strip()[-2:]
        if mark.startswith("[") and PROFILES[article.language].script != "han" and len(mark) > 2:
            continue
        wanted = before + re.sub(r"\s", "", mark + following)[: len(mark) + 2]
        alike = [(number, line) for number, line, squeezed in lines if wanted in squeezed]
        places = alike or [(number, line) for number, line, _ in lines if mark in line]
        line, typed = places[0] if places else (article.body_line, mark)
        half = mark.translate(_HALF)
        name = next(f"type-{name}" for sign, name in _INSTEAD if half.startswith(sign))
        if (line, name) in told:
            continue
        told.add((line, name))
        yield Problem.of(
            article.path,
            line,
            max(typed.find(mark), typed.find(mark[0])) + 1,
            "article-mark",
            typed=mark[:30],
            instead=message(name, sign=half[:9]),
        )


def _check_boxes(article: Article, html: str) -> Iterator[Problem]:
    """Yield paragraphs that their indent makes a box of program text."""
    if "<pre" not in html:
        return
    for number, text in article.paragraphs:
        line = text.split("\n")[0]
        said = entities.escape(line.strip(), quote=False)
        if line.startswith(("    ", "\t")) and re.search(rf"<pre><code>\s*{re.escape(said)}", html):
            yield Problem.of(article.path, number, 1, "article-indented", typed=line.strip()[:20])


def _check_shape(article: Article, html: str) -> Iterator[Problem]:
    """Yield where the page has other headings, items, cells or links than its text has for GitHub."""
    options = Options.CMARK_OPT_SOURCEPOS | Options.CMARK_OPT_UNSAFE
    plain = cmarkgfm.markdown_to_html_with_extensions(
        _without_blocks(article), options=options, extensions=["table", "strikethrough", "tasklist"]
    )
    if _outline(plain) == _outline(html):
        return
    meant, drawn = _parts(plain), _parts(html)
    keys = [part[:2] for part in meant], [part[:2] for part in drawn]
    for change, start, end, _, _ in difflib.SequenceMatcher(None, *keys, False).get_opcodes():
        if change == "equal":
            continue
        changed = meant[start:end] or meant[max(start - 1, 0) : start + 1]
        line = changed[0][2]
        kind = next((_NAMES[tag] for tag, _, _ in changed if tag in _NAMES), "other")
        said = next((text for _, text, _ in changed if text), "")
        yield Problem.of(
            article.path,
            article.body_line - 1 + line,
            1,
            "article-shape",
            typed=said[:20],
            part=message(f"part-{kind}"),
        )


def _without_blocks(article: Article) -> str:
    """Return the Markdown between the blocks; each line keeps its number."""
    kept = dict(choose(article.body, conditions=CONDITIONS))
    lines = [kept.get(number, "\n") for number in range(1, len(article.body.splitlines()) + 1)]
    for written in article.blocks:
        first = written.line - article.body_line + 1
        lines[first : first + len(written.options)] = ["\n"] * len(written.options)
    for number, _ in article.lines:
        index = number - article.body_line
        if block := BLOCK_LINE.match(lines[index]):
            lines[index] = f"{block[1]}<!-- -->\n"
    return "".join(lines)


def _outline(html: str) -> str:
    """Return the letters of a page and the tags that give it its shape, without blanks."""
    bare = _TAG.sub(lambda tag: f"<{tag[1]}>" if tag[1] else "", html)
    return _SQUASHED.sub("", entities.unescape(bare))


def _parts(html: str) -> list[tuple[str, str, int]]:
    """Return each part of a page: its tag, its letters without blanks, and its line if known."""
    parts, line, items = [("", "", 1)], 1, 0
    tags = [
        tag for tag in _TAG.finditer(html) if tag[1] or tag[0].startswith(("<p>", "<p ", "</p>"))
    ]
    for tag, following in itertools.zip_longest(tags, tags[1:]):
        if place := re.search(r'data-sourcepos="(\d+)', tag[0]):
            line = int(place[1])
        items += {"li": 1, "/li": -1}.get(tag[1] or "", 0)
        text = _outline(html[tag.end() : following.start() if following else len(html)])
        if tag[1] or not items:
            parts.append((tag[1] or "p", text, line))
        else:  # an item of a list has paragraphs or has none; it looks the same
            parts[-1] = (parts[-1][0], parts[-1][1] + text, parts[-1][2])
    return parts


# Tags that give a page its shape, in the first group; all others, and what stands for the title of a box.
_TAG = re.compile(
    r'<p class="admonition-title"[^>]*>.*?</p>|<summary>.*?</summary>|<!--.*?-->'
    r"|<(/?(?:h[1-6]|ul|ol|/?li|blockquote|pre|hr|table|tr|th|td|a|img)\b)?[^>]*>",
    re.DOTALL,
)
_SQUASHED = re.compile(r"[\s*_~]|\[ \]|\{\s*[#.:][^{}]*\}")
_NAMES = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "ul": "list",
    "ol": "list",
    "li": "item",
    "blockquote": "quotation",
    "pre": "program-text",
    "hr": "rule",
    "table": "table",
    "tr": "row",
    "th": "cell",
    "td": "cell",
    "a": "link",
    "img": "picture",
}

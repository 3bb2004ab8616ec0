"""Check an article's HTML: only elements, attributes and links that Markdown and our blocks make.

Articles are written in Markdown alone. A parser that follows the HTML standard, as browsers do,
reads the result. Everything that the list below lacks is an error, so what nobody thought of is
refused too.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from helpkit.addresses import page_address
from helpkit.articles.article import Article
from helpkit.articles.written_blocks import PAPER, PROSE_BLOCKS, choose
from helpkit.blocks.extension import DataBlocks
from helpkit.blocks.tables_and_lists import MarkdownParts
from helpkit.checks import mkdocs_config
from helpkit.checks.free_texts import TextRules
from helpkit.data.located import read_file
from helpkit.data.vocabulary import CONDITIONS
from helpkit.problems import Problem, Severity
from helpkit.text import page_parts, web_addresses
from helpkit.text.contact_values import PHONE, Stray

# What may stand in an article, with its attributes.
ELEMENTS: Mapping[str, Collection[str]] = {
    **dict.fromkeys(("h2", "h3", "h4"), ("id",)),
    **dict.fromkeys(("p", "div", "span", "li", "details"), ("class", "data-part")),
    "ol": ("start",),
    **dict.fromkeys(("summary", "ul", "em", "pre", "blockquote", "br", "hr", "label"), ()),
    **dict.fromkeys(("thead", "tbody", "tr"), ("role",)),
    "a": ("href", "class"),
    "strong": ("role", "aria-level"),
    "code": ("class",),
    "img": ("src", "alt"),
    "input": ("type",),
    "table": ("role", "class"),
    "th": ("role", "scope", "class", "lang"),
    "td": ("role", "data-label", "lang"),
}
# Values of `class`: what our own Markdown makes, and the one that writers may give a link.
_CLASSES = re.compile(
    r"route|check|form|paper|blank|blank-here|admonition(?: (?:note|tip|warning))?|admonition-title"
    r"|language-[a-z0-9-]+|block block-[a-z-]+"
)
# Skip parsing unless one of these characters occurs: without them Markdown makes only allowed
# elements.
_NEEDS_READING = re.compile(
    r"[<&\\]|\{(?!#)|\]\s?\[|!\[|^[ ]{0,3}(?:\[[^\]\n]+\]:|\*\[)|\]\(\s*<", re.MULTILINE
)
# The extensions of a site without settings.
_BLOCKS_OF = "pymdownx.blocks."
_NAMED = [
    *("attr_list", "md_in_html", "sane_lists"),
    {f"{_BLOCKS_OF}admonition": {"types": [name for name in PROSE_BLOCKS if name != PAPER]}},
    {f"{_BLOCKS_OF}details": {"types": [PAPER]}},
]
_MOST_BRACKETS = 200
_REFERENCE = re.compile(r"^[ ]{0,3}\[(?P<name>[^\]\n]+)\]:[ \t]*\S", re.MULTILINE)
_COMMENT = re.compile(r"<!(?:--|\[CDATA|doctype)|<\?", re.IGNORECASE)
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$")
_SPAN = re.compile(r"`[^`]*`")
_TAG = re.compile(r"<(?!br>)[A-Za-z!/?][^>\s]*>?")  # two blanks at the end nobody sees
_BEGINS = re.compile(r"[\s>|*+-]*(?P<digit>\d)(?!\d|[.)])")
# Or "1. " as people type it without a blank (see `as_written`).
_ITEM = re.compile(r"^(?P<indent>\s*)(?P<number>\d{1,9})(?:[.)]\s|[、）．])")


class Pipeline:
    """The Markdown of the build: the extensions of mkdocs.yml and our own, blocks left empty."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[str, str] = {}

    @functools.cached_property
    def _markdown(self) -> Markdown:
        """Created on first use: in many builds no article changed."""
        path = self._root / "mkdocs.yml"
        settings = read_file(path, root=self._root)[0].value if path.is_file() else {}
        named = settings.get("markdown_extensions") if isinstance(settings, dict) else ()
        extensions: list[Any] = ["toc", "tables", "fenced_code"]  # as MkDocs adds by itself
        configs: dict[str, Any] = {}
        each: Any
        # With a misspelt one, articles are read as they would be: it has a problem of its own.
        sound = named if all(map(mkdocs_config.is_extension, named or ())) else None
        for each in sound or _NAMED:
            name = each if isinstance(each, str) else next(iter(each))
            extensions.append(name)
            if name.startswith(_BLOCKS_OF):
                configs[name] = each[name]
        return Markdown(
            extensions=[*dict.fromkeys(extensions), DataBlocks(_draw_nothing), MarkdownParts()],
            extension_configs=configs,
        )

    def read(self, article: Article) -> str:
        """Return the HTML of an article, whatever its blocks show and depend on."""
        if article.path not in self._read:
            lines = (line for _, line in choose(article.body, conditions=CONDITIONS))
            self._read[article.path] = self.convert("".join(lines))
        return self._read[article.path]

    def convert(self, text: str) -> str:
        """Return the HTML of an article's Markdown."""
        self._markdown.reset()
        return self._markdown.convert(text)


def _draw_nothing(name: str, argument: str, options: dict[str, str]) -> str:
    """Return what stands for a block: what blocks show is checked with the data."""
    return ""


def check(article: Article, pipeline: Pipeline, texts: TextRules | None) -> Iterator[Problem]:
    """Yield elements, attributes, links and numbers that no article may contain."""
    written = [*_check_lines(article), *_check_front_matter(article), *_first_numbers(article)]
    yield from written
    if written or not _NEEDS_READING.search(article.body):
        return
    html = pipeline.read(article)
    problems = list(_check_elements(article, html))
    yield from problems
    if texts and not problems:
        yield from _check_texts(article, html, texts)


def _check_lines(article: Article) -> Iterator[Problem]:
    yield from _check_counts(article)
    for number, line in article.lines:
        if _CONFLICT.match(line):
            yield Problem.of(article.path, number, 1, "article-conflict", typed=line[:12])
        words = _SPAN.sub(lambda code: " " * len(code[0]), line)
        if found := _COMMENT.search(words):
            yield Problem.of(article.path, number, found.start() + 1, "article-comment")
        elif found := _TAG.search(words):
            yield Problem.of(
                article.path, number, found.start() + 1, "article-element.tag", typed=found[0]
            )
    for number, text in article.paragraphs:
        if (brackets := text.count("[")) > _MOST_BRACKETS:
            yield Problem.of(
                article.path, number, 1, "article-brackets", brackets=brackets, most=_MOST_BRACKETS
            )
    for found in _REFERENCE.finditer(article.body) if "]:" in article.body else ():
        number = article.body_line + article.body.count("\n", 0, found.start())
        if any(number == each for each, _ in article.lines):
            yield Problem.of(article.path, number, 1, "article-reference", words=found["name"])


def _check_counts(article: Article) -> Iterator[Problem]:
    """Yield where a list begins with a number of its own, and the first that is drawn otherwise.

    A list is counted from its first number on, whatever stands in front of its other items; `1.` in
    front of all of them is a habit of many.
    """
    last: dict[str, int] = {}
    same: set[str] = set()  # the indents of lists that go on
    told: set[str] = set()
    above = ""
    for number, line in article.lines:
        item = _ITEM.match(line)
        if not item:
            if line.strip() and not line.startswith(" ") and (not above or line[0] in "#/"):
                same.clear()
            above = line.strip()
            continue
        value, indent = int(item["number"]), item["indent"]
        last = {each: n for each, n in last.items() if len(each) <= len(indent)}
        same = {each for each in same if len(each) <= len(indent)}
        before = last.get(indent, 0)
        drawn = before + 1 if indent in same else value
        if indent in same:
            if value not in (1, drawn) and indent not in told:
                told.add(indent)
                yield Problem.of(
                    *(article.path, number, 1, "article-list-number.drawn"),
                    severity=Severity.WARNING,
                    number=item["number"],
                    drawn=drawn,
                )
        # The same twice in two blocks of which one is shown.
        elif value not in (1, before, before + 1):
            yield Problem.of(
                *(article.path, number, 1, "article-list-number"),
                number=item["number"],
                next=before + 1,
            )
            drawn = before + 1
        if indent not in same:
            told.discard(indent)
        same.add(indent)
        last[indent] = drawn
        above = line.strip()


def _check_front_matter(article: Article) -> Iterator[Problem]:
    first = article.text.splitlines()[: article.body_line - 1]
    for number, line in enumerate(first, 1):
        if found := _TAG.search(line):
            yield Problem.of(
                article.path,
                number,
                found.start() + 1,
                "article-element.front-matter",
                typed=found[0],
            )


def _first_numbers(article: Article) -> Iterator[Problem]:
    """Find a phone number spelt downwards: seven or more lines that each start with one of its digits."""
    run: list[tuple[int, int]] = []
    for line, text in [*article.lines, (0, "end")]:
        if not text.strip():
            continue
        if found := _BEGINS.match(text):
            run.append((line, int(found["digit"])))
            continue
        digits = [digit for _, digit in run]
        if len(run) >= 7 and any(b not in (a, a + 1, 1) for a, b in itertools.pairwise(digits)):
            said = "".join(map(str, digits))
            stray = Stray(run[0][0], 1, said, PHONE)
            yield stray.problem(article.path, line=run[0][0], column=1)
        run = []


def _check_elements(article: Article, html: str) -> Iterator[Problem]:
    page = page_address(article.slug, language=article.language)
    place = _Places(article)
    body = LexborHTMLParser(f"<!doctype html><body>{html}").root
    if body is None:
        return
    for element in body.traverse():
        name = element.tag or ""
        if name in ("html", "head", "body"):
            if element.attributes:
                yield place.problem(name, f"<{name}>")
            continue
        if name not in ELEMENTS:
            yield place.problem(name, f"<{name}>")
            continue
        for attribute, value in element.attributes.items():
            if attribute not in ELEMENTS[name] or (
                attribute == "class" and not _CLASSES.fullmatch(value or "")
            ):
                yield place.problem(name, f'{attribute}="{value or ""}"', needle=attribute)
            elif attribute in ("href", "src") and web_addresses.leaves(value or "", page=page):
                yield place.problem(name, value or "", needle=value or "", rule="article-link")
        if name == "input" and element.attributes.get("type") != "checkbox":
            yield place.problem(name, "<input>")


def _check_texts(article: Article, html: str, texts: TextRules) -> Iterator[Problem]:
    """Yield contacts that only the finished text shows: entities, escapes, hidden parts."""
    place = _Places(article)
    seen: set[str] = set()
    for text in texts_of(html):
        for stray in texts.find(text, about=article.slug):
            if stray.value not in seen:
                seen.add(stray.value)
                line, column = place.of(stray.value.split()[0])
                yield stray.problem(article.path, line=line, column=column)


def texts_of(html: str) -> list[str]:
    """Return the text of each block as a browser shows it, code left out, and each `alt`."""
    found: list[str] = []
    parts: list[str] = []

    def end() -> None:
        if text := " ".join("".join(parts).split()):
            found.append(text)
        parts.clear()

    def walk(node: Any) -> None:
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                parts.append(child.text(deep=False))
            elif child.tag == "code":
                parts.append("\n")
            else:
                breaks = child.tag in page_parts.BREAKS
                if breaks:
                    end()
                if alt := child.attributes.get("alt"):
                    found.append(alt)
                walk(child)
                if breaks:
                    end()

    root = LexborHTMLParser(f"<!doctype html><body>{html}").body
    if root is not None:
        walk(root)
    end()
    return found


class _Places:
    """Maps something found in the HTML of an article back to its place in the file."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._used: dict[str, int] = {}

    def of(self, needle: str) -> tuple[int, int]:
        """Return line and column of the next place of a needle; the first line of the body else."""
        wanted, skip = needle.lower(), self._used.get(needle, 0)
        self._used[needle] = skip + 1
        places = [
            (number, line.lower().find(wanted) + 1)
            for number, line in self._article.lines
            if wanted and wanted in line.lower()
        ]
        return places[min(skip, len(places) - 1)] if places else (self._article.body_line, 1)

    def problem(
        self, name: str, typed: str, *, needle: str = "", rule: str = "article-element"
    ) -> Problem:
        line, column = self.of(needle or f"<{name}")
        return Problem.of(self._article.path, line, column, rule, typed=typed)

"""Articles: the Markdown files of `docs/`, read for checks and for the parts around a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from helpkit.articles import written_blocks
from helpkit.articles.front_matter import FrontMatter
from helpkit.articles.written_blocks import WrittenBlock
from helpkit.data.located import Located, read_text, source_text
from helpkit.data.validation import validate
from helpkit.languages import PUBLISHED, Language
from helpkit.problems import Problem

MOST_LINES = 2_000
# The most openings on one page: Python-Markdown searches for the end of each from every later
# position.
MOST_BRACKETS = 1_000
# What programs make of three hyphens.
_DASHES = re.compile(r"[-—–―−－]{1,6}")
# The deepest nesting of lists and quotations: Python-Markdown recurses for each level.
_DEEP = re.compile(r"^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){21}", flags=re.MULTILINE)
# The file of a page below the folder of its language; it becomes the address.
PAGE_FILE = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*\.md")
_HEADING = re.compile(
    r"^(?P<level>#{1,6})\s+(?P<title>.*?)(?:\s*\{\s*#(?P<id>[^\s}]+)[^}]*\})?\s*$"
)
# Every repetition is bounded and possessive: a line of brackets would otherwise take quadratic
# time.
LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]{0,100}+\]){0,500}+)\]"
    r"\(\s{0,20}+(?P<target>(?:[^()\s]|\([^()\s]{0,200}+\)){0,2000}+)"
    r"(?:[^()]|\([^()]{0,200}+\)){0,500}+\)"
)
_ORDERED = re.compile(r"^\s{0,3}\d+[.)]\s+")
_UNORDERED = re.compile(r"^\s{0,3}[-*+]\s+")
_CODE = re.compile(r"`[^`]*`")
_TABLE_RULE = re.compile(r"\s*\|?(\s*:?-{3,}:?\s*\|)+\s*(:?-{3,}:?\s*)?\|?\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title, with its explicit id if it has one."""

    level: int
    title: str
    id: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image; `target` as written."""

    text: str
    target: str
    line: int
    column: int
    image: bool


@dataclass(frozen=True)
class Article:
    """One page in one language. Its parts are computed on first use.

    `slug` is its place in the language's folder without the ending: `problems/login`,
    `contact/index`. `body_line` is the line of the file in which the Markdown starts.
    """

    path: str
    language: Language
    slug: str
    text: str
    body: str
    body_line: int
    matter: Located
    front: FrontMatter | None

    @cached_property
    def blocks(self) -> list[WrittenBlock]:
        """The blocks of the page, in order."""
        return written_blocks.find(self.lines)

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """The lines outside code blocks, with their numbers in the file."""
        return written_blocks.prose_lines(self.body, first_line=self.body_line)

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings in the text."""
        return [
            Heading(len(m["level"]), m["title"].strip(), m["id"], number)
            for number, line in self.lines
            if (m := _HEADING.match(line))
        ]

    @cached_property
    def paragraphs(self) -> list[tuple[int, str]]:
        """The lines that stand together without an empty one between, with the number of the first."""
        found: list[tuple[int, str]] = []
        end = -1
        for number, line in self.lines:
            if line.strip() and number == end:
                first, text = found[-1]
                found[-1] = first, f"{text}\n{line}"
            elif line.strip():
                found.append((number, line))
            end = number + 1 if line.strip() else -1
        return found

    @cached_property
    def links(self) -> list[Link]:
        """The links and images in the text, code left out; one may go on in the next line."""
        return [
            Link(
                m["text"],
                m["target"],
                first + text.count("\n", 0, m.start()),
                m.start() - text.rfind("\n", 0, m.start()),
                bool(m["image"]),
            )
            for first, text in self.paragraphs
            if "](" in text
            for m in LINK.finditer(_CODE.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text))
        ]

    def items_by_section(self) -> Iterator[tuple[str, int, int]]:
        """Yield heading id, ordered items and unordered items of each section, top level only."""
        section, ordered, unordered = "", 0, 0
        for _, line in self.lines:
            if heading := _HEADING.match(line):
                yield section, ordered, unordered
                section, ordered, unordered = heading["id"] or heading["title"], 0, 0
            ordered += bool(_ORDERED.match(line))
            unordered += bool(_UNORDERED.match(line))
        yield section, ordered, unordered

    def section(self, identifier: str) -> list[str]:
        """Return the lines below the heading with an id, up to the next heading."""
        found, inside = [], False
        for _, line in self.lines:
            if heading := _HEADING.match(line):
                inside = heading["id"] == identifier
            elif inside:
                found.append(line)
        return found

    def leads(self, identifier: str) -> list[str]:
        """Return the bold words with which the ordered items of a section begin."""
        items = [line for line in self.section(identifier) if _ORDERED.match(line)]
        bold = [re.match(r"\*\*(.+?)[。.]?\*\*", _ORDERED.sub("", item)) for item in items]
        return [found[1] if found else "" for found in bold]

    def table_columns(self) -> list[int]:
        """Return the number of columns of each table."""
        counts = []
        for _, line in self.lines:
            if "---" in line and _TABLE_RULE.fullmatch(line):
                counts.append(line.strip().strip("|").count("|") + 1)
        return counts


# The articles of each language by slug.
Pages = Mapping[Language, Mapping[str, Article]]


def resolve_conditions(article: Article, *, conditions: Collection[str]) -> Article:
    """Return an article as it reads under some conditions; each line keeps its number."""
    front = article.front.under(conditions) if article.front else None
    if front == article.front and all(d.name != written_blocks.WHEN for d in article.blocks):
        return article  # true for nearly every article; this keeps its cached parts
    kept = dict(written_blocks.choose(article.body, conditions=conditions))
    lines = range(1, len(article.body.splitlines()) + 1)
    return replace(
        article,
        body="".join(kept.get(number, "\n") for number in lines),
        front=front,
    )


def read(path: Path, *, root: Path, language: Language) -> tuple[Article, list[Problem]]:
    """Read one article. What is wrong with its front matter is a problem; the rest still reads."""
    name = path.relative_to(root).as_posix()
    slug = path.relative_to(root / "docs" / language).with_suffix("").as_posix()
    text, unreadable = source_text(path, root=root, rule="page-unreadable")
    if text is None:
        return Article(name, language, slug, "", "", 1, Located(name), None), unreadable
    return parse(text, name=name, slug=slug, language=language)


def parse(text: str, *, name: str, slug: str, language: Language) -> tuple[Article, list[Problem]]:
    """Like `read`, for any version of the text of the file `name`."""
    if problem := _too_much(text, name=name):
        return Article(name, language, slug, "", "", 1, Located(name), None), [problem]
    front_text, body, body_line = _split(text)
    if front_text is None and text.startswith("---"):
        body_line = _after_keys(text)
        typed = "".join(text.splitlines()[body_line - 1 : body_line]).strip()
        problem = Problem.of(name, body_line, 1, "page-no-front-matter.open")
        if _DASHES.fullmatch(typed):
            problem = Problem.of(name, body_line, 1, "page-no-front-matter.end", typed=typed)
        body = "".join(text.splitlines(keepends=True)[body_line - 1 :])
        located = Located(name)
        return Article(name, language, slug, text, body, body_line, located, None), [problem]
    if front_text is None:
        problem = _no_keys(text, name=name)
        return Article(name, language, slug, text, text, 1, Located(name), None), [problem]
    matter, problems = read_text(front_text, path=name, first_line=2)
    front = None
    if not problems:
        front, problems = validate(FrontMatter, matter)
    return Article(name, language, slug, text, body, body_line, matter, front), problems


def read_all(root: Path) -> tuple[dict[Language, dict[str, Article]], list[Problem]]:
    """Read every article of every language, keyed by slug; files with other names are none.

    Those of a derived language stand in the place of what would be made of their sources.
    """
    found: dict[Language, dict[str, Article]] = {}
    problems: list[Problem] = []
    for language in PUBLISHED:
        found[language] = {}
        folder = root / "docs" / language
        for path in sorted(folder.rglob("*.md")):
            if not PAGE_FILE.fullmatch(path.relative_to(folder).as_posix()):
                continue  # a copy, or an editor's temporary file
            article, invalid = read(path, root=root, language=language)
            found[language][article.slug] = article
            problems += invalid
    return found, problems


def _too_much(text: str, *, name: str) -> Problem | None:
    """Return the problem of a page that would keep Python-Markdown busy for minutes, which no person wrote."""
    if text.count("\n") > MOST_LINES:
        return Problem.of(name, MOST_LINES, 1, "file-too-large.lines", most=MOST_LINES)
    if text.count("[") > MOST_BRACKETS:
        at = [found.start() for found in re.finditer(r"\[", text)][MOST_BRACKETS]
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return Problem.of(name, line, column, "file-too-large.brackets", most=MOST_BRACKETS)
    if found := _DEEP.search(text):
        line = text.count("\n", 0, found.start()) + 1
        typed = found[0].strip()[:11]
        return Problem.of(name, line, 1, "file-too-large.marks", typed=typed)
    return None


def _no_keys(text: str, *, name: str) -> Problem:
    """Return the problem of a page without keys above it: how it begins instead."""
    first, *others = text.splitlines() or [""]
    if _DASHES.fullmatch(first.strip()):
        return Problem.of(name, 1, 1, "page-no-front-matter.dashes", typed=first.strip())
    late = next((n for n, line in enumerate(others[:9], 2) if line.strip() == "---"), None)
    if late and late < len(others) and re.match(r"title:", others[late - 1]):
        return Problem.of(name, 1, 1, "page-no-front-matter.late", line=late)
    return Problem.of(name, 1, 1, "page-no-front-matter")


def _after_keys(text: str) -> int:
    """Return the line behind the keys at the beginning of a page."""
    for number, line in enumerate(text.splitlines()[1:], 2):
        if not re.match(r"[a-z]+:|\s|#", line):
            return number
    return 1


def _split(text: str) -> tuple[str | None, str, int]:
    """Return front matter, body, and the file's line in which the body starts."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return None, text, 1
    for index, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return "".join(lines[1:index]), "".join(lines[index + 1 :]), index + 2
    return None, text, 1

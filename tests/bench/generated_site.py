"""A repository of any size: our own articles, and new ones made of their sections.

The sections of our articles are put together anew, the same in both languages, so that generated
pages are as long as real ones, link as they do, hold our blocks, and pass every check.
"""

from __future__ import annotations

import posixpath
import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import yaml
from conftest import ROOT, TODAY, copy_repository
from helpkit.articles import scaffold, written_blocks
from helpkit.articles.article import Article
from helpkit.blocks import views
from helpkit.languages import LANGUAGES
from helpkit.outputs import redirects
from helpkit.session import Session, read

REVIEWED = "2026-01-05"
# Sections a page, pages a part of a topic, parts a topic.
SECTIONS, PAGES, PARTS = 8, 10, 10
_SECTION = re.compile(r"(?ms)^## .*?(?=^## |\Z)")
_ID = re.compile(r"\{#([a-z0-9-]+)\}")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]*)\)")
_BLOCK = re.compile(rf"(?ms)^/// (?:{'|'.join(views.BLOCKS)})\b.*?^///\n")
_FRONT = {
    "zh": """---
title: 第 {count} 篇：{heading}
short: 第 {count} 篇
description: 这一页由其他文章的段落拼成，只用来量建站要多少时间，不给读者看，编号 {count}。
answer: 这一页只用来量建站的时间。
type: guide
aliases: [样页 {count}, 拼成的 {count}, 第 {count} 个例子]
reviewed: {day}
---

""",
    "en": """---
title: "Page {count}: {heading}"
short: Page {count}
description: This page is put together from sections of other pages, to measure builds; it is number {count}.
answer: This page only measures how long a build takes.
type: guide
aliases: [sample page {count}, put together {count}, example {count}]
reviewed: {day}
---

""",
}
# A page's number is written in words of the dictionary: digits could be a number to call.
_WORDS = ("cup", "hat", "map", "pen", "jar", "box", "tea", "key", "fan", "bus")
Sections = dict[str, tuple[str, str]]  # by language: slug of the article, Markdown


def make(root: Path, *, count: int) -> Path:
    """Copy the repository to `root` and add pages until there are `count` in each language."""
    copy_repository(root)
    found = _own().articles
    missing = count - len(found["zh"])
    assert missing >= 0, f"our own articles are {len(found['zh'])} already"
    sections = list(_sections(found["zh"], found["en"]))
    plain = [each for each in sections if "///" not in each["zh"][1]]
    # One a page: two could show the same contact, and with it the same id.
    with_blocks = [each for each in sections if _BLOCK.search(each["zh"][1])]
    chance = random.Random(1)
    slugs = []
    for number in range(missing):
        part, page = divmod(number, PAGES)
        topic, part = divmod(part, PARTS)
        slug = f"topic-{topic + 1}/part-{part + 1}/page-{page + 1}"
        slugs.append(slug)
        shuffled = [chance.choice(with_blocks), *chance.sample(plain, len(plain))]
        _write(root, slug, list(islice(_apart(shuffled), SECTIONS)), number=number)
        scaffold.bless(root, slug)
    with (root / redirects.ADDRESSES).open("a", encoding="utf-8") as file:
        file.writelines(f"- {slug}\n" for slug in slugs)
    _add_to_navigation(root / "mkdocs.yml", slugs)
    return root


def without_blocks(text: str) -> str:
    """Return Markdown without the blocks that only our own site can draw, as it reads today."""
    loaded = _own().directory
    assert loaded is not None
    lines = written_blocks.choose(text, conditions=loaded.conditions())
    return _BLOCK.sub("", "".join(line for _, line in lines))


def navigation(root: Path) -> list[object]:
    """Return the navigation of a repository."""
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text.replace("!ENV ", ""))["nav"])


@cache
def _own() -> Session:
    """Return our own repository, read for the day of the tests."""
    return read(ROOT, today=TODAY)


def _sections(chinese: dict[str, Article], english: dict[str, Article]) -> Iterator[Sections]:
    """Yield each section that stands in both languages, but those with a fence, which may be cut."""
    for slug, article in chinese.items():
        bodies = {"zh": article.body, "en": english[slug].body}
        pairs = [_SECTION.findall(body) for body in bodies.values()]
        for zh, en in zip(*pairs, strict=True):
            if _ID.search(zh) and "```" not in zh:
                yield {"zh": (slug, zh), "en": (slug, en)}


def _apart(sections: Iterable[Sections]) -> Iterator[Sections]:
    """Yield sections of which no two have a paragraph in common: checks take that for a mistake."""
    seen: set[str] = set()
    for section in sections:
        words = [_LINK.sub(r"\1", text).strip() for _, text in section.values()]
        paragraphs = {each for text in words for each in text.split("\n\n")}
        if seen.isdisjoint(paragraphs):
            seen |= paragraphs
            yield section


def _write(root: Path, slug: str, chosen: list[Sections], *, number: int) -> None:
    for language in LANGUAGES:
        parts = [
            _moved(text, source=source, slug=slug, number=at)
            for at, (source, text) in enumerate(section[language] for section in chosen)
        ]
        heading = re.sub(r"#+ | *\{#.*", "", parts[0].partition("\n")[0])
        front = _FRONT[language].format(
            count="-".join(_WORDS[int(digit)] for digit in str(number)),
            heading=heading.replace('"', "'"),
            day=REVIEWED,
        )
        path = root / "docs" / language / f"{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        # As people write it: the last section of an article ends without the empty line.
        path.write_text(front + "\n".join(part.rstrip("\n") + "\n" for part in parts), "utf-8")


def _moved(text: str, *, source: str, slug: str, number: int) -> str:
    """Return a section of the article `source` as it has to be in `slug`: links, unique ids."""

    def link(found: re.Match[str]) -> str:
        target, hash_, fragment = found[2].partition("#")
        place = (
            posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
            if target
            else f"{source}.md"
        )
        return f"[{found[1]}]({posixpath.relpath(place, posixpath.dirname(slug))}{hash_}{fragment})"

    return _ID.sub(rf"{{#at-{number}-\1}}", _LINK.sub(link, text))


def _add_to_navigation(path: Path, slugs: list[str]) -> None:
    """Add the pages under their topics and parts; both names stay as they are in English."""
    lines, names = [], []
    for slug in slugs:
        topic, part, page = slug.split("/")
        if page == "page-1":
            if part == "part-1":
                lines.append(f"  - {topic}:")
                names.append(topic)
            lines.append(f"      - {topic} {part}:")
            names.append(f"{topic} {part}")
        lines.append(f"          - {slug}.md")
    text = path.read_text(encoding="utf-8").rstrip("\n")
    at = "          nav_translations:\n"
    assert at in text
    text = text.replace(at, at + "".join(f"            {name}: {name}\n" for name in names))
    path.write_text("\n".join([text, *lines, ""]), encoding="utf-8")

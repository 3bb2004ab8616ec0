"""Skeletons of new pages and regions that already have every required part."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from helpkit.articles import freshness
from helpkit.articles.article import Article
from helpkit.articles.article import read as read_article
from helpkit.languages import LANGUAGES, PUBLISHED, SOURCE, Language

SKELETONS = Path(__file__).with_name("scaffolds")


def _skeleton(kind: str, language: Language, **values: object) -> str:
    """Return a skeleton in a language with its blanks filled in."""
    text = (SKELETONS / f"{kind}.{language}.md").read_text(encoding="utf-8")
    return text.format(**values)


def is_slug(text: str) -> bool:
    """Return whether a text can name a page: `faq`, `problems/card-declined`."""
    part = r"[a-z0-9]+(-[a-z0-9]+)*"
    return re.fullmatch(rf"{part}(/{part})*", text) is not None


def page(slug: str, language: Language, *, today: date, message: str | None = None) -> str:
    """Return the text of a new page; a problem page has a place for a message, or the message."""
    section = _skeleton("message", language)
    if message:
        section = f"{section.splitlines()[0]}\n\n/// message | {message}\n///\n\n"
    elif not slug.startswith("problems/"):
        section = ""
    return _skeleton("page", language, slug=slug, today=today, message=section)


def region(code: str, name: str, language: Language, *, today: date) -> str:
    """Return the text of a region's page."""
    return _skeleton("region", language, code=code, name=name, today=today)


def bless(root: Path, slug: str) -> list[Path]:
    """Record in the translations of a page that they match their source as it stands.

    Raises FileNotFoundError if a page is missing, and ValueError, with its path, if the front
    matter of one cannot be read: nothing is written then.
    """
    files = {language: root / "docs" / language / f"{slug}.md" for language in PUBLISHED}
    pages = {
        language: read_article(file, root=root, language=language)[0]
        for language, file in files.items()
        if language in LANGUAGES or file.is_file()
    }
    for article in pages.values():
        if article.front is None:
            raise ValueError(article.path)
    _forget_change(root / pages[SOURCE].path)
    recorded = freshness.recorded(pages[SOURCE])
    translations = [article for language, article in pages.items() if language != SOURCE]
    for translation in translations:
        text = with_source(translation, recorded)
        (root / translation.path).write_text(text, encoding="utf-8", newline="\n")
    return [root / translation.path for translation in translations]


def with_source(translation: Article, recorded: str) -> str:
    """Return the text of a translation that records which text of the source it matches."""
    lines = translation.text.splitlines(keepends=True)
    end = translation.body_line - 2
    kept = [line for line in lines[:end] if not line.startswith("source:")]
    return "".join([*kept, f"source: {recorded}\n", *lines[end:]])


def _forget_change(path: Path) -> None:
    """Remove `change` from a source page: it spoke of the text before this one."""
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"\A(---\n(?:(?!---\n).*\n)*?)change: .*\n", r"\1", text)
    if changed != text:
        path.write_text(changed, encoding="utf-8", newline="\n")

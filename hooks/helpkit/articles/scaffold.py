"""New pages and regions, complete enough to pass the checks that a machine can make."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from helpkit.articles import freshness
from helpkit.articles.article import read as read_article
from helpkit.data.records import Region
from helpkit.languages import LANGUAGES, SOURCE, TRANSLATIONS, Language

SKELETONS = Path(__file__).with_name("scaffolds")


def _skeleton(kind: str, language: Language, **values: object) -> str:
    """Return a skeleton in a language with its blanks filled in."""
    text = (SKELETONS / f"{kind}.{language}.md").read_text(encoding="utf-8")
    return text.format(**values)


def is_slug(text: str) -> bool:
    """Return whether a text can name a page: `faq`, `problems/card-declined`."""
    part = r"[a-z0-9]+(-[a-z0-9]+)*"
    return re.fullmatch(rf"{part}(/{part})*", text) is not None


def new_page(root: Path, slug: str, *, today: date) -> list[Path]:
    """Write a page in every language. Raises FileExistsError if one of them stands already."""
    texts = {
        language: _skeleton(
            "page",
            language,
            slug=slug,
            today=today,
            message=_skeleton("message", language) if slug.startswith("problems/") else "",
        )
        for language in LANGUAGES
    }
    return _write_all(root, slug, texts)


def new_region(root: Path, region: Region, *, today: date) -> list[Path]:
    """Write the pages of a region. Raises FileExistsError if one of them stands already."""
    texts = {
        language: _skeleton(
            "region",
            language,
            code=region.code,
            name=region.name[language],
            today=today,
        )
        for language in LANGUAGES
    }
    return _write_all(root, f"contact/regions/{region.slug}", texts)


def bless(root: Path, slug: str) -> list[Path]:
    """Record in the translations of a page that they match their source as it stands.

    Raises FileNotFoundError if a page is missing, and ValueError, with its path, if the front
    matter of one cannot be read: nothing is written then.
    """
    pages = {
        language: read_article(
            root / "docs" / language / f"{slug}.md", root=root, language=language
        )[0]
        for language in LANGUAGES
    }
    for article in pages.values():
        if article.front is None:
            raise ValueError(article.path)
    _forget_change(root / pages[SOURCE].path)
    recorded = f"source: {freshness.digest(pages[SOURCE])}\n"
    for translation in (pages[language] for language in TRANSLATIONS):
        lines = translation.text.splitlines(keepends=True)
        end = translation.body_line - 2
        kept = [line for line in lines[:end] if not line.startswith("source:")]
        text = "".join([*kept, recorded, *lines[end:]])
        (root / translation.path).write_text(text, encoding="utf-8")
    return [root / pages[language].path for language in TRANSLATIONS]


def _forget_change(path: Path) -> None:
    """Remove `change` from a source page: it spoke of the text before this one."""
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"\A(---\n(?:(?!---\n).*\n)*?)change: .*\n", r"\1", text)
    if changed != text:
        path.write_text(changed, encoding="utf-8")


def _write_all(root: Path, slug: str, texts: dict[Language, str]) -> list[Path]:
    paths = [root / "docs" / language / f"{slug}.md" for language in LANGUAGES]
    for path in paths:
        if path.exists():
            raise FileExistsError(path.relative_to(root).as_posix())
    for path, language in zip(paths, LANGUAGES, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[language], encoding="utf-8")
    bless(root, slug)
    return paths

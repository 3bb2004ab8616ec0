"""`llms.txt` (llmstxt.org, version 2) and `llms-full.txt`: the site for answer engines.

Each language has its own pair, which covers the pages below it. Both start with what there is to
say of the service's own contacts, and since when, so that whoever reads no further quotes that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from helpkit.addresses import page_address
from helpkit.articles.article import Article
from helpkit.data.directory import Directory
from helpkit.languages import PROFILES, Language
from helpkit.outputs.markdown_pages import FILE

INDEX = "llms.txt"
FULL = "llms-full.txt"
# Stands between the pages of the full file.
BETWEEN = "\n---\n\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the order of the menu: the section it stands in (or none) and its slug."""

    section: str
    slug: str


def address(file: str, *, language: Language) -> str:
    """Return where a file of a language lives below the site's root."""
    return PROFILES[language].path + file


def statement(directory: Directory, *, language: Language) -> str:
    """Return the statement about the service's own contacts, with its date."""
    marks = PROFILES[language].marks
    label = directory.ui["no_number_date"][language]
    dated = f"{label}{marks.space}{directory.service.searched_on}"
    return directory.statement(language) + marks.brackets.format(dated)


def index(
    directory: Directory,
    articles: Mapping[str, Article],
    entries: Iterable[Entry],
    *,
    language: Language,
    site_url: str,
) -> str:
    """Return the index: the statement, who we are, and every page with what it is about."""
    lines = _head(directory, language)
    section = ""
    # Those of no section stand first.
    for entry in sorted(entries, key=lambda entry: bool(entry.section)):
        front = articles[entry.slug].front
        if front is None:
            continue
        if entry.section != section:
            section = entry.section
            lines += ["", f"## {section}", ""]
        twin = f"{site_url}{page_address(entry.slug, language=language)}{FILE}"
        lines.append(f"- [{front.title}]({twin}): {front.description}")
    return "\n".join(lines) + "\n"


def full(
    directory: Directory,
    twins: Mapping[str, str],
    entries: Iterable[Entry],
    *,
    language: Language,
) -> str:
    """Return every page in one file, in the order of the menu, after the statement."""
    pages = [twins[entry.slug] for entry in entries if entry.slug in twins]
    return BETWEEN.join(["\n".join(_head(directory, language)) + "\n", *pages])


def _head(directory: Directory, language: Language) -> list[str]:
    return [
        f"# {directory.ui['site_name'][language]}",
        "",
        f"> {statement(directory, language=language)}",
        "",
        directory.ui["footer_publisher"][language],
        "",
    ]

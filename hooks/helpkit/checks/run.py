"""Run every check over a repository. One answer for the build, the command line and the tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpkit.articles import readability, style
from helpkit.articles.article import Article, read_all, resolve_conditions
from helpkit.checks import addresses, blocks, free_texts, search_words
from helpkit.checks.articles import (
    ENDS,
    check_article,
    check_headings,
    check_pairs,
    check_pictures,
    check_sources,
    check_unique,
)
from helpkit.checks.tree import (
    check_data_files,
    check_files,
    check_folders,
    check_navigation,
    check_regions,
    check_template_words,
    check_templates,
)
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES, SOURCE, Language
from helpkit.problems import Problem, Severity, in_order
from helpkit.text import contact_values


@dataclass(frozen=True, slots=True)
class Repository:
    """All that was read of a repository, once, for a day.

    `directory` is None if the data has errors. `unread` are the problems met while reading.
    """

    root: Path
    today: date
    directory: Directory | None
    articles: Mapping[Language, Mapping[str, Article]]
    unread: Sequence[Problem]


def read(root: Path, *, today: date) -> Repository:
    """Read the data and the articles of a repository for a day."""
    loaded, problems = loading.load(root, today=today)
    pages, invalid = read_all(root)
    return Repository(root, today, loaded, pages, (*problems, *invalid))


def check(root: Path, *, today: date) -> tuple[Directory | None, list[Problem]]:
    """Return the directory for a day (None if the data has errors) and all problems, in order."""
    repository = read(root, today=today)
    return repository.directory, problems_of(repository)


def problems_of(repository: Repository) -> list[Problem]:
    """Return all problems of what was read, in order."""
    root, today, loaded = repository.root, repository.today, repository.directory
    pages, problems = repository.articles, list(repository.unread)
    short_codes = contact_values.short_codes_of(loaded.values_known()) if loaded else set()
    problems += check_folders(root)
    problems += check_files(root)
    problems += check_navigation(root, pages[SOURCE])
    problems += check_data_files(root, today=today)
    problems += check_templates(root, words=loaded.ui if loaded else None)
    problems += check_pairs(pages, today=today)
    problems += free_texts.check(root, short_codes=short_codes)
    problems += check_template_words(root, short_codes)
    for language in LANGUAGES:
        for conditions in ENDS:
            settled = [
                resolve_conditions(a, conditions=conditions) for a in pages[language].values()
            ]
            problems += check_unique(settled)
            for article in settled:
                problems += check_headings(article)
        for article in pages[language].values():
            problems += check_article(article, pages, short_codes=short_codes, today=today)
    if loaded is not None:
        problems += check_regions(loaded, pages)
        problems += search_words.check(loaded, pages, root=root)
        problems += addresses.check(loaded, pages[SOURCE], root=root)
        problems += check_pictures(root, loaded, pages)
        for language in LANGUAGES:
            avoided = style.avoided_words(loaded.terms, language=language)
            for article in pages[language].values():
                problems += style.check(article, avoided=avoided)
                problems += readability.check(article, limits=loaded.reading)
                problems += check_sources(article, loaded)
                for directive in article.directives:
                    problems += blocks.check(directive, path=article.path, directory=loaded)
    return in_order(problems)


def summary(problems: Iterable[Problem]) -> str:
    """Return the closing line: how many errors and warnings, in how many files."""
    count: dict[Severity, int] = defaultdict(int)
    paths = set()
    for problem in problems:
        count[problem.severity] += 1
        paths.add(problem.path)
    if not paths:
        return "No problems found."
    return (
        f"{count[Severity.ERROR]} errors and {count[Severity.WARNING]} warnings"
        f" in {len(paths)} files."
    )

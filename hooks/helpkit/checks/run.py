"""Run every check over a repository. One answer for the build, the command line and the tests."""

from __future__ import annotations

import functools
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from helpkit.articles import readability, style
from helpkit.articles.article import Article, Pages, read_all, resolve_conditions
from helpkit.cache import Cache
from helpkit.checks import (
    article_html,
    as_written,
    assets,
    blocks,
    free_texts,
    history,
    learned_invitations,
    mkdocs_config,
    page_addresses,
    renames,
    search_words,
    spelling,
    templates,
    translations,
    web_addresses,
)
from helpkit.checks.articles import (
    ENDS,
    by_name,
    check_article,
    check_headings,
    check_pairs,
    check_pictures,
    check_sources,
    check_unique,
)
from helpkit.checks.free_texts import TextRules
from helpkit.checks.navigation import check_navigation
from helpkit.checks.tree import (
    check_data_files,
    check_files,
    check_folders,
    check_languages,
    check_named_pages,
    check_regions,
)
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES, PROFILES, PUBLISHED, SOURCE
from helpkit.messages import Message, message
from helpkit.problems import Problem, Severity, in_order

# The cache file that builds and `helpkit check` share.
CACHE_NAME = "checks"
# Which problems follow from another one on the same line, by its rule or message.
_SHADOWS = {
    "contact-in-prose": {"data-halves-differ", "parity-numbers", "look-alike"},
    "article-unfinished": {
        *("parity-numbers", "style-punctuation", "article-element"),
        *("article-language", "page-text-length"),
    },
    "article-list": {"parity-numbers"},
    "article-list.tick": {"article-unfinished"},
    "article-list.number": {"contact-in-prose"},
    "article-markdown.size": {"contact-in-prose"},
    "data-unknown-page": {"contact-in-prose"},
    "data-bad-hours": {"data-changed-value"},
    "data-bad-email": {"data-changed-value"},
    "data-bad-number": {"data-changed-value"},
    "data-bad-id": {"data-changed-value"},
    "data-bad-url": {"data-changed-value"},
    "data-list-comma": {"data-changed-value"},
    "data-halves-differ": {"data-period"},
    "data-wrong-type.record": {"contact-in-prose"},
    "data-wrong-type.unproven": {"contact-in-prose"},
    "link-own-address": {"contact-in-prose", "parity-links", "article-link"},
    "page-markup": {"contact-in-prose"},
    "page-no-front-matter": {"article-markdown"},
    "article-promise": {"parity-numbers"},
    "data-curly-quotes": {"data-bad-number", "data-changed-value"},
    "article-markdown": {"parity-links", "article-element", "style-punctuation"},
    "article-mark": {"style-punctuation"},
    "data-syntax": {
        "style-spacing",
        "style-punctuation",
        "page-text-length",
        "data-hidden-character",
    },
    "data-hidden-character": {
        *(
            "data-bad-number",
            "data-unknown-value",
            "data-bad-id",
            "data-wrong-type",
            "data-unknown-key",
        )
    },
    "style-punctuation": {"style-spacing"},
    "style-link-text": {"parity-links"},
    "image-not-found": {"parity-links", "article-link"},
    "image-not-found.own-disk": {"contact-in-prose"},
    "article-list.mark": {"look-alike", "article-table", "confusable"},
}
# A page with one of these gets no other problem: all others follow from it.
_ALONE = {"page-no-front-matter", "page-unreadable"}
_COPY = "docs-file.copy"
# Rules that compare languages, with the rules whose problems must be mended first.
_UNCOMPARED = {
    "parity-links": {"link-not-found", "link-anchor-not-found", "link-own-address"},
    "parity-lists": {"article-list", "article-markdown"},
    "parity-tables": {"article-table"},
    "parity-headings": {"article-heading", "heading-duplicate-id"},
    "parity-blocks": {
        *("block-unknown", "block-unknown-argument", "block-unknown-option", "block-other-region"),
        *(
            "block-unreadable",
            "block-not-closed",
            "block-missing-argument",
            "article-without-block",
        ),
    },
}


@dataclass(frozen=True, slots=True)
class Repository:
    """The data and articles of a repository, read once, for a day.

    `directory` is None if the data has errors. `unread` are the problems met while reading.
    `cache` holds results of earlier checks; `inputs` is what `inputs_digest` returned.
    """

    root: Path
    today: date
    directory: Directory | None
    articles: Pages
    unread: Sequence[Problem]
    cache: Cache
    inputs: bytes


def inputs_digest(root: Path, *, today: date) -> str:
    """Hash every input of a page but its article.

    That is the build day, `data/`, `overrides/`, `hooks/` and `mkdocs.yml`.
    """
    made_from = hashlib.sha256()
    folders = [root / name for name in ("data", "overrides", "hooks")]
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.is_symlink():  # refused elsewhere, whatever its target
            made_from.update(f"{path.relative_to(root)} -> {path.readlink()} ".encode())
        if path.is_file() and path.suffix != ".pyc":
            content = path.read_bytes()
            made_from.update(f"{path.relative_to(root)} {len(content)} ".encode() + content)
    mkdocs = root / mkdocs_config.FILE
    made_from.update(mkdocs.read_bytes() if mkdocs.is_file() else b"")
    return f"{today} {made_from.hexdigest()}"


def read(root: Path, *, today: date, cache: Cache | None = None, inputs: bytes = b"") -> Repository:
    """Read the data and the articles of a repository for a day."""
    cache = cache or Cache(None, "")
    loaded, problems = cache.get(b"data", inputs, make=lambda: loading.load(root, today=today))
    pages, invalid = read_all(root)
    return Repository(root, today, loaded, pages, (*problems, *invalid), cache, inputs)


def check(
    root: Path, *, today: date, cache: Cache | None = None
) -> tuple[Directory | None, list[Problem]]:
    """Return the directory for a day (None if the data has errors) and all problems, in order.

    `cache` holds results of earlier checks, and gets those of this one.
    """
    inputs = inputs_digest(root, today=today).encode() if cache else b""
    repository = read(root, today=today, cache=cache, inputs=inputs)
    problems = problems_of(repository)
    if cache:
        cache.save()
    return repository.directory, problems


def problems_of(repository: Repository) -> list[Problem]:
    """Return all problems of what was read, in order."""
    root, today, loaded = repository.root, repository.today, repository.directory
    pages, problems = repository.articles, list(repository.unread)
    may_pass = loaded.may_pass if loaded else loading.read_may_pass(root)
    texts = free_texts.text_rules(may_pass, loaded) if may_pass else None

    def cached(
        check: Callable[..., Iterator[Problem]], *of: Article, **given: Any
    ) -> list[Problem]:
        made_from = [part.encode() for each in of for part in (each.path, each.text)]
        return repository.cache.get(
            *(check.__name__.encode(), repository.inputs, outline, *made_from),
            make=lambda: list(check(repository, *of, texts=texts, **given)),
        )

    pipeline = article_html.Pipeline(root)
    # What an article may link to, and show.
    pictures = [
        path.relative_to(root / "docs").as_posix()
        for path in sorted((root / "docs" / "assets" / "images").rglob("*.*"))
    ]
    known = (
        pictures,
        [
            (
                *(article.path, [heading.id for heading in article.headings]),
                article.front and [text for _, text in article.front.names()],
            )
            for language in PUBLISHED
            for article in pages[language].values()
        ],
    )
    outline = hashlib.sha256(repr(known).encode()).digest()
    mkdocs = root / mkdocs_config.FILE
    extensions = mkdocs.read_bytes() if mkdocs.is_file() else b""

    def drawn(article: Article) -> list[Problem]:
        # Independent of data and day: an edit to data leaves these results valid.
        return repository.cache.get(
            *(b"as written", extensions, article.path.encode(), article.text.encode()),
            make=lambda: list(as_written.check(article, pipeline.read)),
        )

    own_words = loaded.own_words if loaded else frozenset()
    sounding = sorted({term.prefer[SOURCE] for term in (loaded.terms if loaded else ())})
    dictionary = repr((sorted(own_words), sounding)).encode()

    def misspelt(article: Article) -> list[Problem]:
        return repository.cache.get(
            *(b"spelling", dictionary, article.path.encode(), article.text.encode()),
            make=lambda: [
                *spelling.check(article, own_words),
                *spelling.check_sounds(article, sounding),
            ],
        )

    problems += check_folders(root)
    problems += check_files(root)
    problems += check_languages()
    problems += repository.cache.get(
        *(b"settings", repository.inputs, bytes(root)), make=lambda: mkdocs_config.check(root)
    )
    problems += check_navigation(root, pages[SOURCE])
    problems += check_pairs(root, pages, today=today)
    problems += history.check(root, pages, today=today)
    problems += cached(_of_data)
    shown = templates.read(root)
    ui = [*loaded.ui] if loaded else None
    problems += repository.cache.get(
        *(b"templates", repr((shown, ui)).encode()),
        make=lambda: list(templates.check_templates(shown, words=ui)),
    )
    terms = loaded.terms if loaded else ()
    slips = loaded.slips if loaded else {}
    avoided = {code: style.avoided_words(terms, slips, language=code) for code in LANGUAGES}
    spelt = loaded.own_words if loaded else None
    words = repr((terms, slips, spelt and sorted(spelt))).encode()
    for path in translations.files(root):
        # Independent of other files and of the day.
        problems += repository.cache.get(
            *(b"translations", words, bytes(path.relative_to(root)), path.read_bytes()),
            make=functools.partial(translations.check, path, avoided, spelt, root=root),
        )
    if texts:
        files = assets.read(root)
        allowed = repr((texts.rules, sorted(texts.known)))
        # Independent of all other data: an edit to a record leaves these results valid.
        problems += repository.cache.get(
            *(b"words of the site", repr((files, shown, allowed)).encode()),
            make=lambda: [
                *templates.check_template_words(shown, texts),
                *assets.check(files, texts),
            ],
        )
    for language in PUBLISHED:
        for conditions in ENDS:
            settled = [
                resolve_conditions(a, conditions=conditions) for a in pages[language].values()
            ]
            problems += check_unique(settled)
            for article in settled:
                problems += check_headings(article)
        called = by_name(pages[PROFILES[language].written])
        for article in pages[language].values():
            found = cached(
                _of_article,
                article,
                pipeline=pipeline,
                avoided=avoided.get(language, ()),
                pictures=pictures,
                called=called,
            )
            problems += found
            problems += as_written.untold(drawn(article), found)
            problems += misspelt(article) if loaded else ()
    if loaded is not None:
        problems += check_regions(loaded, pages)
        fronts = [
            (article.path, article.matter.source)
            for language in LANGUAGES
            for article in pages[language].values()
        ]
        problems += repository.cache.get(
            *(b"search words", repository.inputs, repr(fronts).encode()),
            make=lambda: list(search_words.check(loaded, pages, root=root)),
        )
        problems += check_named_pages(root, loaded, pages[SOURCE])
        problems += page_addresses.check(loaded, pages[SOURCE], root=root)
        problems += check_pictures(root, loaded, pages)
    return in_order(renames.joined([*_told_once(problems)], pages))


def _told_once(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Drop problems that follow from another one on the same line (`_SHADOWS`).

    A phone number that must go anyway makes "numbers differ" moot; the size of a picture is not a
    phone number.
    """
    shadows = {
        (p.path, p.line, shadow)
        for p in problems
        for told in {p.rule, p.message.key}
        for shadow in _SHADOWS.get(told, ())
    }
    wrong = {(_slug(p.path), p.rule) for p in problems}
    alone = {p.path: p.rule for p in problems if p.rule in _ALONE or p.message.key == _COPY}
    for problem in problems:
        if alone.get(problem.path, problem.rule) != problem.rule:
            continue
        slug = _slug(problem.path)
        if any((slug, rule) in wrong for rule in _UNCOMPARED.get(problem.rule, ())):
            continue
        if (problem.path, problem.line, problem.rule) not in shadows:
            yield problem


def _slug(path: str) -> str:
    """Return the name of an article without its language."""
    return path.split("/", 2)[-1]


def _of_data(repository: Repository, *, texts: TextRules | None) -> Iterator[Problem]:
    root, loaded = repository.root, repository.directory
    yield from check_data_files(root, today=repository.today)
    if texts:
        yield from free_texts.check(root, texts)
    if loaded:
        yield from web_addresses.check(root, loaded)


def _of_article(
    repository: Repository,
    article: Article,
    *,
    texts: TextRules | None,
    pipeline: article_html.Pipeline,
    avoided: Sequence[style.Avoided],
    pictures: Collection[str],
    called: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    loaded = repository.directory
    found = [
        *check_article(
            article,
            repository.articles,
            texts=texts,
            today=repository.today,
            pictures=pictures,
            called=called,
        ),
        *article_html.check(article, pipeline, texts),
    ]
    yield from found
    if loaded is None:
        return
    contacts = {problem.line for problem in found if problem.rule == "contact-in-prose"}
    yield from learned_invitations.check(article, loaded, told=contacts)
    yield from style.check(article, avoided=avoided)
    yield from readability.check(article, limits=loaded.reading)
    yield from check_sources(article, loaded)
    for block in article.blocks:
        yield from blocks.check(block, path=article.path, directory=loaded)


def summary(problems: Iterable[Problem]) -> Message:
    """Return the last line of a report: how many errors and warnings, in how many files."""
    count: dict[Severity, int] = defaultdict(int)
    paths = set()
    for problem in problems:
        count[problem.severity] += 1
        paths.add(problem.path)
    if not paths:
        return message("no-problems")
    return message(
        "problems-in-files",
        errors=count[Severity.ERROR],
        warnings=count[Severity.WARNING],
        files=len(paths),
    )

"""The state of one build: directory, problems, articles, and what the events collect.

Every build reads a session of its own (`read`), and `CURRENT` holds the one of the build that
runs, for the events of MkDocs. A session is never filled anew, so that nothing of the last build
can stand in this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from helpkit.articles import freshness
from helpkit.articles.article import Article, Pages, resolve_conditions
from helpkit.articles.article import read as read_article
from helpkit.blocks.drawing import Drawing
from helpkit.blocks.views import BLOCKS
from helpkit.cache import CACHE_FOLDER, Cache
from helpkit.checks import run
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.languages import DERIVED, LANGUAGES, PUBLISHED, Language, made_of, source_of
from helpkit.outputs import changed, conversions, files, offline
from helpkit.outputs.changed import Days
from helpkit.outputs.derived_pages import Override
from helpkit.outputs.llms import Entry
from helpkit.problems import Problem


@dataclass(frozen=True, slots=True)
class Session:
    """A repository as one build reads it.

    `directory` is None if the data has errors. `outdated` names the translations that fell behind,
    by slug, and how far: their readers are told. `drawing` draws blocks. `cache` keeps what the
    last build made. `inputs` is a digest of the data, the templates and the settings, `facts` one
    of the published values. `words` are the words of the interface in each language that readers
    get.

    The events fill the other four: `menu` has each language's pages in the order of its menu,
    `markdown_pages` the Markdown of each page, by slug. `overrides` has the pages that somebody
    wrote in a derived language. `output_files` names the files of the site.
    """

    directory: Directory | None
    problems: Sequence[Problem]
    articles: Pages
    outdated: Mapping[Language, Mapping[str, str]]
    changed: Days
    drawing: Drawing
    cache: Cache
    inputs: str
    facts: str
    words: Mapping[Language, Mapping[str, str]]
    menu: dict[Language, list[Entry]] = field(default_factory=dict)
    markdown_pages: dict[Language, dict[str, str]] = field(
        default_factory=lambda: {language: {} for language in LANGUAGES}
    )
    overrides: dict[Language, dict[str, Override]] = field(
        default_factory=lambda: {language: {} for language in DERIVED}
    )
    output_files: set[str] = field(default_factory=set)

    def write(self, texts: Mapping[str, str | bytes], *, site: Path) -> None:
        """Write files of the site and add them to `output_files`."""
        files.write(texts, site=site)
        self.output_files.update(texts)


def read(root: Path, *, today: date, checked: bool = True) -> Session:
    """Read the repository for a day, and check it unless the caller does."""
    # A cache of its own for the preview, whose addresses differ: saving drops unused entries.
    cache = Cache(root / CACHE_FOLDER, "pages" if checked else "preview")
    inputs = run.inputs_digest(root, today=today)
    found = Cache(root / CACHE_FOLDER, run.CACHE_NAME)
    repository = run.read(root, today=today, cache=found, inputs=inputs.encode())
    directory = repository.directory
    conditions = directory.conditions() if directory else frozenset()
    articles = {
        language: {
            slug: resolve_conditions(article, conditions=conditions)
            for slug, article in repository.articles[language].items()
        }
        for language in PUBLISHED
    }
    problems = run.problems_of(repository) if checked else []
    found.save()
    return Session(
        directory=directory,
        problems=problems,
        articles=articles,
        outdated={language: _outdated(repository, language) for language in PUBLISHED},
        changed=days_of_change(directory, articles),
        drawing=_drawing(directory, root, cache),
        cache=cache,
        inputs=inputs,
        facts=cache.get(b"facts", inputs.encode(), make=lambda: offline.facts(directory))
        if directory
        else "",
        words=cache.get(
            *(b"words", inputs.encode(), repr(PUBLISHED).encode()),
            make=lambda: conversions.words(directory),
        )
        if directory
        else {},
    )


def days_of_change(directory: Directory | None, articles: Pages) -> Days:
    """Return the day on which each page last changed; none if the data has errors."""
    depends_on = {name: kind.depends_on for name, kind in BLOCKS.items()}
    if directory is None:
        return {language: {} for language in articles}
    return changed.days(directory, articles, depends_on=depends_on)


def with_articles(session: Session, paths: Iterable[str], *, root: Path, today: date) -> Session:
    """Return the session with some articles, by their paths in the repository, read again."""
    directory = session.directory
    conditions = directory.conditions() if directory else frozenset()
    articles = {language: dict(pages) for language, pages in session.articles.items()}
    outdated = {language: dict(levels) for language, levels in session.outdated.items()}
    days = {language: dict(pages) for language, pages in session.changed.items()}
    for path in paths:
        language = Path(path).parts[1]
        read_anew, _ = read_article(root / path, root=root, language=language)
        slug = read_anew.slug
        now = resolve_conditions(read_anew, conditions=conditions)
        articles[language][slug] = now
        days[language] |= days_of_change(directory, {language: {slug: now}})[language]
        source = _as_written(root, slug, source_of(language))
        for each in made_of(language) or (language,):
            translation = _as_written(root, slug, each)
            outdated[each].pop(slug, None)
            level = (
                source
                and translation
                and freshness.told_to_readers(root, source, translation, today=today)
            )
            if level:
                outdated[each][slug] = level
    return replace(
        session,
        articles=articles,
        outdated=outdated,
        changed=days,
    )


def _as_written(root: Path, slug: str, language: Language) -> Article | None:
    path = root / "docs" / language / f"{slug}.md"
    return read_article(path, root=root, language=language)[0] if path.is_file() else None


def with_data(session: Session, *, root: Path, today: date) -> tuple[Session, list[Problem]]:
    """Return the session with its data read again, and the articles left as they were.

    If the data has errors, that is the session as it was, and the problems.
    """
    directory, problems = loading.load(root, today=today)
    if directory is None:
        return session, problems
    now = replace(
        session,
        directory=directory,
        changed=days_of_change(directory, session.articles),
        words=conversions.words(directory),
    )
    return with_templates(now, root=root, today=today), problems


def with_templates(session: Session, *, root: Path, today: date) -> Session:
    """Return the session with its templates read again, and all else left as it was."""
    drawing = _drawing(session.directory, root, session.cache)
    return replace(session, drawing=drawing, inputs=run.inputs_digest(root, today=today))


def _drawing(directory: Directory | None, root: Path, cache: Cache) -> Drawing:
    return Drawing(directory, templates=root / "overrides" / "blocks", cache=cache)


def _outdated(repository: run.Repository, language: Language) -> dict[str, str]:
    sources, pages = (repository.articles[each] for each in (source_of(language), language))
    found = {
        slug: freshness.told_to_readers(
            repository.root, sources[slug], pages[slug], today=repository.today
        )
        for slug in sorted(sources.keys() & pages.keys())
        if language != source_of(language)
    }
    return {slug: level for slug, level in found.items() if level}


class Current:
    """Where the events of MkDocs find the session of the build that runs.

    `serving` says whether a writer is watching, `checking` whether a build looks for problems: both
    belong to the process, not to a build.
    """

    def __init__(self) -> None:
        self.serving = False
        self.checking = True
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The session of this build. Raises RuntimeError before a build has read one."""
        if self._session is None:
            raise RuntimeError("No build has read the repository: begin() comes first.")
        return self._session

    def begin(self, root: Path, *, today: date) -> None:
        """Forget the last build, then read the repository for this one."""
        self._session = None
        self._session = read(root, today=today, checked=self.checking)

    def change(self, session: Session) -> None:
        """Go on with a session made of the one of this build."""
        self._session = session


CURRENT = Current()

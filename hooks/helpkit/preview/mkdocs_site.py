"""The site inside a worker: built whole by MkDocs, or single pages of it drawn again.

The only module of the core that knows MkDocs: a page alone has to be made by the very functions and
events that make it in a build.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
from mkdocs import utils
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from helpkit import session
from helpkit.addresses import page_address
from helpkit.articles import freshness
from helpkit.articles.article import Article
from helpkit.articles.article import read as read_article
from helpkit.articles.written_blocks import WrittenBlock
from helpkit.cache import CACHE_FOLDER, Cache
from helpkit.checks import mkdocs_config, run
from helpkit.data import loading
from helpkit.data.directory import EXPIRING
from helpkit.data.located import read_file, source_text
from helpkit.languages import DERIVED, PROFILES, SOURCE, TRANSLATIONS, Language, others
from helpkit.preview.worker import RULE, About, Built, Drawn, not_drawn
from helpkit.problems import Problem, Severity
from helpkit.session import CURRENT

_CLEAN = utils.clean_directory  # static-i18n puts another in its place while it builds


class NoSite(Exception):
    """Raised when a new build would be worse than the site shown now, which the preview keeps."""

    def __init__(self, faults: list[Problem]) -> None:
        self.faults = faults
        super().__init__()


@dataclass
class _BuiltLanguage:
    """MkDocs' files, navigation and templates of one built language."""

    files: Files
    nav: Navigation
    env: jinja2.Environment


class _Capture(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # it has no settings
    """A plugin that records a build's results, and aborts a build worse than the site shown now."""

    def __init__(self, root: Path, *, today: date, refuse: bool) -> None:
        super().__init__()
        self._root, self._today = root, today
        self.built_languages: dict[Language, _BuiltLanguage] = {}
        self._refuse = refuse
        self._nav: Navigation | None = None

    @event_priority(-1000)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """End a build whose data cannot be read: all blocks would be empty."""
        if self._refuse and CURRENT.session.directory is None:
            raise NoSite(loading.load(self._root, today=self._today)[1])

    @event_priority(-1000)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Leave entries without a page out of the menu: the checks report them, and the rest is shown."""
        config.nav = _without_missing(config.nav, files)

    @event_priority(-1000)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Remember the menu."""
        self._nav = nav

    @event_priority(-1000)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Remember the environment with which pages are drawn."""
        assert self._nav is not None
        self.built_languages[_language(config)] = _BuiltLanguage(files, self._nav, env)

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Put a note in the place of an article that cannot be read, if nothing better stands."""
        uri = page.file.src_uri
        if not (self._root / "docs" / uri).is_file():
            return None  # nobody wrote it
        article, problems = _read(uri, self._root)
        if article.front:
            return None
        if self._refuse:
            raise NoSite(problems)
        return f"# {uri}\n\n{article.body}"


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the warnings of MkDocs."""
        self.said.append(record.getMessage())


class Site:
    """A repository and the last site that was built of it by this process."""

    def __init__(self, root: Path, *, today: date, url: str) -> None:
        self._root, self._today, self._url = root, today, url
        self._config: MkDocsConfig | None = None
        self._built_languages: dict[Language, _BuiltLanguage] = {}
        self._started = self._warm = False
        CURRENT.serving, CURRENT.checking = True, False
        self._warnings = _Warnings()
        log = logging.getLogger("mkdocs")
        log.propagate = False
        log.addHandler(self._warnings)

    def warm(self) -> None:
        """Read the data once, so that what did not change is known when one file does."""
        if not self._warm:
            self._warm = True
            loading.load(self._root, today=self._today)

    def check(self) -> list[Problem] | None:
        """Return all problems of the sources, or None where a check could not read them."""
        cache = Cache(self._root / CACHE_FOLDER, run.CACHE_NAME)
        try:
            return run.check(self._root, today=self._today, cache=cache)[1]
        except Exception:  # the build stumbles over the same, and says where
            return None

    def build(self, folder: Path, *, refuse: bool) -> Built:
        """Build the whole site into an empty folder.

        `refuse` is whether a good site stands already: then data or articles that cannot be read
        end the build, while otherwise notes stand in their places.
        """
        self._warnings.said.clear()
        if faults := mkdocs_config.check(self._root):
            return Built(False, faults=faults)
        utils.clean_directory = _CLEAN
        capture = _Capture(self._root, today=self._today, refuse=refuse)
        try:
            config = load_config(str(self._root / "mkdocs.yml"), site_dir=str(folder), strict=False)
            config.site_url = self._url
            if not self._started:
                config.plugins.on_startup(command="serve", dirty=False)
                self._started = True
            config.plugins["preview"] = capture
            mkdocs_build.build(config, serve_url=self._url)
        except NoSite as error:
            return Built(False, faults=error.faults)
        except (Exception, SystemExit) as error:
            lost = isinstance(_cause_of(error), FileNotFoundError)
            return Built(False, faults=self._problems_of(error), lost=lost)
        self._config, self._built_languages = config, capture.built_languages
        pages = {
            _address(file): file.src_uri
            for built in self._built_languages.values()
            for file in built.files.documentation_pages()
        } | {
            page_address(slug, language=language): f"{language}/{slug}.md"
            for language in DERIVED
            for slug in CURRENT.session.articles[language]
        }
        return Built(True, pages=pages, warned=[*self._warned()])

    def draw(self, changed: Iterable[str], pages: Iterable[str]) -> Drawn:
        """Read changed files again and draw some pages anew, in the folder of the last build.

        `changed` are paths in the repository; `pages` are articles as MkDocs calls them, such as
        `zh/problems/login.md`. What cannot be drawn stays as it was.
        """
        assert self._config is not None
        changed = list(changed)
        articles = [path for path in changed if path.startswith("docs/")]
        drawn = Drawn()
        root, today = self._root, self._today
        if any(path.startswith("data/") for path in changed):
            now, drawn.faults = session.with_data(CURRENT.session, root=root, today=today)
            CURRENT.change(now)
        if any(path.startswith("overrides/") for path in changed):
            CURRENT.change(session.with_templates(CURRENT.session, root=root, today=today))
            for built in self._built_languages.values():
                if built.env.cache is not None:
                    built.env.cache.clear()  # MkDocs' never looks whether a template changed
        for path in articles:
            try:
                article, problems = _read(path.removeprefix("docs/"), self._root)
            except FileNotFoundError:  # gone again; the build that follows knows it
                continue
            if not article.front:
                drawn.faults += problems
            else:
                CURRENT.change(
                    session.with_articles(CURRENT.session, [path], root=root, today=today)
                )
        failed = {fault.path for fault in drawn.faults}
        for uri in pages:
            if f"docs/{uri}" in failed or not (self._root / "docs" / uri).is_file():
                continue
            if uri.partition("/")[0] not in self._built_languages:
                continue  # it is made of finished pages
            try:
                self._draw(uri)
                drawn.pages.append(uri)
            except (Exception, SystemExit) as error:
                drawn.faults += self._problems_of(error, path=f"docs/{uri}")
        return drawn

    def _draw(self, uri: str) -> None:
        language = uri.partition("/")[0]
        built, config = self._built_languages[language], self._config
        assert config is not None
        _i18n(config).current_language = language
        config = config.plugins.on_config(config)  # what was built last was another language
        file = built.files.get_file_from_path(uri)
        assert file is not None
        assert file.page is not None
        inclusion = InclusionLevel.is_in_serve
        mkdocs_build._populate_page(file.page, config, built.files)
        pages = built.files.documentation_pages(inclusion=inclusion)
        mkdocs_build._build_page(file.page, config, pages, built.nav, built.env)

    def about(self, uri: str) -> About | None:
        """Return the information for a writer about a page, or None if the page cannot be read."""
        language, _, path = uri.partition("/")
        slug = path.removesuffix(".md")
        article = CURRENT.session.articles[language].get(slug)
        if article is None or article.front is None:
            return None
        return About(
            path=article.path,
            reviewed=article.front.reviewed,
            other_languages={
                PROFILES[each].name: _address(
                    self._built_languages[each].files.src_uris[f"{each}/{path}"]
                )
                for each in others(language)
                if f"{each}/{path}" in self._built_languages[each].files.src_uris
            },
            translations=[*self._translations(slug)],
            expires=[*self._expires(article.blocks)],
        )

    def _translations(self, slug: str) -> Iterator[tuple[str, str]]:
        """Yield each translation of a page, by path, with what it is: current, behind, missing."""
        paths = {
            each: self._root / "docs" / each / f"{slug}.md"
            for each in (SOURCE, *TRANSLATIONS, *DERIVED)
        }
        if not paths[SOURCE].is_file():
            return
        source, _ = read_article(paths[SOURCE], root=self._root, language=SOURCE)
        for language in (*TRANSLATIONS, *DERIVED):
            name = f"docs/{language}/{slug}.md"
            if language in DERIVED and not paths[language].is_file():
                continue
            if not paths[language].is_file():
                yield name, "missing"
                continue
            translation, _ = read_article(paths[language], root=self._root, language=language)
            yield name, "current" if freshness.matches(source, translation) else "behind"

    def _expires(self, blocks: Iterable[WrittenBlock]) -> Iterator[tuple[str, date, str]]:
        """Yield the records in blocks of a page that run out soon: id, last day, file."""
        directory = CURRENT.session.directory
        if directory is None:
            return
        codes = {block.argument for block in blocks}
        for validity in directory.expiring(days=EXPIRING.days):
            region = validity.region
            if region and region.code in codes:
                yield validity.id, validity.valid_until, f"data/regions/{region.code}.yml"

    def _warned(self) -> Iterator[Problem]:
        """Yield the warnings of MkDocs, each at the article that it names."""
        for said in dict.fromkeys(self._warnings.said):
            named = re.search(r"[\"'](\S+\.md)[\"']", said)
            path = f"docs/{named[1]}" if named else "mkdocs.yml"
            if not (self._root / path).is_file():
                path = "mkdocs.yml"
            yield Problem.of(path, 1, 1, f"{RULE}.warned", severity=Severity.WARNING, said=said)

    def _of_settings(self) -> Iterator[Problem]:
        """Yield the complaints of MkDocs about settings, at the line of each."""
        located, _ = read_file(self._root / mkdocs_config.FILE, root=self._root)
        for said in self._warnings.said:
            if found := re.match(r"Config value '(\w+)': (.*)", said, flags=re.DOTALL):
                yield not_drawn(mkdocs_config.FILE, located.mark((found[1],))[0], found[2])

    def _problems_of(self, error: BaseException, *, path: str = "mkdocs.yml") -> list[Problem]:
        """Return an error as problems of the files of ours in which it arose."""
        if said := [*self._of_settings()]:
            return said
        cause = _cause_of(error)
        if isinstance(cause, UnicodeDecodeError):
            paths = sorted((self._root / "overrides").rglob("*.[hsx][tvm]*"))
            readings = (source_text(each, root=self._root, rule=f"{RULE}.file") for each in paths)
            if problems := [each for text, found in readings if text is None for each in found]:
                return problems
        line = 1
        places = [(f.filename, f.lineno) for f in traceback.extract_tb(cause.__traceback__)]
        places.append((getattr(cause, "filename", None) or "", getattr(cause, "lineno", 1)))
        for name, number in places:
            place = Path(name)
            if place.is_relative_to(self._root) and ".venv" not in place.parts:
                path, line = place.relative_to(self._root).as_posix(), number or 1
        if mark := getattr(cause, "problem_mark", None):
            path, line = "mkdocs.yml", mark.line + 1
        what = " ".join(str(cause).split()).rstrip(".") or type(cause).__name__
        return [not_drawn(path, line, what)]


def _cause_of(error: BaseException) -> BaseException:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return error


def _without_missing(items: Any, files: Files) -> Any:
    """Return entries of a menu without those that lead to no article."""
    if isinstance(items, list):
        kept = [_without_missing(item, files) for item in items]
        return [item for item in kept if item not in (None, {}, [])]
    if isinstance(items, dict):
        kept_of = {title: _without_missing(inner, files) for title, inner in items.items()}
        return {title: inner for title, inner in kept_of.items() if inner not in (None, [])}
    missing = str(items).endswith(".md") and files.get_file_from_path(str(items)) is None
    return None if missing else items


def _address(file: File) -> str:
    return file.url.removeprefix("./")


def _read(uri: str, root: Path) -> tuple[Article, list[Problem]]:
    """Read an article by the name that MkDocs has for it."""
    return read_article(root / "docs" / uri, root=root, language=uri.partition("/")[0])


def _language(config: MkDocsConfig) -> Language:
    language: Language = _i18n(config).current_language
    return language


def _i18n(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]

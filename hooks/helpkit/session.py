"""What one build knows: the repository, the day, the directory, the problems, the page at hand.

The hooks share one session per process. It is filled anew when the default language of a build
starts; the second language of the same build uses it as it is.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from helpkit.articles import freshness
from helpkit.articles.article import Article, resolve_conditions
from helpkit.blocks.drawing import Drawing
from helpkit.blocks.extension import PageDrawing
from helpkit.checks import run
from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES, SOURCE, Language
from helpkit.outputs import changed
from helpkit.outputs.changed import Days
from helpkit.outputs.llms import Entry
from helpkit.problems import Problem


def day_of_build(environment: Mapping[str, str] = os.environ) -> date:
    """Return the day that `SOURCE_DATE_EPOCH` (seconds, UTC) names, or else today where we are.

    A writer in Beijing who reviews a page before eight in the morning writes the local date.
    """
    seconds = environment.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds else date.today()


class Session:
    """The state of a build. `serving` says whether a writer is watching."""

    def __init__(self) -> None:
        self.serving = False
        self.directory: Directory | None = None
        self.problems: list[Problem] = []
        self.articles: dict[Language, dict[str, Article]] = {language: {} for language in LANGUAGES}
        # Translations of which readers must be told that they fell behind, by slug.
        self.outdated: dict[Language, set[str]] = {language: set() for language in LANGUAGES}
        self.changed: Days = {language: {} for language in LANGUAGES}
        self.menu: dict[Language, list[Entry]] = {language: [] for language in LANGUAGES}
        self.twins: dict[Language, dict[str, str]] = {language: {} for language in LANGUAGES}
        self.page = PageDrawing()

    def fill(self, root: Path, *, today: date) -> None:
        """Read and check the whole repository for a day."""
        self.twins = {language: {} for language in LANGUAGES}
        repository = run.read(root, today=today)
        self.directory, read = repository.directory, repository.articles
        self.problems = run.problems_of(repository)
        self.outdated = {
            language: {
                slug
                for slug, translation in read[language].items()
                if slug in read[SOURCE] and freshness.is_outdated(read[SOURCE][slug], translation)
            }
            for language in LANGUAGES
        }
        conditions = self.directory.conditions() if self.directory else frozenset()
        self.articles = {
            language: {
                slug: resolve_conditions(article, conditions=conditions)
                for slug, article in read[language].items()
            }
            for language in LANGUAGES
        }
        if self.directory:
            self.changed = changed.days(self.directory, self.articles)
        self.page.drawing = Drawing(self.directory, templates=root / "overrides" / "blocks")


SESSION = Session()

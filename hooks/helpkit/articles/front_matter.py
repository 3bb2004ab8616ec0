"""Front matter: the keys above an article, as a record."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from pydantic import Field

from helpkit.data.kinds import Condition, Day, Id, NonEmpty, Record
from helpkit.data.vocabulary import ArticleType

# The keys whose texts readers see, in menus, results and on top of the page.
SHOWN = ("title", "short", "description", "answer")


class FrontWords(Record):
    """The front matter texts of an article that differ under a condition."""

    title: NonEmpty | None = None
    short: NonEmpty | None = None
    description: NonEmpty | None = None
    answer: NonEmpty | None = None


class FrontMatter(Record):
    """The front matter of an article."""

    title: NonEmpty
    short: NonEmpty
    description: NonEmpty
    answer: NonEmpty
    type: ArticleType
    aliases: tuple[NonEmpty, ...] = ()
    sources: tuple[Id, ...] = ()
    reviewed: Day
    change: Literal["minor", "content", "major"] | None = None
    source: str | None = None
    when: dict[Condition, FrontWords] = Field(default_factory=dict)

    def under(self, conditions: Collection[str]) -> FrontMatter:
        """Return the words for some conditions: the first key of `when` that holds decides."""
        words = next((w for name, w in self.when.items() if name in conditions), None)
        return self.model_copy(update=words.model_dump(exclude_none=True)) if words else self

    def names(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield each text by which the article is called, as `shown` does."""
        return (each for each in self.shown() if each[0][-1] in ("title", "short"))

    def shown(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield each text that readers see: where it stands, as `("when", "email", "title")`, and the text."""
        for location, said in (((), self), *((("when", name), w) for name, w in self.when.items())):
            for key in SHOWN:
                if text := getattr(said, key):
                    yield (*location, key), text

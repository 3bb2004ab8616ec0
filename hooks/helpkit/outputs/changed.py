"""Compute when a page last changed: its review, or a change of the data that it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Literal, get_args

from helpkit.articles.article import Article, Pages
from helpkit.data.directory import CHANNEL_ORDER, Directory
from helpkit.data.vocabulary import ContactKind
from helpkit.languages import Language

# Data of a region that have a day: contacts of public bodies, complaint steps, and the channels of
# the service itself.
Dated = Literal["contacts", "ladder", "channels"]
Days = Mapping[Language, Mapping[str, date]]
# What changed: the data, the region, and the kind of contact or channel.
_What = tuple[Dated, str, str]


def days(
    directory: Directory,
    articles: Pages,
    *,
    depends_on: Mapping[str, Collection[Dated]],
) -> Days:
    """Return for each page, by language and slug, the day on which it last changed.

    That is the newest of: the day of its review, and the days on which the data changed that its
    blocks show. `depends_on` names those data by block. A block with a region or a kind of contact
    depends on that alone. No day is later than the build day.
    """
    newest: dict[_What, date] = {}
    for what, day in _changes(directory):
        newest[what] = max(day, newest.get(what, day))
    return {
        language: {
            slug: _of_article(article, newest, depends_on, directory)
            for slug, article in pages.items()
            if article.front
        }
        for language, pages in articles.items()
    }


def _changes(directory: Directory) -> Iterator[tuple[_What, date]]:
    for change in directory.changes():
        data: Dated = "channels" if change.kind in CHANNEL_ORDER else "contacts"
        yield (data, change.region.code, change.kind), change.on
    for code, region in directory.regions.items():
        yield ("channels", code, ""), directory.service.searched_on
        for step in directory.ladder_steps(region):
            yield ("ladder", code, ""), step.evidence.read_on


def _of_article(
    article: Article,
    newest: Mapping[_What, date],
    depends_on: Mapping[str, Collection[Dated]],
    directory: Directory,
) -> date:
    assert article.front is not None
    narrowing = {*directory.regions, *get_args(ContactKind)}
    found = [article.front.reviewed]
    for block in article.blocks:
        for (data, *names), day in newest.items():
            shown = block.argument in names or block.argument not in narrowing
            if shown and data in depends_on.get(block.name, ()):
                found.append(day)
    return min(max(found), directory.today)

"""When a page last changed, honestly: its review, or a day of the data that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from helpkit.articles import Article
from helpkit.directory import Directory
from helpkit.records import Language

# Blocks that show contacts or complaint steps; without a region they show every one.
_OF_REGIONS = {"public-help", "ladder", "hours", "dialling", "records", "regions"}
_OF_THE_SERVICE = {"no-number", "okpay-channels", "channels"}

Days = Mapping[Language, Mapping[str, date]]


def days(directory: Directory, articles: Mapping[Language, Mapping[str, Article]]) -> Days:
    """Return for each page, by language and slug, the day on which it last changed.

    That is the newest of: the day of its review, and, as far as its blocks show them, the days on
    which contacts were read, ran out or were withdrawn, and on which the service was looked up.
    None of them is after the day for which the directory was read.
    """
    newest: dict[str, date] = {}
    for change in directory.changes():  # newest first
        newest.setdefault(change.region.code, change.on)
    for code, region in directory.regions.items():
        for step in directory.ladder_steps(region):
            newest[code] = max(newest.get(code, date.min), step.evidence.read_on)
    return {
        language: {
            slug: _of_article(article, newest, directory)
            for slug, article in pages.items()
            if article.front
        }
        for language, pages in articles.items()
    }


def _of_article(article: Article, newest: Mapping[str, date], directory: Directory) -> date:
    assert article.front is not None
    found = [article.front.reviewed]
    for block in article.directives:
        if block.name in _OF_REGIONS:
            codes = [block.argument] if block.argument else list(newest)
            found += [newest[code] for code in codes if code in newest]
        if block.name in _OF_THE_SERVICE:
            found.append(directory.service.searched_on)
    return min(max(found), directory.today)

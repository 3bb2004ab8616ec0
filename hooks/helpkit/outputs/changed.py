"""When a page last changed, honestly: its review, or a day of the data that it shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from helpkit.articles.article import Article
from helpkit.data.directory import CHANNEL_ORDER, Directory
from helpkit.data.records import Region
from helpkit.languages import Language

# Blocks that show contacts or complaint steps, and those that show the service's own channels;
# without a region they show every one.
_OF_REGIONS = {"public-help", "ladder", "deadlines", "hours", "dialling", "records", "regions"}
_OF_THE_SERVICE = {"no-number", "okpay-channels", "channels"}

Days = Mapping[Language, Mapping[str, date]]


def days(directory: Directory, articles: Mapping[Language, Mapping[str, Article]]) -> Days:
    """Return for each page, by language and slug, the day on which it last changed.

    That is the newest of: the day of its review, and, as far as its blocks show them, the days on
    which contacts and channels were read, ran out or were withdrawn, and on which the service was
    looked up. None of them is after the day for which the directory was read.
    """
    newest: dict[str, date] = {}
    channels = dict.fromkeys(directory.regions, directory.service.searched_on)
    for change in directory.changes():  # newest first
        newest.setdefault(change.region.code, change.on)
        if change.id in _ids_of_channels(change.region):
            code = change.region.code
            channels[code] = max(channels[code], change.on)
    for code, region in directory.regions.items():
        for step in directory.ladder_steps(region):
            newest[code] = max(newest.get(code, date.min), step.evidence.read_on)
    return {
        language: {
            slug: _of_article(article, newest, channels, directory)
            for slug, article in pages.items()
            if article.front
        }
        for language, pages in articles.items()
    }


def _ids_of_channels(region: Region) -> set[str]:
    gone = {gone.id for gone in region.withdrawn if gone.kind in CHANNEL_ORDER}
    return gone | {channel.anchor_in(region.code) for channel in region.okpay_channels}


def _of_article(
    article: Article,
    newest: Mapping[str, date],
    channels: Mapping[str, date],
    directory: Directory,
) -> date:
    assert article.front is not None
    found = [article.front.reviewed]
    for block in article.directives:
        for names, by_region in ((_OF_REGIONS, newest), (_OF_THE_SERVICE, channels)):
            if block.name in names:
                codes = [block.argument] if block.argument in directory.regions else by_region
                found += [by_region[code] for code in codes if code in by_region]
    return min(max(found), directory.today)

"""The commands `sync` and `bless`: which translations fell behind, and that they match again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpkit import reasons
from helpkit.cache import CACHE_FOLDER, Cache
from helpkit.commands.carrying_out import Command, Place
from helpkit.commands.edits import Edits
from helpkit.commands.questions import Told, agrees, asking
from helpkit.git import NoRepository
from helpkit.languages import DERIVED, LANGUAGES, SOURCE, TRANSLATIONS, Language
from helpkit.messages import Lines, Refused, name_of, say
from helpkit.problems import did_you_mean, errors_of

if TYPE_CHECKING:
    from helpkit.articles.article import Article


@click.command("sync", cls=Command)
@click.argument("slug", metavar="[PAGE]", required=False)
@click.pass_obj
def sync(place: Place, /, slug: str | None) -> None:
    """List the English pages that fell behind; of PAGE, show what changed in the Chinese."""
    from helpkit.articles import freshness
    from helpkit.articles.article import read_all
    from helpkit.commands import pages

    root, _ = place
    if slug:
        name = pages.slug_of(slug)
        _refuse_no_page(root, name)
        _show_changes(root, name, pages.made_of_source(root, name))
        return
    found, _problems = read_all(root)
    for language in (*TRANSLATIONS, *(each for each in DERIVED if found[each])):
        stale = [
            article
            for name, source in found[SOURCE].items()
            if (article := found[language].get(name))
            and article.front
            and not freshness.matches(source, article)
        ]
        for article in stale:
            source = found[SOURCE][article.slug].path
            click.echo(say("sync-stale", page=article.path, source=source, slug=article.slug))
        total = len(found[language])
        click.echo(say("sync-count", n=len(stale), all=total, name=name_of(language)))


def _refuse_no_page(root: Path, slug: str) -> None:
    """Raise Refused for a page that is not there in every language."""
    from helpkit.commands import pages

    if not all((root / pages.file_of(slug, language)).is_file() for language in LANGUAGES):
        folder = root / "docs" / SOURCE
        known = [p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.md")]
        raise Refused("no-page", page=slug, hint=did_you_mean(slug, known))


def _show_changes(
    root: Path, slug: str, languages: Iterable[Language], *, then: bool = True
) -> None:
    """Print what changed in a page since its translations matched it, with what stands there in each."""
    from helpkit.articles import freshness
    from helpkit.commands import comparing, pages

    edits = Edits(root)
    source, *translations = (pages.article_of(edits, slug, each) for each in (SOURCE, *languages))
    behind: dict[str, tuple[Article, list[Article]]] = {}
    for each in translations:
        if freshness.matches(source, each):
            click.echo(say("changed-nothing", page=each.path))
        elif before := comparing.matched_text(root, source, each):
            behind.setdefault(before.text, (before, []))[1].append(each)
        else:
            recorded = each.front and each.front.source
            key = "no-match-recorded" if recorded else "nothing-recorded"
            click.echo(say(key, source=source.path, page=each.path))
    for before, others in behind.values():
        for change in comparing.changes(before, source, others):
            click.echo(f"{source.path}:{change.line}")
            click.echo(f"  - {change.before}" if change.before else "  -")
            click.echo(f"  + {change.now}" if change.now else "  +")
            for path, line, text in change.beside:
                click.echo(f"  {path}:{line}\n    {text}")
        if then:
            said = tuple(each.path for each in others)
            click.echo(say("changed-then", page=said, slug=slug))


@click.command("bless", cls=Command)
@click.argument("slugs", nargs=-1)
@click.option("--all", "every", is_flag=True)
@click.option("--yes", is_flag=True)
@asking
@click.pass_obj
def bless(
    place: Place, /, slugs: tuple[str, ...], every: bool, yes: bool, ask: bool | None
) -> None:
    """Record that the English PAGE matches the Chinese one; shows what changed, and asks."""
    from helpkit.articles import scaffold
    from helpkit.articles.article import read_all
    from helpkit.commands import pages

    root, today = place
    if every:
        found, _problems = read_all(root)
        slugs = tuple(s for s in found[SOURCE] if all(s in found[each] for each in TRANSLATIONS))
    if not slugs:
        raise Refused("bless-what")
    asks = Told(ask, {}).asks
    slugs = tuple(map(pages.slug_of, slugs))
    for slug in slugs:
        _refuse_no_page(root, slug)
    _refuse_errors(root, today, slugs)
    for slug in slugs:
        if not (yes or every):
            languages = pages.made_of_source(root, slug)
            if _is_recorded(root, slug, languages):
                for language in languages:
                    click.echo(say("changed-nothing", page=pages.file_of(slug, language)))
                continue
            try:
                _show_changes(root, slug, languages, then=False)
            except NoRepository as error:
                click.echo(say("no-git", why=reasons.of(error)))
            if not asks:  # nobody is there who has compared the pages
                raise Refused("bless-unasked", page=slug)
            names = tuple(map(name_of, languages))
            if not agrees("ask-bless", name=names):
                click.echo(say("not-blessed"))
                continue
        try:
            paths = scaffold.bless(root, slug)
        except ValueError as error:
            raise Refused("file-broken", file=str(error), problem="") from None
        for path in paths:
            click.echo(say("blessed", page=path.relative_to(root).as_posix()))


def _refuse_errors(root: Path, today: date, slugs: Iterable[str]) -> None:
    """Raise Refused if the check finds errors in what is made of pages, but for the records."""
    from helpkit.checks import run
    from helpkit.commands import pages

    paths = {
        pages.file_of(slug, each) for slug in slugs for each in pages.made_of_source(root, slug)
    }
    _, problems = run.check(root, today=today, cache=Cache(root / CACHE_FOLDER, run.CACHE_NAME))
    records = ("translation-unrecorded", "translation-outdated")
    found = [p for p in errors_of(problems) if p.path in paths and p.rule not in records]
    if found:
        raise Refused("bless-errors", problems=Lines(found))


def _is_recorded(root: Path, slug: str, languages: Iterable[Language]) -> bool:
    """Return whether pages made of a page record it as it stands, whatever was changed."""
    from helpkit.articles import freshness
    from helpkit.commands import pages

    edits = Edits(root)
    source, *others = (pages.article_of(edits, slug, each) for each in (SOURCE, *languages))
    wanted = freshness.recorded(source)
    unsaid = source.front is not None and source.front.change is None
    return unsaid and all(each.front and each.front.source == wanted for each in others)

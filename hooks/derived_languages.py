"""MkDocs events: make derived languages from the finished pages of their source."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from helpkit import addresses
from helpkit.languages import DERIVED, LANGUAGES, source_of
from helpkit.outputs import derived_languages, derived_pages, indexnow
from helpkit.outputs.derived_pages import Override
from helpkit.session import CURRENT
from helpkit.text.conversion import masked
from mkdocs.commands.build import get_context
from mkdocs.plugins import event_priority

# The menu of the language that is being built; MkDocs gives it to no event that has the templates.
MENU = []


@event_priority(100)  # before static-i18n, which would take them for pages of the source
def on_files(files, config):
    """Take out the pages of derived languages that somebody wrote: they are no pages of MkDocs."""
    for file in list(files):
        if file.src_uri.partition("/")[0] in DERIVED:
            files.remove(file)
    return files


@event_priority(-100)
def on_nav(nav, config, files):
    """Remember the menu."""
    MENU[:] = [nav]
    return nav


@event_priority(-100)  # after all that templates need is there; before the search reads the pages
def on_env(env, config, files):
    """Draw what somebody wrote in the derived languages, each in the place of its source."""
    session, language = CURRENT.session, config.plugins["i18n"].current_language
    for each in DERIVED if session.directory else ():
        sources = session.articles[language]
        if source_of(each) != language:
            continue
        for slug, article in session.articles[each].items():
            source = sources.get(slug)
            file = files.get_file_from_path(f"{language}/{slug}.md")
            if article.front and source and source.front and file and file.page:
                html, content = _drawn(article, source, file.page, env, config, files)
                session.overrides[each][slug] = Override(article, source, content, html)
    return env


def _drawn(article, source, page, env, config, files):
    """Return the page of an override, and the HTML of its article, as its source is drawn."""
    session, site, language = CURRENT.session, config.site_dir, source.language
    before = {name: getattr(page, name) for name in ("markdown", "content", "toc", "meta")}
    articles = {
        **session.articles[language],
        source.slug: derived_pages.as_source(article, source),
    }
    behind = session.outdated[article.language].get(source.slug)
    CURRENT.change(
        replace(
            session,
            articles={**session.articles, language: articles},
            outdated={**session.outdated, language: {source.slug: behind} if behind else {}},
            markdown_pages={language: {}},
            output_files=set(),
        )
    )
    try:
        with TemporaryDirectory() as config.site_dir:  # what events write beside it is not wanted
            page.meta = dict(page.meta)
            page.markdown = config.plugins.on_page_markdown(
                article.body, page=page, config=config, files=files
            )
            page.render(config, files)
            content = config.plugins.on_page_content(
                page.content, page=page, config=config, files=files
            )
            page.content = content = derived_pages.masked_content(content)
            for heading in _all(page.toc):
                heading.title = masked(heading.title)
            page.active = True
            context = get_context(MENU[0], files, config, page)
            context = config.plugins.on_page_context(context, page=page, config=config, nav=MENU[0])
            html = env.get_template("main.html").render(context)
            return config.plugins.on_post_page(html, page=page, config=config), content
    finally:
        page.active, config.site_dir = False, site
        for name, value in before.items():
            setattr(page, name, value)
        CURRENT.change(session)


def _all(headings):
    for heading in headings:
        yield heading
        yield from _all(heading.children)


@event_priority(-60)  # after every file that they are made of, before the worker that keeps them
def on_post_build(config):
    """Write them with the language that is built last: then all others are finished."""
    session, site = CURRENT.session, Path(config.site_dir)
    if config.plugins["i18n"].current_language != LANGUAGES[-1] or session.directory is None:
        return
    for language in DERIVED:
        source = source_of(language)
        slugs = session.articles[source]
        texts, session.markdown_pages[language] = derived_languages.files(
            derived_languages.of_site(
                session.directory,
                slugs,
                session.overrides[language],
                language=language,
                site_url=config.site_url,
            ),
            session.directory,
            session.menu[source],
            slugs,
            site=site,
            cache=session.cache,
        )
        session.write(texts, site=site)
    twins = {
        addresses.page_address(slug, language=each): text
        for each, pages in session.markdown_pages.items()
        for slug, text in pages.items()
    }
    digests = indexnow.digests(twins, site_url=config.site_url)
    session.write({indexnow.DIGESTS: digests}, site=site)

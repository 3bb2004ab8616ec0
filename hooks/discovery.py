"""MkDocs events: metadata in a page's head for search engines, feeds and shared links; Markdown twins."""

from pathlib import Path, PurePosixPath
from types import SimpleNamespace

from helpkit.outputs import (
    feeds,
    llms,
    markdown_pages,
    share_picture,
    structured_data,
)
from helpkit.outputs.llms import Entry
from helpkit.outputs.search_index import RESULTS
from helpkit.outputs.structured_data import Crumb
from helpkit.session import CURRENT
from mkdocs.plugins import event_priority


@event_priority(-100)  # after static-i18n has translated the sections
def on_nav(nav, config, files):
    """Remember the order of the menu; the page of search results has nothing of its own to read."""
    found = []
    for page in nav.pages:
        language, _, path = page.file.src_uri.partition("/")
        section = page.ancestors[-1].title if page.ancestors else ""
        found.append(Entry(section, path.removesuffix(".md")))
    CURRENT.session.menu[language] = [entry for entry in found if entry.slug != RESULTS]
    return nav


def on_page_context(context, page, config, nav):
    """Add the way from the home page, the picture and the structured data as `discovery`."""
    session, around = CURRENT.session, context["help"]
    directory, article = session.directory, session.articles[around.language].get(around.slug)
    crumbs = _crumbs(page, around) if around.slug != "index" else []
    picture = share_picture.address(language=around.language)
    data = ""
    if directory and article and article.front:
        data = structured_data.of_page(
            article,
            directory=directory,
            changed_on=session.changed[around.language][around.slug],
            crumbs=crumbs,
            picture=picture,
            content=page.content or "",
            site_url=config.site_url,
        )
    context["discovery"] = SimpleNamespace(
        crumbs=crumbs,
        picture=picture,
        structured_data=data,
        twin=markdown_pages.FILE,
        llms=llms.address(llms.INDEX, language=around.language),
        feed=feeds.address("pages", language=around.language),
    )
    return context


def on_template_context(context, template_name, config):
    """Tell the sitemap when each page last changed."""

    def changed_on(path):
        language, _, name = path.partition("/")
        return CURRENT.session.changed[language].get(name.removesuffix(".md"), "")

    context["changed_on"] = changed_on
    return context


def on_post_page(output, page, config):
    """Write the Markdown twin of a page beside it."""
    session = CURRENT.session
    language, _, path = page.file.src_uri.partition("/")
    if session.directory:
        article = markdown_pages.article_of(output)
        inputs = {
            "address": page.canonical_url,
            "language": language,
            "note": llms.statement(session.directory, language=language),
        }
        text = session.cache.get(
            b"twin",
            article.encode(),
            repr(inputs).encode(),
            make=lambda: markdown_pages.markdown(article, **inputs),
        )
        session.markdown_pages[language][path.removesuffix(".md")] = text
        twin = PurePosixPath(page.file.dest_uri).with_name(markdown_pages.FILE)
        session.write({str(twin): text}, site=Path(config.site_dir))
    return output


def on_post_build(config):
    """Write what is made of all pages of a language."""
    session, language = CURRENT.session, config.plugins["i18n"].current_language
    directory = session.directory
    if directory is None:
        return
    articles, menu, url = session.articles[language], session.menu[language], config.site_url
    index = llms.index(directory, articles, menu, language=language, site_url=url)
    full = llms.full(directory, session.markdown_pages[language], menu, language=language)
    feed = feeds.of_pages(
        directory, articles, session.changed[language], language=language, site_url=url
    )
    texts = {
        llms.address(llms.INDEX, language=language): index,
        llms.address(llms.FULL, language=language): full,
        feeds.address("pages", language=language): feed,
    }
    session.write(texts, site=Path(config.site_dir))


def _crumbs(page, around):
    """Return home, the first page of each section above this one, and this page."""
    firsts = [(section.title, section.children[0]) for section in reversed(page.ancestors)]
    return [
        Crumb(around.ui.get("home", ""), around.page_of("index")),
        *(Crumb(title, first.url) for title, first in firsts if first.is_page and first != page),
        Crumb(page.meta.get("short") or page.title, page.url),
    ]

"""MkDocs events: what search engines, feeds and those who share a link find in a page's head."""

from types import SimpleNamespace

from helpkit import share, structured_data
from helpkit.session import SESSION
from helpkit.structured_data import Crumb


def on_page_context(context, page, config, nav):
    """Add the way from the home page, the picture and the structured data as `found`."""
    around, directory = context["help"], SESSION.directory
    article = SESSION.articles[around.language].get(around.slug)
    crumbs = _crumbs(page, around) if around.slug != "index" else []
    picture = share.address(language=around.language)
    data = ""
    if directory and article and article.front:
        data = structured_data.of_page(
            article,
            directory=directory,
            changed_on=SESSION.changed[around.language][around.slug],
            crumbs=crumbs,
            picture=picture,
            content=page.content or "",
            site_url=config.site_url,
        )
    context["found"] = SimpleNamespace(crumbs=crumbs, picture=picture, structured_data=data)
    return context


def _crumbs(page, around):
    """Return home, the first page of each section above this one, and this page."""
    firsts = [(section.title, section.children[0]) for section in reversed(page.ancestors)]
    return [
        Crumb(around.ui.get("home", ""), around.page_of("index")),
        *(Crumb(title, first.url) for title, first in firsts if first.is_page and first != page),
        Crumb(page.meta.get("short") or page.title, page.url),
    ]

"""MkDocs events: reuse the last build's HTML of unchanged Markdown."""

import functools
import logging

from helpkit.messages import spoken
from helpkit.session import CURRENT
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

# What `Page.render` sets on a page, besides its links to other files.
_SETS = ("content", "toc", "_title_from_render", "present_anchor_ids")


class _Listener(logging.Handler):
    def __init__(self):
        super().__init__(logging.INFO)
        self.heard = []

    def emit(self, record):
        self.heard.append((record.name, record.levelno, record.getMessage()))


@event_priority(-100)  # after the last change to the Markdown
def on_page_markdown(markdown, page, config, files):
    """Make the page look in the cache before it renders."""
    if CURRENT.session.directory is not None:
        page.render = functools.partial(_render, page)
    return markdown


@event_priority(-100)
def on_post_build(config):
    """Save the cache; the language built last knows the pages of all."""
    CURRENT.session.cache.save()


def _render(page, config, files):
    """Do what `Page.render` does, through the cache. The key holds every input of the HTML."""
    made = []

    def make():
        listener, log = _Listener(), logging.getLogger("mkdocs")
        log.addHandler(listener)
        try:
            Page.render(page, config, files)
        finally:
            log.removeHandler(listener)
        links = page.links_to_anchors
        made.append(page)
        return {
            "sets": {name: getattr(page, name) for name in _SETS},
            # Files by their name: the next build has objects of its own.
            "links": links and {file.src_uri: anchors for file, anchors in links.items()},
            "logged": listener.heard,
        }

    session = CURRENT.session
    inputs = [session.inputs, config.site_url or "", sorted(files.src_uris)]
    inputs += spoken() if CURRENT.serving else ()  # boxes for writers are in their language
    rendered = session.cache.get(
        b"page",
        repr((inputs, page.file.src_uri, page.url)).encode(),
        page.markdown.encode(),
        make=make,
    )
    if made:
        return
    for name, value in rendered["sets"].items():
        setattr(page, name, value)
    if rendered["links"] is not None:
        page.links_to_anchors = {
            files.get_file_from_path(uri): anchors for uri, anchors in rendered["links"].items()
        }
    for name, level, message in rendered["logged"]:
        logging.getLogger(name).log(level, "%s", message)

"""MkDocs events: register our blocks with Markdown and set the page that they are drawn for."""

from pathlib import Path

from helpkit.articles.directives import choose
from helpkit.blocks.extension import DataBlocks
from helpkit.blocks.tables_and_lists import MarkdownParts
from helpkit.clock import day_of_build
from helpkit.messages import Refused
from helpkit.session import CURRENT
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority


def on_config(config):
    """Register the blocks once: all languages are built on the same config."""
    if not any(isinstance(extension, DataBlocks) for extension in config.markdown_extensions):
        config.markdown_extensions += [DataBlocks(_draw), MarkdownParts()]
    return config


def _draw(name, argument, options):
    # Looked up when a block is drawn: the extensions are made before the build has its session.
    return CURRENT.session.page_drawing.draw(name, argument, options)


@event_priority(100)  # all other events use the session
def on_pre_build(config):
    """Read data and articles anew when a build starts, that is, with the default language."""
    if config.plugins["i18n"].is_default_language_build:
        try:
            today = day_of_build()
        except Refused as error:
            raise PluginError(str(error)) from None
        CURRENT.begin(Path(config.config_file_path).parent, today=today)


def on_page_markdown(markdown, page, config, files):
    """Set the current page for the blocks, and resolve the article's conditions."""
    language, _, path = page.file.src_uri.partition("/")
    session = CURRENT.session
    session.page_drawing.language = language
    session.page_drawing.address = page.url
    if session.directory is None:
        return markdown
    article = session.articles[language].get(path.removesuffix(".md"))
    if article and article.front:
        page.meta.update(title=article.front.title, short=article.front.short)
    return "".join(line for _, line in choose(markdown, conditions=session.directory.conditions()))

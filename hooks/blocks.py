"""MkDocs events: register our blocks with Markdown and set the page that they are drawn for."""

from helpkit.articles.written_blocks import choose
from helpkit.blocks.extension import DataBlocks
from helpkit.blocks.tables_and_lists import MarkdownParts
from helpkit.languages import SOURCE
from helpkit.session import CURRENT

# The page that is being drawn: its language and its address.
PAGE = {"language": SOURCE, "address": ""}


def on_config(config):
    """Register the blocks once: all languages are built on the same config."""
    if not any(isinstance(extension, DataBlocks) for extension in config.markdown_extensions):
        config.markdown_extensions += [DataBlocks(_draw), MarkdownParts()]
    return config


def _draw(name, argument, options):
    # Looked up when a block is drawn: the extensions are made before the build has its session.
    return CURRENT.session.drawing.draw(
        name,
        **PAGE,
        argument=argument,
        options={key: value for key, value in options.items() if value},
    )


def on_page_markdown(markdown, page, config, files):
    """Set the current page for the blocks, and resolve the article's conditions."""
    language, _, path = page.file.src_uri.partition("/")
    session = CURRENT.session
    PAGE.update(language=language, address=page.url)
    if session.directory is None:
        return markdown
    article = session.articles[language].get(path.removesuffix(".md"))
    if article and article.front:
        page.meta.update(title=article.front.title, short=article.front.short)
    return "".join(line for _, line in choose(markdown, conditions=session.directory.conditions()))

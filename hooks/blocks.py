"""MkDocs events: give Markdown our blocks, and tell them which page they stand on."""

from pathlib import Path

from helpkit.articles.directives import choose
from helpkit.blocks.extension import DataBlocks
from helpkit.blocks.tables_and_lists import MarkdownParts
from helpkit.session import SESSION, day_of_build


def on_config(config):
    """Register the blocks once: both languages are built on the same config."""
    if not any(isinstance(extension, DataBlocks) for extension in config.markdown_extensions):
        config.markdown_extensions += [DataBlocks(SESSION.page), MarkdownParts()]
    return config


def on_pre_build(config):
    """Read data and articles anew when a build starts, that is, with the default language."""
    if config.plugins["i18n"].is_default_language_build:
        SESSION.fill(Path(config.config_file_path).parent, today=day_of_build())


def on_page_markdown(markdown, page, config, files):
    """Point the blocks at the page that is being read, and keep the words that count today."""
    language, _, path = page.file.src_uri.partition("/")
    SESSION.page.language = language
    SESSION.page.address = page.url
    if SESSION.directory is None:
        return markdown
    article = SESSION.articles[language].get(path.removesuffix(".md"))
    if article and article.front:
        page.meta.update(title=article.front.title, short=article.front.short)
    return "".join(line for _, line in choose(markdown, conditions=SESSION.directory.conditions()))

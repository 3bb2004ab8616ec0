"""MkDocs event: each language has its own 404 page; the one at the root is in the source language."""

from pathlib import Path

from helpkit.session import CURRENT
from helpkit.text import typesetting


def on_post_template(output_content, template_name, config):
    """Write another language's 404 into its folder and leave the root one alone.

    Each language's build makes a 404.html for the root: the last would replace the first.
    """
    language = config.plugins["i18n"].current_language
    if template_name != "404.html":
        return output_content
    output_content = typesetting.close_gaps(output_content)
    if config.plugins["i18n"].is_default_language_build:
        return output_content
    CURRENT.session.write({f"{language}/404.html": output_content}, site=Path(config.site_dir))
    return ""

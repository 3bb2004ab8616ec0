"""MkDocs event: write the files that are made from the data, beside the pages."""

from pathlib import Path

from helpkit import outputs
from helpkit.session import SESSION


def on_post_build(config):
    """Write them once a build, with the default language."""
    if config.plugins["i18n"].is_default_language_build and SESSION.directory:
        outputs.write(SESSION.directory, site=Path(config.site_dir), site_url=config.site_url)

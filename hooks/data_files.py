"""MkDocs event: write the files that are made from the data, beside the pages."""

from pathlib import Path

from helpkit.outputs import files, icons, redirects, share_picture
from helpkit.session import CURRENT


def on_post_build(config):
    """Write them once a build, with the default language."""
    session = CURRENT.session
    if config.plugins["i18n"].is_default_language_build and session.directory:
        site, site_url = Path(config.site_dir), config.site_url
        session.write(files.texts(session.directory, site_url=site_url), site=site)
        mark = Path(config.docs_dir, "assets", "images", "mark.svg").read_text(encoding="utf-8")
        session.write(icons.icons(mark), site=site)
        folder = Path(config.config_file_path).parent / "overrides" / "share"
        session.write(share_picture.pictures(session.directory, folder=folder), site=site)
        session.write(
            redirects.pages(session.directory, draw=session.page.drawing.render, site_url=site_url),
            site=site,
        )

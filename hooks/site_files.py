"""MkDocs event: write the site's files that are made from data/, beside the pages."""

from pathlib import Path

from helpkit.outputs import files, icons, redirects, share_picture
from helpkit.session import CURRENT


def on_post_build(config):
    """Write them once a build, with the default language."""
    session = CURRENT.session
    if config.plugins["i18n"].is_default_language_build and session.directory:
        key = f"{session.inputs} {config.site_url}".encode()
        mark = Path(config.docs_dir, "assets", "images", "mark.svg").read_text(encoding="utf-8")
        texts = session.cache.get(
            b"data files", key, mark.encode(), make=lambda: _texts(session, mark, config)
        )
        session.write(texts, site=Path(config.site_dir))


def _texts(session, mark, config):
    folder = Path(config.config_file_path).parent / "overrides" / "share"
    directory, site_url = session.directory, config.site_url
    return {
        **files.texts(directory, site_url=site_url),
        **icons.icons(mark),
        **share_picture.pictures(session.words, folder=folder),
        **redirects.pages(directory, draw=session.drawing.render, site_url=site_url),
    }

"""MkDocs event: write the worker that keeps pages for readers without a network."""

from pathlib import Path

from helpkit.languages import LANGUAGES
from helpkit.outputs import offline
from helpkit.session import CURRENT
from mkdocs.plugins import event_priority


def on_files(files, config):
    """Leave the script out of the assets: browsers take it from the root."""
    for file in list(files):
        if file.src_uri == offline.SCRIPT:
            files.remove(file)
    return files


@event_priority(-70)  # after the files that pages ask for, and after the derived pages
def on_post_build(config):
    """Write the worker with the language built last: then all pages exist."""
    session = CURRENT.session
    if config.plugins["i18n"].current_language != LANGUAGES[-1] or not session.directory:
        return
    source = Path(config.docs_dir, offline.SCRIPT).read_text(encoding="utf-8")
    site = Path(config.site_dir)
    text = offline.worker(
        session.directory, session.words, facts=session.facts, source=source, site=site
    )
    session.write({offline.FILE: text}, site=site)

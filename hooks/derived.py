"""MkDocs event: make the languages that nobody writes of the finished pages of others."""

from pathlib import Path

from helpkit import addresses
from helpkit.languages import DERIVED, LANGUAGES, PROFILES
from helpkit.outputs import derived, indexnow
from helpkit.session import CURRENT
from mkdocs.plugins import event_priority


@event_priority(-60)  # after every file that they are made of, before the worker that keeps them
def on_post_build(config):
    """Write them with the language that is built last: then all others are finished."""
    session, site = CURRENT.session, Path(config.site_dir)
    if config.plugins["i18n"].current_language != LANGUAGES[-1] or session.directory is None:
        return
    for language in DERIVED:
        source = PROFILES[language].derived_from
        slugs = session.articles[source]
        texts, session.markdown_pages[language] = derived.files(
            derived.of_site(session.directory, slugs, language=language, site_url=config.site_url),
            session.directory,
            session.menu[source],
            slugs,
            site=site,
            cache=session.cache,
        )
        session.write(texts, site=site)
    twins = {
        addresses.page_address(slug, language=each): text
        for each, pages in session.markdown_pages.items()
        for slug, text in pages.items()
    }
    digests = indexnow.digests(twins, site_url=config.site_url)
    session.write({indexnow.DIGESTS: digests}, site=site)

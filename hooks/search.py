"""MkDocs events: write the search files of a language once its pages are drawn."""

import json
from pathlib import Path

from helpkit.outputs import crisis, elsewhere, full_text, search_index
from helpkit.session import CURRENT


def on_env(env, config, files):
    """Write the index of the language that is being built below assets/search/."""
    language = config.plugins["i18n"].current_language
    contents = {
        file.src_uri.partition("/")[2].removesuffix(".md"): file.page.content or ""
        for file in files.documentation_pages()
    }
    if CURRENT.session.directory is not None:
        CURRENT.session.write(_texts(language, contents), site=Path(config.site_dir))
    return env


def on_page_context(context, page, config, nav):
    """Give the page of results its list of all pages, which needs no script."""
    language, _, path = page.file.src_uri.partition("/")
    if path == f"{search_index.RESULTS}.md":
        articles = CURRENT.session.articles[language]
        titles = search_index.titles(articles)
        letters = CURRENT.session.cache.get(
            *(b"letters", language.encode(), repr(titles).encode()),
            make=lambda: search_index.letters(titles, language=language),
        )
        context["letters"] = {
            letter: [articles[slug] for slug in slugs] for letter, slugs in letters.items()
        }
    return context


def on_post_template(output_content, template_name, config):
    """Each language has its own OpenSearch description, beside its home page."""
    i18n = config.plugins["i18n"]
    if template_name != "opensearch.xml" or i18n.is_default_language_build:
        return output_content
    description = {f"{i18n.current_language}/{template_name}": output_content}
    CURRENT.session.write(description, site=Path(config.site_dir))
    return ""


def _texts(language, contents):
    session = CURRENT.session
    directory, articles = session.directory, session.articles[language]
    texts = [
        _sections(slug, contents.get(slug) or "<p></p>")
        for slug, _ in search_index.pages_of(articles)
    ]
    index = search_index.build(directory, articles, language=language)
    words = repr(directory.search).encode()
    learned_from = (directory.terms, directory.danger, directory.asked.get(language))
    examples = repr((*learned_from, directory.danger_examples[language])).encode()
    ours = (repr(directory.traditional), *(article.text for article in articles.values()))
    others = session.cache.get(
        *(b"words of other regions", language.encode(), words),
        *(text.encode() for text in ours),
        make=lambda: elsewhere.words(directory, articles, language=language),
    )
    return {
        search_index.file(language, "index"): _json(index),
        search_index.file(language, "text"): _json(texts),
        search_index.file(language, "words"): session.cache.get(
            *(b"more words", language.encode(), words, examples, _json(index).encode()),
            repr(others).encode(),
            make=lambda: search_index.more_words(
                directory, index, language=language, elsewhere=others
            ),
        ),
        crisis.FILE: session.cache.get(
            *(b"crisis", words, repr((directory.danger.crisis, directory.asked)).encode()),
            repr((directory.crisis_examples, directory.danger_examples)).encode(),
            make=lambda: crisis.models(directory),
        ),
        "assets/search/sounds.txt": session.cache.get(
            b"sounds", words, make=lambda: search_index.sounds(directory)
        ),
    }


def _sections(slug, content):
    find = full_text.bodies if search_index.is_region_page(slug) else full_text.sections
    return CURRENT.session.cache.get(
        find.__name__.encode(), content.encode(), make=lambda: find(content)
    )


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

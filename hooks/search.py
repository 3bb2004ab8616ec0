"""MkDocs events: write what the search loads, once the texts of a language are known."""

import json
from functools import lru_cache
from pathlib import Path

from helpkit.outputs import full_text, search_index
from helpkit.publishing import fingerprints
from helpkit.session import CURRENT
from helpkit.text.digests import digest


def on_env(env, config, files):
    """Write the index of the language that is being built below assets/search/."""
    language = config.plugins["i18n"].current_language
    contents = {
        file.src_uri.partition("/")[2].removesuffix(".md"): file.page.content or ""
        for file in files.documentation_pages()
    }
    if CURRENT.session.directory is not None:
        folder = Path(config.site_dir, "assets", "search")
        _write(folder, language, contents)
    return env


def on_page_context(context, page, config, nav):
    """Give the page of results its list of all pages, which needs no script."""
    language, _, path = page.file.src_uri.partition("/")
    if path == f"{search_index.RESULTS}.md":
        context["letters"] = search_index.letters(
            CURRENT.session.articles[language], language=language
        )
    return context


def on_post_template(output_content, template_name, config):
    """Each language has its own OpenSearch description, beside its home page."""
    i18n = config.plugins["i18n"]
    if template_name != "opensearch.xml" or i18n.is_default_language_build:
        return output_content
    _save(Path(config.site_dir, i18n.current_language, template_name), output_content)
    return ""


def _write(folder, language, contents):
    session = CURRENT.session
    directory, articles = session.directory, session.articles[language]
    pages = tuple(
        _sections(slug, contents.get(slug) or "<p></p>")
        for slug, _ in search_index.pages_of(articles)
    )
    texts, shards = _full_text(pages, tuple(directory.search.folding.items()))
    version = digest("".join(texts.values()).encode())
    for name, text in texts.items():
        _save(folder / language / fingerprints.hashed_name(name, version), text)
    index = search_index.build(
        directory, articles, language=language, shards=shards, version=version
    )
    _save(folder / f"{language}.json", _json(index))
    _save(folder / "sounds.txt", search_index.sounds())


def _sections(slug, content):
    find = full_text.bodies if search_index.is_region_page(slug) else full_text.sections
    return CURRENT.session.kept.get(
        find.__name__.encode(), content.encode(), make=lambda: find(content)
    )


@lru_cache(maxsize=2)  # keep both languages: a rebuild usually changes one
def _full_text(pages, variants):
    """Return the files of the full text by name, and how many of them hold words."""
    shards = full_text.shards(pages, variants=dict(variants))
    texts = {f"words-{number}.json": _json(shard) for number, shard in enumerate(shards)}
    texts |= {f"page-{number}.json": _json(page) for number, page in enumerate(pages)}
    return texts, len(shards)


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _save(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

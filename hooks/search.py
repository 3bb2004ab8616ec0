"""MkDocs events: write what the search loads, once the texts of a language are known."""

import json
from pathlib import Path

from helpkit import full_text, search_index
from helpkit.session import SESSION


def on_env(env, config, files):
    """Write the index of the language that is being built below assets/search/."""
    language = config.plugins["i18n"].current_language
    contents = {
        file.src_uri.partition("/")[2].removesuffix(".md"): file.page.content or ""
        for file in files.documentation_pages()
    }
    if SESSION.directory is not None:
        folder = Path(config.site_dir, "assets", "search")
        _write(folder, language, contents)
    return env


def on_page_context(context, page, config, nav):
    """Give the page of results its list of all pages, which needs no script."""
    language, _, path = page.file.src_uri.partition("/")
    if path == f"{search_index.RESULTS}.md":
        context["letters"] = search_index.letters(SESSION.articles[language], language=language)
    return context


def on_post_template(output_content, template_name, config):
    """Each language has its own OpenSearch description, beside its home page."""
    i18n = config.plugins["i18n"]
    if template_name != "opensearch.xml" or i18n.is_default_language_build:
        return output_content
    _save_text(Path(config.site_dir, i18n.current_language, template_name), output_content)
    return ""


def _write(folder, language, contents):
    directory, articles = SESSION.directory, SESSION.articles[language]
    pages = [
        (full_text.bodies if search_index.is_region_page(slug) else full_text.sections)(
            contents.get(slug) or "<p></p>"
        )
        for slug, _ in search_index.pages_of(articles)
    ]
    shards = full_text.shards(pages, variants=directory.search.folding)
    index = search_index.build(directory, articles, language=language, shards=len(shards))
    _save(folder / f"{language}.json", index)
    _save_text(folder / "sounds.txt", search_index.sounds())
    for number, shard in enumerate(shards):
        _save(folder / language / f"words-{number}.json", shard)
    for number, page in enumerate(pages):
        _save(folder / language / f"page-{number}.json", page)


def _save(path, value):
    _save_text(path, json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _save_text(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

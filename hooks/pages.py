"""MkDocs events: what the templates need around an article."""

from types import SimpleNamespace
from urllib.parse import urljoin

from helpkit import addresses, menus
from helpkit.languages import HTML_LANGUAGE, other_language
from helpkit.outputs import feeds
from helpkit.publishing import hosting
from helpkit.session import SESSION
from helpkit.text import typesetting


def on_env(env, config, files):
    """Escape what templates print, and leave no line where a statement stood."""
    env.autoescape = env.trim_blocks = env.lstrip_blocks = True
    return env


def on_page_context(context, page, config, nav):
    """Add language, alternates, references and notices of a page as `help`."""
    language, _, path = page.file.src_uri.partition("/")
    slug = path.removesuffix(".md")
    context["help"] = _around(language, slug, config.site_url)
    return context


def on_template_context(context, template_name, config):
    """Do the same for 404 and the sitemap, which are no pages."""
    language = config.plugins["i18n"].current_language
    context["help"] = _around(language, None, config.site_url)
    context["alternates_of"] = lambda url: _alternates(url, config.site_url)
    return context


def on_post_page(output, page, config):
    """Set Chinese as Chinese is set."""
    return typesetting.close_gaps(output)


def _around(language, slug, site_url):
    directory = SESSION.directory
    other = other_language(language)
    chinese, english = (SESSION.articles[each].get(slug) for each in ("zh", "en"))
    article = chinese if language == "zh" else english
    return SimpleNamespace(
        language=language,
        other=other,
        html_language=HTML_LANGUAGE[language],
        slug=slug,
        urgent=bool(slug and slug.startswith("urgent/")),
        front=article.front if article else None,
        address=addresses.page_address(slug, language=language) if slug else "",
        other_address=addresses.page_address(slug or "index", language=other),
        alternates=_alternates(
            addresses.page_address(slug or "index", language=language), site_url
        ),
        sample=bool(directory and directory.service.sample),
        ui={key: text[language] for key, text in directory.ui.items()} if directory else {},
        other_ui={key: text[other] for key, text in directory.ui.items()} if directory else {},
        references=_references(article, directory),
        outdated=language == "en" and slug in SESSION.outdated,
        nearest=menus.nearest,
        referrer=directory.hosting.headers.get("Referrer-Policy") if directory else None,
        # The preview reloads itself with a script inside the page.
        policy=hosting.policy(directory.hosting, in_page=True)
        if directory and not SESSION.serving
        else None,
        page_of=lambda target: addresses.page_address(target, language=language),
        feed_of=lambda kind: feeds.address(kind, language=language),
    )


def _alternates(address, site_url):
    chinese = address.removeprefix("en/")
    urls = {"zh-Hans": urljoin(site_url, chinese), "en": urljoin(site_url, f"en/{chinese}")}
    return {**urls, "x-default": urls["zh-Hans"]}


def _references(article, directory):
    if not (article and article.front and directory):
        return []
    # An unknown one is reported by the checks; serve goes on without it.
    known = directory.references
    return [known[source] for source in article.front.sources if source in known]

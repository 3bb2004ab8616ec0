"""MkDocs events: the context that page templates need."""

from types import SimpleNamespace
from urllib.parse import urljoin

from helpkit import addresses
from helpkit.blocks.drawing import CompiledTemplates
from helpkit.languages import DERIVED, LANGUAGES, PROFILES, PUBLISHED, SOURCE, others
from helpkit.outputs import cards, feeds, search_index
from helpkit.publishing import hosting
from helpkit.session import CURRENT
from helpkit.text import typesetting
from mkdocs.plugins import event_priority

# The longest menu: a person can still look through it.
MOST = 20


def on_env(env, config, files):
    """Escape what templates print, and leave no line where a statement stood."""
    env.autoescape = env.trim_blocks = env.lstrip_blocks = True
    env.bytecode_cache = CompiledTemplates(CURRENT.session.cache)
    return env


@event_priority(50)  # what other events add is made of it
def on_page_context(context, page, config, nav):
    """Add language, alternates, references and notices of a page as `help`."""
    language, _, path = page.file.src_uri.partition("/")
    slug = path.removesuffix(".md")
    context["help"] = page_context(language, slug, config.site_url)
    return context


@event_priority(50)
def on_template_context(context, template_name, config):
    """Do the same for 404 and the sitemap, which are no pages."""
    language = config.plugins["i18n"].current_language
    context["help"] = page_context(language, None, config.site_url)
    context["alternates_of"] = lambda url: _alternates(url, config.site_url)
    context["addresses_of"] = lambda url: _addresses(url, config.site_url)
    return context


@event_priority(50)  # before the Markdown twin is made of it
def on_post_page(output, page, config):
    """Remove the spaces after full-width marks; see `typesetting`."""
    return typesetting.close_gaps(output)


def page_context(language, slug, site_url):
    """Return what templates need to know around a page; `slug` is None for what is no page."""
    session = CURRENT.session
    directory = session.directory
    profile = PROFILES[language]
    article = session.articles[language].get(slug)
    blocks = {block.name for block in article.blocks} if article else set()
    return SimpleNamespace(
        language=language,
        profile=profile,
        marks=profile.marks,
        others=[_in_other_language(each, slug) for each in others(language)],
        menu=[
            SimpleNamespace(
                profile=PROFILES[each],
                address=addresses.page_address(slug or "index", language=each),
                is_current=each == language,
            )
            for each in PUBLISHED
        ],
        source=_in_other_language(SOURCE, slug),
        slug=slug,
        urgent=bool(slug and slug.startswith("urgent/")),
        front=article.front if article else None,
        shows=lambda *names: not blocks.isdisjoint(names),
        address=addresses.page_address(slug, language=language) if slug else "",
        alternates=_alternates(
            addresses.page_address(slug or "index", language=language), site_url
        ),
        sample=bool(directory and directory.service.sample),
        ui=_words(language),
        references=_references(article, directory),
        never_give=_never_give(article, directory, language),
        outdated=session.outdated[language].get(slug),
        nearest=nearest,
        referrer=directory.hosting.headers.get("Referrer-Policy") if directory else None,
        # The preview reloads itself with a script inside the page.
        policy=hosting.policy(directory.hosting, in_page=True)
        if directory and not CURRENT.serving
        else None,
        page_of=lambda target: addresses.page_address(target, language=language),
        # The preview keeps nothing on the device.
        facts=session.facts
        if directory and directory.hosting.offline.on and not CURRENT.serving
        else "",
        code_of=cards.qr_code,
        unbroken=typesetting.unbroken,
        regions=[region.slug for region in directory.regions.values()] if directory else [],
        search_index=search_index.file(language, "index"),
        feed_of=lambda kind: feeds.address(kind, language=language),
    )


def _in_other_language(language, slug):
    """Return what a page says of itself in another language."""
    profile = PROFILES[language]
    return SimpleNamespace(
        tag=profile.tag,
        name=profile.name,
        path=profile.path,
        marks=profile.marks,
        address=addresses.page_address(slug or "index", language=language),
        ui=_words(language),
    )


def _words(language):
    return CURRENT.session.words.get(language, {})


def _alternates(address, site_url):
    """Return the addresses of a page by language tag, and its `x-default`."""
    paths = [profile.path for profile in PROFILES.values() if profile.path]
    bare = next((address.removeprefix(p) for p in paths if address.startswith(p)), address)
    urls = {each.tag: urljoin(site_url, each.path + bare) for each in PROFILES.values()}
    return {**urls, "x-default": urls[PROFILES[SOURCE].tag]}


def _addresses(address, site_url):
    """Return the whole address of a page, and of those that are derived from it."""
    language = max(LANGUAGES, key=lambda each: len(_path_in(address, PROFILES[each].path)))
    bare = address.removeprefix(PROFILES[language].path)
    derived = [PROFILES[each] for each in DERIVED if PROFILES[each].derived_from == language]
    return [urljoin(site_url, each.path + bare) for each in (PROFILES[language], *derived)]


def _path_in(address, path):
    return path if address.startswith(path) else ""


def nearest(items, current, *, most=MOST):
    """Return at most so many items: the first, which is the overview, and those around `current`.

    The order stays. A `current` that is not among the items counts as the first. So a menu does
    not grow with the site.
    """
    if len(items) <= most:
        return items
    index = items.index(current) if current in items else 0
    start = min(max(index - most // 2, 0), len(items) - most)
    return (
        items[start : start + most] if start == 0 else [items[0], *items[start + 1 : start + most]]
    )


def _references(article, directory):
    if not (article and article.front and directory):
        return []
    # An unknown one is reported by the checks; serve goes on without it.
    known = directory.references
    return [known[source] for source in article.front.sources if source in known]


def _never_give(article, directory, language):
    """Return the line of every how-to page that names what is never given to anybody."""
    if not (article and article.front and directory) or article.front.type != "how-to":
        return []
    return [
        (rule.short or rule.rule)[language]
        for rule in directory.safety
        if "never-share" in rule.groups
    ]

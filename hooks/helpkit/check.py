"""Run every check over a repository. One answer for the build, the command line and the tests."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from helpkit import (
    addresses,
    articles,
    blocks,
    contact_values,
    directives,
    directory,
    free_texts,
    freshness,
    parity,
    reading,
    redirects,
    search_words,
    style,
)
from helpkit.articles import Article
from helpkit.directory import Directory
from helpkit.located import read_file
from helpkit.problems import Problem, Severity, did_you_mean, in_order
from helpkit.records import CONDITIONS, LANGUAGES, Language

SKELETON = ("do-now", "never-share", "if-it-fails")
DESCRIPTION_LENGTH: Mapping[Language, tuple[int, int]] = {"zh": (25, 100), "en": (60, 180)}
TITLE_LENGTH: Mapping[Language, int] = {"zh": 35, "en": 70}
ANSWER_LENGTH: Mapping[Language, int] = {"zh": 110, "en": 260}
DOCS_FOLDERS = {"zh", "en", "assets"}
_TEMPLATES = {".html", ".svg", ".xml"}
# An article has to be whole at both ends: on an independent site on which no channel is verified,
# and on an official one with every kind of channel.
_NONE_VERIFIED = {name for name in CONDITIONS if name == "independent" or name.startswith("no-")}
_ENDS = (_NONE_VERIFIED, set(CONDITIONS) - _NONE_VERIFIED)


@dataclass(frozen=True, slots=True)
class Repository:
    """All that was read of a repository, once, for a day.

    `directory` is None if the data has errors. `unread` are the problems met while reading.
    """

    root: Path
    today: date
    directory: Directory | None
    articles: Mapping[Language, Mapping[str, Article]]
    unread: Sequence[Problem]


def read(root: Path, *, today: date) -> Repository:
    """Read the data and the articles of a repository for a day."""
    loaded, problems = directory.load(root, today=today)
    pages, invalid = articles.read_all(root)
    return Repository(root, today, loaded, pages, (*problems, *invalid))


def check(root: Path, *, today: date) -> tuple[Directory | None, list[Problem]]:
    """Return the directory for a day (None if the data has errors) and all problems, in order."""
    repository = read(root, today=today)
    return repository.directory, problems_of(repository)


def problems_of(repository: Repository) -> list[Problem]:
    """Return all problems of what was read, in order."""
    root, today, loaded = repository.root, repository.today, repository.directory
    pages, problems = repository.articles, list(repository.unread)
    short_codes = contact_values.short_codes_of(loaded.values_known()) if loaded else set()
    problems += _check_folders(root)
    problems += _check_navigation(root, pages["zh"])
    problems += _check_data_files(root, today=today)
    problems += _check_templates(root, words=loaded.ui if loaded else None)
    problems += _check_pairs(pages, today=today)
    problems += free_texts.check(root, short_codes=short_codes)
    problems += _check_template_words(root, short_codes)
    for language in LANGUAGES:
        for conditions in _ENDS:
            settled = [articles.settle(a, conditions=conditions) for a in pages[language].values()]
            problems += _check_unique(settled)
            for article in settled:
                problems += _check_headings(article)
        for article in pages[language].values():
            problems += _check_article(article, pages, short_codes=short_codes, today=today)
    if loaded is not None:
        problems += _check_regions(loaded, pages)
        problems += search_words.check(loaded, pages, root=root)
        problems += redirects.check(loaded, pages["zh"], root=root)
        problems += _check_pictures(root, loaded, pages)
        for language in LANGUAGES:
            avoided = style.avoided_words(loaded.terms, language=language)
            for article in pages[language].values():
                problems += style.check(article, avoided=avoided)
                problems += reading.check(article, limits=loaded.reading)
                problems += _check_sources(article, loaded)
                for directive in article.directives:
                    problems += blocks.check(directive, path=article.path, directory=loaded)
    return in_order(problems)


def _check_article(
    article: Article,
    pages: Mapping[Language, Mapping[str, Article]],
    *,
    short_codes: set[str],
    today: date,
) -> Iterator[Problem]:
    yield from _check_front_matter(article)
    yield from _check_block_lines(article)
    yield from _check_links(article, pages)
    yield from _check_contact_values(article, short_codes)
    yield from freshness.check_review(article, today=today)


def _check_headings(article: Article) -> Iterator[Problem]:
    def problem(line: int, rule: str, what: str, fix: str) -> Problem:
        return Problem(article.path, line, 1, rule, what, fix)

    seen: dict[str, int] = {}
    level = 1
    for heading in article.headings:
        if heading.level == 1:
            yield problem(
                heading.line,
                "heading-level-1",
                f'"# {heading.title}" is a second title; the title stands in the front matter.',
                'remove the line, or write "## …"',
            )
            continue
        if heading.level > level + 1:
            yield problem(
                heading.line,
                "heading-skips-level",
                f'"{heading.title}" has level {heading.level} but stands below level {level}.',
                f"write {'#' * (level + 1)}",
            )
        level = heading.level
        if heading.id is None:
            yield problem(
                heading.line,
                "heading-without-id",
                f'The heading "{heading.title}" has no id.',
                "add one after it, the same in both languages, for example {#do-now}",
            )
        elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", heading.id):
            yield problem(
                heading.line,
                "heading-bad-id",
                f'The id "{heading.id}" has characters that break addresses.',
                "use lower-case letters, digits and single hyphens",
            )
        elif heading.id in seen:
            yield problem(
                heading.line,
                "heading-duplicate-id",
                f'The id "{heading.id}" stands in line {seen[heading.id]} already.',
                "give this heading an id of its own",
            )
        else:
            seen[heading.id] = heading.line
    if article.front and article.front.type == "how-to":
        wanted = [*SKELETON, *(["message"] if article.slug.startswith("problems/") else [])]
        for missing in (w for w in wanted if w not in seen):
            yield problem(
                article.body_line,
                "page-skeleton",
                f"A how-to page needs a section {{#{missing}}}; this one has none.",
                f'add "## … {{#{missing}}}"; CONTRIBUTING.md shows the whole skeleton',
            )


def _check_front_matter(article: Article) -> Iterator[Problem]:
    if article.front is None:
        return
    least, most = DESCRIPTION_LENGTH[article.language]
    lengths = [
        ("title", 1, TITLE_LENGTH[article.language]),
        ("description", least, most),
        ("answer", 1, ANSWER_LENGTH[article.language]),
    ]
    texts: list[tuple[tuple[str, ...], object]] = [((), article.front)]
    texts += [(("when", name), words) for name, words in article.front.when.items()]
    for (place, words), (key, low, high) in itertools.product(texts, lengths):
        text = getattr(words, key)
        length = low if text is None else len(text)
        if not low <= length <= high:
            line, column = article.matter.mark((*place, key))
            yield Problem(
                article.path,
                line,
                column,
                "page-text-length",
                f'The key "{key}" has {length} characters.',
                f"write {low} to {high} characters",
            )


def _check_block_lines(article: Article) -> Iterator[Problem]:
    for line in directives.unreadable_lines(article.lines):
        yield Problem(
            article.path,
            line,
            1,
            "block-unreadable",
            "This line looks like part of a block and cannot be read as one.",
            'write "/// name | what" to start a block and "///" to end it, with plain characters',
        )

    lost = directives.lost_lines(article.lines, names=blocks.BLOCKS)
    for line in lost:
        yield Problem(
            article.path,
            line,
            1,
            "block-lost-line",
            "This line stands inside a block of data and is lost there.",
            "indent an option by four spaces, right below the first line; put text below the block",
        )


def _check_links(
    article: Article, pages: Mapping[Language, Mapping[str, Article]]
) -> Iterator[Problem]:
    folder = posixpath.dirname(article.slug)
    own = pages[article.language]
    for link in article.links:

        def problem(
            rule: str, what: str, fix: str, line: int = link.line, column: int = link.column
        ) -> Problem:
            return Problem(article.path, line, column, rule, what, fix)

        target, _, fragment = link.target.partition("#")
        if link.image:
            if not link.text.strip():
                yield problem(
                    "image-without-text",
                    f'The image "{target}" has no text.',
                    "say in the brackets what it shows",
                )
            continue
        if re.match(r"[a-z]+:|//", target):
            continue  # a contact value, reported as such
        path = (
            posixpath.normpath(posixpath.join(folder, target)) if target else f"{article.slug}.md"
        )
        if path.startswith(".."):
            yield problem(
                "link-other-language",
                f'The link to "{link.target}" leaves the folder of its language.',
                "link to the page in the same language; the language switch does the rest",
            )
            continue
        slug = path.removesuffix(".md")
        if not path.endswith(".md") or slug not in own:
            yield problem(
                "link-not-found",
                f'There is no page "{link.target}".' + did_you_mean(slug, own),
                "link to the .md file of a page, relative to this one",
            )
            continue
        ids = [heading.id for heading in own[slug].headings if heading.id]
        if fragment and fragment not in (*ids, "sources"):
            yield problem(
                "link-anchor-not-found",
                f'The page "{slug}.md" has no heading {{#{fragment}}}.'
                + did_you_mean(fragment, ids),
                "use the id of one of its headings",
            )


def _check_contact_values(article: Article, short_codes: set[str]) -> Iterator[Problem]:
    # A digest may be all digits; heading ids and targets inside the site are not read out.
    lines = article.text.splitlines(keepends=True)
    front, body = lines[: article.body_line - 1], lines[article.body_line - 1 :]
    front = [re.sub(r"^(source|reviewed): .*$", _blank, line) for line in front]
    text = "".join([*front, *body])
    text = re.sub(r"\]\((?![a-z]+:|//|www)[^)\s]*|\{\s*#[\w-]+\s*\}", _blank, text)
    text = contact_values.without_examples(text)
    line = 1
    for paragraph in re.split(r"(\n[^\S\n]*\n)", text):
        for stray in contact_values.find(paragraph, short_codes=short_codes):
            at = line + stray.line - 1
            yield stray.problem(article.path, line=at, column=stray.column)
        line += paragraph.count("\n")


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _check_template_words(root: Path, short_codes: set[str]) -> Iterator[Problem]:
    """Yield contact values in what a template prints of its own: words, labels, link targets."""
    for path in sorted((root / "overrides").rglob("*")):
        if path.suffix not in _TEMPLATES:
            continue
        text = path.read_text(encoding="utf-8")
        words = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}",
            lambda m: re.sub(r"[^\n]", " ", m[0]),
            text,
            flags=re.DOTALL,
        )
        # Drawings in a page and settings are numbers that nobody reads; link targets are.
        unread = (
            r"(?s)<meta\b[^>]*>" if path.suffix == ".svg" else r"(?s)<svg\b.*?</svg>|<meta\b[^>]*>"
        )
        words = re.sub(unread, lambda m: re.sub(r"[^\n]", " ", m[0]), words)
        words = re.sub(r"<a\b([^>]*)>", r"\1 ", words)
        for stray in contact_values.find(words, short_codes=short_codes):
            name = path.relative_to(root).as_posix()
            yield stray.problem(name, line=stray.line, column=stray.column)


def _check_sources(article: Article, loaded: Directory) -> Iterator[Problem]:
    for index, source in enumerate(article.front.sources if article.front else ()):
        if source not in loaded.references:
            yield article.matter.problem(
                ("sources", index),
                rule="page-unknown-source",
                what=f'No reference is called "{source}".{did_you_mean(source, loaded.references)}',
                fix="use an id from data/references.yml, or add the page there",
            )


def _check_pictures(
    root: Path, loaded: Directory, pages: Mapping[Language, Mapping[str, Article]]
) -> Iterator[Problem]:
    """Yield where a picture does not say what the list that it stands for says."""
    located, _ = read_file(root / "data" / "pictures.yml", root=root)
    for name, picture in loaded.pictures.items():
        for language in LANGUAGES:
            article = pages[language].get(picture.page)
            leads = article.leads(picture.section) if article else []
            place = f"docs/{language}/{picture.page}.md under {{#{picture.section}}}"
            words = [step.words[language] for step in picture.steps]
            differing = [i for i, (a, b) in enumerate(zip(words, leads, strict=False)) if a != b]
            if article is None or len(leads) != len(words):
                yield located.problem(
                    (name, "section"),
                    rule="picture-differs",
                    what=f"The picture has {len(words)} steps; {place} has {len(leads)}.",
                    fix="name the page and the section with the same steps, or draw the same number",
                )
                continue
            for index in differing:
                yield located.problem(
                    (name, "steps", index, "words", language),
                    rule="picture-differs",
                    what=f'The picture says "{words[index]}"; {place} says "{leads[index]}".',
                    fix="say the same in both places",
                )
            if picture.end[language] not in "\n".join(article.section(picture.section)):
                yield located.problem(
                    (name, "end", language),
                    rule="picture-differs",
                    what=f'"{picture.end[language]}" does not stand in {place}.',
                    fix="say the same in both places",
                )


def _check_unique(pages: Iterable[Article]) -> Iterator[Problem]:
    pages = list(pages)
    places: dict[str, str] = {}
    for article in pages:
        address = addresses.page_address(article.slug, language=article.language)
        first = places.setdefault(address, article.path)
        if first != article.path:
            yield Problem(
                article.path,
                1,
                1,
                "page-same-address",
                f"The page and {first} have the same address; one of them would be lost.",
                "rename or remove one of the two",
            )
    titles: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for article in pages:
        if article.front is None:
            continue
        first = titles.setdefault(article.front.title, article.path)
        if first != article.path:
            yield article.matter.problem(
                ("title",),
                rule="page-duplicate-title",
                what=f"The title is also that of {first}; readers tell pages apart by their titles.",
                fix="give this page a title of its own",
            )
        first = descriptions.setdefault(article.front.description, article.path)
        if first != article.path:
            yield article.matter.problem(
                ("description",),
                rule="page-duplicate-description",
                what=f"The description is also that of {first}; result lists show it below the"
                " title.",
                fix="say what this page alone has to offer",
            )
        for index, alias in enumerate(article.front.aliases):
            owner = aliases.setdefault(alias.lower(), article.path)
            if owner != article.path:
                yield article.matter.problem(
                    ("aliases", index),
                    rule="page-duplicate-alias",
                    what=f'The alias "{alias}" belongs to {owner} already.',
                    fix="keep it at the page that answers it best",
                )


def _check_pairs(
    pages: Mapping[Language, Mapping[str, Article]], *, today: date
) -> Iterator[Problem]:
    chinese, english = pages["zh"], pages["en"]
    for slug, article in chinese.items():
        if slug not in english:
            yield Problem(
                article.path,
                1,
                1,
                "page-without-translation",
                f"There is no English page docs/en/{slug}.md.",
                "write it; a page stands in both languages or in none",
            )
            continue
        if None not in (article.matter.value, english[slug].matter.value):
            yield from parity.compare(article, english[slug])
        yield from freshness.check(article, english[slug], today=today)
    for slug, article in english.items():
        if slug not in chinese:
            yield Problem(
                article.path,
                1,
                1,
                "page-without-source",
                f"There is no Chinese page docs/zh/{slug}.md.",
                "write it first: Chinese is the source language",
            )


def _check_regions(
    loaded: Directory, pages: Mapping[Language, Mapping[str, Article]]
) -> Iterator[Problem]:
    slugs = {f"contact/regions/{region.slug}" for region in loaded.regions.values()}
    for language in LANGUAGES:
        for region in loaded.regions.values():
            if f"contact/regions/{region.slug}" not in pages[language]:
                yield Problem(
                    f"data/regions/{region.code}.yml",
                    1,
                    1,
                    "region-without-page",
                    f"There is no page docs/{language}/contact/regions/{region.slug}.md.",
                    f'run "helpkit new region {region.code}"',
                )
        for slug, article in pages[language].items():
            is_region = slug.startswith("contact/regions/") and not slug.endswith("/index")
            if is_region and slug not in slugs:
                code = slug.rsplit("/", 1)[1].upper()
                yield Problem(
                    article.path,
                    1,
                    1,
                    "page-without-region",
                    f"There is no data file data/regions/{code}.yml for this page."
                    + did_you_mean(code, loaded.regions),
                    "add the data file, or remove the page",
                )


def _check_folders(root: Path) -> Iterator[Problem]:
    for path in sorted((root / "docs").iterdir()):
        if path.name not in DOCS_FOLDERS and not path.name.startswith("."):
            yield Problem(
                f"docs/{path.name}",
                1,
                1,
                "docs-folder",
                "Only zh, en and assets may stand directly in docs; static-i18n silently leaves"
                " out folders that it takes for a language.",
                "move it to docs/assets or into a language",
            )


def _check_templates(root: Path, *, words: Collection[str] | None) -> Iterator[Problem]:
    """Yield each template that cannot be read, before a build stumbles over it.

    And each of the `words` of `data/ui.yml` that a template asks for by name and that is not there:
    on a page it would be an empty place.
    """
    environment = Environment()
    for path in sorted((root / "overrides").rglob("*")):
        if path.suffix not in (".html", ".xml", ".svg"):
            continue
        name = path.relative_to(root).as_posix()
        try:
            template = environment.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield Problem(
                name,
                error.lineno,
                1,
                "template-syntax",
                f"The template cannot be read: {error.message}.",
                "check the braces in this line and in the one above",
            )
            continue
        if words is None:  # the data has problems of its own
            continue
        for asked in template.find_all(nodes.Getattr):
            if _is_ui(asked.node) and asked.attr not in words:
                yield Problem(
                    name,
                    asked.lineno,
                    1,
                    "template-unknown-word",
                    f'data/ui.yml has no "{asked.attr}".{did_you_mean(asked.attr, words)}',
                    "add it there in both languages, or bring back the line that was removed",
                )


def _is_ui(node: nodes.Node) -> bool:
    """Tell `ui`, `help.ui`, `directory.ui` and the same in the other language."""
    if isinstance(node, nodes.Getattr):
        return node.attr in ("ui", "other_ui")
    return isinstance(node, nodes.Name) and node.name == "ui"


def _check_data_files(root: Path, *, today: date) -> Iterator[Problem]:
    """Yield each file of data/ that nothing reads, and each reading that is still to come."""
    data = root / "data"
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data)
        hidden = path.name.startswith(".")  # what file managers leave behind
        if hidden or path.is_dir() or path.name == "README.md" or name.parts[0] == "schemas":
            continue
        folder = name.parts[0] if len(name.parts) > 1 else ""
        form = {"regions": r"[A-Z]{2}", "messages": r"[a-z0-9]+(-[a-z0-9]+)*"}.get(folder)
        known = form and len(name.parts) == 2 and re.fullmatch(form, path.stem)
        if path.suffix != ".yml" or not (known or str(name)[:-4] in directory.FILES):
            yield Problem(
                path.relative_to(root).as_posix(),
                1,
                1,
                "data-unread-file",
                "Nothing reads a file of this name here.",
                "call it XX.yml in regions, lower-case-name.yml in messages, or remove it",
            )
            continue
        located, _ = read_file(path, root=root)
        for location, value in _values_of(located.value, "read_on", ()):
            try:
                early = date.fromisoformat(str(value)) > today
            except ValueError:
                continue  # reported as a bad date
            if early:
                yield located.problem(
                    location,
                    rule="data-future-date",
                    what=f"The page was read on {value}, which is still to come; until then nothing"
                    " that rests on it is shown.",
                    fix="write the day on which it was read",
                )


def _values_of(
    value: object, key: str, location: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == key:
                yield (*location, name), inner
            yield from _values_of(inner, key, (*location, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _values_of(inner, key, (*location, index))


def _check_navigation(root: Path, chinese: Mapping[str, Article]) -> Iterator[Problem]:
    """Yield what is wrong with the navigation: names, pages that are not there or not in it."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        return
    located, problems = read_file(path, root=root)
    yield from problems
    settings = located.value if isinstance(located.value, dict) else {}
    translated: set[str] = set()
    for plugin in settings.get("plugins") or ():
        if isinstance(plugin, dict) and isinstance(plugin.get("i18n"), dict):
            for language in plugin["i18n"].get("languages") or ():
                translated |= set(language.get("nav_translations") or ())
    entries = dict(_entries(settings.get("nav") or (), ("nav",)))
    for entry, location in entries.items():
        if entry.removesuffix(".md") not in chinese:
            yield located.problem(
                location,
                rule="nav-unknown-page",
                what=f'There is no page "{entry}".{did_you_mean(entry, [f"{s}.md" for s in chinese])}',
                fix="write the file as it stands below docs/zh",
            )
    for slug, article in chinese.items():
        if entries and f"{slug}.md" not in entries and article.front is not None:
            yield Problem(
                article.path,
                1,
                1,
                "page-not-in-nav",
                "The page stands in no menu.",
                f'add "- {slug}.md" under nav in mkdocs.yml',
            )
    for title, location in _section_titles(settings.get("nav") or (), ("nav",)):
        if title not in translated:
            yield located.problem(
                location,
                rule="nav-untranslated",
                what=f'The section "{title}" has no English name.',
                fix=f'add "{title}: …" under nav_translations of the language en',
            )


def _entries(
    items: Iterable[object], location: tuple[str | int, ...]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for index, item in enumerate(items):
        if isinstance(item, str):
            yield item, (*location, index)
        elif isinstance(item, dict):
            for title, inner in item.items():
                if isinstance(inner, str):
                    yield inner, (*location, index, title)
                else:
                    yield from _entries(inner or (), (*location, index, title))


def _section_titles(
    items: Iterable[object], location: tuple[str | int, ...]
) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for index, item in enumerate(items):
        if isinstance(item, dict):
            for title, inner in item.items():
                here = (*location, index, title)
                if isinstance(inner, list):
                    yield title, here
                    yield from _section_titles(inner, here)


def summary(problems: Iterable[Problem]) -> str:
    """Return the closing line: how many errors and warnings, in how many files."""
    count: dict[Severity, int] = defaultdict(int)
    paths = set()
    for problem in problems:
        count[problem.severity] += 1
        paths.add(problem.path)
    if not paths:
        return "No problems found."
    return (
        f"{count[Severity.ERROR]} errors and {count[Severity.WARNING]} warnings"
        f" in {len(paths)} files."
    )

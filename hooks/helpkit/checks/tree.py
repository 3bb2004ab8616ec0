"""Check the tree: folders, templates, data files, navigation, and that regions have their pages."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from helpkit.articles.article import PAGE_FILE, Article
from helpkit.checks.free_texts import TextRules
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.data.located import read_file
from helpkit.languages import (
    FILE,
    LANGUAGES,
    PUBLISHED,
    SOURCE,
    TRANSLATIONS,
    Language,
    Marks,
    Profile,
    Times,
    required,
)
from helpkit.messages import name_of
from helpkit.problems import Problem, did_you_mean

DOCS_FOLDERS = {*PUBLISHED, "assets"}
# What may stand in docs besides the articles, by its path there.
ASSETS = re.compile(
    r"assets/(?:images/.+\.(?:svg|png)|styles/.+\.css|scripts/.+\.js)", flags=re.ASCII
)


_TEMPLATES = {".html", ".svg", ".xml"}


# How the files of a folder are called, without .yml.
_FILE_NAMES = {
    "regions": "[A-Z]{2}",
    "messages": "[a-z0-9]+(-[a-z0-9]+)*",
    "asked": "|".join(LANGUAGES),
    "danger-examples": "|".join(LANGUAGES),
}
_STATEMENTS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
# Replaces code between strings. `contact_values` ignores it, so the strings join.
_UNSEEN = "\u200b"
# Replaces code between strings that are not neighbours: it ends an address and is a letter of no
# word.
_APART = ")ー"
_CONCATENATED = re.compile(r"\{\{-?\s*[\"']|[\"']\s*[~+]\s*[\"']")
# A section whose colon YAML does not see: the list below it is then part of its name.
_WIDE_COLON = re.compile(r"([^：]+)：(?= - |\S*\.md\b)")
_DRAWN = re.compile(r"[Mm][\d\s.,MmLlHhVvCcSsQqTtAaZz-]+")  # a path, which nobody reads


def _strings_only(found: re.Match[str]) -> str:
    """Return a template statement with everything but its strings blanked out."""
    if found[0].startswith("{#"):
        return re.sub(r"[^\n]", " ", found[0])
    kept, end = [], 0
    for string in _STRING.finditer(found[0]):
        between = found[0][end : string.start() + 1]
        words, joined = string[0][1:-1], _CONCATENATED.fullmatch(between) or len(between) < 2
        kept += [
            re.sub(r"[^\n]", _UNSEEN, between) if joined else _APART.ljust(len(between), _APART[1]),
            re.sub(r"[^\n]", _UNSEEN, words) if _DRAWN.fullmatch(words) else words,
        ]
        end = string.end() - 1
    return "".join([*kept, re.sub(r"[^\n]", _UNSEEN, found[0][end:])])


def check_template_words(root: Path, texts: TextRules) -> Iterator[Problem]:
    """Yield contact values in a template's own words, labels and link targets."""
    for path in sorted((root / "overrides").rglob("*")):
        if path.suffix not in _TEMPLATES:
            continue
        text = path.read_text(encoding="utf-8")
        words = _STATEMENTS.sub(_strings_only, text)
        # Readers never see settings; they do see link targets.
        words = re.sub(
            r"(?s)<meta\b[^>]*\b(?:viewport|theme-color|og:image:(?:width|height))\b[^>]*>",
            lambda m: re.sub(r"[^\n]", " ", m[0]),
            words,
        )
        words = re.sub(r"<a\b([^>]*)>", r"\1 ", words)
        for stray in texts.find(words):
            name = path.relative_to(root).as_posix()
            yield stray.problem(name, line=stray.line, column=stray.column)


def check_regions(
    loaded: Directory, pages: Mapping[Language, Mapping[str, Article]]
) -> Iterator[Problem]:
    """Yield regions without a page, and region pages without a region."""
    slugs = {f"contact/regions/{region.slug}" for region in loaded.regions.values()}
    for language in LANGUAGES:
        for region in loaded.regions.values():
            if f"contact/regions/{region.slug}" not in pages[language]:
                yield Problem.of(
                    f"data/regions/{region.code}.yml",
                    1,
                    1,
                    "region-without-page",
                    language=language,
                    slug=region.slug,
                    region=region.code,
                )
        for slug, article in pages[language].items():
            is_region = slug.startswith("contact/regions/") and not slug.endswith("/index")
            if is_region and slug not in slugs:
                code = slug.rsplit("/", 1)[1].upper()
                yield Problem.of(
                    article.path,
                    1,
                    1,
                    "page-without-region",
                    code=code,
                    hint=did_you_mean(code, loaded.regions),
                )


def check_folders(root: Path) -> Iterator[Problem]:
    """Yield folders of docs/ that are neither a language nor assets."""
    for path in sorted((root / "docs").iterdir()):
        if path.name not in DOCS_FOLDERS and not path.name.startswith("."):
            yield Problem.of(f"docs/{path.name}", 1, 1, "docs-folder")


def check_files(root: Path) -> Iterator[Problem]:
    """Yield files of docs/ that are neither articles nor assets; readers would get them unseen."""
    docs = root / "docs"
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))  # MkDocs leaves those out
        known = name.split("/")[0] in DOCS_FOLDERS  # other folders have a problem of their own
        if path.is_dir() or hidden or not known or ASSETS.fullmatch(name):
            continue
        if not (path.suffix == ".md" and name.split("/")[0] in PUBLISHED):
            yield _misnamed(f"docs/{name}", "docs-file", _ARTICLE_ENDINGS | _PICTURE_ENDINGS)
        elif not PAGE_FILE.fullmatch(name.partition("/")[2]):
            yield _misnamed_page(path, f"docs/{name}")


# What file managers and office programs make of the name of a file that they copy or keep open.
_COPY = re.compile(
    r"(?:[ _-]*(?:副本|拷贝|copy|kopie|conflict\w*|冲突)[ \d]*| ?[(（]\d+[)）])+$", re.I
)


def _misnamed_page(path: Path, name: str) -> Problem:
    """Return the problem of an article whose name makes no address."""
    if path.name.startswith(("~", "._", "#")) or path.stem.endswith("~"):
        return Problem.of(name, 1, 1, "docs-file.kept-open")
    same = (each for each in sorted(path.parent.glob("*.md")) if each != path)
    content = path.read_bytes()
    original = next(
        (each for each in same if PAGE_FILE.fullmatch(each.name) and each.read_bytes() == content),
        path.with_name(_COPY.sub("", path.stem) + ".md"),
    )
    if original != path and original.exists():
        return Problem.of(name, 1, 1, "docs-file.copy", original=original.name)
    right = re.sub(r"[^a-z0-9]+", "-", _COPY.sub("", path.stem).lower()).strip("-")
    return Problem.of(name, 1, 1, "docs-file.name", right=f"{right or 'card-declined'}.md")


# File extensions of writers' programs, each with the message that says what to do.
_ARTICLE_ENDINGS = {
    ".md.txt": ".md",
    ".markdown": ".md",
    ".mdown": ".md",
    ".mdx": ".md",
    ".MD": ".md",
    ".txt": ".md",
}
_PICTURE_ENDINGS = dict.fromkeys(
    (".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".heic", ".PNG", ".JPG"), ".png"
)
_PICTURE_ENDINGS[".SVG"] = ".svg"
_DATA_ENDINGS = {
    ".yml.txt": ".yml",
    ".yaml": ".yml",
    ".YML": ".yml",
    ".YAML": ".yml",
    ".yaml.txt": ".yml",
}
_DATA_ENDINGS |= {".txt": ".yml", ".json": ".yml"}


def _misnamed(name: str, rule: str, endings: Mapping[str, str]) -> Problem:
    """Return the problem for a file that nothing reads; its extension tells what to advise."""
    file = name.rpartition("/")[2]
    ending = next((each for each in endings if file.endswith(each)), None)
    if ending and file != ending:
        right = file.removesuffix(ending) + endings[ending]
        key = f"{rule}.ending" if endings[ending] in (".md", ".yml") else f"{rule}.picture"
        return Problem.of(name, 1, 1, key, ending=ending, right=right)
    if rule == "docs-file" and re.search(r"\.(?:png|svg)$", file):
        return Problem.of(name, 1, 1, "docs-file.place", file=file)
    return Problem.of(name, 1, 1, rule)


def check_named_pages(
    root: Path, loaded: Directory, pages: Mapping[str, Article]
) -> Iterator[Problem]:
    """Yield each page that the data name and that is not there; `urgent/` names a whole folder."""
    reading, offline = loaded.reading, loaded.hosting.offline
    screens = reading.screens
    folders = {f"{slug.rpartition('/')[0]}/" for slug in pages if "/" in slug}
    named: list[tuple[str, tuple[str | int, ...], str]] = [
        *(("reading", ("pages", n), each) for n, each in enumerate(reading.pages)),
        *(("reading", ("screens", "shorter", e), e) for e in (screens.shorter if screens else ())),
        *(
            ("reading", ("screens", "lists", n), e)
            for n, e in enumerate(screens.lists if screens else ())
        ),
        *(("hosting", ("offline", "pages", n), each) for n, each in enumerate(offline.pages)),
        ("hosting", ("offline", "page"), offline.page),
        *(("terms", (n, "page"), term.page) for n, term in enumerate(loaded.terms) if term.page),
        *(("channels", (n, "page"), channel.page) for n, channel in enumerate(loaded.channels)),
    ]
    for file, location, page in named:
        known = {*pages, *(folders if file == "reading" else ())}
        if page not in known:
            located, _ = read_file(root / "data" / f"{file}.yml", root=root)
            near = f"{page}/" if f"{page}/" in known else ""
            bare = re.sub(r"^https?://[^/]*/|/?(?:\.md|\.html)?$", "", page)
            hint = did_you_mean(near or bare, known)
            yield located.problem(location, "data-unknown-page", value=page, hint=hint)


def check_templates(root: Path, *, words: Collection[str] | None) -> Iterator[Problem]:
    """Yield templates with a syntax error, and words that they use and `data/ui.yml` lacks.

    A missing word would leave an empty place on the page.
    """
    environment = Environment()
    for path in sorted((root / "overrides").rglob("*")):
        if path.suffix not in (".html", ".xml", ".svg"):
            continue
        name = path.relative_to(root).as_posix()
        try:
            template = environment.parse(path.read_text(encoding="utf-8"))
        except TemplateSyntaxError as error:
            yield Problem.of(name, error.lineno, 1, "template-syntax", message=error.message or "")
            continue
        if words is None:  # the data has problems of its own
            continue
        for asked in template.find_all(nodes.Getattr):
            if _is_ui(asked.node) and asked.attr not in words:
                yield Problem.of(
                    name,
                    asked.lineno,
                    1,
                    "template-unknown-word",
                    word=asked.attr,
                    hint=did_you_mean(asked.attr, words),
                )


def _is_ui(node: nodes.Node) -> bool:
    """Return whether a node is `ui`, `help.ui`, `directory.ui` or the `ui` of another language."""
    if isinstance(node, nodes.Getattr):
        return node.attr in ("ui")
    return isinstance(node, nodes.Name) and node.name == "ui"


def check_data_files(root: Path, *, today: date) -> Iterator[Problem]:
    """Yield each file of data/ that nothing reads, and each reading that is still to come."""
    data = root / "data"
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data)
        hidden = path.name.startswith(".")  # what file managers leave behind
        if hidden or path.is_dir() or path.name == "README.md" or name.parts[0] == "schemas":
            continue
        folder = name.parts[0] if len(name.parts) > 1 else ""
        form = _FILE_NAMES.get(folder)
        known = form and len(name.parts) == 2 and re.fullmatch(form, path.stem)
        if path.suffix != ".yml" or not (known or str(name)[:-4] in loading.FILES):
            yield _misnamed(path.relative_to(root).as_posix(), "data-unread-file", _DATA_ENDINGS)
            continue
        located, _ = read_file(path, root=root)
        for location, value in _values_of(located.value, "read_on", ()):
            try:
                early = date.fromisoformat(str(value)) > today
            except ValueError:
                continue  # reported as a bad date
            if early:
                yield located.problem(location, "data-future-date", value=str(value))


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


def check_languages() -> Iterator[Problem]:
    """Yield what an entry of the table of languages lacks, and keys that it does not know."""
    located, _ = read_file(FILE, root=FILE.parents[2])
    for language, row in located.value.items():
        source = located.value.get(row.get("derived_from")) or {}
        for kind, place in ((Profile, ()), (Marks, ("marks",)), (Times, ("times",))):
            own, theirs = (
                functools.reduce(lambda found, key: found.get(key) or {}, place, each)
                for each in (row, source)
            )
            known = {each.name for each in fields(kind)} - {"code"}
            for key in own.keys() - known:
                yield located.problem(
                    (language, *place, key),
                    "data-unknown-key",
                    key=key,
                    hint=did_you_mean(key, known),
                    known=tuple(sorted(known)),
                )
            for key in required(kind) - {"code"}:
                if own.get(key) is None and theirs.get(key) is None:
                    where = (language, *place, key) if key in own else (language, *place)
                    yield located.problem(where, "data-missing-key", key=key)


def check_navigation(root: Path, pages: Mapping[str, Article]) -> Iterator[Problem]:
    """Yield problems of the navigation: names, entries without a page, pages without an entry."""
    path = root / "mkdocs.yml"
    if not path.is_file():
        return
    located, problems = read_file(path, root=root)
    yield from problems
    settings = located.value if isinstance(located.value, dict) else {}
    translated: dict[Language, Mapping[str, object]] = {}
    for number, plugin in enumerate(settings.get("plugins") or ()):
        if isinstance(plugin, dict) and isinstance(plugin.get("i18n"), dict):
            for language in plugin["i18n"].get("languages") or ():
                translated[language.get("locale")] = language.get("nav_translations") or {}
            place = ("plugins", number, "i18n", "languages")
            wanted = [language for language in LANGUAGES if language != SOURCE]
            if [each for each in translated if each != SOURCE] != wanted:
                yield located.problem(place, "menu-languages", languages=LANGUAGES)
    entries: dict[str, tuple[str | int, ...]] = {}
    for entry, location in _entries(settings.get("nav") or (), ("nav",)):
        if entry.endswith(".md") and isinstance(title := location[-1], str):
            yield located.problem(location, "nav-titled", entry=entry, title=title)
        elif entry.endswith("/index.md") and len(location) > 2 and location[-1] != 0:
            yield located.problem(location, "nav-index-first", entry=entry)
        if entry in entries:
            first = located.mark(entries[entry])[0]
            yield located.problem(location, "nav-twice", entry=entry, first=first)
        entries.setdefault(entry, location)
    listed = set(entries)
    for entry, location in entries.items():
        if slip := _WIDE_COLON.match(entry):
            listed |= {f"{page}.md" for page in re.findall(r"\S+(?=\.md\b)", entry)}
            yield located.problem(location, "data-syntax.full-width-colon", typed=slip[1])
        elif entry.removesuffix(".md") not in pages and (right := _meant(entry, pages)):
            listed.add(right)
            key = "backslash" if "\\" in entry else "way"
            yield located.problem(location, f"nav-unknown-page.{key}", entry=entry, right=right)
        elif entry.removesuffix(".md") not in pages:
            yield located.problem(
                location,
                "nav-unknown-page",
                entry=entry,
                hint=did_you_mean(entry, [f"{s}.md" for s in pages]),
            )
    for slug, article in pages.items():
        if entries and f"{slug}.md" not in listed and article.front is not None:
            yield Problem.of(article.path, 1, 1, "page-not-in-nav", page=slug)
    if "plugins" in settings and not translated:  # the plugin's name is wrong, or what it is told
        return
    for title, location in _section_titles(settings.get("nav") or (), ("nav",)):
        for each in TRANSLATIONS:
            if not translated.get(each, {}).get(title):
                yield located.problem(
                    location,
                    "nav-untranslated",
                    title=title,
                    language=each,
                    name=name_of(each),
                )


def _meant(entry: str, pages: Collection[str]) -> str:
    """Return how the menu names the page that an entry means by another way of writing it."""
    plain = re.sub(r"^[“”‘’「」'\"]|[“”‘’「」'\"]$", "", entry).replace("\\", "/")
    plain = re.sub(rf"^(?:\.?/)*(?:docs/)?(?:(?:{'|'.join(PUBLISHED)})/)?", "", plain)
    slug = re.sub(r"\.(?:md|html?)$|/$", "", plain).strip().lower().replace(" ", "-")
    return f"{slug}.md" if slug in pages else ""


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

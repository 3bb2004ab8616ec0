"""Check the tree: folders and their files, pages that data name, pages of regions, languages."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

from helpkit.articles.article import PAGE_FILE, Article, Pages
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.data.located import read_file
from helpkit.languages import (
    FILE,
    LANGUAGES,
    PUBLISHED,
    Marks,
    Profile,
    Times,
    required,
)
from helpkit.problems import Problem, did_you_mean

DOCS_FOLDERS = {*PUBLISHED, "assets"}
# What may stand in docs besides the articles, by its path there.
ASSETS = re.compile(
    r"assets/(?:images/.+\.(?:svg|png)|styles/.+\.css|scripts/.+\.js)", flags=re.ASCII
)


# How the files of a folder are called, without .yml.
_FILE_NAMES = {
    "regions": "[A-Z]{2}",
    "messages": "[a-z0-9]+(-[a-z0-9]+)*",
    "asked": "|".join(LANGUAGES),
    "danger-examples": "|".join(LANGUAGES),
    "invitation-examples": "|".join(LANGUAGES),
    "crisis-examples": "|".join(LANGUAGES),
}


def check_regions(loaded: Directory, pages: Pages) -> Iterator[Problem]:
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
        *(("checker", ("topics", n, "page"), e.page) for n, e in enumerate(loaded.checker.topics)),
    ]
    for file, location, page in named:
        known = {*pages, *(folders if file == "reading" else ())}
        if page not in known:
            located, _ = read_file(root / "data" / f"{file}.yml", root=root)
            near = f"{page}/" if f"{page}/" in known else ""
            bare = re.sub(r"^https?://[^/]*/|/?(?:\.md|\.html)?$", "", page)
            hint = did_you_mean(near or bare, known)
            yield located.problem(location, "data-unknown-page", value=page, hint=hint)


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

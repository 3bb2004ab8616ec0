"""Starting, moving and renaming pages: articles, menu, index, addresses, redirects and links."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import yaml

from helpkit.articles import freshness, scaffold, written_blocks
from helpkit.articles.article import LINK, Article, parse
from helpkit.commands import menu
from helpkit.commands.edits import Edits
from helpkit.commands.yaml_texts import editor_of, insert, places_of, value_of, written
from helpkit.languages import DERIVED, LANGUAGES, PUBLISHED, SOURCE, TRANSLATIONS, Language
from helpkit.messages import Refused
from helpkit.outputs import redirects
from helpkit.problems import did_you_mean

Words = Mapping[Language, str | None]
ADDRESSES = redirects.ADDRESSES.as_posix()
REDIRECTS = "data/redirects.yml"
# Stands where a person has to write something; the checks tell of each.
MARK = "TODO"
# The record of what was, and what is written by a command.
_NOT_REWRITTEN = {ADDRESSES}


def file_of(slug: str, language: Language) -> str:
    """Return the file of a page."""
    return f"docs/{language}/{slug}.md"


def made_of_source(root: Path, slug: str) -> list[Language]:
    """Return the languages in which a page is translated, and those derived in which it is written."""
    written = [each for each in DERIVED if (root / file_of(slug, each)).is_file()]
    return [*TRANSLATIONS, *written]


def article_of(edits: Edits, slug: str, language: Language) -> Article:
    """Return a page as it will be. Raises Refused if its front matter cannot be read."""
    name = file_of(slug, language)
    article, problems = parse(edits.read(name), name=name, slug=slug, language=language)
    if article.front is None:
        raise Refused("file-broken", file=name, problem=problems[0] if problems else "")
    return article


def slug_of(text: str) -> str:
    """Return the name of a page as a writer types it: also a file, also with `.md`.

    Raises Refused for what cannot be a name.
    """
    slug = text.replace("\\", "/").removesuffix(".md")
    for language in PUBLISHED:
        slug = slug.removeprefix(f"docs/{language}/")
    if not scaffold.is_slug(slug):
        raise Refused("page-name", name=text)
    return slug


def new_page(
    edits: Edits,
    slug: str,
    *,
    today: date,
    words: Mapping[str, Words],
    message: str | None = None,
    after: str | None = None,
    section: str | None = None,
    hints: Words | None = None,
) -> None:
    """Start a page in every language, in the menu, in its folder's index and in the addresses.

    `words` are the front matter by key, and by language; what is not told stays to be written.
    `hints` stand behind the link in the index, in its section `section`.
    """
    refuse_taken(edits, slug)
    for language in LANGUAGES:
        text = scaffold.page(slug, language, today=today, message=message)
        for key, said in words.items():
            if value := said.get(language):
                line = f"{key}: {plain(value)}".replace("\\", r"\\")
                text = re.sub(rf"(?m)^{key}: .*$", line, text, count=1)
        edits.write(file_of(slug, language), text)
    bless(edits, slug)
    menu.add(edits, slug, after=after)
    if section:
        index = f"{menu.folder_of(slug)}/index"
        fresh = fresh_translations(edits, index)
        # Where there is no name yet, the checks tell of the note.
        names = {code: words.get("short", {}).get(code) or MARK for code in LANGUAGES}
        behind = {code: (hints or {}).get(code) or "" for code in LANGUAGES}
        menu.list_in_index(edits, slug, section=section, names=names, hints=behind)
        bless(edits, index, only=fresh)
    record(edits, [slug])


def new_region(
    edits: Edits, code: str, *, today: date, name: Words, part: str | None, zone: str | None
) -> None:
    """Start the pages of a region, and its data file if there is none."""
    file = f"data/regions/{code}.yml"
    if not edits.exists(file):
        head = "# yaml-language-server: $schema=../schemas/region.json\n"
        record_ = {"code": code, "name": {each: name[each] for each in LANGUAGES}}
        rest = {"part": part, "time_zone": zone}
        empty = "other_time_zones: []\nokpay_channels: []\ncontacts: []\n"
        edits.write(file, head + written({**record_, **rest}) + empty)
    region = value_of(edits, file)
    slug = f"contact/regions/{code.lower()}"
    refuse_taken(edits, slug)
    for language in LANGUAGES:
        text = scaffold.region(code, region["name"][language], language, today=today)
        edits.write(file_of(slug, language), text)
    bless(edits, slug)
    menu.add(edits, slug, after=_neighbour(edits, region.get("part"), code))
    record(edits, [slug])


def _neighbour(edits: Edits, part: str | None, code: str) -> str | None:
    """Return the last page in the menu of a region in the same part of the world."""
    there = {
        path.stem.lower()
        for path in (edits.root / "data" / "regions").glob("*.yml")
        if path.stem != code and f"\npart: {part}\n" in path.read_text(encoding="utf-8")
    }
    nav = value_of(edits, menu.SETTINGS).get("nav")
    pages = [page for page, _ in menu.entries(nav) if page.startswith("contact/regions/")]
    return next((page for page in reversed(pages) if page.rpartition("/")[2] in there), None)


def new_message(edits: Edits, identifier: str, *, texts: Mapping[str, Words]) -> None:
    """Write a message to copy. `title`, `use`, `chat` and `call` are texts of it, `text` is the long one."""
    name = message_file(edits, identifier)
    head = "# yaml-language-server: $schema=../schemas/message.json\n"
    record_: dict[str, object] = {key: dict(texts[key]) for key in ("title", "use")}
    record_ |= {code: texts["text"][code] for code in LANGUAGES}
    record_ |= {key: dict(texts[key]) for key in ("chat", "call")}
    edits.write(name, head + written(record_))


def message_file(edits: Edits, identifier: str) -> str:
    """Return the file of a message to be. Raises Refused if it is there, or cannot be called so."""
    name = f"data/messages/{identifier}.yml"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", identifier):
        raise Refused("message-name", name=identifier)
    if edits.exists(name):
        raise Refused("exists-already", file=name)
    return name


def move(edits: Edits, old: str, new: str, *, today: date) -> list[str]:
    """Give a page another address: the old one leads there, and every link to it is rewritten.

    Returns the places that still name the old one and that no command may change.
    """
    _take_back(edits, old, new)
    if not edits.exists(file_of(old, SOURCE)):
        raise Refused("no-page", page=old, hint=did_you_mean(old, _slugs(edits)))
    if old == "index":
        raise Refused("page-is-home")
    if old.startswith("contact/regions/") and not old.endswith("/index"):
        raise Refused("page-of-region", page=old)
    if old == new or old.removesuffix("/index") == new.removesuffix("/index"):
        raise Refused("same-address", page=new)
    refuse_taken(edits, new)
    slugs = [slug for slug in sorted({*_slugs(edits), old}) if slug != new]
    fresh = {slug: fresh_translations(edits, slug) for slug in slugs}
    touched = set()
    for language in PUBLISHED:
        for slug in slugs:
            name, target = file_of(slug, language), new if slug == old else slug
            if not edits.exists(name):
                continue
            before = edits.read(name)
            after = relinked(before, was=slug, now=target, old=old, new=new)
            if slug == old:
                edits.remove(name)
                edits.write(file_of(new, language), after)
            elif after != before:
                edits.write(name, after)
            if after != before:
                touched.add(slug)
    for slug in touched:
        bless(edits, new if slug == old else slug, only=fresh[slug])
    menu.rename(edits, old, new)
    _rename_in_data(edits, old, new)
    _rename_in_templates(edits, old, new)
    redirected = value_of(edits, REDIRECTS) or []
    for index, entry in reversed(list(enumerate(redirected))):
        if entry["page"] == new:  # the address has a page again
            editor = editor_of(edits, REDIRECTS)
            editor.remove((index,))
            edits.write(REDIRECTS, editor.text)
    if not forget(edits, [old]):
        insert(edits, REDIRECTS, (), {"page": old, "moved_to": new, "on": today})
    record(edits, [new])
    return list(_still_named(edits, old))


def remove(edits: Edits, slug: str, *, today: date) -> None:
    """Take a page away in every language, from the menu, from its folder's index and the record.

    One that was published is told to be gone. A region that never was goes with its data.
    """
    known = value_of(edits, ADDRESSES) or []
    files = [file_of(slug, each) for each in PUBLISHED if edits.exists(file_of(slug, each))]
    if not files and slug not in known:
        raise Refused("no-page", page=slug, hint=did_you_mean(slug, _slugs(edits)))
    if slug == "index":
        raise Refused("page-is-home")
    new = redirects.unpublished(edits.root, known)
    if slug.startswith("contact/regions/") and not slug.endswith("/index"):
        entries = [entry for entry in known if entry.partition("#")[0] == slug]
        if not new.issuperset(entries):
            raise Refused("page-of-region.published", page=slug)
        forget(edits, entries)
        data = f"data/regions/{slug.rpartition('/')[2].upper()}.yml"
        files += [data] if edits.exists(data) else []
    for name in files:
        edits.remove(name)
    menu.remove(edits, slug)
    index = f"{menu.folder_of(slug)}/index"
    if menu.folder_of(slug) and index != slug and edits.exists(file_of(index, SOURCE)):
        fresh = fresh_translations(edits, index)
        menu.unlist_in_index(edits, slug)
        bless(edits, index, only=fresh)
    if not forget(edits, [slug]):
        insert(edits, REDIRECTS, (), {"page": slug, "gone": True, "on": today})


def forget(edits: Edits, slugs: Sequence[str]) -> bool:
    """Take pages and contacts that were never published from the record; return whether they were."""
    known = value_of(edits, ADDRESSES) or [] if edits.exists(ADDRESSES) else []
    if not redirects.unpublished(edits.root, slugs).issuperset(slugs):
        return False
    edits.write(ADDRESSES, redirects.recorded(set(known) - set(slugs), ()))
    return True


def _take_back(edits: Edits, old: str, new: str) -> None:
    """Undo a renaming by hand, so that the command can do all of it.

    That is a page that is gone while its new name stands in no menu.
    """
    listed = [page for page, _ in menu.entries(value_of(edits, menu.SETTINGS).get("nav"))]
    if new in listed or old not in listed:
        return
    for language in LANGUAGES:
        if edits.exists(file_of(new, language)) and not edits.exists(file_of(old, language)):
            text = edits.read(file_of(new, language))
            edits.remove(file_of(new, language))
            edits.write(file_of(old, language), text)


def relinked(text: str, *, was: str, now: str, old: str, new: str) -> str:
    """Return the text of a page with its links as they have to be.

    The page stood at `was` and will stand at `now`; the page `old` becomes `new`.
    """
    here, there = (posixpath.dirname(f"/x/x/{slug}") for slug in (was, now))

    def change(found: re.Match[str]) -> str:
        target = found["target"]
        path, mark, fragment = target.partition("#")
        if not path or ":" in path or path.startswith("/"):
            return found[0]
        at = posixpath.normpath(posixpath.join(here, path))
        wanted = f"/x/x/{new}.md" if at == f"/x/x/{old}.md" else at
        if wanted == at and here == there:
            return found[0]
        whole = posixpath.relpath(wanted, there) + mark + fragment
        start = found.start("target") - found.start()
        return found[0][:start] + whole + found[0][start + len(target) :]

    prose = {number for number, _ in written_blocks.prose_lines(text)}
    pieces: list[tuple[bool, list[str]]] = []
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if not pieces or pieces[-1][0] != (number in prose):
            pieces.append((number in prose, []))
        pieces[-1][1].append(line)
    return "".join(
        LINK.sub(change, "".join(lines)) if is_prose else "".join(lines)
        for is_prose, lines in pieces
    )


def _rename_in_data(edits: Edits, old: str, new: str) -> None:
    for path in sorted((edits.root / "data").rglob("*.yml")):
        name = path.relative_to(edits.root).as_posix()
        if name in _NOT_REWRITTEN or old not in edits.read(name):
            continue
        editor = editor_of(edits, name)
        for location, said, is_key in list(places_of(editor.value(), old)):
            if name == REDIRECTS and location[-1] != "moved_to":
                continue
            if is_key:
                editor.rename(location, new)
            else:
                editor.replace(location, new + said[len(old) :])
        edits.write(name, editor.text)


def _rename_in_templates(edits: Edits, old: str, new: str) -> None:
    quoted = re.compile(rf"([\"']){re.escape(old)}(#[^\"']*)?\1")
    for path in sorted((edits.root / "overrides").rglob("*.html")):
        name = path.relative_to(edits.root).as_posix()
        text = edits.read(name)
        edits.write(name, quoted.sub(lambda m: f"{m[1]}{new}{m[2] or ''}{m[1]}", text))


def _still_named(edits: Edits, old: str) -> Iterator[str]:
    """Yield each code or documentation file that names a page, and how often.

    All tests together count as one file.
    """
    named = re.compile(
        rf"(?<![\w/.-])(?:docs/(?:{'|'.join(PUBLISHED)})/)?{re.escape(old)}(?![\w-])"
    )
    folders = ("hooks", "tests", "deploy", "docs/assets/scripts", "overrides")
    files = [path for folder in folders for path in (edits.root / folder).rglob("*.*")]
    count: Counter[str] = Counter()
    for path in sorted([*files, *edits.root.glob("*.md")]):
        name = path.relative_to(edits.root).as_posix()
        if path.suffix in {".py", ".yml", ".js", ".html", ".md"} and edits.exists(name):
            place = "tests/" if name.startswith("tests/") else name
            count[place] += len(named.findall(edits.read(name)))
    yield from (f"{place} ×{number}" for place, number in count.items() if number)


def record(edits: Edits, new: Iterable[str]) -> None:
    """Put pages and contacts into the record of published ones."""
    known = value_of(edits, ADDRESSES) or [] if edits.exists(ADDRESSES) else []
    edits.write(ADDRESSES, redirects.recorded(known, new))


def fresh_translations(edits: Edits, slug: str) -> list[Language]:
    """Return the languages in which a page matches its source as it stands."""
    try:
        source = article_of(edits, slug, SOURCE)
        return [
            language
            for language in (*TRANSLATIONS, *DERIVED)
            if edits.exists(file_of(slug, language))
            and freshness.matches(source, article_of(edits, slug, language))
        ]
    except Refused:  # an unreadable page matches nothing
        return []


def bless(edits: Edits, slug: str, *, only: Iterable[Language] = TRANSLATIONS) -> None:
    """Record in translations of a page that they match their source as it will stand."""
    recorded = freshness.recorded(article_of(edits, slug, SOURCE))
    for language in only:
        article = article_of(edits, slug, language)
        edits.write(file_of(slug, language), scaffold.with_source(article, recorded))


def plain(text: str) -> str:
    """Return a text as a value of YAML on one line, in quotation marks where it needs them."""
    try:
        if yaml.safe_load(f"k: {text}") == {"k": text} and " #" not in text:
            return text
    except yaml.YAMLError:
        pass
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def refuse_taken(edits: Edits, slug: str) -> None:
    """Raise Refused if a page with this name is there."""
    for language in LANGUAGES:
        if edits.exists(file_of(slug, language)):
            raise Refused("exists-already", file=file_of(slug, language))


def _slugs(edits: Edits) -> list[str]:
    folder = edits.root / "docs" / SOURCE
    return sorted(p.relative_to(folder).with_suffix("").as_posix() for p in folder.rglob("*.md"))

"""Edit the menu: `nav` in mkdocs.yml, and the index pages that list their folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from helpkit.commands.edits import Edits
from helpkit.commands.yaml_texts import editor_of
from helpkit.data.located import Location
from helpkit.languages import LANGUAGES, PROFILES, Language
from helpkit.messages import Refused

SETTINGS = "mkdocs.yml"
_HEADING = re.compile(r"^#{2,3} (?P<title>.*?)\s*\{#(?P<id>[^}\s]+)[^}]*\}\s*$")


def entries(nav: Any, location: Location = ("nav",)) -> Iterator[tuple[str, Location]]:
    """Yield each page of the menu without its ending, and where it stands."""
    for index, item in enumerate(nav or ()):
        if isinstance(item, str):
            yield item.removesuffix(".md"), (*location, index)
        elif isinstance(item, dict):
            for title, inner in item.items():
                if isinstance(inner, str):
                    yield inner.removesuffix(".md"), (*location, index, title)
                else:
                    yield from entries(inner, (*location, index, title))


def folder_of(slug: str) -> str:
    """Return the folder of a page: `problems` of `problems/login`, nothing of `faq`."""
    return slug.rpartition("/")[0]


def add(edits: Edits, slug: str, *, after: str | None = None) -> str | None:
    """Put a page into the menu and return the one above it.

    That is `after`, or else the last of its folder, or of all that stand outside every section.
    """
    editor = editor_of(edits, SETTINGS)
    above_it, location = above(edits, slug, after=after)
    # An entry with its own title is nested one level deeper.
    holder, index = (location[:-1], location[-1])
    if not isinstance(index, int):
        holder, index = (location[:-2], location[-2])
    assert isinstance(index, int)
    editor.insert(holder, f"{slug}.md", at=index + 1)
    edits.write(SETTINGS, editor.text)
    return above_it


def above(edits: Edits, slug: str, *, after: str | None = None) -> tuple[str, Location]:
    """Return the page below which a new one belongs in the menu, and where that stands.

    Raises Refused if the menu has no page near it.
    """
    there = list(entries(editor_of(edits, SETTINGS).value().get("nav")))
    pages = dict(there)
    near = [page for page, _ in there if folder_of(page) == folder_of(slug)]
    found = after if after in pages else near[-1] if near else None
    if found is None:
        raise Refused("menu-nowhere", folder=folder_of(slug), page=slug)
    return found, pages[found]


def rename(edits: Edits, old: str, new: str) -> None:
    """Point a menu entry to another page, and move it if that is in another folder."""
    editor = editor_of(edits, SETTINGS)
    location = dict(entries(editor.value().get("nav"))).get(old)
    if location is None:
        return
    if folder_of(old) == folder_of(new):
        editor.replace(location, f"{new}.md")
        edits.write(SETTINGS, editor.text)
        return
    editor.remove(location)
    edits.write(SETTINGS, editor.text)
    add(edits, new)


def remove(edits: Edits, slug: str) -> None:
    """Take a page out of the menu."""
    editor = editor_of(edits, SETTINGS)
    for page, location in reversed(list(entries(editor.value().get("nav")))):
        if page == slug:
            # An entry with its own title goes with it.
            editor.remove(location if isinstance(location[-1], int) else location[:-1])
    edits.write(SETTINGS, editor.text)


def unlist_in_index(edits: Edits, slug: str) -> None:
    """Take a page out of the lists in its folder's index, in every language."""
    item = re.compile(rf"- \[[^\]]+\]\({re.escape(slug.rpartition('/')[2])}\.md[)#]")
    for language in LANGUAGES:
        name = f"docs/{language}/{folder_of(slug)}/index.md"
        lines = edits.read(name).split("\n")
        edits.write(name, "\n".join(line for line in lines if not item.match(line)))


def sections(edits: Edits, slug: str, language: Language) -> dict[str, int]:
    """Return the sections that list pages of a page's folder in its index, those with most first.

    Sections are known by the ids of their headings, each with the line after its list, from 0.
    """
    name = f"docs/{language}/{folder_of(slug)}/index.md"
    if not folder_of(slug) or not edits.exists(name):
        return {}
    found: dict[str, int] = {}
    count: Counter[str] = Counter()
    section = ""
    for number, line in enumerate(edits.read(name).split("\n")):
        if heading := _HEADING.match(line):
            section = heading["id"]
        elif section and re.match(r"- \[[^\]]+\]\([a-z0-9-]+\.md[)#]", line):
            found[section] = number + 1
            count[section] += 1
    return {section: found[section] for section, _ in count.most_common()}


def titles(edits: Edits, slug: str, language: Language) -> dict[str, str]:
    """Return the headings of the index of a page's folder, by their ids."""
    lines = edits.read(f"docs/{language}/{folder_of(slug)}/index.md").split("\n")
    return {found["id"]: found["title"] for line in lines if (found := _HEADING.match(line))}


def list_in_index(
    edits: Edits, slug: str, *, section: str, names: dict[Language, str], hints: dict[Language, str]
) -> None:
    """Add a page to the list in a section of its folder's index, in every language."""
    for language in LANGUAGES:
        name = f"docs/{language}/{folder_of(slug)}/index.md"
        at = sections(edits, slug, language).get(section)
        if at is None:
            raise Refused("index-no-section", file=name, section=section)
        lines = edits.read(name).split("\n")
        hint = f"{PROFILES[language].marks.colon}{hints[language]}" if hints[language] else ""
        lines.insert(at, f"- [{names[language]}]({slug.rpartition('/')[2]}.md){hint}")
        edits.write(name, "\n".join(lines))

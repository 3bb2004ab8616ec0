"""A further language: its entry in the table, its place in the menu, and what is to be written.

Whatever a person has to write is marked (`TODO` in articles, a key without a value in data), so that
`helpkit check` tells it and no build publishes it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.units import format_unit

from helpkit.articles import freshness, scaffold
from helpkit.articles.article import parse
from helpkit.articles.written_blocks import prose_lines
from helpkit.commands.edits import Edits
from helpkit.commands.menu import SETTINGS
from helpkit.commands.pages import MARK, file_of, plain
from helpkit.commands.yaml_texts import dumped, editor_of, value_of
from helpkit.languages import FILE, INTERNATIONAL, LANGUAGES, PROFILES, SOURCE, SPOKEN, Language
from helpkit.messages import Refused

UI = "data/ui.yml"
_TEXTS = re.compile(r"(\s*)(title|short|description|answer): (.*)")
# Markup before the words of a line: heading, list item, table row.
_LEAD = re.compile(r"\s*(?:#{1,6} |[-*+] (?:\[ \] )?|\d+[.)] |\| ?)?")
# Lines without words: fences of blocks and their options, rules of tables, comments.
_NO_WORDS = re.compile(r"\s*(?:///.*|\|[\s:|-]+|<!--.*|.*-->|\{[^}]*\})?|    [\w-]+: .*")
_SCRIPTS = {"Latn": "latin", "Hans": "han", "Hant": "han"}
# What Babel does not know: a person writes it.
_UNKNOWN_TIMES = ("always", "every_day", "holidays_off", "same_as_beijing", "ahead", "behind")


def locale_of(code: str) -> Locale:
    """Return Babel's locale of a language. Raises Refused if it has none, or if the site has the language."""
    if code in PROFILES:
        raise Refused("language-there", code=code)
    try:
        locale = Locale.parse(code) if re.fullmatch("[a-z]{2,3}", code) else None
    except (UnknownLocaleError, ValueError):
        locale = None
    if locale is None:
        raise Refused("language-unknown", code=code)
    if _likely(code)[1] not in _SCRIPTS:
        raise Refused("language-script", code=code, name=locale.get_display_name(INTERNATIONAL))
    return locale


def _likely(code: str) -> list[str]:
    """Return the language, script and territory that a code most likely means."""
    likely = get_global("likely_subtags")
    return str(likely.get(code, f"{code}_Zzzz_ZZ")).split("_")


def name_of(locale: Locale) -> str:
    """Return what a language is called in itself, with a capital as in a menu."""
    name = locale.get_display_name() or str(locale)
    return name[:1].upper() + name[1:]


def new_language(edits: Edits, code: Language, *, name: str) -> None:
    """Start a language in the table, the menu, the words of the interface and `docs/`.

    `name` is what it is called in itself. Raises Refused if the table in use is not that of this
    repository.
    """
    locale = locale_of(code)
    table = edits.root / "hooks" / "helpkit" / FILE.name
    if not table.is_file() or not FILE.samefile(table):
        raise Refused("language-elsewhere", file=str(FILE))
    row = {**_row(code, locale), "name": name, "menu": name}
    known = table.relative_to(edits.root).as_posix()
    edits.write(known, f"{edits.read(known).rstrip()}\n\n{_entry({code: row})}")
    _add_to_menu(edits, code, name)
    _add_words(edits, code, row["names"])
    for path in sorted((edits.root / "docs" / SOURCE).rglob("*.md")):
        slug = path.relative_to(edits.root / "docs" / SOURCE).with_suffix("").as_posix()
        if not edits.exists(file_of(slug, code)):
            edits.write(file_of(slug, code), _page(edits, slug))
    for path in sorted(scaffold.SKELETONS.glob(f"*.{INTERNATIONAL}.md")):
        name = path.with_name(path.name.replace(f".{INTERNATIONAL}.", f".{code}.")).name
        folder = scaffold.SKELETONS.relative_to(FILE.parents[2]).as_posix()
        edits.write(f"{folder}/{name}", marked(path.read_text(encoding="utf-8")))


def _row(code: Language, locale: Locale) -> dict[str, Any]:
    """Return the fields of a language that Babel knows; the lengths are those of English."""
    model = PROFILES[INTERNATIONAL]
    _, script, territory = _likely(code)

    def length(count: int, unit: str, before: str = "") -> str | None:
        said = format_unit(count, unit, length="long", locale=locale)
        if said == f"{count} {unit}":  # Babel has no word for it, as in Vietnamese and Korean
            return None
        return before + said.replace(str(count), "{}")

    return {
        "tag": code,
        "path": f"{code}/",
        "locale": code,
        "day": locale.date_formats["long"].pattern,
        "month": locale.datetime_skeletons["yMMM"].pattern,
        "og_locale": f"{code}_{territory}",
        "name": None,
        "menu": None,
        "names": {each: locale.get_display_name(PROFILES[each].locale) for each in SPOKEN},
        "script": _SCRIPTS[script],
        "marks": {key: getattr(model.marks, key) for key in model.marks.__slots__},
        "times": {
            "day_names": "wide",
            "range": "–",
            "days_and_hours": model.times.days_and_hours,
            **dict.fromkeys(_UNKNOWN_TIMES),
            "hour": length(1, "hour"),
            "hours": length(5, "hour"),
            "minutes": length(30, "minute", before=" "),
        },
        **{
            key: getattr(model, key)
            for key in (
                *("title_most", "short_most", "description_least", "description_most"),
                *("answer_most", "excerpt"),
            )
        },
        "measure": "words",
        "headline_size": model.headline_size,
    }


def _entry(record: Mapping[str, Any]) -> str:
    """Return a record as YAML in which what is to be written has no value."""
    return re.sub(r"(?m): null$", ":", dumped(record))


def _add_to_menu(edits: Edits, code: Language, name: str) -> None:
    plugins = value_of(edits, SETTINGS)["plugins"]
    number = next(n for n, each in enumerate(plugins) if isinstance(each, dict) and "i18n" in each)
    last = plugins[number]["i18n"]["languages"][-1]
    item: dict[str, Any] = {"locale": code, "name": name, "build": True}
    if titles := last.get("nav_translations"):
        item["nav_translations"] = dict.fromkeys(titles)
    editor = editor_of(edits, SETTINGS)
    editor.insert(("plugins", number, "i18n", "languages"), _entry(item))
    edits.write(SETTINGS, editor.text)


def _add_words(edits: Edits, code: Language, names: Mapping[Language, str]) -> None:
    """Add the language to each text of the interface, and the texts that name it."""
    text = edits.read(UI)
    slots = [*_slots(yaml.compose(text, Loader=yaml.SafeLoader), code)]
    for at, slot in sorted(slots, reverse=True):
        text = text[:at] + slot + text[at:]
    empty = {**dict.fromkeys(LANGUAGES), code: None}
    named = {each: names.get(each) for each in empty}
    told = {f"message_{code}": named, f"message_in_{code}": empty}
    told |= {f"reading_{code}": empty, f"reading_{code}_long": empty}
    edits.write(UI, f"{text.rstrip()}\n{_entry(told)}")


def _slots(node: yaml.Node | None, code: Language) -> Iterator[tuple[int, str]]:
    """Yield where in a YAML text the key of a language belongs, and how it is written there."""
    if not isinstance(node, yaml.MappingNode):
        return
    values = {key.value: value for key, value in node.value}
    if set(LANGUAGES) <= set(values):
        last = max((values[each] for each in LANGUAGES), key=lambda each: each.end_mark.index)
        if node.flow_style:
            yield last.end_mark.index, f", {code}: "
        elif last.style in ("|", ">"):
            yield last.end_mark.index, f"{' ' * node.start_mark.column}{code}:\n"
        else:
            yield last.end_mark.index, f"\n{' ' * node.start_mark.column}{code}:"
    for value in values.values():
        yield from _slots(value, code)


def _page(edits: Edits, slug: str) -> str:
    """Return the page to be translated: the source page with a mark on each text."""
    name = file_of(slug, SOURCE)
    article, _ = parse(edits.read(name), name=name, slug=slug, language=SOURCE)
    text = marked(article.text)
    head, mark, body = text.partition("\n---\n")
    return f"{head}\nsource: {freshness.recorded(article)}{mark}{body}"


def marked(text: str) -> str:
    """Return an article in which each text begins with the mark of what is to be written."""
    head, mark, body = text.removeprefix("---\n").partition("\n---\n")
    if not mark:
        head, body = "", text
    front = [
        _TEXTS.sub(_marked_text, line)
        for line in head.splitlines()
        if not re.match("aliases:|change:|source:", line)
    ]
    prose = {number for number, _ in prose_lines(body)}
    lines = [
        _LEAD.sub(rf"\g<0>{MARK} ", line, count=1)
        if number in prose and not _NO_WORDS.fullmatch(line)
        else line
        for number, line in enumerate(body.splitlines(), 1)
    ]
    return "\n".join([*(["---", *front, "---"] if mark else []), *lines]) + "\n"


def _marked_text(line: re.Match[str]) -> str:
    return f"{line[1]}{line[2]}: {plain(f'{MARK} {_value(line[3])}')}"


def _value(text: str) -> str:
    """Return what a value of the front matter says without its quotation marks."""
    quoted = re.fullmatch(r"\"(.*)\"|'(.*)'", text)
    return (quoted[1] or quoted[2]) if quoted else text


def left(root: Path, *, today: date) -> Counter[str]:
    """Return how many errors there are in each file, those of `docs/` by language.

    Checked in another process, since this one has loaded the old table.
    """
    command = [sys.executable, "-m", "helpkit", "--root", str(root), "--today", str(today), "check"]
    said = subprocess.run(
        command,
        env={**os.environ, "HELPKIT_LANG": INTERNATIONAL},
        capture_output=True,
        encoding="utf-8",
        check=False,
    ).stdout
    files = re.findall(r"(?m)^(\S+?):\d+:\d+: error", said)
    return Counter("/".join(f.split("/")[:2]) if f.startswith("docs/") else f for f in files)

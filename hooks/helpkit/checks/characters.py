"""Check the Chinese of the finished pages: none shows characters or words of another variety.

It reads the texts and attributes that readers meet; the nearest `lang` says which variety each has
to be in. Parts with `translate="no"` and words that are only compared with typed ones are left
out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from helpkit.data.settings import Traditional
from helpkit.languages import DERIVED, PROFILES, Profile
from helpkit.problems import Problem
from helpkit.text.conversion import Variety, only_simplified, only_traditional

_MOST = 3  # reported per page at most
_COMPARED = ("data-names", "data-mark")
_AROUND = 8
_TITLE = re.compile("《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Strange:
    """A pattern that a page must not show, and the key of its message."""

    pattern: re.Pattern[str]
    key: str


def check(
    site: Path,
    rules: Traditional,
    names: Collection[str],
    *,
    once: Callable[..., Any],
) -> Iterator[Problem]:
    """Yield characters of the wrong variety in a derived page and in its source.

    `names` are official names, which stay as their owner writes them. `once` keeps what was found.
    """
    for language in DERIVED:
        target = PROFILES[language]
        source = PROFILES[target.derived_from or language]
        known = sorted({*names, *rules.declared()}, key=lambda name: (-len(name), name))
        named = re.compile("|".join(map(re.escape, known)) or "$^")
        strange_in = functools.cache(functools.partial(_strange, rules))
        world = repr((rules, named.pattern)).encode()
        for path in sorted((site / target.path).rglob("*.html")):
            name = path.relative_to(site / target.path)
            for profile in (source, target):
                file = f"{profile.path}{name.as_posix()}"
                html = (site / file).read_bytes()
                variety = profile.derived_from and rules.of_page(name.parent.as_posix())
                found = once(
                    *(b"characters", file.encode(), html, world),
                    make=functools.partial(
                        _found, html, profile, functools.partial(strange_in, variety), named
                    ),
                )
                yield from (
                    Problem.of(file, 1, 1, key, shown=shown, around=around)
                    for key, shown, around in found
                )


def _strange(rules: Traditional, variety: Variety | None) -> tuple[Strange, ...]:
    """Return the patterns that a page in a variety must not show; without one it is simplified."""
    if variety is None:
        return (Strange(_any_of(only_traditional()), "site-script.traditional"),)
    words = rules.strange.get(variety, ())
    simplified = Strange(_any_of(only_simplified()), "site-script.simplified")
    return (simplified, *([Strange(_any_of(words), "site-script.word")] if words else []))


def _any_of(texts: Collection[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(texts))))


def _found(
    html: bytes,
    profile: Profile,
    strange_in: Callable[[], Iterable[Strange]],
    named: re.Pattern[str],
) -> list[tuple[str, str, str]]:
    """Return each forbidden text on a page: message key, the text, the text around it."""
    strange = strange_in()
    text = "".join(_bare(html.decode("utf-8"), profile.tag))
    if not any(each.pattern.search(text) for each in strange):
        return []
    document = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    told: dict[str, tuple[str, str, str]] = {}
    for text in _shown(document, profile.tag):
        bare = named.sub(" ", text)
        for each in strange:
            # A title keeps its own words.
            said = _TITLE.sub(" ", bare) if each.key == "site-script.word" else bare
            for match in each.pattern.finditer(said):
                around = said[max(0, match.start() - _AROUND) : match.end() + _AROUND].strip()
                told.setdefault(match[0], (each.key, match[0], around))
    return list(told.values())[:_MOST]


_MARKED = re.compile(r'<([a-z0-9]+) [^>]*(?:\blang="([^"]*)"|translate="no")[^>]*>')
_NOT_SHOWN = re.compile(rf' (?:{"|".join(_COMPARED)}|href|src)="[^"]*"')


def _bare(html: str, tag: str) -> Iterator[str]:
    """Yield a page without most of its markup: a quick pre-check before the exact one."""
    end = 0
    for opened in _MARKED.finditer(html):
        if opened.start() < end or opened[1] == "html" or opened[2] == tag:
            continue
        yield _NOT_SHOWN.sub("", html[end : opened.start()])
        end = html.find(f"</{opened[1]}>", opened.end())
        end = len(html) if end < 0 else end
    yield _NOT_SHOWN.sub("", html[end:])


def _shown(document: Any, tag: str) -> list[str]:
    """Return the texts and attributes of a page whose nearest `lang` is the given one."""
    spoken = (
        f"ancestor-or-self::*[@lang][1]/@lang='{tag}' and not(ancestor-or-self::*[@translate='no'])"
    )
    unread = " or ".join(f"name()='{name}'" for name in (*_COMPARED, "href", "src"))
    found: list[str] = document.xpath(
        f"//*[not(self::script or self::style or self::code)][{spoken}]/text()"
        f" | //*[{spoken}]/@*[not({unread})]",
        smart_strings=False,
    )
    return found

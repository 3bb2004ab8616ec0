"""The texts of data files and of mkdocs.yml, in which no contact value may stand.

A value has a field of its own, with evidence. Every other string is a text that a reader could be
shown, so what is skipped is named here, and a new field is searched from its first day.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpkit.data.contents import CONTACT_FIELDS, DAY_FIELDS, SOURCE_FIELDS, UNSHOWN_FILES
from helpkit.data.directory import Directory
from helpkit.data.located import MOST_CHARACTERS, Located, Location, read_file
from helpkit.data.may_pass import MayPass
from helpkit.data.settings import CHECKER_TEXTS
from helpkit.problems import Problem
from helpkit.text import contact_values
from helpkit.text.contact_values import Stray
from helpkit.text.hosts import bare_host
from helpkit.text.may_pass import Rules

# Fields that hold values, addresses, ids or days. Leads are kept for checking and never drawn.
_FIELDS = {
    *CONTACT_FIELDS,
    *SOURCE_FIELDS,
    *DAY_FIELDS,
    *("id", "contact", "replaced_by", "leads", "length", "source_date", "on"),
}
# Settings that no page shows: the site's own address, file paths. Readers may see all others.
_PATHS = {"site_url", "hooks", "watch", "custom_dir", "static_templates"}

_VALUE_HINT = re.compile(r"\d|@|://")

_Texts = Iterator[tuple[Location, str]]


@dataclass(frozen=True, slots=True)
class TextRules:
    """What the texts of a repository may hold, and the short numbers that its data know.

    `codes` are those that are published today, by region; a text about a region may name its own.
    """

    rules: Rules
    known: frozenset[str] = frozenset()
    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _clean: set[str] = field(init=False, default_factory=set, compare=False, repr=False)

    def find(self, text: str, *, about: str = "") -> Iterator[Stray]:
        """Yield what looks like a contact in a text of a page or a file (`contact/regions/hk`)."""
        if text in self._clean:  # half of all texts occur more than once
            return
        passing: Collection[str] = ()
        if "regions/" in about:
            passing = self.codes.get(about.rpartition("/")[2].upper(), ())
        found = [*contact_values.find(text, rules=self.rules, known=self.known, passing=passing)]
        if not found and not passing:
            self._clean.add(text)
        yield from found

    def declares(self, text: str) -> bool:
        """Return whether a text is declared as it stands."""
        return text in self.rules.texts


# Cache the last rule sets and the texts they passed: the preview and the tests run the same checks
# repeatedly.
_MADE: deque[TextRules] = deque(maxlen=4)


def text_rules(may_pass: MayPass, directory: Directory | None) -> TextRules:
    """Return the rules for texts; without a directory they allow no short number."""
    made = _text_rules(may_pass, directory)
    for each in _MADE:
        if each == made:
            return each
    _MADE.append(made)
    return made


def _text_rules(may_pass: MayPass, directory: Directory | None) -> TextRules:
    if directory is None:
        return TextRules(may_pass.rules)
    known = contact_values.short_codes_of(directory.values_known())
    published = {
        code: contact_values.short_codes_of(
            {value.text for value in directory.published_values(region) if value.phone}
        )
        for code, region in directory.regions.items()
    }
    return TextRules(
        may_pass.rules, frozenset(known), {c: frozenset(v) for c, v in published.items()}
    )


def check(root: Path, texts: TextRules) -> Iterator[Problem]:
    """Yield each contact value in a text of `data/` or `mkdocs.yml`, where it stands in the file.

    The name of a body may hold its own number (`110` is called 110); what is said of a service or
    a source may name the domains of its own record.
    """
    for path in sorted((root / "data").rglob("*.yml")):
        name = path.stem if path.parent.name == "data" else ""
        if name in UNSHOWN_FILES or path.parent.name == "invitation-examples":
            continue
        located, _ = read_file(path, root=root)
        skipped = _in_checker if name == "checker" else is_field
        learned_from = path.parent.name in ("danger-examples", "crisis-examples")
        for location, text in _texts(located.value, (), skipped):
            if learned_from and not _VALUE_HINT.search(text):
                continue  # never shown: the only risk is somebody's own number
            yield from _check_text(located, location, text, texts, "")
    settings = root / "mkdocs.yml"
    if settings.is_file():
        located, _ = read_file(settings, root=root)
        for location, text in _settings(located.value, ()):
            yield from _check_text(located, location, text, texts, "")


def of_file(
    located: Located, texts: TextRules, *, about: str, skipped: Collection[str]
) -> Iterator[Problem]:
    """Yield each contact value in the texts of a YAML document, but for some keys at its top."""
    values = located.value if isinstance(located.value, dict) else {}
    for key, value in values.items():
        if key not in skipped:
            for location, text in _texts(value, (key,), lambda *_: False):
                yield from _check_text(located, location, text, texts, about)


def _check_text(
    located: Located, location: Location, text: str, texts: TextRules, about: str
) -> Iterator[Problem]:
    own: set[str] | None = None
    for stray in texts.find(text, about=about):
        own = _own_values(located.value, location) if own is None else own
        if not _is_own(stray, own):
            line, column = located.place_of(location, text, line=stray.line, column=stray.column)
            yield stray.problem(located.path, line=line, column=column)


def _texts(
    value: object, location: Location, skipped: Callable[[Location, object], bool]
) -> _Texts:
    if skipped(location, value):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*location, key), skipped)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*location, index), skipped)
    elif isinstance(value, str) and len(value) <= MOST_CHARACTERS:  # longer ones are refused
        yield location, value


def is_field(location: Location, value: object) -> bool:
    """Return whether a location in the data holds a value, an id or a date, not a text."""
    # Words and records may have the id of a field: `contact: {zh: …}` in ui.yml is a text.
    named = bool(location) and location[-1] in _FIELDS and not isinstance(value, dict)
    return named or location[:1] == ("valid_days",)


def _in_checker(location: Location, _: object) -> bool:
    """Return whether a key holds what the checker compares with: hosts, prefixes, digits."""
    return len(location) == 1 and location[0] not in CHECKER_TEXTS


def _settings(value: object, location: Location) -> _Texts:
    """Yield the texts of the settings, titles of menus among them; files of the menu are no texts."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = (*location, key)
            if isinstance(key, str):
                yield here, key
            if key not in _PATHS and not (isinstance(inner, str) and location[:1] == ("nav",)):
                yield from _settings(inner, here)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if not (isinstance(inner, str) and location[:1] == ("nav",)):
                yield from _settings(inner, (*location, index))
    elif isinstance(value, str):
        yield location, value


def _own_values(value: object, location: Location) -> set[str]:
    """Return the values that this text may contain.

    These are a body's own number in its name, and the record's own domains in its texts.
    """
    own: set[str] = set()
    for part in location:
        if isinstance(value, dict):
            if part == "name" and isinstance(phones := value.get("phones"), list):
                own |= {_digits(phone.get("number")) for phone in phones if isinstance(phone, dict)}
            if part == "publisher" and isinstance(evidence := value.get("evidence"), dict):
                own.add(bare_host(str(evidence.get("source"))))
            if isinstance(domains := value.get("domains"), list):
                own |= {str(domain).lower() for domain in domains}
            value = value[part]
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
    return own - {""}


def _is_own(stray: Stray, own: Collection[str]) -> bool:
    if stray.kind == contact_values.PHONE:
        return stray.digits in own
    return stray.value.lower().removeprefix("www.") in own


def _digits(value: object) -> str:
    return re.sub(r"\D", "", str(value))

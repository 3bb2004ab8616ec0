"""Choose the conversion of each page for a derived language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from helpkit.data.directory import Directory
from helpkit.languages import DERIVED, PROFILES, Language, source_of
from helpkit.text.conversion import Conversion, Variety

HAN = re.compile("[\u3400-\u9fff]")


def _names(directory: Directory, *, source: Language) -> dict[str, str]:
    """Return official names in Chinese characters, by what the source calls them too."""
    target = {profile.tag for profile in PROFILES.values() if profile.derived_from == source}
    names: dict[str, str] = {}
    for region in directory.regions.values():
        for contact in region.contacts:
            local = contact.name.local
            if local and HAN.search(local):
                names[local] = local
                if contact.name.local_language in target:
                    names[contact.name[source]] = local
    return names


def official_names(directory: Directory) -> set[str]:
    """Return the official names that stay as they are in every derived language."""
    return {name for each in DERIVED for name in _names(directory, source=source_of(each)).values()}


def conversions(
    directory: Directory, *, source: Language, whole: Mapping[str, str] | None = None
) -> Callable[[str], Conversion]:
    """Return the conversion of each page by its address, and of everything else by "".

    `whole` maps complete texts; it applies only where the text stands alone.
    """
    names = _names(directory, source=source)
    rules = directory.traditional
    made: dict[Variety, Conversion] = {}

    def of(address: str) -> Conversion:
        variety = rules.of_page(address.removesuffix("/"))
        if variety not in made:
            made[variety] = replace(rules.conversion(variety, names), whole=whole or {})
        return made[variety]

    return of


def words(directory: Directory) -> dict[Language, dict[str, str]]:
    """Return the words of the interface in each language that readers get."""
    found = {}
    for language, profile in PROFILES.items():
        source = profile.derived_from
        written = {key: text[source or language] for key, text in directory.ui.items()}
        if source is not None:
            convert = conversions(directory, source=source)("")
            written = dict(zip(written, convert.all(written.values()), strict=True))
        found[language] = written
    return found

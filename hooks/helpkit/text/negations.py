"""Whether a text forbids what another, which should say the same, does not deny in any word."""

from __future__ import annotations

import re

from helpkit.languages import PROFILES, Language


def lost(
    text: str, language: Language, other: str, other_language: Language
) -> re.Match[str] | None:
    """Return what tells readers not to do something where the other text has no word of denial.

    A language without `denies` in the table is taken to deny everything.
    """
    if re.search(PROFILES[other_language].denies, other):
        return None
    return re.search(PROFILES[language].forbids, text)

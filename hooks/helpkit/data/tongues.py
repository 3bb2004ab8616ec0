"""Languages that people speak and sign: what their BCP 47 tags are called in the words of a reader."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import parse_locale

from helpkit.languages import PROFILES, Language

# Tags that name no language: unknown, several, none, not coded.
_NO_LANGUAGE = ("und", "mul", "zxx", "mis")


@cache
def name_of(tag: str, *, reader: Language) -> str:
    """Return what a language is called, for example `中文 (繁体)`; empty if the tag names none."""
    if tag in PROFILES[reader].sign_languages:
        return PROFILES[reader].sign_languages[tag]
    locale = Locale.parse(PROFILES[reader].locale)
    try:
        language, territory, script, variant = parse_locale(tag, sep="-")[:4]
    except ValueError:
        return ""
    if language in _NO_LANGUAGE or language not in locale.languages:
        return ""
    details = [
        names.get(code)
        for names, code in (
            (locale.scripts, script),
            (locale.territories, territory),
            (locale.variants, variant),
        )
        if code
    ]
    if None in details:
        return ""
    name = locale.languages[language]
    return f"{name} ({', '.join(str(each) for each in details)})" if details else name

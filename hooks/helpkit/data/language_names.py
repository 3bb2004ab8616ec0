"""The names of spoken and signed languages, by BCP 47 tag, in the language of a reader."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import parse_locale
from babel.languages import get_official_languages

from helpkit.languages import INTERNATIONAL, PROFILES, Language

# Tags for "unknown", "several", "none" and "not coded".
_NO_LANGUAGE = ("und", "mul", "zxx", "mis")

# Country codes typed instead of language codes. Some are language codes too, like kr for Kanuri,
# which no public body outside its region offers.
_COUNTRIES = set(
    """
    ae br ch co cr cu ee ie kg kr kw lb lu ng sg se tw ve cn hk mo jp vn ph in pk ua cz dk gr il at
    mx us gb uk au nz
    """.split()
)


def spoken_in(tag: str) -> tuple[str, ...]:
    """Return the languages of a country whose code was typed for a language; none if it was not."""
    if tag not in _COUNTRIES:
        return ()
    territory = {"uk": "GB"}.get(tag, tag.upper())
    official = get_official_languages(territory, de_facto=True)
    return tuple(each.replace("_", "-") for each in official) or (INTERNATIONAL,)


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

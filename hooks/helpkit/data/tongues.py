"""Languages that people speak and sign: what their BCP 47 tags are called in the words of a reader."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import parse_locale

from helpkit.languages import Language

# Tags that name no language: unknown, several, none, not coded.
_NO_LANGUAGE = ("und", "mul", "zxx", "mis")
# Sign languages that helplines name, and for which the library has no Chinese name.
_SIGNED = {
    "ase": {"zh": "美国手语", "en": "American Sign Language"},
    "asf": {"zh": "澳大利亚手语", "en": "Auslan"},
    "bfi": {"zh": "英国手语", "en": "British Sign Language"},
    "csl": {"zh": "中国手语", "en": "Chinese Sign Language"},
    "fsl": {"zh": "法国手语", "en": "French Sign Language"},
    "nzs": {"zh": "新西兰手语", "en": "New Zealand Sign Language"},
}


@cache
def name_of(tag: str, *, reader: Language) -> str:
    """Return what a language is called, for example `中文 (繁体)`; empty if the tag names none."""
    if tag in _SIGNED:
        return _SIGNED[tag][reader]
    locale = Locale.parse("zh_Hans" if reader == "zh" else "en")
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

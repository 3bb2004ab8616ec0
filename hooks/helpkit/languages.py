"""Languages of the site."""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["zh", "en"]


LANGUAGES: tuple[Language, ...] = get_args(Language)


HTML_LANGUAGE = {"zh": "zh-Hans", "en": "en"}


def other_language(language: Language) -> Language:
    """Return the other one of the two languages."""
    return "en" if language == "zh" else "zh"

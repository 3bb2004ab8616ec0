"""The length of a period of a complaint in words; `scripts/deadlines.js` counts its days."""

from __future__ import annotations

import re
from typing import Literal

from babel.units import format_unit

from helpkit.data.records import Period
from helpkit.languages import PROFILES, Language

_UNITS = {
    "D": "duration-day",
    "W": "duration-week",
    "M": "duration-month",
    "Y": "duration-year",
}


def in_words(period: Period, *, language: Language) -> str:
    """Return a length, for example `8 weeks`; of business days, their number alone."""
    if period.counted == "business":
        return str(period.count)
    profile = PROFILES[language]
    # Babel has no long form of these in Chinese.
    form: Literal["short", "long"] = "short" if profile.script == "han" else "long"
    words = format_unit(period.count, _UNITS[period.unit], length=form, locale=profile.locale)
    return re.sub(r"(?<=\d)(?=[^\d\s])", " ", words)

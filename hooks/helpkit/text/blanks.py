"""Blanks: the places in a text that a reader fills in, on paper or before sending.

Writers type 【name】 in Chinese, [name] in English, and a row of underscores for a bare line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK = re.compile(r"(【[^】]*】|\[[^\[\]]+\](?!\()|_{4,})")


def split(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a text in order, each with whether it is a blank; a bare line is ""."""
    for number, piece in enumerate(_BLANK.split(text)):
        if number % 2:
            yield ("" if piece.startswith("_") else piece), True
        elif piece:
            yield piece, False

"""Digests: short names for contents, with no digit that a telephone number could have."""

from __future__ import annotations

import hashlib

LENGTH = 14
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def digest(content: bytes) -> str:
    """Return fourteen letters from a to f that another content will not have.

    They are hexadecimal digits, but none that a telephone number could have: `stray_scan` and
    phones look for those.
    """
    number = int.from_bytes(hashlib.sha256(content).digest()[:8])
    letters = ""
    while len(letters) < LENGTH:
        number, rest = divmod(number, 6)
        letters += "abcdef"[rest]
    return letters


def letters(text: str, *, length: int) -> str:
    """Return up to 64 letters from a to p for a text, for names that others keep for good."""
    return hashlib.sha256(text.encode()).hexdigest()[:length].translate(_LETTERS)

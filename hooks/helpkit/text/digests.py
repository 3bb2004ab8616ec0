"""Digests: short names for contents."""

from __future__ import annotations

import hashlib

LENGTH = 14


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

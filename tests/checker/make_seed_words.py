"""Write the word lists of wallet phrases for `secrets.js`: `uv run --with mnemonic make_seed_words.py`.

The lists are those of BIP-39, from the package `mnemonic` (MIT, Satoshi Labs), which this script
alone needs. Each word becomes 16 bits of its FNV-1a hash, in the order of its list: enough to know
twelve words in a row and to work out their checksum, and a third of the size of the words.
"""

from __future__ import annotations

import base64
import unicodedata
from pathlib import Path

import mnemonic

SCRIPTS = Path(__file__).parents[2] / "docs/assets/scripts"
SPELT = ("english", "spanish", "french", "italian", "portuguese", "czech", "turkish", "russian")
DRAWN = ("chinese_simplified", "chinese_traditional", "japanese", "korean")


def spelling(word: str, *, accents: bool) -> str:
    """Return a word as it is compared: NFKD, and without accents where people leave them out."""
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in letters if accents or not unicodedata.combining(c))


def short_hash(word: str) -> int:
    """Return the two halves of a word's 32-bit FNV-1a hash, folded into 16 bits."""
    found = 0x811C9DC5
    for byte in word.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found >> 16 ^ found & 0xFFFF


def write(name: str, lists: tuple[str, ...], *, accents: bool) -> None:
    """Write one module: a text of 2,048 × 2 bytes for each list."""
    lines = [
        "// Made by tests/checker/make_seed_words.py from the BIP-39 word lists (MIT, Satoshi Labs):",
        "// two bytes of a hash for each word, in the order of its list.",
        "export const LISTS = [",
    ]
    for each in lists:
        words = mnemonic.Mnemonic(each).wordlist
        packed = b"".join(
            short_hash(spelling(w, accents=accents)).to_bytes(2, "big") for w in words
        )
        lines.append(f'  "{base64.b64encode(packed).decode()}", // {each}')
    (SCRIPTS / name).write_text("\n".join([*lines, "];", ""]), encoding="utf-8")


if __name__ == "__main__":
    write("seed-spelt.js", SPELT, accents=False)
    write("seed-drawn.js", DRAWN, accents=True)

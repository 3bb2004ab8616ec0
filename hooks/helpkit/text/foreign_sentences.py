"""Find sentences in a script that no page is written in: whoever reviews a page cannot read them.

Names of languages, of bodies and of titles may stand in any script; they are shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Greek to Cherokee, in which blanks separate words, but for Thai, Lao, Tibetan, Burmese and Khmer.
_SPACED = r"[\u0370-\u0dff\u10a0-\u10ff\u1100-\u177f\u1800-\u18af\uac00-\ud7a3]"
_UNSPACED = r"[\u0e00-\u109f\u1780-\u17ff]"
_KANA = r"[\u3041-\u3096\u30a1-\u30fa]"
_SENTENCE = re.compile(
    rf"{_SPACED}+(?:[\s:–—-]{{1,3}}{_SPACED}+){{4,60}}"
    rf"|{_UNSPACED}(?:\s?{_UNSPACED}){{44,400}}"
    rf"|(?:[㐀-鿿ー]{{0,8}}+{_KANA}(?:{_KANA}|ー)*+[、\s]?){{6,40}}|{_KANA}{{16,80}}"
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each such sentence."""
    if not text.isascii():
        yield from (found.span() for found in _SENTENCE.finditer(text))

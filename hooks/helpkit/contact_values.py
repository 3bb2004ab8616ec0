"""Find contact values in prose: numbers, e-mail addresses, web addresses, handles.

They reach a page only from `data/`, with evidence. Whatever looks like one in an article, in
front matter or in a free text of the data is refused here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

_UNITS = r"\s*(?:个|天|元|年|月|日|小时|分钟|秒|次|条|页|人|岁|字|万|亿|%|％|per cent|days?|hours?|minutes?|pages?|people|cases?)"
_DATE = re.compile(
    r"\b(?:19|20)\d\d(?:[-/.]\d{1,2}){1,2}\b|\b(?:19|20)\d\d\s?[–-]\s?(?:19|20)\d\d\b"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(
    r"(?:https?|tel|mailto|sms):[^\s)>\]]+|\bwww\.[^\s)>\]]+"
    r"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|info|biz|io|me|co|app|cc|cn|hk|tw|sg|uk|eu|ru|top|xyz|vip|pink|dev|online|site)\b(?:/[^\s)>\]]*)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,}")
_NUMBER = re.compile(r"(?<![\w.,$€£])\+?\(?\d(?:[\s().\-–/]{0,2}\d){6,}(?![\w])")
_SHORT = re.compile(rf"(?<![\w.,$€£#+-])[#*]?\d{{3,6}}(?![\w.,-]*\d)(?!{_UNITS})", re.IGNORECASE)
_ORDINAL_BEFORE = re.compile(r"(?:第|Article|Art\.|§|No\.)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stray:
    """A contact value where none may stand; `column` counts from 1."""

    column: int
    value: str
    kind: str


def find(line: str, *, short_codes: Collection[str]) -> Iterator[Stray]:
    """Yield what looks like a contact value in a line of prose.

    Full-width characters count as their plain forms. `short_codes` are the short numbers that
    the data knows: a bare `110` is one of them, `110 元` and `Article 110` are amounts.
    """
    text = _plain(line)
    taken = [(m.start(), m.end()) for m in _DATE.finditer(text)]
    for kind, pattern in (
        ("an e-mail address", _EMAIL),
        ("a web address", _ADDRESS),
        ("a handle", _HANDLE),
        ("a phone number", _NUMBER),
        ("a phone number", _SHORT),
    ):
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(start < e and s < end for s, e in taken):
                continue
            if pattern is _SHORT and (
                found[0] not in short_codes or _ORDINAL_BEFORE.search(text[:start])
            ):
                continue
            taken.append((start, end))
            yield Stray(start + 1, found[0].strip(), kind)


def short_codes_of(values: Collection[str]) -> set[str]:
    """Return the values of three to six digits, with and without a leading `#` or `*`."""
    plain = {value.replace(" ", "") for value in values}
    return {value for value in plain if re.fullmatch(r"[#*]?\d{3,6}", value)}


def _plain(line: str) -> str:
    """Return the line with full-width characters made plain, and of the same length."""
    return "".join(
        normal if len(normal := unicodedata.normalize("NFKC", c)) == 1 else c for c in line
    )

"""Mark text whose displayed words differ from the words that search compares."""

from __future__ import annotations

import functools
import posixpath
import re

from helpkit.text import folding

# The index holds both: the words that are displayed, then the words that a query is compared with.
SHOWN, SOUGHT, END = "\ue000", "\ue001", "\ue002"


def with_sought(text: str, converted: str) -> str:
    """Return a converted text in which other words than those of `text` stand beside these.

    A browser gets the text back by folding each character; what that does not give back is marked.
    """
    before, after = _CLAUSE.findall(text), _CLAUSE.findall(converted)
    if len(before) != len(after):
        return _marked(text, converted)
    return "".join(map(_marked, before, after))


_CLAUSE = re.compile("[^，。、；：！？“”‘’「」『』]*[，。、；：！？“”‘’「」『』]?")


def _marked(text: str, converted: str) -> str:
    """Return a clause in which each part that differs is marked."""
    before, after = text.translate(_PLAIN), converted.translate(_simple_forms())
    pieces, start, new_start = [], 0, 0
    while before != after:
        same = len(posixpath.commonprefix([before, after]))
        left, new_left = _apart(before[same:], after[same:])
        end, new_end = start + same + left, new_start + same + new_left
        pieces.append(converted[new_start : new_start + same])
        shown, sought = converted[new_start + same : new_end], text[start + same : end]
        pieces.append(f"{SHOWN}{shown}{SOUGHT}{sought}{END}")
        before, after = before[same + left :], after[same + new_left :]
        start, new_start = end, new_end
    return "".join([*pieces, converted[new_start:]])


# So many characters alike end a part that differs; further away the rest of the clause is one part.
_ALIKE, _FAR = 2, 40


def _apart(before: str, after: str) -> tuple[int, int]:
    """Return how many characters of two texts differ until both go on alike."""
    for total in range(1, _FAR):
        for left in range(max(0, total - len(after)), min(total, len(before)) + 1):
            here, there = before[left:], after[total - left :]
            if here[:_ALIKE] == there[:_ALIKE] and (len(here) >= _ALIKE or here == there):
                return left, total - left
    same = len(posixpath.commonprefix([before[::-1], after[::-1]]))
    return len(before) - same, len(after) - same


_PLAIN = str.maketrans({"“": "「", "”": "」", "‘": "『", "’": "』"})


@functools.cache
def _simple_forms() -> dict[int, str]:
    return str.maketrans(dict(folding.traditional()))

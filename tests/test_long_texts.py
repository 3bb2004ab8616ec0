"""No text of a writer takes the square of its length to read, whatever it is made of.

What is limited is the time of the processor in this process, so that a busy machine changes nothing.
A pattern that takes the square of a length needs many times what is allowed.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from helpkit.articles.article import LINK
from helpkit.checks import free_texts
from helpkit.checks.allowed_values import allowed_values
from helpkit.checks.stray_values import FINDERS
from helpkit.data.directory import Directory

# Runs of these come near to what some pattern looks for, again and again.
HOSTILE = [
    *("1", "1 ", "1.", "1,", "1-", "12:", "1年", "1%", "$1", "2019-", "1x", "一", "一 ", "①", "零"),
    *(
        "a",
        "A1",
        "A1b2",
        "a.",
        "a@",
        "@",
        ".",
        "-",
        "_",
        " ",
        "[",
        "(",
        "#",
        "+",
        "<a ",
        "&#",
        "「",
    ),
    *("a dot ", "a at ", "one ", "double ", "yi er ", "press one ", "jan 1 ", "un ", "IV ", "xn--"),
    *(
        "微信",
        "加V",
        "加",
        "telegram ",
        "gmail",
        "search a on ",
        "okpay_",
        "下划线",
        "去掉点",
        "按1",
    ),
    *("//", "http://", "tel:", "[a](", "![", "`", "**", "| ", "1. ", "{#a"),
]
LENGTH = 10_000
# The slowest of them takes a second in both nets; what takes the square of this takes far more.
MOST_SECONDS = 5


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError once this process has used the processor for so long."""

    def end(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} seconds of the processor")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.fixture(scope="module")
def readers(real_directory: Directory) -> list[Callable[[str], Iterable[object]]]:
    """Return what reads a text: the rules on the sources, the links, and each part of the last look."""
    texts = free_texts.text_rules(real_directory.may_pass, real_directory)
    allowed = allowed_values(real_directory)
    looks = [partial(look, allowed=allowed, own="o.example") for look in FINDERS.values()]
    return [texts.find, LINK.finditer, *looks]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_takes_the_square_of_its_length(
    piece: str, readers: list[Callable[[str], Iterable[object]]]
) -> None:
    text = (piece * LENGTH)[:LENGTH] + "!x"
    with at_most(MOST_SECONDS):
        for read in readers:
            list(read(text))


def test_what_takes_the_square_of_its_length_is_cut_off() -> None:
    with pytest.raises(TimeoutError), at_most(0.2):
        len([a for a in range(LENGTH) for b in range(LENGTH) if a == b])

"""Which English words search must not take for a slip of ours."""

from helpkit.text import english
from spellchecker import SpellChecker

OURS = ["code", "freeze", "pay", "refund", "scam", "withdrawal"]


def test_words_one_slip_away_are_those_that_the_spelling_checker_knows() -> None:
    checker = SpellChecker()
    near = {word for ours in OURS if len(ours) >= 4 for word in checker.edit_distance_1(ours)}
    begun = {ours[:end] for ours in OURS for end in range(4, len(ours))}
    in_use = {word for word, count in checker.word_frequency.items() if count >= 300}
    expected = {word for word in (near | begun) & in_use if len(word) >= 4} - {*OURS}
    assert english.near(OURS) == sorted(expected)
    assert {"come", "cods", "scar"} & expected

"""One problem, one line, whatever the files hold."""

from __future__ import annotations

from helpkit.data.located import read_text
from helpkit.data.settings import SearchWords
from helpkit.data.validation import MOST_PROBLEMS, validate
from helpkit.problems import Problem


def test_a_message_is_one_line_that_cannot_be_turned_round() -> None:
    problem = Problem("a\nb.yml", 1, 1, "rule", 'No "\u202e\x07\U0010fb11 中文".', "mend it")
    assert str(problem) == (
        'a\\u000ab.yml:1:1: error[rule] No "\\u202e\\u0007\\u10fb11 中文". Fix: mend it'
    )


def test_a_message_quotes_the_ends_of_what_is_very_long() -> None:
    line = str(Problem("a.yml", 1, 1, "rule", f'"{"9" * 4_000}" is no date.', "mend it"))
    assert len(line) < 450
    assert line.endswith('999" is no date. Fix: mend it')


def test_a_file_full_of_mistakes_is_answered_with_the_first_of_them() -> None:
    text = "".join(f"key{number}: x\n" for number in range(1000))
    _, problems = validate(SearchWords, read_text(text, path="a.yml")[0])
    assert [problem.line for problem in problems] == list(range(1, MOST_PROBLEMS + 1))


def test_a_line_of_brackets_is_no_link_and_is_read_at_once() -> None:
    from helpkit.articles.article import LINK

    assert LINK.findall("[" * 20_000) == []
    assert LINK.search("[a [b] c](d.md)")["text"] == "a [b] c"

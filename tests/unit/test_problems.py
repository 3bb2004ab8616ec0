"""One problem, one line, whatever the files hold."""

from __future__ import annotations

from helpkit.data.located import read_text
from helpkit.data.settings import SearchWords
from helpkit.data.validation import MOST_PROBLEMS, validate
from helpkit.problems import Problem


def test_a_message_is_one_line_that_cannot_be_turned_round() -> None:
    problem = Problem.of(
        "a\nb.yml", 1, 1, "style-term", word="\u202e\x07\U0010fb11 中文", instead="x"
    )
    assert problem.told(("en", "zh")) == (
        'a\\u000ab.yml:1:1: error[style-term] "\\u202e\\u0007\\u10fb11 中文" is not a word that we use.'
        ' Fix: write "x"\n'
        "a\\u000ab.yml:1:1: 错误[style-term] 我们不用“\\u202e\\u0007\\u10fb11 中文”这个词。改法：写“x”"
    )


def test_a_message_quotes_the_ends_of_what_is_very_long() -> None:
    line = str(Problem.of("a.yml", 1, 1, "data-bad-date", value="9" * 4_000))
    assert len(line) < 500
    assert line.endswith('999" is not a date. Fix: write year-month-day, for example 2026-11-22')


def test_a_file_full_of_mistakes_is_answered_with_the_first_of_them() -> None:
    text = "".join(f"key{number}: x\n" for number in range(2 * MOST_PROBLEMS))
    _, problems = validate(SearchWords, read_text(text, path="a.yml")[0])
    assert [problem.line for problem in problems] == list(range(1, MOST_PROBLEMS + 1))


def test_a_line_of_brackets_is_no_link_and_is_read_at_once() -> None:
    from helpkit.articles.article import LINK

    assert LINK.findall("[" * 20_000) == []
    assert LINK.search("[a [b] c](d.md)")["text"] == "a [b] c"

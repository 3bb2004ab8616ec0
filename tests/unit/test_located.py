"""YAML stays text, remembers its place, and says what is wrong with it."""

import pytest
from conftest import Tree
from helpkit.data.located import read_file, read_text


@pytest.mark.parametrize(
    "text", ["012356", "+8610", "12:30", "no", "1e3", "2026-11-22", "0x1F", "1_000", "yes"]
)
def test_a_plain_scalar_stays_as_written(text: str) -> None:
    located, problems = read_text(f"value: {text}", path="a.yml")
    assert problems == []
    assert located.value == {"value": text}


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_is_none_but_a_quoted_nothing_is_text(text: str) -> None:
    located, _ = read_text(f'bare: {text}\nquoted: "{text}"', path="a.yml")
    assert located.value == {"bare": None, "quoted": text}


def test_marks_count_from_one_and_from_the_line_where_the_text_starts() -> None:
    located, _ = read_text("a:\n  - b: c\n", path="a.md", first_line=2)
    assert located.mark(("a", 0, "b")) == (3, 5)


def test_an_unknown_place_has_the_mark_of_what_encloses_it() -> None:
    located, _ = read_text("a:\n  b: c\n", path="a.yml")
    assert located.mark(("a", "missing", 3)) == (1, 1)


def test_a_repeated_key_keeps_the_first_value() -> None:
    located, problems = read_text("a: 1\na: 2\n", path="a.yml")
    assert located.value == {"a": "1"}
    assert [str(problem) for problem in problems] == [
        'a.yml:2:1: error[data-duplicate-key] The key "a" stands here a second time; the first is'
        " in line 1. Fix: keep one of the two"
    ]


def test_a_control_character_is_a_located_problem() -> None:
    located, problems = read_text("a: \x07", path="a.yml")
    assert located.value is None
    assert [(p.rule, p.line, p.column) for p in problems] == [("data-hidden-character", 1, 4)]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("a: one two\n", (1, 8)),
        ('a: "one two"\n', (1, 9)),
        ("b: two\na:   {c: one two}\n", (2, 14)),
        ("a: |\n  zero\n  one two\n", (3, 7)),
        ("a: >\n  one\n  two\n", (3, 3)),
        ('a: "one t\\x77o"\n', (1, 1)),
    ],
)
def test_a_place_in_a_text_is_found_in_the_file(source: str, place: tuple[int, int]) -> None:
    located, _ = read_text(source, path="a.yml")
    location = next(where for where in reversed(located.marks) if where[0] == "a")
    text = located.value["a"]
    text = text["c"] if isinstance(text, dict) else text
    line = 1 + text[: text.index("two")].count("\n")
    column = text.index("two") - text.rfind("\n", 0, text.index("two"))
    assert located.place_of(location, text, line=line, column=column) == place


def test_what_one_reader_does_to_a_file_is_nothing_to_the_next(tree: Tree) -> None:
    root = tree({"data/a.yml": "a: {b: [c]}\n"})
    first, _ = read_file(root / "data/a.yml", root=root)
    first.value["a"]["b"].append("d")
    with pytest.raises(TypeError):
        first.marks[("a",)] = (9, 9)  # type: ignore[index]
    second, _ = read_file(root / "data/a.yml", root=root)
    assert second.value == {"a": {"b": ["c"]}}


@pytest.mark.parametrize("text", ["a:\u2028- [\u2028x: {\u2028", "x: [\u2029}", "\u0085- [1, }"])
def test_a_line_that_ends_for_yaml_alone_is_no_line_of_the_file(text: str) -> None:
    _, problems = read_text(text, path="data/x.yml")
    assert [problem.rule for problem in problems] == ["data-syntax"]

"""The catalogue of messages: whole in every language, named by the code, shown by golden cases."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from conftest import ROOT
from helpkit import messages
from helpkit.languages import SPOKEN
from helpkit.messages import Message, message, spoken, text

CATALOGUE = messages.entries()
CODE = "".join(path.read_text("utf-8") for path in sorted((ROOT / "hooks").rglob("*.py")))
# What stands between two quotes, wherever the first of them opens or closes a string.
QUOTED = set(re.findall(r"""(?=["']([^"'\n]*)["'])""", CODE))
# Keys that are put together: the beginning or the end stands in the code.
BEGINNINGS = tuple(re.findall(r"""f["']([a-z.-]+[.-])\{""", CODE))
ENDS = tuple(re.findall(r'f"\{\w+\}(\.[a-z0-9.-]+)"', CODE))
SAID = [
    (line, language)
    for path in sorted((ROOT / "tests" / "cases").rglob("*.yml"))
    for name, language in (("says", "en"), ("says_zh", "zh"))
    for line in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)[name]
]

# Messages that no case in `tests/cases` makes a check say: their words with example values.
EXAMPLES = yaml.load(
    (ROOT / "tests" / "messages.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)


def sentences(entry: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Yield the texts of an entry by language: those of `what` and `fix`, or the one."""
    yield from (entry["what"], entry["fix"]) if "what" in entry else (entry,)


def fields(entry: dict[str, Any], language: str) -> set[str]:
    """Return the names of the values in the texts of an entry."""
    return {
        name
        for each in sentences(entry)
        for _, name, _, _ in string.Formatter().parse(each[language])
        if name
    }


def forms(entry: dict[str, Any]) -> dict[str, str]:
    """Return how each value of an entry is written: `,` or `file|files`, mostly nothing."""
    found: dict[str, str] = {}
    for each in sentences(entry):
        for _, name, form, _ in string.Formatter().parse(each["en"]):
            if name and name != "helpkit":
                found[name] = found.get(name) or form or ""
    return found


def test_every_message_is_whole_in_both_languages() -> None:
    wrong = [
        key
        for key, entry in CATALOGUE.items()
        for each in sentences(entry)
        if each.keys() != set(SPOKEN) or not all(each.values())
    ]
    assert wrong == []


def test_both_languages_name_the_same_values() -> None:
    differing = [k for k, e in CATALOGUE.items() if fields(e, "en") != fields(e, "zh")]
    assert differing == ["language"]  # it is what a language is called in each


def test_no_key_stands_twice() -> None:
    counted = Counter(
        line.partition(":")[0]
        for path in messages.FOLDER.glob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"[a-z]", line)
    )
    assert [key for key, number in counted.items() if number > 1] == []
    assert set(counted) == set(CATALOGUE)


def test_every_message_is_named_in_the_code() -> None:
    unused = [
        key
        for key in CATALOGUE
        if key not in QUOTED
        and not key.startswith(
            (*BEGINNINGS, "help-", "option-", "argument-", "value-")
        )  # see test_terminal.py
        and not key.endswith(ENDS)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("environment", "languages"),
    [
        ({"LANG": "zh_CN.UTF-8"}, ("zh",)),
        ({"LANG": "en_GB.UTF-8"}, ("en",)),
        ({"LANG": "C.UTF-8"}, ("en", "zh")),
        ({}, ("en", "zh")),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, ("zh",)),
        ({"LC_ALL": "C", "LANG": "zh_CN"}, ("en", "zh")),
        ({"HELPKIT_LANG": "both", "LANG": "zh_CN"}, ("en", "zh")),
        ({"HELPKIT_LANG": "zh", "LC_ALL": "en_GB"}, ("zh",)),
        ({"HELPKIT_LANG": "中文", "LC_ALL": "en_GB"}, ("zh",)),
        ({"HELPKIT_LANG": "English", "LC_ALL": "zh_CN"}, ("en",)),
    ],
)
def test_the_environment_says_in_which_language_to_speak(
    environment: dict[str, str], languages: tuple[str, ...]
) -> None:
    assert spoken(environment) == languages


@pytest.mark.parametrize(
    ("numbers", "english", "chinese"),
    [
        ((1, 0, 1), "1 error and 0 warnings in 1 file.", "1 个文件里有 1 个错误、0 个提醒。"),
        ((2, 1, 3), "2 errors and 1 warning in 3 files.", "3 个文件里有 2 个错误、1 个提醒。"),
    ],
)
def test_words_fit_their_numbers(numbers: tuple[int, int, int], english: str, chinese: str) -> None:
    errors, warnings, files = numbers
    said = message("problems-in-files", errors=errors, warnings=warnings, files=files)
    assert text(said, language="en") == english
    assert text(said, language="zh") == chinese


def test_a_list_of_words_is_cut_and_joined_as_its_language_does() -> None:
    said = message("site-dead-asset.circle", files=tuple(map(str, range(50))))
    assert text(said, language="en", part="what").endswith("37, 38, 39 ….")
    assert text(said, language="zh", part="what").endswith("37、38、39 …。")


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        text(Message("did-you-mean"), language="zh")


def pattern(texts: list[str]) -> re.Pattern[str]:
    """Return what fits some sentences, one behind the other, with any values."""
    parts = [
        re.escape(literal) + (".*" if name is not None else "")
        for sentence in texts
        for literal, name, _, _ in string.Formatter().parse(sentence)
    ]
    return re.compile("".join(parts), re.DOTALL)


def lines_with(text: str, language: str) -> Iterator[str]:
    """Yield what the golden cases say in a language, the lines with a text."""
    return (line for line, other in SAID if other == language and text in line)


def longest_words(text: str) -> str:
    """Return the longest part of a sentence that holds no value."""
    return max((literal for literal, *_ in string.Formatter().parse(text)), key=len)


def is_shown(key: str, entry: dict[str, Any], language: str) -> bool:
    """Return whether a golden case has a message, word for word."""
    if "what" in entry:
        rule = f"[{key.partition('.')[0]}] "
        what, fix = entry["what"][language], entry["fix"][language]
        whole = pattern([what, " Fix: " if language == "en" else "改法：", fix])
        return any(
            whole.fullmatch(line.partition(rule)[2])
            for line in lines_with(longest_words(what), language)
            if rule in line
        )
    said = entry[language]
    return any(map(pattern([said]).search, lines_with(longest_words(said), language)))


def test_every_message_is_shown_by_a_case_or_an_example_in_both_languages() -> None:
    missing = {
        key
        for key, entry in CATALOGUE.items()
        if not all(is_shown(key, entry, language) for language in SPOKEN)
    }
    assert missing == set(EXAMPLES)


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_reads_exactly_like_this(key: str) -> None:
    example = EXAMPLES[key]
    assert example == {"values": example["values"], **written(key, example["values"])}


def written(key: str, values: dict[str, Any]) -> dict[str, str]:
    """Return a message with some values in each language, as an example has it."""
    said = message(key, **values)
    parts = ("what", "fix") if "what" in CATALOGUE[key] else ("",)
    return {
        language: " / ".join(text(said, language=language, part=part) for part in parts)
        for language in SPOKEN
    }

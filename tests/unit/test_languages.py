"""Languages stand in one table: a further one is a row, and what it lacks is told, not guessed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import rjsmin
from conftest import ROOT, TINY, TINY_DAY
from helpkit.articles.page_language import is_english
from helpkit.checks import tree
from helpkit.languages import FILE, LANGUAGES, PROFILES, SOURCE, others

HOOKS = ROOT / "hooks"
NAMES = {*LANGUAGES, *(p.tag for p in PROFILES.values()), *(p.locale for p in PROFILES.values())}
PATHS = tuple(profile.path for profile in PROFILES.values() if profile.path)
# A third language for one run: all that the table holds, before anything reads it.
CHECK_WITH_A_THIRD = """
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from helpkit import languages
languages.PROFILES["ms"] = replace(
    languages.PROFILES["en"], code="ms", tag="ms", path="ms/", name="Melayu",
    names={"en": "Malay", "zh": "马来语"},
)
languages.LANGUAGES += ("ms",)
languages.PUBLISHED += ("ms",)
languages.TRANSLATIONS += ("ms",)
from helpkit.checks.run import check
directory, problems = check(Path(sys.argv[1]), today=date.fromisoformat(sys.argv[2]))
print(directory, *problems, sep="\\n")
"""


NAMED = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, NAMES), key=len))})(?![\w-])")
# In a script: a string or a part of a path, a property, a variable.
IN_SCRIPTS = re.compile(rf"(?<=[\"'`/.]){NAMED.pattern}|\b(?:const|let) {NAMED.pattern}")


def named(path: Path) -> Iterator[str]:
    """Yield each place of a module that names a language: a string, or a part of an identifier."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        said = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
        names = [getattr(node, kind, None) for kind in ("id", "attr", "arg", "name")]
        parts = {
            part for name in names if isinstance(name, str) for part in name.lower().split("_")
        }
        told = isinstance(said, str) and (said in NAMES or said.startswith(PATHS))
        if told or parts & NAMES:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {said if told else names}"


def test_no_code_outside_the_table_names_a_language() -> None:
    modules = [
        path for path in sorted(HOOKS.rglob("*.py")) if path != HOOKS / "helpkit/languages.py"
    ]
    assert [place for path in modules for place in named(path)] == []


def test_no_script_names_a_language() -> None:
    """They read every word, and where it is to be looked for, from the page and its index."""
    found = [
        f"{path.name}: {match[0]}"
        for path in sorted((ROOT / "docs/assets/scripts").glob("*.js"))
        for match in IN_SCRIPTS.finditer(rjsmin.jsmin(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_no_template_names_a_language() -> None:
    quoted = re.compile(rf"[\"']({'|'.join(map(re.escape, NAMES))})[\"'/]|\.(?:zh|en)\b(?!\w)")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "overrides").rglob("*.*"))
        if path.suffix in (".html", ".xml", ".svg")
        for match in quoted.finditer(path.read_text(encoding="utf-8"))
    ]
    found += [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "deploy" / "templates").iterdir())
        for match in NAMED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_what_a_third_language_lacks_is_told_where_it_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHECK_WITH_A_THIRD, str(TINY), str(TINY_DAY)],
        capture_output=True,
        text=True,
        check=True,
    )
    directory, *problems = done.stdout.splitlines()
    assert directory == "None"  # nothing is published without its words
    missing = 'error[data-missing-key] The key "ms" is missing here. Fix: add "ms:" with its value'
    for file in ("ui.yml", "channels.yml", "regions/HK.yml", "messages/login.yml", "terms.yml"):
        assert [line for line in problems if line.startswith(f"data/{file}:") and missing in line]
    assert (
        "docs/zh/index.md:1:1: error[page-without-translation] There is no Malay page"
        " docs/ms/index.md. Fix: write it; a page stands in every language or in none"
    ) in problems


def test_the_others_keep_the_order_of_the_table() -> None:
    assert [SOURCE, *others(SOURCE)] == list(LANGUAGES)
    assert all(language not in others(language) for language in LANGUAGES)


def test_a_language_that_the_site_has_not_is_no_other_one() -> None:
    from helpkit.data.records import Text

    with pytest.raises(AttributeError):
        Text(zh="一", en="one")["fr"]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Check the number before you call it.", True),
        ("Semak nombor itu sebelum anda menghubunginya.", False),
        ("Kiểm tra số trước khi gọi, đừng cho ai mã của bạn.", False),
        ("Controleer het nummer voordat je belt, en geef niemand je code.", False),
        ("For the police", False),  # a name may be English
    ],
)
def test_english_is_told_from_other_languages_in_latin_letters(text: str, english: bool) -> None:
    assert is_english(text) == english


def test_what_an_entry_of_the_table_lacks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hooks" / "helpkit" / FILE.name
    path.parent.mkdir(parents=True)
    text = FILE.read_text(encoding="utf-8")
    changed = text.replace("  menu: English\n", "  menue: English\n").replace(
        ": every day\n", ":\n"
    )
    path.write_text(changed, encoding="utf-8")
    monkeypatch.setattr(tree, "FILE", path)
    told = sorted(str(each).partition(": ")[2] for each in tree.check_languages())
    assert [each.partition(" Fix")[0] for each in told] == [
        'error[data-missing-key] The key "every_day" is missing here.',
        'error[data-missing-key] The key "menu" is missing here.',
        'error[data-unknown-key] No key is called "menue" here. Did you mean "menu"?',
    ]

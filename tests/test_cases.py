"""Golden cases: change something in the tiny site, and the checks say exactly this.

A case is a YAML file in `tests/cases`: `what` it shows, the `change`s, and what the checker `says`,
in English and, under `says_zh`, in Chinese. What stands under `before` is changed as well, and all is
committed with git, before the `change`s are made. To add one, write the first two and run
`.venv/bin/python tests/golden.py FILE`, which adds the others; then read them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, TINY, TINY_DAY
from helpkit.cache import Cache
from helpkit.checks import rules
from helpkit.checks.run import check
from helpkit.languages import LANGUAGES, Language
from helpkit.problems import Problem

# As `helpkit check` keeps what it found in what stays the same: most cases change one file.
CACHE = Cache(None, "cases")
# Which language the lists of a case are in.
LANGUAGE_OF = {"says": "en", "says_zh": "zh"}
CASES = sorted((ROOT / "tests" / "cases").rglob("*.yml"))
# Files that the tiny site takes from the real one: a line that a writer adds there moves the others.
_REAL_LINE = re.compile(r"(data/(?:ui|may-pass|hosting)\.yml):\d+:")


@cache
def read_case(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def prepare(case: dict[str, Any], root: Path) -> None:
    """Make the site of a case: the tiny one, changed."""
    shutil.copytree(TINY, root)
    if "before" in case:
        for change in case["before"]:
            apply(change, root)
        for command in (
            "init -q",
            "add .",
            "-c user.name=W -c user.email=w@w.example commit -qm x",
        ):
            subprocess.run(["git", *command.split()], cwd=root, check=True)
    for change in case["change"]:
        apply(change, root)


def apply(change: dict[str, Any], root: Path) -> None:
    """Carry out one change: write (so many times), link, append, replace what stands once, remove."""
    path = root / change["file"]
    if "write" in change:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(change["write"] * change.get("times", 1), encoding="utf-8")
    elif "link" in change:
        path.unlink(missing_ok=True)
        path.symlink_to(change["link"])
    elif "bytes" in change:
        path.write_bytes(bytes.fromhex(change["bytes"]))
    elif "append" in change:
        path.write_text(path.read_text(encoding="utf-8") + change["append"], encoding="utf-8")
    elif "replace" in change:
        text = path.read_text(encoding="utf-8")
        assert text.count(change["replace"]) == 1, f"{change['replace']!r} stands there not once"
        path.write_text(text.replace(change["replace"], change["by"]), encoding="utf-8")
    else:
        path.unlink()


def lines_of(problems: Iterable[Problem], language: Language) -> list[str]:
    """Return what problems say, as cases hold it: a line of a real file is "…"."""
    return [_REAL_LINE.sub(r"\1:…:", problem.said(language)) for problem in problems]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_checks_say_exactly_this(path: Path, tmp_path: Path) -> None:
    case = read_case(path)
    root = tmp_path / "site"
    prepare(case, root)
    _, problems = check(root, today=TINY_DAY, cache=CACHE)
    for name, language in LANGUAGE_OF.items():
        assert lines_of(problems, language) == case[name]


def test_the_tiny_site_itself_has_no_problems() -> None:
    directory, problems = check(TINY, today=TINY_DAY)
    assert problems == []
    assert directory is not None


def test_every_rule_of_the_sources_has_a_case() -> None:
    said = "\n".join(line for path in CASES for line in read_case(path)["says"])
    missing = [r for r in rules.read() if not r.startswith("site-") and f"[{r}]" not in said]
    assert missing == []


def test_every_rule_that_a_case_shows_is_explained() -> None:
    said = "\n".join(line for path in CASES for line in read_case(path)["says"])
    named = {part.split("]")[0] for part in said.split("[") if "] " in part}
    assert {rule for rule in named if "-" in rule} <= set(rules.read())


def test_every_rule_is_one_that_a_check_tells() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "hooks").rglob("*.py"))
    assert [rule for rule in rules.read() if not re.search(rf'"{rule}[".]', code)] == []


def test_every_rule_is_explained_in_every_language() -> None:
    missing = [
        (name, language)
        for name, rule in rules.read().items()
        for text in (rule.why, rule.wrong, rule.right)
        for language in LANGUAGES
        if not (text if isinstance(text, str) else text.get(language))
    ]
    assert missing == []
    # Reasons are prose: none of them is the same in all languages.
    assert [name for name, rule in rules.read().items() if isinstance(rule.why, str)] == []

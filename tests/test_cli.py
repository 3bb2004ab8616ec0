"""The command line, as writers use it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, TINY_DAY, TODAY
from helpkit.cli import main
from helpkit.clock import day_of_build


def run(root: Path, *words: str) -> Result:
    day = TODAY if root == ROOT else TINY_DAY
    english = {"HELPKIT_LANG": "en"}
    return CliRunner(env=english).invoke(
        main, ["--root", str(root), "--today", day.isoformat(), *words]
    )


def test_check_says_that_the_real_sources_have_no_problems() -> None:
    done = run(ROOT, "check")
    assert done.output == "No problems found.\n"
    assert done.exit_code == 0


def test_check_prints_every_problem_and_a_summary_and_fails(tiny_repository: Path) -> None:
    path = tiny_repository / "data" / "service.yml"
    path.write_text(path.read_text().replace("publisher: independent", "publisher: us"))
    done = run(tiny_repository, "check")
    assert 'error[data-unknown-value] "us" is not a value that can stand here.' in done.output
    assert done.output.endswith("1 error and 0 warnings in 1 file.\n")
    assert done.exit_code == 1


@pytest.mark.parametrize("slug", ["safety/example-page", "problems/example-page"])
def test_a_new_page_stands_in_both_languages_and_the_command_says_what_is_left_to_write(
    tiny_repository: Path, slug: str
) -> None:
    done = run(tiny_repository, "new", "page", slug).output
    assert done.startswith(
        "Wrote these files:\n"
        "  data/addresses.yml\n"
        f"  docs/en/{slug}.md\n"
        f"  docs/zh/{slug}.md\n"
        "  mkdocs.yml\n"
        f"This is left ({16 if slug.startswith('problems/') else 12}):\n"
        f'  docs/en/{slug}.md:2:{len(slug) + 11}: error[article-unfinished] "the words that readers search for"'
        ' still stands here as "helpkit new page" wrote it. Fix: write your own words in its place\n'
    )
    left = run(tiny_repository, "check").output.splitlines()
    assert {line.partition("error[")[2].partition("]")[0] for line in left[:-1]} == {
        "article-unfinished",
        *(["article-without-block"] if slug.startswith("problems/") else []),
    }


@pytest.mark.parametrize("command", [["new", "page"], ["bless"]])
@pytest.mark.parametrize("name", ["/problems/x", "../x", "Problems/X", "a b", "a//b"])
def test_a_name_that_is_no_page_is_refused(
    tiny_repository: Path, command: list[str], name: str
) -> None:
    done = run(tiny_repository, *command, name)
    assert done.exit_code == 1
    assert done.output == (
        f'Error: "{name}" is not the name of a page. Write it as it stands below docs/zh, without'
        " .md: lower-case letters, digits, hyphens and slashes, such as problems/login.\n"
    )


def test_blessing_forgets_how_much_the_last_change_mattered(tiny_repository: Path) -> None:
    path = tiny_repository / "docs/zh/problems/login.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("reviewed:", "change: minor\nreviewed:", 1), encoding="utf-8")
    run(tiny_repository, "bless", "problems/login", "--yes")
    assert path.read_text(encoding="utf-8") == before


def test_a_byte_order_mark_is_no_mistake(tiny_repository: Path) -> None:
    path = tiny_repository / "docs/zh/problems/login.md"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(tiny_repository, "check").output == "No problems found.\n"


def test_a_new_page_never_overwrites_one(tiny_repository: Path) -> None:
    before = (tiny_repository / "docs/zh/problems/login.md").read_text()
    done = run(tiny_repository, "new", "page", "problems/login")
    assert done.output == "Error: docs/zh/problems/login.md exists already; nothing was written.\n"
    assert done.exit_code == 1
    assert (tiny_repository / "docs/zh/problems/login.md").read_text() == before


def test_a_new_region_with_data_gets_both_pages(tiny_repository: Path) -> None:
    for language in ("zh", "en"):
        (tiny_repository / "docs" / language / "contact" / "regions" / "hk.md").unlink()
    settings = tiny_repository / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("  - contact/regions/hk.md\n", ""))
    assert run(tiny_repository, "check").exit_code == 1
    assert run(tiny_repository, "new", "region", "hk").exit_code == 0
    said = run(tiny_repository, "check").output
    assert said == "No problems found.\n"


def test_a_changed_source_is_listed_until_it_is_blessed(tiny_repository: Path) -> None:
    path = tiny_repository / "docs/zh/problems/login.md"
    path.write_text(path.read_text() + "\n再说一句。\n")
    count = len(list((tiny_repository / "docs/en").rglob("*.md")))
    assert run(tiny_repository, "sync").output == (
        "docs/en/problems/login.md does not match docs/zh/problems/login.md any more:"
        " .venv/bin/helpkit sync problems/login\n"
        f"1 of {count} English pages to compare.\n"
    )
    assert (
        run(tiny_repository, "bless", "problems/login", "--yes").output
        == "recorded in docs/en/problems/login.md\n"
    )
    assert run(tiny_repository, "sync").output == f"0 of {count} English pages to compare.\n"


def test_blessing_a_page_that_is_not_there_says_so(tiny_repository: Path) -> None:
    done = run(tiny_repository, "bless", "problems/logn")
    assert done.exit_code == 1
    assert (
        done.output == 'Error: There is no page "problems/logn". Did you mean "problems/login"?\n'
    )


def test_explain_gives_reason_and_examples() -> None:
    done = run(ROOT, "explain", "heading-without-id")
    assert done.output == (
        "heading-without-id\n\n"
        "Chinese headings get ids that shift with every edit.\n\n"
        "Wrong:\n    ## 现在就做\n\n"
        "Right:\n    ## 现在就做 {#do-now}\n"
    )


def test_explain_speaks_the_other_language() -> None:
    done = run(ROOT, "explain", "heading-without-id", "--lang", "zh")
    assert "\n\n中文标题自动生成的 id，一改就变。\n\n" in done.output


def test_explain_alone_lists_the_rules() -> None:
    lines = run(ROOT, "explain").output.splitlines()
    assert lines[0] == "Rules; .venv/bin/helpkit explain RULE says why one is there:"
    assert "  heading-without-id" in lines


def test_explain_suggests_a_rule() -> None:
    done = run(ROOT, "explain", "heading-with-id")
    assert done.output == (
        'Error: No rule is called "heading-with-id". Did you mean "heading-without-id"?\n'
    )


@pytest.mark.parametrize(
    ("seconds", "day"),
    [("0", "1970-01-01"), ("1795305599", "2026-11-21"), ("1795305600", "2026-11-22")],
)
def test_the_day_of_a_build_is_an_input(seconds: str, day: str) -> None:
    assert day_of_build({"SOURCE_DATE_EPOCH": seconds}).isoformat() == day


def test_help_waits_for_no_package_that_only_some_commands_need() -> None:
    heavy = (
        *("babel", "brotli", "jinja2", "lxml", "markdown", "mkdocs", "opencc", "opening_hours"),
        *("phonenumbers", "publicsuffixlist", "pydantic", "pypinyin", "resvg_py", "zxingcpp"),
        *("urllib3",),
    )
    code = f"import sys, helpkit.cli; print(*(set({heavy}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_repository_is_built_and_its_site_checked_from_another_folder(
    tiny_repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "elsewhere"
    here.mkdir()
    monkeypatch.chdir(here)
    root = Path("../repository")
    built = run(root, "build", "--plain")
    assert built.exit_code == 0, built.output
    assert "../repository/site is the new site;" in built.stdout
    assert (tiny_repository / "site" / "index.html").is_file()
    assert run(root, "check", "--site", "../repository/site").output == "No problems found.\n"
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["check"],
        ["reading"],
        ["explain", "page-unreadable"],
        ["addresses"],
        ["coverage"],
        ["expiring"],
        ["sync"],
        ["bless", "--all"],
        ["schemas"],
        ["hosting"],
        ["new", "page", "problems/another"],
        ["move", "problems/login", "problems/other"],
        ["reread", "gb-sample-line"],
    ],
)
def test_a_command_says_and_writes_the_same_from_another_folder(
    tiny_repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    shutil.copy(ROOT / "CONTRIBUTING.md", tiny_repository)  # it holds the table of blocks
    other = shutil.copytree(tiny_repository, tmp_path / "other")
    monkeypatch.chdir(tiny_repository)
    wanted = run(Path(), *words)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    done = run(Path("../other"), *words)
    assert (done.exit_code, done.output) == (wanted.exit_code, wanted.output)
    assert list(elsewhere.iterdir()) == []
    for folder in ("docs/zh", "docs/en", "data"):
        assert files_in(other / folder) == files_in(tiny_repository / folder)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }

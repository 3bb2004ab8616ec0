"""The command line, as writers use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, TODAY
from helpkit.cli import main


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "--today", TODAY.isoformat(), *words])


def test_check_says_that_the_real_sources_have_no_problems() -> None:
    done = run(ROOT, "check")
    assert done.output == "No problems found.\n"
    assert done.exit_code == 0


def test_check_prints_every_problem_and_a_summary_and_fails(repository: Path) -> None:
    path = repository / "data" / "service.yml"
    path.write_text(path.read_text().replace("publisher: independent", "publisher: us"))
    done = run(repository, "check")
    assert 'error[data-unknown-value] "us" is not a value that can stand here.' in done.output
    assert done.output.endswith("1 errors and 0 warnings in 1 files.\n")
    assert done.exit_code == 1


@pytest.mark.parametrize("slug", ["safety/example-page", "problems/example-page"])
def test_a_new_page_stands_in_both_languages_and_passes_the_checks(
    repository: Path, slug: str
) -> None:
    done = run(repository, "new", "page", slug)
    assert done.output == (
        f"wrote docs/zh/{slug}.md\n"
        f"wrote docs/en/{slug}.md\n"
        "Then add the page to nav in mkdocs.yml, and record it: .venv/bin/helpkit addresses\n"
    )
    assert run(repository, "check").output == (
        f"docs/zh/{slug}.md:1:1: error[page-address-unrecorded] The address of this page is not"
        " recorded, so the page could vanish unnoticed. Fix: run .venv/bin/helpkit addresses\n"
        f"docs/zh/{slug}.md:1:1: error[page-not-in-nav] The page stands in no menu."
        f' Fix: add "- {slug}.md" under nav in mkdocs.yml\n'
        "2 errors and 0 warnings in 1 files.\n"
    )
    settings = repository / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - faq.md\n", f"  - faq.md\n  - {slug}.md\n"))
    assert run(repository, "addresses").output == "1 new addresses in data/addresses.yml\n"
    assert run(repository, "check").output == "No problems found.\n"


@pytest.mark.parametrize("command", [["new", "page"], ["bless"]])
@pytest.mark.parametrize("name", ["/problems/x", "../x", "Problems/X", "a b", "a//b"])
def test_a_name_that_is_no_page_is_refused(repository: Path, command: list[str], name: str) -> None:
    done = run(repository, *command, name)
    assert done.exit_code == 1
    assert done.output == (
        f'Error: "{name}" is not the name of a page. Write it as it stands below docs/zh, without'
        " .md: lower-case letters, digits, hyphens and slashes, such as problems/login.\n"
    )


def test_blessing_forgets_how_much_the_last_change_mattered(repository: Path) -> None:
    path = repository / "docs/zh/faq.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("reviewed:", "change: minor\nreviewed:", 1), encoding="utf-8")
    run(repository, "bless", "faq")
    assert path.read_text(encoding="utf-8") == before


def test_a_byte_order_mark_is_no_mistake(repository: Path) -> None:
    path = repository / "docs/zh/faq.md"
    path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert run(repository, "check").output == "No problems found.\n"


def test_a_new_page_never_overwrites_one(repository: Path) -> None:
    before = (repository / "docs/zh/faq.md").read_text()
    done = run(repository, "new", "page", "faq")
    assert done.output == "Error: docs/zh/faq.md exists already; nothing was written.\n"
    assert done.exit_code == 1
    assert (repository / "docs/zh/faq.md").read_text() == before


def test_a_new_region_needs_its_data_first(repository: Path) -> None:
    done = run(repository, "new", "region", "HG")
    assert done.output == ("Error: There is no data/regions/HG.yml. Write the data file first.\n")
    assert done.exit_code == 1


def test_a_new_region_gets_both_pages(repository: Path) -> None:
    for language in ("zh", "en"):
        (repository / "docs" / language / "contact" / "regions" / "hk.md").unlink()
    assert run(repository, "check").exit_code == 1
    assert run(repository, "new", "region", "hk").exit_code == 0
    assert run(repository, "check").output == "No problems found.\n"


def test_a_changed_source_is_listed_until_it_is_blessed(repository: Path) -> None:
    path = repository / "docs/zh/faq.md"
    path.write_text(path.read_text() + "\n再说一句。\n")
    count = len(list((repository / "docs/en").rglob("*.md")))
    assert run(repository, "sync").output == (
        "docs/en/faq.md does not match docs/zh/faq.md any more\n"
        f"1 of {count} English pages to compare.\n"
    )
    assert run(repository, "bless", "faq").output == "recorded in docs/en/faq.md\n"
    assert run(repository, "sync").output == f"0 of {count} English pages to compare.\n"


def test_blessing_a_page_that_is_not_there_says_so(repository: Path) -> None:
    done = run(repository, "bless", "problems/logn")
    assert done.exit_code == 1
    assert done.output.endswith("docs/zh/problems/logn.md.\n")


def test_explain_gives_reason_and_examples() -> None:
    done = run(ROOT, "explain", "heading-without-id")
    assert done.output == (
        "heading-without-id\n\n"
        "Chinese headings get ids that shift with every edit.\n\n"
        "Wrong:\n    ## 现在就做\n\n"
        "Right:\n    ## 现在就做 {#do-now}\n"
    )


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
    from helpkit.session import day_of_build

    assert day_of_build({"SOURCE_DATE_EPOCH": seconds}).isoformat() == day

"""Builds that must fail, and what they leave behind; regressions of the stack's pitfalls."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import (
    ROOT,
    TINY_DAY,
    TODAY,
    build_tiny,
    copy_repository,
    epoch,
    settings_of_a_build,
)
from helpkit.articles import scaffold
from helpkit.articles.written_blocks import PROSE_BLOCKS, WHEN
from helpkit.blocks.views import BLOCKS
from helpkit.checks.built_site import read_site
from helpkit.cli import main
from helpkit.commands import editors
from helpkit.data import loading
from helpkit.languages import LANGUAGES
from helpkit.outputs import redirects
from helpkit.problems import Problem, Severity
from lxml import etree

# Builds below a folder; returns the exit code and what was said.
Build = Callable[[Path], tuple[int, str]]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def make_build(root: Path) -> tuple[int, str]:
    """Run `make build` in a copy of the repository; return its exit code and what it says."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, root / name)
    (root / ".venv").unlink(missing_ok=True)
    (root / ".venv").symlink_to(ROOT / ".venv")
    done = subprocess.run(
        ["make", "--no-print-directory", "--old-file=.venv/.installed", "build"],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch(TINY_DAY)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def helpkit_build(root: Path) -> tuple[int, str]:
    """Do what `make build` does, without a process that would load all packages first."""
    day = TINY_DAY.isoformat()
    environment = {"SOURCE_DATE_EPOCH": epoch(TINY_DAY), "NO_MKDOCS_2_WARNING": "1"}
    done = CliRunner(env=environment).invoke(main, ["--root", str(root), "--today", day, "build"])
    return done.exit_code, done.output


def broken(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(root: Path, build: Build = helpkit_build) -> str:
    """Build where a site stands already, and return what is said; it must fail."""
    site = root / "site"
    (site / "old").mkdir(parents=True)
    (site / "index.html").write_text("the last good site")
    (site / "old" / "page.html").write_text("a page")
    before = snapshot(site)
    code, said = build(root)
    assert code != 0
    assert snapshot(site) == before
    return said


def test_all_problems_are_told_at_once_and_the_published_site_stays_as_it_was(
    tiny_repository: Path,
) -> None:
    broken(tiny_repository, "data/regions/HK.yml", "code: HK", "code: Hong Kong")
    broken(tiny_repository, "data/service.yml", "publisher: independent", "publisher: us")
    broken(tiny_repository, "docs/en/problems/login.md", "type: ", "typ: ")
    broken(tiny_repository, "docs/zh/problems/login.md", "type: how-to", "type: how-too")
    # Pitfall P2: static-i18n takes docs/js for a language and drops it without a word.
    (tiny_repository / "docs" / "js").mkdir()
    (tiny_repository / "docs" / "js" / "a.js").write_text("")
    said = told(tiny_repository, make_build)
    for line in (
        'data/regions/HK.yml:1:1: error[data-bad-id] "Hong Kong" does not have the form that'
        " is needed here. Fix: use two capital letters, for example HK",
        '"us" is not a value that can stand here.',
        'error[data-unknown-key] No key is called "typ" here. Did you mean "type"?',
        '"how-too" is not a value that can stand here. Did you mean "how-to"?',
        "docs/js:1:1: error[docs-folder]",
        "Nothing was written.",
    ):
        assert line in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "overrides/blocks/hours.html",
            "{% set row = rows[0] %}",
            "{% set row = row[0] %}",
            "error[site-failed-block] A block was not drawn: Block not drawn.",
        ),
        (
            "overrides/partials/footer.html",
            "{{ ui.footer_publisher }}",
            "{{ ui.footer_publisher",
            "error[template-syntax] The template cannot be read: ",
        ),
    ],
    ids=["block template", "page template"],
)
def test_a_broken_template_leaves_the_published_site_as_it_was(
    tiny_repository: Path, file: str, old: str, new: str, says: str
) -> None:
    broken(tiny_repository, file, old, new)
    assert says in told(tiny_repository)


def test_what_writers_write_is_text_wherever_a_template_prints_it(
    tiny_repository: Path, tmp_path: Path
) -> None:
    # An element in front matter is refused; what would become one is not.
    title = 'Q&A < &lt;b onerror=x&gt; "code"'
    article = tiny_repository / "docs/en/problems/login.md"
    text = article.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(title|short):.*", rf"\1: '{title}'", text, count=2)
    article.write_text(f"{text}\nA block-card, a block-evidence-log.\n", encoding="utf-8")
    words = tiny_repository / "data/ui.yml"
    text = words.read_text(encoding="utf-8")
    for key in ("menu", "search_label", "search_name"):
        text = re.sub(rf"(?m)^({key}: .*) en: .*", rf"\1 en: '{title}'}}", text)
    words.write_text(text, encoding="utf-8")
    done = build_tiny(tiny_repository, tmp_path / "site", strict=False)
    assert done.exit_code == 0, done.stderr
    pages = {page.file: page.document for page in read_site(tmp_path / "site")}
    assert [file for file, page in pages.items() if page.xpath("//@onerror")] == []
    page = pages["en/problems/login/index.html"]
    sheets = [Path(address).name for address in page.xpath("//link[@rel='stylesheet']/@href")]
    assert sheets == ["site.css", "print.css"]
    for place in ("h1", "*[@aria-current='page'][ancestor::nav[@id='nav']]", "a[@href='#nav']"):
        assert page.xpath(f"normalize-space(//{place})") == title
    assert page.xpath("string(//form/@aria-label)") == title
    listed = pages["en/search/index.html"].xpath(
        "//article//li/a[contains(@href, '/problems/login/')]"
    )
    assert [link.text_content() for link in listed] == [title] * len(listed)
    assert len(listed) >= 2  # by topic and by letter
    description = etree.parse(tmp_path / "site/en/opensearch.xml")
    assert description.xpath("string(//*[local-name()='ShortName'])") == title


def test_schemas_for_editors_are_current() -> None:
    wanted = editors.files(ROOT)
    there = {name: (ROOT / name).read_text(encoding="utf-8") for name in wanted}
    assert there == wanted, 'run "helpkit schemas"'
    schemas = {path.name for path in (ROOT / editors.SCHEMAS).glob("*.json")}
    assert schemas == set(editors.schema_texts())


def test_editors_find_problems_in_what_the_check_prints() -> None:
    for name in (".vscode/extensions.json", ".devcontainer/devcontainer.json"):
        assert json.loads((ROOT / name).read_text(encoding="utf-8"))
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"]
    for severity, language in itertools.product(Severity, LANGUAGES):
        rule = "translation-unrecorded"
        problem = Problem.of("docs/en/faq.md", 31, 16, rule, severity=severity, page="faq")
        names = ("file", "line", "column", "code")
        found = {
            matcher["severity"]: [match[matcher["pattern"][name]] for name in names]
            for matcher in tasks[0]["problemMatcher"]
            if (match := re.match(matcher["pattern"]["regexp"], problem.said(language)))
        }
        assert found == {severity: ["docs/en/faq.md", "31", "16", rule]}


def test_the_reference_of_blocks_has_every_kind() -> None:
    assert set(editors.blocks()) == {*BLOCKS, WHEN, *PROSE_BLOCKS}
    for name, block in editors.blocks().items():
        for form in block["forms"]:
            assert form.partition(" | ")[0] == name
            assert set(block) - {"forms", "options"} == set(LANGUAGES)


def test_every_data_file_names_a_schema_that_exists() -> None:
    for path in (ROOT / "data").rglob("*.yml"):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        named = first.removeprefix("# yaml-language-server: $schema=")
        assert named != first, f"{path} names no schema in its first line"
        assert (path.parent / named).is_file(), path


def test_every_file_of_data_is_read() -> None:
    read = {f"{name}.yml" for name in loading.FILES}
    assert {path.name for path in (ROOT / "data").glob("*.yml")} == read


def test_every_contact_is_recorded_so_that_none_vanishes() -> None:
    directory, _ = loading.load(ROOT, today=TODAY)
    assert directory is not None
    recorded = set(directory.addresses)
    missing = [
        contact.id
        for region in directory.regions.values()
        for contact in region.contacts
        if redirects.contact_address(region, contact.id) not in recorded
    ]
    assert missing == [], "run .venv/bin/helpkit addresses"


def test_the_guide_names_every_data_file() -> None:
    guide = (ROOT / "data/README.md").read_text(encoding="utf-8")
    files = {f"`{name}.yml`" for name in loading.FILES} | {"`regions/XX.yml`", "`messages/*.yml`"}
    for part in guide.split("\n## English\n"):
        assert [file for file in sorted(files) if file not in part] == []


# Checks put nothing into a site, and are half of the work of a build.
BUILD_UNCHECKED = """
from helpkit.session import CURRENT
from mkdocs.__main__ import cli
CURRENT.checking = False
cli()
"""


@pytest.mark.long
def test_two_builds_of_one_day_are_identical(site: Path, tmp_path: Path) -> None:
    root = copy_repository(tmp_path / "elsewhere")
    # Neither where it is built matters, nor the clock, the language or the luck of the machine.
    elsewhere = {
        "TZ": "Pacific/Kiritimati",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "20261122",
    }
    command = [sys.executable, "-c", BUILD_UNCHECKED, "build", "--site-dir", tmp_path / "again"]
    environment = {**os.environ, **settings_of_a_build(TODAY), **elsewhere}
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert snapshot(tmp_path / "again") == snapshot(site)


def test_the_order_of_the_hooks_changes_nothing(tiny_repository: Path, tmp_path: Path) -> None:
    settings = tiny_repository / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    hooks = re.findall(r"(?m)^  - hooks/.*\n", text)
    assert len(hooks) > 5
    for name, order in (("as they stand", hooks), ("reversed", hooks[::-1])):
        settings.write_text(text.replace("".join(hooks), "".join(order)), encoding="utf-8")
        done = build_tiny(tiny_repository, tmp_path / name)
        assert done.exit_code == 0, done.stderr
    assert snapshot(tmp_path / "reversed") == snapshot(tmp_path / "as they stand")


@pytest.mark.long
def test_what_is_kept_from_the_last_build_shows_nowhere(tiny_repository: Path) -> None:
    article = tiny_repository / "docs/zh/about/sources.md"
    cache = tiny_repository / ".build/cache"
    # It holds the build of what stood there before.
    assert list(cache.iterdir())
    text = article.read_text(encoding="utf-8")
    article.write_text(f"{text}\n再说一句。\n", encoding="utf-8")

    def built(build: Build) -> dict[str, bytes]:
        code, said = build(tiny_repository)
        assert code == 0, said
        return snapshot(tiny_repository / "site")

    with_the_last = built(make_build)
    assert "再说一句。" in with_the_last["about/sources/index.html"].decode()
    shutil.rmtree(cache)
    assert built(helpkit_build) == with_the_last


def test_a_warning_about_a_page_comes_again_while_the_page_stays_as_it_is(
    tiny_repository: Path, tmp_path: Path
) -> None:
    article = tiny_repository / "docs/en/about/sources.md"
    text = article.read_text(encoding="utf-8")
    # A form of link that our own checks do not read.
    article.write_text(f"{text}\nSee [th\\]is](../gone/).\n", encoding="utf-8")
    runs = [build_tiny(tiny_repository, tmp_path / name, strict=False) for name in ("a", "b")]
    (first, second) = (sorted(re.findall(r"WARNING.*", done.stderr)) for done in runs)
    assert first == second
    assert "../gone/" in "".join(second)


def test_both_languages_show_a_picture_and_a_warning_of_mkdocs_stops_a_quiet_build(
    tiny_repository: Path, tmp_path: Path
) -> None:
    for language, words in (("zh", "标志"), ("en", "The mark")):
        page = tiny_repository / "docs" / language / "problems" / "login.md"
        page.write_text(f"{page.read_text()}\n![{words}](../../assets/images/mark.svg)\n")
    scaffold.bless(tiny_repository, "problems/login")
    site = tmp_path / "site"
    assert build_tiny(tiny_repository, site).exit_code == 0
    for page, words in (("problems", "标志"), ("en/problems", "The mark")):
        html = (site / page / "login" / "index.html").read_text(encoding="utf-8")
        (source,) = re.findall(rf'<img alt="{words}" src="([^"]+)"', html)
        assert (site / page / "login" / source).resolve().is_file()
    settings = tiny_repository / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    listed = "    - opensearch.xml\n"
    settings.write_text(text.replace(listed, f"{listed}    - missing.xml\n"), encoding="utf-8")
    done = build_tiny(tiny_repository, tmp_path / "other", "--quiet")
    assert done.exit_code == 1
    assert (
        "mkdocs.yml:1:1: error[site-warning] Template skipped: 'missing.xml' not found in theme"
        " directories. Fix: mend what is named here; the last site stays as it was\n"
    ) in done.stderr

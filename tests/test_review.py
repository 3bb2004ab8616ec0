"""What a reviewer is shown of a change, word for word."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import TINY_DAY
from helpkit.cli import main


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@site.example"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tiny: Path) -> Path:
    """Return the tiny site as the first commit of a repository, on a branch of its own."""
    (tiny / "overrides").mkdir(exist_ok=True)
    (tiny / "overrides" / "main.html").write_text("<p>", encoding="utf-8")
    git(tiny, "init", "--quiet", "--initial-branch=main")
    git(tiny, "add", "--all")
    git(tiny, "commit", "--quiet", "--message=first")
    git(tiny, "switch", "--quiet", "--create=change")
    return tiny


def lines(root: Path, *more: str, language: str = "en") -> list[str]:
    arguments = ["--root", str(root), "--today", TINY_DAY.isoformat(), "review", *more]
    done = CliRunner(env={"HELPKIT_LANG": language}).invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def change_all(root: Path) -> None:
    """Change one thing of each kind, some of it committed, some not."""
    data = root / "data"
    replace(data / "regions/GB.yml", '"020 7946 0018"', '"020 7946 0123"')
    git(root, "commit", "--quiet", "--all", "--message=a number")
    replace(data / "hosting.yml", "img-src: [\"'self'\"]", "img-src: ['*']")
    replace(data / "hosting.yml", "headers:\n", "weakened: {img-src: maps}\nheaders:\n")
    (root / "docs/assets/scripts").mkdir(parents=True, exist_ok=True)
    (root / "docs/assets/scripts/new.js").write_text("1", encoding="utf-8")
    (root / "overrides/main.html").write_text("<script>", encoding="utf-8")
    (root / "prices.pdf").write_text("555 0100", encoding="utf-8")
    (root / "docs/zh/link.md").symlink_to("/etc/hostname")


def test_a_reviewer_sees_contacts_settings_scripts_templates_files_and_links(
    repository: Path,
) -> None:
    change_all(repository)
    assert lines(repository) == [
        'setting: data/hosting.yml:10:13: policy img-src "*"',
        'setting: data/hosting.yml:23:12: weakened img-src "maps"',
        "data/hosting.yml: no more policy img-src \"'self'\"",
        'contact: data/regions/GB.yml:11:9: contacts phones number "020 7946 0123"',
        "script: docs/assets/scripts/new.js: added",
        "file: docs/zh/link.md: added, a link to /etc/hostname",
        "template: overrides/main.html: changed",
        "file: prices.pdf: added",
        "The policy is weakened (data/hosting.yml): img-src *, because: maps",
        "9 lines to look at since main.",
    ]
    assert lines(repository, language="zh") == [
        "设置：data/hosting.yml:10:13：policy img-src“*”",
        "设置：data/hosting.yml:23:12：weakened img-src“maps”",
        "data/hosting.yml：去掉了 policy img-src“'self'”",
        "联系方式：data/regions/GB.yml:11:9：contacts phones number“020 7946 0123”",
        "脚本：docs/assets/scripts/new.js：新加",
        "文件：docs/zh/link.md：新加，是指向 /etc/hostname 的链接",
        "模板：overrides/main.html：改过",
        "文件：prices.pdf：新加",
        "安全策略放宽了（data/hosting.yml）：img-src *，原因：maps",
        "自 main 以来有 9 处要看。",
    ]


def test_a_site_that_speaks_as_the_service_is_named_with_its_proof(repository: Path) -> None:
    proof = "{source: https://home.example/, source_kind: own, read: operator, read_on: 2026-11-20}"
    replace(repository / "data/service.yml", "publisher: independent", "publisher: official")
    replace(
        repository / "data/service.yml",
        "official_domains: []",
        f"official_domains:\n  - domain: home.example\n    evidence: {proof}",
    )
    region = repository / "data/regions/HK.yml"
    channel = f"okpay_channels:\n  - {{kind: email, value: help@home.example, evidence: {proof}}}\n"
    region.write_text(region.read_text(encoding="utf-8") + channel, encoding="utf-8")
    found = lines(repository, "HEAD")
    assert [line.split(": ", 2)[2] for line in found if line.startswith("setting")] == [
        'publisher "official"',
        'official_domains evidence read_on "2026-11-20"',
    ]
    assert [line.split(": ", 2)[2] for line in found if line.startswith("contact")] == [
        'okpay_channels value "help@home.example"',
        'official_domains domain "home.example"',
    ]
    assert found[-3:-1] == [
        "This site now speaks as OKPay (publisher: official in data/service.yml).",
        "  official domain home.example: https://home.example/, nothing but the word of whoever wrote"
        " this record (read: operator), 2026-11-20",
    ]


def test_nothing_changed_is_nothing_to_look_at(repository: Path) -> None:
    assert lines(repository) == ["0 lines to look at since main."]


def test_a_base_that_git_does_not_know_is_said_in_a_line(repository: Path) -> None:
    done = CliRunner().invoke(main, ["--root", str(repository), "review", "nowhere"])
    assert done.exit_code == 1
    assert done.output == (
        "Error: git cannot compare with nowhere: there is no such branch or commit."
        " Fix: name a branch or a commit\n"
    )

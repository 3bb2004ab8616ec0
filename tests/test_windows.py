"""Writers on Windows: other line ends, no make and no shell, as far as this machine can show it.

`test_writers_hour.py` builds from texts with such line ends.
"""

from __future__ import annotations

import ctypes
import os
import re
import runpy
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, TINY_DAY, epoch
from helpkit.cache import CACHE_FOLDER
from helpkit.cli import main
from helpkit.messages import spoken

TEXTS = {".md", ".yml", ".html", ".xml", ".svg", ".css", ".js", ".json", ".py", ".toml"}


@pytest.fixture
def bare_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a PATH on which there is git and nothing else; it is that of this process, too."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(folder))
    return str(folder)


def helpkit(root: Path, *words: str) -> Result:
    """Run a command in a folder; `test_writers_hour.py` builds in a process of its own."""
    environment = {"HELPKIT_LANG": "en", "SOURCE_DATE_EPOCH": epoch(TINY_DAY)}
    with chdir(root):
        return CliRunner(env=environment).invoke(main, words)


def git(*words: str | Path) -> None:
    subprocess.run(
        ["git", "-c", "user.name=W", "-c", "user.email=w@w.example", *map(str, words)],
        check=True,
        capture_output=True,
    )


def test_a_clone_that_would_rather_have_other_line_ends_is_checked_and_built_without_a_shell(
    tiny_repository: Path, tmp_path: Path, bare_path: str
) -> None:
    assert shutil.which("sh") is None
    for name in (".gitattributes", ".gitignore"):
        shutil.copy(ROOT / name, tiny_repository)
    git("init", "-q", tiny_repository)
    git("-C", tiny_repository, "-c", "core.autocrlf=false", "add", ".")
    git("-C", tiny_repository, "commit", "-qm", "all")
    clone = tmp_path / "克隆 of it"
    git("clone", "-q", "-c", "core.autocrlf=true", tiny_repository, clone)
    shutil.copytree(tiny_repository / CACHE_FOLDER, clone / CACHE_FOLDER)
    wrong = [p.name for p in clone.rglob("*") if p.suffix in TEXTS and b"\r" in p.read_bytes()]
    assert wrong == []
    assert helpkit(clone, "check").stdout == "No problems found.\n"
    built = helpkit(clone, "build", "--plain")
    assert built.exit_code == 0, built.output
    assert (clone / "site" / "en" / "index.html").is_file()


def test_texts_that_have_other_line_ends_all_the_same_say_the_same(
    tiny_repository: Path, bare_path: str
) -> None:
    assert shutil.which("sh") is None
    for path in tiny_repository.rglob("*.*"):
        if path.suffix in TEXTS and path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert helpkit(tiny_repository, "check").stdout == "No problems found.\n"
    moved = helpkit(tiny_repository, "move", "problems/login", "problems/cannot-log-in")
    assert "Checked; nothing is left to do.\n" in moved.stdout, moved.output
    for name in ("mkdocs.yml", "data/terms.yml", "docs/zh/index.md"):
        content = (tiny_repository / name).read_bytes()
        assert content.count(b"\r\n") == content.count(b"\n")
    assert helpkit(tiny_repository, "sync").stdout.startswith("0 of ")


def test_what_is_printed_into_a_file_may_hold_any_character(bare_path: str) -> None:
    for encoding, written_in in (("cp1252", "utf-8"), ("gbk", "gbk"), ("utf-8", "utf-8")):
        done = subprocess.run(
            [sys.executable, "-m", "helpkit", "--lang", "zh", "no-such-page-é"],
            cwd=ROOT,
            env={**os.environ, "PATH": bare_path, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        )
        said = done.stderr.decode(written_in)
        assert "没有" in said
        assert "Traceback" not in said


def test_the_menus_of_windows_decide_where_no_variable_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number, languages in ((0x0804, ("zh",)), (0x0409, ("en",)), (0x0C0A, ("en", "zh"))):
        kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda number=number: number)
        monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
        monkeypatch.setattr(sys, "platform", "win32")
        assert spoken({}) == languages
        assert spoken({"HELPKIT_LANG": "en"}) == ("en",)
        monkeypatch.undo()


def test_what_writers_do_with_make_needs_nothing_but_python() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("$(VENV)/.installed", "serve", "build", "check"):
        recipe = re.search(rf"(?m)^{re.escape(target)}:.*\n((?:\t.*\n)+)", makefile)
        assert recipe, target
        programs = [line.strip().lstrip("@").split()[0] for line in recipe[1].splitlines()]
        assert set(programs) <= {'"$(PYTHON)"', "$(BIN)/helpkit", "touch"}, target


def test_no_module_needs_what_only_unix_has() -> None:
    only = re.compile(
        r"^\s*(?:import|from) (?:fcntl|grp|pwd|resource|syslog|termios)\b"
        r"|os\.(?:fork|killpg|setsid)\b|signal\.SIG(?:HUP|KILL|USR1)\b",
        re.MULTILINE,
    )
    found = [p.name for p in (ROOT / "hooks").rglob("*.py") if only.search(p.read_text("utf-8"))]
    assert found == []


def test_a_python_that_is_too_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    setup = runpy.run_path(str(ROOT / "deploy" / "setup_venv.py"))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("HELPKIT_LANG", "en")
    with pytest.raises(SystemExit) as ended:
        setup["main"]()
    assert str(ended.value) == (
        "setup: Python 3.9 is too old; Python 3.11 or newer is needed. Fix: install it, or name one:"
        " python3.12 deploy/setup_venv.py, or make PYTHON=python3.12 …"
    )
    monkeypatch.setenv("HELPKIT_LANG", "zh")
    with pytest.raises(SystemExit) as ended:
        setup["main"]()
    assert str(ended.value).startswith("setup: Python 3.9 太旧，要 3.11 或更新的。改法：")


def test_uv_is_installed_by_its_own_lines_of_the_lock_file() -> None:
    setup = runpy.run_path(str(ROOT / "deploy" / "setup_venv.py"))
    lines = setup["lines_of_uv"](str(ROOT / "requirements.lock"))
    assert re.fullmatch(r"uv==[\d.]+ \\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", lines)

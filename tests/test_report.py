"""The report on a change: what it says, the pictures before and after, and how it is posted."""

from __future__ import annotations

import http.server
import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TINY_DAY
from helpkit.commands.reporting import MOST_CHARACTERS, Report
from helpkit.commands.screenshots import Pair
from helpkit.messages import message
from PIL import Image
from test_writing import CONTACT, edit, run


@pytest.fixture
def repository(tiny_repository: Path) -> Path:
    """Return the tiny site with all that builds it as the first commit of a repository."""
    (tiny_repository / ".gitignore").write_text("__pycache__/\n.build/\n", encoding="utf-8")
    git = ["git", "-C", str(tiny_repository), "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for words in (["init", "-q"], ["add", "--all"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    return tiny_repository


def report(root: Path, out: Path, **environment: str) -> str:
    """Write the report on what differs from the last commit, in a program of its own."""
    command = [sys.executable, "-m", "helpkit", "--root", str(root), "--today", str(TINY_DAY)]
    subprocess.run(
        [*command, "report", "--base", "HEAD", "--out", str(out)],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    return (out / "report.md").read_text("utf-8")


def test_it_names_pages_problems_contacts_and_translations(
    repository: Path, tmp_path: Path
) -> None:
    run(repository, "new", "contact", "GB", *CONTACT)
    edit(repository, "docs/zh/problems/login.md", "看看地址。", "看看地址栏。")
    run(repository, "report", "--base", "HEAD", "--out", str(tmp_path / "out"), "--no-pictures")
    said = (tmp_path / "out" / "report.md").read_text("utf-8")
    assert "## 页面 / Pages: 1\n\n- `docs/zh/problems/login.md` (改过 / changed)\n" in said
    assert "warning[translation-outdated]" in said
    assert (
        "- 新加 / added: `gb-sample-police` `020 7946 0042`, `999`"
        f" `https://police.example/contact · own · live · {TINY_DAY}` (`data/regions/GB.yml`)\n"
    ) in said
    assert (
        "## 没跟上的译文 / Translations that fell behind: 1\n\n- `docs/en/problems/login.md`\n"
        in said
    )
    assert "- `data/addresses.yml` (改过 / changed)\n" in said
    assert "没有拍，因为用了 --no-pictures / none were taken, because of --no-pictures" in said
    assert (tmp_path / "out" / "comment.md").read_text("utf-8") == said


@pytest.mark.long
def test_changed_pages_are_shown_before_and_after(repository: Path, tmp_path: Path) -> None:
    """An article and a number in the data; what looks the same is left out."""
    edit(repository, "docs/zh/problems/login.md", "看看地址。", "看看地址栏。")
    edit(repository, "data/regions/GB.yml", '"020 7946 0018"', '"020 7946 0123"')
    edit(repository, "data/regions/GB.yml", "2026-11-01\nleads:", "2026-11-20\nleads:")
    out = tmp_path / "out"
    said = report(repository, out)
    shown = said.partition("| --- | --- | --- |\n")[2].splitlines()
    assert shown[0] == (
        "| `/problems/login/` | ![pictures/problems-login-before.png](pictures/problems-login-before.png)"
        " | ![pictures/problems-login-after.png](pictures/problems-login-after.png) |"
    )
    addresses = {line.split("`")[1] for line in shown}
    assert {"/contact/regions/gb/", "/en/contact/regions/gb/"} <= addresses
    assert "/contact/verify/" not in addresses
    assert Image.open(out / "pictures" / "problems-login-after.png").width == 390
    assert "- `/problems/login/`\n" in (out / "comment.md").read_text("utf-8")
    assert "![" not in (out / "comment.md").read_text("utf-8")


def test_a_new_page_has_no_picture_before() -> None:
    found = Report({}, [Pair("a/", None, "pictures/a-after.png")], 0, None)
    assert "| `/a/` | — | ![pictures/a-after.png](pictures/a-after.png) |\n" in found.as_page()


def test_a_change_with_errors_has_no_pictures(repository: Path, tmp_path: Path) -> None:
    edit(repository, "data/regions/GB.yml", "contacts:", "contact:")
    assert report(repository, tmp_path / "out").splitlines()[-1] == (
        "没有拍，因为上面的错误没改好就生成不出网站 / none were taken, because there is no site until"
        " the errors above are mended"
    )


def test_a_machine_without_the_browser_says_so(repository: Path, tmp_path: Path) -> None:
    edit(repository, "docs/zh/problems/login.md", "看看地址。", "看看地址栏。")
    (tmp_path / "none" / "playwright").mkdir(parents=True)
    (tmp_path / "none" / "playwright" / "__init__.py").touch()
    said = report(repository, tmp_path / "out", PYTHONPATH=str(tmp_path / "none"))
    assert said.splitlines()[-1] == (
        "没有拍，因为这台机器上没有测试用的浏览器；运行 make browser 就有了 / none were taken, because"
        " this machine does not have the browser of the tests; make browser gets it"
    )


@pytest.mark.parametrize("length", [10, 5_000])
def test_a_comment_is_never_longer_than_can_be_posted(length: int) -> None:
    lines = [f"`{'x' * length}`" for _ in range(1_000)]
    found = Report(
        {"report-pages": lines, "report-problems": lines}, [Pair("a/", None, "b")], 7, None
    )
    said = found.as_comment()
    assert len(said) <= MOST_CHARACTERS
    assert "## 页面 / Pages: 1000\n" in said
    assert " 处 / " in said
    assert said.count("\n- `xxx") == found.as_page().count("\n- `xxx") or "more\n" in said


def test_what_is_missing_in_a_comment_is_counted() -> None:
    found = Report({"report-pages": ["`a`"] * 201}, [], 0, message("report-no-pictures"))
    assert "- `a`\n- 还有 1 处 / 1 more\n" in found.as_comment()
    assert "more" not in found.as_page()


# --- Posting it


@contextmanager
def github(comments: list[dict[str, Any]], *, comment: str) -> Iterator[tuple[str, list[Any]]]:
    """Answer as GitHub does for one pull request, number 7; gives the address and what was sent."""
    sent: list[Any] = []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("comment.md", comment)
    answers: dict[str, Any] = {
        "/repos/o/r/pulls?state=open&head=fork%3Amain": [{"number": 7, "head": {"sha": "c0ffee"}}],
        "/repos/o/r/actions/runs/5/artifacts": {"artifacts": [{"name": "report", "id": 9}]},
        "/repos/o/r/issues/7/comments?per_page=100": comments,
    }

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/repos/o/r/actions/artifacts/9/zip":  # it lies with somebody else
                self.send_response(302)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                return
            elsewhere = self.path == "/elsewhere"
            assert ("Authorization" in self.headers) != elsewhere
            self.send_response(200)
            self.end_headers()
            self.wfile.write(
                packed.getvalue() if elsewhere else json.dumps(answers[self.path]).encode()
            )

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            sent.append((self.command, self.path, body["body"]))
            self.send_response(200)
            self.end_headers()

        do_PATCH = do_POST

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", sent
        server.shutdown()


def post(api: str, *, commit: str = "c0ffee") -> str:
    environment = {
        "GITHUB_API_URL": api,
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_TOKEN": "t",
        "RUN": "5",
        "HEAD": "fork:main",
        "COMMIT": commit,
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "deploy" / "post_report.py")],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


MARK = (
    "<!-- what the change does -->\nWritten by the code of the change itself."
    " [The run, with pictures](https://github.example/o/r/actions/runs/5)\n\n"
)


def test_a_report_is_posted_once_and_then_renewed() -> None:
    with github([], comment="# said") as (api, sent):
        post(api)
    assert sent == [("POST", "/repos/o/r/issues/7/comments", f"{MARK}# said")]
    others = [
        {"id": 1, "user": {"login": "somebody"}, "body": MARK},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": MARK},
    ]
    with github(others, comment="字" * 70_000) as (api, sent):
        post(api)
    assert sent == [("PATCH", "/repos/o/r/issues/comments/2", f"{MARK}{'字' * 60_000}")]


def test_nothing_is_posted_where_no_open_pull_request_has_the_commit() -> None:
    with github([], comment="# said") as (api, sent):
        assert post(api, commit="another").startswith("There is no open pull request")
    assert sent == []

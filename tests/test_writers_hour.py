"""An hour of a writer who reads only Chinese, with the commands that the guide names and no others.

The writer sits at Windows, as far as this machine can show it: a clone that would rather have other
line ends, all texts with those, and neither make nor a shell at hand.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, TINY_DAY
from helpkit.cli import main

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## English")[0]
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>\n'


class Writer:
    """Somebody who edits files, runs commands and answers what is asked."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.read: list[str] = []

    def run(self, *words: str, answers: tuple[str, ...] = (), ends: int = 0) -> str:
        """Run a command of the guide and return what it said."""
        named = " ".join(words[:2] if words[:1] == ("new",) else words[:1])
        assert f"helpkit {named}".strip() in GUIDE, f"the guide does not name {named}"
        options = ["--root", str(self.root), "--today", TINY_DAY.isoformat()]
        ask = ["--ask"] if answers else []
        done = CliRunner(env={"HELPKIT_LANG": "zh"}).invoke(
            main, [*options, *words, *ask], input="".join(f"{each}\n" for each in answers)
        )
        assert done.exit_code == ends, done.output
        said = done.output
        for answer in answers:  # the terminal repeats what is typed
            said = said.replace(f": {answer}\n", ": \n")
        self.read.append(said)
        return done.output

    def write(self, name: str, old: str, new: str) -> None:
        """Put another text into a file in the place of one that stands there once."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name}: {text.count(old)} × {old}"
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\r\n")

    def hand_in(self) -> None:
        """Put all that stands there into git."""
        git("-C", self.root, "add", ".")
        git("-C", self.root, "commit", "-qm", "x")


def git(*words: str | Path) -> None:
    who = ["-c", "user.name=W", "-c", "user.email=w@w.example"]
    subprocess.run(["git", *who, *map(str, words)], check=True, capture_output=True)


@pytest.fixture
def writer(tiny_repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """Return somebody with a fresh clone, as Windows would have it."""
    for name in (".gitattributes", ".gitignore"):
        shutil.copy(ROOT / name, tiny_repository)
    git("init", "-q", tiny_repository)
    Writer(tiny_repository).hand_in()
    clone = tmp_path / "自助站 clone"
    git("clone", "-q", "-c", "core.autocrlf=true", tiny_repository, clone)
    for path in (
        each for name in ("docs", "data", "overrides") for each in (clone / name).rglob("*")
    ):
        if path.is_file() and path.suffix != ".png" and path.suffix != ".otf":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(programs))
    return Writer(clone)


DONE = "检查过了，没有剩下的事。\n"


@pytest.mark.long
def test_a_writers_hour_in_chinese(writer: Writer, tmp_path: Path) -> None:
    assert writer.run() == "都好，没有等着做的事。\n"

    # A sentence is mended in both languages.
    writer.write("docs/zh/problems/login.md", "看看地址。", "看看地址栏里的地址。")
    assert "  + 1. **停一下。**看看地址栏里的地址。\n" in writer.run("sync", "problems/login")
    writer.write("docs/en/problems/login.md", "Look at the address.", "Look at the address bar.")
    said = writer.run("bless", "problems/login", answers=("y",))
    assert said.endswith("记好了：docs/en/problems/login.md 和中文一致\n")

    # A new problem page with its message.
    writer.run(
        *("new", "message", "card-declined"),
        answers=(
            *("卡被拒了", "Card declined", "从 App 里发。", "Send it in the app."),
            *("卡被拒了，日期【日期】，请给编号。", "Declined on [date]. Please give me a number."),
            *("卡被拒了，【日期】。", "Card declined on [date].", "卡被拒了。", "It was declined."),
        ),
    )
    said = writer.run(
        *("new", "page", "problems/card-declined"),
        answers=(
            *("卡被拒了怎么办", "Card declined: what to do", "卡被拒", "Card declined"),
            "付款时卡被拒了：先问发卡行，再看余额、限额和有效期，记下是哪一天、哪一笔。",
            "Your card was declined: ask its issuer first, then look at balance, limit and date.",
            *("先问发卡行。", "Ask the issuer first.", "card-declined"),
        ),
    )
    assert "还剩这些（共 4 处）：\n" in said
    for language, step, asks, where, to in (
        ("zh", "先做什么。**点哪里，说什么。", "先问发卡行。**打卡背面的号码。", "下一步去哪里。", "- [登不进去](login.md)"),
        ("en", "What to do first.** Where to tap, what to say.", "Ask the issuer.** Call the number on the card.", "Where to go next.", "- [Cannot log in](login.md)"),
    ):  # fmt: skip
        page = f"docs/{language}/problems/card-declined.md"
        writer.write(page, step, asks)
        writer.write(page, where, to)
    writer.run("bless", "problems/card-declined", answers=("y",))

    # A new region with a contact.
    said = writer.run("new", "region", "IE", answers=("", "", "europe", "Europe/Dublin"))
    assert "现在加联系方式：.venv/bin/helpkit new contact IE\n" in said
    said = writer.run(
        *("new", "contact", "IE"),
        answers=(
            *(
                "ie-sample-police",
                "police",
                "示例警局",
                "Sample police",
                "报案。",
                "Report a crime.",
            ),
            *("01 800 5550", "", "https://police.example", "", "https://police.example/contact"),
            *("own", "live"),
        ),
    )
    assert DONE in said, said

    # A contact whose source changed; a contact that is withdrawn.
    said = writer.run("reread", "gb-sample-line", "--source", "https://sample-line.example/help")
    assert DONE in said, said
    said = writer.run(
        "withdraw", "gb-sample-line", answers=("号码停用了。", "It was closed.", "", "是")
    )
    assert DONE in said, said

    # A page is renamed.
    said = writer.run("move", "problems/login", "problems/cannot-log-in")
    assert DONE in said, said
    writer.hand_in()

    # An English page goes stale, is shown as such, and is mended.
    moved = "problems/cannot-log-in"
    writer.write(f"docs/zh/{moved}.md", "重设密码。**用", "别点链接，重设密码。**用")
    said = writer.run()
    assert f"1. 1 页英文没跟上中文：\n   {moved}：" in said
    assert "**别点链接，重设密码。**" in writer.run("sync", moved)
    writer.write(f"docs/en/{moved}.md", "**Reset the password.**", "**Open no link; reset it.**")
    writer.run("bless", moved, answers=("y",))

    # An alias, a term, a safety rule.
    writer.write(f"docs/zh/{moved}.md", "aliases: [登不上]", "aliases: [登不上, 进不去]")
    writer.write(
        "data/terms.yml",
        "- id: account\n",
        "- id: card\n  prefer: {zh: 银行卡, en: bank card}\n  readers_say: {zh: [卡片], en: [plastic]}\n"
        "  meaning: {zh: 银行发的付款卡, en: A card from a bank}\n  page: problems/card-declined\n"
        "- id: account\n",
    )
    writer.write(
        "data/safety.yml",
        "- id: never-share-codes\n",
        "- id: never-share-screen\n  groups: [never-share]\n"
        "  rule: {zh: 不把屏幕给任何人看, en: Never share your screen}\n"
        "  why: {zh: 对方会看到你的密码, en: It shows your password}\n  authorities: [sample-bank]\n"
        "- id: never-share-codes\n",
    )

    # A picture, in both languages.
    (writer.root / "docs/assets/images/sample-card.svg").write_text(PICTURE)
    for language, heading, words in (
        ("zh", "## 现成消息，可复制", "一张卡的正面"),
        ("en", "## Message to copy", "The front of a card"),
    ):
        picture = f"![{words}](../../assets/images/sample-card.svg)\n\n{heading}"
        writer.write(f"docs/{language}/problems/card-declined.md", heading, picture)
    writer.run("bless", "problems/card-declined", answers=("y",))

    # All of it is right, and builds.
    assert writer.run("check") == "没有发现问题。\n"
    assert writer.run() == "都好，没有等着做的事。\n"
    writer.run("report", "--base", "HEAD~1", "--out", str(tmp_path / "report"), "--no-pictures")
    assert "`ie-sample-police`" in (tmp_path / "report/report.md").read_text(encoding="utf-8")
    assert "helpkit build" in GUIDE
    done = subprocess.run(
        [sys.executable, "-m", "helpkit", "--today", TINY_DAY.isoformat(), "build", "--plain"],
        cwd=writer.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = writer.root / "site"
    page = (site / "problems/card-declined/index.html").read_text(encoding="utf-8")
    assert "sample-card" in page
    assert (site / "problems/login/index.html").is_file()  # leads to the new place
    # And nothing was said that only English readers understand, but for what the pages say.
    quoted = r"(?m)^ +(?:docs/en/.*\n.*|[-+] .*)$|“[^”\n]*”"
    said = re.sub(quoted, "", "".join(writer.read))
    assert re.findall(r"(?:\b[A-Za-z]{2,} ){4,}", said) == []

"""`helpkit serve`, as a writer uses it: what is saved is seen, and no mistake takes the page away."""

from __future__ import annotations

import contextlib
import os
import queue
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from conftest import ROOT, build_tiny_once, epoch
from helpkit.addresses import page_address
from helpkit.articles import scaffold
from helpkit.preview import run, watching
from helpkit.preview.run import State, Tabs
from helpkit.preview.serving import Server, bar, places
from helpkit.preview.watching import Sources
from helpkit.preview.worker import Built, Drawn, Failed, Worker, not_drawn
from playwright.sync_api import Page, expect
from tiny_site import TINY_DAY

PATIENCE = 120  # seconds to wait for an event before the test gives up
COMMAND = [sys.executable, "-c", "from helpkit.cli import main; main()", "serve"]
ARTICLE, PAGE = "docs/zh/problems/login.md", "/problems/login/"
REGION, REGION_PAGE = "data/regions/GB.yml", "/contact/regions/gb/"


class Preview:
    """A running `helpkit serve` whose lines can be awaited."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.process = subprocess.Popen(
            [*COMMAND, "--port", "0"],
            cwd=root,
            env={**os.environ, "SOURCE_DATE_EPOCH": epoch(TINY_DAY), "PYTHONUNBUFFERED": "1"},
            # A shell that runs the tests in the background makes its children deaf to Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.said: list[str] = []
        self.good: dict[str, bytes] = {}
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.url = re.search(r"http://\S+", self.wait_for("The preview is at"))[0]  # type: ignore[index]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            self._lines.put(line)

    def wait_for(self, pattern: str) -> str:
        """Return the next line that matches."""
        try:
            while not re.search(pattern, line := self._lines.get(timeout=PATIENCE)):
                pass
        except queue.Empty:
            raise AssertionError(f"no {pattern!r} in:\n{''.join(self.said)}") from None
        return line

    def skip(self) -> None:
        """Leave the lines up to here unread."""
        while not self._lines.empty():
            self._lines.get()

    def get(self, path: str, language: str = "zh-CN,zh;q=0.9,en;q=0.8") -> str:
        request = urllib.request.Request(
            self.url + path.lstrip("/"), headers={"Accept-Language": language}
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return str(answer.read().decode("utf-8"))
        except urllib.error.HTTPError as error:
            return str(error.read().decode("utf-8"))

    def write(self, path: str, content: str | bytes) -> None:
        raw = content.encode() if isinstance(content, str) else content
        self.remember(path)
        (self.root / path).write_bytes(raw)

    def remember(self, path: str) -> None:
        if path not in self.good:
            self.good[path] = (self.root / path).read_bytes()

    def remove(self, path: str) -> None:
        self.remember(path)
        (self.root / path).unlink()

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")


class Tab:
    """An open page, which is told when to load itself anew."""

    def __init__(self, preview: Preview, path: str) -> None:
        self.preview, self.path = preview, path
        self.load()

    def load(self) -> str:
        self.html = self.preview.get(self.path)
        self.seen = re.search(r'data-seen="([^"]+)"', self.html)[1]  # type: ignore[index]
        return self.html

    def next_event(self) -> str:
        """Return what the tab is told first."""
        query = urllib.parse.urlencode({"page": self.path, "seen": self.seen})
        with urllib.request.urlopen(
            f"{self.preview.url}-/events?{query}", timeout=PATIENCE
        ) as told:
            events = (line for line in told if line.startswith(b"event: "))
            return next(events).decode().removeprefix("event: ").strip()

    def wait_until(self, text: str) -> str:
        """Load the page as often as it is told to, until it holds a text; return the page."""
        end = time.monotonic() + PATIENCE
        while text not in self.html:
            query = urllib.parse.urlencode({"page": self.path, "seen": self.seen})
            address = f"{self.preview.url}-/events?{query}"
            with urllib.request.urlopen(address, timeout=PATIENCE) as told:
                for line in told:  # a sign of life comes every few seconds
                    assert time.monotonic() < end, f"no {text!r} in:\n{bar_of(self.html)}"
                    if line.startswith(b"event: "):
                        self.load()
                        break
        return self.html


def bar_of(html: str) -> str:
    """Return what the bar says, without its markup."""
    found = re.search(r'<div id="preview-bar".*?</div>', html, flags=re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("preview") / "求助 站"
    root = Path(shutil.copytree(build_tiny_once(), folder))
    scaffold.bless(root, "problems/login")  # its record is of the form before weights
    running = Preview(root)
    running.get(PAGE)  # whichever test comes first has a site
    yield running
    running.process.send_signal(signal.SIGINT)
    assert running.wait_for("stopped") == "The preview has stopped.\n"
    assert running.process.wait(timeout=PATIENCE) == 0
    assert not [line for line in running.said if "Traceback" in line]


@pytest.fixture
def preview(running: Preview) -> Iterator[Preview]:
    """Give the one preview of all tests here; what a test writes is as it was for the next."""
    yield running
    for path, content in running.good.items():
        (running.root / path).write_bytes(content)
    running.good.clear()


def test_what_is_saved_is_on_the_open_page_and_on_all_others(preview: Preview) -> None:
    tab, article = Tab(preview, PAGE), preview.read(ARTICLE)
    bar = bar_of(tab.html)
    assert "docs/zh/problems/login.md 核对于 2026-11-01" in bar
    assert "docs/en/problems/login.md 和中文一致" in bar
    assert '<a href="/en/problems/login/">English</a>' in tab.html

    # Saved twice: the page shows the second at once, and one build follows.
    preview.write(ARTICLE, f"{article}\n第一次写的话。\n")
    preview.write(ARTICLE, f"{article}\n多写的一句话。\n")
    html = tab.wait_until("多写的一句话")
    assert "第一次写的话" not in html
    preview.wait_for(r"docs/en/problems/login.md:\d+:1: warning\[translation-outdated\]")
    bar = bar_of(tab.wait_until("还没有跟上中文"))
    english = bar_of(preview.get("/en/problems/login/", "en-GB,en"))
    assert "Problems of this page (1) warning docs/en/problems/login.md" in english

    # A tab that was being loaded meanwhile is told as soon as it listens.
    late = Tab(preview, PAGE)
    preview.skip()
    preview.write(ARTICLE, f"{article}\n最后写的一句话。\n")
    preview.wait_for(f"^{ARTICLE}(,|$)")
    assert late.next_event() == "reload"
    assert "最后写的一句话" in late.load()

    # What was touched and not changed is nothing; a style sheet is only copied.
    (preview.root / ARTICLE).touch()
    style = "docs/assets/styles/site.css"
    preview.write(style, preview.read(style) + "/* other */")
    assert preview.wait_for("docs/").startswith(f"{style}, shown after")
    assert "/* other */" in preview.get("/assets/styles/site.css")
    preview.write(ARTICLE, article)
    tab.wait_until("和中文一致")

    # Data, and a template: the open page first, any other when it is asked for.
    tab = Tab(preview, REGION_PAGE)
    data, footer = preview.read(REGION), "overrides/partials/footer.html"
    template = preview.read(footer)
    assert "020 7946 0018" in tab.html
    preview.write(REGION, data.replace("020 7946 0018", "020 7946 0017"))
    assert "020 7946 0018" not in tab.wait_until("020 7946 0017")
    assert "020 7946 0017" in preview.get(f"/en{REGION_PAGE}")
    preview.write(footer, f"{template}<p>Another footer</p>")
    tab.wait_until("Another footer")
    assert "Another footer" in preview.get("/en/")
    preview.write(REGION, data)
    preview.write(footer, template)
    assert "Another footer" not in tab.wait_until("020 7946 0018")


def test_a_mistake_leaves_the_last_good_page_and_says_so_on_top(preview: Preview) -> None:
    tab, region = Tab(preview, PAGE), Tab(preview, REGION_PAGE)
    sources = [ARTICLE, REGION, "mkdocs.yml", "overrides/base.html", "overrides/404.html"]
    good = {path: preview.read(path) for path in sources}
    heading = "## 现在就做"
    assert heading[3:] in tab.html
    assert "020 7946 0018" in region.html

    preview.write(ARTICLE, good[ARTICLE].encode("gbk", "replace"))
    line = preview.wait_for(
        r"\[page-unreadable\].*UTF-8"
    )  # a file that is being written is empty first
    assert line == (
        f"{ARTICLE}:1:1: error[page-unreadable] The file is not UTF-8 text."
        " Fix: save it again as UTF-8\n"
    )
    bar = bar_of(tab.wait_until("没有更新"))
    assert (
        f"错误 {ARTICLE}:1 这个文件不是 UTF-8 文本（可能是 GBK）。 改法：用编辑器另存为 UTF-8 编码"
        in bar
    )
    assert heading[3:] in tab.html

    # A page whose head cannot be read stays as well, also behind the build that follows.
    preview.write(ARTICLE, good[ARTICLE].replace("title: ", "title: 登录: ", 1))
    preview.wait_for(rf"{ARTICLE}:2:\d+: error\[data-syntax\]")
    assert "登录:" not in preview.get(PAGE)
    assert "没有更新" in bar_of(preview.get(PAGE))

    preview.write(REGION, good[REGION].replace("code: GB\n", "code: GB\n\tname: x\n"))
    line = preview.wait_for("data-syntax")
    assert line.startswith(f"{REGION}:2:1: error[data-syntax] The line begins with a tab.")
    assert f"{REGION}:2" in bar_of(region.wait_until(f"{REGION}:2"))
    assert "020 7946 0018" in region.html

    preview.write("overrides/404.html", good["overrides/404.html"].encode("utf-16"))
    preview.write("mkdocs.yml", good["mkdocs.yml"].replace("  - index.md", "\t- index.md"))
    preview.write(ARTICLE, good[ARTICLE])
    preview.wait_for(r"mkdocs.yml:\d+:1: error")
    assert heading[3:] in preview.get(PAGE)

    # An entry in the menu without its page keeps nothing from being drawn.
    extra = good["mkdocs.yml"].replace("  - index.md", "  - index.md\n  - not/there.md")
    preview.write("mkdocs.yml", extra)
    preview.write(REGION, good[REGION])
    preview.wait_for(r"overrides/404.html:1:1: error\[site-not-drawn\] The file is saved as UTF-16")
    preview.write("overrides/404.html", good["overrides/404.html"])
    line = preview.wait_for("nav-unknown-page")
    assert 'There is no page "not/there.md".' in line
    assert "没有更新" not in bar_of(preview.get(PAGE))

    # A template that stumbles, and one that never ends, are told at their line.
    broken = good["overrides/base.html"].replace("<h1>", "<h1>{{ no.such.thing }}")
    number = broken[: broken.index("no.such.thing")].count("\n") + 1
    preview.write("overrides/base.html", broken)
    line = preview.wait_for("overrides/base.html:")
    assert line == (
        f"overrides/base.html:{number}:1: error[site-not-drawn] The site cannot be drawn anew:"
        ' the template uses "no", which is not there. Fix: mend what is named here;'
        " what is shown is the last good state\n"
    )
    assert heading[3:] in preview.get(PAGE)
    for path, text in good.items():
        preview.write(path, text)
    tab.wait_until("这一页没有发现问题")
    assert "没有更新" not in bar_of(tab.html)


def test_an_open_tab_follows_by_itself(preview: Preview, page: Page) -> None:
    patience = 1000 * PATIENCE
    other = "docs/en/problems/login.md"
    article, english = preview.read(ARTICLE), preview.read(other)
    page.goto(f"{preview.url}{PAGE.lstrip('/')}")
    preview.write(ARTICLE, f"{article}\n看得见的新句子。\n")
    expect(page.locator("article")).to_contain_text("看得见的新句子。", timeout=patience)

    # What is wrong with another page renews the bar alone, once all that was saved before is built.
    bar = page.locator("#preview-bar")
    for blanks in range(1, 4):
        line = english.count("\n") + 1 + blanks
        page.evaluate("window.untouched = true")
        preview.write(other, english + blanks * "\n" + "TODO\n")
        expect(bar).to_contain_text(f"{other}:{line} ", timeout=patience)
        untouched = page.evaluate("window.untouched")
        preview.write(other, english)
        expect(bar).not_to_contain_text(f"{other}:{line} ", timeout=patience)
        if untouched:
            break
    assert untouched


def test_a_mistake_has_a_box_where_it_is_until_it_is_mended(preview: Preview, page: Page) -> None:
    patience = 1000 * PATIENCE
    article = preview.read(ARTICLE)
    lines = article.splitlines()
    at = lines.index("## 现在就做 {#do-now}") + 1
    page.goto(f"{preview.url}{PAGE.lstrip('/')}")
    wrong = ["", "先看这里。", "1）打开应用", "2）点登录", "", "/// mesage | login", "///", ""]
    preview.write(ARTICLE, "\n".join([*lines[:at], *wrong, *lines[at:], ""]))
    boxes = page.locator("article .preview-mark")
    listed = boxes.filter(has_text=f"{ARTICLE}:{at + 3}")
    expect(listed).to_contain_text("错误", timeout=patience)
    assert listed.locator("xpath=preceding-sibling::p[1]").inner_text().startswith("先看这里。")
    block = boxes.filter(has_text=f"{ARTICLE}:{at + 6}")
    expect(block).to_contain_text("mesage", timeout=patience)
    assert "mesage" in block.locator("xpath=preceding-sibling::p[1]").inner_text()
    link = page.locator(f"#preview-bar a:has-text('{ARTICLE}:{at + 6}')")
    assert link.get_attribute("href") == f"#{block.get_attribute('id')}"
    preview.write(ARTICLE, article)
    expect(boxes).to_have_count(0, timeout=patience)


def test_a_setting_that_is_wrong_is_told_at_its_line_and_the_last_good_page_stays(
    preview: Preview,
) -> None:
    settings = preview.read("mkdocs.yml")
    line = settings[: settings.index("hooks/assets.py")].count("\n") + 1
    preview.write("mkdocs.yml", settings.replace("hooks/assets.py", "hooks/asets.py"))
    said = preview.wait_for(r"settings-unknown.*hooks/asets.py")
    assert said == (
        f'mkdocs.yml:{line}:5: error[settings-unknown] There is no file "hooks/asets.py".'
        ' Did you mean "hooks/assets.py"? Fix: write the path of a file in hooks/\n'
    )
    tab = Tab(preview, PAGE)
    bar = bar_of(tab.wait_until("没有更新"))
    assert f"mkdocs.yml:{line} 没有“hooks/asets.py”这个文件。您是不是想写“hooks/assets.py”？" in bar
    assert "现在就做" in tab.html
    preview.remove("mkdocs.yml")
    preview.wait_for("settings-missing.*is gone")
    assert "现在就做" in tab.load()
    preview.write("mkdocs.yml", settings)
    tab.wait_until("这一页没有发现问题")


def test_a_file_that_is_renamed_is_told_as_that(preview: Preview) -> None:
    tab, article = Tab(preview, PAGE), preview.read(ARTICLE)
    preview.remember(ARTICLE)
    other = preview.root / "docs/zh/problems/denglu.md"
    (preview.root / ARTICLE).rename(other)
    line = preview.wait_for("page-renamed")
    assert '"problems/login" seems to have been renamed to "problems/denglu"' in line
    other.rename(preview.root / ARTICLE)
    tab.load()
    assert "没有发现问题" in bar_of(tab.wait_until("这一页没有发现问题"))
    assert "Errno" not in "".join(preview.said)
    assert preview.read(ARTICLE) == article


def test_what_somebody_writes_for_a_derived_language_is_shown(preview: Preview) -> None:
    tab = Tab(preview, f"/zh-hant{PAGE}")
    assert "登不進帳戶怎麼辦" in tab.html
    page = preview.root / "docs/zh-hant/problems/login.md"
    case = yaml.safe_load((ROOT / "tests/cases/parity/override-good.yml").read_text("utf-8"))
    page.parent.mkdir(parents=True)
    page.write_text(case["change"][0]["write"], encoding="utf-8")
    tab.wait_until("登不進戶頭，先別急")
    assert "docs/zh-hant/problems/login.md" in bar_of(tab.wait_until("核对于 2026-11-01"))
    page.unlink()
    tab.wait_until("登不進帳戶怎麼辦")


def test_a_page_that_goes_and_a_hook_that_is_edited_are_followed(preview: Preview) -> None:
    tab = Tab(preview, PAGE)
    hook, article = preview.read("hooks/not_found.py"), preview.read(ARTICLE)
    preview.remove(ARTICLE)
    tab.wait_until("没有这一页" if "没有这一页" in preview.get("/no/such/page/") else "<title>")
    preview.wait_for("nav-unknown-page")
    preview.write(ARTICLE, article)

    preview.write("hooks/not_found.py", f"{hook}\ndef broken(:\n")
    number = hook.count("\n") + 2
    preview.wait_for(rf"hooks/not_found.py:{number}:1: error\[site-not-drawn\].*invalid syntax")
    edited = hook.replace("typesetting.close_gaps(output_content)", "'<body>from the edited hook'")
    preview.write("hooks/not_found.py", edited)
    Tab(preview, "/no/such/page/").wait_until("from the edited hook")


def test_a_port_that_is_taken_is_said_in_a_line(tiny: Path) -> None:
    with contextlib.closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            COMMAND,
            cwd=tiny,
            env={**os.environ, "PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == (
        f"Error: Port {port} cannot be used: another program uses it. Fix: close the other preview,"
        f" or choose another port: PORT={port + 1} make serve, or .venv/bin/helpkit serve"
        f" --port {port + 1}\n"
    )


@pytest.mark.long
def test_after_a_hundred_edits_what_is_shown_has_the_bytes_that_a_build_gives_it(
    tiny_repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The preview follows each edit and builds no more; another process builds twice."""
    monkeypatch.setattr(run, "QUIET", 1_000_000)
    monkeypatch.setattr(run.Preview, "_check", lambda *_: None)  # of problems others tell
    monkeypatch.setattr(watching, "watch", lambda root, told: SimpleNamespace(stop=lambda: None))
    root, chance, url = tiny_repository, random.Random(18), "http://127.0.0.1:8000/"
    articles = sorted(path.relative_to(root).as_posix() for path in root.glob("docs/??/**/*.md"))
    preview = run.Preview(root, today=TINY_DAY, url=url, say=lambda line: None)
    builder = Worker(root, today=TINY_DAY, url=url)
    try:
        with pytest.raises(Failed, match="AttributeError"):
            builder.ask("no_such_thing", within=run.MOST)  # and it goes on
        assert preview.ready.wait(timeout=PATIENCE)
        for number in range(100):
            path = chance.choice(articles if chance.random() < 0.8 else sorted(OTHERS))
            edit(root / path, chance, number)
            with preview.tabs.opened(chance.choice([chance.choice(OPENED), address_of(path)])):
                preview.changed([path])
            if number in (49, 99):
                folder = tmp_path / f"built-{number}"
                built = builder.ask("build", folder, refuse=False, within=run.MOST)
                assert preview.state("").faults == built.faults == []
                names = [f"{address}index.html" for address in built.pages]
                for name in (*names, STYLE.removeprefix("docs/")):
                    shown = preview.file(name.removesuffix("index.html"))
                    assert shown is not None
                    assert shown.read_bytes() == (folder / name).read_bytes(), (number, name)
    finally:
        preview.stop()
        builder.end()


def address_of(path: str) -> str:
    """Return the address of an article; of anything else that of the home page."""
    folder, _, name = path.removeprefix("docs/").partition("/")
    known = path.endswith(".md")
    return page_address(name.removesuffix(".md"), language=folder) if known else ""


OPENED = ("", "problems/login/", "contact/regions/gb/", "en/problems/login/", "en/")
STYLE = "docs/assets/styles/site.css"
# What is edited besides articles: a pattern, and what is put in its place.
OTHERS = {
    REGION: (r"7946 00\d\d", "7946 00{:02}"),
    "data/ui.yml": (r"(?m)^home: .*$", 'home: {{zh: "第 {} 个首页", en: "Home {}"}}'),
    "overrides/partials/footer.html": (r"</footer>", "<p>Footer {}</p></footer>"),
    STYLE: (r"\Z", "/* {} */\n"),
}


def edit(path: Path, chance: random.Random, number: int) -> None:
    """Change a file as writers do; an article by a sentence, an item, a block, a table, a heading."""
    text = path.read_text(encoding="utf-8")
    for name, (old, new) in OTHERS.items():
        if path.as_posix().endswith(name):
            changed = re.sub(old, new.format(number, number), text, count=1)
            assert changed != text
            path.write_text(changed, encoding="utf-8")
            return
    lines = text.splitlines(keepends=True)
    start = next(at for at, line in enumerate(lines[1:], 1) if line.startswith("---")) + 1
    more = chance.choice(
        [
            f"\n第 {number} 句**话**。\n\n",
            f"\n- 第 {number} 项\n- 又一项\n\n",
            "\n/// public-help | GB\n///\n\n",
            "\n| 一 | 二 |\n| --- | --- |\n| 三 | 四 |\n\n",
            f"\n/// warning | 小心 {number}\n这是一句提醒。\n///\n\n",
            f"\n## 标题 {number} {{#heading-{number}}}\n\n",
        ]
    )
    at = chance.choice([start, len(lines)])
    path.write_text("".join([*lines[:at], more, *lines[at:]]), encoding="utf-8")


def test_the_place_of_a_line_is_looked_for_by_its_words_and_those_above() -> None:
    lines = [
        "---",
        "title: 登录不了",
        "type: how-to",
        "---",
        "## 先做 {#first}",
        "",
        "- [看](a.md)这里",
    ]
    assert places(lines, 7) == ["[看 这里", "先做", "登录不了", "登录不了"]
    assert places(lines, 3) == ["登录不了", "登录不了"]
    assert places([], 1) == []


def test_a_page_does_not_carry_thousands_of_problems_of_others() -> None:
    others = [not_drawn(f"docs/en/{number}.md", 1, "bad") for number in range(1200)]
    said = bar(State(others=others), language="zh")
    assert said.count("<li>") == 20
    assert "其他文件的问题 (1200)" in said
    assert "这里只列前 20 处，全部用 helpkit check 看。" in said
    assert "全部用" not in bar(State(others=others[:20]), language="zh")


def test_only_another_content_is_a_change(tmp_path: Path) -> None:
    docs = tmp_path / "docs" / "zh"
    docs.mkdir(parents=True)
    page = docs / "页 面.md"
    page.write_text("one", encoding="utf-8")
    sources = Sources(tmp_path)
    os.utime(page, (1, 1))
    assert sources.changed() == []
    page.write_text("two", encoding="utf-8")
    (docs / "new.md").write_text("new", encoding="utf-8")
    (docs / ".hidden.md").write_text("a lock of an editor", encoding="utf-8")
    assert sources.changed() == ["docs/zh/new.md", "docs/zh/页 面.md"]
    page.rename(docs / "other.md")
    assert sources.changed() == ["docs/zh/other.md", "docs/zh/页 面.md"]
    assert sources.changed() == []


def test_a_tab_is_told_what_came_after_what_it_shows() -> None:
    tabs = Tabs()
    start = tabs.count
    assert tabs.due("a/", seen=start) == ""
    tabs.reload(["a/"])
    assert [tabs.due(page, seen=start) for page in ("a/", "b/")] == ["reload", ""]
    assert tabs.due("a/", seen=tabs.count) == ""
    tabs.say()
    assert [tabs.due(page, seen=start) for page in ("a/", "b/")] == ["reload", "bar"]
    tabs.reload(None)
    assert tabs.due("b/", seen=start) == "reload"


class SlowWorker(Worker):
    """Draws the text of a file as a page; its builds end when they are told to."""

    began, may_end, swapped = (threading.Event() for _ in range(3))

    def __init__(self, root: Path) -> None:
        self.root = root

    def ask(self, what: str, *given: Any, within: float = 0, **options: Any) -> Any:
        text = (self.root / "docs/zh/a.md").read_text(encoding="utf-8")
        if what == "build":
            self.began.set()
            assert self.may_end.wait(timeout=PATIENCE)
            self.page = given[0] / "a" / "index.html"
            self.page.parent.mkdir(parents=True)
            self.page.write_text(text, encoding="utf-8")
            return Built(done=True, pages={"a/": "zh/a.md"})
        if what == "draw":
            self.page.write_text(text, encoding="utf-8")
            return Drawn(pages=given[1])
        if what == "warm":
            self.swapped.set()
        return []

    def end(self) -> None:
        pass


class SlowPreview(run.Preview):
    def _worker(self) -> Worker:
        return SlowWorker(self._root)


def test_a_tab_that_shows_what_was_saved_during_a_build_is_not_loaded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "QUIET", 0)
    article = tmp_path / "docs" / "zh" / "a.md"
    article.parent.mkdir(parents=True)
    article.write_text("one", encoding="utf-8")
    SlowWorker.may_end.set()
    preview = SlowPreview(tmp_path, today=TINY_DAY, url="", say=lambda line: None)
    try:
        assert SlowWorker.swapped.wait(timeout=PATIENCE)
        for event in (SlowWorker.began, SlowWorker.may_end, SlowWorker.swapped):
            event.clear()
        with preview.tabs.opened("a/"):
            for text in ("two", "three"):
                seen = preview.tabs.count
                article.write_text(text, encoding="utf-8")
                with preview.tabs.news:
                    assert preview.tabs.news.wait_for(
                        lambda: preview.tabs.due("a/", seen=seen) == "reload",  # noqa: B023
                        timeout=PATIENCE,
                    )
                # What comes after "two" is not in the build that has begun.
                assert SlowWorker.began.wait(timeout=PATIENCE)
            seen = preview.tabs.count
            SlowWorker.may_end.set()
            assert SlowWorker.swapped.wait(timeout=PATIENCE)
            assert preview.tabs.due("a/", seen=seen) == "bar"
            shown = preview.file("a/")
            assert shown is not None
            assert shown.read_text(encoding="utf-8") == "three"
    finally:
        preview.stop()


class StumblingWorker(SlowWorker):
    """Raises what nobody foresaw when it is asked for `fails`."""

    fails = ""

    def ask(self, what: str, *given: Any, within: float = 0, **options: Any) -> Any:
        if what == self.fails:
            raise KeyError("unforeseen")
        return super().ask(what, *given, within=within, **options)


class StumblingPreview(run.Preview):
    def _worker(self) -> Worker:
        return StumblingWorker(self._root)


def shown_by(preview: run.Preview) -> str:
    """Return the page of the article."""
    with preview.still():
        shown = preview.file("a/")
        return shown.read_text(encoding="utf-8") if shown else ""


@pytest.mark.parametrize("what", ["draw", "check", "build", "warm"])
def test_what_nobody_foresaw_is_a_line_on_top_and_the_next_save_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(run, "QUIET", 0)
    monkeypatch.setattr(StumblingWorker, "fails", "")
    article = tmp_path / "docs" / "zh" / "a.md"
    article.parent.mkdir(parents=True)
    article.write_text("<body>one</body>", encoding="utf-8")
    SlowWorker.may_end.set()
    SlowWorker.swapped.clear()
    said: queue.Queue[str] = queue.Queue()
    preview = StumblingPreview(tmp_path, today=TINY_DAY, url="", say=said.put)
    try:
        assert SlowWorker.swapped.wait(timeout=PATIENCE)
        StumblingWorker.fails = what
        article.write_text("<body>two</body>", encoding="utf-8")
        while "error" not in (line := said.get(timeout=PATIENCE)):
            pass
        assert line == (
            "hooks/helpkit:1:1: error[site-not-drawn] The site cannot be drawn anew, and the fault is"
            " the program's, not yours: KeyError: 'unforeseen'. Fix: send this line to whoever looks"
            " after the program; what is shown is the last good state, and the next save tries again"
        )
        StumblingWorker.fails = ""
        SlowWorker.swapped.clear()
        article.write_text("<body>three</body>", encoding="utf-8")
        mended = False
        while not mended or "three" not in shown_by(preview):
            mended |= "mended" in said.get(timeout=PATIENCE)
        assert SlowWorker.swapped.wait(timeout=PATIENCE)
        assert preview.state("a/").faults == []
    finally:
        preview.stop()


def test_a_bar_that_cannot_be_made_leaves_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = tmp_path / "docs" / "zh" / "a.md"
    article.parent.mkdir(parents=True)
    article.write_text("<body>one</body>", encoding="utf-8")
    SlowWorker.may_end.set()
    preview = SlowPreview(tmp_path, today=TINY_DAY, url="", say=lambda line: None)
    monkeypatch.setattr(preview, "state", lambda path: {}["unforeseen"])
    with Server(0) as server:
        server.preview = preview
        threading.Thread(target=server.handle_request, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/a/"
        try:
            html = urllib.request.urlopen(address, timeout=PATIENCE).read().decode()
        finally:
            preview.stop()
    assert "one" in html
    said = "网页画不出来了。这是程序自己的错，不是您的错：“KeyError: &#39;unforeseen&#39;”（程序的原话）"
    assert said in bar_of(html)


def test_nothing_of_the_preview_is_in_a_built_site(site: Path) -> None:
    pages = [path for path in site.rglob("*.*") if path.suffix in (".html", ".js", ".css")]
    assert pages
    assert [path for path in pages if "preview-bar" in path.read_text(encoding="utf-8")] == []

"""What writers do with one command: the files that change, and what is said to be left."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import ROOT, TINY_DAY, TODAY, build_tiny
from helpkit import sample
from helpkit.articles import freshness
from helpkit.articles.article import read as read_article
from helpkit.cli import main
from helpkit.commands import rereading
from helpkit.commands.edits import Edits
from helpkit.commands.pages import relinked
from helpkit.data import loading
from helpkit.data.yaml_edits import Editor, NotEditable
from helpkit.messages import Refused

DONE = "检查过了，没有剩下的事。\n"
READ = "日期和出处改好了。如果号码、时间也变了，请在 {} 里改。\n"


def run(root: Path, *words: str, typed: str | None = None, language: str = "zh") -> Result:
    """Run the command line as a writer does who reads one language."""
    runner = CliRunner(env={"HELPKIT_LANG": language})
    options = ["--root", str(root), "--today", TINY_DAY.isoformat()]
    return runner.invoke(main, [*options, *words], input=typed)


def texts(root: Path) -> dict[str, bytes]:
    """Return every source file of a repository."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("docs/zh", "docs/en", "data")
        for path in (root / folder).rglob("*.*")
        if path.is_file()
    } | {"mkdocs.yml": (root / "mkdocs.yml").read_bytes()}


def commit(root: Path) -> None:
    """Put all that stands there into git."""
    git = ["git", "-C", str(root), "-c", "user.name=Writer", "-c", "user.email=w@writer.example"]
    for words in (["init", "-q"], ["add", "docs", "data", "mkdocs.yml"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True, capture_output=True)


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Change a text that stands once in a file."""
    text = (root / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


# --- Pages


def test_a_page_moves_with_its_links_its_data_its_menu_and_leaves_a_redirect(
    tiny_repository: Path,
) -> None:
    done = run(tiny_repository, "move", "problems/login", "contact/cannot-log-in")
    assert DONE in done.output, done.output
    after = {name: text.decode() for name, text in texts(tiny_repository).items()}
    assert "docs/zh/problems/login.md" not in after
    moved = after["docs/zh/contact/cannot-log-in.md"]
    assert "[英国的机构](regions/gb.md)" in moved
    assert "](contact/cannot-log-in.md#do-now)" in after["docs/zh/index.md"]
    assert "](../cannot-log-in.md)" in after["docs/en/contact/regions/gb.md"]
    assert after["data/redirects.yml"] == (
        f"- page: problems/login\n  moved_to: contact/cannot-log-in\n  on: {TINY_DAY}\n"
    )
    assert "\n- contact/cannot-log-in\n" in after["data/addresses.yml"]
    assert "\n- problems/login\n" in after["data/addresses.yml"]
    assert "  page: contact/cannot-log-in\n" in after["data/terms.yml"]
    assert "  contact/cannot-log-in: [login]\n" in after["data/search.yml"]
    menu = after["mkdocs.yml"]
    assert "  - contact/verify.md\n  - contact/cannot-log-in.md\n" in menu
    assert "problems/login.md" not in menu


def write_override(repository: Path) -> Path:
    """Write a page in a derived language and return its path."""
    case = yaml.safe_load((ROOT / "tests/cases/parity/override-good.yml").read_text("utf-8"))
    page = repository / case["change"][0]["file"]
    page.parent.mkdir(parents=True)
    page.write_text(case["change"][0]["write"], encoding="utf-8")
    return page


def test_a_page_in_a_derived_language_moves_and_is_blessed_with_its_source(
    tiny_repository: Path,
) -> None:
    page = write_override(tiny_repository)
    done = run(tiny_repository, "move", "problems/login", "contact/cannot-log-in")
    assert DONE in done.output, done.output
    moved = tiny_repository / "docs/zh-hant/contact/cannot-log-in.md"
    assert not page.exists()
    assert "[英國的機構](regions/gb.md)" in moved.read_text("utf-8")
    edit(tiny_repository, "docs/zh/contact/cannot-log-in.md", "看看地址。", "看看地址栏。")
    stale = run(tiny_repository, "sync").output
    assert "docs/zh-hant/contact/cannot-log-in.md" in stale
    done = run(tiny_repository, "bless", "docs/zh-hant/contact/cannot-log-in.md", "--yes")
    assert "docs/zh-hant/contact/cannot-log-in.md" in done.output
    assert "zh-hant" not in run(tiny_repository, "check").output


def test_a_page_that_moves_back_is_a_page_again(tiny_repository: Path) -> None:
    run(tiny_repository, "move", "problems/login", "problems/cannot-log-in")
    done = run(tiny_repository, "move", "problems/cannot-log-in", "problems/login")
    assert DONE in done.output, done.output
    assert (tiny_repository / "data/redirects.yml").read_text("utf-8") == (
        f"- page: problems/cannot-log-in\n  moved_to: problems/login\n  on: {TINY_DAY}\n"
    )


@pytest.mark.long
def test_what_was_never_published_leaves_no_trace(tiny_repository: Path) -> None:
    for language, line in (("zh", "- [登不进去](login.md)"), ("en", "- [Cannot log in](login.md)")):
        path = tiny_repository / "docs" / language / "problems" / "index.md"
        path.write_text(path.read_text("utf-8") + f"\n{line}\n", encoding="utf-8")
    run(tiny_repository, "bless", "--all", "--yes")
    run(tiny_repository, "addresses")
    commit(tiny_repository)
    before = texts(tiny_repository)

    run(tiny_repository, "move", "problems/login", "problems/cannot-log-in")
    done = run(tiny_repository, "move", "problems/cannot-log-in", "problems/login")
    assert DONE in done.output, done.output
    assert texts(tiny_repository) == before

    run(tiny_repository, "new", "page", "problems/card-declined")
    assert "card-declined" in (tiny_repository / "docs/zh/problems/index.md").read_text("utf-8")
    for language in ("zh", "en"):
        (tiny_repository / f"docs/{language}/problems/card-declined.md").unlink()
    assert (
        "错误[page-address-gone] “problems/card-declined”这一页没有了；它还没有发布过。"
        "改法：运行 .venv/bin/helpkit remove problems/card-declined，把它从菜单、目录和登记里一起去掉\n"
    ) in run(tiny_repository, "check").output
    done = run(tiny_repository, "remove", "problems/card-declined")
    assert DONE in done.output, done.output
    assert texts(tiny_repository) == before

    region = ("--name-zh", "爱尔兰", "--name-en", "Ireland", "--part", "europe")
    run(tiny_repository, "new", "region", "IE", *region, "--zone", "Europe/Dublin")
    done = run(tiny_repository, "remove", "contact/regions/ie", "--ask", typed="是\n")
    assert DONE in done.output, done.output
    assert texts(tiny_repository) == before

    edit(tiny_repository, "data/addresses.yml", "- index\n", "- contact/regions/gb#gb-x\n- index\n")
    assert "“gb-x”在 data/regions/GB.yml 里没有了；它还没有发布过" in (
        run(tiny_repository, "check").output
    )
    assert run(tiny_repository, "addresses").exit_code == 0
    assert texts(tiny_repository) == before


def test_a_page_that_was_published_is_told_to_be_gone(tiny_repository: Path) -> None:
    commit(tiny_repository)
    before = texts(tiny_repository)
    done = run(tiny_repository, "remove", "problems/login", "--ask", typed="\n")
    assert done.output == (
        "真的要拿掉“problems/login”吗？两种语言的文章都会删掉。（写“是”或“否”，直接回车就是“否”）: \n"
        "没有拿掉。\n"
    )
    assert texts(tiny_repository) == before
    run(tiny_repository, "remove", "problems/login")
    after = texts(tiny_repository)
    assert not [name for name in after if name.endswith("problems/login.md")]
    assert b"problems/login.md" not in after["mkdocs.yml"]
    assert b"- problems/login\n" in after["data/addresses.yml"]
    assert after["data/redirects.yml"].decode() == (
        f"- page: problems/login\n  gone: true\n  on: {TINY_DAY}\n"
    )
    done = run(tiny_repository, "remove", "contact/regions/gb")
    assert done.output == "出错了：contact/regions/gb 是发布过的地区页，不能拿掉。\n"


def test_a_file_that_was_renamed_by_hand_is_moved_by_the_command_that_the_check_names(
    tiny_repository: Path,
) -> None:
    pages = tiny_repository / "docs" / "zh" / "problems"
    (pages / "login.md").rename(pages / "sign-in.md")
    assert "move problems/login problems/sign-in" in run(tiny_repository, "check").output
    done = run(tiny_repository, "move", "problems/login", "problems/sign-in")
    assert DONE in done.output, done.output
    assert (tiny_repository / "docs/en/problems/sign-in.md").is_file()
    assert not list(tiny_repository.glob("docs/*/problems/login.md"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("problems/logn", "x"), "没有“problems/logn”这一页。您是不是想写“problems/login”？"),
        (("contact/regions/gb", "x"), "contact/regions/gb 的地址由地区代码决定，不能改名。"),
        (("problems/login", "problems/login"), "“problems/login”就是现在的地址；什么都没改。"),
        (("problems/login", "index"), "已经有 docs/zh/index.md；什么都没写。"),
        (
            ("problems/login",),
            "还缺 新位置。什么都没写。写上它再运行一次，或加上 --ask，一项一项回答。",
        ),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(
    tiny_repository: Path, words: tuple[str, ...], said: str
) -> None:
    before = texts(tiny_repository)
    done = run(tiny_repository, "move", *words)
    assert (done.exit_code, done.output) == (1, f"出错了：{said}\n")
    assert texts(tiny_repository) == before


def test_links_are_rewritten_and_code_is_not() -> None:
    page = (
        '[a](b.md#x) ![p](../../assets/images/p.png) [c](../c/d.md "t") [h](#here)\n\n'
        "```\n[a](b.md)\n```\n\n[w](https://sample.example/b.md)\n"
    )
    assert relinked(page, was="a/x", now="z/y/x", old="a/x", new="z/y/x") == (
        '[a](../../a/b.md#x) ![p](../../../assets/images/p.png) [c](../../c/d.md "t") [h](#here)\n\n'
        "```\n[a](b.md)\n```\n\n[w](https://sample.example/b.md)\n"
    )
    assert relinked(page, was="a/x", now="a/x", old="c/d", new="a/e").count('](e.md "t")') == 1


def test_a_new_page_takes_its_words_from_answers_and_is_listed_in_the_index(
    tiny_repository: Path,
) -> None:
    for language, line in (("zh", "- [登不进去](login.md)"), ("en", "- [Cannot log in](login.md)")):
        path = tiny_repository / "docs" / language / "problems" / "index.md"
        path.write_text(path.read_text("utf-8") + f"\n{line}\n", encoding="utf-8")
    run(tiny_repository, "bless", "problems/index", "--yes")
    words = ["卡被拒了怎么办", "Card declined: what to do", "卡被拒", "Card declined"]
    words += ["付款时卡被拒了：先问发卡行，再看余额、限额和有效期，写清楚是哪一天、哪一笔。"]
    words += ["Your card was declined: ask its issuer first, then look at balance, limit and date."]
    words += ["先问发卡行。", "Ask the issuer first.", "start", "login", "付款失败", "no payment"]
    done = run(
        tiny_repository,
        *("new", "page", "problems/card-declined", "--ask"),
        typed="".join(f"{word}\n" for word in words),
    )
    assert "(1/12) 大标题：读者会搜的话，最多 35 字（中文）: " in done.output
    assert "还剩这些（共 4 处）：" in done.output, done.output
    index = (tiny_repository / "docs/zh/problems/index.md").read_text("utf-8")
    assert index.endswith("- [登不进去](login.md)\n- [卡被拒](card-declined.md)：付款失败\n")
    page = (tiny_repository / "docs/en/problems/card-declined.md").read_text("utf-8")
    assert 'title: "Card declined: what to do"\nshort: Card declined\n' in page
    assert "/// message | login\n///\n" in page
    assert run(tiny_repository, "sync").output == "英文：20 页里有 0 页要对。\n"


def test_nothing_is_lost_when_a_file_cannot_be_written(
    tiny_repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(tiny_repository)
    replace = os.replace

    def fail(source: str, target: Path) -> None:
        if Path(target).name == "mkdocs.yml":
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail)
    done = run(tiny_repository, "move", "problems/login", "problems/cannot-log-in")
    assert done.exit_code == 1
    assert done.output.startswith("出错了：写不进 ")
    assert "什么都没改" in done.output
    assert texts(tiny_repository) == before


def test_a_file_keeps_its_line_ends_and_its_mark(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("\ufeffa: 1\r\nb: 2\r\n".encode())
    edits = Edits(tmp_path)
    assert edits.read("a.yml") == "a: 1\nb: 2\n"
    edits.write("a.yml", "a: 1\nb: 3\n")
    assert edits.save() == ["a.yml"]
    assert (tmp_path / "a.yml").read_bytes() == "\ufeffa: 1\r\nb: 3\r\n".encode()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("名字".encode("gb18030"))
    with pytest.raises(Refused) as refused:
        Edits(tmp_path).read("a.yml")
    assert refused.value.message.key == "file-not-utf8"


def test_a_form_that_a_program_cannot_change_is_left_to_a_person(tiny_repository: Path) -> None:
    path = tiny_repository / "data/redirects.yml"
    path.write_text('[{page: problems/old, gone: "true", on: 2026-11-01}]\n', encoding="utf-8")
    before = texts(tiny_repository)
    done = run(tiny_repository, "move", "problems/login", "problems/cannot-log-in", language="en")
    assert done.output == (
        "Error: data/redirects.yml is written in a form that a program cannot change; nothing was"
        " changed. Fix: change it by hand, like its neighbours.\n"
    )
    assert texts(tiny_repository) == before


def test_data_with_mistakes_are_mended_first(tiny_repository: Path) -> None:
    edit(tiny_repository, "data/service.yml", "publisher: independent", "publisher: us")
    before = texts(tiny_repository)
    done = run(tiny_repository, "withdraw", "gb-sample-line")
    assert done.output.startswith(
        "出错了：数据里有错，没法接着改；什么都没改。先改好这一处：data/service.yml:2:1: "
    )
    assert texts(tiny_repository) == before


# --- Regions, contacts, messages


def test_a_new_region_begins_with_its_data_and_says_what_comes_next(tiny_repository: Path) -> None:
    answers = "\n\neurope\nEurope/Dublin\n"  # the names that are offered are taken
    done = run(tiny_repository, "new", "region", "ie", "--ask", typed=answers)
    assert "名称（中文） [爱尔兰]: " in done.output
    assert "现在加联系方式：.venv/bin/helpkit new contact IE\n" in done.output
    assert (tiny_repository / "data/regions/IE.yml").read_text("utf-8") == (
        "# yaml-language-server: $schema=../schemas/region.json\n"
        "code: IE\nname:\n  zh: 爱尔兰\n  en: Ireland\npart: europe\ntime_zone: Europe/Dublin\n"
        "other_time_zones: []\nokpay_channels: []\ncontacts: []\n"
    )
    menu = (tiny_repository / "mkdocs.yml").read_text("utf-8")
    assert "  - contact/regions/gb.md\n  - contact/regions/ie.md\n" in menu
    assert DONE in done.output, done.output


CONTACT = (
    *("--id", "gb-sample-police", "--kind", "police"),
    *("--name-zh", "示例警局", "--name-en", "Sample police"),
    *("--purpose-zh", "报案。", "--purpose-en", "Report a crime."),
    *("--phone", "020 7946 0042; 999", "--source", "https://police.example/contact"),
    *("--source-kind", "own", "--read", "live"),
)


def test_a_new_contact_stands_behind_the_others_with_its_evidence(tiny_repository: Path) -> None:
    path = tiny_repository / "data/regions/GB.yml"
    before = path.read_text("utf-8")
    done = run(tiny_repository, "new", "contact", "GB", *CONTACT)
    assert DONE in done.output, done.output
    added = (
        "  - id: gb-sample-police\n    kind: police\n"
        "    name:\n      zh: 示例警局\n      en: Sample police\n"
        "    help:\n      zh: 报案。\n      en: Report a crime.\n"
        '    phones:\n      - number: "020 7946 0042"\n        from_abroad: unknown\n'
        '      - number: "999"\n        from_abroad: unknown\n        short_code: true\n'
        "    evidence:\n      source: https://police.example/contact\n"
        f"      source_kind: own\n      read: live\n      read_on: {TINY_DAY}\n"
    )
    assert path.read_text("utf-8") == before.replace("leads:\n", f"{added}leads:\n")
    assert "- contact/regions/gb#gb-sample-police\n" in (
        tiny_repository / "data/addresses.yml"
    ).read_text("utf-8")
    again = run(tiny_repository, "new", "contact", "GB", *CONTACT)
    assert again.output == (
        "出错了：编号“gb-sample-police”已经在 data/regions/GB.yml 里了；什么都没写。每个编号只用一次。\n"
    )


def test_a_contact_that_is_withdrawn_keeps_its_values_and_the_days_on_which_it_was_read(
    tiny_repository: Path,
) -> None:
    why = ("--reason-zh", "号码停用了。", "--reason-en", "The number was closed.")
    done = run(tiny_repository, "withdraw", "gb-sample-line", *why)
    assert DONE in done.output, done.output
    said = (tiny_repository / "data/regions/GB.yml").read_text("utf-8")
    assert "contacts: []\n" in said
    assert "contact: gb-sample-line" not in said
    assert said.endswith(
        "withdrawn:\n  - id: gb-sample-line\n    kind: anti-scam\n"
        "    name:\n      zh: 示例反诈热线\n      en: Sample anti-scam line\n"
        '    values:\n      - "020 7946 0018"\n      - "159"\n      - help@sample-line.example\n'
        "    history:\n      - on: 2026-11-01\n"
        f"    withdrawn_on: {TINY_DAY}\n"
        "    reason:\n      zh: 号码停用了。\n      en: The number was closed.\n"
    )


def test_a_contact_is_withdrawn_once_and_only_if_the_writer_says_so(tiny_repository: Path) -> None:
    before = texts(tiny_repository)
    answers = "号码停用了。\nThe number was closed.\n\n"
    done = run(tiny_repository, "withdraw", "gb-sample-line", "--ask", typed=f"{answers}n\n")
    assert done.output.endswith(
        "由哪个编号的联系方式接替（没有就直接回车）: \n"
        "真的要撤下“示例反诈热线”（gb-sample-line）吗？（写“是”或“否”，直接回车就是“否”）: n\n没有撤。\n"
    )
    assert texts(tiny_repository) == before
    done = run(tiny_repository, "withdraw", "gb-sample-line", "--ask", typed=f"{answers}是\n")
    assert DONE in done.output, done.output
    again = run(tiny_repository, "withdraw", "gb-sample-line")
    assert again.output == (
        "出错了：“gb-sample-line”已经撤下了，写在 data/regions/GB.yml 的 withdrawn 下面。\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("new", "page", "problems/login"),
            "已经有 docs/zh/problems/login.md；什么都没写。",
        ),
        (("new", "message", "login"), "已经有 data/messages/login.yml；什么都没写。"),
        (
            ("new", "contact", "GB", "--id", "gb-sample-line"),
            "编号“gb-sample-line”已经在 data/regions/GB.yml 里了；什么都没写。每个编号只用一次。",
        ),
        (
            ("new", "contact", "GB", "--id", "gb 新编号"),
            "“gb 新编号”不能当编号。改法：只用小写字母、数字和连字符，比如 hk-police-999",
        ),
        (("move", "index", "home"), "首页不能搬：它的网址就是网站的网址。"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_asked(
    tiny_repository: Path, words: tuple[str, ...], said: str
) -> None:
    before = texts(tiny_repository)
    done = run(tiny_repository, *words, "--ask", typed="")
    assert done.output == f"出错了：{said}\n"
    assert texts(tiny_repository) == before


def test_answers_that_cannot_be_right_change_nothing_and_are_not_lost(
    tiny_repository: Path,
) -> None:
    before = texts(tiny_repository)
    data = tiny_repository / "data" / "regions"
    written = data.stat().st_mtime_ns, (data / "GB.yml").stat().st_mtime_ns
    answers = "GB-新\ngb-new-line\n民警\n警察\n新热线\nNew line\n报案。\nReport.\n２９２９ ２２２２；12\n报警\n短号\nReport\nShort\n"
    answers += (
        "无\nwww.police.example\nhttps://police.example\n早九晚五\n周一至周五 ９：00－17：00\n"
    )
    answers += "https://police.example/contact\n1\nlive\n"
    done = run(tiny_repository, "new", "contact", "GB", "--ask", typed=answers)
    assert "“民警”不在上面，再选一次。\n" in done.output
    for why in (
        "“GB-新”不能当编号。改法：只用小写字母、数字和连字符，比如 hk-police-999",
        "“www.police.example”不是网址。改法：从浏览器里复制完整网址，要从 https:// 开始",
        "“早九晚五”不是 opening_hours 的写法。改法：写成“Mo-Fr 09:00-17:00; PH off”或“24/7”这样",
    ):
        assert f"\n{why}\n再写一次（按 Ctrl-C 就停下，什么都不写）。\n" in done.output
    assert "\n--phone：“2929 2222”在 GB 打不通：" in done.output
    assert "data/regions/GB.yml:" not in done.output
    assert done.output.endswith(
        "出错了：上面的回答不对，什么都没写。改好错的地方，再运行：\n"
        ".venv/bin/helpkit new contact GB --id gb-new-line --kind police"
        " --name-zh '新热线' --name-en 'New line' --purpose-zh '报案。' --purpose-en Report."
        " --phone '２９２９ ２２２２；12' --label-zh '报警; 短号' --label-en 'Report; Short'"
        " --website https://police.example --hours '周一至周五 ９：00－17：00'"
        " --source https://police.example/contact --source-kind own --read live\n"
    )
    assert done.exit_code == 1
    # A preview that runs beside it sees nothing.
    assert (data.stat().st_mtime_ns, (data / "GB.yml").stat().st_mtime_ns) == written
    assert texts(tiny_repository) == before


def test_whoever_stops_at_a_question_is_told_that_nothing_was_written(
    tiny_repository: Path,
) -> None:
    before = texts(tiny_repository)
    done = run(tiny_repository, "new", "region", "IE", "--ask", typed="爱尔兰\n")
    assert (done.exit_code, done.stderr) == (1, "\n已停止，什么都没写。\n")
    assert texts(tiny_repository) == before


def test_a_contact_that_nobody_knows_is_guessed_at(tiny_repository: Path) -> None:
    done = run(tiny_repository, "withdraw", "gb-sampel-line", language="en")
    assert done.output == (
        'Error: No contact in data/regions has the id "gb-sampel-line".'
        ' Did you mean "gb-sample-line"?\n'
    )


def test_a_source_that_is_read_again_moves_the_day_before_to_the_history(
    tiny_repository: Path,
) -> None:
    other = "https://sample-line.example/help"
    done = run(tiny_repository, "reread", "gb-sample-line", "--source", other)
    assert DONE in done.output, done.output
    said = (tiny_repository / "data/regions/GB.yml").read_text("utf-8")
    assert (
        f"    evidence:\n      source: {other}\n      source_kind: own\n      read: live\n"
        f"      read_on: {TINY_DAY}\n    history:\n      - on: 2026-11-01\nleads:\n"
    ) in said


MESSAGE = {
    "title": ("卡被拒", "Card declined"),
    "use": ("从 App 里发。", "Send it in the app."),
    "text": (
        "我的卡被拒了【日期】。\n请给我编号。",
        "My card was declined on [date].\nGive me a number.",
    ),
    "chat": ("卡被拒了【日期】。", "Card declined on [date]."),
    "call": ("我的卡被拒了。", "My card was declined."),
}


def test_a_new_message_is_whole_in_both_languages(tiny_repository: Path) -> None:
    options = [
        part
        for name, (chinese, english) in MESSAGE.items()
        for part in (f"--{name}-zh", chinese, f"--{name}-en", english)
    ]
    done = run(tiny_repository, "new", "message", "card-declined", *options)
    assert DONE in done.output, done.output
    said = (tiny_repository / "data/messages/card-declined.yml").read_text("utf-8")
    assert "zh: |-\n  我的卡被拒了【日期】。\n  请给我编号。\n" in said


# --- Comparing, blessing, what is next


def test_what_changed_in_the_chinese_stands_beside_the_english(tiny_repository: Path) -> None:
    commit(tiny_repository)
    edit(tiny_repository, "docs/zh/problems/login.md", "看看地址。", "看看地址栏。")
    assert run(tiny_repository, "sync", "problems/login").output == (
        "docs/zh/problems/login.md:14\n"
        "  - 1. **停一下。**看看地址。\n"
        "  + 1. **停一下。**看看地址栏。\n"
        "  docs/en/problems/login.md:15\n"
        "    1. **Stop.** Look at the address.\n"
        "改好 docs/en/problems/login.md 以后运行 .venv/bin/helpkit bless problems/login\n"
    )
    commit(tiny_repository)  # what was matched is an earlier version now
    asked = run(tiny_repository, "bless", "problems/login", "--ask", typed="n\n")
    assert "  + 1. **停一下。**看看地址栏。\n" in asked.output
    assert asked.output.endswith(
        "英文都跟中文一致了吗？（写“是”或“否”，直接回车就是“否”）: n\n没有记。\n"
    )
    unasked = run(tiny_repository, "bless", "problems/login", "--no-ask")
    assert unasked.exit_code == 1
    assert "  + 1. **停一下。**看看地址栏。\n" in unasked.output
    assert unasked.output.endswith(
        "出错了：没有记：这里没法问您。对照过各种语言的这一页，就运行 .venv/bin/helpkit bless problems/login --yes\n"
    )
    done = run(tiny_repository, "bless", "problems/login", "--ask", typed="y\n")
    assert done.output.endswith("记好了：docs/en/problems/login.md 和中文一致\n")
    assert run(tiny_repository, "sync", "problems/login").output == (
        "docs/en/problems/login.md 和中文一致，没有要改的。\n"
    )


def test_a_change_is_shown_once_with_what_stands_there_in_each_language(
    tiny_repository: Path,
) -> None:
    write_override(tiny_repository)
    run(tiny_repository, "bless", "problems/login", "--yes")
    commit(tiny_repository)
    edit(tiny_repository, "docs/zh/problems/login.md", "看看地址。", "看看地址栏。")
    assert run(tiny_repository, "sync", "problems/login", language="en").output == (
        "docs/zh/problems/login.md:14\n"
        "  - 1. **停一下。**看看地址。\n"
        "  + 1. **停一下。**看看地址栏。\n"
        "  docs/en/problems/login.md:15\n"
        "    1. **Stop.** Look at the address.\n"
        "  docs/zh-hant/problems/login.md:15\n"
        "    1. **停一下。**看看網址。\n"
        "Once that is said in docs/en/problems/login.md, docs/zh-hant/problems/login.md,"
        " run .venv/bin/helpkit bless problems/login\n"
    )


def test_a_page_that_was_never_compared_says_so_when_it_is_blessed(tiny_repository: Path) -> None:
    page = write_override(tiny_repository)
    edit(
        tiny_repository, page.relative_to(tiny_repository).as_posix(), "source: 26a5105473b2\n", ""
    )
    commit(tiny_repository)
    asked = run(tiny_repository, "bless", "problems/login", "--ask", typed="y\n")
    assert asked.output == (
        "docs/en/problems/login.md 和中文一致，没有要改的。\n"
        "docs/zh-hant/problems/login.md 还没有对过；请把它和 docs/zh/problems/login.md 从头对一遍。\n"
        "英文、繁体中文都跟中文一致了吗？（写“是”或“否”，直接回车就是“否”）: y\n"
        "记好了：docs/zh-hant/problems/login.md 和中文一致\n"
        "记好了：docs/en/problems/login.md 和中文一致\n"
    )


def test_a_page_with_errors_is_not_blessed(tiny_repository: Path) -> None:
    path = write_override(tiny_repository)
    page = path.relative_to(tiny_repository).as_posix()
    edit(tiny_repository, page, "看看網址。", "看看这里。")
    before = path.read_bytes()
    done = run(tiny_repository, "bless", "problems/login", "--yes", language="en")
    assert done.exit_code == 1
    assert done.output == (
        "Error: nothing was recorded; first mend these errors:\n"
        f"{page}:15:14: error[article-simplified] The line has simplified characters: 这. This page is"
        " in traditional ones. Fix: write 這\n"
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["problems/login.md", "docs/zh/problems/login.md", "docs\\en\\problems\\login.md"]
)
def test_a_page_may_be_named_by_its_file(tiny_repository: Path, name: str) -> None:
    said = run(tiny_repository, "sync", name).output
    assert said == "docs/en/problems/login.md 和中文一致，没有要改的。\n"


def test_without_git_a_comparison_says_so(tiny_repository: Path) -> None:
    edit(tiny_repository, "docs/zh/problems/login.md", "看看地址。", "看看地址栏。")
    done = run(tiny_repository, "sync", "problems/login", language="en")
    assert done.exit_code == 1
    assert done.output.startswith(
        "Error: Earlier versions cannot be seen: this folder is not in git"
    )


def test_alone_it_says_what_needs_doing_next_in_order(tiny_repository: Path) -> None:
    assert run(tiny_repository).output == "都好，没有等着做的事。\n"
    edit(tiny_repository, "docs/zh/problems/login.md", "看看地址。", "看看地址栏。")
    edit(tiny_repository, "data/regions/GB.yml", '"020 7946 0018"', '"nobody"')
    for language in ("zh", "en"):
        edit(tiny_repository, f"docs/{language}/search.md", "2026-11-01", "2025-11-01")
    edit(
        tiny_repository,
        "data/search.yml",
        "regions:",
        "no_page:\n  - when: [hotline]\n    says: {zh: 没有这一页。, en: There is none.}\nregions:",
    )
    said = run(tiny_repository).output.splitlines()
    assert [line for line in said if line[0] != " "] == [
        "1. 1 个错误、0 个提醒，先改这些：.venv/bin/helpkit check",
        "2. 1 页英文没跟上中文：",
        "3. 1 页一年没人核对：",
        "读者在搜、本站没有页面的（data/search.yml）：电话",
    ]
    assert "   problems/login：.venv/bin/helpkit sync problems/login" in said
    assert "   2025-11-01  search" in said


def test_what_runs_out_soon_is_named(tiny_repository: Path) -> None:
    edit(tiny_repository, "data/service.yml", "phone: 365", "phone: 40")
    assert run(tiny_repository, language="en").output == (
        "1. 1 record must be read again within 30 days; read the source, then"
        " .venv/bin/helpkit reread ID:\n   2026-12-11  GB gb-sample-line\n"
    )


# --- YAML that is changed where it stands


@pytest.mark.parametrize(
    ("text", "location", "wanted"),
    [
        ("# none\n[]\n", (), "# none\n- a: 1\n"),
        ("x: []\ny: 2\n", ("x",), "x:\n  - a: 1\ny: 2\n"),
        (
            "x:\n  - b: 1\n  # the end\ny: 2\n",
            ("x",),
            "x:\n  - b: 1\n  - a: 1\n  # the end\ny: 2\n",
        ),
        ("x:\n- b: 1", ("x",), "x:\n- b: 1\n- a: 1"),
        ("y: 2\n", ("x",), "y: 2\nx:\n  - a: 1\n"),
        ("y: |\n  t\nz: 1\n", ("x",), "y: |\n  t\nz: 1\nx:\n  - a: 1\n"),
    ],
)
def test_an_item_goes_where_the_list_ends(
    tmp_path: Path, text: str, location: tuple[str, ...], wanted: str
) -> None:
    editor = Editor(tmp_path / "a.yml", text)
    editor.insert(location, "a: 1\n")
    assert editor.text == wanted


@pytest.mark.parametrize(
    ("text", "location", "wanted"),
    [
        ("x:\n  - a\n  # b\n  - b\n", ("x", 0), "x:\n  # b\n  - b\n"),
        ("x:\n  - a\ny: 1\n", ("x", 0), "x: []\ny: 1\n"),
        ("- a: |\n    t\n- b\n", (0,), "- b\n"),
        ("x:\n  a: 1\n  b: 2\n", ("x", "a"), "x:\n  b: 2\n"),
    ],
)
def test_an_item_goes_with_its_lines(
    tmp_path: Path, text: str, location: tuple[str | int, ...], wanted: str
) -> None:
    editor = Editor(tmp_path / "a.yml", text)
    editor.remove(location)
    assert editor.text == wanted


def test_what_stands_between_brackets_is_left_to_a_person(tmp_path: Path) -> None:
    editor = Editor(tmp_path / "a.yml", "x: [1, 2]\n")
    with pytest.raises(NotEditable):
        editor.insert(("x",), "3")
    with pytest.raises(NotEditable):
        editor.remove(("x", 0))


# --- What readers are told of a translation that fell behind


def test_readers_are_told_the_more_the_more_it_matters(
    tiny_repository: Path, tmp_path: Path
) -> None:
    for slug in ("problems/login", "contact/regions/hk", "contact/regions/gb"):
        run(tiny_repository, "bless", slug, "--yes")
    edit(tiny_repository, "docs/zh/problems/login.md", "看看地址。", "别看地址。")
    for region in ("hk", "gb"):
        edit(tiny_repository, f"docs/zh/contact/regions/{region}.md", "能帮忙", "可以帮忙")
    path = "docs/zh/contact/regions/gb.md"
    edit(tiny_repository, path, "\nreviewed:", "\nchange: minor\nreviewed:")
    day, newer = "\nreviewed: 2026-11-01", "\nreviewed: 2026-11-20"
    edit(tiny_repository, "docs/zh/index.md", day, f"\nchange: major{newer}")
    edit(tiny_repository, "docs/en/index.md", day, newer)
    edit(tiny_repository, "docs/zh/index.md", "先停款", "马上停款")
    done = build_tiny(tiny_repository, tmp_path / "site", strict=False)
    assert done.exit_code == 0, done.stderr
    told = {
        "en/problems/login": "Numbers, steps, links or things not to do have changed",
        "en/contact/regions/hk": "has small edits that this translation",
        "en/contact/regions/gb": "",
        "en": "has changed and this translation hasn&#39;t caught up",
        "contact/regions/hk": "",
    }
    for address, words in told.items():
        html = (tmp_path / "site" / address / "index.html").read_text(encoding="utf-8")
        found = re.search(r'role="note"><p>([^<]*)<a href="[^"]*" hreflang="zh-Hans"', html)
        assert bool(found) == bool(words), address
        assert words in (found[1] if found else ""), address


def test_questions_say_how_far_one_is_and_take_numbers_and_full_width_answers(
    tiny_repository: Path,
) -> None:
    answers = ["gb-new-line", "2", "新热线", "New line", "报案。", "Report."]
    answers += ["０２０ ７９４６ ００４２；9 9 9", "热线", "报警", "Line", "Emergency"]
    answers += ["没有", "", "24小时"]
    answers += ["https://police.example/contact", "1", "1"]
    done = run(
        tiny_repository,
        *("new", "contact", "GB", "--ask"),
        typed="".join(f"{each}\n" for each in answers),
    )
    assert "(1/12) 是哪一种机构\n   1 警察 (police)\n" in done.output
    assert "(3/12) 名称（英文）: " in done.output
    assert "(12/12) 怎样读的\n   1 打开了网页 (live)\n" in done.output
    written = (tiny_repository / "data/regions/GB.yml").read_text("utf-8")
    assert "kind: anti-scam" in written
    assert "020 7946 0042" in written
    assert "label:\n          zh: 报警\n          en: Emergency\n" in written.partition("9 9 9")[2]
    assert "hours: 24/7" in written.replace('"', "")
    assert "emails" not in written.partition("gb-new-line")[2].partition("- id:")[0]


def test_a_page_without_a_name_leaves_a_note_in_its_index_that_the_checks_tell(
    tiny_repository: Path,
) -> None:
    for language, line in (("zh", "- [登不进去](login.md)"), ("en", "- [Cannot log in](login.md)")):
        path = tiny_repository / "docs" / language / "problems" / "index.md"
        path.write_text(path.read_text("utf-8") + f"\n{line}\n", encoding="utf-8")
    run(tiny_repository, "bless", "problems/index", "--yes")
    said = run(tiny_repository, "new", "page", "problems/card-declined").output
    for language in ("zh", "en"):
        assert re.search(rf"docs/{language}/problems/index.md:\d+:\d+: .*“TODO”", said), said


def test_a_source_is_read_again_only_if_somebody_says_so(tiny_repository: Path) -> None:
    before = texts(tiny_repository)
    done = run(tiny_repository, "reread", "--ask", typed="gb-sample-line\nn\n")
    assert "020 7946 0018\n" in done.output
    assert (
        "今天打开了上面的网页，这些都还在上面吗？（写“是”或“否”，直接回车就是“否”）: n\n没有记。\n"
        in done.output
    )
    assert texts(tiny_repository) == before


def test_blessing_says_what_to_write_and_what_has_not_changed(tiny_repository: Path) -> None:
    done = run(tiny_repository, "bless")
    assert done.exit_code == 1
    assert done.output == (
        "出错了：没写要记哪一页。写上它，例如 .venv/bin/helpkit bless problems/login；"
        "哪些页没跟上，运行 .venv/bin/helpkit sync 看\n"
    )
    run(tiny_repository, "bless", "problems/login", "--yes")
    done = run(tiny_repository, "bless", "problems/login", "--ask", typed="")
    assert done.output == "docs/en/problems/login.md 和中文一致，没有要改的。\n"


def test_days_of_staleness_count_from_the_change_whatever_was_reviewed(
    tiny_repository: Path,
) -> None:
    root, path = tiny_repository, "docs/zh/problems/login.md"
    run(root, "bless", "problems/login", "--yes")

    def commit(day: str) -> None:
        git(root, "add", "docs", day=day)
        git(root, "commit", "-qm", "x", day=day)

    git(root, "init", "-q", day="2026-10-01")
    commit("2026-10-01")
    edit(root, path, "看看地址", "看清地址")
    edit(root, path, "reviewed:", "change: minor\nreviewed:")
    said = run(root, "check").output
    assert said == "没有发现问题。\n"  # minor, and of today
    commit("2026-10-12")
    edit(root, path, "看清地址", "看明白地址")
    edit(root, path, "reviewed: 2026-11-01", "reviewed: 2026-11-20")
    commit("2026-11-20")
    assert (TINY_DAY - date(2026, 10, 12)).days == 41
    assert "（小改动），这一页还没有跟上。这样已经 41 天了。" in run(root, "check").output, said
    assert "problems/login，旧了 41 天：" in run(root).output
    source, translation = (
        read_article(root / f"docs/{code}/problems/login.md", root=root, language=code)[0]
        for code in ("zh", "en")
    )
    told = freshness.told_to_readers(root, source, translation, today=TINY_DAY)
    assert told == "content"
    early = date(2026, 10, 20)
    assert freshness.told_to_readers(root, source, translation, today=early) is None


def git(root: Path, *words: str, day: str) -> None:
    """Run git as somebody, on a day."""
    when = f"{day}T12:00:00+00:00"
    subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=W", "-c", "user.email=w@w.example", *words],
        env={**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when},
        check=True,
        capture_output=True,
    )


TWO_PAGES = """\
    - who: {zh: 再找申诉机构, en: Then the ombudsman}
      evidence:
        source: https://sample-ombudsman.example/how
        source_kind: own
        source_date: 2024-03
        read: live
        read_on: 2026-11-02
"""


def test_a_ladder_is_read_again_page_by_page(tiny_repository: Path) -> None:
    name = "data/regions/GB.yml"
    path = tiny_repository / name
    before = path.read_text("utf-8")
    done = run(tiny_repository, "reread", "gb-ladder")
    assert done.output == f"改好了这些文件：\n  {name}\n{DONE}{READ.format(name)}"
    ladder = before.partition("ladder:")[2]
    read = ladder.replace("stored-copy", "live").replace("2026-11-01", str(TINY_DAY))
    assert path.read_text("utf-8") == before.replace(ladder, read)

    path.write_text(before + TWO_PAGES, encoding="utf-8")
    done = run(tiny_repository, "reread", "gb-ladder")
    assert (done.exit_code, done.output) == (
        1,
        "出错了：“gb-ladder”有几个出处，没法知道读的是哪一个；什么都没写。写上读过的那一个：\n"
        "gb-ladder/1  https://sample-line.example/complaints\n"
        "gb-ladder/2  https://sample-ombudsman.example/how\n",
    )
    done = run(tiny_repository, "reread", "gb-ladder", "--ask", typed="n\n是\n")
    assert done.output.startswith(
        "  先向公司投诉\n  十五个工作日\n  https://sample-line.example/complaints\n"
        "今天打开了上面的网页，这些都还在上面吗？（写“是”或“否”，直接回车就是“否”）: n\n没有记。\n"
        "  再找申诉机构\n  https://sample-ombudsman.example/how\n"
    )
    assert path.read_text("utf-8") == before + TWO_PAGES.replace("2026-11-02", str(TINY_DAY))
    other = "https://sample-ombudsman.example/new"
    run(tiny_repository, "reread", "gb-ladder/2", "--source", other)
    assert f"source: {other}\n        source_kind: own\n        read: live\n" in path.read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("gb-lader", "data 里没有编号是“gb-lader”的记录。您是不是想写“gb-ladder”？"),
        ("gb-ladder/3", "data 里没有编号是“gb-ladder/3”的记录。"),
        ("sample-bnak", "data 里没有编号是“sample-bnak”的记录。您是不是想写“sample-bank”？"),
    ],
)
def test_a_record_that_nobody_knows_is_not_read_again(
    tiny_repository: Path, id: str, said: str
) -> None:
    done = run(tiny_repository, "reread", id)
    assert (done.exit_code, done.output) == (1, f"出错了：{said}\n")


def test_a_reference_is_read_again(tiny_repository: Path) -> None:
    done = run(tiny_repository, "reread", "sample-bank")
    assert DONE in done.output, done.output
    text = (tiny_repository / "data/references.yml").read_text("utf-8")
    assert text.endswith(f"    read: live\n    read_on: {TINY_DAY}\n")


@pytest.mark.parametrize("world", ["real", "sample"])
def test_whatever_rests_on_a_page_can_be_read_again(world: str, tmp_path: Path) -> None:
    root = ROOT if world == "real" else tmp_path / "sample"
    if world == "sample":
        sample.write(ROOT, target=root, today=TODAY)
    directory, problems = loading.load(root, today=TODAY)
    assert directory is not None, problems
    found = {(proof.file, proof.location) for proof in rereading.proofs(directory)}
    wanted = {
        (path.relative_to(root).as_posix(), location)
        for path in (root / "data").rglob("*.yml")
        for location in places_of_evidence(
            yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        )
    }
    assert wanted
    assert found == wanted


def places_of_evidence(
    tree: object, location: tuple[object, ...] = ()
) -> Iterator[tuple[object, ...]]:
    """Yield where evidence stands in a data file."""
    if isinstance(tree, dict):
        if "read_on" in tree:
            yield location
        for key, inner in tree.items():
            yield from places_of_evidence(inner, (*location, key))
    elif isinstance(tree, list):
        for index, inner in enumerate(tree):
            yield from places_of_evidence(inner, (*location, index))


def test_a_source_that_was_read_today_already_changes_nothing(tiny_repository: Path) -> None:
    run(tiny_repository, "reread", "gb-sample-line")
    before = texts(tiny_repository)
    said = run(tiny_repository, "reread", "gb-sample-line").output
    assert said == "文件里已经是这样，没有要改的。\n"
    assert texts(tiny_repository) == before

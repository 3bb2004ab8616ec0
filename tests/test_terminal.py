"""The command line in the reader's language: help, refusals and what was typed wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from helpkit import messages
from helpkit.cli import main
from helpkit.terminal import argument_key, option_key


def run(language: str, *words: str) -> Result:
    return CliRunner(env={"HELPKIT_LANG": language}).invoke(main, words)


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the names that lead to it."""
    yield path, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = list(commands(main))


def test_every_command_and_option_has_its_help_in_the_catalogue() -> None:
    asked = {"-".join(["help", *path]) for path, _ in COMMANDS} | {
        option_key(path, parameter.opts[-1].lstrip("-"))
        for path, command in COMMANDS
        for parameter in command.params
        if isinstance(parameter, click.Option)
    }
    asked |= {
        argument_key(path, parameter.name or "") + ending
        for path, command in COMMANDS
        for parameter in command.params
        if isinstance(parameter, click.Argument)
        for ending in ("", ".name")
    }
    own = {"usage", "pieces", "command", "arguments", "options", "commands"}
    known = {k for k in messages.entries() if k.startswith(("help", "option-", "argument-"))}
    said = {"option-help", "option-needs-value", "option-no-value"}
    assert known - {f"help-{name}" for name in own} - said == asked


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize(("path", "_"), COMMANDS, ids=lambda part: str(part))
def test_each_command_says_what_it_is_for(path: tuple[str, ...], _: object, language: str) -> None:
    done = run(language, *path, "--help")
    assert done.exit_code == 0
    assert ("用法：" in done.output) == (language != "en")
    assert ("Usage: " in done.output) == (language != "zh")


def test_a_default_and_limits_stand_behind_the_help_of_an_option() -> None:
    for language, default in (("zh", "默认"), ("en", "default")):
        said = " ".join(run(language, "serve", "--help").output.split())
        assert re.search(rf"PORT\W+\[{default}\W+8000; 0<=x<=65535\]", said)


@pytest.mark.parametrize(
    "words", [["--lang", "zh", "explain", "x"], ["explain", "--lang", "zh", "x"]]
)
def test_the_language_can_be_said_before_and_behind_the_command(words: list[str]) -> None:
    assert run("en", *words).output == "出错了：没有叫“x”的规则。\n"


@pytest.mark.parametrize(
    ("words", "english", "chinese"),
    [
        (
            ["chek"],
            'No command is called "chek". Did you mean "check"?',
            "没有叫“chek”的命令。您是不是想写“check”？",
        ),
        (["check", "--quick"], 'There is no option "--quick".', "没有“--quick”这个选项。"),
        (["demo"], '"TARGET" is missing.', "少写了“新文件夹”。"),
        (["check", "now"], '"now" is too much.', "多写了“now”。"),
    ],
)
def test_what_is_typed_wrong_is_named_in_both_languages(
    words: list[str], english: str, chinese: str
) -> None:
    done = run("both", *words)
    assert done.exit_code == 2
    first, _, third, _ = done.output.splitlines()
    assert (first, third) == (f"Error: {english}", f"出错了：{chinese}")


def test_a_rule_is_explained_in_the_language_of_the_reader() -> None:
    said = run("zh", "explain", "data-alias").output
    assert said.startswith("data-alias\n\n用了锚点，文件写的是什么就看不出来了。\n\n不对：\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chekc"], "没有叫“chekc”的命令。您是不是想写“check”？"),
        (["check", "--stie", "x"], "没有“--stie”这个选项。您是不是想写“--site”？"),
        (["check", "--site"], "“--site”后面还要写一个值。"),
        (["build", "--plain=x"], "“--plain”后面什么都不用写。"),
        (["serve", "--port", "abc"], "“--port”的值不对：'abc' 不是数"),
        (["--root", "/no/such", "check"], "“--root”的值不对：没有 /no/such"),
    ],
)
def test_what_the_library_would_say_in_english_is_said_in_chinese(
    words: list[str], said: str
) -> None:
    assert run("zh", *words).output.splitlines()[0] == f"出错了：{said}"


@pytest.mark.parametrize(("path", "_"), COMMANDS, ids=lambda part: str(part))
def test_help_in_chinese_has_no_english_word_for_what_is_to_be_typed(
    path: tuple[str, ...], _: object
) -> None:
    said = run("zh", *path, "--help").output
    usual = re.sub(r"--[a-z-]+|Asia/\w+|\[[a-z|-]+\]|\[默认.*?\]", "", said, flags=re.DOTALL)
    known = {"HELPKIT", "SOURCE_DATE_EPOCH", "UTC", "PORT", "ISO", "HK", "AR", "FOLDER"}
    assert set(re.findall(r"[A-Z_]{2,}", usual)) <= known


def test_help_is_in_the_language_that_is_said_behind_it() -> None:
    assert run("en", "check", "--help", "--lang", "zh").output.startswith("用法：")


def test_a_group_alone_shows_its_help() -> None:
    done = run("zh", "new")
    assert done.output.startswith("用法：")
    assert done.exit_code == 2


def test_commands_find_the_site_around_them_and_say_where_there_is_none(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny / "docs" / "zh")
    assert "0 of" in run("en", "sync").output
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    for path, command in COMMANDS:
        if path and not isinstance(command, click.Group) and path[0] not in ("explain", "indexnow"):
            given = [str(tmp_path) for each in command.params if each.required]
            done = run("zh", *path, *given)
            assert (done.exit_code, done.output) == (
                1,
                f"出错了：{elsewhere} 不是网站的文件夹，它外面的文件夹也都不是。"
                f'改法：先到网站的文件夹去：cd "{ROOT}"\n',
            ), path
    assert run("zh").output.startswith(f"出错了：{elsewhere} 不是网站的文件夹")
    assert run("zh", "explain", "data-alias").exit_code == 0
    assert list(elsewhere.iterdir()) == []


def test_what_a_disk_refuses_and_what_the_program_does_wrong_is_a_line(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny)
    place = tiny / "data" / "schemas" / "ui.json"
    place.mkdir(parents=True)
    name = place.relative_to(tiny).as_posix()
    monkeypatch.setattr("helpkit.commands.editors.files", lambda _: {name: "{}"})
    assert run("zh", "schemas").output.splitlines()[-1] == (
        f"出错了：做不下去了：那是文件夹（{place}）。改法：看看这个文件夹在不在、能不能写，再运行一次"
    )

    def broken(*_: object, **__: object) -> None:
        raise KeyError("other")

    monkeypatch.setattr("helpkit.articles.article.read_all", broken)
    assert re.fullmatch(
        r"出错了：这是程序自己的错，不是您的错：KeyError：'other'（test_terminal.py:\d+）。"
        r"改法：把这一行发给管程序的人\n",
        run("zh", "sync").output,
    )

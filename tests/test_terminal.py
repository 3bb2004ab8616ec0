"""The command line in the reader's language: help, refusals and what was typed wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner, Result
from helpkit import messages
from helpkit.cli import main
from helpkit.terminal import option_key


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
    known = {key for key in messages.entries() if key.startswith(("help", "option-"))}
    assert known - {"help-usage", "help-options", "help-commands", "option-help"} == asked


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
        (["chek"], 'No command is called "chek".', "没有叫“chek”的命令。"),
        (["check", "--fast"], 'There is no option "--fast".', "没有“--fast”这个选项。"),
        (["explain"], '"RULE" is missing.', "少写了“RULE”。"),
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

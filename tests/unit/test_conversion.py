"""From simplified to traditional Chinese: characters, words, reviewed phrases, marks."""

from __future__ import annotations

import pytest
from helpkit.text.conversion import (
    Conversion,
    masked,
    only_simplified,
    only_traditional,
    unmasked,
)

TAIWAN = Conversion(
    "tw", {"文件": "文件", "账户": "帳戶", "用户名": "使用者名稱", "用户": "用戶"}, {"臺": "台"}
)
HONG_KONG = Conversion("hk", {"账户": "戶口"}, {"户": "戶", "説": "說"})


@pytest.mark.parametrize(
    ("text", "taiwan", "hong_kong"),
    [
        ("这台设备的网络", "這台裝置的網路", "這台設備的網絡"),
        ("把账户文件发给他", "把帳戶文件發給他", "把戶口文件發給他"),
        ("用户名和用户", "使用者名稱和用戶", "用戶名和用戶"),
        ("他说：“付‘解凍費’。”", "他說：「付『解凍費』。」", "他說：「付『解凍費』。」"),
        ("English only, “as it is”", "English only, “as it is”", "English only, “as it is”"),
        ("写“PIN”就行", "寫「PIN」就行", "寫「PIN」就行"),
        ("加“客服”“24h”“官方”", "加「客服」「24h」「官方」", "加「客服」「24h」「官方」"),
        ("头发和发短信", "頭髮和發簡訊", "頭髮和發短信"),
        ("《账户文件法》的账户", "《賬戶文件法》的帳戶", "《賬戶文件法》的戶口"),
        ("", "", ""),
    ],
)
def test_a_text_is_converted_to_each_variety(text: str, taiwan: str, hong_kong: str) -> None:
    assert (TAIWAN(text), HONG_KONG(text)) == (taiwan, hong_kong)


def test_texts_in_a_row_are_converted_together_and_come_back_apart() -> None:
    assert TAIWAN.all(["“账户", "文件”", "", "x"]) == ["「帳戶", "文件」", "", "x"]


def test_a_phrase_that_becomes_latin_stands_apart_from_chinese() -> None:
    convert = Conversion("tw", {"谷歌": "Google", "手机卡": "SIM 卡", "账户": "帳戶"}, {})
    assert convert("用谷歌账户，换手机卡。谷歌") == "用 Google 帳戶，換 SIM 卡。Google"


def test_a_whole_text_is_converted_where_it_stands_alone() -> None:
    convert = Conversion("tw", {"账户": "帳戶"}, {}, {"账户": "帳戶與安全", "短信": "簡訊"})
    assert convert("账户") == "帳戶與安全"
    assert convert('<a title="账户">账户</a><p>账户短信</p>') == (
        '<a title="帳戶與安全">帳戶與安全</a><p>帳戶簡訊</p>'
    )
    assert convert("- [账户](a): 短信\n") == "- [帳戶與安全](a): 簡訊\n"


def test_what_is_masked_is_right_already() -> None:
    assert TAIWAN(f"账户{masked('里的账户')}“{masked('后')}账户”") == "帳戶里的账户「后帳戶」"
    assert unmasked(masked("里 and 帳戶")) == "里 and 帳戶"


def test_without_phrases_opencc_decides() -> None:
    assert Conversion("tw", {}, {})("文件") == "檔案"


def test_each_script_has_characters_that_the_other_lacks() -> None:
    assert set("们这账说发网与体万机") <= only_simplified()
    assert set("們這帳說發") <= only_traditional()
    shared = set("口日台里只面后干系准云恒")  # both write these, in one sense or another
    assert shared.isdisjoint(only_simplified() | only_traditional())

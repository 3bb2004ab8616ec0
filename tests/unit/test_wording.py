"""One setting, other words: who publishes the site and what is verified decide what texts say."""

import shutil
from pathlib import Path

import pytest
from conftest import TINY, TINY_DAY
from helpkit.articles.article import read, resolve_conditions
from helpkit.articles.written_blocks import choose
from helpkit.data import loading, wording
from helpkit.data.directory import Directory
from helpkit.data.records import Text, Wording

EVIDENCE = "{source: https://home.example/, source_kind: own, read: operator, read_on: 2026-11-01}"


def official(root: Path, *, kind: str, value: str, name: str = "OKPay") -> Directory:
    """Return the tiny site's directory as a team has it that runs the service."""
    shutil.copytree(TINY / "data", root / "data")
    service = root / "data" / "service.yml"
    text = service.read_text(encoding="utf-8").replace("name: OKPay", f"name: {name}")
    proof = (
        f"publisher: official\nofficial_domains: [{{domain: home.example, evidence: {EVIDENCE}}}]"
    )
    text = text.replace("publisher: independent\nofficial_domains: []", proof)
    service.write_text(text, encoding="utf-8")
    region = root / "data" / "regions" / "HK.yml"
    channel = f'okpay_channels: [{{kind: {kind}, value: "{value}", evidence: {EVIDENCE}}}]\n'
    region.write_text(region.read_text(encoding="utf-8") + channel, encoding="utf-8")
    loaded, problems = loading.load(root, today=TINY_DAY)
    assert loaded is not None, problems
    return loaded


def test_an_independent_site_says_that_nothing_is_verified() -> None:
    loaded, _ = loading.load(TINY, today=TINY_DAY)
    assert loaded is not None
    assert loaded.conditions() == {
        "independent",
        "no-channel",
        "no-hotline",
        "no-email",
        "no-live-chat",
        "no-social-media",
    }
    assert loaded.ui["site_line"].en == "Independent. Not OKPay."
    assert loaded.ui["footer_number"].zh == "目前没有任何经过核实的 OKPay 客服电话。"
    assert loaded.statement("en").startswith("We looked and found no OKPay phone number")


def test_the_publisher_and_a_channel_change_what_every_text_says(tmp_path: Path) -> None:
    loaded = official(tmp_path, kind="email", value="care@home.example", name="Paybird")
    assert {"official", "channel", "email", "no-hotline"} <= loaded.conditions()
    assert loaded.ui["site_line"].en == "Published by Paybird."
    assert (
        loaded.ui["footer_publisher"].zh == "本站由 Paybird 发布，但不能在这里查看或处理你的账户。"
    )
    assert loaded.statement("en").startswith("Every Paybird contact that an official source")


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("email", "care@home.example", "本站没有列出 OKPay 的客服电话，别处看到的不要信。"),
        ("hotline", "2878 1378", "经过核实的 OKPay 客服电话都在“客服电话”页，别处看到的不要信。"),
    ],
)
def test_a_hotline_is_told_from_another_channel(
    kind: str, value: str, says: str, tmp_path: Path
) -> None:
    assert official(tmp_path, kind=kind, value=value).ui["footer_number"].zh == says


def test_the_first_condition_that_holds_decides() -> None:
    text = Text(
        zh="都不是",
        en="neither",
        when={"official": Wording(zh="一", en="{service} 1"), "channel": Wording(zh="二", en="2")},
    )
    for conditions, words in [
        ({"official", "channel"}, "Paybird 1"),
        ({"channel"}, "2"),
        ({"independent"}, "neither"),
    ]:
        assert (
            wording.resolve_conditions((text,), conditions=conditions, service="Paybird")[0].en
            == words
        )


def test_what_says_the_same_under_all_conditions_is_not_copied() -> None:
    plain = Text(zh="一", en="one")
    texts = {"plain": plain, "other": plain}
    assert wording.resolve_conditions(plain, conditions={"official"}, service="Paybird") is plain
    assert wording.resolve_conditions(texts, conditions={"official"}, service="Paybird") is texts


PAGE = """Always.

/// when | no-channel
None is verified.

/// no-number
///
///

/// when | channel
- one
///
```
/// when | channel
```
"""


def chosen(*conditions: str) -> list[tuple[int, str]]:
    return [(n, line.strip()) for n, line in choose(PAGE, conditions=conditions) if line.strip()]


def test_a_block_of_text_stands_only_while_its_condition_holds_and_leaves_no_trace() -> None:
    code = [(13, "```"), (14, "/// when | channel"), (15, "```")]
    assert chosen("channel") == [(1, "Always."), (11, "- one"), *code]
    without = [(1, "Always."), (4, "None is verified."), (6, "/// no-number"), (7, "///")]
    assert chosen("no-channel") == [*without, *code]


def test_an_article_keeps_its_line_numbers_and_changes_its_words(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "en" / "a.md"
    path.parent.mkdir(parents=True)
    path.write_text(
        "---\ntitle: None yet\nshort: A\ndescription: D\nanswer: None yet.\ntype: reference\n"
        "reviewed: 2026-11-01\nwhen:\n  channel: {title: Listed, answer: See below.}\n---\n"
        "/// when | no-channel\n## None {#none}\n///\n## Rest {#rest}\n",
        encoding="utf-8",
    )
    article, problems = read(path, root=tmp_path, language="en")
    assert problems == []
    settled = resolve_conditions(article, conditions={"channel"})
    assert settled.front is not None
    assert (settled.front.title, settled.front.answer, settled.front.short) == (
        "Listed",
        "See below.",
        "A",
    )
    assert [(h.id, h.line) for h in settled.headings] == [("rest", 14)]
    assert [(h.id, h.line) for h in article.headings] == [("none", 12), ("rest", 14)]

"""One setting, other words: who publishes the site and what is verified decide what texts say."""

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, TODAY
from helpkit import directory
from helpkit.directory import Directory
from helpkit.records import Text, Wording
from helpkit.wording import settle

TINY = ROOT / "tests" / "sites" / "tiny"
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
    loaded, problems = directory.load(root, today=TODAY)
    assert loaded is not None, problems
    return loaded


def test_an_independent_site_says_that_nothing_is_verified() -> None:
    loaded, _ = directory.load(TINY, today=TODAY)
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
        ("email", "care@home.example", "本站没有登 OKPay 的客服电话，别处看到的不要信。"),
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
        assert settle((text,), conditions=conditions, service="Paybird")[0].en == words

"""What may be published on a day: evidence acts."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, TINY, TINY_DAY
from helpkit.data import cross_references, loading
from helpkit.data.directory import Directory
from helpkit.data.records import Evidence, OkpayChannel
from helpkit.data.service import OfficialDomain

READ_ON = date(2026, 11, 1)


def load_tiny(today: date) -> Directory:
    loaded, problems = loading.load(TINY, today=today)
    assert loaded is not None, problems
    return loaded


def test_a_confirmed_contact_is_published_with_the_day_on_which_it_runs_out() -> None:
    loaded = load_tiny(TINY_DAY)
    (published,) = loaded.published_contacts(loaded.regions["GB"])
    assert [phone.number for phone in published.contact.phones] == ["020 7946 0018", "159"]
    assert published.contact.emails == ("help@sample-line.example",)
    assert published.valid_until == READ_ON + timedelta(days=365)


@pytest.mark.parametrize(("days", "published"), [(365, 1), (366, 0)])
def test_a_contact_leaves_on_the_day_after_its_limit(days: int, published: int) -> None:
    loaded = load_tiny(READ_ON + timedelta(days=days))
    assert len(loaded.published_contacts(loaded.regions["GB"])) == published


def test_evidence_from_the_future_does_not_count() -> None:
    loaded = load_tiny(READ_ON - timedelta(days=1))
    assert loaded.published_contacts(loaded.regions["GB"]) == []


def test_leads_are_no_contacts(real_directory: Directory) -> None:
    for region in real_directory.regions.values():
        leads = {lead.id for lead in region.leads}
        published = {p.contact.id for p in real_directory.published_contacts(region)}
        assert not leads & published


def test_no_channel_of_okpay_is_published_today(real_directory: Directory) -> None:
    assert real_directory.service.official_domains == ()
    for region in real_directory.regions.values():
        assert real_directory.okpay_channels(region) == []


@pytest.mark.parametrize(
    ("source", "official"),
    [
        ("https://okpay.example/contact", True),
        ("https://help.okpay.example/contact", True),
        ("https://okpay.example.evil.example/contact", False),
        ("https://notokpay.example/contact", False),
    ],
)
def test_a_channel_counts_only_with_evidence_on_an_official_domain(
    source: str, official: bool
) -> None:
    loaded = load_tiny(TINY_DAY)
    evidence = Evidence(source=source, source_kind="own", read="live", read_on="2026-11-01")
    domain = OfficialDomain(domain="okpay.example", evidence=evidence)
    service = loaded.service.model_copy(update={"official_domains": (domain,)})
    changed = Directory(
        today=TINY_DAY,
        own_words=loaded.own_words,
        service=service,
        checker=loaded.checker,
        hosting=loaded.hosting,
        reading=loaded.reading,
        may_pass=loaded.may_pass,
    )
    channel = OkpayChannel(kind="email", value="care@okpay.example", evidence=evidence)
    region = loaded.regions["HK"].model_copy(update={"okpay_channels": (channel,)})
    assert bool(changed.okpay_channels(region)) is official


def test_the_real_directory_holds_everything_that_the_files_hold(real_directory: Directory) -> None:
    def written(path: Path) -> Any:
        return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)

    files = {path.stem: path for path in (ROOT / "data" / "regions").glob("*.yml")}
    assert set(real_directory.regions) == set(files)
    for code, path in files.items():
        region = written(path)
        for name in ("contacts", "leads", "withdrawn"):
            read = [entry.id for entry in getattr(real_directory.regions[code], name)]
            assert read == [entry["id"] for entry in region.get(name, [])], f"{path}: {name}"
    known_bad = written(ROOT / "data" / "known-bad.yml")
    assert [bad.value for bad in real_directory.known_bad] == [bad["value"] for bad in known_bad]


def test_data_with_problems_gives_no_directory(tree, tmp_path: Path) -> None:
    tree({"data/service.yml": "name: OKPay"})
    loaded, problems = loading.load(tmp_path, today=TINY_DAY)
    assert loaded is None
    assert any(problem.rule == "data-missing-key" for problem in problems)


def test_every_word_is_asked_for_by_a_template_or_known_to_be_needed(
    real_directory: Directory,
) -> None:
    """So none is dead, and none can go without a check that says so."""
    files = [
        path for path in (ROOT / "overrides").rglob("*") if path.suffix in (".html", ".xml", ".svg")
    ]
    texts = "".join(path.read_text(encoding="utf-8") for path in files)
    named = set(re.findall(r"\bui\.(?!yml)(\w+)", texts))
    assert set(real_directory.ui) == named | set(cross_references.WORDS)


def test_the_words_that_the_search_reads_are_known_to_be_needed() -> None:
    script = (ROOT / "docs/assets/scripts/search.js").read_text(encoding="utf-8")
    read = {f"search_{name}" for name in re.findall(r"\bui\.(\w+)", script)}
    templates = {"search_list", "search_index"}
    assert len(read) > 10
    assert read - templates <= set(cross_references.WORDS)

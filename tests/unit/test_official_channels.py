"""The service's own channels: what ends them, what they are called, what speaks against them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, TINY, TODAY, AskChecker
from helpkit.articles.article import read_all, resolve_conditions
from helpkit.blocks import views
from helpkit.blocks.drawing import Drawing
from helpkit.cli import main
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.outputs import checker_lookup, contact_file, feeds
from helpkit.session import days_of_change

# The domain was proven long before the channels were read.
PROVEN, READ = date(2026, 1, 10), date(2026, 11, 20)
PROVEN_UNTIL = PROVEN + timedelta(days=365)
DOMAIN = f"""official_domains:
  - domain: home.example
    evidence: {{source: https://register.example/, source_kind: government, read: live, read_on: {PROVEN}}}
"""
CHANNEL = f"""  - kind: {{kind}}
    value: "{{value}}"
    evidence: {{{{source: https://home.example/, source_kind: own, read: live, read_on: {READ}}}}}
"""


def write(root: Path, *, withdrawn: str = "", **values: tuple[str, str]) -> Path:
    """Write the tiny site's data with channels: region to kind and value."""
    shutil.copytree(TINY / "data", root / "data")
    service = root / "data/service.yml"
    text = service.read_text(encoding="utf-8").replace("official_domains: []\n", DOMAIN)
    service.write_text(text, encoding="utf-8")
    for code, (kind, value) in values.items():
        path = root / f"data/regions/{code}.yml"
        text = path.read_text(encoding="utf-8")
        text += "okpay_channels:\n" + CHANNEL.format(kind=kind, value=value)
        path.write_text(text, encoding="utf-8")
    if withdrawn:
        path = root / "data/regions/HK.yml"
        gone = f"""withdrawn:
  - id: hk-old
    kind: live-chat
    name: {{zh: 旧的, en: The old one}}
    values: ["{withdrawn}"]
    history: [{{on: 2026-11-01}}]
    withdrawn_on: 2026-11-20
    reason: {{zh: 停用了, en: Given up}}
"""
        path.write_text(path.read_text(encoding="utf-8") + gone, encoding="utf-8")
    return root


def load(root: Path, today: date = TODAY) -> Directory:
    loaded, problems = loading.load(root, today=today)
    assert loaded is not None, problems
    return loaded


def test_a_channel_ends_with_the_domain_that_proves_it(tmp_path: Path) -> None:
    root = write(tmp_path, HK=("email", "care@home.example"))
    last, after = load(root, PROVEN_UNTIL), load(root, PROVEN_UNTIL + timedelta(days=1))
    assert len(last.okpay_channels(last.regions["HK"])) == 1
    assert after.okpay_channels(after.regions["HK"]) == []
    assert "expired" in {change.event for change in after.changes()}
    file = contact_file.contacts_file(last, site_url="https://site.example/")
    (channel,) = (c for region in file.regions for c in region.service_channels)
    assert channel.valid_until == str(PROVEN_UNTIL)
    block = views.BLOCKS["okpay-channels"].view(views.Request(last, "en", ""))
    assert [row.valid_until for row in block["rows"]] == [PROVEN_UNTIL]
    lookup = checker_lookup.lookup(last)
    assert {record["until"] for record in lookup["records"] if record["region"] == "HK"} == {
        str(PROVEN_UNTIL)
    }


def test_a_service_number_of_few_digits_is_a_hotline_from_the_file_to_the_answer(
    tmp_path: Path,
) -> None:
    root = write(tmp_path)
    path = root / "data/regions/CN.yml"
    path.write_text(
        "code: CN\nname: {zh: 中国, en: China}\npart: east-asia\ntime_zone: Asia/Shanghai\n"
        "okpay_channels:\n" + CHANNEL.format(kind="hotline", value="95100"),
        encoding="utf-8",
    )
    assert [str(problem) for problem in loading.load(root, today=TODAY)[1]] == [
        'data/regions/CN.yml:7:5: error[data-bad-number] "95100" cannot be dialled in CN: no number'
        " of this region starts or ends like this. Fix: copy the number again from its source; for"
        ' a service number of few digits add "short_code: true"'
    ]
    for number in ("95100", "95105678"):
        text = path.read_text(encoding="utf-8")
        text = re.sub(
            r'value: ".*"(\n    short_code: true)?',
            f'value: "{number}"\n    short_code: true',
            text,
        )
        path.write_text(text, encoding="utf-8")
        loaded = load(root)
        block = views.BLOCKS["okpay-channels"].view(views.Request(loaded, "zh", ""))
        assert [(row.href, row.international) for row in block["rows"]] == [(f"tel:{number}", None)]
        assert number in loaded.values_known()
        assert number in str(contact_file.contacts_file(loaded, site_url="https://site.example/"))


def test_who_looks_ahead_is_told_of_the_domain_the_channel_and_the_ladder(tmp_path: Path) -> None:
    root = write(tmp_path, HK=("email", "care@home.example"))
    (root / "docs").mkdir()
    arguments = ["--root", str(root), "--today", "2027-01-12", "expiring", "--days", "0"]
    done = CliRunner().invoke(main, arguments)
    assert done.output.splitlines() == [
        "official domain home.example ran out on 2027-01-10 (data/service.yml)",
        "HK email-hk-dffaaffcdeebca ran out on 2027-01-10 (data/regions/HK.yml)",
        "2 of 4 records have run out or do within 0 days.",
    ]


@pytest.mark.parametrize(
    ("kind", "value", "days"),
    [("email", "care@home.example", 10), ("live-chat", "https://home.example/chat", 20)],
)
def test_each_kind_of_channel_has_its_own_limit(
    tmp_path: Path, kind: str, value: str, days: int
) -> None:
    root = write(tmp_path, HK=(kind, value))
    service = root / "data/service.yml"
    text = service.read_text(encoding="utf-8").replace("email: 365", "email: 10")
    # The proof of the domain is a website too, read on the same day here.
    text = text.replace("website: 365", "website: 20").replace(str(PROVEN), str(READ))
    service.write_text(text, encoding="utf-8")
    last, after = (load(root, READ + timedelta(days=each)) for each in (days, days + 1))
    assert len(last.okpay_channels(last.regions["HK"])) == 1
    assert after.okpay_channels(after.regions["HK"]) == []


def test_one_address_for_two_regions_is_two_rows_two_histories_and_two_items(
    tmp_path: Path,
) -> None:
    email = ("email", "care@home.example")
    loaded = load(write(tmp_path, HK=email, GB=email))
    block = views.BLOCKS["records"].view(views.Request(loaded, "en", ""))
    anchors = [row.anchor for row in block["channels"]]
    assert len(set(anchors)) == 2
    assert all(re.fullmatch(r"email-(hk|gb)-[a-z]+", anchor) for anchor in anchors)
    assert [len(block["histories"][anchor]) for anchor in anchors] == [1, 1]
    feed = feeds.atom(loaded, language="en", site_url="https://site.example/")
    identifiers = re.findall(r"<id>(tag:.*?)</id>", feed)
    assert len(identifiers) == len(set(identifiers)) == 3


@pytest.mark.parametrize(
    ("withdrawn", "asked", "answer"),
    [
        ("https://home.example/chat", "https://home.example/", "listed"),
        ("https://home.example/", "care@home.example", "listed"),
        ("@homehelp", "@homehelp", "known-bad"),
        ("homehelp", "@homehelp", "known-bad"),
        ("https://gone.example/", "https://gone.example/x", "known-bad"),
        ("old@gone.example", "old@gone.example", "known-bad"),
    ],
)
def test_what_was_withdrawn_is_known_bad_and_nothing_beside_it(
    tmp_path: Path, ask_checker: AskChecker, withdrawn: str, asked: str, answer: str
) -> None:
    root = write(tmp_path, HK=("email", "care@home.example"), withdrawn=withdrawn)
    shutil.copy(ROOT / "data/checker.yml", root / "data")
    (found,) = ask_checker([asked], load(root), today=TODAY)
    assert found["answer"] == answer


def test_a_page_with_channels_changed_when_one_was_read(tmp_path: Path) -> None:
    root = write(tmp_path, HK=("email", "care@home.example"))
    service = root / "data/service.yml"
    text = re.sub(
        r"searched_on: .*", "searched_on: 2026-01-11", service.read_text(encoding="utf-8")
    )
    service.write_text(text, encoding="utf-8")
    for language in ("zh", "en"):
        page = root / f"docs/{language}/contact/email.md"
        page.parent.mkdir(parents=True)
        front = "title: t\nshort: s\ndescription: d\nanswer: a\ntype: guide\nreviewed: 2026-01-11"
        page.write_text(f"---\n{front}\n---\n\n/// okpay-channels | HK\n///\n", encoding="utf-8")
    pages, _ = read_all(root)
    assert days_of_change(load(root), pages)["en"]["contact/email"] == READ
    other = root / "docs/en/contact/email.md"
    other.write_text(other.read_text(encoding="utf-8").replace("| HK", "| GB"), encoding="utf-8")
    pages, _ = read_all(root)
    assert days_of_change(load(root), pages)["en"]["contact/email"] == date(2026, 1, 11)


@pytest.mark.parametrize("name", views.BLOCKS)
def test_a_block_names_the_dated_data_that_it_shows(
    name: str, tmp_path: Path, real_directory: Directory
) -> None:
    sample, kind = load(write(tmp_path, HK=("email", "care@home.example"))), views.BLOCKS[name]
    channels = {"okpay_channels": sample.regions["HK"].okpay_channels}
    real = real_directory.regions
    regions = {"HK": real["HK"].model_copy(update=channels), "GB": real["GB"]}
    whole = replace(real_directory, service=sample.service, regions=regions)
    arguments = [*(kind.arguments(whole) if kind.arguments else []), ""]

    def drawn(**update: object) -> list[str]:
        left = {code: region.model_copy(update=update) for code, region in regions.items()}
        drawing = Drawing(replace(whole, regions=left), templates=ROOT / "overrides/blocks")
        return [drawing.draw(name, language="en", address="a/", argument=a) for a in arguments]

    without: Mapping[str, Mapping[str, object]] = {
        "contacts": {"contacts": ()},
        "ladder": {"ladder": None},
        "channels": {"okpay_channels": ()},
    }
    with_all = drawn()
    shown = {data for data, nothing in without.items() if drawn(**nothing) != with_all}
    assert shown == {*kind.depends_on}


@pytest.mark.parametrize(
    ("kind", "claim"),
    [
        ("hotline", "hotline-exists"),
        ("live-chat", "live-chat-instant"),
        ("social-media", "social-media-support"),
    ],
)
def test_that_there_is_a_channel_is_no_mere_claim_once_one_is_published(
    kind: str, claim: str
) -> None:
    slug, others = "about/what-we-corrected", ("email", "channel")
    for language, pages in read_all(ROOT)[0].items():
        if slug not in pages:
            continue  # a derived language has its own words for few pages only
        for published, stands in ((f"no-{kind}", True), (kind, False)):
            page = resolve_conditions(pages[slug], conditions={published, *others})
            assert (claim in {d.argument for d in page.blocks}) == stands, language


def test_a_ladder_leaves_as_a_whole_and_the_page_says_why(real_directory: Directory) -> None:
    region = next(
        r for r in real_directory.regions.values() if r.ladder and len(r.ladder.steps) > 1
    )
    assert region.ladder
    first, *others = region.ladder.steps
    old = first.evidence.model_copy(update={"read_on": TODAY - timedelta(days=366)})
    steps = (first.model_copy(update={"evidence": old}), *others)
    changed_region = region.model_copy(
        update={"ladder": region.ladder.model_copy(update={"steps": steps})}
    )
    assert real_directory.ladder_steps(region)
    assert real_directory.ladder_steps(changed_region) == []
    validities = [s for s in real_directory.validities() if s.id.endswith("-ladder")]
    assert {s.region.code for s in validities if s.region} == {
        r.code for r in real_directory.regions.values() if r.ladder
    }

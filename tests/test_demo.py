"""The sample world: every state of a contact, on an official site, and never to be published."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, TODAY, AskChecker, Sample, served
from helpkit import sample
from helpkit.checks import contradictions
from helpkit.checks.built_site import BuiltPage, read_site
from helpkit.cli import main
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.languages import DERIVED, PROFILES
from playwright.sync_api import Page

HOTLINE = "020 7946 0123"


@pytest.fixture(scope="module")
def pages(demo: Sample) -> dict[str, BuiltPage]:
    derived = tuple(PROFILES[language].path for language in DERIVED)
    return {page.file: page for page in read_site(demo.site) if not page.file.startswith(derived)}


@pytest.fixture(scope="module")
def sample_directory(demo: Sample) -> Directory:
    loaded, problems = loading.load(demo.sources, today=TODAY)
    assert loaded is not None, problems
    return loaded


def texts_of(site: Path) -> dict[str, str]:
    """Return every text file of a site by name."""
    kinds = {".html", ".json", ".xml", ".txt", ".md", ".vcf", ".svg"}
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in site.rglob("*")
        if path.suffix in kinds
    }


def text_of(page: BuiltPage, path: str) -> str:
    return " ".join(" ".join(e.text_content() for e in page.document.xpath(path)).split())


def test_every_page_says_in_both_languages_that_it_is_a_sample(pages: dict[str, BuiltPage]) -> None:
    assert len(pages) > 140
    for file, page in pages.items():
        banner = text_of(page, "//body/p[@class='sample']")
        assert "样例：这家服务、号码和网址都是虚构的，不能用。" in banner, file
        assert "Sample: this service, its numbers and its addresses are made up." in banner, file
        mark = "[Sample] " if file.startswith("en/") else "【样例】"
        assert page.document.xpath("string(//title)").startswith(mark), file
        assert page.document.xpath("//meta[@name='robots'][@content='noindex']"), file


def test_a_real_page_says_nothing_of_a_sample(site: Path) -> None:
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "样例" not in text
    assert 'name="robots"' not in text


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_region_page_shows_what_counts_what_draws_to_its_end_and_what_is_gone(
    prefix: str, pages: dict[str, BuiltPage]
) -> None:
    page = pages[f"{prefix}contact/regions/gb/index.html"]
    links = page.document.xpath("//div[contains(@class, 'okpay-channels')]//a/@href")
    assert {"tel:+442079460123", "tel:+441632960123", "mailto:help@zzpay.example"} <= set(links)
    ends = page.document.xpath("//div[contains(@class, 'okpay-channels')]//@data-valid-until")
    assert ends, "the page says when its channels run out"
    struck = page.document.xpath("//ul[@class='withdrawn']//s/text()")
    assert struck == ["020 7946 0666", "020 7946 0456"]
    assert not page.document.xpath("//a[contains(@href, '79460456')]")
    assert "premium" in text_of(page, "//tr[@id='gb-sample-consumer']") or not prefix
    text = page.document.text_content()
    for withheld in ("960555", "960888"):  # run out; a lead
        assert withheld not in text
    assert page.document.xpath("//tr//*[@itemprop='contactPoint']//*[@itemprop='telephone']")


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_service_number_is_a_hotline_like_any_other(
    prefix: str, demo: Sample, pages: dict[str, BuiltPage], sample_directory: Directory
) -> None:
    page = pages[f"{prefix}contact/regions/cn/index.html"].document
    assert "tel:00000" in page.xpath("//div[contains(@class, 'okpay-channels')]//a/@href")
    contacts = json.loads((demo.site / "contacts.json").read_text(encoding="utf-8"))
    (china,) = [each for each in contacts["regions"] if each["region"] == "CN"]
    assert {"hotline": "00000"}.items() <= {
        each["kind"]: each["value"] for each in china["service_channels"]
    }.items()
    assert "00000" in sample_directory.values_known()


def test_where_a_channel_has_run_out_the_safe_route_stands_in_its_place(
    pages: dict[str, BuiltPage],
) -> None:
    page = pages["en/contact/regions/us/index.html"]
    block = text_of(page, "//div[contains(@class, 'block-okpay-channels')]")
    assert block.startswith("No ZZPay channel is listed for this region. Don't trust a number")
    assert "See every official ZZPay channel" in block
    assert "555-0142" not in page.document.text_content()


def test_no_file_says_that_we_are_independent_or_that_nothing_is_verified(
    demo: Sample, sample_directory: Directory
) -> None:
    conditions = sample_directory.conditions()
    assert {"official", "hotline", "email", "live-chat", "social-media"} <= conditions
    found = contradictions.check(demo.site, sample_directory.contradictions, conditions=conditions)
    assert [str(problem) for problem in found] == []


def test_the_search_for_contradictions_finds_those_of_the_independent_site(
    site: Path, real_directory: Directory
) -> None:
    found = list(
        contradictions.check(
            site, real_directory.contradictions, conditions={"official", "channel"}
        )
    )
    assert len(found) > 150
    footer = [
        p
        for p in found
        if str(p).partition("] ")[2].startswith('"目前没有任何经过核实的 OKPay 客服电话。"')
    ]
    assert [(p.path, p.rule) for p in footer] == [("404.html", "site-contradiction")]
    assert 'more files, and is not true any more: "channel" holds.' in str(footer[0])
    assert {"index.html", "en/index.html", "en/opensearch.xml"} <= {p.path for p in found}
    held = real_directory.conditions()
    assert list(contradictions.check(site, real_directory.contradictions, conditions=held)) == []


def test_who_publishes_follows_everywhere_from_the_one_setting(
    demo: Sample, pages: dict[str, BuiltPage]
) -> None:
    service = json.loads((demo.site / "contacts.json").read_text(encoding="utf-8"))["service"]
    assert (service["name"], service["publisher"], service["sample"]) == ("ZZPay", "official", True)
    assert service["verified_channels"] == 9
    assert service["statement"]["en"].startswith("Every ZZPay contact that an official source")
    for file, page in pages.items():
        line = "Published by ZZPay." if file.startswith("en/") else "ZZPay 官方网站"
        assert text_of(page, "//*[@class='brand-line']") == line, file
        assert "OKPay" not in page.document.text_content(), file
    phone = pages["en/contact/phone/index.html"].document
    assert "The official channels are listed" in phone.xpath("string(//h1)") + phone.xpath(
        "string(//p[@class='answer'])"
    ).replace("ZZPay's official channels are listed", "The official channels are listed")
    assert phone.xpath("//h2[@id='official-channels']")
    assert not phone.xpath("//h2[@id='no-verified-number']")


def test_the_service_s_own_channels_are_in_the_list_of_records_and_in_the_feed(
    demo: Sample, pages: dict[str, BuiltPage]
) -> None:
    table = pages["en/about/sources/index.html"].document
    assert table.xpath("string(//dt[.='Published official ZZPay channels']/../dd)") == "9"
    (row,) = table.xpath("//tr[starts-with(@id, 'hotline-')][contains(., '020 7946 0123')]")
    assert " ".join(row.xpath("string(th)").split()) == "ZZPay Hotline"
    assert row.xpath("td[2]/a/@href") == ["tel:+442079460123"]
    assert "added" in row.xpath("string(.//*[@class='history'])")
    region = f"contact/regions/gb/#{row.get('id')}"
    assert row.xpath("td/a/@href")[0].endswith(region)
    assert pages["en/contact/regions/gb/index.html"].document.xpath(f"//tr[@id='{row.get('id')}']")
    feed = (demo.site / "en/changes.xml").read_text(encoding="utf-8")
    items = re.findall(r'<title>(.*?)</title>\s*<id>(tag:.*?)</id>\s*<link .*?href="(.*?)"', feed)
    (title,) = [title for title, _, url in items if url.endswith(f"/en/{region}")]
    assert title == "United Kingdom: ZZPay hotline, added"
    assert "United Kingdom: ZZPay hotline, about to expire" in [title for title, *_ in items]
    assert len({identifier for _, identifier, _ in items}) == len(items)


def test_the_checker_lists_the_official_number(
    sample_directory: Directory, ask_checker: AskChecker
) -> None:
    wanted = {
        HOTLINE: "listed",
        "+44 20 7946 0123": "listed",
        "hk@zzpay.example": "listed",
        "zzpay.example": "listed",
        "020 7946 0456": "known-bad",
        "zzpay-support.example": "known-bad",
        "212 555 0142": "not-listed",
    }
    # Without a country the hotline may be another country's number: the reader's region decides.
    (unclear,) = ask_checker([HOTLINE], sample_directory, today=TODAY)
    assert (unclear["answer"], unclear["reason"]) == ("unclear", "country")
    found = ask_checker(wanted, sample_directory, today=TODAY, region="GB")
    assert dict(zip(wanted, (each["answer"] for each in found), strict=True)) == wanted


def test_the_channels_that_need_a_person_next_are_listed(demo: Sample) -> None:
    command = ["--root", str(demo.sources), "--today", str(TODAY), "expiring"]
    lines = CliRunner().invoke(main, command).output.splitlines()
    said = [re.sub(r"-[a-f]{14}(?= )", "", line).split(" ")[:3] for line in lines[:-1]]
    assert said == [
        ["GB", "gb-sample-regulator", "ran"],
        ["US", "hotline-us", "ran"],
        ["GB", "gb-sample-anti-scam", "counts"],
        ["GB", "hotline-gb", "counts"],
        ["CA", "hotline-ca", "counts"],
    ]
    assert lines[-1] == "5 of 18 records have run out or do within 30 days."


def test_no_number_or_address_of_the_real_data_is_in_it(
    demo: Sample, real_directory: Directory
) -> None:
    numbers = {re.sub(r"\D", "", value) for value in real_directory.values_known()}
    numbers = {number for number in numbers if len(number) >= 7}
    assert len(numbers) > 40
    emails = {value.lower() for value in real_directory.values_known() if "@" in value}
    for file, text in texts_of(demo.site).items():
        if "assets/search/" in file or file.endswith(".svg"):
            text = re.sub(r"[\d.,]+", lambda m: m[0] if len(m[0]) < 16 else "", text)
        digits = re.sub(r"(?<=\d)[ ().-]+(?=\d)", "", text)
        assert numbers.isdisjoint(re.findall(r"\d+", digits)), file
        text = text.lower()
        assert not [email for email in emails if email in text], file


def test_a_sample_is_never_published(demo: Sample, tmp_path: Path) -> None:
    site = tmp_path / "site"
    command = [
        "--root",
        str(demo.sources),
        "--today",
        str(TODAY),
        "publish",
        str(demo.site),
        str(site),
    ]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert done.output == (
        'Error: data/service.yml says "sample: true": its numbers are made up, and a sample is'
        f" never published. There is no {site} yet. Fix: run this where the real data are, or see"
        " the sample with .venv/bin/helpkit serve.\n"
    )
    assert not site.exists()
    assert (demo.site / "index.html").is_file()


def test_the_finished_sample_passes_every_other_check(demo: Sample) -> None:
    command = [
        "--root",
        str(demo.sources),
        "--today",
        str(TODAY),
        "check",
        "--site",
        str(demo.site),
    ]
    done = CliRunner().invoke(main, command)
    assert (done.output, done.exit_code) == ("No problems found.\n", 0)


def test_a_sample_replaces_a_sample_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    done = CliRunner().invoke(
        main, ["--root", str(ROOT), "--today", str(TODAY), "demo", str(tmp_path / "mine")]
    )
    assert done.exit_code == 1
    assert "stands already and is no sample; nothing was written." in done.output
    for _ in range(2):
        done = CliRunner().invoke(
            main, ["--root", str(ROOT), "--today", str(TODAY), "demo", str(tmp_path / "new")]
        )
        assert done.exit_code == 0, done.output
    assert sample.is_sample(tmp_path / "new")
    assert not sample.is_sample(ROOT)


def test_the_sample_says_so_on_a_phone_and_on_paper(demo: Sample, page: Page) -> None:
    with served(demo.site) as address:
        page.goto(f"{address}/en/contact/verify/")
        page.get_by_label("Paste a number").fill(f"+44 {HOTLINE[1:]}")
        page.get_by_role("button", name="Compare", exact=True).click()
        page.get_by_text(re.compile("Listed, checked on")).first.wait_for()
        banner = page.locator(".sample")
        assert banner.is_visible()
        assert banner.evaluate("element => element.getBoundingClientRect().top + scrollY") == 0
        page.emulate_media(media="print")
        assert banner.is_visible()

"""The real site, built once and strictly: complete, connected, and free of what may not be there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import SITE_URL
from helpkit.checks.built_site import BuiltPage
from helpkit.checks.built_site import check as check_built_site
from helpkit.data import phones
from helpkit.data.directory import Directory
from lxml import etree

Pages = dict[str, BuiltPage]
LANGUAGE_FOLDERS = {"zh": "", "en": "en/"}


def articles_of(pages: Pages, folder: str) -> set[str]:
    files = {file for file in pages if not file.endswith("404.html")}
    english = {file for file in files if file.startswith("en/")}
    return {file.removeprefix("en/") for file in english} if folder else files - english


def test_the_strict_build_prints_no_warning(built_site: tuple[Path, str]) -> None:
    assert "WARNING" not in built_site[1]


def test_the_finished_site_has_no_problems(site: Path) -> None:
    assert check_built_site(site) == []


def test_both_languages_have_the_same_pages(pages: Pages) -> None:
    chinese, english = (articles_of(pages, folder) for folder in ("", "en/"))
    assert chinese == english
    assert len(chinese) >= 75


@pytest.mark.parametrize("folder", ["", "en/"])
def test_every_region_has_its_page(pages: Pages, real_directory: Directory, folder: str) -> None:
    for region in real_directory.regions.values():
        assert f"{folder}contact/regions/{region.slug}/index.html" in pages


def test_a_source_nobody_is_to_visit_is_named_without_a_link(
    pages: Pages, real_directory: Directory
) -> None:
    kept = [reference for reference in real_directory.references.values() if reference.not_linked]
    assert kept
    linked = {href for page in pages.values() for href in page.document.xpath("//a/@href")}
    named = {
        item.text_content()
        for page in pages.values()
        for item in page.document.xpath("//section[@class='sources']//li[not(a)]")
    }
    for reference in kept:
        assert reference.evidence.source not in linked
        for title in (reference.title["zh"], reference.title["en"]):
            assert any(title in words for words in named), title


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_list_of_all_contacts_has_numbers_to_call_and_leads_to_each_region(
    pages: Pages, real_directory: Directory, folder: str
) -> None:
    page = pages[f"{folder}about/sources/index.html"].document
    numbers = page.xpath("//table[contains(@class, 'sortable')]//a[@class='number']")
    copied = page.xpath("//table[contains(@class, 'sortable')]//button/@data-copy")
    published = [
        (region, published.contact)
        for region in real_directory.regions_in_order()
        for published in real_directory.published_contacts(region)
    ]
    expected = [phone.number for _, contact in published for phone in contact.phones]
    assert [number.text_content() for number in numbers] == expected
    assert copied == []  # the page of a region has the buttons
    leads = page.xpath("//ul[@class='jumps']//a/@href")
    assert leads == list(dict.fromkeys(f"#records-{region.slug}" for region, _ in published))
    for lead in leads:
        (heading,) = page.xpath(f"//tr/th[@id='{lead[1:]}']")
        assert heading.getparent().get("id") in {contact.id for _, contact in published}


@pytest.mark.parametrize("folder", ["", "en/"])
def test_what_can_be_dialled_from_abroad_can_be_tapped(
    pages: Pages, real_directory: Directory, folder: str
) -> None:
    page = pages[f"{folder}contact/regions/hk/index.html"].document
    numbers = [
        phone
        for published in real_directory.published_contacts(real_directory.regions["HK"])
        for phone in published.contact.phones
    ]
    assert {phone.short_code for phone in numbers} == {True, False}
    assert page.xpath("//li/span/a[@class='digits']/@href") == [
        f"tel:+852{phone.number.replace(' ', '')}"
        for phone in numbers
        if not phone.short_code and phone.from_abroad != "no"
    ]
    (others,) = page.xpath("//dl[@class='facts']/following-sibling::p[2]")
    assert others.text_content() == real_directory.ui["abroad_others"]["en" if folder else "zh"]


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_source_of_a_contact_is_one_line_that_opens(
    pages: Pages, real_directory: Directory, folder: str
) -> None:
    words = real_directory.ui["checked"]["en" if folder else "zh"]
    for region in real_directory.regions.values():
        page = pages[f"{folder}contact/regions/{region.slug}/index.html"].document
        for published in real_directory.published_contacts(region):
            (entry,) = page.xpath(f"//*[@id='{published.contact.id}']")
            (summary,) = entry.xpath(".//details/summary")
            assert summary.text_content().strip().startswith(words)
            assert published.contact.evidence.read_on.isoformat() in entry.text_content()
            assert entry.xpath(".//*[@data-part='evidence'][not(ancestor::details)]") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_published_number_is_a_link_on_its_regions_page(
    pages: Pages, real_directory: Directory, language: str
) -> None:
    counted = 0
    for region in real_directory.regions.values():
        page = pages[f"{LANGUAGE_FOLDERS[language]}contact/regions/{region.slug}/index.html"]
        links: dict[str, list[str]] = {}
        for link in page.document.xpath("//a[@href]"):
            links.setdefault(link.get("href"), []).append(link.text_content())
        for published in real_directory.published_contacts(region):
            for phone in published.contact.phones:
                assert phone.number in links[phones.link(phone, region=region.code)]
                counted += 1
            for email in published.contact.emails:
                assert f"mailto:{email}" in links
            assert published.contact.evidence.source in links or (
                published.contact.evidence.plain_http
            )
    assert counted


def values_that_may_not_be_published(directory: Directory) -> set[str]:
    """Return the digits of every lead and known-bad number that no published contact has too."""
    published, withheld = set(), set()
    for region in directory.regions.values():
        for each in directory.published_contacts(region):
            for phone in each.contact.phones:
                published |= {phones.digits(phone), phones.e164(phone, region=region.code) or ""}
        for lead in region.leads:
            withheld |= {re.sub(r"[^0-9+#]", "", value) for value in lead.values}
    withheld |= {re.sub(r"[^0-9+#]", "", b.value) for b in directory.known_bad if b.kind == "phone"}
    return {value for value in withheld - published if re.fullmatch(r"[+#]?\d{3,}", value)}


def test_no_lead_and_no_known_bad_value_can_be_dialled_anywhere(
    pages: Pages, real_directory: Directory
) -> None:
    withheld = values_that_may_not_be_published(real_directory)
    assert withheld
    for page in pages.values():
        for link in page.document.xpath(
            "//a[starts-with(@href, 'tel:') or starts-with(@href, 'sms:')]"
        ):
            assert link.get("href").partition(":")[2].replace("%23", "#") not in withheld, page.file


def test_no_lead_and_no_known_bad_value_stands_in_any_text(
    site: Path, real_directory: Directory
) -> None:
    long_values = {v for v in values_that_may_not_be_published(real_directory) if len(v) > 5}
    for path in site.rglob("*"):
        if path.suffix in {".html", ".xml", ".json", ".txt", ".js"}:
            digits = re.sub(r"(?<=\d)[\s().-]+(?=\d)", "", path.read_text(encoding="utf-8"))
            numbers = set(re.findall(r"\+?\d{6,}", digits))
            assert not numbers & long_values, path


def test_short_numbers_of_leads_stand_only_where_another_body_has_them(
    pages: Pages, real_directory: Directory
) -> None:
    """A lead's 110 is nobody's number on a region page that publishes no 110 of its own."""
    for region in real_directory.regions.values():
        published = {
            phones.digits(phone)
            for each in real_directory.published_contacts(region)
            for phone in each.contact.phones
        }
        leads = {
            value
            for lead in region.leads
            for value in lead.values
            if re.fullmatch(r"\d{3,6}", value) and value not in published
        }
        for folder in LANGUAGE_FOLDERS.values():
            page = pages[f"{folder}contact/regions/{region.slug}/index.html"]
            text = page.document.xpath("string(//article)")
            assert not {v for v in leads if re.search(rf"(?<!\d){v}(?!\d)", text)}, page.file


def test_no_page_loads_anything_from_another_host(pages: Pages, site: Path) -> None:
    for page in pages.values():
        loaded = page.document.xpath(
            "//script/@src | //img/@src | //link[@rel='stylesheet' or @rel='icon']/@href"
        )
        assert loaded
        assert not [address for address in loaded if urlsplit(address).netloc], page.file
    for path in site.rglob("*.css"):
        assert "//" not in re.sub(
            r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )


def test_no_page_has_an_inline_script_or_style(pages: Pages) -> None:
    runs = "//script[not(@src)][not(@type='application/ld+json')]"
    for page in pages.values():
        assert not page.document.xpath(f"{runs} | //style | //@style | //@onclick")


def test_the_theme_ships_no_script_and_no_style_sheet(site: Path) -> None:
    files = {path.relative_to(site).as_posix() for path in (site / "assets").rglob("*.*")}
    assert not {file for file in files if "bundle" in file or "stylesheets/" in file}


@pytest.mark.parametrize("folder", ["", "en/"])
def test_language_of_the_document_and_of_foreign_passages(pages: Pages, folder: str) -> None:
    own, other = ("en", "zh-Hans") if folder else ("zh-Hans", "en")
    page = pages[f"{folder}problems/login/index.html"].document
    assert page.get("lang") == own
    passages = page.xpath("//blockquote/@lang")
    assert set(passages) == {own, other}


def test_pages_name_each_other_absolutely_and_by_default(pages: Pages) -> None:
    for file in ("contact/phone/index.html", "en/contact/phone/index.html"):
        links = pages[file].document.xpath("//head/link[@rel='alternate'][@hreflang]")
        assert {link.get("hreflang"): link.get("href") for link in links} == {
            "zh-Hans": f"{SITE_URL}contact/phone/",
            "zh-Hant": f"{SITE_URL}zh-hant/contact/phone/",
            "en": f"{SITE_URL}en/contact/phone/",
            "x-default": f"{SITE_URL}contact/phone/",
        }


def sitemap_addresses(site: Path) -> dict[str, dict[str, str]]:
    """Return each address of `sitemap.xml` with its alternates by language."""
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    tree = etree.parse(site / "sitemap.xml")
    return {
        str(url.findtext("s:loc", namespaces=names)): {
            str(link.get("hreflang")): str(link.get("href"))
            for link in url.findall("x:link", names)
        }
        for url in tree.findall("s:url", names)
    }


def test_the_sitemap_lists_every_page_with_its_alternates(site: Path, pages: Pages) -> None:
    addresses = sitemap_addresses(site)
    canonical = {
        page.document.xpath("string(//link[@rel='canonical']/@href)")
        for page in pages.values()
        if not page.file.endswith("404.html")
    }
    derived = {address for address in addresses if address.startswith(f"{SITE_URL}zh-hant/")}
    assert set(addresses) - derived == canonical
    assert len(derived) * 2 == len(canonical) > 150
    for alternates in addresses.values():
        assert set(alternates) == {"zh-Hans", "zh-Hant", "en", "x-default"}
        assert alternates["x-default"] == alternates["zh-Hans"]
        assert all(url in addresses for url in alternates.values())


@pytest.mark.parametrize(
    ("file", "title"), [("404.html", "找不到这一页"), ("en/404.html", "Page not found")]
)
def test_each_language_has_its_own_404_page(pages: Pages, file: str, title: str) -> None:
    page = pages[file].document
    assert page.xpath("string(//h1)") == title
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert len(page.xpath("//article//*[@lang]")) >= 1
    assert all(href.startswith(("/", "#")) for href in page.xpath("//a/@href"))


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_home_page_says_who_we_are_and_leads_to_the_four_urgent_routes(
    pages: Pages, folder: str
) -> None:
    page = pages[f"{folder}index.html"].document
    answer = page.xpath("string(//p[@class='answer'])")
    independent, no_number = (
        ("independent", "There is no verified OKPay phone number")
        if folder
        else ("独立", "没有已核实的 OKPay 客服电话")
    )
    assert independent in answer
    assert no_number in answer
    assert page.xpath("//a[@class='route']/@href") == [
        "urgent/called-fake-support/",
        "urgent/",
        "problems/account-frozen/",
        "problems/login/",
    ]


def test_every_problem_page_has_its_message_in_both_languages(pages: Pages) -> None:
    names = ["login", "payment-failed", "withdrawal-delay", "account-frozen"]
    names += ["account-security", "change-details", "wrong-transfer-refund"]
    for name in names:
        for folder in LANGUAGE_FOLDERS.values():
            page = pages[f"{folder}problems/{name}/index.html"].document
            messages = page.xpath("//blockquote[starts-with(@id, 'message-')]")
            assert {m.get("lang") for m in messages} == {"zh-Hans", "en"}, name
            assert all(len(m.text_content().strip()) > 60 for m in messages)


def test_every_page_carries_the_way_to_help_in_the_same_place(pages: Pages) -> None:
    for page in pages.values():
        targets = page.document.xpath("//nav[@class='help-bar']//a/@href")
        assert len(targets) == 4, page.file
        following = page.document.xpath("//nav[@class='help-bar']/preceding-sibling::header")
        assert len(following) == 1


def test_every_article_shows_its_answer_and_when_it_was_reviewed(pages: Pages) -> None:
    for page in pages.values():
        if page.file.endswith("404.html"):
            continue
        # The urgent pages begin with their first step, which is the answer.
        shown = page.document.xpath("string(//p[@class='answer'])")
        assert bool(shown) is not page.file.endswith("urgent/index.html"), page.file
        if page.file not in ("index.html", "en/index.html"):
            assert page.document.xpath("//section[@class='sources']//time/@datetime"), page.file


def test_navigation_of_a_page_opens_only_its_own_section(pages: Pages) -> None:
    nav = pages["problems/login/index.html"].document.get_element_by_id("nav")
    labels = [a.text_content() for a in nav.xpath(".//a[@aria-current='page']")]
    assert len(labels) == 1
    assert not nav.xpath(".//a[contains(@href, 'regions/hk')]")


def test_section_titles_are_translated(pages: Pages) -> None:
    nav = pages["en/index.html"].document.get_element_by_id("nav")
    assert not re.search(r"[㐀-鿿]", nav.text_content())


def test_phones_may_not_guess_numbers_in_texts(pages: Pages) -> None:
    for page in pages.values():
        detection = page.document.xpath("//meta[@name='format-detection']/@content")
        assert detection == ["telephone=no, email=no, address=no"]

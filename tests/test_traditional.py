"""Traditional Chinese on the built site: whole, connected, in its own characters and words."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, SITE_URL, build_tiny, build_tiny_once, built_once
from helpkit.articles.article import read_all
from helpkit.checks import characters
from helpkit.checks.built_site import BuiltPage
from helpkit.data.directory import Directory
from helpkit.languages import PROFILES
from helpkit.outputs import conversions, elsewhere, search_index
from helpkit.text.conversion import only_simplified, only_traditional
from helpkit.text.shown_and_sought import END, SHOWN, SOUGHT, with_sought
from lxml import etree, html

LANGUAGE = "zh-hant"
FOLDER = PROFILES[LANGUAGE].path
Pages = dict[str, BuiltPage]
BOTH = re.compile(f"{SHOWN}([^{SOUGHT}]*){SOUGHT}([^{END}]*){END}")


def read(site: Path, name: str) -> str:
    return (site / FOLDER / name).read_text(encoding="utf-8")


def document(site: Path, name: str) -> Any:
    return html.document_fromstring(read(site, f"{name}index.html"))


def test_each_chinese_page_has_its_derived_one(site: Path, pages: Pages) -> None:
    chinese = {file for file in pages if not file.startswith("en/")}
    folder = site / FOLDER
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")} == chinese
    twins = {path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.md")}
    assert len(twins) == len(chinese) - 1  # 404 has none


def test_no_page_of_either_script_shows_characters_of_the_other(
    site: Path, real_directory: Directory, record_property: Callable[[str, int], None]
) -> None:
    names = conversions.official_names(real_directory)
    rules = real_directory.traditional
    found = characters.check(site, rules, names, once=lambda *_, make: make())
    assert list(found) == []
    pages = [path.read_text(encoding="utf-8") for path in (site / FOLDER).rglob("*.html")]
    own = only_traditional()
    record_property("pages in traditional Chinese", len(pages))
    record_property(
        "alternates in them", sum(page.count('rel="alternate" hreflang=') for page in pages)
    )
    record_property("characters that only they have", sum(c in own for p in pages for c in p))
    record_property("overrides", len(list((ROOT / "docs" / LANGUAGE).rglob("*.md"))))
    record_property("phrases reviewed", sum(len(group.words) for group in rules.phrases))


def test_a_page_says_which_it_is_and_names_the_others(site: Path) -> None:
    page = document(site, "contact/phone/")
    address = f"{SITE_URL}{FOLDER}contact/phone/"
    assert page.get("lang") == "zh-Hant"
    assert page.xpath("string(//link[@rel='canonical']/@href)") == address
    assert page.xpath("string(//meta[@property='og:url']/@content)") == address
    assert page.xpath("string(//meta[@property='og:locale']/@content)") == "zh_TW"
    assert page.xpath("string(//meta[@property='og:image']/@content)") == (
        f"{SITE_URL}{FOLDER}share.png"
    )
    links = page.xpath("//head/link[@rel='alternate'][@hreflang]")
    assert {link.get("hreflang"): link.get("href") for link in links} == {
        "zh-Hans": f"{SITE_URL}contact/phone/",
        "zh-Hant": address,
        "en": f"{SITE_URL}en/contact/phone/",
        "x-default": f"{SITE_URL}contact/phone/",
    }


def test_the_menu_of_languages_leads_to_the_same_page_from_each(site: Path) -> None:
    for profile in PROFILES.values():
        text = (site / profile.path / "contact/phone/index.html").read_text(encoding="utf-8")
        links = html.document_fromstring(text).xpath("//header//a[@hreflang]")
        assert [link.text for link in links] == ["简体", "繁體", "English"]
        current = [link.get("hreflang") for link in links if link.get("aria-current")]
        assert current == [profile.tag]
        up = "../" * (2 + profile.path.count("/"))
        own = profile.path + "contact/phone/"
        assert [link.get("href") for link in links] == [
            "./" if each == own else up + each
            for each in (f"{other.path}contact/phone/" for other in PROFILES.values())
        ]


def test_structured_data_is_of_the_page_and_the_publisher_is_the_same(site: Path) -> None:
    page = document(site, "problems/login/")
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    us, site_, article, crumbs = graph
    assert us["@id"] == f"{SITE_URL}#organization"
    assert site_["inLanguage"] == ["zh-Hans", "zh-Hant", "en"]
    assert article["inLanguage"] == "zh-Hant"
    assert article["url"] == f"{SITE_URL}{FOLDER}problems/login/"
    assert article["publisher"] == site_["publisher"] == {"@id": us["@id"]}
    assert article["headline"] == page.xpath("string(//h1)").replace("\u00a0", " ")
    assert crumbs["itemListElement"][0] == {
        "@type": "ListItem",
        "position": 1,
        "name": "首頁",
        "item": f"{SITE_URL}{FOLDER}",
    }


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("problems/withdrawal-delay/", ["提領一直不入帳怎麼辦", "簡訊裡的不算", "使用者名稱"]),
        (
            "contact/regions/tw/",
            ["財團法人金融消費評議中心", "傳簡訊", "領有執照的金融業者", "向所在縣市問清楚"],
        ),
        ("contact/regions/hk/", ["防騙易熱線（反詐騙協調中心）", "發短訊", "請先致電查詢", "電郵"]),
        ("contact/regions/mo/", ["發短訊", "電訊商", "澳門時間", "聽障及有言語障礙人士"]),
        ("safety/report-scam/", ["檢舉"]),
        ("problems/money-mule/", ["《電信網絡詐騙及其關聯違法犯罪聯合懲戒辦法》"]),
        ("contact/regions/nz/", ["紐西蘭"]),
        ("urgent/", ["登出其他裝置", "中國大陸"]),
        ("glossary/", ["帳戶、帳號、戶頭、戶口", "、登錄密碼、", "短信碼、", "流水號"]),
        ("problems/change-details/", ["身分核實沒通過"]),
        ("contact/cannot-reach/", ["透過【App 裡的留言", "問題單"]),
        ("contact/calling-from-abroad/", ["「+」加國碼"]),
        ("contact/regions/cn/", ["不加區碼"]),
        ("problems/login/", ["無法登入 OKPay", "找不到帳戶", "重設密碼"]),
        ("identity/verification/", ["我的身分驗證沒有通過", "哪一項沒有通過"]),
        ("problems/buyer-dispute/", ["先別出貨"]),
        ("problems/unlink-card/", ["怎麼解除綁定卡片", "打提款卡或信用卡背面的號碼"]),
        ("escalate/", ["查公司和執照", "無照經營"]),
        ("search/", ["看表格", "帳號被封了"]),
        ("contact/verify/", ["「號碼在官網上」", "「官方」「help」「vip」"]),
        ("safety/approvals/", ["多簽", "鏈上手續費"]),
        ("urgent/what-they-got/", ["移除不掉", "截圖，封鎖", "留著收據和卡號"]),
        ("problems/phone-lost/", ["「尋找」", "「遺失模式」", "Apple 或 Google 帳戶"]),
        ("problems/child-spending/", ["法院應予支持"]),
        ("contact/email/", ["和 QR Code "]),
        ("problems/close-account/", ["怎麼註銷帳戶", "合約"]),
        ("safety/rules/", ["不往「安全帳戶」轉錢。", "不分享螢幕", "遠端操作"]),
        ("identity/documents/", ["身分證", "浮水印", "用途、對象和日期"]),
        ("about/accessibility/", ["無障礙聲明"]),
    ],
)
def test_pages_speak_as_their_readers_do(site: Path, page: str, words: list[str]) -> None:
    text = document(site, page).text_content()
    assert [word for word in words if word not in text] == []


def test_short_names_of_places_are_those_of_their_readers(site: Path) -> None:
    for page in ("", "urgent/", "contact/regions/", "contact/regions/hk/"):
        text = document(site, page).text_content()
        assert [word for word in ("中國台灣", "中國香港", "中國澳門") if word in text] == []


def test_official_names_stand_once_as_their_owners_write_them(
    site: Path, real_directory: Directory
) -> None:
    for region in ("TW", "HK", "MO"):
        page = document(site, f"contact/regions/{region.lower()}/")
        named = page.xpath("//*[@data-part='name']/text()")
        assert page.xpath("//*[@data-part='local-name']") == []
        contacts = real_directory.published_contacts(real_directory.regions[region])
        official = [c.contact.name.local for c in contacts if c.contact.name.local]
        assert len(official) > 3
        assert set(official) <= set(named)
    japan = document(site, "contact/regions/jp/").xpath("//*[@lang='ja']/text()")
    source = html.parse(site / "contact/regions/jp/index.html").xpath("//*[@lang='ja']/text()")
    assert japan == source != []


def test_no_name_is_told_twice(site: Path) -> None:
    twice = re.compile(r'>([^<>]+?) *(?:</\w+>)? *<span class="local-name"[^>]*>\1</span>')
    pages = (site / FOLDER).rglob("*.html")
    assert [page for page in pages if twice.search(page.read_text(encoding="utf-8"))] == []


def test_what_is_compared_and_what_is_english_stays(site: Path) -> None:
    here, there = (
        html.document_fromstring((site / folder / "index.html").read_text(encoding="utf-8"))
        for folder in (FOLDER, "")
    )
    for path in ("//@data-names", "//@data-zones"):
        assert here.xpath(path) == there.xpath(path) != []
    here, there = (
        html.document_fromstring((site / folder / "problems/login/index.html").read_text("utf-8"))
        for folder in (FOLDER, "")
    )
    for path in ("//blockquote[@lang='en']//text()", "//template/p[@data-word='shared']//text()"):
        assert here.xpath(path) == there.xpath(path) != []


def test_a_blank_is_kept_under_the_name_that_it_has_in_the_source(site: Path) -> None:
    source = html.document_fromstring(
        (site / "problems/withdrawal-delay/index.html").read_text(encoding="utf-8")
    )
    page = document(site, "problems/withdrawal-delay/")
    path = "//span[@class='blank-here']"
    shared = page.xpath("string(//template/p[@data-word='shared'])").split("|")
    marks = {
        span.text: here.get("data-mark") or here.text
        for span, here in zip(source.xpath(path), page.xpath(path), strict=True)
    }
    own = [mark for mark in marks if mark[1:-1] in shared]
    assert own
    assert [marks[mark] for mark in own] == own


def test_the_code_of_an_address_leads_to_the_derived_page(site: Path) -> None:
    page, source = (
        html.parse(site / folder / "urgent/help-someone/index.html").xpath(
            "//div[@class='code']//path[@stroke]/@d"
        )
        for folder in (FOLDER, "")
    )
    assert page != source


def test_feeds_and_files_for_machines_are_in_it_too(site: Path) -> None:
    for name in ("pages.xml", "changes.xml"):
        feed = etree.fromstring(read(site, name).encode())
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hant"
        namespaces = {"a": "http://www.w3.org/2005/Atom"}
        assert feed.findtext("a:id", namespaces=namespaces) == f"{SITE_URL}{FOLDER}{name}"
        hrefs = feed.xpath("//a:entry/a:link/@href", namespaces=namespaces)
        assert all(href.startswith(f"{SITE_URL}{FOLDER}") for href in hrefs)
    search = read(site, "opensearch.xml")
    assert "<Language>zh-Hant</Language>" in search
    assert f'template="{SITE_URL}{FOLDER}search/#q={{searchTerms}}"' in search
    index = read(site, "llms.txt")
    assert f"]({SITE_URL}{FOLDER}contact/phone/index.md)" in index
    assert f"]({SITE_URL}contact/" not in index
    full = read(site, "llms-full.txt")
    assert full.startswith("# OKPay 自助求助站\n\n> ")
    assert f"<{SITE_URL}{FOLDER}urgent/>" in full
    twin = read(site, "contact/phone/index.md")
    assert twin in full
    assert f"<{SITE_URL}{FOLDER}contact/phone/>" in twin
    digests = json.loads((site / "pages.json").read_text(encoding="utf-8"))
    assert f"{SITE_URL}{FOLDER}contact/phone/" in digests


def test_the_404_page_is_in_its_characters_and_leads_on(site: Path) -> None:
    page = html.document_fromstring(read(site, "404.html"))
    assert page.xpath("string(//h1)") == "找不到這一頁"
    ways = page.xpath("//ul[@class='ways']//a/@href")
    assert ways
    assert all(href.startswith(f"/{FOLDER}") for href in ways)


def test_the_index_shows_traditional_words_and_compares_the_same_as_its_source(site: Path) -> None:
    names = [
        search_index.file(each, kind) for kind in ("index", "text") for each in ("zh", LANGUAGE)
    ]
    index, own, texts, own_texts = (
        json.loads((site / name).read_text(encoding="utf-8")) for name in names
    )
    fold = dict(zip(own["fold"][::2], own["fold"][1::2], strict=True))

    def compared(text: str) -> str:
        sought = BOTH.sub(lambda found: found[2], text)
        folded = "".join(fold.get(each, each) for each in sought)
        return folded.translate(str.maketrans("「」『』", "“”‘’"))

    def plain(text: str) -> str:
        return "".join(fold.get(each, each) for each in text)

    strange = only_simplified()
    for before, after in zip(index["pages"], own["pages"], strict=True):
        assert after[0] == FOLDER + before[0]
        assert [compared(text) for text in after[1:5]] == [plain(text) for text in before[1:5]]
        assert after[5][: len(before[5])] == before[5]  # an override may add its own
        assert [compared(title) for _, title in after[6]] == [
            plain(title) for _, title in before[6]
        ]
        for text in [*after[1:5], *(title for _, title in after[6])]:
            assert strange.isdisjoint(BOTH.sub(lambda found: found[1], text)), text
    assert own["groups"] == index["groups"]
    for before, after in zip(texts, own_texts, strict=True):
        for (_, text), (_, converted) in zip(before, after, strict=True):
            assert compared(converted) == plain(text)
    assert "簡訊" in {found[1] for found in BOTH.finditer(json.dumps(own, ensure_ascii=False))}


@pytest.mark.parametrize(
    ("text", "converted", "both"),
    [
        ("短信验证码", "簡訊驗證碼", "(簡訊|短信)驗證碼"),
        ("登录不了，短信也没有", "登入不了，簡訊也沒有", "登(入|录)不了，(簡訊|短信)也沒有"),
        ("扫二维码就登录。", "掃 QR Code 就登入。", "掃( QR Code |二维码)就登(入|录)。"),
        ("记下手机号", "記下手機號碼", "記下手機號(碼|)"),
        ("说“网络”", "說「網路」", "說「網(路|络)」"),
        ("另一句话", "完全不同", "(完全不同|另一句话)"),
    ],
)
def test_each_word_that_is_another_stands_beside_what_it_is_found_by(
    text: str, converted: str, both: str
) -> None:
    marks = dict(
        zip(
            (SHOWN, SOUGHT, END),
            "(|)",
            strict=True,
        )
    )
    assert with_sought(text, converted).translate(str.maketrans(marks)) == both


def test_words_of_other_regions_stand_for_one_of_ours_or_for_none(
    real_directory: Directory,
) -> None:
    articles = read_all(ROOT)[0]
    found = elsewhere.words(real_directory, articles["zh"], language="zh")
    known = {
        "登入": "登录",
        "简讯": "短信",
        "短讯": "短信",
        "qr code": "二维码",
        "登出": "退出登录",
    }
    assert {word: found.get(word) for word in known} == known
    # Ours as well, of two meanings, of no region.
    assert found.keys().isdisjoint({"资料", "文件", "网上", "google", "台湾"})
    # A longer word comes before its parts.
    order = list(found)
    assert [w for at, w in enumerate(order) if any(part in w for part in order[:at])] == []
    assert elsewhere.words(real_directory, articles["en"], language="en") == {}


@pytest.fixture(scope="session")
def overridden() -> Path:
    """Build the tiny site with a page in traditional Chinese that somebody wrote, and that is old."""

    def make(folder: Path) -> None:
        repository = shutil.copytree(build_tiny_once(), folder / "repository")
        case = yaml.safe_load((ROOT / "tests/cases/parity/override-good.yml").read_text("utf-8"))
        (change,) = case["change"]
        page = repository / change["file"]
        page.parent.mkdir(parents=True)
        text = change["write"].replace("現在就做", "先做這些").replace("26a5105473b2", "0" * 12)
        text = text.replace("看看網址。", "里程、支持，隨便寫。【帳戶名稱】")
        page.write_text(text, encoding="utf-8")
        done = build_tiny(repository, folder / "site")
        assert done.exit_code == 0, done.stderr

    return built_once("override", make) / "site"


def test_an_override_is_drawn_as_it_was_written(overridden: Path) -> None:
    page = document(overridden, "problems/login/")
    source = html.parse(overridden / "problems/login/index.html").getroot()
    assert page.xpath("string(//h1)") == "登不進戶頭，先別急"
    assert page.xpath("string(//title)").startswith("登不進戶頭，先別急 - ")
    words = page.xpath("string(//meta[@name='description']/@content)")
    assert words.startswith("密碼不對、戶頭被停用")
    assert page.xpath("string(//h2[@id='do-now'])") == "先做這些"
    text = page.text_content()
    assert "里程、支持，隨便寫。【帳戶名稱】" in text
    # What is around it, and what its blocks show, is made of the source as everywhere.
    assert page.get("lang") == "zh-Hant"
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{SITE_URL}{FOLDER}problems/login/"]
    assert page.xpath("count(//*[@class='block block-message'])") == 1
    assert "帳戶" in page.xpath("string(//*[@class='block block-message'])")
    assert page.xpath("//@id") == source.xpath("//@id")
    graph = json.loads(page.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
    assert graph[2]["headline"] == "登不進戶頭，先別急"
    assert "戶頭" not in source.text_content()


def test_what_else_speaks_of_an_override_has_its_words(overridden: Path) -> None:
    for name in (
        "llms.txt",
        "llms-full.txt",
        "pages.xml",
        "search/index.html",
        "problems/login/index.md",
    ):
        text = read(overridden, name)
        assert "登不進戶頭，先別急" in text or ">登不進去<" in text, name
        assert "登不進帳戶怎麼辦" not in text, name
    index = json.loads((overridden / f"assets/search/{LANGUAGE}.json").read_text("utf-8"))
    (entry,) = [page for page in index["pages"] if page[0] == f"{FOLDER}problems/login/"]
    assert BOTH.sub(r"\1", entry[1]) == "登不進戶頭，先別急"
    assert "户头登不上" in entry[5]
    assert "先做這些" in read(overridden, "problems/login/index.md")
    texts = (overridden / f"assets/search/{LANGUAGE}-text.json").read_text("utf-8")
    assert "里程、支持，隨便寫。" in BOTH.sub(r"\1", texts)


def test_readers_of_an_older_override_are_told(overridden: Path) -> None:
    page = document(overridden, "problems/login/")
    (aside,) = page.xpath("//*[@data-part='aside'][@role='note']")
    assert aside.text_content().startswith("這一頁")
    (link,) = aside.xpath(".//a")
    assert (link.get("hreflang"), link.get("lang"), link.text) == ("zh-Hans", "zh-Hans", "中文")
    assert link.get("href") == "../../../problems/login/"
    for path in ("problems/login/", "zh-hant/contact/phone/"):
        page = html.parse(overridden / path / "index.html")
        assert page.xpath("//*[@data-part='aside'][@role='note']//a[@hreflang]") == []


def test_nothing_of_the_way_to_an_override_is_left(overridden: Path) -> None:
    private = re.compile("[\U000f0000-\U0010ffff\ue100-\uf8ff]")
    files = [
        path
        for path in overridden.rglob("*.*")
        if path.suffix in {".html", ".md", ".xml", ".json", ".txt"}
    ]
    assert [path for path in files if private.search(path.read_text("utf-8"))] == []


def test_the_page_of_the_clock_goes_by_the_clock_of_its_readers(site: Path) -> None:
    text = document(site, "contact/hours/").text_content()
    assert "冬天是台北、香港、澳門下午 5 點到次日凌晨 1 點" in text
    assert "與台灣時間相比" in text
    assert "北京" not in document(site, "contact/regions/tw/").text_content()
    assert "與香港時間相比" in document(site, "contact/regions/hk/").text_content()


def test_a_card_that_is_kept_has_the_characters_of_its_reader(
    site: Path, real_directory: Directory
) -> None:
    strange = only_simplified()
    kept = sorted((site / FOLDER / "contact/cards").glob("*.vcf"))
    assert len(kept) == len(list((site / "contact/cards").glob("*.vcf"))) > 100
    for path in kept:
        lines = path.read_text(encoding="utf-8").splitlines()
        own = [line for line in lines if not line.startswith("ORG:")]  # in Japan's characters, too
        assert strange.isdisjoint("".join(own)), path
        assert path.with_suffix(".svg").is_file()
    card = read(site, "contact/cards/tw-165.vcf")
    assert "FN:反詐騙諮詢專線 / " in card
    assert "NOTE:撥打前先核對。" in card
    links = document(site, "contact/regions/tw/").xpath("//a[contains(@href, '.vcf')]/@href")
    assert "../../cards/tw-165.vcf" in links


def test_every_reviewed_phrase_is_in_use(site: Path, real_directory: Directory) -> None:
    """Or it keeps a shorter one, which is in use, from a word that is another."""
    texts = "".join(
        path.read_text(encoding="utf-8")
        for path in (
            *(ROOT / "docs" / "zh").rglob("*.md"),
            *(ROOT / "data").rglob("*.yml"),
            *(site / "contact").rglob("*.md"),  # with the days and zones of hours in words
        )
        if path.name != "traditional.yml"
    )
    phrases = [word for group in real_directory.traditional.phrases for word in group.words]
    used = {phrase for phrase in phrases if phrase in texts}
    assert len(used) > 100
    assert [
        phrase
        for phrase in phrases
        if phrase not in used and not any(shorter in phrase for shorter in used)
    ] == []

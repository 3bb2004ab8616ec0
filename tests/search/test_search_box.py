"""Search as a reader meets it: in a real browser, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus, urljoin, urlsplit

import axe
import pytest
from conftest import new_context
from helpkit.checks.built_site import BuiltPage
from lxml import etree
from playwright.sync_api import Browser, Page, Route, expect
from search_bench import ask_ours, ask_ours_all, requests_for

READY = "dialog[open] .search-output[aria-busy=false]"
START = {"zh": "/problems/login/", "en": "/en/problems/login/"}


def begin(page: Page, base_url: str, language: str = "zh") -> None:
    page.goto(base_url + START[language])
    page.keyboard.press("/")
    page.wait_for_selector(READY)


@pytest.fixture(scope="module")
def boxes(browser: Browser, base_url: str) -> Iterator[dict[str, Page]]:
    """Return a page for each language with the dialog open, for tests that only ask it."""
    context = new_context(browser)
    opened = {language: context.new_page() for language in START}
    for language, page in opened.items():
        begin(page, base_url, language)
    yield opened
    context.close()


@pytest.fixture(scope="module")
def results(browser: Browser) -> Iterator[Page]:
    """Return a page that goes from search to search: what it loaded once, it need not load again."""
    context = new_context(browser)
    yield context.new_page()
    context.close()


# What readers in the mainland, in Taiwan and in Hong Kong call the same.
ALIKE = [
    ("登录不了", "登入不了"),
    ("提现", "提領"),
    ("短信", "簡訊", "短訊"),
    ("支持", "支援"),
    ("退出登录", "登出"),
    ("二维码", "QR Code", "qrcode", "qr code"),
    ("视频", "影片"),
    ("网络", "網路", "網絡"),
    ("账户", "帳戶"),
    ("设备丢了", "裝置丟了"),
    ("收不到短信验证码", "收不到簡訊驗證碼"),
    ("举报诈骗链接", "檢舉詐騙連結", "舉報詐騙連結"),
]


def test_the_words_of_each_region_find_the_same_pages(boxes: dict[str, Page]) -> None:
    answers = iter(ask_ours_all(boxes["zh"], [word for words in ALIKE for word in words]))
    found = {words: {word: next(answers)[0][:6] for word in words} for words in ALIKE}
    differing = [each for each in found.values() if len(set(map(tuple, each.values()))) > 1]
    assert differing == []
    assert all(pages for each in found.values() for pages in each.values())


@pytest.mark.parametrize("language", START)
@pytest.mark.parametrize("typed", ["QR Code", "qrcode", "二维码", "qr code 可以掃嗎"])
def test_a_code_is_checked_before_it_is_scanned(
    boxes: dict[str, Page], base_url: str, language: str, typed: str
) -> None:
    assert ask_ours(boxes[language], typed)[0].endswith("contact/verify/")


def results_page(page: Page, base_url: str, language: str, text: str) -> list[str]:
    prefix = "" if language == "zh" else "en/"
    page.goto(f"{base_url}/{prefix}search/#q={quote(text)}")
    page.wait_for_selector("[data-search-output] [role=status]")
    return page.eval_on_selector_all(
        "ol.search-results > li > a:first-child",
        "all => all.map(a => new URL(a.href).pathname + new URL(a.href).hash)",
    )


def test_nothing_is_loaded_for_search_before_it_is_opened(page: Page, base_url: str) -> None:
    urls = requests_for(page, lambda: page.goto(base_url + START["zh"], wait_until="networkidle"))
    assert not [url for url in urls if "search" in url]
    urls = requests_for(page, lambda: (page.keyboard.press("/"), page.wait_for_selector(READY)))
    (index,) = [urlsplit(url).path for url in urls if url.endswith(".json")]
    assert re.fullmatch(r"/assets/search/zh\.[a-f]{14}\.json", index)


def enter_in_the_dialog(page: Page, text: str) -> None:
    page.keyboard.press("/")
    ask_ours(page, text)
    page.press("dialog input", "Enter")


def all_results(page: Page, text: str) -> None:
    page.keyboard.press("/")
    ask_ours(page, text)
    follow(page, "dialog .search-links a")


def follow(page: Page, links: str) -> None:
    """Follow the first of some links, which carries the text once no secret was found in it."""
    link = page.locator(links).first
    expect(link).to_have_attribute("href", re.compile("#q="))
    link.click()


def enter_in_the_header(page: Page, text: str) -> None:
    # What keys do before search.js is there: the dialog has not opened yet.
    page.eval_on_selector(
        ".find", "(form, text) => { form.elements[0].value = text; form.requestSubmit(); }", text
    )


def enter_in_the_header_without_dialogs(page: Page, text: str) -> None:
    page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page.reload()
    enter_in_the_header(page, text)


def enter_on_the_page_of_results(page: Page, text: str) -> None:
    page.goto(urljoin(page.url, page.get_attribute(".find", "action") or ""))
    page.fill(".search-form input", text)
    page.press(".search-form input", "Enter")


def an_address_of_the_browsers_search(page: Page, text: str) -> None:
    href = page.eval_on_selector("link[rel=search]", "e => e.href")
    template = search_template(page.request.get(href).body())
    page.goto(urljoin(page.url, urlsplit(template)._replace(scheme="", netloc="").geturl()
              .replace("{searchTerms}", quote_plus(text))))  # fmt: skip


def search_template(description: bytes) -> str:
    return str(etree.fromstring(description).xpath("string(//*[local-name()='Url']/@template)"))


TYPED = {"zh": "+852 5555 0100 恢复出厂设置", "en": "my refund & factory reset"}


# The scripts are the same in all languages: each has three of the six ways. All end on one page, whose
# link to the other language is followed once from each.
@pytest.mark.parametrize(
    ("language", "search", "is_followed"),
    [
        ("zh", enter_in_the_dialog, True),
        ("en", all_results, True),
        ("en", enter_in_the_header, False),
        ("zh", enter_in_the_header_without_dialogs, False),
        ("en", enter_on_the_page_of_results, False),
        ("zh", an_address_of_the_browsers_search, False),
    ],
)
def test_what_is_typed_is_in_no_request(
    page: Page,
    base_url: str,
    language: str,
    search: Callable[[Page, str], None],
    is_followed: bool,
) -> None:
    text = TYPED[language]
    sent: list[str] = []
    page.on(
        "request",
        lambda request: sent.append(f"{request.url} {request.headers} {request.post_data}"),
    )
    page.goto(base_url + START[language])
    search(page, text)
    status = page.locator("[data-search-output] [role=status]")
    expect(status).to_be_visible()
    expect(page.locator(".search-form input")).to_have_value(text)
    prefix = "" if language == "zh" else "en/"
    assert page.url.partition("#")[0] == f"{base_url}/{prefix}search/"
    if is_followed:
        follow(page, "[data-search-output] .search-links a")
        other = "en" if language == "zh" else "zh-Hans"
        expect(page.locator("html")).to_have_attribute("lang", other)
        expect(status).to_be_visible()
        expect(page.locator(".search-form input")).to_have_value(text)
    assert len([each for each in sent if "/search/" in each]) > 2  # the watch does watch
    words = ["5555", "0100", "恢复", quote("恢"), "refund", "factory", "?q", "#"]
    assert not [each for each in sent if any(word in each for word in words)]


# Plain words, words of the texts alone, slips, other scripts, a contact, nonsense, one letter.
SEARCHES = [
    *("提现不到账", "手机恢复出厂设置后怎么办", "体现延迟", "tixian yanchi", "帳戶凍結"),
    *("my card was stolen", "+852 5555 0100", "zzqqxx", "a"),
    "abandon ability able about above absent absorb abstract absurd abuse access accident",
]


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "way"), [("zh", "key by key in the dialog"), ("en", "on the page of results")]
)
def test_ten_different_searches_ask_for_the_same_files_in_the_same_order(
    browser: Browser, base_url: str, language: str, way: str
) -> None:
    """Hold the rule of privacy that stands at the top of search-engine.js."""
    logs = []
    # Each page asks anew, also for what its window has; a window for each would take longer.
    context = new_context(browser)
    for text in SEARCHES:
        page = context.new_page()
        sent: list[str] = []
        logs.append(sent)
        page.on("request", lambda request, sent=sent: sent.append(request.url.partition("#")[0]))  # type: ignore[misc]
        if way == "on the page of results":
            results_page(page, base_url, language, text)
        else:
            begin(page, base_url, language)
            page.fill("dialog input", text[:-3])
            page.locator("dialog input").press_sequentially(text[-3:])
            page.wait_for_selector(READY)
    for page in context.pages:  # by now whatever a search leaves behind has been asked for
        page.wait_for_load_state("networkidle")
    context.close()
    assert len(logs) == 10
    # Only the pages' own parts race each other; what the search asks for comes in one order.
    searched = [[url for url in log if "/assets/search/" in url] for log in logs]
    assert sum("-text." in url for url in searched[0]) == 1
    assert [log for log in searched if log != searched[0]] == []
    assert [log for log in logs if sorted(log) != sorted(logs[0])] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_address_that_was_kept_still_works_and_loses_what_servers_could_read(
    page: Page, base_url: str, language: str
) -> None:
    prefix = "" if language == "zh" else "en/"
    page.goto(f"{base_url}/{prefix}search/?q=okpay+1%2B1#topics")
    expect(page.locator("ol.search-results > li").first).to_be_visible()
    expect(page.locator(".search-form input")).to_have_value("okpay 1+1")
    page.wait_for_url(f"{base_url}/{prefix}search/#q=okpay%201%2B1")
    page.fill(".search-form input", "")
    expect(page.locator("[data-search-output]")).to_be_empty()
    page.wait_for_url(f"{base_url}/{prefix}search/")


def test_a_search_from_the_page_of_results_shows_there(page: Page, base_url: str) -> None:
    results_page(page, base_url, "zh", "验证码")
    enter_in_the_dialog(page, "提现")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".search-form input")).to_have_value("提现")
    expect(page.locator("ol.search-results mark").first).to_have_text("提现")
    page.go_back()
    expect(page.locator(".search-form input")).to_have_value("验证码")
    expect(page.locator("ol.search-results mark").first).to_have_text("验证码")


def test_an_address_that_is_written_late_changes_none_that_came_after(
    page: Page, base_url: str
) -> None:
    # Time stands still, so each address is written late: here, right after the reader went on.
    page.add_init_script("""
        const [late, soon] = [[], window.setTimeout];
        Date.now = () => 0;
        window.setTimeout = (act, wait) => (wait === 500 ? late.push(act) : soon(act, wait));
        addEventListener("hashchange", () => late.splice(0).forEach((act) => act()), true);
    """)
    test_a_search_from_the_page_of_results_shows_there(page, base_url)


def test_back_from_a_search_the_page_of_results_is_empty_again(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/search/")
    enter_in_the_dialog(page, "提现")
    expect(page.locator("ol.search-results mark").first).to_have_text("提现")
    page.go_back()
    expect(page.locator(".search-form input")).to_have_value("")
    expect(page.locator("[data-search-output]")).to_be_empty()
    assert page.url == f"{base_url}/search/"


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_keys_open_search(page: Page, base_url: str, key: str) -> None:
    page.goto(base_url + START["en"])
    page.keyboard.press(key)
    expect(page.locator("dialog[open] input")).to_be_focused()


def test_a_slash_in_a_field_is_a_slash(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/search/")
    page.fill(".search-form input", "a")
    page.press(".search-form input", "/")
    expect(page.locator(".search-form input")).to_have_value("a/")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_focus_returns_to_the_button_that_opened_search(page: Page, base_url: str) -> None:
    page.goto(base_url + START["zh"])
    page.click(".find button")
    page.wait_for_selector(READY)
    page.fill("dialog input", "提现")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator(".find button")).to_be_focused()


def test_text_typed_in_the_header_comes_along(browser: Browser, base_url: str) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(base_url + START["en"])
    page.locator(".find input").press_sequentially("withdrawal")
    page.wait_for_selector(READY)
    expect(page.locator("dialog[open] input")).to_have_value("withdrawal")
    expect(page.locator("[role=option]").first).to_contain_text("Withdrawal")
    page.context.close()


def test_a_result_is_chosen_by_keys(page: Page, base_url: str) -> None:
    begin(page, base_url, "en")
    ask_ours(page, "withdrawal pending")
    box = page.locator("dialog input")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "search-option-0")
    expect(page.locator("#search-option-0")).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/en/problems/withdrawal-delay/")


def test_enter_without_a_choice_leads_to_the_page_of_results(page: Page, base_url: str) -> None:
    begin(page, base_url)
    ask_ours(page, "提现")
    page.press("dialog input", "Enter")
    page.wait_for_url(f"**/search/#q={quote('提现')}")
    expect(page.locator("ol.search-results > li").first).to_be_visible()


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [("zh", "zzqqxx", "没有很合适的页面"), ("en", "zzqqxx", "Nothing fits well")],
)
def test_no_result_is_no_dead_end(
    boxes: dict[str, Page], language: str, text: str, count: str
) -> None:
    page = boxes[language]
    assert ask_ours(page, text) == []
    expect(page.locator("dialog [role=status]")).to_have_text(count)
    links = page.eval_on_selector_all(
        ".search-routes a", "all => all.map(a => new URL(a.href).pathname)"
    )
    prefix = "/" if language == "zh" else "/en/"
    assert links[:2] == [f"{prefix}urgent/", f"{prefix}contact/"]
    assert len(links) >= 5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "想死"),
        ("zh", "没钱了想死"),
        ("zh", "我不想活了，想注销账户"),
        ("zh", "活不下去了"),
        ("zh", "好想自殺"),
        ("zh", "唔想做人"),
        ("zh", "zisha"),
        ("zh", "bu xiang huo le"),
        ("zh", "i want to die"),
        ("zh", "跳下去就没事了"),
        ("en", "suicide"),
        ("en", "my money is gone and I don't want to live"),
        ("en", "kill myself"),
        ("en", "they are better off without me"),
        ("en", "自杀"),
        ("zh", "我现在在楼顶，风好大"),
        ("en", "my dad drank poison because of the money"),
    ],
)
def test_who_speaks_of_dying_meets_somebody_to_call_first(
    boxes: dict[str, Page], base_url: str, language: str, text: str
) -> None:
    page = boxes[language]
    page.evaluate(
        """() => {
          localStorage.removeItem("region");
          dispatchEvent(new StorageEvent("storage", { key: "region" }));
        }"""
    )
    found = ask_ours(page, text)
    prefix = "" if language == "zh" else "en/"
    assert found, "not a page that says nothing"
    assert f"{prefix}problems/close-account/" not in found
    say = {"zh": "先找人说话，钱的事往后放。", "en": "Talk to somebody first. The money can wait."}
    expect(page.locator("dialog [role=status]")).to_have_text(say[language])
    box = page.locator(".search-output > .search-crisis")
    assert box.evaluate("box => !box.previousElementSibling")
    expect(box.get_by_role("link")).to_have_attribute(
        "href", f"{base_url}/{prefix}contact/regions/"
    )
    page.evaluate(
        """() => {
          localStorage.setItem("region", '{"slug": "gb"}');
          dispatchEvent(new StorageEvent("storage", { key: "region" }));
        }"""
    )
    ask_ours(page, "")
    ask_ours(page, text)
    expect(box.get_by_role("link")).to_have_attribute(
        "href", f"{base_url}/{prefix}contact/regions/gb/#support"
    )


def test_beside_it_stands_no_guess_and_the_way_to_stop_a_payment_is_first(
    boxes: dict[str, Page],
) -> None:
    found = ask_ours(boxes["en"], "I just paid a scammer everything and I want to die")
    assert found[0] == "en/urgent/"
    assert ask_ours(boxes["en"], "grey skies, I want to die") == ["en/urgent/"]


def test_the_page_of_results_says_whom_to_call_first(page: Page, base_url: str) -> None:
    page.goto(base_url + START["zh"])
    page.evaluate("""localStorage.setItem("region", '{"slug": "cn"}')""")
    results_page(page, base_url, "zh", "想死")
    box = page.locator(".search-crisis")
    expect(page.locator("[data-search-output] > *").nth(1)).to_have_class("search-crisis")
    assert axe.violations(page) == []
    # Where no support line was verified, the page has the number for an emergency.
    box.get_by_role("link", name="中国大陆：现在能打给谁").click()
    number = page.locator("p > a.number")
    expect(number).to_have_attribute("href", "tel:110")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "手机死机了"),
        ("zh", "人死了账户怎么办"),
        ("en", "can't live chat"),
        ("en", "dead phone"),
    ],
)
def test_other_searches_are_not_taken_for_it(
    boxes: dict[str, Page], language: str, text: str
) -> None:
    ask_ours(boxes[language], text)
    expect(boxes[language].locator(".search-crisis")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "正在跟客服通话"), ("zh", "客服叫我别挂电话"), ("en", "on the phone with support now")],
)
def test_who_is_on_the_phone_with_support_is_told_to_hang_up_first(
    boxes: dict[str, Page], language: str, text: str
) -> None:
    found = ask_ours(boxes[language], text)
    prefix = "" if language == "zh" else "en/"
    assert found[0].partition("#")[0] == f"{prefix}urgent/called-fake-support/"
    assert not [url for url in found[:4] if "communication" in url]


def test_the_button_of_the_page_of_results_keeps_its_name(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/search/")
    page.fill(".search-form input", "提现")
    button = page.locator(".search-form button")
    button.click()
    expect(page.locator("ol.search-results > li").first).to_be_visible()
    assert button.inner_text() == "搜索"


def test_without_scripts_the_page_of_results_says_why_there_is_no_field(
    browser: Browser, base_url: str
) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base_url}/en/search/")
    expect(page.get_by_text("Scripts are off in this browser")).to_be_visible()
    context.close()


def test_the_count_is_spoken_and_says_what_was_searched_for(boxes: dict[str, Page]) -> None:
    page = boxes["en"]
    found = ask_ours(page, "withdrawl")
    expect(page.locator("dialog [role=status]")).to_have_text(f"{len(found)} results")
    expect(page.locator("dialog .detail")).to_have_text("Searched for: withdrawal")


@pytest.mark.parametrize(
    ("language", "text", "urgent"),
    [
        ("zh", "俾人呃咗錢", True),
        ("zh", "验证码告诉别人了", True),
        ("zh", "我沒有把驗證碼給任何人", False),
        ("zh", "有人恐吓我要发我照片", True),
        ("zh", "俾咗個OTP佢", True),
        ("zh", "qian zhengzai bei zhuan zou", True),
        ("en", "he says he will post my pictures unless i pay", True),
        ("en", "they gave me a code", False),
        ("en", "what is a seed phrase", False),
        ("zh", "几点上班", False),
        ("en", "i got scammed", True),
        ("en", "gave my code to support", True),
        ("en", "opening hours", False),
    ],
)
def test_the_urgent_route_stands_above_urgent_queries(
    boxes: dict[str, Page], base_url: str, language: str, text: str, urgent: bool
) -> None:
    page = boxes[language]
    ask_ours(page, text)
    prefix = "" if language == "zh" else "en/"
    route = page.locator(".search-output > .search-urgent a")
    expect(route).to_have_count(1 if urgent else 0)
    if urgent:
        expect(route).to_have_attribute("href", f"{base_url}/{prefix}urgent/")
        above = page.eval_on_selector_all(
            ".search-urgent, #search-list", "all => all.map(e => e.id || e.className)"
        )
        assert above == ["search-urgent", "search-list"]


@pytest.mark.parametrize(
    "text",
    ["+1 (555) 010-0199", "４００ ５５５ ０１００", "https://okpay.example/help", "@okpay_help",
     "help@okpay.example", "okpay.support.example", "t.example/okpay"],
)  # fmt: skip
def test_what_is_pasted_goes_to_the_checker_filled_in(
    boxes: dict[str, Page], base_url: str, text: str
) -> None:
    wanted = text.replace("４００ ５５５ ０１００", "400 555 0100")
    page = boxes["zh"]
    assert ask_ours(page, text) == ["contact/verify/"]
    link = page.locator("[role=option]").get_attribute("href")
    assert link == f"{base_url}/contact/verify/#q={quote(wanted, safe='()')}"


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("is +852 5555 0100 OKPay's number?", "+852 5555 0100"),
        ("收到 okpay.example 发来的链接，是真的吗", "okpay.example"),
        ("转账 2026-11-22 12:30 失败", None),
        ("退款 500000 没到账", None),
    ],
)
def test_a_contact_inside_a_sentence_is_offered_for_checking_before_the_pages(
    boxes: dict[str, Page], base_url: str, text: str, contact: str | None
) -> None:
    page = boxes["zh"]
    found = ask_ours(page, text)
    links = [link.get_attribute("href") for link in page.locator("[role=option]").all()]
    checker = f"{base_url}/contact/verify/#q="
    assert len(found) > 1
    if contact:
        assert links[0] == f"{checker}{quote(contact)}"
    else:
        assert not [link for link in links if link.startswith(checker)]


@pytest.mark.parametrize(
    ("language", "texts", "code"),
    [
        ("zh", ["香港", "HK", "Hong Kong", "+852", "00852", "852", "hongkong", "香港报警"], "hk"),
        ("zh", ["台灣", "TW", "+886", "台北", "taiwan"], "tw"),
        ("en", ["Hong Kong", "hk", "香港", "+852", "hong kong police"], "hk"),
        ("en", ["UK", "Britain", "+44", "okpay uk number", "singapre uk"], "gb"),
        ("en", ["US", "it is from the US", "usa"], "us"),
    ],
)
def test_names_and_codes_lead_to_the_region(
    boxes: dict[str, Page], language: str, texts: list[str], code: str
) -> None:
    page = boxes[language]
    prefix = "" if language == "zh" else "en/"
    for text in texts:
        assert f"{prefix}contact/regions/{code}/" in ask_ours(page, text)[:2], text


@pytest.mark.parametrize("text", ["it does not let us in", "what is my pin"])
def test_small_words_are_no_region_codes(boxes: dict[str, Page], text: str) -> None:
    page = boxes["en"]
    assert not [url for url in ask_ours(page, text) if url.startswith("en/contact/regions/")]


@pytest.mark.parametrize(
    "texts",
    [
        ["提现延迟", "提 现 延 迟", "提現延遲", "体现延迟", "tixian yanchi", "提现 延迟 "],
        ["账户冻结", "帳戶凍結", "帐号冻结", "账户东结", "dongjie"],
        ["登录不了", "登陆不了", "登陸不了", "OKPay登录不了", "ＯＫＰａｙ 登录不了"],
    ],
)
def test_one_thing_typed_in_many_ways_finds_one_page(
    boxes: dict[str, Page], texts: list[str]
) -> None:
    page = boxes["zh"]
    assert len({ask_ours(page, text)[0] for text in texts}) == 1


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("zh", "wo de qian bei pian le", "urgent/"),
        ("zh", "yinhangka zenme jiebang", "problems/unlink-card/"),
        ("zh", "zhdj", "problems/account-frozen/"),
        ("zh", "出金出不來", "problems/withdrawal-delay/"),
        ("zh", "過錯數俾人", "problems/wrong-transfer-refund/"),
        ("en", "they froze mine", "en/problems/account-frozen/"),
    ],
)
def test_pinyin_and_words_of_each_place_lead_to_the_page(
    boxes: dict[str, Page], language: str, text: str, first: str
) -> None:
    assert ask_ours(boxes[language], text)[0] == first


def test_pinyin_without_an_end_is_answered_at_once(boxes: dict[str, Page]) -> None:
    page = boxes["zh"]
    ask_ours(page, "jiao")
    before = page.evaluate("performance.now()")
    ask_ours(page, "jiao" * 13 + "q")
    assert page.evaluate("performance.now()") - before < 2000


def test_a_real_word_is_no_slip_of_ours(boxes: dict[str, Page]) -> None:
    page = boxes["en"]
    ask_ours(page, "eight days and no money")
    expect(page.locator("dialog .detail")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        (
            "zh",
            "怎么下载app",
            "本站没有讲下载安装的页面，也没有安装包。别用别人发来的链接或安装包。",
        ),
        ("en", "careers", "This site is independent, not OKPay. We have no page on jobs there."),
    ],
)
def test_what_no_page_answers_is_said(
    boxes: dict[str, Page], language: str, text: str, says: str
) -> None:
    page = boxes[language]
    ask_ours(page, text)
    expect(page.locator("dialog .search-says")).to_have_text(says)


@pytest.mark.parametrize(
    ("language", "text", "says"),
    [
        ("zh", "网速很慢", "没有很合适的页面，下面几页只是沾边："),
        ("en", "library book late", "Nothing fits well. These pages only come near:"),
    ],
)
def test_a_guess_says_that_it_is_one(
    boxes: dict[str, Page], language: str, text: str, says: str
) -> None:
    page = boxes[language]
    assert ask_ours(page, text)
    expect(page.locator("dialog .search-guess")).to_have_text(says)
    ask_ours(page, "okpay")
    expect(page.locator("dialog .search-guess")).to_have_count(0)


def test_words_in_the_texts_alone_are_found_and_quoted(boxes: dict[str, Page]) -> None:
    page = boxes["zh"]
    assert "urgent/what-they-got/" in ask_ours(page, "礼品卡")
    assert "礼品卡" in page.locator("[role=option] mark").all_inner_texts()


def test_words_that_stand_everywhere_are_marked_only_if_nothing_else_was_asked(
    boxes: dict[str, Page],
) -> None:
    page, marks = boxes["en"], boxes["en"].locator("[role=option] mark")
    small = {"and", "the", "they", "then", "there"}
    ask_ours(page, "they froze my account and they say i have to pay to get the money")
    marked = {text.lower() for text in marks.all_inner_texts()}
    assert {"account", "money"} <= marked
    assert not marked & small
    ask_ours(page, "and the they")
    assert {text.lower() for text in marks.all_inner_texts()} & small


def test_markup_is_text(page: Page, base_url: str) -> None:
    found = results_page(page, base_url, "zh", "<img src=x onerror=alert(1)>提现")
    assert found
    assert page.locator("[data-search-output] img").count() == 0


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "账户冻结"), ("zh", "验证码"), ("en", "account locked"), ("en", "refund")],
)
def test_the_page_of_results_is_in_the_order_of_the_box(
    boxes: dict[str, Page], results: Page, base_url: str, language: str, text: str
) -> None:
    boxed = ask_ours(boxes[language], text)
    assert [url.lstrip("/") for url in results_page(results, base_url, language, text)] == boxed


def test_the_page_of_results_leads_to_the_other_language(page: Page, base_url: str) -> None:
    results_page(page, base_url, "en", "refund")
    expect(page.locator("[data-search-output] .search-links a")).to_have_attribute(
        "href", f"{base_url}/search/#q=refund"
    )


def test_a_link_carries_what_was_typed_once_however_often_it_was_looked_for(
    page: Page, base_url: str
) -> None:
    waiting: list[Route] = []
    page.route("**/secrets.*.js", lambda route: waiting.append(route))
    page.goto(f"{base_url}/en/search/")
    page.fill(".search-form input", "+852 5555 0100")
    first = page.locator("[data-search-output] [role=status]")
    expect(first).to_be_visible()
    first.evaluate("node => { node.id = 'first'; }")
    page.press(".search-form input", "Enter")
    expect(page.locator("[data-search-output] #first")).to_have_count(0)
    for route in waiting:
        route.continue_()
    links = page.locator("[data-search-output] .search-links a")
    expect(links.last).to_have_attribute("href", re.compile("#q="))
    page.unroute_all(behavior="wait")
    assert [href.count("#q=") for href in links.evaluate_all("all => all.map(a => a.href)")] == [
        1
    ] * links.count()


def test_without_scripts_the_box_leads_to_the_list_of_all_pages(
    browser: Browser, base_url: str, pages: dict[str, BuiltPage]
) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 800}
    )
    page = context.new_page()
    page.goto(base_url + START["zh"])
    # A field would promise a search that does not happen.
    assert page.locator("input:visible").count() == 0
    page.click(".find button")
    assert urlsplit(page.url).path == "/search/"
    assert page.locator("input:visible").count() == 0
    linked = {
        urlsplit(link).path
        for link in page.locator(".index-of-pages a").evaluate_all("all => all.map(a => a.href)")
    }
    wanted = {
        "/" + file.removesuffix("index.html")
        for file in pages
        if not file.startswith(("en/", "404", "search/"))
    }
    assert linked - {"/search/"} == wanted
    context.close()


def test_no_form_has_anything_to_send_when_its_script_does_not_come(
    pages: dict[str, BuiltPage],
) -> None:
    """A browser sends the fields that have a name, to an address that others can read."""
    fields = "//input | //textarea | //select"
    assert sum(len(page.document.xpath(fields)) for page in pages.values()) > len(pages)
    named = {page.file: page.document.xpath(f"({fields})/@name") for page in pages.values()}
    assert {file: names for file, names in named.items() if names} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_browsers_can_offer_the_search(page: Page, base_url: str, language: str) -> None:
    page.goto(base_url + START[language])
    link = page.locator("link[rel=search]")
    expect(link).to_have_attribute("type", "application/opensearchdescription+xml")
    href = link.evaluate("e => e.href")
    template = search_template(page.request.get(href).body())
    prefix = "" if language == "zh" else "en/"
    assert template == f"https://okpay-self-help.example/{prefix}search/#q={{searchTerms}}"


def test_a_file_that_did_not_arrive_is_asked_for_again(page: Page, base_url: str) -> None:
    begin(page, base_url)
    page.route("**/zh-text.*.json", lambda route: route.abort())
    page.fill("dialog input", "恢复出厂设置")
    expect(page.locator("dialog [role=status]")).to_contain_text("搜索没能加载")
    page.unroute("**/zh-text.*.json")
    assert ask_ours(page, "恢复出厂设置 ")


def test_when_the_index_cannot_be_loaded_the_list_of_pages_is_offered(
    page: Page, base_url: str
) -> None:
    page.route("**/zh.*.json", lambda route: route.abort())
    page.goto(base_url + START["zh"])
    page.keyboard.press("/")
    page.wait_for_selector(READY)
    expect(page.locator("dialog [role=status]")).to_contain_text("搜索没能加载")
    expect(page.locator(".search-output a")).to_have_attribute("href", f"{base_url}/search/")


@pytest.mark.accessibility
def test_what_the_open_dialog_says_has_no_axe_violation(
    boxes: dict[str, Page], record_property: Callable[[str, object], None]
) -> None:
    """The same script draws it in all languages: each state is looked at in one of them."""
    for language, text in (
        *(("zh", text) for text in ("", "okpay 冻结 scam", "zzqqxx", "提線")),
        ("en", "withdrawl"),
    ):
        page = boxes[language]
        page.fill("dialog input", text)
        page.wait_for_selector(READY)
        # What lies behind the dialog is inert.
        assert axe.violations(page, within="dialog") == [], text
        record_property("axe-core: search dialog, for five queries", 1)


@pytest.mark.parametrize("language", START)
def test_the_header_holds_the_box_at_every_width(page: Page, base_url: str, language: str) -> None:
    page.goto(base_url + START[language])
    for width in (320, 360, 390, 480, 768, 960):
        page.set_viewport_size({"width": width, "height": 640})
        ends = page.eval_on_selector_all(
            ".top *", "all => Math.max(...all.map(e => e.getBoundingClientRect().right))"
        )
        assert ends <= width
        box = page.locator(".find button").bounding_box()
        assert box is not None
        assert box["width"] >= 44
        assert box["height"] >= 44

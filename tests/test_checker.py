"""The checker: its scripts, in a browser, against the vectors that specify them, and on its page."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from conftest import AskChecker
from helpkit.data.directory import Directory
from helpkit.data.records import Region
from helpkit.data.service import KnownBad, Namesake, Service
from helpkit.outputs import checker_lookup
from playwright.sync_api import Page, Route, expect

FOLDER = Path(__file__).parent / "checker"
TODAY = date(2026, 11, 22)


def read(name: str) -> Any:
    """Return what a file of the vectors holds, every value as it is written."""
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), yaml.BaseLoader)


def texts_of(group: dict[str, Any]) -> list[str]:
    """Return the texts of a group, repeated as often as it says."""
    return [t * int(group.get("times", 1)) + group.get("then", "") for t in group["texts"]]


GROUPS = [*read("vectors.yml"), *read("messages.yml"), *read("secrets.yml")]
VECTORS = [(t, group["expect"]) for group in GROUPS if "expect" in group for t in texts_of(group)]
RESEMBLING = [text for group in GROUPS if "resembles" in group for text in texts_of(group)]


@pytest.fixture(scope="module")
def world(real_directory: Directory) -> dict[str, Any]:
    """Return the look-up of the vectors' small world, as it would be read from the site."""
    data = read("world.yml")
    small = Directory(
        today=TODAY,
        service=Service.model_validate(data["service"]),
        checker=real_directory.checker,
        hosting=real_directory.hosting,
        reading=real_directory.reading,
        safety=real_directory.safety,
        search=real_directory.search,
        danger=real_directory.danger,
        may_pass=real_directory.may_pass,
        regions={code: Region.model_validate(r) for code, r in data["regions"].items()},
        namesakes=tuple(Namesake.model_validate(n) for n in data["namesakes"]),
        known_bad=tuple(KnownBad.model_validate(b) for b in data["known_bad"]),
    )
    return json.loads(json.dumps(checker_lookup.lookup(small)))


def in_words(answer: dict[str, Any], world: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """Return an answer in the words of vectors.yml, with what the vector names."""
    found = {key: answer[key] for key in ("kind", "answer", "reason")}
    if answer["target"]:
        found["target"] = answer["target"]
    if answer["records"]:
        found["records"] = [world["records"][i]["id"] for i in answer["records"]]
    if "isCrisis" in like:
        found["isCrisis"] = str(answer["isCrisis"]).lower()
    return found | {
        key: answer[key] for key in ("value", "regions", "signs", "topics") if key in like
    }


def test_every_vector_is_answered(
    world: dict[str, Any], crisis_models: str, ask_checker: AskChecker
) -> None:
    texts = [text for text, _ in VECTORS]
    found = ask_checker(texts, world, today=TODAY, models=crisis_models)
    wrong = {
        text[:200]: said
        for (text, expected), answer in zip(VECTORS, found, strict=True)
        if (said := in_words(answer, world, expected)) != expected
    }
    assert wrong == {}


def test_what_only_resembles_a_secret_is_none_and_is_not_listed(
    world: dict[str, Any], ask_checker: AskChecker
) -> None:
    found = ask_checker(RESEMBLING, world, today=TODAY)
    wrong = {
        text: answer["reason"]
        for text, answer in zip(RESEMBLING, found, strict=True)
        if answer["answer"] in ("secret", "listed")
    }
    assert wrong == {}


def test_of_a_secret_nothing_but_its_kind_is_returned(
    world: dict[str, Any], ask_checker: AskChecker
) -> None:
    secrets = [text for text, expected in VECTORS if expected["answer"] == "secret"]
    nothing = {"kind": "text", "value": "", "target": "", "records": [], "until": "", "regions": []}
    for answer in ask_checker(secrets, world, today=TODAY):
        assert answer == {**nothing, "answer": "secret", "reason": answer["reason"]}


def test_the_vectors_show_every_kind_of_answer_and_every_decision(world: dict[str, Any]) -> None:
    assert len(RESEMBLING) >= 60
    assert len([e for _, e in VECTORS if e["answer"] == "secret"]) >= 60
    shown = {expected["reason"] for _, expected in VECTORS}
    assert {row["reason"] for row in world["rules"]["decisions"]} - shown == {"expired"}


def test_whatever_touches_a_value_only_labels_leave_it_listed(
    world: dict[str, Any], ask_checker: AskChecker
) -> None:
    """A label may touch a value; any other word makes the whole text more than the value."""
    values = ["55512", "020 7946 0123", "www.harbourwatch.example", "help@harbourwatch.example"]
    labels = {"", "请拨打", "call", "官网", "邮箱", "（", "。", "吗", "now", "\ud800"}
    wanted = {}
    for before in ("", "请拨打", "call", "官网", "邮箱", "（", "我", "x1"):
        for after in ("", "。", "吗", "now", "谢谢", "x", "\ud800", "，加微信"):
            for value in values:
                joined = value[0].isalpha() and before == "call"  # another name: "callwww.…"
                joined |= value[-1].isalpha() and after == "now"
                wanted[before + value + after] = {before, after} <= labels and not joined
    found = ask_checker(wanted, world, today=TODAY)
    listed = [answer["answer"] == "listed" for answer in found]
    assert dict(zip(wanted, listed, strict=True)) == wanted


def test_every_emergency_code_of_every_region_has_an_answer_of_help(
    real_directory: Directory, ask_checker: AskChecker
) -> None:
    codes = checker_lookup.lookup(real_directory)["emergency"]
    assert {"110", "112", "119", "911", "999", "000"} <= codes.keys()
    bad = {bad.value for bad in real_directory.known_bad}
    texts = [
        text for code in codes if code not in bad for text in (code, f"拨打{code}", f"{code}。")
    ]
    found = ask_checker(texts, real_directory, today=real_directory.today)
    wrong = {
        text: answer["answer"]
        for text, answer in zip(texts, found, strict=True)
        if answer["answer"] not in ("emergency", "listed")
    }
    assert wrong == {}


def test_a_model_is_no_emergency_code_and_what_is_called_is_one(
    real_directory: Directory, ask_checker: AskChecker
) -> None:
    texts = ["iPhone 15 Pro Max", "Order help: call 15"]
    found = ask_checker(texts, real_directory, today=real_directory.today)
    assert [each["reason"] for each in found] == ["unreadable", "emergency-more"]


def test_the_readers_region_decides_between_two_countries(
    world: dict[str, Any], ask_checker: AskChecker
) -> None:
    answers = {
        region: ask_checker(["18002550000"], world, today=TODAY, region=region)[0]["reason"]
        for region in ("", "US", "PH", "GB")
    }
    assert answers == {"": "country", "US": "listed", "PH": "country", "GB": "country"}


# Runs of these come near to what some expression of the scripts looks for, again and again.
LONG = [
    *(
        "x",
        "我",
        "1 ",
        "a.b ",
        "a@",
        "//",
        "55512。",
        "微信",
        "A1",
        "abandon ",
        "[",
        "(",
        " ",
        ".",
        "@",
    ),
    *(
        "一",
        "+",
        "-",
        "。",
        "%",
        "1.",
        "1\n",
        "http://a ",
        "mailto:",
        "密码",
        "验证码 ",
        "code ",
        "身份证",
        "短信",
        "密码，",
        "code was ",
        "garage ",
        "nine ",
        "桥 ",
        "case ",
        "2026-11-2",
        "version ",
        "code I said 12 34 ",
        "security question I said ",
        "110。",
        "微信a丨",
        "旧号 ",
        "number: ",
        "cvv gave ",
    ),
]


def test_long_texts_take_time_in_proportion(world: dict[str, Any], ask_checker: AskChecker) -> None:
    """Ten times the text takes about ten times as long, never a hundred times."""

    def seconds(text: str) -> float:
        start = time.perf_counter()
        ask_checker([text], world, today=TODAY)
        return time.perf_counter() - start

    def is_in_proportion(text: str) -> bool:
        return seconds(text * 10_000) < 40 * max(seconds(text * 1_000), 0.01)

    for text in LONG:  # a machine may be busy once, not each time
        assert any(is_in_proportion(text) for _ in range(3)), text


def test_after_its_limit_a_listed_value_is_not_listed_and_says_since_when(
    world: dict[str, Any], ask_checker: AskChecker
) -> None:
    texts = ["020 7946 0123", "www.harbourwatch.example"]
    for answer in ask_checker(texts, world, today=date(2028, 1, 1)):
        assert (answer["answer"], answer["reason"]) == ("not-listed", "expired")
        assert answer["until"] == "2027-11-01"


def test_no_text_of_the_checker_says_safe(real_directory: Directory) -> None:
    rules = real_directory.checker
    texts = [t for a in rules.answers.values() for t in (a.headline, *a.now)]
    texts += [*rules.reasons.values(), *rules.words.values()]
    for text in texts:
        assert "安全" not in text["zh"].replace("安全码", "")
        assert "safe" not in text["en"].lower()


def test_each_decision_has_its_answer_and_reason_and_each_kind_a_last_one(
    real_directory: Directory,
) -> None:
    rules = real_directory.checker
    assert {row.reason for row in rules.decisions} == set(rules.reasons)
    assert {row.answer for row in rules.decisions} == set(rules.answers)
    for kind in ("phone", "email", "link", "handle", "text"):
        last = [row for row in rules.decisions if kind in row.kinds][-1]
        assert (last.when, last.answer) == ((), "nothing" if kind == "text" else "not-listed")


def test_every_published_value_of_the_site_is_listed_in_its_region(
    real_directory: Directory, ask_checker: AskChecker
) -> None:
    found = json.loads(json.dumps(checker_lookup.lookup(real_directory)))
    for region in real_directory.regions.values():
        values = []
        for published in real_directory.published_contacts(region):
            values += [(phone.number, published.contact.id) for phone in published.contact.phones]
            values += [(email, published.contact.id) for email in published.contact.emails]
            if published.contact.website:
                values.append((published.contact.website, published.contact.id))
        answers = ask_checker(
            [value for value, _ in values], found, today=real_directory.today, region=region.code
        )
        for (value, identifier), answer in zip(values, answers, strict=True):
            assert answer["answer"] == "listed", value
            assert identifier in [found["records"][i]["id"] for i in answer["records"]]


def test_every_known_bad_value_is_known_and_none_is_in_the_site(
    real_directory: Directory, site: Path, ask_checker: AskChecker
) -> None:
    files = [
        path
        for path in site.rglob("*")
        if path.suffix in (".html", ".json", ".xml", ".txt", ".js")
        and not path.name.startswith("words-")  # numbers of pages and places
    ]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    values = [bad.value for bad in real_directory.known_bad]
    answers = ask_checker(values, real_directory, today=real_directory.today)
    for bad, answer in zip(real_directory.known_bad, answers, strict=True):
        assert answer["answer"] == "known-bad", bad.value
        if bad.kind == "phone":
            spellings = {bad.value, "".join(c for c in bad.value if c.isdigit())}
            for path, text in texts.items():
                found = [
                    spelling
                    for spelling in spellings
                    if spelling in text and re.search(rf"(?<!\d){re.escape(spelling)}(?!\d)", text)
                ]
                assert not found, path


def test_without_an_official_domain_nothing_with_the_name_is_listed(
    real_directory: Directory, ask_checker: AskChecker
) -> None:
    texts = ["okpay.test", "@okpay", "support@okpay.test", "okpay.com", "www.okpay.com"]
    for answer in ask_checker(texts, real_directory, today=real_directory.today):
        assert answer["answer"] in ("named", "not-listed")


# --- On its page


def compare(page: Page, text: str) -> str:
    """Paste a text into the English page's form and return what is answered."""
    page.get_by_label("Paste a number").fill(text)
    page.get_by_role("button", name="Compare").click()
    answer = page.locator(".checker-answer")
    expect(answer).to_be_focused()  # as soon as this answer is there
    return answer.inner_text()


def test_a_reader_pastes_a_value_and_reads_answer_reason_warning_and_steps(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    text = compare(page, "+44 1632 960001")
    assert text.startswith(
        "Not in our list, so we can't tell whose it is\n\nYou entered: +44 1632 960001\n"
    )
    assert "can be forged" in text
    assert "Find the way in yourself" in text
    hrefs = [a.get_attribute("href") for a in page.locator(".checker-answer a").all()]
    assert hrefs == ["#published-numbers", "../../urgent/", "../../urgent/called-fake-support/"]
    page.get_by_role("link", name="I contacted a fake support line").click()
    expect(page.locator("h1")).to_contain_text("I contacted a fake support line")


def test_the_form_says_what_it_can_say_and_nothing_that_does_not_fit(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    page.get_by_role("button", name="Compare").click()
    answer = page.locator(".checker-answer")
    expect(answer).to_have_text("The box is empty: paste a number, link or account first.")
    said = compare(page, "400 820 8820")
    assert "no OKPay phone number has been verified" in said
    # A name is no proof, and neither is it known to be false; a handle keeps its @.
    said = compare(page, "@OKPay_kefu")
    assert said.startswith(
        "It uses the name OKPay. That proves nothing\n\nYou entered: @OKPay_kefu\n"
    )
    assert "is not" not in said
    assert "in our table, or" not in said
    assert "caller's displayed name" not in said
    # Without its country the heading does not say that a number of ours is none.
    said = compare(page, "0300 123 2040")
    assert said.startswith("We can't tell yet whose number it is\n")
    message = "They told me to call OKPay on +44 20 7946 0018 and use code 482913"
    assert "paste that one alone" in compare(page, message)


def test_a_secret_is_cleared_and_nothing_of_it_stays(page: Page, base_url: str) -> None:
    secret = "739205"
    page.emulate_media(reduced_motion="no-preference")  # it glides to the answer
    page.goto(f"{base_url}/en/contact/verify/#q={quote(f'验证码：{secret}')}")
    page.locator(".verdict-secret").wait_for()
    assert page.locator("form.checker textarea").input_value() == ""
    assert secret not in page.content() + page.url + page.title()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")
    assert secret not in kept
    link = page.get_by_role("link", name="I already gave it to somebody")
    assert link.get_attribute("href") == "../../urgent/what-they-got/#code-given"
    link.click()
    expect(page.locator("#code-given")).to_be_in_viewport()
    page.go_back()
    assert secret not in page.url


def test_a_seed_phrase_loads_its_lists_and_a_number_does_not(page: Page, base_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base_url}/en/contact/verify/")
    compare(page, "+44 1632 960001")
    assert not [url for url in asked if "/seed-" in url]
    page.get_by_label("Paste a number").fill("abandon " * 11 + "about")
    page.get_by_role("button", name="Compare").click()
    page.locator(".verdict-secret").wait_for()
    assert [url.rpartition("/")[2].partition(".")[0] for url in asked if "/seed-" in url] == [
        "seed-spelt"
    ]


def test_what_is_known_in_a_longer_text_is_named_and_the_text_is_not_vouched_for(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    said = compare(page, "Hong Kong police here, ring 18222 or +852 5555 0100, in danger 999")
    assert said.startswith("We know the number in it, but not the rest")
    assert "These in it are in our table: to use one, open it here" in said
    verdict = page.locator(".verdict-mixed")
    expect(verdict.locator("ul a")).to_have_attribute("href", re.compile(r"^\.\./regions/hk/#"))
    # A warning about the text is none about who helps.
    expect(verdict.locator("ol li").first).to_have_text(
        "999 is an emergency number in Hong Kong: if somebody is in danger and you are there,"
        " dial it yourself now."
    )
    # Days are no emergency numbers, whatever they look like.
    said = compare(page, "On 18 November 18222 told me to wait until 17:00")
    assert "18222" not in said.partition("Do this now")[2]
    assert "emergency" not in said


def test_who_asks_about_an_emergency_number_reads_where_it_is_one(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    said = compare(page, "he is at my door in Melbourne, is it 000?")
    assert said.startswith("An emergency number in Australia\n")
    assert "dial it now" in said
    said = compare(page, "I'm in Manila and 110 doesn't get through")
    assert said.startswith("We know the number in it, but not the rest\n")
    assert "110 is an emergency number" not in said
    # With what fraudsters say beside it, the number stands for nothing.
    said = compare(page, "000 operator here, move your money to a safe account")
    assert said.startswith("We know the number in it, but not the rest\n")
    assert 'Never move money to a "safe account".' in said


def test_a_message_leads_to_the_pages_on_what_it_may_be_about(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    said = compare(
        page, "We pay 250 per week to receive transfers in your account and pass them on"
    )
    assert "\nThese pages may be about just this:\n" in said
    link = page.locator(".checker-answer a[data-topic]")
    expect(link).to_have_text("Moving money for others")
    expect(link).to_have_attribute("href", "../../problems/money-mule/")


def test_what_fraudsters_say_is_answered_by_our_rules_and_dying_by_people(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    said = compare(page, "they took everything, I want to die")
    assert said.startswith("Talk to somebody first. The money can wait.\n")
    said = compare(page, "Share your screen and read me the code, then pay the release fee here")
    assert said.startswith("Stop here first: it has what fraudsters often say\n")
    for rule in ("Never give anyone your password", "Never share your screen", "Never pay a fee"):
        assert f"\n{rule}" in said
    assert "Talk to somebody" not in said


def test_a_value_in_the_address_is_compared_at_once_and_sent_nowhere(
    page: Page, base_url: str, real_directory: Directory
) -> None:
    contact, number = next(
        (each.contact, phone.number)
        for each in real_directory.published_contacts(real_directory.regions["HK"])
        for phone in each.contact.phones
        if not phone.short_code
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base_url}/contact/verify/#q={quote(f'+852 {number}')}")
    page.locator(".verdict-listed").wait_for()
    said = page.locator(".verdict").inner_text()
    assert f"本站收录，{contact.evidence.read_on} 核对过" in said
    assert "按中国香港的号码读" in said
    record = page.locator(".verdict a").first
    assert record.get_attribute("href") == f"../regions/hk/#{contact.id}"
    part = number.partition(" ")[0]
    assert not [url for url in asked if part in url.partition("#")[0]]
    assert all(url.startswith(base_url) for url in asked)


def test_whatever_the_look_up_holds_the_page_never_says_safe(page: Page, base_url: str) -> None:
    def poison(route: Route) -> None:
        found = route.fetch().json()
        words = "It is safe 安全"
        found["texts"] = {"answers": {"listed": {"headline": {"zh": words, "en": words}}}}
        found["service"] = words
        found["made"] = words
        for record in found["records"]:
            record |= {"name": [words], "region": words, "checked": words, "id": words}
            record["until"] = "2999 safe"
        found["shown"] = dict.fromkeys(found["shown"], words)
        found["targets"] = [{"host": words, "domain": "police.gov.hk", "label": "police"}]
        found["emergency"] = {"911": [words, "US"]}
        for row in found["rules"]["decisions"]:
            row["why"] = words
        route.fulfill(json=found)

    page.route("**/assets/checker.*.json", poison)
    page.goto(f"{base_url}/en/contact/verify/")
    for text in ("18222", "911", "police.gov.hk", "https://police.gov.hk.evil.test", "2878 1379"):
        said = compare(page, text)
        assert "safe" not in said.lower()
        assert "安全" not in said


def test_what_is_pasted_is_never_read_as_markup(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/contact/verify/#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    page.locator(".verdict").wait_for()
    assert page.locator(".verdict img").count() == 0


def test_a_pasted_message_keeps_its_lines_and_enter_asks_unless_a_word_is_composed(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    field = page.get_by_label("Paste a number")
    field.fill("+44 1632 960001\n+44 1632 960002")
    assert field.input_value().count("\n") == 1
    for composing in ("{isComposing: true}", "{keyCode: 229}"):
        field.evaluate(
            f"(e) => e.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', ...{composing}}}))"
        )
    assert page.locator(".verdict").count() == 0
    field.press("Enter")
    expect(page.locator(".verdict")).to_be_visible()
    assert field.input_value().count("\n") == 1


def test_the_day_is_the_readers_own(page: Page, base_url: str) -> None:
    page.add_init_script(
        "Date = class extends Date { constructor(...a) { super(...(a.length ? a : [2030, 0, 1, 0, 30])); } }"
    )
    page.goto(f"{base_url}/en/contact/verify/#q=18222")
    page.locator(".verdict").wait_for()
    assert "ran out on" in page.locator(".verdict").inner_text()


@pytest.mark.parametrize("lost", ["**/assets/checker.*.json", "**/scripts/checker.*.js"])
def test_if_a_part_does_not_load_the_page_says_what_to_do(
    page: Page, base_url: str, lost: str
) -> None:
    page.route(lost, lambda route: route.abort())
    page.goto(f"{base_url}/en/contact/verify/#q=110")
    page.locator(".checker-answer p").wait_for()
    said = page.locator(".checker-answer").inner_text()
    assert "Look in the table below yourself" in said
    assert page.locator(".checker-answer a").get_attribute("href") == "#published-numbers"


def test_a_script_that_cannot_be_read_leaves_the_page_with_a_line_of_what_to_do(
    page: Page, base_url: str
) -> None:
    page.route("**/scripts/verify.*.js", lambda route: route.fulfill(body="let x = 1 ?!= 2;"))
    # The line shows itself after six seconds; here they are short.
    hurried = page.context.new_cdp_session(page)
    hurried.send("Animation.enable")
    hurried.send("Animation.setPlaybackRate", {"playbackRate": 100})
    page.goto(f"{base_url}/en/contact/verify/")
    expect(page.locator(".checker-none")).to_be_visible()
    expect(page.locator("form.checker")).not_to_be_visible()
    expect(page.locator("#do-now")).to_be_visible()


def test_the_scripts_use_nothing_that_browsers_of_2019_cannot_read(
    world: dict[str, Any], real_directory: Directory
) -> None:
    scripts = Path(__file__).parents[1] / "docs" / "assets" / "scripts"
    loaded = ("checker", "elements", "plain-text", "secrets", "seed-drawn", "seed-spelt", "sha256")
    for name in (*loaded, "verdict", "verify", "words"):
        code = (scripts / f"{name}.js").read_text(encoding="utf-8")
        for new in ("(?<", "\\p{", "?.", "??", "hasOwn(", ".at(-", "replaceAll", "replaceChildren"):
            used = [line for line in code.splitlines() if new in line and not line.startswith("//")]
            assert not used, (name, new)
    # The expressions of the look-up: no lookbehind, no modifiers, no named groups.
    for look_up in (world, checker_lookup.lookup(real_directory)):
        assert not re.findall(r"\(\?[^:=!]|\\\\p\{", json.dumps(look_up))


def test_without_scripts_the_page_is_the_table_and_the_rules(pages: dict[str, Any]) -> None:
    for name in ("contact/verify/index.html", "en/contact/verify/index.html"):
        document = pages[name].document
        assert document.xpath("//form[contains(@class, 'checker')]/@hidden")
        assert document.xpath("//p[contains(@class, 'checker-none')]/a/@href") == [
            "#published-numbers"
        ]
        assert len(document.xpath("//table[contains(@class, 'contacts')]")) > 20
        assert document.xpath("//*[@id='answers']")
        assert document.xpath("//*[@id='read-domain']")


def test_only_the_verify_page_loads_the_checker(pages: dict[str, Any]) -> None:
    loading = [
        name
        for name, page in pages.items()
        if page.document.xpath("//script[contains(@src, 'verify.js')]")
    ]
    assert loading == ["contact/verify/index.html", "en/contact/verify/index.html"]

"""The checker: one look-up and one set of vectors, in Python and in the browser."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.data.records import KnownBad, Namesake, Region, Service
from helpkit.outputs import checker_lookup
from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "checker"
TODAY = date(2026, 11, 22)
VECTORS = [
    (text, group["expect"])
    for group in yaml.load((FOLDER / "vectors.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    for text in group["texts"]
]
BROWSER_CHECK = """async ([texts, lookup, today]) => {
  const { rules } = await import(document.querySelector("script[src*='/verify.']").src);
  const { check } = await rules();
  const answers = [];
  for (const text of texts) answers.push(await check(text, lookup, today));
  return answers;
}"""


@pytest.fixture(scope="module")
def world(real_directory: Directory) -> dict[str, Any]:
    """Return the look-up of the vectors' small world, as it would be read from the site."""
    data = yaml.load((FOLDER / "world.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    small = Directory(
        today=TODAY,
        service=Service.model_validate(data["service"]),
        checker=real_directory.checker,
        hosting=real_directory.hosting,
        reading=real_directory.reading,
        regions={code: Region.model_validate(r) for code, r in data["regions"].items()},
        namesakes=tuple(Namesake.model_validate(n) for n in data["namesakes"]),
        known_bad=tuple(KnownBad.model_validate(b) for b in data["known_bad"]),
    )
    return json.loads(json.dumps(checker_lookup.lookup(small)))


def answered(answer: dict[str, Any], world: dict[str, Any]) -> dict[str, Any]:
    """Return an answer in the words of vectors.yml."""
    found = {key: answer[key] for key in ("kind", "answer", "reason")}
    if answer["target"]:
        found["target"] = answer["target"]
    if answer["records"]:
        found["records"] = [world["records"][i]["id"] for i in answer["records"]]
    return found


def in_python(text: str, world: dict[str, Any], today: date = TODAY) -> dict[str, Any]:
    found = checker_lookup.check(text, world, today=today)
    return {name: getattr(found, name) for name in found.__slots__}


def test_there_are_at_least_300_vectors_for_every_kind_and_answer() -> None:
    assert len(VECTORS) >= 300
    assert {(e["kind"], e["answer"]) for _, e in VECTORS} >= {
        (kind, answer)
        for kind in ("phone", "email", "link", "handle")
        for answer in ("listed", "looks-like", "not-listed")
    }


def test_python_passes_the_vectors(world: dict[str, Any]) -> None:
    wrong = {
        text: answered(found, world)
        for text, expected in VECTORS
        if answered(found := in_python(text, world), world) != expected
    }
    assert wrong == {}


def test_the_browser_passes_the_vectors_and_agrees_with_python(
    page: Page, base_url: str, world: dict[str, Any]
) -> None:
    page.goto(f"{base_url}/contact/verify/")
    texts = [text for text, _ in VECTORS]
    found = page.evaluate(BROWSER_CHECK, [texts, world, TODAY.isoformat()])
    wrong = {
        text: answered(answer, world)
        for (text, expected), answer in zip(VECTORS, found, strict=True)
        if answered(answer, world) != expected
    }
    assert wrong == {}
    for text, answer in zip(texts, found, strict=True):
        assert {**answer, "records": tuple(answer["records"])} == in_python(text, world)


def test_python_and_the_browser_agree_on_a_thousand_garbled_texts(
    page: Page, base_url: str, world: dict[str, Any]
) -> None:
    chance = random.Random(20261122)
    alphabet = "0123456789+-() .@/:#?%lоаο一二０１okpay\u200b\u202eéＡßİ🙂xn--"
    texts = []
    for _ in range(1000):
        letters = list(chance.choice(VECTORS)[0])
        for _ in range(chance.randint(1, 4)):
            at = chance.randint(0, len(letters))
            letters[at : at + chance.randint(0, 2)] = chance.choices(
                alphabet, k=chance.randint(0, 2)
            )
        texts.append("".join(letters))
    page.goto(f"{base_url}/contact/verify/")
    found = page.evaluate(BROWSER_CHECK, [texts, world, TODAY.isoformat()])
    differing = [
        (text, answer, expected)
        for text, answer in zip(texts, found, strict=True)
        if {**answer, "records": tuple(answer["records"])} != (expected := in_python(text, world))
    ]
    assert differing == []


def test_every_decision_is_shown_by_a_vector_or_needs_time(world: dict[str, Any]) -> None:
    shown = {expected["reason"] for _, expected in VECTORS}
    assert {row["reason"] for row in world["rules"]["decisions"]} - shown == {"expired"}


def test_after_its_limit_a_listed_value_is_not_listed_and_says_since_when(
    page: Page, base_url: str, world: dict[str, Any]
) -> None:
    page.goto(f"{base_url}/contact/verify/")
    later = date(2028, 1, 1)
    texts = ["020 7946 0123", "www.harbourwatch.example", "help@harbourwatch.example"]
    browser = page.evaluate(BROWSER_CHECK, [texts, world, later.isoformat()])
    for text, answer in zip(texts[:2], browser, strict=False):
        assert (answer["answer"], answer["reason"]) == ("not-listed", "expired")
        assert answer["until"] == "2027-11-01"
        assert in_python(text, world, later) == {**answer, "records": ()}


def test_no_text_of_the_checker_says_safe(real_directory: Directory) -> None:
    rules = real_directory.checker
    texts = [t for a in rules.answers.values() for t in (a.headline, *a.now)]
    texts += [*rules.reasons.values(), *rules.words.values()]
    for text in texts:
        assert "安全" not in text.zh
        assert "safe" not in text.en.lower()


def test_each_decision_has_its_answer_and_reason_and_each_kind_a_last_one(
    real_directory: Directory,
) -> None:
    rules = real_directory.checker
    assert {row.reason for row in rules.decisions} == set(rules.reasons)
    assert set(rules.answers) == {"listed", "known-bad", "looks-like", "not-listed"}
    for kind in ("phone", "email", "link", "handle", "unreadable"):
        last = [row for row in rules.decisions if kind in row.kinds][-1]
        assert (last.when, last.answer) == ((), "not-listed")


def test_every_published_value_of_the_site_is_listed(real_directory: Directory) -> None:
    found = json.loads(json.dumps(checker_lookup.lookup(real_directory)))
    for region in real_directory.regions.values():
        for published in real_directory.published_contacts(region):
            values = [phone.number for phone in published.phones]
            values += [*published.emails, *([published.website] if published.website else [])]
            for value in values:
                answer = checker_lookup.check(value, found, today=real_directory.today)
                ids = [found["records"][i]["id"] for i in answer.records]
                assert answer.answer == "listed", value
                assert published.contact.id in ids


def test_every_known_bad_value_is_known_and_none_is_in_the_site(
    real_directory: Directory, site: Path
) -> None:
    found = json.loads(json.dumps(checker_lookup.lookup(real_directory)))
    files = [p for p in site.rglob("*") if p.suffix in (".html", ".json", ".xml", ".txt", ".js")]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    for bad in real_directory.known_bad:
        answer = checker_lookup.check(bad.value, found, today=real_directory.today)
        assert answer.answer == "known-bad", bad.value
        if bad.kind == "phone":
            spellings = {bad.value, "".join(c for c in bad.value if c.isdigit())}
            for path, text in texts.items():
                assert not [s for s in spellings if s in text], path


def test_without_an_official_domain_nothing_with_the_name_is_listed(
    real_directory: Directory,
) -> None:
    found = checker_lookup.lookup(real_directory)
    for text in ("okpay.test", "@okpay", "support@okpay.test", "okpay.com", "www.okpay.com"):
        answer = checker_lookup.check(text, found, today=real_directory.today)
        assert answer.answer in ("looks-like", "not-listed"), text


def test_a_reader_pastes_a_value_and_reads_answer_reason_warning_and_steps(
    page: Page, base_url: str
) -> None:
    page.goto(f"{base_url}/en/contact/verify/")
    page.get_by_label("Paste one number").fill("+44 1632 960001")
    page.get_by_role("button", name="Compare").click()
    answer = page.locator(".checker-answer")
    answer.locator(".verdict").wait_for()
    text = answer.inner_text()
    assert text.startswith("Not listed: do not trust it\n\nRead as: +44 1632 960001\n")
    assert "can be forged" in text
    assert "Do not call, open or pay." in text
    hrefs = [a.get_attribute("href") for a in answer.locator("a").all()]
    assert hrefs == ["../../urgent/", "../../urgent/called-fake-support/"]


def test_a_value_in_the_address_is_compared_at_once_and_sent_nowhere(
    page: Page, base_url: str, real_directory: Directory
) -> None:
    contact, number = next(
        (each.contact, phone.number)
        for each in real_directory.published_contacts(real_directory.regions["HK"])
        for phone in each.phones
        if not phone.short_code
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{base_url}/contact/verify/#q={quote(f'+852 {number}')}")
    page.locator(".verdict-listed").wait_for()
    said = page.locator(".verdict").inner_text()
    assert f"本站收录，{contact.evidence.read_on} 核对过" in said
    record = page.locator(".verdict a").first
    assert record.get_attribute("href") == f"../regions/hk/#{contact.id}"
    part = number.partition(" ")[0]
    assert not [url for url in asked if part in url.partition("#")[0]]
    assert all(url.startswith(base_url) for url in asked)


def test_what_is_pasted_is_never_read_as_markup(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/contact/verify/#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    page.locator(".verdict").wait_for()
    assert page.locator(".verdict img").count() == 0


def test_if_the_data_does_not_load_the_answer_is_not_to_trust(page: Page, base_url: str) -> None:
    page.route("**/assets/checker.*.json", lambda route: route.abort())
    page.goto(f"{base_url}/en/contact/verify/#q=110")
    page.locator(".checker-answer p").wait_for()
    assert "do not trust" in page.locator(".checker-answer").inner_text()


def test_without_scripts_the_page_is_the_table_and_the_rules(pages: dict[str, Any]) -> None:
    for name in ("contact/verify/index.html", "en/contact/verify/index.html"):
        document = pages[name].document
        assert document.xpath("//form[contains(@class, 'checker')]/@hidden")
        assert len(document.xpath("//table[contains(@class, 'contacts')]")) > 20
        assert document.xpath("//*[@id='four-answers']")
        assert document.xpath("//*[@id='read-domain']")


def test_only_the_verify_page_loads_the_checker(pages: dict[str, Any]) -> None:
    loading = [
        name
        for name, page in pages.items()
        if page.document.xpath("//script[contains(@src, 'verify.js')]")
    ]
    assert loading == ["contact/verify/index.html", "en/contact/verify/index.html"]


def test_the_data_still_loads(real_directory: Directory) -> None:
    assert loading.FILES["checker"] is type(real_directory.checker)

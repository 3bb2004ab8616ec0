"""Who may be about to die meets somebody to call first: in search and in the checker, also in other words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import AskChecker
from crisis_bench import judge, left_out
from helpkit.data.directory import Directory
from playwright.sync_api import Page, expect
from search_bench import AUTHORS, LANGUAGES, ask_ours, load_texts, open_ours

# No plain word of data/danger.yml stands in these.
VEILED = {
    "zh": ["猫送给邻居了，密码都写在桌上的信里", "我站在桥上，水好黑"],
    "en": ["i wrote letters to the kids and lined up the tablets", "standing on the bridge rail"],
}
LIKE_IT = {
    "zh": [
        "店家搞跳楼价甩卖，我付了款不发货",
        "烧炭烤肉店扫码扣了两次钱，怎么退一笔",
        "我不想用 OKPay 了",
    ],
    "en": [
        "suicide squad game charged twice",
        "verification overdose, third selfie this week",
        "i dont want okpay anymore",
    ],
}

VERDICT = re.compile("verdict")


@pytest.fixture(scope="module")
def is_crisis(real_directory: Directory) -> Callable[[str], bool]:
    return judge(real_directory)


def ask(page: Page, text: str) -> None:
    """Ask the checker, and wait for its answer."""
    page.fill("#checker-value", text)
    page.locator(".checker-answer").evaluate("answer => answer.replaceChildren()")
    page.click(".checker button")
    page.wait_for_selector(".checker-answer > .verdict")


def test_most_who_may_die_are_seen_and_readers_are_seldom_taken_for_them(
    real_directory: Directory, is_crisis: Callable[[str], bool]
) -> None:
    judged = [(said, side) for _, _, side, said in left_out(real_directory, parts=[0])]
    seen = [said for said, side in judged if side]
    imagined = [said for said, side in judged if not side]
    assert sum(seen) / len(seen) > 0.6
    assert sum(imagined) / len(imagined) < 0.13
    texts = [text for author in AUTHORS for _, text in load_texts("harmless", author)]
    texts += [text for _, text in load_texts("harmless", "readers")]
    assert sum(map(is_crisis, texts)) / len(texts) <= 1 / 200
    for examples in real_directory.crisis_examples.values():
        assert sum(map(is_crisis, examples.danger)) / len(examples.danger) > 0.98


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checker_judges_as_the_builder_does(
    real_directory: Directory,
    is_crisis: Callable[[str], bool],
    crisis_models: str,
    ask_checker: AskChecker,
    language: str,
) -> None:
    examples = real_directory.crisis_examples[language]
    texts = [*examples.danger[::3], *examples.harmless[::3]]
    texts += [text for author in AUTHORS for _, text in load_texts("danger", author)]
    found = ask_checker(texts, real_directory, today=real_directory.today, models=crisis_models)
    said = {t: each.get("isCrisis") for t, each in zip(texts, found, strict=True)}
    # A secret is all that is said of a text with one.
    assert [t for t in texts if said[t] is not None and said[t] != is_crisis(t)] == []
    assert sum(map(bool, said.values())) > len(examples.danger[::3]) * 0.9


def test_in_a_message_of_several_sentences_one_has_to_sound_clearly_so(
    real_directory: Directory, crisis_models: str, ask_checker: AskChecker
) -> None:
    beside = "The parcel comes on Monday.\nThe receipt is in the box."
    alone = [text for text in real_directory.crisis_examples["en"].danger if len(text) < 80]
    texts = [*alone, *(f"{text}.\n{beside}" for text in alone)]
    found = ask_checker(texts, real_directory, today=real_directory.today, models=crisis_models)
    seen = [each.get("isCrisis") for each in found]
    pairs = [*zip(seen[: len(alone)], seen[len(alone) :], strict=True)]
    # Most sound so clearly; none is seen in a message alone.
    assert (False, True) not in pairs
    assert 0 < pairs.count((True, False)) < 0.2 * pairs.count((True, True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_says_whom_to_call_also_without_a_plain_word_and_not_for_what_looks_like_it(
    page: Page, base_url: str, language: str
) -> None:
    open_ours(page, base_url, language)
    for text in VEILED[language]:
        assert ask_ours(page, text)
        expect(page.locator(".search-output > .search-crisis"), text).to_have_count(1)
    for text in LIKE_IT[language]:
        ask_ours(page, text)
        expect(page.locator(".search-crisis"), text).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_checker_shows_first_whom_to_call(page: Page, base_url: str, language: str) -> None:
    page.goto(f"{base_url}/{'' if language == 'zh' else 'en/'}contact/verify/")
    for text in VEILED[language]:
        ask(page, text)
        first = page.locator(".checker-answer > :first-child")
        expect(first.locator("a"), text).to_have_attribute("href", "../regions/")
        expect(page.locator(".checker-answer > .verdict")).to_have_count(1)
    for text in LIKE_IT[language]:
        ask(page, text)
        expect(page.locator(".checker-answer > :first-child"), text).to_have_class(VERDICT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_what_was_learned_plain_words_decide(
    page: Page, base_url: str, language: str
) -> None:
    page.route("**/crisis.*json", lambda route: route.abort())
    plain = {"zh": "跳楼价，我不想活了", "en": "i want to die"}[language]
    page.goto(f"{base_url}/{'' if language == 'zh' else 'en/'}contact/verify/")
    ask(page, plain)
    expect(page.locator(".checker-answer > :first-child")).not_to_have_class(VERDICT)
    ask(page, VEILED[language][0])
    expect(page.locator(".checker-answer > :first-child")).to_have_class(VERDICT)
    open_ours(page, base_url, language)
    ask_ours(page, plain)
    expect(page.locator(".search-output > .search-crisis")).to_have_count(1)
    assert ask_ours(page, {"zh": "账户冻结", "en": "frozen"}[language])
    expect(page.locator(".search-crisis")).to_have_count(0)

"""The classifier of danger: what it learns, that it learns it alike everywhere, and that scripts judge as it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpkit.data.directory import Directory
from helpkit.outputs import search_index
from helpkit.text import classifier as learning
from playwright.sync_api import Page
from search_bench import AUTHORS, LANGUAGES, load_texts

KINDS = {"gave": ["gave", "read ~ out"], "secret": ["password", "密码", "验证~码"]}


def learned(longest: int = 2) -> learning.Classifier:
    return learning.train(
        ["gave my password", "he has my password"],
        ["forgot my password", "gave a tip"],
        kinds=KINDS,
        longest=longest,
    )


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("i read it out", ["#gave", "^", "i ", "read ", "it ", "out ", "$"]),
        ("6digit don't", ["^", "0 ", "digit ", "dont ", "$"]),
        ("验证那个码otp", ["#secret", "^", "验", "证", "那", "个", "码", "otp ", "$"]),
        ("", ["^", "$"]),
    ],
)
def test_a_sentence_has_these_marks(text: str, features: list[str]) -> None:
    assert list(learning.Classifier(1, KINDS, 0, {}).features(text)) == features


def test_runs_of_words_are_marks_too() -> None:
    features = learning.Classifier(3, {}, 0, {}).features("码给他")
    assert [*features][-3:] == ["^码给", "码给他", "给他$"]


def test_a_word_of_a_kind_stands_for_itself_only() -> None:
    classifier = learning.Classifier(1, {"pin": ["pin"], "far": ["a ~ b"]}, 0, {})
    assert "#pin" not in classifier.features("spinning")
    assert "#far" in classifier.features("a 1 2 3 4 5 6 b")
    assert "#far" not in classifier.features("a 1 2 3 4 5 6 7 b")


def test_what_was_learned_tells_sentences_apart_that_it_has_not_seen() -> None:
    classifier = learned()
    assert classifier.weigh("gave him my password") > 0
    assert classifier.weigh("forgot it") < 0
    assert classifier.reasons("forgot it") == [("forgot ", -29), ("^forgot ", -29)]


def test_every_machine_learns_the_same() -> None:
    classifier = learned(1)
    assert classifier.weights == {
        **{
            "#gave": 9,
            "gave ": 9,
            "#secret": 19,
            "my ": 19,
            "password ": 19,
            "he ": 27,
            "has ": 27,
        },
        **{"^": -8, "$": -8, "a ": -28, "tip ": -28, "forgot ": -45},
    }
    assert classifier.bias == -8


def test_a_browser_is_told_codes_by_their_weight() -> None:
    classifier = learning.Classifier(1, KINDS, -1, {"gave ": 2, "my ": 2, "forgot ": -1})
    told = json.loads(learning.serialise(classifier, least=3, characters={"碼": "码"}))
    gave, my, forgot, every = map(learning.code, ("gave ", "my ", "forgot ", "*"))
    assert told == {
        **{"fold": "碼码", "longest": 1, "kinds": KINDS},
        "danger": ["", "", "".join(sorted([gave, my])), "", ""],
        "harmless": ["", forgot, "", "", every],
    }
    assert learning.code("密码") == "yvRgN"


@pytest.fixture(scope="module")
def real_classifiers(light_site: Path, real_directory: Directory) -> dict[str, learning.Classifier]:
    return {
        language: search_index.danger_classifier(
            real_directory, index_of(light_site, language), language=language
        )
        for language in LANGUAGES
    }


def index_of(site: Path, language: str) -> dict[str, object]:
    (path,) = (site / "assets/search").glob(f"{language}.*json")
    return json.loads(path.read_text(encoding="utf-8"))


_WEIGH = """async ([script, language, index, words, texts]) => {
  const { Engine } = await import(script);
  const files = { words: await (await fetch(words)).text() };
  const engine = new Engine(await (await fetch(index)).json(), async (name) => name.includes("words") ? files.words : name.includes("sounds") ? "a啊" : "[]");
  await engine.search("x");
  return texts.map((text) => engine.weigh(text));
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browser_weighs_as_the_builder_does(
    page: Page,
    base_url: str,
    light_site: Path,
    real_directory: Directory,
    real_classifiers: dict[str, learning.Classifier],
    language: str,
) -> None:
    classifier, least = real_classifiers[language], real_directory.danger_examples[language].least
    texts = [
        search_index.fold(text, variants=real_directory.search.folding)
        for name in ("danger", "harmless")
        for author in AUTHORS
        for spoken, text in load_texts(name, author)
        if spoken == language
    ]
    page.goto(f"{base_url}/404.html")
    files = [
        "/" + next(light_site.glob(pattern)).relative_to(light_site).as_posix()
        for pattern in (
            "assets/scripts/search-engine*.js",
            f"assets/search/{language}.*json",
            f"assets/search/{language}-words*.txt",
        )
    ]
    weighed = page.evaluate(_WEIGH, [files[0], language, *files[1:], texts])
    assert weighed == pytest.approx([classifier.weigh(text) - least for text in texts])

"""What writers may not hand out, in hundreds of disguises, and honest sentences beside them.

`nets/plants.yml` and `nets/honest.yml` hold them. No site is built: each text goes to the function
that judges its kind of file.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from helpkit.articles.article import Article, read
from helpkit.checks import (
    article_html,
    articles,
    assets,
    free_texts,
    learned_invitations,
    stray_scan,
)
from helpkit.checks.allowed_values import allowed_values
from helpkit.checks.free_texts import TextRules
from helpkit.data.directory import Directory
from helpkit.problems import Problem
from helpkit.text.folding import is_han

NETS = ROOT / "tests" / "nets"
PLANTS: list[dict[str, str]] = yaml.load(
    (NETS / "plants.yml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
HONEST: list[dict[str, str]] = yaml.load(
    (NETS / "honest.yml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg">{}</svg>'
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Home</title>
<link rel="canonical" href="https://own.example.net/"></head><body><article>{}</article></body></html>"""

Judge = Callable[[str, str], list[Problem]]


@pytest.fixture(scope="module")
def texts(real_directory: Directory) -> TextRules:
    return free_texts.text_rules(real_directory.may_pass, real_directory)


@pytest.fixture
def judge(texts: TextRules, real_directory: Directory, tmp_path: Path) -> Judge:
    """Return a function that says what is wrong with a text in an article, a style sheet, …."""
    pipeline = article_html.Pipeline(ROOT)
    numbers = itertools.count()

    def article(front: str, body: str) -> Iterable[Problem]:
        language = "zh" if any(map(is_han, front + body)) else "en"
        # Of its own name: what was read of a page is kept by that.
        path = tmp_path / "docs" / language / f"page-{next(numbers)}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {front}\n---\n\n{body}\n", encoding="utf-8")
        page: Article = read(path, root=tmp_path, language=language)[0]
        yield from article_html.check(page, pipeline, texts)
        yield from articles.check_contact_values(page, texts)
        yield from learned_invitations.check(page, real_directory, told=frozenset())

    def check(where: str, text: str) -> list[Problem]:
        judges: dict[str, Callable[[], Iterable[Any]]] = {
            "article": lambda: article("T", text),
            "front-matter": lambda: article(json.dumps(text, ensure_ascii=False), "x"),
            "data": lambda: texts.find(text),
            "css": lambda: assets.check_style_sheet(text, "a.css", texts),
            "svg": lambda: assets.check_drawing(
                text if "<svg" in text else DRAWING.format(text), "a.svg", texts
            ),
            "script": lambda: assets.check_script(text, "a.js", texts),
        }
        return list(judges[where]())

    return check


def test_there_are_plants_of_many_kinds_and_honest_sentences() -> None:
    assert len(PLANTS) >= 300
    assert len({plant["kind"] for plant in PLANTS}) >= 40
    assert len(HONEST) >= 150


def test_every_plant_is_refused(judge: Judge) -> None:
    assert [p["text"] for p in PLANTS if not judge(p["where"], p["text"])] == []


def test_every_honest_sentence_passes(judge: Judge) -> None:
    assert {h["text"]: found for h in HONEST if (found := judge("article", h["text"]))} == {}


def test_a_text_declared_harmless_vouches_for_no_other_in_its_paragraph(
    judge: Judge, real_directory: Directory
) -> None:
    plant = "Ask for the lady at the third window, she gets your money out."
    declared = real_directory.invitation_examples["en"].harmless[0]

    def rules(text: str) -> list[str]:
        return [problem.rule for problem in judge("article", text)]

    assert rules(declared) == []
    assert rules(f"{declared} {plant}") == rules(plant) == ["article-invitation"]


def test_what_the_check_passes_the_last_look_passes(
    real_directory: Directory, tmp_path: Path
) -> None:
    pipeline = article_html.Pipeline(ROOT)
    body = "".join(pipeline.convert(each["text"]) for each in HONEST)
    (tmp_path / "index.html").write_text(PAGE.format(body), encoding="utf-8")
    written = "\n\n".join(each["text"] for each in HONEST)
    (tmp_path / "index.md").write_text(written, encoding="utf-8")
    assert stray_scan.scan(tmp_path, allowed_values(real_directory)) == []

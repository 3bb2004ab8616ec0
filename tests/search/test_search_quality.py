"""The hit rates of search, through the real box, held to what they were when last raised."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpkit.articles.article import read_all
from helpkit.data.directory import Directory
from helpkit.text.folding import fold
from playwright.sync_api import Browser
from search_bench import (
    AUTHORS,
    GROUPS,
    LANGUAGES,
    figures,
    load_queries,
    load_texts,
    open_ours,
    run,
    share_urgent,
)

ROOT = Path(__file__).resolve().parents[2]
FLOORS = yaml.safe_load(Path(__file__).with_name("floors.yml").read_text(encoding="utf-8"))


@pytest.mark.long
def test_search_is_not_worse_than_its_floors(browser: Browser, base_url: str) -> None:
    context = browser.new_context()
    outcomes = run(context.new_page(), base_url, load_queries())
    context.close()
    worse = []
    for language in LANGUAGES:
        for group in GROUPS:
            mine = [o for o in outcomes if (o.query.language, o.query.group) == (language, group)]
            reached, floor = figures(mine), FLOORS[language][group]
            missed = [o.query.text for o in mine if group.endswith("tune") and o.rank != 1]
            low = [name for name in ("hit1", "hit3", "mrr") if reached[name] < floor[name]]
            if low or reached["zero"] > floor["zero"]:
                worse.append((language, group, reached, missed))
        ordinary = [o for o in outcomes if o.query.language == language and not o.query.near_danger]
        imagined = 100 * sum(outcome.urgent for outcome in ordinary) / len(ordinary)
        if imagined > FLOORS["danger"]["readers"][language]["imagined"]:
            worse.append((language, "danger imagined", imagined))
    assert worse == []


@pytest.mark.long
def test_danger_is_seen_and_seldom_imagined(browser: Browser, base_url: str) -> None:
    context = browser.new_context()
    opened = {language: context.new_page() for language in LANGUAGES}
    for language, page in opened.items():
        open_ours(page, base_url, language)
    for author in AUTHORS:
        imagined = share_urgent(opened, load_texts("harmless", author))
        seen = share_urgent(opened, load_texts("danger", author))
        for language, floor in FLOORS["danger"][author].items():
            assert seen[language] >= floor["seen"], (author, language)
            assert imagined[language] <= floor["imagined"], (author, language)
    context.close()


def test_the_floors_are_no_lower_than_what_was_promised() -> None:
    for language in LANGUAGES:
        for group in ("held", "blind"):
            floor = FLOORS[language][group]
            assert floor["hit1"] >= 80
            assert floor["hit3"] >= 95
            assert floor["zero"] <= 1


def test_there_are_enough_queries_of_each_kind() -> None:
    queries = load_queries()
    for language in LANGUAGES:
        assert sum(q.language == language for q in queries) >= 150
    ours = [q for q in queries if q.source in ("queries", "blind")]
    kinds = {"plain", "colloquial", "typo", "mixed", "question"}
    assert {q.kind for q in ours if q.language == "en"} == kinds
    assert {q.kind for q in ours if q.language == "zh"} == {*kinds, "traditional"}
    for language in LANGUAGES:
        assert sum(q.language == language for q in queries if q not in ours) >= 300


def test_no_query_is_a_heading_of_a_page() -> None:
    found, _ = read_all(ROOT)
    for query in load_queries():
        for article in found[query.language].values():
            assert article.front is not None
            headings = {heading.title for heading in article.headings}
            headings |= {article.front.title, article.front.short}
            assert query.text.lower() not in {heading.lower() for heading in headings}


def test_the_held_back_queries_have_not_become_aliases(real_directory: Directory) -> None:
    variants = real_directory.search.folding
    found, _ = read_all(ROOT)
    for language in LANGUAGES:
        aliases = {
            fold(alias, variants=variants)
            for article in found[language].values()
            for alias in article.front.aliases
        }
        mine = [
            q
            for q in load_queries()
            if q.language == language and q.group in ("held", "readers-held", "readers-later")
        ]
        assert [q.text for q in mine if fold(q.text, variants=variants) in aliases] == []


def test_search_has_learnt_from_no_query_that_measures_it(real_directory: Directory) -> None:
    variants = real_directory.search.folding
    for language in LANGUAGES:
        learnt = {
            fold(text, variants=variants)
            for texts in real_directory.asked[language].values()
            for text in texts
        }
        mine = [q.text for q in load_queries() if q.language == language]
        assert [text for text in mine if fold(text, variants=variants) in learnt] == []


def test_every_query_names_pages_that_exist() -> None:
    found, _ = read_all(ROOT)
    for query in load_queries():
        assert set(query.slugs) <= set(found[query.language]), query

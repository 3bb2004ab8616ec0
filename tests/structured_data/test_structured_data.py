"""Structured data on every page: right by the vocabulary, complete, and never in OKPay's name."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from conftest import ROOT, SITE_URL, TINY, TINY_DAY, TODAY
from helpkit.checks.built_site import BuiltPage
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.session import days_of_change
from helpkit.text.typesetting import close_gaps
from lxml import html

from structured_data import vocabulary

Pages = dict[str, BuiltPage]


def graph_of(page: BuiltPage) -> list[dict[str, Any]]:
    (script,) = page.document.xpath("//head/script[@type='application/ld+json']")
    found = json.loads(script.text)
    assert found.pop("@context") == "https://schema.org"
    return found.pop("@graph")


def articles_of(pages: Pages) -> list[BuiltPage]:
    return [page for page in pages.values() if not page.file.endswith("404.html")]


def test_every_page_is_right_by_the_vocabulary_and_complete(pages: Pages) -> None:
    counted: Counter[str] = Counter()
    faults = []
    for page in articles_of(pages):
        graph = graph_of(page)
        known = {node["@id"]: node["@type"] for node in graph if "@id" in node}
        for node in graph:
            counted[node["@type"]] += 1
            faults += [f"{page.file}: {fault}" for fault in vocabulary.faults(node, known=known)]
    assert faults == []
    count = len(articles_of(pages))
    kinds = counted["Article"] + counted["WebPage"] + counted["FAQPage"]
    assert counted["Organization"] == counted["WebSite"] == kinds == count >= 152
    assert counted["BreadcrumbList"] == count - 2  # not on the two home pages
    assert counted["FAQPage"] == 2
    assert set(counted) == {
        *("Organization", "WebSite", "BreadcrumbList", "Article", "WebPage", "FAQPage")
    }


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"@type": "HowTo"}, "unknown type HowTo"),
        ({"headlin": "x"}, "unknown property headlin"),
        ({"telephone": "x"}, "Article has no property telephone"),
        ({"headline": ""}, "headline is empty"),
        ({"dateModified": "yesterday"}, "dateModified may not hold text: yesterday"),
        ({"url": "problems/login/"}, "url is no address: problems/login/"),
        ({"author": {"@id": "#nobody"}}, "nothing is called #nobody"),
        ({"author": {"@type": "Article"}}, "author may not hold Article"),
        ({"image": None}, "Article lacks ['image']"),
    ],
)
def test_the_check_finds_a_fault(pages: Pages, change: dict[str, Any], fault: str) -> None:
    graph = graph_of(pages["problems/login/index.html"])
    known = {node["@id"]: node["@type"] for node in graph if "@id" in node}
    node = {**graph[2], **change}
    node = {name: value for name, value in node.items() if value is not None}
    assert fault in list(vocabulary.faults(node, known=known))


def test_the_tables_of_bodies_are_right_by_the_vocabulary(pages: Pages) -> None:
    seen: Counter[str] = Counter()
    for page in pages.values():
        for element in page.document.xpath("//*[@itemprop]"):
            (scope,) = element.xpath("ancestor::*[@itemtype][1]")
            kind, name = scope.get("itemtype").removeprefix("https://schema.org/"), ""
            name = element.get("itemprop")
            assert vocabulary.kinds_of(kind) & set(vocabulary.PROPERTIES[name]["of"]), name
            seen[f"{kind}.{name}"] += 1
    assert set(seen) == {
        *("Organization.name", "Organization.contactPoint", "Organization.url"),
        *("ContactPoint.telephone", "ContactPoint.contactType"),
    }


def test_the_publisher_is_this_site_and_nothing_poses_as_the_service(pages: Pages) -> None:
    for page in articles_of(pages):
        graph = graph_of(page)
        (us,) = [node for node in graph if node["@type"] == "Organization"]
        english = page.file.startswith("en/")
        assert us == {
            "@type": "Organization",
            "@id": f"{SITE_URL}#organization",
            "name": "OKPay Self-Help" if english else "OKPay 自助求助站",
            "description": "Independent. Not OKPay." if english else "独立网站，不是 OKPay",
            "url": SITE_URL,
        }
        assert graph[2]["publisher"] == graph[2]["author"] == {"@id": us["@id"]}
        assert '"telephone"' not in json.dumps(graph)


def test_the_page_says_of_itself_what_its_head_and_its_sources_say(pages: Pages) -> None:
    for page in articles_of(pages):
        node, document = graph_of(page)[2], page.document
        assert node["url"] == document.xpath("string(//link[@rel='canonical']/@href)")
        assert node["headline"] == document.xpath("string(//h1)").replace("\u00a0", " ")
        assert node["description"] == document.xpath("string(//meta[@name='description']/@content)")
        assert node["inLanguage"] == document.get("lang")
        cited = {work["url"] for work in node.get("citation", ()) if "url" in work}
        shown = set(document.xpath("//section[@class='sources']//li/a/@href"))
        # Urgent pages come in the first packets.
        assert cited == (set() if "urgent/" in page.file else shown)


def test_the_way_from_home_is_the_visible_one(pages: Pages) -> None:
    for page in articles_of(pages):
        steps = page.document.xpath("//nav[@class='breadcrumb']//li")
        lists = [node for node in graph_of(page) if node["@type"] == "BreadcrumbList"]
        named = [item["name"] for found in lists for item in found["itemListElement"]]
        assert named == [step.text_content().strip() for step in steps], page.file
    (found,) = graph_of(pages["en/problems/login/index.html"])[3:]
    assert [(item["position"], item["item"]) for item in found["itemListElement"]] == [
        (1, f"{SITE_URL}en/"),
        (2, f"{SITE_URL}en/problems/"),
        (3, f"{SITE_URL}en/problems/login/"),
    ]


@pytest.mark.parametrize("folder", ["", "en/"])
def test_questions_and_answers_are_the_visible_ones_word_for_word(
    pages: Pages, folder: str
) -> None:
    page = pages[f"{folder}faq/index.html"]
    asked = graph_of(page)[2]["mainEntity"]
    headings = page.document.xpath("//article//h3")
    assert [question["name"] for question in asked] == [h.text_content() for h in headings]
    # A line of HTML ends after a full-width mark where the text has nothing.
    visible = close_gaps(" ".join(page.document.xpath("string(//article)").split()))
    assert len(asked) == 16
    for question in asked:
        text = question["acceptedAnswer"]["text"]
        assert len(text) > 20
        assert close_gaps(f"{question['name']} {text}") in visible


def test_a_page_changed_when_it_was_reviewed_or_when_its_data_did(
    real_directory: Directory,
) -> None:
    from helpkit.articles.article import read_all

    pages, _ = read_all(ROOT)
    now = days_of_change(real_directory, pages)
    assert now["zh"]["problems/login"] == pages["zh"]["problems/login"].front.reviewed
    assert max(max(days.values()) for days in now.values()) <= TODAY
    later, _ = loading.load(ROOT, today=TODAY + timedelta(days=800))
    assert later is not None
    found = days_of_change(later, pages)
    assert found["zh"]["problems/login"] == now["zh"]["problems/login"]
    ran_out = max(c.on for c in later.changes() if c.region.code == "HK")
    assert found["en"]["contact/regions/hk"] == ran_out > TODAY
    police = max(c.on for c in later.changes() if c.kind == "police")
    assert found["zh"]["urgent/index"] == police > TODAY


def test_data_cannot_end_its_script() -> None:
    from helpkit.articles.article import read_all
    from helpkit.outputs import structured_data

    loaded, _ = loading.load(TINY, today=TINY_DAY)
    pages, _ = read_all(TINY)
    article = pages["en"]["index"]
    assert loaded is not None
    assert article.front is not None
    text = structured_data.of_page(
        article,
        directory=loaded,
        changed_on=TINY_DAY,
        crumbs=[structured_data.Crumb("</script><b>", "en/")],
        picture="share.png",
        content="",
        site_url=SITE_URL,
    )
    assert "<" not in text
    script = html.fragment_fromstring(f'<script type="application/ld+json">{text}</script>')
    steps = json.loads(script.text)["@graph"][-1]["itemListElement"]
    assert steps[0]["name"] == "</script><b>"

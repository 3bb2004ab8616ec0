"""Pictures say what the text and the data say, in both languages, and nothing else."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from helpkit.checks.built_site import BuiltPage
from helpkit.data.directory import Directory
from helpkit.data.vocabulary import PictureMark
from lxml.html import HtmlElement

Pages = dict[str, BuiltPage]
FOLDERS = {"zh": "", "en": "en/"}


def words(element: HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


def figure(pages: Pages, file: str, name: str) -> HtmlElement:
    (found,) = pages[file].document.xpath(f"//figure[@aria-labelledby='{name}']")
    return found


@pytest.mark.parametrize("language", FOLDERS)
def test_a_picture_of_steps_says_what_the_list_on_its_page_says(
    pages: Pages, real_directory: Directory, language: str
) -> None:
    seen = set()
    for name, picture in real_directory.pictures.items():
        page = picture.page.removesuffix("index").rstrip("/")
        file = f"{FOLDERS[language]}{page}/index.html"
        if not pages[file].document.xpath(f"//figure[@aria-labelledby='picture-{name}']"):
            continue  # drawn as a card elsewhere; `picture-differs` compares its words
        seen.add(name)
        drawn = figure(pages, file, f"picture-{name}")
        said = [
            words(bold).rstrip("。.")
            for bold in pages[file].document.xpath(
                f"//h2[@id='{picture.section}']/following-sibling::ol[1]/li/descendant::strong[1]"
            )
        ]
        assert [
            words(step).removeprefix(f"{number} ")
            for number, step in enumerate(drawn.xpath(".//li//strong"), 1)
        ] == said
        text = words(pages[file].document.xpath("//article")[0])
        assert text.count(picture.end[language]) == 2
        assert words(drawn.xpath("figcaption")[0]) == picture.title[language]
    assert seen == {"fake-hotline"}


@pytest.mark.parametrize("language", FOLDERS)
def test_a_ladder_shows_each_step_with_the_deadlines_of_its_record_and_no_other(
    pages: Pages, real_directory: Directory, language: str
) -> None:
    counted = 0
    for region in real_directory.regions.values():
        steps = real_directory.ladder_steps(region)
        for page in (f"contact/regions/{region.slug}", "escalate/regulators"):
            document = pages[f"{FOLDERS[language]}{page}/index.html"].document
            drawn = document.xpath(f"//figure[@aria-labelledby='ladder-{region.slug}']")
            assert len(drawn) == bool(steps)
            if not drawn:
                continue
            assert words(drawn[0]).count(words(drawn[0].xpath("p")[0])) == 1
            assert [
                (words(item.xpath(".//strong")[0]), *map(words, item.xpath(".//dd")))
                for item in drawn[0].xpath("ol/li")
            ] == [
                (
                    step.who[language],
                    *(each[language] for each in (step.deadline, step.act_within) if each),
                )
                for step in steps
            ]
            assert len(drawn[0].xpath(".//time[@datetime]")) >= len(steps)
            counted += len(steps)
    assert counted > 40


def test_the_card_has_the_six_steps_and_what_never_to_give_in_both_languages(
    pages: Pages, real_directory: Directory
) -> None:
    picture = real_directory.pictures["first-ten-minutes"]
    rules = [rule for rule in real_directory.safety if "never-share" in rule.groups]
    assert len(rules) == 3
    for folder in FOLDERS.values():
        (card,) = pages[f"{folder}urgent/card/index.html"].document.xpath("//*[@class='card']")
        panels = {panel.get("lang"): words(panel) for panel in card.xpath("section[@lang]")}
        back = {part.get("lang"): words(part) for part in card.xpath("section//ul[@lang]")}
        for language, tag in (("zh", "zh-Hans"), ("en", "en")):
            for step in picture.steps:
                assert step.words[language] in panels[tag]
                assert step.more[language] in panels[tag]
            assert picture.end[language] in panels[tag]
            for rule in rules:
                assert rule.rule[language] in back[tag]


def test_every_mark_is_drawn_and_hidden_from_those_who_hear_the_page(pages: Pages) -> None:
    template = (ROOT / "overrides/blocks/_marks.html").read_text(encoding="utf-8")
    assert set(PictureMark.__args__) <= set(re.findall(r'^  "([\w-]+)":', template, re.MULTILINE))
    marks = [
        mark
        for page in pages.values()
        for mark in page.document.xpath("//figure//svg | //*[@class='card']//svg")
    ]
    assert len(marks) > 100
    assert all(mark.get("aria-hidden") == "true" for mark in marks)
    assert all(mark.xpath("*[name()='path']/@d")[0] for mark in marks)

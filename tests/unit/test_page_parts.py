"""Later steps read `data-part`, never a class: a class may be renamed and no text changes."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from helpkit.checks import built_site
from helpkit.outputs import full_text, markdown_pages, structured_data
from helpkit.text import page_parts
from lxml import html
from playwright.sync_api import Page, Route, expect

CLASS = re.compile(r'(?<=\sclass=")[^"]*(?=")')


def texts_of(page: str) -> tuple[object, ...]:
    """Return all that is made from the article of a page."""
    article = markdown_pages.article_of(page)
    return (
        markdown_pages.markdown(article, address="https://help.example/", language="zh"),
        full_text.sections(article),
        full_text.bodies(article),
        structured_data.questions(article),
    )


@pytest.mark.parametrize("slug", ["contact/regions/hk", "about/which-okpay", "faq", "urgent"])
def test_a_renamed_class_changes_no_text(site, slug: str) -> None:
    page = (site / slug / "index.html").read_text(encoding="utf-8")
    renamed = CLASS.sub(lambda found: " ".join(f"x-{name}" for name in found[0].split()), page)
    assert renamed != page
    assert texts_of(renamed) == texts_of(page)


def test_a_renamed_class_changes_no_answer(page: Page, base_url: str) -> None:
    def rename(route: Route) -> None:
        body = re.sub('class="(body-name|evidence)"', r'class="x-\1"', route.fetch().text())
        route.fulfill(body=body, content_type="text/html")

    page.route("**/", rename)
    page.goto(f"{base_url}/en/contact/verify/#q=18222")
    expect(page.locator(".verdict li a").first).to_have_text(
        "Hong Kong: Anti-Scam Helpline (ADCC, Hong Kong Police)"
    )
    page.clock.set_fixed_time("2026-11-25T10:00:00Z")
    page.goto(f"{base_url}/en/escalate/deadlines/")
    page.select_option("#deadline-region", "GB")
    page.fill("#deadline-complaint", "2026-11-25")
    page.click(".deadlines button[type=submit]")
    expect(page.locator(".deadline-days .x-evidence").first).to_contain_text("financial-ombudsman")


def test_templates_mark_only_parts_that_are_declared() -> None:
    marked: set[str] = set()
    for path in (ROOT / "overrides").rglob("*.html"):
        marked |= set(re.findall(r'data-part="([^"]*)"', path.read_text(encoding="utf-8")))
    assert marked == page_parts.PARTS


def test_a_block_that_was_not_drawn_is_found_by_its_part(tmp_path) -> None:
    (tmp_path / "index.html").write_text(
        '<html lang="en"><body><div class="any" data-part="failure">No data.</div></body></html>',
        encoding="utf-8",
    )
    assert "site-failed-block" in {problem.rule for problem in built_site.check(tmp_path)}


def test_tables_are_drawn_in_one_place() -> None:
    """A role that a template forgets would leave a screen reader without a table."""
    for path in (ROOT / "overrides").rglob("*.html"):
        if path.name != "_tables.html":
            found = html.fromstring(f"<div>{path.read_text(encoding='utf-8')}</div>")
            assert found.xpath("//table | //tr | //td | //th") == [], path.name

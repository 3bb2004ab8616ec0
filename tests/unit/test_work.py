"""How often a build does the same work: what was read, cut or worked out once is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TINY, TINY_DAY, write_small_site
from helpkit import session
from helpkit.articles import article, directives
from helpkit.blocks import views
from helpkit.blocks.drawing import Drawing
from helpkit.checks import built_site, stray_scan
from helpkit.data import loading
from lxml import etree, html

Calls = Callable[..., Counter[Any]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Return a function that counts the calls of another by its first argument, or a part of it."""

    def count(owner: Any, name: str, part: str = "") -> Counter[Any]:
        counter: Counter[Any] = Counter()
        real = getattr(owner, name)

        def counted(first: Any, *arguments: Any, **named: Any) -> Any:
            counter[attrgetter(part)(first) if part else first] += 1
            return real(first, *arguments, **named)

        monkeypatch.setattr(owner, name, counted)
        return counter

    return count


def test_a_build_reads_each_article_once_and_cuts_it_into_lines_once(
    calls: Calls,
) -> None:
    read, cut = calls(article, "read"), calls(directives, "prose_lines")
    pages_read = session.read(TINY, today=TINY_DAY).articles
    files = sorted((TINY / "docs").rglob("*.md"))
    assert sorted(read.elements()) == files
    bodies = [each.body for pages in pages_read.values() for each in pages.values()]
    assert cut == Counter(bodies)


def test_the_contacts_of_a_block_are_worked_out_once_for_all_its_pages(
    calls: Calls,
) -> None:
    loaded, _ = loading.load(TINY, today=TINY_DAY)
    drawing = Drawing(loaded, templates=ROOT / "overrides" / "blocks")
    rows = calls(views, "contact_row", "contact.id")
    for address in ("contact/", "contact/regions/gb/", "problems/login/"):
        assert "block-failure" not in drawing.draw(
            "public-help", language="zh", address=address, argument="GB"
        )
    assert rows
    assert set(rows.values()) == {1}


def test_each_check_of_the_site_parses_a_page_once(tmp_path: Path, calls: Calls) -> None:
    site = write_small_site(tmp_path / "site", "A title")
    pages = [path.read_bytes() for path in site.rglob("*.html")]
    parsed = calls(html, "document_fromstring")
    built_site.check(site)
    assert parsed == Counter(pages)
    loaded, _ = loading.load(TINY, today=TINY_DAY)
    assert loaded is not None
    scanned = calls(etree, "fromstring")
    stray_scan.scan(site, stray_scan.traceable(loaded))
    # The home page once more: it says at which host the site lives.
    assert scanned == Counter([*pages, (site / "index.html").read_bytes()])

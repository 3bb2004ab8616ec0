"""Each check on the finished site, shown to fail."""

from pathlib import Path

import pytest
from conftest import write_small_site
from helpkit.checks import built_site


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            '<div data-part="failure">x</div>',
            "error[site-failed-block] A block was not drawn: x Fix: mend the block or the data",
        ),
        (
            "<article><p>/// contcts | HK</p></article>",
            'error[site-raw-block] The source of a block is on the page: "/// contcts | HK". Fix:'
            " check the name of the block and the blank lines around it",
        ),
        (
            "<h1>again</h1>",
            "error[site-titles] The page has 2 main headings. Fix: a page has exactly one, its"
            " title",
        ),
        (
            "<p onclick=a()></p>",
            "error[site-inline-script] The page has a script or a style inside it: <p onclick>."
            " Fix: remove it; scripts and styles are files below docs/assets",
        ),
        (
            "<script>a()</script>",
            "error[site-inline-script] The page has a script or a style inside it: <script >."
            " Fix: remove it; scripts and styles are files below docs/assets",
        ),
        (
            "<script type=application/ld+json onload=a()>{}</script>",
            "error[site-inline-script] The page has a script or a style inside it: <script onload>."
            " Fix: remove it; scripts and styles are files below docs/assets",
        ),
        (
            "<iframe srcdoc=x></iframe>",
            "error[site-element] The page has <iframe>, which no page of this site holds. Fix: write"
            " it in Markdown or as a block; what a template needs is listed in"
            " checks/built_site.py",
        ),
        (
            "<ol start=7><li>x</ol>",
            'error[site-element] The page has <ol start="…">, which no page of this site holds. Fix:'
            " write it in Markdown or as a block; what a template needs is listed in"
            " checks/built_site.py",
        ),
        (
            "<input type=password>",
            "error[site-element] The page has <input type=password>, which no page of this site"
            " holds. Fix: write it in Markdown or as a block; what a template needs is listed in"
            " checks/built_site.py",
        ),
        (
            "<meta http-equiv=refresh content=0>",
            "error[site-element] The page has <meta http-equiv> in its text, which no page of this"
            " site holds. Fix: write it in Markdown or as a block; what a template needs is listed in"
            " checks/built_site.py",
        ),
        (
            "<p>x<!-- ask the bank --></p>",
            "error[site-element] The page has a comment, which no page of this site holds. Fix: write"
            " it in Markdown or as a block; what a template needs is listed in checks/built_site.py",
        ),
        (
            "<p id=a></p><p id=a></p>",
            'error[site-duplicate-id] The id "a" stands twice. Fix: give one of the two places'
            " another id",
        ),
        (
            "<img src=https://cdn.example/a.png>",
            'error[site-third-party] The page loads "https://cdn.example/a.png" from another host.'
            " Fix: keep the file under docs/assets",
        ),
        (
            "<script src=//cdn.example/a.js></script>",
            'error[site-third-party] The page loads "//cdn.example/a.js" from another host. Fix:'
            " keep the file under docs/assets",
        ),
        (
            "<a href=en/#gone>x</a>",
            'error[site-dead-anchor] The link "en/#gone" names a place that is not there. Fix: use'
            " an id of that page",
        ),
    ],
)
def test_a_fault_on_a_page_is_reported(tmp_path: Path, body: str, says: str) -> None:
    site = write_small_site(tmp_path / "site", "")
    page = site / "index.html"
    page.write_text(page.read_text().replace("</body>", f"{body}</body>"))
    assert [str(problem) for problem in built_site.check(site)] == [f"index.html:1:1: {says}"]


def test_a_code_example_of_a_block_is_no_fault(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "")
    page = site / "index.html"
    example = "<article><pre>/// public-help | HK</pre></article></body>"
    page.write_text(page.read_text().replace("</body>", example))
    assert built_site.check(site) == []


def test_a_page_without_a_return_link_is_reported(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "")
    page = site / "en" / "index.html"
    page.write_text(
        page.read_text().replace(
            "hreflang=en href=https://a.example/en/", "hreflang=en href=https://a.example/x/"
        )
    )
    assert {problem.rule for problem in built_site.check(site)} == {"site-alternates"}

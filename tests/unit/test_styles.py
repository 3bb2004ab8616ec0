"""Style sheets are cut to what pages and scripts have, and nothing else is lost."""

from __future__ import annotations

import pytest
from helpkit.publishing import styles

NAMES = styles.names_of(['<p class="a b"><a id="x" href="/">link</a></p><ul><li></li></ul>'])


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".a { color: red; }", ".a{color:red}"),
        (".gone { color: red; }", ""),
        (".gone, .a > li { color: red; }", ".a>li{color:red}"),
        ("p .gone a { color: red; }", ""),
        ("table { color: red; }", ""),
        ("#x:focus-visible::before { content: 'a  b' / \"\"; }", "#x:focus-visible::before{content:\"a  b\" / \"\"}"),
        ("#gone { color: red; }", ""),
        # States and attributes may come true while the page is read.
        ("a[aria-current]:hover { color: red; }", "a[aria-current]:hover{color:red}"),
        (":root[data-scheme=\"dark\"] { --ink: #e6eded; }", ":root[data-scheme=\"dark\"]{--ink:#e6eded}"),
        # One way is enough in :is() and :has(); :not() wants something to be absent.
        (":is(.gone, .a) li { color: red; }", ":is(.gone,.a) li{color:red}"),
        (":is(.gone, .lost) li { color: red; }", ""),
        ("ul:has(> li > .gone) { color: red; }", ""),
        ("ul:has(> li > .a) { color: red; }", "ul:has(>li>.a){color:red}"),
        (".a:not(.gone) { color: red; }", ".a:not(.gone){color:red}"),
        ("li:nth-child(2n + 1) { color: red; }", "li:nth-child(2n + 1){color:red}"),
        # Scripts make these.
        (".menu-open .a, dialog b { color: red; }", ".menu-open .a,dialog b{color:red}"),
        (".verdict-anything { color: red; }", ".verdict-anything{color:red}"),
        (
            "@media (min-width: 48rem) and (hover) { .gone { color: red; } .a { color: red; } }",
            "@media (min-width:48rem) and (hover){.a{color:red}}",
        ),
        ("@media print { .gone { color: red; } }", ""),
        ("@page { margin: 16mm; }", "@page{margin:16mm}"),
        ("@import url(b.css);", "@import url(b.css);"),
        (
            "a { /* why */ margin : 0  auto!important; width: calc(1rem + 2px); font: 1rem / 1.5 a, b }",
            "a{margin:0 auto!important;width:calc(1rem + 2px);font:1rem / 1.5 a,b}",
        ),
    ],
)  # fmt: skip
def test_a_rule_stays_if_a_page_or_a_script_can_use_it(sheet: str, kept: str) -> None:
    assert styles.cut(sheet, NAMES) == kept


@pytest.mark.parametrize(
    ("sheet", "line", "column"), [("a { color: red }\n}", 2, 1), ("a {\n  color red }", 2, 12)]
)
def test_a_sheet_that_cannot_be_read_is_refused(sheet: str, line: int, column: int) -> None:
    with pytest.raises(styles.UnreadableSheet) as caught:
        styles.cut(sheet, NAMES)
    assert (caught.value.line, caught.value.column) == (line, column)


SHEET = ".a, .label, .new-box, .new-part-one, aside, .search-output { color: red } @media print { .new-box s { color: red } }"


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ('element.className = "a new-box";', [".new-box"]),
        ('element.classList.add("new-box");', [".new-box"]),
        ("box.className = `new-part-${name}`;", [".new-part-one"]),
        ('box.className = `${part ? "new-box" : box}`;', [".new-box"]),
        ('make("aside", {});', ["aside"]),
        ('document.createElement("aside");', ["aside"]),
        # Looked up, not set; declared; on a page; no element.
        ('document.querySelector(".new-box");', []),
        ('make("div", { className: "search-output" });', []),
        ('element.className = "a";', []),
        ('word.endsWith("s");', []),
        # A variable of the script's.
        ("box.id = `option-${label}`;", []),
    ],
)
def test_what_a_script_sets_without_declaring_it_is_found(script: str, names: list[str]) -> None:
    assert styles.undeclared(script, NAMES, styled=styles.styled(SHEET)) == names


def test_every_declared_name_is_one_that_a_script_sets(site) -> None:  # type: ignore[no-untyped-def]
    scripts = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.js"))
    assert [name for name in styles.SCRIPT_NAMES if name.lstrip(".") not in scripts] == []

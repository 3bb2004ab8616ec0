"""DESIGN.md says what the style sheets do: colours and their contrasts, sizes, files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import floor

import tinycss2
import tinycss2.color3
from conftest import ROOT

GUIDE = (ROOT / "DESIGN.md").read_text(encoding="utf-8")
STYLES = ROOT / "docs/assets/styles"
SHEETS = {
    path.relative_to(STYLES).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(STYLES.rglob("*.css"))
}
TOKENS = SHEETS["parts/tokens.css"]
# What screens show, the colours apart.
SCREEN = "".join(text for file, text in SHEETS.items() if "print" not in file and text != TOKENS)
# Pictures are files of their own and cannot use the tokens.
MARK = (ROOT / "docs/assets/images/mark.svg").read_text(encoding="utf-8")
BASE = (ROOT / "overrides/base.html").read_text(encoding="utf-8")

Tokens = Mapping[str, str]


def rules(css: str | list[object]) -> Iterator[tuple[str, Tokens]]:
    """Yield each selector of the screen with its declarations, those of media queries too."""
    for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.content and "print" not in serialize(rule.prelude):
            yield from rules(rule.content)
        elif rule.type == "qualified-rule":
            parsed = tinycss2.parse_blocks_contents(rule.content)
            declared = {
                d.name: serialize(d.value).strip() for d in parsed if d.type == "declaration"
            }
            yield serialize(rule.prelude).strip(), declared


def serialize(nodes: list[object]) -> str:
    return tinycss2.serialize(nodes)


def schemes() -> tuple[Tokens, Tokens, Tokens]:
    """Return the colours of the light scheme, and the dark ones as the system and the reader choose."""
    found = [
        {name: value for name, value in declared.items() if value.startswith("#")}
        for _, declared in rules(TOKENS)
        if "--paper" in declared
    ]
    light, system, chosen = found
    return light, system, chosen


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parsed = tinycss2.color3.parse_color(colour)
    assert parsed is not None
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parsed[:3]]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(tokens: Tokens, text: str, ground: str) -> float:
    """Return a contrast ratio, rounded down so that it never looks better than it is."""
    high, low = sorted((luminance(tokens[text]), luminance(tokens[ground])), reverse=True)
    return floor((high + 0.05) / (low + 0.05) * 10) / 10


def stated() -> list[tuple[str, str, float, float, float]]:
    rows = re.findall(
        r"^\| `(--[\w-]+)` on `(--[\w-]+)` \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|",
        GUIDE,
        flags=re.MULTILINE,
    )
    return [(text, ground, float(a), float(b), float(least)) for text, ground, a, b, least in rows]


def test_both_ways_to_the_dark_scheme_give_the_same_colours() -> None:
    _, system, chosen = schemes()
    assert system == chosen


def test_the_contrasts_that_are_stated_are_true_and_enough() -> None:
    light, dark, _ = schemes()
    computed = [
        (text, ground, contrast(light, text, ground), contrast(dark, text, ground), least)
        for text, ground, *_, least in stated()
    ]
    assert computed == stated()
    for text, ground, in_light, in_dark, least in computed:
        assert min(in_light, in_dark) >= least, (text, ground)


def test_every_colour_is_described_with_its_values() -> None:
    light, dark, _ = schemes()
    described = re.findall(
        r"^\| `(--[\w-]+)` \| `(#\w+)` \| `(#\w+)` \|", GUIDE, flags=re.MULTILINE
    )
    assert described == [(name, light[name], dark[name]) for name in light]


def test_every_colour_that_is_written_on_has_its_contrast_stated() -> None:
    light, _, _ = schemes()
    mentioned = {name for row in stated() for name in row[:2]}
    assert set(light) - mentioned == {"--line"}


def test_rules_use_the_tokens_and_every_token_is_used() -> None:
    values = [value for _, declared in rules(SCREEN) for value in declared.values()]
    assert [value for value in values if re.search(r"#[0-9a-f]{3,8}\b", value)] == []
    tokens = {name for _, declared in rules(TOKENS) for name in declared if name[:2] == "--"}
    assert [name for name in tokens if f"var({name})" not in SCREEN] == []


def test_the_mark_and_the_frame_of_the_browser_have_the_colours_of_the_scheme() -> None:
    light, dark, _ = schemes()
    assert light["--link"] in MARK
    assert {dark["--link"], dark["--paper"]} <= set(re.findall(r"#\w{6}", MARK))
    assert re.findall(r'name="theme-color".*?content="(#\w+)"', BASE) == [
        light["--paper"],
        dark["--paper"],
    ]


def test_the_guide_names_each_style_sheet() -> None:
    assert re.findall(r"^\| `([\w/-]+\.css)` \|", GUIDE, flags=re.MULTILINE) == list(SHEETS)


def test_the_type_scale_is_the_one_that_is_stated() -> None:
    sizes = {
        selector: declared["font-size"]
        for selector, declared in rules(SCREEN)
        if "font-size" in declared
    }
    stated_sizes = dict(
        re.findall(r"^\| `([^`]+)` \| `([^`]*rem[^`]*)` \|", GUIDE, flags=re.MULTILINE)
    )
    tokens = dict(pair for _, declared in rules(TOKENS) for pair in declared.items())
    known = {**sizes, **tokens}
    assert stated_sizes
    for name, size in stated_sizes.items():
        assert known.get(name) == size, name

"""Drawing escapes everything, and shows a red box instead of failing."""

from pathlib import Path

import pytest
from conftest import ROOT, TINY, TINY_DAY
from helpkit.blocks.drawing import Drawing
from helpkit.blocks.views import BLOCKS
from helpkit.data import loading

TEMPLATES = ROOT / "overrides" / "blocks"


def draw(name: str, argument: str = "", root: Path = TINY, **more: object) -> str:
    loaded, problems = loading.load(root, today=TINY_DAY)
    assert loaded is not None, problems
    drawing = Drawing(loaded, templates=TEMPLATES)
    return drawing.draw(name, language="en", address="en/a/", argument=argument, **more)


def test_markup_in_every_text_of_a_contact_is_inert(tiny: Path) -> None:
    path = tiny / "data" / "regions" / "GB.yml"
    text = path.read_text(encoding="utf-8")
    for plain in ("Sample anti-scam line", "Ask here about a suspicious call."):
        text = text.replace(plain, '"<img src=x onerror=alert(1)> *a* [b](c)"')
    path.write_text(text, encoding="utf-8")
    html = draw("public-help", "GB", tiny)
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt; *a* [b](c)") == 5


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_a_template_of_its_name(name: str) -> None:
    assert (TEMPLATES / f"{name}.html").is_file()


def test_every_template_belongs_to_a_block() -> None:
    names = {path.stem for path in TEMPLATES.glob("*.html") if not path.stem.startswith("_")}
    assert names == set(BLOCKS)


@pytest.mark.parametrize(
    ("name", "argument", "reason"),
    [
        ("contcts", "", "&#34;/// contcts | &#34; names something that does not exist."),
        ("hours", "XX", "&#34;/// hours | XX&#34; names something that does not exist."),
        ("message", "", "&#34;/// message&#34; does not say which one to show."),
    ],
)
def test_what_cannot_be_drawn_becomes_a_box_that_says_why(
    name: str, argument: str, reason: str
) -> None:
    assert draw(name, argument) == (
        f'<div class="block-failure" data-part="failure" role="alert">Block not drawn. {reason}</div>'
    )


def test_with_broken_data_every_block_is_a_box() -> None:
    html = Drawing(None, templates=TEMPLATES).draw("regions", language="zh", address="")
    assert "The data has problems; the terminal lists them." in html


def test_a_table_has_caption_scopes_and_dialable_numbers() -> None:
    html = draw("public-help", "GB")
    assert '<caption class="visually-hidden">Public bodies that can help</caption>' in html
    assert html.count('scope="col"') == 5
    assert html.count('scope="row"') == 1
    assert 'href="tel:+442079460018"' in html
    assert 'href="tel:159"' in html
    assert 'href="mailto:help@sample-line.example"' in html
    assert "Monday to Friday, 09:00–17:00; closed on public holidays" in html
    assert "2027-11-01" in html


def test_kinds_narrow_the_table() -> None:
    html = draw("public-help", "GB", options={"kinds": "police, regulator"})
    assert "tel:" not in html


def test_leads_and_known_bad_values_are_in_no_block() -> None:
    everything = "".join(
        draw(name, argument)
        for name, kind in BLOCKS.items()
        for argument in [
            *(kind.arguments(loading.load(TINY, today=TINY_DAY)[0]) if kind.arguments else []),
            *([""] if kind.argument_optional or not kind.arguments else []),
        ]
    )
    assert "7946 0018" in everything
    assert "7946 0999" not in everything
    assert "7946 0666" not in everything


def test_a_template_that_fails_in_any_way_becomes_a_box(tmp_path: Path) -> None:
    (tmp_path / "regions.html").write_text("{{ 1 + 'a' }}", encoding="utf-8")
    (tmp_path / "_failure.html").write_text("box: {{ reason }}", encoding="utf-8")
    loaded, _ = loading.load(TINY, today=TINY_DAY)
    html = Drawing(loaded, templates=tmp_path).draw("regions", language="zh", address="")
    assert html.startswith(
        "box: Block not drawn. &#34;/// regions&#34; could not be drawn: unsupported operand"
    )

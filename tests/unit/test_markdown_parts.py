"""Tables and checklists as readers get them."""

from helpkit.blocks.tables_and_lists import MarkdownParts
from lxml.html import fromstring
from markdown import markdown


def render(text: str) -> str:
    return markdown(text, extensions=["attr_list", "tables", MarkdownParts()])


def test_a_table_gets_roles_scopes_and_the_names_of_its_columns() -> None:
    html = render("| **Who** | Can |\n|---|---|\n| Bank | stop |\n")
    assert '<table role="table">' in html
    assert '<th role="columnheader" scope="col"><strong>Who</strong></th>' in html
    assert '<td data-label="Who" role="cell">Bank</td>' in html.replace(
        'role="cell" data-label="Who"', 'data-label="Who" role="cell"'
    )


def test_a_checklist_item_is_a_box_whose_label_is_the_whole_item() -> None:
    assert render("- [ ] **Name** as registered\n- plain\n") == (
        '<ul>\n<li class="check"><label><input type="checkbox" /> <strong>Name</strong>'
        " as registered</label></li>\n<li>plain</li>\n</ul>"
    )


def test_a_checklist_with_blank_lines_works_too() -> None:
    html = render("- [ ] one\n\n- [ ] two\n")
    assert html.count('<label><input type="checkbox" /> ') == 2


def test_a_column_to_fill_in_is_marked() -> None:
    html = render("| What | Answer |\n|---|---|\n| Date | |\n| Name | |\n")
    assert '<th class="blank" role="columnheader" scope="col">Answer</th>' in html.replace(
        'role="columnheader" scope="col" class="blank"',
        'class="blank" role="columnheader" scope="col"',
    )
    assert html.count("blank") == 1


def test_several_columns_to_fill_in_share_the_room() -> None:
    html = render("| Day | What | Result |\n|---|---|---|\n| 1 | | |\n| 2 | | |\n")
    assert 'class="form"' in html
    assert "blank" not in html


def test_a_column_named_after_a_language_is_in_that_language() -> None:
    html = render("| 中文 | English | 备注 |\n|---|---|---|\n| 有翻译吗？ | Any interpreter? | |\n")
    cells = fromstring(html).xpath("//th | //td")
    assert [cell.get("lang") for cell in cells] == ["zh-Hans", "en", None] * 2


def test_what_a_step_begins_with_is_a_heading_for_screen_readers() -> None:
    steps = "## Now {#do-now}\n\n1. **Stop.** Then **wait**.\n2. Only **now** and then.\n\n"
    html = render(steps + "## Later {#later}\n\n1. **No step.** Talk.\n")
    found = fromstring(f"<div>{html}</div>").xpath("//strong[@role='heading'][@aria-level='3']")
    assert [heading.text for heading in found] == ["Stop."]


def test_steps_of_several_paragraphs_are_headings_too() -> None:
    html = render("## Now {#do-now}\n\n1. **Stop.** Wait.\n\n    More.\n\n2. **Call.** Speak.\n")
    found = fromstring(f"<div>{html}</div>").xpath("//li/p/strong[@role='heading']")
    assert [heading.text for heading in found] == ["Stop.", "Call."]


def test_a_chinese_sentence_goes_on_in_the_next_line_without_a_space() -> None:
    assert render("先停一下，\n再**打电话**\n给银行。OKPay\n不管。\n") == (
        "<p>先停一下，再<strong>打电话</strong>给银行。OKPay\n不管。</p>"
    )


def test_program_text_keeps_its_lines() -> None:
    assert "一\n二" in render("    一\n    二\n")

"""The Markdown twin of a page says what the page says, and nothing that is hidden or taken back."""

from __future__ import annotations

import pytest
from helpkit.outputs import markdown_pages

ADDRESS = "https://own.example/en/contact/phone/"


def written(inner: str) -> str:
    text = markdown_pages.markdown(
        f"<article><h1>T</h1>{inner}</article>", address=ADDRESS, language="en"
    )
    start = f"# T\n\n<{ADDRESS}>\n\n"
    assert text.startswith(start)
    return text.removeprefix(start)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <strong>b</strong>\n <em>c</em></p>", "a **b** *c*"),
        ("<p><a href='../email/#x'>by e-mail</a></p>", None),
        ("<p><a href='tel:999'>999</a> <a href='mailto:a@b.example'>a@b.example</a></p>", None),
        ("<h2 id='x'>H</h2><p>t</p>", "## H\n\nt"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol><li>a</li><li><p>b</p><p>c</p></li></ol>", "1. a\n2. b\n   c"),
        ("<aside><p data-part='title'>N</p><p>t</p></aside>", "> **N**\n>\n> t"),
        ("<blockquote>a\nb</blockquote>", "> a\n>\n> b"),
        ("<blockquote>a\nb <span>c</span> d</blockquote>", "> a\n>\n> b c d"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "- **a**: b"),
        ("<details><summary>S</summary><p>t</p></details>", "**S**\n\nt"),
        ("<p>5 * 3 &lt; `x`</p>", "5 \\* 3 \\< \\`x\\`"),
        ("<p>1. is no list</p><p># no heading</p>", "1\\. is no list\n\n\\# no heading"),
        ("<pre>a\n b</pre>", "```\na\n b\n```"),
        ("<p><img src='/a.svg' alt='A'></p>", "![A](https://own.example/a.svg)"),
        ("<p>a<button>copy</button><span hidden>b</span><svg><title>c</title></svg></p>", "a"),
        ("<p>a <s data-nosnippet>2345 6789</s></p>", "a"),
        ("<form><label>x</label></form><p>a</p>", "a"),
        (
            "<table><tr><th scope='col'>A</th><th scope='col'>B</th></tr>"
            "<tr><td>1</td><td>2|3</td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1 | 2\\|3 |",
        ),
        (
            "<table><tr><th scope='col'>A</th><th scope='col'>B</th></tr>"
            "<tr><th><span data-part='piece'>Police</span> <span data-part='name'>N</span></th>"
            "<td data-label='Contact'><ul><li>1</li><li>2</li></ul></td></tr></table>",
            "- Police; **N**\n  - Contact: 1; 2",
        ),
    ],
)
def test_each_part_of_an_article_becomes_plain_markdown(html: str, markdown: str | None) -> None:
    links = {
        "by e-mail": "[by e-mail](https://own.example/en/contact/email/#x)",
        "999": "999 a@b.example",
    }
    wanted = markdown or next(text for words, text in links.items() if words in html)
    assert written(html) == wanted + "\n"


def test_a_site_below_a_path_that_looks_like_a_language_keeps_both_languages_apart() -> None:
    article = "<article><dl><dt>a</dt><dd>b</dd></dl></article>"
    for language, address, line in (
        ("zh", "https://own.example/en/help/", "- **a**：b"),
        ("en", "https://own.example/help/english/", "- **a**: b"),
    ):
        text = markdown_pages.markdown(article, address=address, language=language)
        assert text == f"<{address}>\n\n{line}\n"


def test_the_note_stands_below_the_title() -> None:
    text = markdown_pages.markdown(
        "<article><h1>T</h1><p>a</p></article>", address=ADDRESS, language="en", note="N."
    )
    assert text == f"# T\n\n<{ADDRESS}>\n\n> N.\n\na\n"


def test_only_the_article_of_a_page_is_taken() -> None:
    page = "<body><nav>x</nav><article class='a'><p>b</p></article><footer>c</footer></body>"
    assert markdown_pages.article_of(page) == "<article class='a'><p>b</p></article>"
    assert markdown_pages.article_of("<body>x</body>") == ""

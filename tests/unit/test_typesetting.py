"""Chinese is set as Chinese: no space follows a full-width mark."""

import re

import pytest
from helpkit.checks.built_site import BuiltPage
from helpkit.text.typesetting import close_gaps, unbroken
from lxml import html


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("上次查找： <time>2026-11-22</time>", "上次查找：<time>2026-11-22</time>"),
        ("<strong>留意：</strong> 来源页写于", "<strong>留意：</strong>来源页写于"),
        ("<b><span>好。</span></b>  再看", "<b><span>好。</span></b>再看"),
        ("Last search: <time>2026</time>. Next", "Last search: <time>2026</time>. Next"),
        ("请你们：\n一、停款", "请你们：\n一、停款"),
        ("OKPay 客服（电话） 没有", "OKPay 客服（电话）没有"),
        ("<pre><code>甲：    乙</code></pre> 丙： 丁", "<pre><code>甲：    乙</code></pre> 丙：丁"),
        ("<textarea>甲：  乙\n丙</textarea>", "<textarea>甲：  乙\n丙</textarea>"),
    ],
)
def test_the_space_after_a_full_width_mark_goes(written: str, set_: str) -> None:
    assert close_gaps(written) == set_


@pytest.mark.parametrize(
    ("headline", "set_"),
    [
        ("登录不了 OKPay 怎么办", "登录不了~OKPay~怎么办"),
        ("OKPay 客服打不通、没人回怎么办", "OKPay~客服打不通、没人回怎么办"),
        ("英国：OKPay 联系方式与当地求助电话", "英国：OKPay 联系方式与当地求助电话"),
        ("OKPay phone number: none is verified", "OKPay phone number: none is verified"),
    ],
)
def test_a_headline_parts_no_clause_that_fits_on_a_line(headline: str, set_: str) -> None:
    assert unbroken(headline) == set_.replace("~", "\u00a0")


def test_no_page_has_such_a_space(pages: dict[str, BuiltPage]) -> None:
    for page in pages.values():
        text = html.tostring(page.document, encoding="unicode")
        assert not re.search(r"[，。：；！？）】](</\w+>)* +[^\s<]", text), page.file

"""No contact value gets into prose, in whatever disguise; and few honest sentences are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, TINY_DAY
from helpkit.checks import run
from helpkit.data import loading
from helpkit.text import contact_values

MAY_PASS = loading.read_may_pass(ROOT)
assert MAY_PASS
RULES = MAY_PASS.rules
CODES = {"110", "999", "18222", "#9110"}

CAUGHT = [
    ("a phone number", "拨打 110"),
    ("a phone number", "拨打110"),
    ("a phone number", "拨打 1 1 0 报警"),
    ("a phone number", "拨打 1-1-0 报警"),
    ("a phone number", "拨打 １１０"),
    ("a phone number", "拨打 ①①⓪"),
    ("a phone number", "拨打一一零"),
    ("a phone number", "拨打幺幺零"),
    ("a phone number", "拨打 壹壹零"),
    ("a phone number", "Call nine nine nine"),
    ("a phone number", "Call nine-nine-nine"),
    ("a phone number", "Dial one eight two two two"),
    ("a phone number", "Dial two eight seven eight one three seven eight"),
    ("a phone number", "Dial #9110"),
    ("a phone number", "电话28781378"),
    ("a phone number", "2878 1378"),
    ("a phone number", "2 8 7 8 1 3 7 8"),
    ("a phone number", "2.8.7.8.1.3.7.8"),
    ("a phone number", "28 - 78 - 13 - 78"),
    ("a phone number", "28–78–13–78"),
    ("a phone number", "2878_1378"),
    ("a phone number", "(28) 78/13/78"),
    ("a phone number", "+852 2878 1378"),
    ("a phone number", "２８７８　１３７８"),
    ("a phone number", "二八七八一三七八"),
    ("a phone number", "贰捌柒捌 壹叁柒捌"),
    ("a phone number", "二八 78 一三 78"),
    ("a phone number", "٢٨٧٨١٣٧٨"),
    ("a phone number", "𝟐𝟖𝟕𝟖𝟏𝟑𝟕𝟖"),
    ("a phone number", "2878\u200b1378"),
    ("a phone number", "28\u200d78\u206013\ufeff78"),
    ("a phone number", "2878\u00ad1378"),
    ("a phone number", "2️⃣8️⃣7️⃣8️⃣1️⃣3️⃣7️⃣8️⃣"),
    ("a phone number", "28<b>78</b>1378"),
    ("a phone number", "2878<!-- x -->1378"),
    ("a phone number", "2878<span></span>1378"),
    ("a phone number", "2878**1378**"),
    ("a phone number", "2878&nbsp;1378"),
    ("a phone number", "&#50;8781378"),
    ("a phone number", "2878\n1378"),
    ("a phone number", '<img src="a.png" alt="call 2878 1378">'),
    ("a phone number", '<a title="2878 1378">'),
    ("a phone number", "![call 2878 1378]("),
    ("a phone number", "400:888:8885"),
    ("a phone number", "400：888：8885"),
    ("a phone number", "400,888,8885"),
    ("a phone number", "400|888|8885"),
    ("a phone number", "400;888;8885"),
    ("a phone number", "[400][888][8885]"),
    ("a phone number", "2026-11-22 4008888885"),
    ("a phone number", "09:00-17:00 4008888885"),
    ("a phone number", "2028-78-13-78"),
    ("a phone number", "请打 95188"),
    ("a phone number", "拨打：12378"),
    ("a phone number", "拨 9 5 1 8 8"),
    ("a phone number", "客服热线９５１８８"),
    ("a phone number", "客服电话是 95188"),
    ("a phone number", "打九五一八八"),
    ("a phone number", "Call 7726"),
    ("a phone number", "dial *611#"),
    ("a phone number", "text us on 7726"),
    ("a phone number", "Helpline: 1930"),
    ("an e-mail address", "help@body.com"),
    ("an e-mail address", "help@body。com"),
    ("an e-mail address", "help@body[.]com"),
    ("an e-mail address", "help @ body . com"),
    ("an e-mail address", "ｈｅｌｐ＠ｂｏｄｙ．ｃｏｍ"),
    ("an e-mail address", "help at body dot com"),
    ("an e-mail address", "help (at) body (dot) com"),
    ("an e-mail address", "help[at]body[dot]com"),
    ("an e-mail address", "help[at]body.com"),
    ("an e-mail address", "help 艾特 body 点 com"),
    ("a web address", "https://okpay.com"),
    ("a web address", "okpay.com"),
    ("a web address", "访问okpay.vip/login"),
    ("a web address", "оkpay.com"),
    ("a web address", "okpay[.]com"),
    ("a web address", "okpay（.）com"),
    ("a web address", "okpay{dot}com"),
    ("a web address", "okpay dot com"),
    ("a web address", "okpay。com"),
    ("a web address", "okpay｡com"),
    ("a web address", "访问okpay点com"),
    ("a web address", "okpay 点 COM"),
    ("a web address", "okpay點com點cn"),
    ("a web address", "okpay·com"),
    ("a web address", "okpay . com"),
    ("a web address", "www[.]okpay.com"),
    ("a web address", "wa.me/85228781378"),
    ("a web address", "t.me/okpay_help"),
    ("a web address", "tel:+85228781378"),
    ("a web address", "weixin://dl/chat?okpay"),
    ("a handle", "@okpay_help"),
    ("a handle", "微信 okpay_kf"),
    ("a handle", "微信：okpaykf"),
    ("a handle", "微信号是okpaykf"),
    ("a handle", "加微信abc123"),
    ("a handle", "VX：abc12345"),
    ("a handle", "QQ 123456789"),
    ("a handle", "QQ群：123456789"),
    ("a handle", "Telegram: okpay"),
    ("a handle", "Telegram: okpay_help"),
    ("a handle", "微信搜索 okpay-kefu"),
    ("a handle", "微信里搜“okpaykf”"),
    ("a handle", "加微信 okpay_kefu"),
    ("a handle", "薇信 okpay-kefu"),
    ("a handle", "V信：okpaykf"),
    ("a handle", "LINE: okpay"),
    ("a handle", "企微添加 okpaykefu"),
    ("a handle", "WeChat ID: okpay"),
]

HONEST = [
    "2026 年 11 月 22 日",
    "二〇二六年十一月",
    "2026-11-22",
    "2019–2020",
    "罚款 110 元，共 110 个",
    "Article 110",
    "第一一〇条",
    "一百一十元",
    "一一对应，三五个人，七七八八",
    "within 365 days",
    "HK$10,000,000",
    "12,345,678 people",
    "WhatsApp or Telegram, WeChat, Facebook",
    "One or two, three at most",
    "Look at the end of the name",
    "see README.txt and site.css",
    "a code of 123456",
    "验证码 123456",
    "09:00-17:00，24:00 以前",
    "周一至周五 09:00–12:00、13:30–17:30",
    "2019，2020，2021 年",
    "从国外打 400、800 开头的号码",
    "打 100 遍也没用，打了 120 次",
    "OKPay 热线 24 小时服务",
    "Call 300 people",
    "do not call 2026-11-22",
    "在微信搜索 OKPay 会看到很多假客服",
    "WhatsApp two-step verification",
    "line: first",
    "打开 OKPay。App 里有客服",
    "OKTO · OkePay · OPay",
    "Read it. In the app, look again",
    "the GOV.UK pages",
]


@pytest.mark.parametrize(("kind", "text"), CAUGHT)
def test_a_value_is_caught_in_every_disguise(kind: str, text: str) -> None:
    found = list(contact_values.find(text, rules=RULES, known=CODES))
    assert [stray.kind for stray in found] == [kind]


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_sentence_is_left_alone(text: str) -> None:
    assert list(contact_values.find(text, rules=RULES, known=CODES)) == []


def test_the_place_of_a_value_is_where_it_starts_in_the_file() -> None:
    (stray,) = contact_values.find("One\nTwo **x** 28<b>78</b>1378\n", rules=RULES)
    assert (stray.line, stray.column, stray.value) == (2, 11, "28781378")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: ", "title: Call 2878 1378, ", '"2878 1378" looks like a phone number'),
        ("\n## ", "\nCall\n2878\n1378 now.\n\n## ", '"2878 1378" looks like a phone number'),
        ("\n## ", "\n`2878 1378`\n\n## ", '"2878 1378" looks like a phone number'),
        ("\n## ", '\n![A](a.png "2878 1378")\n\n## ', '"2878 1378" looks like a phone number'),
        ("\n## ", "\n```\nhelp@body.com\n```\n\n## ", '"help@body.com" looks like an e-mail'),
        ("\n## ", '\nWord{ title="2878 1378" }\n\n## ', '"2878 1378" looks like a phone number'),
    ],
)
def test_an_article_is_searched_everywhere(tiny: Path, old: str, new: str, message: str) -> None:
    path = tiny / "docs/en/problems/login.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    _, problems = run.check(tiny, today=TINY_DAY)
    found = [str(p) for p in problems if p.rule == "contact-in-prose"]
    assert len(found) == 1
    assert message in found[0]


def test_a_template_is_searched_too(tiny: Path) -> None:
    path = tiny / "overrides/partials/footer.html"
    path.parent.mkdir(parents=True)
    path.write_text('<footer>\n<p title="x">Call <b>2878</b> 1378</p>\n', encoding="utf-8")
    _, problems = run.check(tiny, today=TINY_DAY)
    assert [str(p) for p in problems] == [
        "overrides/partials/footer.html:2:22: error[contact-in-prose] "
        '"2878 1378" looks like a phone number; those come only from data, with evidence. '
        'Fix: link to the region pages or use a block such as "/// public-help | HK"'
    ]

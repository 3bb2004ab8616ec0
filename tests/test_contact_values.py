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
    ("phone", "拨打 110"),
    ("phone", "拨打110"),
    ("phone", "拨打 1 1 0 报警"),
    ("phone", "拨打 1-1-0 报警"),
    ("phone", "拨打 １１０"),
    ("phone", "拨打 ①①⓪"),
    ("phone", "拨打一一零"),
    ("phone", "拨打幺幺零"),
    ("phone", "拨打 壹壹零"),
    ("phone", "Call nine nine nine"),
    ("phone", "Call nine-nine-nine"),
    ("phone", "Dial one eight two two two"),
    ("phone", "Dial two eight seven eight one three seven eight"),
    ("phone", "Dial #9110"),
    ("phone", "电话28781378"),
    ("phone", "2878 1378"),
    ("phone", "2 8 7 8 1 3 7 8"),
    ("phone", "2.8.7.8.1.3.7.8"),
    ("phone", "28 - 78 - 13 - 78"),
    ("phone", "28–78–13–78"),
    ("phone", "2878_1378"),
    ("phone", "(28) 78/13/78"),
    ("phone", "+852 2878 1378"),
    ("phone", "２８７８　１３７８"),
    ("phone", "二八七八一三七八"),
    ("phone", "贰捌柒捌 壹叁柒捌"),
    ("phone", "二八 78 一三 78"),
    ("phone", "٢٨٧٨١٣٧٨"),
    ("phone", "𝟐𝟖𝟕𝟖𝟏𝟑𝟕𝟖"),
    ("phone", "2878\u200b1378"),
    ("phone", "28\u200d78\u206013\ufeff78"),
    ("phone", "2878\u00ad1378"),
    ("phone", "2️⃣8️⃣7️⃣8️⃣1️⃣3️⃣7️⃣8️⃣"),
    ("phone", "28<b>78</b>1378"),
    ("phone", "2878<!-- x -->1378"),
    ("phone", "Wait.<!-- call 2878 1378 -->Done."),
    ("phone", "2878<span></span>1378"),
    ("phone", "2878**1378**"),
    ("phone", "2878&nbsp;1378"),
    ("phone", "&#50;8781378"),
    ("phone", "2878\n1378"),
    ("phone", '<img src="a.png" alt="call 2878 1378">'),
    ("phone", '<a title="2878 1378">'),
    ("phone", "![call 2878 1378]("),
    ("phone", "400:888:8885"),
    ("phone", "400：888：8885"),
    ("phone", "400,888,8885"),
    ("phone", "400|888|8885"),
    ("phone", "400;888;8885"),
    ("phone", "[400][888][8885]"),
    ("phone", "2026-11-22 4008888885"),
    ("phone", "09:00-17:00 4008888885"),
    ("phone", "2028-78-13-78"),
    ("phone", "请打 95188"),
    ("phone", "拨打：12378"),
    ("phone", "拨 9 5 1 8 8"),
    ("phone", "客服热线９５１８８"),
    ("phone", "客服电话是 95188"),
    ("phone", "打九五一八八"),
    ("phone", "Call 7726"),
    ("phone", "dial *611#"),
    ("phone", "text us on 7726"),
    ("phone", "Helpline: 1930"),
    ("email", "help@body.com"),
    ("email", "help@body。com"),
    ("email", "help@body[.]com"),
    ("email", "help @ body . com"),
    ("email", "ｈｅｌｐ＠ｂｏｄｙ．ｃｏｍ"),
    ("email", "help at body dot com"),
    ("email", "help (at) body (dot) com"),
    ("email", "help[at]body[dot]com"),
    ("email", "help[at]body.com"),
    ("email", "help 艾特 body 点 com"),
    ("web", "https://okpay.com"),
    ("web", "okpay.com"),
    ("web", "访问okpay.vip/login"),
    ("web", "оkpay.com"),
    ("web", "okpay[.]com"),
    ("web", "okpay（.）com"),
    ("web", "okpay{dot}com"),
    ("web", "okpay dot com"),
    ("web", "okpay。com"),
    ("web", "okpay｡com"),
    ("web", "访问okpay点com"),
    ("web", "okpay 点 COM"),
    ("web", "okpay點com點cn"),
    ("web", "okpay·com"),
    ("web", "okpay . com"),
    ("web", "www[.]okpay.com"),
    ("web", "wa.me/85228781378"),
    ("web", "t.me/okpay_help"),
    ("web", "tel:+85228781378"),
    ("web", "weixin://dl/chat?okpay"),
    ("handle", "@okpay_help"),
    ("handle", "微信 okpay_kf"),
    ("handle", "微信：okpaykf"),
    ("handle", "微信号是okpaykf"),
    ("handle", "加微信abc123"),
    ("handle", "VX：abc12345"),
    ("handle", "QQ 123456789"),
    ("handle", "QQ群：123456789"),
    ("handle", "Telegram: okpay"),
    ("handle", "Telegram: okpay_help"),
    ("handle", "微信搜索 okpay-kefu"),
    ("handle", "微信里搜“okpaykf”"),
    ("handle", "加微信 okpay_kefu"),
    ("handle", "薇信 okpay-kefu"),
    ("handle", "V信：okpaykf"),
    ("handle", "LINE: okpay"),
    ("handle", "企微添加 okpaykefu"),
    ("handle", "WeChat ID: okpay"),
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
        ("\n## ", "\n![Call 2878 1378](a.png)\n\n## ", '"2878 1378" looks like a phone number'),
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

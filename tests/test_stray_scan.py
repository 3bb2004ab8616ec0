"""The scan of the finished site, itself tested by planting strays of more than fifty kinds."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from conftest import ROOT, TODAY, note_files
from helpkit.cache import Cache
from helpkit.checks import stray_scan
from helpkit.checks.allowed_values import AllowedValues, allowed_values
from helpkit.data.directory import Directory

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Home</title>
<link rel="canonical" href="https://own.example.net/"></head><body><p>{}</p></body></html>"""
JSON = "data.json"
TEXT = "llms.txt"
FEED = "changes.xml"
SCRIPT, SHEET = "site.js", "site.css"

STRAYS: list[tuple[str, str]] = [
    *[
        ("index.html", text)
        for text in (
            "Call 2345 6789",
            "电话23456789",
            "2.3.4.5.6.7.8.9",
            "23-45-67-89",
            "23–45–67–89",
            "(23) 4567 89",
            "23/45/67/89",
            "+852 2345 6789",
            "0085223456789",
            "２３４５　６７８９",
            "二三四五六七八九",
            "贰叁肆伍 陆柒捌玖",
            "٢٣٤٥٦٧٨٩",
            "𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
            "2345\u200b6789",
            "2345\u00ad6789",
            "2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣",
            "23<b>45</b>6789",
            "2345<!-- x -->6789",
            "<!-- 2345 6789 -->",
            "2878 1378, 2345 6789",
            "Call 999-123456",
            "999 12345",
            "Call 155260",
            "拨打 155260",
            "拨打一五五二六零",
            "<a href='tel:+85223456789'>x</a>",
            "<a href='tel:2345%206789'>x</a>",
            "<a href='sms:23456789'>x</a>",
            "<img src='a.png' alt='2345 6789'>",
            "<abbr title='2345 6789'>x</abbr>",
            "<button aria-label='2345 6789'>x</button>",
            "<button data-copy='2345 6789'>x</button>",
            "<span data-open='2345 6789'>x</span>",
            "<span data-open='23456-78901'>x</span>",
            "<input value='23456789'>",
            "<input placeholder='23456789'>",
            "<svg><title>2345 6789</title></svg>",
            '<script type=\'application/ld+json\'>{"telephone": "+85223456789"}</script>',
            "</p><table><tr><td>2345 6789</td></tr></table><p>",
            "</p><noscript>2345 6789</noscript><p>",
            "</p><template><p>2345 6789</p></template><p>",
            "help@okpay.com",
            "ｈｅｌｐ＠ｏｋｐａｙ．ｃｏｍ",
            "help (at) okpay (dot) com",
            "help at okpay dot com",
            "help 艾特 okpay 点 com",
            "<a href='mailto:help@okpay.com'>x</a>",
            "@okpay_help",
            "微信：okpay_kf",
            "QQ 23456789",
            "Telegram okpay_01",
            "<a href='https://unknown.org/'>x</a>",
            "<a href='//unknown.org/'>x</a>",
            "<a href='https://www.hkma.gov.hk/unknown'>x</a>",
            "<a href='https://own.example.net.evil.org/'>x</a>",
            "<a href='weixin://dl/chat?okpay'>x</a>",
            "<a href='javascript:alert(1)'>x</a>",
            "<a href='https://wa.me/85223456789'>x</a>",
            "<img src='https://unknown.org/a.png' alt=''>",
            "<img srcset='https://unknown.org/a.png 2x' alt=''>",
            "<form action='https://unknown.org/'></form>",
            "<blockquote cite='https://unknown.org/'>x</blockquote>",
            "see unknown.org",
            "see оkpay.com",
            "see https://unknown.org/x",
        )
    ],
    (JSON, '{"telephone": "2345 6789"}'),
    (JSON, '{"telephone": 23456789}'),
    (JSON, '{"23456789": true}'),
    (JSON, '{"a": [{"b": "help@okpay.com"}]}'),
    (JSON, '{"url": "https://unknown.org/"}'),
    (TEXT, "Call 2345 6789"),
    (TEXT, "https://unknown.org/"),
    ("words.txt", '[["Call 2345 6789"],[1,2]]'),
    ("card.vcf", "TEL:+85223456789"),
    (FEED, "<feed><entry><title>2345 6789</title></entry></feed>"),
    (FEED, '<feed><link href="https://unknown.org/"/></feed>'),
    (FEED, '<feed xmlns="http://www.w3.org/2005/Atom"><title>2345 6789</title></feed>'),
    ("index.html", "1" * 10_000),  # more digits than Python makes a number of
    ("mark.svg", '<svg xmlns="http://www.w3.org/2000/svg"><text>2345 6789</text></svg>'),
    (SCRIPT, 'box.textContent="Call 2345 6789";'),
    (SCRIPT, "box.append(`拨打 155260`)"),
    (SCRIPT, 'a.href="tel:+85223456789"'),
    (SCRIPT, 'a.href="https://unknown.org/"'),
    (SCRIPT, 'const to="help@okpay.com",other=1;'),
    (SHEET, ".a::after{content:'2345 6789'}"),
]

CLEAN = [
    "Call 2878 1378 or +852 2878 1378.",
    "<a href='tel:+85228781378'>2878 1378</a>",
    "999, 18222, 2878 1378",
    "Read on 2026-11-22, valid until 2027-11-22",
    "2026 年 11 月 22 日",
    "<time datetime='2026-11-22T00:00:00Z'>2026-11-22</time>",
    "<a href='mailto:bankcomplaints@hkma.gov.hk'>bankcomplaints@hkma.gov.hk</a>",
    "<a href='https://www.hkma.gov.hk'>hkma.gov.hk</a>",
    "<a href='https://own.example.net/en/'>x</a>",
    "okpay.support.example and okpay.example",
    "155260 元",
    "365 days, 730 days, 10,000,000",
    "<svg viewBox='0 0 24 24'><path d='M12 2345 6789 1 2 3 4 5'/></svg>",
    "site.css, index.html",
    "Wallet in Telegram: User agreement",
]
# Code is full of dots and signs that are none of a host or of a name.
CLEAN_CODE = [
    ("words.txt", "[[23,45,67,89,0,-7],[3,4,2,-7],[18,16,0],[22,23,24,0]]"),
    (SCRIPT, 'const{length}=words.map((word)=>word.length*1.5);form.dataset.okpay=page.url+"#q="'),
    (SHEET, "@media (min-width:48rem){a{color:rgb(255 255 255 / 18%)}}"),
]


@pytest.fixture(scope="module")
def allowed(real_directory: Directory) -> AllowedValues:
    return allowed_values(real_directory)


def planted(folder: Path, name: str, content: str) -> Path:
    (folder / "index.html").write_text(PAGE.format("Nothing"), encoding="utf-8")
    text = PAGE.format(content) if name == "index.html" else content
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_more_than_fifty_kinds_are_planted() -> None:
    assert len(set(STRAYS)) == len(STRAYS) > 50


@pytest.mark.parametrize(("name", "content"), STRAYS)
def test_a_planted_stray_is_found(
    tmp_path: Path, allowed: AllowedValues, name: str, content: str
) -> None:
    found = stray_scan.scan(planted(tmp_path, name, content), allowed)
    assert {problem.path for problem in found} == {name}
    assert {problem.rule for problem in found} <= {"site-stray-value", "site-stray-link"}


@pytest.mark.parametrize(("name", "content"), CLEAN_CODE)
def test_code_is_no_stray(tmp_path: Path, allowed: AllowedValues, name: str, content: str) -> None:
    assert stray_scan.scan(planted(tmp_path, name, content), allowed) == []


@pytest.mark.parametrize("content", CLEAN)
def test_what_a_record_or_a_source_vouches_for_is_clean(
    tmp_path: Path, allowed: AllowedValues, content: str
) -> None:
    assert stray_scan.scan(planted(tmp_path, "index.html", content), allowed) == []


@pytest.mark.parametrize(
    ("line", "strays"),
    [
        ("| Australia | +61 | 000 |", 0),
        ("The prefix is 000.", 0),
        ("| Australia | Call 000 |", 1),
        ("Call 000 now.", 1),
    ],
)
def test_a_prefix_for_calls_abroad_may_be_a_withheld_number_too(
    tmp_path: Path, allowed: AllowedValues, line: str, strays: int
) -> None:
    later = replace(allowed, numbers=frozenset(), withheld=frozenset({"000"}))
    assert "000" in later.prefixes
    assert len(stray_scan.scan(planted(tmp_path, "page.md", line), later)) == strays


def test_the_message_says_where_what_and_how_to_mend(
    tmp_path: Path, allowed: AllowedValues
) -> None:
    found = stray_scan.scan(planted(tmp_path, "index.html", "Call 2345 6789"), allowed)
    assert [str(problem) for problem in found] == [
        'index.html:2:1: error[site-stray-value] The number "2345 6789" comes from no current'
        " record and no reviewed source. Fix: find out how it got there; a value reaches a page"
        " only from data/, with evidence"
    ]


def test_the_real_site_has_no_stray(site: Path, allowed: AllowedValues) -> None:
    assert stray_scan.scan(site, allowed) == []


def test_a_long_line_without_a_space_is_looked_through_once(
    tmp_path: Path, allowed: AllowedValues
) -> None:
    site = planted(tmp_path, TEXT, "x" * 300_000 + " at home, help at okpay dot com")
    started = process_time()
    assert [p.message.given["value"] for p in stray_scan.scan(site, allowed)] == [
        "help at okpay dot com"
    ]
    assert process_time() - started < 20  # minutes, were each letter a beginning


def test_of_a_large_file_only_what_changed_is_looked_at_again(
    tmp_path: Path, allowed: AllowedValues
) -> None:
    lines = [f"Write down who answered, {'very ' * number}calmly." for number in range(400)]
    lines[300] = "Call 2345 6789"
    seen = Cache(tmp_path / "seen", "seen")
    stray_scan.scan(planted(tmp_path, TEXT, "\n".join(lines)), allowed, once=seen.get)
    seen.save()

    lines[100] = "Call 3456 7890"
    made = []

    def once(*made_from: bytes, make: Callable[[], Any]) -> Any:
        return later.get(*made_from, make=lambda: made.append(made_from) or make())

    later = Cache(tmp_path / "seen", "seen")
    found = stray_scan.scan(planted(tmp_path, TEXT, "\n".join(lines)), allowed, once=once)
    assert [(p.line, p.message.given["value"]) for p in found] == [
        (101, "3456 7890"),
        (301, "2345 6789"),
    ]
    assert len(made) <= 2  # the line may have ended a run


def test_the_scan_reads_by_itself_and_shares_only_what_may_pass() -> None:
    """What the checks on the sources overlook, the scan must not overlook for the same reason."""
    own = ("allowed_values", "published_texts", "stray_values", "stray_scan")
    texts = [(ROOT / f"hooks/helpkit/checks/{name}.py").read_text("utf-8") for name in own]
    shared = {
        name
        for names in re.findall(
            r"^from helpkit\.(?:text|checks) import (.*)$", "\n".join(texts), re.M
        )
        for name in names.split(", ")
    }
    assert shared == {
        "contact_values",
        "handles",
        "machine_values",
        "may_pass",
        "page_parts",
        "split_numbers",
    }


def test_publishing_refuses_a_site_with_a_stray(tmp_path: Path) -> None:
    from click.testing import CliRunner
    from helpkit.cli import main

    built = tmp_path / "built"
    built.mkdir()
    planted(built, "index.html", "Call 2345 6789")
    note_files(built)
    arguments = ["--root", str(ROOT), "--today", TODAY.isoformat(), "publish", str(built)]
    done = CliRunner().invoke(main, [*arguments, str(tmp_path / "site")])
    assert done.exit_code == 1
    assert 'The number "2345 6789" comes from no current record' in done.output
    assert not (tmp_path / "site").exists()

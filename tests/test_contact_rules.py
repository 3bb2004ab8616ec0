"""What a contact in the data may not be; each refusal says where, what and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TODAY
from helpkit import directory, hosts

HK = "data/regions/HK.yml"
EVIDENCE = "source: https://home.example/contact, source_kind: own, read: live, read_on: 2026-11-20"


def problems_after(repository: Path, *changes: tuple[str, str, str]) -> list[str]:
    for name, old, new in changes:
        path = repository / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    loaded, problems = directory.load(repository, today=TODAY)
    assert loaded is None or not problems
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"2878 1378"',
            '"+44 20 7946 0999"',
            "data/regions/HK.yml:85:9: error[data-number-outside-region] "
            '"+44 20 7946 0999" is a number of +44, not of HK (+852). '
            "Fix: move it to the region that it belongs to, or copy it again from its source",
        ),
        (
            "bankcomplaints@hkma.gov.hk",
            "bankcomplaints@gmail.com",
            "data/regions/HK.yml:88:9: error[data-free-mail] "
            '"bankcomplaints@gmail.com" is a free mailbox that anyone can open. '
            "Fix: find an address on the body's own domain, or leave it out",
        ),
        (
            "website: https://www.hkma.gov.hk",
            "website: https://bit.ly/hkma",
            "data/regions/HK.yml:89:5: error[data-shortener] "
            '"https://bit.ly/hkma" is a shortened link, which hides where it leads. '
            "Fix: open it, and copy the whole address that it leads to",
        ),
        (
            "website: https://www.hkma.gov.hk",
            "website: https://www.hkmа.gov.hk",
            "data/regions/HK.yml:89:5: error[data-confusable-host] "
            '"hkmа.gov.hk" (xn--hkm-8cd.gov.hk) mixes scripts or only looks like Latin '
            "letters. Fix: type the address by hand from its source and compare the two",
        ),
        (
            "website: https://www.hkma.gov.hk",
            "website: https://www.xn--hkm-8cd.gov.hk",
            "data/regions/HK.yml:89:5: error[data-confusable-host] "
            '"hkmа.gov.hk" (xn--hkm-8cd.gov.hk) mixes scripts or only looks like Latin '
            "letters. Fix: type the address by hand from its source and compare the two",
        ),
        (
            "website: https://www.hkma.gov.hk",
            "website: https://cbk.postdit.co",
            "data/regions/HK.yml:89:5: error[data-known-bad] "
            '"cbk.postdit.co" stands in data/known-bad.yml. '
            "Fix: remove it here, or there if it was put there by mistake",
        ),
        (
            "website: https://www.hkma.gov.hk",
            "website: http://www.hkma.gov.hk",
            "data/regions/HK.yml:74:5: error[data-http-source] "
            '"http://www.hkma.gov.hk" is an address without encryption (http). '
            'Fix: use the https address of the page; if there is none, add "website_plain_http: '
            'true"',
        ),
    ],
)
def test_a_contact_is_refused(repository: Path, old: str, new: str, message: str) -> None:
    assert problems_after(repository, (HK, old, new)) == [message]


def test_a_value_cannot_be_published_and_known_bad(repository: Path) -> None:
    name = "data/known-bad.yml"
    text = '- value: "28781378"\n  kind: phone\n  region: HK\n  why: {zh: 一, en: A}\n'
    text += "  noted_on: 2026-11-20\n"
    path = repository / name
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    (message,) = problems_after(repository)
    assert 'error[data-known-bad] "2878 1378" stands in data/known-bad.yml.' in message


def official(repository: Path, channel: str, *, domain: str = "home.example") -> list[str]:
    """Return the problems of a site that is official and has one channel in Hong Kong."""
    return problems_after(
        repository,
        ("data/service.yml", "publisher: independent", "publisher: official"),
        (
            "data/service.yml",
            "official_domains: []",
            f"official_domains:\n  - domain: {domain}\n    evidence: {{source: https://{domain}/,"
            " source_kind: own, read: operator, read_on: 2026-11-20}",
        ),
        (HK, "okpay_channels: []", f"okpay_channels:\n  - {channel}"),
    )


def test_an_official_team_publishes_its_channel_with_evidence_on_its_domain(
    repository: Path,
) -> None:
    assert (
        official(repository, f"{{kind: email, value: care@home.example, evidence: {{{EVIDENCE}}}}}")
        == []
    )
    loaded, _ = directory.load(repository, today=TODAY)
    assert loaded is not None
    assert [c.value for c in loaded.okpay_channels(loaded.regions["HK"])] == ["care@home.example"]


@pytest.mark.parametrize(
    ("kind", "value", "rule"),
    [
        ("hotline", '"+44 20 7946 0999"', "data-number-outside-region"),
        ("hotline", '"900 1234 5678"', "data-premium-channel"),
        ("hotline", '"12"', "data-bad-number"),
        ("email", "okpay@gmail.com", "data-free-mail"),
        ("live-chat", "http://home.example/chat", "data-http-source"),
        ("live-chat", "https://tinyurl.com/okpay", "data-shortener"),
        ("live-chat", "https://оkpay.example/chat", "data-confusable-host"),
    ],
)
def test_a_channel_is_refused(repository: Path, kind: str, value: str, rule: str) -> None:
    found = official(repository, f"{{kind: {kind}, value: {value}, evidence: {{{EVIDENCE}}}}}")
    assert [message.split("error[")[1].split("]")[0] for message in found] == [rule]


def test_a_channel_needs_evidence_on_an_official_domain(repository: Path) -> None:
    (message,) = official(
        repository,
        f"{{kind: email, value: care@home.example, evidence: {{{EVIDENCE}}}}}",
        domain="house.example",
    )
    assert (
        'error[data-unproven-channel] "home.example" is not an official domain of OKPay.' in message
    )


def test_being_official_needs_a_domain(repository: Path) -> None:
    change = ("data/service.yml", "publisher: independent", "publisher: official")
    assert problems_after(repository, change) == [
        "data/service.yml:5:1: error[data-official-without-domain] "
        "The site claims to be official, but no official domain is proven. "
        "Fix: add the domain with its evidence under official_domains, or write "
        '"publisher: independent"'
    ]


def test_a_domain_cannot_vouch_for_itself(repository: Path) -> None:
    domain = "official_domains:\n  - domain: home.example\n    evidence: {" + EVIDENCE + "}"
    (message,) = problems_after(repository, ("data/service.yml", "official_domains: []", domain))
    assert (
        'error[data-unproven-domain] "home.example" rests on evidence that does not prove whose'
        " it is." in message
    )


@pytest.mark.parametrize(
    ("host", "deceives"),
    [
        ("hkma.gov.hk", False),
        ("中国.cn", False),
        ("bücher.example", True),  # reads as a Latin name that it is not
        ("оkpay.com", True),
        ("xn--kpay-55d.com", True),
        ("例え.example", False),
    ],
)
def test_deceptive_names(host: str, deceives: bool) -> None:
    assert hosts.is_deceptive(host) is deceives

"""Records: what is read off them in one form, wherever it is needed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal, get_args

import pytest
from conftest import ROOT, TINY, TINY_DAY
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.data.kinds import Record
from helpkit.data.located import read_text
from helpkit.data.records import Contact, OkpayChannel, swapped
from helpkit.data.validation import validate
from helpkit.data.vocabulary import CheckerWord
from helpkit.languages import PROFILES
from helpkit.text.digests import digest, letters
from helpkit.text.hosts import host_of, is_under

EVIDENCE = {"source": "https://a.example/", "source_kind": "own", "read": "live"}


def evidence(page: str) -> dict[str, str]:
    return {**EVIDENCE, "source": f"https://{page}.example/", "read_on": "2026-11-01"}


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({"zh": "Two words", "en": "两个字", "ms": "Dua kata"}, ["zh", "en"]),
        ({"zh": "Two words", "en": "Two words", "ms": "Dua kata"}, []),
        ({"zh": "两个字", "en": "Two words", "ms": "两个字"}, []),
    ],
)
def test_texts_that_changed_places_are_found_among_three_languages(
    texts: dict[str, str], wrong: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PROFILES, "ms", replace(PROFILES["en"], code="ms"))
    assert swapped(texts) == wrong


@pytest.mark.parametrize(
    ("kind", "value", "form"),
    [
        ("hotline", "020 7946 0123", "phone"),
        ("email", "care@home.example", "email"),
        ("live-chat", "https://home.example/chat", "link"),
        ("social-media", "https://chat.example/home", "link"),
        ("social-media", "@home", "handle"),
        ("live-chat", "In the app: Help", "handle"),
    ],
)
def test_a_channel_says_how_its_value_is_reached(kind: str, value: str, form: str) -> None:
    channel = OkpayChannel.model_validate({"kind": kind, "value": value, "evidence": evidence("a")})
    assert channel.form == form


def test_a_contact_yields_each_value_with_its_place_and_its_proof() -> None:
    words = {"zh": "一", "en": "one"}
    contact = Contact.model_validate(
        {
            "id": "gb-sample",
            "kind": "police",
            "name": words,
            "help": words,
            "evidence": evidence("own"),
            "phones": [
                {"number": "020 7946 0123"},
                {
                    "number": "020 7946 0124",
                    "evidence": evidence("phone"),
                    "routes": [
                        {"way": "text", "how": words, "number": "07700 900123"},
                        {
                            "way": "relay",
                            "how": words,
                            "website": "https://relay.example/",
                            "evidence": evidence("relay"),
                        },
                    ],
                },
            ],
            "emails": ["a@own.example"],
            "website": "https://own.example/",
            "report_url": "https://report.example/",
            "report_evidence": evidence("report"),
        }
    )
    assert [
        (value.form, value.text, value.location, value.evidence.source, value.proof)
        for value in contact.values()
    ] == [
        ("phone", "020 7946 0123", ("phones", 0, "number"), "https://own.example/", ("evidence",)),
        (
            "phone",
            "020 7946 0124",
            ("phones", 1, "number"),
            "https://phone.example/",
            ("phones", 1, "evidence"),
        ),
        (
            "phone",
            "07700 900123",
            ("phones", 1, "routes", 0, "number"),
            "https://phone.example/",
            ("phones", 1, "evidence"),
        ),
        (
            "link",
            "https://relay.example/",
            ("phones", 1, "routes", 1, "website"),
            "https://relay.example/",
            ("phones", 1, "routes", 1, "evidence"),
        ),
        ("email", "a@own.example", ("emails", 0), "https://own.example/", ("evidence",)),
        ("link", "https://own.example/", ("website",), "https://own.example/", ("evidence",)),
        (
            "link",
            "https://report.example/",
            ("report_url",),
            "https://report.example/",
            ("report_evidence",),
        ),
    ]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Home.Example:8443/a?b#c", "www.home.example"),
        ("mailto:a@home.example", ""),
        ("home.example", ""),
        ("https://[broken/", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


def test_a_host_is_under_its_domain_and_no_other() -> None:
    assert is_under("home.example", "home.example")
    assert is_under("pay.home.example", "home.example")
    assert not is_under("payhome.example", "home.example")
    assert not is_under("home.example", "pay.home.example")


def test_names_made_from_contents_have_no_digit() -> None:
    assert digest(b"a").isalpha()
    assert letters("a", length=16).isalpha()
    assert len(letters("a", length=16)) == 16


class _Choice(Record):
    words: dict[Literal["one or two", "three, four"], tuple[Literal["yes or no", "it's"], ...]]


def test_a_word_that_cannot_stand_somewhere_is_told_with_all_that_can() -> None:
    located, _ = read_text("words: {one or two: [yes], three: [it's]}", path="a.yml")
    _, problems = validate(_Choice, located)
    assert [str(problem) for problem in problems] == [
        'a.yml:1:22: error[data-unknown-value] "yes" is not a value that can stand here.'
        " Fix: use one of yes or no, it's",
        'a.yml:1:28: error[data-unknown-value] "three" is not a value that can stand here.'
        ' Did you mean "three, four"? Fix: use one of one or two, three, four',
    ]


def test_every_value_of_the_tiny_site_is_found_by_its_place() -> None:
    loaded, _ = loading.load(TINY, today=TINY_DAY)
    assert loaded is not None
    for region in loaded.regions.values():
        for contact in region.contacts:
            for value in contact.values():
                found: object = contact
                for part in value.location:
                    found = found[part] if isinstance(part, int) else getattr(found, part)
                assert found == value.text


# A blank says what goes into it; choices stand with one mark between them, and nothing else is left open.
BLANK = {
    "zh": re.compile(r"【[^【】\[\]/…_]+】"),
    "en": re.compile(r"\[(?:(?! ?/\S|\S/ )[^【】\[\]…_])+\]"),
}
LEFT_OPEN = re.compile(r"[【】\[\]_…<>]|\.{3}|XX")


def test_blanks_of_messages_have_one_form(real_directory: Directory) -> None:
    for name, message in real_directory.messages.items():
        for text in (message, message.chat, message.call):
            for language, form in BLANK.items():
                rest = form.sub("", text[language])
                assert not LEFT_OPEN.search(rest), (name, language, rest)
        counts = [len(BLANK[language].findall(message[language])) for language in ("zh", "en")]
        assert counts[0] == counts[1] > 0, (name, counts)


def test_the_words_of_the_checker_are_those_that_its_form_and_its_script_name() -> None:
    form = (ROOT / "overrides/blocks/checker.html").read_text(encoding="utf-8")
    named = set(re.findall(r"\bwords\.(\w+)\[", form))
    for name in ("verify", "verdict"):
        script = (ROOT / f"docs/assets/scripts/{name}.js").read_text(encoding="utf-8")
        calls = re.findall(r'\b(?:word|label|link)\(([^)]*)\)|\bsaid\("word", ([^)]*)\)', script)
        for arguments in calls:
            named |= set(re.findall(r'"([a-z-]+)"', "".join(arguments)))
    assert named == set(get_args(CheckerWord))

"""Which English words are told as slips, and what a writer may write without being told."""

import pytest
from helpkit.text import spelling

OWN = {"OKPay", "ScamShield", "Scameter", "Telegram", "WhatsApp", "crypto", "hotline", "pre"}


def slips(text: str, *, name: bool = False) -> list[str]:
    return [slip.word for slip in spelling.find(text, own=OWN, name=name)]


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("Freeze your acount.", "acount", "account"),
        ("**Recieve** nothing from strangers.", "Recieve", "Receive"),
        ("1. Opne the app.", "Opne", "Open"),
        ("| Whom to call | Wich body |", "Wich", "Which"),
        ("Dont share it.", "Dont", "Don't"),
        ("It isnt theirs.", "isnt", "isn't"),
        ("Organise the color.", "color", "colour"),
        ("Call the hotlne.", "hotlne", "hotline"),
        ("Write to them on Whatsap today.", "Whatsap", "WhatsApp"),
        ("Ask on Telegrm first.", "Telegrm", "Telegram"),
        ("Use OKPyy today.", "OKPyy", "OKPay"),
        ("Closed on Wenesday.", "Wenesday", "Wednesday"),
        ("[the acount](acount.md)", "acount", "account"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(text: str, word: str, meant: str) -> None:
    assert slips(text) == [word]
    assert meant in spelling.suggestions(word, own=OWN)


@pytest.mark.parametrize(
    "text",
    [
        "Banco de España and the FCA's staff answer in Catalan.",
        "In Kuala Lumpur, Bank Negara Malaysia (BNMTELELINK) answers.",
        "He said that that is very very late; she had had enough.",
        "See section 12(3)(b), ISO 4217, 2FA, the 3rd and USD1,000 by 5pm, p.m. or 24/7.",
        "I/O, and/or, e-mail, sub-accounts, non-bank, anti-fraud, pre-paid, crypto-assets.",
        'The button says "Einstellungen"; type `pcpd` and open x.example or @okpaay.',
        "She's here, you're not, the users' money, James's phone, the 1990s.",
        "iPhones, eSIM, PDFs, SIMs, the HKMA's list, ScamShield's app.",
        "Señor Müller's naïve résumé at the café.",
        "Freephone, landline, screenshot, login, app, emoji, selfie, blockchain, inbox.",
        "[answer](../xyzzy/qwrt.md#abcd) {#do-nowx} &nbsp; <br> [name] {number} %s",
        "Xinhua and Sanadak wrote about Kifid in Weezzo.",
        "用英文搜索 hotline 也行。",
    ],
)
def test_what_is_right_passes(text: str) -> None:
    assert slips(text) == []


def test_a_name_passes_where_a_sentence_would_not() -> None:
    assert slips("Kifid enquiries", name=True) == []
    assert slips("Wich enquiries", name=True) == []
    assert slips("Wich enquiries") == ["Wich"]
    assert slips("Wenesday help for Singapor", name=True) == ["Wenesday", "Singapor"]


def test_a_word_that_stands_twice_is_told_once_with_its_place() -> None:
    (slip,) = spelling.find("Ask the the bank.", own=OWN)
    assert (slip.word, slip.start, slip.twice) == ("the", 4, True)


def test_american_words_of_the_site_are_told_and_british_ones_are_not() -> None:
    british = "colour organise favourite centre cheque licence enrol cancelled programme defence"
    american = "color organize favorite center authorized enroll canceled analyze neighbor"
    assert slips(f"the {british}") == []
    assert slips(f"the {american}") == american.split()

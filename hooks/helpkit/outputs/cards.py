"""A published number to take away: a vCard and a QR code of it.

A card is of version 3.0 (RFC 2426), since phones of any age import it; many of them read of 4.0
neither the name nor the number.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator
from typing import Any

import zxingcpp

from helpkit.data import phones
from helpkit.data.directory import Directory, PublishedContact
from helpkit.data.records import Region
from helpkit.languages import INTERNATIONAL, LANGUAGES, SOURCE

FOLDER = "contact/cards"


def addresses_of(identifier: str) -> tuple[str, str]:
    """Return where the card of a contact and its QR code live below the site's root."""
    return f"{FOLDER}/{identifier}.vcf", f"{FOLDER}/{identifier}.svg"


def texts(directory: Directory) -> Iterator[tuple[Region, str, str]]:
    """Yield each card with its region and the id of its contact."""
    for region in directory.regions.values():
        for published in directory.published_contacts(region):
            if published.contact.phones:
                card = vcard(published, region=region, directory=directory)
                yield region, published.contact.id, card


def vcard(published: PublishedContact, *, region: Region, directory: Directory) -> str:
    """Return a contact with published phones as a vCard, with its source and last valid day."""
    contact, ui = published.contact, directory.ui
    note = " / ".join(
        f"{ui['card_note'][language]} {published.valid_until}" for language in LANGUAGES
    )
    word = " / ".join(ui["card_source"][language] for language in LANGUAGES)
    proofs = (phone.evidence or contact.evidence for phone in contact.phones)
    sources = dict.fromkeys(f" / {word}: {proof.read_on} {proof.source}" for proof in proofs)
    note += "".join(sources)
    names = " / ".join(_escaped(contact.name[language]) for language in LANGUAGES)
    shown = f"{_sample_mark(directory)}{names}"
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{shown};;;;",
        f"FN:{shown}",
        f"ORG:{_escaped(contact.name.local or contact.name[INTERNATIONAL])}",
        *(
            f"TEL;TYPE=WORK:{phones.link(phone, region=region.code).partition(':')[2].replace('%23', '#')}"
            for phone in contact.phones
        ),
        *(f"EMAIL:{email}" for email in contact.emails),
        *([f"URL:{contact.website}"] if contact.website else []),
        f"NOTE:{_escaped(note)}",
        f"REV:{contact.evidence.read_on:%Y%m%d}T000000Z",
        f"UID:{contact.id}",
        "END:VCARD",
    ]
    return "\r\n".join(lines) + "\r\n"


def _sample_mark(directory: Directory) -> str:
    return directory.ui["sample_mark"][SOURCE] if directory.service.sample else ""


# How many pixels a module of a code takes, and the modules of a row that are dark.
_SCALE = 4
_DARK = re.compile(rb"\0+")
# To try all eight masks for the one that reads best takes six times as long; readers read each.
_MASK = 3


@functools.cache  # cached: rebuilds during `serve` need the same codes
def qr_code(card: str) -> str:
    """Return the QR code of a card as an SVG drawing, dark on white for every reader."""
    code = zxingcpp.create_barcode(
        card,
        zxingcpp.BarcodeFormat.QRCode,
        ec_level="M",
        data_mask=_MASK,
    )
    picture: Any = code.to_image()  # a byte a module, with the white border
    modules = bytes(picture)
    side = math.isqrt(len(modules))
    path, x, y = "M0 .5", 0, 0
    for row in range(side):
        for dark in _DARK.finditer(modules[row * side : (row + 1) * side]):
            start, end = dark.span()
            path += f"m{start - x} {row - y}h{end - start}"
            x, y = end, row
    size = side * _SCALE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
        f' viewBox="0 0 {side} {side}"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path stroke="#000" d="{path}"/></svg>\n'
    )


def _escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")

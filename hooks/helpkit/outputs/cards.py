"""A published number to take away: a vCard (RFC 6350) and a QR code of it."""

from __future__ import annotations

import functools
import io

import segno

from helpkit.data import phones
from helpkit.data.directory import Directory, PublishedContact
from helpkit.data.records import Region
from helpkit.languages import INTERNATIONAL, LANGUAGES, SOURCE

FOLDER = "contact/cards"


def addresses_of(identifier: str) -> tuple[str, str]:
    """Return where the card of a contact and its QR code live below the site's root."""
    return f"{FOLDER}/{identifier}.vcf", f"{FOLDER}/{identifier}.svg"


def vcard(published: PublishedContact, *, region: Region, directory: Directory) -> str:
    """Return a contact with published phones as a vCard; it says whence it is and until when it counts."""
    contact, ui = published.contact, directory.ui
    note = " / ".join(
        f"{ui['card_note'][language]} {published.valid_until}" for language in LANGUAGES
    )
    word = " / ".join(ui["card_source"][language] for language in LANGUAGES)
    proofs = (phone.evidence or contact.evidence for phone in published.phones)
    sources = dict.fromkeys(f" / {word}: {proof.read_on} {proof.source}" for proof in proofs)
    note += "".join(sources)
    names = [contact.name[language] for language in LANGUAGES]
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        f"FN:{_sample_mark(directory)}{' / '.join(_escaped(name) for name in names)}",
        f"ORG:{_escaped(contact.name.local or contact.name[INTERNATIONAL])}",
        *(
            f"TEL;VALUE=uri:tel:{phones.link(phone, region=region.code).partition(':')[2]}"
            for phone in published.phones
        ),
        *(f"EMAIL:{email}" for email in published.emails),
        *([f"URL:{published.website}"] if published.website else []),
        f"NOTE:{_escaped(note)}",
        f"REV:{contact.evidence.read_on:%Y%m%d}T000000Z",
        f"UID:{contact.id}",
        "END:VCARD",
    ]
    return "\r\n".join(lines) + "\r\n"


def _sample_mark(directory: Directory) -> str:
    return directory.ui["sample_mark"][SOURCE] if directory.service.sample else ""


# Any of the eight masks reads as well as another; trying all takes five times as long. On cards this
# one comes nearest to the best by the standard's own score (ISO/IEC 18004).
_MASK = 3


@functools.cache  # a rebuild while writing has the same cards
def qr_code(card: str) -> str:
    """Return the QR code of a card as an SVG drawing, dark on white for every reader."""
    drawing = io.BytesIO()
    segno.make_qr(card, error="m", mask=_MASK).save(
        drawing, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, svgns=True, nl=True
    )
    return drawing.getvalue().decode()


def _escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")

"""Derive links, the international form and dialling from abroad from a number as its owner writes it.

The phonenumbers library knows all of it; nothing here is a source of a number.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberFormat

from helpkit.data.records import Phone
from helpkit.messages import Message, message

# Ofcom: beginnings of telephone numbers for use in TV and radio drama programmes.
DRAMA = "(?:2079460|1632960|7700900|8081570|9098790|3069990)"
# The other range is that of ATIS-0300115: 555-01xx.
_FICTIONAL = re.compile(rf"\+44{DRAMA}[0-9]{{3}}|\+1[0-9]{{3}}55501[0-9]{{2}}")
# Nobody has a number of this many zeros: it begins like a call abroad.
_ZEROS = re.compile(r"0{5,6}")
# Service numbers that are longer than a short code and no full number: China's that begin with 95.
_SERVICE_NUMBERS = {"CN": re.compile(r"95[0-9]{6}")}
# Types of numbers that networks abroad rarely connect.
_INSIDE = (
    phonenumbers.PhoneNumberType.TOLL_FREE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
)


@dataclass(frozen=True, slots=True)
class Dialling:
    """How calls leave and enter a region. `out_prefix` is None where it depends on the carrier."""

    calling_code: str
    out_prefix: str | None
    trunk_prefix: str | None


def parse(phone: Phone, *, region: str) -> phonenumbers.PhoneNumber | None:
    """Return the full number behind a phone, or None for short codes and numbers that fail.

    `region` is an ISO 3166 code; EU has no numbering plan of its own, so only numbers written
    in international form parse there.
    """
    return None if phone.short_code else _parsed(phone.number, region)


@functools.cache  # every page that shows a number asks for several of its forms
def _parsed(written: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(written, None if region == "EU" else region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_possible_number(number) else None


def e164(phone: Phone, *, region: str) -> str | None:
    """Return the number in E.164 form, or None if it cannot be dialled in that form."""
    number = None if phone.national_only else parse(phone, region=region)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else None


def digits(phone: Phone) -> str:
    """Return what is pressed on a keypad inside the region: digits, `*`, `#` and a leading `+`."""
    return re.sub(r"[^0-9*#+]", "", phone.number)


def link(phone: Phone, *, region: str) -> str:
    """Return a `tel:` or `sms:` address (RFC 3966; `#` has to be percent-encoded).

    It dials the international form if that ends in the digits as written, else the digits as
    written: some plans insert digits, and some numbers work only inside their country.
    """
    scheme = "sms" if phone.use == "sms" else "tel"
    inside = phone.from_abroad == "no" or international(phone, region=region) is None
    pressed, full = digits(phone), None if inside else e164(phone, region=region)
    plan = dialling(region)
    written = pressed.removeprefix("+").removeprefix((plan and plan.trunk_prefix) or "")
    dialled = full if full and full.endswith(written) else pressed
    return f"{scheme}:{dialled.replace('#', '%23')}"


def link_from_abroad(phone: Phone, *, region: str) -> str:
    """Return the `tel:` address for callers elsewhere; empty if that would hardly connect."""
    if phone.from_abroad == "no":
        return ""
    shown = international(phone, region=region) or phone.number
    return f"tel:{re.sub(r'[^0-9+]', '', shown)}" if shown.startswith("+") else ""


def international(phone: Phone, *, region: str) -> str | None:
    """Return the spaced international form, for example `+852 2878 1378`, or None.

    A freephone or special-rate number has none, unless its owner says that it works from abroad.
    """
    number = None if phone.national_only else parse(phone, region=region)
    if number is None or (
        phone.from_abroad != "yes" and phonenumbers.number_type(number) in _INSIDE
    ):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def is_emergency(phone: Phone, *, region: str) -> bool:
    """Return whether the numbering data call a short code an emergency number of its region."""
    return phone.short_code and phonenumbers.is_emergency_number(digits(phone), region)


def is_premium(phone: Phone, *, region: str) -> bool:
    """Return whether the numbering plan says that the caller pays extra."""
    number = parse(phone, region=region)
    return number is not None and phonenumbers.number_type(number) == (
        phonenumbers.PhoneNumberType.PREMIUM_RATE
    )


def dialling(region: str) -> Dialling | None:
    """Return calling code and prefixes of a region, or None if it has no numbering plan (EU)."""
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None:
        return None
    prefix = metadata.preferred_international_prefix or metadata.international_prefix
    return Dialling(
        calling_code=f"+{metadata.country_code}",
        out_prefix=prefix if prefix and re.fullmatch(r"[0-9~]+", prefix) else None,
        trunk_prefix=metadata.national_prefix,
    )


def is_fictional(phone: Phone, *, region: str) -> bool:
    """Return whether a number is of a range that its plan keeps for drama and examples.

    No plan keeps short codes for them; five or six zeros are nobody's.
    """
    if _ZEROS.fullmatch(phone.number):
        return True
    number = parse(phone, region=region or "EU")
    return number is not None and bool(
        _FICTIONAL.fullmatch(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    )


def why_not_dialable(phone: Phone, *, region: str, sample: bool = False) -> Message | None:
    """Return why a number is not valid, as a message for writers, or None.

    In a `sample` it may be one that is kept for fiction.

    Short codes are only checked for their form: national lists are often missing new ones.
    """
    pressed = digits(phone)
    if phone.short_code and region != "EU":
        # A short code may include the calling code that callers from abroad dial.
        pressed = pressed.removeprefix(f"+{phonenumbers.country_code_for_region(region)}")
    if found := re.search("[“”‘’\"＂']", phone.number):
        return message("number-quotes", typed=found[0])
    if odd := re.sub(r"[0-9*#+() ./\-]", "", phone.number):
        return message("number-characters", typed=odd[0], code=ord(odd[0]))
    if phone.short_code and re.search(r"[/.()]", phone.number):
        return message("number-several")
    if phone.short_code:
        long = _SERVICE_NUMBERS.get(region)
        if 2 <= len(pressed) <= 6 or (long and long.fullmatch(pressed)):
            return None
        return message("number-short-code")
    number = parse(phone, region=region)
    if number is None:
        return message("number-length")
    if sample and is_fictional(phone, region=region):
        return None
    if _has_two_readings(pressed, number):
        return message("number-two-readings", code=str(number.country_code))
    if not phonenumbers.is_valid_number(number):
        return message("number-shape")
    return None


def _has_two_readings(pressed: str, number: phonenumbers.PhoneNumber) -> bool:
    """Return whether a number that was read as a national one may begin with the country code."""
    code = str(number.country_code)
    national = phonenumbers.national_significant_number(number)
    if not (pressed.startswith(code) and pressed == national):
        return False
    try:
        other = phonenumbers.parse(f"+{pressed}", None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(other)

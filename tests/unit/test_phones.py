"""What is derived from a number."""

import pytest
from helpkit.data import phones
from helpkit.data.directory import Directory
from helpkit.data.records import Phone
from helpkit.messages import message, text


@pytest.mark.parametrize(
    ("number", "region", "extra", "link"),
    [
        ("2878 1378", "HK", {}, "tel:+85228781378"),
        ("110", "CN", {"short_code": True}, "tel:110"),
        ("#9110", "JP", {"short_code": True}, "tel:%239110"),
        ("1300 292 371", "AU", {"national_only": True}, "tel:1300292371"),
        ("0800-789-885", "TW", {}, "tel:0800789885"),
        ("+49 228 29970299", "DE", {}, "tel:+4922829970299"),
        ("+49 116 116", "DE", {"short_code": True}, "tel:+49116116"),
        ("114", "FR", {"short_code": True, "use": "sms"}, "sms:114"),
        ("112", "EU", {"short_code": True}, "tel:112"),
        ("95105678", "CN", {"short_code": True}, "tel:95105678"),
        # An Italian mobile begins with the digits of the country code.
        ("391 234 5678", "IT", {}, "tel:+393912345678"),
        # The plan would put other digits in: what is written is dialled.
        ("011 15 2345-6789", "AR", {}, "tel:0111523456789"),
    ],
)
def test_the_link_of_a_number(
    number: str, region: str, extra: dict[str, object], link: str
) -> None:
    assert phones.link(Phone(number=number, **extra), region=region) == link


def test_a_number_with_a_leading_zero_loses_it_only_in_international_form() -> None:
    phone = Phone(number="020 7946 0018")
    assert phones.international(phone, region="GB") == "+44 20 7946 0018"
    assert phones.digits(phone) == "02079460018"


def test_a_short_code_has_no_international_form() -> None:
    assert phones.international(Phone(number="18222", short_code=True), region="HK") is None


@pytest.mark.parametrize(
    ("region", "calling_code", "out_prefix"),
    [
        ("CN", "+86", "00"),
        ("JP", "+81", "010"),
        ("AU", "+61", "0011"),
        ("US", "+1", "011"),
        ("RU", "+7", "8~10"),
        ("SG", "+65", None),
        ("TW", "+886", None),
        ("KE", "+254", "000"),
    ],
)
def test_calling_codes_and_prefixes(region: str, calling_code: str, out_prefix: str | None) -> None:
    plan = phones.dialling(region)
    assert plan is not None
    assert (plan.calling_code, plan.out_prefix) == (calling_code, out_prefix)


def test_the_european_union_has_no_numbering_plan() -> None:
    assert phones.dialling("EU") is None


@pytest.mark.parametrize(("number", "premium"), [("0909 879 0000", True), ("020 7946 0018", False)])
def test_premium_numbers_are_recognised(number: str, premium: bool) -> None:
    assert phones.is_premium(Phone(number=number), region="GB") is premium


def test_a_freephone_number_has_an_international_form_only_if_its_owner_says_so() -> None:
    freephone = Phone(number="0800-789-885")
    assert phones.international(freephone, region="TW") is None
    vouched = Phone(number="0800-789-885", from_abroad="yes")
    assert phones.international(vouched, region="TW") == "+886 80 078 9885"


def test_what_connects_only_inside_its_country_is_dialled_as_it_is_written() -> None:
    freephone = Phone(number="0800-789-885")
    assert phones.link(freephone, region="TW") == "tel:0800789885"
    assert phones.link_from_abroad(freephone, region="TW") == ""
    inside = Phone(number="2878 1378", from_abroad="no")
    assert phones.link(inside, region="HK") == "tel:28781378"
    everywhere = Phone(number="2878 1378")
    assert phones.link(everywhere, region="HK") == "tel:+85228781378"
    assert phones.link_from_abroad(everywhere, region="HK") == "tel:+85228781378"


def test_an_emergency_number_is_one_in_the_numbering_data_of_its_region() -> None:
    assert phones.is_emergency(Phone(number="191", short_code=True), region="TH")
    assert not phones.is_emergency(Phone(number="1155", short_code=True), region="TH")
    assert not phones.is_emergency(Phone(number="112", short_code=True), region="NG")


def test_a_number_that_may_begin_with_the_country_code_is_not_guessed_at() -> None:
    def reason(number: str) -> str | None:
        said = phones.why_not_dialable(Phone(number=number), region="IT")
        return said and text(said, language="en")

    assert reason("39 06 69821") == "it can be read with and without the country code 39"
    assert reason("+39 06 69821") is None
    assert reason("06 69821") is None


@pytest.mark.parametrize(("region", "fits"), [("CN", True), ("GB", False)])
def test_service_numbers_of_eight_digits_are_those_of_china(region: str, fits: bool) -> None:
    phone = Phone(number="95105678", short_code=True)
    reason = phones.why_not_dialable(phone, region=region)
    assert reason == (None if fits else message("number-short-code"))


def test_every_link_of_the_site_ends_in_the_digits_of_its_record(
    real_directory: Directory,
) -> None:
    count = 0
    for region in real_directory.regions.values():
        plan = phones.dialling(region.code)
        for contact in region.contacts:
            for phone in (line for each in contact.phones for line in each.with_routes()):
                pressed = phones.digits(phone).removeprefix("+")
                bare = pressed.removeprefix((plan and plan.trunk_prefix) or "")
                link = phones.link(phone, region=region.code).replace("%23", "#")
                assert link.endswith((pressed, bare)), (region.code, phone.number)
                count += 1
    assert count > 100

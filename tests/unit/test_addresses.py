"""Addresses inside the site."""

import pytest
from helpkit import addresses


@pytest.mark.parametrize(
    ("slug", "language", "address"),
    [
        ("index", "zh", ""),
        ("index", "en", "en/"),
        ("contact/index", "zh", "contact/"),
        ("contact/phone", "en", "en/contact/phone/"),
    ],
)
def test_where_a_page_lives(slug: str, language: addresses.Language, address: str) -> None:
    assert addresses.page_address(slug, language=language) == address


@pytest.mark.parametrize(
    ("target", "start", "way"),
    [
        ("", "", "./"),
        ("urgent/", "", "urgent/"),
        ("", "urgent/", "../"),
        ("urgent/", "urgent/", "./"),
        ("en/contact/phone/#do-now", "en/urgent/", "../contact/phone/#do-now"),
        ("contact/regions/hk/", "contact/", "regions/hk/"),
    ],
)
def test_the_way_from_one_page_to_another(target: str, start: str, way: str) -> None:
    assert addresses.relative(target, start=start) == way

"""Opening hours and time differences, in words."""

from datetime import date

import pytest
from helpkit.data import hours, kinds


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ("24/7", "全天 24 小时，每天", "24 hours, every day"),
        ("Mo-Fr 08:00-20:00", "周一至周五 08:00–20:00", "Monday to Friday, 08:00–20:00"),
        (
            "Mo-Fr 09:00-17:00; PH off",
            "周一至周五 09:00–17:00；公众假期休息",
            "Monday to Friday, 09:00–17:00; closed on public holidays",
        ),
        ("Mo-Su 08:00-23:00", "每天 08:00–23:00", "every day, 08:00–23:00"),
        (
            "Mo-Th 09:00-13:00,14:30-17:45; Fr 09:00-13:00,14:30-17:30",
            "周一至周四 09:00–13:00, 14:30–17:45；周五 09:00–13:00, 14:30–17:30",
            "Monday to Thursday, 09:00–13:00, 14:30–17:45; Friday, 09:00–13:00, 14:30–17:30",
        ),
        ("Sa,Su 10:00-24:00", "周六，周日 10:00–24:00", "Saturday, Sunday, 10:00–24:00"),
    ],
)
def test_hours_in_words(rule: str, chinese: str, english: str) -> None:
    assert hours.describe(rule, language="zh") == chinese
    assert hours.describe(rule, language="en") == english


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("周一到周五 9:00—17:00", "Mo-Fr 9:00-17:00"),
        ("星期六、周日 10：00～16：00；节假日休息", "Sa,Su 10:00-16:00; PH off"),
        ("每天08:00-20:00", "Mo-Su 08:00-20:00"),
        ("24小时", "24/7"),
        ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"),
    ],
)
def test_hours_typed_in_chinese(typed: str, meant: str) -> None:
    assert kinds.hours_meant(typed) == meant


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Asia/Hong_Kong", 0, 0),
        ("Europe/London", -480, -420),
        ("America/New_York", -780, -720),
        ("Asia/Kolkata", -150, -150),
        # January is summer there: "winter" and "summer" are those of the northern half.
        ("Australia/Sydney", 180, 120),
        ("Pacific/Auckland", 300, 240),
    ],
)
def test_difference_to_beijing_in_january_and_july(zone: str, winter: int, summer: int) -> None:
    offset = hours.offset(zone, today=date(2026, 11, 22))
    assert (offset.winter_to_beijing, offset.summer_to_beijing) == (winter, summer)
    assert offset.changes is (winter != summer)


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [
        (0, "与北京时间相同", "same as Beijing time"),
        (-480, "比北京时间晚 8 小时", "8 hours behind Beijing time"),
        (60, "比北京时间早 1 小时", "1 hour ahead of Beijing time"),
        (-150, "比北京时间晚 2 小时 30 分钟", "2 hours 30 minutes behind Beijing time"),
    ],
)
def test_difference_in_words(minutes: int, chinese: str, english: str) -> None:
    assert hours.difference(minutes, language="zh") == chinese
    assert hours.difference(minutes, language="en") == english


@pytest.mark.parametrize(("minutes", "name"), [(0, "UTC"), (480, "UTC+8"), (-210, "UTC−3:30")])
def test_names_of_offsets(minutes: int, name: str) -> None:
    assert hours.utc_name(minutes) == name


@pytest.mark.parametrize(
    ("zone", "chinese", "english"),
    [
        (
            "America/Argentina/Buenos_Aires",
            "阿根廷（布宜诺斯艾利斯）时间",
            "Argentina (Buenos Aires) Time",
        ),
        ("Europe/London", "英国时间", "United Kingdom Time"),
        ("America/New_York", "北美东部时间", "Eastern Time"),
        ("Asia/Macau", "澳门时间", "Macao Time"),
    ],
)
def test_a_zone_has_the_name_that_people_use(zone: str, chinese: str, english: str) -> None:
    assert hours.zone_name(zone, language="zh") == chinese
    assert hours.zone_name(zone, language="en") == english


def test_zones_of_a_region_are_told_once_each_from_west_to_east() -> None:
    zones = ["America/New_York", "America/Detroit", "America/Chicago"]
    assert hours.distinct_offsets(zones, today=date(2026, 11, 22)) == [-360, -300]

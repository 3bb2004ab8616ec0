"""Languages of the site: one row each. Whatever depends on the language is read off its row.

The first row is the source language: its pages are written first, live at the root of the site,
and the others are translations of them. A further language is a further row; its missing texts
are then problems of the data, and its missing pages problems of `docs/`.

A language may also be derived: the build makes its pages of another's finished ones (see
`outputs/derived.py`), and nobody writes anything in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

# The code of a language: its folder below docs/ and its key in texts of the data.
Language = str
Script = Literal["han", "latin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Punctuation between parts that a program joins, with the space that belongs to it.

    `aside` stands before a remark on what was just named. `brackets` is a format with one place.
    """

    colon: str
    comma: str
    semicolon: str
    full_stop: str
    enumeration: str
    aside: str
    space: str
    brackets: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Words for opening hours and time differences; `{}` is where a number or a length stands."""

    day_names: Literal["abbreviated", "wide"]
    range: str
    days_and_hours: str
    always: str
    every_day: str
    holidays_off: str
    same_as_beijing: str
    ahead: str
    behind: str
    hour: str
    hours: str
    minutes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A language: how it is called, where its pages live, how it is set, how long texts may be.

    `tag` is its BCP 47 tag, `path` what its addresses start with, `locale` its name in Babel, `day` and
    `month` the patterns in which Babel writes those,
    `name` its name in itself. Lengths are in characters. `measure` says what the reading level of
    a page counts, `unit` what the length of a sentence counts. `headline_size` is the font size at
    which a headline fits the picture for shared links, in its own units. `sign_languages` names
    by tag those of helplines: Babel has no Chinese name for them. `menu` is its name in the menu of
    languages, `suggestion` and `decline` what a reader of it is told on pages in another one, and
    `derived_from` the language of whose pages its own are made, if nobody writes them.
    """

    code: Language
    tag: str
    path: str
    locale: str
    day: str
    month: str
    og_locale: str
    name: str
    menu: str
    suggestion: str
    decline: str
    english_name: str
    chinese_name: str
    script: Script
    marks: Marks
    times: Times
    title_most: int
    short_most: int
    description_least: int
    description_most: int
    answer_most: int
    measure: str
    unit: str
    headline_size: int
    sign_languages: Mapping[str, str]
    derived_from: Language | None = None


_CHINESE = Profile(
    code="zh",
    tag="zh-Hans",
    path="",
    locale="zh_Hans",
    day="yyyy-MM-dd",
    month="yyyy 年 M 月",
    og_locale="zh_CN",
    name="中文",
    menu="简体",
    suggestion="这一页有简体中文版",
    decline="不用了",
    english_name="Chinese",
    chinese_name="中文",
    script="han",
    marks=Marks(
        colon="：",
        comma="，",
        semicolon="；",
        full_stop="。",
        enumeration="、",
        aside="，",
        space="",
        brackets="（{}）",
    ),
    times=Times(
        day_names="abbreviated",
        range="至",
        days_and_hours=" ",
        always="全天 24 小时，每天",
        every_day="每天",
        holidays_off="公众假期休息",
        same_as_beijing="与北京时间相同",
        ahead="比北京时间早 {}",
        behind="比北京时间晚 {}",
        hour="{} 小时",
        hours="{} 小时",
        minutes=" {} 分钟",
    ),
    title_most=35,
    short_most=16,
    description_least=25,
    description_most=100,
    answer_most=110,
    measure="characters a sentence",
    unit="characters",
    headline_size=66,
    sign_languages={
        "ase": "美国手语",
        "asf": "澳大利亚手语",
        "bfi": "英国手语",
        "csl": "中国手语",
        "fsl": "法国手语",
        "nzs": "新西兰手语",
    },
)

_TABLE = (
    _CHINESE,
    replace(
        _CHINESE,
        code="zh-hant",
        tag="zh-Hant",
        path="zh-hant/",
        locale="zh_Hant",
        og_locale="zh_TW",
        name="繁體中文",
        menu="繁體",
        suggestion="這一頁有繁體中文版",
        english_name="Traditional Chinese",
        chinese_name="繁体中文",
        derived_from="zh",
    ),
    Profile(
        code="en",
        tag="en",
        path="en/",
        locale="en",
        day="d MMMM yyyy",
        month="MMM yyyy",
        og_locale="en_GB",
        name="English",
        menu="English",
        suggestion="This page is in English too",
        decline="No thanks",
        english_name="English",
        chinese_name="英文",
        script="latin",
        marks=Marks(
            colon=": ",
            comma=", ",
            semicolon="; ",
            full_stop=". ",
            enumeration=", ",
            aside="; ",
            space=" ",
            brackets=" ({})",
        ),
        times=Times(
            day_names="wide",
            range=" to ",
            days_and_hours=", ",
            always="24 hours, every day",
            every_day="every day",
            holidays_off="closed on public holidays",
            same_as_beijing="same as Beijing time",
            ahead="{} ahead of Beijing time",
            behind="{} behind Beijing time",
            hour="{} hour",
            hours="{} hours",
            minutes=" {} minutes",
        ),
        title_most=70,
        short_most=32,
        description_least=60,
        description_most=180,
        answer_most=260,
        measure="grade",
        unit="words",
        headline_size=49,
        sign_languages={
            "ase": "American Sign Language",
            "asf": "Auslan",
            "bfi": "British Sign Language",
            "csl": "Chinese Sign Language",
            "fsl": "French Sign Language",
            "nzs": "New Zealand Sign Language",
        },
    ),
)

PROFILES: Mapping[Language, Profile] = {profile.code: profile for profile in _TABLE}
# Those that somebody writes: texts of the data and folders of `docs/` are in these.
LANGUAGES: tuple[Language, ...] = tuple(
    code for code, profile in PROFILES.items() if profile.derived_from is None
)
DERIVED: tuple[Language, ...] = tuple(code for code in PROFILES if code not in LANGUAGES)
# Those that readers get, in the order of the menu.
PUBLISHED: tuple[Language, ...] = tuple(PROFILES)
SOURCE, *_REST = LANGUAGES
TRANSLATIONS: tuple[Language, ...] = tuple(_REST)
# For names that a stranger to all the others must be able to read, such as a body's on a card.
INTERNATIONAL: Language = "en"
# Those in which the tools speak to writers, in the order in which both are shown.
SPOKEN: tuple[Language, ...] = ("en", "zh")


def others(language: Language) -> tuple[Language, ...]:
    """Return the written languages without one of them, in their order."""
    return tuple(other for other in LANGUAGES if other != language)


def written_in(script: Script) -> Language:
    """Return the first language of the table that is written in a script."""
    return next(code for code, profile in PROFILES.items() if profile.script == script)

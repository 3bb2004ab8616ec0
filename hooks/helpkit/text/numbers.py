"""Read the numbers of a text, in figures or words, to compare two languages.

One language writes `5 万`, `14:00` or `两周`, another `50,000`, `2 pm` or `a fortnight`. Readers rely
on figures, so each figure has to be in the other text in some form; number words need not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty
""".split()
_ORDINALS = """
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
""".split()
_MONTHS = """
    jan feb mar apr may jun jul aug sep oct nov dec
    january february march april may june july august september october november december
""".split()
_LATIN: dict[str, float] = {
    **{word: number for number, word in enumerate(_WORDS)},
    **{word: number for number, word in enumerate(_ORDINALS)},
    **{word: number % 12 + 1 for number, word in enumerate(_MONTHS)},
    **{"a": 1, "an": 1, "once": 1, "single": 1, "twice": 2, "both": 2, "half": 0.5, "dozen": 12},
    **{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80},
    **{"ninety": 90, "hundred": 100, "zeros": 0, "zeroes": 0, "nought": 0},
    **{"noon": 12, "midnight": 12},
    **{"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60},
    **{"seventies": 70, "eighties": 80, "nineties": 90},
}
_SCALES = {
    **{"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000},
    **{"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000},
}
_HAN: dict[str, float] = {
    **{sign: number for number, sign in enumerate("零一二三四五六七八九")},
    **{"〇": 0, "两": 2, "俩": 2, "双": 2, "半": 0.5},
}
_HAN_NUMBER = re.compile("[零〇一二三四五六七八九两俩双半十百千万亿]+")
_WORD = re.compile(r"[A-Za-z]+")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_COMPOUND = re.compile(
    rf"\b({_TENS})[- ]({'|'.join(_WORDS[1:10])})\b"
    rf"|\b({'|'.join(_WORDS[1:])}|an?) (hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)
# Phrases that imply a number: a day and a night (24 hours), every day of the week, half an hour.
_SAYINGS = (
    (
        re.compile(
            r"24/7|全天|昼夜|日夜|round[- ]the[- ]clock|day and night|all day|随时|any time", re.I
        ),
        {24.0, 7.0},
    ),
    (re.compile(r"每天|天天|每日|every day|daily|全年", re.I), {7.0, 365.0}),
    (re.compile(r"点半|half past|half an hour|半个?小时", re.I), {30.0}),
    (re.compile(r"[一三]刻|quarters? (?:past|to|of an hour)", re.I), {15.0, 45.0}),
    (re.compile(r"午夜|半夜|零点|正午|中午|midnight|noon", re.I), {0.0, 12.0, 24.0}),
)
# Three in ten, or what is left of a price.
_TENTHS = re.compile(r"(?P<tenths>\d(?:\.\d)?|[一二三四五六七八九])[ ]?(?P<sign>成|折)")
_AND_A_HALF = re.compile(r"(?: and a half| ?半)(?![小个])")
_FIGURE = re.compile(
    r"(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[ \u00a0]?(?P<scale>[十百千万亿]|hundred|thousand|million|billion)(?![A-Za-z]))?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\b(\d{1,2})\.(\d\d)(?= ?[ap]\.?m\b)", re.IGNORECASE)
_AFTERNOON = re.compile(r"(?::\d\d)? ?(?:pm|p\.m\.)", re.IGNORECASE)
# A figure after or before these letters is part of a name: IC3, A4; 2FA, 4G.
_IN_NAME = re.compile(r"[A-Za-z_#&-]\Z")
_NAME_GOES_ON = re.compile(r"(?!(?:st|nd|rd|th|am|pm|h|m|s|k|x)\b)[A-Za-z_]|-[A-Z]", re.IGNORECASE)

# Units of time and money: how each language writes them, and their length in the smallest one. What may
# be the money of several places ("元", "dollars") is left out.
_UNITS = (
    ("second", 1, "秒钟?", "seconds?|secs?"),
    ("second", 60, "分钟", "minutes?|mins?"),
    ("second", 3_600, "个?小时|个?钟头", "hours?|hrs?"),
    (
        "working day",
        1,
        "个?(?:工作日|营业日|交易日|银行日)",
        "(?:working|business|banking|trading)[ -]days?",
    ),
    (
        "second",
        86_400,
        "(?:个?(?:自然|日历))?[天日](?!元|圆|语|本)",
        "(?:calendar[ -])?days?|nights?",
    ),
    ("second", 604_800, "周(?!年)|个?星期|个?礼拜", "weeks?"),
    ("month", 1, "个月", "months?"),
    ("month", 12, "年(?!代|\\s*\\d)", "years?"),
    ("per cent", 1, "%|％", "%|per ?cent"),
    ("US dollar", 1, "美元|美金", "US dollars?|USD"),
    ("Hong Kong dollar", 1, "港元|港币", "(?:HK|Hong Kong) dollars?|HKD"),
    ("Taiwan dollar", 1, "新?台币", "(?:NT|Taiwan) dollars?|TWD"),
    ("Singapore dollar", 1, "新加坡元|新元|新币", "Singapore dollars?|SGD"),
    ("Australian dollar", 1, "澳元", "Australian dollars?|AUD"),
    ("Canadian dollar", 1, "加元", "Canadian dollars?|CAD"),
    ("euro", 1, "欧元", "euros?|EUR"),
    ("pound", 1, "英镑", "pounds?|GBP"),
    ("yen", 1, "日元|日圆", "yen|JPY"),
    ("ringgit", 1, "林吉特|令吉", "ringgit|MYR"),
    ("rupee", 1, "卢比", "rupees?|INR"),
    ("franc", 1, "瑞士法郎|瑞郎", "Swiss francs?|CHF"),
    ("yuan", 1, "元|块钱|人民币", "yuan|renminbi|RMB|CNY"),
    ("dollar", 1, "刀", "dollars?"),
)
# The same in front of a number.
_SIGNS = {
    **{
        "US$": "US dollar",
        "HK$": "Hong Kong dollar",
        "NT$": "Taiwan dollar",
        "A$": "Australian dollar",
    },
    **{
        "S$": "Singapore dollar",
        "C$": "Canadian dollar",
        "€": "euro",
        "£": "pound",
        "RM": "ringgit",
    },
}
_SIGN = re.compile(rf"(?<![A-Za-z])({'|'.join(map(re.escape, _SIGNS))})[ \u00a0]?\Z")
_UNIT = re.compile(
    r"[\s\u00a0-]{0,2}(?:"
    + "|".join(
        f"(?P<u{n}>{han}|(?:{latin})\\b|{latin}(?<=%))"
        for n, (_, _, han, latin) in enumerate(_UNITS)
    )
    + ")",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"(?P<half>half (?:an? )?)|(?P<latin>\b(?:{'|'.join(_LATIN)})\b)|(?P<han>{_HAN_NUMBER.pattern})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number written in figures: how it is typed, where, and the values that it can stand for.

    `length` is a time, share or sum that it measures: the kind of unit, and how many of it.
    """

    typed: str
    start: int
    values: frozenset[float]
    length: tuple[str, float] | None


def only_in(text: str, other: str) -> list[Figure]:
    """Return the figures in `text` that `other` lacks in digits and in words, or has in another unit."""
    stated = list(figures(text)) if _DIGIT.search(text) else []
    if not stated:
        return []
    values, lengths = _stated(other)
    found = []
    for figure in stated:
        if figure.length in lengths:
            continue
        others = {kind for kind, amount in lengths if figure.values & _amounts(kind, amount)}
        differs = figure.length is not None and bool(others)
        if differs or not figure.values & values:
            found.append(figure)
    return found


def _amounts(kind: str, amount: float) -> set[float]:
    return {amount / each for name, each, _, _ in _UNITS if name == kind}


def figures(text: str) -> Iterator[Figure]:
    """Yield the numbers written in figures, except those in names and in 24/7."""
    text = _CLOCK.sub(r"\1:\2", text)
    for found in _FIGURE.finditer(text):
        before, behind = text[max(found.start() - 4, 0) : found.start()], text[found.end() :][:24]
        sign = _SIGN.search(before)
        if (_IN_NAME.search(before) and not sign) or (
            not found["scale"] and _NAME_GOES_ON.match(behind)
        ):
            continue
        if text[max(found.start() - 3, 0) : found.end() + 2].find("24/7") >= 0:
            continue
        if before.endswith(":") and found["number"] == "00":  # nine o'clock
            continue
        if behind.lstrip().startswith(("成", "折")):
            continue
        value = float(found["number"].replace(",", ""))
        values = {value * _SCALES.get((found["scale"] or "").lower(), 1)}
        if value < 12 and (
            _AFTERNOON.match(behind) or re.search("下午|晚上", text[: found.start()][-4:])
        ):
            values.add(value + 12)
        unit = _unit(behind)
        more = 0.5 if unit and behind[len(unit[2]) :].startswith(("半", " and a half")) else 0
        length = (unit[0], (min(values) + more) * unit[1]) if unit else None
        if sign:
            length = (_SIGNS[sign[1]], value * _SCALES.get((found["scale"] or "").lower(), 1))
        typed = (sign[0] if sign else "") + found[0] + (unit[2] if unit else "")
        yield Figure(typed, found.start(), frozenset(values), length)


def _unit(behind: str) -> tuple[str, float, str] | None:
    found = _UNIT.match(behind)
    if found is None:
        return None
    kind, amount, _, _ = _UNITS[int((found.lastgroup or "u0")[1:])]
    return kind, amount, found[0]


def lengths(text: str) -> frozenset[tuple[str, float]]:
    """Return the times, shares and sums that a text states, as `Figure.length`."""
    return _stated(text)[1]


@lru_cache(maxsize=4096)
def _stated(text: str) -> tuple[frozenset[float], frozenset[tuple[str, float]]]:
    """Return all numbers that a text states in any form, and all times, shares and sums."""
    values: set[float] = set()
    lengths: set[tuple[str, float]] = set()
    for figure in figures(text):
        values |= figure.values
        if figure.length:
            lengths.add(figure.length)
    values |= {float(each) for each in re.findall(r"\d+", text)}
    values |= {_LATIN[word] for word in map(str.lower, _WORD.findall(text)) if word in _LATIN}
    for found in _HAN_NUMBER.findall(text):
        values |= {_value(found), *(_HAN[sign] for sign in found if sign in _HAN)}
    for tens, ones, count, scale in _COMPOUND.findall(text.lower()):
        values.add(_LATIN[tens] + _LATIN[ones] if tens else _LATIN[count] * _SCALES[scale])
    for amount in _AMOUNT.finditer(text):
        if unit := _unit(text[amount.end() : amount.end() + 24]):
            number = (
                0.5
                if amount["half"]
                else _value(amount["han"])
                if amount["han"]
                else _LATIN[amount["latin"].lower()]
            )
            lengths.add((unit[0], number * unit[1]))
            if _AND_A_HALF.match(text, amount.end() + len(unit[2])):
                lengths.add((unit[0], (number + 0.5) * unit[1]))
    for saying, numbers in _SAYINGS:
        if saying.search(text):
            values |= numbers
    if re.search("一半|\\bhalf\\b", text):
        lengths.add(("per cent", 50.0))
    for tenths in _TENTHS.finditer(text):
        said = tenths["tenths"]
        share = 10 * (_HAN[said] if said in _HAN else float(said))
        lengths.add(("per cent", share if tenths["sign"] == "成" else 100 - share))
    return frozenset(values), frozenset(lengths)


def _value(signs: str) -> float:
    """Return the value of a Chinese number: `二十四` is 24."""
    whole, section, digit = 0.0, 0.0, 0.0
    for sign in signs:
        if sign in _HAN:
            digit = _HAN[sign]
        elif sign in "万亿":
            whole, section, digit = (whole + section + digit or 1) * _SCALES[sign], 0.0, 0.0
        else:
            section, digit = section + (digit or 1) * _SCALES[sign], 0.0
    return whole + section + digit

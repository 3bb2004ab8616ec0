"""Find numbers that a text splits into pieces, each of which `may_pass` would allow.

Both the check on the sources (`contact_values`) and the one on the finished site
(`checks.stray_scan`) refuse them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_DIGIT, _DIGITS = re.compile("[0-9]"), re.compile("[0-9][0-9]*")
# Many short amounts in one sentence, as of shares or fees: "13%, 80%, 1%, 38%, 0%".
_SHORT_AMOUNT = re.compile(r"(?<!\d)(?<!\d[.,])\d{1,3}(?!\d|[.,]\d)")
_LISTED = re.compile(r"[\s,，、;；]+|\b(?:and|then)\b|[和及与再]")
_MOST_AMOUNTS = 4
_KEY = "[零〇一二三四五六七八九幺两\\d]"
_WORD = r"(?:zeros?|oh|ones?|twos?|threes?|fours?|fives?|six|sixes|sevens?|eights?|nines?)"
_KEYS = rf"(?:{_KEY}[个下次遍]\s?)?{_KEY}(?:[、,，\s]{{0,2}}{_KEY}){{0,12}}键?"
_PRESSED = re.compile(
    rf"[按拨](?:[打下]|数字)?\s?{_KEYS}"
    rf"(?:\s?[，,、。；;]?\s?(?:再|然后|接着|最后|之后|依次|继续)+\s?[按拨](?:[打下]|数字)?\s?{_KEYS}){{1,12}}"
    r"(?![下次遍秒分天年月日步级])"
    rf"|\b(?:press|dial|punch|hit|tap|key\sin)\s{_WORD}\b"
    rf"(?:[\s,.;]{{1,3}}(?:(?:and|then|next|finally|press|dial|hit|pause)\s)*{_WORD}\b){{2,20}}",
    re.IGNORECASE,
)
_BRAILLE = re.compile(r"[\u2801-\u28ff](?:\s?[\u2801-\u28ff]){2,99}")
# 四个零，再三个八: digits that are counted, beside others.
_COUNTED = r"[三四五六七八九3-9]\s?[个個]\s?(?:零|〇|洞|[一二三四五六七八九\d](?![十百千万亿天年月日周元块个位次分小步\d]))"
_TOLD_DIGITS = rf"(?:{_COUNTED}|(?!10+(?!\d)){_KEY}{{3,}}|[二三四五六七八九]百{_KEY}?)"
_AND = r"[\s，、,。]{0,2}(?:再|然后|接着|后面|跟着?|[拨打按念加是]|\s){0,5}"
_COUNTED_DIGITS = re.compile(
    rf"{_TOLD_DIGITS}{_AND}{_COUNTED}|{_COUNTED}{_AND}{_TOLD_DIGITS}"
    rf"|(?:[拨撥]打?|致[电電]|(?:号码|號碼|热线|熱線|电话|電話)\s?[是为為:：])\s?{_COUNTED}"
)
# A number told in parts, an amount that is to be read without its signs, a name whose signs are said.
_TOLD = re.compile(
    r"(?:开头|打头|起头|开始)[^。\n]{0,30}(?:末尾|结尾|收尾|最后|后面|后头)[^。\n]{0,6}?"
    r"(?:[零〇一二三四五六七八九\d][十百千]?){3,9}"
)
# 不要点“确定” is about a button.
_MARKS = r"逗号|小数点|点(?![“「『\"'《【(（]|[^\W就再和都全号])|句号|空格|横杠|横线|星号|叉|货币|单位|符号|标点"
_REWRITE = re.compile(
    rf"(?:去掉|去除|删掉|删去|拿掉|略去|忽略|不看|不管|不要)(?:中间的|里面的|其中的)?(?:{_MARKS})"
    rf"|把[^，。\n]{{0,4}}(?:{_MARKS})[都全]?(?:去掉|去除|删掉|删去|拿掉)"
    r"|(?:without|drop|remove|ignore|skip|strip|omit|leave out|take out)\s(?:(?:the|any|all|its|every)\s)*(?:commas?|points?|dots?|decimals?|dash(?:es)?|hyphens?|spaces?|stars?|asterisks?|x(?:'?s)?|currency|punctuation|separators?)\b"
    r"|\bas\sa\s(?:phone|telephone|dialling)\s?(?:number)?\b|当(?:作|成)?(?:电话|手机|号码)",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"\d(?:[^\d。\n]{0,6}\d){4,40}")
_SIGN = r"(?:underscores?|at[- ]sign|下划线|下劃線|底线|底線|小老鼠)"
_SAID_SIGNS = re.compile(
    rf"[a-z0-9]+[\s,，、“”\"'（(]{{0,3}}{_SIGN}[^。\n]{{0,40}}?{_SIGN}|{_SIGN}\s+[a-z0-9]+,\s{_SIGN}"
    rf"|okpay(?:\W{{1,3}}[a-z0-9]+){{1,4}}[^a-z0-9。\n]{{0,20}}{_SIGN}"
    r"|okpay[”\"'’]?,?\s(?:then\s)?an?\s(?:hyphen|dash|dot|full\sstop)\b",
    re.IGNORECASE,
)
_SINGLE = r"[A-Za-z0-9@._/-]"
_SPACED = re.compile(
    rf"(?<!\S)(?=(?:{_SINGLE}\s){{0,40}}[@._/-](?!\S)){_SINGLE}(?:\s{_SINGLE}){{5,80}}(?!\S)"
)
# Numbers in words of French, Spanish, Portuguese, German and Italian.
_FOREIGN = re.compile(
    r"\b(?:X)(?:[\s,.-]{1,3}(?:et\s|y\s|e\s)?(?:X)\b){4,30}".replace(
        "X",
        "zéro|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize"
        "|vingts?|trente|quarante|cinquante|soixante|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho"
        "|nueve|um|dois|três|quatro|sete|oito|nove|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht"
        "|neun|due|tre|quattro|cinque|sei|sette|otto",
    ),
    re.IGNORECASE,
)
# Pre-check for hints. Foreign number words: look only for 0, 4, 5 and 7, since nearly every number
# contains one.
_PRESSING = ("按", "拨", "press", "dial", "punch", "hit ", "tap ", "key in")
_HINTED = (
    (_BRAILLE, ("\u283c",)),  # the sign before a number
    (_TOLD, ("开头", "打头", "起头", "开始")),
    (_COUNTED_DIGITS, ("个", "個")),
    (
        _SAID_SIGNS,
        (
            *("underscore", "at-sign", "at sign", "下划线", "下劃線", "底线", "底線", "小老鼠"),
            *("hyphen", "a dash", "a dot", "full stop"),
        ),
    ),
    (_SPACED, (" @ ", " . ", " _ ", " - ", " / ")),
)
# Every match of `_REWRITE` contains one of these.
_REWRITING = (
    *("去掉", "去除", "删掉", "删去", "拿掉", "略去", "忽略", "不看", "不管", "不要", "当"),
    *("without", "drop", "remove", "ignore", "skip", "strip", "omit", "leave out", "take out"),
    *("phone", "dialling"),
)
_FOREIGN_FOUR_TO_ZERO = (
    *("zéro", "cero", "zero", "null", "quatre", "cuatro", "quatro", "quattro", "vier", "cinq"),
    *("cinco", "cinque", "fünf", "sept", "siete", "sete", "sette", "sieben"),
)


def find(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of numbers in pieces.

    These are: more than four short amounts of one unit in no order, keys to press, number words of
    other languages, and values that the text tells how to combine.
    """
    lower = text.lower()
    for pattern, words in _HINTED:
        if any(map(lower.__contains__, words)):
            yield from (found.span() for found in pattern.finditer(text))
    has_digit = _DIGIT.search(text)
    if has_digit and any(map(lower.__contains__, _REWRITING)) and _REWRITE.search(text):
        yield from (found.span() for found in _LONG_NUMBER.finditer(text))
    if any(map(lower.__contains__, _PRESSING)):
        yield from (found.span() for found in _PRESSED.finditer(text))
    if any(map(lower.__contains__, _FOREIGN_FOUR_TO_ZERO)):
        yield from (found.span() for found in _FOREIGN.finditer(text))
    if not has_digit or len(_DIGITS.findall(text)) <= _MOST_AMOUNTS:
        return
    run: list[re.Match[str]] = []
    unit = ""
    for found in (*_SHORT_AMOUNT.finditer(text), None):
        between = text[run[-1].end() : found.start()] if run and found else ""
        here = _LISTED.sub("", between) if len(between) < 20 else ""
        if run and (
            not here or "\n" in between or "|" in between or (len(run) > 1 and here != unit)
        ):
            yield from _too_many(run)
            run = run[-1:] if here and "\n" not in between and "|" not in between else []
        unit = here
        if found:
            run.append(found)


def _too_many(run: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    numbers = [int(found[0]) for found in run]
    is_row = numbers in (sorted(numbers), sorted(numbers, reverse=True))
    if len(run) > _MOST_AMOUNTS and sum(len(found[0]) for found in run) >= 7 and not is_row:
        yield run[0].start(), run[-1].end()

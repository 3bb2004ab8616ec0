"""Find contact values in prose: numbers, e-mail addresses, web addresses, handles.

They reach a page only from `data/`, with evidence. Whatever looks like one in an article, in
front matter, in a free text of the data or in a template is refused here, in any disguise: other
digits, Chinese numerals, invisible characters, markup between digits, "at" and "dot".

The exceptions are few: dates, times of day, amounts, ordinals, addresses reserved for examples,
and short numbers that the data does not know, unless the sentence says to call them.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from publicsuffixlist import PublicSuffixList

from helpkit.problems import Problem

_UNITS = (
    r"\s*(?:个|天|元|年|月|日|小时|分钟|秒|次|条|页|人|岁|字|万|亿|种|类|项|步|%|％|per cent|days?|hours?"
    r"|minutes?|pages?|people|cases?|characters?|KB|MB|px|rem)"
)
# What each text is searched for first: most have none, and the patterns below are dear.
_THREE_DIGITS = re.compile(r"\d(?:\D{0,4}\d){2}")
_DATE_OR_TIME = re.compile(r"[12]\d{3}|\d:\d")
_SPELT_DOT = re.compile(r"[点點.。·•・][\s\])}>]*[A-Za-z]|[Dd][Oo][Tt]")
_MONTH_AND_DAY = r"[-/.][01]?\d(?:[-/.][0-3]?\d)?"
_DATE = re.compile(
    rf"(?<![\d.-])(?:19|20)\d\d{_MONTH_AND_DAY}(?![-/.]?\d)"
    r"|\b(?:19|20)\d\d\s?[–-]\s?(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*日)?"
    r"|(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])"
)
# What examples are made of: numbers that no telephone has (Ofcom's for drama, 555-01xx), and names
# that can never be registered (RFC 2606).
_EXAMPLE = re.compile(
    r"(?:https?://)?[\w.+-]*@?[\w-]+(?:\.[\w-]+)*\.(?:example|test|invalid)\b(?:/[^\s`]*)?|\+?(?:44|0)\s?(?:20\s?7946|1632\s?960|7700\s?900)\s?0?\d{3}|\b555-01\d\d\b"
)
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
# Matches start where a word starts and take all of it (`++`): trying each of its letters would take
# most of the time of a build's checks.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+")
_AT = r"(?:\s*[\[({<]\s*(?:at|@|艾特|圈\s?a)\s*[\])}>]\s*|\s+at\s+|\s*(?:艾特|圈\s?a)\s*)"
_DOT = r"(?:\s*[\[({<]\s*(?:dot|[点點.。])\s*[\])}>]\s*|\s+dot\s+|\s*[点點]\s*|[。·•・]|\s\.\s)"
_SPELT_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]++(?:(?:{_AT}|\s?@\s?)[\w-]+(?:{_DOT}[\w-]+)+"
    r"|\s*[\[({<]\s*(?:at|@|艾特)\s*[\])}>]\s*[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE | re.ASCII,
)
_SCHEME = re.compile(
    r"(?=[htmswv])(?:https?|tel|mailto|sms|skype|weixin|whatsapp|tg|viber):[^\s)>\]\"']+",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"(?<![\w@.-])(?P<host>(?:[\w-]++\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+))\b(?:/[^\s)>\]\"']*)?", re.I
)
# The same with something else for a dot. After a full stop comes a word as often as a name ends.
_LABEL = r"(?:(?![㐀-鿿])[\w-])++"
_SPELT_HOST = re.compile(
    rf"(?<![A-Za-z0-9_@.-])(?P<host>{_LABEL}(?:(?:\.|{_DOT}){_LABEL})*{_DOT}(?P<end>[a-z]{{2,24}}))"
    r"(?![A-Za-z0-9_-])",
    re.I,
)
_USUAL_ENDS = {"com", "net", "org", "cn", "cc", "top", "vip"}
_HANDLE = re.compile(r"(?<!@)@[A-Za-z]\w{2,}")
_CHINESE_APPS = (
    r"(?:[微薇威维徽]\s?[信❤♥]|[Vv]信|企微|电报|飞机|扣扣|微博|抖音|公众号|小红书|支付宝|钉钉)"
)
_APPS = (
    rf"(?=[微薇威维徽企电飞扣抖公小支钉wvqtsdkifl])(?:{_CHINESE_APPS}|WeChat|Weixin|VX|WX|QQ|Telegram|TG|WhatsApp|Skype|Discord|Kakao(?:Talk)?"
    r"|Instagram|Facebook|Twitter|(?-i:LINE|Signal))"
)
_APP_HANDLE = re.compile(
    rf"{_APPS}\s*(?:"
    r"(?:号|群|ID|account)?\s*(?:[:=]|是)\s*@?[A-Za-z0-9][\w-]{2,}"
    r"|(?:号|群|ID)?\s*@?(?=[A-Za-z0-9_-]*[\d_])[A-Za-z0-9][A-Za-z0-9_-]{4,}"
    # To look for a name in an app is to write to whoever has taken it; the service's own is no name.
    r"|(?:里|上)?(?:搜索?|查找|添加|加|关注|找)\s*[“「@]?(?!OKPay(?![\w-]))"
    r"[A-Za-z0-9][A-Za-z0-9_-]{4,})"
    rf"|{_CHINESE_APPS}\s*(?:号|群|ID)?\s*@?(?=[A-Za-z0-9_-]*-)[A-Za-z0-9][A-Za-z0-9_-]{{4,}}",
    re.IGNORECASE | re.ASCII,
)
# Between two digits of one number: a few spaces, dots, dashes, brackets, one end of line.
_BETWEEN = (
    r"(?:[^\S\n]|[()\[\].\-–—―−·•/_~*:;'\\]|(?<=\d)\|(?=\d)"
    r"|\n(?!\s*(?:[-*+|]|\d+[.)]\s))){0,4}"
)
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9_$€£¥])(?<!\d[.,])\+?\(?\d(?:{_BETWEEN}\d){{6,}}(?![A-Za-z0-9_])"
)
_SHORT_GAP = r"[^\S\n]?[-·]?[^\S\n]?"
_SHORT_START = r"(?<![A-Za-z0-9_$€£¥#+-])(?<!\d[.,])"
_SHORT_END = rf"(?![A-Za-z0-9_.,-]*\d)(?!{_UNITS})"
_SHORT = re.compile(
    rf"{_SHORT_START}[#*]?\d(?:{_SHORT_GAP}\d){{2,5}}{_SHORT_END}",
    re.IGNORECASE,
)
_COMMAS = re.compile(r"(?<![\w$€£¥.,])\d{1,5}(?:,\d{1,5})+(?![\w,]*\d)")
_AMOUNTS = re.compile(r"\d{1,3}(?:,\d{3})+|(?:19|20)\d\d(?:,(?:19|20)\d\d)+")
# 400 and 800 alone are the beginnings of numbers, not numbers.
_CALLED = re.compile(
    r"(?:(?:拨打|拨|打|致电|呼叫|热线|专线|电话|客服)(?:号码)?(?:[:是为]|\s)*"
    r"|\b(?:call|dial|ring|phone|text|hotline|helpline)(?:\s+(?:us\s+)?(?:on|at|to))?[:\s]+)"
    r"[“「\"'*]{0,3}(?P<number>(?![48]00(?!\d))[#*]?\d(?:[^\S\n]?[-·]?[^\S\n]?\d){2,5})"
    rf"(?![A-Za-z0-9_.,:-]*\d)(?!{_UNITS}|\s*(?:遍|通|折|分|多))",
    re.IGNORECASE,
)
_ORDINAL_BEFORE = re.compile(r"(?:第|Article|Art\.|§|No\.|ISO|RFC)\s*$", re.IGNORECASE)
_NUMERALS = dict(
    zip(
        "零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖貳參陸",
        "00123456789121234567892" + "36",
        strict=True,
    )
)
_NUMERAL_RUN = re.compile(
    rf"[{''.join(_NUMERALS)}\d](?:[\s\-—·]?[{''.join(_NUMERALS)}\d]){{2,}}(?![十百千万亿])"
)
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WORD_RUN = re.compile(
    rf"\b(?=[zotfsen])(?:{'|'.join(_WORDS)}|oh)(?:[\s,-]+(?:{'|'.join(_WORDS)}|oh)\b){{2,}}", re.I
)
_MARKUP = re.compile(r"<!--.*?-->|</?[A-Za-z][^>]*>|&#?\w+;|(?<=\d)[*_~`]{1,3}(?=\d)", re.DOTALL)


@functools.cache  # ten thousand rules, read when a name is first looked up
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


class _Shown(dict[str, str]):
    """What a reader sees of each character, worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        self[character] = "".join(map(_shown, unicodedata.normalize("NFKC", character)))
        return self[character]


def _shown(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Me", "Cc") and character not in "\n\t":
        return ""
    if 0xFE00 <= ord(character) <= 0xFE0F or character == "\u034f":
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


_SHOWN = _Shown()


@dataclass(frozen=True, slots=True)
class Stray:
    """A contact value where none may stand; `line` and `column` count from 1."""

    line: int
    column: int
    value: str
    kind: str

    def problem(self, path: str, *, line: int, column: int) -> Problem:
        """Return what a writer is told of it; the place is the one in the file."""
        return Problem(
            path,
            line,
            column,
            "contact-in-prose",
            f'"{self.value}" looks like {self.kind}; those come only from data, with evidence.',
            'link to the region pages or use a block such as "/// public-help | HK"',
        )


def find(text: str, *, short_codes: Collection[str]) -> Iterator[Stray]:
    """Yield what looks like a contact value in prose, which may have several lines.

    `short_codes` are the short numbers that the data knows: a bare `110` is one of them, `110 元`
    and `Article 110` are amounts and ordinals. A short number that the data does not know is found
    where the words before it say to call it.
    """
    if text.isspace():
        return
    plain, places = _plain(text)
    yield from _find(plain, text, places, short_codes)
    numbers = _NUMERAL_RUN.sub(lambda run: "".join(_NUMERALS.get(c, c) for c in run[0]), plain)
    spelt = _numbers(_without_dates(numbers), short_codes) if numbers != plain else ()
    for found, start in spelt:
        if numbers[start : found[1]] != plain[start : found[1]]:
            yield _stray(found, plain, text, places, start)
    for run in _WORD_RUN.finditer(plain):
        said = re.findall(r"[a-z]+", run[0].lower())
        pressed = "".join(str(_WORDS.index("zero" if word == "oh" else word)) for word in said)
        if pressed in short_codes or len(pressed) >= 7:
            yield _stray((run[0], run.end(), "a phone number"), plain, text, places, run.start())


def without_examples(text: str) -> str:
    """Return an article with the reserved numbers and names in its code blanked."""
    return _CODE.sub(lambda code: _EXAMPLE.sub(lambda m: " " * len(m[0]), code[0]), text)


def readable(text: str) -> str:
    """Return a text as a reader sees it: plain digits and letters, nothing invisible, no markup."""
    return _plain(text)[0]


def states_short_code(text: str, code: str) -> bool:
    """Return whether a readable text names a short number, not as an amount or an ordinal."""
    spelt = _SHORT_GAP.join(map(re.escape, code))
    pattern = rf"{_SHORT_START}{spelt}{_SHORT_END}"
    return any(
        not _ORDINAL_BEFORE.search(text[max(found.start() - 20, 0) : found.start()])
        for found in re.finditer(pattern, text, re.IGNORECASE)
    )


def spelt_emails(text: str) -> set[str]:
    """Return the e-mail addresses of a readable text that are written with "at" and "dot"."""
    found = (match[0] for match in _SPELT_EMAIL.finditer(text))
    flags = re.IGNORECASE
    return {
        re.sub(
            r"\s", "", re.sub(_DOT, ".", re.sub(_AT, "@", one, count=1, flags=flags), flags=flags)
        )
        for one in found
    }


def short_codes_of(values: Collection[str]) -> set[str]:
    """Return the values of three to six digits, with and without a leading `#` or `*`."""
    plain = {value.replace(" ", "") for value in values}
    return {value for value in plain if re.fullmatch(r"[#*]?\d{3,6}", value)}


_Found = tuple[str, int, str]


def _find(
    plain: str, text: str, places: Sequence[int], short_codes: Collection[str]
) -> Iterator[Stray]:
    rest = _without_dates(plain)
    for kind, pattern, needed in (
        ("an e-mail address", _EMAIL, "@"),
        ("an e-mail address", _SPELT_EMAIL, ""),
        ("a web address", _SCHEME, ":"),
        ("a web address", _HOST, "."),
        ("a web address", _SPELT_HOST, ""),
        ("a handle", _HANDLE, "@"),
        ("a handle", _APP_HANDLE, ""),
    ):
        if needed not in rest or (pattern is _SPELT_HOST and not _SPELT_DOT.search(rest)):
            continue
        for found in pattern.finditer(rest):
            if _is_host(found, pattern):
                yield _stray((found[0], found.end(), kind), plain, text, places, found.start())
                rest = _blanked(rest, *found.span())
            elif pattern is _HOST:
                rest = _blanked(rest, *found.span())  # a file: site.css
    for stray, start in _numbers(rest, short_codes):
        yield _stray(stray, plain, text, places, start)


def _is_host(found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Return whether a dotted word ends as a host name does; other kinds always do."""
    if pattern is _HOST:
        return _can_be_host(found["host"].lower())
    if pattern is _SPELT_HOST:
        end = found["end"]
        plain_end = end.islower() or end.lower() in _USUAL_ENDS
        return plain_end and _can_be_host(re.sub(_DOT, ".", found["host"], flags=re.I).lower())
    return True


def _can_be_host(name: str) -> bool:
    """Return whether somebody can have this name: `site.css` is a file, `gov.uk` all of a state."""
    return name.endswith(".example") or bool(_suffixes().privatesuffix(name))


def _without_dates(text: str) -> str:
    """Return a text of the same length without its dates and times of day."""
    if not _DATE_OR_TIME.search(text):
        return text
    return _DATE.sub(lambda found: "\0" * len(found[0]), text)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]


def _numbers(text: str, short_codes: Collection[str]) -> Iterator[tuple[_Found, int]]:
    for pattern in (_NUMBER, _COMMAS, _SHORT, _CALLED) if _THREE_DIGITS.search(text) else ():
        for found in pattern.finditer(text):
            start, end = found.span("number" if pattern is _CALLED else 0)
            pressed = re.sub(r"[^\d#*]", "", text[start:end])
            if pattern is _COMMAS and (len(pressed) < 7 or _AMOUNTS.fullmatch(found[0])):
                continue
            if pattern is _SHORT and (
                pressed not in short_codes or _ORDINAL_BEFORE.search(text[:start])
            ):
                continue
            yield (text[start:end], end, "a phone number"), start
            text = _blanked(text, start, end)


def _stray(found: _Found, plain: str, text: str, places: Sequence[int], start: int) -> Stray:
    _, end, kind = found
    place = places[start]
    shown = " ".join(plain[start:end].split())
    line_start = text.rfind("\n", 0, place) + 1
    return Stray(text.count("\n", 0, place) + 1, place - line_start + 1, shown, kind)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as a reader sees it, and for each character its place in the original.

    Compatibility forms and other scripts' digits become plain, tags and invisible characters
    vanish, character references are read.
    """
    if not _MARKUP.search(text):
        shown = [*map(_SHOWN.__getitem__, text)]
        whole = "".join(shown)
        if len(whole) == len(text) and "" not in shown:  # one for one, as nearly always
            return whole, range(len(text))
    plain: list[str] = []
    places: list[int] = []

    def add(characters: str, place: int) -> None:
        for character in characters:
            plain.append(_SHOWN[character])
            places.extend([place] * len(_SHOWN[character]))

    def add_text(start: int, end: int) -> None:
        for place in range(start, end):
            add(text[place], place)

    position = 0
    for markup in _MARKUP.finditer(text):
        add_text(position, markup.start())
        if markup[0].startswith("&"):
            add(html.unescape(markup[0]), markup.start())
        elif re.match(r"</?(?:p|div|li|td|th|tr|h\d|br|ul|ol|table)\b", markup[0], re.I):
            add("\n\n", markup.start())
        else:
            # The words inside a tag are shown or read out: alternative texts, titles, labels.
            for word in re.finditer(
                r"\b(?:alt|title|aria-label|placeholder)\s*=\s*([\"'])(.*?)\1", markup[0], re.I
            ):
                add("\n\n", markup.start())
                add_text(markup.start() + word.start(2), markup.start() + word.end(2))
                add("\n\n", markup.start())
        position = markup.end()
    add_text(position, len(text))
    return "".join(plain), places

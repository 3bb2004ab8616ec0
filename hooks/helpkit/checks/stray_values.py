"""Find numbers, addresses, handles, hosts and links in a text that no record vouches for.

`text.may_pass` says which dates, amounts and names pass, here and in the checks on the sources.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from helpkit.checks.allowed_values import HOST, AllowedValues, digits_of
from helpkit.checks.published_texts import ascending
from helpkit.data.phones import DRAMA
from helpkit.text import contact_values, handles, machine_values, may_pass, split_numbers
from helpkit.text.hosts import host_of

# Most texts are words of the search index: only letters, or too short for any value.
_HARMLESS = re.compile(r"\s*|[A-Za-z]+|[㐀-鿿]{1,2}")
_DIGIT = re.compile(r"\d")
_GROUP = re.compile(r"[#*]?\d+")
_LETTERS = re.compile(r"[A-Za-z]+")
_BLANKS = re.compile(r"[^\S ]\s*| \s+")  # but for single spaces, which may stay
# Characters that are no disguise: ASCII, everyday Chinese and its plain punctuation.
_PLAIN = re.compile(r"[\x00-\x7f一-鿿、。《》「」【】“”‘’·—–]*")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_])(?<![A-Za-z]-)[+#*(]{0,2}\d(?:[^\w\0]{0,8}\d)*(?![A-Za-z0-9_])"
)
_NUMBER_IN_CODE = re.compile(
    r"(?<![A-Za-z0-9_,.])\+?\(?\d(?:[\s().\-‐-―−·•/_~*|]{0,4}\d){6,}(?![A-Za-z0-9_])"
)
# Number words: this scan has its own list, so that a gap in the other one is not repeated here.
_SPOKEN = {
    word: str(value)
    for value, words in enumerate(
        [
            "zero oh nought nil",
            "one yi yao",
            "two er",
            "three san",
            "four si",
            "five wu",
            "six liu",
            "seven qi",
            "eight ba",
            "nine jiu",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
    for word in words.split()
} | {
    "twenty": "20",
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "ling": "0",
    "double": "",
    "triple": "",
}
_SPOKEN_RUN = re.compile(
    rf"(?<![a-z\d])(?:{'|'.join(_SPOKEN)}|\d++)(?:[^a-z0-9一-鿿]{{1,6}}+(?:{'|'.join(_SPOKEN)}|\d++)(?![a-z])){{3,}}",
    re.IGNORECASE,
)
_LEAST_WORDS = 3
_TWICE = re.compile(r"(double|triple)\W+(\w+)", re.IGNORECASE)
_SHORT = re.compile(r"(?<![A-Za-z0-9.,:/-])[#*]?\d{3,6}(?![A-Za-z0-9%]|[.,:-]\d)")
_AMOUNT_AFTER = re.compile(r"\s*(?:天|元|年|个|日|人|页|字|次|days?\b|KB\b|pages?\b|years?\b)")
_ORDINAL_BEFORE = re.compile(r"(?:第|Article|Art\.|§|No\.)\s*$", re.IGNORECASE)
_CELL_BEFORE = re.compile(r"(?:^|\|)\s*$")  # a table in Markdown, or a text of its own
_CELL_AFTER = re.compile(r"\s*(?:$|\|)")
_PREFIX_NEAR = re.compile(r"前缀|prefix", re.IGNORECASE)
# It starts where a word starts: the search has lines of 60,000 letters.
_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]+\s*(?:@|[\[({]\s*(?:at|@|艾特)\s*[\])}]|\bat\b(?=\s+[\w-]+\s+dot\b)|艾特)\s*"
    r"[\w-]+(?:\s*(?:\.|[\[({]\s*(?:dot|点)\s*[\])}]|\bdot\b|点)\s*[\w-]+)+",
    re.IGNORECASE,
)
_AT = re.compile(r"@|艾特|\bat\b", re.IGNORECASE)  # every e-mail address has one of these
_HANDLE = re.compile(r"(?<![\w.])@(?=\w*[A-Za-z])\w{3,}")
_APPS = ("微信", "wechat", "weixin", "vx", "qq", "telegram", "电报", "whatsapp", "skype")
_APP_HANDLE = re.compile(
    r"(?:微信|wechat|weixin|\bvx|\bqq|telegram|电报|whatsapp|skype)\s*(?:号|群|id)?\s*"
    # "Telegram: User agreement" is a title, "Telegram: okpay_help" is not.
    r"(?:[:=]\s*@?[A-Za-z0-9](?:(?=[\w-]*[\d_-])[\w-]{3,}|[a-z]{3,40}+(?!\s[a-z]{3}))|(?=[A-Za-z0-9_-]*[\d_])[A-Za-z0-9][A-Za-z0-9_-]{4,})",
    re.IGNORECASE | re.ASCII,
)
_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s<>\"')\]}，。；、（）]+", re.IGNORECASE)
_HOST_AND_PATH = re.compile(HOST.pattern + r"(?:/[\w./?=&%+#~-]*)?", re.IGNORECASE)
_PATH = re.compile(r"/\w")
FILE = re.compile(
    r"\.(?:md|yml|yaml|html?|css|js|json|py|txt|xml|svg|png|pdf|webp|vcf|atom|zip)$", re.I
)
# Ofcom's numbers for drama and 555-01xx: nobody has them, examples are written with them.
_NOBODYS = re.compile(rf"(?:44|0){DRAMA}\d{{3}}|1?(?:[2-9]\d\d)?55501\d\d")
_NUMERALS = (
    {c: str(i) for i, c in enumerate("零一二三四五六七八九")}
    | {c: str(i) for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
    | {"幺": "1", "两": "2", "貳": "2", "參": "3", "陸": "6"}
)
# Shorter ones are either withheld numbers of the data or nobody's.
_LEAST_DIGITS = 5
# Addresses that name a format and lead nobody anywhere.
_FORMATS = {
    "https://json-schema.org/draft/2020-12/schema",
    "https://schema.org",
}
_NUMERAL_RUN = re.compile(
    rf"[{''.join(_NUMERALS)}\d](?:[\W_]{{0,3}}[{''.join(_NUMERALS)}\d]){{2,}}(?![十百千万])"
)


class _Seen(dict[int, str]):
    """Maps each character to what a reader sees, filled in on first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        digit = unicodedata.digit(character, None)
        hidden = unicodedata.category(character) in ("Cf", "Me", "Mn")
        if digit is None and unicodedata.category(character) in ("No", "Nl"):
            value = unicodedata.numeric(character)
            digit = int(value) if value in range(10) and character != "〇" else None
        self[code] = "" if hidden else character if digit is None else str(digit)
        return self[code]


_SEEN = _Seen()


def _seen(text: str) -> str:
    """Return a text with every disguise of characters removed."""
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFKC", text).translate(_SEEN)
    return _BLANKS.sub(" ", text)


def _strays(
    text: str, allowed: AllowedValues, own: str, *, is_code: bool = False, least: int = 5
) -> Iterator[tuple[str, str]]:
    if _HARMLESS.fullmatch(text) or may_pass.is_quiet(text):
        return
    text = _seen(text).replace("tel:%23", "tel:#")
    rest = text
    # Pre-checks: each slow pattern needs one of these signs, and most texts have none.
    if "://" in text:
        for url in _URL.finditer(text):
            yield from _stray_links(url[0].rstrip(".,;:"), allowed, own)
        rest = _URL.sub(" ", text)
    if _AT.search(rest):
        for email in _EMAIL.finditer(rest):
            plain = re.sub(r"\s", "", email[0]).lower().rstrip(".")
            if plain not in allowed.emails and not allowed.passes_as_example(plain):
                yield "email", email[0]
        rest = _EMAIL.sub(" ", rest)
    lower = rest.lower()
    for pattern, needed in ((_HANDLE, "@"), (_APP_HANDLE, "")):
        if needed not in rest or not (needed or any(map(lower.__contains__, _APPS))):
            continue
        for handle in pattern.finditer(rest):
            if handle[0].lstrip("@").lower() not in allowed.handles:
                yield "handle", handle[0]
        rest = pattern.sub(" ", rest)
    rest = may_pass.take_declared(rest, allowed.rules)
    for start, end in handles.find(rest, allowed.rules) if not is_code else ():
        given = _words(rest[start:end])
        if not given & allowed.handles:
            yield "handle", rest[start:end]
    if "." in rest:
        for host in HOST.finditer(rest):
            plain = host[0].lower()
            leads_on = plain in allowed.shared and _PATH.match(rest, host.end())
            if leads_on or not (
                plain in allowed.hosts
                or plain == own
                or allowed.passes_as_example(plain)
                or FILE.search(plain)
                or not contact_values.can_be_host(plain.rstrip("."))
            ):
                yield "host", host[0]
        rest = _HOST_AND_PATH.sub(" ; ", rest)
    if is_code:  # full of small numbers
        for number in _NUMBER_IN_CODE.finditer(rest):
            if _DIGIT.search(_without_vouched(number[0], allowed)):
                yield "number", number[0]
    else:
        yield from _stray_numbers(rest, allowed, least)


def _strays_in_code(text: str, allowed: AllowedValues, own: str) -> Iterator[tuple[str, str]]:
    return _strays(text, allowed, own, is_code=True)


def _strays_in_data(text: str, allowed: AllowedValues, own: str) -> Iterator[tuple[str, str]]:
    """Scan the checker's look-up, without its short numbers that we warn about."""
    return _strays(text, allowed, own, least=7)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w.-]+", text.lower()))


def _stray_numbers(text: str, allowed: AllowedValues, least: int) -> Iterator[tuple[str, str]]:
    for start, end in split_numbers.find(text):
        yield "number", text[start:end]
    spoken = _NUMERAL_RUN.sub(lambda run: "".join(_NUMERALS.get(c, c) for c in run[0]), text)
    if sum(map(_SPOKEN.__contains__, _LETTERS.findall(text.lower()))) >= _LEAST_WORDS:
        spoken = _SPOKEN_RUN.sub(_in_digits, spoken)
    for variant in dict.fromkeys((text, spoken)):
        if not _DIGIT.search(variant):
            continue
        left = _without_vouched(variant, allowed)
        # `take_out` is slow; skip it when too few digits are left for a phone number.
        if _digits_in(left) >= least:
            left = machine_values.take_out(left, allowed.rules)
            left = may_pass.take_out(left, allowed.rules).rest
        for number in _NUMBER.finditer(left):
            digits = _digits_in(number[0])
            codes = {group.lstrip("#*") for group in _GROUP.findall(number[0])}
            is_known = codes <= allowed.numbers or {f"#{code}" for code in codes} <= allowed.numbers
            if digits >= least and not is_known and not ascending(number[0]):
                yield "number", " ".join(number[0].split())
        rest = _NUMBER.sub(_if_short, variant) if least == 5 else _NUMBER_IN_CODE.sub("", variant)
        for short in _SHORT.finditer(rest) if least == 5 else ():
            if short[0] in allowed.withheld and not _is_no_number(short, variant, allowed):
                yield "number", short[0]


def _if_short(number: re.Match[str]) -> str:
    return number[0] if _digits_in(number[0]) < _LEAST_DIGITS else " ; "


def _digits_in(text: str) -> int:
    return sum(map(str.isdigit, text))


def _in_digits(run: re.Match[str]) -> str:
    """Return a run with number words as digits.

    Two number words beside figures are a name, like Triple Zero.
    """
    words = [word for word in _LETTERS.findall(run[0].lower()) if word in _SPOKEN]
    if len(words) < _LEAST_WORDS:
        return run[0]
    said = _TWICE.sub(lambda m: " ".join([m[2]] * (2 if m[1].lower() == "double" else 3)), run[0])
    return _LETTERS.sub(lambda word: _SPOKEN.get(word[0].lower(), word[0]), said)


def _is_no_number(short: re.Match[str], text: str, allowed: AllowedValues) -> bool:
    """Return whether a few digits are an amount, an ordinal, or what is dialled to call abroad."""
    before, after = text[: short.start()], text[short.end() :]
    if _AMOUNT_AFTER.match(after) or _ORDINAL_BEFORE.search(before):
        return True
    is_cell = bool(_CELL_BEFORE.search(before) and _CELL_AFTER.match(after))
    return short[0] in allowed.prefixes and (is_cell or bool(_PREFIX_NEAR.search(before)))


def _without_vouched(text: str, allowed: AllowedValues) -> str:
    """Return a text of the same length without the known numbers, which may stand side by side."""
    for chain in reversed(list(_NUMBER.finditer(text))):
        groups = [
            (m[0], chain.start() + m.start(), chain.start() + m.end())
            for m in _GROUP.finditer(chain[0])
        ]
        first = 0
        while first < len(groups):
            for last in range(min(len(groups), first + 8), first, -1):
                said = "".join(group for group, _, _ in groups[first:last])
                if (said in allowed.numbers and len(said) >= _LEAST_DIGITS) or (
                    allowed.sample and _NOBODYS.fullmatch(said)
                ):
                    start, end = groups[first][1], groups[last - 1][2]
                    text = text[:start] + "\0" * (end - start) + text[end:]
                    first = last - 1
                    break
            first += 1
    return text


def _stray_links(link: str, allowed: AllowedValues, own: str) -> Iterator[tuple[str, str]]:
    link = link.strip()
    scheme, _, rest = link.partition(":")
    scheme = scheme.lower()
    if scheme in ("tel", "sms"):
        number = digits_of(_seen(unquote(rest.partition("?")[0])))
        if number not in allowed.numbers and not (allowed.sample and _NOBODYS.fullmatch(number)):
            yield "number", link
    elif scheme == "mailto":
        address = unquote(rest.partition("?")[0]).lower()
        if address not in allowed.emails and not allowed.passes_as_example(address):
            yield "email", link
    elif scheme in ("http", "https") or link.startswith("//"):
        host = host_of(link)
        if not (
            (host and host == own)
            or allowed.passes_as_example(host)
            or link in _FORMATS
            or link in allowed.rules.texts
            or link.rstrip("/") in allowed.links
        ):
            yield "link", link
    elif re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
        yield "link", link


FINDERS: Mapping[str, Callable[[str, AllowedValues, str], Iterator[tuple[str, str]]]] = {
    "text": _strays,
    "link": _stray_links,
    "code": _strays_in_code,
    "data": _strays_in_data,
}

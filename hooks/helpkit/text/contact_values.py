"""Find contact values in prose: numbers, e-mail addresses, web addresses, handles.

These come onto a page only from `data/`, with evidence. A text may contain numbers of an allowed
kind (`may_pass`). Every other number is refused in any disguise: other digits, number words,
invisible characters, markup or anything but letters between the digits. Addresses, handles and
phrases that hand out a handle are always refused.
"""

from __future__ import annotations

import base64
import html
import itertools
import re
import unicodedata
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from helpkit.messages import message
from helpkit.problems import Problem
from helpkit.text import (
    folding,
    foreign_sentences,
    handles,
    hosts,
    machine_values,
    may_pass,
    split_numbers,
)
from helpkit.text.may_pass import Rules

# Cheap pre-checks: run a slow pattern only if its pre-check matches. Most texts match none.
_SPELT_DOT = re.compile(r"[点點.。·•・][\s\])}>】」，、,再打写填加]*[A-Za-z]|[Dd][Oo][Tt]")
# Matches start at a word's first letter and take all of it (`++`): backtracking would dominate the
# time of all checks.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+")
_AT = r"(?:\s*[\[({<【「]\s*(?:at|@|艾特|圈\s?a)\s*[\])}>】」]\s*|\s+at\s+|\s?,\s?at\s?,\s?|[\s，、,]*(?:艾特|圈\s?a)[\s，、,]*)"
# Told word by word: "demo，点，example". Behind one comma 点 says to tap: "打开 App，点 Help".
_DOT = (
    r"(?:\s*[\[({<【「]\s*(?:dot|[点點.。])\s*[\])}>】」]\s*|\s+dot\s+|\s?,\s?dot\s?,\s?"
    r"|[\s，、,再打写填加]*一[个個][点點][\s，、,再打写填加]*"
    r"|\s*[点點]\s*|\s*[，、,]\s*[点點]\s*[，、,]\s*|[。·•・]|\s\.\s)"
)
_SPELT_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]++(?:(?:{_AT}|\s?@\s?)[\w-]+(?:{_DOT}[\w-]+){{1,9}}"
    r"|\s*[\[({<【「]\s*(?:at|@|艾特)\s*[\])}>】」]\s*[\w-]+(?:\.[\w-]+){1,9})",
    re.IGNORECASE | re.ASCII,
)
_SCHEME = re.compile(
    r"(?=[htmswv])(?:h(?:tt|xx)ps?|tel|mailto|sms|skype|weixin|whatsapp|tg|viber):/{0,3}[^\s)>\]\"'/][^\s)>\]\"']*",
    re.IGNORECASE,
)
# What an app opens once it has been copied: "#小程序://…".
_IN_APP = re.compile(r"[#＃][^\s:/#]{1,12}://[^\s)>\]\"']+")
_HOST = re.compile(
    r"(?<![\w@.-])(?P<host>(?:[\w-]++\.)+(?:[a-z]{2,24}|xn--[a-z0-9-]+|[㐀-鿿]{2,4}))\b(?:/[^\s)>\]\"']*)?",
    re.I,
)
# The date and the time that the name of a file may begin with; the sign between them is taken for markup.
_OF_FILES = re.compile(r"\b20\d\d-?[01]\d-?[0-3]\d(?:_?[0-2]\d[0-5]\d)?(?!\d)")
# The same with something else for a dot. After a full stop comes a word as often as a name ends.
_LABEL = r"(?:(?![㐀-鿿])[\w-])++"
_SPELT_HOST = re.compile(
    rf"(?<![A-Za-z0-9_@.-])(?P<host>{_LABEL}(?:(?:\.|{_DOT}){_LABEL}){{0,9}}{_DOT}(?P<end>[a-z]{{2,24}}))"
    r"(?![A-Za-z0-9_-])",
    re.I,
)
_HINTS = {
    _SPELT_HOST: _SPELT_DOT,
    _SPELT_EMAIL: re.compile(r"[@艾圈\s\[({<【「,](?:(?<=[@艾圈])|[Aa][Tt][\s\])}>】」,])"),
}
_USUAL_ENDS = {"com", "net", "org", "cn", "cc", "top", "vip"}
# Names that no registry gives out: of accounts on a chain, and of apps in a store.
_UNREGISTERED = re.compile(
    r".+\.(?:eth|sol|bnb|ton|crypto|nft|dao|wallet|btc|bitcoin|blockchain|trx|tron|sui|near|lens|arb|zil|bit|onion)"
    r"|(?:com|org|net|io|cn)(?:\.[a-z][a-z\d_]*){2,}"
)
_HANDLE = re.compile(r"(?<!@)@[A-Za-z]\w{2,}")
_NUMERALS = dict(
    zip(
        "零〇一二三四五六七八九幺两兩壹贰叁肆伍陆柒捌玖貳參叄陸弌弍弎洞拐〡〢〣〤〥〦〧〨〩",
        "001234567891221234567892336123" + "07" + "123456789",
        strict=True,
    )
)
_NUMERAL = "".join(_NUMERALS)
_NUMERAL_RUN = re.compile(
    rf"[{_NUMERAL}\d](?<![大登][陆陸])(?:[\s\-—–·•.,、/_*|~]{{0,3}}[{_NUMERAL}\d]){{2,}}(?![十百千万亿])"
)
_DIGIT_WORDS = {
    **{
        word: str(i)
        for i, word in enumerate(
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        )
    },
    **{
        word: str(10 + i)
        for i, word in enumerate(
            [
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
    },
    **{
        word: str(20 + 10 * i)
        for i, word in enumerate(
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
        )
    },
    **{"oh": "0", "nought": "0", "naught": "0", "nil": "0", "hundred": "00", "thousand": "000"},
}
_PINYIN = dict(
    zip(
        ["ling", "yi", "yao", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu"],
        "01123456789",
        strict=True,
    )
)
_SAID = "|".join(sorted({*_DIGIT_WORDS, "double", "triple", "treble"}, key=len, reverse=True))
# "A list of 2,048. One word less …"
_NEXT_SENTENCE = rf"(?<=\d)\.\s(?-i:[A-Z][a-z]+\s(?!(?:{_SAID})\b)[a-z])"
_SPOKEN_RUN = re.compile(
    rf"\b(?:(?=[zotfsendhq])(?:{_SAID})|\d+)\b(?:(?!{_NEXT_SENTENCE})[^\w\0]{{0,6}}\b(?:(?=[zotfsendh])(?:{_SAID})|\d+)\b)+",
    re.IGNORECASE,
)
_PINYIN_RUN = re.compile(
    rf"\b(?=[lyeswqbj])(?:{'|'.join(_PINYIN)})(?:[\s,.-]{{0,3}}\b(?:{'|'.join(_PINYIN)})\b){{4,}}",
    re.I,
)
# For lower-case texts. Each alternative begins with a literal letter, which `re` finds fast.
_SPOKEN_HINT = re.compile(
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    r"|fifty|sixty|eighty|double|triple|yao|yi|er|san|wu|liu|qi|ba|jiu|oh|nil)[a-z]{0,5}\W{1,6}\w"
)
_LETTERS_AS_DIGITS = re.compile(r"(?<![A-Za-z0-9])(?=[OoIl|]*\d)[\dOoIl|-]{4,}(?![A-Za-z0-9])")
# The kind of a stray value that is a number.
PHONE = "phone"
# And the kinds of words that lead to somebody, and of a sentence that nobody here can read.
FOREIGN = "foreign"
# A place, a birthday, a number, a sign that checks them.
_IDENTITY = re.compile(r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx]?")
_LOOKS = str.maketrans("OoIl|", "00111")
# Fills the place of a word that became a digit.
_JOIN = "\x01"
_DIGIT, _WORD = re.compile("[0-9]"), re.compile(r"[A-Za-z]+")  # others have become these
_RUN = re.compile(rf"\d(?:{_JOIN}*\d)*{_JOIN}*")
_DOUBLED = re.compile(
    rf"(?P<times>double|triple|treble)[\s-]+(?P<digit>{'|'.join(list(_DIGIT_WORDS)[:10])}|oh|\d)",
    re.I,
)
_BLANK, _SIGNS = re.compile(rf"[\s{_JOIN}]+"), re.compile(r"[^\w\0]*|_*")
_TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3])[:：][0-5]\d")
_RANGE = re.compile(rf"\d+[\s{_JOIN}]*[-–—~～/、，,:：×xX*&+至到][\s{_JOIN}]*\d+")
_DIALLED = re.compile(r"(?:[拨撥打电電]|致电|\b(?:call|dial|ring))[^\w]{0,4}$", re.IGNORECASE)
# The highest count that may follow a short number.
_COUNTED = (
    r"个|天|元|年|月|日|小时|分钟|秒|次|条|页|人|岁|字|万|亿|种|类|项|步|%|％|per cent|days?|hours?"
    r"|minutes?|pages?|people|cases?|characters?|KB|MB|px|rem"
)
_ORDINAL_BEFORE = re.compile(r"(?:第|Article|Art\.|§|No\.|ISO|RFC)\s*$", re.IGNORECASE)
_MARKUP = re.compile(
    r"<!--.*?-->|</?[A-Za-z][^>]*>|&#?\w+;|(?<=\d)[*_~`]{1,3}(?=\d)|\\(?=\*)", re.DOTALL
)
# The number of an item in a list, which is none of what the item before it ends with.
_LISTED = re.compile(rf"(?m)^[^\S\n]*\d{{1,2}}[.)、．]\s+(?=[*_`“「『\"]*[^\W\d{_NUMERAL}])")
_MORSE = re.compile(r"(?:[.\-–—·−•]{5}[\s/|,]{1,3}){3,}[.\-–—·−•]{5}")
# A numeral a digit, or large ones: "DCCC, then LXI".
_LARGE_ROMAN = r"(?=[MDCLXVI]{3})(?=[XVI]*[MDCL])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})\b"
_ROMAN = re.compile(
    r"\b(?:(?:(?:VI{0,3}|I[VX]|I{1,3}|[NXO])[\s,·–-]{1,3}){6,}(?:VI{0,3}|I[VX]|I{1,3}|[NXO])\b"
    rf"|{_LARGE_ROMAN}(?:[^.。\n]{{1,20}}?\b{_LARGE_ROMAN}){{2,9}})"
)
# Names and addresses letter by letter, in small letters: "oscar kilo papa alpha", "o-k-p-a-y-dot-demo".
_ALPHABET = (
    r"(?:al(?:f|ph)a|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike"
    r"|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|x-?ray|yankee|zulu)"
)
_SPELT_LETTERS = re.compile(
    rf"\b{_ALPHABET}(?:[\s,·-]{{1,3}}{_ALPHABET}){{3,}}\b"
    r"|(?<![a-z-])(?:[a-z][-·\s]){3,}(?:[a-z][-·\s])*(?:dot|at|dash|underscore|点|下划线)(?![a-z])"
)
# An IP address in Chinese words.
_SPELT_IP = re.compile(rf"(?:[{_NUMERAL}十百]{{1,6}}\s?点\s?){{3}}[{_NUMERAL}十百]{{1,6}}")
# A number told in parts, each of which may be worked out.
_TOLD_IN_PARTS = re.compile(
    r"(?:电话|電話|号码|號碼|热线|熱線|手机)[^。！？\n]{0,16}[前头頭][一二三四五六七八\d]\s?位[^。！？\n]{1,80}[末后後尾][一二三四五六\d]\s?位"
)
# What a shop's app opens once it has been copied.
_TOKEN = re.compile(r"([￥¥€₤₳¢])(?=[A-Za-z]*\d|\d*[A-Za-z])[A-Za-z0-9]{8,14}\1")
# With what each match contains.
_SPELT = (
    (PHONE, _MORSE, ""),
    (PHONE, _ROMAN, ""),
    (PHONE, _TOLD_IN_PARTS, "位"),
    ("handle", _SPELT_LETTERS, ""),
    ("web", _SPELT_IP, "点"),
    ("code", _TOKEN, ""),
)
# Is in every text that has one of the following.
_LONG_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9+/]{10}")
# An account on a chain, a key, or half of one. IBANs are looked at with the numbers.
_ACCOUNT = re.compile(
    r"(?<![A-Za-z0-9])(?![A-Z]{2}\d\d[A-Z0-9]*\b)(?:(?=[A-Za-z]*\d+[A-Za-z]+\d)[A-Za-z0-9]{20,}"
    r"|(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])(?=(?:[A-Za-z]*\d+[A-Za-z]+){2}\d)[A-Za-z0-9]{12,})"
)
_CODED = re.compile(
    r"(?<![A-Za-z0-9+/])(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])[A-Za-z0-9+/]{12,}={0,2}(?![A-Za-z0-9+/=])"
)
_MARKED = re.compile(r"[<&*_~`]")


# Hearts and faces between the characters of a name are no part of it; a heavy plus says "add".
_PICTURE = re.compile("[\u2600-\u2775\u2798-\u27bf\U0001f300-\U0001faff]")


class _Shown(dict[str, str]):
    """Maps each character to what a reader sees, filled in on first use."""

    def __missing__(self, character: str) -> str:
        self[character] = "".join(map(_shown, unicodedata.normalize("NFKC", character)))
        return self[character]


# A box at a post office, a house: the site sends nobody to either.
_HOUSE = re.compile(
    r"\bP\.?\s?O\.?\s?Box\s+\d+|信箱第?\s?\d+\s?[号號]"
    r"|(?:(?<![线線网網思电電])路|[街巷]|大道)\s?\d{1,4}\s?[号號弄]|\d{1,3}\s?[楼樓层層]\s?[\dA-Z]+\s?[室房]"
    r"|\b\d{1,5}\s(?:[A-Z][a-z]+\s){1,3}(?:Street|Road|Avenue|Lane|Boulevard)\b"
)
_HOUSE_HINT = re.compile("[Bb]ox|信箱|[路街道巷室房]|Street|Road|Avenue|Lane|Boulevard")


def _shown(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Me", "Cc") and character not in "\n\t":
        return ""
    if 0xFE00 <= ord(character) <= 0xFE0F or character == "\u034f" or _PICTURE.match(character):
        return ""
    digit = unicodedata.digit(character, None)  # also ❶, which has no plain form
    if digit is None and unicodedata.category(character) in ("No", "Nl"):  # numerals of old scripts
        value = unicodedata.numeric(character)
        digit = int(value) if value in range(10) else None
    return character if digit is None or character in _NUMERALS else str(digit)


_SHOWN = _Shown()


@dataclass(frozen=True, slots=True)
class Stray:
    """A contact value where none may stand; `line` and `column` count from 1.

    `kind` is `phone`, `email`, `web`, `handle`, `code`, `house`, `invitation` or `foreign`. `digits` are those of a number, also of one
    in words.
    """

    line: int
    column: int
    value: str
    kind: str
    digits: str = ""

    def problem(self, path: str, *, line: int, column: int) -> Problem:
        """Return the problem to report; line and column are those in the file."""
        if self.kind == FOREIGN:
            return Problem.of(path, line, column, "contact-in-prose.foreign", value=self.value)
        own = _kind_of_own(self.value) if self.kind == PHONE else ""
        return Problem.of(
            path,
            line,
            column,
            "contact-in-prose.own" if own else "contact-in-prose",
            value=self.value,
            kind=message(f"kind-{own or self.kind}"),
        )


def _kind_of_own(value: str) -> str:
    """Return whether a number is that of a person's `identity` card or bank `card`, or nothing."""
    digits = re.sub(r"[\s-]", "", value)
    if _IDENTITY.fullmatch(digits):
        return "identity"
    if not re.fullmatch(r"\d{15,19}", digits):
        return ""
    doubled = [int(d) * (1 + at % 2) for at, d in enumerate(reversed(digits))]
    return (
        "" if sum(n // 10 + n % 10 for n in doubled) % 10 else "card"
    )  # as cards check themselves


def find(
    text: str, *, rules: Rules, known: Collection[str] = (), passing: Collection[str] = ()
) -> Iterator[Stray]:
    """Yield what looks like a contact value in a text, which may have several lines.

    `known` are the short numbers of the data, `passing` those of them that this text may name since
    it is about their region: they pass alone, as the data spells them.
    """
    if may_pass.is_quiet(text):
        return
    plain, places = _plain(text)
    rest = machine_values.take_hashes(may_pass.take_declared(plain, rules), rules)
    rest = yield from _names(rest, plain, text, places, rules)
    rest = machine_values.take_out(_LISTED.sub(_blank, rest), rules, known=known)
    spoken = _spoken(rest, rules)
    if not _DIGIT.search(spoken):
        return
    yield from (
        replace(
            _stray((plain[start:end], end, PHONE), plain, text, places, start),
            digits=re.sub(r"\D", "", spoken[start:end]),
        )
        for start, end in _numbers(spoken, rules, known, passing)
    )


def readable(text: str) -> str:
    """Return a text as a reader sees it: plain digits and letters, nothing invisible, no markup."""
    return _plain(text)[0]


def states_short_code(text: str, code: str) -> bool:
    """Return whether a readable text names a short number, not as an amount or an ordinal."""
    spelt = r"[^\S\n]?[-·]?[^\S\n]?".join(map(re.escape, code))
    pattern = (
        rf"(?<![A-Za-z0-9_$€£¥#+-])(?<!\d[.,]){spelt}(?![A-Za-z0-9_.,-]*\d)(?!\s*(?:{_COUNTED}))"
    )
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


def _names(
    rest: str, plain: str, text: str, places: Sequence[int], rules: Rules
) -> Generator[Stray, None, str]:
    """Yield addresses and handles; return the text without them."""
    named = rest
    for kind, pattern, needed in (
        ("email", _EMAIL, "@"),
        ("email", _SPELT_EMAIL, ""),
        ("web", _SCHEME, ":"),
        ("web", _IN_APP, "://"),
        ("web", _HOST, "."),
        ("web", _SPELT_HOST, ""),
        ("handle", _HANDLE, "@"),
    ):
        hint = _HINTS.get(pattern)
        if needed not in rest or (hint and not hint.search(rest)):
            continue
        for found in pattern.finditer(rest):
            if _is_host(found, pattern):
                yield _stray((found[0], found.end(), kind), plain, text, places, found.start())
                rest = _blanked(rest, *found.span())
                named = _blanked(named, *found.span())
            elif pattern is _HOST and len(_DIGIT.findall(_OF_FILES.sub("", found[0]))) < 7:
                rest = _blanked(rest, *found.span())  # a file: site.css
    small = folding.small(rest)
    for kind, pattern, needed in _SPELT:
        if needed not in rest:
            continue
        for found in pattern.finditer(small if pattern is _SPELT_LETTERS else rest):
            yield _stray((found[0], found.end(), kind), plain, text, places, found.start())
    for start, end in split_numbers.find(rest):
        yield _stray((plain[start:end], end, PHONE), plain, text, places, start)
        rest = _blanked(rest, start, end)
    if _LONG_WORD.search(rest):
        codes = [found for found in _CODED.finditer(rest) if _says_something(found[0])]
        for found in codes or _ACCOUNT.finditer(rest):
            yield _stray((found[0], found.end(), "code"), plain, text, places, found.start())
    if _HOUSE_HINT.search(rest):
        for found in _HOUSE.finditer(named):
            yield _stray((found[0], found.end(), "house"), plain, text, places, found.start())
    for start, end in handles.find(named, rules):
        yield _stray((rest[start:end], end, "handle"), plain, text, places, start)
        rest = _blanked(rest, start, end)
    for start, end in foreign_sentences.find(rest):
        yield _stray((rest[start:end], end, FOREIGN), plain, text, places, start)
    return rest


def _is_host(found: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Return whether a dotted word ends as a host name does; other kinds always do."""
    if pattern is _HOST:
        return can_be_host(found["host"].lower())
    if pattern is _SPELT_HOST:
        end = found["end"]
        plain_end = end.islower() or end.lower() in _USUAL_ENDS
        return plain_end and can_be_host(re.sub(_DOT, ".", found["host"], flags=re.I).lower())
    return True


def can_be_host(name: str) -> bool:
    """Return whether somebody can have this name: `site.css` is a file, `gov.uk` all of a state."""
    if name.endswith((".example", ".test", ".测试", ".invalid")) or "xn--" in name:
        return True
    if _UNREGISTERED.fullmatch(name):
        return True
    if name.endswith((".zip", ".mov")) and not name.isascii():
        return False  # 说明.zip: nobody can have such a name there
    return bool(hosts.suffixes().privatesuffix(name, accept_unknown=False))


def _says_something(coded: str) -> bool:
    """Return whether a word is Base64 of plain text, which does not happen by chance."""
    try:
        said = base64.b64decode(coded + "=" * (-len(coded) % 4), validate=True)
    except ValueError:
        return False
    return len(said) >= 8 and all(0x20 <= byte < 0x7F for byte in said)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + "\0" * (end - start) + text[end:]


def _spoken(text: str, rules: Rules) -> str:
    """Return a text of the same length with number words as digits.

    Filler characters keep the length: "nine one" becomes "9", three fillers, "1" and two fillers.
    """

    def of_numerals(run: re.Match[str]) -> str:
        if run[0] in rules.sayings or sum(c in _NUMERALS for c in run[0]) == 0:
            return run[0]
        return "".join(_NUMERALS.get(character, character) for character in run[0])

    def of_words(run: re.Match[str]) -> str:
        return _WORD.sub(lambda word: _digits_of(word[0].lower()), _DOUBLED.sub(_repeated, run[0]))

    text = _NUMERAL_RUN.sub(of_numerals, text)
    if _DIGIT.search(text):
        text = _LETTERS_AS_DIGITS.sub(lambda run: run[0].translate(_LOOKS), text)
    if _SPOKEN_HINT.search(text.lower()):
        text = _SPOKEN_RUN.sub(lambda run: of_words(run) if _is_spelt_out(run[0]) else run[0], text)
        text = _PINYIN_RUN.sub(
            lambda run: re.sub(
                r"[a-z]+",
                lambda w: _PINYIN[w[0].lower()].ljust(len(w[0]), _JOIN),
                run[0],
                flags=re.I,
            ),
            text,
        )
    return text


def _repeated(found: re.Match[str]) -> str:
    digit = _DIGIT_WORDS.get(found["digit"].lower(), found["digit"])[:1]
    times = 2 if found["times"].lower() == "double" else 3
    return (digit * times).ljust(len(found[0]), _JOIN)


def _digits_of(word: str) -> str:
    digits = _DIGIT_WORDS.get(word, "")
    return digits.ljust(len(word), _JOIN)


def _is_spelt_out(run: str) -> bool:
    """Return whether number words say digits one after another, not a count: "one or two", "1, 2, 3"."""
    words = [word.lower() for word in _WORD.findall(run)]
    said = [_DIGIT_WORDS[word] for word in words if word in _DIGIT_WORDS]
    if any(word in ("double", "triple", "treble") for word in words):
        return bool(said)
    if not words or len(words) + len(re.findall(r"\d+", run)) < 3:
        return False
    numbers = [int(digits) for digits in said]
    return not (len(numbers) < 5 and _counts(numbers))


def _counts(numbers: Sequence[int]) -> bool:
    """Return whether numbers are those of a list: 1, 2, 3."""
    steps = {b - a for a, b in itertools.pairwise(numbers)}
    return steps in ({1}, {-1})


def _numbers(
    text: str, rules: Rules, known: Collection[str], passing: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Yield the span of every number that is not an allowed kind (date, amount, count …)."""
    left = may_pass.take_out(text, rules, known=known)
    runs = [m.span() for m in _RUN.finditer(left.rest)]
    reported = 0
    for chain in _chains(runs, left.rest):
        start, end = chain[0][0], chain[-1][1]
        groups = [left.rest[a:b].replace(_JOIN, "") for a, b in chain]
        if not _is_harmless(groups, left.rest[start:end], text, start, rules, passing):
            while text[start - 1 : start] and text[start - 1] in "+(#*" and start > reported:
                start -= 1
            yield start, end
            reported = end
    # Numbers that pass one by one and stand side by side: 1998 2007 1912.
    for chain in _chains(sorted([*left.weak, *runs]), text, most=4) if not reported else ():
        digits = re.sub(r"\D", "", text[chain[0][0] : chain[-1][1]])
        times = [text[a:b] for a, b in chain if _TIME_OF_DAY.fullmatch(text[a:b])]
        if len(times) == len(chain) and times == sorted(set(times)):
            continue  # of calls, one after another: 09:14, 09:31
        if len(chain) > 1 and len(digits) >= 7 and any(span in left.weak for span in chain):
            yield chain[0][0], chain[-1][1]


def _chains(
    spans: Sequence[tuple[int, int]], text: str, *, most: int = 12
) -> Iterator[list[tuple[int, int]]]:
    """Group spans that only signs and blanks separate."""
    chain: list[tuple[int, int]] = []
    for span in spans:
        between = _BLANK.sub("", text[chain[-1][1] : span[0]]) if chain else ""
        if chain and (len(between) > most or not _SIGNS.fullmatch(between)):
            yield chain
            chain = []
        chain.append(span)
    if chain:
        yield chain


def _is_harmless(
    groups: Sequence[str],
    written: str,
    text: str,
    start: int,
    rules: Rules,
    passing: Collection[str],
) -> bool:
    """Return whether a short run of digits cannot reach anybody, or may be named in this text."""
    pressed = "".join(groups)
    sign = text[start - 1 : start]
    if pressed in passing or (sign in "#*" and sign + pressed in passing):
        return len(groups) == 1
    if max(map(len, groups)) > 2:
        return False
    called = may_pass.is_called(text, start, rules)
    if len(pressed) <= 2:
        return not (
            called and len(pressed) == 2 and pressed != "00" and _DIALLED.search(text[:start])
        )
    if called or any(len(group) == 2 and group[0] == "0" for group in groups):
        return False
    numbers = [int(group) for group in groups]
    if _counts(numbers):
        return True
    if len(groups) == 2:
        return bool(_RANGE.fullmatch(written))
    return (
        len(groups) <= 5
        and numbers == sorted(set(numbers))
        and "," in written.replace("、", ",").replace("，", ",")
    )


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _stray(found: _Found, plain: str, text: str, places: Sequence[int], start: int) -> Stray:
    _, end, kind = found
    place = places[start]
    shown = " ".join(plain[start:end].split())
    line_start = text.rfind("\n", 0, place) + 1
    return Stray(text.count("\n", 0, place) + 1, place - line_start + 1, shown, kind)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return a text as a reader sees it, and for each character its index in the original.

    Compatibility forms and other scripts' digits become plain, tags and invisible characters
    vanish, character references are read.
    """
    if not (_MARKED.search(text) and _MARKUP.search(text)):
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
    comments: list[tuple[int, int]] = []
    for markup in _MARKUP.finditer(text):
        add_text(position, markup.start())
        if markup[0].startswith("<!--"):
            comments.append(markup.span())
        elif markup[0].startswith("&"):
            add(html.unescape(markup[0]), markup.start())
        elif re.match(r"</?(?:p|div|li|td|th|tr|h\d|br|ul|ol|table)\b", markup[0], re.I):
            add("\n\n", markup.start())
        else:
            # The words inside a tag are shown or read out: alternative texts, titles, labels.
            for word in re.finditer(
                r"(?<![\w-])(?:alt|title|aria-[a-z]+|placeholder|href|src|action|value|content|label|data-[a-z]+)\s*=\s*([\"'])(.*?)\1",
                markup[0],
                re.I,
            ):
                add("\n\n", markup.start())
                add_text(markup.start() + word.start(2), markup.start() + word.end(2))
                add("\n\n", markup.start())
        position = markup.end()
    add_text(position, len(text))
    for start, end in comments:  # who reads the source reads these
        add("\n\n", start)
        add_text(start + len("<!--"), end - len("-->"))
    return "".join(plain), places

"""The grammar of numbers that a text may contain: dates, times, amounts, counts, versions, steps.

A number of no such kind that `data/may-pass.yml` does not declare may be a way to reach somebody.
Both the check on the sources (`contact_values`) and the one on the finished site
(`checks.stray_scan`) use this grammar, so they allow the same numbers.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

import phonenumbers

from helpkit.languages import PROFILES, Language, Script, written_in

Words = Mapping[Language, Sequence[str]]

# Replaces an allowed number: offsets stay the same, and nothing joins across it.
TAKEN = "\0"
_YEAR = r"(?:19|20)\d\d"
_WHOLE_DAY = rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_CLOCK = r"(?:[01]?\d|2[0-4])[:：][0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?"
_ZONE = r"(?:\s?(?:Z\b|(?:UTC|GMT)?\s?[+\-−]\d{1,2}(?::?[0-5]0)?(?!\d)))?"
_TIME = rf"{_CLOCK}{_ZONE}(?:\s?[ap]\.?m\.?)?"
_TO = r"\s?(?:[-–—−~～/至到和、,，&]|to|and|or|until|till)\s?"
# Whole numbers of a count: no zero in front, thousands in groups of three or not too many digits.
_GROUPED = r"[1-9]\d{0,2}(?:,\d{3}){1,4}(?!,?\d)|[1-9]\d{0,2}(?:[ \u00a0\u202f']\d{3}){1,4}"
_DECIMALS = r"(?:[.,]\d{1,8})?"
_COUNT = rf"(?:{_GROUPED}|[1-9]\d{{0,4}}|0){_DECIMALS}"
_SUM = rf"(?:{_GROUPED}|[1-9]\d{{0,6}}|0){_DECIMALS}"
_FACTOR = r"(?:[1-9]\d{0,2}(?:,\d{3}){1,2}|\d{1,4})(?:\.\d{1,3})?"
_NOT_INSIDE = r"(?<![A-Za-z0-9_])(?<!\d[.,:])"
_SCALE = r"(?:\s?(?:k|m|bn|thousand|million|billion|trillion)\b|\s?[万亿萬億千百]+)?"

_DATES = (
    rf"{_YEAR}\s?[-/.–]\s?[01]?\d(?:\s?[-/.–]\s?[0-3]?\d)?(?:(?:T|\s)\s?{_TIME})?(?![-/.–]?\d)",
    rf"{_YEAR}\s?年(?:\s?(?:1[0-2]|0?[1-9])\s?月(?:\s?[0-3]?\d\s?[日号號])?)?(?:\s?{_TIME})?(?!\d)",
    rf"(?:1[0-2]|0?[1-9])\s?月(?:\s?[0-3]?\d\s?[日号號])?(?:\s?{_TIME})?(?!\d)",
    rf"{_YEAR}(?:{_TO}{_YEAR}){{1,5}}\s?(?:年|financial|tax|school)",
    rf"[0-3]?\d(?:st|nd|rd|th)?(?:\s?[-–]\s?[0-3]?\d)?\s(?:of\s)?{_MONTHS}(?:,?\s{_YEAR})?(?:,?\s{_TIME})?(?![\d-])",
    rf"(?:[0-3]?\d/[01]?\d|{_MONTH}/{_DAY})/{_YEAR}(?![/.-]?\d)",
    r"(?:[1-9]|[12]\d|3[01])\s?[号號](?!\s?(?:线|楼|热|电|客|机))",
    rf"{_YEAR}s\b|{_YEAR}/\d\d(?![\d/])",
    rf"{_YEAR}(?:\s?年)?[\s_-]?(?:Q[1-4]|H[12])(?![A-Za-z0-9])",
    # In the name of a file.
    rf"{_WHOLE_DAY}(?:[_-]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?(?=[\w.-]{{0,40}}\.(?:pdf|docx?|xlsx?|csv|jpe?g|png|zip|txt)\b)",
)
_TIMES = (
    rf"{_TIME}\s?(?:[-–—~～至到]|to|until)\s?{_TIME}",
    r"(?:[01]?\d|2[0-4])\s?(?:[点點时時](?!\s?[A-Za-z])(?:\s?[0-5]?\d\s?分(?!机))?|o'clock\b|[ap]\.?m\b\.?)",
    r"24\s?/\s?7|[57]\s?[x×*]\s?(?:24|8)|24\s?[x×*]\s?7|[57]\s?天\s?[x×*]?\s?24",
)
_OTHER = (
    # Of a number most of which is hidden; of a card the first six and the last four; of an address on the network half.
    r"\d{1,3}\.\d{1,3}(?:\.[*x]){2}(?![\w.*])",
    r"(?:\d{1,4}[*•●×x]{4,}\d{0,4}|(?:19|20)\d{6}[*•●×x]{8,}|[3-6]\d{5}[*•●×x]{6,9}\d{4}|[3-6]\d{3}[ -](?:\d\d[*•●×x]{2}|[*•●×x]{4})[ -][*•●×x]{4}[ -]\d{4})(?![-.]?\d)",
    r"[+\-−]?(?:0(?!\d)|[1-9]\d{0,3})(?:[.,]\d{1,3})?\s?(?:%|‰|per cent\b|percent\b|个百分点)",
    rf"{_COUNT}\s?(?:%|‰)",
    r"(?<!\d)01(?:、|，|,\s?)02(?:(?:、|，|,\s?)03(?:(?:、|，|,\s?)04)?)?(?![\d、，,])",
    r"(?<![\d.])[1-9]\.\d{1,2}\.\d(?:-(?:alpha|beta|rc)(?:\.\d{1,2})?)?(?![\d.-])",
    r"[1-9]\d{0,2}(?:st|nd|rd|th)\b",
    r"(?<![\w-])[3-6](?:-[3-6]){2,4}(?![\w-])",  # how the digits of a card are grouped
    r"(?<!\d)(?:480|720|1080|1440|2160)p\b",
    rf"(?<![x×*.,])(?<![x×*]\s){_FACTOR}[ ]?[x×*][ ]?{_FACTOR}(?!\s?[x×*\d]|[.,]\d)",
    r"(?<!\d)[12]?\d(?:\.\d{1,2}){1,2}(?![\d.-])(?=\s?(?:版|or later|及以上|以上))",
)
_MONTH_FIRST = (
    rf"\b{_MONTHS}\s[0-3]?\d(?:st|nd|rd|th)?(?:\s?[-–]\s?[0-3]?\d)?(?:,?\s{_YEAR})?(?:,?\s{_TIME})?(?![\d-])",
    rf"\b{_MONTHS}\s{_YEAR}(?![\d-])",
    rf"(?:FY|Q[1-4]|H[12])[\s_-]?{_YEAR}(?:/\d\d)?",
)
# The last digits of a card or an account, a code that comes by message, a prefix of a range of numbers:
# none of them reaches anybody.
_WORD_FIRST = (
    r"\b(?:UTC|GMT)\s?[+\-−]\s?\d{1,2}(?::[0-5]\d)?",
    r"百分之\s?\d{1,3}",
    r"\b[vV](?:20\d\d(?=\.)|\d{1,3})(?:\.\d{1,4}){0,3}(?![\d-])",
    r"(?:尾号|尾號|后四位|末四位|末尾|(?:end(?:ing|s)|last (?:four|4)(?: digits)?(?: of (?:the|your|my) (?:card|account))?)(?:,? (?:e\.g\.|for example,?)| in| with| are| of)?)(?:[两二四2-4]位)?\s?(?:是|为|:|：)?\s?(?:\d{4}|\d\d)(?!\s?-?\s?\d)",
    r"(?:[3-6]\d{3}[\s-])?(?:[*•●×x]{4}[\s-]?){2,3}\d{4}(?!\s?-?\s?\d)",
    r"(?:code|验证码|驗證碼)s?[^。.!?\n]{0,16}?(?:such as|like|例如|比如|像)[\s`“\"]{0,2}(?:(?P<same>\d)(?P=same){2}\s(?P=same){3}\s?(?:or|或)\s?)?\d{3}\s\d{3}(?!\s?-?\d)",
    rf"(?:生日|出生日期|密码|密碼|birthday|birth date|date of birth|password)\s?[（(]?(?:是|为|如|例如|比如|like|such as|e\.g\.)?[\s“\"'`]*{_WHOLE_DAY}(?![\d-])",
    r"(?:验证码|驗證碼|校验码|动态码|口令|one-time code|security code|verification code|code|OTP|PIN|passcode)\s?(?:是|为|为：|:|：|is|of|like)?\s?[“\"'「`]?(?:\d{6}|\d{4})(?![\d -])",
    r"(?:start(?:s|ing)?|begin(?:s|ning)?)\s(?:with|in)\s(?:\+?\d{1,4}(?:-\d{3}|\s?(?:[–-]|to)\s?\d{2,4})?(?:,?\s(?:or|and)\s|,\s)?){1,5}(?![\s.-]?\d)",
    r"(?:前缀|前綴|区号|區號|冠码|字冠|prefix(?:es)?|area code|country code)(?:是|为|:|：|\sis|\sof)?\s?[“\"「`]?\+?\d{1,4}(?![\s.-]?\d)",
)
# Refuses letters before a number that name an app or a phone.
_NO_APP = r"(?!(?:QQ|TG|WX|VX|WA|FB|IG|ID|V|Q|TEL|CALL|PHONE|DIAL|SMS|LINE|TEXT|HOTLINE)-)"
# Builds, error codes, forms and badges have numbers of their own.
_NAMED_NUMBERS = (
    rf"(?:\bbuild|构建(?:版本)?号?|内部版本号?|版本号?)\s?{_WHOLE_DAY}(?![\d-])",
    r"\bWindows\s1[01](?:\s2\dH2)?(?:\.0\.|\s?[（(]|\s)\d{5}(?:\.\d{1,5})?(?![\d.-])",
    r"0x(?:800[0-9A-F]|8024|C000)[0-9A-F]{4}\b",
    r"[A-Z]{2,4}-20\d\d-0(?:\d{2,4}|0\d{4})(?![\d-])",
    rf"{_NO_APP}(?-i:[A-Z]{{1,10}})-(?:20\d\d-\d{{4,6}}|\d{{6}}-\d{{5}}|\d{{5}})(?:-[A-Z])?(?![\w-])",
    r"\bForm\s\d{3,5}(?![\d-])(?!\s\d{3})",
    r"\bbuild\s\d{4,5}(?![\d-])(?!\s\d)|\bexp(?:iry|ires)?\.?\s(?:0[1-9]|1[0-2])/\d\d(?!\d)",
    rf"{_WHOLE_DAY}_?{_WHOLE_DAY}(?=\.(?:pdf|docx?|xlsx?|csv|jpe?g|png)\b)",
    rf"{_YEAR}(?:0[1-9]|1[0-2])-{_YEAR}(?:0[1-9]|1[0-2])(?=\.(?:pdf|docx?|xlsx?|csv|jpe?g|png)\b)",
    # What Windows says of itself.
    r"\b10\.0\.[12]\d{4}\.\d{1,5}(?![\d.-])",
)
_VERSION = r"\d{1,3}(?:\.\d{1,3}){1,3}"
# What the numbers of cards or phones begin with, or a range of that.
_PREFIX = r"\d{1,4}(?:\s?[–~～至到-]\s?\d{2,4})?"
# What people type when they make a number up.
_MADE_UP = r"(?:123456(?:789?)?|654321)"
_LIST = rf"[1-9]\d{{0,2}}(?:\s?[、，,/]\s?[1-9]\d{{0,2}}){{0,6}}(?:{_TO}[1-9]\d{{0,2}})?"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the texts may hold, as `data/may-pass.yml` says; every word is a regular expression.

    Where a word may stand depends on the script of its language, so the words of all languages of a
    script count alike.
    """

    units: Words = field(default_factory=dict)
    measures: Sequence[str] = ()
    signs: Sequence[str] = ()
    currencies: Sequence[str] = ()
    numbered: Words = field(default_factory=dict)
    versioned: Sequence[str] = ()
    calling: Words = field(default_factory=dict)
    apps: Words = field(default_factory=dict)
    apps_exact: Sequence[str] = ()
    mailboxes: Sequence[str] = ()
    general: Sequence[str] = ()
    sayings: Sequence[str] = ()
    texts: Sequence[str] = ()
    patterns: Sequence[str] = ()
    patterns_not_called: Sequence[str] = ()
    tables: Sequence[str] = ()
    staff: Words = field(default_factory=dict)
    code_columns: Words = field(default_factory=dict)
    money_columns: Words = field(default_factory=dict)
    fields_of_codes: Sequence[str] = ()
    fields_of_moments: Sequence[str] = ()
    fields_of_counts: Sequence[str] = ()
    moments: Sequence[str] = ()
    hashes: Sequence[str] = ()
    _compiled: dict[Callable[[Rules], str], re.Pattern[str]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def __reduce__(self) -> tuple[type[Rules], tuple[Sequence[str] | Words, ...]]:
        # Do not pickle compiled patterns: reading one compiles it again.
        return Rules, tuple(getattr(self, each.name) for each in fields(self) if each.init)

    @property
    def hint(self) -> re.Pattern[str]:
        """A quick pre-check on lower-case text: every text that hands out a handle matches it."""
        return self.pattern(_hint, flags=re.NOFLAG)

    def names_app(self, text: str, lower: str) -> bool:
        """Return whether a text, given as it is and in lower case, names an app to write in."""
        if self.pattern(_hint_of_apps, flags=re.NOFLAG).search(lower):
            return True
        return bool(self.pattern(_exact_apps, flags=re.NOFLAG).search(text))

    def names_mailbox(self, lower: str) -> bool:
        """Return whether a text in lower case names a mailbox that anybody can open."""
        return bool(self.pattern(_hint_of_mailboxes, flags=re.NOFLAG).search(lower))

    def pattern(
        self, build: Callable[[Rules], str], *, flags: re.RegexFlag = re.IGNORECASE
    ) -> re.Pattern[str]:
        """Return the pattern that a function makes of these words, compiled once."""
        if build not in self._compiled:
            self._compiled[build] = re.compile(build(self), flags)
        return self._compiled[build]


def of_script(words: Words, script: Script) -> str:
    """Return the pattern of the words of all languages that are written in a script."""
    return any_of(word for language in written_in(script) for word in words.get(language, ()))


def _hint(rules: Rules) -> str:
    apps = itertools.chain.from_iterable(rules.apps.values())
    return any_word((*apps, *rules.apps_exact, *rules.mailboxes, "[加+➕]"))


def _hint_of_apps(rules: Rules) -> str:
    return any_word(itertools.chain.from_iterable(rules.apps.values()))


def _exact_apps(rules: Rules) -> str:
    return "|".join(rules.apps_exact) or r"(?!)"


def _hint_of_mailboxes(rules: Rules) -> str:
    return any_word(rules.mailboxes)


def any_word(patterns: Iterable[str]) -> str:
    """Return one quick pattern that covers several, for lower-case texts."""
    words = "|".join(patterns) or r"(?!)"
    # Each alternative begins with a literal letter, so `re` skips ahead to it.
    begun = [
        [re.escape(letter) + found[2] for letter in found[1]]
        if (found := _CLASS.match(word))
        else [word]
        for word in _ALTERNATIVES.split(words.lower())
    ]
    latin = re.compile(r"[a-z-]+")
    behind: dict[str, list[str]] = {}  # the character with which they begin
    for word in itertools.chain.from_iterable(begun):
        first = found[0] if (found := _FIRST.match(word)) else ""
        alone = rf"(?<![a-z]{word})(?![a-z])" if latin.fullmatch(word) else ""
        behind.setdefault(first, []).append(word.removeprefix(first) + alone)
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in behind.items())


def any_of(words: Iterable[str]) -> str:
    """Return the pattern of any of the words; of none, one that matches nothing."""
    return "|".join(words) or r"(?!)"


def _declared_texts(rules: Rules) -> str:
    # A row of digits behind a colon is somebody's number.
    return any_of(
        rf"(?<![\w.@-]){r'(?<![:：])(?<![:：] )' if text.isdigit() else ''}{re.escape(text)}(?![\w@/-]|\.\w|\s?[\[({{<]\s?(?:at|dot)\b)"
        for text in rules.texts
    )


def _declared(rules: Rules) -> str:
    return _whole_numbers(rules.patterns)


def _declared_not_called(rules: Rules) -> str:
    return _whole_numbers(rules.patterns_not_called)


def _whole_numbers(patterns: Iterable[str]) -> str:
    # A pattern that ends in a number takes all of it, and leaves the sides of "1200 × 800" together.
    return rf"(?<![A-Za-z0-9])(?<!×)(?<!× )(?!\d+ ?×)(?:{any_of(patterns)})(?!\d|[-.]\d)"


def _with_a_unit(rules: Rules) -> str:
    """Return the patterns in which the number comes first: "30 days"."""
    han, measures = of_script(rules.units, "han"), any_of(rules.measures)
    nouns = [
        (any_of(rules.units.get(each, ())), PROFILES[each].plural) for each in written_in("latin")
    ]
    plurals = any_of(f"(?:{noun}){plural}" for noun, plural in nouns)
    either = any_of(f"(?:{noun})(?:{plural})?" for noun, plural in nouns)
    money = any_of(rules.currencies)
    scale = _SCALE
    adjectives = r"(?:\s[a-z-]+){0,3}"
    return any_of(
        (
            *_DATES,
            *_TIMES,
            *_OTHER,
            rf"{_SUM}{scale}(?:{_TO}{_SUM}{scale})?\s?(?:{money})(?![a-z])",
            rf"(?:{_COUNT}|{_LIST}){scale}(?:{_TO}{_COUNT})?\s?(?:\+|多|余|plus\s)?\s?(?:{han})",
            rf"(?:{_COUNT}){scale}(?:{_TO}{_COUNT})?\+?(?:[\s-]?(?:{measures})|{adjectives}\s(?:{measures}))(?![a-z])",
            rf"(?:{_GROUPED}|[1-9]\d{{0,3}})(?:{_TO}{_COUNT})?\+?(?:-(?:{either})|{adjectives}[\s-](?:{plurals}))(?![a-z])",
            rf"[1-9]\d?(?:{_TO}[1-9]\d?)?{adjectives}\s(?:{either})(?![a-z])",
            rf"{_PREFIX}(?:\s?(?:[、，,/]|或|和|or|and)\s?{_PREFIX}){{0,5}}\s?(?:的\s?)?(?:开头|打头|起头|字头|号段|開頭)",
        )
    )


def _after_a_word(rules: Rules) -> str:
    """Return the patterns in which a word or sign precedes the number: "step 3", "$20"."""
    money = any_of(rules.currencies)
    signs = any_of(re.escape(sign) for sign in sorted(rules.signs, key=len, reverse=True))
    kinds = (
        *_MONTH_FIRST,
        *_WORD_FIRST,
        *_NAMED_NUMBERS,
        rf"(?:{signs})\s?{_SUM}{_SCALE}(?:{_TO}(?:{signs})?\s?{_SUM}{_SCALE})?",
        rf"(?:{money})\s?{_SUM}{_SCALE}(?!\d)",
        rf"(?:{of_script(rules.numbered, 'han')})\s?[1-9]\d{{0,2}}(?:\.\d{{1,2}})?(?:{_TO}(?:第\s?)?[1-9]\d{{0,2}})*(?![\d-])",
        rf"(?:\b(?:{of_script(rules.numbered, 'latin')})|§+)\s?(?:[1-9]\d{{0,2}})(?:\.\d{{1,3}}){{0,2}}[a-z]?(?:{_TO}[1-9]\d{{0,2}}(?:\.\d{{1,3}})?){{0,4}}(?![A-Za-z0-9_-]|\s\d)",
        rf"(?:{any_of(rules.versioned)})[\s-]?\d{{1,4}}(?:\.\d{{1,3}}){{0,3}}(?:{_TO}{_VERSION})?(?!\d|-\d)",
        rf"(?:(?:update|upgrade)\s(?:\w+\s)?to|(?:更新|升级)[到至])\s?{_VERSION}(?!\d|-\d)",
    )
    return rf"(?<![A-Za-z0-9])(?:{any_of(kinds)})"


def _staff(rules: Rules) -> str:
    """Return the pattern of the number of somebody who works somewhere: "Agent 7741", "0231 号专员"."""
    han, latin = of_script(rules.staff, "han"), of_script(rules.staff, "latin")
    ends = r"(?![A-Za-z0-9_]|[ .,-]?\d)"
    return any_of(
        (
            rf"(?<![A-Za-z0-9_.,-])\d{{3,6}}\s?[号號](?:{han})",
            rf"(?:{han})\s?(?:编号|編號|号码|号|號|：|:|是|为|为：|\s)?\s?(?P<code>\d{{3,6}}){ends}",
            rf"\b(?:{latin})s?(?:\s(?:ID|no\.?|numbers?))?(?:\s(?:is|like|such as)|:)?[\s(#“\"]{{0,3}}(?:(?:{latin})\s#?)?(?P<number>\d{{3,6}}){ends}",
        )
    )


def _calling(rules: Rules) -> str:
    han, latin = of_script(rules.calling, "han"), of_script(rules.calling, "latin")
    return (
        rf"(?:(?:{han})(?:是|为|為|：|:|我们|請|请|了|一下|号码|号|到|至|直接|\s|[“「\"'*_`(（]){{0,8}}"
        rf"|\b(?:{latin})s?(?:\s(?:us|me|them|it|is|the|our|on|at|to|now|number|code|toll-free)|[\s:.“\"'*_`(])*)$"
    )


_STOPS, _NUMERAL = (
    r"，。、；：？！（）\s",
    "零〇一二三四五六七八九幺两兩壹贰叁肆伍陆柒捌玖貳參叄陸弌弍弎洞拐",
)
_QUIET = re.compile(
    rf"(?:(?![{_NUMERAL}点點艾圈加按拨撥]|[个個][{_NUMERAL}])[㐀-鿿]"
    rf"|[{_NUMERAL}](?![{_STOPS}]{{0,3}}[{_NUMERAL}])|[{_STOPS}])*"
)
_CLASS = re.compile(r"\[([^\]\\]+)\](.*)")
# What a pattern begins with, if that is one character which is not special.
_FIRST = re.compile(r"(?:\\\W|[^\\\[(.^$|])(?![?*+{])")
_ALTERNATIVES = re.compile(r"\|(?![^(\[]*[)\]])")
# In a text as a reader sees it, whose digits are all plain; `re` is quick to find a set of characters.
_DIGIT, _DIGITS = re.compile("[0-9]"), re.compile("[0-9][0-9]*")
_WEAK_YEARS = re.compile(
    rf"{_NOT_INSIDE}{_YEAR}(?:\s?[-–—]\s?{_YEAR}|(?:{_TO}{_YEAR}){{1,4}})?(?![A-Za-z0-9_]|[.,:/-]?\d|\s\d)"
)
_WEAK_TIME = re.compile(rf"{_NOT_INSIDE}{_TIME}(?![A-Za-z0-9_:]|[.]\d)", re.I)
# A range of sums, the second higher than the first. Small ones have the decimals of a border.
_GROUPED_SUM = r"[1-9]\d{0,2}(?:,\d{3}){1,3}(?:\.\d\d)?"
_WEAK_SUMS = re.compile(
    rf"(?<![A-Za-z0-9_.,-])(?P<from>{_GROUPED_SUM}|\d{{1,3}}(?:\.(?:0[01]|50))?)(?:\s?[-–—~～至到]\s?|\sto\s)(?P<to>{_GROUPED_SUM}|\d{{1,3}}\.(?:00|50|99))(?![A-Za-z0-9_]|[.,-]\d|\s\d)"
)
# With one comma it may be a hotline: those of the mainland have five digits and begin so.
_WEAK_GROUPED = re.compile(
    r"(?<![A-Za-z0-9_.,-])[1-9]\d{0,2}(?:(?<!9[56])(?<!1[0-2]),\d{3}|(?:,\d{3}){2,3})(?:\.\d\d)?(?![A-Za-z0-9_]|[.,-]\d)"
)
# "Out of 1,247 letters, 318 (25.5%)": the share says that it is a count.
_WEAK_SHARE = re.compile(r"(?<![A-Za-z0-9_.,-])[1-9]\d{0,3}(?=\s?[(（][\0][^)）\d]{0,20}[)）])")
# "310 of 1,190 gave up"; files or pages in order: 001, 002, 003.
_WEAK_PART = re.compile(
    rf"(?<![A-Za-z0-9_.,-])[1-9]\d{{0,3}}\s(?:out\s)?of\s(?:the\s)?(?:{_GROUPED}|[1-9]\d{{0,3}})(?![A-Za-z0-9_]|[.,-]\d)"
)
_WEAK_ORDER = re.compile(
    r"(?<![A-Za-z0-9_.,-])001(?:\s?[-–、，,~至到]\s?0\d\d){1,3}(?![A-Za-z0-9_]|[.,-]?\d)"
)
_WEAK_DECIMAL = re.compile(
    r"(?<![A-Za-z0-9_.,-])(?:[1-9]?\d\.\d{1,2}|[1-9]\d\d\.\d\d|[1-9]\.\d{3,4}|0\.\d{1,8})(?![A-Za-z0-9_]|[.,-]\d)"
)
_DAY_AND_MONTH = rf"(?:{_DAY}/{_MONTH}|{_MONTH}/{_DAY})"
_DATE = rf"(?:{_DAY}\.{_MONTH}\.{_YEAR}|(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|{_DAY_AND_MONTH}/[0-3]\d|(?=\d\d/\d\d(?!\d)){_DAY_AND_MONTH})"
_WEAK_DATE = re.compile(
    rf"(?<![A-Za-z0-9_.,/-]){_DATE}(?:\s?[-–—~～至到]\s?{_DATE})?(?![A-Za-z0-9_]|[.,/-]?\d|\s\d)"
)
# Hotlines of the mainland begin as the five digits do that are none here.
_WEAK_ERROR = re.compile(
    r"(?:\berrors?(?:\s(?:code|number|no\.))?|错误(?:代?码|代碼|号)?|報錯|报错|故障码)\s?(?:是|为|:|：|#)?\s?[“\"「`]?"
    r"(?:(?P<code>\d{4}|(?!9[56]|1[0-2])\d{5}))(?![A-Za-z0-9_]|[ .,-]\d)(?!.{0,3}(?:电话|热线|客服|line\b))",
    re.IGNORECASE,
)
# "REF 7781", and orders and tickets that begin with their day or year.
_WEAK_REFERENCE = re.compile(
    rf"(?:(?:(?<=\bref\s)|(?<=\bref\.\s))\d{{4,6}}"
    rf"|(?<![\w-])(?:{_NO_APP}[A-Z]{{1,10}}-)?#?{_WHOLE_DAY}(?:(?:-\d{{3,7}}){{1,2}}|\d{{4,20}})"
    rf"|#{_YEAR}(?:-\d{{4}}){{1,2}})"
    r"(?![A-Za-z0-9_]|[ .,-]\d)",
    re.IGNORECASE,
)
# A mainland hotline has the five digits of a ZIP code, but its first ones are its own.
_WEAK_POSTCODE = re.compile(
    r"(?:\bZIP\b|\bpost(?:al )?codes?|邮编|郵編|邮政编码|郵政編碼|郵遞區號|邮递区号)[^\d\n]{0,40}"
    r"(?P<code>\d{5}-\d{4}|\d{6}|(?!9[56]|1[0-2])\d{5})(?![A-Za-z0-9_]|[ .,-]\d)(?!.{0,3}(?:电话|热线|客服|line\b))",
    re.IGNORECASE,
)
# An example of how a day is written in a number.
_WEAK_DAY = re.compile(
    rf"(?:日期|\bdates?\b|YYYYMMDD)[^\n]{{0,60}}?(?P<code>{_WHOLE_DAY})(?![A-Za-z0-9_]|[ .,-]\d)",
    re.IGNORECASE,
)
# Once a text has spoken of versions.
_OF_VERSIONS = ("版本", "ersion", "ver=", "ver.")
_WEAK_VERSION = re.compile(
    rf"(?<![A-Za-z0-9_.+-])[1-9]?\d\.\d{{1,2}}\.\d{{1,3}}(?:\s?[（(]{_WHOLE_DAY}[）)])?(?![A-Za-z0-9_]|[.,-]\d|\s\d)"
)
# "China 86, Hong Kong 852", where the text says that these are codes of countries.
_OF_COUNTRIES = (
    *("国家代码", "國家代碼", "国家区号", "国际区号", "國際區號"),
    *("ountry code", "ialling code", "alling code"),
)
_WEAK_COUNTRY = re.compile(
    r"(?:(?<=[㐀-鿿:：])|(?<=[㐀-鿿a-z|]\s))\d{1,3}(?![A-Za-z0-9_]|[\s.,，、-]{0,3}\d)"
)
# Once a text has spoken of HTTP, its numbers are named alone.
_OF_STATUS = ("HTTP", "状态码", "狀態碼", "status code")
_STATUS = re.compile(
    r"(?<![A-Za-z0-9_+.,-])(?:40[1-9]|41[0-8]|42[2-9]|431|451|50[0-8])(?![A-Za-z0-9_]|[ .,-]?\d)"
)
_WEAK_MADE_UP = re.compile(
    rf"(?<![A-Za-z0-9_+.-])(?:{_MADE_UP}(?:[、，]{_MADE_UP}|[、，](\d)\1{{5}}){{0,2}}|(\d)\2{{3,5}}(?:[、，]{_MADE_UP})?)"
    r"(?![A-Za-z0-9_]|[ .,-]\d)"
)
_CALLING_CODE = re.compile(r"(?<![A-Za-z0-9_+])\+(\d{1,3})(?!\d)")
_WORD_WITH_DIGITS = re.compile(
    r"(?<![A-Za-z0-9_])[A-Za-z]+[-_]?\d{1,2}[A-Za-z]?(?![A-Za-z0-9_]|[-.]\d)|(?<![A-Za-z0-9_])\d{1,2}[A-Za-z]{1,3}(?![A-Za-z0-9_])"
)
_IBAN = re.compile(
    r"(?<![A-Z0-9])([A-Z]{2})(\d\d)((?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)(?![A-Za-z0-9])"
)
_CODES = frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


@dataclass(frozen=True, slots=True)
class Passing:
    """A text without its allowed numbers. `weak` are those allowed only where nothing is to be dialled."""

    rest: str
    weak: Sequence[tuple[int, int]]


def is_quiet(text: str) -> bool:
    """Return whether a text cannot contain a contact: Chinese words and full stops alone.

    It holds no digit, letter, quotation mark or dash, no two numerals side by side, and none of the
    characters that stand for a sign or begin what a name or a number may follow.
    """
    return _QUIET.fullmatch(text) is not None


def take_declared(text: str, rules: Rules) -> str:
    """Return a text of the same length without what is declared in `data/may-pass.yml`."""
    if any(map(text.__contains__, rules.texts)):
        text = rules.pattern(_declared_texts).sub(_take, text)
    rest = _take_around_digits(text, rules.pattern(_declared))

    def take_uncalled(found: re.Match[str]) -> str:
        return found[0] if is_called(text, found.start(), rules) else _take(found)

    if _DIGIT.search(rest):
        rest = rules.pattern(_declared_not_called).sub(take_uncalled, rest)
    if any(map(text.__contains__, _OF_STATUS)):
        rest = _STATUS.sub(take_uncalled, rest)
    return rest


def take_out(text: str, rules: Rules, *, known: Collection[str] = ()) -> Passing:
    """Return a text of the same length in which each number of an allowed kind is taken out.

    `known` are short numbers of the data: they may not pass as a made-up number.
    """
    if not _DIGIT.search(text):
        return Passing(text, ())
    weak: list[tuple[int, int]] = []

    def take_weak(found: re.Match[str]) -> str:
        named = found.groupdict()
        code = named.get("code") or named.get("number") or found[0]
        bare = re.sub(r"\D", "", code)  # "9.5588" is a hotline, too
        if code in known or (len(bare) > 4 and bare in known):
            return found[0]
        if is_called(text, found.start(), rules):
            return found[0]
        weak.append(found.span())
        return _take(found)

    def take_behind(found: re.Match[str]) -> str:
        code = found["code"]
        if code in known or is_called(text, found.start("code"), rules):
            return found[0]
        weak.append(found.span("code"))
        return found[0].removesuffix(code) + TAKEN * len(code)

    def take_range(found: re.Match[str]) -> str:
        low, high = (float(found[end].replace(",", "")) for end in ("from", "to"))
        return take_weak(found) if low < high else found[0]

    rest = _WEAK_DATE.sub(take_weak, _IBAN.sub(_pattern_of_account, text))
    rest = _take_around_digits(rest, rules.pattern(_after_a_word))
    rest = _take_around_digits(rest, rules.pattern(_with_a_unit), before=0)
    rest = _WEAK_SUMS.sub(take_range, rest)
    for pattern in (
        rules.pattern(_staff),
        _WEAK_SHARE,
        _WEAK_PART,
        _WEAK_ORDER,
        _WEAK_GROUPED,
        _WEAK_TIME,
        _WEAK_YEARS,
        _WEAK_DECIMAL,
        _WEAK_MADE_UP,
        _WEAK_ERROR,
        _WEAK_REFERENCE,
    ):
        rest = pattern.sub(take_weak, rest)
    # Of two postcodes behind one word the second is found next.
    for pattern in (_WEAK_POSTCODE, _WEAK_POSTCODE, _WEAK_DAY):
        rest = pattern.sub(take_behind, rest)
    if any(map(text.__contains__, _OF_VERSIONS)):
        rest = _WEAK_VERSION.sub(take_weak, rest)
    if any(map(text.__contains__, _OF_COUNTRIES)):
        rest = _WEAK_COUNTRY.sub(lambda m: take_weak(m) if m[0] in _CODES else m[0], rest)
    rest = _CALLING_CODE.sub(lambda m: _take(m) if m[1] in _CODES else m[0], rest)
    return Passing(_WORD_WITH_DIGITS.sub(_take, rest), weak)


def _take_around_digits(text: str, pattern: re.Pattern[str], *, before: int = 30) -> str:
    """Return a text without the matches that hold a number; elsewhere none is looked for."""
    begins = _beginnings(pattern.pattern)
    position = tried = 0  # a match that ends before these digits cannot reach later ones
    while digits := _DIGITS.search(text, position):
        start, position = digits.span()
        for beginning in begins.finditer(text, max(tried, start - before), start + 1):
            found = pattern.match(text, beginning.start())
            if found and found.end() >= position:
                text = text[: found.start()] + _take(found) + text[found.end() :]
                position = found.end()
                tried = 0
                break
        else:
            tried = start + 1
    return text


@functools.cache
def _beginnings(pattern: str) -> re.Pattern[str]:
    """Match any character at which `pattern` could start.

    That is any ASCII character, and of the others only those that occur in `pattern` itself.
    """
    others = "".join(sorted({c for c in pattern if not c.isascii()}))
    return re.compile(rf"(?<![A-Za-z0-9])[!-~{re.escape(others)}]")


def is_called(text: str, start: int, rules: Rules) -> bool:
    """Return whether the words before an offset tell the reader to call what follows."""
    return bool(rules.pattern(_calling).search(text[max(0, start - 40) : start]))


def _take(found: re.Match[str]) -> str:
    return TAKEN * len(found[0])


def _pattern_of_account(found: re.Match[str]) -> str:
    """Take out what has the form of an IBAN and cannot be one: its check digits are wrong."""
    country, check, rest = found.groups()
    account = rest.replace(" ", "")
    spelt = "".join(str(int(c, 36)) for c in account + country + check)
    return found[0] if int(spelt) % 97 == 1 else _take(found)

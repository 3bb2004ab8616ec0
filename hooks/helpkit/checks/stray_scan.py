"""The last look at the finished site: no contact value that we do not stand behind.

It has a reader of its own for every published file (HTML, JSON, XML, text, strings of scripts and
style sheets) and reads as a browser shows: white space collapses, hidden parts count, neighbours
join. For each number, e-mail address, handle, host and link to another site it asks whether a
current record or a reviewed source holds it. `text.may_pass` says which dates, amounts and names
pass, here and in the checks on the sources.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Literal
from urllib.parse import unquote

import phonenumbers
from lxml import etree, html

from helpkit.data.directory import Directory
from helpkit.languages import DERIVED, PROFILES, written_in
from helpkit.messages import message
from helpkit.outputs import derived
from helpkit.outputs.checker_lookup import LOOKUP_FILE
from helpkit.problems import Problem, in_order
from helpkit.text import contact_values, handles, may_pass, page_parts
from helpkit.text.hosts import host_of
from helpkit.text.may_pass import Rules

# Where the operator names whom to tell of a security problem (RFC 9116).
_SECURITY_FILE = ".well-known/security.txt"
_OF_MANY_PAGES = {".json", ".txt"}
# To look at a shorter piece again is cheaper than to keep what it holds.
_LONG = 80
_TEXT_FILES = {".txt", ".vcf", ".md", ".csv", ".webmanifest"}
_XML_FILES = {".xml", ".svg", ".atom", ".rss"}
_BLOCKS = set(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_UNREAD = {"script", "style", "path", "svg"}
_LINKS = {"href", "src", "action", "cite", "data", "poster", "formaction", "srcset"}
_NUMBERS_ONLY = {"viewport", "theme-color"}

# Most texts are words of the search index: only letters, or too short for any value.
_HARMLESS = re.compile(r"\s*|[A-Za-z]+|[㐀-鿿]{1,2}")
_DIGIT, _DIGITS = re.compile(r"\d"), re.compile(r"\d+")
_GROUP = re.compile(r"[#*]?\d+")
_LETTERS = re.compile(r"[A-Za-z]+")
_WORDLESS = re.compile(r"[\W\d]{1,12}")
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
        (
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
        )
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
# A table of open.js: "480-1020 1920-2460".
_SPANS = re.compile(r"\d{1,5}-\d{1,5}(?: \d{1,5}-\d{1,5})*", flags=re.ASCII)
_LAST_MINUTE = 7 * 7 * 24 * 60
# In a script: an e-mail address, or else the way into an object (`word.length` is no host).
_MEMBERS = re.compile(r"(?P<email>(?<![\w.+-])[\w.+-]+@[\w.-]+)|[\w$)\]]+(?:\.[A-Za-z_#]\w*)+")
_QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_SAID = re.compile(_QUOTED.pattern + r"|`[^`$\n]*`")
_COUNTED = re.compile(r"counter-(?:reset|set|increment)\s*:[^;}]*?(?<![\w-])(\d{2,})")
_IS_CODE = re.compile(r"[{}\[\]\\=;]")  # between the end of one string and the start of the next
# Strings of a script that stand side by side.
_ADDED = re.compile(r"[\"'`]\s*\+\s*[\"'`]")
_CODED = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u\{?([0-9A-Fa-f]{4})\}?)")
_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s<>\"')\]}，。；、（）]+", re.IGNORECASE)
_HOST = re.compile(r"(?<![\w@./-])(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?![\w-])", re.IGNORECASE)
_HOST_AND_PATH = re.compile(_HOST.pattern + r"(?:/[\w./?=&%+#~-]*)?", re.IGNORECASE)
_PATH = re.compile(r"/\w")
_FILE = re.compile(
    r"\.(?:md|yml|yaml|html?|css|js|json|py|txt|xml|svg|png|pdf|webp|vcf|atom|zip)$", re.I
)
_RESERVED = re.compile(
    r"(?:^|[.@])(?:example|test|invalid|localhost)$|(?:^|[.@])example\.(?:com|net|org)$"
)
# Ofcom's numbers for drama and 555-01xx: nobody has them, examples are written with them.
_NOBODYS = re.compile(r"(?:44|0)(?:2079460|1632960|7700900|8081570)\d{3}|1?(?:[2-9]\d\d)?55501\d\d")
_NUMERALS = (
    {c: str(i) for i, c in enumerate("零一二三四五六七八九")}
    | {c: str(i) for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
    | {"幺": "1", "两": "2", "貳": "2", "參": "3", "陸": "6"}
)
# Shorter ones are either withheld numbers of the data or nobody's.
_LEAST_DIGITS = 5
# Numbers in JSON up to this are counts and positions (the search index is full of them); a short
# code that somebody is to dial is a text.
_LARGEST_COUNT = 999_999
# Addresses that name a format and lead nobody anywhere.
_FORMATS = {
    "https://json-schema.org/draft/2020-12/schema",
    "https://schema.org",
}
_JSON_LD_KEYS = {"@context", "@graph", "@id", "@type"}
_NUMERAL_RUN = re.compile(
    rf"[{''.join(_NUMERALS)}\d](?:[\W_]{{0,3}}[{''.join(_NUMERALS)}\d]){{2,}}(?![十百千万])"
)


Piece = tuple[int, str, Literal["text", "link", "code", "data"]]  # line, text, what it is
Found = list[tuple[int, str, str]]  # line, kind, value


@dataclass(frozen=True, slots=True)
class AllowedValues:
    """The values that may appear on the site, and those that the data holds back.

    `numbers` and `withheld` are digits, with a leading `#` or `*` where one is dialled;
    `prefixes` are what is dialled before a number to call abroad. `shared` are hosts on
    which anybody can have a page. In a `sample`, names and numbers
    that are kept for examples may stand everywhere; on a site for readers, where they are declared.
    """

    numbers: frozenset[str]
    emails: frozenset[str]
    handles: frozenset[str]
    hosts: frozenset[str]
    links: frozenset[str]
    withheld: frozenset[str]
    prefixes: frozenset[str]
    rules: Rules
    shared: frozenset[str] = frozenset()
    sample: bool = False

    def passes_as_example(self, host_or_email: str) -> bool:
        """Return whether a name is reserved for examples and this is the sample."""
        return self.sample and bool(_RESERVED.search(host_or_email.lower().rstrip("./")))


def allowed_values(directory: Directory) -> AllowedValues:
    """Return what the current records and the reviewed sources of a directory vouch for."""
    numbers: set[str] = set()
    emails: set[str] = set()
    handles: set[str] = set()
    links: set[str] = set()
    known: set[str] = set()
    for region in directory.regions.values():
        for value in directory.published_values(region):
            if value.form == "phone":
                numbers |= _spellings(value.text, region.code)
            elif value.form == "email":
                emails.add(value.text.lower())
            elif value.form == "link":
                links.add(value.text)
            else:
                handles.add(value.text.lstrip("@").lower())
        for contact in region.contacts:
            known |= {_digits(v.text) for v in contact.values() if v.form == "phone"}
        for gone in region.withdrawn:
            known |= {_digits(value) for value in gone.values if "@" not in value}
        for lead in region.leads:
            known |= {_digits(value) for value in lead.values if re.search(r"\d", value)}
    known |= {_digits(bad.value) for bad in directory.known_bad if bad.kind == "phone"}
    sources = set(_sources(directory))
    hosts = {host_of(link) for link in links | sources}
    hosts |= {".".join(host.split(".")[n:]) for host in hosts for n in range(host.count("."))}
    hosts |= {domain for namesake in directory.namesakes for domain in namesake.domains}
    hosts |= set(directory.official_domains())
    for reference in directory.references.values():
        for language in written_in("latin"):
            for words in (reference.publisher[language], reference.title[language]):
                hosts |= {host[0].lower() for host in _HOST.finditer(words)}
    rules = directory.checker
    hosts |= {*rules.free_mail, *rules.shorteners, *rules.messengers}
    return AllowedValues(
        numbers=frozenset(numbers),
        emails=frozenset(emails),
        handles=frozenset(handles),
        hosts=frozenset(host.lower() for host in hosts),
        links=frozenset(link.rstrip("/") for link in links | sources),
        prefixes=frozenset(rules.exit_prefixes),
        rules=directory.may_pass.rules,
        shared=frozenset({*rules.shorteners, *rules.messengers}),
        sample=directory.service.sample,
        withheld=frozenset(d for d in known if len(d) >= 3) - frozenset(numbers),
    )


def _always(*_: bytes, make: Callable[[], Any]) -> Any:
    return make()


def scan(
    site: Path, allowed: AllowedValues, *, once: Callable[..., Any] = _always
) -> list[Problem]:
    """Return every stray value and link in the files of a finished site, in order.

    `once` is given what a file's strays depend on besides `allowed`, and a function that finds them.
    """
    problems: list[Problem] = []
    own = _own_host(site)
    clean: set[tuple[str, str]] = set()  # most texts occur on every page
    files = {
        path.relative_to(site).as_posix(): path
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }
    sources = _sources_of(files)
    # A file of the site is no value: a derived page asks for an index of its own.
    names = frozenset(path.name.encode() for path in files.values() if _FILE.search(path.name))
    for name, path in files.items():
        content = path.read_bytes()
        if name in sources and (
            _may_be_values(content) - names <= _may_be_values(files[sources[name]].read_bytes())
        ):
            continue  # all values in it are also in its source file, which is scanned
        if path.suffix in _OF_MANY_PAGES:  # where one page changed, the others are as they were
            found = _of_file(path, name, allowed, own, clean, once)
        else:
            find = functools.partial(_of_file, path, name, allowed, own, clean, _always)
            found = once(own.encode(), name.encode(), content, make=find)
        problems += [_problem(name, line, kind, value) for line, kind, value in found]
    return in_order(problems)


def _sources_of(files: Iterable[str]) -> dict[str, str]:
    """Return the files of derived languages, each with the file that it is made of."""
    plain = {_without_fingerprint(name): name for name in files}
    found = {}
    for language in DERIVED:
        target = PROFILES[language]
        source = PROFILES[target.derived_from or language]
        for bare, name in plain.items():
            folder, _, file = bare.rpartition("/")
            if bare.startswith(target.path):
                other = source.path + bare.removeprefix(target.path)
            elif file.startswith((f"{target.code}.", f"{target.code}-")):
                other = f"{folder}/{source.code}{file.removeprefix(target.code)}"
            else:
                continue
            if other in plain:
                found[name] = plain[other]
    return found


def _without_fingerprint(name: str) -> str:
    path = PurePath(name)
    return path.with_name(f"{path.name.partition('.')[0]}{path.suffix}").as_posix()


# QR codes differ with the address; a name repeated in both scripts occurs only once.
_SAID_AGAIN = re.compile(
    rf"<svg\b.*?</svg>| data-mark=\"[^\"]*\"|{derived.SHOWN}[^{derived.SOUGHT}]*{derived.SOUGHT}",
    re.DOTALL,
)
# What a number, an address or a host may be made of. A number is one with the marks between its digits.
_OF_ADDRESSES = bytes(c if chr(c).isalnum() or chr(c) in "_+-@." else 32 for c in range(128))
_OF_ADDRESSES += b" " * 128
_MAY_BE_NUMBER = re.compile("[0-9零〇一二三四五六七八九十][0-9零〇一二三四五六七八九十 ().-]*")


def _may_be_values(content: bytes) -> set[str | bytes]:
    """Return all numbers, addresses and hosts of a file."""
    text = _SAID_AGAIN.sub("", content.decode("utf-8", "replace"))
    pieces = set(text.encode().translate(_OF_ADDRESSES).split())
    numbers = {found.strip(" ().-") for found in _MAY_BE_NUMBER.findall(text)}
    return {*numbers, *(each for each in pieces if b"." in each or b"@" in each)}


def _of_file(
    path: Path,
    name: str,
    allowed: AllowedValues,
    own: str,
    clean: set[tuple[str, str]],
    once: Callable[..., Any],
) -> Found:
    """Return line, kind and value of each stray in a file. `clean` collects the pieces without any.

    `once` is asked for those of a long piece.
    """
    strays: Found = []
    plain_name = f"{path.name.partition('.')[0]}{path.suffix}"  # without its fingerprint
    is_table = plain_name in {Path(script).name for script in allowed.rules.tables}
    is_lookup = PurePath(name).with_name(plain_name).as_posix() == LOOKUP_FILE
    for line, text, kind in _pieces(path, is_lookup=is_lookup):
        if (text, kind) in clean:
            continue
        if name == _SECURITY_FILE and text.startswith("Contact: "):
            continue  # the operator's own, asked for at each build
        find = functools.partial(_found, text, kind, allowed, own)
        if len(text) < _LONG:
            found = find()
        else:
            said = text.encode("utf-8", "surrogatepass")
            found = once(b"piece", own.encode(), kind.encode(), said, make=find)
        if is_table:
            found = [each for each in found if each[0] in ("link", "host")]
        strays += [(line, what, value) for what, value in found]
        if not found and not is_table:
            clean.add((text, kind))
    return strays


def _found(text: str, kind: str, allowed: AllowedValues, own: str) -> list[tuple[str, str]]:
    return list(_FINDERS[kind](text, allowed, own))


def _problem(name: str, line: int, kind: str, value: str) -> Problem:
    key = "site-stray-link" if kind == "link" else "site-stray-value"
    return Problem.of(name, max(line, 1), 1, key, kind=message(f"stray-{kind}"), value=value)


# --- What the data vouches for


def _sources(directory: Directory) -> Iterator[str]:
    """Yield the address of every reviewed source, of contacts only while they are published."""
    for reference in directory.references.values():
        yield from (reference.evidence.source, *reference.evidence.also)
    for namesake in directory.namesakes:
        for evidence in namesake.evidence:
            yield from (evidence.source, *evidence.also)
    for region in directory.regions.values():
        for published in directory.published_contacts(region):
            contact = published.contact
            yield from (contact.evidence.source, *contact.evidence.also)
            routes = [route.evidence for phone in contact.phones for route in phone.routes]
            for each in (*(value.evidence for value in contact.values()), *routes):
                if each:
                    yield from (each.source, *each.also)
        for channel in directory.okpay_channels(region):
            yield channel.evidence.source
        for step in region.ladder.steps if region.ladder else ():
            yield from (step.evidence.source, *step.evidence.also)


def _digits(value: str) -> str:
    return re.sub(r"[^0-9#*]", "", value)


def _spellings(number: str, region: str) -> set[str]:
    """Return the digits of a number as its owner writes it and with its calling code."""
    found = {_digits(number)}
    try:
        parsed = phonenumbers.parse(number, None if region == "EU" else region)
    except phonenumbers.NumberParseException:
        return found
    national = phonenumbers.national_significant_number(parsed)
    return found | {
        f"{parsed.country_code}{national}",
        national,
        _digits(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)),
    }


# --- Reading files


def _pieces(path: Path, *, is_lookup: bool) -> Iterable[Piece]:
    """Return the pieces of a file that a reader gets."""
    suffix = path.suffix.lower()
    if suffix in (".html", ".htm"):
        # Its plain elements are made faster than those of lxml.html.
        return _of_document(etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8")))
    if suffix in _XML_FILES:
        root = etree.fromstring(
            path.read_bytes(), etree.XMLParser(resolve_entities=False, recover=True)
        )
        return _of_document(root)
    if suffix == ".json":
        kind: Literal["data", "text"] = "data" if is_lookup else "text"
        return ((1, text, kind) for text in _of_json(json.loads(path.read_text("utf-8"))))
    if suffix in _TEXT_FILES:
        return _of_lines(path.read_text("utf-8"))
    if suffix == ".js":
        script = _ADDED.sub("", path.read_text("utf-8"))
        script = _CODED.sub(lambda m: chr(int(m[1] or m[2], 16)), script)
        said: list[Piece] = [
            (1, m[0][1:-1], "text")
            for m in _SAID.finditer(script)
            if " " in m[0] and not _IS_CODE.search(m[0])
        ]
        plain = _MEMBERS.sub(lambda m: m["email"] or m[0].replace(".", " "), script)
        return [*said, *((n, line, "code") for n, line, _ in _of_text(plain))]
    if suffix == ".css":  # colours and sizes are no texts
        sheet = path.read_text("utf-8")
        strings = [m[1] or m[2] or "" for m in _QUOTED.finditer(sheet)]
        counted = (f"拨打 {m[1]}" for m in _COUNTED.finditer(sheet))  # printed as it is
        return _of_text("\n".join([*strings, "".join(strings), *counted]))
    return ()


def _of_text(text: str) -> Iterator[Piece]:
    return ((number, line, "text") for number, line in enumerate(text.splitlines(), 1))


def _of_lines(text: str) -> Iterator[Piece]:
    """Yield the lines of a text; one that is a list in JSON, as the search index has, by its members."""
    for piece in _of_text(text):
        number, line, kind = piece
        try:
            members = _of_json(json.loads(line)) if line.startswith(("[[", "{")) else None
        except ValueError:
            members = None
        if members is None:
            yield piece
        else:
            yield from ((number, each, kind) for each in members)


def _of_json(value: Any) -> Iterator[str]:
    """Yield the texts, keys and large numbers inside a JSON value, in no order."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, int) and abs(value) > _LARGEST_COUNT:
            yield str(value)


def _of_document(root: Any) -> list[Piece]:
    """Return what a document says, the text of a block as one: `28<b>78</b>` is one number."""
    found: list[Piece] = []
    blocks: list[Piece] = []
    line = 1
    parts: list[str] = []

    def walk(element: Any) -> None:
        nonlocal line, parts
        tag, tail, here = element.tag, element.tail or "", element.sourceline or 1
        if not isinstance(tag, str):
            found.append((here, element.text or "", "text"))  # a comment
            parts.append(tail)
            return
        if page_parts.is_struck(element):
            parts.append(" ; " + tail)
            return
        # QName would refuse what a writer may type, as <tel:1>
        name = tag.rpartition("}")[2]
        for attribute, value in element.items():
            if attribute in _LINKS:
                found.extend((here, link, "link") for link in _of_attribute(attribute, value))
            elif name not in _UNREAD and _is_read(attribute, element):
                found.append((here, value, "text"))
        # The texts of a drawing stand side by side, wherever they stand in the file.
        breaks = name in _BLOCKS or (name != tag and name not in ("text", "tspan", "svg", "g"))
        if breaks:
            blocks.append((line, "".join(parts), "text"))
            line, parts = here, []
        if name not in _UNREAD:
            parts.append(element.text or "")
        elif name == "script" and element.get("type") == "application/ld+json":
            texts = _of_json(json.loads(element.text or "null"))
            found.extend((here, text, "text") for text in texts if text not in _JSON_LD_KEYS)
        for child in element:
            walk(child)
        if breaks:
            blocks.append((line, "".join(parts), "text"))
            parts = []
        parts.append(tail)

    walk(root)
    blocks.append((line, "".join(parts), "text"))
    return [*found, *blocks, *_neighbours(blocks)]


def _neighbours(pieces: list[Piece]) -> Iterator[Piece]:
    """Yield the joined text of neighbouring cells, items or lines that contain no word."""
    first, digits = 0, ""
    for line, text, _ in [*pieces, (0, "end", "text")]:
        if not text.strip():
            continue
        if _WORDLESS.fullmatch(text):
            first, digits = (first, f"{digits} {text}") if digits else (line, text)
            continue
        if sum(map(str.isdigit, digits)) >= 7 and not _ascending(digits):
            yield first, digits, "text"
        digits = ""


def _ascending(digits: str) -> bool:
    """Return whether numbers count on: 1, 2, 3."""
    found = _DIGITS.findall(digits)
    if not 1 < len(found) < 7 or max(map(len, found)) > 9:
        return False
    numbers = [*map(int, found)]
    return numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def _of_attribute(name: str, value: str) -> list[str]:
    return (
        [part.split()[0] for part in value.split(",") if part.strip()]
        if name == "srcset"
        else [value]
    )


def _is_timetable(value: str) -> bool:
    """Return whether a value is a table of opening times: spans of minutes in ascending order."""
    if not _SPANS.fullmatch(value):
        return False
    minutes = [*map(int, re.split("[- ]", value))]
    return minutes == sorted(minutes) and minutes[-1] <= _LAST_MINUTE


def _is_read(name: str, element: Any) -> bool:
    if name in ("data-open", "data-unsure") and _is_timetable(element.get(name)):
        return False
    if name == "content":
        return element.get("name") not in _NUMBERS_ONLY
    return name in ("alt", "title", "value", "placeholder", "label", "summary") or name.startswith(
        ("aria-label", "aria-description", "data-")
    )


def _own_host(site: Path) -> str:
    """Return the host that the site itself says it lives at, or an empty string."""
    index = site / "index.html"
    if not index.is_file():
        return ""
    document = html.document_fromstring(index.read_bytes())
    canonical = str(document.xpath("string(//link[@rel='canonical']/@href)"))
    return host_of(canonical)


# --- Finding strays


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
        for host in _HOST.finditer(rest):
            plain = host[0].lower()
            leads_on = plain in allowed.shared and _PATH.match(rest, host.end())
            if leads_on or not (
                plain in allowed.hosts
                or plain == own
                or allowed.passes_as_example(plain)
                or _FILE.search(plain)
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
    for start, end in may_pass.strung_together(text):
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
            left = may_pass.take_out(left, allowed.rules).rest
        for number in _NUMBER.finditer(left):
            digits = _digits_in(number[0])
            codes = {group.lstrip("#*") for group in _GROUP.findall(number[0])}
            is_known = codes <= allowed.numbers or {f"#{code}" for code in codes} <= allowed.numbers
            if digits >= least and not is_known and not _ascending(number[0]):
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
        number = _digits(_seen(unquote(rest.partition("?")[0])))
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


_FINDERS: Mapping[str, Callable[[str, AllowedValues, str], Iterator[tuple[str, str]]]] = {
    "text": _strays,
    "link": _stray_links,
    "code": _strays_in_code,
    "data": _strays_in_data,
}

"""The checker: compare a number, e-mail address, link or account with the directory.

`docs/assets/scripts/checker.js` is the same in the browser. Both read one look-up (`lookup`) with
the decision table of `data/checker.yml`, and both pass `tests/checker/vectors.yml`. The answer is
never "safe": a value is listed, known to be bad, looks like a listed one, or is not listed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

import phonenumbers
from publicsuffixlist import PublicSuffixList

from helpkit.data import phones
from helpkit.data.directory import Directory, PublishedContact, kind_of
from helpkit.data.records import Evidence, Phone, Region
from helpkit.languages import LANGUAGES
from helpkit.text import hosts

# Where the browser finds what `lookup` makes.
LOOKUP_FILE = "assets/checker.json"
Lookup = Mapping[str, Any]

_EXTENSION = re.compile(
    r"(?<=\d)\s*(?:extension|ext|x|转|轉|分机|分機)[\s.:]*\d{1,6}$", re.I | re.ASCII
)
_PHONE = re.compile(r"^[+#*]?[\d\s().\-/*#]*\d[\d\s().\-/*#]*$", re.ASCII)
_EMAIL = re.compile(r"^[^\s@/:]+@[^\s@/:]+\.[^\s@/:.]+\.?$")
_CALL = re.compile(r"^(?:tel|sms|smsto|callto):/*", re.I)
_SCHEME = re.compile(r"^([a-z][a-z0-9+-]*):(?!\d+(?:/|$))", re.I | re.ASCII)
_OTHER_SCHEME = re.compile(
    r"^(?:(?!https?:)[a-z][a-z0-9+.-]*://|javascript:|data:|vbscript:|intent:)", re.I | re.ASCII
)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LINK = re.compile(
    r"^(?:(?:https?://|//)(?P<user>[^/?#\s]*@)?)?(?P<host>[^/?#\s:@]+)(?::(?P<port>\d+))?(?P<path>[/?#]\S*)?$",
    re.I | re.ASCII,
)
_HOST = re.compile(r"^[^\s./:@,;!?()<>\"']+(?:\.[^\s./:@,;!?()<>\"']+)+\.?$")
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$", re.ASCII)
_NAME = re.compile(r"^@?[^\s@/:,;!?()<>\"']{2,40}$")
# What to look for in a longer text: e-mail addresses, links, numbers.
_INSIDE = (
    re.compile(r"[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I | re.ASCII),
    re.compile(r"https?://[^\s<>\"'，。；！？（）]+", re.I | re.ASCII),
    re.compile(
        r"(?<![a-z0-9@.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[^\s<>\"'，。；！？（）]*)?",
        re.I | re.ASCII,
    ),
    re.compile(r"[+#*]?\(?\d[\d\s().\-]{1,}\d", re.ASCII),
)
_UNSEEN_CATEGORIES = ("Cc", "Cf", "Cs", "Me")
_UNSEEN = re.compile("[\u034f\ufe00-\ufe0f\x1c-\x1f\x85]")
_SUFFIXES = PublicSuffixList()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the checker says: `answer` and `reason` name texts of `data/checker.yml`.

    `value` is the text as it was read; `target` the listed value or name it was compared with;
    `records` are positions in the look-up's records; `until` is the day on which an expired
    record ran out.
    """

    kind: str
    value: str
    answer: str
    reason: str
    target: str = ""
    records: tuple[int, ...] = ()
    until: str = ""


@dataclass(slots=True)
class _Facts:
    """What was found about a value; each fact may name a target."""

    found: dict[str, str] = field(default_factory=dict)
    records: list[int] = field(default_factory=list)
    until: str = ""

    def add(self, name: str, target: str = "") -> None:
        self.found.setdefault(name, target)

    def list(self, records: Iterable[int], lookup: Lookup, *, today: str, shown: str) -> None:
        """Note listed records: those within their limit make it listed, others expired."""
        records = list(dict.fromkeys(records))
        if current := [i for i in records if lookup["records"][i]["until"] >= today]:
            self.records += current
            self.add("listed", shown)
        elif records:
            self.until = max(lookup["records"][i]["until"] for i in records)
            self.add("expired", shown)


def check(text: str, lookup: Lookup, *, today: date) -> Answer:
    """Compare what a reader pasted with the directory. Never raises, whatever the text."""
    kind, value = _read(text, lookup)
    facts = _FACTS[kind](value, lookup, today.isoformat())
    for row in lookup["rules"]["decisions"]:
        if kind in row["kinds"] and all(fact in facts.found for fact in row["when"]):
            named = [facts.found[f] for f in row["when"] if facts.found[f]]
            is_listed = row["answer"] == "listed"
            return Answer(
                kind,
                value,
                row["answer"],
                row["reason"],
                named[0] if named else "",
                tuple(facts.records) if is_listed else (),
                facts.until if row["reason"] == "expired" else "",
            )
    raise LookupError(f"data/checker.yml has no last decision for {kind}")


# --- Reading: what kind of value is this?


def plain(text: str, lookup: Lookup) -> str:
    """Return a text in one spelling: NFKC, no invisible characters, other scripts' digits as 0-9."""
    text = unicodedata.normalize("NFKC", text)
    kept = []
    for c in text:
        if _UNSEEN.match(c) or (unicodedata.category(c) in _UNSEEN_CATEGORIES and not c.isspace()):
            continue
        zero = next(
            (z for z in lookup["rules"]["digit_zeros"] if 0 <= ord(c) - int(z, 16) <= 9), None
        )
        kept.append(str(ord(c) - int(zero, 16)) if zero else c)
    return re.sub(r"\s+", " ", "".join(kept)).strip()


def _read(text: str, lookup: Lookup) -> tuple[str, str]:
    text = plain(text[:2000], lookup)
    if found := _read_one(text, lookup):
        return found
    if _OTHER_SCHEME.match(text):
        return "unreadable", text[:80]
    inside: list[str] = []
    rest = text
    for pattern in _INSIDE:
        inside += [m[0].rstrip(".") for m in pattern.finditer(rest)]
        rest = pattern.sub(" ", rest)
    if len(inside) == 1 and (found := _read_one(inside[0], lookup)):
        return found
    return "unreadable", text[:80]


def _read_one(text: str, lookup: Lookup) -> tuple[str, str] | None:
    rules = lookup["rules"]
    if called := _CALL.match(text):
        text = _decoded(re.split("[?;]", text[called.end() :])[0])
        return ("phone", text) if _PHONE.match(_without_extension(text)) else None
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() == "mailto":
        text = _decoded(text[len(scheme[0]) :].partition("?")[0])
        return ("email", text.lower()) if _EMAIL.match(text) else None
    numbers = _DASHES.sub("-", "".join(rules["numerals"].get(c, c) for c in text))
    if _PHONE.match(_without_extension(numbers)) and not _IP.match(text):
        return ("phone", numbers) if len(re.sub(r"\D", "", numbers)) >= 2 else None
    letters = rules["letters_as_digits"]
    if (
        re.search(r"\d", text)
        and len(re.sub(r"\D", "", text)) * 2 >= len(re.sub(r"[\s()-]", "", text))
        and _PHONE.match("".join(letters.get(c.lower(), c) for c in text))
        and not _IP.match(text)
    ):
        return "phone", text
    dotted = "".join("." if c in rules["dots"] else c for c in text)
    if _EMAIL.match(dotted):
        return "email", dotted.lower()
    link = _LINK.match(dotted)
    if link and _HOST.match(link["host"]) and (not scheme or scheme[1].lower().startswith("http")):
        return _read_messenger(link, lookup) or ("link", dotted)
    if word := _after_handle_word(text, rules["handle_words"]):
        return "handle", word.lower()
    if _NAME.match(text) and not scheme:
        return "handle", text.removeprefix("@").lower()
    return None


def _decoded(text: str) -> str:
    """Return a text with its percent signs read; one that is written wrongly stays as it is."""
    if re.search(r"%(?![0-9a-f]{2})", text, re.I):
        return text
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _without_extension(text: str) -> str:
    return _EXTENSION.sub("", text)


def _after_handle_word(text: str, words: Iterable[str]) -> str:
    for word in words:
        if text.lower().startswith(word):
            rest = text[len(word) :]
            found = re.match(r"^\s*(?:号|群|id)?\s*[: ]\s*@?(\S{2,40})$", rest, re.I)
            if found:
                return found[1]
    return ""


def _read_messenger(link: re.Match[str], lookup: Lookup) -> tuple[str, str] | None:
    host = link["host"].lower().removeprefix("www.")
    if host not in lookup["rules"]["messengers"] or link["user"]:
        return None
    path = _decoded(link["path"] or "")
    number = re.search(r"(?:^/|phone=)\+?(\d{7,15})(?:$|[/?&#])", path, re.ASCII)
    if number:
        return "phone", "+" + number[1]
    name = re.match(r"^/(?:@|\+|channel/|user/|add/)?([^/?#]{2,60})", path)
    return ("handle", name[1].lower()) if name else ("handle", host)


# --- Facts


def _phone_facts(value: str, lookup: Lookup, today: str) -> _Facts:
    facts, rules = _Facts(), lookup["rules"]
    base = _without_extension(value)
    if base != value:
        facts.add("extension")
    letters = rules["letters_as_digits"]
    spoken = "".join(letters.get(c.lower(), c) for c in base)
    disguised = spoken != base
    forms = candidates(spoken, rules)
    if any(digest(form) in lookup["bad"] for form in forms):
        facts.add("known-bad")
    listed = [i for form in forms for i in lookup["phones"].get(form, ())]
    if disguised:
        if listed:
            facts.add("letters", lookup["shown"][next(f for f in forms if f in lookup["phones"])])
        return facts
    facts.list(listed, lookup, today=today, shown="")
    for form in forms:
        if form in lookup["short_with_code"]:
            facts.add("short-with-code", lookup["short_with_code"][form])
    for known, shown in lookup["shown"].items():
        digits = known[2:]
        for form in forms:
            if form[0] != known[0]:
                continue
            if len(digits) >= rules["least_number"] and one_edit(form[2:], digits):
                facts.add("near-number", shown)
            elif (
                len(digits) >= rules["least_part"]
                and len(form) > len(known)
                and (form[2:].startswith(digits) or form[2:].endswith(digits))
            ):
                facts.add("extra-digits", shown)
    return facts


def candidates(number: str, rules: Mapping[str, Any]) -> list[str]:
    """Return what a number may mean: `n:` as dialled in its region, `i:` with its calling code."""
    number = re.sub(r"\(\s*0\s*\)", "", number) if "+" in number else number
    pressed = re.sub(r"[^0-9*#]", "", number)
    if number.lstrip(" (").startswith("+"):
        return [f"i:{pressed}"]
    found = [f"n:{pressed}"]
    if len(pressed) >= rules["least_number"]:
        found.append(f"i:{pressed}")
    found += [
        f"i:{pressed[len(prefix) :]}"
        for prefix in rules["exit_prefixes"]
        if pressed.startswith(prefix) and len(pressed) - len(prefix) >= rules["least_number"]
    ]
    return found


def _email_facts(value: str, lookup: Lookup, today: str) -> _Facts:
    local, _, host = value.rpartition("@")
    facts = _host_facts(host.rstrip("."), lookup, today, listed_host="under-listed")
    if digest(f"e:{value}") in lookup["bad"]:
        facts.add("known-bad")
    facts.list(lookup["emails"].get(value, ()), lookup, today=today, shown="")
    if host in lookup["rules"]["free_mail"]:
        facts.add("free-mail")
    if _has_brand(local, lookup):
        facts.add("brand", lookup["service"])
    return facts


def _link_facts(value: str, lookup: Lookup, today: str) -> _Facts:
    link = _LINK.match(value)
    assert link is not None
    host = link["host"].lower().rstrip(".")
    facts = _host_facts(host, lookup, today, listed_host="listed")
    if named := _decoded(link["user"] or "")[:-1].partition(":")[0]:
        facts.add("name-before-at", named[:60])
    if link["port"] and link["port"] not in ("80", "443"):
        facts.add("port")
    if (link["path"] or "/") != "/":
        facts.add("path")
    if host.removeprefix("www.") in lookup["rules"]["shorteners"]:
        facts.add("shortener")
    return facts


def _host_facts(host: str, lookup: Lookup, today: str, *, listed_host: str) -> _Facts:
    """Find out what a host is or pretends to be; `listed_host` names the fact of a listed one."""
    facts = _Facts()
    host = hosts.in_unicode(host)
    bare = host.removeprefix("www.")
    if any(digest(f"h:{part}") in lookup["bad"] for part in _parents(bare)):
        facts.add("known-bad")
    if bare in lookup["hosts"]:
        if listed_host == "listed":
            facts.list(lookup["hosts"][bare], lookup, today=today, shown="")
        else:
            facts.add(listed_host, bare)
        return facts
    if _IP.match(host):
        facts.add("ip-address")
        return facts
    for known in lookup["hosts"]:
        if lookup["below"][known] and bare.endswith(f".{known}"):
            facts.add("under-listed", known)
    for target in lookup["targets"]:
        if bare == target["domain"] or bare.endswith(f".{target['domain']}"):
            facts.add("same-domain", target["host"])
    if not facts.found.keys() & {"under-listed", "same-domain"}:
        for target in lookup["targets"]:
            _compare(bare, target, facts, lookup)
    if any(bare == d or bare.endswith(f".{d}") for d in lookup["namesakes"]):
        facts.add("namesake")
    if _has_brand(bare, lookup):
        facts.add("brand", lookup["service"])
    if any(_is_mixed(label, lookup) for label in bare.split(".")):
        facts.add("mixed-scripts")
    return facts


def _compare(host: str, target: Mapping[str, str], facts: _Facts, lookup: Lookup) -> None:
    rules, domain, label = lookup["rules"], target["domain"], target["label"]
    labels = host.split(".")
    count = domain.count(".") + 1
    tails = [".".join(labels[-n:]) for n in (count, count - 1) if 0 < n <= len(labels)]
    if any(skeleton(tail, lookup) == skeleton(domain, lookup) for tail in tails):
        facts.add("confusable", domain)
    joined = domain.replace(".", "-")
    if f".{domain}." in f".{host}" or joined in host:
        facts.add("embedded", domain)
    if len(label) < rules["least_label"]:
        return
    if any(one_edit(tail, domain) for tail in tails):
        facts.add("near-name", domain)
    if label in rules["common_labels"]:
        return
    if skeleton(label, lookup) in [skeleton(part, lookup) for part in labels]:
        facts.add("other-ending", domain)
    elif any(_has_affix(part, label, rules["affix_words"]) for part in labels):
        facts.add("affix", domain)


def _has_affix(part: str, label: str, words: Iterable[str]) -> bool:
    if f"-{label}-" in f"-{part}-":
        return True
    if not (part.startswith(label) or part.endswith(label)):
        return False
    rest = part[len(label) :] if part.startswith(label) else part[: -len(label)]
    return rest.strip("-") in words


def _has_brand(text: str, lookup: Lookup) -> bool:
    """Return whether a host, mailbox or account uses the name of the service, or nearly."""
    brand = skeleton(lookup["service"].lower(), lookup)
    if brand in re.sub(r"[-_.\s]", "", skeleton(text, lookup)):
        return True
    return any(
        one_edit(skeleton(word, lookup), brand)
        for word in re.split(r"[-_.\s]", text)
        if word and word not in lookup["rules"]["not_the_brand"]
    )


def _handle_facts(value: str, lookup: Lookup, today: str) -> _Facts:
    facts = _Facts()
    if digest(f"a:{value}") in lookup["bad"]:
        facts.add("known-bad")
    facts.list(lookup["handles"].get(value, ()), lookup, today=today, shown="")
    if _has_brand(value, lookup):
        facts.add("brand", lookup["service"])
    return facts


def _no_facts(value: str, lookup: Lookup, today: str) -> _Facts:
    return _Facts()


_FACTS = {
    "phone": _phone_facts,
    "email": _email_facts,
    "link": _link_facts,
    "handle": _handle_facts,
    "unreadable": _no_facts,
}


# --- Comparing


def digest(form: str) -> str:
    """Return the SHA-256 of a value's form: bad values are shipped as digests, never as digits."""
    return hashlib.sha256(form.encode()).hexdigest()


def one_edit(one: str, other: str) -> bool:
    """Return whether two texts differ by one character changed, added, left out or swapped."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        swapped = one[start : start + 2] == other[start : start + 2][::-1]
        rest = one[start + 2 :] == other[start + 2 :] and swapped
        return one[start + 1 :] == other[start + 1 :] or rest
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[start + 1 :] == shorter[start:]


def skeleton(text: str, lookup: Lookup) -> str:
    """Return what a text looks like: without accents, look-alike characters made one."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    folded = "".join(lookup["confusables"].get(c, c) for c in bare)
    for shape, read_as in lookup["rules"]["same_look"]:
        folded = folded.replace(shape, read_as)
    return folded


def _is_mixed(label: str, lookup: Lookup) -> bool:
    """Return whether a label has both plain Latin letters and letters that only look like them."""
    return bool(re.search(r"[a-z]", label)) and any(c in lookup["confusables"] for c in label)


def _parents(host: str) -> Iterator[str]:
    labels = host.split(".")
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])


# --- The look-up


def lookup(directory: Directory) -> dict[str, Any]:
    """Return all that the checker needs, as JSON: today's published values and the rules.

    Values that are known to be bad are in it as digests only.
    """
    made = _Maker(directory)
    for region in directory.regions_in_order():
        for contact in directory.published_contacts(region):
            made.add_contact(contact, region)
        made.add_channels(region)
    made.add_official_domains()
    made.add_bad()
    rules = directory.checker.model_dump(mode="json", exclude={"answers", "reasons", "words"})
    texts = directory.checker.model_dump(mode="json", include={"answers", "reasons", "words"})
    return {
        "made": directory.today.isoformat(),
        "service": directory.service.name,
        "rules": rules,
        "texts": texts,
        "records": made.records,
        "phones": made.phones,
        "shown": made.shown,
        "short_with_code": made.short_with_code,
        "emails": made.emails,
        "hosts": made.hosts,
        "below": made.below,
        "targets": made.targets,
        "handles": made.handles,
        "namesakes": sorted({d.lower() for n in directory.namesakes for d in n.domains}),
        "bad": made.bad,
        "confusables": hosts.latin_confusables(),
    }


class _Maker:
    """Collects the parts of the look-up."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.records: list[dict[str, Any]] = []
        self.phones: dict[str, list[int]] = {}
        self.shown: dict[str, str] = {}
        self.short_with_code: dict[str, str] = {}
        self.emails: dict[str, list[int]] = {}
        self.hosts: dict[str, list[int]] = {}
        self.below: dict[str, bool] = {}
        self.targets: list[dict[str, str]] = []
        self.handles: dict[str, list[int]] = {}
        self.bad: list[str] = []

    def add_contact(self, published: PublishedContact, region: Region) -> None:
        contact = published.contact
        for phone in published.phones:
            for line in phone.with_routes():
                evidence = line.evidence or contact.evidence
                until = self.directory.valid_until(evidence, kind_of(line))
                record = self._record(
                    contact.name.model_dump(), evidence, until, region, contact.id
                )
                self._add_phone(line, region, record)
        for email in published.emails:
            until = self.directory.valid_until(contact.evidence, "email")
            record = self._record(
                contact.name.model_dump(), contact.evidence, until, region, contact.id
            )
            self._put(self.emails, email.lower(), record)
        for link, evidence in (
            (published.website, contact.evidence),
            (published.report_url, contact.report_evidence or contact.evidence),
        ):
            if link:
                until = self.directory.valid_until(evidence, "website")
                record = self._record(
                    contact.name.model_dump(), evidence, until, region, contact.id
                )
                self._add_host(urlsplit(link).hostname or "", record)

    def add_channels(self, region: Region) -> None:
        name = dict.fromkeys(LANGUAGES, self.directory.service.name)
        for channel in self.directory.okpay_channels(region):
            until = self.directory.channel_until(channel)
            record = self._record(name, channel.evidence, until, region, "")
            if channel.kind == "hotline":
                self._add_phone(Phone(number=channel.value), region, record)
            elif channel.kind == "email":
                self._put(self.emails, channel.value.lower(), record)
            elif "://" in channel.value:
                self._add_host(urlsplit(channel.value).hostname or "", record)
            else:
                self._put(self.handles, channel.value.removeprefix("@").lower(), record)

    def add_official_domains(self) -> None:
        current = self.directory.official_domains()
        name = dict.fromkeys(LANGUAGES, self.directory.service.name)
        for official in self.directory.service.official_domains:
            if official.domain in current:
                until = self.directory.valid_until(official.evidence, "website")
                record = self._record(name, official.evidence, until, None, "")
                self._add_host(official.domain, record)

    def add_bad(self) -> None:
        """Note what is known to be bad and what was withdrawn; call it last."""
        for bad in self.directory.known_bad:
            if bad.kind == "phone":
                forms = _forms(Phone(number=bad.value), region=bad.region or "EU")
            else:
                forms = {"h:" + bad.value.lower()}
            self.bad += [digest(form) for form in sorted(forms)]
        for region in self.directory.regions.values():
            for gone in region.withdrawn:
                for value in gone.values:
                    self.bad += [
                        digest(form) for form in sorted(_withdrawn_forms(value, region, self.hosts))
                    ]
        self.bad = sorted(set(self.bad))

    def _record(
        self,
        name: Mapping[str, str | None],
        evidence: Evidence,
        until: date,
        region: Region | None,
        identifier: str,
    ) -> int:
        record = {
            "id": identifier,
            "name": {language: name[language] for language in LANGUAGES},
            "region": region.slug if region else "",
            "region_name": region.name.model_dump() if region else None,
            "checked": evidence.read_on.isoformat(),
            "until": until.isoformat(),
        }
        if record in self.records:
            return self.records.index(record)
        self.records.append(record)
        return len(self.records) - 1

    def _add_phone(self, phone: Phone, region: Region, record: int) -> None:
        shown = phone.number
        for form in sorted(_forms(phone, region=region.code)):
            self._put(self.phones, form, record)
            self.shown.setdefault(form, shown)
        pressed = phones.digits(phone)
        code = phonenumbers.country_code_for_region(region.code)
        if phone.short_code and code and pressed.isdigit() and len(pressed) < 7:
            self.short_with_code.setdefault(f"i:{code}{pressed}", shown)

    def _add_host(self, host: str, record: int) -> None:
        bare = host.lower().removeprefix("www.")
        self._put(self.hosts, bare, record)
        domain = _SUFFIXES.privatesuffix(bare)
        # A name that is itself a public ending (gov.uk) says nothing about what lies below it.
        self.below[bare] = bool(domain)
        target = {"host": bare, "domain": domain or bare, "label": (domain or bare).split(".")[0]}
        if target not in self.targets:
            self.targets.append(target)

    @staticmethod
    def _put(table: dict[str, list[int]], key: str, record: int) -> None:
        if record not in table.setdefault(key, []):
            table[key].append(record)


def _withdrawn_forms(value: str, region: Region, listed: Collection[str]) -> set[str]:
    """Return the forms by which a withdrawn value is known; those of one page are none.

    A page that is gone says nothing against its host, nor an old address against a host that is
    listed.
    """
    if re.fullmatch(r"[\d\s().+*#/-]+", value):
        return _forms(Phone(number=value), region=region.code)
    name, at, host = value.rpartition("@")
    if name and at:
        return {f"e:{value.lower()}"}
    if at or "." not in value:
        return {f"a:{host.lower()}"}
    link = urlsplit(value if "://" in value else f"//{value}")
    bare = (link.hostname or "").removeprefix("www.")
    return set() if link.path.strip("/") or bare in listed else {f"h:{bare}"}


def _forms(phone: Phone, *, region: str) -> set[str]:
    """Return every form of a number: as written, national, and with its calling code."""
    pressed = phones.digits(phone)
    forms = {f"i:{pressed[1:]}" if pressed.startswith("+") else f"n:{pressed}"}
    number = phones.parse(phone, region=region)
    if number is None or phone.national_only:
        return forms
    national = phonenumbers.national_significant_number(number)
    forms |= {f"n:{national}", f"i:{number.country_code}{national}"}
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    forms.add("n:" + re.sub(r"[^0-9*#]", "", written))
    return forms

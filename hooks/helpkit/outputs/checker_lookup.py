"""The checker's look-up: what `docs/assets/scripts/checker.js` compares a pasted text with.

The script decides by the decisions of `data/checker.yml`, which the look-up takes along;
`tests/checker/vectors.yml` is its specification. What it says stands in the page
(`overrides/blocks/checker.html`): nothing of the look-up is shown as words.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from phonenumbers import PhoneMetadata

from helpkit.data import phones
from helpkit.data.directory import Directory
from helpkit.data.quoted_texts import Words
from helpkit.data.records import (
    Contact,
    ContactName,
    ContactValue,
    Evidence,
    Phone,
    Region,
    Text,
)
from helpkit.data.settings import CHECKER_TEXTS
from helpkit.languages import LANGUAGES
from helpkit.text import folding, hosts
from helpkit.text.may_pass import any_of, of_script

# Where the browser finds what `lookup` makes.
LOOKUP_FILE = "assets/checker.json"


def lookup(directory: Directory) -> dict[str, Any]:
    """Return all that the checker needs, as JSON: today's published values and the rules.

    A number has a form for each way to dial it: `n:` and the digits pressed inside its region, `i:`
    and the digits with its calling code. Bad values have `h:` (host), `e:` (e-mail address) and `a:`
    (account), too. A record is named by its place in `records`.

        made, service    the day of the look-up, the name of the service
        rules            data/checker.yml without its texts
        amounts, called  expressions of what stands before and behind an amount, and a number to call
        not_meant        expressions of what stands around what is out of use, or the reader's own
        numbered         expressions of what stands before numbers of models and of cases
        signs            id of a safety rule -> expression of what those say who want it broken
        warnings         expression of what a clause has that warns of what fraudsters say
        exceptions       expression of what such a clause has that is no mere warning
        topics           page -> expression of what is said in messages of its kind
        general          expression of words that stand where an account could and are none
        crisis           expression of what somebody says who may be about to die
        regions          code -> names of the region and of its cities
        emergency        emergency code -> codes of the regions in which it is one
        records          of each listed value: its body, region, and the days it was checked and ends
        phones           form -> records
        shown            form -> the number as its owner writes it
        elsewhere        digits -> [region, lengths of the groups] where they are another's number
        short_with_code  form of a short code behind its calling code -> the short code as written
        emails, handles  address, account -> records
        hosts            host without `www.` -> records
        pages            host and path of listed pages
        below            host -> whether the hosts below it are its owner's
        targets          what look-alikes are compared with: host, domain, first label of the domain
        namesakes        domains of others with the same name
        bad              SHA-256 of the forms of bad and withdrawn values, so that none can be read
        confusables      character -> the Latin letter that it looks like
    """
    made = LookupBuilder(directory)
    for region in directory.regions_in_order():
        for published in directory.published_contacts(region):
            made.add_contact(published.contact, region)
        made.add_channels(region)
    made.add_official_domains()
    made.add_bad()
    codes = [code for code in directory.regions if PhoneMetadata.metadata_for_region(code)]
    return {
        "made": directory.today.isoformat(),
        "service": directory.service.name,
        "rules": directory.checker.model_dump(
            mode="json",
            exclude=CHECKER_TEXTS
            | {"called", "not_meant", "amounts", "numbered", "warnings", "exceptions"},
        ),
        "amounts": _amounts(directory),
        "general": any_of(directory.may_pass.rules.general),
        "numbered": {
            "models": any_of(directory.checker.numbered.models),
            "cases": any_of(directory.checker.numbered.cases),
        },
        "called": _around(directory.checker.called.before, directory.checker.called.behind),
        "not_meant": _around(
            directory.checker.not_meant.before, directory.checker.not_meant.behind
        ),
        "crisis": _signs(directory.danger.crisis),
        "signs": {rule.id: _signs(rule.signs) for rule in directory.safety if rule.signs.of_all},
        "warnings": _signs(directory.checker.warnings),
        "exceptions": _signs(directory.checker.exceptions),
        "topics": {topic.page: _signs(topic.signs) for topic in directory.checker.topics},
        "regions": {code: _names(directory, code) for code in sorted(directory.regions)},
        "emergency": emergency_codes(tuple(sorted(codes))),
        "records": made.records,
        "phones": made.phones,
        "shown": made.shown,
        "elsewhere": _elsewhere(made.phones, made.records, codes),
        "short_with_code": made.short_with_code,
        "emails": made.emails,
        "hosts": made.hosts,
        "pages": sorted(made.pages),
        "below": made.below,
        "targets": made.targets,
        "handles": made.handles,
        "namesakes": sorted({d.lower() for n in directory.namesakes for d in n.domains}),
        "bad": made.bad,
        "confusables": hosts.latin_confusables(),
    }


def _amounts(directory: Directory) -> dict[str, str]:
    """Return expressions of what stands around an amount in texts of any case: `money` of a sum, `behind` of a count."""
    rules, more = directory.may_pass.rules, directory.checker.amounts
    nouns = of_script(rules.units, "latin")
    latin = [money for money in rules.currencies if money.isascii()]
    han = [money for money in rules.currencies if not money.isascii()]
    # Of what counts in capitals only there is none in lower case, and browsers before 2024 can't read it.
    measures = any_of(rules.measures).replace("(?-i:", "(?!)(?:")
    words = (measures, rf"(?:{nouns})(?:e?s)?")
    counted = (of_script(rules.units, "han"), "[%％]", _word(words), *more.behind)
    before = (*map(re.escape, rules.signs), any_of(rules.currencies), *more.before)
    return _around(before, counted) | {"money": any_of((*han, _word(latin)))}


def _word(expressions: Iterable[str]) -> str:
    return rf"(?:{any_of(expressions)})(?![a-z0-9@_-])"


def _around(before: Iterable[str], behind: Iterable[str]) -> dict[str, str]:
    return {"before": any_of(before), "behind": any_of(behind)}


def _names(directory: Directory, code: str) -> list[str]:
    """Return the names of a region and of its cities; short ones could be other words."""
    more = directory.search.regions.get(code, Words()).of_all
    long = [name for name in more if len(name) > (3 if name.isascii() else 1)]
    return list(dict.fromkeys([*_all(directory.regions[code].name), *long]))


_GAP = r"[^\n.!?。！？]{0,30}"


def _signs(phrases: Words) -> str:
    """Return the expression of phrases in either script; "~" stands for up to thirty characters."""
    found = []
    for phrase in phrases.of_all:
        for spelt in dict.fromkeys((phrase, folding.in_traditional(phrase))):
            pattern = _GAP.join(re.escape(part.strip()) for part in spelt.split("~"))
            found.append(rf"(?:^|[^a-z]){pattern}(?![a-z])" if spelt.isascii() else pattern)
    return any_of(found)


class LookupBuilder:
    """Collects the parts of the look-up."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.records: list[dict[str, Any]] = []
        self.phones: dict[str, list[int]] = {}
        self.shown: dict[str, str] = {}
        self.short_with_code: dict[str, str] = {}
        self.emails: dict[str, list[int]] = {}
        self.hosts: dict[str, list[int]] = {}
        self.pages: set[str] = set()
        self.below: dict[str, bool] = {}
        self.targets: list[dict[str, str]] = []
        self.handles: dict[str, list[int]] = {}
        self.bad: list[str] = []

    def add_contact(self, contact: Contact, region: Region) -> None:
        """Note every value of a contact that may be shown today."""
        for value in contact.values():
            until = self.directory.value_until(value)
            record = self._record(_all(contact.name), value.evidence, until, region, contact.id)
            self._add(value, region, record)

    def add_channels(self, region: Region) -> None:
        """Note the service's own channels in a region."""
        name = [self.directory.service.name]
        for channel in self.directory.okpay_channels(region):
            until = self.directory.channel_until(channel)
            record = self._record(name, channel.evidence, until, region, "")
            self._add(channel.as_value(), region, record)

    def _add(self, value: ContactValue, region: Region, record: int) -> None:
        if value.phone:
            self._add_phone(value.phone, region, record)
        elif value.form == "email":
            self._put(self.emails, value.text.lower(), record)
        elif value.form == "link":
            self._add_link(value.text, record)
        else:
            self._put(self.handles, value.text.removeprefix("@").lower(), record)

    def add_official_domains(self) -> None:
        """Note the service's own domains."""
        current = self.directory.official_domains()
        name = [self.directory.service.name]
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
            self.bad += [sha256_hex(form) for form in sorted(forms)]
        for region in self.directory.regions.values():
            for gone in region.withdrawn:
                for value in gone.values:
                    self.bad += [
                        sha256_hex(form)
                        for form in sorted(_withdrawn_forms(value, region, self.hosts))
                    ]
        self.bad = sorted(set(self.bad))

    def _record(
        self,
        name: list[str],
        evidence: Evidence,
        until: date,
        region: Region | None,
        identifier: str,
    ) -> int:
        record = {
            "id": identifier,
            "name": name,
            "region": region.code if region else "",
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

    def _add_link(self, address: str, record: int) -> None:
        """Note a page and its host; on a host that all share, only the account."""
        link = urlsplit(address)
        bare = hosts.bare_host(address)
        if any(hosts.is_under(bare, shared) for shared in self.directory.checker.messengers):
            account = f"{bare}{link.path.rstrip('/')}".lower().replace("/@", "/")
            self._put(self.handles, account, record)
        else:
            if link.path.strip("/"):
                self.pages.add((bare + link.path).lower())
            self._add_host(bare, record)

    def _add_host(self, host: str, record: int) -> None:
        bare = host.lower().removeprefix("www.")
        self._put(self.hosts, bare, record)
        domain = hosts.suffixes().privatesuffix(bare)
        # A public suffix (gov.uk) says nothing about the hosts below it.
        self.below[bare] = bool(domain)
        target = {"host": bare, "domain": domain or bare, "label": (domain or bare).split(".")[0]}
        if target not in self.targets:
            self.targets.append(target)

    @staticmethod
    def _put(table: dict[str, list[int]], key: str, record: int) -> None:
        if record not in table.setdefault(key, []):
            table[key].append(record)


def _all(text: Text | ContactName) -> list[str]:
    """Return the wordings of a text in all languages, without repeats."""
    return list(dict.fromkeys(text[language] for language in LANGUAGES))


def _withdrawn_forms(value: str, region: Region, listed: Collection[str]) -> set[str]:
    """Return the forms that identify a withdrawn value.

    A withdrawn page has none: it says nothing against its host, nor does an old address against a
    listed host.
    """
    if re.fullmatch(r"[\d\s().+*#/-]+", value):
        return _forms(Phone(number=value), region=region.code)
    name, at, host = value.rpartition("@")
    if name and at:
        return {f"e:{value.lower()}"}
    if at or "." not in value:
        return {f"a:{host.lower()}"}
    address = value if "://" in value else f"//{value}"
    bare = hosts.bare_host(address)
    return set() if urlsplit(address).path.strip("/") or bare in listed else {f"h:{bare}"}


def _forms(phone: Phone, *, region: str) -> set[str]:
    """Return every form of a number: as written, national, and international."""
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


@functools.cache
def emergency_codes(regions: tuple[str, ...]) -> dict[str, list[str]]:
    """Return each emergency code of some regions with the regions in which it is one.

    Source: the emergency patterns of phonenumbers' short-number metadata.
    """
    found: dict[str, list[str]] = {}
    for region in regions:
        metadata = PhoneMetadata.short_metadata_for_region(region)
        plan = metadata.emergency if metadata else None
        if plan is None or plan.national_number_pattern is None:
            continue
        pattern = re.compile(plan.national_number_pattern)
        for length in plan.possible_length:
            for number in range(10**length):
                if pattern.fullmatch(code := str(number).zfill(length)):
                    found.setdefault(code, []).append(region)
    return dict(sorted(found.items()))


def _elsewhere(
    known: Mapping[str, list[int]], records: list[dict[str, Any]], regions: Collection[str]
) -> dict[str, list[list[str]]]:
    """Map digits of listed numbers to the other regions in which they are somebody else's number.

    For each such region the lengths of the digit groups as written there are given.
    """
    found: dict[str, list[list[str]]] = {}
    for form, indexes in known.items():
        digits = form[2:]
        if not digits.isdigit() or len(digits) < 7:
            continue
        owners = {phonenumbers.country_code_for_region(records[i]["region"]) for i in indexes}
        for region in regions:
            if phonenumbers.country_code_for_region(region) in owners:
                continue
            if groups := _groups_in(digits, region):
                found.setdefault(digits, [])
                if [region, groups] not in found[digits]:
                    found[digits].append([region, groups])
    return found


@functools.cache  # a build asks twice: for the table itself and for the digest of what is published
def _groups_in(digits: str, region: str) -> str:
    """Return how digits are grouped as a number dialled in a region, or "" if they are none."""
    plan = PhoneMetadata.metadata_for_region(region)
    assert plan is not None
    assert plan.general_desc is not None
    lengths = {len(digits), len(digits.removeprefix(plan.national_prefix or ""))}
    if not lengths & set(plan.general_desc.possible_length):
        return ""
    number = phonenumbers.parse(digits, region)
    if not phonenumbers.is_valid_number_for_region(number, region):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    groups = re.findall(r"\d+", written)
    # Digits without the region's national prefix are no number of it.
    return "-".join(str(len(group)) for group in groups) if "".join(groups) == digits else ""


def sha256_hex(form: str) -> str:
    """Return the SHA-256 of a form in 64 hexadecimal digits, as `scripts/sha256.js` does."""
    return hashlib.sha256(form.encode()).hexdigest()

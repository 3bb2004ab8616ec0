"""Settings: how the site itself behaves, as records: checker, search, hosting, reading, redirects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from helpkit.data.kinds import (
    ByLanguage,
    CheckerAnswer,
    CheckerFact,
    Condition,
    Day,
    HeaderText,
    Id,
    NonEmpty,
    Pattern,
    Record,
    Slug,
    in_each_language,
    refuse,
)
from helpkit.data.records import Text, Words
from helpkit.messages import message
from helpkit.problems import did_you_mean
from helpkit.text.conversion import Conversion, Variety
from helpkit.text.may_pass import Rules


class Decision(Record):
    """A row of the checker's table: when all facts hold, this is the answer and its reason."""

    kinds: tuple[Literal["phone", "email", "link", "handle", "text"], ...]
    when: tuple[CheckerFact, ...] = ()
    answer: CheckerAnswer
    reason: Id


class AnswerText(Record):
    """How an answer of the checker reads, and what to do now."""

    headline: Text
    now: Annotated[tuple[Text, ...], Field(min_length=1)]


_CHECKER_WORDS = (
    *("forged", "label", "button", "hint", "read-as", "reading", "elsewhere", "more", "now"),
    *("record", "checked", "urgent", "called", "gave", "table", "none", "failed"),
    *("within", "within-code"),
)


def _need_checker_words(words: dict[str, Text]) -> dict[str, Text]:
    for missing in (word for word in _CHECKER_WORDS if word not in words):
        raise refuse("data-missing-key", key=missing)
    return words


# What of data/checker.yml readers see; the rest are rules, which the look-up takes along.
CHECKER_TEXTS = {"answers", "reasons", "words"}


class CheckerRules(Record):
    """How the checker decides and what it says: see `data/checker.yml`."""

    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    answers: dict[CheckerAnswer, AnswerText]
    reasons: dict[str, Text]
    words: Annotated[dict[str, Text], AfterValidator(_need_checker_words)]
    least_label: int
    least_number: int
    least_part: int
    exit_prefixes: tuple[str, ...]
    numerals: dict[str, str]
    letters_as_digits: dict[str, str]
    same_look: tuple[tuple[str, str], ...]
    affix_words: tuple[str, ...]
    common_labels: tuple[str, ...]
    not_the_brand: tuple[str, ...]
    free_mail: tuple[str, ...]
    shorteners: tuple[str, ...]
    messengers: tuple[str, ...]
    handle_words: tuple[str, ...]
    label_words: tuple[str, ...]

    @model_validator(mode="after")
    def _gives_known_reasons(self) -> CheckerRules:
        for number, row in enumerate(self.decisions):
            if row.reason not in self.reasons:
                raise refuse(
                    "data-unknown-value",
                    location=("decisions", number, "reason"),
                    value=message("quoted", words=row.reason),
                    hint=did_you_mean(row.reason, self.reasons),
                    known=tuple(self.reasons),
                )
        return self


@in_each_language(str, default="")
class SearchGroup(Record, ByLanguage[str]):
    """Words with one meaning, between commas. An id of a term adds to what the term says.

    `tw` and `hk` hold the words of Taiwan and Hong Kong, `seen` the places where they were read.
    """

    id: Id
    tw: str = ""
    hk: str = ""
    seen: tuple[Id, ...] = ()

    def words(self, variety: str) -> list[str]:
        """Return the words of a variety: a language, `tw` or `hk`."""
        return [word.strip() for word in getattr(self, variety).split(",") if word.strip()]


def meanings(each: str) -> list[str]:
    """Return the names of a set of meanings: `gave + !password` has `gave` and `!password`."""
    return [name.strip() for name in each.split("+")]


class Danger(Record):
    """Words by which the classifier of danger knows one sentence to be like another, by kind.

    `about` are pages and folders about danger; what all others are called is harmless.
    """

    about: tuple[Slug, ...] = ()
    words: tuple[SearchGroup, ...] = ()


class Examples(Record):
    """Sentences of a language from which the classifier of danger learns.

    `least` is the weight from which on it says "danger"; the lower, the more it sees and imagines.
    """

    least: int = 0
    danger: tuple[NonEmpty, ...] = ()
    harmless: tuple[NonEmpty, ...] = ()


class NoPage(Record):
    """Questions that no page answers: sets of meanings, and one honest line."""

    when: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    says: Text


class SearchWords(Record):
    """How readers type, beyond the terms: see `data/search.yml`."""

    crisis: Words = Words()
    not_in_crisis: tuple[NonEmpty, ...] = ()
    variants: str = ""
    steady: str = ""
    overviews: tuple[NonEmpty, ...] = ()
    routes: tuple[NonEmpty, ...] = ()
    ignore: Words = Words()
    local: tuple[Id, ...] = ()
    elsewhere: tuple[Id, ...] = ()
    regions: dict[str, Words] = Field(default_factory=dict)
    bodies: dict[str, tuple[NonEmpty, ...]] = Field(default_factory=dict)
    subjects: dict[str, tuple[NonEmpty, ...]] = Field(default_factory=dict)
    no_page: tuple[NoPage, ...] = ()
    places: dict[Id, NonEmpty] = Field(default_factory=dict)
    groups: tuple[SearchGroup, ...] = ()

    @property
    def folding(self) -> dict[str, str]:
        """Which character is read as which other one."""
        return {pair[0]: pair[1] for pair in self.variants.split()}


class MayPassUnits(Words):
    """What stands behind a count; `measures` follow any number of digits."""

    measures: tuple[Pattern, ...] = ()


class Currencies(Words):
    """Signs and codes of currencies, and what each language calls them."""

    signs: tuple[NonEmpty, ...] = ()
    codes: tuple[Pattern, ...] = ()


class Apps(Words):
    """Apps in which people write to each other; `exact` ones only with these capitals."""

    exact: tuple[NonEmpty, ...] = ()


# Refused even without such a word.
_NUMBERS = ("110", "95188", "23456789", "2345 6789", "13800138000", "400-888-8888", "+85223456789")


# Never declarable: a number with a word like "call", a bare phone number, an e-mail address, a
# name in an app.
_CONTACT = re.compile(
    r"(?:拨打|致电|热线|专线|电话|客服|\b(?:call|dial|ring|phone|hotline|helpline|tel)\b)[^\n]*\d{3}"
    r"|^\+?(?!0{4})\d{1,5}(?:[ ()-]{1,2}\d{2,5}){1,4}$|[\w.+-]+@(?![\w.-]*\.example\b)[\w-]+"
    r"|(?:微信|WeChat|Telegram|WhatsApp|QQ|LINE)[^\n]{0,6}?[ :：@]\w{5,}",
    re.IGNORECASE,
)


class DeclaredText(Record):
    """A text that may stand although it looks like a contact; one that is a contact may not."""

    text: NonEmpty
    why: NonEmpty

    @model_validator(mode="after")
    def _is_no_contact(self) -> DeclaredText:
        if _CONTACT.search(self.text):
            raise refuse("data-declared-contact", typed=self.text, location=("text",))
        return self


class DeclaredPattern(Record):
    """A kind of text that may stand although it looks like a contact, with an example of it."""

    pattern: Pattern
    example: NonEmpty
    why: NonEmpty

    @model_validator(mode="after")
    def _is_narrow(self) -> DeclaredPattern:
        pattern = re.compile(self.pattern, re.IGNORECASE)
        if not pattern.search(self.example):
            raise refuse("data-pattern-example", example=self.example)
        if through := next((number for number in _NUMBERS if pattern.fullmatch(number)), None):
            raise refuse("data-pattern-wide", through=through)
        return self


class DeclaredTable(Record):
    """A script whose numbers are weights, ranges of characters and the like, never texts."""

    script: NonEmpty
    why: NonEmpty


class MayPass(Record):
    """Which numbers and names a text may hold: see `data/may-pass.yml`."""

    units: MayPassUnits
    currencies: Currencies
    numbered: Words
    versioned: tuple[Pattern, ...]
    calling: Words
    apps: Apps
    mailboxes: tuple[Pattern, ...]
    general: Words
    sayings: tuple[NonEmpty, ...]
    texts: tuple[DeclaredText, ...]
    patterns: tuple[DeclaredPattern, ...]
    tables: tuple[DeclaredTable, ...] = ()

    @cached_property
    def rules(self) -> Rules:
        """The same as the grammar of `may_pass` takes it."""
        return Rules(
            units=self.units.by_language,
            measures=self.units.measures,
            signs=self.currencies.signs,
            currencies=(*self.currencies.codes, *self.currencies.of_all),
            numbered=self.numbered.by_language,
            versioned=self.versioned,
            calling=self.calling.by_language,
            apps=self.apps.by_language,
            apps_exact=self.apps.exact,
            mailboxes=self.mailboxes,
            general=self.general.of_all,
            sayings=self.sayings,
            texts=tuple(each.text for each in self.texts),
            patterns=tuple(each.pattern for each in self.patterns),
            tables=tuple(each.script for each in self.tables),
        )


@in_each_language(Pattern)
class Contradiction(Record, ByLanguage[str]):
    """Sentences that must not stand on the site while a condition holds, as regular expressions."""

    when: Condition


class Move(Record):
    """A page that left its address: it moved to another page, or is gone."""

    page: Slug
    moved_to: Slug | None = None
    gone: bool = False
    on: Day

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Move:
        if bool(self.moved_to) == self.gone:
            raise refuse("data-moved-or-gone", page=self.page)
        return self


@in_each_language(Annotated[float, Field(gt=0)])
class Figure(Record, ByLanguage[float]):
    """A number for each language."""


class ScreenLimits(Record):
    """How many screens of a phone a page may have, by its slug or the start of it."""

    most: Annotated[float, Field(gt=0)]
    median: Figure
    shorter: dict[str, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    lists: tuple[NonEmpty, ...] = ()

    def of(self, slug: str) -> float | None:
        """Return the limit of a page in screens; None for a list."""
        if slug in self.shorter:
            return self.shorter[slug]
        is_list = any(slug == name or slug.startswith(name) for name in self.lists)
        return None if is_list else self.most


class ReadingLimits(Record):
    """Which pages must be easy to read, how easy, and how long a page may be; see `readability`."""

    pages: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    most: Figure
    long: Figure
    longest: Figure | None = None
    screens: ScreenLimits | None = None


class Spelling(Record):
    """Words of English pages that the dictionary lacks, and slips of every language; see `spelling`.

    `slips` are what a keyboard makes of a word, with that word.
    """

    words: tuple[NonEmpty, ...]
    slips: dict[NonEmpty, NonEmpty] = Field(default_factory=dict)


class Features(Record):
    """Browser features that no page may use, and those that our own pages may."""

    refused: tuple[Id, ...]
    allowed: tuple[Id, ...]


class Caching(Record):
    """`Cache-Control` of names that carry a hash of their content, and of all others."""

    hashed: HeaderText
    other: HeaderText


# The most a page may load, by directive of the Content Security Policy. Every directive is
# required.
_POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'none'", "'self'"},
    "style-src": {"'none'", "'self'"},
    "img-src": {"'none'", "'self'"},
    "connect-src": {"'none'", "'self'"},
    "form-action": {"'none'", "'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "require-trusted-types-for": {"'script'"},
    "worker-src": {"'none'", "'self'"},
    "manifest-src": {"'none'", "'self'"},
    # The policy "worker" of site.js can make one address: that of our own worker.
    "trusted-types": {"'none'", "worker"},
}
# Generated from other keys; a second one would override the first.
_OWN_HEADERS = ("content-security-policy", "permissions-policy", "cache-control")


class Offline(Record):
    """What a device keeps after the first visit, for a reader without a network.

    `pages` are kept always, `page` answers for those that are not; regions are kept once they were
    opened. A copy says that it is old after so many days.
    """

    on: bool
    pages: Annotated[tuple[NonEmpty, ...], Field(min_length=1)]
    page: NonEmpty
    old_after_days: Annotated[int, Field(gt=0)]


class Hosting(Record):
    """How servers shall send the site: see `data/hosting.yml`.

    `weakened` names the directives of the policy that allow more than our own files, each with the
    reason; publishing prints them.
    """

    policy: dict[Id, tuple[HeaderText, ...]]
    weakened: dict[Id, NonEmpty] = Field(default_factory=dict)
    headers: dict[HeaderText, HeaderText]
    features: Features
    caching: Caching
    types: dict[Id, HeaderText]
    offline: Offline
    security_txt_days: Annotated[int, Field(gt=0, lt=366)]

    @model_validator(mode="after")
    def _is_strict(self) -> Hosting:
        for name in (*_POLICY, *self.policy):
            allowed = _POLICY.get(name, {"'none'", "'self'"})
            sources = self.policy.get(name)
            if sources and set(sources) <= allowed:
                continue
            if name not in self.weakened:
                said = " ".join(sources) if sources else "nothing"
                raise refuse(
                    "data-weak-policy",
                    location=("policy", name) if sources else ("policy",),
                    said=said,
                    name=name,
                    known=tuple(sorted(allowed)),
                )
        for name in self.headers:
            if name.lower() in _OWN_HEADERS:
                raise refuse("data-weak-policy.header", location=("headers", name), name=name)
        return self


class Rendered(Record):
    """What becomes of a phrase in each variety."""

    tw: NonEmpty
    hk: NonEmpty

    def of(self, variety: Variety) -> str:
        """Return the word of a variety."""
        return self.tw if variety == "tw" else self.hk


class Reviewed(Record):
    """Phrases that OpenCC gets wrong for one reason, by the simplified form."""

    why: NonEmpty
    words: Annotated[dict[NonEmpty, Rendered], Field(min_length=1)]


class Forms(Record):
    """Forms of characters that readers are used to, by the form that OpenCC writes."""

    why: NonEmpty
    forms: dict[NonEmpty, NonEmpty]


class Traditional(Record):
    """How traditional Chinese is made of simplified: see `data/traditional.yml`.

    `others` is the variety of all pages that `pages` does not name by slug. `strange` are words that
    no page of a variety may show. `ambiguous` are words of readers there that do not always mean ours.
    """

    others: Variety = "tw"
    pages: dict[Slug, Variety] = Field(default_factory=dict)
    characters: dict[Variety, Forms] = Field(default_factory=dict)
    phrases: tuple[Reviewed, ...] = ()
    strange: dict[Variety, tuple[NonEmpty, ...]] = Field(default_factory=dict)
    ambiguous: tuple[NonEmpty, ...] = ()

    def of_page(self, slug: str) -> Variety:
        """Return the variety of a page."""
        return self.pages.get(slug, self.others)

    def declared(self) -> set[str]:
        """Return longer phrases as they become in every variety, whatever is strange in them."""
        words = [each for group in self.phrases for each in group.words.values()]
        return {each.tw for each in words if each.tw == each.hk and len(each.tw) > 2}

    def conversion(self, variety: Variety, names: Mapping[str, str]) -> Conversion:
        """Return the conversion to a variety; `names` are official ones with what they become."""
        words = {
            word: each.of(variety) for group in self.phrases for word, each in group.words.items()
        }
        found = self.characters.get(variety)
        return Conversion(variety, {**words, **names}, found.forms if found else {})

"""Settings: how the site itself behaves, as records: checker, search, reading, languages, redirects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from helpkit.data.kinds import (
    ByLanguage,
    Condition,
    Day,
    Id,
    NonEmpty,
    Pattern,
    Record,
    Slug,
    in_each_language,
    refuse,
)
from helpkit.data.quoted_texts import Words
from helpkit.data.records import Text
from helpkit.data.vocabulary import CheckerAnswer, CheckerFact, CheckerWord
from helpkit.messages import message
from helpkit.problems import did_you_mean
from helpkit.text.conversion import Conversion, Variety


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


def _need_all_words(words: dict[CheckerWord, Text]) -> dict[CheckerWord, Text]:
    for missing in (word for word in get_args(CheckerWord) if word not in words):
        raise refuse("data-missing-key", key=missing)
    return words


# What of data/checker.yml readers see; the rest are rules, which the look-up takes along.
CHECKER_TEXTS = {"answers", "reasons", "words", "topics"}


class Around(Record):
    """What stands right before or right behind a number, as regular expressions of lower-case text."""

    before: tuple[Pattern, ...]
    behind: tuple[Pattern, ...]


class Numbered(Record):
    """What stands before numbers of models and of cases, as regular expressions of lower-case text."""

    models: tuple[Pattern, ...]
    cases: tuple[Pattern, ...]


class Topic(Record):
    """What a message may be about, and the page on it: shown for a text that has one of the `signs`."""

    page: NonEmpty
    label: Text
    signs: Words


class CheckerRules(Record):
    """How the checker decides and what it says: see `data/checker.yml`."""

    decisions: Annotated[tuple[Decision, ...], Field(min_length=1)]
    answers: dict[CheckerAnswer, AnswerText]
    reasons: dict[str, Text]
    words: Annotated[dict[CheckerWord, Text], AfterValidator(_need_all_words)]
    least_label: int
    least_number: int
    least_part: int
    exit_prefixes: tuple[str, ...]
    numerals: dict[str, str]
    number_words: dict[str, str]
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
    hotline: Pattern
    called: Around
    not_meant: Around
    amounts: Around
    numbered: Numbered
    warnings: Words
    exceptions: Words
    topics: tuple[Topic, ...] = ()

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

    `about` are pages and folders about danger; the titles of all others are harmless. `crisis` are
    plain words of somebody who may be about to die.
    """

    about: tuple[Slug, ...] = ()
    words: tuple[SearchGroup, ...] = ()
    crisis: Words = Words()
    not_in_crisis: tuple[NonEmpty, ...] = ()


class Examples(Record):
    """Sentences of a language from which a classifier learns.

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

    `slips` maps typing mistakes to the words that were meant.
    """

    words: tuple[NonEmpty, ...]
    slips: dict[NonEmpty, NonEmpty] = Field(default_factory=dict)


class Rendered(Record):
    """The form of a phrase in each variety."""

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

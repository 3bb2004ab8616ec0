"""Settings: how the site itself behaves, as records: checker, search, hosting, reading, redirects."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from helpkit.data.kinds import (
    ByLanguage,
    CheckerAnswer,
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
from helpkit.problems import one_of


class Decision(Record):
    """A row of the checker's table: when all facts hold, this is the answer and its reason."""

    kinds: tuple[Literal["phone", "email", "link", "handle", "text"], ...]
    when: tuple[Id, ...] = ()
    answer: CheckerAnswer
    reason: Id


class AnswerText(Record):
    """How an answer of the checker reads, and what to do now."""

    headline: Text
    now: Annotated[tuple[Text, ...], Field(min_length=1)]


_CHECKER_WORDS = (
    *("forged", "label", "button", "hint", "read-as", "reading", "elsewhere", "more", "now"),
    *("record", "checked", "urgent", "called", "gave", "table", "none", "failed"),
)


def _need_checker_words(words: dict[str, Text]) -> dict[str, Text]:
    for missing in (word for word in _CHECKER_WORDS if word not in words):
        raise refuse(
            "data-missing-key",
            f'The key "{missing}" is missing here.',
            f'add "{missing}:" with its value',
        )
    return words


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


@in_each_language(tuple[NonEmpty, ...], default=())
class SearchGroup(Record, ByLanguage[tuple[str, ...]]):
    """Words that mean the same to a searcher. An id of a term adds to what the term says."""

    id: Id


class SearchWords(Record):
    """How readers type, beyond the terms: see `data/search.yml`."""

    variants: str = ""
    overviews: tuple[NonEmpty, ...] = ()
    routes: tuple[NonEmpty, ...] = ()
    ignore: Words = Words()
    urgent: Words = Words()
    local: Words = Words()
    regions: dict[str, Words] = Field(default_factory=dict)
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
            raise refuse(
                "data-moved-or-gone",
                f'It does not say whether "{self.page}" moved or is gone.',
                'write "moved_to:" with the page that readers shall find instead, or "gone: true"',
            )
        return self


@in_each_language(Annotated[float, Field(gt=0)])
class Figure(Record, ByLanguage[float]):
    """A number for each language."""


class ScreenLimits(Record):
    """How many screens of a phone a page may have, by its slug or the start of it."""

    most: Annotated[float, Field(gt=0)]
    median: Annotated[float, Field(gt=0)]
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
    screens: ScreenLimits | None = None


class Features(Record):
    """Browser features that no page may use, and those that our own pages may."""

    refused: tuple[Id, ...]
    allowed: tuple[Id, ...]


class Caching(Record):
    """`Cache-Control` of names that carry a hash of their content, and of all others."""

    hashed: HeaderText
    other: HeaderText


# What a page may ask for at most, by directive of the Content Security Policy. Each has to be there.
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
    "trusted-types": {"'none'"},
}
# Written from other keys; a second one would take the place of the first.
_OWN_HEADERS = ("content-security-policy", "permissions-policy", "cache-control")


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
                    f"The policy says {said} for {name}, which lets pages do more than ours need.",
                    f"write {one_of(sorted(allowed))}, or give the reason with"
                    f' "weakened: {{{name}: …}}", which publishing prints',
                    location=("policy", name) if sources else ("policy",),
                )
        for name in self.headers:
            if name.lower() in _OWN_HEADERS:
                raise refuse(
                    "data-weak-policy",
                    f'The header "{name}" is written from another key, and this one would take its'
                    " place.",
                    "remove it here; the keys are policy, features and caching",
                    location=("headers", name),
                )
        return self

"""Records of what articles quote: safety rules, terms, references, messages, pictures."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator

from helpkit.data.kinds import ByLanguage, Id, NonEmpty, Record, in_each_language, refuse
from helpkit.data.records import Evidence, Text
from helpkit.data.vocabulary import PictureMark, SafetyGroup
from helpkit.languages import LANGUAGES, PROFILES, Language
from helpkit.problems import did_you_mean
from helpkit.text.blanks import split


@in_each_language(tuple[str, ...], default=())
class Words(Record, ByLanguage[tuple[str, ...]]):
    """Words in each language."""

    @property
    def of_all(self) -> tuple[str, ...]:
        """The words of all languages, in the order of these."""
        return tuple(word for words in self.by_language.values() for word in words)


class SafetyRule(Record):
    """A rule that never changes, with those who say so.

    `short` names what is never given, for the line that every how-to page ends with. `signs` are
    sayings of fraudsters who want it broken: the checker shows the rule above a text with one.
    """

    id: Id
    groups: tuple[SafetyGroup, ...] = ()
    advice: Literal["do", "never"] = "never"
    short: Text | None = None
    rule: Text
    why: Text
    signs: Words = Words()
    authorities: Annotated[tuple[Id, ...], Field(min_length=1)]


class Term(Record):
    """A thing: our name for it, the names that readers use, and the names that writers avoid."""

    id: Id
    in_glossary: bool = True
    prefer: Text
    avoid: Words = Words()
    readers_say: Words = Words()
    meaning: Text
    page: str | None = None


class Reference(Record):
    """A page that an article rests on.

    `not_linked` says why nobody is to be sent there, such as a domain that may have a new owner.
    """

    publisher: Text
    title: Text
    not_linked: NonEmpty | None = None
    evidence: Evidence

    @property
    def link(self) -> str | None:
        """Return the address to link to; none for a page that is only named.

        An address without encryption is only named too: what comes back may have been changed.
        """
        plain = self.evidence.source.startswith("http:")
        return None if plain or self.not_linked else self.evidence.source


# A blank with the opening bracket of one language and the closing bracket of another.
_MIXED_BRACKETS = re.compile(r"【[^】\]］\n]*[\]］]|[\[［][^】\]］\n]*】")
# What stands in round brackets behind a colon, where a blank would.
_ROUND_BRACKETS = re.compile(r"(?:(?<=[：:])|(?<=: ))[（(][^（）()\n]+[）)]")


@in_each_language(NonEmpty)
class Message(Record, ByLanguage[str]):
    """A message for readers to send, with blanks to fill in.

    The text in each language is that of an e-mail or a form. `chat` is the short one, `call` what is
    said on the phone: they have blanks of that text only, so each is filled in once.
    """

    title: Text
    use: Text
    chat: Text
    call: Text

    def blanks(self, language: Language) -> list[str]:
        """Return the blanks of the text in a language, in order, with their brackets."""
        return [piece for piece, is_blank in split(self[language]) if is_blank]

    @model_validator(mode="after")
    def _has_blanks_of_its_languages(self) -> Message:
        counts = [len(self.blanks(language)) for language in LANGUAGES]
        for language in LANGUAGES:
            han = PROFILES[language].script == "han"
            if mixed := _MIXED_BRACKETS.search(self[language]):
                raise refuse(
                    "data-blank.brackets",
                    piece=mixed[0],
                    right=f"【{mixed[0][1:-1]}】" if han else f"[{mixed[0][1:-1]}]",
                    location=(language,),
                )
            for piece in self.blanks(language):
                if piece.startswith("[" if han else "【"):
                    raise refuse(
                        "data-blank.brackets",
                        piece=piece,
                        right="【…】" if han else "[…]",
                        location=(language,),
                    )
        if len(set(counts)) > 1:
            said = ", ".join(f"{lang}: {n}" for lang, n in zip(LANGUAGES, counts, strict=True))
            for language, count in zip(LANGUAGES, counts, strict=True):
                round_ones = _ROUND_BRACKETS.findall(self[language])
                if round_ones and count < max(counts) <= count + len(round_ones):
                    inner = round_ones[0][1:-1]
                    right = f"【{inner}】" if PROFILES[language].script == "han" else f"[{inner}]"
                    raise refuse(
                        "data-blank.round",
                        piece=round_ones[0],
                        right=right,
                        said=said,
                        location=(language,),
                    )
            raise refuse("data-blank", said=said)
        return self

    @model_validator(mode="after")
    def _asks_nothing_else(self) -> Message:
        for form in ("chat", "call"):
            for language in LANGUAGES:
                known = self.blanks(language)
                for piece, is_blank in split(getattr(self, form)[language]):
                    if is_blank and known.count(piece) != 1:
                        raise refuse(
                            "data-blank.form",
                            location=(form, language),
                            piece=piece,
                            times=known.count(piece),
                            hint=did_you_mean(piece, known),
                            language=language,
                        )
        return self


class PictureStep(Record):
    """One step of a picture: its mark, the words of the article, and a few words more."""

    mark: PictureMark
    words: Text
    more: Text


class Picture(Record):
    """Drawn steps with marks, which repeat the list in a section of an article."""

    page: NonEmpty
    section: Id
    title: Text
    steps: Annotated[tuple[PictureStep, ...], Field(min_length=2)]
    end: Text

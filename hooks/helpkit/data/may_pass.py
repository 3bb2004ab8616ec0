"""Numbers and names that a text may contain although they look like contact values, as records."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import model_validator

from helpkit.data.kinds import NonEmpty, Pattern, Record, refuse
from helpkit.data.quoted_texts import Words
from helpkit.text.may_pass import Rules


class MayPassUnits(Words):
    """Units that stand behind a count; `measures` follow any number of digits."""

    measures: tuple[Pattern, ...] = ()


class Currencies(Words):
    """Signs and codes of currencies, and what each language calls them."""

    signs: tuple[NonEmpty, ...] = ()
    codes: tuple[Pattern, ...] = ()


class Apps(Words):
    """Apps in which people write to each other; `exact` ones only with these capitals."""

    exact: tuple[NonEmpty, ...] = ()


class MachineFields(Record):
    """Names of fields in JSON whose values are codes, moments or counts."""

    codes: tuple[Pattern, ...] = ()
    moments: tuple[Pattern, ...] = ()
    counts: tuple[Pattern, ...] = ()


class MachineValues(Record):
    """Words by which the numbers of machines and of tables are known."""

    code_columns: Words
    money_columns: Words
    fields: MachineFields
    moments: tuple[Pattern, ...] = ()
    hashes: tuple[Pattern, ...] = ()


# A pattern must let none of these through.
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
    """A kind of text that may stand although it looks like a contact, with an example of it.

    One that is `not_called` may not stand behind words that say to call somebody.
    """

    pattern: Pattern
    not_called: bool = False
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
    staff: Words
    machines: MachineValues
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
            staff=self.staff.by_language,
            code_columns=self.machines.code_columns.by_language,
            money_columns=self.machines.money_columns.by_language,
            fields_of_codes=self.machines.fields.codes,
            fields_of_moments=self.machines.fields.moments,
            fields_of_counts=self.machines.fields.counts,
            moments=self.machines.moments,
            hashes=self.machines.hashes,
            calling=self.calling.by_language,
            apps=self.apps.by_language,
            apps_exact=self.apps.exact,
            mailboxes=self.mailboxes,
            general=self.general.of_all,
            sayings=self.sayings,
            texts=tuple(each.text for each in self.texts),
            patterns=tuple(each.pattern for each in self.patterns if not each.not_called),
            patterns_not_called=tuple(each.pattern for each in self.patterns if each.not_called),
            tables=tuple(each.script for each in self.tables),
        )

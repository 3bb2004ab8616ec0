"""The numbers that machines write: fields of JSON, hidden digits, patterns, hashes, tables of codes.

Both the check on the sources (`contact_values`) and the one on the finished site
(`checks.stray_scan`) let them pass. Each form says narrowly what may stand in it, since a writer
could put a number to call into any of them.
"""

from __future__ import annotations

import ipaddress
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from helpkit.text.may_pass import TAKEN, Rules, Words, any_of, is_called, of_script

# Hotlines of the mainland have five digits and begin so.
_NO_HOTLINE = r"(?!(?:9[56]|1[0-2])\d{3}(?!\d))"
_CODE = rf"{_NO_HOTLINE}[1-9]\d{{1,4}}"
# Seconds or milliseconds since 1970, of the years 2017 to 2033; no number to call has this form.
_MOMENT = r"1[5-9]\d{8}(?:\d{3})?"
_COUNT = rf"(?:[1-9]\d{{0,5}}\.\d\d|[1-9]\d{{2,4}}00|{_NO_HOTLINE}[1-9]\d{{0,5}})"
_ENDS = r"(?![\w.-]|\s\d)"

# Cheap pre-checks: most texts have neither a field, a moment nor a hash.
_MAY_BE_FIELD = re.compile(r"[:=]\s?[\"']?-?[0-9]|[0-9]{10}")
_MAY_BE_HASH = re.compile("[0-9][A-Fa-f]|[A-Fa-f][0-9]")

# Signs that hide digits.
_HIDING = "*•●×xX█■"
_MAY_BE_HIDDEN = re.compile(
    rf"(?<![A-Za-z0-9{_HIDING}])[A-Z]{{0,4}}[\d{_HIDING}]{{2,}}(?:[ -][\d{_HIDING}]+){{0,8}}(?![A-Za-z0-9])"
)
_HIDES = re.compile("[*•●×█■]|[xX]{3}")
_HIDDEN_RUN = re.compile(rf"[{_HIDING}]{{3}}")
_DIGITS = re.compile(r"\d+")

_IS_PATTERN = re.compile(r"\\d|\[0-9|\d-9\]")
_PARTS_OF_PATTERN = re.compile(
    r"(?<=[\])dws])\{\d{1,2}(?:,\d{0,2})?\}"  # how often
    r"|\d?\[(?:[A-Za-z]-[A-Za-z]|[_-])*\d-\d(?:[A-Za-z]-[A-Za-z]|[_-])*\]"
    r"|(?<=[(|])\d?\[\d{2}\]|(?<=[(|])(?:19|20)(?=[|)])"
)

# Six to sixteen characters, no seven digits in a row among them, or those of MD5 or SHA-256.
_HASH = re.compile(
    "|".join(
        rf"(?<![A-Za-z0-9])(?=(?:\d*[{af}]){{2}})(?=[{af}]*\d)(?:(?!\w*\d{{7}})[\d{af}]{{6,16}}|[\d{af}]{{32}}|[\d{af}]{{64}})(?![A-Za-z0-9])"
        for af in ("a-f", "A-F")
    )
)
# So many characters before a hash say that it is one.
_NEAR = 120

_NUMBERS_OF_IP = re.compile(r"(?<![\w.+-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")

_RULE = re.compile(r"\s*:?-{2,}:?\s*")
_CODE_CELL = re.compile(rf"[\s“\"'`*]*(?P<value>{_NO_HOTLINE}[1-9]\d{{2,4}}(?:-\d\d)?)[\s”\"'`*]*")
# A sum has its thousands apart, decimals, or is round.
_EXACT_SUM = (
    r"(?:[1-9]\d{0,2}(?:,\d{3}){1,3}|0|[1-9]\d{0,5})\.\d\d|[1-9]\d?\.\d{1,4}|0\.\d{1,8}"
    r"|[1-9]\d{0,2}(?:,\d{3}){1,3}"
)
_SUM = rf"(?:{_EXACT_SUM}|[1-9]\d?0{{1,4}}|0)"
_SUM_CELL = re.compile(rf"[\s*+−-]*(?P<value>{_SUM}(?:\s?[–~～至到-]\s?{_SUM})?)[\s*]*")
_SURE_CELL = re.compile(rf"\s*(?:{_EXACT_SUM}|[1-9]\d?0{{2,4}})\s*")
_ANY_SUM_CELL = re.compile(rf"\s*(?P<value>{_SUM}|[1-9]\d{{0,2}})\s*")
_WORDS = re.compile(r"[A-Za-z]{2}|[㐀-鿿]{2}")


def take_hashes(text: str, rules: Rules) -> str:
    """Return a text without the hashes that its words call so; an account on a chain looks alike."""
    if not _MAY_BE_HASH.search(text):
        return text
    named = rules.pattern(_hash_words)

    def take(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - _NEAR) : found.start()]
        return _take(found) if named.search(before) else found[0]

    return _HASH.sub(take, text) if named.search(text) else text


def take_out(text: str, rules: Rules, *, known: Collection[str] = ()) -> str:
    """Return a text of the same length without the other values of machines.

    `known` are short numbers of the data: in a table they are no codes.
    """
    if not _DIGITS.search(text):
        return text
    if _MAY_BE_FIELD.search(text):
        fields = rules.pattern(_fields)
        text = fields.sub(lambda m: m[0] if is_called(text, m.start(), rules) else _take(m), text)
    if _HIDES.search(text):
        text = _MAY_BE_HIDDEN.sub(lambda m: _take(m) if _is_hidden(m[0]) else m[0], text)
    text = _NUMBERS_OF_IP.sub(lambda m: _take(m) if _is_local(m[0]) else m[0], text)
    if _IS_PATTERN.search(text):
        text = _PARTS_OF_PATTERN.sub(_take, text)
    return take_columns(text, rules, known=known)


def take_columns(text: str, rules: Rules, *, known: Collection[str] = ()) -> str:
    """Return a text in Markdown, of the same length, without the codes and sums of its tables.

    `known` are short numbers of the data: they are no codes.
    """
    for start, end in _in_tables(text, rules, known) if "|" in text else ():
        text = text[:start] + TAKEN * (end - start) + text[end:]
    return text


def _fields(rules: Rules) -> str:
    """Return the pattern of a field of JSON with a number, or of a moment that is called so."""

    def field(names: Collection[str], value: str) -> str:
        return rf"(?<![\w-])[\"']?(?:{any_of(names)})[\"']?\s?[:=]\s?[\"']?{value}{_ENDS}"

    moments = any_of(rules.moments)
    return "|".join(
        (
            field(rules.fields_of_codes, rf"-?{_CODE}"),
            field(rules.fields_of_moments, _MOMENT),
            field(rules.fields_of_counts, _COUNT),
            rf"(?:{moments})[^\d\n]{{0,16}}(?<!\d){_MOMENT}{_ENDS}",
            rf"(?<![\w.-]){_MOMENT}(?=[^\d\n]{{0,8}}(?:{moments}))",
        )
    )


def _is_hidden(value: str) -> bool:
    """Return whether no more is shown of a value than is hidden, and not enough to call anybody."""
    shown = _DIGITS.findall(value)
    hidden = sum(map(value.count, _HIDING))
    return (
        bool(_HIDDEN_RUN.search(value))
        and len(shown) <= 3
        and 0 < sum(map(len, shown)) <= min(8, hidden)
    )


def _is_local(address: str) -> bool:
    """Return whether an IP address leads nowhere outside a house, or stands in examples only."""
    try:
        return not ipaddress.IPv4Address(address).is_global
    except ValueError:
        return False


def _hash_words(rules: Rules) -> str:
    return any_of(rules.hashes)


def _code_columns(rules: Rules) -> str:
    return _titles(rules.code_columns)


def _money_columns(rules: Rules) -> str:
    latin = any_of(each for each in rules.currencies if each.isascii())
    han = any_of(each for each in rules.currencies if not each.isascii())
    # "USD" and "提现USD", but no "Brand", which has the South African rand in it.
    return rf"{_titles(rules.money_columns)}|(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{han}"


def _titles(words: Words) -> str:
    return rf"(?:{of_script(words, 'han')})|\b(?:{of_script(words, 'latin')})\b"


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table in Markdown: what it says, and where that starts."""

    text: str
    start: int


def _in_tables(text: str, rules: Rules, known: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the spans of codes and sums in the columns of tables that are headed so."""
    rows = [[*_cells(line)] for line in re.finditer(r"[^\n]+", text)]
    for above, rule, number in zip(rows, rows[1:], itertools.count(2), strict=False):
        if not rule or not all(_RULE.fullmatch(cell.text) for cell in rule):
            continue
        body = [*itertools.takewhile(bool, rows[number:])]
        for column, title in enumerate(above):
            if rules.pattern(_code_columns).search(title.text):
                yield from _codes(body, column, known)
        says_sum = rules.pattern(_money_columns).search
        is_sure = any(_SURE_CELL.fullmatch(cell.text) for row in body for cell in row)
        for row in (above, *body):
            # Beside other sums one may be any number of up to three digits.
            beside = (
                is_sure and len(row) > 2 and all(_ANY_SUM_CELL.fullmatch(c.text) for c in row[1:])
            )
            pattern = _ANY_SUM_CELL if beside else _SUM_CELL
            for title, cell in zip(above, row, strict=False):
                # The corner of a table may say what all columns hold, the first cell what its row does.
                if any(says_sum(each.text) for each in (title, above[0], row[0])):
                    yield from (span for span, said in _whole(cell, pattern) if said not in known)


def _cells(line: re.Match[str]) -> Iterator[_Cell]:
    for cell in re.finditer(r"(?<=\|)[^|]*(?=\|)", line[0]):
        yield _Cell(cell[0], line.start() + cell.start())


def _codes(
    rows: Sequence[Sequence[_Cell]], column: int, known: Collection[str]
) -> Iterator[tuple[int, int]]:
    """Yield the codes of a column, if each row says in words what its code means."""
    if any(
        column >= len(row) or not any(_WORDS.search(c.text) for c in row if c is not row[column])
        for row in rows
    ):
        return
    found = [each for row in rows for each in _whole(row[column], _CODE_CELL)]
    codes = [code.partition("-")[0] for _, code in found]
    in_order = [*map(int, codes)] == sorted({*map(int, codes)})
    of_one_length = len({*map(len, codes)}) == 1 and len({*codes}) == len(codes)
    if in_order or of_one_length:
        yield from (span for span, code in found if code not in known)


def _whole(cell: _Cell, pattern: re.Pattern[str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield where and what the value is if a cell holds nothing else."""
    if found := pattern.fullmatch(cell.text):
        start, end = found.span("value")
        yield (cell.start + start, cell.start + end), found["value"]


def _take(found: re.Match[str]) -> str:
    return TAKEN * len(found[0])

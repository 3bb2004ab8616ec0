"""The last look at the finished site: no contact value that we do not stand behind.

Every published file is read (`published_texts`). Each number, e-mail address, handle, host and link
to another site in it has to be in a current record or a reviewed source (`allowed_values`); all
others are problems (`stray_values`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any
from zlib import crc32

from lxml import html

from helpkit.checks.allowed_values import AllowedValues
from helpkit.checks.published_texts import Piece, pieces
from helpkit.checks.stray_values import FILE, FINDERS
from helpkit.languages import DERIVED, PROFILES
from helpkit.messages import message
from helpkit.outputs.checker_lookup import LOOKUP_FILE
from helpkit.problems import Problem, in_order
from helpkit.text import machine_values
from helpkit.text.hosts import host_of
from helpkit.text.shown_and_sought import SHOWN, SOUGHT

# Where the operator names whom to tell of a security problem (RFC 9116).
_SECURITY_FILE = ".well-known/security.txt"
# A larger file holds texts of many pages, most of which stay as they are when one changes.
_LARGE = 50_000
# About as many pieces of it are looked at together.
_RUN = 16
Found = list[tuple[int, str, str]]  # line, kind, value


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
    names = frozenset(path.name.encode() for path in files.values() if FILE.search(path.name))
    for name, path in files.items():
        content = path.read_bytes()
        if name in sources and (
            _may_be_values(content) - names <= _may_be_values(files[sources[name]].read_bytes())
        ):
            continue  # all values in it are also in its source file, which is scanned
        find = functools.partial(_of_file, path, name, allowed, own, clean)
        if path.suffix in (".json", ".txt") and len(content) > _LARGE:
            found = find(once=once)
        else:
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
    rf"<svg\b.*?</svg>| data-mark=\"[^\"]*\"|{SHOWN}[^{SOUGHT}]*{SOUGHT}",
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
    *,
    once: Callable[..., Any] | None = None,
) -> Found:
    """Return line, kind and value of each stray in a file. `clean` collects the pieces without any.

    `once` is asked for those of each run of pieces, if the file has runs of its own.
    """
    plain_name = f"{path.name.partition('.')[0]}{path.suffix}"  # without its fingerprint
    is_table = plain_name in {Path(script).name for script in allowed.rules.tables}
    is_lookup = PurePath(name).with_name(plain_name).as_posix() == LOOKUP_FILE
    take_columns = functools.partial(
        machine_values.take_columns, rules=allowed.rules, known=allowed.numbers | allowed.withheld
    )
    found = pieces(path, is_lookup=is_lookup, take_columns=take_columns)
    if once is None:
        return _of_pieces(found, name, allowed, own, clean, is_table=is_table)
    strays: Found = []
    for run in _runs(found):
        said = [(at, text, kind) for at, (_, text, kind) in enumerate(run)]
        find = functools.partial(_of_pieces, said, name, allowed, own, clean, is_table=is_table)
        told = once(b"run", own.encode(), name.encode(), repr(said).encode(), make=find)
        strays += [(run[at][0], what, value) for at, what, value in told]
    return strays


def _runs(found: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield pieces in runs. Whether a piece ends one depends on it alone: none ends elsewhere when others come or go."""
    run: list[Piece] = []
    for piece in found:
        run.append(piece)
        if crc32(piece[1].encode("utf-8", "replace")) % _RUN == 0:
            yield run
            run = []
    yield run


def _of_pieces(
    looked_at: Iterable[Piece],
    name: str,
    allowed: AllowedValues,
    own: str,
    clean: set[tuple[str, str]],
    *,
    is_table: bool,
) -> Found:
    strays: Found = []
    for line, text, kind in looked_at:
        if (text, kind) in clean:
            continue
        if name == _SECURITY_FILE and text.startswith("Contact: "):
            continue  # the operator's own, asked for at each build
        found = list(FINDERS[kind](text, allowed, own))
        if is_table:
            found = [each for each in found if each[0] in ("link", "host")]
        strays += [(line, what, value) for what, value in found]
        if not found and not is_table:
            clean.add((text, kind))
    return strays


def _problem(name: str, line: int, kind: str, value: str) -> Problem:
    key = "site-stray-link" if kind == "link" else "site-stray-value"
    return Problem.of(name, max(line, 1), 1, key, kind=message(f"stray-{kind}"), value=value)


def _own_host(site: Path) -> str:
    """Return the host that the site itself says it lives at, or an empty string."""
    index = site / "index.html"
    if not index.is_file():
        return ""
    document = html.document_fromstring(index.read_bytes())
    canonical = str(document.xpath("string(//link[@rel='canonical']/@href)"))
    return host_of(canonical)

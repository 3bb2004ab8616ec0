"""Data trees that nobody would write: the tiny site with a few things broken, by Hypothesis.

Each tree is either read without a problem, and then no page of it shows a value that no record
vouches for, or it is answered with messages that say where and how to mend it. Nothing else may
happen: no traceback, no more than `SECONDS` of work, no markup of ours that came from data.

    python tests/fuzz/broken_trees.py --trees 5000 --seed 20261122
"""

from __future__ import annotations

import argparse
import itertools
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from helpkit.blocks.drawing import Drawing
from helpkit.blocks.views import BLOCKS
from helpkit.cache import Cache
from helpkit.checks import rules, stray_scan
from helpkit.checks.allowed_values import allowed_values
from helpkit.checks.run import check
from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES
from helpkit.outputs import files
from helpkit.problems import Problem, errors_of
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]
from conftest import ROOT, TINY  # noqa: E402

TODAY = date(2026, 11, 22)
# Far above what honest work takes on a slow and busy machine: only runaway work is meant.
SECONDS = 20.0
SITE_URL = "https://okpay-self-help.example/"

FILES = {path.relative_to(TINY).as_posix(): path.read_bytes() for path in TINY.rglob("*.*")}
DATA = sorted(name for name in FILES if name.startswith("data/") and name != "data/ui.yml")
PAGES = sorted(name for name in FILES if name.startswith("docs/") and name.endswith(".md"))
# The records in which most can go wrong are broken most often.
MOST_OFTEN = ["data/regions/GB.yml"] * 6 + ["data/namesakes.yml", "data/service.yml"] * 2
MARKUP = "<fuzz-tag onload=x>"

STRANGE: list[Any] = [
    *(None, "", " ", "~", "no", "0", "-1", "1e999", "\0", "[]", "{}", [], {}, [[]], {"": ""}),
    *("2026-02-30", "2026-11-23", "1999-01-01", "9999-12-31", "0001-01-01", "-1", "٢٠٢٦-١١-٠١"),
    *(MARKUP, "</script>", "{{ 7 * 7 }}", "{% raw %}", "{what}", "%s%n", "[a](javascript:x)"),
    *("'", '"', "\\", "a\nb", "a\r\nb", "\t", "\u2028", "///\n", "---", "# x", "---\n---"),
    *("\u202e110", "11\u200b0", "\ufeff", "\x07", "\ud800", "\U000e0041", "\ufdd0", "e\u0301" * 50),
    *("x" * 10_000, "9" * 4_000, "a." * 2_400, "(" * 4_000, "[" * 4_000, "@" * 4_000, "-" * 4_900),
    *(
        "020 7946 0777",
        "020 7946 0666",
        "+44 20 7946 0778",
        "999",
        "0",
        "+",
        "*#",
        "١١٠",
        "110/119",
    ),
    *("+852 2878 1378", "0900 123 4567", "tel:159", "02079460779;ext=1", "1" * 250, "+" * 250),
    *("help@okpay.com", "a@b", "a@b.c" * 500, "@", "help@gmail.com", "help@sample-pay.example"),
    *("https://okpay.com", "http://a.example", "https://", "https://[::1", "https://a.b:99999999/"),
    *("https://\u043ekpay.example", "https://xn--kpay-fye.example", "javascript:alert(1).example"),
    *(
        "https://user:pass@a.example/",
        "https://a.example/\u202e",
        "https://bit.ly/x",
        "//a.example",
    ),
    *("Mo-Fr 25:00-99:00", "24/7", "PH", "Mo-Su " * 800, "week 1-53/2 Mo[1] 09:00-08:59"),
    *(
        "Europe/London",
        "../../etc/passwd",
        "Mars/Base",
        "zh-Hans-CN-x-y",
        "zz",
        "en_GB",
        "i-klingon",
    ),
    *("own", "secondary", "live", "official", "voice", "yes", "true", "premium", "HK", "gb", "EU"),
    *("gb-sample-line", "sample-bank", "problems/login", "../x", "a--b", "A", "hotline-hours"),
]

Tree = dict[str, Any]


class Link(str):
    """The target of a symbolic link."""


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _places(inner, (*place, key))


_PLACES = {name: list(_places(yaml.load(FILES[name], yaml.CBaseLoader))) for name in DATA}


@dataclass(frozen=True)
class ValueChange:
    """Replace, extend, remove, double or move one value of a file."""

    how: str
    name: str
    place: tuple[Any, ...]
    other: tuple[Any, ...]
    value: Any

    def apply(self, tree: Tree) -> None:
        """Change the tree; after another change there may be nothing left to change."""
        if len(tree.get(self.name, b"")) > 50_000:
            return  # the parser used here, unlike ours, overflows the stack at depth
        with suppress(
            yaml.YAMLError, UnicodeError, LookupError, TypeError, ValueError, AttributeError
        ):
            whole: Any = {"": yaml.load(tree[self.name], yaml.CBaseLoader)}
            parent, moved = whole, whole[""]
            for part in ("", *self.place)[:-1]:
                parent = parent[part]
            for part in self.other:
                moved = moved[part]
            key = ("", *self.place)[-1]
            if self.how == "replace":
                parent[key] = self.value
            elif self.how == "extend":
                parent[key] = f"{parent[key]} {self.value}"
            elif self.how == "move":
                parent[key] = deepcopy(moved)
            elif self.how == "remove":
                del parent[key]
            elif self.how == "double":
                parent.insert(key, deepcopy(parent[key]))
            elif self.how == "add":
                parent[key][str(self.other[-1])] = self.value
            text = yaml.dump(whole[""], Dumper=_Dumper, allow_unicode=True, sort_keys=False)
            tree[self.name] = text.encode("utf-8", "surrogatepass")


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


@dataclass(frozen=True)
class BytesChange:
    """Break a file as editors, copies and cats on keyboards do."""

    how: str
    name: str
    where: float
    length: int
    junk: bytes
    encoding: str

    def apply(self, tree: Tree) -> None:
        """Change the tree, if the file is still one."""
        old = tree.get(self.name)
        if not isinstance(old, bytes):
            return
        at = int(self.where * len(old))
        tree[self.name] = {
            "insert": old[:at] + self.junk + old[at:],
            "overwrite": old[:at] + self.junk + old[at + len(self.junk) :],
            "cut": old[:at] + old[at + self.length :],
            "double": old[:at] + old[max(at - self.length, 0) :],
            "end": old[:at],
            "recode": old.decode("utf-8", "replace").encode(self.encoding, "replace"),
        }[self.how]


JUNK = [
    *(b"\0", b"\r", b"\n", b"\n\n", b"\t", b": ", b" #", b"- ", b"&a ", b"*a", b"<<: *a", b"!!"),
    *(b"!!python/object/apply:os [id] ", b"!!binary ", b"!<tag:x> ", b"%YAML 9.9\n---\n"),
    *(b"---\n", b"...\n", b"? ", b"|\n", b">\n", b"'", b'"', b"[", b"{", b"}", b"]", b"\xff\xfe"),
    *(
        "\u202e".encode(),
        "\u2028".encode(),
        "\ufeff".encode(),
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
    ),
    *(
        b"id: x\n",
        b"\nname: x\n",
        b"\n  zh: x\n",
        b"? [a, b]\n: c\n",
        b"\n? {a: b}\n: c\n",
        b"\x85",
    ),
]
LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (n, n, b",".join([b"*%c" % (n - 1)] * 9)) for n in range(98, 108)
)
HUGE: dict[str, Callable[[], bytes]] = {
    "10 MB of a word": lambda: b"x" * 10_000_000,
    "10 MB of a list": lambda: b"- x\n" * 2_500_000,
    "brackets": lambda: b"[" * 190_000,
    "lists in lists": lambda: b"- " * 95_000,
    "keys in keys": lambda: b"a: " * 60_000,
    "many records": lambda: b"- {a: b}\n" * 4_900,
    "many words": lambda: b"- a\n" * 19_900,
    "many keys": lambda: b"".join(b"k%d: v\n" % n for n in range(9_900)),
    "a long text": lambda: b"'" + b"x\n" * 95_000 + b"'",
    "empty lines": lambda: b"\n" * 199_000,
    "comments": lambda: b"# x\n" * 49_000,
    "deep": lambda: b"[" * 18 + b"]" * 18,
    "billion laughs": lambda: LAUGHS,
}


@dataclass(frozen=True)
class FileChange:
    """Put something else in the place of a whole file: nothing, a link, a folder, 10 MB."""

    name: str
    content: Any

    def apply(self, tree: Tree) -> None:
        """Change the tree."""
        if self.content is None:
            tree.pop(self.name, None)
        elif self.content in HUGE:
            tree[self.name] = HUGE[self.content]()
        else:
            tree[self.name] = FILES.get(self.content, self.content)


_LINKS = [
    Link(t) for t in ("/etc/passwd", "/dev/zero", "/", ".", "..", "missing", "../..", "HK.yml")
]
_NAMES = DATA + MOST_OFTEN
_OTHER_NAMES = [
    *("mkdocs.yml", "data/ui.yml", "data/regions/gb.yml", "data/regions/..yml", "data/x.yml"),
    *("data/regions/A\nB.yml", "data/messages/\u202ea.yml", "data/regions/ZZ.yml", "docs/zh/x.md"),
]
_strange = st.sampled_from(STRANGE) | st.text(max_size=30)
_values = (
    _strange
    | st.lists(_strange, max_size=3)
    | st.dictionaries(st.text(max_size=5), _strange, max_size=2)
)
_value_changes = st.sampled_from(_NAMES).flatmap(
    lambda name: st.builds(
        ValueChange,
        st.sampled_from(["replace"] * 4 + ["extend", "remove", "double", "move", "add"]),
        st.just(name),
        st.sampled_from(_PLACES[name]),
        st.sampled_from(_PLACES[name]),
        _values,
    )
)
_byte_changes = st.builds(
    BytesChange,
    st.sampled_from(["insert", "insert", "overwrite", "cut", "double", "end", "recode"]),
    st.sampled_from(_NAMES + PAGES),
    st.floats(0, 1),
    st.integers(0, 60),
    st.binary(max_size=8) | st.sampled_from(JUNK),
    st.sampled_from(["utf-16", "utf-32", "gb18030", "utf-7", "utf-8-sig", "cp037"]),
)
_file_changes = st.builds(
    FileChange,
    st.sampled_from(_NAMES + PAGES + _OTHER_NAMES),
    st.sampled_from([None, b"", "pipe", "folder", *HUGE, *_LINKS, *DATA, *PAGES])
    | st.binary(max_size=60),
)
trees = st.lists(
    st.one_of(_value_changes, _value_changes, _value_changes, _byte_changes, _file_changes),
    min_size=1,
    max_size=3,
)


def write(tree: Tree, root: Path) -> None:
    """Write a tree below an empty folder."""
    for name, content in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.symlink_to(content)
        elif content == "pipe":
            os.mkfifo(path)
        elif content == "folder":
            path.mkdir()
        else:
            path.write_bytes(content)


class TooSlow(BaseException):
    """A tree took more than `SECONDS` of the processor."""


@contextmanager
def limited() -> Iterator[None]:
    """Raise TooSlow where the work within takes too long; other work on the machine is not counted."""
    watching = True

    def stop(*_: object) -> None:
        if watching:
            raise TooSlow

    signal.signal(signal.SIGPROF, stop)
    # Again and again, since an exception is lost where it is raised inside a callback.
    signal.setitimer(signal.ITIMER_PROF, SECONDS, 0.5)
    try:
        yield
    finally:
        watching = False
        signal.setitimer(signal.ITIMER_PROF, 0)


def draw_site(directory: Directory, site: Path) -> str:
    """Draw every block in both languages, write the files made from data, return the pages."""
    drawing = Drawing(directory, templates=ROOT / "overrides" / "blocks")
    pages = []
    for language in LANGUAGES:
        drawn = []
        for name, kind in BLOCKS.items():
            arguments = list(kind.arguments(directory)) if kind.arguments else []
            for argument in [
                *arguments,
                *([""] if kind.argument_optional or not kind.arguments else []),
            ]:
                drawn.append(drawing.draw(name, language=language, address="x/", argument=argument))
        pages.append("\n".join(drawn))
        html = f'<html><head><link rel="canonical" href="{SITE_URL}"></head><body>{pages[-1]}'
        (site / f"{language}.html").write_text(html, encoding="utf-8")
    # From its first page the scan knows the site's own address.
    html = f'<html><head><link rel="canonical" href="{SITE_URL}"></head></html>'
    (site / "index.html").write_text(html, encoding="utf-8")
    files.write(files.texts(directory, site_url=SITE_URL), site=site)
    return "\n".join(pages)


def examine_sources(
    tree: Tree, root: Path, *, cache: Cache | None = None
) -> tuple[Directory | None, list[Problem]]:
    """Write a tree and check it; raise AssertionError where a problem is not told as it should be."""
    root.mkdir()
    write(tree, root)
    with limited():
        directory, problems = check(root, today=TODAY, cache=cache)
    for problem in problems:
        line = str(problem)
        assert line.isprintable() or "�" in line, f"not one printable line: {line!r}"
        assert len(line) < 2_000, f"a message of {len(line)} characters: {line[:200]!r}"
        assert problem.line >= 1, line
        assert problem.column >= 1, line
        assert problem.rule in rules.read(), line
    return directory, problems


def examine(tree: Tree) -> str:
    """Return `clean` or `refused`; raise AssertionError for anything that must not happen."""
    with tempfile.TemporaryDirectory(dir=_FAST) as folder:
        directory, problems = examine_sources(tree, Path(folder, "root"))
        if directory is None:
            assert errors_of(problems), "no directory, and nobody says why"
            return "refused"
        if errors_of(problems):
            return "refused"
        site = Path(folder, "site")
        site.mkdir()
        with limited():
            drawn = draw_site(directory, site)
        assert "block-failure" not in drawn, drawn[drawn.index("block-failure") :][:300]
        assert "<fuzz-tag" not in drawn, drawn[drawn.index("<fuzz-tag") :][:300]
        strays = stray_scan.scan(site, allowed_values(directory))
        assert not strays, "\n".join(map(str, strays[:3]))
        return "clean"


_FAST = "/dev/shm" if Path("/dev/shm").is_dir() else None


def run(count: int, start: int, *, derandomize: bool = False) -> Counter[str]:
    """Examine so many trees and count the outcomes; the first failure is shrunk and raised."""
    seen: Counter[str] = Counter()

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=derandomize,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(trees)
    def every_tree(changes: list[ValueChange | BytesChange | FileChange]) -> None:
        tree: Tree = dict(FILES)
        for change in changes:
            change.apply(tree)
        seen[examine(tree)] += 1

    (every_tree if derandomize else seed(start)(every_tree))()
    return seen


def main() -> None:
    """Run from the command line, on every core."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--trees", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=20261122)
    wanted = parser.parse_args()
    print(f"{wanted.trees} trees, seed {wanted.seed}", flush=True)
    parts = [PART] * (wanted.trees // PART) + [wanted.trees % PART] * (wanted.trees % PART > 0)
    seen: Counter[str] = Counter()
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for part in workers.map(run, parts, itertools.count(wanted.seed)):
            seen += part
            print(f"{seen.total()} examined: {dict(seen)}", flush=True)


# Trees that share one seed; each further part has the next one.
PART = 50

if __name__ == "__main__":
    main()

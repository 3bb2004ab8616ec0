"""The packages of the core import in one direction, and records need nothing of the web."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

CORE = ROOT / "hooks" / "helpkit"
# From left to right; what stands together may not import each other's modules but its own.
ORDER = (
    ("languages", "catalogue"),
    ("messages",),
    ("reasons",),
    ("problems", "clock", "cache", "git", "sites"),
    ("terminal",),
    ("addresses",),
    ("text",),
    ("data",),
    ("articles", "recheck"),
    ("outputs",),
    ("blocks",),
    ("checks",),
    ("publishing",),
    ("session", "sample", "review"),
    ("commands",),
    ("preview",),
    ("cli",),
)
LEVEL = {name: number for number, names in enumerate(ORDER) for name in names}


def modules(path: Path) -> Iterator[str]:
    """Yield the dotted name of each module, or name in a module, that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def imported(path: Path) -> Iterator[str]:
    """Yield what a file imports of the core, as names in `ORDER`."""
    yield from (name.split(".")[1] for name in modules(path) if name.startswith("helpkit."))


@pytest.mark.parametrize(
    "path", sorted(CORE.rglob("*.py")), ids=lambda path: path.relative_to(CORE).as_posix()
)
def test_a_package_imports_nothing_to_its_right(path: Path) -> None:
    own = path.relative_to(CORE).with_suffix("").parts[0]
    if own == "__init__":
        assert list(imported(path)) == []
        return
    found = {name for name in imported(path) if name != own}
    if own == "__main__":
        assert found == {"cli"}
        return
    assert {name for name in found if LEVEL[name] >= LEVEL[own]} == set()


def test_every_package_has_its_place_in_the_order() -> None:
    there = {path.stem for path in CORE.iterdir() if not path.name.startswith("_")}
    assert there == set(LEVEL)


def test_the_core_knows_nothing_of_mkdocs_but_for_the_preview() -> None:
    """A page that is drawn alone has to be made by the functions and events of a build."""
    found = [
        path.relative_to(CORE).as_posix()
        for path in sorted(CORE.rglob("*.py"))
        if any(name.split(".")[0] == "mkdocs" for name in modules(path))
    ]
    assert found == ["preview/mkdocs_site.py"]


def test_records_load_nothing_that_reads_or_writes_html() -> None:
    code = (
        "import sys, helpkit.data.records, helpkit.data.settings, helpkit.articles.front_matter\n"
        "print(*(name for name in sys.modules if name.split('.')[0] in"
        " ('lxml', 'html', 'jinja2', 'markdown', 'tinycss2', 'mkdocs')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


# What a package leaves to others, as modules that it does not import or methods that it does not
# call; the files that are the exception.
HTML = {"lxml", "html", "jinja2", "markupsafe", "markdown", "selectolax"}
FILES = {"pathlib", "os", "shutil", "tempfile"}
NETWORK = {"urllib3", "urllib.request", "http.client", "socket"}
WRITING = {"write_text", "write_bytes", "unlink", "mkdir", "rmtree", "rename", "touch"}
NEVER = {
    "text": (FILES | {"yaml"} | NETWORK, {"spelling.py"}),  # opens its dictionary
    "data": (HTML | NETWORK, set()),
    "articles": (NETWORK, set()),
    "outputs": ({"yaml", "helpkit.data.located"} | NETWORK, {"indexnow.py"}),
    "blocks": ({"yaml", "helpkit.data.located"} | NETWORK, set()),
    "checks": (WRITING | NETWORK, set()),
    "publishing": ({"yaml", "helpkit.data.located"} | NETWORK, set()),
    "recheck": (WRITING, set()),
}


@pytest.mark.parametrize("package", NEVER)
def test_a_package_keeps_to_its_task(package: str) -> None:
    never, exceptions = NEVER[package]
    found = {}
    for path in sorted((CORE / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        parts = [name.split(".") for name in modules(path)]
        names = {".".join(part[:n]) for part in parts for n in range(1, len(part) + 1)}
        if wrong := (names | called & WRITING) & never:
            found[path.name] = wrong
    assert found.keys() == exceptions, found


def test_an_event_imports_the_core_and_no_other_event() -> None:
    events = sorted(CORE.parent.glob("*.py"))
    names = {path.stem for path in events}
    for path in events:
        imports = list(modules(path))
        assert not names & {name.split(".")[0] for name in imports}, path.name
        used = {name.split(".")[1] for name in imports if name.startswith("helpkit.")}
        assert not used & {"cli", "commands", "preview", "recheck", "review", "sample"}, path.name


def test_only_the_clock_asks_what_day_it_is() -> None:
    asks = re.compile(r"\bdate\.today\(|\bdatetime\.(?:now|today)\(|\btime\.time\(")
    found = [path.name for path in CORE.rglob("*.py") if asks.search(path.read_text("utf-8"))]
    assert found == ["clock.py"]

"""Check mkdocs.yml before MkDocs reads it: its keys, and names of what has to be there.

The menu has checks of its own (`navigation.py`), and so has what YAML cannot read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from helpkit.data.located import Located, Location, read_file
from helpkit.problems import Problem, did_you_mean, nearest

FILE = "mkdocs.yml"
# What MkDocs 1.6 knows, without what it warns of as old.
KEYS = frozenset(
    (
        *("copyright", "dev_addr", "docs_dir", "draft_docs", "edit_uri", "edit_uri_template"),
        *("exclude_docs", "extra", "extra_css", "extra_javascript", "extra_templates", "hooks"),
        *("markdown_extensions", "mdx_configs", "nav", "not_in_nav", "plugins", "remote_branch"),
        *("remote_name", "repo_name", "repo_url", "site_author", "site_description", "site_dir"),
        *("site_name", "site_url", "strict", "theme", "use_directory_urls", "validation", "watch"),
    )
)
NEEDED = ("site_name", "site_url", "theme", "plugins", "hooks", "markdown_extensions", "nav")
# In MkDocs' YAML; all else is text.
_ANSWERS = {"true", "false", "yes", "no", "on", "off"}


def check(root: Path) -> list[Problem]:
    """Return what is wrong with the settings of a site; a tree without hooks is none that is built."""
    if not (root / "hooks").is_dir():
        return []
    path = root / FILE
    if not path.is_file():
        return [Problem.of(FILE, 1, 1, "settings-missing")]
    located, problems = read_file(path, root=root)
    if problems:
        return problems
    if not isinstance(located.value, dict):
        return [Problem.of(FILE, 1, 1, "settings-missing.all")]
    return list(_of_keys(located, root))


def _of_keys(located: Located, root: Path) -> Iterator[Problem]:
    settings: dict[str, Any] = located.value
    for key in settings.keys() - KEYS:
        hint = did_you_mean(key, KEYS)
        yield located.problem((key,), "settings-unknown", typed=key, hint=hint)
    for key in NEEDED:
        if settings.get(key) is None:
            where: Location = (key,) if key in settings else ()
            yield located.problem(where, "settings-missing.key", key=key)
    strict = settings.get("strict")
    if strict is not None and str(strict).lower() not in _ANSWERS:
        yield located.problem(("strict",), "settings-unknown.answer", typed=str(strict))
    theme = settings.get("theme")
    if isinstance(theme, dict):
        name, folder = theme.get("name"), theme.get("custom_dir")
        known = _installed("mkdocs.themes")
        if name is not None and name not in known:
            hint = did_you_mean(str(name), known)
            yield located.problem(
                ("theme", "name"), "settings-unknown.theme", typed=str(name), hint=hint
            )
        if folder is not None and not (root / str(folder)).is_dir():
            folders = [each.name for each in root.iterdir() if each.is_dir()]
            hint = did_you_mean(str(folder), folders)
            said = {"typed": str(folder), "hint": hint}
            yield located.problem(("theme", "custom_dir"), "settings-unknown.folder", **said)
    for what in ("plugins", "markdown_extensions"):
        group = {"plugins": "mkdocs.plugins"}.get(what, "markdown.extensions")
        for name, place in _names(settings.get(what), (what,)):
            if name not in (known := _installed(group)) and not _is_module(name):
                hint = did_you_mean(name, known)
                yield located.problem(place, f"settings-unknown.{what}", typed=name, hint=hint)
    yield from _of_hooks(located, root)


def _of_hooks(located: Located, root: Path) -> Iterator[Problem]:
    """Yield hooks that are not there, and those of the folder that the settings leave out."""
    hooks = dict(_names(located.value.get("hooks"), ("hooks",)))
    if not hooks:
        return
    there = {f"hooks/{path.name}" for path in (root / "hooks").glob("*.py")}
    for name in sorted(hooks.keys() - there):
        if not (root / name).is_file():
            hint = did_you_mean(name, there)
            yield located.problem(hooks[name], "settings-unknown.hooks", typed=name, hint=hint)
            there.discard(nearest(name, there) or "")
    for name in sorted(there - hooks.keys()):
        yield located.problem(("hooks",), "settings-missing.hook", name=name)


def _names(items: Any, location: Location) -> Iterator[tuple[str, Location]]:
    """Yield the names in a list of names, some with settings behind them, and where each stands."""
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, str):
            yield item, (*location, index)
        elif isinstance(item, dict):
            yield from ((name, (*location, index, name)) for name in item)
    if isinstance(items, dict):
        yield from ((name, (*location, name)) for name in items)


def is_extension(entry: Any) -> bool:
    """Return whether an entry of `markdown_extensions` names one that is there."""
    name = next(iter(entry), "") if isinstance(entry, dict) else entry
    return isinstance(name, str) and (name in _installed("markdown.extensions") or _is_module(name))


@cache
def _installed(group: str) -> Collection[str]:
    return {each.name for each in entry_points(group=group)}


def _is_module(name: str) -> bool:
    """Return whether Python could import a name: some extensions are called by their module."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False

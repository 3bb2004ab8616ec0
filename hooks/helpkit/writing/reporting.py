"""What a change does, as a comment in Markdown for those who review it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from helpkit import git
from helpkit.articles import freshness
from helpkit.articles.article import Article
from helpkit.checks import run
from helpkit.data.located import read_text
from helpkit.languages import LANGUAGES, SOURCE, TRANSLATIONS
from helpkit.messages import say_in
from helpkit.problems import visible

_HAPPENED = {"A": "report-added", "D": "report-removed"}


def report(root: Path, *, base: str, today: date) -> str:
    """Return the comment on what differs from where the working tree left `base`.

    What is not committed and not even added counts as well. Raises git.NoRepository.
    """
    start = git.ask(root, "merge-base", "--end-of-options", base, "HEAD").strip()
    changed = dict(_changed(root, start))
    repository = run.read(root, today=today)
    problems = run.problems_of(repository)
    sections = {
        "report-pages": [
            f"{_code(name)} ({_happened(how)})"
            for name, how in changed.items()
            if name.startswith("docs/") and name.endswith(".md")
        ],
        "report-problems": [
            " / ".join(_code(problem.said(code)) for code in LANGUAGES) for problem in problems
        ],
        "report-contacts": list(_contacts(root, start, changed)),
        "report-stale": list(_stale(repository.articles)),
        "report-look": [
            f"{_code(name)} ({_happened(how)})"
            for name, how in changed.items()
            if not name.startswith(("data/", *(f"docs/{code}/" for code in LANGUAGES)))
        ],
    }
    lines = [f"# {_line('report-title')}"]
    for key, found in sections.items():
        lines += ["", f"## {_line(key)}: {len(found)}", ""]
        lines += [f"- {each}" for each in found] or [_line("report-none")]
    return "\n".join(lines) + "\n"


def _changed(root: Path, start: str) -> Iterator[tuple[str, str]]:
    """Yield each file that differs, with the letter that git has for what happened to it."""
    told = git.ask(root, "diff", "--name-status", "--no-renames", "--relative", "-z", start)
    parts = told.split("\0")
    found = dict(zip(parts[1::2], parts[::2], strict=False))
    for name in git.ask(root, "ls-files", "--others", "--exclude-standard", "-z").split("\0"):
        if name:
            found[name] = "A"
    yield from sorted(found.items())


def _contacts(root: Path, start: str, changed: Mapping[str, str]) -> Iterator[str]:
    """Yield each contact that is new or says something else, with its values and evidence."""
    for name, how in changed.items():
        if not (name.startswith("data/regions/") and name.endswith(".yml")):
            continue
        before = {} if how == "A" else _by_id(git.ask(root, "show", f"{start}:./{name}"))
        path = root / name
        now = _by_id(path.read_text(encoding="utf-8")) if path.is_file() else {}
        for identifier, (what, record) in now.items():
            if before.get(identifier) == (what, record):
                continue
            word = "report-added" if identifier not in before else "report-changed"
            word = "report-withdrawn" if what == "withdrawn" else word
            evidence = record.get("evidence") or {}
            values = [p.get("number") for p in record.get("phones") or ()]
            values += [*(record.get("emails") or ()), record.get("website"), record.get("value")]
            values += record.get("values") or ()
            shown = ", ".join(_code(str(value)) for value in values if value)
            proof = " · ".join(
                str(evidence[key])
                for key in ("source", "source_kind", "read", "read_on")
                if evidence.get(key)
            )
            yield f"{_line(word)}: {_code(identifier)} {shown} {_code(proof)} ({_code(name)})"
        for identifier in before.keys() - now.keys():
            yield f"{_line('report-removed')}: {_code(identifier)} ({_code(name)})"


def _by_id(text: str) -> dict[str, tuple[str, Any]]:
    region = read_text(text, path="")[0].value
    region = region if isinstance(region, dict) else {}
    return {
        str(record.get("id") or record.get("kind")): (what, record)
        for what in ("contacts", "withdrawn", "okpay_channels")
        for record in region.get(what) or ()
        if isinstance(record, dict)
    }


def _stale(articles: Mapping[str, Mapping[str, Article]]) -> Iterator[str]:
    for language in TRANSLATIONS:
        for slug, source in articles[SOURCE].items():
            translation = articles[language].get(slug)
            if translation and not freshness.matches(source, translation):
                yield _code(translation.path)


def _line(key: str) -> str:
    """Return words in all languages on one line: a comment is for everybody."""
    return " / ".join(say_in(LANGUAGES, key))


def _happened(how: str) -> str:
    return _line(_HAPPENED.get(how, "report-changed"))


def _code(text: str) -> str:
    """Return a text as code: nothing in it is a link or a mention."""
    return f"`{''.join(map(visible, text)).replace('`', chr(39))}`"

"""Report a change to its reviewers as Markdown: a file with pictures, and a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from helpkit import git
from helpkit.articles import freshness
from helpkit.articles.article import Article
from helpkit.checks import history, run
from helpkit.commands import screenshots
from helpkit.commands.screenshots import NoPictures, Pair
from helpkit.data.located import read_text
from helpkit.languages import DERIVED, LANGUAGES, PUBLISHED, SOURCE, TRANSLATIONS
from helpkit.messages import Message, message, text
from helpkit.problems import errors_of, in_order, visible

# GitHub takes comments of at most 65,536 characters.
MOST_CHARACTERS = 60_000
MOST_OF_A_LINE = 1_000
_HAPPENED = {"A": "report-added", "D": "report-removed"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a change does: lines by the key of their heading, and pictures or why there are none."""

    sections: Mapping[str, Sequence[str]]
    pairs: Sequence[Pair]
    left_out: int
    no_pictures: Message | None

    def as_page(self) -> str:
        """Return the whole report, with the pictures beside it."""
        lines = [*self._head(None), *self._pictures_head()]
        if self.pairs:
            lines += [
                f"| {_line('report-page')} | {_line('report-before')} | {_line('report-after')} |"
            ]
            lines += ["| --- | --- | --- |"]
        for pair in self.pairs:
            shown = [f"![{when}]({when})" if when else "—" for when in (pair.before, pair.after)]
            lines.append(f"| {_code('/' + pair.address)} | {shown[0]} | {shown[1]} |")
        return "\n".join(lines) + "\n"

    def as_comment(self) -> str:
        """Return the part that fits into a comment, with names of pages instead of pictures."""
        most = 200
        while len(said := self._comment(most)) > MOST_CHARACTERS and most:
            most //= 2
        return said

    def _comment(self, most: int) -> str:
        lines = [*self._head(most), *self._pictures_head()]
        lines += [f"- {_code('/' + pair.address)}" for pair in self.pairs]
        if self.pairs:
            lines += ["", _line("report-where", folder="report")]
        return "\n".join(lines) + "\n"

    def _head(self, most: int | None) -> Iterator[str]:
        yield f"# {_line('report-title')}"
        for key, found in self.sections.items():
            yield from ("", f"## {_line(key)}: {len(found)}", "")
            yield from (f"- {each}" for each in found[:most])
            if left := len(found[most:]) if most is not None else 0:
                yield f"- {_line('report-more', n=left)}"
            if not found:
                yield _line("report-none")

    def _pictures_head(self) -> Iterator[str]:
        yield from ("", f"## {_line('report-pictures')}: {len(self.pairs)}", "")
        if self.no_pictures:
            yield _said(self.no_pictures)
        elif not self.pairs:
            yield _line("report-look-same")
        if self.left_out:
            yield from (_line("report-more", n=self.left_out), "")


def report(root: Path, *, base: str, today: date, folder: Path | None) -> Report:
    """Return the differences from the commit where the working tree left `base`.

    Uncommitted and untracked files count as well. Pictures go into `folder`, if there is
    one. Raises git.NoRepository.
    """
    start = git.ask(root, "merge-base", "--end-of-options", base, "HEAD").strip()
    changed = dict(_changed(root, start))
    repository = run.read(root, today=today)
    since = history.check(root, repository.articles, today=today, base=start)
    problems = in_order([*run.problems_of(repository), *since])
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
            if not name.startswith(("data/regions/", *(f"docs/{code}/" for code in PUBLISHED)))
        ],
    }
    pairs: list[Pair] = []
    left_out, why = 0, None if folder else message("report-no-pictures")
    if folder and errors_of(problems):
        why = message("report-has-errors")
    elif folder:
        try:
            pairs, left_out = screenshots.take(
                root,
                start=start,
                changed=changed,
                articles=repository.articles,
                today=today,
                folder=folder,
            )
        except NoPictures as reason:
            why = reason.message
    return Report(sections, pairs, left_out, why)


def write(found: Report, folder: Path) -> None:
    """Write report.md, which shows the pictures beside it, and comment.md, which needs none."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, said in (("report.md", found.as_page()), ("comment.md", found.as_comment())):
        (folder / name).write_text(said, encoding="utf-8", newline="\n")


def _changed(root: Path, start: str) -> Iterator[tuple[str, str]]:
    """Yield each changed file with git's status letter."""
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
    for language in (*TRANSLATIONS, *DERIVED):
        for slug, source in articles[SOURCE].items():
            translation = articles[language].get(slug)
            if translation and not freshness.matches(source, translation):
                yield _code(translation.path)


def _line(key: str, /, **values: Any) -> str:
    """Return words in all languages on one line: a comment is for everybody."""
    return _said(message(key, **values))


def _said(words: Message) -> str:
    return " / ".join(text(words, language=code) for code in LANGUAGES)


def _happened(how: str) -> str:
    return _line(_HAPPENED.get(how, "report-changed"))


def _code(words: str) -> str:
    """Return a text as code, so that nothing in it becomes a link or a mention."""
    plain = "".join(map(visible, words)).replace("`", "'")
    return f"`{plain if len(plain) <= MOST_OF_A_LINE else plain[:MOST_OF_A_LINE] + '…'}`"

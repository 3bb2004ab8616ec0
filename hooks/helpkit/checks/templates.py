"""Check templates: their syntax, the words that they ask for, and contact values in their own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from helpkit.checks.free_texts import TextRules
from helpkit.problems import Problem, did_you_mean

_TEMPLATES = {".html", ".svg", ".xml"}
_STATEMENTS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
# Replaces code between strings. `contact_values` ignores it, so the strings join.
_UNSEEN = "\u200b"
# Replaces code between strings that are not neighbours: it ends an address and is a letter of no
# word.
_APART = ")ー"
_CONCATENATED = re.compile(r"\{\{-?\s*[\"']|[\"']\s*[~+]\s*[\"']")
_DRAWN = re.compile(r"[Mm][\d\s.,MmLlHhVvCcSsQqTtAaZz-]+")  # a path, which nobody reads


def _strings_only(found: re.Match[str]) -> str:
    """Return a template statement with everything but its strings blanked out."""
    if found[0].startswith("{#"):
        return re.sub(r"[^\n]", " ", found[0])
    kept, end = [], 0
    for string in _STRING.finditer(found[0]):
        between = found[0][end : string.start() + 1]
        words, joined = string[0][1:-1], _CONCATENATED.fullmatch(between) or len(between) < 2
        kept += [
            re.sub(r"[^\n]", _UNSEEN, between) if joined else _APART.ljust(len(between), _APART[1]),
            re.sub(r"[^\n]", _UNSEEN, words) if _DRAWN.fullmatch(words) else words,
        ]
        end = string.end() - 1
    return "".join([*kept, re.sub(r"[^\n]", _UNSEEN, found[0][end:])])


def read(root: Path) -> dict[str, str]:
    """Return the templates of `overrides` by name."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "overrides").rglob("*"))
        if path.suffix in _TEMPLATES
    }


def check_template_words(templates: Mapping[str, str], texts: TextRules) -> Iterator[Problem]:
    """Yield contact values in the own words, labels and link targets of what `read` returns."""
    for name, text in templates.items():
        words = _STATEMENTS.sub(_strings_only, text)
        # Readers never see settings; they do see link targets.
        words = re.sub(
            r"(?s)<meta\b[^>]*\b(?:viewport|theme-color|og:image:(?:width|height))\b[^>]*>",
            lambda m: re.sub(r"[^\n]", " ", m[0]),
            words,
        )
        words = re.sub(r"<a\b([^>]*)>", r"\1 ", words)
        for stray in texts.find(words):
            yield stray.problem(name, line=stray.line, column=stray.column)


def check_templates(
    templates: Mapping[str, str], *, words: Collection[str] | None
) -> Iterator[Problem]:
    """Yield templates with a syntax error, and words that they use and `data/ui.yml` lacks.

    A missing word would leave an empty place on the page.
    """
    environment = Environment()
    for name, text in templates.items():
        try:
            template = environment.parse(text)
        except TemplateSyntaxError as error:
            yield Problem.of(name, error.lineno, 1, "template-syntax", message=error.message or "")
            continue
        if words is None:  # the data has problems of its own
            continue
        for asked in template.find_all(nodes.Getattr):
            if _is_ui(asked.node) and asked.attr not in words:
                yield Problem.of(
                    name,
                    asked.lineno,
                    1,
                    "template-unknown-word",
                    word=asked.attr,
                    hint=did_you_mean(asked.attr, words),
                )


def _is_ui(node: nodes.Node) -> bool:
    """Return whether a node is `ui`, `help.ui`, `directory.ui` or the `ui` of another language."""
    if isinstance(node, nodes.Getattr):
        return node.attr in ("ui")
    return isinstance(node, nodes.Name) and node.name == "ui"

"""The style sheets as readers get them: the rules that some page can use, without white space.

A rule stays if the names in its selector (elements, classes, ids) all stand on built pages or can
be put there by a script; states (`:hover`, `[open]`) count as possible. What is unsure stays: pages
look the same with and without this step, which `tests/browser/test_light.py` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

import tinycss2
from tinycss2 import ast

# Every class and element that scripts put on pages, in this one place; a name that ends in "-"
# stands for all that begin with it. A script that names another one which style sheets have rules
# for, and no page has, stops the build.
SCRIPT_NAMES = frozenset(
    {
        ".callout",
        ".callout-title",
        ".detail",
        ".is-done",
        ".menu-open",
        ".search-dialog",
        ".search-heading",
        ".search-links",
        ".search-output",
        ".search-results",
        ".search-routes",
        ".search-status",
        ".search-urgent",
        ".step-done",
        ".tool",
        ".verdict",
        ".verdict-",
        ".visually-hidden",
        "b",
        "dialog",
        "mark",
        "small",
    }
)

_GROUPS = ("media", "supports", "layer", "container")
_EITHER = ("is", "where", "has")
_AROUND_SELECTORS = frozenset({",", ">", "+", "~"})
_AROUND_QUERIES = frozenset({",", ":"})
_AROUND_VALUES = frozenset({","})
_ELEMENT = re.compile(r"<([a-z][a-z0-9-]*)")
_VALUE = r"""("[^"]*"|'[^']*'|[^\s"'>]+)"""
# They begin with plain letters: those a search over megabytes finds several times faster.
_ATTRIBUTES = {".": re.compile(f"class={_VALUE}"), "#": re.compile(f"id={_VALUE}")}
_STRING = re.compile(r'"[^"\n]*"|`[^`]*`')
_EXPRESSION = re.compile(r"\$\{[^}\"]*\}")  # its names are the script's own
_WORD = re.compile(r"(?<![.#\w-])[\w-]+")
# `make("b", …)`, `document.createElement("b")`; not `text.endsWith("b")`.
_MADE = re.compile(r'(?:createElement|(?<![.\w])\w+)\("([a-z][a-z0-9]*)"')

Tokens = list[ast.Node]


class UnreadableSheet(ValueError):
    """A style sheet that no browser would read whole. `line` and `column` count from 1."""

    def __init__(self, node: ast.ParseError) -> None:
        super().__init__(node.message)
        self.line: int = node.source_line
        self.column: int = node.source_column


def names_of(pages: Iterable[str]) -> frozenset[str]:
    """Return the names of the elements on pages of HTML as selectors have them: `p`, `.class`, `#id`.

    What merely looks like one counts too, which keeps a rule too many at worst.
    """
    elements: set[str] = {"html", "head", "body"}
    values: dict[str, set[str]] = {sign: set() for sign in _ATTRIBUTES}
    for page in pages:
        elements.update(_ELEMENT.findall(page))
        for sign, attribute in _ATTRIBUTES.items():
            values[sign].update(attribute.findall(page))
    names = {
        sign + name
        for sign, found in values.items()
        for value in found
        for name in value.strip("\"'").split()
    }
    return frozenset(elements | names)


def cut(text: str, names: Set[str]) -> str:
    """Return a style sheet with the rules that pages of these names can use.

    Raises UnreadableSheet.
    """
    return "".join(_rules(_parsed(text), names))


def styled(sheet: str) -> frozenset[str]:
    """Return every name that a style sheet has a rule for."""
    return frozenset(_styled(_parsed(sheet)))


def undeclared(script: str, names: Set[str], *, styled: Set[str]) -> list[str]:
    """Return what a script may put on a page and `cut` would not know of.

    That is: classes in its strings and elements that it makes, if they are `styled` and neither a
    page (`names`) nor `SCRIPT_NAMES` has them.
    """
    texts = [_EXPRESSION.sub("", text) for text in _STRING.findall(script)]
    words = {word for text in texts for word in _WORD.findall(text)}
    beginnings = tuple(f".{word}" for word in words if len(word) > 1 and word.endswith("-"))
    possible = {f".{word}" for word in words} | set(_MADE.findall(script))
    return sorted(
        name
        for name in styled - names
        if not _is_scripted(name) and (name in possible or name.startswith(beginnings))
    )


def _is_scripted(name: str) -> bool:
    return name in SCRIPT_NAMES or any(
        name.startswith(each) for each in SCRIPT_NAMES if each.endswith("-")
    )


def _parsed(content: str | Tokens) -> Tokens:
    parse = tinycss2.parse_stylesheet if isinstance(content, str) else tinycss2.parse_rule_list
    rules: Tokens = parse(content, skip_comments=True, skip_whitespace=True)
    return rules


def _rules(rules: Tokens, names: Set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "error":
            raise UnreadableSheet(rule)
        if rule.type == "qualified-rule":
            selectors = [
                _text(selector, _AROUND_SELECTORS)
                for selector in _split(rule.prelude)
                if _fits(selector, names)
            ]
            if selectors:
                yield f"{','.join(selectors)}{{{_declarations(rule.content)}}}"
            continue
        head = f"@{rule.at_keyword} {_text(rule.prelude, _AROUND_QUERIES)}".rstrip()
        if rule.content is None:
            yield f"{head};"
        elif rule.lower_at_keyword in _GROUPS:
            if inside := "".join(_rules(_parsed(rule.content), names)):
                yield f"{head}{{{inside}}}"
        else:
            yield f"{head}{{{_declarations(rule.content)}}}"


def _styled(rules: Tokens) -> Iterator[str]:
    """Return every name in the selectors of rules."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _names(rule.prelude, inside=True)
        elif rule.type == "at-rule" and rule.lower_at_keyword in _GROUPS:
            yield from _styled(_parsed(rule.content))


def _declarations(content: Tokens) -> str:
    """Return what stands between the braces of a rule; what is no declaration stays as it is."""
    parts = []
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for node in nodes:
        if node.type == "error":
            raise UnreadableSheet(node)
        if node.type == "declaration":
            important = "!important" if node.important else ""
            parts.append(f"{node.name}:{_text(node.value, _AROUND_VALUES)}{important}")
        else:
            parts.append(tinycss2.serialize([node]))
    return ";".join(parts)


def _split(prelude: Tokens) -> Iterator[Tokens]:
    """Return the selectors of a list."""
    selector: Tokens = []
    for token in prelude:
        if token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def _fits(selector: Tokens, names: Set[str]) -> bool:
    """Return whether pages have each name, and for each `:is()` one of its ways."""
    return all(name in names or _is_scripted(name) for name in _names(selector)) and all(
        any(_fits(way, names) for way in _split(token.arguments))
        for token in selector
        if token.type == "function" and token.lower_name in _EITHER
    )


def _names(selector: Tokens, *, inside: bool = False) -> Iterator[str]:
    """Return the names in a selector, with `inside` also those in `:is()` and its like."""
    before = None
    for token in selector:
        if token.type == "ident" and before == ".":
            yield f".{token.value}"
        elif token.type == "ident" and before != ":":
            yield token.lower_value
        elif token.type == "hash":
            yield f"#{token.value}"
        elif token.type == "function" and inside and token.lower_name in _EITHER:
            yield from _names(token.arguments, inside=True)
        before = token


def _text(tokens: Tokens, around: Set[str]) -> str:
    """Return tokens as text, without comments and without space `around` these characters."""
    text: str = tinycss2.serialize(_trimmed(_tight(tokens, around)))
    return text


def _tight(tokens: Tokens, around: Set[str]) -> Tokens:
    kept: Tokens = []
    for token in tokens:
        if token.type == "comment":
            continue
        if token.type == "whitespace":
            if kept and kept[-1].type != "whitespace" and not _is_one_of(kept[-1], around):
                kept.append(ast.WhitespaceToken(token.source_line, token.source_column, " "))
            continue
        if _is_one_of(token, around) and kept and kept[-1].type == "whitespace":
            kept.pop()
        if token.type == "function":
            # In `:nth-child(2n + 1)` and `calc(1px + 2px)` a plus is no combinator.
            inner = around if token.lower_name in (*_EITHER, "not") else _AROUND_VALUES
            token.arguments = _trimmed(_tight(token.arguments, inner))
        elif token.type.endswith("block"):
            token.content = _trimmed(_tight(token.content, around))
        kept.append(token)
    return kept


def _trimmed(tokens: Tokens) -> Tokens:
    start = 1 if tokens and tokens[0].type == "whitespace" else 0
    end = -1 if len(tokens) > start and tokens[-1].type == "whitespace" else None
    return tokens[start:end]


def _is_one_of(token: ast.Node, characters: Set[str]) -> bool:
    return token.type == "literal" and token.value in characters

"""Check the blocks of articles: names, arguments and options."""

from __future__ import annotations

from collections.abc import Mapping

from helpkit.articles.directives import PROSE_BLOCKS, WHEN, Directive
from helpkit.blocks.views import BLOCKS, BlockKind, _words
from helpkit.data.directory import (
    Directory,
)
from helpkit.data.kinds import CONDITIONS
from helpkit.problems import Problem, did_you_mean, one_of

# What may follow the name of a block that draws data, and of the one that chooses between texts.
_KINDS: Mapping[str, BlockKind] = {
    **BLOCKS,
    WHEN: BlockKind(lambda _: {}, arguments=lambda _: CONDITIONS),
}


def check(directive: Directive, *, path: str, directory: Directory) -> list[Problem]:
    """Return what is wrong with a block as written, or an empty list."""

    def problem(rule: str, what: str, fix: str) -> Problem:
        return Problem(path, directive.line, directive.column, rule, what, fix)

    name = directive.name
    if not directive.closed:
        return [
            problem(
                "block-not-closed",
                f'The block "{name}" is not closed.',
                'add a line "///" after it',
            )
        ]
    if name in PROSE_BLOCKS:
        return []
    if name not in (*BLOCKS, WHEN):
        known = [*BLOCKS, WHEN, *PROSE_BLOCKS]
        return [
            problem(
                "block-unknown",
                f'No block is called "{name}".{did_you_mean(name, known)}',
                f"use one of {one_of(known)}",
            )
        ]
    kind, found = _KINDS[name], []
    allowed = list(kind.arguments(directory)) if kind.arguments else []
    if directive.argument and directive.argument not in allowed:
        fix = f'write "/// {name}" alone' if not allowed else f"use one of {one_of(allowed)}"
        found.append(
            problem(
                "block-unknown-argument",
                f'The block "{name}" knows no "{directive.argument}".'
                + did_you_mean(directive.argument, allowed),
                fix,
            )
        )
    if not directive.argument and kind.arguments and not kind.optional:
        found.append(
            problem(
                "block-missing-argument",
                f'The block "{name}" does not say which one to show.',
                f'write "/// {name} | …" with one of {one_of(allowed)}',
            )
        )
    for key, value in directive.options.items():
        if key not in kind.options:
            found.append(
                problem(
                    "block-unknown-option",
                    f'The block "{name}" has no option "{key}".{did_you_mean(key, kind.options)}',
                    f"use one of {one_of(kind.options)}" if kind.options else "remove the line",
                )
            )
            continue
        choices = list(kind.options[key](directory))
        found += [
            problem(
                "block-unknown-option",
                f'"{word}" is not a value of the option "{key}".{did_you_mean(word, choices)}',
                f"use one of {one_of(choices)}",
            )
            for word in _words(value)
            if word not in choices
        ]
    return found

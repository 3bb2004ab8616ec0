"""Check the blocks of articles: names, arguments and options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from helpkit.articles.written_blocks import PROSE_BLOCKS, WHEN, WrittenBlock
from helpkit.blocks.views import BLOCKS, BlockKind, listed
from helpkit.data.directory import (
    Directory,
)
from helpkit.data.vocabulary import CONDITIONS
from helpkit.problems import Problem, did_you_mean

# What may follow the name of a block that draws data, and of the one that chooses between texts.
_KINDS: Mapping[str, BlockKind] = {
    **BLOCKS,
    WHEN: BlockKind(lambda _: {}, arguments=lambda _: CONDITIONS),
}


def check(block: WrittenBlock, *, path: str, directory: Directory) -> list[Problem]:
    """Return the problems of a block as written."""

    def problem(key: str, /, **values: Any) -> Problem:
        return Problem.of(path, block.line, block.column, key, **values)

    name = block.name
    if not block.closed:
        return [problem("block-not-closed", name=name)]
    if name in PROSE_BLOCKS:
        return []
    if name not in (*BLOCKS, WHEN):
        known = [*BLOCKS, WHEN, *PROSE_BLOCKS]
        return [
            problem("block-unknown", name=name, hint=did_you_mean(name, known), known=tuple(known))
        ]
    kind, found = _KINDS[name], []
    allowed = list(kind.arguments(directory)) if kind.arguments else []
    if block.argument and block.argument not in allowed:
        found.append(
            problem(
                "block-unknown-argument" if allowed else "block-unknown-argument.none",
                name=name,
                argument=block.argument,
                hint=did_you_mean(block.argument, allowed),
                known=tuple(allowed),
            )
        )
    page = re.search(r"contact/regions/([a-z]{2})\.md$", path)
    code = page[1].upper() if page else ""
    if code in directory.regions and block.argument in directory.regions.keys() - {code}:
        found.append(problem("block-other-region", name=name, argument=block.argument, region=code))
    if not block.argument and kind.arguments and not kind.argument_optional:
        found.append(problem("block-missing-argument", name=name, known=tuple(allowed)))
    for key, value in block.options.items():
        if key not in kind.options:
            found.append(
                problem(
                    "block-unknown-option.key" if kind.options else "block-unknown-option.none",
                    name=name,
                    option=key,
                    hint=did_you_mean(key, kind.options),
                    known=tuple(kind.options),
                )
            )
            continue
        choices = list(kind.options[key](directory))
        found += [
            problem(
                "block-unknown-option",
                word=word,
                key=key,
                hint=did_you_mean(word, choices),
                known=tuple(choices),
            )
            for word in listed(value)
            if word not in choices
        ]
    return found

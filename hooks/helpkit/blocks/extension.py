"""The Markdown extension: each block of `views.BLOCKS` as a pymdownx Block.

It only draws. `checks.blocks` finds mistakes, since pymdownx reports none.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksProcessor
from pymdownx.blocks.block import Block, type_string

from helpkit.blocks.views import BLOCKS


class _DataBlock(Block):  # type: ignore[misc]  # pymdownx has no types
    """A block without content of its own: what it shows comes from the data."""

    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Draw the block at once: it has no content that is still to be read."""
        html = self.config["draw"](self.NAME, self.argument or "", dict(self.options))
        element = etree.SubElement(parent, "div", {"class": f"block block-{self.NAME}"})
        # Stashed, so that Markdown neither reads nor escapes the finished HTML again.
        element.text = self.md.htmlStash.store(html)
        return element

    def on_markdown(self) -> str:
        """Return that nothing inside the block is Markdown."""
        return "raw"


class DataBlocks(BlocksExtension):  # type: ignore[misc]  # pymdownx has no types
    """Registers one Block class for each kind of block.

    `draw` gets name, argument and options of a block and returns its HTML.
    """

    def __init__(self, draw: Callable[[str, str, dict[str, str]], str]) -> None:
        self.config = {"draw": [draw, "what draws a block"]}
        super().__init__()

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: BlocksProcessor) -> None:
        """Register the blocks with a new Markdown instance."""
        for name, kind in BLOCKS.items():
            members = {
                "NAME": name,
                "OPTIONS": {key: ["", type_string] for key in kind.options},
            }
            block_mgr.register(type("DataBlock", (_DataBlock,), members), self.getConfigs())

"""Parts of a page that a later step, or a script, looks for in its HTML.

Templates mark a part with `data-part`; an element is one part at most. Style sheets use classes
instead, so renaming a class changes no word of the Markdown twins, the full text or an answer.
"""

from __future__ import annotations

from typing import Any

ATTRIBUTE = "data-part"
# The name of a body or a channel.
NAME = "name"
# The same as the body itself writes it.
LOCAL_NAME = "local-name"
# What stands apart from its neighbours inside a cell or an entry.
PIECE = "piece"
# The source of a value, and its dates.
EVIDENCE = "evidence"
# All ways to reach a body.
CONTACT_POINTS = "contact-points"
# A number or an address.
VALUE = "value"
# A title that is no heading.
TITLE = "title"
# A box beside the text.
ASIDE = "aside"
# Text that says again what the page has already said, in other words.
AGAIN = "again"
# Other names of what the entry is about, as readers say them.
SAID = "said"
# The error box of a block that could not be drawn.
FAILURE = "failure"

PARTS = frozenset(
    {NAME, LOCAL_NAME, PIECE, EVIDENCE, CONTACT_POINTS, VALUE, TITLE, ASIDE, AGAIN, SAID, FAILURE}
)
# Elements before and behind which a text ends. Not lxml's `block_tags`: those have `ins` and `del`,
# within which a number goes on, and lack most of HTML 5.
BREAKS = frozenset(
    """
    address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 head header hr html label legend li main nav ol option p pre
    section select summary table tbody td textarea tfoot th thead title tr ul
    """.split()
)
# A value that was withdrawn: struck through, with no word of it in result lists. As XPath.
STRUCK = ".//s[@data-nosnippet and not(*)]"


def is_struck(element: Any) -> bool:
    """Return whether an element of parsed HTML is a withdrawn value; see `STRUCK`."""
    return element.tag == "s" and element.get("data-nosnippet") is not None and not len(element)

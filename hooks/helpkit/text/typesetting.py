"""Chinese as it is set: nothing stands between a full-width mark and what follows it."""

from __future__ import annotations

import re

# The mark, the ends of what it stands in, and the space that the template put after it. Text that
# is shown as it was typed keeps its spaces.
_GAP = re.compile(
    r"(<pre\b.*?</pre>|<textarea\b.*?</textarea>)"
    r"|([，。、；：！？）】」』](?:</(?:a|b|em|span|strong|time)>)*) +",
    re.DOTALL,
)


def close_gaps(html: str) -> str:
    """Return HTML without the spaces after full-width marks, which carry their own.

    Templates are shared by all languages and put a space after a label, as English needs.
    Line breaks stay: in ready-made messages they mean something.
    """
    return _GAP.sub(lambda found: found[1] or found[2], html)

"""Chinese as it is set: no space follows a full-width mark, no headline parts Latin from Chinese."""

from __future__ import annotations

import re

# A full-width mark, closing tags, and the space that the template put after it. Preformatted text
# keeps its spaces.
_GAP = re.compile(
    r"(<pre\b.*?</pre>|<textarea\b.*?</textarea>)"
    r"|([，。、；：！？）】」』](?:</(?:a|b|em|span|strong|time)>)*) +",
    re.DOTALL,
)

# A clause of a headline, up to and with its mark.
_CLAUSE = re.compile(r"[^，。、；：！？]+[，。、；：！？]*")
# With those that a conversion leaves alone (see `conversion.masked`).
_HAN = re.compile("[\u3000-\u9fff\uff00-\uffef\U000f3400-\U000f9fff]")
# Characters of a headline that fit on the narrowest common phone (360 pixels).
_LINE = 13.5


def unbroken(headline: str) -> str:
    """Return a headline whose spaces beside Chinese do not break, where the clause fits on one line.

    Headlines break after marks and at spaces only: "OKPay" would stand alone above its noun.
    """
    return _CLAUSE.sub(lambda found: _together(found[0]), headline)


def _together(clause: str) -> str:
    wide = len(_HAN.findall(clause))
    if not wide or wide + (len(clause) - wide) * 0.6 > _LINE:
        return clause
    return clause.replace(" ", "\u00a0")


def close_gaps(html: str) -> str:
    """Return HTML without the spaces after full-width marks, which carry their own.

    Templates are shared by all languages and put a space after a label, as English needs.
    Line breaks stay: in ready-made messages they mean something.
    """
    return _GAP.sub(lambda found: found[1] or found[2], html)

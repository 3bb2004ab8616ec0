"""Icons for browsers without SVG icons, at the addresses that they try by themselves.

Pages name only the SVG; browsers that show it fetch nothing else. On a site below a path nobody
finds these files.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import resvg_py

# Pixels: of a tab, and of a phone's home screen, which rounds the corners itself.
_TAB, _TOUCH = 32, 180
# Of a page that a reader puts on the home screen, as the web manifest names them.
LARGE = (192, 512)
_ROUND = ' rx="7"'


def icons(mark: str) -> Mapping[str, bytes]:
    """Return the icons by their names below the site's root. `mark` is the SVG."""
    return {
        "favicon.ico": _ico(_png(mark, _TAB), _TAB),
        "apple-touch-icon.png": _png(mark.replace(_ROUND, ""), _TOUCH),
        **{f"icon-{size}.png": _png(mark.replace(_ROUND, ""), size) for size in LARGE},
    }


def _png(svg: str, size: int) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size))


def _ico(png: bytes, size: int) -> bytes:
    """Return an icon file that holds one PNG: its head, one entry, the picture."""
    head = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(png), len(head) + 16)
    return head + entry + png

"""The picture that shared links show (Open Graph): one a language, drawn from SVG at build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import resvg_py
from jinja2 import Environment, StrictUndefined

from helpkit.languages import PROFILES, Language

FONT = "NotoSansSC-Bold-subset.otf"
# Outside assets/, where names change with the content: other sites link to it.
_FILE = "share.png"


def address(*, language: Language) -> str:
    """Return where the picture of a language lives below the site's root."""
    return PROFILES[language].path + _FILE


def svg(ui: Mapping[str, str], *, folder: Path, language: Language) -> str:
    """Return the picture as SVG, with the words of the interface in one language."""
    template = (folder / "picture.svg").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(template).render(ui=ui, profile=PROFILES[language])


def pictures(words: Mapping[Language, Mapping[str, str]], *, folder: Path) -> Mapping[str, bytes]:
    """Return the PNG of each language by its address. `folder` holds the drawing and its font.

    `words` are those of the interface by language.

    System fonts are not used, so every machine draws the same bytes.
    """
    return {
        address(language=language): bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg(ui, folder=folder, language=language),
                skip_system_fonts=True,
                font_files=[str(folder / FONT)],
            )
        )
        for language, ui in words.items()
    }

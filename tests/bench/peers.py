"""The same articles built by what others use: stock Material with static-i18n, Zensical, and less."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from conftest import ROOT
from generated_site import navigation, without_blocks
from helpkit.languages import LANGUAGES

# Cuts Chinese at punctuation; the words in between are cut by jieba, as Material's manual says.
SEPARATOR = r"[\s\u200b\u3000\-、。，．？！；]+"
EXTENSIONS = [
    "attr_list",
    "md_in_html",
    "tables",
    {"toc": {"permalink": False, "toc_depth": "2-3"}},
    {"pymdownx.blocks.admonition": {"types": ["note", "tip", "warning"]}},
]
ZENSICAL = ROOT / ".build" / "zensical"


def stock_settings(settings: str) -> str:
    """Return our `mkdocs.yml` with Material's own templates, scripts and search instead of ours."""
    for line in ("  custom_dir: overrides\n", "  - hooks/assets.py\n", "  - hooks/search.py\n"):
        settings = settings.replace(line, "")
    settings = re.sub(r"  static_templates:\n(    - .*\n)+", "", settings)
    return settings.replace(
        "plugins:\n",
        f"plugins:\n  - search:\n      lang: [zh, en]\n      separator: '{SEPARATOR}'\n",
    )


def write_material(root: Path, source: Path, *, prune: bool) -> Path:
    """Write the articles of `source` as a project of stock Material, without any hook of ours."""
    settings = stock_settings((source / "mkdocs.yml").read_text(encoding="utf-8"))
    settings = re.sub(r"hooks:\n(  - .*\n)+", "", settings)
    settings = re.sub(r"watch:\n(  - .*\n)+", "", settings)
    settings = settings.replace("strict: true\n", "")
    if prune:
        settings = settings.replace("theme:\n", "theme:\n  features: [navigation.prune]\n")
    return _write(root, source, settings)


def write_zensical(root: Path, source: Path, *, prune: bool) -> list[Path]:
    """Write the articles of `source` as two projects for Zensical, which knows one language each."""
    projects = []
    for language in LANGUAGES:
        settings = {
            "site_name": "OKPay",
            "site_url": f"https://okpay-self-help.example/{language}/",
            "theme": {"language": language, "features": ["navigation.prune"] if prune else []},
            "plugins": [{"search": {"separator": SEPARATOR}}],
            "markdown_extensions": EXTENSIONS,
            "nav": navigation(source),
        }
        project = _write(
            root / language, source, yaml.safe_dump(settings, allow_unicode=True), only=language
        )
        projects.append(project)
    return projects


def write_bare(root: Path, source: Path) -> Path:
    """Write the articles of `source` for MkDocs alone: each page is its content and nothing else."""
    settings = {
        "site_name": "OKPay",
        "theme": {"name": None, "custom_dir": "theme"},
        "plugins": [],
        "markdown_extensions": EXTENSIONS,
    }
    (root / "theme").mkdir(parents=True)
    (root / "theme" / "main.html").write_text("{{ page.content }}", encoding="utf-8")
    return _write(root, source, yaml.safe_dump(settings))


def install_zensical() -> Path | None:
    """Return the command of Zensical, in an environment of its own, or None if that fails."""
    command = ZENSICAL / "bin" / "zensical"
    if not command.is_file():
        subprocess.run([sys.executable, "-m", "venv", ZENSICAL], check=True)
        pip = [ZENSICAL / "bin" / "python", "-m", "pip", "install", "-qq", "zensical"]
        subprocess.run(pip, check=False)
    return command if command.is_file() else None


def _write(root: Path, source: Path, settings: str, *, only: str = "") -> Path:
    docs = source / "docs"
    shutil.copytree(docs / only, root / "docs")
    for path in (root / "docs").rglob("*.md"):
        path.write_text(without_blocks(path.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return root

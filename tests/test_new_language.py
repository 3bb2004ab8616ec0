"""A further language costs one entry, strings and articles: tried on the tiny site with Malay.

Its words here are the English ones read backwards, so that whatever still reads English is seen.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import EPOCH, SITE_URL, TINY_DAY, new_context, run_mkdocs, served
from lxml import html
from helpkit.writing.yaml_texts import dumped
from playwright.sync_api import Browser, expect
from tiny_site import LED_TO

# What stays in any language: places to fill in, targets, addresses, names, numbers.
_STAYS = re.compile(
    r"\{[^}]*\}|\]\([^)]*\)|https?://\S+|[\w.-]+\.example\b|OKPay|[\w-]*\d[\w-]*|&\w+;|<[^>]*>"
)
_NUMBERS = dict(two="2", three="3", four="4", five="5", six="6", seven="7", eight="8")
_ENGLISH = re.compile(r"\b(?:the|of|and|you|your|with|for|this|that|not|from|have|they)\b", re.I)
_HAN = re.compile("[㐀-鿿]")
FILLED = {
    "suggestion": "Muka surat ini ada dalam bahasa Melayu",
    "decline": "Tidak perlu",
    "always": "24 jam, setiap hari",
    "every_day": "setiap hari",
    "holidays_off": "tutup pada cuti umum",
    "same_as_beijing": "sama dengan waktu Beijing",
    "ahead": "{} lebih awal dari waktu Beijing",
    "behind": "{} lebih lewat dari waktu Beijing",
}


def malay(text: str) -> str:
    """Return an English text with each word backwards."""

    def backwards(word: re.Match[str]) -> str:
        if word[0].lower() in _NUMBERS:
            return _NUMBERS[word[0].lower()]
        turned = word[0][::-1].lower()
        return turned.capitalize() if word[0][0].isupper() else turned

    ends = [0, *(end for kept in _STAYS.finditer(text) for end in kept.span()), len(text)]
    pieces = [text[start:end] for start, end in zip(ends, ends[1:], strict=False)]
    pieces[::2] = [re.sub(r"[A-Za-z]+", backwards, piece) for piece in pieces[::2]]
    return "".join(pieces)


def translated(value: Any, place: tuple[str, ...] = ()) -> Any:
    """Return data in which whatever is there in Chinese and English is there in Malay, too."""
    if isinstance(value, list):
        return [translated(each, place) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: translated(inner, (*place, str(key))) for key, inner in value.items()}
    english = found.get("en")
    if "zh" in found and isinstance(english, str):
        found["ms"] = malay(english)
    elif "zh" in found and isinstance(english, (int, float)):
        found["ms"] = english
    elif place[:2] == ("may-pass", "units"):
        found["ms"] = [malay(each) for each in found["en"]]
    return found


def article(text: str) -> str:
    """Return an English article in Malay."""
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    front = yaml.safe_load(head)
    for key in ("title", "short", "description", "answer"):
        front[key] = malay(front[key])
    front["aliases"] = [malay(each) for each in front.get("aliases", [])]
    lines = [line if line.startswith("///") else malay(line) for line in body.splitlines()]
    matter = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{matter}---\n" + "\n".join(lines) + "\n"


def write(repository: Path) -> None:
    """Write all that a person has to write after `helpkit new language ms`."""
    table = repository / "hooks" / "helpkit" / "languages.yml"
    text = table.read_text(encoding="utf-8")
    for key, said in FILLED.items():
        text = re.sub(rf"(?m)^(\s+{key}:)$", rf'\1 "{said}"', text)
    table.write_text(text, encoding="utf-8")
    settings = repository / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^( {12}[㐀-鿿]+:)$", r"\1 Bab", text), encoding="utf-8")
    for path in sorted((repository / "data").rglob("*.yml")):
        if path.parent.name == "danger-examples":
            continue
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem == "ui":
            for key in [key for key in data if key.endswith(("_ms", "_ms_long"))]:
                data[key] = {"zh": "马来文", "en": "In Malay", "ms": "Melayu"}
        if (new := translated(data, (path.stem,))) != data:
            path.write_text(dumped(new), encoding="utf-8")
    (repository / "data" / "danger-examples" / "ms.yml").write_text(
        "danger: [gnieb nelots won, yenom si gnivael]\nharmless: [tneitap eb, olleh]\n"
    )
    english = repository / "docs" / "en"
    for path in sorted(english.rglob("*.md")):
        target = repository / "docs" / "ms" / path.relative_to(english)
        record = re.search(r"(?m)^source: .*$", target.read_text(encoding="utf-8"))
        assert record
        text = re.sub(r"(?m)^source: .*$", record[0], path.read_text(encoding="utf-8"))
        target.write_text(article(text), encoding="utf-8")


def helpkit(repository: Path, *words: str) -> str:
    """Run a command of the repository's own program and return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "helpkit", "--root", ".", "--today", str(TINY_DAY), *words],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(repository / "hooks"), "HELPKIT_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_a_language_more(tiny_repository: Path, tmp_path: Path, browser: Browser) -> None:
    said = helpkit(tiny_repository, "new", "language", "ms", "--no-ask")
    print(said)
    write(tiny_repository)
    print(helpkit(tiny_repository, "check"))
    site = tmp_path / "site"
    done = run_mkdocs(tiny_repository, site, day=TINY_DAY, PYTHONPATH=str(tiny_repository / "hooks"))
    print(done.stderr)
    assert done.returncode == 0

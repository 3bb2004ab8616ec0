"""The tiny site as a repository that builds and can be published, in seconds.

`tests/sites/tiny` holds its articles and most of its data. Words of the interface, rules for numbers
in texts, settings of servers, templates, hooks, scripts and styles are the real ones; the pages to
which those lead on every site are written here, each as short as can be.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

from helpkit.articles import scaffold
from helpkit.languages import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
# A site of a few pages whose contact was read once and for all: it has a day of its own.
_SOURCES = ROOT / "tests" / "sites" / "tiny"
# What the real site keeps on a phone are pages that this one has not.
_OFFLINE = "offline: {on: true, pages: [index], page: index, old_after_days: 7}\n"
TINY_DAY = date(2026, 11, 22)
# Where templates lead, with the one heading of the page.
LED_TO = {
    "about/accessibility": "start",
    "about/sources": "start",
    "about/this-device": "start",
    "about/this-site": "start",
    "contact/cannot-reach": "start",
    "contact/index": "start",
    "contact/phone": "finding-it-yourself",
    "contact/regions/index": "start",
    "contact/verify": "start",
    "escalate/index": "start",
    "problems/index": "start",
    "safety/report-scam": "start",
    "safety/rules": "start",
    "search": "start",
    "urgent/index": "start",
}
_PAGE = {
    "zh": """---
title: 样页 {slug}
short: 样页
description: “{slug}”这一页只在测试里，让每一页上的链接都有去处；给读者看的网站里没有它，也没有真的号码。
answer: 这一页只在测试里。
type: guide
reviewed: 2026-11-01
---

## 从哪里开始 {{#{heading}}}

先看首页。
""",
    "en": """---
title: Sample page {slug}
short: Sample page
description: The page {slug} stands in tests only, so that the links of every page lead somewhere.
answer: This page stands in tests only.
type: guide
reviewed: 2026-11-01
---

## Where to start {{#{heading}}}

See the home page.
""",
}


def write_sources(target: Path) -> Path:
    """Write the articles and the data of the tiny site to a new folder."""
    shutil.copytree(_SOURCES, target)
    for name in ("ui.yml", "may-pass.yml"):
        shutil.copy(ROOT / "data" / name, target / "data")
    hosting = (ROOT / "data" / "hosting.yml").read_text(encoding="utf-8")
    hosting = re.sub(r"^offline:\n(?: .*\n)+", _OFFLINE, hosting, flags=re.MULTILINE)
    (target / "data" / "hosting.yml").write_text(hosting, encoding="utf-8")
    return target


def write(target: Path) -> Path:
    """Write the repository of the tiny site to a new folder."""
    write_sources(target)
    shutil.copytree(ROOT / "docs" / "assets", target / "docs" / "assets")
    for slug, heading in LED_TO.items():
        for language in LANGUAGES:
            path = target / "docs" / language / f"{slug}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_PAGE[language].format(slug=slug, heading=heading), encoding="utf-8")
        scaffold.bless(target, slug)
    folder = target / "docs" / "zh"
    slugs = sorted(
        page.relative_to(folder).with_suffix("").as_posix() for page in folder.rglob("*.md")
    )
    (target / "data" / "addresses.yml").write_text(
        "".join(f"- {slug}\n" for slug in (*slugs, "contact/regions/gb#gb-sample-line")),
        encoding="utf-8",
    )
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[0]
    topic = [slug for slug in slugs if slug.startswith("problems/")]
    nav = "".join(f"  - {slug}.md\n" for slug in slugs if slug not in topic)
    nav += "  - 常见问题:\n" + "".join(f"      - {slug}.md\n" for slug in topic)
    return copy_the_rest(target, settings=f"{settings}\nnav:\n{nav}")


def copy_the_rest(target: Path, *, settings: str) -> Path:
    """Add what is neither an article nor data to a repository."""
    for name in ("overrides", "hooks", "deploy"):
        shutil.copytree(ROOT / name, target / name)  # also what Python has compiled
    (target / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return target

"""New pages and regions, complete enough to pass the checks that a machine can make."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from helpkit.articles import freshness
from helpkit.articles.article import read as read_article
from helpkit.data.records import Region
from helpkit.languages import LANGUAGES, Language

_PAGE = {
    "zh": """---
title: {slug}：写读者会搜的话
short: 菜单里的短名
description: 给搜索结果看的一两句话，说明这一页帮谁、解决什么、先做什么。
answer: 一句话的答案。
type: how-to
reviewed: {today}
---

## 现在就做 {{#do-now}}

1. **先做什么。**点哪里、说什么；应该看到什么；没看到怎么办。

## 客服能做什么，不能做什么 {{#can-and-cannot}}

能做：……

{message}## 绝不能给 {{#never-share}}

/// safety | never-share
///

## 还是不行 {{#if-it-fails}}

下一步去哪里。
""",
    "en": """---
title: "{slug}: the words that readers search for"
short: Name in menus
description: One or two sentences for result lists, saying whom this page helps and what to do first.
answer: The answer in one sentence.
type: how-to
reviewed: {today}
---

## Do this now {{#do-now}}

1. **What to do first.** Where to tap or what to say; what should happen; what if it does not.

## What support can and cannot do {{#can-and-cannot}}

It can: …

{message}## Never share {{#never-share}}

/// safety | never-share
///

## If it does not work {{#if-it-fails}}

Where to go next.
""",
}

# What every problem page has besides.
_MESSAGE = {
    "zh": """## 可以直接发的话 {#message}

在 App 或网站的客服入口里发：……

""",
    "en": """## A message you can send {#message}

Send it from the help entry of the app or site: …

""",
}

_REGION_PAGE = {
    "zh": """---
title: {name}：OKPay 联系方式与当地求助电话
short: {name}
description: {name}：没有已核实的 OKPay 客服电话。这里列出有出处的报警、反诈、监管和投诉机构，以及时差和拨号方法。
answer: 没有已核实的 OKPay 联系方式。钱正在转出去，先打给自己的银行，再报警。
type: contacts
aliases: [{aliases}]
reviewed: {today}
when:
  channel:
    description: "{name}：OKPay 在当地的官方渠道，以及有出处的报警、反诈、监管和投诉机构，附时差和拨号方法。"
    answer: "只认下面列出的 OKPay 渠道。钱正在转出去，先打给自己的银行，再报警。"
---

## 当地能帮忙的机构 {{#public-help}}

/// public-help | {code}
///

## OKPay 的联系方式 {{#okpay}}

/// okpay-channels | {code}
///

## 时间 {{#time}}

/// hours | {code}
///

## 怎么拨号 {{#dialling}}

/// dialling | {code}
///

## 投诉步骤 {{#complaints}}

/// ladder | {code}
///

## 还是不行 {{#if-it-fails}}

- 钱正在转出去，或刚被骗：[先做这几步](../../urgent/index.md)
- 手里有个号码，不知道真假：[核验号码、网址和账号](../verify.md)
- 一直没人回复：[打不通、没人回怎么办](../cannot-reach.md)
- 不在这个地区：[换一个地区](index.md)
""",
    "en": """---
title: "{name}: OKPay contacts and local help"
short: {name}
description: "{name}: no OKPay number is verified. Sourced contacts for police, anti-scam help, regulators and complaints, with local time and dialling."
answer: There is no verified OKPay contact. If money is leaving, call your own bank first, then the police.
type: contacts
aliases: [{aliases}]
reviewed: {today}
when:
  channel:
    description: "{name}: OKPay's official channels, sourced contacts for police, anti-scam help, regulators and complaints, with local time and dialling."
    answer: "Only the OKPay channels listed below are official. If money is leaving, call your own bank first, then the police."
---

## Who can help locally {{#public-help}}

/// public-help | {code}
///

## OKPay contacts {{#okpay}}

/// okpay-channels | {code}
///

## Local time {{#time}}

/// hours | {code}
///

## How to dial {{#dialling}}

/// dialling | {code}
///

## Complaint steps {{#complaints}}

/// ladder | {code}
///

## If it does not work {{#if-it-fails}}

- Money is leaving, or you have just been scammed: [do these steps first](../../urgent/index.md)
- You have a number and wonder whether it is real: [check a number, site or account](../verify.md)
- Nobody answers: [can't get through](../cannot-reach.md)
- You are somewhere else: [choose another region](index.md)
""",
}


def is_slug(text: str) -> bool:
    """Return whether a text can name a page: `faq`, `problems/card-declined`."""
    part = r"[a-z0-9]+(-[a-z0-9]+)*"
    return re.fullmatch(rf"{part}(/{part})*", text) is not None


def new_page(root: Path, slug: str, *, today: date) -> list[Path]:
    """Write a page and its English twin. Raises FileExistsError if one of them stands already."""
    texts = {
        language: _PAGE[language].format(
            slug=slug,
            today=today,
            message=_MESSAGE[language] if slug.startswith("problems/") else "",
        )
        for language in LANGUAGES
    }
    return _write_pair(root, slug, texts)


def new_region(root: Path, region: Region, *, today: date) -> list[Path]:
    """Write the two pages of a region. Raises FileExistsError if one of them stands already."""
    texts = {
        language: _REGION_PAGE[language].format(
            code=region.code,
            name=region.name[language],
            aliases=_aliases(region, language),
            today=today,
        )
        for language in LANGUAGES
    }
    return _write_pair(root, f"contact/regions/{region.slug}", texts)


def bless(root: Path, slug: str) -> Path:
    """Record in the English page that it matches the Chinese one as it stands.

    Raises FileNotFoundError if one of the two pages is missing, and ValueError, with its path, if
    the front matter of one cannot be read: nothing is written then.
    """
    pair = {
        language: read_article(
            root / "docs" / language / f"{slug}.md", root=root, language=language
        )[0]
        for language in LANGUAGES
    }
    for article in pair.values():
        if article.front is None:
            raise ValueError(article.path)
    english = pair["en"]
    path = root / english.path
    lines = english.text.splitlines(keepends=True)
    end = english.body_line - 2
    kept = [line for line in lines[:end] if not line.startswith("source:")]
    _forget_change(root / pair["zh"].path)
    recorded = f"source: {freshness.digest(pair['zh'])}\n"
    path.write_text("".join([*kept, recorded, *lines[end:]]), encoding="utf-8")
    return path


def _forget_change(path: Path) -> None:
    """Remove `change` from a Chinese page: it spoke of the text before this one."""
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"\A(---\n(?:(?!---\n).*\n)*?)change: .*\n", r"\1", text)
    if changed != text:
        path.write_text(changed, encoding="utf-8")


def _aliases(region: Region, language: Language) -> str:
    name = region.name[language]
    if language == "zh":
        return f"{name} OKPay 电话, {name} OKPay 客服"
    return f"OKPay {name} phone number, OKPay support {name}"


def _write_pair(root: Path, slug: str, texts: dict[Language, str]) -> list[Path]:
    paths = [root / "docs" / language / f"{slug}.md" for language in LANGUAGES]
    for path in paths:
        if path.exists():
            raise FileExistsError(path.relative_to(root).as_posix())
    for path, language in zip(paths, LANGUAGES, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[language], encoding="utf-8")
    bless(root, slug)
    return paths

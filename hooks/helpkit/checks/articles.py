"""Check articles: front matter, headings, links, contact values, pairs of languages, pictures."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from helpkit import addresses
from helpkit.articles import (
    freshness,
    leftovers,
    page_language,
    parity,
    promises,
    punctuation,
    written_blocks,
)
from helpkit.articles.article import LINK, Article, Pages
from helpkit.blocks import views
from helpkit.checks import free_texts
from helpkit.checks.free_texts import TextRules
from helpkit.data.directory import Directory
from helpkit.data.located import read_file
from helpkit.data.vocabulary import CONDITIONS
from helpkit.languages import DERIVED, LANGUAGES, PROFILES, TRANSLATIONS, source_of
from helpkit.messages import message, name_of
from helpkit.problems import Problem, Severity, did_you_mean, nearest

# Of the front matter: a digest, a day, ids of references.
_NO_TEXTS = {"source", "reviewed", "sources"}

# Signs of Markdown; what stands above a page is plain text.
_MARKUP = re.compile(r"\]\(|\[\[|\*\*|`|==|~~|＊＊")

# A file on the computer of who wrote it.
_OWN_DISK = re.compile(
    r"[A-Za-z]:[\\/]|file:|/(?:Users|home|tmp|var|mnt|private)/|~/", re.IGNORECASE
)

# Steps of a list, named by their numbers.
_NUMERALS = "零一二三四五六七八九十"
_NUMBER = re.compile(rf"\d{{1,2}}|[{_NUMERALS}]")
_STEPS = re.compile(
    rf"第 ?(?:{_NUMBER.pattern})(?: ?(?:[、，和及到至~–-]|以及) ?第? ?(?:{_NUMBER.pattern}))* ?步"
    r"|\bsteps? \d{1,2}(?:(?:,| and| or| to|,? ?[–-]) ?\d{1,2})*(?!\.?\d)",
    re.IGNORECASE,
)
# A block for a condition right below one for the same.
_SAME_AGAIN = re.compile(
    r"^(?P<open>/{3,} *when *\| *(?P<when>\S+)) *\n(?:(?! */{3}).*\n)*/{3,} *\n\s*^(?P=open)$",
    re.MULTILINE,
)

SKELETON = ("do-now", "if-it-fails")


# An article has to be complete in both extremes: on an independent site without any verified
# channel, and on an official one with every kind of channel.
_NONE_VERIFIED = {name for name in CONDITIONS if name == "independent" or name.startswith("no-")}


ENDS = (_NONE_VERIFIED, set(CONDITIONS) - _NONE_VERIFIED)


def check_article(
    article: Article,
    pages: Pages,
    *,
    texts: TextRules | None,
    today: date,
    pictures: Collection[str],
    called: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    """Yield what is wrong inside one article.

    Of the data it needs only `texts`: what may pass, and the short numbers published today.
    `pictures` are the files of docs/ that an article may show, by their path there; `called`
    are the pages that it may link to, `by_name`.
    """
    yield from leftovers.check(article)
    yield from promises.check(article)
    yield from page_language.check(article)
    if PROFILES[article.language].derived_from:
        yield from page_language.check_derived(article)
    yield from punctuation.check(article)
    yield from _check_front_matter(article)
    yield from _check_block_lines(article)
    yield from _check_links(article, pages, pictures, called)
    yield from _check_steps(article)
    if texts:
        yield from check_contact_values(article, texts)
    yield from freshness.check_review(article, today=today)


def check_headings(article: Article) -> Iterator[Problem]:
    """Yield headings without an id or out of order, and parts that a page must have."""

    def problem(line: int, key: str, /, **values: Any) -> Problem:
        return Problem.of(article.path, line, 1, key, **values)

    seen: dict[str, int] = {}
    level = 1
    for heading in article.headings:
        if heading.level == 1:
            yield problem(heading.line, "heading-level-1", title=heading.title)
            continue
        if heading.level > level + 1:
            yield problem(
                heading.line,
                "heading-skips-level",
                title=heading.title,
                level=heading.level,
                above=level,
                marks="#" * (level + 1),
            )
        level = heading.level
        if heading.id is None:
            yield problem(heading.line, "heading-without-id", title=heading.title)
        elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", heading.id):
            yield problem(heading.line, "heading-bad-id", id=heading.id)
        elif heading.id in seen:
            yield problem(
                heading.line, "heading-duplicate-id", id=heading.id, first=seen[heading.id]
            )
        else:
            seen[heading.id] = heading.line
    if article.front and article.front.type == "how-to":
        wanted = [*SKELETON, *(["message"] if article.slug.startswith("problems/") else [])]
        for missing in (w for w in wanted if w not in seen):
            yield problem(article.body_line, "page-skeleton", key=missing)


def _check_front_matter(article: Article) -> Iterator[Problem]:
    if article.front is None:
        return
    allowed = PROFILES[article.language]
    lengths = {
        "title": (1, allowed.title_most),
        "short": (1, allowed.short_most),
        "description": (allowed.description_least, allowed.description_most),
        "answer": (1, allowed.answer_most),
    }
    for location, text in article.front.shown():
        key = location[-1]
        low, high = lengths[key]
        if not low <= len(text) <= high:
            line, column = article.matter.mark(location)
            yield Problem.of(
                article.path,
                line,
                column,
                "page-text-length",
                key=key,
                length=len(text),
                low=low,
                high=high,
            )
        if location[0] == "when" and text == getattr(article.front, key):
            yield article.matter.problem(location, "condition-idle", key=key, when=location[1])
        if mark := _MARKUP.search(text):
            yield article.matter.problem(location, "page-markup", key=key, typed=mark[0])
    for index, alias in enumerate(article.front.aliases):
        if comma := re.search(r"[，、；;]", alias):
            yield article.matter.problem(
                ("aliases", index), "page-alias-comma", alias=alias, comma=comma[0]
            )


def _check_block_lines(article: Article) -> Iterator[Problem]:
    known = (*written_blocks.PROSE_BLOCKS, written_blocks.WHEN, *views.BLOCKS)
    for line, what, typed in written_blocks.unreadable_lines(article.lines):
        key = "block-unreadable" if what == "other" else f"block-unreadable.{what}"
        values: dict[str, Any] = {"known": known} if what == "name" else {}
        yield Problem.of(article.path, line, 1, key, typed=typed, **values)

    body = "\n" * (article.body_line - 1) + article.body
    for again in _SAME_AGAIN.finditer(body):
        line = body.count("\n", 0, again.end()) + 1
        yield Problem.of(article.path, line, 1, "condition-idle.again", when=again["when"])
    lost = written_blocks.lost_lines(article.lines, names=views.BLOCKS)
    for line in lost:
        yield Problem.of(article.path, line, 1, "block-lost-line")


def _check_links(
    article: Article,
    pages: Pages,
    pictures: Collection[str],
    called: Mapping[str, Sequence[str]],
) -> Iterator[Problem]:
    folder = posixpath.dirname(article.slug)
    # A derived language has all pages of its source.
    own = pages[PROFILES[article.language].written]
    for link in article.links:

        def problem(
            key: str, /, line: int = link.line, column: int = link.column, **values: Any
        ) -> Problem:
            return Problem.of(article.path, line, column, key, **values)

        target, _, fragment = link.target.partition("#")
        if link.image:
            if not link.text.strip():
                yield problem("image-without-text", target=target)
            place = posixpath.normpath(posixpath.join(article.language, folder, target))
            if place not in pictures and _OWN_DISK.match(link.target):
                yield problem("image-not-found.own-disk", target=link.target)
            elif place not in pictures:
                here = posixpath.relpath("assets/images", f"{article.language}/{folder}")
                yield problem(
                    "image-not-found",
                    target=link.target,
                    hint=did_you_mean(posixpath.basename(place), map(posixpath.basename, pictures)),
                    here=here,
                )
            continue
        if re.match(r"[a-z]+:|//", target):  # a contact value, reported as such
            if slug := _page_at(target, own):
                way = posixpath.relpath(f"{slug}.md", folder or ".")
                fragment = f"#{fragment}" if fragment else ""
                yield problem("link-own-address", target=link.target, way=f"{way}{fragment}")
            continue
        path = (
            posixpath.normpath(posixpath.join(folder, target)) if target else f"{article.slug}.md"
        )
        if path.startswith(".."):
            yield problem("link-other-language", target=link.target)
            continue
        slug = path.removesuffix(".md")
        if not path.endswith(".md") or slug not in own:
            near = nearest(slug, own)
            yield problem(
                "link-not-found",
                target=link.target,
                # As it has to be typed here.
                hint=message("did-you-mean", word=posixpath.relpath(f"{near}.md", folder or "."))
                if near
                else "",
            )
            continue
        if not own[slug].text:
            continue  # it could not be read, which is told there
        meant = called.get(link.text.strip(' *“”"「」').casefold(), [])
        if meant and slug not in meant:
            way = posixpath.relpath(f"{meant[0]}.md", folder or ".")
            yield problem("style-link-text.other", text=link.text, page=meant[0], way=way)
        ids = [heading.id for heading in own[slug].headings if heading.id]
        if fragment and fragment not in (*ids, "sources"):
            yield problem(
                "link-anchor-not-found" if ids else "link-anchor-not-found.none",
                page=slug,
                id=fragment,
                hint=did_you_mean(fragment, ids),
                known=tuple(ids),
            )


def by_name(pages: Mapping[str, Article]) -> dict[str, list[str]]:
    """Return the pages that are called by a title or a short name, in small letters."""
    found: dict[str, list[str]] = {}
    for slug, page in pages.items():
        for _, name in page.front.names() if page.front else ():
            found.setdefault(name.casefold(), []).append(slug)
    return found


def _check_steps(article: Article) -> Iterator[Problem]:
    """Yield the number of a step that no list of the page has."""
    most = max(ordered for _, ordered, _ in article.items_by_section())
    for number, line in article.lines if most else ():
        for steps in _STEPS.finditer(LINK.sub(_blank, line) if "](" in line else line):
            named = [
                _NUMERALS.find(n) if n in _NUMERALS else int(n) for n in _NUMBER.findall(steps[0])
            ]
            if max(named) > most:
                typed = steps[0]
                yield Problem.of(
                    *(article.path, number, steps.start() + 1, "step-unknown"),
                    severity=Severity.WARNING,
                    typed=typed,
                    most=most,
                )


def _page_at(address: str, pages: Mapping[str, Article]) -> str | None:
    """Return the page whose address is the path of a web address, in any language."""
    path = re.sub(r"^[a-z]*:?//[^/]*/?|/?(?:index\.html)?$", "", address)
    for language in TRANSLATIONS:
        path = path.removeprefix(PROFILES[language].path)
    return next((slug for slug in (path, f"{path}/index") if path and slug in pages), None)


def check_contact_values(article: Article, texts: TextRules) -> Iterator[Problem]:
    """Yield each contact value in the text and the front matter of an article."""
    # Readers see neither heading ids nor targets inside the site.
    text = "\n" * (article.body_line - 1) + article.body
    # The name of a block, which stands on the same line.
    text = re.sub(r"(?m)^[^\S\n]*/{3,}[^\S\n]*[\w-]+", _blank, text)
    text = re.sub(r"\|\s*\d+(?:x\d+)?(?=\]\()", _blank, text)  # the size of a picture, told as such
    text = re.sub(r"\]\((?![a-z]+:|//|www)[^)\s?]*|\{\s*#[\w-]+\s*\}", _blank, text)
    line = 1
    for paragraph in re.split(r"(\n[^\S\n]*\n)", text):
        for stray in texts.find(paragraph, about=article.slug):
            at = line + stray.line - 1
            if re.fullmatch(r"[\w/.-]+\.md", stray.value):
                key, typed = "article-markdown.link", stray.value
                yield Problem.of(article.path, at, stray.column, key, typed=typed, half=typed)
                continue
            yield stray.problem(article.path, line=at, column=stray.column)
        line += paragraph.count("\n")
    # Front matter is read as YAML is: a value may go on in the next line.
    yield from free_texts.of_file(article.matter, texts, about=article.slug, skipped=_NO_TEXTS)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def check_sources(article: Article, loaded: Directory) -> Iterator[Problem]:
    """Yield ids of references that the data do not have."""
    for index, source in enumerate(article.front.sources if article.front else ()):
        if source not in loaded.references:
            yield article.matter.problem(
                ("sources", index),
                "page-unknown-source",
                source=source,
                hint=did_you_mean(source, loaded.references),
            )


def check_pictures(root: Path, loaded: Directory, pages: Pages) -> Iterator[Problem]:
    """Yield differences between a picture and the list that it illustrates."""
    located, _ = read_file(root / "data" / "pictures.yml", root=root)
    for name, picture in loaded.pictures.items():
        for language in LANGUAGES:
            article = pages[language].get(picture.page)
            leads = article.leads(picture.section) if article else []
            section = f"docs/{language}/{picture.page}.md under {{#{picture.section}}}"
            words = [step.words[language] for step in picture.steps]
            differing = [i for i, (a, b) in enumerate(zip(words, leads, strict=False)) if a != b]
            if article is None or len(leads) != len(words):
                yield located.problem(
                    (name, "section"),
                    "picture-differs",
                    steps=len(words),
                    section=section,
                    others=len(leads),
                )
                continue
            for index in differing:
                yield located.problem(
                    (name, "steps", index, "words", language),
                    "picture-differs.words",
                    words=words[index],
                    section=section,
                    leads=leads[index],
                )
            if picture.end[language] not in "\n".join(article.section(picture.section)):
                yield located.problem(
                    (name, "end", language),
                    "picture-differs.end",
                    words=picture.end[language],
                    section=section,
                )


def check_unique(pages: Iterable[Article]) -> Iterator[Problem]:
    """Yield addresses, titles, descriptions and aliases that two pages of a language share."""
    # Of two the one with the longer name is more likely the copy.
    pages = sorted(
        pages,
        key=lambda each: (
            len(each.slug.removesuffix("/index")),
            not each.slug.endswith("index"),
            each.slug,
        ),
    )
    texts: dict[str, str] = {}
    for article in pages:
        first = texts.setdefault(article.text, article.path) if article.text else article.path
        if first != article.path:
            yield Problem.of(
                article.path, 1, 1, "docs-file.copy", original=posixpath.basename(first)
            )
    copies = {
        article.path for article in pages if article.text and texts[article.text] != article.path
    }
    pages = [article for article in pages if article.path not in copies]
    addresses_seen: dict[str, str] = {}
    for article in pages:
        address = addresses.page_address(article.slug, language=article.language)
        first = addresses_seen.setdefault(address, article.path)
        if first != article.path:
            yield Problem.of(article.path, 1, 1, "page-same-address", first=first)
    titles: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    aliases: dict[str, str] = {}
    for article in pages:
        if article.front is None:
            continue
        first = titles.setdefault(article.front.title, article.path)
        if first != article.path:
            yield article.matter.problem(("title",), "page-duplicate-title", first=first)
        first = descriptions.setdefault(article.front.description, article.path)
        if first != article.path:
            yield article.matter.problem(
                ("description",), "page-duplicate-description", first=first
            )
        for index, alias in enumerate(article.front.aliases):
            owner = aliases.setdefault(alias.lower(), article.path)
            if owner != article.path:
                yield article.matter.problem(
                    ("aliases", index), "page-duplicate-alias", alias=alias, owner=owner
                )
            elif alias.lower() in (each.lower() for each in article.front.aliases[:index]):
                yield article.matter.problem(
                    ("aliases", index), "page-duplicate-alias.here", alias=alias
                )


def check_pairs(root: Path, pages: Pages, *, today: date) -> Iterator[Problem]:
    """Yield pages without a translation or source, and those that differ or fell behind."""
    for language in (*TRANSLATIONS, *DERIVED):
        sources, translations = pages[source_of(language)], pages[language]
        for slug, article in sources.items():
            if slug in translations:
                behind = list(freshness.check(root, article, translations[slug], today=today))
                if None not in (article.matter.value, translations[slug].matter.value):
                    for problem in parity.compare(article, translations[slug]):
                        # What the source gained or lost is part of what is told already.
                        new = problem.message.key == "parity-numbers"
                        known = problem.rule in ("parity-lists", "parity-links")
                        known = known or (new and problem.path == article.path)
                        gentle = bool(behind) and known
                        yield replace(problem, severity=Severity.WARNING) if gentle else problem
                yield from behind
            elif language not in DERIVED:
                yield Problem.of(
                    article.path,
                    1,
                    1,
                    "page-without-translation",
                    language_name=name_of(language),
                    language=language,
                    page=slug,
                )
        for slug, article in translations.items():
            if slug not in sources:
                yield Problem.of(
                    article.path,
                    1,
                    1,
                    "page-without-source",
                    language_name=name_of(source_of(language)),
                    source=source_of(language),
                    page=slug,
                )

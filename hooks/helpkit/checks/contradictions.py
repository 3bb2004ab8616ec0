"""Find sentences of the finished site that contradict its data: "nothing is verified" beside a verified number.

Texts with a wording for each condition follow the data by themselves. This finds the sentence that
lacks one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from helpkit.checks import built_site
from helpkit.data.settings import Contradiction
from helpkit.languages import LANGUAGES
from helpkit.messages import message
from helpkit.problems import Problem
from helpkit.text import page_parts

_SAID = ("content", "alt", "title", "aria-label", "placeholder", "data-failed")
_TEXT_FILES = {".json", ".xml", ".txt", ".md", ".vcf"}
# The index of the search repeats pages, and holds what readers type, true or not.
_SEARCH = "assets/search/"
_SENTENCE = re.compile(r"[^。！？!?\n\"]+(?:[。！？!?]|$|(?=[\n\"]))")


def check(
    site: Path, contradictions: Iterable[Contradiction], *, conditions: Collection[str]
) -> Iterator[Problem]:
    """Yield each sentence of a finished site that contradicts the current conditions, once."""
    patterns = [
        (each.when, re.compile("|".join(each[language] for language in LANGUAGES)))
        for each in contradictions
        if each.when in conditions
    ]
    files_with: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file, text in _texts(site) if patterns else ():
        for sentence in _SENTENCE.findall(text):
            for condition, pattern in patterns:
                if pattern.search(sentence):
                    files_with[sentence.strip(), condition].append(file)
    for (sentence, condition), files in files_with.items():
        more = len(set(files)) - 1
        yield Problem.of(
            files[0],
            1,
            1,
            "site-contradiction",
            sentence=sentence,
            more=message("and-in-more-files", n=more) if more else "",
            condition=condition,
        )


def _texts(site: Path) -> Iterator[tuple[str, str]]:
    """Yield each file and what it says, a line a block."""
    for page in built_site.read_site(site):
        document = page.document
        for element in document.xpath("//script[not(@type='application/ld+json')] | //style | //s"):
            element.drop_tree()
        said = [element.get(name) for name in _SAID for element in document.xpath(f"//*[@{name}]")]
        for element in document.iter(*page_parts.BREAKS):
            element.text = f"\n{element.text or ''}"
            element.tail = f"\n{element.tail or ''}"
        text = re.sub(r"[^\S\n]+", " ", document.text_content().replace("\xa0", " "))
        yield page.file, "\n".join([text, *said])
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.suffix in _TEXT_FILES and not name.startswith(_SEARCH):
            yield name, path.read_text(encoding="utf-8")

"""Structured data of a page (schema.org, as JSON-LD): who publishes it, what it is, where it stands.

The publisher is always this site and never the service that it is about. The public bodies of the
tables carry their own data where they stand, as microdata. Types that no search engine shows any
more are left out; `FAQPage` repeats what is visible, word for word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from lxml import html

from helpkit.addresses import page_address
from helpkit.articles.article import Article
from helpkit.data.directory import Directory
from helpkit.data.quoted_texts import Reference
from helpkit.data.vocabulary import ArticleType
from helpkit.languages import PROFILES

FAQ = "faq"
_KINDS: Mapping[ArticleType, str] = {
    "landing": "WebPage",
    "contacts": "WebPage",
    "how-to": "Article",
    "guide": "Article",
    "reference": "Article",
}


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from the home page: its words, and its address below the site's root."""

    title: str
    address: str


def of_page(
    article: Article,
    *,
    directory: Directory,
    changed_on: date,
    crumbs: Sequence[Crumb],
    picture: str,
    content: str,
    site_url: str,
) -> str:
    """Return the JSON-LD of a page, ready to stand inside a `script` element.

    `crumbs` lead from the home page to this one; `picture` is an address below the site's root;
    `content` is the HTML of the article. The article needs its front matter.
    """
    front = article.front
    assert front is not None
    language = article.language
    us, site = f"{site_url}#organization", f"{site_url}#website"
    ui = {key: directory.ui[key][language] for key in ("site_name", "site_line")}
    address = urljoin(site_url, page_address(article.slug, language=language))
    graph: list[dict[str, Any]] = [
        {
            "@type": "Organization",
            "@id": us,
            "name": ui["site_name"],
            "description": ui["site_line"],
            "url": site_url,
        },
        {
            "@type": "WebSite",
            "@id": site,
            "name": ui["site_name"],
            "url": site_url,
            "inLanguage": [profile.tag for profile in PROFILES.values()],
            "publisher": {"@id": us},
        },
        {
            "@type": "FAQPage" if article.slug == FAQ else _KINDS[front.type],
            "@id": address,
            "url": address,
            "headline": front.title,
            "description": front.description,
            "inLanguage": PROFILES[language].tag,
            "dateModified": changed_on.isoformat(),
            "image": urljoin(site_url, picture),
            "isPartOf": {"@id": site},
            "author": {"@id": us},
            "publisher": {"@id": us},
        },
    ]
    page = graph[-1]
    cited = [directory.references[name] for name in front.sources if name in directory.references]
    # Urgent pages have to fit into the first packets: they cite their sources in the text only.
    if cited and not article.slug.startswith("urgent/"):
        page["citation"] = [_citation(reference, article) for reference in cited]
    if article.slug == FAQ:
        page["mainEntity"] = [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in questions(content)
        ]
    if crumbs:
        graph.append(
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {
                        "@type": "ListItem",
                        "position": number,
                        "name": crumb.title,
                        "item": urljoin(site_url, crumb.address),
                    }
                    for number, crumb in enumerate(crumbs, 1)
                ],
            }
        )
    text = json.dumps(
        {"@context": "https://schema.org", "@graph": graph},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return text.replace("<", "\\u003c")  # nothing inside may end the element


def questions(content: str) -> list[tuple[str, str]]:
    """Return the questions of an article (headings of level 3) and the visible text below each."""
    found: list[tuple[str, list[str]]] = []
    for element in html.fragment_fromstring(content, create_parent="div"):
        if element.tag == "h3":
            found.append((_words([element.text_content()]), []))
        elif element.tag == "h2":
            found.append(("", []))
        elif found:
            found[-1][1].extend(element.itertext())
    return [(question, _words(parts)) for question, parts in found if question]


def _citation(reference: Reference, article: Article) -> dict[str, Any]:
    cited: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": reference.title[article.language],
        "publisher": {"@type": "Organization", "name": reference.publisher[article.language]},
    }
    if reference.link:
        cited["url"] = reference.link
    return cited


def _words(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())

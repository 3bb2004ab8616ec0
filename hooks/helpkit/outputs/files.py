"""The files that are made from the data and stand beside the pages of the finished site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpkit.data.directory import Directory
from helpkit.languages import LANGUAGES, PROFILES, Language
from helpkit.outputs import cards, checker_lookup, feeds, icons, indexnow
from helpkit.outputs.checker_lookup import LOOKUP_FILE
from helpkit.outputs.contact_file import ContactsFile, contacts_file

CONTACTS_FILE = "contacts.json"
SCHEMA_FILE = "contacts.schema.json"


def write(files: Mapping[str, str | bytes], *, site: Path) -> None:
    """Write files to their places below the folder of the site."""
    for name, content in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def texts(directory: Directory, *, site_url: str) -> Mapping[str, str]:
    """Return the text of each file by its name below the site's root.

    The same data and day give the same bytes.
    """
    contacts = contacts_file(directory, site_url=site_url).model_dump(mode="json")
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{site_url}{SCHEMA_FILE}",
        **ContactsFile.model_json_schema(),
    }
    found = {
        LOOKUP_FILE: _json(checker_lookup.lookup(directory), compact=True),
        CONTACTS_FILE: _json({"$schema": SCHEMA_FILE, **contacts}),
        SCHEMA_FILE: _json(schema),
        f"{indexnow.key(site_url)}.txt": indexnow.key(site_url) + "\n",
        "robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {site_url}sitemap.xml\n",
    }
    for language in LANGUAGES:
        feed = feeds.atom(directory, language=language, site_url=site_url)
        found[feeds.address("atom", language=language)] = feed
        manifest = _json(web_manifest(directory, language=language))
        found[f"{PROFILES[language].path}site.webmanifest"] = manifest
    for _, identifier, card in cards.texts(directory):
        card_file, code_file = cards.addresses_of(identifier)
        found[card_file] = card
        found[code_file] = cards.qr_code(card)
    return found


def web_manifest(directory: Directory, *, language: Language) -> dict[str, Any]:
    """Return the web application manifest (W3C) of a language, which home screens read."""
    profile = PROFILES[language]
    up = "../" * profile.path.count("/")
    return {
        "id": f"{up or './'}{profile.path}",
        "name": directory.ui["site_name"][language],
        "short_name": directory.ui["app_name"][language],
        "lang": profile.tag,
        "start_url": "./",
        "scope": up or "./",
        "display": "browser",
        "background_color": "#faf7f1",
        "theme_color": "#faf7f1",
        "icons": [
            {
                "src": f"{up}icon-{size}.png",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any",
            }
            for size in icons.LARGE
        ],
    }


def _json(value: Any, *, compact: bool = False) -> str:
    if compact:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"

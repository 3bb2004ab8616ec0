"""Generate files for text editors from the records: schemas, settings, snippets.

And the same for people: the table of blocks in CONTRIBUTING.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import TypeAdapter

from helpkit.articles import scaffold
from helpkit.articles.front_matter import FrontMatter
from helpkit.data import loading
from helpkit.data.vocabulary import ArticleType
from helpkit.languages import LANGUAGES, PROFILES, Language
from helpkit.messages import say_in

SCHEMAS = Path("data/schemas")
GUIDE = "CONTRIBUTING.md"
_TABLE_HEADS = Path(__file__).with_name("blocks.yml")
# Keys of the front matter that a command writes.
_WRITTEN = {"source", "change", "when"}
_MENU: Mapping[str, Any] = {
    "$defs": {
        "entry": {
            "anyOf": [
                {"type": "string", "pattern": r"^[a-z0-9-]+(/[a-z0-9-]+)*\.md$"},
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": {
                        "anyOf": [
                            {"type": "string", "pattern": r"\.md$"},
                            {"type": "array", "items": {"$ref": "#/$defs/entry"}},
                        ]
                    },
                },
            ]
        }
    },
    "type": "object",
    "required": ["nav"],
    "properties": {"nav": {"type": "array", "items": {"$ref": "#/$defs/entry"}}},
}


def files(root: Path) -> dict[str, str]:
    """Return every file for editors by its name, and the guide with its tables as they have to be."""
    found = {f"{SCHEMAS.as_posix()}/{name}": text for name, text in schema_texts().items()}
    found[".vscode/settings.json"] = _json(settings())
    found[".vscode/okpay.code-snippets"] = _json(snippets())
    guide = (root / GUIDE).read_text(encoding="utf-8")
    for language in LANGUAGES:
        begin, end = f"<!-- blocks {language} -->\n", f"<!-- /blocks {language} -->"
        before, _, rest = guide.partition(begin)
        guide = f"{before}{begin}{block_table(language)}{end}{rest.partition(end)[2]}"
    found[GUIDE] = guide
    return found


def schema_texts() -> dict[str, str]:
    """Return the JSON Schema of each kind of data file, the front matter and the menu, by file name."""
    kinds: dict[str, Any] = dict(loading.FILES)
    kinds["region"] = loading.FOLDERS["regions"]
    kinds["message"] = loading.FOLDERS["messages"]
    kinds["asked"] = loading.FOLDERS["asked"]
    kinds["examples"] = loading.FOLDERS["danger-examples"]
    kinds["front-matter"] = FrontMatter
    found = {f"{name}.json": _json(TypeAdapter(kind).json_schema()) for name, kind in kinds.items()}
    return {**found, "menu.json": _json(_MENU)}


@cache
def blocks() -> dict[str, dict[str, Any]]:
    """Return the reference of blocks by name: `forms`, `options`, and what it draws by language."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(_TABLE_HEADS.read_text(encoding="utf-8"))
    return found


def block_table(language: Language) -> str:
    """Return the reference of blocks as a Markdown table."""
    rows = []
    for block in blocks().values():
        forms = "<br>".join(f"`{form}`".replace("|", "\\|") for form in block["forms"])
        options = "".join(f"<br>`    {option}`" for option in block.get("options", ()))
        rows.append(f"| {forms}{options} | {block[language]} |\n")
    head = (say_in([language], key)[0] for key in ("block-form", "block-draws"))
    return f"| {' | '.join(head)} |\n| --- | --- |\n" + "".join(rows)


def snippets() -> dict[str, Any]:
    """Return the snippets: each form of a block, and the beginning of a page in each language."""
    found: dict[str, Any] = {}
    for name, block in blocks().items():
        for form in block["forms"]:
            argument = form.partition(" | ")[2]
            first = f"/// {name} | ${{1:{argument}}}" if argument else f"/// {name}"
            found[form] = {
                "scope": "markdown",
                "prefix": f"/// {form}",
                "body": ["", first, *([""] if argument == "…" else []), "///", ""],
                "description": " / ".join(block[code] for code in LANGUAGES),
            }
    for language in LANGUAGES:
        text = scaffold.page("${1:page}", language, today=date.min)
        text = text.replace(str(date.min), "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE")
        found[f"page {language}"] = {
            "scope": "markdown",
            "prefix": f"--- {language}",
            "body": text.splitlines(),
            "description": f"docs/{language}",
        }
    return found


def settings() -> dict[str, Any]:
    """Return the settings of VS Code: which schema a file has, and the fields of the front matter."""
    schemas = {f"{SCHEMAS.as_posix()}/{name}.json": f"data/{name}.yml" for name in loading.FILES}
    folders = {
        "region": "data/regions/*.yml",
        "message": "data/messages/*.yml",
        "asked": "data/asked/*.yml",
        "examples": "data/*-examples/*.yml",
    }
    schemas |= {f"{SCHEMAS.as_posix()}/{name}.json": files for name, files in folders.items()}
    schemas[f"{SCHEMAS.as_posix()}/menu.json"] = "mkdocs.yml"
    return {
        "editor.wordWrap": "on",
        "editor.unicodeHighlight.allowedLocales": {
            profile.tag.lower(): True for profile in PROFILES.values() if profile.script == "han"
        },
        "files.encoding": "utf8",
        "files.eol": "\n",
        "yaml.schemas": schemas,
        "yaml.customTags": ["!ENV scalar", "!ENV sequence"],
        "frontMatter.content.pageFolders": [
            {"title": code, "path": f"[[workspace]]/docs/{code}"} for code in LANGUAGES
        ],
        "frontMatter.taxonomy.dateFormat": "yyyy-MM-dd",
        "frontMatter.taxonomy.contentTypes": [{"name": "default", "fields": _fields()}],
    }


def _fields() -> list[dict[str, Any]]:
    """Return the keys of the front matter as the extension "Front Matter" has them."""
    found = []
    for name, field in FrontMatter.model_fields.items():
        if name in _WRITTEN:
            continue
        told: dict[str, Any] = {"name": name, "title": name, "type": "string"}
        if name == "type":
            told |= {"type": "choice", "choices": list(get_args(ArticleType))}
        elif name == "reviewed":
            told["type"] = "datetime"
        elif field.default == ():
            told["type"] = "list"
        found.append({**told, "required": field.is_required()})
    return found


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"

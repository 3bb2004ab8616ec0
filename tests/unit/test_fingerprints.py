"""Assets are named by what is in them, and every reference follows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import Tree
from helpkit.publishing import fingerprints

HOME = '<link rel="canonical" href="https://a.example/sub/"><link rel="stylesheet" href="assets/styles/site.css">'
FILES = {
    "index.html": HOME,
    "en/contact/index.html": '<script type="module" src="../../assets/scripts/site.js"></script>'
    '<form data-lookup="../../assets/checker.json#all"><a href="../assets/">docs/assets/mark.svg</a>',
    "404.html": '<link rel="icon" href="/sub/assets/images/mark.svg">',
    "opensearch.xml": "<Image>https://a.example/sub/assets/images/mark.svg</Image>",
    "feed.json": '{"icon": "https://a.example/sub/assets/images/mark.svg"}',
    "assets/styles/site.css": "a{background:url(../images/mark.svg)}",
    "assets/scripts/site.js": 'const later = () => import("./search.js");',
    "assets/scripts/search.js": 'import { E } from "./engine.js";new URL("../../", import.meta.url);'
    'fetch(new URL("../checker.json", import.meta.url));',
    "assets/scripts/engine.js": "export const E = 1;",
    "assets/checker.json": "{}",
    "assets/images/mark.svg": "<svg/>",
    "assets/search/page-0.abcdefabcdefab.json": "[]",
}


def renamed(tree: Tree, changes: Mapping[str, str] | None = None) -> tuple[Path, dict[str, str]]:
    """Return a site after renaming, and the new address of each asset by the old one."""
    shutil.rmtree(tree({}) / "assets", ignore_errors=True)
    site = tree({**FILES, **(changes or {})})
    assert fingerprints.rename(site) == []
    assets = [p.relative_to(site).as_posix() for p in (site / "assets").rglob("*.*") if p.is_file()]
    assert all(map(fingerprints.HASHED.search, assets))
    return site, {re.sub(r"\.[a-f]{14}(?=\.)", "", asset): asset for asset in assets}


def test_every_reference_follows(tree: Tree) -> None:
    site, names = renamed(tree)

    def text(file: str) -> str:
        return (site / file).read_text(encoding="utf-8")

    assert f'href="{names["assets/styles/site.css"]}"' in text("index.html")
    contact = text("en/contact/index.html")
    assert f'src="../../{names["assets/scripts/site.js"]}"' in contact
    assert f'data-lookup="../../{names["assets/checker.json"]}#all"' in contact
    mark = names["assets/images/mark.svg"]
    assert text("404.html") == f'<link rel="icon" href="/sub/{mark}">'
    assert text("opensearch.xml") == f"<Image>https://a.example/sub/{mark}</Image>"
    assert text("feed.json") == f'{{"icon": "https://a.example/sub/{mark}"}}'
    assert text(names["assets/styles/site.css"]) == f"a{{background:url(../{mark[7:]})}}"
    search = text(names["assets/scripts/search.js"])
    assert f'"./{names["assets/scripts/engine.js"][15:]}"' in search
    assert f'"../{names["assets/checker.json"][7:]}"' in search
    assert f'"./{names["assets/scripts/search.js"][15:]}"' in text(names["assets/scripts/site.js"])


def test_words_and_names_that_have_their_fingerprint_stay(tree: Tree) -> None:
    site, _ = renamed(tree)
    assert ">docs/assets/mark.svg</a>" in (site / "en/contact/index.html").read_text()
    assert (site / "assets/search/page-0.abcdefabcdefab.json").is_file()


def test_a_change_changes_the_names_of_all_that_ask_for_the_file(tree: Tree) -> None:
    _, before = renamed(tree)
    _, after = renamed(tree, {"assets/scripts/engine.js": "export const E = 2;"})
    changed = {name for name in FILES if name in before and before[name] != after[name]}
    assert changed == {f"assets/scripts/{name}.js" for name in ("engine", "search", "site")}


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        (
            "assets/scripts/site.js",
            'import("./serch.js")',
            'The file asks for "./serch.js", which is not there.',
        ),
        (
            "en/contact/index.html",
            '<img src="../../assets/gone.svg">',
            'The file asks for "../../assets/gone.svg", which is not there.',
        ),
    ],
)
def test_a_reference_to_an_asset_that_is_not_there_is_an_error(
    tree: Tree, file: str, content: str, message: str
) -> None:
    (problem,) = fingerprints.rename(tree({**FILES, file: content}))
    assert str(problem) == (
        f"{file}:1:1: error[site-dead-asset] {message}"
        " Fix: name a file below docs/assets, or one that the build writes"
    )


def test_imports_in_a_circle_have_no_names(tree: Tree) -> None:
    circle = {"assets/scripts/engine.js": 'import "./search.js";'}
    (problem,) = fingerprints.rename(tree({**FILES, **circle}))
    assert (
        str(problem)
        .partition("] ")[2]
        .startswith("Files ask for each other in a circle: assets/scripts/")
    )

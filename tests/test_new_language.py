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
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import tiny_site
import yaml
from click.testing import CliRunner
from conftest import SITE_URL, built_once, new_context, run_mkdocs, served
from helpkit.cli import main
from helpkit.commands import languages
from helpkit.commands.yaml_texts import dumped
from lxml import html
from playwright.sync_api import Browser, expect
from tiny_site import TINY_DAY

# What stays in any language: places to fill in, targets, addresses, names, numbers.
_STAYS = re.compile(
    r"\{[^}]*\}|\]\([^)]*\)|https?://\S+|[\w.-]+\.example\b|OKPay|[\w-]*\d[\w-]*|&\w+;|<[^>]*>"
)
_NUMBERS = dict(two="2", three="3", four="4", five="5", six="6", seven="7", eight="8")
_ENGLISH = re.compile(r"\b(?:the|of|and|you|your|with|for|this|that|not|from|have|they)\b", re.I)
_HAN = re.compile("[㐀-鿿]")
_ADDRESS = re.compile(r'https?://[^"\s]+')
FILLED = {
    "always": "24 jam, setiap hari",
    "every_day": "setiap hari",
    "holidays_off": "tutup pada cuti umum",
    "same_as_beijing": "sama dengan waktu Beijing",
    "ahead": "{} lebih awal dari waktu Beijing",
    "behind": "{} lebih lewat dari waktu Beijing",
}


@dataclass(frozen=True)
class Made:
    """The repository with the language, what the command said, and the site built of it."""

    repository: Path
    said: str
    site: Path


def malay(text: str) -> str:
    """Return an English text with each word backwards."""

    def backwards(word: re.Match[str]) -> str:
        if word[0].lower() in _NUMBERS:
            return _NUMBERS[word[0].lower()]
        turned = word[0][::-1].lower()
        return turned.capitalize() if word[0][0].isupper() else turned

    ends = [0, *(end for kept in _STAYS.finditer(text) for end in kept.span()), len(text)]
    pieces = [text[start:end] for start, end in pairwise(ends)]
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
        if path.parent.name.endswith("-examples"):
            continue
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        if path.stem == "ui":
            for key in [key for key in data if key.endswith(("_ms", "_ms_long"))]:
                data[key] = {"zh": "马来文", "en": "In Malay", "ms": "Melayu"}
        if (new := translated(data, (path.stem,))) != data:
            path.write_text(dumped(new), encoding="utf-8")
    for folder in repository.glob("data/*-examples"):
        (folder / "ms.yml").write_text(
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


@pytest.fixture(scope="session")
def made() -> Made:
    """Start the language with the command, write what it lacks, build the site. Read only."""

    def make(folder: Path) -> None:
        repository = tiny_site.write(folder / "repository")
        said = helpkit(repository, "new", "language", "ms", "--no-ask")
        (folder / "said").write_text(said, encoding="utf-8")
        write(repository)
        hooks = str(repository / "hooks")
        done = run_mkdocs(repository, folder / "site", day=TINY_DAY, PYTHONPATH=hooks)
        assert done.returncode == 0, done.stderr
        helpkit(repository, "hosting")

    folder = built_once("language", make)
    said = (folder / "said").read_text(encoding="utf-8")
    return Made(folder / "repository", said, folder / "site")


def pages_of(made: Made, language: str) -> list[Path]:
    """Return the pages of a language, its 404 page among them."""
    return sorted((made.site / language).rglob("*.html"))


def seen(page: Path) -> Iterator[str]:
    """Yield what a page says in its own language: texts, labels, structured data."""
    tree = html.parse(str(page)).getroot()
    for foreign in tree.xpath("//body//*[@lang and @lang!='ms' or @translate='no']"):
        foreign.drop_tree()
    for code in tree.xpath("//style | //script[not(contains(@type, 'json'))]"):
        code.drop_tree()
    yield from (text for text in tree.itertext() if text.strip())
    for name in ("aria-label", "title", "placeholder", "alt", "data-done", "data-suggestion"):
        yield from tree.xpath(f"//@{name}")
    yield from tree.xpath("//meta[@name='description' or starts-with(@property, 'og:')]/@content")


@pytest.mark.long
def test_the_command_says_what_is_left_to_write(made: Made) -> None:
    for line in (
        "hooks/helpkit/languages.yml: 6",
        "data/regions/HK.yml: 1",
        "data/messages/login.yml: 4",
        "mkdocs.yml: 1",
    ):
        assert f"  {line}\n" in made.said
    assert re.search(r"  docs/ms: \d{3}\n", made.said)
    ui = (made.repository / "data/ui.yml").read_text(encoding="utf-8")
    texts = yaml.load(ui, Loader=yaml.CSafeLoader)
    told = re.search(r"  data/ui.yml: (\d+)\n", made.said)
    assert told
    assert int(told[1]) >= len(texts)  # each of them, however many


def test_pages_name_their_language_and_each_other(made: Made) -> None:
    pages = pages_of(made, "ms")
    assert len(pages) == len(pages_of(made, "en"))
    for page in pages:
        assert html.parse(str(page)).getroot().get("lang") == "ms"
    address = "problems/login/"
    for path in ("", "zh-hant/", "en/", "ms/"):
        tree = html.parse(str(made.site / path / address / "index.html")).getroot()
        alternates = tree.xpath("//link[@rel='alternate'][@hreflang='ms']/@href")
        assert alternates == [f"{SITE_URL}ms/{address}"]
        (entry,) = tree.xpath("//header//a[@hreflang='ms']")
        assert entry.text == "Melayu"


def test_no_page_reads_english_or_chinese(made: Made) -> None:
    foreign = {
        (page.relative_to(made.site).as_posix(), text.strip()[:80])
        for page in pages_of(made, "ms")
        for text in seen(page)
        if _ENGLISH.search(bare := _ADDRESS.sub("", text)) or _HAN.search(bare)
    }
    assert foreign == set()


def test_what_machines_read_has_the_language(made: Made) -> None:
    sitemap = (made.site / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{SITE_URL}ms/problems/login/</loc>" in sitemap
    for name in ("404.html", "opensearch.xml", "llms.txt", "problems/login/index.md"):
        assert (made.site / "ms" / name).is_file()
    for name in ("pages.xml", "changes.xml"):
        feed = (made.site / "ms" / name).read_text(encoding="utf-8")
        assert feed.startswith('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ms">')
        assert f"<id>{SITE_URL}ms/{name}</id>" in feed
    index = json.loads((made.site / "assets/search/ms.json").read_text(encoding="utf-8"))
    assert index["files"] == ["../search/ms-words.txt", "../search/ms-text.json"]
    assert {page[0].partition("/")[0] for page in index["pages"]} == {"ms"}
    assert [label for _, _, label in index["others"]] == ["中文结果", "English results"]


def test_servers_answer_in_the_language(made: Made) -> None:
    nginx = (made.repository / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert '"~^/ms/.*\\.html$"  ms;' in nginx
    assert "location = /ms/404.html" in nginx


def test_four_languages_fit_a_small_phone(made: Made, browser: Browser) -> None:
    context = new_context(browser, viewport={"width": 320, "height": 640})
    page = context.new_page()
    with served(made.site) as base:
        for path in ("", "zh-hant/", "en/", "ms/"):
            page.goto(f"{base}/{path}problems/login/")
            assert page.evaluate("document.documentElement.scrollWidth") == 320, path
            expect(page.locator("header .menu")).to_be_in_viewport(ratio=1)
    context.close()


def test_search_answers_from_the_index_of_the_language(made: Made, browser: Browser) -> None:
    context = new_context(browser)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    with served(made.site) as base:
        page.goto(f"{base}/ms/search/#q={malay('login')}")
        results = page.locator(".search-results a")
        expect(results.first).to_have_attribute("href", f"{base}/ms/problems/login/")
        expect(page.locator("html")).to_have_attribute("lang", "ms")
    context.close()
    searched = {name for name in asked if re.match(r"(?:zh|en|ms)\b.*(?:json|txt)$", name)}
    assert searched == {"ms.json", "ms-words.txt", "ms-text.json"}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", 'The site has the language "en" already.'),
        ("xx", '"xx" is no code of a language.'),
        ("ar", '"ar" (Arabic) is written neither in Latin nor in Chinese script;'),
        ("ms", "The program that runs reads "),
    ],
)
def test_what_cannot_be_started_is_said_and_nothing_written(
    code: str, said: str, tiny: Path
) -> None:
    before = {path: path.read_bytes() for path in tiny.rglob("*.*") if path.is_file()}
    done = CliRunner().invoke(
        main, ["--root", str(tiny), "--today", str(TINY_DAY), "new", "language", code, "--no-ask"]
    )
    assert done.exit_code == 1
    assert said in done.output
    assert {path: path.read_bytes() for path in tiny.rglob("*.*") if path.is_file()} == before


def test_a_skeleton_keeps_its_code_and_marks_each_text() -> None:
    text = (
        "---\ntitle: 登录\naliases: [进不去]\n---\n\n## 开始 {#start}\n\n```sh\nmake serve\n```\n"
    )
    assert languages.marked(text) == (
        "---\ntitle: TODO 登录\n---\n\n## TODO 开始 {#start}\n\n```sh\nmake serve\n```\n"
    )


def test_what_nobody_knows_of_a_language_is_left_to_write(tmp_path: Path) -> None:
    """Babel has no word for an hour in Vietnamese, and would write it in English."""
    repository = tiny_site.write(tmp_path / "repository")
    assert "  hooks/helpkit/languages.yml: 9\n" in helpkit(
        repository, "new", "language", "vi", "--no-ask"
    )
    table = yaml.safe_load((repository / "hooks/helpkit/languages.yml").read_text("utf-8"))
    times = table["vi"]["times"]
    assert [times[key] for key in ("hour", "hours", "minutes")] == [None, None, None]


# Words that a third language alone has: a name in an app, a number to call, a count of pages.
_NETS = """
from helpkit.text import handles
from helpkit.text.may_pass import Rules, is_called, take_out
rules = Rules(apps={"ms": ["Bipchat"]}, calling={"ms": ["hubungi"]}, units={"ms": ["halaman"]})
print(*handles.find("Bipchat: okpayhelp", rules))
print(is_called("hubungi 95188", 8, rules), is_called("tentang 95188", 8, rules))
print(take_out("120 halaman", rules).rest.count("\\0"))
"""


def test_words_of_a_third_language_count_in_the_nets(made: Made) -> None:
    hooks = {"PYTHONPATH": str(made.repository / "hooks")}
    done = subprocess.run(
        [sys.executable, "-c", _NETS], env=hooks, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == ["(0, 18)", "True False", "11"], done.stderr

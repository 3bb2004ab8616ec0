"""Style sheets, drawings and scripts: what they print is text as well.

A style sheet prints `content` and counters, a drawing its `<text>` elements, a script its strings.
Each is read alone and joined with its neighbours, for on the page they stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import unquote

import tinycss2
from lxml import etree

from helpkit.checks.free_texts import TextRules
from helpkit.messages import Value, message
from helpkit.problems import Problem

_PRINTING = {"content", "quotes", "symbols", "prefix", "suffix", "negative", "pad"}
_COUNTERS = {"counter-reset", "counter-set", "counter-increment"}
# What a drawing may be made of: shapes and words, nothing that loads, links or runs.
DRAWN = set(
    """
    svg g path rect circle ellipse line polyline polygon text tspan title desc defs lineargradient
    radialgradient stop clippath mask style
    """.split()
)
_CODE = re.compile(r"[{}\[\]=;\n]")
_LONGEST = 1_000
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
# An address that a style names: `url(…)`, `@import "…"`.
_LOADED = re.compile(r"(?:@import\s+(?:url\()?|url\()\s*[\"']?([^\"'()\s]+)", re.IGNORECASE)
_STRING = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)"
    r"|(?<=[=(,:;!&|?{}\[\n])[ \t]*/(?![*/])(?:\\.|\[(?:[^\]\\\n]|\\.)*\]|[^/\n\\\[])+/[a-z]*",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u\{?([0-9A-Fa-f]{4,6})\}?|(.))", re.DOTALL)
_NUMBER_OF_ANY_KIND = re.compile(r"[\d零〇一二三四五六七八九]")
_PRINTED_ATTRIBUTES = {"href", "data-label"}  # of which the texts are checked where they stand
_JOINED = re.compile(r"[\s+,()\[\]]*(?:\.concat\()?[\s+,()\[\]]*")
_NUMBERS = re.compile(r"(?<![\w.])\d(?:\s*,\s*\d){6,}(?![\w.])|(?<![\w.])\d{7,}(?![\w.])")
_DECODERS = re.compile(
    r"\batob\s*\(\s*[)\"'`]|\bunescape\s*\("
    r"|\bfrom(?:CharCode|CodePoint)\s*\(\s*[\d\[.]*\d+(?!\d|\s*\+\s*\()"
)
# Ranges of characters in the source of a pattern.
_CHARACTER = re.compile(r"\\\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[0-7]{1,3})")
_COMPARED = re.compile(r"[=!]==?\s*$|\bcase\s*$")  # a text that is looked for, never shown
_LOOKED_IN = re.compile(r"(?:\s*,\s*[\"'][^\"'\n]*[\"']){0,20}\s*\]\s*\.(?:includes|indexOf)\(")
_FILLED = re.compile(r"\$\{[^{}]*\}")


def read(root: Path) -> dict[str, str]:
    """Return the style sheets, drawings and scripts of `docs/assets` by name."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "docs" / "assets").rglob("*"))
        if path.suffix in _KINDS and path.is_file()
    }


def check(assets: Mapping[str, str], texts: TextRules) -> Iterator[Problem]:
    """Yield each contact in what `read` returns."""
    for name, text in assets.items():
        found = _KINDS[PurePosixPath(name).suffix](text, name, texts)
        if name in texts.rules.tables:
            found = (p for p in found if not _is_of_numbers(p))
        yield from found


def _problem(name: str, line: int, column: int, key: str, /, **values: Any) -> Problem:
    return Problem.of(name, line, column, f"asset-text.{key}", **values)


def _is_of_numbers(problem: Problem) -> bool:
    """Return whether a problem is about digits, which a script with a declared table may contain."""
    said = problem.message
    return said.key == "asset-text.script" or said.given.get("kind") == message("kind-phone")


def check_style_sheet(css: str, name: str, texts: TextRules) -> Iterator[Problem]:
    """Yield each contact that a style sheet prints, and each construct that could print one."""
    printed: list[tuple[str, Any]] = []
    for declaration in _declarations(tinycss2.parse_stylesheet(css, True, True), name):
        if isinstance(declaration, Problem):
            yield declaration
            continue
        tokens = list(_tokens(declaration.value))
        key = declaration.lower_name
        if key in _COUNTERS:
            for token in tokens:
                if token.type == "number" and abs(token.value) > 1:
                    yield _problem(
                        name,
                        token.source_line,
                        token.source_column,
                        "counter",
                        number=token.representation,
                    )
        if key in _PRINTING or key.startswith("--"):
            said = "".join(t.value for t in tokens if t.type == "string")
            if said:
                printed.append((said, declaration))
        for token in tokens:
            if token.type == "function" and token.lower_name == "attr":
                named = "".join(t.value for t in token.arguments if t.type == "ident")
                if named not in _PRINTED_ATTRIBUTES:
                    yield _problem(
                        name,
                        token.source_line,
                        token.source_column,
                        "attribute",
                        attribute=named,
                    )
            if token.type == "function" and token.lower_name in ("url", "src", "image-set"):
                token = next((t for t in token.arguments if t.type == "string"), token)
            if token.type in ("url", "string") and _ELSEWHERE.match(token.value):
                if token.value.lower().startswith("data:image/svg"):
                    picture = unquote(token.value.partition(",")[2])
                    yield from check_drawing(picture, name, texts, line=token.source_line)
                else:
                    yield _problem(
                        name,
                        token.source_line,
                        token.source_column,
                        "loads",
                        address=token.value[:60],
                    )
    yield from _of_pieces([(t, d.source_line, d.source_column) for t, d in printed], name, texts)


def _declarations(rules: list[Any], name: str) -> Iterator[Any]:
    """Yield every declaration, of nested rules too, and a problem for what no sheet may have."""
    for rule in rules:
        imported = ""
        if rule.type == "at-rule" and rule.lower_at_keyword == "import":
            values = (t.value for t in _tokens(rule.prelude) if t.type in ("url", "string"))
            imported = next(values, "")
        if _ELSEWHERE.match(imported) or getattr(rule, "lower_at_keyword", "") == "counter-style":
            yield _problem(
                name,
                rule.source_line,
                rule.source_column,
                "rule",
                name=rule.lower_at_keyword,
            )
        elif rule.type == "declaration":
            yield rule
        elif getattr(rule, "content", None):
            yield from _declarations(tinycss2.parse_blocks_contents(rule.content, True, True), name)


def _tokens(values: list[Any]) -> Iterator[Any]:
    for token in values:
        yield token
        yield from _tokens(
            getattr(token, "arguments", None) or getattr(token, "content", None) or []
        )


def check_drawing(svg: str, name: str, texts: TextRules, *, line: int = 0) -> Iterator[Problem]:
    """Yield each contact that a drawing shows, and each element that no drawing may have."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=False)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        yield _problem(name, line or error.lineno or 1, 1, "unreadable-drawing")
        return
    pieces: list[tuple[str, int, int]] = []
    for element in cast("Iterator[Any]", root.iter()):
        at = line or element.sourceline or 1
        tag = etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
        foreign = [
            n
            for n in element.attrib
            if n.lower().startswith("on") or n.rpartition("}")[2] == "href"
        ]
        loaded = [value for n, value in element.attrib.items() if n.rpartition("}")[2] == "href"]
        loaded += _LOADED.findall(" ".join(element.attrib.values()))
        loaded += _LOADED.findall(element.text or "") if tag == "style" else []
        address = next((each for each in loaded if _ELSEWHERE.match(each)), None)
        if address:
            yield _problem(name, at, 1, "drawing-loads", address=address[:60])
        elif tag not in DRAWN or foreign:
            shown: Value = message("a-comment") if not foreign else foreign[0]
            if tag and tag not in DRAWN:
                shown = f"<{tag}>"
            yield _problem(name, at, 1, "drawing", part=shown)
        pieces += [
            (value, at, 1)
            for n, value in element.attrib.items()
            if n.startswith(("aria-label", "title"))
        ]
        if tag != "style":
            pieces += [
                (text.strip(), at, 1)
                for text in (element.text, element.tail)
                if text and text.strip()
            ]
    yield from _of_pieces(pieces, name, texts)


def check_script(script: str, name: str, texts: TextRules) -> Iterator[Problem]:
    """Yield each contact in the strings of a script, and code that builds one from numbers."""
    runs: list[list[tuple[str, int, int]]] = []
    code: list[str] = []
    end = 0
    for found in _STRING.finditer(script):
        between = script[end : found.start()]
        code += [between, re.sub(r"[^\n]", " ", found[0])]
        text = _CHARACTER.sub("ー", _FILLED.sub("ー", found["text"] or ""))  # a letter of no word
        is_sought = _COMPARED.search(between[-20:]) or _LOOKED_IN.match(script, found.end())
        # Neither code between strings nor a packed table of seed words is text; `stray_scan`
        # covers what they print.
        if (
            text
            and not is_sought
            and not _CODE.search(text[1:-1].rstrip("="))
            and not (len(text) > _LONGEST and text.count(" ") < 2)
        ):
            place = script.count("\n", 0, found.start()) + 1
            column = found.start() - script.rfind("\n", 0, found.start())
            piece = (_ESCAPE.sub(_unescaped, text[1:-1]), place, column)
            if (
                runs
                and _JOINED.fullmatch(between)
                and ("+" in between or "concat" in between or "," in between)
            ):
                runs[-1].append(piece)
            else:
                runs.append([piece])
        end = found.end()
    code.append(script[end:])
    for run in runs:
        yield from _of_pieces(run, name, texts)
    rest = "".join(code)
    for found in (*_NUMBERS.finditer(rest), *_DECODERS.finditer(rest)):
        if texts.declares(found[0]):
            continue
        place = rest.count("\n", 0, found.start()) + 1
        column = found.start() - rest.rfind("\n", 0, found.start())
        yield _problem(
            name,
            place,
            column,
            "script",
            typed=found[0][:40],
        )


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""
    return {"n": "\n", "t": "\t", "\n": ""}.get(found[3], found[3])


def _of_pieces(
    pieces: list[tuple[str, int, int]], name: str, texts: TextRules
) -> Iterator[Problem]:
    """Yield the contacts in pieces of text; if there are none, in all of them side by side."""
    clean = True
    pieces = [piece for piece in pieces if not texts.declares(piece[0])]
    for text, line, column in pieces:
        for stray in texts.find(text):
            clean = False
            yield stray.problem(name, line=line, column=column)
    if clean and len(pieces) > 1:
        joined = "".join(text for text, _, _ in pieces)
        if _NUMBER_OF_ANY_KIND.search(joined):
            for stray in texts.find(joined):
                first = next((p for p in pieces if p[0] and p[0] in stray.value), pieces[0])
                yield stray.problem(name, line=first[1], column=first[2])


_KINDS: Mapping[str, Callable[[str, str, TextRules], Iterator[Problem]]] = {
    ".css": check_style_sheet,
    ".svg": check_drawing,
    ".js": check_script,
}

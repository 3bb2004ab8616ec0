"""The server of the preview: the files of the site, with the writer's bar on top of each page."""

from __future__ import annotations

import http.server
import mimetypes
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from jinja2 import Environment

from helpkit import messages
from helpkit.languages import PROFILES, SOURCE, SPOKEN, Language
from helpkit.preview.run import Preview, State

HERE = Path(__file__).parent
# What is asked for below it is the preview's own.
OWN = "/-/"
# What the bar says.
WORDS = (
    *("bar-name", "bar-faults", "bar-own", "bar-others", "bar-fine"),
    *("severity-error", "severity-warning"),
    *("bar-fix", "bar-reviewed", "bar-twin", "bar-current", "bar-behind", "bar-missing"),
    *("bar-expires", "bar-nothing", "bar-checking", "bar-gone", "bar-wait", "bar-more"),
)
# Lines above a problem in which its place in the page is looked for.
FAR = 30
# Seconds after which a tab that is open is told so; one that was closed is found out by it.
ALIVE = 5
# Identifies this process: counts from another one are meaningless here.
_RUN = secrets.token_hex(4)
mimetypes.add_type("text/javascript", ".js")


class Server(http.server.ThreadingHTTPServer):
    """Answers browsers of this machine. Raises OSError for a port that is taken."""

    daemon_threads = True
    # On Windows, two servers would share the port.
    allow_reuse_address = os.name != "nt"

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.preview: Preview | None = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: browsers hang up all the time."""


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with a file of the site, or with something of the preview's own."""
        address = urlsplit(self.path)
        path = unquote(address.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        preview = self.server.preview
        assert preview is not None
        if path.startswith(OWN):
            self._answer_own(preview, path.removeprefix(OWN), query)
            return
        # A browser shows a page that comes late as a white one; programs can wait.
        if not preview.ready.is_set() and "text/html" in self.headers.get("Accept", ""):
            seen = preview.tabs.count
            said = escape(_words(self._language())["bar-wait"])
            wait = f"<!doctype html><body><p>{said}</p>{_script(seen)}</body>"
            self._send(HTTPStatus.OK, "text/html", wait.encode())
            return
        preview.ready.wait()
        if ".." in path.split("/"):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        name = path.removeprefix("/")
        seen = preview.tabs.count
        status = HTTPStatus.OK
        with preview.still():
            found = preview.file(name)
            if found and found.is_dir():
                self.send_response(HTTPStatus.FOUND)
                self.send_header("Location", f"{address.path}/")
                self.end_headers()
                return
            if found is None or not found.is_file():
                status, found = HTTPStatus.NOT_FOUND, preview.not_found(name)
            body = found.read_bytes() if found else b"<!doctype html><body></body>"
        kind = mimetypes.guess_type(found.name)[0] if found else "text/html"
        if kind == "text/html":
            body = self._with_bar(preview, body, name, seen, shown=found is not None)
        self._send(status, kind or "application/octet-stream", body)

    do_HEAD = do_GET

    def _answer_own(self, preview: Preview, name: str, query: Mapping[str, str]) -> None:
        page = query.get("page", "/").removeprefix("/")
        if name == "events":
            self._tell(preview, page, query.get("seen", ""))
        elif name == "bar":
            self._send(HTTPStatus.OK, "text/html", self._bar(preview, page).encode())
        elif name in ("bar.css", "bar.js"):
            kind = mimetypes.guess_type(name)[0] or ""
            self._send(HTTPStatus.OK, kind, (HERE / name).read_bytes())
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _tell(self, preview: Preview, page: str, said: str) -> None:
        """Tell a tab, for as long as it is open, what it has to do."""
        run, _, number = said.partition("-")
        seen = int(number) if run == _RUN and number.isdecimal() else -1
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        tabs = preview.tabs
        with tabs.opened(page):
            while True:
                with tabs.news:
                    tabs.news.wait_for(lambda: tabs.due(page, seen=seen), timeout=ALIVE)  # noqa: B023
                    due, seen_now = tabs.due(page, seen=seen), tabs.count
                if seen < 0:  # of another process
                    due = "reload"
                line = f"event: {due}\ndata: {_RUN}-{seen_now}\n\n" if due else ": open\n\n"
                self.wfile.write(line.encode())
                self.wfile.flush()
                if due == "reload":
                    return
                seen = seen_now if due else seen

    def _with_bar(
        self, preview: Preview, body: bytes, page: str, seen: int, *, shown: bool
    ) -> bytes:
        html = body.decode("utf-8", "replace")
        head = self._bar(preview, page)
        if not shown:
            head += f"<p>{escape(_words(self._language())['bar-nothing'])}</p>"
        head = f'<link rel="stylesheet" href="{OWN}bar.css">{head}'
        end = _script(seen)
        html = re.sub(r"<body[^>]*>", lambda found: found[0] + head, html, count=1)
        start, mark, rest = html.rpartition("</body>")
        return f"{start}{end}{mark}{rest}".encode()

    def _bar(self, preview: Preview, page: str) -> str:
        language = self._language()
        try:
            return bar(preview.state(page), language=language)
        except Exception as error:  # the page is shown whatever becomes of its bar
            return bar(State([preview.fault_of(error)]), language=language)

    def _language(self) -> Language:
        """Return the first language of the reader's browser that we speak."""
        asked = re.findall(r"(?:^|,)\s*([A-Za-z]+)", self.headers.get("Accept-Language", ""))
        known: list[Language] = [code for code in SPOKEN if code in asked]
        return min(known, key=asked.index, default=SOURCE)

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _script(seen: int) -> str:
    return f'<script src="{OWN}bar.js" data-seen="{_RUN}-{seen}"></script>'


def bar(state: State, *, language: Language) -> str:
    """Return what stands on top of a page, as HTML, in a writer's language."""
    said: str = _template().render(
        state=state,
        places=lambda problem: places(state.lines, problem.line),
        say=_words(language),
        language=language,
        lang=PROFILES[language].tag,
    )
    return said


def places(lines: Sequence[str], number: int) -> list[str]:
    """Return what may stand in a page where line `number` of its source does, the nearest first.

    That is the line without its marks, then those above it; above the first is the title.
    """
    found = []
    for line in lines[max(number - FAR, 0) : number][::-1]:
        said = re.sub(r"\{#[^}]*\}|\]\([^)]*\)|^\s*(?:title: |[-*+#>]+|\d+[.)] )", " ", line)
        if re.search(r"\w\w", said) and not re.match(r"---|[a-z_]+: ", line):
            found.append(said.strip())
        elif line.startswith("title: "):
            found.append(line.removeprefix("title: ").strip())
    title = next((line for line in lines if line.startswith("title: ")), "")
    return [*found, *([title.removeprefix("title: ")] if title else [])]


@cache
def _template() -> Any:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((HERE / "bar.html").read_text(encoding="utf-8"))


@cache
def _words(language: Language) -> Mapping[str, str]:
    return {key: messages.text(messages.message(key), language=language) for key in WORDS}

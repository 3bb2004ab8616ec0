"""`helpkit recheck` against a real server on loopback that misbehaves in every way we know."""

from __future__ import annotations

import gzip
import http.server
import shutil
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import TINY
from helpkit.checks.run import check
from helpkit.cli import main
from helpkit.data import loading
from helpkit.data.records import Phone
from helpkit.data.yaml_edits import Editor, NotEditable
from helpkit.messages import text
from helpkit.recheck import fetching, page_values, values
from helpkit.recheck.fetching import CrawlLimits, Opened, Visitor

TODAY = date(2026, 11, 22)
GOOD = "<html><body><p>Call <b>020</b> 7946&nbsp;0018, or 159.</p></body></html>"


class Server(http.server.ThreadingHTTPServer):
    """Answers each path with the function that a test gave for it, and notes who asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Callable[[Handler], None]] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: that is what they shall do."""


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        self.server.routes.get(self.path, status(404))(self)

    def answer(self, body: bytes, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        own = {name.replace("_", "-"): value for name, value in headers.items()}
        usual = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in {**usual, **own}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def status(code: int, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(b"", code, **headers)


def body(content: bytes | str, **headers: str) -> Callable[[Handler], None]:
    data = content.encode() if isinstance(content, str) else content
    return lambda handler: handler.answer(data, **headers)


def in_turn(*answers: Callable[[Handler], None]) -> Callable[[Handler], None]:
    left = list(answers)
    return lambda handler: left.pop(0)(handler)


def says_nothing(handler: Handler) -> None:
    handler.server.over.wait(20)


def never_ends(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while not handler.server.over.is_set():
        handler.wfile.write(b"<p>and on" * 5000)


def breaks_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<p>020 7946")
    handler.wfile.flush()
    # Linger of zero seconds: the system sends a reset instead of an orderly end.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def ends_early(handler: Handler) -> None:
    handler.answer(GOOD.encode(), Content_Length="100000")
    handler.close_connection = True


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.over.set()
        running.shutdown()
        thread.join()


class Clock:
    """A clock that stands still unless somebody pauses."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def read(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


def said(opened: Opened) -> str:
    """Return why a page could not be read, in English."""
    return text(opened.problem, language="en") if opened.problem else ""


def visitor(clock: Clock | None = None, **limits: object) -> Visitor:
    clock = clock or Clock()
    settings = {"timeout": 0.3, "most_bytes": 200_000, "pause": clock.pause, "clock": clock.read}
    return Visitor(CrawlLimits(**{**settings, **limits}), site_url="https://us.example/")


MISBEHAVIOUR = {
    "nothing there": (status(404), "the server answers 404"),
    "always 500": (status(500), "the server answers 500"),
    "too slow": (says_nothing, "no answer in time"),
    "reset in the middle": (breaks_off, "the connection broke off"),
    "shorter than it says": (ends_early, "the connection broke off"),
    "circle": (status(302, Location="/page"), "its redirects go in a circle"),
    "no web address": (
        status(301, Location="mailto:help@sample-line.example"),
        "it leads to mailto:help@sample-line.example, which is no web address",
    ),
    "gzip bomb": (
        body(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"),
        "the page is larger than 200,000 bytes",
    ),
    "broken gzip": (body(b"no gzip", Content_Encoding="gzip"), "its compression is broken"),
    "huge": (body(b" " * 300_000), "the page is larger than 200,000 bytes"),
    "never ends": (never_ends, "the page is larger than 200,000 bytes"),
    "two lengths": (body(GOOD, Content_Length="5, 7"), "the connection broke off"),
}


@pytest.mark.parametrize("name", MISBEHAVIOUR)
def test_a_page_that_cannot_be_had_is_unreachable_for_a_reason(server: Server, name: str) -> None:
    server.routes["/page"], reason = MISBEHAVIOUR[name]
    url = f"{server.url}/page"
    opened = visitor().open(url)
    assert said(opened) == reason
    assert opened == Opened(url, url, reached=False, problem=opened.problem)


def test_a_page_that_drips_is_left_after_a_while(server: Server) -> None:
    server.routes["/page"] = never_ends
    clock = Clock()

    def later() -> float:
        clock.now += 7
        return clock.now

    opened = visitor(clock=clock, most_bytes=10**9, whole=60, attempts=1)
    opened.limits = replace(opened.limits, clock=later)
    assert said(opened.open(f"{server.url}/page")) == "the page does not end within 60 seconds"


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/page"
        assert said(visitor().open(url)) == "no server answers there"


def test_a_server_that_recovers_is_asked_again_after_longer_and_longer_pauses(
    server: Server,
) -> None:
    server.routes["/page"] = in_turn(status(500), status(503), body(GOOD))
    clock = Clock()
    assert "7946" in visitor(clock, delay=0).open(f"{server.url}/page").text
    assert clock.pauses == [2, 4]


def test_a_server_says_when_to_come_back_but_not_next_year(server: Server) -> None:
    server.routes["/page"] = in_turn(status(429, Retry_After="9"), body(GOOD))
    server.routes["/late"] = in_turn(status(429, Retry_After="99999"), body(GOOD))
    clock = Clock()
    assert visitor(clock, delay=0).open(f"{server.url}/page").reached
    assert visitor(clock, delay=0).open(f"{server.url}/late").reached
    assert clock.pauses == [9, 30]


def test_what_is_not_there_is_not_asked_for_again(server: Server) -> None:
    visitor().open(f"{server.url}/page")
    assert server.asked == ["/robots.txt", "/page"]


def test_visits_to_a_host_keep_apart_as_its_robots_file_asks(server: Server) -> None:
    server.routes["/robots.txt"] = body("User-agent: *\nCrawl-delay: 5", Content_Type="text/plain")
    for path in ("/a", "/b", "/c"):
        server.routes[path] = body(GOOD)
    clock = Clock()
    opened = list(visitor(clock).open_all(f"{server.url}{path}" for path in ("/a", "/b", "/c")))
    assert [page.reached for page in opened] == [True] * 3
    assert clock.pauses == [2, 5, 5]
    assert server.asked.count("/robots.txt") == 1
    assert server.agents == {"okpay-self-help-recheck/1.0 (+https://us.example/)"}


def test_robots_are_asked_first_and_obeyed_after_a_redirect_too(server: Server) -> None:
    rules = "User-agent: *\nDisallow: /*/private"
    server.routes["/robots.txt"] = body(rules, Content_Type="text/plain")
    server.routes["/moved"] = status(301, Location="/a/private/page")
    reason = "robots.txt asks programs to stay away"
    assert said(visitor().open(f"{server.url}/a/private/page")) == reason
    assert said(visitor().open(f"{server.url}/moved")) == reason
    assert server.asked == ["/robots.txt", "/robots.txt", "/moved"]


def test_a_server_that_cannot_tell_its_rules_is_left_alone(server: Server) -> None:
    server.routes["/robots.txt"] = status(503)
    server.routes["/page"] = body(GOOD)
    assert said(visitor().open(f"{server.url}/page")) == "its robots.txt answers 503"
    assert "/page" not in server.asked


@pytest.mark.parametrize("kind", ["application/pdf", "image/png"])
def test_what_is_no_text_is_reached_and_not_read(server: Server, kind: str) -> None:
    server.routes["/page"] = body(GOOD, Content_Type=kind)
    opened = visitor().open(f"{server.url}/page")
    assert (opened.reached, opened.text, said(opened)) == (True, "", f"it is no text ({kind})")


def test_a_pdf_that_poses_as_a_page_is_told(server: Server) -> None:
    server.routes["/page"] = body(b"%PDF-1.7 020 7946 0018")
    assert said(visitor().open(f"{server.url}/page")) == "it is no text (application/pdf)"


@pytest.mark.parametrize(
    ("encoding", "claimed"),
    [
        ("utf-8", "iso-8859-1"),
        ("gbk", "gbk"),
        ("gbk", "no-such-charset"),
        ("utf-16", "utf-8"),
        ("shift_jis", "shift_jis"),
        ("utf-8-sig", ""),
    ],
)
def test_a_page_is_read_whatever_charset_is_claimed(
    server: Server, encoding: str, claimed: str
) -> None:
    page = "<html><head><meta charset='latin-1'></head><p>電話：０２０　７９４６　００１８ 。受付時間は平日。</p></html>"
    kind = f"text/html; charset={claimed}" if claimed else "text/html"
    server.routes["/page"] = body(page.encode(encoding), Content_Type=kind)
    opened = visitor().open(f"{server.url}/page")
    assert page_values.states_phone(opened, Phone(number="020 7946 0018"), region="GB")


def page(html: str, at: str = "https://body.example/contact") -> Opened:
    words, links = fetching.read_html(html, at)
    return Opened(at, at, reached=True, text=words, links=links)


@pytest.mark.parametrize(
    "html",
    [
        "020 7946 0018",
        "02079460018",
        "+44 20 7946 0018",
        "+44 (0)20 7946 0018",
        "0044-20-7946-0018",
        "(020) 7946&nbsp;0018",
        "020.7946.0018",
        "０２０－７９４６－００１８",
        "<b>020</b> <span>7946</span> 0018",
        "020\u200b7946\u00ad0018",
        "<a href='tel:+442079460018'>Call us</a>",
        "<img src=a.png alt='Call 020 7946 0018'>",
        "20 7946 0018",
        "2024: 020 7946 0018 / 020 7946 0019",
    ],
)
def test_a_number_is_found_in_any_spelling(html: str) -> None:
    assert page_values.states_phone(page(html), Phone(number="020 7946 0018"), region="GB")


@pytest.mark.parametrize(
    "html",
    [
        "<img src='020-7946-0018.png'>",
        "020 7946 00181",
        "1020 7946 0018 5",
        "+49 20 7946 0018",
        "<p>020 7946</p><script>var a = '020 7946 0018'</script>",
        "020 7946 0019",
    ],
)
def test_another_number_or_a_picture_is_not_taken_for_it(html: str) -> None:
    assert not page_values.states_phone(page(html), Phone(number="020 7946 0018"), region="GB")


def test_letters_for_digits_are_the_number() -> None:
    phone = Phone(number="1-800-225-5324")
    assert page_values.states_phone(page("Call 1-800-CALL-FBI"), phone, region="US")


@pytest.mark.parametrize(
    ("html", "stated"),
    [
        ("Call 159.", True),
        ("<a href='tel:159'>Call</a>", True),
        ("拨打１５９", True),
        ("159 people", False),
        ("£159", False),
        ("Article 159", False),
        ("020 7946 0159", False),
        ("159,000", False),
        ("1 590", False),
    ],
)
def test_a_short_number_is_a_word_of_its_own(html: str, stated: bool) -> None:
    phone = Phone(number="159", short_code=True)
    assert page_values.states_phone(page(html), phone, region="GB") is stated


@pytest.mark.parametrize(
    ("html", "stated"),
    [
        ("Help@Body.example", True),
        ("<a href='mailto:help@body.example?subject=x'>Write</a>", True),
        ("help [at] body [dot] example", True),
        ("nohelp@body.example", False),
        ("help@body.example.com", False),
    ],
)
def test_an_email_address_is_found_whole(html: str, stated: bool) -> None:
    assert page_values.states_email(page(html), "help@body.example") is stated


@pytest.mark.parametrize(
    ("html", "link", "stated"),
    [
        ("", "https://www.body.example", True),
        ("<a href='https://other.example/form/'>Form</a>", "https://other.example/form", True),
        ("see other.example/form", "https://other.example/form", True),
        ("<a href='https://other.example/'>Home</a>", "https://other.example/form", False),
        ("<a href='http://[broken'>x</a>", "https://other.example", False),
        ("see other.example.com", "other.example", False),
    ],
)
def test_a_link_counts_where_its_site_is_named(html: str, link: str, stated: bool) -> None:
    assert page_values.states_link(page(html), link) is stated


def test_a_handle_is_a_word_of_its_own() -> None:
    assert page_values.states_handle(page("Write to @Body_Help."), "@body_help")
    assert not page_values.states_handle(page("@body_helper"), "@body_help")


# The whole command, on the tiny site, whose source is the server.


@pytest.fixture
def site(tmp_path: Path, server: Server) -> Path:
    """Return the tiny site with its evidence on the server; e-mail and website left out."""
    root = tmp_path / "site"
    shutil.copytree(TINY, root)
    path = root / "data/regions/GB.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("    emails: [help@sample-line.example]\n", "")
    text = text.replace("    website: https://sample-line.example\n", "")
    # No step shows the body, whose page is on another site now.
    text = text.replace("      contact: gb-sample-line\n", "")
    text = text.replace(
        "source: https://sample-line.example/contact",
        f"plain_http: a test\n      # What follows stays.\n      source: '{server.url}/contact'  # here",
    )
    path.write_text(text, encoding="utf-8")
    # A page that an article rests on.
    path = root / "data/references.yml"
    text = path.read_text(encoding="utf-8").replace(
        "source: https://sample-bank.example/safety",
        f"plain_http: a test\n    source: '{server.url}/safety'",
    )
    path.write_text(text, encoding="utf-8")
    server.routes["/safety"] = body("<p>Beware of callers.</p>")
    return root


def run(root: Path, *words: str) -> Result:
    command = ["--root", str(root), "--today", "2026-11-22", "recheck", "--delay", "0"]
    return CliRunner().invoke(main, [*command, "--attempts", "1", *words])


def test_what_is_found_is_written_and_nothing_else_changes(site: Path, server: Server) -> None:
    server.routes["/contact"] = body(GOOD)
    path = site / "data/regions/GB.yml"
    before = path.read_text(encoding="utf-8")
    done = run(site, "--write")
    assert done.stdout == (
        "data/regions/GB.yml: gb-sample-line was read on 2026-11-22\n3 values: 3 found.\n"
    )
    assert done.exit_code == 0
    first, rest = before.split("leads:")
    first = first.replace("read: stored-copy", "read: live").replace("2026-11-01", "2026-11-22")
    assert path.read_text(encoding="utf-8") == (
        f"{first}    history:\n      - on: 2026-11-01\nleads:{rest}"
    )
    loaded, problems = check(site, today=TODAY)
    assert problems == []
    assert loaded is not None
    assert [(change.on.day, change.event) for change in loaded.changes()] == [
        (22, "re-checked"),
        (1, "added"),
    ]


def test_without_the_option_nothing_is_written(site: Path, server: Server) -> None:
    server.routes["/contact"] = body(GOOD)
    before = (site / "data/regions/GB.yml").read_bytes()
    done = run(site)
    assert (done.stdout, done.exit_code) == ("3 values: 3 found.\n", 0)
    assert (site / "data/regions/GB.yml").read_bytes() == before


def test_evidence_of_which_a_part_is_missing_is_not_renewed(site: Path, server: Server) -> None:
    server.routes["/contact"] = body("<p>Call 159. <img src='number.png'></p>")
    before = (site / "data/regions/GB.yml").read_bytes()
    done = run(site, "--write", "gb", "--report", str(site / "report.md"))
    source = f"{server.url}/contact"
    assert done.stdout == (
        f'not found: gb-sample-line "020 7946 0018" on {source}\n'
        "data/regions/GB.yml: gb-sample-line stays as it was: not all of it was found\n"
        "2 values: 1 found, 1 not found.\n"
    )
    assert done.exit_code == 1
    assert (site / "data/regions/GB.yml").read_bytes() == before
    assert (site / "report.md").read_text(encoding="utf-8").splitlines()[:9] == [
        "# Sources opened on 2026-11-22",
        "",
        "2 values: 1 found, 1 not found.",
        "",
        "## Needs a person: 1",
        "",
        "| Outcome | Record | Value | Source | Note |",
        "|---|---|---|---|---|",
        f"| not found | `gb-sample-line` | 020 7946 0018 | {source} |  |",
    ]


@pytest.mark.parametrize(
    ("target", "note"),
    [("/new", "which states it"), ("/empty", "which does not state it"), ("/pdf", "it is no text")],
)
def test_a_page_that_moved_is_left_to_a_person(
    site: Path, server: Server, target: str, note: str
) -> None:
    server.routes["/contact"] = status(301, Location=target)
    server.routes["/new"] = body(GOOD)
    server.routes["/empty"] = body("<p></p>")
    server.routes["/pdf"] = body(b"", Content_Type="application/pdf")
    done = run(site, "--write")
    assert done.stdout.startswith('moved: gb-sample-line "020 7946 0018" on ')
    assert f"(to {server.url}{target}" in done.stdout
    assert note in done.stdout
    assert done.stdout.endswith("3 values: 1 found, 2 moved.\n")
    assert done.exit_code == 1


def test_a_slash_at_the_end_is_no_move(site: Path, server: Server) -> None:
    server.routes["/contact"] = status(301, Location="/contact/")
    server.routes["/contact/"] = body(GOOD)
    assert run(site).stdout == "3 values: 3 found.\n"


def test_what_cannot_be_opened_is_reported_and_kept(site: Path, server: Server) -> None:
    server.routes["/contact"] = status(410)
    done = run(site, "--write")
    assert done.stdout.endswith("(the server answers 410)\n3 values: 1 found, 2 unreachable.\n")
    assert done.exit_code == 1


def test_a_page_that_articles_rest_on_has_to_open_and_is_not_called_read(
    site: Path, server: Server
) -> None:
    server.routes["/contact"] = body(GOOD)
    before = (site / "data/references.yml").read_bytes()
    server.routes["/safety"] = body(b"%PDF-1.7")
    assert run(site, "--write").stdout.endswith("\n3 values: 3 found.\n")
    assert (site / "data/references.yml").read_bytes() == before
    server.routes["/safety"] = status(301, Location="/contact")
    gone = f'moved: sample-bank "防骗提醒" on {server.url}/safety (to {server.url}/contact)\n'
    assert run(site).stdout == f"{gone}3 values: 2 found, 1 moved.\n"


def test_all_of_it_is_told_in_chinese(
    site: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPKIT_LANG", "zh")
    server.routes["/contact"] = body("<p>Call 159.</p>")
    server.routes["/safety"] = status(404)
    done = run(site, "--write", "--report", str(site / "report.md"))
    source = f"{server.url}/contact"
    assert done.stdout == (
        f"没找到：gb-sample-line“020 7946 0018”，出处 {source}\n"
        f"打不开：sample-bank“防骗提醒”，出处 {server.url}/safety（服务器回答 404）\n"
        "data/regions/GB.yml：gb-sample-line 没有动：没有全部找到\n"
        "一共 3 个值：找到了 1 个、没找到 1 个、打不开 1 个。\n"
    )
    assert (site / "report.md").read_text(encoding="utf-8") == (
        "# 2026-11-22 打开的来源\n"
        "\n"
        "一共 3 个值：找到了 1 个、没找到 1 个、打不开 1 个。\n"
        "\n"
        "## 要人看：2\n"
        "\n"
        "| 结果 | 记录 | 值 | 来源 | 说明 |\n"
        "|---|---|---|---|---|\n"
        f"| 没找到 | `gb-sample-line` | 020 7946 0018 | {source} |  |\n"
        f"| 打不开 | `sample-bank` | 防骗提醒 | {server.url}/safety | 服务器回答 404 |\n"
        "\n"
        "- 没找到：网页打开了，上面没有这个值；也许写在图片里\n"
        "- 搬走了：这个网址现在转到别处\n"
        "- 读不了：网址给的不是文字网页，比如 PDF 或图片\n"
        "- 打不开：网页打不开\n"
        "\n"
        "## 找到了：1\n"
        "\n"
        "- `gb-sample-line` 159\n"
    )


def test_an_unknown_region_is_a_misspelt_command(site: Path) -> None:
    done = run(site, "GBB")
    assert done.exit_code == 2
    assert 'Error: No region is called "GBB". Did you mean "GB"?' in done.stderr


def test_secondary_evidence_and_what_an_operator_gave_is_not_looked_for() -> None:
    loaded, _ = loading.load(TINY, today=TODAY)
    assert loaded is not None
    assert [(v.kind, v.value, v.location) for v in values.values(loaded)] == [
        ("phone", "020 7946 0018", ("contacts", 0, "evidence")),
        ("phone", "159", ("contacts", 0, "evidence")),
        ("email", "help@sample-line.example", ("contacts", 0, "evidence")),
        ("link", "https://sample-line.example", ("contacts", 0, "evidence")),
        ("page", "防骗提醒", ("sample-bank", "evidence")),
    ]


# Editing in place.


def edited(tmp_path: Path, text: str) -> str:
    path = tmp_path / "a.yml"
    path.write_bytes(text.encode())
    editor = Editor(path)
    editor.replace(("c", 0, "evidence", "read_on"), "2026-11-22")
    editor.append(("c", 0, "history"), "on", "2026-11-01", after="evidence")
    editor.write()
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "c:\n- evidence:\n    read_on: '2026-11-01' # x\n\n# end\n",
            "c:\n- evidence:\n    read_on: '2026-11-22' # x\n  history:\n    - on: 2026-11-01\n\n# end\n",
        ),
        (
            "c:\n- evidence: {read_on: 2026-11-01}\n  history:\n  - on: 2026-10-01\n  # z\n",
            "c:\n- evidence: {read_on: 2026-11-22}\n  history:\n  - on: 2026-10-01\n  - on: 2026-11-01\n  # z\n",
        ),
        (
            "c: [{evidence: {read_on: 2026-11-01}}]",
            "c: [{evidence: {read_on: 2026-11-22}, history: [{on: 2026-11-01}]}]",
        ),
        (
            "c: [{evidence: {read_on: 2026-11-01}, history: [{on: 2026-10-01}]}]",
            "c: [{evidence: {read_on: 2026-11-22}, history: [{on: 2026-10-01}, {on: 2026-11-01}]}]",
        ),
        (
            "\ufeffc:\r\n  - history: []\r\n    evidence:\r\n      read_on: 2026-11-01\r\n",
            "\ufeffc:\r\n  - history: [{on: 2026-11-01}]\r\n    evidence:\r\n      read_on: 2026-11-22\r\n",
        ),
        (
            "c:\n- evidence:\n    read_on: 2026-11-01\n    plain_http: |\n      电话\n  id: a\n",
            "c:\n- evidence:\n    read_on: 2026-11-22\n    plain_http: |\n      电话\n  history:\n    - on: 2026-11-01\n  id: a\n",
        ),
    ],
)
def test_an_edit_leaves_the_rest_of_the_file_alone(tmp_path: Path, before: str, after: str) -> None:
    assert edited(tmp_path, before) == after


def test_what_cannot_be_edited_surely_is_not_edited(tmp_path: Path) -> None:
    with pytest.raises(NotEditable, match=r'there is no key "evidence"'):
        edited(tmp_path, "c: [{read_on: 2026-11-01}]\n")

"""Publishing with the real rclone to a real WebDAV server, through a line that can be cut."""

from __future__ import annotations

import http.client
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, TODAY
from helpkit.cli import main
from helpkit.publishing import manifest, upload
from hosting.servers import DEPLOY, SITE_ROOT, has_started
from lxml import html

# How old a site is, the clock says.
NOW = date.today()
CONTACTS = {"made": NOW.isoformat(), "service": {"sample": False}}
SITE_URL = "https://site.example/"
ALTERING = {"PUT", "DELETE", "MOVE", "COPY"}


def write(site: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    return site


def finish(site: Path, *, url: str = SITE_URL) -> Path:
    """Write the manifest of a finished site."""
    manifest.finished(site, site_url=url).write(site)
    return site


def page(*parts: str) -> str:
    head = "".join(f"<script src='{part}'></script>" for part in parts)
    return f"<html><head>{head}</head><body>{'text ' * 500}</body></html>"


def write_site(site: Path, files: dict[str, str]) -> Path:
    return finish(write(site, files))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Return a site."""
    return write_first(tmp_path / "first")


def write_first(site: Path) -> Path:
    return write_site(
        site,
        {
            "index.html": page("assets/site.aaaaaaaaaaaaaa.js", "assets/lists.json"),
            "gone/index.html": page("../assets/gone.aaaaaaaaaaaaaa.js", "../cards/gone.vcf"),
            "contact/index.html": page("../assets/site.aaaaaaaaaaaaaa.js"),
            "assets/site.aaaaaaaaaaaaaa.js": "1",
            "assets/gone.aaaaaaaaaaaaaa.js": "1",
            "assets/lists.json": "1",
            "cards/gone.vcf": "1",
            "sitemap.xml": "1",
            "contacts.json": json.dumps(CONTACTS),
        },
    )


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Return the site as it is later: another script, a page more, a page less."""
    return write_site(
        tmp_path / "second",
        {
            "index.html": page("assets/site.bbbbbbbbbbbbbb.js", "assets/lists.json"),
            "new/index.html": page("../assets/new.bbbbbbbbbbbbbb.js", "../cards/new.vcf"),
            "contact/index.html": page("../assets/site.bbbbbbbbbbbbbb.js"),
            "assets/site.bbbbbbbbbbbbbb.js": "2" * 100_000,
            "assets/new.bbbbbbbbbbbbbb.js": "2",
            "assets/lists.json": "2",
            "cards/new.vcf": "2",
            "sitemap.xml": "2",
            "contacts.json": json.dumps(CONTACTS),
        },
    )


def missing(folder: Path) -> list[str]:
    """Return the parts that pages of a folder ask for and do not get."""
    found = []
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for address in html.document_fromstring(text).xpath("//script/@src"):
            file = path.relative_to(folder).as_posix()
            part = urlsplit(urljoin(f"http://a/{file}", address)).path.lstrip("/")
            if not (folder / part).is_file():
                found.append(f"{file}: {part}")
    return found


class Line(http.server.ThreadingHTTPServer):
    """A line to the server. It looks at the folder after every change and breaks on command.

    `cut_after` is the number of changes that get through; the next one breaks in the middle of
    its body, of which the server keeps nothing, and nothing gets through after it.
    """

    daemon_threads = True

    def __init__(self, target: int, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _LineHandler)
        self.target = target
        self.folder = folder
        self.changes: list[str] = []
        self.cut_after: int | None = None
        self.troubles: list[str] = []
        self.lock = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep what went wrong on the line, unless rclone only hung up."""
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            self.troubles.append(repr(error))


class _LineHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Line

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def _pass_on(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        with self.server.lock:
            changes, limit = self.server.changes, self.server.cut_after
            broken = limit is not None and len(changes) >= limit
            if self.command in ALTERING and not broken:
                changes.append(f"{self.command} {self.path}")
            elif limit is not None and broken:
                # Half of the body has arrived, and the server drops it, as object storage does.
                self.rfile.read(length // 2)
                self.close_connection = True
                return
            body = self.rfile.read(length)
            upstream = http.client.HTTPConnection("127.0.0.1", self.server.target)
            upstream.request(self.command, self.path, body, dict(self.headers))
            answer = upstream.getresponse()
            content = answer.read()
            upstream.close()
            self.server.troubles += missing(self.server.folder)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_PROPFIND = do_MKCOL = do_OPTIONS = _pass_on
    do_MOVE = do_COPY = do_PROPPATCH = _pass_on


@contextmanager
def webdav(folder: Path) -> Iterator[Line]:
    """Run rclone's own server on a folder, and a line to it."""
    folder.mkdir()
    log = folder.with_name("webdav.log")
    # It takes a port that is free and says which.
    command = ["rclone", "serve", "webdav", str(folder), "--addr", "127.0.0.1:0"]

    def port() -> int | None:
        said = re.search(r"started on \[?http://127\.0\.0\.1:(\d+)", log.read_text("utf-8"))
        return int(said[1]) if said else None

    with log.open("wb") as written, subprocess.Popen(command, stderr=written) as server:
        try:
            assert has_started(server, lambda: port() is not None), log.read_text("utf-8")
            with Line(port() or 0, folder) as line:
                threading.Thread(target=line.serve_forever, daemon=True).start()
                yield line
                line.shutdown()
        finally:
            server.terminate()


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """Return a line to an empty server."""
    with webdav(tmp_path / "remote") as line:
        yield line


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rclone give up at once: the tests cut the line for good."""
    for name, value in (("RETRIES", "1"), ("LOW_LEVEL_RETRIES", "1"), ("CONFIG", "/dev/null")):
        monkeypatch.setenv(f"RCLONE_{name}", value)


def send(site: Path, remote: str | Path, *more: str) -> Result:
    command = ["--root", str(ROOT), "--today", TODAY.isoformat(), "upload"]
    return CliRunner().invoke(main, [*command, str(site), str(remote), *more])


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder to which the first site was sent. It is shared: copy it."""
    folder = tmp_path_factory.mktemp("sent")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RCLONE_CONFIG", "/dev/null")
        assert send(write_first(folder / "first"), folder / "remote").exit_code == 0
    return folder / "remote"


@pytest.fixture
def folder(tmp_path: Path, sent: Path) -> Path:
    """Return a folder of this machine that holds the first site."""
    return Path(shutil.copytree(sent, tmp_path / "folder"))


@pytest.fixture
def line_to_first(line: Line, sent: Path) -> Line:
    """Return a line to a server that holds the first site."""
    shutil.copytree(sent, line.folder, dirs_exist_ok=True)
    return line


def send_over(site: Path, line: Line, *more: str) -> Result:
    return send(site, f":webdav,url='http://127.0.0.1:{line.server_address[1]}':", *more)


def contents(folder: Path) -> dict[str, str]:
    """Return the files of a folder, but for its manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != manifest.FILE
    }


def known(folder: Path) -> tuple[set[str], set[str]]:
    """Return the files that the manifest of a remote says are ours, and those that it keeps."""
    found = manifest.read_in(folder)
    return set(found.files), set(found.kept)


FIRST_ASSETS = {"assets/gone.aaaaaaaaaaaaaa.js", "assets/site.aaaaaaaaaaaaaa.js"}
SECOND_ASSETS = {"assets/new.bbbbbbbbbbbbbb.js", "assets/site.bbbbbbbbbbbbbb.js"}
# Pages of the first release that are open somewhere still ask for them.
LEFT = {"assets/gone.aaaaaaaaaaaaaa.js": "1", "assets/site.aaaaaaaaaaaaaa.js": "1"}


def test_a_release_arrives_whole_and_no_page_ever_misses_a_part(
    line: Line, first: Path, second: Path
) -> None:
    done = send_over(first, line)
    assert done.exit_code == 0, done.output
    assert contents(line.folder) == contents(first)
    assert known(line.folder) == (set(contents(first)), FIRST_ASSETS)
    done = send_over(second, line)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "send 2 assets whose names carry a hash",
        "send 3 other files that pages ask for",
        "send 3 pages",
        "send 1 lists of pages",
        "remove 1 pages: gone/index.html",
        "remove 1 other files that pages ask for: cards/gone.vcf",
        "The site is published.",
    ]
    assert contents(line.folder) == contents(second) | LEFT
    assert known(line.folder) == (set(contents(second)) | FIRST_ASSETS, SECOND_ASSETS)
    assert line.troubles == []
    # The release after that needs the first one's assets no more.
    (second / "assets" / "new.bbbbbbbbbbbbbb.js").unlink()
    (second / "new" / "index.html").unlink()
    (second / "cards" / "new.vcf").unlink()
    finish(second)
    assert send_over(second, line).exit_code == 0
    assert contents(line.folder) == contents(second) | {"assets/new.bbbbbbbbbbbbbb.js": "2"}
    assert line.troubles == []


@pytest.mark.parametrize("changes", [1, 3, 6, 8])
def test_a_line_that_breaks_leaves_whole_pages_and_the_next_run_goes_on(
    line_to_first: Line, second: Path, changes: int
) -> None:
    line = line_to_first
    line.cut_after = changes
    done = send_over(second, line)
    assert done.exit_code == 1
    assert done.output.endswith(
        "Publishing was cut off. What readers see is whole: the old pages, or new ones with"
        " all their parts. Fix: run the same command again.\n"
    )
    assert missing(line.folder) == []
    line.cut_after = None
    sent = len(line.changes)
    assert send_over(second, line).exit_code == 0
    assert contents(line.folder) == contents(second) | LEFT
    assert line.troubles == []
    # A large asset that had arrived is not sent twice.
    again = [change for change in line.changes[sent:] if change.endswith("site.bbbbbbbbbbbbbb.js")]
    arrived = any(change.endswith("site.bbbbbbbbbbbbbb.js") for change in line.changes[:sent])
    assert len(again) == (0 if arrived else 1)


def test_a_first_release_that_was_cut_off_is_known_as_ours(line: Line, first: Path) -> None:
    line.cut_after = 3
    assert send_over(first, line).exit_code == 1
    line.cut_after = None
    assert send_over(first, line).exit_code == 0
    assert contents(line.folder) == contents(first)


def test_a_dry_run_says_everything_and_does_nothing(line_to_first: Line, second: Path) -> None:
    line = line_to_first
    before = contents(line.folder)
    done = send_over(second, line, "--dry-run")
    assert done.exit_code == 0, done.output
    assert "would send 3 pages\n" in done.output
    assert "would remove 1 pages: gone/index.html\n" in done.output
    assert "The site is published." not in done.output
    assert contents(line.folder) == before


FOREIGN = {
    "letters/mother.txt": "keep me",
    "release.txt": "assets/theirs.js\nletters/mother.txt\n",  # another program's own list
    "assets/theirs.js": "theirs",
    "gone/notes.html": "theirs, in a folder that we leave",
}


@pytest.mark.long
def test_what_others_keep_on_a_remote_is_not_touched(line: Line, first: Path, second: Path) -> None:
    write(line.folder, FOREIGN)
    done = send_over(first, line)
    remote = f":webdav,url='http://127.0.0.1:{line.server_address[1]}':"
    assert (done.exit_code, done.output) == (
        1,
        f"Error: {remote} holds 4 files and no {manifest.FILE}, so something else lives there:"
        " assets/theirs.js, gone/notes.html, letters/mother.txt, release.txt. 0 of them would be"
        " replaced, none removed. Nothing was sent. Fix: name an empty folder or bucket, or add"
        " --adopt (ADOPT=1)\n",
    )
    assert contents(line.folder) == FOREIGN
    done = send_over(first, line, "--adopt")
    assert done.exit_code == 0, done.output
    assert contents(line.folder) == contents(first) | FOREIGN
    for site in (second, first, second):
        assert send_over(site, line).exit_code == 0
        assert contents(line.folder).items() >= FOREIGN.items()
    assert contents(line.folder) == contents(second) | LEFT | FOREIGN
    touched = {change.split("/", 1)[1] for change in line.changes}
    assert touched.isdisjoint(FOREIGN)


def test_a_file_of_others_is_replaced_only_where_the_operator_says_so(
    tmp_path: Path, first: Path, second: Path
) -> None:
    folder = write(tmp_path / "folder", {"index.html": "theirs", "about.html": "theirs"})
    done = send(first, folder, "--adopt", "--dry-run")
    assert "would replace 1 file of others: index.html\n" in done.output
    assert contents(folder) == {"index.html": "theirs", "about.html": "theirs"}
    assert send(first, folder, "--adopt").exit_code == 0
    assert contents(folder) == contents(first) | {"about.html": "theirs"}
    # They write a page where the next release has one of its own.
    write(folder, {"new/index.html": "theirs"})
    before = contents(folder)
    done = send(second, folder)
    assert (done.exit_code, done.output) == (
        1,
        f"Error: {folder} holds files of others where ours would go: new/index.html. Nothing was"
        " sent. Fix: move them away, or replace them with --adopt (ADOPT=1)\n",
    )
    assert contents(folder) == before


def test_the_site_of_another_address_is_not_taken_for_ours(folder: Path, second: Path) -> None:
    before = contents(folder)
    done = send(finish(second, url="https://other.example/"), folder)
    assert done.output == (
        f"Error: {folder} holds the site for {SITE_URL}, and this one is for https://other.example/."
        " Nothing was sent. Fix: build with the right SITE_URL, or, if the site has moved, add"
        " --adopt (ADOPT=1)\n"
    )
    assert contents(folder) == before
    assert send(second, folder, "--adopt").exit_code == 0


def test_a_manifest_that_no_build_wrote_is_never_believed(tmp_path: Path, first: Path) -> None:
    folder = write(tmp_path / "folder", {manifest.FILE: '{"files": {"a.html": ""}}', "a.html": "1"})
    for more in ([], ["--adopt"]):
        done = send(first, folder, *more)
        assert done.output == (
            f"Error: {folder} has a {manifest.FILE} that no build of ours wrote. Nothing was sent."
            " Fix: name an empty folder or bucket\n"
        )
    assert contents(folder) == {"a.html": "1"}


@pytest.mark.parametrize("name", ["assets", "index.html"])
def test_a_link_on_the_remote_is_not_followed(tmp_path: Path, first: Path, name: str) -> None:
    theirs = write(tmp_path / "theirs", {"index.html": "theirs"})
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / name).symlink_to(theirs if name == "assets" else theirs / "index.html")
    (folder / "other").symlink_to(theirs)  # where nothing of ours goes
    done = send(first, folder, "--adopt")
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {name} on {folder} is a link, and {name}")
    assert contents(theirs) == {"index.html": "theirs"}


def without_a_manifest(site: Path) -> str:
    (site / manifest.FILE).unlink()
    return f"{{site}} has no complete {manifest.FILE}, so nobody knows what belongs to it."


def with_the_manifest_of_a_build(site: Path) -> str:
    manifest.made(manifest.names_in(site)).write(site)
    return f"{{site}} has no complete {manifest.FILE}, so nobody knows what belongs to it."


def with_a_file_more(site: Path) -> str:
    (site / "prices.pdf").write_text("555 0100")
    return "{site} is not as it was built."


def with_a_file_less(site: Path) -> str:
    (site / "index.html").unlink()
    return "{site} is not as it was built."


def with_a_link(site: Path) -> str:
    (site / "new" / "link.html").symlink_to("index.html")
    return "{site} is not as it was built."


def changed_by_hand(site: Path) -> str:
    (site / "index.html").write_text("call 555 0100")
    return "{site} is not as it was built."


@pytest.mark.parametrize(
    "break_site",
    [
        without_a_manifest,
        with_the_manifest_of_a_build,
        with_a_file_more,
        with_a_file_less,
        with_a_link,
        changed_by_hand,
    ],
)
def test_a_folder_that_is_not_as_it_was_built_is_not_sent(
    folder: Path, second: Path, break_site: Callable[[Path], str]
) -> None:
    before = contents(folder)
    says = break_site(second).format(site=second)
    done = send(second, folder)
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {says} Nothing was sent. Fix: make build")
    assert contents(folder) == before


def test_a_remote_is_no_option(first: Path) -> None:
    done = send(first, "--", "--delete-excluded")
    assert done.output == (
        'Error: "--delete-excluded" is no place. Fix: write name:bucket, or a folder\n'
    )


@pytest.mark.parametrize("remote", ["$(touch made)", "`touch made`", "'; touch made; '", '"$HOME"'])
def test_make_hands_the_remote_over_as_it_is_written(tmp_path: Path, remote: str) -> None:
    (tmp_path / "deploy").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "requirements.lock").touch()
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / ".venv" / ".installed").touch()
    shutil.copy(ROOT / "Makefile", tmp_path)
    for name, script in (
        ("deploy/setup-packages.sh", "exit 0"),
        (".venv/bin/helpkit", 'printf "%s\\n" "$@"'),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    command = ["make", "--silent", "publish", f"REMOTE={remote}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-4:] == ["upload", "--", "site", remote], done.stderr
    assert not (tmp_path / "made").exists()


def test_a_folder_of_this_machine_is_a_remote_too_and_is_compared_by_content(
    folder: Path, first: Path
) -> None:
    assert contents(folder) == contents(first)
    (folder / "index.html").write_text("x" * len((first / "index.html").read_text()))
    assert send(first, folder).exit_code == 0
    assert contents(folder) == contents(first)


def test_the_guide_sends_the_site_to_where_the_server_looks_for_it() -> None:
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^make publish REMOTE=(/\S+)$", guide) == [SITE_ROOT]
    # A copy onto the last site would land inside it.
    assert not re.findall(r"(?m)^cp -r .*", guide)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            None,
            "{site} has no contacts.json that can be read, so it is no site that was built here."
            " Nothing was sent. Fix: make build, then name the folder that it wrote, site",
        ),
        (
            '{"service": {}}',
            "{site} has no contacts.json that can be read, so it is no site that was built here."
            " Nothing was sent. Fix: make build, then name the folder that it wrote, site",
        ),
        (
            json.dumps({**CONTACTS, "service": {"sample": True}}),
            "{site} is a sample: its numbers are made up, and a sample is never published."
            " Nothing was sent. Fix: make build where the real data are, then send site",
        ),
        (
            json.dumps({**CONTACTS, "made": (NOW - timedelta(days=8)).isoformat()}),
            f"{{site}} was built for {NOW - timedelta(days=8)}, 8 days ago. A site older than 7"
            " days may show contacts that have run out since. Nothing was sent. Fix: make build",
        ),
        (
            json.dumps({**CONTACTS, "made": (NOW + timedelta(days=2)).isoformat()}),
            f"{{site}} was built for {NOW + timedelta(days=2)}, which is still to come. Nothing was"
            " sent. Fix: unset SOURCE_DATE_EPOCH, then make build",
        ),
    ],
    ids=["no site", "another site", "sample", "old", "to come"],
)
@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_what_must_not_be_published_is_not_sent(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    second: Path,
    text: str | None,
    says: str,
    more: list[str],
) -> None:
    before = contents(folder)
    (second / "contacts.json").unlink()
    if text is not None:
        (second / "contacts.json").write_text(text, encoding="utf-8")
    # The day that a build reckons with is none by which a site gets younger.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    done = send(second, folder, *more)
    assert (done.exit_code, done.output) == (1, f"Error: {says.format(site=second)}\n")
    assert contents(folder) == before


def test_a_site_may_be_a_week_old(first: Path) -> None:
    upload.refuse_unfit(first, today=NOW + timedelta(days=7))
    with pytest.raises(upload.PublishingError, match=f"built for {NOW}, 8 days ago"):
        upload.refuse_unfit(first, today=NOW + timedelta(days=8))


def test_the_order_of_a_real_site(site: Path) -> None:
    files = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    steps = upload.steps(files)
    assert sorted(file for step in steps for file in step.files) == sorted(files)
    pages = next(step for step in steps if step.says == "pages")
    assert "index.html" in pages.files
    assert "sitemap.xml" in steps[-1].files

"""The real nginx and the real Caddy with our configurations: languages, caching, hostility."""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import brotli
import pytest
import yaml
from bench import load_bench
from click.testing import CliRunner
from conftest import ROOT, SITE_URL, TINY, TINY_DAY
from helpkit import cli
from helpkit.data import loading
from helpkit.data.directory import Directory
from helpkit.publishing import hosting
from hosting import servers
from hosting.servers import Answer, Server, caddy, get, nginx, raw

SECRET = "this must never be served"
HASHED = "assets/site.abcdefabcdefab.css"
STYLE = "p { color: teal }\n" * 100
HOSTILE = yaml.load(
    (Path(__file__).parent / "hostile.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
CASES = [case for cases in HOSTILE.values() for case in cases]


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of a few files, with secrets inside it and around it."""
    site = tmp_path_factory.mktemp("hosting") / "site"
    files = {
        "../outside.txt": SECRET,
        ".git/config": SECRET,
        ".env": SECRET,
        ".htaccess": SECRET,
        ".DS_Store": SECRET,
        ".hidden": SECRET,
        "contact/.hidden": SECRET,
        "en/.hidden": SECRET,
        ".well-known/.hidden": SECRET,
        "_headers": SECRET,
        "_redirects": SECRET,
        ".well-known/security.txt": "Contact: https://help.example/\n",
        "index.html": "<html lang=zh-Hans>首页" + " " * 2000,
        "404.html": "<html lang=zh-Hans>找不到这一页",
        "contact/index.html": "<html lang=zh-Hans>联系方式",
        "contact/regions/index.html": "<html lang=zh-Hans>各地区",
        "en/index.html": "<html lang=en>Home",
        "en/404.html": "<html lang=en>Page not found",
        HASHED: STYLE,
        "assets/mark.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "contacts.json": "{}",
        "card.vcf": "BEGIN:VCARD",
    }
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in (HASHED, "index.html"):
        content = (site / name).read_bytes()
        (site / f"{name}.br").write_bytes(brotli.compress(content))
        (site / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
    return site


@pytest.fixture(scope="module")
def nginx_server(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run nginx on the small site."""
    with nginx(tmp_path_factory.mktemp("nginx"), site=small_site) as server:
        yield server


@pytest.fixture(scope="module")
def caddy_server(small_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run Caddy on the small site."""
    with caddy(tmp_path_factory.mktemp("caddy"), site=small_site) as server:
        yield server


@pytest.fixture(params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest) -> Server:
    """Return each of the two servers."""
    return request.getfixturevalue(f"{request.param}_server")


def test_the_configurations_are_those_of_the_data(real_directory: Directory) -> None:
    for name, text in hosting.server_files(real_directory, root=ROOT).items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, 'run "helpkit hosting"'


def test_every_answer_has_every_header(server: Server, real_directory: Directory) -> None:
    wanted = {
        name.lower(): value for name, value in hosting.headers(real_directory.hosting).items()
    }
    for path in ("/", f"/{HASHED}", "/en/nothing/", "/.git/config", "/contact", "/contacts.json"):
        headers = get(server, path).headers
        assert wanted.items() <= headers.items(), path
    assert wanted.items() <= get(server, "/", method="POST").headers.items()


def test_a_missing_page_answers_in_the_language_of_its_address(server: Server) -> None:
    for path, text in (
        ("/nothing/", "找不到这一页"),
        ("/contact/nothing", "找不到这一页"),
        ("/english/", "找不到这一页"),
        ("/en/nothing/", "Page not found"),
        ("/en/nothing.css", "Page not found"),
        ("/en/.hidden", "Page not found"),
        ("/assets/", "找不到这一页"),
    ):
        answer = get(server, path)
        assert answer.status == 404, path
        assert text in answer.body.decode("utf-8"), path
        assert answer.headers["content-type"] == "text/html; charset=utf-8", path
        language = "en" if path.startswith("/en/") else "zh-Hans"
        assert answer.headers["content-language"] == language, path
        assert answer.headers["cache-control"] == "no-cache", path


def test_no_page_is_forced_on_anybody_by_language(server: Server) -> None:
    for path, language in (("/", "zh-Hans"), ("/en/", "en")):
        for wanted in ("en", "zh-CN", "fr;q=1, *;q=0"):
            answer = get(server, path, f"Accept-Language: {wanted}")
            assert answer.status == 200
            assert f"<html lang={language}>" in answer.body.decode("utf-8")
            assert answer.headers["content-language"] == language
            assert "accept-language" not in answer.headers.get("vary", "").lower()


def test_only_names_with_a_hash_may_be_kept(server: Server) -> None:
    for path in ("/", "/en/", "/assets/mark.svg", "/contacts.json", "/.well-known/security.txt"):
        assert get(server, path).headers["cache-control"] == "no-cache", path
    kept = get(server, f"/{HASHED}")
    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    # A page that asks for an asset of tomorrow must not keep today's "not found".
    gone = get(server, "/assets/site.fedcbafedcbafe.css")
    assert (gone.status, gone.headers["cache-control"]) == (404, "no-cache")


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server, small_site: Path) -> None:
    first = get(server, "/")
    again = get(server, "/", f"If-None-Match: {first.headers['etag']}")
    assert (again.status, again.body) == (304, b"")
    day = formatdate((small_site / "index.html").stat().st_mtime, usegmt=True)
    assert get(server, "/", f"If-Modified-Since: {day}").status == 304
    assert get(server, "/", 'If-None-Match: "another"').status == 200


def test_the_compressed_copies_are_sent_to_whoever_reads_them(
    server: Server, small_site: Path
) -> None:
    for accepted, encoding, unpack in (
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ):
        answer = get(server, f"/{HASHED}", f"Accept-Encoding: {accepted}")
        assert answer.headers.get("content-encoding") == encoding, accepted
        assert unpack(answer.body).decode() == STYLE, accepted
        assert answer.headers["content-type"] == "text/css; charset=utf-8", accepted
        if encoding:
            assert answer.headers["vary"] == "Accept-Encoding", accepted
            assert answer.body == (small_site / f"{HASHED}.{encoding[:2]}").read_bytes()


def test_every_kind_of_file_has_its_type(
    server: Server, site: Path, real_directory: Directory
) -> None:
    types = real_directory.hosting.types
    endings = {path.suffix.removeprefix(".") for path in site.rglob("*") if path.is_file()}
    assert endings - {"br"} <= set(types), "add the type to data/hosting.yml"
    for path in ("/card.vcf", "/contacts.json", "/assets/mark.svg", "/.well-known/security.txt"):
        headers = get(server, path).headers
        assert headers["content-type"] == types[path.rpartition(".")[2]]
        assert "content-language" not in headers


def test_head_is_get_without_the_body(server: Server) -> None:
    head, whole = get(server, "/", method="HEAD"), get(server, "/")
    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))


def test_the_server_does_not_tell_its_version(server: Server) -> None:
    for path in ("/", "/nothing/"):
        assert get(server, path).headers.get("server", "nginx") in ("nginx", "Caddy")


def test_the_server_that_the_benchmark_compares_with_still_runs(tmp_path: Path) -> None:
    with load_bench.bare_server(tmp_path) as server:
        answer = get(server, "/1k.txt")
    assert (answer.status, answer.body) == (200, b"x" * 1024)


@pytest.mark.parametrize("run", [nginx, caddy])
def test_a_port_that_somebody_else_has_taken_is_not_taken_for_the_servers_own(
    small_site: Path, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]
        ports = iter([taken, servers.free_port()])
        monkeypatch.setattr(servers, "free_port", lambda: next(ports))
        with run(tmp_path, site=small_site) as server:
            assert server.port != taken
            assert "首页" in get(server, "/").body.decode("utf-8")


def test_a_server_that_never_gets_ready_is_not_waited_for_without_end() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        with pytest.raises(TimeoutError, match="is not ready after 0 seconds"):
            servers.has_started(process, lambda: False, patience=0)
        process.terminate()


# --- Redirects


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository whose data know one page that moved and one that is gone."""
    root = tmp_path_factory.mktemp("moved")
    shutil.copytree(TINY / "data", root / "data")
    shutil.copytree(ROOT / "deploy", root / "deploy")
    (root / "docs").mkdir()
    (root / "data" / "redirects.yml").write_text(
        "- {page: contact/hotline, moved_to: contact/index, on: 2026-11-01}\n"
        '- {page: old/index, gone: "true", on: 2026-11-01}\n'
    )
    done = CliRunner().invoke(cli.main, ["--root", str(root), "--today", str(TINY_DAY), "hosting"])
    assert done.output == "wrote deploy/nginx.conf\nwrote deploy/Caddyfile\n"
    return root


@pytest.mark.parametrize("run", [nginx, caddy])
def test_a_moved_page_leads_on_and_a_gone_one_says_so(
    moved: Path, small_site: Path, tmp_path: Path, run: Any
) -> None:
    with run(tmp_path, site=small_site, configurations=moved / "deploy") as server:
        for path in ("/contact/hotline/", "/contact/hotline"):
            answer = get(server, path)
            assert (answer.status, answer.headers["location"]) == (301, "/contact/")
        answer = get(server, "/en/contact/hotline/?a=b")
        assert (answer.status, answer.headers["location"]) == (301, "/en/contact/")
        for path, text in (("/old/", "找不到这一页"), ("/en/old", "Page not found")):
            answer = get(server, path)
            assert (answer.status, answer.headers["cache-control"]) == (410, "no-cache")
            assert text in answer.body.decode("utf-8")


def test_hosts_that_read_files_get_redirects_and_lasting_names(
    moved: Path, small_site: Path
) -> None:
    loaded, _ = loading.load(moved, today=TINY_DAY)
    assert loaded is not None
    files = hosting.site_files(loaded, root=moved, site=small_site, site_url=SITE_URL, contact=None)
    lines = files["_redirects"].splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "/contact/hotline/ /contact/ 301",
        "/zh-hant/contact/hotline/ /zh-hant/contact/ 301",
        "/en/contact/hotline/ /en/contact/ 301",
        "/zh-hant/* /zh-hant/404.html 404",
        "/en/* /en/404.html 404",
    ]
    headers = files["_headers"].partition("/*\n")[2]
    for name, value in hosting.headers(loaded.hosting).items():
        assert f"  {name}: {value}\n" in headers
    # The folder holds a file without a hash as well, so its other files are named one by one.
    lasting = "".join(
        f"/{HASHED}{ending}\n  Cache-Control: public, max-age=31536000, immutable\n"
        for ending in ("", ".br", ".gz")
    )
    assert headers.endswith(lasting)
    assert set(files) == {"_headers", "_redirects"}


def test_a_folder_of_hashed_names_is_one_rule(tmp_path: Path) -> None:
    for name in (
        "a/x.abcdefabcdefab.js",
        "a/b/y.abcdefabcdefab.css.br",
        "c/z.abcdefabcdefab.js",
        "c/z.js",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(hosting.unchanging(tmp_path)) == ["/a/*", "/c/z.abcdefabcdefab.js"]


# --- Hostility


def whole(text: str) -> str:
    """Write out what the list of hostile requests shortens: `<a*3>` is `aaa`."""
    return re.sub(r"<(.+?)\*(\d+)>", lambda m: m[1] * int(m[2]), text, flags=re.DOTALL)


def send(server: Server, case: dict[str, Any]) -> Answer:
    if "raw" in case:
        return raw(server, whole(case["raw"]).encode("latin-1"))
    lines = [f"{case.get('method', 'GET')} {case.get('path', '/')} HTTP/1.1"]
    headers = case.get("headers", [])
    if not any(line.lower().startswith("host") for line in headers) and case.get("host", True):
        lines.append("Host: 127.0.0.1")
    lines += [*headers, "Connection: close"]
    return raw(server, whole("\r\n".join(lines) + "\r\n\r\n").encode("utf-8"))


def test_nginx_answers_each_hostile_request_as_listed_and_is_well_after_it(
    nginx_server: Server,
) -> None:
    assert len(CASES) >= 100
    wrong = []
    for case in CASES:
        answer = send(nginx_server, case)
        told = (answer.status, answer.headers.get("location"), SECRET.encode() in answer.body)
        if told != (case["answer"], case.get("location"), False):
            wrong.append((case["why"], told))
    assert wrong == []
    assert get(nginx_server, "/").status == 200
    complaints = nginx_server.log.read_text(encoding="utf-8", errors="replace")
    for grave in ("[emerg]", "[alert]", "[crit]", "exited on signal"):
        assert grave not in complaints


def test_caddy_gives_nothing_away_either(caddy_server: Server) -> None:
    for case in CASES:
        answer = send(caddy_server, case)
        assert SECRET.encode() not in answer.body, case
        assert "evil" not in answer.headers.get("location", ""), case
        if case.get("method", "GET") not in ("GET", "HEAD"):
            assert answer.status in (400, 405, 501), case

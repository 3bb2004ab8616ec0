"""IndexNow: which addresses changed, the key that proves it is us, and handing them in."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import SITE_URL
from helpkit.cli import main
from helpkit.data.directory import Directory
from helpkit.outputs import files, indexnow


class _Taker(http.server.BaseHTTPRequestHandler):
    """Takes what is handed in; refuses addresses that say so."""

    taken: list[Any]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.taken.append((self.headers["Content-Type"], body))
        self.send_response(422 if "refuse" in body["urlList"][0] else 202)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def taker() -> Iterator[tuple[str, list[Any]]]:
    taken: list[Any] = []
    handler = type("Taker", (_Taker,), {"taken": taken})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/indexnow", taken
        server.shutdown()


def site_of(folder: Path, **texts: str) -> Path:
    folder.mkdir()
    pages = {f"{name}/": text for name, text in texts.items()}
    (folder / indexnow.DIGESTS).write_text(indexnow.digests(pages, site_url=SITE_URL))
    return folder


def test_changed_are_new_other_and_removed_pages(tmp_path: Path) -> None:
    before = site_of(tmp_path / "before", same="a", other="b", gone="c")
    after = site_of(tmp_path / "after", same="a", other="B", new="d")
    names = ["gone", "new", "other"]
    assert indexnow.changed(before, after) == [f"{SITE_URL}{name}/" for name in names]
    assert len(indexnow.changed(tmp_path / "nothing", after)) == 3


def test_the_site_holds_its_key_and_the_digest_of_every_page(site: Path) -> None:
    key = indexnow.key(SITE_URL)
    assert re.fullmatch(r"[a-p]{32}", key)
    assert (site / f"{key}.txt").read_text(encoding="utf-8") == f"{key}\n"
    digests = json.loads((site / indexnow.DIGESTS).read_text(encoding="utf-8"))
    pages = [path.relative_to(site).as_posix() for path in site.rglob("index.md")]
    assert set(digests) == {f"{SITE_URL}{name.removesuffix('index.md')}" for name in pages}


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["indexnow", *words])
    return done.exit_code, done.output


def site_at(folder: Path, site_url: str) -> str:
    """Write a site that says where it lives, and return its folder."""
    folder.mkdir()
    page = f"<link rel=canonical href={site_url}><h1>x</h1>"
    (folder / "index.html").write_text(page, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("site_url", [SITE_URL, f"{SITE_URL}help/"])
def test_the_list_is_handed_in_with_the_key_of_the_build(
    tmp_path: Path, taker: tuple[str, list[Any]], real_directory: Directory, site_url: str
) -> None:
    endpoint, taken = taker
    site = site_at(tmp_path / "site", site_url)
    listed = tmp_path / "changed.txt"
    listed.write_text(f"{site_url}a/\n{site_url}en/a/\n")
    said = f"{endpoint} answered 202 to 2 addresses.\n"
    assert run(str(listed), "--site", site, "--endpoint", endpoint) == (0, said)
    [(kind, body)] = taken
    key = body["key"]
    assert kind == "application/json; charset=utf-8"
    assert body == {
        "host": "okpay-self-help.example",
        "key": key,
        "keyLocation": f"{site_url}{key}.txt",
        "urlList": [f"{site_url}a/", f"{site_url}en/a/"],
    }
    # The file that the build writes for a site at this address.
    assert files.texts(real_directory, site_url=site_url)[f"{key}.txt"] == f"{key}\n"


def test_a_long_list_is_handed_in_whole(tmp_path: Path, taker: tuple[str, list[Any]]) -> None:
    endpoint, taken = taker
    addresses = [f"{SITE_URL}{number}/" for number in range(indexnow.MOST + 1)]
    listed = tmp_path / "changed.txt"
    listed.write_text("\n".join(addresses))
    site = site_at(tmp_path / "site", SITE_URL)
    assert run(str(listed), "--site", site, "--endpoint", endpoint) == (
        0,
        f"{endpoint} answered 202 to {indexnow.MOST} addresses.\n"
        f"{endpoint} answered 202 to 1 address.\n",
    )
    assert [address for _, body in taken for address in body["urlList"]] == addresses


def test_what_does_not_belong_to_the_site_is_not_handed_in(
    tmp_path: Path, taker: tuple[str, list[Any]]
) -> None:
    endpoint, taken = taker
    site = site_at(tmp_path / "site", f"{SITE_URL}help/")
    listed = tmp_path / "changed.txt"
    listed.write_text(f"{SITE_URL}help/\n{SITE_URL}a/\n")
    assert run(str(listed), "--site", site, "--endpoint", endpoint) == (
        0,
        f"1 address is not below {SITE_URL}help/ and was not handed in.\n"
        f"{endpoint} answered 202 to 1 address.\n",
    )
    assert [body["urlList"] for _, body in taken] == [[f"{SITE_URL}help/"]]
    assert run(str(listed), "--site", str(tmp_path), "--endpoint", endpoint) == (
        1,
        f"Error: {tmp_path} holds no finished site. Nothing was handed in. Fix: name the site that"
        " was published, with --site\n",
    )
    assert len(taken) == 1


def test_a_refusal_is_told_and_an_empty_list_is_not_handed_in(
    tmp_path: Path, taker: tuple[str, list[Any]]
) -> None:
    endpoint, taken = taker
    listed = tmp_path / "changed.txt"
    listed.write_text("")
    said = "No address changed; nothing was handed in.\n"
    assert run(str(listed), "--endpoint", endpoint) == (0, said)
    assert taken == []
    listed.write_text(f"{SITE_URL}refuse/\n")
    site = site_at(tmp_path / "site", SITE_URL)
    code, said = run(str(listed), "--site", site, "--endpoint", endpoint)
    assert code == 1
    assert said.startswith(f"Error: {endpoint} did not take the addresses: the server answers 422")


def test_no_digest_looks_like_a_number_to_call() -> None:
    pages = {f"{number}/": str(number) for number in range(3_000)}
    digests = json.loads(indexnow.digests(pages, site_url=SITE_URL))
    assert all(digest.isalpha() for digest in digests.values())

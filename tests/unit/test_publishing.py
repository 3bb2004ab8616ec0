"""The site is replaced whole or not at all."""

import gzip
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, SMALL_PAGE, TODAY, note_files, write_small_site
from helpkit.cache import Cache
from helpkit.cli import main
from helpkit.data.directory import Directory
from helpkit.publishing import manifest, release


def publish(folder: Path, site: Path) -> Result:
    arguments = ["--root", str(ROOT), "--today", TODAY.isoformat(), "publish"]
    return CliRunner().invoke(main, [*arguments, str(folder), str(site)])


def said(done: Result) -> str:
    """Return what was printed, but for the contacts that have run out: tests/test_expiry.py."""
    lines = done.output.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("left out: "))


def fail_to_rename(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename
    monkeypatch.setattr(release, "exchange", lambda one, other: False)

    def failing(path: Path, target: Path) -> Path:
        if path == folder:
            raise OSError("no space left")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)


def test_a_new_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    (site / "gone.html").write_text("gone")
    release.swap(write_small_site(tmp_path / "built", "new"), site=site)
    assert "new" in (site / "index.html").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    assert not (site / "gone.html").exists()


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    release.swap(write_small_site(tmp_path / "built", "new"), site=tmp_path / "site")
    assert (tmp_path / "site" / "index.html").exists()


def test_an_unfinished_site_replaces_nothing(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    (tmp_path / "built").mkdir()
    with pytest.raises(FileNotFoundError, match="holds no finished site"):
        release.swap(tmp_path / "built", site=site)
    assert "old" in (site / "index.html").read_text()


def test_when_the_second_rename_fails_the_old_site_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_small_site(tmp_path / "site", "old")
    built = write_small_site(tmp_path / "built", "new")
    fail_to_rename(built, monkeypatch)
    with pytest.raises(OSError, match="no space left"):
        release.swap(built, site=site)
    assert "old" in (site / "index.html").read_text()


@pytest.mark.parametrize("next_build", ["good", "broken"])
def test_a_swap_that_was_cut_off_between_its_renames_loses_no_site(
    tmp_path: Path, next_build: str
) -> None:
    site = tmp_path / "site"
    write_small_site(tmp_path / ".site.old", "old")  # all that a crash left
    built = write_small_site(tmp_path / "built", "new")
    if next_build == "broken":
        (built / "index.html").write_text("no title")
    assert publish(built, site).exit_code == (0 if next_build == "good" else 1)
    assert ("new" if next_build == "good" else "old") in (site / "index.html").read_text()
    assert not (tmp_path / ".site.old").exists()


def test_the_first_site_may_lie_in_a_new_folder(tmp_path: Path) -> None:
    site = tmp_path / "a" / "b" / "site"
    release.swap(write_small_site(tmp_path / "built", "new"), site=site)
    assert "new" in (site / "index.html").read_text()


def test_a_swap_after_a_crash_that_fails_as_well_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write_small_site(tmp_path / ".site.old", "old")
    built = write_small_site(tmp_path / "built", "new")
    fail_to_rename(built, monkeypatch)
    with pytest.raises(OSError, match="no space left"):
        release.swap(built, site=site)
    assert "old" in (site / "index.html").read_text()


def test_publish_says_what_to_do_when_the_disk_fails_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_small_site(tmp_path / "site", "old")
    built = write_small_site(tmp_path / "built", "new")
    fail_to_rename(built, monkeypatch)
    done = publish(built, site)
    assert done.exit_code == 1
    assert done.output.endswith(
        f"\nError: {site} could not be replaced: no space left. Fix: see to room on the disk and to"
        " the rights of both folders, which must be on one disk, then .venv/bin/helpkit build again\n"
    )
    assert "old" in (site / "index.html").read_text()


def test_publish_refuses_a_folder_without_a_site(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    (tmp_path / "built").mkdir()
    done = publish(tmp_path / "built", site)
    assert (done.exit_code, done.output) == (
        1,
        f"Error: {tmp_path / 'built'} holds no finished site: it has no index.html. {site} stays as"
        " it was. Fix: .venv/bin/helpkit build, which builds and publishes\n",
    )
    assert "old" in (site / "index.html").read_text()


def test_publish_refuses_a_site_with_errors_and_says_so(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    built = write_small_site(tmp_path / "built", "new")
    (built / "index.html").write_text(SMALL_PAGE.replace("{title}", 'new<a href="gone/">x</a>'))
    done = publish(built, site)
    assert done.exit_code == 1
    assert done.output == (
        'index.html:1:1: error[site-dead-link] The link "gone/" leads nowhere.'
        " Fix: link to a page that exists\n"
        f"Error: The new site has errors. {site} stays as it was.\n"
    )
    assert "old" in (site / "index.html").read_text()


def test_publish_swaps_a_good_site_in(tmp_path: Path) -> None:
    built = write_small_site(tmp_path / "built", "new")
    done = publish(built, tmp_path / "site")
    listed = tmp_path / "changed.txt"
    assert said(done) == (
        "There is no /.well-known/security.txt: nobody is named for reports of security problems."
        " Set SECURITY_CONTACT to name somebody.\n"
        f"{tmp_path / 'site'} is the new site; {listed} lists 0 addresses that changed.\n"
    )
    assert listed.read_text() == ""
    assert done.exit_code == 0


SCRIPT = '// says hello\nconst hello = make("p", { className: "greeting" });\n'


def test_publishing_makes_the_site_light(tmp_path: Path) -> None:
    built = write_small_site(tmp_path / "built", "new")
    page = built / "index.html"
    head = '<link rel=stylesheet href="assets/site.css"><script type=module src="assets/site.js">'
    page.write_text(page.read_text().replace("<head>", f"<head>{head}</script>") + "x" * 600)
    (built / "assets").mkdir()
    (built / "assets" / "site.css").write_text("h1 { color: red; }\n")
    (built / "assets" / "site.js").write_text(SCRIPT)
    note_files(built)
    site = tmp_path / "site"
    assert publish(built, site).exit_code == 0
    (sheet,) = (site / "assets").glob("site.*.css")
    assert sheet.read_text() == "h1{color:red}"
    (script,) = (site / "assets").glob("site.*.js")
    assert script.read_text() == 'const hello=make("p",{className:"greeting"});'
    text = (site / "index.html").read_bytes()
    assert f'"assets/{sheet.name}"'.encode() in text
    assert brotli.decompress((site / "index.html.br").read_bytes()) == text
    assert gzip.decompress((site / "index.html.gz").read_bytes()) == text
    # Too small to be worth a copy.
    assert not list((site / "assets").glob("*.br"))


def test_indentation_goes_except_where_it_shows(tmp_path: Path) -> None:
    built = write_small_site(tmp_path / "built", "new")
    for name, text in (("a.html", "<p>\n   a\n\n  b</p>"), ("b.html", "<pre>\n   a</pre>")):
        (built / name).write_text(f"<html>\n  <head>\n\n  </head>\n  <body>{text}")
    assert release.lighten(built) == []
    assert (built / "a.html").read_text() == "<html><head></head>\n<body><p>\na\n\nb</p>"
    assert (built / "b.html").read_text().endswith("  <body><pre>\n   a</pre>")


def test_a_sheet_holds_the_parts_that_it_imports(tmp_path: Path) -> None:
    built = write_small_site(tmp_path / "built", "new")
    styles = built / "assets" / "styles"
    (styles / "parts").mkdir(parents=True)
    (styles / "site.css").write_text(
        '@import url("./parts/a.css");\n@import url("./parts/b.css") print;'
    )
    (styles / "parts" / "a.css").write_text("h1 { color: red }")
    (styles / "parts" / "b.css").write_text("/* paper */ h1 { color: black }")
    assert release.lighten(built) == []
    (sheet,) = styles.iterdir()
    assert sheet.read_text() == "h1{color:red}@media print{h1{color:#000}}"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        # One selector that a browser does not know makes it drop the rule for all of them.
        ("p, p:has(a) { color: red }", "p{color:red}p:has(a){color:red}"),
        ("p { inset: 0 }", "p{top:0;bottom:0;left:0;right:0}"),
        ("@media (width >= 48rem) { p { color: red } }", "@media (min-width:48rem){p{color:red}}"),
        ("p { color: rgb(0 0 0 / 50%) }", "p{color:#00000080}"),
    ],
)
def test_a_sheet_is_one_that_old_phones_read(tmp_path: Path, new: str, old: str) -> None:
    built = write_small_site(tmp_path / "built", "new")
    (built / "site.css").write_text(new)
    assert release.lighten(built) == []
    assert (built / "site.css").read_text() == old


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (
            "a { color: red; }\n}",
            "site.css:2:2: error[site-style-sheet] The style sheet cannot be read: Unexpected end of input."
            " Fix: mend it in docs/assets/styles",
        ),
        (
            '@import url("./gone.css");',
            "site.css:1:1: error[site-style-sheet] The style sheet cannot be read: No such file or directory"
            " (os error 2). Fix: mend it in docs/assets/styles",
        ),
    ],
)
def test_a_style_sheet_with_a_mistake_is_refused(tmp_path: Path, sheet: str, message: str) -> None:
    built = write_small_site(tmp_path / "built", "new")
    (built / "site.css").write_text(sheet)
    assert list(map(str, release.lighten(built))) == [message]


def test_what_every_search_waits_for_is_made_as_small_as_it_can_be(tmp_path: Path) -> None:
    text = "".join(chr(0x4E00 + number * number % 5000) for number in range(4000)).encode()
    folder = tmp_path / "assets" / "search"
    folder.mkdir(parents=True)
    for name in ("zh.abcd.json", "zh-text.abcd.json"):
        (folder / name).write_bytes(text)
    release.compress(tmp_path, cache=Cache(None, ""))
    sizes = [
        len((folder / f"{name}.br").read_bytes()) for name in ("zh.abcd.json", "zh-text.abcd.json")
    ]
    assert sizes[0] == len(brotli.compress(text, quality=11, lgwin=16)) < sizes[1]


def test_compressed_copies_are_the_same_each_time(tmp_path: Path) -> None:
    def compressed(name: str, text: str, keep: Path | None) -> dict[str, bytes]:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.html").write_text(text)
        cache = Cache(keep, "copies")
        release.compress(folder, cache=cache)
        cache.save()
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    first = compressed("first", "a" * 1000, None)
    assert sorted(first) == ["a.html", "a.html.br", "a.html.gz"]
    assert first["a.html.gz"][4:8] == bytes(4)  # no time in it
    assert compressed("again", "a" * 1000, tmp_path / "kept") == first
    assert compressed("kept copies", "a" * 1000, tmp_path / "kept") == first
    other = compressed("other", "b" * 1000, tmp_path / "kept")
    assert brotli.decompress(other["a.html.br"]) == gzip.decompress(other["a.html.gz"])
    assert brotli.decompress(other["a.html.br"]) == b"b" * 1000


def test_publish_writes_security_txt_only_with_an_honest_contact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real_directory: Directory
) -> None:
    days = real_directory.hosting.security_txt_days
    site, listed = tmp_path / "site", tmp_path / "changed.txt"
    for number, contact in enumerate(("mailto:security@example.org", "call us")):
        monkeypatch.setenv("SECURITY_CONTACT", contact)
        done = publish(write_small_site(tmp_path / f"built{number}", "new"), site)
        assert said(done) == (
            f"{site} is the new site; {listed} lists 0 addresses that changed.\n"
            if number == 0
            else 'Error: SECURITY_CONTACT is "call us". Fix: write an address that starts with'
            " mailto:, https:// or tel:.\n"
        )
    assert (site / ".well-known" / "security.txt").read_text() == (
        "Contact: mailto:security@example.org\n"
        f"Expires: {TODAY + timedelta(days=days)}T00:00:00Z\n"
        "Preferred-Languages: zh, en\n"
        "Canonical: https://a.example/.well-known/security.txt\n"
    )
    arguments = ["--root", str(ROOT), "--today", TODAY.isoformat(), "check", "--site", str(site)]
    again = CliRunner().invoke(main, arguments)
    assert again.output == "No problems found.\n"


# --- Only what the build made


def test_a_file_that_the_build_did_not_make_is_refused_by_name(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    built = write_small_site(tmp_path / "built", "new")
    strangers = ("_worker.js", "en/page.xhtml", "login.md.orig", "prices.pdf", "index.html.br")
    for name in strangers:
        (built / name).write_text("555 0100")
    (built / "link.html").symlink_to("index.html")
    (built / "folder").symlink_to("en")
    (built / "en" / "index.html").unlink()
    done = publish(built, site)
    stranger = (
        "{}:1:1: error[site-unknown-file] The build did not make this file, so it is not published."
        " Fix: remove it where it came from: docs, overrides or the folder of the build"
    )
    link = (
        "{}:1:1: error[site-unknown-file] This is a link or a device, not a file. Fix: put the file"
        " itself there"
    )
    missing = "{}:1:1: error[site-unknown-file] The file is missing. Fix: .venv/bin/helpkit build"
    lines = {name: stranger.format(name) for name in strangers}
    lines |= {name: link.format(name) for name in ("folder", "link.html")}
    lines["en/index.html"] = missing.format("en/index.html")
    assert done.output.splitlines() == [
        *(line for _, line in sorted(lines.items())),
        f"Error: The new site has errors. {site} stays as it was.",
    ]
    assert "old" in (site / "index.html").read_text()


def test_the_finished_site_names_its_files_and_copies_are_made_here(tmp_path: Path) -> None:
    built, site = write_small_site(tmp_path / "built", "new" * 300), tmp_path / "site"
    (built / "index.html.br").write_text("made elsewhere")
    (built / "sitemap.xml.gz").write_text("made by MkDocs")
    note_files(built)
    assert publish(built, site).exit_code == 0
    found = manifest.read_in(site)
    assert sorted(found.files) == sorted(set(manifest.names_in(site)) - {manifest.FILE})
    assert list(manifest.check(site, found.files)) == []
    assert found.site_url == "https://a.example/"
    page = (site / "index.html").read_bytes()
    assert brotli.decompress((site / "index.html.br").read_bytes()) == page
    assert not (site / "sitemap.xml.gz").exists()
    (site / "index.html").write_text("changed by hand")
    assert list(map(str, manifest.check(site, found.files))) == [
        "index.html:1:1: error[site-unknown-file] The file has changed since the site was finished."
        " Fix: .venv/bin/helpkit build"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "assets/site.js\n",
        "{}",
        '{"files": {"a.html": ""}, "program": "other"}',
        '{"made_by": "other", "files": {}}',
        '{"files": {"../a.html": ""}}',
        '{"files": {"/a.html": ""}}',
        '{"files": {}, "kept": ["a/../../b"]}',
    ],
)
def test_what_no_build_of_ours_wrote_is_no_manifest(text: str) -> None:
    with pytest.raises(manifest.Unreadable):
        manifest.Manifest.read(text)


def test_the_build_names_all_that_it_made_and_nothing_else(site: Path) -> None:
    made = manifest.read_in(site)
    assert list(manifest.check(site, made.files)) == []
    assert {"index.html", "en/404.html", "contacts.json", "sitemap.xml.gz"} <= made.files.keys()


# --- Refused before anything is done


def link_to_the_site(folder: Path, site: Path) -> tuple[Path, Path, str]:
    site.rename(site.with_name("elsewhere"))
    site.symlink_to("elsewhere")
    return folder, site, f"{site} is a link to elsewhere, and a link cannot be replaced whole."


def the_site_itself(folder: Path, site: Path) -> tuple[Path, Path, str]:
    return site, site, f"{site} and {site} lie in each other."


def a_folder_inside(folder: Path, site: Path) -> tuple[Path, Path, str]:
    inside = site / "built"
    folder.rename(inside)
    return inside, site, f"{inside} and {site} lie in each other."


@pytest.mark.parametrize("arrange", [link_to_the_site, the_site_itself, a_folder_inside])
def test_folders_that_cannot_change_places_are_refused_before_anything_is_done(
    tmp_path: Path, arrange: Callable[[Path, Path], tuple[Path, Path, str]]
) -> None:
    site = write_small_site(tmp_path / "site", "old")
    folder, site, says = arrange(write_small_site(tmp_path / "built", "new"), site)
    before = contents(tmp_path)
    done = publish(folder, site)
    assert (done.exit_code, done.output.split(" Nothing was done.")[0]) == (1, f"Error: {says}")
    assert contents(tmp_path) == before


def test_a_folder_that_says_nothing_or_was_published_is_refused(tmp_path: Path) -> None:
    built = write_small_site(tmp_path / "built", "new")
    assert publish(built, tmp_path / "site").exit_code == 0
    done = publish(tmp_path / "site", tmp_path / "other")
    assert done.output == (
        f"Error: {tmp_path / 'site'} was published before. There is no {tmp_path / 'other'} yet."
        " Fix: .venv/bin/helpkit build\n"
    )
    (tmp_path / "site" / manifest.FILE).unlink()
    done = publish(tmp_path / "site", tmp_path / "other")
    assert done.output == (
        f"Error: {tmp_path / 'site'} has no {manifest.FILE}, in which a build says what it made."
        f" There is no {tmp_path / 'other'} yet. Fix: .venv/bin/helpkit build, which builds and publishes\n"
    )


@pytest.mark.parametrize("seconds", ["tomorrow", "1e9", "99999999999999999", "-99999999999999"])
def test_a_day_that_is_no_day_gets_one_line(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    done = CliRunner().invoke(main, ["check"])
    assert (done.exit_code, done.output) == (
        1,
        f'Error: SOURCE_DATE_EPOCH is "{seconds}", which is no number of seconds since 1970. Nothing'
        " was done. Fix: unset it, or write for example 1795564800\n",
    )


# --- Cut off at any moment

SEED = 20261125
MOMENTS = 50


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def finish(built: Path, site: Path) -> None:
    """Do what publishing does to the disk."""
    assert release.lighten(built) == []
    release.compress(built, cache=Cache(None, ""))
    manifest.finished(built, site_url="https://a.example/").write(built)
    release.swap(built, site=site)


def killed_at(moment: int, built: Path, site: Path) -> int:
    """Publish in a process that is killed at its n-th step on the disk; return the steps it made."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        steps = 0

        def step(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal steps
            if event.startswith(("open", "os.", "shutil.", "ctypes.call", "ctypes.dlsym")):
                steps += 1
                if steps == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(step)
        finish(built, site)
        os.write(writing, str(steps).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as made:
        return int(made.read() or moment)


@pytest.mark.parametrize("in_one_step", [True, False])
def test_killed_at_fifty_random_moments_the_site_is_the_old_one_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_one_step: bool
) -> None:
    if not in_one_step:
        monkeypatch.setattr(release, "exchange", lambda one, other: False)

    def worlds() -> Iterator[tuple[Path, Path]]:
        number = 0
        while True:
            folder = tmp_path / str(number := number + 1)
            folder.mkdir()
            site = write_small_site(folder / "site", "old" * 300)
            yield write_small_site(folder / "built", "new" * 300), site

    world = worlds()
    built, site = next(world)
    old = contents(site)
    steps = killed_at(0, built, site)
    new = contents(site)
    outcomes = {"old": 0, "new": 0, "given back": 0}
    moments = random.Random(SEED).choices(range(1, steps + 1), k=MOMENTS)
    # The moments around the swap are few; each of them is tried as well.
    for moment in [*moments, *range(max(1, steps - 25), steps + 1)]:
        built, site = next(world)
        killed_at(moment, built, site)
        missing = not site.exists()
        assert not (missing and in_one_step)
        release.put_back(site)  # as every command does that is given a site
        found = contents(site)
        assert found in (old, new), moment
        outcomes["given back" if missing else "old" if found == old else "new"] += 1
    assert outcomes["old"]
    assert outcomes["new"]
    assert bool(outcomes["given back"]) is not in_one_step


@pytest.mark.parametrize(
    "command", ["check --site {}", "upload {} -- -x", "indexnow {}/x --site {}"]
)
def test_every_command_that_is_given_a_site_gives_it_its_place_again_first(
    tmp_path: Path, command: str
) -> None:
    site = tmp_path / "site"
    write_small_site(tmp_path / ".site.old", "old")
    CliRunner().invoke(main, ["--root", str(ROOT), *command.format(site, site).split()])
    assert "old" in (site / "index.html").read_text()

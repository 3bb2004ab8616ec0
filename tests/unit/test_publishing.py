"""The site is replaced whole or not at all."""

import gzip
from datetime import timedelta
from pathlib import Path

import brotli
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT, SMALL_PAGE, TODAY, write_small_site
from helpkit.cli import main
from helpkit.data.directory import Directory
from helpkit.kept import Shelf
from helpkit.publishing import release


def publish(folder: Path, site: Path) -> Result:
    arguments = ["--root", str(ROOT), "--today", TODAY.isoformat(), "publish"]
    return CliRunner().invoke(main, [*arguments, str(folder), str(site)])


def said(done: Result) -> str:
    """Return what was printed, but for the contacts that have run out: tests/test_expiry.py."""
    lines = done.output.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("left out: "))


def fail_to_rename(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

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
        " the rights of both folders, which must be on one disk, then make build again\n"
    )
    assert "old" in (site / "index.html").read_text()


def test_publish_refuses_a_folder_without_a_site(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    (tmp_path / "built").mkdir()
    done = publish(tmp_path / "built", site)
    assert (done.exit_code, done.output) == (
        1,
        f"Error: {tmp_path / 'built'} holds no finished site: it has no index.html. {site} stays as"
        " it was. Fix: make build, which builds and publishes\n",
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
        f"Error: {site} stays as it was: the new site has errors.\n"
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


def test_compressed_copies_are_the_same_each_time(tmp_path: Path) -> None:
    def compressed(name: str, text: str, keep: Path | None) -> dict[str, bytes]:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.html").write_text(text)
        shelf = Shelf(keep, "copies")
        release.compress(folder, kept=shelf)
        shelf.save()
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

"""The site is replaced whole or not at all."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import SMALL_PAGE, write_small_site
from helpkit import publishing
from helpkit.cli import main


def test_a_new_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    (site / "gone.html").write_text("gone")
    publishing.swap(write_small_site(tmp_path / "built", "new"), site=site)
    assert "new" in (site / "index.html").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    assert not (site / "gone.html").exists()


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    publishing.swap(write_small_site(tmp_path / "built", "new"), site=tmp_path / "site")
    assert (tmp_path / "site" / "index.html").exists()


def test_an_unfinished_site_replaces_nothing(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    (tmp_path / "built").mkdir()
    with pytest.raises(FileNotFoundError, match="holds no finished site"):
        publishing.swap(tmp_path / "built", site=site)
    assert "old" in (site / "index.html").read_text()


def test_when_the_second_rename_fails_the_old_site_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_small_site(tmp_path / "site", "old")
    built = write_small_site(tmp_path / "built", "new")
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path == built:
            raise OSError("no space left")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="no space left"):
        publishing.swap(built, site=site)
    assert "old" in (site / "index.html").read_text()


def test_publish_refuses_a_site_with_errors_and_says_so(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", "old")
    built = write_small_site(tmp_path / "built", "new")
    (built / "index.html").write_text(SMALL_PAGE.replace("{title}", 'new<a href="gone/">x</a>'))
    done = CliRunner().invoke(main, ["publish", str(built), str(site)])
    assert done.exit_code == 1
    assert done.output == (
        'index.html:1:1: error[site-dead-link] The link "gone/" leads nowhere.'
        " Fix: link to a page that exists\n"
        f"Error: {site} stays as it was: the new site has errors.\n"
    )
    assert "old" in (site / "index.html").read_text()


def test_publish_swaps_a_good_site_in(tmp_path: Path) -> None:
    built = write_small_site(tmp_path / "built", "new")
    done = CliRunner().invoke(main, ["publish", str(built), str(tmp_path / "site")])
    assert done.output == f"{tmp_path / 'site'} is the new site.\n"
    assert done.exit_code == 0

"""The commands that take a site out: build, publish, upload, tell search engines, servers' files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helpkit import reasons
from helpkit.cache import CACHE_FOLDER, Cache
from helpkit.clock import day_of_build
from helpkit.commands.carrying_out import Place, loaded_or_refuse, validity_line
from helpkit.messages import Refused, spoken, told
from helpkit.problems import Problem, errors_of, in_order
from helpkit.terminal import Command, say

if TYPE_CHECKING:
    from helpkit.data.directory import Directory
    from helpkit.publishing.manifest import Manifest


class SitePath(click.Path):
    """The folder of a finished site, which a swap that was cut off may have to give back first."""

    def __init__(self, *, exists: bool = False) -> None:
        super().__init__(path_type=Path, exists=exists, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the folder, a site that was cut off in a swap given back."""
        from helpkit.publishing import release

        try:
            release.put_back(Path(value))
        except OSError as error:
            raise Refused("last-site-lost", why=reasons.of(error)) from None
        return super().convert(value, param, ctx)


def _site_of_root() -> Path:
    """Return where the finished site of the repository lies, as seen from here."""
    root, _ = click.get_current_context().obj
    return Path(os.path.relpath(root / "site"))


@click.command("build", cls=Command)
@click.argument("site", type=SitePath(), default=_site_of_root)
@click.option("--plain", is_flag=True)
@click.pass_obj
def build(place: Place, site: Path, plain: bool) -> None:
    """Build all pages and put them in the place of SITE, if they pass the checks.

    One process does what "mkdocs build --strict" and "helpkit publish" do in turn: packages and
    data are loaded once.
    """
    from importlib.metadata import entry_points

    from helpkit.checks import mkdocs_config, run
    from helpkit.publishing import release
    from helpkit.session import CURRENT

    root, today = place
    if problems := mkdocs_config.check(root):  # MkDocs would say less, and at no line
        for problem in problems:
            click.echo(problem.told(spoken()), err=True)
        raise Refused("nothing-was-written", summary=run.summary(problems))
    folder = Path(os.path.relpath(root / ".build" / "site"))
    release.refuse_links(folder, site)
    shutil.rmtree(folder, ignore_errors=True)  # MkDocs leaves hidden files
    # Its command line is all that we know of MkDocs here.
    (mkdocs,) = entry_points(group="console_scripts", name="mkdocs")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(today, time(), UTC).timestamp()))
    mkdocs.load()(
        [
            *("build", "--quiet", "--strict"),
            # A relative folder would be one beside the settings.
            *("--config-file", str(root / "mkdocs.yml"), "--site-dir", str(folder.absolute())),
        ],
        prog_name="mkdocs",
        standalone_mode=False,
    )
    loaded = CURRENT.session.directory
    assert loaded is not None  # else the strict build would have ended
    _put_out(
        loaded,
        folder,
        site,
        root=root,
        plain=plain,
        inputs=CURRENT.session.inputs.encode(),
    )


@click.command("publish", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.argument("site", type=SitePath())
@click.option("--plain", is_flag=True)
@click.pass_obj
def publish(place: Place, folder: Path, site: Path, plain: bool) -> None:
    """Make a freshly built FOLDER light and put it in the place of SITE, if it passes the checks."""
    root, today = place
    _put_out(loaded_or_refuse(root, today), folder, site, root=root, plain=plain)


def _put_out(
    loaded: Directory, folder: Path, site: Path, *, root: Path, plain: bool, inputs: bytes = b""
) -> None:
    """Publish the folder, or refuse a sample; errors of the disk are told in words.

    `inputs` is a digest of all that the directory is made of, if what it says is to be kept.
    """
    from helpkit.publishing import release

    try:
        made = release.fresh_build(folder, site=site)
        if loaded.service.sample:
            raise Refused("sample-unpublished", before=release.as_before(site))
        _publish(loaded, folder, site, made=made, root=root, plain=plain, inputs=inputs)
    except OSError as error:
        raise Refused("not-replaced", site=str(site), why=reasons.of(error)) from None


def _publish(
    loaded: Directory,
    folder: Path,
    site: Path,
    *,
    made: Manifest,
    root: Path,
    plain: bool,
    inputs: bytes,
) -> None:
    """Check, lighten and swap; what is written beside the site comes before the swap."""
    from helpkit.checks import built_site
    from helpkit.data import official
    from helpkit.outputs import indexnow
    from helpkit.publishing import manifest, release

    problems = list(manifest.check(folder, made.files))
    if not problems:
        release.drop_copies(folder)
        seen = Cache(root / CACHE_FOLDER if inputs else None, "seen")
        problems = in_order(
            [
                *release.lighten(folder),
                *problems_of_site(loaded, folder, seen=seen, inputs=inputs),
            ]
        )
        seen.save()
    for problem in problems:
        click.echo(problem.told(spoken()))
    if errors_of(problems):
        raise Refused("site-has-errors", before=release.as_before(site))
    for line in official.statements(loaded):
        click.echo(told(line, spoken()))
    for validity in loaded.expiring(days=-1):
        say("left-out", record=validity_line(validity, loaded.today))
    _write_site_files(loaded, folder, root=root)
    if not plain:
        cache = Cache(root / CACHE_FOLDER, "copies")
        release.compress(folder, cache=cache)
        cache.save()
    changed = indexnow.changed(site, folder)
    listed = folder.with_name("changed.txt")
    listed.write_text("".join(f"{address}\n" for address in changed), encoding="utf-8")
    manifest.finished(folder, site_url=built_site.address_of(folder)).write(folder)
    release.swap(folder, site=site)
    say("new-site", site=str(site), list=str(listed), n=len(changed))


@click.command("indexnow", cls=Command)
@click.argument("listed", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--site",
    type=SitePath(),
    default=_site_of_root,
    show_default="site",
)
@click.option("--endpoint")
def indexnow_command(listed: Path, site: Path, endpoint: str | None) -> None:
    """Tell search engines of the changed addresses in the file LISTED, once they are on line."""
    from helpkit.checks import built_site
    from helpkit.outputs import indexnow
    from helpkit.publishing import release

    endpoint = endpoint or indexnow.ENDPOINT
    found = listed.read_text(encoding="utf-8").split()
    if not found:
        say("no-address-changed")
        return
    if not release.is_finished(site):
        raise Refused("nothing-handed-in", site=str(site))
    site_url = built_site.address_of(site)
    # Those of the place where the site lived before: this key proves nothing there.
    own = [address for address in found if address.startswith(site_url)]
    if others := len(found) - len(own):
        say("not-handed-in", n=others, site_url=site_url)
    for batch in indexnow.batches(own):
        try:
            status = indexnow.hand_in(batch, site_url=site_url, endpoint=endpoint)
        except OSError as error:
            raise Refused("not-taken", endpoint=endpoint, why=reasons.of(error)) from None
        say("handed-in", endpoint=endpoint, status=status, n=len(batch))


@click.command("upload", cls=Command)
@click.argument("site", type=SitePath(exists=True))
@click.argument("remote")
@click.option("--dry-run", is_flag=True)
@click.option("--adopt", is_flag=True)
@click.pass_obj
def upload(place: Place, site: Path, remote: str, dry_run: bool, adopt: bool) -> None:
    """Send the finished SITE to REMOTE with rclone: assets, then pages, removals last.

    REMOTE is name:bucket as rclone has it, or a folder of this machine. Only files of the finished
    site are sent, and only files that we have put there are removed. A sample is never sent, nor a
    site that was built too long ago.
    """
    from helpkit.publishing import upload as remotes

    root, today = place
    caching = loaded_or_refuse(root, today).hosting.caching
    remotes.refuse_unfit(site, today=day_of_build({}))  # the clock's, not SOURCE_DATE_EPOCH's
    remotes.publish(
        site,
        remote,
        caching=caching,
        dry_run=dry_run,
        adopt=adopt,
        say=lambda message: click.echo(told(message, spoken())),
    )
    if not dry_run:
        say("published")


@click.command("hosting", cls=Command)
@click.pass_obj
def hosting(place: Place) -> None:
    """Write the configurations of servers in deploy/ from data/hosting.yml."""
    from helpkit.publishing import hosting as servers

    root, today = place
    for name, text in servers.server_files(loaded_or_refuse(root, today), root=root).items():
        (root / name).write_text(text, encoding="utf-8")
        say("wrote-file", file=name)


def _write_site_files(loaded: Directory, folder: Path, *, root: Path) -> None:
    """Write what hosts look for inside a site whose files have their last names."""
    from helpkit.checks import built_site
    from helpkit.outputs import files
    from helpkit.publishing import hosting as servers

    contact = os.environ.get("SECURITY_CONTACT")
    configured = servers.site_files(
        loaded,
        root=root,
        site=folder,
        site_url=built_site.address_of(folder),
        contact=contact,
    )
    files.write(configured, site=folder)
    if not contact:
        say("no-security-contact")


def problems_of_site(
    loaded: Directory, site: Path, *, seen: Cache | None = None, inputs: bytes = b""
) -> list[Problem]:
    """Return what is wrong with a finished site, stray contact values among it.

    `seen` holds what was found in its files before, by `inputs`.
    """
    from helpkit.checks import built_site, characters, contradictions, stray_scan
    from helpkit.checks.allowed_values import allowed_values
    from helpkit.outputs import conversions
    from helpkit.publishing import fingerprints

    cache = seen or Cache(None, "")

    def once(*made_from: bytes, make: Callable[[], Any]) -> Any:
        # The letters in the names of assets are new whenever an asset changes, and are no value.
        return cache.get(inputs, *map(fingerprints.without, made_from), make=make)

    said = contradictions.check(site, loaded.contradictions, conditions=loaded.conditions())
    strays = stray_scan.scan(site, allowed_values(loaded), once=once)
    strange = characters.check(
        site, loaded.traditional, conversions.official_names(loaded), once=once
    )
    return in_order([*built_site.check(site), *strays, *said, *strange])

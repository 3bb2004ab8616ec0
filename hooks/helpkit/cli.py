"""The command line: `helpkit check`, `new`, `bless`, `sync`, `addresses`, `publish` and more.

Each command imports what it works with when it runs: all of it together takes a second to load,
and `--help` and `check` need little of it.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helpkit import kept
from helpkit.clock import day_of_build
from helpkit.kept import Shelf
from helpkit.languages import INTERNATIONAL, LANGUAGES, SOURCE, SPOKEN, Language
from helpkit.messages import VARIABLES, Message, message, spoken, told
from helpkit.problems import Problem, did_you_mean, errors_of, in_order
from helpkit.writing import commands

if TYPE_CHECKING:
    from helpkit.data.directory import Directory, Validity
    from helpkit.publishing.manifest import Manifest


class _SitePath(click.Path):
    """The folder of a finished site, which a swap that was cut off may have to give back first."""

    def __init__(self, *, exists: bool = False) -> None:
        super().__init__(path_type=Path, exists=exists, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from helpkit.publishing import release

        try:
            release.put_back(Path(value))
        except OSError as error:
            self.fail(f"the last site cannot be given its place again: {error}", param, ctx)
        return super().convert(value, param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.option(
    "--root", type=click.Path(path_type=Path, exists=True), default=Path(), help="The repository."
)
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to reckon with; otherwise SOURCE_DATE_EPOCH (UTC), otherwise today where you are.",
)
@click.option(
    "--lang",
    type=click.Choice([*SPOKEN, "both"]),
    help="The language of what is said; otherwise that of the environment, otherwise both.",
)
@click.pass_context
def main(context: click.Context, root: Path, today: datetime | None, lang: str | None) -> None:
    """Check and extend the site's articles and data; alone, say what needs doing next."""
    if lang:  # what is started from here is told as well
        os.environ[VARIABLES[0]] = lang
    gc.set_threshold(100_000, 20, 20)  # a command makes much, drops little and soon ends
    try:
        context.obj = (root.resolve(), today.date() if today else day_of_build())
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if context.invoked_subcommand is None:
        commands.next_steps(*context.obj)


@main.command("check")
@click.option(
    "--site",
    type=_SitePath(exists=True),
    help="Check a built site instead of the sources.",
)
@click.pass_obj
def check_command(root_and_day: tuple[Path, date], site: Path | None) -> None:
    """Print every problem, one a line; fail if one of them is an error."""
    from helpkit.checks import run as checks
    from helpkit.data import loading

    root, today = root_and_day
    if site:
        loaded, problems = loading.load(root, today=today)
        problems = _problems_of_site(loaded, site) if loaded else problems
    else:
        shelf = Shelf(root / kept.FOLDER, checks.SHELF)
        problems = checks.check(root, today=today, kept=shelf)[1]
    for problem in problems:
        click.echo(problem.told(spoken()))
    _say(checks.summary(problems))
    sys.exit(1 if errors_of(problems) else 0)


@main.group()
def new() -> None:
    """Start a page, a region, a contact or a message, in both languages."""


commands.register(main, new)


@main.command("reading")
@click.pass_obj
def reading_command(root_and_day: tuple[Path, date]) -> None:
    """Print how hard each page is to read, in both languages."""
    from helpkit.articles import readability
    from helpkit.articles.article import read_all

    root, today = root_and_day
    pages, _problems = read_all(root)
    for line in readability.report(pages, limits=_loaded(root, today).reading):
        click.echo(line)


@main.command()
@click.argument("rule")
@click.option("--language", type=click.Choice(LANGUAGES), default=INTERNATIONAL, show_default=True)
def explain(rule: str, language: Language) -> None:
    """Say why a rule is there, with a wrong and a right example."""
    from helpkit.checks import rules

    known = rules.read()
    if rule not in known:
        raise click.ClickException(
            told(message("no-rule", rule=rule, hint=did_you_mean(rule, known)), spoken())
        )
    why, wrong, right = rules.text_of(known[rule], language=language)
    click.echo(f"{rule}\n\n{why}\n\nWrong:\n{_indent(wrong)}\n\nRight:\n{_indent(right)}")


@main.command()
@click.pass_obj
def schemas(root_and_day: tuple[Path, date]) -> None:
    """Write what editors use: schemas, settings and snippets; and the table of blocks in the guide."""
    from helpkit.writing import editors

    root, _ = root_and_day
    for name, text in editors.files(root).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"wrote {name}")


@main.command("addresses")
@click.pass_obj
def addresses_command(root_and_day: tuple[Path, date]) -> None:
    """Record every page as published, so that none of them can vanish unnoticed."""
    from helpkit.articles.article import read_all
    from helpkit.outputs import redirects

    root, today = root_and_day
    pages, _problems = read_all(root)
    new = redirects.record(_loaded(root, today), pages[SOURCE], root=root)
    click.echo(f"{new} new addresses in {redirects.ADDRESSES}")


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def demo(root_and_day: tuple[Path, date], target: Path) -> None:
    """Write the sample world to TARGET: this repository with a service that does not exist."""
    from helpkit import sample

    root, today = root_and_day
    try:
        sample.write(root, target=target.resolve(), today=today)
    except FileExistsError:
        raise click.ClickException(
            f"{target} stands already and is no sample; nothing was written."
        ) from None
    click.echo(f"wrote the sample to {target}; make demo shows it")


@main.command()
@click.pass_obj
def hosting(root_and_day: tuple[Path, date]) -> None:
    """Write the configurations of servers in deploy/ from data/hosting.yml."""
    from helpkit.publishing import hosting as servers

    root, today = root_and_day
    for name, text in servers.server_files(_loaded(root, today), root=root).items():
        (root / name).write_text(text, encoding="utf-8")
        click.echo(f"wrote {name}")


@main.command()
@click.option("--days", default=30, show_default=True, help="How far to look ahead.")
@click.pass_obj
def expiring(root_and_day: tuple[Path, date], days: int) -> None:
    """List the records that need a person next: what has run out, then what is about to."""
    root, today = root_and_day
    loaded = _loaded(root, today)
    found = loaded.expiring(days=days)
    for validity in found:
        click.echo(_validity(validity, today))
    total = len(loaded.validities())
    click.echo(f"{len(found)} of {total} records have run out or do within {days} days.")


@main.command()
@click.pass_obj
def coverage(root_and_day: tuple[Path, date]) -> None:
    """Print which region has what (published, lead or nothing), and how many have what matters."""
    from helpkit.data import coverage as table

    root, today = root_and_day
    for line in table.report(_loaded(root, today)):
        click.echo(line)


@main.command("recheck")
@click.argument("regions", nargs=-1)
@click.option("--write", is_flag=True, help="Record the reading where every value was found.")
@click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Write a Markdown report."
)
@click.option("--timeout", default=20.0, show_default=True, help="Seconds to wait for an answer.")
@click.option("--delay", default=2.0, show_default=True, help="Seconds between visits to a host.")
@click.option("--attempts", default=3, show_default=True, help="Attempts at a page that fails.")
@click.option(
    "--site-url",
    envvar="SITE_URL",
    default="https://okpay-self-help.example/",
    help="What the owners of the pages are told of us.",
)
@click.pass_obj
def recheck_command(
    root_and_day: tuple[Path, date],
    regions: tuple[str, ...],
    write: bool,
    report: Path | None,
    timeout: float,
    delay: float,
    attempts: int,
    site_url: str,
) -> None:
    """Open the sources of REGIONS (or all) and look for each published value. Needs the network.

    Ends with 0 if all were found, 1 if a person has to look at something, 2 if the command is
    misspelt. Nothing is ever deleted.
    """
    from helpkit.recheck import values
    from helpkit.recheck.fetching import CrawlLimits, Visitor

    root, today = root_and_day
    loaded = _loaded(root, today)
    codes = {code.upper() for code in regions}
    for code in sorted(codes - set(loaded.regions)):
        raise click.UsageError(
            told(
                message("unknown-region", code=code, hint=did_you_mean(code, loaded.regions)),
                spoken(),
            )
        )
    wanted = values.values(loaded, regions=codes)
    visitor = Visitor(
        CrawlLimits(timeout=timeout, delay=delay, attempts=attempts), site_url=site_url
    )
    urls = values.sources(wanted)
    with click.progressbar(
        visitor.open_all(urls), length=len(urls), label="Opening sources", file=sys.stderr
    ) as pages:
        opened = {page.url: page for page in pages}
    checked = values.compare(wanted, opened)
    for one in checked:
        if one.outcome != "found":
            click.echo(str(one))
    if write:
        written, kept = values.record(checked, root=root, today=today)
        for line in (*written, *kept):
            click.echo(line)
    if report:
        report.write_text(values.report(checked, today=today), encoding="utf-8")
    click.echo(values.summary(checked))
    sys.exit(0 if all(one.outcome == "found" for one in checked) else 1)


@main.command()
@click.argument("site", type=_SitePath(), default="site")
@click.option("--plain", is_flag=True, help="Without the compressed copies.")
@click.pass_obj
def build(root_and_day: tuple[Path, date], site: Path, plain: bool) -> None:
    """Build all pages and put them in the place of SITE, if they pass the checks.

    One process does what "mkdocs build --strict" and "helpkit publish" do in turn: packages and
    data are loaded once.
    """
    from importlib.metadata import entry_points

    from helpkit.publishing import release
    from helpkit.session import CURRENT

    root, today = root_and_day
    folder = Path(os.path.relpath(root / ".build" / "site"))
    try:
        release.refuse_links(folder, site)
    except release.Refused as error:
        raise click.ClickException(str(error)) from None
    shutil.rmtree(folder, ignore_errors=True)  # MkDocs leaves hidden files
    # Its command line is all that we know of MkDocs here.
    (mkdocs,) = entry_points(group="console_scripts", name="mkdocs")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.combine(today, time(), UTC).timestamp()))
    mkdocs.load()(
        [
            *("build", "--quiet", "--strict"),
            *("--config-file", str(root / "mkdocs.yml"), "--site-dir", str(folder)),
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
        world=CURRENT.session.read_from.encode(),
    )


@main.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), envvar="PORT", default=8000, show_default=True
)
@click.pass_obj
def serve(root_and_day: tuple[Path, date], port: int) -> None:
    """Show the site in a browser of this machine and follow every change, until Ctrl-C."""
    from helpkit.preview.run import Preview
    from helpkit.preview.serving import Server

    root, today = root_and_day
    try:
        server = Server(port)
    except OSError as error:
        said = message(
            "preview-port", port=str(port), why=error.strerror or "", other=str(port + 1)
        )
        raise click.ClickException(told(said, spoken())) from None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        preview = server.preview = Preview(root, today=today, url=url, say=click.echo)
    except OSError as error:
        said = message("preview-no-room", why=str(error))
        raise click.ClickException(told(said, spoken())) from None
    _say(message("preview-started", url=url))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        _say(message("preview-stopped"))
    finally:
        preview.stop()
        server.server_close()


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.argument("site", type=_SitePath())
@click.option("--plain", is_flag=True, help="Without the compressed copies.")
@click.pass_obj
def publish(root_and_day: tuple[Path, date], folder: Path, site: Path, plain: bool) -> None:
    """Make a freshly built FOLDER light and put it in the place of SITE, if it passes the checks."""
    root, today = root_and_day
    _put_out(_loaded(root, today), folder, site, root=root, plain=plain)


def _put_out(
    loaded: Directory, folder: Path, site: Path, *, root: Path, plain: bool, world: bytes = b""
) -> None:
    """Refuse what nobody should publish, and say what a disk refuses; else publish.

    `world` is a digest of all that the directory is made of, if what it says is to be kept.
    """
    from helpkit.publishing import release

    try:
        made = release.fresh_build(folder, site=site)
        if loaded.service.sample:
            raise click.ClickException(
                'data/service.yml says "sample: true": its numbers are made up, and a sample is'
                f" never published. {release.as_before(site)} Fix: run this where the real data are,"
                " or see the sample with make demo."
            )
        _publish(loaded, folder, site, made=made, root=root, plain=plain, world=world)
    except release.Refused as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(
            f"{site} could not be replaced: {error}. Fix: see to room on the disk and to the"
            " rights of both folders, which must be on one disk, then make build again"
        ) from None


def _publish(
    loaded: Directory,
    folder: Path,
    site: Path,
    *,
    made: Manifest,
    root: Path,
    plain: bool,
    world: bytes,
) -> None:
    """Check, lighten and swap; what is written beside the site comes before the swap."""
    from helpkit.checks import built_site
    from helpkit.data import official
    from helpkit.outputs import indexnow
    from helpkit.publishing import manifest, release

    problems = list(manifest.check(folder, made.files))
    if not problems:
        release.drop_copies(folder)
        seen = Shelf(root / kept.FOLDER if world else None, "seen")
        problems = in_order(
            [
                *release.lighten(folder),
                *_problems_of_site(loaded, folder, seen=seen, world=world),
            ]
        )
        seen.save()
    for problem in problems:
        click.echo(problem.told(spoken()))
    if errors_of(problems):
        raise click.ClickException(f"The new site has errors. {release.as_before(site)}")
    for line in official.statements(loaded):
        click.echo(line)
    for validity in loaded.expiring(days=-1):
        click.echo(f"left out: {_validity(validity, loaded.today)}")
    _write_site_files(loaded, folder, root=root)
    if not plain:
        shelf = Shelf(root / kept.FOLDER, "copies")
        release.compress(folder, kept=shelf)
        shelf.save()
    changed = indexnow.changed(site, folder)
    listed = folder.with_name("changed.txt")
    listed.write_text("".join(f"{address}\n" for address in changed), encoding="utf-8")
    manifest.finished(folder, site_url=built_site.address_of(folder)).write(folder)
    release.swap(folder, site=site)
    click.echo(f"{site} is the new site; {listed} lists {len(changed)} addresses that changed.")


@main.command("indexnow")
@click.argument("listed", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--site",
    type=_SitePath(),
    default=Path("site"),
    show_default=True,
    help="The finished site, which says where it lives and by which key it is known.",
)
@click.option("--endpoint", help="Whom to tell; otherwise the service that tells all engines.")
def indexnow_command(listed: Path, site: Path, endpoint: str | None) -> None:
    """Tell search engines of the changed addresses in the file LISTED, once they are on line."""
    from helpkit.checks import built_site
    from helpkit.outputs import indexnow
    from helpkit.publishing import release

    endpoint = endpoint or indexnow.ENDPOINT
    found = listed.read_text(encoding="utf-8").split()
    if not found:
        click.echo("No address changed; nothing was handed in.")
        return
    if not release.is_finished(site):
        raise click.ClickException(
            f"{site} holds no finished site. Nothing was handed in. Fix: name the site that was"
            " published, with --site"
        )
    site_url = built_site.address_of(site)
    # Those of the place where the site lived before: this key proves nothing there.
    own = [address for address in found if address.startswith(site_url)]
    if others := len(found) - len(own):
        click.echo(f"{others} addresses are not below {site_url} and were not handed in.")
    for batch in indexnow.batches(own):
        try:
            status = indexnow.hand_in(batch, site_url=site_url, endpoint=endpoint)
        except OSError as error:
            raise click.ClickException(f"{endpoint} did not take the addresses: {error}") from None
        click.echo(f"{endpoint} answered {status} to {len(batch)} addresses.")


@main.command()
@click.argument("site", type=_SitePath(exists=True))
@click.argument("remote")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--adopt", is_flag=True, help="Send to a place that holds other files already.")
@click.pass_obj
def upload(
    root_and_day: tuple[Path, date], site: Path, remote: str, dry_run: bool, adopt: bool
) -> None:
    """Send the finished SITE to REMOTE with rclone: assets, then pages, removals last.

    REMOTE is name:bucket as rclone has it, or a folder of this machine. Only files of the finished
    site are sent, and only files that we have put there are removed. A sample is never sent, nor a
    site that was built too long ago.
    """
    from helpkit.publishing import upload as remotes

    root, today = root_and_day
    caching = _loaded(root, today).hosting.caching
    try:
        remotes.refuse_unfit(site, today=day_of_build({}))  # the clock's, not SOURCE_DATE_EPOCH's
        remotes.publish(site, remote, caching=caching, dry_run=dry_run, adopt=adopt, say=click.echo)
    except remotes.PublishingError as error:
        raise click.ClickException(str(error)) from None
    if not dry_run:
        click.echo("The site is published.")


@main.command("review")
@click.argument("base", default="main")
@click.pass_obj
def review_command(root_and_day: tuple[Path, date], base: str) -> None:
    """List what was added since BASE that a person has to look at, one line each.

    That is: contact values, their evidence, settings, scripts, templates, code, new files, and that
    the site speaks as the service. What is not committed yet counts too.
    """
    from helpkit import git, review

    root, today = root_and_day
    try:
        lines = list(review.review(root, base=base, today=today))
    except git.NoRepository as error:
        raise click.ClickException(
            f"git cannot compare with {base}: {error}. Fix: name a branch or a commit"
        ) from None
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} lines to look at since {base}.")


def _write_site_files(loaded: Directory, folder: Path, *, root: Path) -> None:
    """Write what hosts look for inside a site whose files have their last names."""
    from helpkit.checks import built_site
    from helpkit.outputs import files
    from helpkit.publishing import hosting as servers

    contact = os.environ.get("SECURITY_CONTACT")
    try:
        configured = servers.site_files(
            loaded,
            root=root,
            site=folder,
            site_url=built_site.address_of(folder),
            contact=contact,
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    files.write(configured, site=folder)
    if not contact:
        click.echo(
            "There is no /.well-known/security.txt: nobody is named for reports of security"
            " problems. Set SECURITY_CONTACT to name somebody."
        )


def _problems_of_site(
    loaded: Directory, site: Path, *, seen: Shelf | None = None, world: bytes = b""
) -> list[Problem]:
    """Return what is wrong with a finished site, stray contact values among it.

    `seen` holds what was found in its files before, for a `world`.
    """
    from helpkit.checks import built_site, contradictions, stray_scan
    from helpkit.publishing import fingerprints

    shelf = seen or Shelf(None, "")

    def once(*made_from: bytes, make: Callable[[], Any]) -> Any:
        # The letters in the names of assets are new whenever an asset changes, and are no value.
        return shelf.get(world, *map(fingerprints.without, made_from), make=make)

    said = contradictions.check(site, loaded.contradictions, conditions=loaded.conditions())
    strays = stray_scan.scan(site, stray_scan.traceable(loaded), once=once)
    return in_order([*built_site.check(site), *strays, *said])


def _say(message: Message) -> None:
    """Print a message in the languages that are spoken here."""
    click.echo(told(message, spoken()))


def _loaded(root: Path, today: date) -> Directory:
    from helpkit.data import loading

    loaded, problems = loading.load(root, today=today)
    if loaded is None:
        raise click.ClickException(
            "The data has problems; mend them first:\n"
            + "\n".join(problem.told(spoken()) for problem in problems)
        )
    return loaded


def _validity(validity: Validity, today: date) -> str:
    """Return one line: what it is and where, its last day, its file."""
    ends = "ran out on" if validity.valid_until < today else "counts until"
    what, file = f"official domain {validity.id}", "service.yml"
    if region := validity.region:
        what, file = f"{region.code} {validity.id}", f"regions/{region.code}.yml"
    return f"{what} {ends} {validity.valid_until} (data/{file})"


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())

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

from helpkit import reasons, sites
from helpkit.cache import CACHE_FOLDER, Cache
from helpkit.clock import day_of_build
from helpkit.commands import commands
from helpkit.languages import SOURCE
from helpkit.messages import Message, Misspelt, Refused, message, spoken, told
from helpkit.problems import Problem, did_you_mean, errors_of, in_order, visible
from helpkit.terminal import Group, say

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
            raise Refused("last-site-lost", why=reasons.of(error)) from None
        return super().convert(value, param, ctx)


def _site_of_root() -> Path:
    """Return where the finished site of the repository lies, as seen from here."""
    root, _ = click.get_current_context().obj
    return Path(os.path.relpath(root / "site"))


@click.group(
    cls=Group, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True
)
@click.option("--root", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
)
@click.pass_context
def main(context: click.Context, root: Path | None, today: datetime | None) -> None:
    """Check and extend the site's articles and data; alone, say what needs doing next."""
    gc.set_threshold(1_000_000, 20, 20)  # a command makes much, drops little and soon ends
    here = root.resolve() if root else sites.around(Path.cwd())
    context.obj = (here, today.date() if today else day_of_build())
    if context.invoked_subcommand is None:
        sites.refuse_other(here)
        commands.next_steps(*context.obj)


@main.command("check")
@click.option(
    "--site",
    type=_SitePath(exists=True),
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
        cache = Cache(root / CACHE_FOLDER, checks.CACHE_NAME)
        loaded, problems = checks.check(root, today=today, cache=cache)
    for problem in problems:
        click.echo(problem.told(spoken()))
    if loaded is None:
        click.echo(told(message("checks-wait"), spoken()))
    click.echo(told(checks.summary(problems), spoken()))
    sys.exit(1 if errors_of(problems) else 0)


@main.group()
def new() -> None:
    """Start a page, a region, a contact or a message, in every language; or a further language."""


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
        click.echo(told(line, spoken()) if isinstance(line, Message) else line)


@main.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Say why a rule is there, with a wrong and a right example; alone, list the rules."""
    from helpkit.checks import rules

    known = rules.read()
    if rule is None:
        say("rules-known")
        for name in sorted(known):
            click.echo(f"  {name}")
        return
    if rule not in known:
        raise Refused("no-rule", rule=rule, hint=did_you_mean(rule, known))
    for each in spoken():
        why, wrong, right = rules.text_of(known[rule], language=each)
        said = message("explained", rule=rule, why=why, wrong=_indent(wrong), right=_indent(right))
        click.echo(told(said, (each,)))


@main.command()
@click.pass_obj
def schemas(root_and_day: tuple[Path, date]) -> None:
    """Write what editors use: schemas, settings and snippets; and the table of blocks in the guide."""
    from helpkit.commands import editors

    root, _ = root_and_day
    for name, text in editors.files(root).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
        say("wrote-file", file=name)


@main.command("addresses")
@click.pass_obj
def addresses_command(root_and_day: tuple[Path, date]) -> None:
    """Record every page as published, so that none of them can vanish unnoticed."""
    from helpkit.articles.article import read_all
    from helpkit.outputs import redirects

    root, today = root_and_day
    pages, _problems = read_all(root)
    new = redirects.record(_loaded(root, today), pages[SOURCE], root=root)
    say("new-addresses", n=new, file=str(redirects.ADDRESSES))


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
        raise Refused("no-sample", target=str(target)) from None
    say("wrote-sample", target=str(target))


@main.command()
@click.pass_obj
def hosting(root_and_day: tuple[Path, date]) -> None:
    """Write the configurations of servers in deploy/ from data/hosting.yml."""
    from helpkit.publishing import hosting as servers

    root, today = root_and_day
    for name, text in servers.server_files(_loaded(root, today), root=root).items():
        (root / name).write_text(text, encoding="utf-8")
        say("wrote-file", file=name)


@main.command()
@click.option("--days", default=30, show_default=True)
@click.pass_obj
def expiring(root_and_day: tuple[Path, date], days: int) -> None:
    """List the records that need a person next: what has run out, then what is about to."""
    root, today = root_and_day
    loaded = _loaded(root, today)
    found = loaded.expiring(days=days)
    for validity in found:
        click.echo(told(_validity(validity, today), spoken()))
    say("expiring", n=len(found), total=len(loaded.validities()), days=days)


@main.command()
@click.pass_obj
def coverage(root_and_day: tuple[Path, date]) -> None:
    """Print which region has what (published, lead or nothing), and how many have what matters."""
    from helpkit.data import coverage as table

    root, today = root_and_day
    loaded = _loaded(root, today)
    for language in spoken():
        for line in table.table(loaded, language):
            click.echo(line)
    for counted in table.counts(loaded):
        click.echo(told(counted, spoken()))


@main.command("recheck")
@click.argument("regions", nargs=-1)
@click.option("--write", is_flag=True)
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--timeout", default=20.0, show_default=True)
@click.option("--delay", default=2.0, show_default=True)
@click.option("--attempts", default=3, show_default=True)
@click.option(
    "--site-url",
    envvar="SITE_URL",
    default="https://okpay-self-help.example/",
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
        raise Misspelt("unknown-region", code=code, hint=did_you_mean(code, loaded.regions))
    wanted = values.values(loaded, regions=codes)
    visitor = Visitor(
        CrawlLimits(timeout=timeout, delay=delay, attempts=attempts), site_url=site_url
    )
    urls = values.sources(wanted)
    with click.progressbar(
        visitor.open_all(urls),
        length=len(urls),
        label=told(message("opening-sources"), spoken()[:1]),
        file=sys.stderr,
    ) as pages:
        opened = {page.url: page for page in pages}
    checked = values.compare(wanted, opened)
    for one in checked:
        if one.outcome != "found":
            click.echo(told(one.line, spoken()))
    if write:
        written, kept = values.record(checked, root=root, today=today)
        for line in (*written, *kept):
            click.echo(told(line, spoken()))
    if report:
        found = values.report(checked, today=today, languages=spoken())
        report.write_text(found, encoding="utf-8")
    click.echo(told(values.summary(checked), spoken()))
    sys.exit(0 if all(one.outcome == "found" for one in checked) else 1)


@main.command()
@click.argument("site", type=_SitePath(), default=_site_of_root)
@click.option("--plain", is_flag=True)
@click.pass_obj
def build(root_and_day: tuple[Path, date], site: Path, plain: bool) -> None:
    """Build all pages and put them in the place of SITE, if they pass the checks.

    One process does what "mkdocs build --strict" and "helpkit publish" do in turn: packages and
    data are loaded once.
    """
    from importlib.metadata import entry_points

    from helpkit.checks import mkdocs_config, run
    from helpkit.publishing import release
    from helpkit.session import CURRENT

    root, today = root_and_day
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
        raise Refused(
            "preview-port", port=str(port), why=reasons.of(error), other=str(port + 1)
        ) from None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        preview = server.preview = Preview(root, today=today, url=url, say=click.echo)
    except OSError as error:
        raise Refused("preview-no-room", why=reasons.of(error)) from None
    say("preview-started", url=url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("preview-stopped")
    finally:
        preview.stop()
        server.server_close()


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.argument("site", type=_SitePath())
@click.option("--plain", is_flag=True)
@click.pass_obj
def publish(root_and_day: tuple[Path, date], folder: Path, site: Path, plain: bool) -> None:
    """Make a freshly built FOLDER light and put it in the place of SITE, if it passes the checks."""
    root, today = root_and_day
    _put_out(_loaded(root, today), folder, site, root=root, plain=plain)


def _put_out(
    loaded: Directory, folder: Path, site: Path, *, root: Path, plain: bool, inputs: bytes = b""
) -> None:
    """Refuse what nobody should publish, and say what a disk refuses; else publish.

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
                *_problems_of_site(loaded, folder, seen=seen, inputs=inputs),
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
        say("left-out", record=_validity(validity, loaded.today))
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


@main.command("indexnow")
@click.argument("listed", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--site",
    type=_SitePath(),
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


@main.command()
@click.argument("site", type=_SitePath(exists=True))
@click.argument("remote")
@click.option("--dry-run", is_flag=True)
@click.option("--adopt", is_flag=True)
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
        raise Refused("git-cannot-compare", base=base, why=reasons.of(error)) from None
    for line in lines:
        for language in spoken():
            click.echo("".join(map(visible, told(line, (language,)))))
    say("lines-to-look-at", n=len(lines), base=base)


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


def _problems_of_site(
    loaded: Directory, site: Path, *, seen: Cache | None = None, inputs: bytes = b""
) -> list[Problem]:
    """Return what is wrong with a finished site, stray contact values among it.

    `seen` holds what was found in its files before, by `inputs`.
    """
    from helpkit.checks import built_site, characters, contradictions, stray_scan
    from helpkit.checks.allowed_values import allowed_values
    from helpkit.outputs import derived_languages
    from helpkit.publishing import fingerprints

    cache = seen or Cache(None, "")

    def once(*made_from: bytes, make: Callable[[], Any]) -> Any:
        # The letters in the names of assets are new whenever an asset changes, and are no value.
        return cache.get(inputs, *map(fingerprints.without, made_from), make=make)

    said = contradictions.check(site, loaded.contradictions, conditions=loaded.conditions())
    strays = stray_scan.scan(site, allowed_values(loaded), once=once)
    strange = characters.check(
        site, loaded.traditional, derived_languages.official_names(loaded), once=once
    )
    return in_order([*built_site.check(site), *strays, *said, *strange])


def _loaded(root: Path, today: date) -> Directory:
    from helpkit.data import loading

    loaded, problems = loading.load(root, today=today)
    if loaded is None:
        for problem in problems:
            click.echo(problem.told(spoken()), err=True)
        raise Refused("data-has-problems")
    return loaded


def _validity(validity: Validity, today: date) -> Message:
    """Return one line: what it is and where, its last day, its file."""
    key = "ran-out" if validity.valid_until < today else "counts-until"
    what: Message | str = message("official-domain", domain=validity.id)
    file = "service.yml"
    if region := validity.region:
        what, file = f"{region.code} {validity.name}", f"regions/{region.code}.yml"
    return message(key, record=what, day=validity.valid_until, file=file)


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())

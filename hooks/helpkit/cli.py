"""The command line: `helpkit check`, `new`, `bless`, `sync`, `addresses`, `publish` and more.

Each command imports what it works with when it runs: all of it together takes a second to load,
and `--help` and `check` need little of it.
"""

from __future__ import annotations

import atexit
import gc
import signal
import sys
from datetime import datetime
from pathlib import Path

import click

from helpkit import reasons, sites
from helpkit.cache import CACHE_FOLDER, Cache
from helpkit.clock import day_of_build
from helpkit.commands import change, new, publish, translations
from helpkit.commands.carrying_out import Command, Place, loaded_or_refuse, validity_line
from helpkit.commands.publish import SitePath, problems_of_site
from helpkit.languages import SOURCE
from helpkit.messages import Message, Misspelt, Refused, message, spoken, told
from helpkit.problems import did_you_mean, errors_of, visible
from helpkit.terminal import Group, say


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
    atexit.register(gc.freeze)  # then Python does not look through all of it once more as it ends
    here = root.resolve() if root else sites.around(Path.cwd())
    context.obj = (here, today.date() if today else day_of_build())
    if context.invoked_subcommand is None:
        from helpkit.commands import due

        sites.refuse_other(here)
        for line in due.lines(here, today=context.obj[1]):
            click.echo(line)


@main.command("check")
@click.option(
    "--site",
    type=SitePath(exists=True),
)
@click.pass_obj
def check_command(place: Place, site: Path | None) -> None:
    """Print every problem, one a line; fail if one of them is an error."""
    from helpkit.checks import run as checks
    from helpkit.data import loading

    root, today = place
    if site:
        loaded, problems = loading.load(root, today=today)
        problems = problems_of_site(loaded, site) if loaded else problems
    else:
        cache = Cache(root / CACHE_FOLDER, checks.CACHE_NAME)
        loaded, problems = checks.check(root, today=today, cache=cache)
    for problem in problems:
        click.echo(problem.told(spoken()))
    if loaded is None:
        click.echo(told(message("checks-wait"), spoken()))
    click.echo(told(checks.summary(problems), spoken()))
    sys.exit(1 if errors_of(problems) else 0)


@main.group("new")
def new_group() -> None:
    """Start a page, a region, a contact or a message, in every language; or a further language."""


for starting in (new.page, new.region, new.contact, new.message, new.language):
    new_group.add_command(starting)
for command in (
    *(change.move, change.remove, change.withdraw, change.reread),
    *(translations.sync, translations.bless),
    *(publish.build, publish.publish, publish.upload, publish.indexnow_command, publish.hosting),
):
    main.add_command(command)


@main.command("reading")
@click.pass_obj
def reading_command(place: Place) -> None:
    """Print how hard each page is to read, in both languages."""
    from helpkit.articles import readability
    from helpkit.articles.article import read_all

    root, today = place
    pages, _problems = read_all(root)
    for line in readability.report(pages, limits=loaded_or_refuse(root, today).reading):
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
def schemas(place: Place) -> None:
    """Write what editors use: schemas, settings and snippets; and the table of blocks in the guide."""
    from helpkit.commands import editors

    root, _ = place
    for name, text in editors.files(root).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
        say("wrote-file", file=name)


@main.command("addresses")
@click.pass_obj
def addresses_command(place: Place) -> None:
    """Record every page as published, so that none of them can vanish unnoticed."""
    from helpkit.articles.article import read_all
    from helpkit.outputs import redirects

    root, today = place
    pages, _problems = read_all(root)
    new = redirects.record(loaded_or_refuse(root, today), pages[SOURCE], root=root)
    say("new-addresses", n=new, file=str(redirects.ADDRESSES))


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def demo(place: Place, target: Path) -> None:
    """Write the sample world to TARGET: this repository with a service that does not exist."""
    from helpkit import sample

    root, today = place
    try:
        sample.write(root, target=target.resolve(), today=today)
    except FileExistsError:
        raise Refused("no-sample", target=str(target)) from None
    say("wrote-sample", target=str(target))


@main.command()
@click.option("--days", default=30, show_default=True)
@click.pass_obj
def expiring(place: Place, days: int) -> None:
    """List the records that need a person next: what has run out, then what is about to."""
    root, today = place
    loaded = loaded_or_refuse(root, today)
    found = loaded.expiring(days=days)
    for validity in found:
        click.echo(told(validity_line(validity, today), spoken()))
    say("expiring", n=len(found), total=len(loaded.validities()), days=days)


@main.command()
@click.pass_obj
def coverage(place: Place) -> None:
    """Print which region has what (published, lead or nothing), and how many have what matters."""
    from helpkit.data import coverage as table

    root, today = place
    loaded = loaded_or_refuse(root, today)
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
    place: Place,
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

    root, today = place
    loaded = loaded_or_refuse(root, today)
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
@click.option(
    "--port", type=click.IntRange(0, 65535), envvar="PORT", default=8000, show_default=True
)
@click.pass_obj
def serve(place: Place, port: int) -> None:
    """Show the site in a browser of this machine and follow every change, until Ctrl-C."""
    from helpkit.preview.run import Preview
    from helpkit.preview.serving import Server

    root, today = place
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


@main.command("review")
@click.argument("base", default="main")
@click.pass_obj
def review_command(place: Place, base: str) -> None:
    """List what was added since BASE that a person has to look at, one line each.

    That is: contact values, their evidence, settings, scripts, templates, code, new files, and that
    the site speaks as the service. What is not committed yet counts too.
    """
    from helpkit import git, review

    root, today = place
    try:
        lines = list(review.review(root, base=base, today=today))
    except git.NoRepository as error:
        raise Refused("git-cannot-compare", base=base, why=reasons.of(error)) from None
    for line in lines:
        for language in spoken():
            click.echo("".join(map(visible, told(line, (language,)))))
    say("lines-to-look-at", n=len(lines), base=base)


@main.command("report", cls=Command)
@click.option("--base", default="main", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--no-pictures", is_flag=True)
@click.pass_obj
def report(place: Place, base: str, out: Path | None, no_pictures: bool) -> None:
    """Write all that a change does into a folder, for those who review it: with pictures, and short."""
    from helpkit.commands import reporting, screenshots

    root, today = place
    folder = out or root / ".build" / "report"
    shown = None if no_pictures else folder / screenshots.FOLDER
    found = reporting.report(root, base=base, today=today, folder=shown)
    reporting.write(found, folder)
    say("report-wrote", file=folder / "report.md")


def _indent(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())

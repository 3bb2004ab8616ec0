"""What a build costs: CPU seconds of ours beside stock Material and Zensical, and as sites grow.

`make bench-build` generates the same pages for all (`generated_site`), builds each once in one
run, and prints the user and system seconds of each whole process tree, with ratios, since
machines differ. `SIZES="100 500"` builds other numbers of pages a language; the builders are
compared at the largest up to 500. Each figure is also said as soon as it is known.

Ours is all of `make build`: the checks on the sources, the pages, the search index, and the checks
on the finished site, but no compressed copies, which the others do not write either. The others
build pages and search index, check nothing, and have articles without our blocks; bare MkDocs
only turns the same Markdown into HTML, with neither theme, menu, search nor plugin. All Python is
compiled before, so that nobody pays for that.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import generated_site  # noqa: E402
import peers  # noqa: E402
from conftest import EPOCH  # noqa: E402

BESIDE = 500  # most pages a language at which the builders are compared
SIZES = (100, 500, 2000)
BIN = Path(sys.executable).parent
Command = Sequence[str | Path]


def cpu_seconds(what: str, command: Command, *, folder: Path) -> float:
    """Run a command in a folder; say and return its CPU seconds, children included.

    Ends the benchmark with what the command printed if it fails.
    """
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{what}: {command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{seconds:8.1f} s  {what}", file=sys.stderr, flush=True)
    return seconds


def compile_python(folder: Path) -> None:
    """Write the compiled form of all Python below a folder, where it is not yet."""
    subprocess.run([sys.executable, "-m", "compileall", "-qq", folder], check=False)


def build_ours(root: Path) -> tuple[float, float]:
    """Return the seconds of what `PLAIN=1 make build` does, and of its `mkdocs build` alone.

    Nothing is kept from before.
    """
    compile_python(root / "hooks")
    shutil.rmtree(root / ".build", ignore_errors=True)
    mkdocs = [BIN / "mkdocs", "build", "--quiet", "--strict", "--site-dir", Path(".build", "site")]
    alone = cpu_seconds(f"{root.name}, mkdocs build", mkdocs, folder=root)
    shutil.rmtree(root / ".build", ignore_errors=True)
    build = [BIN / "helpkit", "build", "--plain", "site"]
    return cpu_seconds(f"{root.name}, make build", build, folder=root), alone


def build_others(place: Path, source: Path) -> dict[str, float]:
    """Build the articles of `source` with the other tools; return the seconds of each."""
    mkdocs = [BIN / "mkdocs", "build", "--quiet"]
    zensical = peers.install_zensical()
    if zensical is None:
        print("Zensical could not be installed here; its rows are missing.")
    else:
        compile_python(peers.ZENSICAL)
    found = {}
    for prune, end in ((False, ""), (True, " with navigation.prune")):
        if zensical is not None:
            projects = peers.write_zensical(place / f"zensical{prune}", source, prune=prune)
            name = f"Zensical{end}"
            found[name] = sum(
                cpu_seconds(f"{name}, {each.name}", [zensical, "build", "--clean"], folder=each)
                for each in projects
            )
        name = f"stock Material + static-i18n{end}"
        root = peers.write_material(place / f"material{prune}", source, prune=prune)
        found[name] = cpu_seconds(name, mkdocs, folder=root)
    name = "bare MkDocs, the floor"
    found[name] = cpu_seconds(name, mkdocs, folder=peers.write_bare(place / "bare", source))
    return found


def print_beside(count: int, ours: tuple[float, float], others: dict[str, float]) -> None:
    """Print ours beside the others at one size."""
    whole, alone = ours
    print(f"{f'{count} pages a language, CPU seconds':52}{'':8}  ours is   its mkdocs build")
    print(f"{'ours, make build':52}{whole:8.1f}")
    print(f"{'ours, its mkdocs build alone':52}{alone:8.1f}")
    for name, seconds in others.items():
        print(f"{name:52}{seconds:8.1f}{whole / seconds:7.2f} ×{alone / seconds:14.2f} ×")


def print_growth(ours: dict[int, tuple[float, float]]) -> None:
    """Print what a page of ours costs at each size."""
    low, high = min(ours), max(ours)
    first = ours[low][0] / low
    print(f"\nours, pages a language{'':10}CPU seconds   ms a page   to that at {low}")
    for count, (seconds, _) in ours.items():
        cost = seconds / count
        print(f"{count:>22}{seconds:21.1f}{1000 * cost / 2:12.1f}{cost / first:17.2f}")
    if high > low:
        more = (ours[high][0] - ours[low][0]) / (high - low)
        print(f"each page more costs {1000 * more / 2:.1f} ms; the rest is the same at every size")


def main() -> None:
    """Build everything, print the tables."""
    parser = argparse.ArgumentParser(description="Measure builds.")
    parser.add_argument("sizes", nargs="*", type=int, help=f"Pages a language, {SIZES} if none.")
    sizes = sorted(parser.parse_args().sizes or SIZES)
    beside = max([size for size in sizes if size <= BESIDE] or sizes[:1])
    compile_python(Path(sysconfig.get_path("purelib")))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        roots = {n: generated_site.make(place / f"ours-{n}", count=n) for n in sizes}
        ours = {beside: build_ours(roots[beside])}
        others = build_others(place, roots[beside])
        print_beside(beside, ours[beside], others)
        for size in sizes:
            if size != beside:
                ours[size] = build_ours(roots[size])
        print_growth(dict(sorted(ours.items())))


if __name__ == "__main__":
    main()

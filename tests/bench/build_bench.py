"""What a build costs: CPU seconds of ours beside stock Material and Zensical, and as sites grow.

`make bench-build` generates the same pages for all (`generated_site`), builds each once in one
run, and prints the user and system seconds of each whole process tree, with ratios, since
machines differ. Ours is all of `make build`: the checks on the sources, the pages, the search
index, and the checks on the finished site, but no compressed copies, which the others do not
write either. The others build pages and search index, check
nothing, and have articles without our blocks. Every tool has built a small site before, so that
nobody pays for compiling Python.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import generated_site  # noqa: E402
import peers  # noqa: E402
from conftest import EPOCH, ROOT  # noqa: E402

BESIDE = 500  # pages a language, at which the builders are compared
SIZES = (100, 500, 2000)
BIN = Path(sys.executable).parent


def cpu_seconds(commands: Sequence[Sequence[str | Path]], *, folder: Path) -> float:
    """Run commands in a folder, one after the other; return their CPU seconds, children included.

    Ends the benchmark with what a command printed if it fails.
    """
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def build_ours(root: Path) -> tuple[float, float]:
    """Return the seconds of all that `make build` does, and of its `mkdocs build` alone."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, root / name)
    if not (root / ".venv").exists():
        (root / ".venv").symlink_to(BIN.parent)
    make = ["make", "--no-print-directory", "--old-file=.venv/.installed", "PLAIN=1", "build"]
    site = root / ".build" / "alone"
    alone = [BIN / "mkdocs", "build", "--quiet", "--strict", "--site-dir", site]
    return cpu_seconds([make], folder=root), cpu_seconds([alone], folder=root)


def build_material(root: Path) -> float:
    """Return the seconds of a build with stock Material."""
    return cpu_seconds([[BIN / "mkdocs", "build", "--quiet"]], folder=root)


def build_zensical(command: Path, projects: Sequence[Path]) -> float:
    """Return the seconds of a clean build of both languages."""
    return sum(cpu_seconds([[command, "build", "--clean"]], folder=each) for each in projects)


def others(place: Path, source: Path) -> dict[str, float]:
    """Build the articles of `source` with the other tools; return the seconds of each."""
    found = {}
    zensical = peers.install_zensical()
    for prune, name in ((False, ""), (True, " with navigation.prune")):
        root = peers.write_material(place / f"material{prune}", source, prune=prune)
        found[f"stock Material + static-i18n{name}"] = build_material(root)
        if zensical is not None:
            projects = peers.write_zensical(place / f"zensical{prune}", source, prune=prune)
            found[f"Zensical{name}"] = build_zensical(zensical, projects)
    if zensical is None:
        print("Zensical could not be installed here; its rows are missing.")
    return found


def main() -> None:
    """Build everything, print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        roots = {n: generated_site.make(place / f"ours-{n}", count=n) for n in SIZES}
        smallest = min(SIZES)
        build_ours(roots[smallest])
        others(place / "small", roots[smallest])
        ours = {count: build_ours(root) for count, root in roots.items()}
        table = others(place / "large", roots[BESIDE])
    whole, alone = ours[BESIDE]
    print(f"{BESIDE} pages a language, CPU seconds{'':21}ours is")
    print(f"{'ours, make build':48}{whole:8.1f}")
    print(f"{'ours, mkdocs build alone':48}{alone:8.1f}")
    for name, seconds in table.items():
        print(
            f"{name:48}{seconds:8.1f}  {whole / seconds:.2f} times, alone {alone / seconds:.2f} times"
        )
    print(f"\nours, pages a language{'':10}CPU seconds   ms a page   to that at {smallest}")
    first = ours[smallest][0] / smallest
    for count, (seconds, _) in ours.items():
        cost = seconds / count
        print(f"{count:>22}{seconds:21.1f}{1000 * cost / 2:12.1f}{cost / first:17.2f}")
    low, high = min(SIZES), max(SIZES)
    growth = (ours[high][0] - ours[low][0]) / (high - low)
    print(
        f"each page more costs {1000 * growth / 2:.1f} ms; the rest does not depend on their number"
    )


if __name__ == "__main__":
    main()

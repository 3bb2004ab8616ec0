"""What a build of the real site costs: beside an older commit, and the second one after a change.

`make bench-real BEFORE=FOLDER` takes turns with a checkout of another commit that was set up there
(`make setup`), and prints for each command the least CPU seconds, user and system, of the whole
process tree in RUNS runs. "Nothing kept" is `make build` without `.build` and without `site`; "one
article changed" is the one after it, with a sentence more in one article.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
from build_bench import compile_python, cpu_seconds  # noqa: E402
from conftest import ROOT  # noqa: E402

ARTICLE = "docs/zh/problems/login.md"
COPIED = ("data", "deploy", "docs", "hooks", "overrides", "Makefile", "mkdocs.yml")
COPIED += ("pyproject.toml", "requirements.lock")
HELP, CHECK = "helpkit --help", "helpkit check"
COLD, SECOND = "make build, nothing kept", "make build, one article changed"


def copy(source: Path, target: Path) -> Path:
    """Copy what a build reads; the packages stay where they are."""
    for name in COPIED:
        path = source / name
        (shutil.copytree if path.is_dir() else shutil.copy)(path, target / name)
    (target / ".venv").symlink_to(source / ".venv")
    compile_python(source / ".venv" / "lib")
    compile_python(target / "hooks")
    return target


def measure(root: Path, source: Path) -> dict[str, float]:
    """Return the seconds of each command in a copy of a checkout."""
    # The copy's own code: the environment imports that of the checkout.
    path = ["env", f"PYTHONPATH={root / 'hooks'}"]
    helpkit = [*path, source / ".venv" / "bin" / "helpkit"]
    make = [*path, "make", "--no-print-directory", "--old-file=.venv/.installed", "build"]
    for folder in (".build", "site"):
        shutil.rmtree(root / folder, ignore_errors=True)
    found = {
        HELP: cpu_seconds(HELP, [*helpkit, "--help"], folder=root),
        CHECK: cpu_seconds(CHECK, [*helpkit, "check"], folder=root),
        COLD: cpu_seconds(COLD, make, folder=root),
    }
    article = root / ARTICLE
    text = article.read_text(encoding="utf-8")
    article.write_text(f"{text}\n这一句只用来测量。\n", encoding="utf-8")
    found[SECOND] = cpu_seconds(SECOND, make, folder=root)
    article.write_text(text, encoding="utf-8")
    return found


def main() -> None:
    """Measure in turns, print the table."""
    parser = argparse.ArgumentParser(description="Measure builds of the real site.")
    parser.add_argument("before", nargs="?", type=Path, help="A checkout to compare with.")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    sources = {"now": ROOT}
    if options.before:
        sources = {"before": options.before.resolve(), **sources}
    with tempfile.TemporaryDirectory() as folder:
        roots = {}
        for name, source in sources.items():
            roots[name] = Path(folder, name)
            roots[name].mkdir()
            copy(source, roots[name])
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in sources}
        for _ in range(options.runs):
            for name, source in sources.items():
                runs[name].append(measure(roots[name], source))
    least = {
        name: {what: min(run[what] for run in each) for what in each[0]}
        for name, each in runs.items()
    }
    print(f"{'CPU seconds':34}{''.join(f'{name:>9}' for name in least)}")
    for what, seconds in least["now"].items():
        line = f"{what:34}{''.join(f'{each[what]:9.2f}' for each in least.values())}"
        print(line + (f"{seconds / least['before'][what]:8.2f} ×" if options.before else ""))
    for name, each in least.items():
        print(f"{name}: the second build is {each[SECOND] / each[COLD]:.2f} × the first")


if __name__ == "__main__":
    main()

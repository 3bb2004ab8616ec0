"""Write anew what the golden cases say, in both languages: `.venv/bin/python tests/golden.py [CASE …]`.

Without a case all of them, and `tests/messages.yml` with what none of them shows. Read the diff: it
is what writers will read.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import yaml
from conftest import TINY_DAY
from helpkit.checks.run import check
from helpkit.languages import SPOKEN
from test_cases import CACHE, CASES, LANGUAGE_OF, lines_of, prepare, read_case

TESTS = Path(__file__).parent


def main() -> None:
    """Replace the end of each case, from the first list of what is said."""
    wanted = [Path(name).resolve() for name in sys.argv[1:]] or CASES
    for path in wanted:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "site"
            prepare(read_case(path), root)
            _, problems = check(root, today=TINY_DAY, cache=CACHE)
        said = {name: lines_of(problems, language) for name, language in LANGUAGE_OF.items()}
        kept = path.read_text(encoding="utf-8").partition("\nsays:")[0].rstrip("\n")
        text = yaml.safe_dump(said, allow_unicode=True, width=10_000, sort_keys=False)
        path.write_text(f"{kept}\n{text}", encoding="utf-8")
    if not sys.argv[1:]:
        write_examples()


def write_examples() -> None:
    """Give an example to each message that no case shows, and take away those of others."""
    sys.path.insert(0, str(TESTS / "unit"))
    import test_messages as catalogue

    path, old = TESTS / "messages.yml", catalogue.EXAMPLES
    new = {}
    for key, entry in catalogue.CATALOGUE.items():
        if all(catalogue.is_shown(key, entry, language) for language in SPOKEN):
            continue
        values = {name: example(name, form) for name, form in catalogue.forms(entry).items()}
        values |= {n: v for n, v in old.get(key, {}).get("values", {}).items() if n in values}
        new[key] = {"values": values, **catalogue.written(key, values)}
    text = yaml.safe_dump(new, allow_unicode=True, width=10_000, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def example(name: str, form: str) -> str | int:
    """Return a value that a message can show; whoever knows a better one writes it."""
    return 2 if form or len(name) == 1 else f"<{name}>"


if __name__ == "__main__":
    main()

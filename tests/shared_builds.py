"""Build what most tests read before they begin; with `--all` also what a few read, which others would wait for.

`make test` does both while the linters run.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from conftest import build_demo, build_later, build_light, build_tiny_once

if __name__ == "__main__":
    rest = [build_later, build_demo, build_tiny_once] if "--all" in sys.argv else []
    with ThreadPoolExecutor(max_workers=2) as builders:
        for built in [builders.submit(build) for build in (build_light, *rest)]:
            built.result()

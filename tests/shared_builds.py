"""Build what most tests read before they begin; with `--later` also the site of a later day, beside it.

`make test` does both while the linters run.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from conftest import build_later, build_light

if __name__ == "__main__":
    builds = [build_light, *([build_later] if "--later" in sys.argv else [])]
    with ThreadPoolExecutor() as builders:
        for built in [builders.submit(build) for build in builds]:
            built.result()

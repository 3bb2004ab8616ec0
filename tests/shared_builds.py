"""Build what many tests read before they begin; `make test` does it while the linters run."""

from concurrent.futures import ThreadPoolExecutor

from conftest import build_demo, build_later, build_light, build_tiny_once


def build_later_and_light() -> None:
    """Build the real site of two days: the second build takes what the first one kept.

    Last comes the day of the tests, so that commands find what was kept of that.
    """
    build_later()
    build_light()


if __name__ == "__main__":
    with ThreadPoolExecutor(max_workers=2) as builders:
        wanted = (build_later_and_light, build_demo, build_tiny_once)
        for built in [builders.submit(build) for build in wanted]:
            built.result()

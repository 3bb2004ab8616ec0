"""Build what most tests read, before they begin: `make test` does so while the linters run."""

from conftest import build_light

if __name__ == "__main__":
    build_light()

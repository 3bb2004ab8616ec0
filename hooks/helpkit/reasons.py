"""Reasons for failures: common ones of systems and programs in our words, others quoted."""

from __future__ import annotations

import errno
import re

from helpkit.messages import Message, message

_NUMBERS = {
    errno.EACCES: "reason-denied",
    errno.EPERM: "reason-denied",
    errno.EROFS: "reason-denied",
    errno.ENOENT: "reason-missing",
    errno.EEXIST: "reason-exists",
    errno.ENOTEMPTY: "reason-exists",
    errno.EISDIR: "reason-folder",
    errno.ENOTDIR: "reason-no-folder",
    errno.ENOSPC: "reason-full",
    errno.EXDEV: "reason-other-disk",
    errno.ENAMETOOLONG: "reason-long-name",
    errno.EADDRINUSE: "reason-in-use",
    errno.ECONNREFUSED: "reason-no-server",
    errno.ETIMEDOUT: "reason-too-late",
}
# What programs print, most telling first; what a message names is a group.
_PRINTED = (
    (r"git is not installed", "reason-no-git"),
    (r"not a git repository", "reason-no-repository"),
    (r"dubious ownership", "reason-owner"),
    (
        r"unknown revision|bad revision|ambiguous argument|[Nn]ot a valid (?:object|commit)",
        "reason-no-commit",
    ),
    (r"Name or service not known|getaddrinfo failed|name resolution", "reason-no-host"),
    (r"timed out", "reason-too-late"),
    (r"Connection refused", "reason-no-server"),
    (r"HTTP Error (?P<status>\d+)", "reason-status"),
    (r"'(?P<name>[^']+)' is undefined", "reason-undefined"),
    (r"unknown tag '(?P<name>[^']+)'", "reason-unknown-tag"),
    (r"[Uu]nexpected end of template", "reason-open-tag"),
    (r"^(?P<typed>'.*') is not one of (?P<choices>.*?)\.?$", "reason-choice"),
    (r"^(?P<typed>'.*') is not a valid (?:integer|float)", "reason-number"),
    (r"^(?P<typed>.*) is not in the range (?P<range>.*?)\.?$", "reason-range"),
    (r"^(?P<typed>'.*') does not match the formats? (?P<form>.*?)\.?$", "reason-day"),
    (r"'(?P<file>[^']*)' does not exist", "reason-not-there"),
    (r"'(?P<file>[^']*)' is a directory", "reason-is-folder"),
    (r"'(?P<file>[^']*)' is a file", "reason-is-file"),
)


def of(error: BaseException | str) -> Message:
    """Return why something failed, from an exception or from what a program printed."""
    if isinstance(error, OSError) and error.errno in _NUMBERS:
        said = message(_NUMBERS[error.errno])
        return message("reason-of-file", why=said, file=error.filename) if error.filename else said
    words = " ".join(str(error).split())
    for pattern, key in _PRINTED:
        if found := re.search(pattern, words):
            return message(key, **found.groupdict())
    return message("reason-quoted", words=words or type(error).__name__)

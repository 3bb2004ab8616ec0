"""Reasons that come from systems and programs, in words of ours."""

from __future__ import annotations

import pytest
from helpkit import reasons
from helpkit.messages import text


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (
            PermissionError(13, "Permission denied", "a/b.yml"),
            "there is no right to write or read it (a/b.yml)",
            "没有读写的权限（a/b.yml）",
        ),
        (OSError(28, "No space left on device"), "no space left on the disk", "磁盘满了"),
        ("fatal: ambiguous argument 'x': unknown revision", "there is no such branch or commit", "没有这个分支或提交"),
        ("'no' is undefined", 'the template uses "no", which is not there', "模板里用了“no”，可是没有它"),
        ("HTTP Error 403: Forbidden", "the server answers 403", "服务器的回复是 403"),
        ("'x' is not one of 'a', 'b'.", "'x' is none of these: 'a', 'b'", "'x' 不在这些里：'a', 'b'"),
        (OSError("the roof\nfell in"), "the roof fell in", "“the roof fell in”（程序的原话）"),
        (ValueError(), "ValueError", "“ValueError”（程序的原话）"),
    ],
)  # fmt: skip
def test_common_reasons_have_our_words_and_others_are_quoted(
    error: Exception | str, english: str, chinese: str
) -> None:
    said = reasons.of(error)
    assert text(said, language="en") == english
    assert text(said, language="zh") == chinese

"""axe-core in an open page: what it finds fault with, and nothing else of what it says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

# Best practices are on by default; the least size of targets (WCAG 2.2, 2.5.8) is not. What is in
# order is not carried over: it took half of the time.
_RUN = """async ([within, only, without]) => {
  scrollTo({ top: 0, behavior: "instant" }); // what is halfway under the help bar would be a small target
  const rules = { "target-size": { enabled: true } };
  for (const rule of without) rules[rule] = { enabled: false };
  const options = only.length ? { runOnly: only } : { rules };
  const { violations } = await axe.run(within || document, { ...options, resultTypes: ["violations"], preload: false });
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ target }) => target)]);
}"""
# What hangs on colours alone. It takes as long as all other rules together, and no other rule hangs on them.
COLOURS = ("color-contrast", "link-in-text-block")
# What hangs on the width of the window besides.
LOOKS = (*COLOURS, "target-size", "scrollable-region-focusable")


@cache
def _script() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(
    page: Page, *, within: str = "", only: Sequence[str] = (), without: Sequence[str] = ()
) -> list[list[object]]:
    """Return the rules that a page, or the part that a selector finds, breaks, seen from its top.

    All rules are asked, or only some, or all without some. Each comes with its first three places.
    """
    if not page.evaluate("'axe' in window"):
        # Playwright's own `evaluate` reads half a megabyte of script twice before the page does.
        with_the_browser = page.context.new_cdp_session(page)
        with_the_browser.send("Runtime.evaluate", {"expression": _script()})
        with_the_browser.detach()
    found: list[list[object]] = page.evaluate(_RUN, [within, only, without])
    return found

"""axe-core in an open page: what it finds fault with, and nothing else of what it says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

# Best practices are on by default; the least size of targets (WCAG 2.2, 2.5.8) is not. What is in
# order is not carried over: it took half of the time.
#
# Of a long list or table that one macro draws, the first are looked at: what follows looks the same, as
# long as nothing in it has a class or can be pressed but links. The contrast of each text is what costs.
_RUN = """async (within) => {
  scrollTo({ top: 0, behavior: "instant" }); // what is halfway under the help bar would be a small target
  const rules = { "target-size": { enabled: true } };
  const own = ":not([class], :has([class], button, input, select, textarea, summary, svg))";
  const exclude = ["tr", "li", "p", "dd", "dt", "option"].map((name) => `main ${name}:nth-of-type(n + 6)${own}`)
    .concat("main tr:nth-child(n + 12)").filter((found) => document.querySelector(found));
  const context = { include: [within || "html"], exclude };
  const { violations } = await axe.run(context, { rules, resultTypes: ["violations"], preload: false });
  return violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ target }) => target)]);
}"""


@cache
def _script() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, *, within: str = "") -> list[list[object]]:
    """Return the rules that a page, or the part that a selector finds, breaks, seen from its top.

    Each comes with its first three places.
    """
    if not page.evaluate("'axe' in window"):
        # Playwright's own `evaluate` reads half a megabyte of script twice before the page does.
        with_the_browser = page.context.new_cdp_session(page)
        with_the_browser.send("Runtime.evaluate", {"expression": _script()})
        with_the_browser.detach()
    found: list[list[object]] = page.evaluate(_RUN, within)
    return found

"""One page of each kind: what looks different is looked at, by the tests and in the gallery."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

KINDS = [
    "",
    "urgent/",
    "urgent/what-they-got/",
    "urgent/help-someone/",
    "urgent/card/",
    "contact/",
    "contact/phone/",
    "contact/regions/",
    "contact/regions/hk/",
    "contact/regions/eu/",
    "contact/hours/",
    "contact/calling-from-abroad/",
    "contact/verify/",
    "prepare/checklist/",
    "prepare/evidence-log/",
    "prepare/communication/",
    "prepare/templates/",
    "problems/account-frozen/",
    "safety/rules/",
    "safety/fake-hotlines/",
    "escalate/deadlines/",
    "escalate/regulators/",
    "faq/",
    "glossary/",
    "search/",
    "about/which-okpay/",
    "about/sources/",
    "about/contribute/",
    "no-such-page/",
]
# Kinds that have, between them, every part with a style of its own: enough to look at in another
# scheme and on another screen. A test holds this.
COMPONENTS = [
    "",
    "urgent/",
    "urgent/what-they-got/",
    "urgent/help-someone/",
    "urgent/card/",
    "contact/",
    "contact/hours/",
    "contact/regions/hk/",
    "contact/regions/gb/",
    "contact/verify/",
    "prepare/evidence-log/",
    "prepare/checklist/",
    "escalate/deadlines/",
    "problems/change-details/",
    "safety/rules/",
    "safety/fake-hotlines/",
    "search/",
    "about/which-okpay/",
    "about/what-we-corrected/",
    "about/sources/",
    "about/contribute/",
]
FOLDERS = {"zh": "", "en": "en/"}
ADDRESSES = [f"/{folder}{kind}" for folder in FOLDERS.values() for kind in KINDS]


def open_menu(page: Page) -> None:
    page.locator(".menu").click()


def open_search(page: Page) -> None:
    page.keyboard.press("/")
    page.fill("dialog[open] input", "okpay 冻结")
    page.wait_for_selector(".search-output[aria-busy=false] [role=option]")


def answer_of_the_checker(page: Page) -> None:
    page.locator(".verdict").wait_for()


def count_deadlines(page: Page) -> None:
    page.select_option("#deadline-region", "GB")
    # A day to come is refused; this one is never later than the reader's.
    page.fill("#deadline-complaint", page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.locator(".deadlines button[type=submit]").click()
    page.locator(".deadline-days").wait_for()


def wait_for_results(page: Page) -> None:
    page.wait_for_selector(".search-results")


# What scripts add to a page: address, what to do there, and where it stands then.
STATES: dict[str, tuple[str, Callable[[Page], None], str]] = {
    "menu": ("problems/login/", open_menu, "#nav"),
    "search": ("problems/login/", open_search, "dialog"),
    "results": ("search/#q=okpay", wait_for_results, "[data-search-page]"),
    "listed": ("contact/verify/#q=%2B852%202878%201378", answer_of_the_checker, ".checker-answer"),
    "deadlines": ("escalate/deadlines/", count_deadlines, ".deadlines"),
    "not listed": (
        "contact/verify/#q=%2B852%201234%205678",
        answer_of_the_checker,
        ".checker-answer",
    ),
}

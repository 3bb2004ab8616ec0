"""MkDocs events: run the checks. `serve` warns, `build` stops before it writes anything."""

import logging

from helpkit.checks.run import summary
from helpkit.problems import Severity, errors_of
from helpkit.session import CURRENT
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.hooks.checks")


def on_startup(command, dirty):
    """Remember whether a writer is watching."""
    CURRENT.serving = command == "serve"


@event_priority(-50)  # after the session was read
def on_pre_build(config):
    """Report every problem at once; a build with errors ends here."""
    if not config.plugins["i18n"].is_default_language_build:
        return
    problems = CURRENT.session.problems
    for problem in problems:
        serious = problem.severity is Severity.ERROR and CURRENT.serving
        log.log(logging.WARNING if serious else logging.INFO, "%s", problem)
    if errors_of(problems) and not CURRENT.serving:
        lines = "\n".join(map(str, problems))
        raise PluginError(f"{lines}\n{summary(problems)} Nothing was written.")

"""MkDocs events: run the checks. `serve` warns, `build` stops before it writes anything."""

import logging

from helpkit.checks.run import summary
from helpkit.problems import Severity, errors_of
from helpkit.session import SESSION
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.hooks.checks")


def on_startup(command, dirty):
    """Remember whether a writer is watching."""
    SESSION.serving = command == "serve"


@event_priority(-50)  # after the session was filled
def on_pre_build(config):
    """Report every problem at once; a build with errors ends here."""
    if not config.plugins["i18n"].is_default_language_build:
        return
    for problem in SESSION.problems:
        serious = problem.severity is Severity.ERROR and SESSION.serving
        log.log(logging.WARNING if serious else logging.INFO, "%s", problem)
    if errors_of(SESSION.problems) and not SESSION.serving:
        lines = "\n".join(map(str, SESSION.problems))
        raise PluginError(f"{lines}\n{summary(SESSION.problems)} Nothing was written.")

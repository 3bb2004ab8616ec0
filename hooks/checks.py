"""MkDocs events: run the checks. `serve` warns, `build` stops before it writes anything."""

import logging

from helpkit.checks.run import summary
from helpkit.messages import message, spoken, told
from helpkit.problems import Problem, Severity, errors_of
from helpkit.session import CURRENT
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.hooks.checks")


class Warnings(logging.Handler):
    """Collects the warnings of MkDocs during a build."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.told = []

    def emit(self, record):
        """Keep a warning."""
        self.told.append(record.getMessage())


WARNINGS = Warnings()


def on_startup(command, dirty):
    """Remember whether a writer is watching."""
    CURRENT.serving = command == "serve"
    if not CURRENT.serving:
        # With --quiet, MkDocs ignores warnings even under --strict, among them missing pictures.
        mkdocs = logging.getLogger("mkdocs")
        mkdocs.setLevel(min(mkdocs.level, logging.WARNING))
        mkdocs.addHandler(WARNINGS)


@event_priority(-50)  # after the session was read
def on_pre_build(config):
    """Report every problem at once; a build with errors ends here."""
    if not config.plugins["i18n"].is_default_language_build:
        return
    problems = CURRENT.session.problems
    for problem in problems:
        serious = problem.severity is Severity.ERROR and CURRENT.serving
        for line in problem.told(spoken()).split("\n"):
            log.log(logging.WARNING if serious else logging.INFO, "%s", line)
    if errors_of(problems) and not CURRENT.serving:
        end = message("nothing-was-written", summary=summary(problems))
        raise PluginError("\n".join([*(p.told(spoken()) for p in problems), told(end, spoken())]))


@event_priority(-100)  # after all others
def on_post_build(config):
    """Fail a build with warnings of MkDocs: what it did not find would be missing on a page."""
    if WARNINGS.told and config.strict:
        raise PluginError(
            "\n".join(
                Problem.of("mkdocs.yml", 1, 1, "site-warning", said=said).told(spoken())
                for said in WARNINGS.told
            )
        )

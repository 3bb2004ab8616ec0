"""MkDocs event: a build starts with data and articles that are read anew."""

from pathlib import Path

from helpkit.clock import day_of_build
from helpkit.messages import Refused
from helpkit.session import CURRENT
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority


@event_priority(100)  # all other events use the session
def on_pre_build(config):
    """Read data and articles anew when a build starts, that is, with the default language."""
    if config.plugins["i18n"].is_default_language_build:
        try:
            today = day_of_build()
        except Refused as error:
            raise PluginError(str(error)) from None
        CURRENT.begin(Path(config.config_file_path).parent, today=today)

"""The day of a build. Only commands and MkDocs events ask for it; all other code gets it as an argument."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from helpkit.messages import Refused


def day_of_build(environment: Mapping[str, str] = os.environ) -> date:
    """Return the day that `SOURCE_DATE_EPOCH` (seconds, UTC) names, or else today where we are.

    A writer in Beijing who reviews a page before eight in the morning writes the local date. Raises
    Refused for what is no number of seconds.
    """
    seconds = environment.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date() if seconds else date.today()
    except (ValueError, OverflowError, OSError):
        raise Refused("no-seconds", seconds=seconds) from None

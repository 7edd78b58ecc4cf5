"""Days in stretches: rows of one time lie together in the tables that merging adds to and looks up by hash."""

import json

PERIOD = 64
"""Days of a stretch; the triggers of news-006 divide by the same."""


def periods(low: int, high: int) -> str:
    """The stretches that days from ``low`` to ``high`` lie in, as a JSON list."""
    return json.dumps(list(range(low // PERIOD, high // PERIOD + 1)))

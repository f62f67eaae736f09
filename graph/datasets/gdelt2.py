"""GDELT 2.0: events since February 2015, a file every quarter of an hour."""

from __future__ import annotations

from allegiance.graph.datasets.gdelt import Gdelt


class Gdelt2(Gdelt):
    """GDELT 2.0: files of 61 cells (its export.CSV; mentions and gkg files are others).

    The day of an event is the day of the deed by the news: some report what was a year ago.
    """

    name = "gdelt2"
    widths = (61,)
    what = "the events (export.CSV) of GDELT 2.0"

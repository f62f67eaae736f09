"""GDELT 1.0: events since 1979, by day since April 2013, by month or year before."""

from __future__ import annotations

from allegiance.graph.datasets.gdelt import Gdelt


class Gdelt1(Gdelt):
    """GDELT 1.0: files of 58 cells, or 57 until March 2013 (by month and year, no address).

    Early years were read in few sources: the number of events grows with that of sources.
    """

    name = "gdelt1"
    widths = (58, 57)
    what = "the events of GDELT 1.0"

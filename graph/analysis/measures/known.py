"""The measures by name, and the tables that they are read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.measures.alliances import ALLIANCES
from allegiance.graph.analysis.measures.flows import ARMS, TRADE
from allegiance.graph.analysis.measures.ideal import IDEAL
from allegiance.graph.analysis.measures.protocol import Measure
from allegiance.graph.analysis.measures.troops import TROOPS
from allegiance.graph.analysis.measures.votes import VOTES
from allegiance.graph.datasets.files import need_files
from allegiance.graph.datasets.registry import describe, load_dataset
from allegiance.graph.model.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

MEASURES: Final[dict[str, Measure]] = {
    one.name: one for one in (VOTES, IDEAL, ALLIANCES, ARMS, TROOPS, TRADE)
}


def measure_named(name: str) -> Measure:
    """The measure ``name``.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    if name not in MEASURES:
        raise UnknownNameError(name, kind="measure", known=MEASURES, see="docs/methods/series.md")
    return MEASURES[name]


def read_tables(measure: Measure) -> dict[str, pd.DataFrame]:
    """The tables of the data sets that a measure needs, from the copies at hand.

    Raises
    ------
    InputError
        If a copy is missing; the message says how to get it.
    """
    return {
        name: load_dataset(name).read(need_files(describe(name))).table for name in measure.sets
    }

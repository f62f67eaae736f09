"""Precedents by public data sets: the state asked about, and all others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from allegiance.graph.analysis.measures.lineages import find_state, last_of
from allegiance.graph.analysis.precedents.nearest import (
    Precedents,
    PrecedentSettings,
    find_precedents,
)
from allegiance.graph.analysis.precedents.public import Coded, code_public
from allegiance.graph.model.dates import as_day, check_covered


def public_precedents(
    state: str,
    *,
    at: str | dt.date | None = None,
    sets: Sequence[str] = (),
    settings: PrecedentSettings = PrecedentSettings(),
) -> tuple[Precedents, Coded]:
    """The precedents of a state's course in the data sets at hand, and what they are made of.

    Without a day it is the last that the sets cover together.

    Raises
    ------
    UnknownNameError
        If there is no such state or set.
    InputError
        If no set is at hand, or the day is not covered.
    """
    coded = code_public(sets)
    if at is None:
        day = coded.window[1] - dt.timedelta(days=1)
    else:
        covers = "the data sets at hand cover together"
        day = check_covered(as_day(at), coded.window, covers=covers)
    name = last_of(find_state(state))
    found = find_precedents(coded.chronicles, name, at=day, window=coded.window, settings=settings)
    return found, coded

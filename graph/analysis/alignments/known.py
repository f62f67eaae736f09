"""The comparisons by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.alignments.levels import IDEAL_APART, TROOPS_APART
from allegiance.graph.analysis.alignments.pacts import PACTS_ALIKE
from allegiance.graph.analysis.alignments.protocol import AlignSettings, Comparison
from allegiance.graph.analysis.alignments.shares import ARMS_ALIKE, TRADE_ALIKE
from allegiance.graph.analysis.alignments.votes import VOTES_ALIKE
from allegiance.graph.datasets.files import is_at_hand, need_files
from allegiance.graph.datasets.registry import describe, load_dataset
from allegiance.graph.model.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

COMPARISONS: Final[dict[str, Comparison]] = {
    one.name: one
    for one in (VOTES_ALIKE, IDEAL_APART, PACTS_ALIKE, ARMS_ALIKE, TROOPS_APART, TRADE_ALIKE)
}


def comparison_named(name: str) -> Comparison:
    """The comparison ``name``.

    Raises
    ------
    UnknownNameError
        If there is none.
    """
    if name not in COMPARISONS:
        see = "docs/methods/similarity.md"
        raise UnknownNameError(name, kind="measure", known=COMPARISONS, see=see)
    return COMPARISONS[name]


def check_settings(comparison: Comparison, settings: AlignSettings) -> None:
    """Refuse settings that a comparison cannot follow.

    Raises
    ------
    InputError
        If it cannot be taken by that coefficient, or by issue.
    """
    if settings.by and settings.by not in comparison.by:
        ways = f"by one of {', '.join(comparison.by)}" if comparison.by else "one way alone"
        message = f"{comparison.name} cannot be taken by {settings.by}: it is compared {ways}."
        raise InputError(message)
    if settings.issue is not None and comparison.name != VOTES_ALIKE.name:
        message = f"{comparison.name} knows no issues: these are for votes."
        raise InputError(message)


def tables_for(comparison: Comparison, settings: AlignSettings) -> dict[str, pd.DataFrame]:
    """The tables that are needed, and those that help and are at hand.

    Raises
    ------
    InputError
        If a copy that is needed is missing; the message says how to get it.
    """
    helps = [name for name in comparison.helps(settings) if is_at_hand(describe(name))]
    return _read([*comparison.sets(settings), *helps])


def _read(names: Sequence[str]) -> dict[str, pd.DataFrame]:
    return {name: load_dataset(name).read(need_files(describe(name))).table for name in names}

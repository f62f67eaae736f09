"""What every way to compare two actors gives, and how a new one joins: one module, one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from allegiance.graph.analysis.pacts import SCALES
from allegiance.graph.datasets.un_votes import ISSUE_CODES
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# The coefficients by the names that --by knows, each with that of graph/analysis/similarity.
COEFFICIENTS: Final[Mapping[str, str]] = {
    "kappa": "kappa",
    "pi": "pi",
    "s": "s",
    "s-squared": "s2",
    "tau-b": "tau-b",
    "agreement": "agreement",
    "identical": "identical",
    "s-weighted": "s",
}
# What stands beside the coefficient that was asked for, unless it is that one.
BESIDE: Final = ("kappa", "pi", "s", "agreement")


@dataclass(frozen=True, slots=True)
class AlignSettings:
    """What is compared, and by which coefficient.

    Parameters
    ----------
    by
        One of :data:`COEFFICIENTS`; "" for the default of what is compared.
    issue
        Roll calls on this issue alone, by its code (``"hr"``); of votes alone.
    scale
        Whose coding of alliances, and on which scale: ``"atop"`` or ``"cow"``.
    """

    by: str = ""
    issue: str | None = None
    scale: str = "atop"

    def __post_init__(self) -> None:
        for name, value, known in (
            ("coefficient", self.by or None, COEFFICIENTS),
            ("issue", self.issue, ISSUE_CODES),
            ("scale", self.scale, SCALES),
        ):
            if value is not None and value not in known:
                message = f"There is no {name} {value!r}. Take one of {', '.join(known)}."
                raise InputError(message)


@dataclass(frozen=True, slots=True)
class Dyad:
    """The two that are compared, as ids of the last state of each lineage, or of actors."""

    first: str
    second: str


class Comparison(Protocol):
    """A way to compare two states by year.

    Attributes
    ----------
    name
        As ``--measure`` knows it.
    sees, misses
        What it can and cannot see, a sentence each.
    reads
        How its values are read: which end is alike, and what ``n`` counts.
    counts, lacks
        What ``n`` counts in the plural, and what is so where it is 0.
    by
        The coefficients that it can be taken by, the default first; empty if there is but one way.
    bounds
        The least and the greatest value.
    least_n
        Below so many of them a year has no value.
    """

    name: str
    sees: str
    misses: str
    reads: str
    counts: str
    lacks: str
    by: Sequence[str]
    bounds: tuple[float, float]
    least_n: int

    def sets(self, settings: AlignSettings) -> Sequence[str]:
        """The data sets that are needed, by name."""

    def helps(self, settings: AlignSettings) -> Sequence[str]:
        """The data sets that are read too if they are at hand."""

    def compare(
        self, tables: Mapping[str, pd.DataFrame], dyad: Dyad, settings: AlignSettings
    ) -> pd.DataFrame:
        """A row for each year that the data cover: year, value, error, n, and what stands beside.

        Value is nan where there is none, error where nothing tells it; ``n`` is 0 where the two
        have nothing in common.
        """

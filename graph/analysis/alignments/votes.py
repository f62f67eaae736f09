"""How alike two states vote in the General Assembly, by year and issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from allegiance.graph.analysis.alignments.coefficients import coefficient, compare_two
from allegiance.graph.analysis.alignments.protocol import AlignSettings, Dyad
from allegiance.graph.analysis.measures.lineages import canonical
from allegiance.graph.analysis.portfolios import VOTE_SPAN, vote_matrices
from allegiance.graph.datasets.un_votes import ISSUE_CODES
from allegiance.graph.datasets.vote_matrix import VoteMatrix

if TYPE_CHECKING:
    import pandas as pd


class VotesAlike:
    """The similarity of the votes of two states over the roll calls of a year in which both voted.

    Yes is 1, an abstention 0, no -1; R = 2. See
    :func:`~allegiance.graph.analysis.similarity.similarity` for the formulas and their papers.
    ``median`` is that of all pairs of members in the year, who vote on the same agenda.
    """

    name = "votes"
    sees = "It sees whether two states vote alike in the UN General Assembly."
    misses = (
        "It does not see what never comes to a vote; what is on the agenda moves all pairs at"
        " once, which the median of all pairs beside it shows."
    )
    reads = (
        "1 is alike throughout, below 0 is more apart than chance (kappa, pi) or than the middle"
        " of the scale (s); agreement and identical run from 0 to 1. n counts the"
        " roll calls in which both voted."
    )
    counts = "common roll calls"
    lacks = "no roll call in which both voted"
    by: Sequence[str] = ("kappa", "pi", "s", "s-squared", "tau-b", "agreement", "identical")
    bounds = (-1.0, 1.0)
    least_n = 5

    def sets(self, settings: AlignSettings) -> Sequence[str]:
        """The roll calls."""
        return ("un-votes",)

    def helps(self, settings: AlignSettings) -> Sequence[str]:
        """None."""
        return ()

    def compare(
        self, tables: Mapping[str, pd.DataFrame], dyad: Dyad, settings: AlignSettings
    ) -> pd.DataFrame:
        """A row a year with roll calls; beside the value the median of all pairs."""
        import pandas as pd

        votes = tables["un-votes"]
        votes = votes.assign(state=canonical(votes["state"]))
        by = settings.by or self.by[0]
        issue = None if settings.issue is None else ISSUE_CODES[settings.issue]
        years = votes["date"].dt.year.dropna().astype(int)
        rows = {
            int(year): compare_two(np.empty((2, 0)), by, span=VOTE_SPAN)
            for year in sorted(years.unique())
        }
        for year, matrix in vote_matrices(votes, issue=issue):
            median = _median(coefficient(matrix.votes, by, span=VOTE_SPAN))
            two = _two(matrix, dyad)
            rows[year] = compare_two(two, by, span=VOTE_SPAN) | {"median": median}
        return pd.DataFrame([{"year": year, **row} for year, row in rows.items()])


def _two(matrix: VoteMatrix, dyad: Dyad) -> np.ndarray:
    """The votes of the two, (2, roll calls); nan for one who is no member."""
    found = np.full((2, len(matrix.roll_calls)), np.nan)
    for row, state in enumerate((dyad.first, dyad.second)):
        if state in matrix.states:
            found[row] = matrix.votes[matrix.states.index(state)]
    return found


def _median(values: np.ndarray) -> float:
    upper = values[np.triu_indices(len(values), 1)]
    known = upper[~np.isnan(upper)]
    return float(np.median(known)) if len(known) else float("nan")


VOTES_ALIKE: Final = VotesAlike()

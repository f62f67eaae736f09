"""How alike states voted in the General Assembly: every two of them, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np

from allegiance.graph.analysis.similarity import common_targets, similarity, standard_errors
from allegiance.graph.datasets.un_votes import ISSUES
from allegiance.graph.datasets.vote_matrix import VoteMatrix, vote_matrix
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# From yes (1) to no (-1).
VOTE_SPAN = 2.0


def vote_matrices(
    table: pd.DataFrame,
    *,
    by: Literal["session", "year"] = "year",
    issue: str | None = None,
) -> Iterator[tuple[int, VoteMatrix]]:
    """The votes of each session or year as a matrix, in the order of time.

    Parameters
    ----------
    table
        What :meth:`~allegiance.graph.datasets.un_votes.UnVotes.read` gives.
    issue
        Roll calls on this issue alone, one of
        :data:`~allegiance.graph.datasets.un_votes.ISSUES` (``"human_rights"``).

    Raises
    ------
    InputError
        If there is no such issue.
    """
    chosen = table
    if issue is not None:
        if issue not in ISSUES:
            message = f"The votes know no issue {issue!r}. Take one of {', '.join(ISSUES)}."
            raise InputError(message)
        chosen = table[table[issue] == 1]
    times = chosen["session"] if by == "session" else chosen["date"].dt.year
    for time, part in chosen.groupby(times.to_numpy(), sort=True):
        yield int(time), vote_matrix(part)  # type: ignore[call-overload]


def vote_similarity(
    table: pd.DataFrame,
    measure: str = "kappa",
    *,
    by: Literal["session", "year"] = "year",
    issue: str | None = None,
) -> pd.DataFrame:
    """How alike every two states voted, by year or session.

    Votes are yes 1, abstention 0, no -1; roll calls from which one of the two was absent do not
    count for them. A dyad without a common roll call has no row.

    Returns
    -------
    pandas.DataFrame
        Columns ``by`` (year or session), state_a, state_b (ids, a before b), value,
        standard_error (nan for tau-b), roll_calls (how many both voted in). Value is nan where
        both voted alike without exception, for kappa, pi and tau-b: such votes tell nothing apart.
    """
    import pandas as pd

    parts = []
    for time, matrix in vote_matrices(table, by=by, issue=issue):
        votes = matrix.votes
        values = similarity(votes, measure, span=VOTE_SPAN)
        errors = (
            np.full_like(values, np.nan)
            if measure == "tau-b"
            else standard_errors(votes, measure, span=VOTE_SPAN)
        )
        common = common_targets(votes)
        one, other = np.triu_indices(len(matrix.states), 1)
        kept = common[one, other] > 0
        one, other = one[kept], other[kept]
        states = np.array(matrix.states, dtype=object)
        columns = {
            by: np.full(len(one), time),
            "state_a": states[one],
            "state_b": states[other],
            "value": values[one, other],
            "standard_error": errors[one, other],
            "roll_calls": common[one, other],
        }
        parts.append(pd.DataFrame(columns))
    names = [by, "state_a", "state_b", "value", "standard_error", "roll_calls"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)

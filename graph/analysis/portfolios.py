"""How alike states voted in the General Assembly: every two of them, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.similarity import common_targets, similarity, standard_errors
from allegiance.graph.datasets.un_votes import ISSUES
from allegiance.graph.datasets.vote_matrix import VoteMatrix, vote_matrix
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# From yes (1) to no (-1).
VOTE_SPAN: Final = 2.0
DYADS: Final = ("state_a", "state_b")


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
    cast = chosen[["roll_call", "state", "vote"]]
    for time, part in cast.groupby(times.to_numpy(), sort=True):
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
        one, other, names = dyads_of(matrix.states, common > 0)
        columns = {
            by: np.full(len(one), time),
            **names,
            "value": values[one, other],
            "standard_error": errors[one, other],
            "roll_calls": common[one, other],
        }
        parts.append(pd.DataFrame(columns))
    head = [by, *DYADS, "value", "standard_error", "roll_calls"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=head)


def dyads_of(
    states: Sequence[str], kept: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.intp], NDArray[np.intp], dict[str, NDArray[np.object_]]]:
    """Every two of ``states`` once: their positions, and their names as columns of a table.

    ``kept`` marks, (states, states), the dyads that are wanted; all by default.

    >>> dyads_of(["chad", "mali", "niger"])[2]["state_b"].tolist()
    ['mali', 'niger', 'niger']
    """
    one, other = np.triu_indices(len(states), 1)
    if kept is not None:
        wanted = kept[one, other]
        one, other = one[wanted], other[wanted]
    names = np.array(states, dtype=object)
    return one, other, dict(zip(DYADS, (names[one], names[other]), strict=True))

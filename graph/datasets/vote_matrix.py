"""Who voted how in the General Assembly, as a matrix of states by roll calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_SCORES: Final = {"yes": 1.0, "abstain": 0.0, "no": -1.0}


@dataclass(frozen=True, slots=True)
class VoteMatrix:
    """Who voted how: ``votes[i, j]`` is the vote of ``states[i]`` in roll call ``roll_calls[j]``.

    1 is yes, 0 abstained, -1 no; nan is absent, or not a member on that day.
    """

    states: tuple[str, ...]
    roll_calls: tuple[int, ...]
    votes: npt.NDArray[np.float64]


def vote_matrix(
    table: pd.DataFrame, *, session: int | None = None, year: int | None = None
) -> VoteMatrix:
    """The votes of one session, of one year, or of all, as a matrix of states by roll calls.

    Parameters
    ----------
    table
        The table that :meth:`~allegiance.graph.datasets.un_votes.UnVotes.read` gives.
    session, year
        The session of the Assembly, and the year of the day of the vote; at most one of both.

    Returns
    -------
    VoteMatrix
        States sorted by id, roll calls by number; a state without any vote has no row.

    Examples
    --------
    The share of identical votes of two states, among those in which both voted:

    >>> import numpy as np, pandas as pd
    >>> rows = [(1, "mali", "yes"), (1, "france", "no"), (2, "mali", "no"), (2, "france", "no"),
    ...         (3, "mali", "absent"), (3, "france", "yes")]
    >>> table = pd.DataFrame(rows, columns=["roll_call", "state", "vote"])
    >>> france, mali = vote_matrix(table).votes
    >>> both = ~np.isnan(france) & ~np.isnan(mali)
    >>> float((france == mali)[both].mean())
    0.5
    """
    import numpy as np
    import pandas as pd

    if session is not None and year is not None:
        message = "A vote matrix is of one session or of one year, not of both. Leave out one."
        raise InputError(message)
    chosen = table
    if session is not None:
        chosen = table[table["session"] == session]
    if year is not None:
        chosen = table[table["date"].dt.year == year]
    kind, kinds = pd.factorize(chosen["vote"])
    scores = np.array([*(_SCORES.get(str(one), np.nan) for one in kinds), np.nan])[kind]
    voted = ~np.isnan(scores)
    row, states = pd.factorize(chosen["state"].astype(object)[voted], sort=True)
    column, roll_calls = pd.factorize(chosen["roll_call"][voted], sort=True)
    votes = np.full((len(states), len(roll_calls)), np.nan)
    votes[row, column] = scores[voted]
    return VoteMatrix(tuple(states), tuple(int(one) for one in roll_calls), votes)

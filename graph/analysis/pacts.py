"""What states owe each other by their alliances, and how alike these portfolios are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.measures.lineages import canonical, members_in
from allegiance.graph.analysis.portfolios import DYADS, dyads_of
from allegiance.graph.analysis.similarity import similarity
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# What each kind of pact obliges to, by the set that codes it. COW's consultation is its entente.
SCALES: Final[Mapping[str, Mapping[str, int]]] = {
    "atop": {"defence": 3, "offence": 3, "neutrality": 2, "consultation": 2, "non_aggression": 1},
    "cow": {"defence": 3, "neutrality": 2, "non_aggression": 2, "consultation": 1},
}
# A state is its own ally by the most that there is, which is the span of the scale too.
PACT_SPAN: Final = 3.0
# Those that take weights of targets.
WEIGHTED: Final = ("s", "s2", "agreement")
PACT_COLUMNS: Final = ("year", *DYADS, "value", "targets")


@dataclass(frozen=True, slots=True)
class PactMatrix:
    """Who owes what to whom: ``owed[i, j]`` is what ``states[i]`` owes ``states[j]``, 0 to 3."""

    states: tuple[str, ...]
    owed: NDArray[np.float64]


def weigh_pacts(table: pd.DataFrame, *, scale: str) -> pd.DataFrame:
    """The strongest pact of each directed pair and year: year, state, ally, weight (0 to 3).

    Parameters
    ----------
    table
        What the reader of cow-alliances or atop-alliances gives; states go by their last ids.
    scale
        ``"cow"`` or ``"atop"``, whose coding the table is.

    Raises
    ------
    InputError
        If there is no such scale.
    """
    if scale not in SCALES:
        message = f"There is no scale of alliances {scale!r}. Take one of {', '.join(SCALES)}."
        raise InputError(message)
    pacts = table[["year"]].copy()
    for side in ("state", "ally"):
        pacts[side] = canonical(table[side])
    columns = [table[kind] * weight for kind, weight in SCALES[scale].items()]
    pacts["weight"] = columns[0]
    for column in columns[1:]:
        pacts["weight"] = pacts["weight"].where(pacts["weight"] >= column, column)
    pacts = pacts[pacts["state"] != pacts["ally"]]
    return pacts.groupby(["year", "state", "ally"])["weight"].max().reset_index()


def pact_matrices(table: pd.DataFrame, *, scale: str) -> Iterator[tuple[int, PactMatrix]]:
    """What states owe each other in each year of ``table``, in the order of time.

    The states are all members of the state system in that year (COW), and who else has a pact;
    0 is no pact, 3 what a state owes itself. Years before the system (1816) are left out.

    Examples
    --------
    A defence pact of two, in a year of 23 members:

    >>> import pandas as pd
    >>> pacts = pd.DataFrame({"state": ["france"], "ally": ["spain"], "year": 1816, "defence": 1,
    ...                       "neutrality": 0, "non_aggression": 0, "consultation": 0})
    >>> ((year, found),) = pact_matrices(pacts, scale="cow")
    >>> france, spain = (found.states.index(one) for one in ("france", "spain"))
    >>> year, found.owed.shape, float(found.owed[france, spain]), float(found.owed[spain, france])
    (1816, (23, 23), 3.0, 0.0)
    """
    pacts = weigh_pacts(table, scale=scale)
    sides = [pacts[side].to_numpy(dtype=object) for side in ("state", "ally")]
    weights, years = pacts["weight"].to_numpy(dtype=float), pacts["year"].to_numpy()
    starts = np.flatnonzero(np.diff(years, prepend=-1)).tolist()
    for start, end in pairwise([*starts, len(years)]):
        year = int(years[start])
        state, ally = (side[start:end].tolist() for side in sides)
        if not members_in(year):
            continue
        states = sorted(members_in(year).union(state, ally))
        place = {one: index for index, one in enumerate(states)}
        owed = np.zeros((len(states), len(states)))
        owed[[place[one] for one in state], [place[one] for one in ally]] = weights[start:end]
        np.fill_diagonal(owed, PACT_SPAN)
        yield year, PactMatrix(tuple(states), owed)


def alliance_similarity(
    table: pd.DataFrame,
    measure: str = "kappa",
    *,
    scale: str,
    capabilities: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How alike the alliances of every two states are, by year.

    Parameters
    ----------
    table, scale
        See :func:`weigh_pacts`.
    capabilities
        What the reader of cow-capabilities gives: targets then weigh by their share of the means
        of all (CINC), for s, s2 and agreement; years without shares are left out.

    Returns
    -------
    pandas.DataFrame
        Columns year, state_a, state_b (ids, a before b), value (nan where the formula has none),
        targets (how many states a portfolio is over).
    """
    import pandas as pd

    shares = None if capabilities is None else shares_of_means(capabilities)
    parts = []
    for year, matrix in pact_matrices(table, scale=scale):
        weights = None if shares is None else weights_in(shares, year, matrix.states)
        if shares is not None and weights is None:
            continue
        values = similarity(matrix.owed, measure, span=PACT_SPAN, weights=weights)
        one, other, names = dyads_of(matrix.states)
        columns = {"year": year, **names, "value": values[one, other]}
        parts.append(pd.DataFrame({**columns, "targets": len(matrix.states)}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=PACT_COLUMNS)


def shares_of_means(capabilities: pd.DataFrame) -> pd.Series:
    """The share of each state in the means of all (CINC, 0 to 1), by year and last id."""
    named = capabilities.assign(state=canonical(capabilities["state"]))
    return named.groupby(["year", "state"])["cinc_share"].max()


def weights_in(shares: pd.Series, year: int, states: tuple[str, ...]) -> NDArray[np.float64] | None:
    """The share of each of ``states`` in a year, 0 for who has none; None if nobody has any."""
    if year not in shares.index.get_level_values("year"):
        return None
    found = shares.loc[year].reindex(list(states)).fillna(0.0).to_numpy(dtype=float)
    return found if found.sum() > 0 else None

"""How alone an actor stands: in the network of a day, and in votes."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from allegiance.graph.analysis.portfolios import vote_matrices
from allegiance.graph.analysis.signed_network import friendly_part, signed_graph
from allegiance.graph.analysis.snapshots import YEAR_DAYS, standings, take_snapshot
from allegiance.graph.store.catalogue import Catalogue

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Isolation:
    """How few friends an actor has in the network of a day.

    ``value`` is 1 - friends / others, in [0, 1]: 1 for one without a friend, nan where the actor is
    not in the network. ``hostile`` is the share of the others that it is at odds with. Both are
    of the actors that the dossier has in the network of that day, no wider world.
    """

    actor: str
    at: dt.date
    value: float
    hostile: float
    friends: tuple[str, ...]
    others: int

    def to_dict(self) -> dict[str, Any]:
        """The isolation as plain values, None for what is not known."""
        return {
            "actor": self.actor,
            "at": self.at.isoformat(),
            "isolation": None if math.isnan(self.value) else self.value,
            "hostile": None if math.isnan(self.hostile) else self.hostile,
            "friends": list(self.friends),
            "others": self.others,
        }


def find_isolation(
    catalogue: Catalogue,
    actor: str,
    at: dt.date,
    *,
    window: tuple[dt.date, dt.date],
    memory_days: int = YEAR_DAYS,
) -> Isolation:
    """How alone ``actor`` (an id) stands on a day: 1 - normalised positive degree, in [0, 1].

    Clients are folded into their patrons; friends are neighbours with a clearly friendly balance
    (see :func:`~allegiance.graph.analysis.signed_network.friendly_part`). nan where the actor has
    no statement in force, or there is nobody else.

    References
    ----------
    Freeman (1979), Centrality in social networks: conceptual clarification, Social Networks 1: 215.
    """
    snapshot = take_snapshot(
        catalogue, at, window=window, memory_days=memory_days, fold=True, keep=actor
    )
    dyads = standings(snapshot)
    others = dyads.number_of_nodes() - 1
    if actor not in dyads or others < 1:
        return Isolation(actor, at, math.nan, math.nan, (), max(others, 0))
    friends = tuple(sorted(friendly_part(signed_graph(dyads)).neighbors(actor)))
    foes = [
        n for n in dyads.neighbors(actor) if dyads[actor][n]["hostile"] > 0 and n not in friends
    ]
    return Isolation(actor, at, 1 - len(friends) / others, len(foes) / others, friends, others)


def vote_isolation(table: pd.DataFrame, *, few: int = 10) -> pd.DataFrame:
    """How alone each state stood in the General Assembly, a row a year and state.

    Isolation is 1 - mean agreement with every other state, where agreement with one is the mean of
    1 - abs(x - y)/2 over the roll calls both voted in (yes 1, abstention 0, no -1). ``alone`` is
    the share of the state's votes that at most ``few`` others cast alike.

    Parameters
    ----------
    table
        What :meth:`~allegiance.graph.datasets.un_votes.UnVotes.read` gives.

    Returns
    -------
    pandas.DataFrame
        Columns year, state, isolation, alone (both in [0, 1]), roll_calls (it voted in). A state
        that voted in none has no row; isolation is nan where nobody else voted with it present.

    References
    ----------
    Lijphart (1963), The analysis of bloc voting in the General Assembly, American Political Science
    Review 57: 902-917.
    """
    import pandas as pd

    parts = []
    for year, matrix in vote_matrices(table):
        isolation, alone = _isolated(matrix.votes, few)
        columns = {
            "year": year,
            "state": matrix.states,
            "isolation": isolation,
            "alone": alone,
            "roll_calls": (~np.isnan(matrix.votes)).sum(axis=1),
        }
        found = pd.DataFrame(columns)
        parts.append(found[found["roll_calls"] > 0])
    names = ["year", "state", "isolation", "alone", "roll_calls"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)


def _isolated(
    votes: np.ndarray[Any, np.dtype[np.float64]], few: int
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.float64]]]:
    """1 - mean agreement with the others, and the share of votes with few alike, by state."""
    from allegiance.graph.analysis.similarity import common_targets, similarity

    agreement = similarity(votes, "agreement", span=2.0)
    np.fill_diagonal(agreement, np.nan)
    agreement[common_targets(votes) == 0] = np.nan
    known = ~np.isnan(agreement)
    count = known.sum(axis=1)
    summed = np.where(known, agreement, 0.0).sum(axis=1)
    mean = np.divide(summed, count, out=np.full(len(votes), np.nan), where=count > 0)
    alike = np.zeros_like(votes)
    for choice in (1.0, 0.0, -1.0):
        mine = votes == choice
        alike = np.where(mine, mine.sum(axis=0) - 1, alike)
    voted = ~np.isnan(votes)
    cast = voted.sum(axis=1)
    lonely = (voted & (alike <= few)).sum(axis=1)
    alone = np.divide(lonely, cast, out=np.full(len(votes), np.nan), where=cast > 0)
    return 1 - mean, alone

"""Roll calls as arrays for the fit of ideal points: seats, items, and who answered what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.measures.lineages import canonical
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.states import read_states

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
_ANSWERS: Final = {"yes": 0, "abstain": 1, "no": 2}
_COLUMNS: Final = ("roll_call", "session", "state", "vote")


@dataclass(frozen=True, slots=True, eq=False)
class SeatVotes:
    """Votes as arrays. A seat is a state in a session; an item a roll call, or several as one.

    Seats are sorted by state and session. ``seat``, ``item`` and ``answer`` have an entry a vote,
    yes votes (0) first, then abstentions (1), then no (2); ``counts`` says how many of each.
    ``follows[i]`` tells whether seat i - 1 is the same state in the session just before.
    ``roll_calls`` holds the roll calls and ``item_of`` the item of each.
    """

    states: tuple[str, ...]
    sessions: Ints
    follows: NDArray[np.bool_]
    seat: Ints
    item: Ints
    answer: Ints
    counts: tuple[int, int, int]
    roll_calls: Ints
    item_of: Ints
    items: int

    @property
    def seats(self) -> int:
        """How many seats there are."""
        return len(self.sessions)

    @property
    def bridged(self) -> int:
        """How many roll calls share the parameters of an earlier one."""
        return len(self.roll_calls) - self.items


def seat_votes(
    table: pd.DataFrame, *, least_roll_calls: int, bridges: Mapping[int, int] | None = None
) -> SeatVotes:
    """The votes that tell states apart, as arrays.

    Absences, roll calls in which all who voted said the same, and sessions with fewer than
    ``least_roll_calls`` roll calls left are dropped. A state that runs on under another name keeps
    its line: the Soviet Union and Russia are one.

    Parameters
    ----------
    table
        Columns roll_call, session, state and vote, as
        :meth:`~allegiance.graph.datasets.un_votes.UnVotes.read` gives them.
    bridges
        By roll call, the earlier one whose parameters it shares.

    Raises
    ------
    InputError
        If a column is missing or no vote is left.
    """
    import pandas as pd

    votes = _divided(table, least_roll_calls)
    states, names = pd.factorize(votes["state"], sort=True)
    order, sessions = pd.factorize(votes["session"], sort=True)
    place = states.astype(np.int64) * len(sessions) + order
    seat, seats = pd.factorize(place, sort=True)
    call, roll_calls = pd.factorize(votes["roll_call"].to_numpy(dtype=np.int64), sort=True)
    shared = bridges or {}
    heads = np.array([shared.get(int(one), int(one)) for one in roll_calls], dtype=np.int64)
    item_of, items = pd.factorize(heads, sort=True)
    answer = votes["answer"].to_numpy(dtype=np.int64)
    by_answer = np.argsort(answer, kind="stable")
    yes, middle, no = np.bincount(answer, minlength=3).tolist()
    state_of, order_of = np.divmod(seats, len(sessions))
    follows = np.append(False, (np.diff(state_of) == 0) & (np.diff(order_of) == 1))
    return SeatVotes(
        states=tuple(str(names[one]) for one in state_of),
        sessions=np.asarray(sessions, dtype=np.int64)[order_of],
        follows=follows,
        seat=seat[by_answer],
        item=item_of[call][by_answer],
        answer=answer[by_answer],
        counts=(yes, middle, no),
        roll_calls=np.asarray(roll_calls, dtype=np.int64),
        item_of=item_of,
        items=len(items),
    )


def _divided(table: pd.DataFrame, least_roll_calls: int) -> pd.DataFrame:
    """The votes of roll calls that divide, in the sessions with enough of them."""
    missing = [name for name in _COLUMNS if name not in table]
    if missing:
        msg = f"A table of votes needs the column {missing[0]!r}: give what un-votes reads."
        raise InputError(msg)
    votes = table[list(_COLUMNS)].copy()
    votes["answer"] = votes["vote"].astype(object).map(_ANSWERS)
    votes = votes[votes["answer"].notna()]
    votes["state"] = _run_on(votes["state"].astype(object))
    votes = votes.drop_duplicates(["roll_call", "state"])
    kinds = votes.groupby("roll_call")["answer"].agg(["min", "max"])
    divides = kinds.index[kinds["min"] < kinds["max"]]
    votes = votes[votes["roll_call"].isin(divides)]
    held = votes.groupby("session")["roll_call"].nunique()
    votes = votes[votes["session"].isin(held.index[held >= least_roll_calls])]
    if votes.empty:
        msg = (
            f"No session has {least_roll_calls} roll calls in which states were divided: "
            "there is nothing to fit. Give more votes, or lower least_roll_calls."
        )
        raise InputError(msg)
    return votes


def _run_on(states: pd.Series) -> pd.Series:
    """Ids of states as their lines bear them now; ids that no state has, as they are."""
    known = {state.id for state in read_states()}
    ours = states.isin(known)
    return states.where(~ours, canonical(states[ours]).astype(object).reindex(states.index))

"""Ideal points from roll calls: where each state stood in each session, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from allegiance.graph.analysis.bridging import bridges_by_title
from allegiance.graph.analysis.ideal_bands import laplace_sd
from allegiance.graph.analysis.ideal_climb import Summit, climb, starting_position
from allegiance.graph.analysis.ideal_likelihood import Floats
from allegiance.graph.analysis.ideal_steps import Priors
from allegiance.graph.analysis.ideal_votes import SeatVotes, seat_votes
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# The 5% and the 95% quantile of a normal distribution lie so many sd from its mean.
_QUANTILE: Final = 1.6448536269514722


@dataclass(frozen=True, slots=True, kw_only=True)
class IdealSettings:
    """What the fit assumes.

    Attributes
    ----------
    walk
        The prior variance of a state's step from one session to the next, where that of a point
        is 1. None leaves the sessions apart: no session lends to another,
        as dating a change asks.
    slope_sd, middle_sd
        Prior standard deviations of a roll call's slope and of the middle of its cutpoints.
    width, width_sd
        Prior median of the width between the cutpoints, and standard deviation of its logarithm.
    anchor
        The state on whose side points are positive.
    least_roll_calls
        A session with fewer divided roll calls is left out.
    tolerance, max_rounds
        The fit ends when a round moves no point by so much, or after so many rounds.
    """

    walk: float | None = 0.5
    slope_sd: float = 1.0
    middle_sd: float = 3.0
    width: float = 0.4
    width_sd: float = 1.0
    anchor: str = "united-states"
    least_roll_calls: int = 5
    tolerance: float = 1e-3
    max_rounds: int = 200

    def __post_init__(self) -> None:
        """Refuse what no fit can use."""
        for name in ("walk", "slope_sd", "middle_sd", "width", "width_sd", "tolerance"):
            value = getattr(self, name)
            if not (value is None and name == "walk") and not 0 < value < np.inf:
                msg = f"{name} must be a finite number above 0, not {value!r}."
                raise InputError(msg)
        for name in ("least_roll_calls", "max_rounds"):
            if getattr(self, name) < 1:
                msg = f"{name} must be 1 or more, not {getattr(self, name)!r}."
                raise InputError(msg)

    @property
    def priors(self) -> Priors:
        """The part of it that is a distribution."""
        return Priors(self.walk, self.slope_sd, self.middle_sd, self.width, self.width_sd)


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the origin and the unit of the points lie, in those of the prior.

    Votes tell neither: points are given so that all seats together have mean 0 and standard
    deviation 1. At the top of the posterior slopes are too steep and points too close, by a common
    factor, which this takes out.
    """

    mean: float
    sd: float

    @classmethod
    def of(cls, theta: Floats) -> Scale:
        """The scale of points, of which one at least differs from the others."""
        return cls(float(theta.mean()), float(theta.std()) or 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class IdealFit:
    """Fitted ideal points and roll calls.

    Attributes
    ----------
    points
        A row a session and state, by session and state: session, year (1945 + session), state,
        votes_cast (in the roll calls that were used), ideal_point, sd, lower and upper (5% and
        95%). All points together have mean 0 and standard deviation 1.
    roll_calls
        A row a roll call that was used: roll_call, item (roll calls with one number share their
        parameters), slope, low, high.
    log_posterior, rounds, at_rest
        The log density at the top without its constant; how many rounds it took; whether the last
        one moved every point by less than the tolerance.
    """

    points: pd.DataFrame
    roll_calls: pd.DataFrame
    log_posterior: float
    rounds: int
    at_rest: bool

    @property
    def bridged(self) -> int:
        """How many roll calls share the parameters of an earlier one."""
        return len(self.roll_calls) - int(self.roll_calls["item"].nunique())


def fit_ideal_points(
    table: pd.DataFrame,
    settings: IdealSettings | None = None,
    *,
    bridges: Mapping[int, int] | None = None,
) -> IdealFit:
    """The likeliest ideal points of all states in all sessions of a table of votes.

    With z = slope_v theta_is + e, e standard normal, state i says yes in roll call v of session s
    if z < low_v, abstains if low_v <= z < high_v, and says no otherwise. theta, slopes and
    cutpoints maximise likelihood x prior (see :class:`IdealSettings`); the spread is that of the
    normal curve at the top. Higher is nearer to the anchor.

    Parameters
    ----------
    table
        Columns roll_call, session, state and vote (yes, abstain, no; all else is no vote); title
        where there is one. What :meth:`~allegiance.graph.datasets.un_votes.UnVotes.read` gives.
    bridges
        By roll call, an earlier one whose slope and cutpoints it shares. Default:
        :func:`~allegiance.graph.analysis.bridging.bridges_by_title`; ``{}`` bridges nothing.

    Raises
    ------
    InputError
        If a column is missing, no vote is left, or the anchor never voted.

    References
    ----------
    Bailey, Strezhnev and Voeten (2017), Estimating dynamic state preferences from United Nations
    voting data, Journal of Conflict Resolution 61: 430-456.

    Examples
    --------
    Two sides that never vote alike, and a state that abstains:

    >>> import pandas as pd
    >>> votes = {"united-states": "yes", "russia": "no", "india": "abstain"}
    >>> rows = [(n, 1, who, vote) for n in range(5) for who, vote in votes.items()]
    >>> table = pd.DataFrame(rows, columns=["roll_call", "session", "state", "vote"])
    >>> points = fit_ideal_points(table).points.set_index("state")["ideal_point"]
    >>> points.round(1).to_dict()
    {'india': 0.0, 'russia': -1.2, 'united-states': 1.2}
    """
    chosen = settings or IdealSettings()
    shared = bridges_by_title(table) if bridges is None else bridges
    votes = seat_votes(table, least_roll_calls=chosen.least_roll_calls, bridges=shared)
    if chosen.anchor not in votes.states:
        msg = (
            f"{chosen.anchor!r} has no vote in the roll calls that divide states: it cannot say "
            "which side is positive. Name another state as anchor."
        )
        raise InputError(msg)
    summit = climb(
        starting_position(votes, chosen.anchor),
        votes,
        chosen.priors,
        tolerance=chosen.tolerance,
        max_rounds=chosen.max_rounds,
    )
    scale = Scale.of(summit.position.theta)
    sd = laplace_sd(summit.position, votes, chosen.priors)
    return IdealFit(
        _points(summit, votes, sd, scale),
        _roll_calls(summit, votes, scale),
        summit.log_posterior,
        summit.rounds,
        summit.at_rest,
    )


def _points(summit: Summit, votes: SeatVotes, sd: Floats, scale: Scale) -> pd.DataFrame:
    import pandas as pd

    theta = (summit.position.theta - scale.mean) / scale.sd
    spread = sd / scale.sd
    columns = {
        "session": votes.sessions,
        "year": votes.sessions + 1945,
        "state": np.array(votes.states, dtype=object),
        "votes_cast": np.bincount(votes.seat, minlength=votes.seats),
        "ideal_point": theta,
        "sd": spread,
        "lower": theta - _QUANTILE * spread,
        "upper": theta + _QUANTILE * spread,
    }
    return pd.DataFrame(columns).sort_values(["session", "state"], ignore_index=True)


def _roll_calls(summit: Summit, votes: SeatVotes, scale: Scale) -> pd.DataFrame:
    import pandas as pd

    place, (low, high) = votes.item_of, summit.position.cutpoints
    slope = summit.position.items[:, 0]
    shift = slope * scale.mean
    columns = {"roll_call": votes.roll_calls, "item": place, "slope": (slope * scale.sd)[place]}
    return pd.DataFrame(columns | {"low": (low - shift)[place], "high": (high - shift)[place]})

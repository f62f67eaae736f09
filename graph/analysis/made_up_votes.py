"""Roll calls drawn from the model of ideal points, to see how much a fit gets back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from allegiance.graph.analysis.ideal_fit import IdealFit, IdealSettings, fit_ideal_points
from allegiance.graph.analysis.ideal_likelihood import vote_probabilities

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpAssembly:
    """How large the assembly is and how its members move.

    Points of the first session are N(0, 1); from one session to the next each is drawn towards 0
    so that its standard deviation stays 1, with steps of variance ``step``. Slopes are
    N(0, slope_sd^2), middles N(0, middle_sd^2), widths .4 x exp(N(0, .5^2)). The anchor, the
    first state, stands at its highest. ``present`` is the share of votes that are cast.
    """

    states: int = 100
    sessions: int = 10
    roll_calls: int = 60
    step: float = 0.06
    slope_sd: float = 1.0
    middle_sd: float = 1.0
    present: float = 0.9


def made_up_votes(made: MadeUpAssembly, *, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Votes as a table that the fit takes, and the true points (session, state, theta)."""
    import pandas as pd

    draw = np.random.default_rng(seed)
    names = np.array([f"state-{n:03d}" for n in range(made.states)], dtype=object)
    votes, truth, theta = [], [], np.sort(draw.normal(size=made.states))[::-1]
    keep = np.sqrt(1 - made.step)
    for session in range(1, made.sessions + 1):
        if session > 1:
            theta = keep * theta + np.sqrt(made.step) * draw.normal(size=made.states)
        slope = draw.normal(0, made.slope_sd, (made.roll_calls, 1))
        middle = draw.normal(0, made.middle_sd, (made.roll_calls, 1))
        half = 0.2 * np.exp(draw.normal(0, 0.5, (made.roll_calls, 1)))
        chance = vote_probabilities(theta, slope=slope, low=middle - half, high=middle + half)
        answer = (draw.random(chance.shape[:2])[..., None] > chance.cumsum(axis=-1)).sum(axis=-1)
        call, state = np.nonzero(draw.random(answer.shape) < made.present)
        kinds = np.array(["yes", "abstain", "no"], dtype=object)
        cast = {"roll_call": 1000 * session + call, "session": session, "state": names[state]}
        votes.append(pd.DataFrame(cast | {"vote": kinds[np.minimum(answer, 2)[call, state]]}))
        truth.append(pd.DataFrame({"session": session, "state": names, "theta": theta}))
    return pd.concat(votes, ignore_index=True), pd.concat(truth, ignore_index=True)


def recovered(
    made: MadeUpAssembly, *, seed: int, settings: IdealSettings | None = None
) -> tuple[IdealFit, pd.DataFrame]:
    """A fit to made-up votes, and its points beside the true ones (a column theta)."""
    votes, truth = made_up_votes(made, seed=seed)
    chosen = settings or IdealSettings(anchor="state-000")
    fit = fit_ideal_points(votes, chosen)
    return fit, fit.points.merge(truth, on=["session", "state"])

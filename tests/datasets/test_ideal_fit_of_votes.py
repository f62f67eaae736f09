"""Ideal points fitted to real roll calls, beside the published ones; else to the extract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from allegiance.graph.analysis.ideal_fit import IdealFit, IdealSettings, fit_ideal_points
from allegiance.graph.analysis.measures.ideal import IDEAL
from allegiance.graph.analysis.measures.lineages import canonical
from allegiance.graph.analysis.measures.protocol import Pair
from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.un_votes import UN_VOTES

EXTRACT = Path(__file__).parent / "extracts" / "UNVotesPublished.csv"
Read = Callable[[str], tuple[Reading, bool]]
Fitted = tuple[IdealFit, pd.Series, bool]


@pytest.fixture(scope="module")
def fitted(read_once: Read) -> Fitted:
    """The fit, its correlation with the published points by session, and whether it is whole."""
    votes, whole = read_once("un-votes")
    if not whole:
        votes = UN_VOTES.read([EXTRACT])
    fit = fit_ideal_points(votes.table, IdealSettings(least_roll_calls=5 if whole else 1))
    published = read_once("ideal-points")[0].table[["session", "state", "ideal_point"]].copy()
    published["state"] = canonical(published["state"])
    both = fit.points.merge(published, on=["session", "state"], suffixes=("", "_published"))
    pairs = both.groupby("session")[["ideal_point", "ideal_point_published"]]
    return fit, pairs.corr().xs("ideal_point_published", level=1)["ideal_point"], whole


def test_points_agree_with_the_published_ones_within_every_session(fitted: Fitted) -> None:
    # .971 at the least (session 71), median .994; the extract has 1 and 3 roll calls, 1 and .88.
    _, correlations, whole = fitted
    assert len(correlations) == (73 if whole else 2)
    assert correlations.min() >= (0.97 if whole else 0.8)
    assert not whole or correlations.median() >= 0.99


def test_the_whole_history_is_fitted_but_for_the_session_of_one_roll_call(fitted: Fitted) -> None:
    fit, _, whole = fitted
    assert fit.at_rest
    sessions = set(fit.points["session"])
    assert sessions == (
        set(range(1, 75)) - {19} if whole else {1, 45}
    )  # those that divide, of 18 votes
    assert fit.points[["ideal_point", "sd"]].notna().all(axis=None)


def test_the_united_states_stand_on_the_positive_side_throughout(fitted: Fitted) -> None:
    fit, _, whole = fitted
    points = fit.points
    ours = points[points["state"] == "united-states"]["ideal_point"]
    assert (ours > 0).all()
    assert whole or (ours.to_numpy() == points.groupby("session")["ideal_point"].max()).all()
    assert (points["lower"] < points["upper"]).all()


def test_own_points_do_for_the_measure_of_ideal_points(fitted: Fitted) -> None:
    fit, _, whole = fitted
    series = IDEAL.series({"ideal-points": fit.points}, Pair("united-states", "russia"))
    assert {"state", "year", "value", "error", "n", "trend"} <= set(series.columns)
    egypt = series[series["state"] == "egypt"].set_index("year")["value"]
    assert not whole or egypt[1971] > egypt[1981]  # nearer to Moscow, then nearer to Washington

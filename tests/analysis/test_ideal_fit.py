"""Ideal points fitted to votes whose truth is known, and to small tables made by hand."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.analysis.ideal_bands import laplace_sd
from allegiance.graph.analysis.ideal_climb import climb, starting_position
from allegiance.graph.analysis.ideal_fit import IdealFit, IdealSettings, fit_ideal_points
from allegiance.graph.analysis.ideal_likelihood import vote_probabilities
from allegiance.graph.analysis.ideal_steps import Position, Priors
from allegiance.graph.analysis.ideal_votes import SeatVotes, seat_votes
from allegiance.graph.analysis.made_up_votes import MadeUpAssembly, made_up_votes, recovered
from allegiance.graph.model.errors import InputError

SMALL = MadeUpAssembly(states=12, sessions=3, roll_calls=10)
TINY = MadeUpAssembly(states=5, sessions=3, roll_calls=7, present=1.0)
ANCHORED = IdealSettings(anchor="state-000")


@functools.cache
def found() -> tuple[IdealFit, pd.DataFrame]:
    return recovered(MadeUpAssembly(states=60, sessions=6, roll_calls=60), seed=3)


@functools.cache
def top(
    walk: float | None = 0.5, made: MadeUpAssembly = SMALL
) -> tuple[Position, SeatVotes, Priors]:
    votes = seat_votes(made_up_votes(made, seed=1)[0], least_roll_calls=1)
    priors = IdealSettings(walk=walk).priors
    start = starting_position(votes, "state-000")
    return climb(start, votes, priors, tolerance=1e-10, max_rounds=500).position, votes, priors


def table_of(votes: dict[str, str], *, sessions: tuple[int, ...] = (1,)) -> pd.DataFrame:
    """Votes by state, a letter a roll call: y, a, n, or - for absent."""
    kinds = {"y": "yes", "a": "abstain", "n": "no", "-": "absent"}
    rows = [
        (100 * session + call, session, state, kinds[letter])
        for session in sessions
        for state, letters in votes.items()
        for call, letter in enumerate(letters)
    ]
    return pd.DataFrame(rows, columns=["roll_call", "session", "state", "vote"])


def test_points_that_made_the_votes_are_found_again() -> None:
    fit, beside = found()
    assert fit.at_rest
    by_session = beside.groupby("session")[["theta", "ideal_point"]].corr().iloc[::2, -1]
    assert by_session.min() > 0.95  # .96 to .98 in this run; votes alone leave errors of .2


def test_nine_bands_in_ten_hold_the_truth() -> None:
    beside = found()[1]
    truth = (beside["theta"] - beside["theta"].mean()) / beside["theta"].std(ddof=0)
    held = truth.between(beside["lower"], beside["upper"]).mean()
    assert 0.86 < held < 0.97  # 360 bands that lean on one another


def test_points_together_have_mean_0_and_standard_deviation_1() -> None:
    points = found()[0].points["ideal_point"]
    assert points.mean() == pytest.approx(0, abs=1e-9)
    assert points.std(ddof=0) == pytest.approx(1)


def test_roll_calls_are_on_the_scale_of_the_points() -> None:
    # What the fit says of a vote must not depend on the scale: the mean log probability of the
    # votes, from the two tables given out, is that of the position at the top.
    votes = made_up_votes(SMALL, seed=1)[0]
    settings = IdealSettings(anchor="state-000", tolerance=1e-9, max_rounds=500)
    fit = fit_ideal_points(votes, settings)
    joined = votes.merge(fit.points, on=["session", "state"]).merge(fit.roll_calls, on="roll_call")
    chance = vote_probabilities(
        joined["ideal_point"], slope=joined["slope"], low=joined["low"], high=joined["high"]
    )
    kind = joined["vote"].map({"yes": 0, "abstain": 1, "no": 2}).to_numpy()
    said = np.log(chance[np.arange(len(kind)), kind]).sum()
    position, held, _ = top()
    assert said == pytest.approx(position.terms(held).log.sum(), rel=1e-6)


def log_posterior(flat: np.ndarray, votes: SeatVotes, priors: Priors) -> float:
    """Likelihood x prior, written out from the docstrings: seats one by one, no shared code."""
    theta, items = flat[: votes.seats], flat[votes.seats :].reshape(-1, 3)
    half = np.exp(items[votes.item, 2]) / 2
    chance = vote_probabilities(
        theta[votes.seat],
        slope=items[votes.item, 0],
        low=items[votes.item, 1] - half,
        high=items[votes.item, 1] + half,
    )
    total = np.log(chance[np.arange(len(votes.seat)), votes.answer]).sum() - theta @ theta / 2
    for seat in range(1, votes.seats):
        same = votes.states[seat] == votes.states[seat - 1]
        if same and priors.walk and votes.sessions[seat] == votes.sessions[seat - 1] + 1:
            total -= (theta[seat] - theta[seat - 1]) ** 2 / (2 * priors.walk)
    total -= (items[:, 0] ** 2).sum() / (2 * priors.slope_sd**2)
    total -= (items[:, 1] ** 2).sum() / (2 * priors.middle_sd**2)
    return float(total - ((items[:, 2] - np.log(priors.width)) ** 2).sum() / 2 / priors.width_sd**2)


@pytest.mark.parametrize("walk", [0.5, None])
def test_the_climb_ends_where_the_ground_is_level(walk: float | None) -> None:
    position, votes, priors = top(walk)
    flat = np.concatenate([position.theta, position.items.ravel()])
    moves = np.eye(len(flat)) * 1e-5
    rises = [
        log_posterior(flat + move, votes, priors) - log_posterior(flat - move, votes, priors)
        for move in moves
    ]
    assert np.abs(np.array(rises) / 2e-5).max() < 1e-4


@pytest.mark.parametrize("walk", [0.5, None])
def test_the_spread_is_that_of_the_whole_curvature_inverted(walk: float | None) -> None:
    position, votes, priors = top(walk, TINY)
    flat = np.concatenate([position.theta, position.items.ravel()])
    size, step = len(flat), 1e-3
    units = np.eye(size) * step

    def at(move: np.ndarray) -> float:
        return log_posterior(flat + move, votes, priors)

    curved = np.empty((size, size))
    for i in range(size):
        for j in range(i + 1):
            mixed = at(units[i] + units[j]) - at(units[i] - units[j])
            mixed += at(-units[i] - units[j]) - at(units[j] - units[i])
            curved[i, j] = curved[j, i] = -mixed / (4 * step**2)
    expected = np.sqrt(np.diag(np.linalg.inv(curved)))[: votes.seats]
    assert laplace_sd(position, votes, priors) == pytest.approx(expected, rel=1e-3)


def test_the_walk_holds_a_state_still_and_without_it_sessions_stand_alone() -> None:
    votes = made_up_votes(SMALL, seed=2)[0]
    stiff, loose, alone = (
        fit_ideal_points(votes, IdealSettings(anchor="state-000", walk=walk)).points
        for walk in (0.01, 1.0, None)
    )

    def mean_step(points: pd.DataFrame) -> float:
        wide = points.pivot(index="session", columns="state", values="ideal_point")
        return float(wide.diff().abs().stack().mean())

    assert mean_step(stiff) < mean_step(loose) < mean_step(alone)
    third = fit_ideal_points(
        votes[votes["session"] == 3], IdealSettings(anchor="state-000", walk=None)
    )
    of_three = alone[alone["session"] == 3]["ideal_point"].to_numpy()
    assert np.corrcoef(of_three, third.points["ideal_point"])[0, 1] == pytest.approx(1, abs=1e-4)


def test_the_anchor_says_which_side_is_positive() -> None:
    votes = {"united-states": "yyynyya", "russia": "nnnynnn", "india": "yanynan", "mali": "nnaynnn"}
    points = {
        anchor: fit_ideal_points(table_of(votes), IdealSettings(anchor=anchor)).points
        for anchor in ("united-states", "russia")
    }
    ours = points["united-states"].set_index("state")["ideal_point"]
    theirs = points["russia"].set_index("state")["ideal_point"]
    assert ours["united-states"] > ours["india"] > 0 > ours["russia"]
    assert theirs.to_numpy() == pytest.approx(-ours.to_numpy(), abs=0.01)


def test_swapping_yes_and_no_changes_no_point() -> None:
    votes = made_up_votes(SMALL, seed=4)[0]
    turned = votes.assign(vote=votes["vote"].replace({"yes": "no", "no": "yes"}))
    one, other = (fit_ideal_points(table, ANCHORED) for table in (votes, turned))
    pd.testing.assert_frame_equal(one.points, other.points, atol=1e-6)


def test_the_order_of_rows_and_a_second_run_change_nothing() -> None:
    votes = made_up_votes(SMALL, seed=5)[0]
    once, again = (fit_ideal_points(votes, ANCHORED).points for _ in range(2))
    assert once.to_csv() == again.to_csv()
    shuffled = fit_ideal_points(votes.sample(frac=1, random_state=1), ANCHORED).points
    pd.testing.assert_frame_equal(once, shuffled, atol=1e-6)


def test_unanimous_roll_calls_absences_and_thin_sessions_do_not_count() -> None:
    votes = {"united-states": "yyyyyy", "russia": "nnnnny", "mali": "nn-nay"}
    table = pd.concat(
        [table_of(votes), table_of({"united-states": "y", "russia": "n"}, sessions=(2,))]
    )
    fit = fit_ideal_points(table)
    assert set(fit.points["session"]) == {1}
    cast = fit.points.set_index("state")["votes_cast"].to_dict()
    assert cast == {"united-states": 5, "russia": 5, "mali": 4}
    assert set(fit.roll_calls["roll_call"]) == {100, 101, 102, 103, 104}


def test_a_state_that_changes_its_name_keeps_its_line() -> None:
    votes = {"united-states": "yyyyy", "mali": "nnyny"}
    before = table_of({**votes, "soviet-union": "nnnnn"}, sessions=(45,))
    after = table_of({**votes, "russia": "nnnnn"}, sessions=(46,))
    held = seat_votes(pd.concat([before, after]), least_roll_calls=5)
    assert held.states == ("mali", "mali", "russia", "russia", "united-states", "united-states")
    assert held.follows.tolist() == [False, True] * 3


def test_who_was_away_for_a_session_starts_anew() -> None:
    both = table_of({"united-states": "yyyyy", "russia": "nnnnn"}, sessions=(1, 2, 4))
    away = table_of({"south-africa": "yynna"}, sessions=(1, 4))
    held = seat_votes(pd.concat([both, away]), least_roll_calls=5)
    follows = dict(
        zip(zip(held.states, held.sessions.tolist(), strict=True), held.follows, strict=True)
    )
    assert follows["south-africa", 4] == False  # noqa: E712 - a numpy bool
    assert follows["russia", 4] == True  # noqa: E712 - no session 3 was held: 4 comes next


def test_roll_calls_that_share_a_question_share_slope_and_cutpoints() -> None:
    votes = made_up_votes(SMALL, seed=6)[0]
    fit = fit_ideal_points(votes, ANCHORED, bridges={2000: 1000, 3000: 1000})
    assert fit.bridged == 2
    calls = fit.roll_calls.set_index("roll_call")[["item", "slope", "low", "high"]]
    assert calls.loc[1000].to_list() == calls.loc[2000].to_list() == calls.loc[3000].to_list()
    assert calls["item"].nunique() == len(calls) - 2


def test_a_bridge_carries_the_level_from_one_session_to_another() -> None:
    # In session 2 all who said yes to the same questions say no: with the questions shared, and
    # sessions apart otherwise, the assembly as a whole has moved away from the anchor's side.
    steady = {"united-states": "yyyyyyyy", "russia": "nnnnnnnn"}
    first = table_of({**steady, "mali": "yyyynyyy", "chad": "yynyyyyn"}, sessions=(1,))
    second = table_of({**steady, "mali": "nnnnynnn", "chad": "nnynnnny"}, sessions=(2,))
    both = pd.concat([first, second])
    settings = IdealSettings(walk=None)
    shared = {200 + n: 100 + n for n in range(8)}
    apart, tied = (
        fit_ideal_points(both, settings, bridges=bridges)
        .points.groupby("session")["ideal_point"]
        .mean()
        for bridges in ({}, shared)
    )
    assert tied[1] - tied[2] > 0.5
    assert tied[1] - tied[2] > apart[1] - apart[2] - 1e-6


def test_bad_input_is_told_with_what_to_do() -> None:
    table = table_of({"united-states": "yyyyy", "russia": "nnnnn"})
    with pytest.raises(InputError, match="needs the column 'vote'"):
        fit_ideal_points(table.drop(columns="vote"))
    with pytest.raises(InputError, match="lower least_roll_calls"):
        fit_ideal_points(table_of({"united-states": "yy", "russia": "nn"}))
    with pytest.raises(InputError, match="Name another state as anchor"):
        fit_ideal_points(table, IdealSettings(anchor="france"))
    with pytest.raises(InputError, match="walk must be a finite number above 0, not 0"):
        IdealSettings(walk=0)
    with pytest.raises(InputError, match="max_rounds must be 1 or more"):
        IdealSettings(max_rounds=0)


def test_a_fit_that_is_stopped_early_says_so() -> None:
    votes = made_up_votes(SMALL, seed=1)[0]
    fit = fit_ideal_points(votes, IdealSettings(anchor="state-000", max_rounds=2))
    assert (fit.rounds, fit.at_rest) == (2, False)
    assert fit.points["ideal_point"].notna().all()

"""Leverage is bandwidth times dependence, and a change of it is shared out exactly."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.leverage.dependence import find_dependences
from allegiance.graph.analysis.leverage.index import Leverage, attribute_change, rate_patrons
from allegiance.graph.analysis.leverage.kinds import NAMES
from allegiance.graph.analysis.leverage.settings import DEFAULT, LeverageSettings, Span
from allegiance.graph.model.errors import InputError, UnknownNameError

DAY = dt.date(2020, 12, 31)


def rated(
    market: Any, *patrons: str, settings: LeverageSettings = DEFAULT, day: dt.date = DAY
) -> dict[str, Leverage]:
    ledger = market.ledger(*patrons)
    span = Span.up_to(day, settings.years)
    found = find_dependences(ledger, span, settings=settings)
    return {
        one.patron: one for one in rate_patrons(ledger, found, patrons, span, settings=settings)
    }


def two_kinds(market: Any) -> None:
    """Troops of france alone; arms, three quarters russia's; each claim is believed with .81."""
    market.tie("f", "france", "troops", "2014-01-01")
    market.arms("a", "russia", 75, 2019)
    market.arms("b", "france", 25, 2019)


def test_bandwidth_is_the_belief_in_giving_and_dependence_the_share(market: Any) -> None:
    two_kinds(market)
    found = rated(market, "france", "russia")
    # A measure by a source of grade A is believed like an A2 claim: .9 x .7.
    france, russia = found["france"], found["russia"]
    assert france.bandwidth == pytest.approx((0.81 + 0.63) / 2)
    assert france.dependence == pytest.approx((1 + 0.25) / 2)
    assert russia.bandwidth == pytest.approx(0.63 / 2)
    assert russia.dependence == pytest.approx(0.75 / 2)
    assert france.value == pytest.approx(0.72 * 0.625)
    assert list(found) == ["france", "russia"]


def test_several_statements_of_a_kind_are_believed_together(market: Any) -> None:
    market.act("one", "russia", "arms", "2019-01-01")
    market.act("two", "russia", "arms", "2019-02-01")
    assert rated(market, "russia")["russia"].bandwidth == pytest.approx(1 - 0.19**2)


def test_the_last_day_of_what_a_patron_gives_tells_what_is_over(market: Any) -> None:
    two_kinds(market)
    market.act("one", "usa", "arms", "2018-02-03")
    found = rated(market, "france", "russia", "usa", "china")
    assert found["france"].latest == DAY  # its troops stand
    assert found["russia"].latest == dt.date(2019, 12, 31)  # the year of the figure
    assert found["usa"].latest == dt.date(2018, 2, 3)
    assert found["china"].latest is None
    assert found["usa"].to_dict()["latest"] == "2018-02-03"


def test_weights_decide_what_counts(market: Any) -> None:
    two_kinds(market)
    arms = LeverageSettings(weights=(("arms", 2.0),))
    found = rated(market, "france", "russia", settings=arms)
    assert list(found) == ["russia", "france"]
    assert found["russia"].value == pytest.approx(0.63 * 0.75)
    assert (found["russia"].weights_low, found["russia"].weights_high) == pytest.approx(
        (found["russia"].value,) * 2
    )


def test_published_weights_are_equal_and_sum_to_one() -> None:
    assert set(DEFAULT.published.values()) == {1 / len(NAMES)}
    with pytest.raises(UnknownNameError, match="arms"):
        LeverageSettings(weights=(("armz", 1.0),))
    with pytest.raises(InputError, match="at least 0"):
        LeverageSettings(weights=(("arms", -1.0),))
    with pytest.raises(InputError, match="at least one kind"):
        LeverageSettings(weights=(("arms", 0.0),))


def test_ranges_are_the_same_every_time_and_hold_the_value(market: Any) -> None:
    two_kinds(market)
    one, other = rated(market, "france", "russia"), rated(market, "russia", "france")
    assert one == other
    for leverage in one.values():
        assert leverage.weights_low <= leverage.value <= leverage.weights_high
        assert leverage.low < leverage.value < leverage.high
    assert sum(leverage.first for leverage in one.values()) <= 1


def test_a_draw_in_which_nobody_gives_anything_counts_as_no_leverage(market: Any) -> None:
    # Held with .81: in nearly a fifth of the draws nothing is given, so that the range begins at 0.
    market.act("one", "russia", "arms", "2019-01-01")
    russia = rated(market, "russia", "france")["russia"]
    assert russia.value == pytest.approx(0.81)
    assert (russia.low, russia.high) == (0, 1)
    assert russia.first == pytest.approx(0.81, abs=0.04)


def test_a_share_that_nobody_knows_leaves_leverage_unknown_also_in_the_draws(market: Any) -> None:
    market.arms("a", "russia", 75, 2019)
    russia = rated(market, "russia")["russia"]
    assert math.isnan(russia.value)
    assert math.isnan(russia.low)


def test_weights_alone_vary_less_the_greater_the_spread(market: Any) -> None:
    two_kinds(market)
    wide, narrow = (
        rated(market, "france", settings=LeverageSettings(spread=spread))["france"]
        for spread in (0.5, 50.0)
    )
    assert narrow.weights_high - narrow.weights_low < (wide.weights_high - wide.weights_low) / 4


def test_who_gives_nothing_has_no_leverage_and_without_shares_it_is_not_known(market: Any) -> None:
    two_kinds(market)
    assert rated(market, "usa", "france")["usa"].value == 0
    assert rated(market, "usa", "france")["usa"].first == 0
    early = rated(market, "france", day=dt.date(2010, 12, 31))["france"]
    assert early.bandwidth == 0
    assert math.isnan(early.value)
    assert early.to_dict()["leverage"] is None


def test_an_actor_of_whom_nothing_is_held_has_no_leverage_to_rate(market: Any) -> None:
    market.world.actor("mali")
    found = rated(market, "france")["france"]
    assert math.isnan(found.bandwidth)
    assert found.kinds == ()


unit = st.floats(0, 1)


@given(unit, unit, unit, unit)
def test_what_bandwidth_and_dependence_add_sums_to_the_change(
    b0: float, d0: float, b1: float, d1: float
) -> None:
    before, after = (Leverage("p", b, d, 0, 1, 0, 1, 0, ()) for b, d in ((b0, d0), (b1, d1)))
    change = attribute_change(before, after)
    parts = change.from_bandwidth + change.from_dependence
    assert parts == pytest.approx(change.after - change.before, abs=1e-12)
    back = attribute_change(after, before)
    assert back.from_bandwidth == pytest.approx(-change.from_bandwidth, abs=1e-12)


def test_the_attribution_of_a_change_by_hand() -> None:
    # From .2 x .5 to .6 x .7: (.4)(1.2)/2 = .24 by bandwidth, (.2)(.8)/2 = .08 by dependence.
    before, after = (Leverage("p", b, d, 0, 1, 0, 1, 0, ()) for b, d in ((0.2, 0.5), (0.6, 0.7)))
    change = attribute_change(before, after)
    assert change.from_bandwidth == pytest.approx(0.24)
    assert change.from_dependence == pytest.approx(0.08)
    assert change.after - change.before == pytest.approx(0.32)

"""Whose shares of what an actor gets: by amounts, as stated, by statements."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.leverage.amounts import Amount
from allegiance.graph.analysis.leverage.shares import shares_of
from allegiance.graph.model.statements import Measure


def shares(dependence: Any) -> dict[str, float]:
    return {share.patron: round(share.share, 6) for share in dependence.shares}


def test_deliveries_add_up_over_five_whole_years(market: Any) -> None:
    market.arms("old", "france", 100, 2015)
    market.arms("a", "russia", 23, 2017)
    market.arms("b", "russia", 24, 2020)
    market.arms("c", "france", 9, 2016)
    market.arms("d", "usa", 8, 2020)
    market.arms("begun", "russia", 27, 2021)
    found = market.dependences("2021-06-30")["arms_tiv"]
    # 47, 9 and 8 of 64: H = (2209 + 81 + 64) / 4096
    assert shares(found) == {"russia": 0.734375, "france": 0.140625, "usa": 0.125}
    assert found.concentration.herfindahl == pytest.approx(2354 / 4096)
    assert found.years == (2016, 2017, 2020)
    assert found.left_out == ("begun", "old")


def test_a_figure_for_several_years_counts_by_its_days_in_the_span(market: Any) -> None:
    market.measure("long", "france", "aid_usd", 1461, start="2014", end="2017", unit="USD")
    market.measure("short", "russia", "aid_usd", 731, start="2016", end="2017", unit="USD")
    found = market.dependences("2020-12-31")["aid_usd"]
    # 731 of the 1,461 days of 2014 to 2017 lie in 2016 and 2017: a dollar a day each.
    assert shares(found) == {"france": 0.5, "russia": 0.5}


def test_figures_of_one_span_compete_and_are_not_added(market: Any) -> None:
    market.arms("one", "france", 10, 2019)
    market.arms("other", "france", 20, 2019)
    market.arms("rest", "russia", 15, 2019)
    found = market.dependences("2020-12-31")["arms_tiv"]
    france = next(share for share in found.shares if share.patron == "france")
    assert (france.share, france.low) == (0.5, pytest.approx(0.4))
    assert france.high == pytest.approx(20 / 35)
    assert france.amount.measures == ("one", "other")


def test_units_are_never_added_up(market: Any) -> None:
    market.measure("eur", "france", "aid", 10, start="2019", unit="EUR")
    market.measure("usd", "russia", "aid", 10, start="2019", unit="USD")
    rows = market.dependences("2020-12-31")
    assert rows["aid"].shares == ()
    span = market.ledger()
    assert {e.thing.quantity.unit for e in span.given if isinstance(e.thing, Measure)} == {
        "EUR",
        "USD",
    }


def test_a_figure_of_one_patron_alone_makes_no_share(market: Any) -> None:
    market.arms("a", "russia", 23, 2019)
    found = market.dependences("2020-12-31")["arms_tiv"]
    assert (found.shares, found.concentration) == ((), None)
    assert dict(found.amounts)["russia"].value == 23


def test_there_are_no_shares_while_someone_who_gives_is_not_counted(market: Any) -> None:
    market.arms("a", "russia", 23, 2019)
    market.arms("b", "france", 23, 2019)
    assert market.dependences("2020-12-31")["arms_tiv"].shares
    market.act("gift", "usa", "arms", "2019-05-01")
    found = market.dependences("2020-12-31")["arms_tiv"]
    assert (found.shares, found.uncounted) == ((), ("usa",))


def test_the_nearest_count_speaks_while_the_force_is_there(market: Any) -> None:
    market.tie("f", "france", "troops", "2014-01-01", "2022-08-15")
    market.tie("r", "russia", "troops", "2021-01-01")
    market.measure("early", "france", "troops", 1000, start="2014-06")
    market.measure("late", "france", "troops", (2000, 2400), start="2022-02")
    market.measure("count", "russia", "troops", 1000, start="2021-09", bound="at least")
    found = market.dependences("2021-12-31")["troops"]
    assert shares(found) == {"france": 0.6875, "russia": 0.3125}  # 2200 and 1000 of 3200
    france, russia = found.shares
    assert (france.low, france.high) == (0.0, pytest.approx(2400 / 3400))
    assert (russia.low, russia.high) == (pytest.approx(1000 / 3400), 1.0)
    assert found.left_out == ("early",)


def test_a_force_that_has_left_or_not_come_yet_counts_as_none(market: Any) -> None:
    market.tie("f", "france", "troops", "2014-01-01", "2022-08-15")
    market.tie("r", "russia", "troops", "2021-12-01")
    market.measure("one", "france", "troops", 2400, start="2022-02")
    market.measure("other", "russia", "troops", 1000, start="2022-02")
    assert shares(market.dependences("2022-12-31")["troops"]) == {"russia": 1.0, "france": 0.0}
    assert shares(market.dependences("2021-11-30")["troops"]) == {"france": 1.0, "russia": 0.0}
    gone = market.dependences("2022-12-31")["troops"].shares[1].amount
    assert (gone.high, gone.statements) == (0.0, ("f",))


def test_a_patrons_total_may_hold_the_count_of_its_client(market: Any) -> None:
    market.world.link("l", "wagner", "russia")
    market.measure("total", "russia", "troops", 2000, start="2022-02")
    market.measure("part", "wagner", "troops", 1500, start="2022-02")
    market.measure("other", "france", "troops", 2000, start="2022-02")
    russia = dict(market.dependences("2022-02-28")["troops"].amounts)["russia"]
    assert (russia.low, russia.value, russia.high) == (2000, 2750, 3500)


def test_a_count_of_one_client_has_no_upper_end_while_another_is_there(market: Any) -> None:
    market.world.link("l1", "wagner", "russia")
    market.world.link("l2", "corps", "russia")
    market.tie("w", "wagner", "troops", "2021-01-01")
    market.measure("part", "wagner", "troops", 1500, start="2022-02")
    whole = market.dependences("2022-02-28")["troops"]
    assert (dict(whole.amounts)["russia"].high, whole.uncounted) == (1500, ())
    market.tie("c", "corps", "troops", "2021-01-01")
    partial = market.dependences("2022-02-28")["troops"]
    assert (dict(partial.amounts)["russia"].high, partial.uncounted) == (math.inf, ("russia",))


def test_a_share_that_a_source_states_is_taken_as_it_is(market: Any) -> None:
    market.measure("w", "russia", "trade_share", 40, start="2020", unit="percent of wheat imports")
    found = market.dependences("2020-12-31")["trade_share"]
    assert shares(found) == {"russia": 0.4}
    assert found.rest == pytest.approx(0.6)
    assert found.share_of("russia") == (0.4, 0.4, 0.4)
    assert found.share_of("france") is None  # somewhere in the rest


@pytest.mark.parametrize(
    "indicator", ["troops_authorised", "deaths", "aid_pledged_usd", "aid_withheld_eur"]
)
def test_what_is_allowed_promised_or_nothing_given_makes_no_dependence(
    market: Any, indicator: str
) -> None:
    market.measure("m", "un", indicator, 11200, start="2020-04")
    assert market.dependences("2020-12-31") == {}


def test_statements_count_their_belief_while_they_stand(market: Any) -> None:
    market.tie("f", "france", "troops", "2014-01-01", "2022-08-15")
    market.tie("r", "russia", "troops", "2021-12-01")
    both = market.dependences("2022-01-31")["troops by statements"]
    assert shares(both) == {"france": 0.5, "russia": 0.5}
    after = market.dependences("2022-12-31")["troops by statements"]
    assert shares(after) == {"russia": 1.0}
    assert after.share_of("france") == (0.0, 0.0, 0.0)


def test_acts_count_in_the_years_and_not_after_the_day(market: Any) -> None:
    market.act("a", "france", "arms", "2019-05-01")
    market.act("b", "russia", "arms", "2021-05-01")
    assert shares(market.dependences("2020-12-31")["arms by statements"]) == {"france": 1.0}
    assert shares(market.dependences("2021-04-30")["arms by statements"]) == {"france": 1.0}
    assert shares(market.dependences("2021-05-01")["arms by statements"])["russia"] == 0.5


def test_an_act_that_begins_a_tie_is_not_counted_beside_it(market: Any) -> None:
    market.act("start", "russia", "pacts", "2019-06-25")
    market.world.tie("pact", "russia", "mali", "2019-06-25", basis=("start",))
    market.code("pact", "057")
    market.tie("other", "france", "pacts", "2014-01-01")
    assert shares(market.dependences("2020-12-31")["pacts by statements"])["russia"] == 0.5
    assert [e.thing.id for e in market.ledger().given] == ["other", "pact"]


def test_of_accounts_that_cannot_hold_together_the_best_counts(market: Any) -> None:
    market.act("sure", "russia", "arms", "2019-06-25")
    market.act("rumour", "russia", "arms", "2019-07-25", grade="D4", conflicts_with=("sure",))
    assert [e.thing.id for e in market.ledger().given] == ["sure"]


def test_a_hostile_act_gives_nothing(market: Any) -> None:
    market.act("raid", "france", "troops", "2019-06-25", weight=-0.9)
    assert market.dependences("2020-12-31") == {}


positive = st.integers(1, 10**6).map(float)
ranges = st.tuples(positive, positive, positive).map(sorted).map(lambda n: Amount(*n))


@given(st.lists(ranges, min_size=2, max_size=8))
def test_shares_sum_to_one_and_lie_in_their_ranges(amounts: list[Amount]) -> None:
    found = shares_of({f"p{i}": amount for i, amount in enumerate(amounts)})
    assert math.fsum(share.share for share in found) == pytest.approx(1)
    for share in found:
        assert 0 <= share.low <= share.share <= share.high <= 1


@given(st.lists(ranges, min_size=2, max_size=6).flatmap(st.permutations))
def test_the_order_of_patrons_does_not_change_shares(amounts: list[Amount]) -> None:
    named = {f"p{i}": amount for i, amount in enumerate(amounts)}
    turned = dict(reversed(named.items()))
    one = {s.patron: s.share for s in shares_of(named)}
    other = {s.patron: s.share for s in shares_of(turned)}
    assert one == pytest.approx(other)


@given(st.lists(positive, min_size=2, max_size=6), st.floats(1e-3, 1e3))
def test_shares_do_not_hang_on_the_unit(values: list[float], factor: float) -> None:
    amounts = {f"p{i}": Amount(v, v, v) for i, v in enumerate(values)}
    scaled = {name: amount.times(factor) for name, amount in amounts.items()}
    one, other = (sorted(s.share for s in shares_of(a)) for a in (amounts, scaled))
    assert one == pytest.approx(other)

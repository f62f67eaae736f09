"""What a new patron gives of what the old one gave, and what is left uncovered."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.leverage.amounts import Amount
from allegiance.graph.analysis.leverage.reliance import find_turn, spans_around
from allegiance.graph.analysis.leverage.substitution import Cover, Substitution
from allegiance.graph.model.errors import InputError

WINDOW = (dt.date(2012, 1, 1), dt.date(2026, 1, 1))
TURN = dt.date(2021, 7, 1)


def substitution(market: Any, *old: str) -> Substitution:
    turn = find_turn(
        market.world.whole,
        "mali",
        old=old or ("france",),
        new="russia",
        day=TURN,
        window=WINDOW,
    )
    return turn.substitution


def test_flows_are_compared_by_the_year(market: Any) -> None:
    for year in (2016, 2018, 2020):
        market.arms(f"f{year}", "france", 12, year)
    market.arms("r1", "russia", 2, 2022)
    market.arms("r2", "russia", 4, 2023)
    found = substitution(market)
    [cover] = found.covers
    assert cover.old is not None
    assert cover.new is not None
    # 36 over three years with figures, 6 over two: a quarter is covered, 9 a year are not.
    assert (cover.old.value, cover.new.value) == (pytest.approx(12), pytest.approx(3))
    assert cover.covered == pytest.approx((0.25, 0.25, 0.25))
    assert cover.uncovered == pytest.approx((9, 9, 9))
    assert (cover.old_years, cover.new_years) == ((2016, 2018, 2020), (2022, 2023))
    yearly = {year: one.covered for year, one in found.yearly}
    assert yearly == {
        2022: pytest.approx((1 / 6, 1 / 6, 1 / 6)),
        2023: pytest.approx((1 / 3, 1 / 3, 1 / 3)),
    }


def test_a_year_that_the_turn_cuts_counts_by_its_rest(market: Any) -> None:
    market.arms("f", "france", 27, 2020)
    market.arms("r", "russia", 27, 2021)
    [cover] = substitution(market).covers
    assert cover.new is not None
    assert cover.new.value == pytest.approx(27)  # half of it in half a year
    assert cover.covered == pytest.approx((1, 1, 1))


def test_stocks_are_compared_on_the_days(market: Any) -> None:
    market.tie("f", "france", "troops", "2014-01-01", "2022-08-15")
    market.tie("r", "russia", "troops", "2021-12-01")
    market.measure("fm", "france", "troops", (2000, 2400), start="2021-05")
    market.measure("rm", "russia", "troops", 1000, start="2025-06", bound="at least")
    [cover] = substitution(market).covers
    assert cover.covered == (pytest.approx(1000 / 2200), pytest.approx(1000 / 2400), 1.0)
    assert cover.uncovered == (pytest.approx(1200), 0.0, pytest.approx(1400))


def test_several_old_patrons_are_one_side(market: Any) -> None:
    market.arms("f", "france", 10, 2020)
    market.arms("u", "usa", 30, 2020)
    market.arms("r", "russia", 10, 2022)
    [cover] = substitution(market, "france", "usa").covers
    assert cover.covered == pytest.approx((0.25, 0.25, 0.25))


def test_without_a_figure_on_one_side_nothing_is_said_to_be_covered(market: Any) -> None:
    market.measure("f", "france", "aid_eur", 280, start="2019", unit="EUR million")
    found = substitution(market)
    [cover] = found.covers
    assert (cover.new, cover.covered, cover.uncovered) == (None, None, None)
    assert cover.to_dict()["covered"] is None
    assert found.yearly == ()


def test_kinds_are_replaced_left_uncovered_shared_or_new(market: Any) -> None:
    market.tie("ft", "france", "troops", "2014-01-01", "2022-08-15")
    market.tie("rt", "russia", "troops", "2021-12-01")
    market.act("fa", "france", "aid", "2019-01-01")
    market.act("ra", "russia", "arms", "2022-01-01")
    market.tie("fp", "france", "pacts", "2014-01-01")
    market.tie("rp", "russia", "pacts", "2019-06-25")
    states = {one.kind: one.state for one in substitution(market).kinds}
    assert states == {"troops": "replaced", "aid": "uncovered", "arms": "new", "pacts": "shared"}


def test_a_kind_that_hangs_on_a_doubtful_claim_is_not_sure(market: Any) -> None:
    market.act("r", "russia", "arms", "2022-01-01", grade="D4")
    [kind] = substitution(market).kinds
    assert kind.state == "not sure"
    assert kind.new_ids == ("r",)


def test_the_spans_meet_on_the_day_and_stay_in_the_window() -> None:
    before, after = spans_around(TURN, WINDOW, 5)
    assert (before.start, before.day) == (dt.date(2016, 1, 1), dt.date(2021, 6, 30))
    assert (after.start, after.day) == (TURN, dt.date(2025, 12, 31))
    early, late = spans_around(dt.date(2014, 2, 1), WINDOW, 5)
    assert early.start == WINDOW[0]
    assert late.day == dt.date(2018, 12, 31)
    with pytest.raises(InputError, match="not covered"):
        spans_around(WINDOW[0], WINDOW, 5)


numbers = st.integers(0, 10**6).map(float)
ranges = st.tuples(numbers, numbers, numbers).map(sorted).map(lambda n: Amount(*n))


@given(ranges, ranges)
def test_what_is_covered_and_what_is_not_make_up_the_old(old: Amount, new: Amount) -> None:
    cover = Cover("arms", "arms_tiv", "TIV", old, new)
    assert cover.uncovered is not None
    left, least, most = cover.uncovered
    assert 0 <= least <= left <= most
    if cover.covered is None:
        assert old.value == 0
        return
    share, low, high = cover.covered
    assert 0 <= low <= share <= high <= 1
    assert share * old.value + left == pytest.approx(old.value, abs=1e-6)


def test_an_open_end_leaves_all_or_nothing_possible() -> None:
    cover = Cover("troops", "troops", "persons", Amount(2000, 2000, math.inf), Amount(1, 1, 1))
    assert cover.covered == (0.0005, 0.0, 0.0005)
    assert cover.to_dict()["uncovered"]["high"] is None

"""Yearly measures: invented tables with a known answer, and the segments of their series."""

import datetime as dt
import itertools
import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.analysis.measures.alliances import ALLIANCES
from allegiance.graph.analysis.measures.flows import ARMS, TRADE
from allegiance.graph.analysis.measures.ideal import IDEAL
from allegiance.graph.analysis.measures.known import MEASURES, measure_named
from allegiance.graph.analysis.measures.lineages import find_state
from allegiance.graph.analysis.measures.protocol import Measure, Pair
from allegiance.graph.analysis.measures.trend import common_trend
from allegiance.graph.analysis.measures.troops import TROOPS
from allegiance.graph.analysis.measures.votes import VOTES
from allegiance.graph.analysis.series import (
    Measured,
    find_shift,
    follow,
    split_id,
    weakest_year,
)
from allegiance.graph.analysis.upheavals import Upheaval, near
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.render.measured import short_line

POLES = Pair("united-states", "russia")
ISSUES = ["middle_east", "nuclear_weapons", "disarmament", "human_rights", "colonialism"]


def by_year(measure: Measure, tables: dict[str, pd.DataFrame], state: str) -> pd.DataFrame:
    found = measure.series(tables, POLES)
    return found[found["state"] == state].set_index("year")


def votes_table(votes: dict[str, list[str]]) -> pd.DataFrame:
    rows = [
        {
            "roll_call": call,
            "session": 25,
            "date": dt.datetime(1970, 10, 1),
            "state": state,
            "vote": v,
        }
        for state, cast in votes.items()
        for call, v in enumerate(cast)
    ]
    table = pd.DataFrame(rows).astype({"date": "datetime64[s]"})
    return table.assign(**dict.fromkeys([*ISSUES, "economic_development"], 0.0))


def ideal_table(points: dict[str, list[float]], first: int = 1960) -> pd.DataFrame:
    rows = [
        {"state": state, "year": first + i, "ideal_point": x, "sd": 0.1, "votes_cast": 60.0}
        for state, xs in points.items()
        for i, x in enumerate(xs)
    ]
    return pd.DataFrame(rows)


def measured_ideal(egypt: list[float]) -> Measured:
    n = len(egypt)
    tables = {
        "ideal-points": ideal_table(
            {"united-states": [2.0] * n, "soviet-union": [-2.0] * n, "egypt": egypt}
        )
    }
    return Measured(IDEAL, POLES, tables, IDEAL.series(tables, POLES))


def noisy(levels: list[tuple[float, int]]) -> list[float]:
    noise = np.random.default_rng(7).normal(0, 0.08, sum(n for _, n in levels))
    means = itertools.chain.from_iterable([level] * n for level, n in levels)
    return [float(a + b) for a, b in zip(means, noise, strict=True)]


def test_divisive_votes_count_only_where_the_poles_differ_and_an_abstention_half() -> None:
    table = votes_table(
        {
            "united-states": ["yes"] * 6 + ["yes"],
            "soviet-union": ["no"] * 6 + ["yes"],
            "egypt": ["no", "no", "no", "no", "abstain", "yes", "no"],
        }
    )
    egypt = by_year(VOTES, {"un-votes": table}, "egypt").loc[1970]
    assert egypt["n"] == 6
    assert egypt["value"] == pytest.approx((4 - 1) / 6)
    q = (0.75 * 6 + 0.5) / 7
    assert egypt["error"] == pytest.approx(2 * math.sqrt(q * (1 - q) / 6))


def test_too_few_divisive_votes_are_no_data() -> None:
    table = votes_table(
        {"united-states": ["yes"] * 4, "soviet-union": ["no"] * 4, "egypt": ["no"] * 4}
    )
    egypt = by_year(VOTES, {"un-votes": table}, "egypt").loc[1970]
    assert math.isnan(egypt["value"])
    assert egypt["n"] == 4


def test_ideal_points_are_nearer_to_one_pole_or_the_other() -> None:
    found = measured_ideal([-2.0, 0.0, 2.0, 1.0]).of("egypt")
    assert list(found["value"]) == pytest.approx([1.0, 0.0, -1.0, -0.5])
    # The poles held still: 2 x .1 / 4.
    assert found["error"].iloc[1] == pytest.approx(0.05)


def test_a_pole_that_moves_does_not_move_who_stands_still() -> None:
    points = {"united-states": [2.0] * 20, "russia": [-2.0] * 10 + [0.0] * 10}
    tables = {"ideal-points": ideal_table(points | {"egypt": [0.5] * 20})}
    measured = Measured(IDEAL, POLES, tables, IDEAL.series(tables, POLES))
    # The means of the poles are 2 and -1: (2 x .5 - 2 + 1) / (-1 - 2) = 0.
    assert list(measured.of("egypt")["value"]) == pytest.approx([0.0] * 20)


def test_two_poles_at_one_place_measure_nothing() -> None:
    tables = {"ideal-points": ideal_table({"united-states": [1.0], "russia": [1.0]})}
    assert IDEAL.series(tables, POLES)["value"].isna().all()


def test_near_unanimous_roll_calls_do_not_count_as_divisive() -> None:
    votes = {"united-states": ["no"] * 6, "russia": ["yes"] * 6, "egypt": ["yes"] * 5 + ["no"]}
    # One no against six yes is 14%; two against five of the last roll call are 29%.
    others = {name: ["yes"] * 6 for name in ("mali", "peru", "chile", "ghana")}
    table = votes_table(votes | others)
    found = by_year(VOTES, {"un-votes": table}, "egypt").loc[1970]
    assert found["n"] == 1


def test_the_common_trend_is_what_the_median_state_did() -> None:
    rows = [(f"s{i}", year, 0.3 * year) for i in range(25) for year in (1, 2)]
    table = pd.DataFrame([*rows, ("x", 1, 0.0), ("x", 2, 0.0)], columns=["state", "year", "value"])
    trend = common_trend(table)
    assert list((table["value"] - trend)[:2]) == pytest.approx([0.45, 0.45])


def test_arms_are_shares_of_five_years_and_no_deliveries_are_no_data() -> None:
    rows = [
        ("united-states", "egypt", 1960, 30.0),
        ("soviet-union", "egypt", 1962, 60.0),
        ("france", "egypt", 1962, 10.0),
        ("france", "mali", 1970, 1.0),
    ]
    names = ["supplier", "recipient", "year", "value_tiv_million"]
    egypt = by_year(ARMS, {"sipri-arms": pd.DataFrame(rows, columns=names)}, "egypt")
    assert egypt.loc[1960, "value"] == -1
    assert egypt.loc[1962, "value"] == pytest.approx((60 - 30) / 100)
    assert egypt.loc[1966, "value"] == pytest.approx(60 / 70)
    assert 1967 not in egypt.index


def trade_table(with_russia: float) -> pd.DataFrame:
    partners = ["united-states", "russia", "france", "italy", "ghana", "mali"]
    flows = [30.0, with_russia, 20.0, 10.0, 5.0, 5.0]
    rows = [
        row
        for partner, flow in zip(partners, flows, strict=True)
        for row in (("egypt", partner, 1970, flow), (partner, "egypt", 1970, flow))
    ]
    return pd.DataFrame(rows, columns=["importer", "exporter", "year", "flow_usd_million"])


def test_trade_is_the_difference_of_two_shares_and_a_missing_flow_is_no_zero() -> None:
    there = by_year(TRADE, {"cow-trade": trade_table(10.0)}, "egypt").loc[1970]
    assert there["value"] == pytest.approx((20 - 60) / 160)
    gone = by_year(TRADE, {"cow-trade": trade_table(math.nan)}, "egypt").loc[1970]
    assert gone["n"] == 10
    assert math.isnan(gone["value"])


def test_troops_are_a_level_of_one_pole_and_need_that_pole() -> None:
    table = pd.DataFrame(
        {"host": ["egypt"] * 2, "year": [1970, 1971], "troops_persons": [99.0, 999.0]}
    ).assign(imputed=[False, True])
    egypt = by_year(TROOPS, {"us-troops": table}, "egypt")
    assert egypt.loc[1970, "value"] == pytest.approx(-2.0)
    assert 1971 not in egypt.index
    assert "US troops only" in TROOPS.covers(Pair("france", "russia"))


def test_alliances_like_those_of_a_pole_stand_on_its_side() -> None:
    others = [f"m{i}" for i in range(5)]
    pairs = [("united-states", one) for one in others] + [("egypt", one) for one in others]
    pairs += [("soviet-union", f"w{i}") for i in range(5)]
    rows = [row for a, b in pairs for row in ((a, b, 1970), (b, a, 1970))]
    table = pd.DataFrame(rows, columns=["state", "ally", "year"])
    table = table.assign(defence=1, offence=0, neutrality=0, non_aggression=0, consultation=0)
    known = table.assign(**{s: table[s].replace(_REAL) for s in ("state", "ally")})
    egypt = by_year(ALLIANCES, {"atop-alliances": known}, "egypt").loc[1970]
    # Of 13 states: apart from the US on 2 (both selves), from the USSR on 12, each by 3.
    assert egypt["n"] == 13
    assert egypt["value"] == pytest.approx(((1 - 2 * 12 / 13) - (1 - 2 * 2 / 13)) / 2)


def test_what_moved_an_alliance_is_told_by_ally_and_by_what_is_owed_to_the_poles() -> None:
    rows = [("egypt", "russia", 1970), ("egypt", "syria", 1971)]
    table = pd.DataFrame(rows, columns=["state", "ally", "year"])
    table = table.assign(defence=0, offence=0, neutrality=1, non_aggression=1, consultation=0)
    told = ALLIANCES.carriers({"atop-alliances": table}, POLES, state="egypt", year=1971)
    assert told[:2] == ["lost: Russia", "gained: Syria"]
    assert told[3] == "owed to Russia on the scale of 0 to 3: 2 -> 0"


def test_what_moved_the_arms_is_told_by_supplier_the_largest_first() -> None:
    rows = [
        ("soviet-union", "egypt", 1974, 50.0),
        ("france", "egypt", 1974, 5.0),
        ("united-states", "egypt", 1976, 20.0),
    ]
    names = ["supplier", "recipient", "year", "value_tiv_million"]
    tables = {"sipri-arms": pd.DataFrame(rows, columns=names)}
    assert ARMS.carriers(tables, POLES, state="egypt", year=1976) == [
        "Russia: 50 -> 0 million TIV",
        "United States: 0 -> 20 million TIV",
        "France: 5 -> 0 million TIV",
    ]


def test_what_moved_the_votes_is_told_by_issue() -> None:
    early = votes_table({"united-states": ["yes"], "russia": ["no"], "egypt": ["no"]})
    late = early.assign(roll_call=9, date=pd.Timestamp(1972, 10, 1))
    late.loc[late["state"] == "egypt", "vote"] = "yes"
    tables = {"un-votes": pd.concat([early, late]).assign(colonialism=1.0)}
    assert VOTES.carriers(tables, POLES, state="egypt", year=1972) == [
        "colonialism: 1.00 -> -1.00 (1 and 1 votes)"
    ]


_REAL = {
    **{"m0": "mexico", "m1": "canada", "m2": "chile", "m3": "peru", "m4": "brazil"},
    **{"w0": "poland", "w1": "romania", "w2": "bulgaria", "w3": "cuba", "w4": "mongolia"},
}


def test_a_planted_change_is_dated_and_its_levels_are_told() -> None:
    course = follow(measured_ideal(noisy([(-1.0, 15), (1.0, 15)])), "egypt")
    (shift,) = course.shifts
    assert shift.id == "ideal.egypt.1975.united-states.russia"
    assert shift.date_low <= dt.date(1975, 1, 1) <= shift.date_high
    assert shift.alert
    assert (shift.from_pole, shift.to_pole) == ("russia", "united-states")
    assert shift.before.low < 0.5 < shift.before.high
    # The prior of a level draws both a little towards their mean.
    assert shift.size == pytest.approx(-1.0, abs=0.1)
    assert weakest_year(course, shift)[1] > 0.9


def test_a_shift_that_hangs_on_one_year_names_it() -> None:
    values = noisy([(-1.0, 40)])
    values[20] += 3.0
    course = follow(measured_ideal(values), "egypt")
    assert course.shifts
    for shift in course.shifts:
        year, left = weakest_year(course, shift)
        assert year == 1980
        assert left < 0.3 < shift.probability


def test_a_year_that_was_measured_badly_weighs_less() -> None:
    values = noisy([(-1.0, 40)])
    values[20] += 3.0
    measured = measured_ideal(values)
    table = measured.table.assign(
        error=measured.table["error"].mask(measured.table["year"] == 1980, 2.0)
    )
    assert follow(Measured(IDEAL, POLES, measured.tables, table), "egypt").shifts == ()


def test_a_sure_change_below_the_floor_is_listed_without_an_alert() -> None:
    course = follow(measured_ideal(noisy([(0.0, 20), (0.25, 20)])), "egypt")
    (shift,) = course.shifts
    assert shift.probability > 0.9
    assert abs(shift.size) < IDEAL.floor
    assert not shift.alert


def test_changes_that_are_not_listed_beside_likely_ones_are_counted_and_told() -> None:
    measured = measured_ideal(noisy([(-1.0, 15), (0.5, 10), (-1.0, 15)]))
    course = follow(measured, "egypt")
    assert (len(course.shifts), course.unlisted) == (2, 0)
    assert short_line(course, measured).endswith("with P > 90%.")
    one = replace(course, shifts=course.shifts[:1])
    assert one.unlisted == 1
    assert "1 change listed" in short_line(one, measured)
    assert "The likeliest number of changes is 2" in short_line(one, measured)
    assert follow(measured_ideal(noisy([(0.0, 40)])), "egypt").unlisted == 0


def test_a_change_of_spread_is_not_called_one_of_level() -> None:
    generator = np.random.default_rng(3)
    values = [*(0.3 * generator.normal(size=20)), *(0.01 * generator.normal(size=20))]
    measured = measured_ideal([float(x) for x in values])
    course = follow(measured, "egypt")
    (shift,) = course.shifts
    said = f"In {shift.date.year} the direction is open"
    assert shift.direction_open
    assert shift.to_dict()["direction_open"] is True
    assert shift.to_dict()["difference"]["low"] <= 0 <= shift.to_dict()["difference"]["high"]
    assert said in short_line(course, measured)
    told = follow(measured_ideal(noisy([(-1.0, 15), (1.0, 15)])), "egypt")
    assert "open" not in short_line(told, measured)
    assert not any(one.direction_open for one in told.shifts)


def test_a_series_that_runs_through_several_names_says_so() -> None:
    measured = measured_ideal(noisy([(0.0, 40)]))
    renamed = measured.table.assign(state=measured.table["state"].replace("egypt", "serbia"))
    other = Measured(IDEAL, POLES, measured.tables, renamed)
    assert "the names Yugoslavia" not in short_line(follow(measured, "egypt"), measured)
    # 1960 to 1999.
    assert "names" not in short_line(follow(other, "serbia"), other)
    later = Measured(IDEAL, POLES, measured.tables, renamed.assign(year=renamed["year"] + 20))
    line = short_line(follow(later, "serbia"), later)
    assert line.endswith("through the names Yugoslavia, Serbia and Montenegro, Serbia.")


def test_a_steady_state_has_no_shift() -> None:
    assert follow(measured_ideal(noisy([(0.0, 40)])), "egypt").shifts == ()


def test_a_short_series_is_not_covered_and_says_its_window() -> None:
    course = follow(measured_ideal([0.0] * 5), "egypt")
    assert course.segmentation is None
    assert course.short == "not covered: 5 years with data, 1960-1964, 8 are needed"


def test_missing_years_stay_missing_inside_a_series() -> None:
    measured = measured_ideal(noisy([(-1.0, 15), (1.0, 15)]))
    table = measured.table[~measured.table["year"].between(1965, 1967)]
    gap = Measured(IDEAL, POLES, measured.tables, table)
    series = gap.of("egypt").set_index("year")
    assert series.loc[1965:1967, "value"].isna().all()
    assert [shift.date.year for shift in follow(gap, "egypt").shifts] == [1975]


def test_missing_years_make_no_shift_of_a_steady_state() -> None:
    measured = measured_ideal(noisy([(-1.0, 36)]))
    table = measured.table[~measured.table["year"].between(1970, 1979)]
    course = follow(Measured(IDEAL, POLES, measured.tables, table), "egypt")
    assert course.shifts == ()
    assert course.segmentation is not None
    assert course.segmentation.probability < 0.5


def test_what_all_states_do_at_once_is_no_shift_of_one() -> None:
    states = [find_state(name) for name in _MANY.split()]
    moved = noisy([(-1.0, 15), (1.0, 15)])
    points = {"united-states": [2.0] * 30, "russia": [-2.0] * 30}
    tables = {"ideal-points": ideal_table(points | dict.fromkeys(states, moved))}
    measured = Measured(IDEAL, POLES, tables, IDEAL.series(tables, POLES))
    assert len(states) >= 20
    assert follow(measured, "egypt").shifts == ()


_MANY = (
    "Egypt France Italy Spain Mali Niger Chad Ghana Togo Benin Kenya Peru Chile Brazil Mexico"
    " Canada Cuba India Japan Norway Sweden Denmark Finland Greece Turkey"
)


def test_a_shift_is_found_again_by_its_id() -> None:
    measured = measured_ideal(noisy([(-1.0, 15), (1.0, 15)]))
    assert find_shift(measured, "ideal.egypt.1975.united-states.russia")[1].date.year == 1975
    with pytest.raises(UnknownNameError, match="No shift"):
        find_shift(measured, "ideal.egypt.1999.united-states.russia")
    with pytest.raises(InputError, match="is no id"):
        split_id("ideal.egypt")


def test_upheavals_near_a_year_are_those_of_the_state_and_its_earlier_names() -> None:
    coup = Upheaval("soviet-union", "1991-08-18", "failed coup", "powell-thyne-coups")
    assert near([coup], "russia", 1993) == [coup]
    assert near([coup], "russia", 1994) == []
    assert near([coup], "egypt", 1991) == []


def test_every_measure_says_what_it_sees_and_what_it_does_not() -> None:
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.sees.startswith("It sees")
        assert measure.misses.startswith("It does not see")
    with pytest.raises(UnknownNameError, match="Did you mean votes"):
        measure_named("vote")

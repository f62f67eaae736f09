"""Events counted by dyad and period: numbers by hand, and the same however they are cut."""

from __future__ import annotations

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegiance.graph.datasets.dyads import COLUMNS, PERIODS, aggregate
from allegiance.graph.datasets.events import empty
from allegiance.graph.model.errors import InputError

NAN = float("nan")


def events(*rows: tuple[str, str, str, int, float]) -> pd.DataFrame:
    """A table of events: day, source, target, quad class, weight; Goldstein is tenfold."""
    table = empty()
    if not rows:
        return table
    said = pd.DataFrame(rows, columns=["date", "source", "target", "quad_class", "weight"])
    said["date"] = pd.to_datetime(said["date"]).astype("datetime64[s]")
    said = said.assign(goldstein=said["weight"] * 10, reports=2)
    names = ["source_name", "target_name", "cameo", "root", "plover", "plover_mode"]
    return said.assign(**dict.fromkeys(names, ""))[list(table.columns)].astype(table.dtypes)


MONTH = events(
    ("2014-01-01", "france", "mali", 1, 0.25),
    ("2014-01-31", "france", "mali", 2, 1.0),
    ("2014-01-15", "france", "mali", 1, 0.25),
    ("2014-01-15", "france", "mali", 4, -0.9),
    ("2014-02-01", "france", "mali", 0, NAN),
    ("2014-01-15", "mali", "france", 3, -0.3),
)


def test_a_month_of_a_dyad_by_hand() -> None:
    table = aggregate(MONTH).table
    assert list(table.columns) == list(COLUMNS)
    row = table.iloc[0]
    assert (row["source"], row["target"]) == ("france", "mali")
    assert (row["start"], row["end"]) == (pd.Timestamp("2014-01-01"), pd.Timestamp("2014-02-01"))
    assert (row["events"], row["reports"]) == (4, 8)
    counts = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
    assert list(row[counts]) == [2, 1, 0, 1]
    # (0.25 + 1 + 0.25 - 0.9) / 4; conflict 1 of 4; (3 - 1) / (3 + 1 + 1).
    assert row["mean_weight"] == pytest.approx(0.15)
    assert row["mean_goldstein"] == pytest.approx(1.5)
    assert row["share_conflict"] == 0.25
    assert row["balance"] == pytest.approx(0.4)


def test_the_two_directions_of_a_dyad_are_apart() -> None:
    table = aggregate(MONTH, by="year").table
    assert list(zip(table["source"], table["target"], strict=True)) == [
        ("france", "mali"),
        ("mali", "france"),
    ]


def test_events_without_a_class_or_a_weight_have_no_share_and_no_mean() -> None:
    row = aggregate(MONTH).table.iloc[1]
    assert (row["events"], row["unclassed"]) == (1, 1)
    for name in ("mean_weight", "mean_goldstein", "share_conflict", "balance"):
        assert math.isnan(row[name])


def test_kappa_pulls_few_events_to_nought_and_not_many() -> None:
    few = events(("2014-01-01", "france", "mali", 1, 0.25))
    many = pd.concat([few] * 1000)
    assert aggregate(few, kappa=1).table["balance"].item() == 0.5
    assert aggregate(few, kappa=0).table["balance"].item() == 1
    assert aggregate(many, kappa=1).table["balance"].item() == pytest.approx(1000 / 1001)


@pytest.mark.parametrize(
    ("by", "start", "end"),
    [
        ("day", "2014-01-15", "2014-01-16"),
        ("week", "2014-01-13", "2014-01-20"),
        ("month", "2014-01-01", "2014-02-01"),
        ("quarter", "2014-01-01", "2014-04-01"),
        ("year", "2014-01-01", "2015-01-01"),
    ],
)
def test_a_period_is_half_open(by: str, start: str, end: str) -> None:
    row = aggregate(events(("2014-01-15", "mali", "france", 1, 0.25)), by=by).table.iloc[0]
    assert (row["start"], row["end"]) == (pd.Timestamp(start), pd.Timestamp(end))


def test_what_is_within_a_state_or_has_none_is_counted() -> None:
    table = events(
        ("2014-01-01", "mali", "mali", 4, -0.9),
        ("2014-01-01", "", "mali", 1, 0.25),
        ("2014-01-01", "mali", "", 1, 0.25),
        ("2014-01-01", "mali", "france", 1, 0.25),
    )
    counts = aggregate(table)
    assert counts.left_out == {"within one state": 1, "no state on one side": 2}
    assert counts.events == int(counts.table["events"].sum()) + sum(counts.left_out.values())
    assert len(aggregate(table, domestic=True).table) == 2


@pytest.mark.parametrize("nothing", [empty(), [], [empty(), empty()]])
def test_no_events_make_an_empty_table(nothing: pd.DataFrame | list[pd.DataFrame]) -> None:
    counts = aggregate(nothing)
    assert (len(counts.table), counts.events, counts.left_out) == (0, 0, {})
    assert list(counts.table.columns) == list(COLUMNS)


def test_what_is_no_period_and_no_kappa_is_refused() -> None:
    with pytest.raises(InputError, match="decade"):
        aggregate(MONTH, by="decade")
    for kappa in (-1.0, NAN):
        with pytest.raises(InputError, match="kappa"):
            aggregate(MONTH, kappa=kappa)


ROW = st.tuples(
    st.dates(pd.Timestamp("2013-01-01").date(), pd.Timestamp("2015-12-31").date()).map(str),
    st.sampled_from(["mali", "france", "russia", ""]),
    st.sampled_from(["mali", "france", "russia"]),
    st.integers(0, 4),
    st.sampled_from([0.25, 0.95, -0.35, 0.333, -0.9, NAN]),
)


@given(
    st.lists(ROW, max_size=30),
    st.lists(st.integers(0, 30), max_size=4),
    st.sampled_from([*PERIODS]),
)
@settings(max_examples=40)
def test_however_events_are_cut_the_numbers_are_equal(
    rows: list[tuple[str, str, str, int, float]], cuts: list[int], by: str
) -> None:
    table = events(*rows)
    bounds = [0, *sorted(cuts), len(table)]
    parts = [table.iloc[a:b] for a, b in itertools.pairwise(bounds)]
    whole, cut = aggregate(table, by=by), aggregate(parts, by=by)
    pd.testing.assert_frame_equal(whole.table, cut.table, check_exact=True)
    assert (whole.events, whole.left_out) == (cut.events, cut.left_out)

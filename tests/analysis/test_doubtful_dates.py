"""Acts and ties whose dates are in doubt, between two, or open: where their mass goes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.bins import Bins
from allegiance.graph.analysis.snapshots import take_snapshot
from allegiance.graph.model.dates import PartialDate

D = dt.date
WINDOW = (D(2020, 1, 1), D(2024, 1, 1))
LAST = D(2023, 12, 31)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        ("2021-07-01~", [0, 1, 0, 0]),
        ("2022-01~", [0, 31 / 90, 59 / 90, 0]),
        ("2021-07/2022-06", [0, 184 / 365, 181 / 365, 0]),
        ("2019/2020", [366 / 731, 0, 0, 0]),
        ("201X/..", [366 / 5113, 365 / 5113, 365 / 5113, 365 / 5113]),  # 2010 to 2023: 5113 days
        ("../2021-12", [366 / 731, 365 / 731, 0, 0]),
        ("2023/..", [0, 0, 0, 1]),
        ("2021/..", [0, 1 / 3, 1 / 3, 1 / 3]),
    ],
)
def test_an_act_in_doubt_is_spread_over_the_days_that_it_can_be(
    world: Any, on: str, years: list[float]
) -> None:
    world.act("help", "russia", "mali", on)
    (exposure,) = world.evidence(by="year").exposures
    assert exposure.acts == pytest.approx(years)


@pytest.mark.parametrize("on", ["../2019", "2024/..", "2018~"])
def test_an_act_that_cannot_be_in_the_window_has_no_mass(world: Any, on: str) -> None:
    world.act("help", "russia", "mali", on)
    assert world.evidence().exposures == ()


@given(
    st.dates(D(2015, 1, 1), D(2025, 12, 31)),
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["{}", "{}~", "{}/..", "../{}", "{}/2026"]),
)
def test_no_mass_is_lost_but_outside_the_window(day: D, length: int, form: str) -> None:
    when = PartialDate.parse(form.format(day.isoformat()[:length]))
    first, last = when.within(WINDOW[0], LAST)
    found = Bins.over(*WINDOW, by="month").spread(first, last).sum()
    inside = max(0, (min(last, LAST) - max(first, WINDOW[0])).days + 1)
    assert found == pytest.approx(inside / ((last - first).days + 1))
    assert (found > 0) == (when.earliest <= LAST and when.latest >= WINDOW[0])


def test_a_tie_stands_from_the_middle_of_what_the_window_leaves_of_an_open_start(
    world: Any,
) -> None:
    world.tie("base", "russia", "mali", "../2021-12-31", "2022-12-31")
    evidence = world.evidence(by="year", tie_rate=1.0)
    # Its start is one act on the 731 days from 2020 to 2021, their middle the noon of a day's night
    # between 2020 and 2021; from there it stands two years less half a day.
    total = sum(evidence.exposures[0].acts)
    assert total == pytest.approx(1 + 730.5 / 365.25, abs=1 / 365.25)
    assert evidence.exposures[0].acts[3] == 0


def test_a_snapshot_shows_what_can_hold_on_its_day_though_a_side_is_open(world: Any) -> None:
    world.tie("base", "russia", "mali", "../2021-06")
    world.act("visit", "russia", "mali", "2022-05/..")
    world.act("call", "russia", "mali", "../2021-06")

    def seen(day: D) -> set[str]:
        shown = take_snapshot(world.whole, day, window=WINDOW, memory_days=30)
        return {edge["statement"] for _, _, edge in shown.edges(data=True)}

    assert seen(D(2020, 1, 1)) == {"base", "call"}
    assert seen(D(2021, 7, 30)) == {"base", "call"}
    assert seen(D(2021, 7, 31)) == {"base"}
    assert seen(D(2022, 5, 1)) == seen(LAST) == {"base", "visit"}

"""Blocs of a day and through time: who stays, who defects, when, and what they are called."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
from typing import Any

import pytest

from allegiance.graph.analysis.blocs.draws import DrawSettings, draw_networks
from allegiance.graph.analysis.blocs.found import Blocs, find_blocs
from allegiance.graph.analysis.blocs.history import BlocHistory, follow_blocs, last_days
from allegiance.graph.analysis.blocs.partition import BlocSettings

D = dt.date
WINDOW = (D(2020, 1, 1), D(2024, 1, 1))
WEST, EAST = ("eu", "france", "usa"), ("belarus", "iran", "russia")


@pytest.fixture
def divided(world: Any) -> Any:
    """West against east; mali is with west until mid 2021, then with east, at odds with west."""
    for side in (WEST, EAST):
        for one, other in itertools.combinations(side, 2):
            world.tie(f"{one}-{other}", one, other, "2015-01-01")
    for one, other in itertools.product(WEST, EAST):
        world.tie(f"{one}-against-{other}", one, other, "2015-01-01", weight=-0.5)
    for one in WEST:
        world.tie(f"old-{one}", one, "mali", "2015-01-01", "2021-06-30")
        world.tie(f"ban-{one}", "mali", one, "2021-07-01", weight=-0.7)
    for one in EAST:
        world.tie(f"new-{one}", one, "mali", "2021-07-01")
    return world


def blocs_on(world: Any, day: dt.date, *, resamples: int = 50, **options: Any) -> Blocs:
    drawn = DrawSettings(resamples=resamples)
    [network] = draw_networks(world.whole, [day], window=WINDOW, settings=drawn)
    return find_blocs(network, BlocSettings(**options))


def history_of(world: Any, *, resamples: int = 50) -> BlocHistory:
    drawn = DrawSettings(resamples=resamples)
    days = last_days(WINDOW, "year")
    networks = draw_networks(world.whole, days, window=WINDOW, settings=drawn)
    return follow_blocs(networks, by="year")


def test_the_periods_end_on_their_last_days() -> None:
    assert last_days((D(2020, 3, 1), D(2022, 2, 1)), "year") == [
        *(D(2020, 12, 31), D(2021, 12, 31), D(2022, 1, 31))
    ]


def test_the_blocs_of_a_day_are_the_sides(divided: Any) -> None:
    found = blocs_on(divided, D(2020, 6, 1))
    assert [set(bloc.members) for bloc in found.blocs] == [{*WEST, "mali"}, set(EAST)]
    assert [bloc.id for bloc in found.blocs] == [1, 2]
    assert (found.criterion, found.hostile_within, found.friendly_between) == (0, 0, 0)
    assert found.bloc_of("mali") == found.blocs[0]
    assert found.bloc_of("nobody") is None


def test_members_are_told_with_their_ties_and_how_they_stay(divided: Any) -> None:
    divided.act("slight", "un", "russia", "2020-05-01", weight=-0.5)
    members = {m.actor: m for m in blocs_on(divided, D(2020, 6, 1)).members}
    assert members["mali"].friendly == pytest.approx(3 * 0.81)
    assert members["mali"].hostile == 0
    assert members["un"].bloc == members["france"].bloc  # it opposes whom west opposes
    assert members["un"].friendly == 0
    for member in members.values():
        assert member.stays + member.elsewhere + member.gone == pytest.approx(1)
    assert members["france"].stays > 0.9
    # One act of .81 in 50 draws, of one origin: its chance to be gone is .19 (+- 3 x .055).
    assert members["un"].gone == pytest.approx(0.19, abs=0.17)


def test_a_friend_of_one_and_foe_of_two_ties_counts_against(divided: Any) -> None:
    divided.tie("deal", "usa", "iran", "2019-01-01")  # 1 - .5 of weight: friendly across
    found = blocs_on(divided, D(2020, 6, 1))
    assert found.friendly_between == pytest.approx(0.5 * 0.81)
    assert found.criterion == pytest.approx(0.25 * 0.81)


def test_other_partitions_are_shown_beside(divided: Any) -> None:
    rows = blocs_on(divided, D(2020, 6, 1)).alternatives
    assert [(r.method, r.most) for r in rows] == [
        *(("criterion", most) for most in (2, 3, 4, 5, 6)),
        ("modularity", 6),
    ]
    criteria = [r.criterion for r in rows[:5]]
    assert criteria == sorted(criteria, reverse=True)  # more blocs can only help
    assert max(r.modularity for r in rows) == rows[-1].modularity


def test_who_has_neutral_dealings_only_is_in_no_bloc(divided: Any) -> None:
    divided.act("aid", "norway", "mali", "2020-05-01", weight=0.5)
    divided.act("row", "norway", "mali", "2020-05-02", weight=-0.5)
    found = blocs_on(divided, D(2020, 6, 1))
    assert found.unplaced == ("norway",)
    assert "norway" not in found.names


def test_without_resamples_nothing_is_said_of_staying(divided: Any) -> None:
    found = blocs_on(divided, D(2020, 6, 1), resamples=0)
    assert all(math.isnan(m.stays) for m in found.members)
    assert math.isnan(found.blocs[0].stays)


def test_a_defector_is_dated_between_two_days_with_its_statements(divided: Any) -> None:
    history = history_of(divided)
    [moved] = history.defections
    assert moved.actor == "mali"
    assert (moved.after, moved.before) == (D(2020, 12, 31), D(2021, 12, 31))
    assert history.leads[moved.from_bloc or 0] in WEST
    assert history.leads[moved.to_bloc or 0] in EAST
    assert moved.probability > 0.9
    assert set(moved.statements) == {
        f"{kind}-{one}"
        for kind, side in (("old", WEST), ("ban", WEST), ("new", EAST))
        for one in side
    }


def test_blocs_keep_their_numbers_and_names_through_time(divided: Any) -> None:
    history = history_of(divided)
    first, last = history.days[0], history.days[-1]
    for actor in (*WEST, *EAST):
        assert first.names[actor] == last.names[actor]
    assert first.names["mali"] != last.names["mali"]
    assert set(history.leads) == {1, 2}
    assert len(set(history.leads.values())) == 2


def test_a_bloc_that_was_away_comes_back_with_its_number(world: Any) -> None:
    world.tie("pair", "a", "b", "2015-01-01")
    for name, start, end in (("early", "2019-01-01", "2020-12-31"), ("late", "2022-01-01", None)):
        world.tie(name, "c", "d", start, end)
        for one, other in itertools.product("ab", "cd"):
            world.tie(f"{name}-{one}{other}", one, other, start, end, weight=-1.0)
    history = history_of(world)
    assert [len(day.blocs) for day in history.days] == [2, 1, 2, 2]
    assert {day.bloc_of("c").id for day in history.days if day.bloc_of("c")} == {2}
    assert history.defections == ()  # to be out of sight is no defection


def test_a_weakly_sourced_defection_is_less_likely(divided: Any) -> None:
    sure = history_of(divided, resamples=200).defections[0].probability
    divided.source("rumour", "D")
    for one in EAST:
        divided.tie(f"new-{one}", one, "mali", "2021-07-01", grade="D3", sources=("rumour",))
    for one in WEST:
        divided.tie(
            f"ban-{one}", "mali", one, "2021-07-01", weight=-0.7, grade="D3", sources=("rumour",)
        )
    [doubtful] = history_of(divided, resamples=200).defections
    assert doubtful.probability < sure - 0.3


def test_equal_input_gives_equal_findings_that_json_can_hold(divided: Any) -> None:
    one, other = history_of(divided).to_dict(), history_of(divided).to_dict()
    assert json.dumps(one, allow_nan=False) == json.dumps(other, allow_nan=False)
    assert one["defections"][0]["after"] == "2020-12-31"
    assert one["days"][0]["ties"][0].keys() == {"one", "other", "weight", "statements"}


def test_a_day_without_ties_has_no_blocs(world: Any) -> None:
    world.act("visit", "france", "mali", "2020-02-01")
    found = blocs_on(world, D(2022, 6, 1))
    assert (found.blocs, found.members) == ((), ())
    assert math.isnan(found.modularity)
    history = history_of(world)
    assert history.defections == ()
    assert [len(day.blocs) for day in history.days] == [1, 0, 0, 0]

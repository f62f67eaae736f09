"""The balance of a dossier's network on a day: what makes its tension, and how surely."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from allegiance.graph.analysis.balance.chains import unbalanced_cycle
from allegiance.graph.analysis.balance.course import COLUMNS, balance_over_time, balance_row
from allegiance.graph.analysis.balance.draws import Spread
from allegiance.graph.analysis.balance.tension import BalanceSettings, DayBalance, balance_on
from allegiance.graph.analysis.signed_network import SignedNetwork
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.build import Built

D = dt.date
WINDOW = (D(2020, 1, 1), D(2024, 1, 1))
DAY = D(2021, 6, 1)
FEW = BalanceSettings(draws=50, shuffles=0)


def torn(world: Any, **russia: Any) -> None:
    """Mali stands with France and with Russia, who oppose each other."""
    world.tie("base", "france", "mali", "2020-01-01", weight=0.8)
    world.tie("force", "russia", "mali", "2021-01-01", **russia)
    world.act("expulsion", "france", "russia", "2021-02-01", weight=-0.5)


def balance(world: Any, at: dt.date = DAY, settings: BalanceSettings = FEW) -> DayBalance:
    return balance_on(world.whole, at, window=WINDOW, settings=settings)


def test_who_stands_with_two_that_oppose_each_other_is_torn(world: Any) -> None:
    torn(world)
    found = balance(world)
    (tension,) = found.tensions
    assert tension.actors == ("france", "mali", "russia")
    assert tension.torn == "mali"
    assert [(e.actors, e.sign, e.statements) for e in tension.edges] == [
        (("france", "mali"), 1, ("base",)),
        (("france", "russia"), -1, ("expulsion",)),
        (("mali", "russia"), 1, ("force",)),
    ]
    assert found.balance.values["T"] == 0
    assert found.balance.frustration.index == 1
    assert found.weighted.index == pytest.approx(1)  # each dyad is of one mind


def test_the_probability_of_a_tension_is_that_of_its_edges_together(world: Any) -> None:
    """Each of three A1 statements is in with 2P - 1 = .81; all three are in with .81 ** 3 = .53."""
    torn(world)
    (tension,) = balance(
        world, settings=BalanceSettings(draws=4000, shuffles=0, spreads=False)
    ).tensions
    assert tension.probability == pytest.approx(0.81**3, abs=0.03)
    for edge in tension.edges:
        assert edge.probability == pytest.approx(0.81, abs=0.03)


def test_what_nobody_can_judge_makes_no_tension(world: Any) -> None:
    torn(world, grade="A6")
    found = balance(world)
    assert found.tensions == ()
    assert found.balance.frustration.index == 0


def test_three_who_all_oppose_each_other_tear_nobody(world: Any) -> None:
    for one, other in (("a", "b"), ("b", "c"), ("a", "c")):
        world.act(one + other, one, other, "2021-01-01", weight=-1.0)
    (tension,) = balance(world).tensions
    assert tension.torn is None


def test_every_edge_of_an_unbalanced_triad_may_be_the_one_to_give_way(world: Any) -> None:
    torn(world)
    (edge,) = balance(world).frustrated
    assert not edge.always
    assert set(edge.cycle) == {"france", "mali", "russia"}
    assert 0 < edge.share < 1


def test_an_edge_that_every_best_pair_of_camps_disagrees_with_is_named_so(world: Any) -> None:
    """a-b is in two unbalanced triads: one edge in place of two."""
    for number, (one, other, weight) in enumerate(
        [("a", "b", -1), ("a", "c", 1), ("b", "c", 1), ("a", "d", 1), ("b", "d", 1)]
    ):
        world.tie(f"t{number}", one, other, "2020-01-01", weight=float(weight))
    found = balance(world)
    (edge,) = found.frustrated
    assert (edge.edge.actors, edge.always) == (("a", "b"), True)
    assert [(p.actor, p.triads, p.relief) for p in found.parts] == [
        ("a", 2, 1),
        ("b", 2, 1),
        ("c", 1, 0),
        ("d", 1, 0),
    ]


def test_mixed_dyads_are_no_edges(world: Any) -> None:
    torn(world)
    world.act("quarrel", "mali", "france", "2021-03-01", weight=-0.7)
    found = balance(world)
    assert (found.balance.edges, found.mixed) == (2, 1)  # .1 / 1.5 is below .2
    assert balance(world, settings=BalanceSettings(floor=0.05, shuffles=0)).balance.edges == 3


def test_clients_count_for_their_patrons(world: Any) -> None:
    torn(world)
    world.link("wagner-of", "wagner", "russia")
    world.act("clash", "wagner", "mali", "2021-05-01", weight=-1.0)
    assert balance(world).mixed == 1


def test_ranges_hold_what_the_draws_give_and_say_how_many_can_tell(world: Any) -> None:
    torn(world)
    spreads = balance(world).spreads
    assert list(spreads) == ["T", "K", "F", "L"]
    assert (spreads["L"].value, spreads["L"].low, spreads["L"].high) == (1, 0, 1)
    assert spreads["T"].told == pytest.approx(0.81**3, abs=0.08)  # else there is no triad
    assert spreads["T"].low == spreads["T"].high == 0


def test_a_day_without_edges_cannot_tell(world: Any) -> None:
    found = balance(world)
    assert found.balance.edges == 0
    assert all(math.isnan(s.value) and math.isnan(s.low) for s in found.spreads.values())
    assert found.null is None
    assert found.to_dict()["tensions"] == []


def test_a_day_outside_the_window_is_refused(world: Any) -> None:
    with pytest.raises(InputError, match="is not covered"):
        balance(world, D(2024, 1, 1))


@pytest.mark.parametrize("wrong", [{"floor": 0}, {"floor": 1.5}, {"draws": 0}])
def test_settings_that_tell_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InputError):
        BalanceSettings(**wrong)  # type: ignore[arg-type]


def test_through_time_each_period_has_its_last_day(world: Any) -> None:
    torn(world)
    course = balance_over_time(world.whole, window=WINDOW, by="year", settings=FEW)
    assert [found.at for found in course] == [D(year, 12, 31) for year in range(2020, 2024)]
    assert [len(found.tensions) for found in course] == [0, 1, 0, 0]
    rows = [balance_row(found) for found in course]
    assert all(tuple(row) == COLUMNS for row in rows)
    assert [row["L"] for row in rows] == [0, 1, 0, 0]
    assert rows[1]["F_low"] <= rows[1]["F_high"] == 1
    assert rows[1]["F"] == pytest.approx(1 / 3)


def test_equal_input_gives_equal_findings(world: Any) -> None:
    torn(world)
    first, again = balance(world).to_dict(), balance(world).to_dict()
    assert repr(first) == repr(again)


def test_a_longer_cycle_says_why_an_edge_disagrees_where_no_triad_does() -> None:
    edges = [("a", "b", 1), ("b", "c", 1), ("c", "d", 1), ("a", "d", -1), ("a", "x", 1)]
    network = SignedNetwork.of([*edges, ("d", "x", -1)])
    assert unbalanced_cycle(network, "a", "d") == ("a", "b", "c", "d")
    assert unbalanced_cycle(network, "a", "x") == ("a", "b", "c", "d", "x")
    assert unbalanced_cycle(SignedNetwork.of(edges), "a", "x") == ()
    assert unbalanced_cycle(network, "b", "x") == ()


def test_a_spread_of_values_that_are_never_told_is_nan() -> None:
    spread = Spread.of(0.5, [math.nan, math.nan])
    assert (spread.value, spread.told) == (0.5, 0)
    assert math.isnan(spread.low)
    assert math.isnan(spread.high)


def test_mali_stood_between_the_european_union_and_russia_at_the_end_of_2021(sahel: Built) -> None:
    found = balance_on(
        sahel.catalogue,
        D(2021, 12, 31),
        window=(D(2012, 1, 1), D(2026, 1, 1)),
        settings=BalanceSettings(spreads=False, shuffles=0),
    )
    assert ("mali", ("eu", "mali", "russia")) in [(t.torn, t.actors) for t in found.tensions]
    assert found.balance.frustration.exact

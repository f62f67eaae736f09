"""An actor's neighbours, bloc and brokers before and after, in a network drawn by hand.

West is a triangle (france, eu, usa) with mali in 2020; in 2022 mali has left it for east (russia,
belarus, iran), which is at odds with west. Broker "turkey" is the only bridge between west and east
on both days.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from typing import Any

import pytest

from allegiance.graph.analysis.neighbourhoods import (
    Neighbour,
    NetworkChange,
    compare_networks,
)
from allegiance.graph.model.errors import InputError

D = dt.date
WINDOW = (D(2020, 1, 1), D(2024, 1, 1))
BEFORE, AFTER = D(2020, 6, 1), D(2022, 6, 1)
WEST = [("france", "eu"), ("usa", "france"), ("usa", "eu")]
EAST = [("russia", "belarus"), ("russia", "iran"), ("belarus", "iran")]
BRIDGE = [("turkey", "france"), ("turkey", "russia")]


@pytest.fixture
def drawn(world: Any) -> Any:
    for one, other in (*WEST, *EAST, *BRIDGE):
        world.tie(f"{one}-{other}", one, other, "2015-01-01")
    for one, other in itertools.product(("eu", "usa"), ("russia", "iran")):
        world.tie(f"{one}-{other}", one, other, "2015-01-01", weight=-0.5)
    for one in ("france", "eu", "usa"):
        world.tie(f"old-{one}", one, "mali", "2015-01-01", "2021-06-30")
    for one in ("russia", "belarus", "iran"):
        world.tie(f"new-{one}", one, "mali", "2021-07-01")
    world.act("ban", "mali", "france", "2022-05-02", weight=-0.7)
    return world


def change_of(world: Any, **options: Any) -> NetworkChange:
    return compare_networks(
        world.whole, "mali", before=BEFORE, after=AFTER, window=WINDOW, **options
    )


def test_the_bloc_is_left_for_the_other(drawn: Any) -> None:
    found = change_of(drawn)
    assert set(found.before.bloc) >= {"mali", "france", "eu", "usa"}
    assert set(found.after.bloc) >= {"mali", "russia", "belarus", "iran"}
    assert set(found.joined_bloc) >= {"russia", "belarus", "iran"}
    assert set(found.left_bloc) >= {"france", "eu", "usa"}
    assert "mali" not in found.joined_bloc + found.left_bloc


def test_who_only_opposes_the_same_is_in_the_bloc_but_neither_tied_nor_joining(drawn: Any) -> None:
    # Cuba has no friend, and is at odds with the west alone.
    for other in ("france", "eu", "usa"):
        drawn.act(f"cuba-{other}", "cuba", other, "2022-03-02", weight=-0.7)
    found = change_of(drawn)
    assert "cuba" in found.after.bloc
    assert found.after.opposing == ("cuba",)
    assert "cuba" not in found.after.tied + found.joined_bloc
    assert {"mali", "russia"} <= set(found.after.tied)
    assert found.before.opposing == ()


def test_who_came_and_who_went_is_told_with_statements(drawn: Any) -> None:
    found = {n.actor: n for n in change_of(drawn).neighbours}
    assert {name: n.change for name, n in found.items()} == {
        "france": "turned hostile",
        "eu": "gone",
        "usa": "gone",
        "russia": "new friend",
        "belarus": "new friend",
        "iran": "new friend",
    }
    assert found["france"].statements_before == ("old-france",)
    assert found["france"].statements_after == ("ban",)
    assert (found["france"].before, found["france"].after) == (1, -1)
    assert found["eu"].before == 1
    assert math.isnan(found["eu"].after)


def test_neighbours_are_sorted_by_the_size_of_their_change(drawn: Any) -> None:
    drawn.tie("steady", "un", "mali", "2015-01-01")
    names = [n.actor for n in change_of(drawn).neighbours]
    assert names[0] == "france"  # from 1 to -1
    assert names[-1] == "un"
    assert names[1:-1] == sorted(names[1:-1])  # equal changes by name


def test_the_only_bridge_is_the_first_broker(drawn: Any) -> None:
    # In 2020 west (france, eu, usa, mali) and east (3) are joined through turkey alone: it lies on
    # 4 x 3 of the 7 x 6 / 2 = 21 pairs of others.
    brokers = {b.actor: b for b in change_of(drawn).before.brokers}
    assert brokers["turkey"].betweenness == pytest.approx(12 / 21)
    # The two ends of the bridge: france between 3 in the west and 4, russia between 2 and 5.
    assert brokers["france"].betweenness == pytest.approx(12 / 21)
    assert brokers["russia"].betweenness == pytest.approx(10 / 21)
    assert set(brokers) == {"turkey", "france", "russia"}
    # Burt: two contacts, not tied to each other, half of its ties with each: 2 x (1/2)^2.
    assert brokers["turkey"].constraint == pytest.approx(0.5)


def test_an_actor_that_is_not_in_the_network_stands_alone(drawn: Any) -> None:
    found = compare_networks(drawn.whole, "nobody", before=BEFORE, after=AFTER, window=WINDOW)
    assert found.before.bloc == found.after.bloc == ("nobody",)
    assert found.neighbours == ()


def test_clients_of_the_actor_are_folded_into_it_and_it_into_nobody(world: Any) -> None:
    world.link("army-of", "army", "mali")
    world.link("member", "mali", "bloc")
    world.act("drill", "army", "russia", "2022-05-01")
    [neighbour] = change_of(world).neighbours
    assert (neighbour.actor, neighbour.change) == ("russia", "one act")
    world.act("again", "army", "russia", "2022-05-02")
    [neighbour] = change_of(world).neighbours
    assert (neighbour.actor, neighbour.change) == ("russia", "new friend")


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (math.nan, 0.5, "new friend"),
        (math.nan, -0.5, "new rival"),
        (math.nan, 0.1, "new, mixed"),
        (0.5, math.nan, "gone"),
        (0.1, 0.2, "turned friendly"),
        (-0.2, 0.1, "turned friendly"),
        (0.2, 0.1, "turned hostile"),
        (0.3, 1.0, "stayed"),
        (-0.1, 0.1, "stayed"),
    ],
)
def test_a_change_of_standing_has_a_name(before: float, after: float, change: str) -> None:
    assert Neighbour("x", before, after, (), ()).change == change


@pytest.mark.parametrize("after", [BEFORE, D(2020, 5, 31)])
def test_the_day_before_must_be_the_earlier(drawn: Any, after: dt.date) -> None:
    with pytest.raises(InputError, match="must be earlier than the day after"):
        compare_networks(drawn.whole, "mali", before=BEFORE, after=after, window=WINDOW)


def test_a_day_outside_the_window_is_refused(drawn: Any) -> None:
    with pytest.raises(InputError, match="is not covered"):
        compare_networks(drawn.whole, "mali", before=BEFORE, after=D(2024, 1, 1), window=WINDOW)

"""How alone an actor stands, in a network and in votes."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.analysis.leverage.isolation import find_isolation, vote_isolation

WINDOW = (dt.date(2012, 1, 1), dt.date(2026, 1, 1))
DAY = dt.date(2021, 1, 1)


def test_it_is_the_part_of_the_others_that_are_no_friends(market: Any) -> None:
    market.world.tie("f", "france", "mali", "2014-01-01")
    market.world.tie("e", "eu", "mali", "2014-01-01")
    market.world.tie("n", "algeria", "mali", "2014-01-01", weight=-0.6)
    market.world.tie("o", "usa", "eu", "2014-01-01")
    found = find_isolation(market.world.whole, "mali", DAY, window=WINDOW)
    # Two friends and one foe among four others.
    assert (found.value, found.hostile, found.others) == (0.5, 0.25, 4)
    assert found.friends == ("eu", "france")


def test_who_is_in_no_statement_in_force_is_not_covered(market: Any) -> None:
    market.world.actor("mali")
    market.world.tie("o", "usa", "eu", "2014-01-01")
    found = find_isolation(market.world.whole, "mali", DAY, window=WINDOW)
    assert math.isnan(found.value)
    assert found.to_dict()["isolation"] is None


def votes(rows: list[tuple[int, str, str]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["roll_call", "state", "vote"])
    return table.assign(date=pd.Timestamp("2020-12-01"))


def test_votes_by_hand() -> None:
    # a agrees with b on one of two votes, with c on half of one: yes-no 0, no-abstention 1/2.
    cast = [(1, "a", "yes"), (1, "b", "yes"), (1, "c", "no")]
    cast += [(2, "a", "no"), (2, "b", "yes"), (2, "c", "abstain")]
    found = vote_isolation(votes(cast), few=0).set_index("state")
    assert found.loc["a", "isolation"] == pytest.approx(1 - (0.5 + 0.25) / 2)
    # a is alone with its no; b with its yes in the second; c with both.
    assert found["alone"].to_dict() == {"a": 0.5, "b": 0.5, "c": 1.0}
    assert set(found["roll_calls"]) == {2}


def test_absence_is_no_vote() -> None:
    cast = [(1, "a", "yes"), (1, "b", "absent"), (2, "a", "absent"), (2, "b", "yes")]
    found = vote_isolation(votes(cast), few=0)
    assert found["isolation"].isna().all()
    assert list(found["alone"]) == [1.0, 1.0]


def test_it_is_the_same_however_states_are_named() -> None:
    generator = np.random.default_rng(1)
    names = ["a", "b", "c", "d", "e"]
    cast = [(call, name, str(generator.choice(["yes", "no", "abstain"])))
            for call in range(20) for name in names]  # fmt: skip
    turned = dict(zip(names, reversed(names), strict=True))
    one = vote_isolation(votes(cast)).set_index("state")["isolation"]
    other = vote_isolation(votes([(c, turned[n], v) for c, n, v in cast])).set_index("state")
    assert {turned[n]: v for n, v in one.items()} == pytest.approx(other["isolation"].to_dict())

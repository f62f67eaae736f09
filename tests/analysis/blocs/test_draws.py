"""Networks drawn anew from sources and beliefs: their chances, their mean, their coherence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from allegiance.graph.analysis.blocs.draws import (
    DrawSettings,
    chances_to_hold,
    draw_claims,
    draw_networks,
)
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import Denial
from allegiance.graph.store.build import Built

D = dt.date
WINDOW = (D(2020, 1, 1), D(2024, 1, 1))
MANY = DrawSettings(resamples=4000)


def origins_of(voices: Any) -> list[str]:
    denied = {o for voice in voices for origins, _ in voice.opposing for o in origins}
    return sorted({o for voice in voices for o in voice.supporting} | denied)


def test_heard_once_each_origin_gives_every_claim_the_chance_of_the_network(sahel: Built) -> None:
    catalogue = sahel.catalogue
    claims = list(catalogue.claims.values())
    voices = [catalogue.beliefs.voices(claim) for claim in claims]
    origins = origins_of(voices)
    [chances] = chances_to_hold(voices, origins, np.ones((1, len(origins))))
    weights = [max(2 * catalogue.beliefs.of(c).fused.probability - 1, 0.0) for c in claims]
    assert chances.tolist() == pytest.approx(weights)


def test_an_origin_heard_twice_counts_twice_and_one_not_heard_not_at_all(world: Any) -> None:
    # B2 is (.56, .08, .36): evidence 3.1111 for, .4444 against. Twice: (6.2222 - .8889) / 9.1111.
    world.source("b", "B")
    claim = world.act("aid", "france", "mali", "2020-05-01", grade="B2", sources=("b",))
    voices = [world.whole.beliefs.voices(claim)]
    chances = chances_to_hold(voices, ["b"], np.array([[1.0], [2.0], [0.0]]))[:, 0]
    assert chances.tolist() == pytest.approx([0.48, 0.585366, 0.0], abs=1e-6)


def test_a_denial_that_is_not_heard_does_not_weigh(world: Any) -> None:
    world.source("denier")
    denial = Denial("russia", ("denier",), Grade("A1"))
    claim = world.act("aid", "france", "mali", "2020-05-01", denied_by=(denial,))
    voices = [world.whole.beliefs.voices(claim)]
    origins = origins_of(voices)
    assert origins == ["denier", "s"]
    heard = chances_to_hold(voices, origins, np.array([[1.0, 1.0], [0.0, 1.0]]))[:, 0]
    assert heard.tolist() == pytest.approx([0.0, 0.81])


def test_claims_hold_as_often_as_they_are_believed(world: Any) -> None:
    # One origin is heard once in every resample: the belief alone is drawn.
    claims = [
        world.act("aid", "france", "mali", "2020-05-01"),
        world.tie("t", "eu", "mali", "2020"),
    ]
    holds = draw_claims(claims, world.whole.beliefs, MANY)
    # .81 within 3.3 standard errors of 4000 draws, .0062 each
    assert holds.mean(axis=0).tolist() == pytest.approx([0.81, 0.81], abs=0.02)


def test_an_origin_of_two_is_left_out_of_a_quarter_of_the_resamples(world: Any) -> None:
    world.source("other")
    claims = [
        world.act("aid", "france", "mali", "2020-05-01"),
        world.act("pact", "eu", "mali", "2020-05-01", sources=("other",)),
    ]
    holds = draw_claims(claims, world.whole.beliefs, MANY)
    # Not heard 1/4, once 1/2 (.81), twice 1/4: evidence 17.0526 (u .19), 2 x 8.5263 / 19.0526.
    expected = 0.5 * 0.81 + 0.25 * 17.0526 / 19.0526
    assert holds.mean(axis=0).tolist() == pytest.approx([expected, expected], abs=0.026)


def test_the_drawn_network_has_on_average_the_weights_of_the_network(world: Any) -> None:
    world.act("aid", "france", "mali", "2020-05-01", weight=0.5)
    world.act("war", "russia", "mali", "2020-05-03", weight=-0.9)
    [network] = draw_networks(world.whole, [D(2020, 6, 1)], window=WINDOW, settings=MANY)
    assert network.whole.nodes == ("france", "mali", "russia")
    mean = (network.drawn.positive - network.drawn.negative).mean(axis=0)
    whole = network.whole.positive - network.whole.negative
    assert mean == pytest.approx(whole, abs=0.02)


def test_a_drawn_dyad_that_is_mixed_is_no_tie(world: Any) -> None:
    world.act("aid", "france", "mali", "2020-05-01", weight=0.5)
    world.act("ban", "mali", "france", "2020-05-02", weight=-0.4)
    [network] = draw_networks(world.whole, [D(2020, 6, 1)], window=WINDOW, settings=MANY)
    net = (network.drawn.positive - network.drawn.negative)[:, 0, 1]
    assert set(np.unique(net).tolist()) == {-0.4, 0.0, 0.5}  # both hold: .1 / .9 is mixed


def test_where_a_link_does_not_hold_the_act_of_the_client_is_nobodys(world: Any) -> None:
    world.link("of", "wagner", "russia")
    world.tie("deployed", "wagner", "mali", "2020-01-01")
    [network] = draw_networks(world.whole, [D(2020, 6, 1)], window=WINDOW, settings=MANY)
    assert network.whole.nodes == ("mali", "russia")
    assert (network.drawn.positive[:, 0, 1] > 0).mean() == pytest.approx(0.81**2, abs=0.025)


def test_a_statement_holds_on_all_days_of_a_resample_or_on_none(world: Any) -> None:
    world.tie("base", "france", "mali", "2020-01-01")
    days = [D(2020, 6, 1), D(2022, 6, 1)]
    one, other = draw_networks(world.whole, days, window=WINDOW, settings=MANY)
    assert (one.drawn.positive == other.drawn.positive).all()
    assert 0 < (one.drawn.positive[:, 0, 1] > 0).mean() < 1


def test_equal_seeds_draw_equal_networks_and_none_can_be_asked_for(sahel: Built) -> None:
    def drawn(seed: int, resamples: int) -> Any:
        chosen = DrawSettings(resamples=resamples, seed=seed)
        window = (D(2012, 1, 1), D(2026, 1, 1))
        [network] = draw_networks(sahel.catalogue, [D(2022, 6, 1)], window=window, settings=chosen)
        return network.drawn.positive

    assert (drawn(1, 5) == drawn(1, 5)).all()
    assert (drawn(1, 5) != drawn(2, 5)).any()
    assert len(drawn(1, 0)) == 0

"""What is given for what: each entry on the right side, under the right kind."""

from __future__ import annotations

from typing import Any

from allegiance.graph.analysis.leverage.exchange import BREAKS, Exchange, find_exchanges
from allegiance.graph.analysis.leverage.kinds import BESIDES


def exchange(market: Any, patron: str = "russia", rivals: tuple[str, ...] = ()) -> Exchange:
    ledger = market.ledger(patron, *rivals)
    whole = market.world.whole
    (found,) = find_exchanges(whole, ledger, [patron], rivals={patron: rivals})
    return found


def ids(given: Any) -> dict[str, list[str]]:
    return {g.kind: [x.id for x in (*g.measures, *g.statements)] for g in given}


def test_what_a_client_gives_to_a_client_is_given_by_the_patron_to_the_actor(market: Any) -> None:
    market.world.link("w", "wagner", "russia")
    market.world.link("m", "army", "mali")
    market.world.act("arms", "wagner", "army", "2021-01-01")
    market.code("arms", "072")
    market.measure("count", "wagner", "troops", 1000, to="army", start="2021-09")
    market.measure("fee", "army", "payment_usd_month", 10, to="wagner", start="2021-09")
    found = exchange(market)
    assert ids(found.gives) == {"troops": ["count"], "arms": ["arms"]}
    assert ids(found.gets) == {"payments": ["fee"]}
    assert exchange(market, "france") == Exchange("france", (), ())


def test_a_mine_in_the_patrons_hands_is_what_it_gets(market: Any) -> None:
    market.world.actor("mine", "place")
    market.world.link("l", "mine", "mali")
    market.world.tie("held", "russia", "mine", "2024-01-01", channel="economy")
    market.code("held", "061")
    market.world.tie("base", "russia", "mine", "2024-02-01")
    market.code("base", "062")
    found = exchange(market)
    assert ids(found.gets) == {"resources": ["held"], "bases": ["base"]}
    assert "trade" not in ids(found.gives)


def test_votes_count_for_the_one_they_are_not_directed_against(market: Any) -> None:
    market.world.actor("russia")
    market.world.actor("text", "resolution", against="russia")
    market.world.act("no", "mali", "text", "2022-03-02", weight=-0.2, channel="diplomacy")
    market.world.act("yes", "mali", "text", "2023-03-02", weight=0.2, channel="diplomacy")
    market.world.act("away", "mali", "text", "2024-03-02", weight=0.0, channel="diplomacy")
    assert ids(exchange(market).gets) == {"votes": ["no"]}


def test_a_base_handed_over_and_a_settlement_are_told_apart_by_channel(market: Any) -> None:
    market.world.act("base", "mali", "russia", "2022-01-01", weight=0.45)
    market.world.act("deal", "mali", "russia", "2022-01-01", weight=0.45, channel="economy")
    market.world.act("hire", "mali", "russia", "2022-01-01")
    market.code("base", "080")
    market.code("deal", "080")
    market.code("hire", "062")
    got = ids(exchange(market).gets)
    assert got == {"contracts": ["hire"], "bases": ["base"], "concessions": ["deal"]}


def test_a_pact_binds_both_whoever_is_named_first(market: Any) -> None:
    market.world.tie("pact", "mali", "russia", "2019-06-25")
    market.code("pact", "057")
    found = exchange(market)
    assert ids(found.gives) == {"pacts": ["pact"]}
    assert ids(found.gets) == {}


def test_breaks_are_with_rivals_alone_and_friendly_acts_are_none(market: Any) -> None:
    market.world.act("out", "mali", "france", "2022-01-31", weight=-0.6, plover="SANCTION")
    market.world.act("words", "mali", "france", "2022-02-01", weight=-0.3, plover="ACCUSE")
    market.world.act("other", "mali", "usa", "2022-02-02", weight=-0.6, plover="SANCTION")
    assert ids(exchange(market, rivals=("france",)).gets) == {BREAKS: ["out"]}
    assert ids(exchange(market).gets) == {}


def test_what_was_trained_is_listed_but_makes_no_share(market: Any) -> None:
    market.measure("t", "russia", "soldiers_trained", 20000, start="2013", end="2020")
    assert ids(exchange(market).gives) == {"training": ["t"]}
    assert market.dependences("2020-12-31") == {}


def test_an_actor_that_is_itself_a_client_gets_what_its_patron_gives_it(market: Any) -> None:
    market.world.link("w", "mali", "russia")
    market.act("a", "russia", "arms", "2019-01-01")
    assert ids(exchange(market).gives) == {"arms": ["a"]}


def test_pledges_and_losses_are_listed_but_not_as_given(market: Any) -> None:
    market.measure("p", "russia", "aid_pledged_usd", 10, start="2019", unit="USD")
    market.measure("d", "russia", "deaths", 3, start="2019")
    assert ids(exchange(market).gives) == {"counted besides": ["d", "p"]}
    assert market.dependences("2020-12-31") == {}


def test_an_exchange_of_the_actor_with_itself_is_none(market: Any) -> None:
    market.world.link("m", "army", "mali")
    market.world.act("supply", "mali", "army", "2021-01-01")
    market.code("supply", "072")
    assert market.ledger().given == ()
    assert market.ledger().returned == ()


def test_the_men_of_an_occupier_are_nothing_that_it_gives(market: Any) -> None:
    # As Russia's in Abkhazia and South Ossetia: counted in Georgia, and no help to it.
    market.measure("m", "russia", "troops", 7000, start="2015")
    assert market.ledger().kinds() == {"troops"}
    assert ids(exchange(market).gives) == {"troops": ["m"]}
    market.world.tie("o", "russia", "mali", "2008-08-12", weight=-0.7)
    assert market.ledger().kinds() == set()
    assert ids(exchange(market).gives) == {BESIDES: ["m"]}


def test_men_count_again_once_their_side_is_no_enemy_any_more(market: Any) -> None:
    market.world.tie("o", "russia", "mali", "2008-08-12", "2014-12-31", weight=-0.7)
    market.measure("m", "russia", "troops", 7000, start="2015-03")
    market.measure("early", "russia", "troops", 7000, start="2014-03")
    market.measure("other", "france", "troops", 20, start="2014-03")
    given = {e.thing.id: e.kind for e in market.ledger().given}
    assert given == {"m": "troops", "early": BESIDES, "other": "troops"}

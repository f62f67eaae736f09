"""Which accounts are of one event, and which of them compete."""

from __future__ import annotations

from allegiance.graph.datasets.accounts import COUPS, MUTUAL, Account, Accounts
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.rollup import Rollup
from allegiance.graph.store.build import Built


def coup(name: str, day: str, relation: str = "takes_power_in") -> Account:
    return Account(name, "plotters", relation, "mali", PartialDate.parse(day))


def tie(name: str, start: str, end: str = "", sides: tuple[str, str] = ("a", "b")) -> Account:
    last = PartialDate.parse(end) if end else None
    date = PartialDate.parse(start)
    return Account(name, sides[0], "has_defence_agreement_with", sides[1], date, last, True)


def events(there: list[Account], *facts: Account) -> dict[str, set[str]]:
    accounts = Accounts(Rollup())
    accounts.add(there)
    found = accounts.events_of(facts)
    return {name: {account.id for account in event} for name, event in found.items()}


def test_the_relations_that_are_spoken_of_exist(sahel: Built) -> None:
    assert COUPS.keys() | MUTUAL <= sahel.catalogue.relations.keys()
    assert all(sahel.catalogue.relations[name].channel == "politics" for name in COUPS)


def test_dates_a_few_days_apart_are_of_one_event() -> None:
    assert events([coup("a", "2021-05-21")], coup("b", "2021-05-24")) == {"b": {"a"}}
    assert events([coup("a", "2021-05-21")], coup("b", "2021-05")) == {"b": {"a"}}
    assert events([coup("a", "2021-05-21")], coup("b", "2021-07-24")) == {}


def test_a_failure_and_a_success_are_of_one_event_only_within_days() -> None:
    failed = coup("b", "2021-05-23", "attempts_coup_in")
    assert events([coup("a", "2021-05-21")], failed) == {"b": {"a"}}
    later = coup("b", "2021-06-01", "attempts_coup_in")
    assert events([coup("a", "2021-05-21")], later) == {}


def test_each_of_two_facts_gets_the_event_that_is_nearest_to_it() -> None:
    there = [coup("a", "1978-05-01"), coup("b", "1978-05-20")]
    found = events(there, coup("x", "1978-05-20"), coup("y", "1978-05-03"))
    assert found == {"x": {"b"}, "y": {"a"}}
    only = events(there[:1], coup("x", "1978-05-20"), coup("y", "1978-05-02"))
    assert only == {"y": {"a"}}


def test_rivals_and_those_who_agree_with_them_are_accounts_of_one_event() -> None:
    first = coup("a", "2021-05-24")
    rival = Account("b", "g", "ousts", "mali", PartialDate.parse("2021-05-25"), rivals=("a",))
    assert events([first, rival], coup("x", "2021-05-21")) == {"x": {"a", "b"}}


def test_a_coup_against_a_president_is_one_in_the_state(sahel: Built) -> None:
    accounts = Accounts(sahel.catalogue.rollup)
    there = (Account.of(s) for s in sahel.catalogue.statements.values())
    accounts.add(account for account in there if account is not None)
    (event,) = accounts.events_of([coup("x", "2021-05-21")]).values()
    assert {account.id for account in event} == {"st-0064", "st-0065"}


def test_a_tie_that_stands_at_the_same_time_is_the_same_tie() -> None:
    there = [tie("a", "1960", "1980-12-31")]
    assert events(there, tie("x", "1972-05-01")) == {"x": {"a"}}
    assert events(there, tie("x", "1985")) == {}
    both = events([tie("a", "1960")], tie("x", "1961", "1970"), tie("y", "1975"))
    assert both == {"x": {"a"}, "y": {"a"}}


def test_a_tie_that_holds_both_ways_is_turned_as_it_was_told() -> None:
    told, other = tie("a", "1960"), tie("x", "1960", sides=("b", "a"))
    assert events([told], other) == {"x": {"a"}}
    assert other.turned_like(told).subject == "a"
    assert other.tells_the_same(told)
    assert not other.competes_with(told)
    assert tie("x", "1960", "1970").competes_with(told)

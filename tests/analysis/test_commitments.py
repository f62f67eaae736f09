"""What was promised, and what became of it on a day."""

from __future__ import annotations

import datetime as dt
import math
import random
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.analysis.commitments import (
    Chain,
    Commitments,
    Days,
    review_commitments,
)
from allegiance.graph.analysis.hindsight import catalogue_known_on
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.statements import Actor, Commitment, Source
from allegiance.graph.store.build import Built
from allegiance.graph.store.catalogue import Catalogue

D = dt.date
END = D(2025, 12, 31)
SOURCE = Source("s", "s", "s press", "A", origin="s")


def date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


def promise(
    whole: Catalogue,
    name: str,
    on: str,
    due: str | None = None,
    outcome: str = "open",
    came: str | None = None,
    *,
    by: str = "north",
    to: str = "south",
    kind: str = "",
    moved_to: str | None = None,
    sources: tuple[str, ...] = ("s",),
) -> None:
    for actor in (by, to):
        whole.actors.setdefault(actor, Actor(actor, actor.title(), "state"))
    whole.commitments[name] = Commitment(
        id=name,
        label=f"Promise {name}.",
        promised_by=by,
        promised_to=to,
        promised_on=PartialDate.parse(on),
        due=date(due),
        outcome=outcome,
        outcome_date=date(came),
        sources=sources,
        kind=kind,
        moved_to=moved_to,
    )


def statuses(found: Commitments) -> dict[str, str]:
    return {s.commitment.id: s.status for s in found.standings}


def test_an_outcome_counts_from_the_day_on_which_it_is_sure_to_have_come(world: Any) -> None:
    promise(world.whole, "a", "2020-01", "2020-06", "met", "2020-05")
    seen = {
        day: statuses(review_commitments(world.whole, at=day))
        for day in (D(2019, 12, 31), D(2020, 1, 1), D(2020, 5, 30), D(2020, 5, 31))
    }
    assert list(seen.values()) == [{}, {"a": "pending"}, {"a": "pending"}, {"a": "met"}]


def test_a_promise_is_overdue_after_the_last_day_that_its_due_date_can_mean(world: Any) -> None:
    promise(world.whole, "a", "2020-01-01", "2020-06")
    promise(world.whole, "b", "2020-01-01")
    at = D(2020, 6, 30)
    assert statuses(review_commitments(world.whole, at=at)) == {"a": "pending", "b": "undated"}
    found = review_commitments(world.whole, at=D(2020, 7, 1))
    assert [s.commitment.id for s in found.overdue] == ["a"]
    assert found.overdue[0].overdue == Days(1, 30)


def test_what_is_open_is_not_counted_as_broken(world: Any) -> None:
    promise(world.whole, "a", "2020-01-01", "2020-02-01", "met", "2020-02-01")
    promise(world.whole, "b", "2020-01-01", "2020-02-01", "missed", "2020-02-01")
    promise(world.whole, "c", "2020-01-01", "2020-02-01")
    promise(world.whole, "d", "2020-01-01", "2030")
    rate = review_commitments(world.whole, at=END).own.rate
    assert (rate.kept, rate.settled, rate.overdue, rate.share) == (1, 2, 1, 0.5)
    assert (rate.if_broken, rate.if_kept) == (1 / 3, 2 / 3)


def test_a_chain_tells_each_date_and_the_slip_in_all(world: Any) -> None:
    promise(world.whole, "a", "2020-01-01", "2021-01-01", "moved", "2020-12-01", moved_to="b")
    promise(world.whole, "b", "2020-12-01", "2021-07", "moved", "2021-06-01", moved_to="c")
    promise(world.whole, "c", "2021-06-01", "2022-01-01", "met", "2022-01-11")
    found = review_commitments(world.whole, at=END)
    [chain] = found.moved
    assert [s.commitment.id for s in chain.standings] == ["a", "b", "c"]
    # 1 January to 1 and 31 July 2021 are 181 and 211 days; from there to 1 January 2022 154, 184.
    assert chain.slips == (Days(181, 211), Days(154, 184))
    assert chain.slip == Days(365, 365)
    assert (chain.outcome, chain.kept_after) == ("met", Days(375, 375))
    tally = found.own
    assert (tally.rate.kept, tally.rate.settled) == (1, 3)
    assert (tally.rate_in_the_end.kept, tally.rate_in_the_end.settled) == (1, 1)


def test_a_chain_goes_no_further_than_the_day(world: Any) -> None:
    promise(world.whole, "a", "2020-01-01", "2021-01-01", "moved", "2020-12-01", moved_to="b")
    promise(world.whole, "b", "2020-12-05", "2021-07-01", "missed", "2021-07-01")

    def outcomes(day: dt.date) -> list[str]:
        found = review_commitments(world.whole, at=day)
        return [*(chain.outcome for chain in found.chains), str(len(found.moved))]

    assert outcomes(D(2020, 11, 30)) == ["pending", "0"]
    assert outcomes(D(2020, 12, 4)) == ["moved", "0"]
    assert outcomes(D(2020, 12, 5)) == ["pending", "1"]
    assert outcomes(D(2021, 7, 1)) == ["missed", "1"]


def test_an_open_or_missing_due_date_has_no_slip(world: Any) -> None:
    promise(world.whole, "a", "2020-01-01", None, "moved", "2020-12-01", moved_to="b")
    promise(world.whole, "b", "2020-12-05", "2021-07-01/..", "moved", "2021-07-01", moved_to="c")
    promise(world.whole, "c", "2021-07-01", "2022")
    [chain] = review_commitments(world.whole, at=END).moved
    assert (chain.slips, chain.slip, chain.kept_after) == ((None, None), None, None)


def test_a_client_promises_for_its_patron_of_the_day(world: Any) -> None:
    promise(world.whole, "old", "2020-01-01", by="junta")
    promise(world.whole, "new", "2023-01-01", by="junta")
    promise(world.whole, "to", "2023-01-01", by="north", to="junta")
    world.actor("mali")
    world.link("ln", "junta", "mali", "2022-01-01")
    found = review_commitments(world.whole, at=END, actor="mali")
    assert {s.commitment.id: (s.promiser, s.own) for s in found.standings} == {
        "old": ("junta", True),
        "new": ("mali", True),
        "to": ("north", False),
    }
    assert (found.own.total, found.received.total) == (2, 1)


def test_groups_are_by_promiser_and_by_kind(world: Any) -> None:
    promise(world.whole, "a", "2020-01-01", None, "met", "2021", by="north", kind="vote")
    promise(world.whole, "b", "2020-01-01", None, "missed", "2021", by="west", kind="vote")
    promise(world.whole, "c", "2020-01-01", None, "met", "2021", by="west")
    found = review_commitments(world.whole, at=END)
    assert [(t.group, t.rate.kept, t.rate.settled) for t in found.by("actor")] == [
        ("north", 1, 1),
        ("west", 1, 2),
    ]
    assert [(t.group, t.rate.kept, t.rate.settled) for t in found.by("kind")] == [
        ("", 1, 1),
        ("vote", 1, 2),
    ]


def test_sources_of_one_origin_are_one_voice(world: Any) -> None:
    world.source("x", origin="agency")
    world.source("y", origin="agency")
    promise(world.whole, "a", "2020-01-01", sources=("x", "y"))
    promise(world.whole, "b", "2020-01-01", sources=("x", "s"))
    found = review_commitments(world.whole, at=END)
    assert {s.commitment.id: s.origins for s in found.standings} == {"a": 1, "b": 2}


def test_without_a_promise_nothing_is_said(world: Any) -> None:
    found = review_commitments(world.whole, at=END)
    assert (found.standings, found.chains) == ((), ())
    assert math.isnan(found.own.rate.share)


DATES = st.dates(D(2000, 1, 1), D(2020, 12, 31)).map(lambda day: day.isoformat())
PARTIAL = st.one_of(DATES, DATES.map(lambda d: d[:7]), DATES.map(lambda d: d[:4]))


def chain_of(due: list[str], seed: int = 0) -> tuple[Chain, Commitments]:
    """A chain of promises with these due dates, put into the catalogue in a random order."""
    whole, names = Catalogue(sources={"s": SOURCE}), [f"c{index:02d}" for index in range(len(due))]
    following = [*names[1:], None]
    entries = list(zip(names, due, following, strict=True))
    random.Random(seed).shuffle(entries)
    for name, when, after in entries:
        outcome = "met" if after is None else "moved"
        promise(whole, name, "1999-01-01", when, outcome, "2021-01-01", moved_to=after)
    found = review_commitments(whole, at=END)
    [chain] = found.chains
    return chain, found


@given(st.lists(DATES, min_size=2, max_size=6))
def test_slips_add_up_to_the_slip_where_dates_are_exact(due: list[str]) -> None:
    chain, _ = chain_of(due)
    assert chain.slip is not None
    assert chain.slip.low == chain.slip.high == sum(slip.low for slip in chain.slips if slip)


@given(st.lists(PARTIAL, min_size=2, max_size=6))
def test_the_slip_lies_within_the_sum_of_the_slips_where_dates_are_partial(due: list[str]) -> None:
    chain, _ = chain_of(due)
    slips = [slip for slip in chain.slips if slip is not None]
    assert chain.slip is not None
    assert sum(s.low for s in slips) <= chain.slip.low <= chain.slip.high
    assert chain.slip.high <= sum(s.high for s in slips)


@given(st.lists(PARTIAL, min_size=2, max_size=6), st.integers(1, 1000))
def test_the_order_in_the_files_does_not_matter(due: list[str], seed: int) -> None:
    assert chain_of(due, seed) == chain_of(due)


@given(st.dates(D(2012, 1, 1), END))
def test_every_promise_stands_once_and_in_one_chain(sahel: Built, day: dt.date) -> None:
    found = review_commitments(sahel.catalogue, at=day)
    assert sum(count for _, count in found.own.counts) == len(found.standings)
    names = [s.commitment.id for chain in found.chains for s in chain.standings]
    assert sorted(names) == sorted(s.commitment.id for s in found.standings)
    for old, new in pairwise(names):
        assert old != new


def test_groups_of_the_sahel_dossier_add_up(sahel: Built) -> None:
    found = review_commitments(sahel.catalogue, at=END)
    assert dict(found.own.counts) == {
        # counted in data/sahel/commitments.ttl; 11 open ones, by their due dates
        "met": 13,
        "missed": 5,
        "moved": 9,
        "pending": 4,
        "overdue": 4,
        "undated": 3,
    }
    for grouping in ("actor", "kind"):
        tallies = found.by(grouping)  # type: ignore[arg-type]
        assert sum(t.total for t in tallies) == 38
        assert sum(t.rate.kept for t in tallies) == 13


def test_a_threat_is_no_promise_and_counts_apart(sahel: Built, world: Any) -> None:
    promise(world.whole, "a", "2020-01-01", "2020-02-01", "met", "2020-02-01", kind="Ultimatum ")
    promise(world.whole, "b", "2020-01-01", "2020-02-01", "met", "2020-02-01", kind="threats end")
    found = review_commitments(world.whole, at=END)
    assert (statuses(found), found.own.rate.settled) == ({"b": "met"}, 1)
    assert [s.commitment.id for s in found.threats] == ["a"]
    assert [len(chain.standings) for chain in found.chains] == [1]
    # ECOWAS to Niger, 2023: war unless the president returned; it let the date pass
    threats = review_commitments(sahel.catalogue, at=END, actor="niger").threats
    assert [s.commitment.id for s in threats] == ["cm-022"]


def test_a_promise_that_a_threat_replaced_ends_its_chain(world: Any) -> None:
    promise(world.whole, "a", "2020-01-01", "2020-02-01", "moved", "2020-02-01", moved_to="b")
    promise(world.whole, "b", "2020-02-01", "2020-03-01", kind="threat")
    [chain] = review_commitments(world.whole, at=END).chains
    assert (len(chain.standings), chain.outcome) == (1, "moved")


def test_withdrawals_were_kept_and_transitions_were_not(sahel: Built) -> None:
    tallies = {t.group: t for t in review_commitments(sahel.catalogue, at=END).by("kind")}
    # Counted by hand in data/sahel/commitments.ttl.
    assert (tallies["withdrawal"].rate.kept, tallies["withdrawal"].rate.settled) == (7, 10)
    assert (tallies["transition"].rate.kept, tallies["transition"].rate.settled) == (0, 11)


def test_the_calendar_of_mali_was_brought_forward_and_then_missed(sahel: Built) -> None:
    found = review_commitments(sahel.catalogue, at=END, actor="mali")
    [chain] = found.moved
    assert [s.commitment.id for s in chain.standings] == ["cm-002", "cm-003", "cm-006"]
    # From December 2026 to 4 February 2024: 1,031 days back from the first day of that month.
    assert chain.slip == Days(-1061, -1031)
    assert (chain.outcome, chain.kept_after) == ("missed", None)


def test_what_was_known_on_a_day_can_differ_from_what_stood_on_it(sahel: Built) -> None:
    day = D(2022, 1, 31)
    stood = review_commitments(sahel.catalogue, at=day)
    known: Catalogue = catalogue_known_on(sahel.catalogue, day)
    told = review_commitments(known, at=day)
    assert {s.commitment.id for s in told.standings} <= {s.commitment.id for s in stood.standings}
    assert "cm-001" in statuses(stood)
    assert statuses(stood)["cm-001"] == "pending"

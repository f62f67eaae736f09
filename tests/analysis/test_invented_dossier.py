"""Shifts in an invented world whose truth is known: who moved, when, from whom to whom, who not.

Delmar goes from Asteria to Borealis in June 2008, Elspan from Borealis to Corvia in March 2011,
Faroth stays with Asteria throughout, and about Gavria next to nothing is known.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from itertools import combinations

import pytest

from allegiance.graph.analysis.attribution import find_shifts
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import Evidence, gather_evidence
from allegiance.graph.analysis.shifts import Shift
from allegiance.graph.store.build import Built
from allegiance.graph.store.catalogue import Catalogue

POLES = ("asteria", "borealis", "corvia")
POLE_SETS = [*combinations(POLES, 2), POLES]
# Who moved, from whom, to whom, and the month in which the dossier has them move.
MOVES = [
    ("delmar", "asteria", "borealis", dt.date(2008, 6, 1), dt.date(2008, 6, 30)),
    ("elspan", "borealis", "corvia", dt.date(2011, 3, 1), dt.date(2011, 3, 31)),
]
WINDOW = (dt.date(2000, 1, 1), dt.date(2016, 1, 1))


def evidence_on(catalogue: Catalogue, actor: str, poles: tuple[str, ...]) -> Evidence:
    return gather_evidence(catalogue, actor, poles, window=WINDOW)


def shifts_of(catalogue: Catalogue, actor: str, poles: tuple[str, ...]) -> list[Shift]:
    return find_shifts(follow(evidence_on(catalogue, actor, poles)), catalogue)


def test_the_settings_name_the_poles_and_the_window(invented: Built) -> None:
    settings = invented.settings
    assert settings.poles == POLES
    assert (settings.window_start, settings.window_end) == WINDOW


@pytest.mark.parametrize(("actor", "old", "new", "first", "last"), MOVES)
def test_a_move_between_two_poles_is_found_once_and_dated(
    invented: Built, actor: str, old: str, new: str, first: dt.date, last: dt.date
) -> None:
    [shift] = shifts_of(invented.catalogue, actor, (old, new))
    assert (shift.from_pole, shift.to_pole) == (old, new)
    assert shift.date_low <= first
    assert last <= shift.date_high
    assert shift.date_low <= shift.date <= last
    assert shift.probability > 0.9
    assert shift.alert


@pytest.mark.parametrize(("actor", "old", "new", "first", "last"), MOVES)
def test_among_three_poles_the_same_two_are_left_and_joined(
    invented: Built, actor: str, old: str, new: str, first: dt.date, last: dt.date
) -> None:
    [shift] = shifts_of(invented.catalogue, actor, POLES)
    assert (shift.from_pole, shift.to_pole) == (old, new)
    assert shift.axis == (old, new)
    assert shift.date_low <= first
    assert last <= shift.date_high
    assert shift.probability > 0.9


@pytest.mark.parametrize(("actor", "old", "new", "first", "last"), MOVES)
def test_the_level_goes_from_the_one_pole_to_the_other(
    invented: Built, actor: str, old: str, new: str, first: dt.date, last: dt.date
) -> None:
    [shift] = shifts_of(invented.catalogue, actor, (old, new))
    assert shift.before.high < 0 < shift.after.low
    [turned] = shifts_of(invented.catalogue, actor, (new, old))
    assert (turned.from_pole, turned.to_pole) == (old, new)
    assert turned.size == pytest.approx(-shift.size, abs=1e-9)


@pytest.mark.parametrize("poles", POLE_SETS)
def test_no_shift_is_listed_for_who_stays_and_quarrels(
    invented: Built, poles: tuple[str, ...]
) -> None:
    assert shifts_of(invented.catalogue, "faroth", poles) == []


def test_who_stays_stands_with_its_pole_and_its_quarrels_are_counted(invented: Built) -> None:
    evidence = evidence_on(invented.catalogue, "faroth", ("asteria", "borealis"))
    course = follow(evidence)
    assert course.covered
    assert course.probability < 0.5
    against = {e.statement.id for e in evidence.exposures if e.sign < 0 and e.pole == 0}
    assert against == {"st-10", "st-38"}  # an accusation and an envoy called home


@pytest.mark.parametrize("poles", POLE_SETS)
def test_who_left_no_evidence_is_not_covered(invented: Built, poles: tuple[str, ...]) -> None:
    course = follow(evidence_on(invented.catalogue, "gavria", poles))
    assert not course.covered
    assert math.isnan(course.probability)
    assert find_shifts(course, invented.catalogue) == []


def test_a_claim_that_nobody_can_judge_changes_nothing(invented: Built) -> None:
    whole = invented.catalogue
    evidence = evidence_on(whole, "delmar", POLES)
    [exposure] = [e for e in evidence.exposures if e.statement.grade.code == "F6"]
    assert POLES[exposure.pole] == "borealis"  # it would count, if anyone believed it
    kept = {k: s for k, s in whole.statements.items() if s is not exposure.statement}
    without = replace(whole, statements=kept)
    assert shifts_of(without, "delmar", POLES) == shifts_of(whole, "delmar", POLES)
    assert (evidence_on(without, "delmar", POLES).counts() == evidence.counts()).all()


@pytest.mark.parametrize(
    ("actor", "statement", "sign"),
    [("faroth", "st-30", -1), ("delmar", "st-31", 1), ("elspan", "st-32", 1)],
)
def test_a_vote_for_a_text_against_a_pole_is_an_act_against_it(
    invented: Built, actor: str, statement: str, sign: int
) -> None:
    exposures = evidence_on(invented.catalogue, actor, POLES).exposures
    votes = [
        (e.statement.id, POLES[e.pole], e.sign) for e in exposures if e.statement.id == statement
    ]
    assert votes == [(statement, "borealis", sign)]


def test_a_contractor_counts_for_its_patron_only_through_the_link(invented: Built) -> None:
    whole = invented.catalogue
    loose = replace(whole, links={k: s for k, s in whole.links.items() if k != "ln-kestrel"})
    poles = ("borealis", "corvia")

    def contractor_acts(catalogue: Catalogue) -> set[str]:
        exposures = evidence_on(catalogue, "elspan", poles).exposures
        sides = ((e.statement.id, e.statement.subject, e.statement.object) for e in exposures)
        return {name for name, *both in sides if "kestrel" in both}

    assert contractor_acts(whole) == {"st-04", "st-40", "st-42", "st-47", "ti-03"}
    assert contractor_acts(loose) == set()
    with_link = evidence_on(whole, "elspan", poles).counts()
    without = evidence_on(loose, "elspan", poles).counts()
    assert with_link[:, 0].sum() > without[:, 0].sum() > 0
    assert with_link[:, 1].tolist() == without[:, 1].tolist()  # nothing of Corvia's hangs on it


def test_an_act_through_a_link_weighs_less_than_the_same_act_without(invented: Built) -> None:
    evidence = evidence_on(invented.catalogue, "elspan", ("borealis", "corvia"))
    beliefs = evidence.beliefs
    mass = dict(zip((e.statement.id for e in evidence.exposures), evidence.masses(), strict=True))
    claim = invented.catalogue.statements["st-47"]  # B1 of two voices, weight -0.6
    link = beliefs.of(invented.catalogue.links["ln-kestrel"]).fused.belief
    scale = evidence.settings.mass_scale
    assert mass["st-47"] == pytest.approx(scale * 0.6 * beliefs.of(claim).fused.belief * link)
    assert 0 < link < 1


def test_without_any_link_what_a_government_and_the_forces_do_is_not_seen(invented: Built) -> None:
    whole = invented.catalogue
    poles = ("asteria", "borealis")
    seen = {e.statement.id for e in evidence_on(whole, "delmar", poles).exposures}
    unseen = {
        e.statement.id for e in evidence_on(replace(whole, links={}), "delmar", poles).exposures
    }
    # Acts of the Council with Asteria, Borealis or what is part of them, and acts of their forces.
    council = {f"st-{n}" for n in (15, 16, 17, 18, 20, 22, 26, 27, 39)}
    forces = {"st-01", "st-23", "ti-01", "ti-06"}
    visit = {"st-09"}  # of the president
    assert seen - unseen == council | forces | visit


@pytest.mark.parametrize(("actor", "old", "new", "first", "last"), MOVES)
def test_nothing_is_found_before_it_happened(
    invented: Built, actor: str, old: str, new: str, first: dt.date, last: dt.date
) -> None:
    window = (WINDOW[0], first)
    evidence = gather_evidence(invented.catalogue, actor, (old, new), window=window)
    assert follow(evidence).covered
    assert find_shifts(follow(evidence), invented.catalogue) == []

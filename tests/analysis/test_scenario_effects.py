"""What a scenario changes, beside the dossier as it is, and what each supposition does."""

from __future__ import annotations

from pathlib import Path

import pytest

import allegiance as al
from allegiance.graph.analysis.figures import Figure, set_beside
from allegiance.graph.analysis.scenario_effects import lay_over
from allegiance.graph.analysis.stands import View, course_in, stand_of
from allegiance.graph.dossier import Dossier
from allegiance.graph.store.build import Built
from allegiance.graph.store.scenarios.reading import find_scenarios

ROOT = Path(__file__).parents[2]
SAHEL = ROOT / "data" / "sahel"


@pytest.fixture(scope="module")
def dossier(sahel: Built) -> Dossier:
    return Dossier(SAHEL, sahel)


def same(one: object, other: object) -> bool:
    return repr(one) == repr(other)  # nan is no nan


@pytest.mark.parametrize("name", sorted(find_scenarios(SAHEL)))
def test_the_entries_laid_over_one_by_one_give_what_the_whole_scenario_gives(
    dossier: Dossier, name: str
) -> None:
    supposed = dossier.supposing(name).catalogue
    ids = {
        entry
        for part in ("statements", "links", "commitments", "measures")
        for entry in getattr(dossier.catalogue, part).keys() | getattr(supposed, part).keys()
        if getattr(dossier.catalogue, part).get(entry) != getattr(supposed, part).get(entry)
    }
    laid = lay_over(dossier.catalogue, supposed, ids)
    assert laid.statements == supposed.statements
    assert laid.commitments == supposed.commitments
    back = lay_over(supposed, dossier.catalogue, ids)
    assert back.statements == dossier.catalogue.statements
    assert back.measures == dossier.catalogue.measures


def test_a_comparison_is_that_of_the_two_dossiers_asked_apart(dossier: Dossier) -> None:
    [effect] = dossier.scenario("russia-fails-to-pay", "Mali").effects
    [shift] = dossier.shifts("Mali")
    assert effect.as_is.probability == shift.probability
    assert (effect.as_is.date, effect.as_is.date_low) == (shift.date, shift.date_low)
    [other] = dossier.supposing("russia-fails-to-pay").shifts("Mali")
    assert effect.supposed.probability == pytest.approx(other.probability, abs=1e-12)
    assert effect.supposed.probability < effect.as_is.probability
    assert (effect.as_is.alert, effect.supposed.alert) == (True, False)
    tilt = dossier.tilt("Mali").iloc[-1]
    assert effect.as_is.level.mean == pytest.approx(tilt["mean"])


def test_a_cause_is_what_a_scenario_of_that_supposition_alone_would_do(
    dossier: Dossier, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.toml"
    alone.write_text('title = "x"\n[[change]]\nid = "ti-016"\nend = ""\n', encoding="utf-8")
    [found] = dossier.scenario(alone, "Mali", causes=False).effects
    [whole] = dossier.scenario("sanctions-bite", "Mali").effects
    cause = whole.causes[3]
    assert cause.supposition == 4
    assert cause.alone.probability == pytest.approx(found.supposed.probability, abs=1e-12)
    assert found.causes == ()


def test_what_bears_on_others_alone_makes_no_difference_and_has_no_causes(
    dossier: Dossier,
) -> None:
    found = dossier.scenario("bargaining-move")
    assert [effect.actor for effect in found.changed] == ["mali"]
    rest = [effect for effect in found.effects if not effect.changed]
    assert all(effect.causes == () for effect in rest)
    assert all(same(effect.as_is, effect.supposed) for effect in rest)


def test_commitments_that_end_otherwise_are_counted(dossier: Dossier) -> None:
    found = dossier.scenario("sanctions-bite", "Mali")
    before = {name: count for name, count, _ in found.outcomes}
    after = {name: count for name, _, count in found.outcomes}
    assert (after["met"], after["missed"]) == (before["met"] + 2, before["missed"] - 2)


def test_everything_asked_of_a_supposed_dossier_follows(dossier: Dossier) -> None:
    supposed = dossier.supposing("bargaining-move")
    assert supposed.shifts("Mali") == []
    answer = supposed.query("SELECT ?s { ?s a al:Statement . FILTER(CONTAINS(STR(?s), 'sc-')) }")
    assert len(answer.rows) == 2
    assert "supposing: The antagonism was a bargaining move" in supposed.title
    with pytest.raises(al.AllegianceError, match="Did you mean bargaining-move"):
        dossier.supposing("bargaining-moves")


def test_what_was_not_known_yet_is_not_supposed_either(dossier: Dossier) -> None:
    early = dossier.as_known_on("2021-06-01").scenario("bargaining-move", "Mali", causes=False)
    assert (
        early.effects[0].as_is.probability
        != dossier.scenario("bargaining-move", "Mali", causes=False).effects[0].as_is.probability
    )


def test_an_actor_that_is_not_covered_says_so(dossier: Dossier) -> None:
    view = View(dossier.catalogue, dossier.window)
    stand = stand_of(course_in(view, "senegal", ("france", "russia")))
    assert not stand.covered
    assert stand.to_dict()["date"] is None
    assert not stand.differs(stand)


def test_other_findings_stand_beside_and_are_those_of_the_two_dossiers(dossier: Dossier) -> None:
    found = dossier.scenario("bargaining-move", "Mali")
    other = dossier.supposing("bargaining-move")
    figures = {(one.finding, one.what): one for one in found.figures}
    russia = figures["leverage", "leverage of Russia"]
    for side, view in ((russia.as_is, dossier), (russia.supposed, other)):
        [rated] = [one for one in view.leverage("Mali").leverages if one.patron == "russia"]
        assert side == pytest.approx(rated.value)
    assert russia.differs
    frustration = figures["balance", "balance of the network, F"]
    assert frustration.supposed == pytest.approx(other.balance().balance.values["F"])
    assert dossier.scenario("bargaining-move", "Mali", causes=False).figures == ()


def test_a_figure_that_cannot_be_told_differs_from_one_that_can_and_from_no_other() -> None:
    nan = float("nan")
    assert Figure("leverage", "a", "x", nan, 0.2).differs
    assert not Figure("leverage", "a", "x", nan, nan).differs
    assert Figure("blocs", "a", "x", None, "b").differs
    found = set_beside({("f", "a", "x"): 1.0}, {("f", "b", "y"): 2.0})
    assert [(one.actor, one.as_is, one.supposed) for one in found] == [
        ("a", 1.0, None),
        ("b", None, 2.0),
    ]

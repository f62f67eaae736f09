"""Panels of coups from the data sets, and of the steps of a dossier, checked by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Protocol

import pytest

from allegiance.graph.analysis.contagion.chronicles import step_panel
from allegiance.graph.analysis.contagion.found import ContagionSettings, find_contagion
from allegiance.graph.analysis.contagion.neighbours import by_borders
from allegiance.graph.analysis.contagion.panel import Panel
from allegiance.graph.analysis.contagion.public import coup_panel
from allegiance.graph.datasets.files import ENVIRONMENT
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.statements import Statement
from allegiance.graph.store.catalogue import Catalogue

EXTRACTS = Path(__file__).parents[1] / "datasets" / "extracts"
WINDOW = (dt.date(2020, 1, 1), dt.date(2024, 1, 1))
QUICK = ContagionSettings(draws=99)


class Maker(Protocol):
    """The world of tests/analysis/conftest.py."""

    whole: Catalogue

    def actor(self, name: str, kind: str = "state") -> None: ...
    def act(
        self, name: str, subject: str, target: str, on: str, *, relation: str, grade: str = "A1"
    ) -> Statement: ...
    def tie(
        self,
        name: str,
        subject: str,
        target: str,
        start: str | None,
        end: str | None = None,
        *,
        relation: str,
    ) -> Statement: ...


@pytest.fixture(autouse=True)
def extracts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(EXTRACTS))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def acts_of(panel: Panel) -> set[tuple[str, int]]:
    return {
        (state, year)
        for row, state in zip(panel.acts, panel.states, strict=True)
        for had, year in zip(row, panel.years, strict=True)
        if had
    }


def test_the_coups_of_the_extract_are_placed_by_state_and_year() -> None:
    # The extract has Mali's, Burkina Faso's and Chad's; 2022 had two in Burkina Faso: one year.
    panel = coup_panel()
    found = acts_of(panel)
    assert {year for state, year in found if state == "mali"} == {1968, 1991, 2012, 2020, 2021}
    assert {year for state, year in found if state == "burkina-faso"} == {2014, 2022}
    assert panel.act_count == 8
    failed = acts_of(coup_panel(["coup-failed"]))
    assert failed == {("mali", 1978), ("mali", 1991), ("mali", 2012), ("burkina-faso", 2015)}
    assert (panel.years[0], panel.years[-1]) == (1950, 2022)


def test_a_state_is_at_risk_from_its_first_year_on() -> None:
    panel = coup_panel()
    mali = panel.at_risk[panel.states.index("mali")]
    assert next(year for year, there in zip(panel.years, mali, strict=True) if there) == 1960


def test_borders_go_on_after_the_last_month_of_the_set_and_that_is_said() -> None:
    panel = coup_panel()
    one, other = panel.states.index("mali"), panel.states.index("burkina-faso")
    near = panel.nearness[:, one, other]
    assert not near[1959 - 1950]
    assert near[1960 - 1950 :].all()
    assert any("Borders of 2016 are taken to stand after it" in note for note in panel.notes)
    assert coup_panel(until=2016).notes == ()


def test_water_between_neighbours_counts_when_it_is_asked_for() -> None:
    years = range(1905, 1911)
    assert not by_borders(("cuba", "united-states"), years).near.any()
    wide = by_borders(("cuba", "united-states"), years, water=150).near[:, 0, 1]
    # 1902-05 to 1906-09, and from 1909-01 on.
    assert wide.tolist() == [True, True, False, False, True, True]
    assert not by_borders(("cuba", "united-states"), years, water=24).near.any()


def test_pairs_of_the_extract_are_those_of_neighbours() -> None:
    found = find_contagion(coup_panel(since=2012), settings=QUICK)
    # Mali 2012 and Burkina Faso 2014 are two years apart; Mali 2020 and 2021, Burkina Faso 2022.
    assert [(p.first, p.first_year, p.second, p.second_year) for p in found.pairs] == [
        ("mali", 2012, "burkina-faso", 2014),
        ("mali", 2020, "burkina-faso", 2022),
        ("mali", 2021, "burkina-faso", 2022),
    ]
    assert found.pairs[0].told == ("powell-thyne-coups",)
    assert found.to_dict()["pairs"][0]["probability"] is None
    assert found.verdict == "too few"


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"steps": ["cuop"]}, UnknownNameError, "Did you mean coup"),
        ({"near": "region"}, UnknownNameError, "nearness"),
        ({"dataset": "coups"}, UnknownNameError, "list of coups"),
        ({"since": 2022}, InputError, "not two years"),
        ({"near": "alliance", "water": 24}, InputError, "Miles of water"),
    ],
)
def test_what_cannot_be_asked_for_is_told(
    options: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        coup_panel(**options)  # type: ignore[arg-type]


def test_without_the_borders_the_way_to_them_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "powell_thyne_coups_final.txt").write_bytes(
        (EXTRACTS / "powell_thyne_coups_final.txt").read_bytes()
    )
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    with pytest.raises(InputError, match="allegiance fetch cow-contiguity"):
        coup_panel()


def coups(world: Maker) -> None:
    world.actor("club", "bloc")
    world.act("c1", "junta", "mali", "2020-08-18", relation="takes_power_in")
    world.act("c2", "junta", "niger", "2022-07-26", relation="takes_power_in")
    world.act("c3", "junta", "chad", "2021-04-20", relation="takes_power_in", grade="E5")
    world.whole.actors["junta"] = world.whole.actors["club"]


def test_the_steps_of_a_dossier_carry_statements_and_beliefs(world: Maker) -> None:
    coups(world)
    panel = step_panel(world.whole, window=WINDOW)
    # c3 is less likely than not: it is no coup.
    assert acts_of(panel) == {("mali", 2020), ("niger", 2022)}
    assert panel.told["mali", 2020] == ("c1",)
    # Of A1: belief .81, and half of the uncertainty .19 (see the world's own note).
    assert panel.beliefs["mali", 2020] == pytest.approx(0.9, abs=0.01)
    assert not panel.nearness.any()


def test_members_are_near_from_joining_until_leaving(world: Maker) -> None:
    coups(world)
    world.tie("m1", "mali", "club", "2019", relation="member_of")
    world.tie("m2", "niger", "club", "2021-05", "2023-03", relation="member_of")
    world.act("m3", "chad", "club", "2020-02", relation="joins")
    world.act("m4", "chad", "club", "2021-02", relation="withdraws_from")
    panel = step_panel(world.whole, window=WINDOW)
    mali, niger, chad = (panel.states.index(one) for one in ("mali", "niger", "chad"))
    assert panel.nearness[:, mali, niger].tolist() == [False, True, True, True]
    assert panel.nearness[:, mali, chad].tolist() == [True, True, False, False]
    found = find_contagion(panel, settings=QUICK)
    [pair] = found.pairs
    assert (pair.first, pair.second, pair.told) == ("mali", "niger", ("c1", "c2"))
    assert pair.probability == pytest.approx(0.81, abs=0.02)


def test_parties_to_a_defence_agreement_are_near(world: Maker) -> None:
    coups(world)
    world.tie("d1", "mali", "niger", "2021", "2022", relation="has_defence_agreement_with")
    panel = step_panel(world.whole, window=WINDOW, near="alliance")
    mali, niger = panel.states.index("mali"), panel.states.index("niger")
    assert panel.nearness[:, niger, mali].tolist() == [False, True, True, False]


def test_neighbours_of_a_dossier_are_those_of_the_public_set(world: Maker) -> None:
    coups(world)
    world.actor("atlantis")
    panel = step_panel(world.whole, window=WINDOW, near="contiguity")
    mali, niger, chad = (panel.states.index(one) for one in ("mali", "niger", "chad"))
    assert panel.nearness[:, mali, niger].all()
    assert not panel.nearness[:, mali, chad].any()
    assert any("without borders: Atlantis" in note for note in panel.notes)


def test_a_step_or_a_nearness_that_is_none_is_told(world: Maker) -> None:
    coups(world)
    with pytest.raises(UnknownNameError, match="Did you mean coup"):
        step_panel(world.whole, ["cuop"], window=WINDOW)
    with pytest.raises(UnknownNameError, match="nearness"):
        step_panel(world.whole, window=WINDOW, near="region")
    with pytest.raises(InputError, match="Miles of water"):
        step_panel(world.whole, window=WINDOW, water=12)

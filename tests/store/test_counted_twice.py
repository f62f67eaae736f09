"""A tie of a state that is told again of its own force is warned of, for it counts twice."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from allegiance.graph.dossier import open_dossier
from allegiance.graph.store.review import review
from allegiance.tests.store.faulty_dossiers import SETTINGS, claim, dossier

SIDES = """:{force} a al:{kind} ; rdfs:label "The force"@en .
:mid a al:State ; rdfs:label "Mid"@en .
:ln a al:Link ; al:subject :{force} ; al:relation al:part_of ; al:object :northland ;
    al:grade "B2" ; {days} prov:wasDerivedFrom :paper .
"""
HELPS = {"relation": "al:relation al:supports_in_conflict"}
TIE = {"relation": "al:relation al:stationed_in", "object": "al:object :mid"}


def sides(kind: str = "ArmedForce", days: str = "") -> str:
    return SIDES.format(force="army", kind=kind, days=days)


def tie(name: str, who: str, **changed: str) -> str:
    return claim(name, subject=f"al:subject :{who}", **TIE | changed)


def until(end: str) -> dict[str, str]:
    return {"start": f'al:start "2022"^^xsd:gYear ; al:end "{end}"^^xsd:gYear'}


def told(folder: Path, *text: str) -> list[tuple[str, int | None, str]]:
    found = review(dossier(folder, more="".join(text)))
    assert not found.errors
    return [(w.file.name, w.line, w.message) for w in found.warnings if w.code == "counted-twice"]


@pytest.mark.parametrize("kind", ["ArmedForce", "Government", "Operation"])
def test_a_tie_of_a_state_and_again_of_its_force_is_told_at_the_one_of_the_force(
    tmp_path: Path, kind: str
) -> None:
    said = (
        "b says of army what a says of northland, whose part it is, of the same days, so that it"
        " counts twice; keep one with both sources"
    )
    found = told(tmp_path, tie("b", "army"), sides(kind), tie("a", "northland"))
    assert found == [("more.ttl", 9, said)]


def test_such_a_tie_does_count_twice(tmp_path: Path) -> None:
    mass = []
    poles = SETTINGS.replace('["northland"]', '["northland", "southland"]')
    for text in (tie("a", "northland"), tie("a", "northland") + tie("b", "army")):
        opened = open_dossier(dossier(tmp_path, poles, more=sides() + text))
        acts = [sum(one.acts) for one in opened.evidence("mid").exposures]
        mass.append(math.fsum(acts))
    assert mass[1] == pytest.approx(2 * mass[0])
    assert mass[0] > 0


@pytest.mark.parametrize(
    ("days", "ends"),
    [
        ('al:start "2021"^^xsd:gYear ; al:end "2022-03"^^xsd:gYearMonth ;', "2023"),
        ('al:start "2023-05-01"^^xsd:date ;', "2023"),
        ('al:start "2024"^^xsd:gYear ;', ""),
        ('al:end "2022"^^xsd:gYear ;', ""),
    ],
)
def test_a_link_that_holds_on_some_of_the_days_is_enough(
    tmp_path: Path, days: str, ends: str
) -> None:
    dates = until(ends) if ends else {}
    text = sides(days=days) + tie("a", "northland", **dates) + tie("b", "army", **dates)
    assert [message.split(" ")[0] for _, _, message in told(tmp_path, text)] == ["b"]


@pytest.mark.parametrize(
    "text",
    [
        sides() + tie("a", "northland") + tie("b", "army", start='al:start "2021"^^xsd:gYear'),
        sides() + tie("a", "northland", **until("2023")) + tie("b", "army", **until("2024")),
        sides() + tie("a", "northland", **until("2023")) + tie("b", "army"),
        sides() + tie("a", "northland") + tie("b", "army", object="al:object :southland"),
        sides() + tie("a", "northland") + tie("b", "army", **HELPS),
        sides() + tie("a", "northland") + tie("b", "southland"),
        "".join((sides(), *(tie(x, y, relation="al:relation al:supports") for x, y in
                 (("a", "northland"), ("b", "army"))))),
        sides() + tie("a", "northland") + tie("b", "army", grade='al:grade "B2" ; '
                                              "al:conflictsWith :a"),
        sides("PrivateMilitaryCompany") + tie("a", "northland") + tie("b", "army"),
        sides(days='al:end "2021"^^xsd:gYear ;') + tie("a", "northland") + tie("b", "army"),
        sides(days='al:start "2024"^^xsd:gYear ;') + tie("a", "northland", **until("2023"))
        + tie("b", "army", **until("2023")),
    ],
    ids=["other start", "other end", "one end", "other object", "other relation", "other state",
         "an act", "competing accounts", "a company", "link over", "link later"],
)  # fmt: skip
def test_what_counts_once_or_may_is_not_told(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []

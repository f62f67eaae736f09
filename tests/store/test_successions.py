"""Successors in a circle are told where the circle closes; competing accounts make none."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.build import build
from allegiance.graph.store.rebuild import rebuild
from allegiance.graph.store.review import check
from allegiance.tests.store.faulty_dossiers import claim, dossier, told

ACTORS = "".join(f':{x} a al:ArmedForce ; rdfs:label "{x}"@en .\n' for x in "abcd")


def follows(
    one: str, other: str, *, more: str = "", relation: str = "succeeds", when: str = "2022"
) -> str:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(when)]
    said = claim(
        f"{one}{other}",
        start=f'al:start "{when}"^^xsd:{kind}',
        subject=f"al:subject :{one}",
        object=f"al:object :{other}",
        relation=f"al:relation al:{relation}",
    )
    return said.replace(".\n", f"{more} .\n") if more else said


def circles(folder: Path, *text: str) -> list[tuple[str, int | None, str]]:
    return told(dossier(folder, actors=ACTORS, more="".join(text)))


ADVICE = (
    "; take one of them out, or, if somebody came back, write days that tell each time from the "
    "others"
)


def test_two_that_succeed_each_other_are_told_at_the_second(tmp_path: Path) -> None:
    assert circles(tmp_path, follows("b", "a"), follows("a", "b")) == [
        ("more.ttl", 9, f"ba closes a circle of successors: a -> b -> a{ADVICE}")
    ]


def test_a_longer_circle_is_told_once_and_a_circle_of_one_too(tmp_path: Path) -> None:
    chain = [follows("a", "b"), follows("b", "c"), follows("c", "a"), follows("d", "d")]
    found = [message for _, _, message in circles(tmp_path, *chain, follows("d", "a"))]
    assert found == [
        f"ca closes a circle of successors: a -> b -> c -> a{ADVICE}",
        f"dd closes a circle of successors: d -> d{ADVICE}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        (follows("a", "b"), follows("b", "c"), follows("a", "c"), follows("d", "c")),
        (follows("a", "b"), follows("b", "a", relation="supports")),
        (follows("a", "b"), follows("b", "a", more="; al:conflictsWith :ab")),
        (follows("a", "b", more="; al:conflictsWith :ba"), follows("b", "a")),
        (follows("a", "b", when="2020-05-07"), follows("b", "a", when="2024-05")),
        (follows("a", "b"), follows("b", "c", when="2023-01"), follows("c", "a", when="2021")),
    ],
    ids=[
        "a fork",
        "another relation",
        "accounts that compete",
        "said by the other one",
        "who came back",
        "who came back after two others",
    ],
)
def test_what_is_no_circle_of_successors_is_not_told(tmp_path: Path, text: tuple[str, ...]) -> None:
    assert check(dossier(tmp_path, actors=ACTORS, more="".join(text))) == []


def test_days_that_may_be_the_same_tell_nobody_apart(tmp_path: Path) -> None:
    early, late = follows("a", "b", when="2022-05-07"), follows("b", "a", when="2022-05")
    assert [name for name, _, _ in circles(tmp_path, early, late)] == ["more.ttl"]


def test_an_edit_that_closes_a_circle_is_refused(tmp_path: Path) -> None:
    many = "".join(claim(f"st-{i}", start=f'al:start "{2000 + i}"^^xsd:gYear') for i in range(20))
    before = {"actors": ACTORS, "many": many, "one": follows("a", "b"), "two": follows("b", "c")}
    built = build(dossier(tmp_path, **before))
    dossier(tmp_path, **before, three=follows("c", "a"))
    with pytest.raises(DossierError, match="circle of successors: a -> b -> c -> a"):
        rebuild(built, tmp_path)

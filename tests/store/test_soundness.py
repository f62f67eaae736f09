"""The quick way into a store: the same store as the careful way's, and never past a mistake."""

from __future__ import annotations

import random
import re
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.build import build, load_checked, load_sound
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.opening import open_folder, parse_files

ROOT = Path(__file__).parents[2]
SHIPPED = [ROOT / "data" / "sahel", ROOT / "tests" / "dossiers" / "archipelago"]
WORDS = re.compile(r"(?<=[ :\"])[A-Za-z][\w-]*|\d+")


def quick(folder: Path) -> ox.Store | None:
    settings, files = open_folder(folder)
    return load_sound(settings, files, derived=True)


def careful(folder: Path) -> ox.Store:
    settings, files = open_folder(folder)
    return load_checked(folder, settings, parse_files(folder, files))


def quads(store: ox.Store) -> ox.Dataset:
    """What a store holds; nodes without a name are called alike in equal stores."""
    found = ox.Dataset(store)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.fixture
def small(tmp_path: Path, dossiers: ModuleType) -> Path:
    """An invented dossier with some of everything."""
    recipe = dossiers.Recipe(80, actors=20, sources=15, denied=0.2, conflicting=0.2, seed=3)
    return Path(dossiers.write_dossier(tmp_path / "small", recipe))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_dossier_that_ships_makes_the_same_store_both_ways(folder: Path) -> None:
    store = quick(folder)
    assert store is not None
    assert quads(store) == quads(careful(folder))


@pytest.mark.parametrize("seed", range(4))
def test_an_invented_dossier_makes_the_same_store_both_ways(
    tmp_path: Path, dossiers: ModuleType, seed: int
) -> None:
    recipe = dossiers.Recipe(200, actors=40, sources=50, denied=0.1, conflicting=0.1, seed=seed)
    folder = dossiers.write_dossier(tmp_path, recipe)
    store = quick(folder)
    assert store is not None
    assert quads(store) == quads(careful(folder))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_called_sound_has_no_problem(small: Path, seed: int) -> None:
    drawn = random.Random(seed)
    for _ in range(12):
        path = drawn.choice(sorted(small.glob("*.ttl")))
        text = path.read_text(encoding="utf-8")
        path.write_text(spoiled(text, drawn), encoding="utf-8")
        settings, files = open_folder(small)
        if load_sound(settings, files, derived=False) is not None:
            assert Checker(small, settings, parse_files(small, files)).problems() == []
        path.write_text(text, encoding="utf-8")


def spoiled(text: str, drawn: random.Random) -> str:
    """``text`` with a word of it in the place of another, or without a line."""
    lines = text.splitlines(keepends=True)
    if len(lines) > 8 and drawn.random() < 0.3:
        del lines[drawn.randrange(8, len(lines))]
        return "".join(lines)
    places = list(WORDS.finditer(text))
    one, other = drawn.choice(places), drawn.choice(places)
    return text[: one.start()] + other[0] + text[one.end() :]


@pytest.mark.parametrize(
    "more",
    [
        ":x a al:State .",
        ':x rdfs:label "X"@en .',
        ':x a al:Sate ; rdfs:label "X"@en .',
        ":actor-1 al:enemy :actor-2 .",
        ':actor-1 a al:State ; rdfs:label "Again"@de .',
        ':actor-1 al:activeFrom "2022-02-30"^^xsd:date .',
        ':actor-1 :seen "2022-13"^^xsd:gYearMonth .',
        ':actor-1 :seen "2022-13" ^^ xsd:gYearMonth .',
        """:actor-1 :seen '''2022-13'''^^xsd:gYearMonth .""",
        ':actor-1 :seen "2022-13"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .',
        ':actor-1 al:activeFrom "2022"^^xsd:gYear ; al:activeUntil "2021-12"^^xsd:gYearMonth .',
        "[] a al:Origin ; rdfs:label 'Nameless'@en .",
        ':actor-1 al:note "no end',
        "a : b : c",
        ":st-1 al:relation al:part_of .",
        ":st-1 al:denial [ a al:Denial ; al:by :nobody ; prov:wasDerivedFrom :source-1 ] .",
        """:link-90 a al:Link ; al:subject :actor-1 ; al:relation al:part_of ; al:object :actor-10 ;
        al:grade "B2" ; prov:wasDerivedFrom :source-1 .""",
    ],
)
def test_no_mistake_is_called_sound(small: Path, dossiers: ModuleType, more: str) -> None:
    (small / "more.ttl").write_text(dossiers.PREFIXES + more, encoding="utf-8")
    assert quick(small) is None
    with pytest.raises(DossierError):
        build(small)


def test_a_pole_that_nobody_defines_is_not_called_sound(small: Path) -> None:
    path = small / "dossier.toml"
    path.write_text(path.read_text("utf-8").replace("actor-1", "actor-none"), encoding="utf-8")
    assert quick(small) is None


@pytest.mark.parametrize(
    "more",
    [
        ':actor-1 al:joins :actor-2 {| a al:Statement ; rdfs:label "x"@en ; al:grade "B2" ;'
        ' al:start "2022"^^xsd:gYear ; prov:wasDerivedFrom :source-1 |} .',
        ':actor-1 :seen "soon"^^:date-by-guess .',
        ':actor-1 al:note "it says ^^ and <<( and _:x" .',
        "[] :remark 'a node without class or name' .",
        ':actor-1 al:activeFrom " 2001 "^^xsd:gYear .',
        "@base <https://elsewhere.org/> . <x> a <y> .",
    ],
)
def test_what_is_odd_but_right_is_built_all_the_same(
    small: Path, dossiers: ModuleType, more: str
) -> None:
    (small / "more.ttl").write_text(dossiers.PREFIXES + more, encoding="utf-8")
    settings, files = open_folder(small)
    problems = Checker(small, settings, parse_files(small, files)).problems()
    if problems:
        with pytest.raises(DossierError):
            build(small)
    else:
        assert quads(build(small).store) == quads(careful(small))


def test_nodes_without_a_name_are_not_mixed_between_files(
    small: Path, dossiers: ModuleType
) -> None:
    for number in (1, 2):
        text = f":st-{number} al:denial _:voice . _:voice a al:Denial ; al:by :actor-{number} ;"
        text += f" prov:wasDerivedFrom :source-{number} ."
        (small / f"more-{number}.ttl").write_text(dossiers.PREFIXES + text, encoding="utf-8")
    statements = build(small).catalogue.statements
    for number in (1, 2):
        assert f"actor-{number}" in {denial.by for denial in statements[f"st-{number}"].denials}
        assert len(statements[f"st-{number}"].denials) <= 2

"""Edits followed in a built store: always what a build of the files as they are now would give."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import openpyxl
import pyoxigraph as ox
import pytest

from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.catalogue import Catalogue
from allegiance.graph.store.convert import convert
from allegiance.graph.store.derive import RESULTS_GRAPH
from allegiance.graph.store.rebuild import rebuild
from allegiance.graph.store.review import check
from allegiance.tests.store.dossier_editor import Editor

ROOT = Path(__file__).parents[2]
ARCHIPELAGO = ROOT / "tests" / "dossiers" / "archipelago"


def quads(store: ox.Store) -> ox.Dataset:
    """What a store holds; nodes without a name are called alike in equal stores."""
    found = ox.Dataset(store)
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def values(catalogue: Catalogue) -> list[object]:
    """All values in their order; voices, which have no order, sorted."""
    names = ("actors", "relations", "sources", "links", "commitments", "measures")
    found: list[object] = [list(getattr(catalogue, name).items()) for name in names]
    for name, statement in catalogue.statements.items():
        voices = sorted(map(repr, statement.denials))
        bare = [getattr(statement, key) for key in statement.__slots__ if key != "denials"]
        found.append((name, bare, voices))
    return found


def followed(built: Built, folder: Path) -> Built:
    """``built`` after an edit of its files, held against a build of these files."""
    problems = check(folder)
    if problems:
        before = quads(built.store)
        with pytest.raises(DossierError) as caught:
            rebuild(built, folder)
        assert list(caught.value.problems) == problems
        assert quads(built.store) == before
        return built
    fresh = build(folder)
    renewed = rebuild(built, folder)
    assert quads(renewed.store) == quads(fresh.store)
    assert set(renewed.store.named_graphs()) == set(fresh.store.named_graphs())
    assert renewed.settings == fresh.settings
    assert values(renewed.catalogue) == values(fresh.catalogue)
    return renewed


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_store_is_that_of_a_build(
    tmp_path: Path, dossiers: ModuleType, seed: int
) -> None:
    recipe = dossiers.Recipe(
        150, actors=25, sources=30, denied=0.15, conflicting=0.1, based=0.3, seed=seed
    )
    folder = dossiers.write_dossier(tmp_path / "edited", recipe)
    editor = Editor(folder, dossiers.PREFIXES, seed)
    built, kept, in_place = build(folder), tmp_path / "kept", 0
    for _ in range(15):
        _ = built.catalogue
        shutil.copytree(folder, kept, dirs_exist_ok=True)
        editor.edit()
        renewed = followed(built, folder)
        if renewed is built:  # refused, or only remarks: mend it
            shutil.rmtree(folder)
            shutil.copytree(kept, folder)
            assert followed(built, folder).hashes == built.hashes
        in_place += renewed is not built and renewed.store is built.store
        built = renewed
        shutil.rmtree(kept)
    assert in_place >= 3


@pytest.fixture
def islands(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ARCHIPELAGO, tmp_path / "islands"))


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_one_changed_statement_is_followed_in_the_store_that_is_there(islands: Path) -> None:
    built = build(islands)
    changed(islands / "statements.ttl", 'al:grade "B2"', 'al:grade "E5"')
    renewed = followed(built, islands)
    assert renewed.store is built.store
    assert renewed.hashes != built.hashes


def test_where_nothing_changed_nothing_is_done(islands: Path) -> None:
    built = build(islands)
    assert rebuild(built, islands) is built


def test_a_store_that_was_kept_is_followed_just_as_well(islands: Path) -> None:
    built = build(islands)
    kept = ox.Store()
    kept.bulk_load(built.store.dump(format=ox.RdfFormat.N_QUADS) or b"", ox.RdfFormat.N_QUADS)
    changed(islands / "sources.ttl", 'al:reliability "B"', 'al:reliability "F"')
    renewed = followed(replace(built, store=kept), islands)
    assert renewed.store is kept


def test_values_that_were_read_are_not_read_again(islands: Path) -> None:
    built = build(islands)
    before = built.catalogue.statements
    changed(islands / "statements.ttl", 'al:grade "B2"', 'al:grade "E5"')
    after = followed(built, islands).catalogue.statements
    other = [name for name, statement in after.items() if statement is not before[name]]
    assert 1 <= len(other) < len(after) / 2


RELATION = ":x a al:ActRelation ; rdfs:label 'x' ; al:channel al:defence ; al:weight 1 .\n"
MERGE = """:twin a al:State ; rdfs:label 'Twin' .
:x a al:Merge ; al:kept :corvia ; al:dropped :twin ; al:mergedOn '2020-01-01'^^xsd:date .
"""


@pytest.mark.parametrize(
    "more",
    [
        RELATION,
        MERGE,
        ":x rdfs:subClassOf al:Statement ; a rdfs:Class .\n",
        ":ti-01 al:lapsed true .\n",
        "@prefix cut: <https://w3id.org/allegiance/ns#laps> . :ti-01 cut:ed true .\n",
        ":ti-01 <https://w3id.org/allegiance/ns#l\\u0061psed> true .\n",
    ],
    ids=["relation", "merge", "class", "lapse", "lapse by a prefix", "lapse by an escape"],
)
def test_what_bears_on_everything_is_built_anew(islands: Path, more: str) -> None:
    built = build(islands)
    path = islands / "ties.ttl"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    renewed = followed(built, islands)
    assert renewed.store is not built.store
    changed(islands / "statements.ttl", 'al:grade "B2"', 'al:grade "E5"')
    assert followed(renewed, islands) is not renewed
    changed(path, more, "")
    assert followed(renewed, islands).store is not renewed.store


AGAIN = """:ti-{name} a al:Statement ; rdfs:label "Once more."@en ;
    al:subject :corvia ; al:relation al:stationed_in ; al:object :gavria ;
    al:start "{year}"^^xsd:gYear ; al:grade "{grade}" ; prov:wasDerivedFrom :gazette .
"""


def test_ties_between_the_same_two_follow_an_edit_of_one_of_them(islands: Path) -> None:
    prefixes = "".join((islands / "ties.ttl").read_text("utf-8").partition("@prefix")[1:])
    prefixes = prefixes.partition("\n:")[0] + "\n"
    texts = [AGAIN.format(name=f"x{year}", year=year, grade="B2") for year in (2003, 2007)]
    for name, text in zip(("one", "other"), texts, strict=True):
        (islands / f"{name}.ttl").write_text(prefixes + text, encoding="utf-8")
    built = build(islands)
    assert built.catalogue.statements["ti-x2003"].lapsed
    other = islands / "other.ttl"
    changed(other, '"B2"', '"F6"')  # the plain triple rests on the first alone now
    built = followed(built, islands)
    changed(other, ":ti-x2007 a", ":ti-x2008 a")
    built = followed(built, islands)
    other.unlink()  # the first did not lapse
    built = followed(built, islands)
    assert not built.catalogue.statements["ti-x2003"].lapsed
    other.write_text(prefixes + texts[1], encoding="utf-8")
    renewed = followed(built, islands)
    assert renewed.store is built.store
    assert renewed.catalogue.statements["ti-x2003"].lapsed


def test_a_name_that_only_begins_like_what_is_derived_is_any_name(islands: Path) -> None:
    path = islands / "actors.ttl"
    text = path.read_text(encoding="utf-8")
    more = """:lapsed-accord a al:Place ; rdfs:label "The lapsed accord's \\u00eele"@en ."""
    path.write_text(f"{text}\n{more}\n", encoding="utf-8")
    built = build(islands)
    changed(islands / "statements.ttl", 'al:grade "B2"', 'al:grade "E5"')
    assert followed(built, islands).store is built.store


def test_other_settings_are_followed(islands: Path) -> None:
    built = build(islands)
    changed(islands / "dossier.toml", 'title = "', 'title = "Once more: ')
    assert followed(built, islands).settings.title.startswith("Once more")


def test_numbers_are_checked_as_they_are_written(islands: Path) -> None:
    built = build(islands)
    path = islands / "measures.ttl"
    text = path.read_text(encoding="utf-8")
    number = re.search(r"al:value (\d+)", text)
    assert number is not None
    for written in ("1.50", f'"{number[1]}"^^xsd:int', f"{number[1]} , {number[1]}.0", "2.0"):
        path.write_text(text.replace(number[0], f"al:value {written}", 1), encoding="utf-8")
        built = followed(built, islands)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_edits_of_sheets_are_followed(islands: Path, tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "sheets"
    convert(islands, folder, to=suffix)
    built = build(folder)
    if suffix == "csv":
        changed(folder / "statements.csv", "B2", "E5")
    else:
        (path,) = folder.glob("*.xlsx")
        book = openpyxl.load_workbook(path)
        cells = [cell for row in book["statements"].iter_rows() for cell in row]
        next(cell for cell in cells if cell.value == "B2").value = "E5"
        book.save(path)
    renewed = followed(built, folder)
    assert renewed.store is built.store
    assert followed(renewed, folder) is renewed


def test_a_sheet_follows_a_turtle_file_that_it_names_things_of(islands: Path) -> None:
    with (islands / "statements.csv").open("w", encoding="utf-8") as file:
        file.write("id,label,subject,relation,object,start,grade,sources\n")
        file.write("st-x,Something,Asteria,supports,Delmar,2008,B2,gazette\n")
    built = build(islands)
    changed(islands / "actors.ttl", '"Asteria"@en', '"Asterion"@en')
    followed(built, islands)  # the name in the sheet is nobody's now


def test_what_was_found_before_an_edit_is_not_left_in_the_store(islands: Path) -> None:
    built = build(islands)
    node = ox.NamedNode(built.settings.base + RESULTS_GRAPH)
    built.store.add(ox.Quad(node, node, node, node))
    changed(islands / "statements.ttl", 'al:grade "B2"', 'al:grade "E5"')
    followed(built, islands)

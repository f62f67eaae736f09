"""Turtle made of cells leaves nothing open that other Turtle is searched for."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from hypothesis import given, settings
from hypothesis import strategies as st

from allegiance.graph.model.terms import AL, RDF_TYPE
from allegiance.graph.store.files import DossierFile, load_turtle
from allegiance.graph.store.loading import ontology_store
from allegiance.graph.store.ontology import checks
from allegiance.graph.store.sheets.columns import SHEETS
from allegiance.graph.store.sheets.reading import read_sheets
from allegiance.graph.store.soundness import are_plain

BASE = "https://example.org/s/"
MADE = sorted(SHEETS.keys() - {"other"})
# What would be looked for in a Turtle file, and what makes a row go on being read.
TRAPS = [
    '"2020-13-45"^^xsd:date',
    "x^^xsd:gYear",
    "2020-13-45",
    "1999",
    "2020-02~",
    "_:one",
    "<<( :a :b :c )>>",
    "a|_:two|b",
    "'",
    "\\",
    "",
    "a",
    "norland",
    "A1",
    "5",
    "http://x.example/^^xsd:date",
    "_:",
]
cells = st.sampled_from(TRAPS) | st.text("_:^<>\"'\\(| a1-\n", max_size=12)


def table(name: str, rows: list[dict[str, str]]) -> str:
    header = [column.name for column in SHEETS[name].columns]
    out = io.StringIO()
    writer = csv.DictWriter(out, header)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def rows_of(name: str) -> st.SearchStrategy[tuple[str, list[dict[str, str]]]]:
    columns = [column.name for column in SHEETS[name].columns]
    row = st.fixed_dictionaries(dict.fromkeys(columns, cells))
    named = st.builds(lambda one, id_: one | {"id": id_}, row, st.sampled_from(["a", "b", "c"]))
    return st.tuples(st.just(name), st.lists(named if "id" in columns else row, max_size=3))


def read(folder: Path, sheets: Mapping[str, str]) -> list[DossierFile]:
    paths = [folder / f"{name}.csv" for name in sheets]
    for path, text in zip(paths, sheets.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return read_sheets(
        folder, paths, base=BASE, turtle=lambda lost: (), take=lambda text, graph: None
    )


@settings(max_examples=150)
@given(st.lists(st.sampled_from(MADE).flatmap(rows_of), max_size=3))
def test_hostile_cells_never_make_turtle_that_would_have_to_be_searched(
    sheets: list[tuple[str, list[dict[str, str]]]],
) -> None:
    with TemporaryDirectory() as folder:
        files = read(Path(folder), {name: table(name, rows) for name, rows in sheets})
    assert all(file.is_plain for file in files)
    assert are_plain(replace(file, is_plain=False) for file in files)


@settings(max_examples=100)
@given(st.lists(st.sampled_from(MADE).flatmap(rows_of), max_size=3, unique_by=lambda one: one[0]))
def test_what_is_said_to_have_classes_has_them_and_uses_known_terms_alone(
    sheets: list[tuple[str, list[dict[str, str]]]],
) -> None:
    with TemporaryDirectory() as folder:
        files = read(Path(folder), {name: table(name, rows) for name, rows in sheets})
    store = ontology_store()
    known = {quad.subject for quad in store} | {ox.NamedNode(RDF_TYPE)}
    before = set(store)
    for file in files:
        load_turtle(store, file.text, base=BASE, graph=file.graph)
    added = set(store) - before
    typed = {quad.subject for quad in added if quad.predicate.value == RDF_TYPE}
    classes = {quad.object for quad in added if quad.predicate.value == RDF_TYPE}
    used = {*classes, *(quad.predicate for quad in added)}
    assert {term for term in used if term.value.startswith(AL)} <= known
    if all(file.is_classed for file in files):
        assert {quad.subject for quad in added} <= typed
        assert not list(store.query(checks()["without-class"]))


def test_a_sheet_whose_rows_have_no_class_or_deny_what_is_not_there_is_looked_into(
    tmp_path: Path,
) -> None:
    actor = {"id": "north", "label": "North", "kind": "state"}
    denial = {"statement": "<https://elsewhere.example/st>", "by": "north"}
    sound_text = table("actors", [actor])
    (sound,) = read(tmp_path, {"actors": sound_text})
    (kindless,) = read(tmp_path, {"actors": table("actors", [actor | {"kind": ""}])})
    files = read(
        tmp_path, {"actors": table("actors", [actor]), "denials": table("denials", [denial])}
    )
    assert sound.is_classed
    assert not kindless.is_classed
    assert [file.is_classed for file in files] == [True, False]


def test_the_sheet_of_other_triples_is_searched(tmp_path: Path) -> None:
    row = {"subject": ":a", "property": "al:start", "value": '"2020-13-45"^^xsd:date'}
    (file,) = read(tmp_path, {"other": table("other", [row])})
    assert not are_plain([file])

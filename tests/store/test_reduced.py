"""The store of an earlier state of knowledge: what it leaves out, and what follows anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from allegiance.graph.analysis.hindsight import catalogue_known_on
from allegiance.graph.model.terms import DERIVED_FROM, al
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.catalogue import Catalogue, read_catalogue
from allegiance.graph.store.derive import DIRECT_GRAPH
from allegiance.graph.store.reduced import reduce_store

DAYS = [dt.date(2013, 6, 1), dt.date(2019, 1, 1), dt.date(2022, 3, 1), dt.date(2024, 7, 15)]


def reduced(built: Built, day: dt.date) -> tuple[ox.Store, Catalogue]:
    known = catalogue_known_on(built.catalogue, day)
    store = reduce_store(built.store, built.catalogue, known, base=built.settings.base)
    return store, known


def assert_same(store: ox.Store, known: Catalogue, base: str) -> None:
    """What is read from the reduced store is what was known, but for what actors' lives say."""
    read = read_catalogue(store, base=base)
    assert read.actors == known.actors
    assert read.sources == known.sources
    assert read.measures.keys() == known.measures.keys()
    assert read.links.keys() == known.links.keys()
    assert read.statements.keys() == known.statements.keys()
    for name, statement in known.statements.items():
        found = read.statements[name]
        assert set(found.sources) == set(statement.sources), name
        assert found.possible_days == statement.possible_days, name
        assert {d.by for d in found.denials} == {d.by for d in statement.denials}, name
        assert found.end == statement.end, name
    outcomes = {name: (c.outcome, c.outcome_date) for name, c in known.commitments.items()}
    assert {n: (c.outcome, c.outcome_date) for n, c in read.commitments.items()} == outcomes


def direct_by_rule(known: Catalogue, base: str) -> set[tuple[str, str, str]]:
    return {
        (base + s.subject, al(s.relation.id), base + s.object)
        for s in (*known.statements.values(), *known.links.values())
        if known.beliefs.of(s).fused.probability > 0.5
    }


def direct(store: ox.Store, base: str) -> set[tuple[str, str, str]]:
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(base + DIRECT_GRAPH))
    return {(q.subject.value, q.predicate.value, q.object.value) for q in quads}


@pytest.mark.parametrize("day", DAYS)
def test_the_store_holds_what_was_known_and_no_more(sahel: Built, day: dt.date) -> None:
    store, known = reduced(sahel, day)
    base = sahel.settings.base
    assert 0 < len(known.statements) < len(sahel.catalogue.statements)
    assert_same(store, known, base)
    assert direct(store, base) == direct_by_rule(known, base) != set()


@pytest.mark.parametrize("seed", range(3))
def test_so_it_does_for_a_dossier_with_many_denials(
    tmp_path: Path, dossiers: ModuleType, seed: int
) -> None:
    recipe = dossiers.Recipe(300, actors=30, sources=40, denied=0.4, ended=0.5, seed=seed)
    built = build(dossiers.write_dossier(tmp_path, recipe))
    store, known = reduced(built, dt.date(2010, 5, 5))
    assert 0 < len(known.statements) < 300
    assert_same(store, known, built.settings.base)
    assert direct(store, built.settings.base) == direct_by_rule(known, built.settings.base)


def test_nothing_that_was_not_known_is_named_anywhere(sahel: Built) -> None:
    store, known = reduced(sahel, DAYS[1])
    whole = sahel.catalogue
    for kind in ("statements", "links", "sources", "commitments", "measures"):
        for name in getattr(whole, kind).keys() - getattr(known, kind).keys():
            node = ox.NamedNode(sahel.settings.base + name)
            assert not list(store.quads_for_pattern(node, None, None)), name
            assert not list(store.quads_for_pattern(None, None, node)), name
    nameless = {q.object for q in store.quads_for_pattern(None, ox.NamedNode(al("denial")), None)}
    for voice in nameless:
        assert list(store.quads_for_pattern(voice, ox.NamedNode(DERIVED_FROM), None))


def test_all_is_known_in_the_end(sahel: Built) -> None:
    store, known = reduced(sahel, dt.date(2100, 1, 1))
    assert known.statements == sahel.catalogue.statements
    assert known.links == sahel.catalogue.links
    assert known.commitments == sahel.catalogue.commitments
    assert known.measures == sahel.catalogue.measures
    assert set(store) == set(sahel.store)

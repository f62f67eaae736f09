"""RDF 1.2 annotations: each becomes a statement node like one that was written out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.annotations import unfold_annotations

BASE = "http://x/"
AL = "https://w3id.org/allegiance/ns#"
HEAD = f"@prefix : <{BASE}> .\n@prefix al: <{AL}> .\n"


def unfold(text: str, *, file: str = "a.ttl") -> set[str]:
    triples = (quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE))
    return {str(triple) for triple in unfold_annotations(triples, base=BASE, file=file)}


def parsed(text: str) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)}


def subjects(triples: set[str]) -> set[str]:
    return {triple.split(" ")[0] for triple in triples}


WRITTEN_OUT = """:st-1 a al:Statement ;
    al:subject :mali ; al:relation al:expels_envoy_of ; al:object :france ; al:grade "B2" ."""


@pytest.mark.parametrize(
    "text",
    [
        ':mali al:expels_envoy_of :france ~ :st-1 {| al:grade "B2" |} .',
        ":st-1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> "
        '<<( :mali al:expels_envoy_of :france )>> ; al:grade "B2" .',
        '<< :mali al:expels_envoy_of :france ~ :st-1 >> al:grade "B2" .',
    ],
)
def test_an_annotation_says_the_same_as_a_statement_node(text: str) -> None:
    assert unfold(text) == parsed(WRITTEN_OUT)


def test_the_triple_that_is_annotated_is_left_to_be_derived() -> None:
    text = ":mali al:joins :aes ~ :st-1 {| al:grade 'B2' |} . :mali al:joins :g5 ."
    assert f"<{BASE}mali> <{AL}joins> <{BASE}g5>" in unfold(text)
    assert f"<{BASE}mali> <{AL}joins> <{BASE}aes>" not in unfold(text)


def test_text_without_annotations_stays_as_it_is() -> None:
    text = ":a :b :c . :d :e [ :f 1 ] ."
    listed = [quad.triple for quad in ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)]
    assert list(unfold_annotations(listed, base=BASE)) == listed


def test_an_annotation_without_a_name_gets_the_same_one_every_time() -> None:
    text = ":mali al:joins :aes {| al:grade 'B2' |} ."
    [name] = subjects(unfold(text))
    assert name.startswith(f"<{BASE}annotation-")
    assert subjects(unfold(text)) == {name}
    more = ":niger al:joins :aes {| al:grade 'B2' |} .\n" + text
    assert name in subjects(unfold(more)), "another annotation above it changes no name"


def test_two_annotations_of_one_triple_are_two_statements() -> None:
    text = ":mali al:joins :aes {| al:grade 'B2' |} {| al:grade 'C3' |} ."
    assert len(subjects(unfold(text))) == 2
    assert len(unfold(text)) == 10


def test_equal_annotations_in_two_files_are_two_statements() -> None:
    text = ":mali al:joins :aes {| al:grade 'B2' |} ."
    assert subjects(unfold(text, file="a.ttl")).isdisjoint(subjects(unfold(text, file="b.ttl")))


def test_an_annotation_may_hold_a_denial_without_a_name() -> None:
    text = ":mali al:joins :aes ~ :st-1 {| al:denial [ a al:Denial ; al:by :france ] |} ."
    unfolded = unfold(text)
    held = next(t for t in unfolded if f"<{AL}denial>" in t).split(" ")[2]
    assert f"{held} <{AL}by> <{BASE}france>" in unfolded


def test_what_refers_to_an_annotation_without_a_name_finds_it() -> None:
    text = "_:r <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( :a al:joins :b )>> .\n"
    unfolded = unfold(text + ":st-2 al:conflictsWith _:r .")
    [name] = subjects(unfolded) - {f"<{BASE}st-2>"}
    assert f"<{BASE}st-2> <{AL}conflictsWith> {name}" in unfolded


@pytest.mark.parametrize(
    "text",
    [
        ":a :says <<( :b :c :d )>> .",
        ":a al:joins :b ~ :r . :x :says <<( :b :c :d )>> .",
        ":r <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( :a :b <<( :c :d :e )>> )>> .",
    ],
)
def test_a_triple_term_anywhere_else_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="triple term that nothing annotates"):
        unfold(text)

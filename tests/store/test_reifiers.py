"""Annotations without a name stand where they are written, whatever stands around them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.store.files import DossierFile, parse_file
from allegiance.graph.store.reifiers import find_strays, find_unnamed
from allegiance.graph.store.review import check, review
from allegiance.tests.store.faulty_dossiers import dossier, told

HEAD = "@prefix : <http://x/> .\n@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"


def lines(text: str) -> list[int]:
    """The lines of the annotations without a name, counted from the end of the head.

    Each triple is annotated on the lines of those that are found for it, in turn.
    """
    base = "http://x/"
    parsed = parse_file(Path(), DossierFile(Path("a.ttl"), base, HEAD + text))
    found = find_unnamed(HEAD + text, parsed.annotated, base=base)
    assert found.keys() == parsed.annotated.keys(), "each has a line"
    return [line - 2 for line in found.values()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":a :b :c {| :d :e |} .", [1]),
        (":a :b :c\n {| :d :e |}\n {| :d :f |} .\n:a :b :g {| :d :e |} .", [2, 3, 4]),
        (":a :b :c {| :d :e |} ,\n :g {| :d :e |} ;\n :h :i {| :d :e |} .", [1, 2, 3]),
        (":a :b :c .\n:a :b :c ~ :named {| :d :e |} , :g .\n:a :b :c {| :d :e |} .", [3]),
        (":a :b :c\n~ {| :d :e |} {| :f :g |} .", [2]),
        (":a :b :c ~\n~ :named {| :d :e |} {| :f :g |}\n~ .", [1, 3]),
        (":a :b 5.e1 {| :d 1.5 |} ,\n -2.5 {| :d .5 |} ,\n true {| :d 5 |}.", [1, 2, 3]),
        (':a :b "{| ~ |} . <<"@en ,\n "2"^^:t ,\n """x\n"""^^<t>\n {| :d :e |} .', [5]),
        (":a :b [ :c :d\n {| :e :f |} ]\n {| :g :h |} , ( :i 1 )\n {| :j :k |} .", [2, 3, 4]),
        ("<< :a :b :c >> :d :e .\n:g :h :i\n {| :d << :a :b\n :c >> |} .", [1, 3, 3]),
        ("<<:a a :c~>> :d :e .\n<< :a a\n:c ~ :named >> :d :e .", [1]),
        ("\n[] rdf:reifies <<( :a :b :c )>> ; :d :e .\n:n rdf:reifies <<( :a :b :c )>> .", [2]),
        (":a :b :c {| :d [ :e :f\n {| :g :h |} ] ; :i :j\n {| :k :l |} |} .", [1, 2, 3]),
    ],
)
def test_each_is_placed_where_it_opens(text: str, expected: list[int]) -> None:
    found = lines(text)
    assert sorted(found) == sorted(expected)
    if "<<" not in text:
        assert found == expected, "the first of the same triple first"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.sampled_from([":p", "a", "<http://x/q>"]),
            st.sampled_from(["c", "d"]),
            st.lists(st.sampled_from(["", "", "~ ", "~ :n "]), max_size=3),
            st.sampled_from([" .\n", " .\n", " .\n\n", " . # {| ~\n"]),
        ),
        max_size=12,
    )
)
def test_however_they_are_mixed_each_stands_on_its_line(
    rows: list[tuple[str, str, str, list[str], str]],
) -> None:
    text, expected = "", []
    for subject, relation, target, reifiers, end in rows:
        text += f":{subject} {relation} :{target}"
        before = ""  # the tilde that a block without one of its own goes on with
        for reifier in reifiers:
            text += f"\n{reifier}{{| :say 1 |}}"
            if reifier == "~ " or not (reifier or before):
                expected.append(text.count("\n") + 1)
            before = reifier or before
        text += end
    assert sorted(lines(text)) == expected


def test_a_triple_term_that_nothing_annotates_has_its_line() -> None:
    text = ":a :b <<( :c :d :e )>> .\n:r rdf:reifies <<( :a :b :c )>> ,\n <<( :a :b\n"
    text += "<<( :a :b :c )>> )>> ."
    assert [line - 2 for line in find_strays(HEAD + text, base="")] == [1, 4]


def test_broken_text_is_read_as_far_as_it_goes() -> None:
    text = ":a :b ] >> }|} ) << ~ {| .\n:a :b :c\n {| :d :e |} ."
    found = find_unnamed(HEAD + text, {"x": ("http://x/a", "http://x/b", "http://x/c")}, base="")
    assert found == {"x": 5}


ANNOTATION = """
:northland al:supports :southland ;
    al:accuses :southland {|
        rdfs:label "A."@en ; al:start "1922"^^xsd:gYear ; al:grade "B9" ;
        al:denial [ a al:Denial ; al:by :nobody ; prov:wasDerivedFrom :paper ] ;
        prov:wasDerivedFrom :paper |} .
"""


def test_what_is_wrong_or_odd_in_one_is_told_at_its_line_by_what_it_annotates(
    tmp_path: Path,
) -> None:
    folder = dossier(tmp_path, more=ANNOTATION)
    name = "the annotation of northland al:accuses southland"
    assert told(folder) == [
        (
            "more.ttl",
            11,
            f"the al:denial of {name} names 'nobody' as al:by, which is not defined; define it in"
            " the dossier",
        ),
        ("more.ttl", 11, f"""{name} needs exactly one al:grade from "A1" to "F6" (found 'B9')"""),
    ]
    odd = {w.code: (w.line, w.message) for w in review(folder).warnings}
    line, message = odd["outside-window"]
    assert line == 11
    assert message.startswith(f"{name} lies outside the window")


def test_one_that_is_sound_but_odd_has_its_line_too(tmp_path: Path) -> None:
    more = ANNOTATION.replace("B9", "B2").replace(":nobody", ":southland")
    folder = dossier(tmp_path, more=more)
    assert check(folder) == []
    assert {w.line for w in review(folder).warnings if w.file.name == "more.ttl"} == {11}


def test_an_error_of_syntax_elsewhere_moves_no_line(tmp_path: Path) -> None:
    lost = "\n:southland al:supports ] {| al:grade 'B2' |} .\n"
    folder = dossier(tmp_path, more=lost + ANNOTATION)
    assert [(line, message[:20]) for _, line, message in told(folder)] == [
        (10, "is no Turtle here; m"),
        (13, "the al:denial of the"),
        (13, "the annotation of no"),
    ]


def test_every_triple_term_that_nothing_annotates_is_told_at_its_line(tmp_path: Path) -> None:
    more = "\n:a :b <<( :c :d :e )>> .\n:northland al:supports <<( :c\n :d :e )>> ."
    said = "has a triple term that nothing annotates; write a statement node instead"
    found = check(dossier(tmp_path, more=more))
    assert [(p.line, p.message) for p in found] == [(10, said), (11, said)]


def test_a_name_like_those_that_are_made_up_is_a_name(tmp_path: Path) -> None:
    name = "annotation-0123456789ab"
    more = (
        f'\n:{name} a al:Statement ; al:subject :{name} ; al:relation al:supports ; al:grade "B2" .'
    )
    places = {(file, line) for file, line, _ in told(dossier(tmp_path, more=more))}
    assert places == {("more.ttl", 10)}

"""A dossier kept another way says the same, whatever it says."""

from __future__ import annotations

import functools
import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allegiance.graph.model import terms
from allegiance.graph.model.errors import DossierError, InputError
from allegiance.graph.model.terms import al
from allegiance.graph.store.build import build
from allegiance.graph.store.convert import FORMS, convert, graph_of
from allegiance.graph.store.review import check

ROOT = Path(__file__).parents[2]
SHIPPED = [
    ROOT / "data" / "sahel",
    ROOT / "data" / "starter",
    ROOT / "tests" / "dossiers" / "archipelago",
]
BASE = "https://example.org/p/"
SETTINGS = f"""title = "P"
base = "{BASE}"
window = {{ start = 2000-01-01, end = 2030-01-01 }}
"""
WAYS = list(itertools.product(FORMS, FORMS))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """A dossier as it is kept in a form, converted once for all tests: nobody may change it."""

    @functools.cache
    def keep(folder: Path, form: str) -> Path:
        return convert(folder, tmp_path_factory.mktemp(folder.name) / form, to=form)

    return keep


@pytest.fixture(scope="module")
def read() -> Callable[[Path], tuple[object, object]]:
    """The graph and the mistakes of a dossier; files with equal bytes are read once."""
    known: dict[tuple[tuple[str, bytes], ...], tuple[object, object]] = {}

    def once(folder: Path) -> tuple[object, object]:
        files = tuple(contents(folder).items())
        if files not in known:
            known[files] = graph_of(folder), check(folder)
        return known[files]

    return once


@pytest.mark.parametrize(("first", "then"), WAYS)
@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_dossier_is_the_same_graph_however_it_is_kept(
    tmp_path: Path,
    kept: Callable[[Path, str], Path],
    read: Callable[[Path], tuple[object, object]],
    folder: Path,
    first: str,
    then: str,
) -> None:
    one = kept(folder, first)
    other = convert(one, tmp_path / "other", to=then)
    graph, _ = read(folder)
    assert read(one) == read(other) == (graph, [])


@pytest.mark.parametrize("form", FORMS)
def test_the_same_dossier_makes_the_same_bytes(tmp_path: Path, form: str) -> None:
    made = [convert(SHIPPED[2], tmp_path / str(n), to=form) for n in range(2)]
    assert contents(made[0]) == contents(made[1])


@pytest.mark.parametrize("form", FORMS)
def test_what_was_kept_one_way_comes_back_byte_for_byte(
    tmp_path: Path, kept: Callable[[Path, str], Path], form: str
) -> None:
    once = kept(SHIPPED[0], form)
    away = convert(once, tmp_path / "away", to="csv" if form == "xlsx" else "xlsx")
    back = convert(away, tmp_path / "back", to=form)
    again = convert(back, tmp_path / "again", to=form)
    assert contents(back) == contents(again)


def test_the_shipped_dossier_fits_its_sheets_whole(kept: Callable[[Path, str], Path]) -> None:
    made = kept(SHIPPED[0], "csv")
    assert not (made / "other.csv").exists()
    assert build(made).catalogue == build(SHIPPED[0]).catalogue


def test_questions_and_scenarios_come_along(tmp_path: Path) -> None:
    source = convert(SHIPPED[2], tmp_path / "source", to="turtle")
    for name in ("queries/mine.rq", "scenarios/what-if.ttl", "README.md"):
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text("# question: Who?\nASK {}\n", encoding="utf-8")
    made = convert(source, tmp_path / "made", to="xlsx")
    assert set(contents(made)) == {
        *("dossier.toml", "dossier.xlsx", "README.md"),
        *("queries/mine.rq", "scenarios/what-if.ttl"),
    }
    assert (made / "dossier.toml").read_bytes() == (source / "dossier.toml").read_bytes()


def test_a_dossier_with_mistakes_is_not_converted(tmp_path: Path) -> None:
    source = convert(SHIPPED[2], tmp_path / "source", to="turtle")
    (source / "more.ttl").write_text("<x> a <https://w3id.org/allegiance/ns#State> .", "utf-8")
    with pytest.raises(DossierError, match="needs one rdfs:label"):
        convert(source, tmp_path / "made", to="csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError, match="is not empty"):
        convert(SHIPPED[2], tmp_path, to="csv")
    assert set(contents(tmp_path)) == {"mine.txt"}


def test_an_invented_dossier_with_nameless_denials_comes_through(
    tmp_path: Path, dossiers: ModuleType
) -> None:
    recipe = dossiers.Recipe(150, actors=30, sources=20, denied=0.3, conflicting=0.2, seed=5)
    folder = dossiers.write_dossier(tmp_path / "made-up", recipe)
    for form in FORMS:
        made = convert(folder, tmp_path / form, to=form)
        assert check(made) == []
    denials = (tmp_path / "csv" / "denials.csv").read_text("utf-8")
    assert "\n_:,st-" in denials


# What has broken sheets before: separators, quotes, formulas, marks that turn text around.
PIECES = st.sampled_from(
    [
        *("|", ";", ",", '"', "'", "\n", "\r\n", "\t", "\\", "=1+1", "+", "-", "@SUM(A1)", "#REF!"),
        *(" ", "\u00a0", "\u2028", "\ufeff", "\u202e", "\u200f", "علي", "日本", "🏝️", "e\u0301"),
        *("_x000D_", "\x07", "\x0b", "\x85", "<<(", "^^", "_:b1", "TRUE", "007", "1.50", "2022"),
        *("-0", "1e5", "{}", "mali", "<b>", "&amp;", "#", "\ufffe", "[x]", "st-1 (so)", "''"),
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, min_size=1, max_size=4).map("".join),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20),
    st.sampled_from(["x" * 31_000, " y" * 16_000, "=\n" * 16_000, "|" * 31_000]),
)
TAGS = st.sampled_from([None, "en", "fr", "pt-br", "zh-hant", "plain"])
NUMBERS = st.sampled_from(
    [
        *(
            ("1", terms.XSD + "integer"),
            ("-3", terms.XSD + "integer"),
            ("007", terms.XSD + "integer"),
            ("+5", terms.XSD + "integer"),
        ),
        *(
            ("1.50", terms.XSD + "decimal"),
            ("0.0", terms.XSD + "decimal"),
            ("-.5", terms.XSD + "decimal"),
            ("1e3", terms.XSD + "double"),
        ),
    ]
)
DATES = st.sampled_from(
    [
        ("2021-03-04", terms.XSD + "date"),
        ("2021-03", terms.XSD + "gYearMonth"),
        ("2021", terms.XSD + "gYear"),
        ("2021~", terms.EDTF),
        ("../2021-03", terms.EDTF),
        ("2021-03-04/2021-05", terms.EDTF),
    ]
)
NUMBERS_TO_ONE = st.sampled_from([("0.5", terms.XSD + "decimal"), ("1", terms.XSD + "integer")])
CODES = ("A1", "B2", "F6")


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + name)


def typed(pair: tuple[str, str]) -> ox.Literal:
    return ox.Literal(pair[0], datatype=ox.NamedNode(pair[1]))


@st.composite
def literals(draw: st.DrawFn) -> ox.Literal:
    tag = draw(TAGS)
    value = draw(TEXTS)
    return ox.Literal(value, language=tag) if tag else ox.Literal(value)


@st.composite
def foreign(draw: st.DrawFn) -> list[ox.Triple]:
    """Triples of another vocabulary, about nodes with and without names."""
    nodes = [iri("actor-0"), iri("st-0"), ox.BlankNode("one"), ox.BlankNode("two")]
    values = st.one_of(
        literals(),
        NUMBERS.map(typed),
        st.sampled_from(nodes),
        st.builds(ox.NamedNode, st.sampled_from(["http://x.org/_x0041_", "urn:x:é", BASE + "a/b"])),
        st.just(ox.Literal("P1D", datatype=ox.NamedNode(terms.XSD + "duration"))),
        st.just(ox.Literal("true", datatype=ox.NamedNode(terms.XSD + "boolean"))),
    )
    blank = ox.Triple(nodes[2], ox.NamedNode(terms.RDF_TYPE), ox.NamedNode("http://x.org/T"))
    other = ox.Triple(nodes[3], ox.NamedNode(terms.RDF_TYPE), ox.NamedNode("http://x.org/T"))
    props = st.sampled_from(["http://x.org/p", "http://x.org/q", terms.SAME_AS])
    said = st.builds(ox.Triple, st.sampled_from(nodes), props.map(ox.NamedNode), values)
    return [blank, other, *draw(st.lists(said, max_size=5))]


@st.composite
def dossier_triples(draw: st.DrawFn) -> list[ox.Triple]:
    """A small dossier without mistakes, whose texts are anything."""
    found: list[ox.Triple] = []

    def say(node: ox.NamedNode | ox.BlankNode, prop: str, value: object) -> None:
        found.append(ox.Triple(node, ox.NamedNode(prop), value))  # type: ignore[arg-type]

    def perhaps(node: ox.NamedNode, prop: str, values: st.SearchStrategy[object]) -> None:
        for value in draw(st.lists(values, max_size=2)):
            say(node, prop, value)

    def a(node: ox.NamedNode | ox.BlankNode, name: str) -> None:
        say(node, terms.RDF_TYPE, ox.NamedNode(al(name)))

    names = ["actor-0", "actor-1", draw(st.sampled_from(["a/b", "x.y", "ü", "_u", "7"]))]
    actors = [iri(name) for name in names]
    for actor, kind in zip(actors, ("State", "Company", "Person"), strict=True):
        a(actor, kind)
        for tag in draw(st.sets(TAGS, min_size=1, max_size=3)):
            value = draw(TEXTS)
            label = ox.Literal(value, language=tag) if tag else ox.Literal(value)
            say(actor, terms.RDFS_LABEL, label)
        perhaps(actor, terms.ALT_LABEL, literals())
        perhaps(actor, al("note"), literals())
    for number in range(2):
        source = iri(f"source-{number}")
        a(source, "Source")
        say(source, terms.TITLE, draw(literals()))
        say(source, terms.PUBLISHER, draw(literals()))
        say(source, al("reliability"), ox.Literal("B"))
    relation = iri(draw(st.sampled_from(["expels_envoy_of", "part_of", "own"])))
    a(relation, "ActRelation")
    say(relation, terms.RDFS_LABEL, ox.Literal("does", language="en"))
    say(relation, al("channel"), ox.NamedNode(al("defence")))
    say(relation, al("weight"), typed(draw(NUMBERS_TO_ONE)))
    for number in range(3):
        claim = iri(f"st-{number}")
        a(claim, "Statement")
        say(claim, terms.RDFS_LABEL, draw(literals()))
        say(claim, al("subject"), draw(st.sampled_from(actors)))
        say(claim, al("object"), draw(st.sampled_from(actors)))
        used = st.sampled_from([relation, ox.NamedNode(al("expels_envoy_of"))])
        say(claim, al("relation"), draw(used))
        say(claim, al("start"), typed(draw(DATES)))
        say(claim, al("grade"), ox.Literal(draw(st.sampled_from(CODES))))
        say(claim, terms.DERIVED_FROM, iri("source-0"))
        perhaps(claim, al("assertedBy"), st.sampled_from(actors))
        perhaps(claim, al("attribution"), literals())
        perhaps(claim, al("bound"), literals())
        perhaps(claim, al("unit"), literals())
        perhaps(claim, al("conflictsWith"), st.sampled_from([iri("st-0"), iri("st-1")]))
        if draw(st.booleans()):
            say(claim, al("value"), typed(draw(NUMBERS)))
        if draw(st.booleans()):
            voice = draw(st.sampled_from([iri(f"no-{number}"), ox.BlankNode(f"no{number}")]))
            say(claim, al("denial"), voice)
            a(voice, "Denial")
            say(voice, al("by"), draw(st.sampled_from(actors)))
            say(voice, terms.DERIVED_FROM, iri("source-1"))
            for note in draw(st.lists(literals(), max_size=2)):
                say(voice, al("note"), note)
    return [*found, *draw(foreign())]


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(triples=dossier_triples())
def test_any_dossier_comes_through_csv_workbook_and_turtle(triples: list[ox.Triple]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "source"
        folder.mkdir()
        (folder / "dossier.toml").write_text(SETTINGS, encoding="utf-8")
        text = ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b""
        (folder / "all.ttl").write_bytes(text)
        if check(folder):
            return
        made = folder
        for form in ("csv", "turtle", "xlsx", "csv"):
            made = convert(made, made.with_name(f"{made.name}-{form}"), to=form)
            assert check(made) == []
        assert graph_of(made) == graph_of(folder)


def test_a_text_too_long_for_a_cell_is_told_of_and_comes_back_whole(
    tmp_path: Path, dossiers: ModuleType
) -> None:
    folder = dossiers.write_dossier(tmp_path / "small", dossiers.Recipe(20, actors=4, seed=1))
    long = "x" * 30_001
    text = f':long a al:State ; rdfs:label "Long"@en ; al:note "{long}"@en .\n'
    (folder / "more.ttl").write_text(dossiers.PREFIXES + text, "utf-8")
    told: list[str] = []
    for form in ("csv", "xlsx"):
        made = convert(folder, tmp_path / form, to=form, say=told.append)
        assert graph_of(made) == graph_of(folder)
    assert told == 2 * [
        "The note of long has 30,001 characters, and a cell holds 30,000: it stands in pieces in "
        "the sheet other, and comes back whole."
    ]
    convert(folder, tmp_path / "turtle", to="turtle", say=told.append)
    assert len(told) == 2

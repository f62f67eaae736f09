"""When statements hold, as the store says it: dates in EDTF, lapses, and the days that follow."""

from __future__ import annotations

import datetime as dt
import random
import re
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from allegiance.graph.dossier import Dossier
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import DossierError
from allegiance.graph.model.terms import EDTF, XSD, al
from allegiance.graph.store.build import Built, build, load_checked, load_sound
from allegiance.graph.store.derive import derive_undisputed
from allegiance.graph.store.opening import open_folder, parse_files

FORMS = [
    "2008~",
    "2008-06?",
    "2008-06-10%",
    "2008-XX",
    "200X",
    "2008-03/2009",
    "../2009-05",
    "2007/..",
]
START = re.compile(r'al:start "(\d{4})[^"]*"\^\^xsd:\w+')


@pytest.fixture
def doubtful(tmp_path: Path, dossiers: ModuleType) -> Path:
    """An invented dossier in which about every third start is in EDTF."""
    recipe = dossiers.Recipe(
        250, actors=12, sources=20, ties=0.7, ended=0.3, conflicting=0.1, seed=8
    )
    folder = Path(dossiers.write_dossier(tmp_path / "doubtful", recipe))
    drawn = random.Random(1)

    def rewritten(found: re.Match[str]) -> str:
        if drawn.random() > 0.3:
            return found[0]
        form = drawn.choice(["{}~", "{}-XX", "../{}", "{}/.."]).format(found[1])
        return f'al:start "{form}"^^<{EDTF}>'

    for path in folder.glob("*.ttl"):
        text = START.sub(rewritten, path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
    return folder


def days(built: Built, *properties: str) -> dict[str, tuple[dt.date, ...]]:
    """The days that two properties of each statement give, by id."""
    names = " ".join(f"; al:{name} ?{name}" for name in properties)
    rows = built.store.query(
        f"PREFIX al: <{al('')}> SELECT * {{ ?s al:relation ?r {names} }}",
        use_default_graph_as_union=True,
    )
    base = built.settings.base
    return {
        row["s"].value.removeprefix(base): tuple(
            dt.date.fromisoformat(row[name].value) for name in properties
        )
        for row in rows
    }


def assert_same_days(built: Built) -> None:
    """The store and the values have the same days for every statement that has a start."""
    whole = built.catalogue
    dated = {s.id: s for s in whole.statements.values() if s.start is not None}
    possible = days(built, "startEarliest", "holdsUntil")
    certain = days(built, "startLatest", "surelyUntil")
    assert {name: possible[name] for name in dated} == {
        name: s.possible_days for name, s in dated.items()
    }
    assert {name: certain[name] for name in dated} == {
        name: s.certain_days for name, s in dated.items()
    }


def test_the_store_and_the_values_agree_on_when_a_statement_holds(
    sahel: Built, invented: Built
) -> None:
    assert_same_days(sahel)
    assert_same_days(invented)


def test_they_agree_where_dates_are_in_edtf_and_ties_lapse(doubtful: Path) -> None:
    built = build(doubtful)
    assert_same_days(built)
    statements = built.catalogue.statements.values()
    assert sum(s.start is not None and not s.start.written.isdigit() for s in statements) > 30
    assert any(s.lapsed for s in statements)


def test_edtf_makes_the_same_store_both_ways(doubtful: Path) -> None:
    settings, files = open_folder(doubtful)
    quick = load_sound(settings, files, derived=True)
    assert quick is not None
    found = []
    for store in (quick, load_checked(doubtful, settings, parse_files(doubtful, files))):
        quads = ox.Dataset(store)
        quads.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        found.append(quads)
    assert found[0] == found[1]


@pytest.mark.parametrize("text", FORMS)
@pytest.mark.parametrize("prop", ["start", "end"])
def test_a_date_in_edtf_has_the_bounds_of_partial_dates(text: str, prop: str) -> None:
    store = ox.Store()
    node, file = (ox.NamedNode(f"https://example.org/{name}") for name in ("node", "graph/file"))
    value = ox.Literal(text, datatype=ox.NamedNode(EDTF))
    store.add(ox.Quad(node, ox.NamedNode(al(prop)), value, file))
    derive_undisputed(store, base="https://example.org/")
    when = PartialDate.parse(text)
    for end, day in (("Earliest", when.earliest), ("Latest", when.latest)):
        (quad,) = store.quads_for_pattern(node, ox.NamedNode(al(prop + end)), None)
        assert quad.object == ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
        assert quad.graph_name == file


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (':actor-1 al:activeFrom "2022-13~"^^edtf:EDTF .', "no date"),
        (':actor-1 al:activeFrom "2022~"^^xsd:gYear .', "no date"),
        (':actor-1 al:activeFrom "2022-XX"^^xsd:gYearMonth .', "no date"),
        (':actor-1 al:activeFrom "../.."^^edtf:EDTF .', "no date"),
        (
            ':actor-1 al:activeFrom "2020-05"^^xsd:gYearMonth ;'
            ' al:activeUntil "2020/2020-03"^^edtf:EDTF .',
            "before it starts",
        ),
        (
            ':actor-1 al:activeFrom "2022~"^^edtf:EDTF ; al:activeUntil "2020"^^xsd:gYear .',
            "before it starts",
        ),
    ],
)
def test_a_wrong_date_in_edtf_is_found_both_ways(
    tmp_path: Path, dossiers: ModuleType, more: str, said: str
) -> None:
    folder = Path(dossiers.write_dossier(tmp_path / "wrong", dossiers.Recipe(10, seed=1)))
    text = f"@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .\n{dossiers.PREFIXES}{more}"
    (folder / "more.ttl").write_text(text, encoding="utf-8")
    settings, files = open_folder(folder)
    assert load_sound(settings, files, derived=False) is None
    with pytest.raises(DossierError, match=said):
        build(folder)


def test_doubt_that_lets_an_end_come_after_its_start_is_no_mistake(
    tmp_path: Path, dossiers: ModuleType
) -> None:
    folder = Path(dossiers.write_dossier(tmp_path / "right", dossiers.Recipe(10, seed=1)))
    text = f"""@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
    {dossiers.PREFIXES}:actor-1 al:activeFrom "2020-06~"^^edtf:EDTF ;
    al:activeUntil "2020-05-20"^^xsd:date .
    :actor-2 al:activeFrom "2020"^^edtf:EDTF ; al:activeUntil "2019-12/.."^^edtf:EDTF ."""
    (folder / "more.ttl").write_text(text, encoding="utf-8")
    settings, files = open_folder(folder)
    assert load_sound(settings, files, derived=False) is not None
    actor = build(folder).catalogue.actors["actor-1"]
    assert str(actor.active_from) == "2020-06~"


@pytest.mark.parametrize("day", ["2016-01-01", "2016-08-31", "2019-02-28"])
def test_one_line_of_sparql_finds_what_can_hold_on_a_day(doubtful: Path, day: str) -> None:
    dossier = Dossier(doubtful, build(doubtful))
    when = dt.date.fromisoformat(day)
    line = (
        "?s al:startEarliest ?from ; al:holdsUntil ?until . FILTER(?from <= ?day && ?day <= ?until)"
    )
    text = f"SELECT ?s {{ {line.replace('?day', f'{chr(34)}{day}{chr(34)}^^xsd:date')} }}"
    found = {row["s"].rpartition("/")[2] for row in dossier.query(text)}
    links = dossier.catalogue.links.keys()
    statements = dossier.catalogue.statements.values()
    assert found - links == {s.id for s in statements if s.holds_on(when)} != set()


@pytest.mark.parametrize("at", ["2016-01-01", "2016-08", "2019-02-28"])
def test_the_question_and_the_values_agree_on_what_is_in_force(doubtful: Path, at: str) -> None:
    dossier = Dossier(doubtful, build(doubtful))
    day = dossier.covered(at)
    for reading, holds in (
        ("certainly", lambda s: s.surely_holds_on(day)),
        ("possibly", lambda s: s.holds_on(day) and not s.surely_holds_on(day)),
    ):
        answer = dossier.ask("active-on", at=at, holds=reading)
        found = {row["statement"].rpartition("/")[2] for row in answer}
        assert found == {s.id for s in dossier.catalogue.statements.values() if holds(s)} != set()


@pytest.mark.parametrize(("more", "until"), [("", "2001-05-31"), (":old-tie", "9999-12-31")])
def test_another_account_of_a_tie_is_no_new_beginning(
    tmp_path: Path, dossiers: ModuleType, more: str, until: str
) -> None:
    folder = Path(dossiers.write_dossier(tmp_path / "anew", dossiers.Recipe(10, seed=1)))
    tie = (
        ':{name} a al:Statement ; rdfs:label "It stood."@en ; al:subject :actor-7 ; '
        'al:relation al:stationed_in ; al:object :actor-2 ; al:grade "B2" ; '
        'al:start "{start}"^^xsd:gYearMonth ; prov:wasDerivedFrom :source-1 {more} .\n'
    )
    against = f"; al:conflictsWith {more}" if more else ""
    text = tie.format(name="old-tie", start="2001-05", more="")
    text += tie.format(name="new-tie", start="2003-05", more=against)
    (folder / "more.ttl").write_text(dossiers.PREFIXES + text, encoding="utf-8")
    built = build(folder)
    assert_same_days(built)
    assert days(built, "holdsUntil")["old-tie"] == (dt.date.fromisoformat(until),)

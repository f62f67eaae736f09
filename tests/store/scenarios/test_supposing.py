"""A scenario laid over files: what comes out is what the changed files would have given."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from allegiance.graph.model.errors import DossierError
from allegiance.graph.store.build import build
from allegiance.graph.store.catalogue import Catalogue
from allegiance.graph.store.convert import convert
from allegiance.graph.store.scenarios.reading import read_scenario
from allegiance.graph.store.scenarios.supposing import Supposed, suppose

BASE = "https://example.org/islands/"
SETTINGS = f"""title = "Two islands"
base = "{BASE}"
window = {{ start = 2000-01-01, end = 2016-01-01 }}
poles = ["asteria", "borealis"]
"""
WORLD = """
:asteria a al:State ; rdfs:label "Asteria"@en .
:borealis a al:State ; rdfs:label "Borealis"@en .
:delmar a al:State ; rdfs:label "Delmar"@en .
:gazette a al:Source ; dcterms:title "Report"@en ; dcterms:publisher "The Gazette" ;
    al:reliability "B" .
:st-1 a al:Statement ; rdfs:label "Delmar expelled Asteria's envoy."@en ; al:subject :delmar ;
    al:relation al:expels_envoy_of ; al:object :asteria ; al:start "2008-06"^^xsd:gYearMonth ;
    al:grade "B2" ; prov:wasDerivedFrom :gazette ;
    al:denial [ a al:Denial ; al:by :asteria ; prov:wasDerivedFrom :gazette ] .
:ti-1 a al:Statement ; rdfs:label "Borealis stood in Delmar."@en ; al:subject :borealis ;
    al:relation al:stationed_in ; al:object :delmar ; al:start "2008-06"^^xsd:gYearMonth ;
    al:grade "B2" ; prov:wasDerivedFrom :gazette ; al:basis :st-1 .
:cm-1 a al:Commitment ; rdfs:label "Delmar promised a vote."@en ; al:promisedBy :delmar ;
    al:promisedTo :asteria ; al:promisedOn "2009"^^xsd:gYear ; al:outcome "missed" ;
    prov:wasDerivedFrom :gazette .
"""


@pytest.fixture
def islands(tmp_path: Path, dossiers: ModuleType) -> Path:
    folder = tmp_path / "islands"
    folder.mkdir()
    (folder / "dossier.toml").write_text(SETTINGS, "utf-8")
    (folder / "all.ttl").write_text(dossiers.PREFIXES.replace(dossiers.BASE, BASE) + WORLD, "utf-8")
    return folder


def supposed(folder: Path, text: str) -> Supposed:
    path = folder / "scenarios" / "if.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'title = "If"\n{text}', encoding="utf-8")
    return suppose(folder, read_scenario(path, folder=folder))


def held(folder: Path, text: str) -> Catalogue:
    return supposed(folder, text).built.catalogue


def problems(folder: Path, text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(DossierError) as caught:
        supposed(folder, text)
    assert {p.file.name for p in caught.value.problems} == {"if.toml"}
    return [(p.line, p.message) for p in caught.value.problems]


def test_what_is_taken_away_is_gone_and_what_rested_on_it_is_told(islands: Path) -> None:
    found = supposed(islands, '[[remove]]\nid = "st-1"\n')
    assert list(found.built.catalogue.statements) == ["ti-1"]
    assert found.built.catalogue.statements["ti-1"].basis == ()
    assert found.remarks == ("ti-1 rests on st-1, which is taken away; it stays as written",)
    whole = {q.subject for q in found.built.store.quads_for_pattern(None, None, None)}
    assert not any("st-1" in str(node) for node in whole)
    gone = build(islands)
    denials = [s for s in gone.catalogue.statements.values() if s.denials]
    assert len(denials) == 2  # the files are as they were: the act, and the tie that rests on it


def test_a_change_takes_the_place_of_what_was_said_and_of_nothing_else(islands: Path) -> None:
    before = build(islands).catalogue.statements["st-1"]
    after = held(islands, '[[change]]\nid = "st-1"\nstart = "2010-02-03"\ngrade = "A1"\n')
    found = after.statements["st-1"]
    assert (str(found.start), str(found.grade)) == ("2010-02-03", "A1")
    assert (found.label, found.sources, found.denials, found.subject) == (
        before.label,
        before.sources,
        before.denials,
        before.subject,
    )


def test_an_empty_value_takes_away_what_was_said(islands: Path) -> None:
    found = held(islands, '[[change]]\nid = "st-1"\ndenied_by = ""\n').statements["st-1"]
    assert found.denials == ()


def test_another_may_be_supposed_to_deny(islands: Path) -> None:
    text = '[[change]]\nid = "st-1"\ndenied_by = "Delmar"\n'
    [denial] = held(islands, text).statements["st-1"].denials
    assert (denial.by, denial.sources) == ("delmar", ("scenario-if",))


def test_a_commitment_can_end_otherwise(islands: Path) -> None:
    found = held(islands, '[[change]]\nid = "cm-1"\noutcome = "met"\noutcome_date = "2010"\n')
    assert found.commitments["cm-1"].outcome == "met"


def test_what_is_added_counts_as_sure_unless_it_is_graded(islands: Path) -> None:
    rows = [
        f'[[add]]\nid = "{name}"\nsubject = "Delmar"\nrelation = "joins"\nobject = "Borealis"\n'
        f'start = "2012"\n{grade}\n'
        for name, grade in (("sc-1", ""), ("sc-2", 'grade = "D4"'))
    ]
    found = held(islands, "".join(rows)).statements
    assert (str(found["sc-1"].grade), str(found["sc-2"].grade)) == ("A1", "D4")
    assert found["sc-1"].sources == ("scenario-if",)


def test_an_added_actor_and_what_it_does_may_stand_in_one_scenario(islands: Path) -> None:
    text = (
        '[[add]]\nsheet = "actors"\nid = "corsairs"\nkind = "pmsc"\nlabel = "Corsairs"\n'
        '[[add]]\nid = "sc-1"\nsubject = "Corsairs"\nrelation = "deploys_to"\nobject = "Delmar"\n'
        'start = "2012"\n'
    )
    assert held(islands, text).statements["sc-1"].subject == "corsairs"


def test_a_scenario_may_cover_days_after_the_window(islands: Path) -> None:
    text = 'window_end = 2018-01-01\n[[remove]]\nid = "cm-1"\n'
    built = supposed(islands, text).built
    assert str(built.settings.window_end) == "2018-01-01"
    assert built.settings.title == "Two islands, supposing: If"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[[remove]]\nid = "st-11"\n', 2, "which the dossier does not hold. Did you mean st-1?"),
        ('[[remove]]\nid = "delmar"\n', 2, "no statement, tie, link, commitment or measure"),
        ('[[remove]]\nid = "a b"\n', 2, "which the dossier does not hold"),
        ('[[change]]\nid = "st-1"\nstrat = "2010"\n', 2, "Did you mean start?"),
        ('[[change]]\nid = "st-1"\nstart = "someday"\n', 2, "has a wrong start"),
        ('[[change]]\nid = "st-1"\nsubject = "Delmer"\n', 2, "Did you mean delmar"),
        ('[[change]]\nid = "st-1"\nsubject = ""\n', 2, "subject"),
        ('[[change]]\nid = "st-1"\nend = "2001"\n', 2, "ends (2001) before it starts"),
        ('[[add]]\nid = "st-1"\nsubject = "Delmar"\n', 2, "which the dossier has"),
        ('[[add]]\nid = "x"\nsubject = "Delmar"\nstart = "2010"\n', 2, "has no column 'relation'"),
        (
            '[[remove]]\nid = "st-1"\n[[change]]\nid = "st-1"\nend = "2012"\n',
            4,
            "in two entries",
        ),
    ],
)
def test_what_cannot_be_supposed_is_told_at_its_line(
    islands: Path, text: str, line: int, message: str
) -> None:
    found = problems(islands, text)
    assert any(where == line and message in said for where, said in found), found


def test_a_hostile_title_stays_a_title(islands: Path) -> None:
    path = islands / "scenarios" / "x.toml"
    path.parent.mkdir()
    path.write_text(
        "title = '''\" ; al:reliability \"F\" . :evil a al:State ; rdfs:label \"'''\n"
        '[[remove]]\nid = "cm-1"\n',
        encoding="utf-8",
    )
    built = suppose(islands, read_scenario(path, folder=islands)).built
    assert "evil" not in built.catalogue.actors
    assert built.catalogue.sources["scenario-x"].reliability == "A"


def test_sheets_are_laid_over_like_turtle(tmp_path: Path, islands: Path) -> None:
    sheets = tmp_path / "sheets"
    convert(islands, sheets, to="csv")
    text = '[[change]]\nid = "st-1"\nstart = "2010"\n[[remove]]\nid = "cm-1"\n'
    for folder in (islands, sheets):
        found = held(folder, text)
        assert str(found.statements["st-1"].start) == "2010"
        assert found.commitments == {}

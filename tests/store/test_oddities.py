"""Check warns of names that deceive the eye, and a warning stops nothing."""

from pathlib import Path
from types import ModuleType

import pytest

from allegiance.graph.model.errors import Problem
from allegiance.graph.store.build import build
from allegiance.graph.store.ontology import NAME_WARNINGS
from allegiance.graph.store.review import review

HEAD = '{name} a al:State ; rdfs:label "{label}"@en .\n'


def told(problem: Problem) -> bool:
    return problem.severity == "error" or problem.code in NAME_WARNINGS


@pytest.fixture
def folder(tmp_path: Path, dossiers: ModuleType) -> Path:
    return Path(dossiers.write_dossier(tmp_path / "small", dossiers.Recipe(20, actors=4, seed=1)))


def add(folder: Path, dossiers: ModuleType, *lines: str) -> None:
    (folder / "more.ttl").write_text(dossiers.PREFIXES + "".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "label", "said"),
    [
        (":x", "Ma\u202eli", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        (":x", "Ma\u200bli", "U+200B ZERO WIDTH SPACE"),
        (":x", "Ma\\u001B[31mli", "U+001B CONTROL"),
        (":x", "R\u0443ssia", "mixes Cyrillic and Latin letters"),
        (":m\u0430li", "Mali", "mixes Cyrillic and Latin letters"),
    ],
)
def test_a_name_that_deceives_is_a_warning_with_its_place(
    folder: Path, dossiers: ModuleType, name: str, label: str, said: str
) -> None:
    add(folder, dossiers, HEAD.format(name=name, label=label))
    [problem] = [w for w in review(folder).warnings if w.code in NAME_WARNINGS]
    assert said in problem.message
    assert problem.severity == "warning"
    assert problem.file == folder / "more.ttl"
    assert problem.line == len(dossiers.PREFIXES.splitlines()) + 1
    assert "\u202e" not in str(problem)
    assert len(build(folder).actors) == 5, "a warning does not stop the build"


def test_two_actors_whose_names_look_alike_are_named(folder: Path, dossiers: ModuleType) -> None:
    lines = (HEAD.format(name=":m1", label="Mali"), HEAD.format(name=":m2", label="М\u0430ӏі"))
    add(folder, dossiers, *lines)
    [problem] = [w for w in review(folder).warnings if w.code in NAME_WARNINGS]
    assert "m2 has a name" in problem.message
    assert "looks like m1's 'Mali'" in problem.message


def test_a_broken_dossier_is_warned_about_beside_its_errors(
    folder: Path, dossiers: ModuleType
) -> None:
    add(folder, dossiers, HEAD.format(name=":x", label="Ma\u202eli"), ":y a al:State .\n")
    assert {problem.severity for problem in review(folder).problems if told(problem)} == {
        "error",
        "warning",
    }


SOURCE = """:paper a al:Source ; dcterms:publisher "The{sign} paper" ; dcterms:title "T" ;
    al:reliability "B" .
"""


@pytest.mark.parametrize(
    ("sign", "code"),
    [("\\u0000", "U+0000"), ("\\u001B[31m", "U+001B"), ("\\b", "U+0008"), ("\x07", "U+0007"),
     ("\\u009B", "U+009B"), ("\\u007F", "U+007F")],
)  # fmt: skip
def test_a_control_character_in_any_text_is_a_warning_with_its_place(
    folder: Path, dossiers: ModuleType, sign: str, code: str
) -> None:
    add(folder, dossiers, SOURCE.replace("{sign}", sign))
    [problem] = [w for w in review(folder).warnings if w.code in NAME_WARNINGS]
    assert problem.code == "control-character"
    assert f": {code}; take them out" in problem.message
    assert problem.line == len(dossiers.PREFIXES.splitlines()) + 1
    assert problem.message.isprintable()


def test_line_breaks_tabs_and_backslashes_are_no_control_characters(
    folder: Path, dossiers: ModuleType
) -> None:
    add(folder, dossiers, SOURCE.replace("{sign}", "\\n\\t\\r\\\\b\\u00E9"))
    assert not [w for w in review(folder).warnings if w.code in NAME_WARNINGS]


@pytest.mark.parametrize("fault", ["", ":x a al:State .\n"])
def test_an_annotated_statement_is_warned_about_like_one_written_out(
    folder: Path, dossiers: ModuleType, fault: str
) -> None:
    says = (
        'al:start "1950-01-01"^^xsd:date ; al:grade "B2" ; prov:wasDerivedFrom :source-0 ; '
        'rdfs:label "Long before."@en'
    )
    parts = ":actor-0 al:expels_envoy_of :actor-1"
    whole = ":actor-0 ; al:relation al:expels_envoy_of ; al:object :actor-1"
    told = []
    for line in (
        f":st-x a al:Statement ; al:subject {whole} ; {says} .",
        f"{parts} ~ :st-x {{| {says} |}} .",
    ):
        add(folder, dossiers, fault, line + "\n")
        told.append([w.message for w in review(folder).warnings if w.message.startswith("st-x ")])
    assert told[0] == told[1]
    assert any("outside the window" in message for message in told[0])

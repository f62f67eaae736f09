"""Every named question, asked of both dossiers; what they must answer stands in answers/*.txt."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest

from allegiance.graph.analysis.attribution import find_shifts
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import gather_evidence
from allegiance.graph.analysis.results import shift_quads
from allegiance.graph.store.build import Built
from allegiance.graph.store.derive import RESULTS_GRAPH
from allegiance.graph.store.ontology import FOLDER
from allegiance.graph.store.questions import bind, load_questions
from allegiance.graph.store.worker import QueryLimits, run_query

QUESTIONS = load_questions([FOLDER / "queries"])
# A chronology is always somebody's, and what is in force is so on a day.
REQUIRED = {
    "sahel": {"actor": "Mali", "at": "2022-02-17"},
    "archipelago": {"actor": "Delmar", "at": "2005-06-15"},
}
RECORDS = {"statement", "commitment", "measure", "record", "shift", "source"}


@dataclass(frozen=True)
class Expected:
    """A block of an answers file: a question, what it is asked about, the rows or how many."""

    name: str
    values: dict[str, str]
    count: int | None
    columns: list[str]
    rows: list[list[str]]


def read_answers(dossier: str) -> list[Expected]:
    text = (Path(__file__).parent / "answers" / f"{dossier}.txt").read_text(encoding="utf-8")
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return [read_block(block.splitlines()) for block in kept.strip().split("\n\n") if block.strip()]


def read_block(lines: list[str]) -> Expected:
    name, *pairs = shlex.split(next(line for line in lines if line))
    values = dict(pair.split("=", 1) for pair in pairs)
    table = [line for line in lines if line][1:]
    if table[0].startswith("="):
        return Expected(name, values, int(table[0].removeprefix("=")), [], [])
    columns, *rows = [[cell.strip() for cell in line.split("|")] for line in table]
    return Expected(name, values, None, columns, rows)


CASES = [pytest.param(d, e, id=f"{d}-{e.name}") for d in REQUIRED for e in read_answers(d)]


@pytest.fixture
def dossiers(sahel: Built, invented: Built) -> dict[str, Built]:
    return {"sahel": sahel, "archipelago": invented}


def ask(
    built: Built, name: str, values: dict[str, str], *, seconds: float = 1
) -> list[dict[str, str]]:
    """The rows as text: ids without the base, nothing for what is unbound."""
    question, base = QUESTIONS[name], built.settings.base
    terms = bind(question, values, actors=built.catalogue.actors, base=base)
    limits = QueryLimits(seconds=seconds)
    answer = run_query(built.store, question.text, parameters=terms, limits=limits)
    rows = [[cell(term, base) for term in row] for row in answer.rows]
    return [dict(zip(answer.variables, row, strict=True)) for row in rows]


def cell(term: object, base: str) -> str:
    return term.value.removeprefix(base) if isinstance(term, ox.NamedNode | ox.Literal) else ""


@pytest.mark.parametrize("dossier", REQUIRED)
def test_every_question_is_answered_on_each_dossier(dossier: str) -> None:
    assert {expected.name for expected in read_answers(dossier)} == QUESTIONS.keys()


@pytest.mark.parametrize(("dossier", "expected"), CASES)
def test_an_answer_is_the_one_counted_by_hand(
    dossiers: dict[str, Built], dossier: str, expected: Expected
) -> None:
    rows = ask(dossiers[dossier], expected.name, expected.values)
    if expected.count is not None:
        assert len(rows) == expected.count
    else:
        assert [[row[column] for column in expected.columns] for row in rows] == expected.rows


@pytest.mark.parametrize("dossier", REQUIRED)
@pytest.mark.parametrize("name", QUESTIONS)
def test_rows_differ_and_carry_their_sources_sorted_and_once(
    dossiers: dict[str, Built], name: str, dossier: str
) -> None:
    needed = [parameter.name for parameter in QUESTIONS[name].parameters if parameter.required]
    rows = ask(dossiers[dossier], name, {each: REQUIRED[dossier][each] for each in needed})
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    for row in rows:
        assert any(row[column] for column in RECORDS & row.keys())
        if name == "sources-of":  # whose rows are the sources
            continue
        voices = row["sources"].split("; ")
        assert voices == sorted(set(voices))
        assert all(voice[-3:-1] in {f"({letter}" for letter in "ABCDEF"} for voice in voices)


def test_a_question_is_answered_the_same_when_asked_by_any_name(invented: Built) -> None:
    asked = [
        ask(invented, "who-expelled-whom", {"actor": name})
        for name in ("delmar", "Delmar", "DELMAR", "Republic of Delmar")
    ]
    assert len(asked[0]) == 4
    assert all(rows == asked[0] for rows in asked)


def test_what_has_no_english_name_is_called_by_another(invented: Built) -> None:
    forces = {row["force_label"] for row in ask(invented, "forces-present", {"power": "Corvia"})}
    assert forces == {"Garde corvienne"}


def test_a_sentence_in_two_languages_makes_one_row_in_english(invented: Built) -> None:
    rows = ask(invented, "what-came-first", {"actor": "Faroth", "until": "2000"})
    assert [row["claim"][:25] for row in rows if row["statement"] == "st-02"] == [
        "Asteria and Faroth signed"
    ]


def test_shifts_that_were_found_can_be_asked_for(invented: Built) -> None:
    base, window = (
        invented.settings.base,
        (invented.settings.window_start, invented.settings.window_end),
    )
    found = []
    for actor in ("delmar", "elspan"):
        evidence = gather_evidence(
            invented.catalogue, actor, invented.settings.poles, window=window
        )
        found += find_shifts(follow(evidence), invented.catalogue)
    store = ox.Store()
    store.bulk_extend([*invented.store, *shift_quads(found, base=base, graph=base + RESULTS_GRAPH)])
    asked = Built(invented.settings, store)
    rows = ask(asked, "shifts-found", {})
    moves = [(row["actor_label"], row["from_label"], row["to_label"]) for row in rows]
    assert moves == [("Delmar", "Asteria", "Borealis"), ("Elspan", "Borealis", "Corvia")]
    for row, shift in zip(rows, found, strict=True):
        assert row["date_low"] <= row["date"] == shift.date.isoformat() <= row["date_high"]
        assert float(row["probability"]) == pytest.approx(shift.probability, abs=1e-6)
        assert row["statements"] == str(len(shift.statements))
        assert "Harbour Monitor (B)" in row["sources"].split("; ")
    assert len(ask(asked, "shifts-found", {"actor": "Elspan"})) == 1
    assert len(ask(asked, "shifts-found", {"least": "0.9"})) == 2
    assert ask(asked, "shifts-found", {"least": "1"}) == []

"""Named questions of a day or a span of time answer what the same without one do, less the rest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from allegiance.graph.dossier import open_dossier
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.statements import Measure, Statement
from allegiance.graph.store.build import Built
from allegiance.graph.store.ontology import FOLDER
from allegiance.graph.store.questions import bind, load_questions
from allegiance.graph.store.worker import QueryLimits, run_query

INVENTED = Path(__file__).parents[1] / "dossiers" / "archipelago"
QUESTIONS = load_questions([FOLDER / "queries"])
# Days with ties that begin, end and stand, by data/sahel/ties.ttl, and the ends of the window.
DAYS = ("2012-01-01", "2014-07-31", "2022-02-17", "2022-07-03", "2022-07-04", "2023-07-31", "2025")
# Whose rows on a day are statements that can hold on it, no more and no less.
HOLDING = (
    *("agreements-signed-and-denounced", "forces-present", "ties-standing"),
    "who-suspended-whom",
)
# Whose rows may have no date.
UNDATED = ("contested-claims", "who-denies-what")
Row = dict[str, str]


def ask(built: Built, name: str, **values: str) -> list[Row]:
    """The rows of an answer as text, ids without the base."""
    question, base = QUESTIONS[name], built.settings.base
    window = built.settings.window_start, built.settings.window_end
    terms = bind(question, values, actors=built.actors, base=base, window=window)
    answer = run_query(built.store, question.text, parameters=terms, limits=QueryLimits(seconds=10))
    return [
        {
            name: "" if term is None else str(getattr(term, "value", term)).removeprefix(base)
            for name, term in zip(answer.variables, row, strict=True)
        }
        for row in answer.rows
    ]


def last_day(written: str) -> dt.date:
    return dt.date.fromisoformat(written if len(written) == 10 else f"{written}-12-31")


def taking(*names: str) -> list[str]:
    return [q.name for q in QUESTIONS.values() if {*names} <= {p.name for p in q.parameters}]


@pytest.mark.parametrize("at", DAYS)
@pytest.mark.parametrize("name", HOLDING)
def test_on_a_day_are_the_statements_that_can_hold_on_it(sahel: Built, name: str, at: str) -> None:
    day, statements = last_day(at), sahel.catalogue.statements
    whole = ask(sahel, name)
    assert ask(sahel, name, at=at) == [r for r in whole if statements[r["statement"]].holds_on(day)]


@pytest.mark.parametrize("at", DAYS)
def test_on_a_day_are_the_sanctions_that_nobody_lifted_before(sahel: Built, at: str) -> None:
    day, statements = last_day(at), sahel.catalogue.statements

    def lifted(sanctions: Statement) -> bool:
        # The first lifting at or after the start, if it surely came before the day.
        liftings = sorted(
            (s.start.earliest, s.start.latest)
            for s in statements.values()
            if s.relation.id == "lifts_sanctions_on"
            and (s.subject, s.object) == (sanctions.subject, sanctions.object)
            and s.start is not None
            and sanctions.start is not None
            and s.start.earliest >= sanctions.start.earliest
        )
        return bool(liftings) and liftings[0][1] < day

    def stands(row: Row) -> bool:
        statement = statements[row["statement"]]
        return statement.holds_on(day) and not lifted(statement)

    whole = ask(sahel, "who-sanctioned-whom")
    assert ask(sahel, "who-sanctioned-whom", at=at) == [row for row in whole if stands(row)]


@pytest.mark.parametrize("at", DAYS)
def test_on_a_day_are_the_links_that_can_hold_between_actors_that_can_exist(
    sahel: Built, at: str
) -> None:
    day, catalogue = last_day(at), sahel.catalogue

    def holds(row: Row) -> bool:
        link = catalogue.links[row["statement"]]
        sides = (catalogue.actors[link.subject], catalogue.actors[link.object])
        return link.holds_on(day) and all(actor.can_exist_on(day) for actor in sides)

    whole = ask(sahel, "roll-up-links")
    found = ask(sahel, "roll-up-links", at=at)
    assert found == [row for row in whole if holds(row)]
    assert 0 < len(found) < len(whole)


@pytest.mark.parametrize("at", DAYS)
@pytest.mark.parametrize("name", ["who-gives-how-much", "aid-compared"])
def test_on_a_day_are_the_figures_whose_period_can_hold_it(
    sahel: Built, name: str, at: str
) -> None:
    day, measures = last_day(at), {m.id: m for m in sahel.catalogue.measures.values()}

    def holds(measure: Measure) -> bool:
        begun = measure.start is None or measure.start.earliest <= day
        return begun and (measure.end is None or day <= measure.end.latest)

    whole = ask(sahel, name)
    assert ask(sahel, name, at=at) == [r for r in whole if holds(measures[r["measure"]])]


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("2020-08-18", "2022-02-17", "2020-08-18", "2022-02-17"),
        ("2023", "2023", "2023-01-01", "2023-12-31"),
        ("2012", "2013-06", "2012-01-01", "2013-06-30"),
    ],
)
@pytest.mark.parametrize("name", [n for n in taking("since", "until") if n != "shifts-found"])
def test_in_a_span_is_what_can_have_begun_first_within_it(
    sahel: Built, name: str, since: str, until: str, first: str, last: str
) -> None:
    needed = {p.name: "Mali" for p in QUESTIONS[name].parameters if p.required}

    def begins(row: Row) -> bool:
        start = sahel.catalogue.claims[row["statement"]].start
        if start is None:
            return name in UNDATED
        return first <= start.earliest.isoformat() <= last

    whole = ask(sahel, name, **needed)
    found = ask(sahel, name, since=since, until=until, **needed)
    assert found == [row for row in whole if begins(row)]


@pytest.mark.parametrize("name", [n for n in taking("since", "until") if n != "shifts-found"])
def test_the_first_and_the_last_day_of_a_span_are_of_it(sahel: Built, name: str) -> None:
    needed = {p.name: "Mali" for p in QUESTIONS[name].parameters if p.required}
    starts = {
        row["statement"]: start.earliest.isoformat()
        for row in ask(sahel, name, **needed)
        if (start := sahel.catalogue.claims[row["statement"]].start)
    }
    day = sorted(starts.values())[len(starts) // 2]
    found = {row["statement"] for row in ask(sahel, name, since=day, until=day, **needed)}
    assert found & starts.keys() == {one for one, start in starts.items() if start == day} != set()


def test_shifts_in_a_span_are_those_dated_within_it() -> None:
    dossier = open_dossier(INVENTED)
    # By dossier.toml: Delmar goes in June 2008, Elspan in March 2011.
    spans = ({"since": "2005"}, {"since": "2010"}, {"until": "2010"}, {"since": "2012"})
    answers = [dossier.ask("shifts-found", **span) for span in spans]
    found = [[str(row["actor_label"]) for row in answer] for answer in answers]
    assert found == [["Delmar", "Elspan"], ["Elspan"], ["Delmar"], []]


@pytest.mark.parametrize("name", [n for n in QUESTIONS if n not in taking("at")])
def test_a_question_of_no_day_says_where_one_goes(invented: Built, name: str) -> None:
    with pytest.raises(InputError, match=r"asks of no single day.*active-on at=DATE.*known-on"):
        bind(QUESTIONS[name], {"at": "2008"}, actors=invented.actors, base="")


@pytest.mark.parametrize("name", [n for n in QUESTIONS if n not in taking("since")])
def test_a_question_of_no_span_says_where_one_goes(invented: Built, name: str) -> None:
    with pytest.raises(InputError, match=r"asks of no span of time.*what-came-first actor="):
        bind(QUESTIONS[name], {"since": "2008"}, actors=invented.actors, base="")


def test_questions_of_ties_and_periods_take_a_day_and_those_of_acts_a_span() -> None:
    # Neither: promises, which --as-known-on dates, and sources, which are no events.
    assert {*QUESTIONS} - {*taking("at"), *taking("since")} == {
        "promises-broken",
        "promises-kept",
        "sources-of",
    }

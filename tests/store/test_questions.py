"""Named questions: read from files, their parameters turned into terms that stay terms."""

from __future__ import annotations

import datetime as dt
import functools
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from allegiance.graph.model.errors import AllegianceError, InputError, UnknownNameError
from allegiance.graph.model.terms import PREFIXES, XSD
from allegiance.graph.store.build import Built
from allegiance.graph.store.guard import check_query
from allegiance.graph.store.ontology import FOLDER
from allegiance.graph.store.questions import (
    PARAMETER_TYPES,
    Parameter,
    Question,
    bind,
    load_questions,
    read_question,
)
from allegiance.graph.store.worker import run_query

OWN = load_questions([FOLDER / "queries"])
HOSTILE = [
    'aid_usd" } SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } #',
    "aid_usd' . } ; DROP ALL ; SELECT * { ?s ?p ?o",
    'x""" } UNION { ?measure ?p ?indicator } #',
    "\\u0022 } \\",
    "?measure",
    "<https://example.org/>",
    "line\nbreak\tand \x00 \x85 \u2028",
    "{" * 5000,
    "",
]
EVERY_TYPE = """# question: Who did what?
# parameter: who (actor): who did it
# parameter: on (date): the very day
# parameter: at (date): a day, a month or a year
# parameter: since (date): likewise
# parameter: until (date): likewise, its last day
# parameter: word (text): a word
# parameter: least (number, required): at least so much
# note: One thing.
# An ordinary comment.
# note: Another thing.
SELECT * { ?who ?on ?at . ?since ?until ?word FILTER($least > 1) }
"""


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.rq"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def question(tmp_path: Path) -> Question:
    return read_question(write(tmp_path, "who-did-what", EVERY_TYPE))


def terms(question: Question, built: Built, **values: str) -> dict[str, ox.NamedNode | ox.Literal]:
    given = {"least": "1"} | values
    return bind(question, given, actors=built.catalogue.actors, base=built.settings.base)


def day(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "date"))


def test_a_file_says_what_it_asks_what_it_takes_and_what_it_does_not_show(
    question: Question, tmp_path: Path
) -> None:
    assert question.name == "who-did-what"
    assert question.question == "Who did what?"
    assert question.notes == ("One thing.", "Another thing.")
    assert question.text == EVERY_TYPE
    assert question.path == tmp_path / "who-did-what.rq"
    assert [(p.name, p.type, p.required) for p in question.parameters] == [
        ("who", "actor", False),
        ("on", "date", False),
        ("at", "date", False),
        ("since", "date", False),
        ("until", "date", False),
        ("word", "text", False),
        ("least", "number", True),
    ]
    assert str(question.parameters[-1]) == "least (number, required)"
    assert question.parameters[0] == Parameter("who", "actor", required=False, note="who did it")


def test_the_questions_that_ship_are_sentences_with_notes_and_every_type_but_names(
    sahel: Built, invented: Built
) -> None:
    assert len(OWN) >= 18
    types = {p.type for q in OWN.values() for p in q.parameters}
    assert types == {*PARAMETER_TYPES, "certainly|possibly"}
    named = {
        name.casefold()
        for built in (sahel, invented)
        for actor in built.catalogue.actors.values()
        if actor.kind not in ("bloc", "place")  # "the World" and the like
        for name in actor.names
        if len(name) > 3
    }
    for question in OWN.values():
        assert question.question.endswith("?")
        assert question.notes
        assert all(note.endswith(".") for note in question.notes)
        assert check_query(question.text) == "select"
        words = question.text.casefold()
        assert [n for n in named if re.search(rf"\b{re.escape(n)}\b", words)] == []
        assert re.findall(r"\b(?:19|20)\d\d\b(?!/)", words) == []  # but for namespaces


@pytest.mark.parametrize("name", OWN)
def test_a_question_rolls_up_through_any_number_of_links(name: str) -> None:
    climbed = re.findall(r"(\S+) al:part_of(\S*) \?(\w+)", OWN[name].text)
    assert all(step == "*" for _, step, up in climbed if up != "above")  # ?above is one step
    # Promises, figures and shifts are about actors as statements are: every question climbs.
    assert climbed


def test_a_dossier_adds_questions_and_overrides_some(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "queries"
    write(shipped, "b-second", "# question: Second?\nASK {}")
    write(shipped, "a-first", "# question: First?\nASK {}")
    write(own, "b-second", "# question: Mine?\nASK {}")
    write(own, "c-third", "# question: Third?\nASK {}")
    found = load_questions([shipped, own, tmp_path / "nowhere"])
    assert list(found) == ["a-first", "b-second", "c-third"]
    assert [q.question for q in found.values()] == ["First?", "Mine?", "Third?"]
    assert found["b-second"].path == own / "b-second.rq"


def test_an_overridden_file_may_be_broken(tmp_path: Path) -> None:
    write(tmp_path / "shipped", "who", "ASK {}")
    write(tmp_path / "own", "who", "# question: Who?\nASK {}")
    assert list(load_questions([tmp_path / "shipped", tmp_path / "own"])) == ["who"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ASK {}", "asks 0 questions"),
        ("", "asks 0 questions"),
        ("# question:\nASK {}", "asks 0 questions"),
        ("# question: One?\n# question: Two?\nASK {}", "asks 2 questions"),
        ("ASK {}\n# question: Too late?", "asks 0 questions"),
        ("# question: Q?\n# parameter: who\nASK { ?who ?p ?o }", "who.rq:2: 'who' is no parameter"),
        ("# question: Q?\n# parameter: who (actor)\nASK { ?who ?p ?o }", "is no parameter"),
        ("# question: Q?\n# parameter: who (state): x\nASK { ?who ?p ?o }", "is no parameter"),
        (
            "# question: Q?\n# parameter: who (actor, optional): x\nASK { ?who ?p ?o }",
            "no parameter",
        ),
        ("# question: Q?\n# parameter: 1who (actor): x\nASK { ?1who ?p ?o }", "is no parameter"),
        ("# question: Q?\n# parameter: who (actor): x\nASK { ?whom ?p ?o }", "is no variable ?who"),
        ("# question: Q?\n# parameter: who (actor): x\n# ?who\nASK { }", "is no variable ?who"),
        (
            "# question: Q?\n# parameter: a (text): x\n# parameter: a (date): x\nASK { ?a ?p ?o }",
            "who.rq:3: the parameter a stands here twice",
        ),
    ],
)
def test_a_broken_file_is_told_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    write(tmp_path, "who", text)
    with pytest.raises(InputError, match=re.escape(complaint)):
        load_questions([tmp_path])


def test_a_file_that_is_no_text_or_has_no_fit_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "who.rq").write_bytes(b"# question: \xff?\nASK {}")
    with pytest.raises(InputError, match=r"who\.rq cannot be read as UTF-8"):
        load_questions([tmp_path])
    (tmp_path / "who.rq").unlink()
    write(tmp_path, "Who did", "# question: Who?\nASK {}")
    with pytest.raises(InputError, match=r"Write it like who-denies-what\.rq"):
        load_questions([tmp_path])
    with pytest.raises(InputError, match=r"gone\.rq cannot be read"):
        read_question(tmp_path / "gone.rq")


@pytest.mark.parametrize("name", ["delmar", "Delmar", "DELMAR", "Republic of Delmar"])
def test_an_actor_is_found_by_any_of_its_names(
    question: Question, invented: Built, name: str
) -> None:
    assert terms(question, invented, who=name)["who"] == ox.NamedNode(
        "https://example.org/archipelago/delmar"
    )


def test_an_actor_nobody_knows_is_told_with_its_neighbours(
    question: Question, invented: Built
) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean Delmar"):
        terms(question, invented, who="Delmr")


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("on", "2008-06-12", "2008-06-12"),
        ("at", "2008-06", "2008-06-30"),
        ("at", "2008", "2008-12-31"),
        ("since", "2008-02", "2008-02-01"),
        ("until", "2008-02", "2008-02-29"),
        ("until", "2008", "2008-12-31"),
        ("until", " 2008-06-12 ", "2008-06-12"),
    ],
)
def test_a_date_is_a_day_and_a_month_or_year_its_first_or_last(
    question: Question, invented: Built, name: str, written: str, meant: str
) -> None:
    assert terms(question, invented, **{name: written})[name] == day(meant)


def test_days_that_end_before_they_begin_are_refused_not_empty() -> None:
    since, until = (Parameter(n, "date", required=False, note="") for n in ("since", "until"))
    asked = Question("q", "?", (since, until), (), "ASK { ?since ?p ?until }", Path("q.rq"))
    with pytest.raises(InputError, match=r"since \(2020\) lies after until \(2019\)"):
        bind(asked, {"since": "2020", "until": "2019"}, actors={}, base="")
    assert bind(asked, {"since": "2020", "until": "2020"}, actors={}, base="")


@pytest.mark.parametrize(
    ("name", "written", "complaint"),
    [
        ("on", "2008-06", "on='2008-06' is no day. Write one such as 2008-06-01"),
        ("at", "2008-13", "'2008-13' is no date"),
        ("at", "yesterday", "'yesterday' is no date"),
        ("least", "much", "least='much' is no number. Write one such as 0.9"),
        ("least", "1e3", "is no number"),
        ("least", "nan", "is no number"),
        ("least", "1" * 19, "is no number"),
        ("least", "1 } SELECT", "is no number"),
        ("word", "\udc80", "is no text in UTF-8"),
    ],
)
def test_what_is_no_date_number_or_text_is_told(
    question: Question, invented: Built, name: str, written: str, complaint: str
) -> None:
    with pytest.raises(InputError, match=re.escape(complaint)):
        terms(question, invented, **{name: written})


@pytest.mark.parametrize("written", ["0.9", "-3", "+1.50", " 12 "])
def test_a_number_is_a_decimal(question: Question, invented: Built, written: str) -> None:
    decimal = ox.NamedNode(XSD + "decimal")
    assert terms(question, invented, least=written)["least"] == ox.Literal(
        written.strip(), datatype=decimal
    )


def test_an_unknown_or_missing_parameter_is_told_with_those_there_are(
    question: Question, invented: Built
) -> None:
    known = "It takes who (actor), on (date), at (date), .*, least (number, required)"
    pattern = known.replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(InputError, match=f"no parameter 'leest'. Did you mean least.*{pattern}"):
        terms(question, invented, leest="1")
    with pytest.raises(InputError, match=f"needs least=.*{pattern}"):
        bind(question, {}, actors=invented.catalogue.actors, base=invented.settings.base)


def test_a_question_without_parameters_says_so(tmp_path: Path, invented: Built) -> None:
    bare = read_question(write(tmp_path, "is-it", "# question: Is it?\nASK {}"))
    assert bind(bare, {}, actors={}, base="") == {}
    with pytest.raises(InputError, match="It takes no parameters"):
        terms(bare, invented)


def test_a_parameter_that_is_not_given_is_not_bound(question: Question, invented: Built) -> None:
    assert terms(question, invented).keys() == {"least"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_a_literal(invented: Built, text: str) -> None:
    asked = OWN["who-gives-how-much"]
    bound = bind(
        asked,
        {"indicator": text},
        actors=invented.catalogue.actors,
        base=invented.settings.base,
    )
    assert bound == {"indicator": ox.Literal(text)}
    answer = run_query(invented.store, asked.text, parameters=bound, prefixes=PREFIXES)
    assert answer.rows == ()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["actor", "since", "until"])
def test_hostile_text_is_neither_an_actor_nor_a_date(invented: Built, name: str, text: str) -> None:
    values = {"actor": "Delmar", name: text}
    with pytest.raises(AllegianceError):
        bind(
            OWN["what-came-first"],
            values,
            actors=invented.catalogue.actors,
            base=invented.settings.base,
        )


def test_text_from_the_dossier_itself_is_matched_whole(invented: Built) -> None:
    store = ox.Store()
    store.bulk_extend(invented.store)
    quoted = 'a "quoted" \\ kind'
    measure = ox.NamedNode(invented.settings.base + "ms-01")
    indicator = ox.NamedNode(PREFIXES["al"] + "indicator")
    graph = ox.NamedNode(invented.settings.base + "graph/measures")
    store.add(ox.Quad(measure, indicator, ox.Literal(quoted), graph))
    asked = OWN["who-gives-how-much"]
    bound = {"indicator": ox.Literal(quoted)}
    answer = run_query(store, asked.text, parameters=bound, prefixes=PREFIXES)
    assert [row["indicator"] for row in answer] == [quoted]


@pytest.mark.parametrize(
    ("name", "written", "covered"),
    [
        *(("at", "2016", False), ("at", "1999-12-31", False), ("at", "2015", True)),
        *(("since", "2016", False), ("since", "1990", True), ("until", "1999", False)),
        *(("until", "2030", True), ("on", "1950-01-01", True)),
    ],
)
def test_a_day_that_the_dossier_does_not_cover_is_refused(
    question: Question, invented: Built, name: str, written: str, covered: bool
) -> None:
    window = (dt.date(2000, 1, 1), dt.date(2016, 1, 1))
    asked = functools.partial(
        bind,
        question,
        {name: written, "least": "1"},
        actors=invented.catalogue.actors,
        base=invented.settings.base,
        window=window,
    )
    if covered:
        assert asked()[name].value.startswith(written)
    else:
        with pytest.raises(InputError, match="is not covered: the dossier covers 2000-01-01 to"):
            asked()


def test_a_date_parameter_takes_no_date_in_doubt(question: Question, invented: Built) -> None:
    with pytest.raises(InputError, match="Write 2022-02-17, 2022-02 or 2022"):
        terms(question, invented, at="2008-06~")

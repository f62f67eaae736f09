"""Answers as Python values, data frames and text, and what hostile text cannot do in them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pyoxigraph
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.answers import Answer
from allegiance.graph.store.values import to_python

XSD = "http://www.w3.org/2001/XMLSchema#"
EX = "http://example.org/"
MALI = NamedNode(f"{EX}mali")
NAME = NamedNode(f"{EX}name")


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


def column(*terms: object) -> Answer:
    return Answer("select", ("x",), tuple((term,) for term in terms))


MIXED = Answer(
    "select",
    ("actor", "text", "n"),
    (
        (MALI, Literal('says "no", twice\n'), Literal(3)),
        (BlankNode("b"), Literal("مالي", language="ar"), None),
        (None, Literal(""), typed("1.50", "decimal")),
        (Triple(MALI, NAME, Literal("x")), Literal("=1+1"), Literal(-2)),
    ),
)
TRIPLES = Answer(
    "construct",
    ("subject", "predicate", "object"),
    (Triple(MALI, NAME, Literal("Mali")), Triple(MALI, NAME, Literal(-3))),
)
YES, NO = Answer("ask", boolean=True), Answer("ask", boolean=False)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (MALI, f"{EX}mali"),
        (BlankNode("b"), "_:b"),
        (Triple(MALI, NAME, Literal("x")), f'<<( <{EX}mali> <{EX}name> "x" )>>'),
        (Literal("5"), "5"),
        (Literal("Mali", language="fr"), "Mali"),
        (typed("-5", "integer"), -5),
        (typed("5", "unsignedByte"), 5),
        (typed("1.50", "decimal"), Decimal("1.50")),
        (typed("1e3", "double"), 1000.0),
        (typed("-INF", "float"), float("-inf")),
        (typed("1", "boolean"), True),
        (typed("false", "boolean"), False),
        (typed("2022-02-17", "date"), dt.date(2022, 2, 17)),
        (typed("2022-02-17T10:00:00", "dateTime"), dt.datetime(2022, 2, 17, 10)),
        (typed("2022-02-17T10:00:00Z", "dateTime"), dt.datetime(2022, 2, 17, 10, tzinfo=dt.UTC)),
        (typed("2022", "gYear"), "2022"),
        (typed("2022-02-17Z", "date"), "2022-02-17Z"),
        (typed("-0044-03-15", "date"), "-0044-03-15"),
        (typed("2022-02-30", "date"), "2022-02-30"),
        (typed("1_000", "integer"), "1_000"),
        (typed("five", "integer"), "five"),
        (Literal("5", datatype=NamedNode("urn:integer")), "5"),
        (Literal("5", datatype=NamedNode("urn:x:" + "integer")), "5"),
    ],
)
def test_a_term_becomes_the_python_value_that_its_datatype_names(term, value) -> None:
    found = to_python(term)
    assert found == value
    assert type(found) is type(value)


def test_iteration_gives_dicts_and_length_the_rows() -> None:
    assert list(TRIPLES) == [
        {"subject": f"{EX}mali", "predicate": f"{EX}name", "object": "Mali"},
        {"subject": f"{EX}mali", "predicate": f"{EX}name", "object": -3},
    ]
    assert (len(MIXED), len(TRIPLES), len(YES)) == (4, 2, 0)


def test_an_answer_is_true_when_ask_says_so_or_there_are_rows() -> None:
    assert YES
    assert not NO
    assert TRIPLES
    assert not column()


def test_an_answer_that_cannot_be_cannot_be_built() -> None:
    for form, boolean in (("ask", None), ("select", True), ("update", None)):
        with pytest.raises(InputError):
            Answer(form, boolean=boolean)


@pytest.mark.parametrize(
    ("terms", "pandas_type", "arrow_type", "values"),
    [
        ((Literal(1), Literal(2)), "int64", "int64", [1, 2]),
        ((Literal(1), None), "Int64", "int64", [1, None]),
        ((Literal(1), typed("2.5", "decimal")), "float64", "double", [1.0, 2.5]),
        ((Literal(True), Literal(False)), "bool", "bool", [True, False]),
        ((Literal(True), None), "boolean", "bool", [True, None]),
        ((MALI, None), "object", "string", [f"{EX}mali", None]),
        ((Literal(1), Literal("one")), "object", "string", ["1", "one"]),
        ((Literal(2**63), Literal(1)), "object", "string", [str(2**63), "1"]),
        (
            (typed("1066-10-14", "date"), None),
            "datetime64[s]",
            "date32[day]",
            [dt.date(1066, 10, 14), None],
        ),
        (
            (typed("2022-02-17T10:00:00+02:00", "dateTime"), None),
            "datetime64[us, UTC]",
            "timestamp[us, tz=+02:00]",
            [dt.datetime(2022, 2, 17, 8, tzinfo=dt.UTC), None],
        ),
        (
            (typed("2022-02-17T10:00:00", "dateTime"), None),
            "datetime64[us]",
            "timestamp[us]",
            [dt.datetime(2022, 2, 17, 10), None],
        ),
        (
            (typed("2022-02-17T10:00:00", "dateTime"), typed("2022-02-17T10:00:00Z", "dateTime")),
            "object",
            "string",
            ["2022-02-17T10:00:00", "2022-02-17T10:00:00Z"],
        ),
    ],
)
def test_a_column_has_one_type_in_every_frame(terms, pandas_type, arrow_type, values) -> None:
    answer = column(*terms)
    frame = answer.to_pandas()
    assert str(frame["x"].dtype) == pandas_type
    assert [None if pd.isna(value) else value for value in frame["x"]] == [
        pd.Timestamp(value) if isinstance(value, dt.date) else value for value in values
    ]
    table = answer.to_arrow()
    assert isinstance(table, pa.Table)
    assert (str(table.schema.field("x").type), table["x"].to_pylist()) == (arrow_type, values)
    polars = answer.to_polars()
    assert isinstance(polars, pl.DataFrame)
    assert polars["x"].to_list() == values


def test_frames_keep_the_columns_of_triples_of_no_rows_and_of_ask() -> None:
    assert list(TRIPLES.to_pandas().columns) == ["subject", "predicate", "object"]
    empty = Answer("select", ("a", "b"))
    assert (list(empty.to_pandas().columns), len(empty.to_pandas())) == (["a", "b"], 0)
    assert empty.to_arrow().column_names == empty.to_polars().columns == ["a", "b"]
    assert YES.to_pandas()["boolean"].tolist() == NO.to_pandas()["boolean"].ne(True).tolist()


@pytest.mark.parametrize(
    ("missing", "method", "extra"),
    [
        ("pyarrow", "to_arrow", "allegiance[arrow]"),
        ("pyarrow", "to_polars", "allegiance[polars]"),
        ("polars", "to_polars", "allegiance[polars]"),
    ],
)
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch, missing: str, method: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(InputError) as caught:
        getattr(MIXED, method)()
    assert f'pip install "{extra}"' in str(caught.value)


@pytest.mark.parametrize("notation", ["json", "xml", "tsv"])
def test_w3c_results_read_back_as_the_same_rows(notation: str) -> None:
    parsed = QueryResultsFormat.from_extension(
        {"json": "srj", "xml": "srx"}.get(notation, notation)
    )
    found = pyoxigraph.parse_query_results(MIXED.serialize(notation), format=parsed)
    assert tuple(name.value for name in found.variables) == MIXED.variables
    assert tuple(tuple(row) for row in found) == MIXED.rows


def test_json_of_triples_has_the_columns_subject_predicate_object() -> None:
    found = json.loads(TRIPLES.serialize("json"))
    assert found["head"]["vars"] == ["subject", "predicate", "object"]
    assert found["results"]["bindings"][0]["object"] == {"type": "literal", "value": "Mali"}


@pytest.mark.parametrize("answer", [YES, NO])
def test_ask_is_written_as_w3c_json_and_xml_and_as_a_bare_word(answer: Answer) -> None:
    word = "true" if answer else "false"
    assert json.loads(answer.serialize("json")) == {"head": {}, "boolean": bool(answer)}
    assert f"<boolean>{word}</boolean>" in answer.serialize("xml")
    assert {answer.serialize(name) for name in ("table", "csv", "tsv")} == {f"{word}\n"}


@pytest.mark.parametrize("notation", ["turtle", "ntriples"])
def test_triples_read_back_as_the_same_triples(notation: str) -> None:
    written = TRIPLES.serialize(notation, prefixes={"ex": EX})
    syntax = RdfFormat.TURTLE if notation == "turtle" else RdfFormat.N_TRIPLES
    assert {quad.triple for quad in pyoxigraph.parse(written, format=syntax)} == set(TRIPLES.rows)
    assert ("@prefix ex:" in written) is (notation == "turtle")


@pytest.mark.parametrize(
    ("answer", "notation", "fitting"),
    [
        (MIXED, "turtle", "table, csv, tsv, json, xml"),
        (YES, "ntriples", "table, csv, tsv, json, xml"),
        (TRIPLES, "xml", "table, csv, json, turtle, ntriples"),
        (TRIPLES, "tsv", "table, csv, json, turtle, ntriples"),
        (MIXED, "yaml", "table, csv, tsv, json, xml"),
    ],
)
def test_a_format_that_does_not_fit_names_those_that_do(
    answer: Answer, notation: str, fitting: str
) -> None:
    with pytest.raises(InputError) as caught:
        answer.serialize(notation)
    assert notation in str(caught.value)
    assert str(caught.value).endswith(f"Choose one of: {fitting}.")


def read_csv(answer: Answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.serialize("csv"), newline="")))


def test_csv_reads_back_as_the_plain_text_of_every_term() -> None:
    assert read_csv(MIXED) == [
        ["actor", "text", "n"],
        [f"{EX}mali", 'says "no", twice\n', "3"],
        ["_:b", "مالي", ""],
        ["", "", "1.50"],
        [f'<<( <{EX}mali> <{EX}name> "x" )>>', "'=1+1", "-2"],
    ]
    assert MIXED.serialize("csv").startswith("actor,text,n\r\n")
    assert read_csv(TRIPLES)[2] == [f"{EX}mali", f"{EX}name", "-3"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_csv_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    terms = [
        Literal(text),
        Literal(text, language="en"),
        Literal(text, datatype=NamedNode("urn:mine")),
        typed(text, "integer"),
        Literal("a" + text),
    ]
    cells = [row[0] for row in read_csv(column(*terms))[1:]]
    assert cells == [f"'{text}"] * 4 + ["a" + text]


def test_a_csv_cell_that_is_a_number_stays_one() -> None:
    numbers = [("-5", "integer"), ("+1.5", "decimal"), ("-.5e-3", "double"), ("-INF", "double")]
    cells = [row[0] for row in read_csv(column(*(typed(*number) for number in numbers)))[1:]]
    assert cells == [text for text, _ in numbers]
    assert read_csv(column(Literal("-5")))[1] == ["'-5"]


def test_a_table_is_aligned_by_what_a_terminal_shows_and_shortens_iris() -> None:
    answer = Answer(
        "select",
        ("actor", "n"),
        (
            (MALI, Literal(3)),
            (NamedNode("http://example.org/deep/x"), Literal("中国")),
            (NamedNode("http://other.org/a b".replace(" ", "/")), None),
            (NamedNode(f"{EX}a(b)"), Literal(10)),
        ),
    )
    table = answer.serialize("table", prefixes={"ex": EX, "deep": f"{EX}deep/", "": f"{EX}no/"})
    assert table.splitlines() == [
        "actor                    n",
        "-----------------------  ----",
        "ex:mali                  3",
        "deep:x                   中国",
        "http://other.org/a/b",
        f"{EX}a(b)  10",
    ]
    wide = column(Literal("中国"), Literal("abc")).serialize("table")
    assert wide.splitlines()[1] == "----"  # two characters, four columns


def test_hostile_text_cannot_drive_the_terminal_or_turn_the_line() -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\r\n\tab\x9b1m\u202egnp.exe\u2066\u200b\ufeff\u2028\x7f"
    table = column(Literal(hostile), Literal(hostile, language="en")).serialize("table")
    header, _, first, second = table.splitlines()
    assert (header, first) == ("x", second)
    assert first == (
        r"\x1b]0;owned\x07\x1b[2J\r\n\tab\x9b1m\u202egnp.exe\u2066\u200b\ufeff\u2028\x7f"
    )
    assert "می\u200cخواهم" in column(Literal("می\u200cخواهم")).serialize("table")


def test_json_keeps_what_a_terminal_must_not_see_and_escapes_it() -> None:
    answer = column(Literal("\x1b[2J\u202e"))
    assert json.loads(answer.serialize("json"))["results"]["bindings"][0]["x"]["value"] == (
        "\x1b[2J\u202e"
    )
    assert "\x1b" not in answer.serialize("json")


def test_xml_refuses_what_it_cannot_hold_instead_of_breaking() -> None:
    with pytest.raises(InputError, match=r"U\+001B.*json"):
        column(Literal("\x1b[2J")).serialize("xml")


def test_an_empty_answer_is_written_with_its_header() -> None:
    empty = Answer("select", ("a", "b"))
    assert empty.serialize("csv") == "a,b\r\n"
    assert empty.serialize("table") == "a  b\n-  -\n"
    assert empty.serialize("tsv") == "?a\t?b\n"
    assert Answer("describe", TRIPLES.variables).serialize("ntriples") == ""

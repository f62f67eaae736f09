"""What the guard lets through, what it refuses, and that nothing smuggles SERVICE past it."""

from __future__ import annotations

import contextlib
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal

from allegiance.graph.model.errors import QueryError
from allegiance.graph.store.guard import check_query, read_shape
from allegiance.graph.store.tokens import tokens

CALL = "SERVICE <http://127.0.0.1/> {}"
EX = "PREFIX ex: <http://example.org/> "


def refusal(text: str, **options: int) -> QueryError:
    with pytest.raises(QueryError) as caught:
        check_query(text, **options)
    return caught.value


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "select"),
        ("select(1 AS ?one){}", "select"),
        ("# a remark\nASK{}", "ask"),
        ("BASE <http://example.org/> PREFIX ex: <x#> CONSTRUCT { ?s ex:p ?o } {}", "construct"),
        ("DESCRIBE<http://example.org/mali>", "describe"),
    ],
)
def test_the_form_of_a_query_is_its_first_keyword_after_the_prologue(text: str, form: str) -> None:
    assert check_query(text) == form


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {CALL} }}",
        "SELECT * { service silent ?where {} }",
        "SELECT * { ?s ?p ?o .SeRvIcE<http://127.0.0.1/>{} }",
        f"SELECT * {{ FILTER EXISTS {{{CALL}}} }}",
        f"SELECT * {{ ?s ?p 1{CALL} }}",
        f"SELECT * {{ ?s ?p 1e5{CALL} }}",
        f"SELECT * {{ ?s ?p 'x'{CALL} }}",
        f"SELECT * {{ # remark\r{CALL} }}",
        "ASK { SERVICE\n#remark\n<http://127.0.0.1/> {} }",
    ],
)
def test_service_is_refused_wherever_it_is_a_keyword(text: str) -> None:
    assert refusal(text).reason == "refused"


# Each of these is a call of another server to pyoxigraph 0.5.13, whose parser has no lexer.
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"ASK {{ ?s ?p true{CALL} }}", id="a word glued before it"),
        pytest.param("PREFIX : <http://127.0.0.1/> ASK { SERVICE:x {} }", id="empty prefix"),
        pytest.param("PREFIX e: <http://127.0.0.1/> ASK { SERVICEe:x {} }", id="glued prefix"),
        pytest.param(f"PREFIX e: <http://h:> ASK {{ ?s ?p e:{CALL} }}", id="bare host"),
        pytest.param(f"PREFIXe:<http://h:>ASK {{ ?s ?p e:{CALL} }}", id="bare host, glued"),
        pytest.param(f"BASE <http://h:> PREFIX e: <> ASK {{ ?s ?p e:{CALL} }}", id="bare base"),
        pytest.param(f"{EX} ASK {{ ?s ?p ex:a.b.{CALL} }}", id="second dot of a local name"),
        pytest.param(f"ASK {{ FILTER(1<'x>'||EXISTS{{{CALL}}}||'a'='') }}", id="IRI or string"),
        pytest.param(f"ASK {{ BIND(1<#x>'\n2 AS ?r) {CALL} #'\n}}", id="IRI or remark"),
        pytest.param(
            f'ASK {{ VALUES ?v {{ """x" }} {CALL} #\\uD800 """ \n }}', id="long string or two"
        ),
    ],
)
def test_service_is_refused_where_only_the_engine_reads_it_as_a_keyword(text: str) -> None:
    assert refusal(text).reason == "refused"


@pytest.mark.parametrize(
    "text",
    [
        "ASK { S\\u0045RVICE <http://127.0.0.1/> {} }",
        "ASK { \\U00000053ERVICE <http://127.0.0.1/> {} }",
        f"ASK {{ ?s ?p '\\u0027 . {CALL} #' }}",
        f'ASK {{ ?s ?p """\\u0022"" . {CALL} #""" }}',
        f"ASK {{ ?s ?p <http://h/\\u003E . {CALL} #> }}",
        f"ASK {{ # \\u000A {CALL}\n }}",
    ],
)
def test_an_escape_that_could_end_its_token_is_refused(text: str) -> None:
    assert refusal(text).reason == "refused"


@pytest.mark.parametrize(
    "text",
    [
        EX + "ASK { ?s ex:SERVICE ?service, $SERVICE }",
        "ASK { ?s <http://example.org/SERVICE> 'SERVICE', \"SERVICE {\"@en }",
        'ASK { ?s ?p \'\'\'it\'s\n SERVICE\'\'\', """a "SERVICE" "" \\"""" }',
        "ASK { _:SERVICE ?p 'caf\\u00E9 SERVICE' } # SERVICE <x> {}",
        "ASK { VALUES (?a ?b) { (<http://e/a#SERVICE> <http://e/b#(x)>) } }",
        EX + "ASK { ?s ex:insert ?load FILTER(?delete<?s && ?s>1) }",
        "ASK { ?s <#with> ?o }",
    ],
)
def test_a_name_a_string_an_iri_a_variable_or_a_remark_may_hold_any_word(text: str) -> None:
    assert check_query(text) == "ask"


@pytest.mark.parametrize(
    "word",
    ["INSERT", "delete", "Clear", "DROP", "CREATE", "ADD", "MOVE", "COPY", "LOAD", "WITH"],
)
def test_an_update_is_refused_because_queries_only_read(word: str) -> None:
    for text in (f"{word} <http://e/>", f"PREFIX e: <http://e/> {word}", f"ASK {{}} ; {word} {{"):
        problem = refusal(text)
        assert problem.reason == "refused"
        assert "only read" in str(problem)


def test_brackets_are_refused_beyond_the_depth_that_is_allowed() -> None:
    assert check_query("ASK " + "{" * 200 + "}" * 200) == "ask"
    assert refusal("ASK " + "{" * 201).reason == "refused"
    assert refusal("ASK " + "{" * 20_000 + "}" * 20_000).reason == "refused"
    assert refusal("ASK {([(", nesting=3).reason == "refused"
    assert refusal(f"ASK {{ FILTER(?a<{'(' * 300}?b{')' * 300}>1) }}").reason == "refused"
    assert check_query("ASK " + "{}" * 5000) == "ask"


def test_a_text_longer_than_allowed_is_refused() -> None:
    assert check_query("ASK {}".ljust(100_000)) == "ask"
    assert "100,000" in str(refusal("ASK {}".ljust(100_001)))
    assert refusal("ASK {}", characters=5).reason == "refused"


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\x7f", "\x85", "\ud800"])
def test_control_characters_and_half_characters_are_refused(character: str) -> None:
    problem = refusal(f"ASK {{ ?s ?p '{character}' }}")
    assert problem.reason == "refused"
    assert f"U+{ord(character):04X}" in str(problem)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "empty"),
        ("# only a remark", "empty"),
        ("PREFIX ex: <http://example.org/>", "empty"),
        ("HELLO", "HELLO"),
        ("ASK { ?s ?p 'open }", "without an end"),
        ("ASK { ?s ?p 'two\nlines' }", "without an end"),
        ("ASK { ?s ?p '''open'' }", "without an end"),
        (r"ASK { ?s ?p 'C:\data' }", "without an end"),
        (r"ASK { ?s \p ?o }", "unexpected"),
    ],
)
def test_what_is_no_query_is_a_syntax_error(text: str, what: str) -> None:
    problem = refusal(text)
    assert problem.reason == "syntax"
    assert what in str(problem)


def test_a_refusal_says_where_it_stands_and_what_to_do() -> None:
    message = str(refusal("SELECT *\n{\n  SERVICE <http://e/> {} }"))
    assert "SERVICE at line 3, column 3" in message
    assert "load their data" in message


def test_from_and_from_named_are_noticed_but_not_a_variable_of_that_name() -> None:
    assert read_shape("SELECT * FROM <http://g/> {}").names_graphs
    assert read_shape("ASK from named <http://g/> {}").names_graphs
    assert not read_shape("SELECT ?from { ?from ex:FROM 'FROM' }").names_graphs


def test_prefixes_that_nothing_declares_are_named_with_their_place() -> None:
    shape = read_shape("PREFIX a: <http://a/>\nASK { a:x b:y c:z }", prefixes={"c": "http://c/"})
    assert shape.undeclared == ("b: at line 2, column 11",)


def test_a_given_namespace_without_a_path_cannot_hide_the_keyword() -> None:
    text = f"ASK {{ ?s ?p e:{CALL} }}"
    with pytest.raises(QueryError, match="e:SERVICE"):
        check_query(text, prefixes={"e": "http://h:"})


@pytest.mark.parametrize(
    "filler",
    ["a-", "a.:", "<a", "<", "'' ", "\\n", "1.", "?a ", "_:a.", ":.", "#\n", "ex:\\~", '"" ', "-"],
)
def test_the_work_of_a_check_grows_with_the_length_only(filler: str) -> None:
    def work(characters: int) -> int:
        calls = 0

        def count(*_: object) -> None:
            nonlocal calls
            calls += 1

        text = "ASK " + filler * (characters // len(filler))
        sys.setprofile(count)
        try:
            with contextlib.suppress(QueryError):  # a lone backslash
                check_query(text)
        finally:
            sys.setprofile(None)
        return calls

    assert work(40_000) < 3 * work(20_000) + 1_000


def test_tokens_are_cut_as_the_grammar_cuts_them() -> None:
    text = 'SELECT(?a< ?b&&-1.5e3>.5 AS$c){ex:a.b. _:n.""@en-GB^^<i>[]a"""x"y"""|a:b\\\'c:d}'
    assert [token.text for token in tokens(text)] == [
        *("SELECT", "(", "?a", "<", "?b", "&", "&", "-", "1.5e3", ">", ".5", "AS", "$c", ")"),
        *("{", "ex:a.b", ".", "_:n", ".", '""', "@en-GB", "^", "^", "<i>", "[", "]", "a"),
        *('"""x"y"""', "|", "a:b\\'c:d", "}"),
    ]


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)
ANY_CASE = st.lists(st.booleans(), min_size=7, max_size=7).map(
    lambda ups: "".join(c.upper() if up else c for c, up in zip("service", ups, strict=True))
)


@settings(derandomize=True)
@given(WORDS, ANY_CASE, WORDS)
def test_any_string_remark_or_iri_that_holds_the_word_is_accepted(
    before: str, word: str, after: str
) -> None:
    held = f"{before} {word} {after}"
    string = str(Literal(held))
    remark = held.replace("\\", "/")
    name = "".join(c for c in before + word + after if c not in '<>"{}|^`\\ ')
    text = f'ASK {{ ?s <http://e/{name}> {string}, ""{string}"" }} # {remark}'
    assert check_query(text) == "ask"


TERMS = ("?s", "ex:p", "<http://e/>", "'it'", '"""a " b"""', "_:b", "1", "2.5", "@en", "true", "a")
MARKS = ("{", "}", ".", ";", ",", "FILTER", "(", ")", "*", "/", "|", "=", "<", ">", "# remark\n")
PIECES = st.sampled_from(TERMS + MARKS)
GAPS = st.sampled_from([" ", "\n", "\t", "\r\n", " # SERVICE 'x\n"])


@settings(derandomize=True)
@given(st.lists(st.tuples(PIECES, GAPS), max_size=30), ANY_CASE, st.data())
def test_the_bare_keyword_is_refused_wherever_it_stands(
    pieces: list[tuple[str, str]], word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(pieces)))
    written = [piece + gap for piece, gap in pieces]
    text = "SELECT " + "".join([*written[:at], word, data.draw(GAPS), *written[at:]])
    assert refusal(text).reason == "refused"

"""Queries in a process of their own: answers, limits, and a parent that outlives them all."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, Quad, Store

from allegiance.graph.model.errors import InputError, QueryError
from allegiance.graph.store.child import Job
from allegiance.graph.store.parameters import bind
from allegiance.graph.store.processes import Child, forked, spawned
from allegiance.graph.store.worker import QueryLimits, run_query

EX = "http://example.org/"
PREFIXES = {"ex": EX}
CROSS_PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = (
    'x\' """ . } SERVICE <http://127.0.0.1/> { ?s ?p ?o } # \\u0022 \\\n\r\t\x00\x85\u2028 ?who'
)
Start = Literal["fork", "spawn"]
Launch = Callable[[Store, Job], AbstractContextManager[Child]]


def node(name: str) -> NamedNode:
    return NamedNode(EX + name)


def text(value: str) -> pyoxigraph.Literal:
    return pyoxigraph.Literal(value)


@pytest.fixture(scope="module")
def store() -> Store:
    """Two graphs and the default graph, one triple each, and 300 numbered triples in a fourth."""
    store = Store()
    store.extend(
        [
            Quad(node("mali"), node("name"), text("Mali"), node("g1")),
            Quad(node("niger"), node("name"), text("Niger"), node("g2")),
            Quad(node("chad"), node("name"), text("Chad")),
        ]
    )
    numbered = (
        Quad(node(f"n{i}"), node("is"), text(f"number {i}"), node("g3")) for i in range(300)
    )
    store.extend(numbered)
    return store


def ask(store: Store, query: str, **limits: float) -> QueryError:
    with pytest.raises(QueryError) as caught:
        run_query(store, query, prefixes=PREFIXES, limits=QueryLimits(**limits))
    return caught.value


def names(store: Store, query: str, start: Start | None = None) -> list[object]:
    answer = run_query(store, query, prefixes=PREFIXES, start=start)
    return sorted(str(value) for row in answer for value in row.values())


STARTS = pytest.mark.parametrize("start", ["fork", "spawn"])


@STARTS
def test_select_gives_rows_of_terms_in_the_order_of_the_variables(
    store: Store, start: Start
) -> None:
    query = "SELECT ?s ?n ?none { ?s ex:name ?n } ORDER BY ?n LIMIT 2"
    answer = run_query(store, query, prefixes=PREFIXES, start=start)
    assert (answer.form, answer.variables) == ("select", ("s", "n", "none"))
    assert answer.rows == ((node("chad"), text("Chad"), None), (node("mali"), text("Mali"), None))


@STARTS
def test_ask_gives_a_truth_value(store: Store, start: Start) -> None:
    yes = run_query(store, "ASK { ?s ex:name 'Mali' }", prefixes=PREFIXES, start=start)
    no = run_query(store, "ASK { ?s ex:name 'Atlantis' }", prefixes=PREFIXES, start=start)
    assert (yes.boolean, no.boolean) == (True, False)


@STARTS
def test_construct_and_describe_give_each_triple_once(store: Store, start: Start) -> None:
    built = run_query(
        store, "CONSTRUCT { ex:a ex:b ?p } { ?s ?p ?o }", prefixes=PREFIXES, start=start
    )
    assert sorted(built, key=str) == [
        {"subject": f"{EX}a", "predicate": f"{EX}b", "object": f"{EX}{p}"} for p in ("is", "name")
    ]
    told = run_query(store, f"DESCRIBE <{EX}mali>", start=start)
    assert told.rows == (pyoxigraph.Triple(node("mali"), node("name"), text("Mali")),)


@STARTS
def test_every_term_comes_back_as_it_is_stored(start: Start) -> None:
    terms = [
        text(HOSTILE),
        pyoxigraph.Literal("مالي", language="ar", direction=pyoxigraph.BaseDirection.RTL),
        pyoxigraph.Literal(1.5),
        pyoxigraph.Literal("2022", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYear")),
        pyoxigraph.BlankNode("kept"),
        pyoxigraph.Triple(node("a"), node("b"), text("c\t\n!done")),
        NamedNode("http://example.org/é?a=b#c"),
    ]
    store = Store()
    store.extend(Quad(node("it"), node("has"), term) for term in terms)
    answer = run_query(store, "SELECT ?o { ?s ?p ?o }", start=start)
    assert {row[0] for row in answer.rows} == set(terms)


def test_an_answer_without_variables_or_rows_is_an_answer(store: Store) -> None:
    assert run_query(store, "SELECT ?s { ?s ex:no ?o }", prefixes=PREFIXES).rows == ()
    assert run_query(store, "SELECT * {}").rows == ((),)
    assert run_query(store, "CONSTRUCT { ?s ?p ?o } { ?s ex:no ?o }", prefixes=PREFIXES).rows == ()


@STARTS
def test_the_default_graph_is_the_union_of_all_graphs(store: Store, start: Start) -> None:
    assert names(store, "SELECT ?n { ?s ex:name ?n }", start) == ["Chad", "Mali", "Niger"]


@STARTS
def test_from_and_from_named_choose_the_graphs(store: Store, start: Start) -> None:
    query = "SELECT ?n FROM ex:g1 { ?s ex:name ?n }"
    assert names(store, query, start) == ["Mali"]
    query = "SELECT ?n FROM ex:g1 FROM ex:g2 { ?s ex:name ?n }"
    assert names(store, query, start) == ["Mali", "Niger"]
    query = "SELECT ?n FROM NAMED ex:g2 { GRAPH ?g { ?s ex:name ?n } }"
    assert names(store, query, start) == ["Niger"]
    # The SPARQL standard: with FROM NAMED alone the default graph is empty.
    assert names(store, "SELECT ?n FROM NAMED ex:g2 { ?s ex:name ?n }", start) == []


def test_a_graph_pattern_reaches_every_named_graph(store: Store) -> None:
    assert names(store, "SELECT ?n { GRAPH ?g { ?s ex:name ?n } }") == ["Mali", "Niger"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ex:name ?who }",
        "SELECT ?s ?who { ?s ex:name ?who }",
        "SELECT (COUNT(*) AS ?n) { ?s ex:name ?o FILTER(?o = $who) }",
        "SELECT ?who (COUNT(?s) AS ?n) { ?s ex:name ?who } GROUP BY ?who ORDER BY ?who DESC(?who)",
        "SELECT ?s { ?s ?p ?o FILTER EXISTS { SELECT ?s ?who { ?s ex:name ?who } } }",
        "SELECT ?who ?s { { SELECT ?who ?s { ?s ex:name ?who } } }",
        "SELECT ?s { ?s ?p ?o OPTIONAL { ?s ex:name ?x } FILTER(BOUND(?x) && ?x IN (1, ?who)) }",
    ],
)
def test_a_parameter_holds_wherever_the_query_has_its_variable(store: Store, query: str) -> None:
    def rows(who: str) -> int:
        found = run_query(store, query, prefixes=PREFIXES, parameters={"who": text(who)})
        counts = [row["n"] for row in found if "n" in row]
        return sum(int(str(count)) for count in counts) if counts else len(found)

    assert (rows("Mali"), rows("Atlantis")) == (1, 0)


def test_a_parameter_that_is_selected_keeps_its_column(store: Store) -> None:
    query = "SELECT ?who ?s { ?s ex:name ?who }"
    answer = run_query(store, query, prefixes=PREFIXES, parameters={"who": text("Mali")})
    assert list(answer) == [{"who": "Mali", "s": f"{EX}mali"}]


def test_a_hostile_literal_stays_a_literal() -> None:
    store = Store()
    store.add(Quad(node("it"), node("name"), text(HOSTILE)))
    store.add(Quad(node("other"), node("name"), text("other")))
    query = "SELECT ?s ?who { ?s ex:name ?who FILTER(STRLEN(?who) > 1) }"
    answer = run_query(store, query, prefixes=PREFIXES, parameters={"who": text(HOSTILE)})
    assert answer.rows == ((node("it"), text(HOSTILE)),)


def test_an_iri_can_be_a_parameter_anywhere_an_iri_can_stand(store: Store) -> None:
    values = {"g": node("g2"), "p": node("name")}
    query = "SELECT ?n { GRAPH ?g { ?s ?p ?n } }"
    assert list(run_query(store, query, parameters=values)) == [{"n": "Niger"}]
    told = run_query(store, "DESCRIBE ?what", parameters={"what": node("mali")})
    assert len(told) == 1


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("ASK { ?s ?p '?who' } # ?who", "no variable \\?who"),
        ("ASK { BIND(1 AS ?who) }", "sets \\?who at line 1, column 17"),
        ("ASK { VALUES ?who { 1 } }", "sets \\?who"),
        ("ASK { VALUES (?a ?who) { (1 2) } }", "sets \\?who"),
        ("ASK { FILTER(BOUND(?who)) }", "sets \\?who"),
    ],
)
def test_a_parameter_that_the_query_sets_or_does_not_know_is_an_error(
    query: str, what: str
) -> None:
    with pytest.raises(InputError, match=what):
        bind(query, {"who": text("Mali")})


def test_refused_and_misspelt_queries_say_so(store: Store) -> None:
    assert ask(store, "ASK { SERVICE <http://127.0.0.1/> {} }").reason == "refused"
    problem = ask(store, "SELECT ?s {\n ?s ?p }")
    assert problem.reason == "syntax"
    assert "line 2, column" in str(problem)
    assert "Nothing declares the prefix no: at line 1, column 10" in str(
        ask(store, "ASK { ?s no:thing ?o }")
    )


@STARTS
def test_an_endless_query_is_stopped_and_the_next_one_runs(store: Store, start: Start) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(
            store,
            f"SELECT (COUNT(*) AS ?n) {CROSS_PRODUCT[:-1]} . ?j ?k ?l }}",
            limits=QueryLimits(seconds=1),
            start=start,
        )
    assert caught.value.reason == "timeout"
    assert "1 s" in str(caught.value)
    assert names(store, "SELECT ?n { ex:mali ex:name ?n }", start) == ["Mali"]


@STARTS
def test_a_query_beyond_its_memory_ends_and_the_parent_lives(store: Store, start: Start) -> None:
    with pytest.raises(QueryError, match="64 MiB") as caught:
        run_query(
            store,
            f"SELECT * {CROSS_PRODUCT} ORDER BY ?c ?f ?i",
            limits=QueryLimits(memory_bytes=64 * 2**20, rows=10**8),
            start=start,
        )
    assert caught.value.reason == "memory"
    assert names(store, "SELECT ?n { ex:mali ex:name ?n }", start) == ["Mali"]


@STARTS
def test_a_crash_of_the_engine_is_contained(store: Store, start: Start) -> None:
    deep = "SELECT * " + "{" * 20_000 + "}" * 20_000
    assert ask(store, deep).reason == "refused"
    with pytest.raises(QueryError) as caught:
        run_query(store, deep, limits=QueryLimits(nesting=10**9), start=start)
    assert caught.value.reason == "crashed"
    assert names(store, "SELECT ?n { ex:mali ex:name ?n }", start) == ["Mali"]


def test_an_answer_of_too_many_rows_or_bytes_is_refused_not_cut(store: Store) -> None:
    assert len(run_query(store, "SELECT ?s { ?s ?p ?o }", limits=QueryLimits(rows=303))) == 303
    assert ask(store, "SELECT ?s { ?s ?p ?o }", rows=302).reason == "rows"
    assert ask(store, "CONSTRUCT WHERE { ?s ?p ?o }", rows=302).reason == "rows"
    assert ask(store, f"SELECT * {CROSS_PRODUCT}", rows=1000).reason == "rows"
    assert ask(store, "SELECT * { ?s ?p ?o }", output_bytes=1000).reason == "rows"


def test_limits_that_allow_nothing_cannot_be_set() -> None:
    for wrong in ({"seconds": 0}, {"seconds": float("inf")}, {"rows": 0}, {"memory_bytes": -1}):
        with pytest.raises(InputError, match="above 0"):
            QueryLimits(**wrong)


class Listener:
    """A server on loopback that counts who calls and hangs up on them."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/"
        self.calls = 0
        self.thread = threading.Thread(target=self.listen)
        self.thread.start()

    def listen(self) -> None:
        while True:
            caller, _ = self.socket.accept()
            with caller:
                if caller.recv(1) == b"!":
                    return
                self.calls += 1

    def close(self) -> None:
        with socket.create_connection(self.socket.getsockname()) as line:
            line.sendall(b"!")
        self.thread.join()
        self.socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.mark.parametrize("launch", [forked, spawned])
def test_a_call_to_another_server_fails_even_behind_the_guard(
    listener: Listener, launch: Launch
) -> None:
    query = f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"
    with launch(Store(), Job(query, {}, True, 10, 2**31)) as child:
        told = child.out.read()
    assert told.startswith(b"!ready\n")
    assert b'!["failed"' in told
    assert listener.calls == 0


def test_the_engine_alone_does_call_other_servers(listener: Listener) -> None:
    query = f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"
    code = f"import pyoxigraph; list(pyoxigraph.Store().query({query!r}))"
    subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert listener.calls > 0


def test_a_store_on_disk_answers_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.bulk_extend(Quad(node(f"n{i}"), node("is"), text(str(i))) for i in range(2000))
    for start in ("fork", "spawn"):
        answer = run_query(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", start=start)
        assert list(answer) == [{"n": 2000}]


def test_queries_run_from_many_threads_at_once(store: Store) -> None:
    found: list[object] = []

    def work() -> None:
        for _ in range(5):
            found.extend(names(store, "SELECT ?n { ex:mali ex:name ?n }"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Mali"] * 20


def test_a_slow_query_in_one_thread_does_not_hold_up_another(store: Store) -> None:
    slow = threading.Thread(
        target=ask, args=(store, f"SELECT (COUNT(*) AS ?n) {CROSS_PRODUCT}"), kwargs={"seconds": 3}
    )
    slow.start()
    assert names(store, "SELECT ?n { ex:mali ex:name ?n }") == ["Mali"]
    assert slow.is_alive()
    slow.join()


def zombies() -> list[str]:
    """The children of this process that have ended and that nobody has reaped."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state == "Z" and int(parent) == os.getpid():
                found.append(stat.parent.name)
    return found


def test_fifty_queries_leave_no_process_no_file_and_no_thread_behind(store: Store) -> None:
    def open_files() -> int:
        return len(list(Path("/dev/fd").iterdir()))

    run_query(store, "ASK {}")
    files, threads = open_files(), threading.active_count()
    for number in range(50):
        if number % 10 == 0:
            ask(store, f"SELECT * {CROSS_PRODUCT}", rows=10)
            ask(store, "SELECT * { ?s ?p }")
        run_query(store, "ASK {}")
    run_query(store, "ASK {}", start="spawn")
    assert (open_files(), threading.active_count(), zombies()) == (files, threads, [])


KILLED = """
import os, signal, sys
from pyoxigraph import Literal, NamedNode, Quad, Store
from allegiance.graph.store.child import Job
from allegiance.graph.store.processes import forked
node = NamedNode("http://example.org/")
store = Store()
store.extend(Quad(node, node, Literal(number)) for number in range(300))
query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
with forked(store, Job(query, {}, True, 3600, 2**31)):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_child_does_not_outlive_a_parent_that_is_killed() -> None:
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as family:
        parent = subprocess.Popen([sys.executable, "-c", KILLED], pass_fds=[writer])
        os.close(writer)
        assert parent.wait(timeout=60) < 0
        # The pipe ends when the last process that holds it has ended, the child too.
        assert select.select([family], [], [], 60)[0]
        assert family.read() == b""


def test_forking_beside_other_threads_gives_no_warning(recwarn: pytest.WarningsRecorder) -> None:
    warnings.simplefilter("always")
    hold = threading.Event()
    thread = threading.Thread(target=hold.wait)
    thread.start()
    run_query(Store(), "ASK {}", start="fork")
    hold.set()
    thread.join()
    assert [str(warning.message) for warning in recwarn] == []


SCRIPT = """
import atexit, signal, sys
from pyoxigraph import Store
from allegiance.graph.store.worker import run_query
atexit.register(print, "leaving")
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
sys.stdout.write("begun ")
print(run_query(Store(), "ASK {}").boolean)
"""


def test_the_child_runs_none_of_the_parents_exit_handlers_and_flushes_none_of_its_buffers() -> None:
    command = [sys.executable, "-W", "error", "-c", SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("begun True\nleaving\n", "")

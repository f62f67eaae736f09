"""A query's process: it calls no one, holds no one up, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from allegiance.graph.store.child import Job
from allegiance.graph.store.processes import forked, spawned
from allegiance.graph.store.worker import run_query
from allegiance.tests.store.asked_store import (
    CROSS_PRODUCT,
    Launch,
    ask,
    names,
    node,
    small_store,
    text,
)


@pytest.fixture(scope="module")
def store() -> Store:
    return small_store()


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

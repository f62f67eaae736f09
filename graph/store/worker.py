"""Queries from outside, each in a process of its own that can be stopped.

The engine has no timeout, hears no signal, aborts its process when memory runs out and crashes on
some inputs. So a child does the work under limits while the parent holds the clock. Where a process
can fork, the child has the store at no cost; elsewhere it reads a copy, written as N-Quads.
No other thread may write to the store while a query starts: the child would inherit its locks.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pyoxigraph
from pyoxigraph import NamedNode, RdfFormat, Store

from allegiance.graph.model.errors import InputError, QueryError
from allegiance.graph.store.answers import TRIPLE_COLUMNS, Answer
from allegiance.graph.store.child import READY, VERDICT, Job
from allegiance.graph.store.formats import read_tsv
from allegiance.graph.store.guard import MOST_CHARACTERS, MOST_NESTING, QueryShape, read_shape
from allegiance.graph.store.parameters import bind
from allegiance.graph.store.processes import Child, clock, forked, spawned
from allegiance.graph.store.syntax import say_syntax_error

_START_SECONDS = 120.0  # how long a child may take until it has the store in hand
_MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may use up.

    Parameters
    ----------
    seconds
        Wall-clock time of the query.
    memory_bytes
        Address space beyond what the child has when it starts; kept to on Linux only.
    rows
        Rows, or triples, of the answer.
    output_bytes
        Length of the answer as text.
    nesting
        How deep brackets may stand in each other; the engine crashes at some 4,000.
    characters
        Length of the query.
    """

    seconds: float = 30.0
    memory_bytes: int = 2048 * _MEBIBYTE
    rows: int = 1_000_000
    output_bytes: int = 256 * _MEBIBYTE
    nesting: int = MOST_NESTING
    characters: int = MOST_CHARACTERS

    def __post_init__(self) -> None:
        counts = (self.memory_bytes, self.rows, self.output_bytes, self.nesting, self.characters)
        if min(counts) < 1 or not 0 < self.seconds <= threading.TIMEOUT_MAX:
            message = f"Every limit must be above 0, and the seconds finite: {self}."
            raise InputError(message)


DEFAULT_LIMITS = QueryLimits()


def run_query(
    store: Store,
    text: str,
    *,
    parameters: Mapping[str, NamedNode | pyoxigraph.Literal] | None = None,
    prefixes: Mapping[str, str] | None = None,
    limits: QueryLimits = DEFAULT_LIMITS,
    start: Literal["fork", "spawn"] | None = None,
) -> Answer:
    """The answer to a SPARQL query that nobody vouches for.

    Without FROM and FROM NAMED the default graph is the union of all graphs.

    Parameters
    ----------
    store
        What is asked; it is not changed.
    text
        The query.
    parameters
        Terms by variable name, put in the place of these variables everywhere in the query.
    prefixes
        Namespaces by prefix that the query need not declare.
    limits
        What it may use up.
    start
        How the child comes about: None forks where that is sound, and spawns on macOS and Windows.

    Raises
    ------
    QueryError
        With the reason ``refused``, ``syntax``, ``timeout``, ``memory``, ``rows`` or ``crashed``.
    InputError
        For a parameter that the query has no variable for, or sets itself.
    """
    spaces = dict(prefixes or {})
    shape = read_shape(text, prefixes=spaces, nesting=limits.nesting, characters=limits.characters)
    if parameters:
        text = bind(text, parameters)
        shape = read_shape(text, prefixes=spaces, nesting=limits.nesting, characters=sys.maxsize)
    union = not shape.names_graphs
    job = Job(text, spaces, union, limits.seconds, limits.memory_bytes)
    forks = hasattr(os, "fork") and sys.platform != "darwin"  # Apple's libraries do not survive it
    launch = forked if (start or ("fork" if forks else "spawn")) == "fork" else spawned
    with launch(store, job) as child:
        body, verdict, message = _collect(child, limits)
    if verdict == "done":
        return _read_answer(shape.form, body, limits)
    raise _failure(verdict, message, text, shape=shape, limits=limits)


def _collect(child: Child, limits: QueryLimits) -> tuple[bytes, str, str]:
    """What the child wrote, its verdict and the message with it; see `_failure` for verdicts."""
    with clock(child, _START_SECONDS) as slow:
        ready = child.out.readline(len(READY))
    body = bytearray()
    lines = 0
    with clock(child, limits.seconds) as late:
        while ready and (chunk := child.out.read1()):
            body += chunk
            lines += chunk.count(b"\n")
            # The header and the verdict add three lines; the exact count comes with the parsing.
            if lines > limits.rows + 3:
                return b"", "rows", ""
            if len(body) > limits.output_bytes:
                return b"", "bytes", ""
        status = child.wait()
    text, mark, verdict = bytes(body).rpartition(VERDICT)
    if ready == READY and mark and verdict.endswith(b"\n"):
        return text, *json.loads(verdict)
    ended = next((each.name for each in signal.Signals if each == -status), f"exit {status}")
    if slow.is_set() or late.is_set() or ended == "SIGXCPU":
        return b"", "timeout", ""
    # Out of memory, the engine aborts; SIGKILL that the clock did not send is the system's.
    return b"", "memory" if ended in ("SIGABRT", "SIGKILL") else "crashed", ended


def _read_answer(form: str, body: bytes, limits: QueryLimits) -> Answer:
    """The answer in what the child wrote: text that is parsed, as any text from outside."""
    if form == "ask":
        return Answer(form, boolean=body == b"true")
    try:
        if form == "select":
            answer = Answer(form, *read_tsv(body))
        else:
            quads = pyoxigraph.parse(body, format=RdfFormat.N_TRIPLES, lenient=True)
            triples = dict.fromkeys(quad.triple for quad in quads)
            answer = Answer(form, TRIPLE_COLUMNS, tuple(triples))
    except SyntaxError as problem:
        message = f"The engine's answer cannot be read: {problem}. Select other terms."
        raise QueryError(message, reason="crashed") from problem
    if len(answer) > limits.rows:
        raise QueryError(_advice("rows", limits), reason="rows")
    return answer


def _failure(
    verdict: str, message: str, text: str, *, shape: QueryShape, limits: QueryLimits
) -> QueryError:
    """The error for a verdict other than ``done``."""
    if verdict == "syntax":
        told = say_syntax_error(message, text)
        lost = "".join(f" Nothing declares the prefix {each}." for each in shape.undeclared)
        return QueryError(f"The query is no SPARQL: {told}.{lost}", reason="syntax")
    if verdict == "failed":
        return QueryError(f"The engine gave up: {message}. Simplify the query.", reason="crashed")
    if verdict == "crashed":
        told = (
            f"The engine crashed ({message}), most often on a query nested or chained too deeply."
        )
        return QueryError(f"{told} Simplify it; the dossier is as it was.", reason="crashed")
    return QueryError(_advice(verdict, limits), reason="rows" if verdict == "bytes" else verdict)


def _advice(verdict: str, limits: QueryLimits) -> str:
    """What ran out, and what to do about it."""
    return {
        "timeout": f"The query ran longer than {limits.seconds:g} s and was stopped. "
        "Add LIMIT, narrow a pattern, or allow more with --timeout.",
        "memory": f"The query needed more than {limits.memory_bytes / _MEBIBYTE:,.0f} MiB and was "
        "stopped. Narrow a pattern, or leave out ORDER BY, DISTINCT or GROUP BY.",
        "rows": f"The answer has more than {limits.rows:,} rows. "
        "Add LIMIT, or let the query count (COUNT, GROUP BY).",
        "bytes": f"The answer is longer than {limits.output_bytes:,} bytes. "
        "Add LIMIT, or select fewer variables.",
    }[verdict]

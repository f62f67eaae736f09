"""The process in which one query runs: confined before it starts, and gone when it has ended.

It speaks in lines: ``!ready``, the results as text, and a last ``!`` with the verdict. No line of
TSV or N-Triples begins with an exclamation mark. The parent parses text; it never unpickles.
"""

from __future__ import annotations

import faulthandler
import gc
import json
import math
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)

if sys.platform != "win32":
    import resource

READY = b"!ready\n"
VERDICT = b"\n!"


@dataclass(frozen=True, slots=True)
class Job:
    """One query for a child: the text, how to read it, and what it may use up."""

    text: str
    prefixes: dict[str, str]
    union: bool
    seconds: float
    memory_bytes: int


def run_forked(store: Store, job: Job, writer: int) -> NoReturn:
    """Run the job in a process just forked and end it; nothing of the parent's runs here.

    Buffers, exit handlers and tracebacks belong to the parent, hence ``os._exit`` on every road.
    """
    try:
        gc.disable()  # a collection would copy every page it touches
        faulthandler.disable()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            if stream != writer:
                os.dup2(silence, stream)
        with os.fdopen(writer, "wb") as out:
            answer(store, job, out)
        os._exit(0)
    finally:
        os._exit(1)


def run_spawned() -> None:
    """Run the job that standard input describes, on the N-Quads file that it names."""
    request = json.loads(sys.stdin.buffer.read())
    store = Store()
    quads = parse(path=request["quads"], format=RdfFormat.N_QUADS, lenient=True)
    store.bulk_extend(quads)  # unlike bulk_load it keeps the blank nodes' names
    answer(store, Job(**request["job"]), sys.stdout.buffer)


def as_request(job: Job, quads: Path) -> bytes:
    """What `run_spawned` reads."""
    return json.dumps({"job": asdict(job), "quads": str(quads)}).encode()


def answer(store: Store, job: Job, out: BinaryIO) -> None:
    """Write what the query gives to ``out``, between the first line and the verdict."""
    confine(job)
    out.write(READY)
    out.flush()
    try:
        write_results(store, job, out)
        verdict, message = "done", ""
    except SyntaxError as problem:
        verdict, message = "syntax", str(problem)
    except MemoryError:
        verdict, message = "memory", ""
    except (OSError, RuntimeError, ValueError) as problem:  # what the engine documents, no more
        verdict, message = "failed", str(problem)
    out.write(VERDICT + json.dumps([verdict, message]).encode() + b"\n")
    out.flush()


def write_results(store: Store, job: Job, out: BinaryIO) -> None:
    """Stream the results as TSV, as N-Triples, or as ``true`` or ``false``."""
    found = store.query(job.text, prefixes=job.prefixes, use_default_graph_as_union=job.union)
    if isinstance(found, QuerySolutions):
        found.serialize(out, format=QueryResultsFormat.TSV)
    elif isinstance(found, QueryTriples):
        found.serialize(out, format=RdfFormat.N_TRIPLES)
    elif isinstance(found, QueryBoolean):
        out.write(b"true" if found else b"false")


def confine(job: Job) -> None:
    """Cap memory and processor time, leave no core file, and open nothing any more.

    Without a file descriptor to be had there is no socket either: should a call to another server
    ever get past the guard, it fails here. Windows knows no such limits; there the parent's clock
    and its caps on rows and bytes are what holds.
    """
    if sys.platform == "win32":
        return
    mapped = Path("/proc/self/statm")
    if mapped.exists():
        pages = int(mapped.read_text().split()[0])
        _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + job.memory_bytes)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + job.seconds) + 1)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, 0)


def _lower(limit: int, value: int) -> None:
    """Set a limit, never above the one that already holds."""
    hard = resource.getrlimit(limit)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))

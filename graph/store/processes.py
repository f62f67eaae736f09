"""How a child comes about, by fork or by spawn, and how it is ended whatever happens."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Protocol, cast

from pyoxigraph import RdfFormat, Store

from allegiance.graph.model.errors import QueryError
from allegiance.graph.store.child import Job, as_request, run_forked

_SPAWNED = "from allegiance.graph.store.child import run_spawned; run_spawned()"
# A child forked by another thread, between a pipe's making and the closing of its writing end
# here, would hold that end open, and the reader would wait for the wrong child to finish.
_FORKING = threading.Lock()


class Child(Protocol):
    """A process that writes to ``out``; `wait` gives its exit code, -9 for a signal 9."""

    @property
    def out(self) -> BufferedReader:
        """What the child writes."""

    def kill(self) -> None:
        """End it at once; nothing happens where it has ended already."""

    def wait(self) -> int:
        """Its exit code, once it has ended; negative for the signal that ended it."""


@dataclass(slots=True)
class Forked:
    """A forked child, never signalled once it has been reaped: its number may be another's."""

    pid: int
    out: BufferedReader
    status: int | None = None

    def kill(self) -> None:
        """Send SIGKILL."""
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Reap it, once."""
        if self.status is None:
            try:
                self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
            except ChildProcessError:  # the host ignores SIGCHLD: the system has reaped it
                self.status = 0
        return self.status


@dataclass(slots=True)
class Spawned:
    """A spawned child."""

    process: subprocess.Popen[bytes]
    out: BufferedReader = field(init=False)

    def __post_init__(self) -> None:
        self.out = cast("BufferedReader", self.process.stdout)

    def kill(self) -> None:
        """Send SIGKILL, or terminate it on Windows."""
        self.process.kill()

    def wait(self) -> int:
        """Reap it, once."""
        return self.process.wait()


@contextlib.contextmanager
def forked(store: Store, job: Job) -> Iterator[Child]:
    """A child that shares the store's memory; killed and reaped when the block ends."""
    with _FORKING, warnings.catch_warnings():
        # Python 3.12 warns that the child of a process with threads may wait for ever on a lock
        # that one of them held. This child takes no lock of Python's, and the clock ends it.
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        reader, writer = os.pipe()
        try:
            pid = os.fork()
            if pid == 0:
                os.close(reader)  # or the child would wait for itself, should the parent die
                run_forked(store, job, writer)
        except OSError as problem:
            os.close(reader)
            message = f"No process could be started for the query: {problem}. Try again later."
            raise QueryError(message, reason="memory") from problem
        finally:
            os.close(writer)
    with os.fdopen(reader, "rb") as out:
        child = Forked(pid, out)
        try:
            yield child
        finally:
            child.kill()
            child.wait()


@contextlib.contextmanager
def spawned(store: Store, job: Job) -> Iterator[Child]:
    """A child that reads a copy of the store; killed, reaped and tidied up when the block ends."""
    paths = os.pathsep.join(filter(None, sys.path))
    with tempfile.TemporaryDirectory(prefix="allegiance-") as folder:
        quads = Path(folder, "store.nq")
        store.dump(quads, format=RdfFormat.N_QUADS)
        request = Path(folder, "request.json")
        request.write_bytes(as_request(job, quads))
        with (
            request.open("rb") as asked,
            subprocess.Popen(  # noqa: S603 - this very interpreter, and a constant
                [sys.executable, "-P", "-c", _SPAWNED],
                env={**os.environ, "PYTHONPATH": paths},
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as process,
        ):
            try:
                yield Spawned(process)
            finally:
                process.kill()


@contextlib.contextmanager
def clock(child: Child, seconds: float) -> Iterator[threading.Event]:
    """A clock that kills the child after ``seconds``; the event tells whether it did."""
    late = threading.Event()

    def ring() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(seconds, ring)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
        timer.join()

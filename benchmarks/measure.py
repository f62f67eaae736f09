"""One side of a comparison, timed in a process of its own; only the standard library is needed.

Run as ``python -m benchmarks.measure MODULE FUNCTION FOLDER``, which prints two numbers as JSON.
The function prepares what is needed with the folder and returns what is to be timed.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
# What takes less than this is called once more before it is timed.
_WARM_UP_SECONDS = 2.0
_MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Side:
    """What to time: a command line as it stands, or a function of a module on a folder.

    ``status`` is the exit status that it should end with.
    """

    name: str
    command: tuple[str, ...]
    timed_inside: bool
    once: bool = False
    status: int = 0

    @classmethod
    def function(
        cls, name: str, path: str, folder: Path, *, python: str = sys.executable, once: bool = False
    ) -> Side:
        """The side that ``path`` (module:function) makes of a folder, run by ``python``.

        A slow one may run ``once``, in the first round alone.
        """
        module, _, function = path.partition(":")
        command = (python, "-m", "benchmarks.measure", module, function, str(folder))
        return cls(name, command, timed_inside=True, once=once)

    @classmethod
    def program(cls, name: str, command: Sequence[str], *, status: int = 0) -> Side:
        """The side that is a whole command, from its start to its end."""
        return cls(name, tuple(command), timed_inside=False, status=status)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a side took: seconds by the clock and of all processors, and its peak memory in MiB."""

    seconds: float
    cpu_seconds: float
    peak_mib: float


def compare(sides: Sequence[Side], *, rounds: int) -> list[Figure]:
    """The medians of ``sides``, which take turns ``rounds`` times so that noise meets them all."""
    found: list[list[Figure]] = [[] for _ in sides]
    for number in range(rounds):
        for side, figures in zip(sides, found, strict=True):
            if side.once and figures:
                continue
            print(f"  {side.name}, round {number + 1} of {rounds}", file=sys.stderr)
            figures.append(run(side))
    return [
        Figure(
            median(f.seconds for f in figures),
            median(f.cpu_seconds for f in figures),
            max(f.peak_mib for f in figures),
        )
        for figures in found
    ]


def run(side: Side) -> Figure:
    """The figure of one run of a side.

    Raises
    ------
    RuntimeError
        If its process ends with another exit status than it should.
    """
    begun = time.perf_counter()
    with subprocess.Popen(side.command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        written = child.stdout.read() if child.stdout else b""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu_seconds = time.perf_counter() - begun, usage.ru_utime + usage.ru_stime
    if child.returncode != side.status:
        message = f"{side.name} ended with {child.returncode}: {' '.join(side.command)}"
        raise RuntimeError(message)
    if side.timed_inside:
        seconds, cpu_seconds = json.loads(written)
    bytes_each = 1 if sys.platform == "darwin" else 1024
    return Figure(seconds, cpu_seconds, usage.ru_maxrss * bytes_each / _MEBIBYTE)


def main(module: str, function: str, folder: str) -> None:
    """Prepare, call once to warm up what is short, time one call."""
    call = getattr(importlib.import_module(module), function)(Path(folder))
    times = timed(call)
    if times[0] < _WARM_UP_SECONDS:
        times = timed(call)
    print(json.dumps(times))


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """The seconds that a call takes, by the clock and of all processors."""
    begun, cpu_begun = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - begun, time.process_time() - cpu_begun


if __name__ == "__main__":
    main(*sys.argv[1:])

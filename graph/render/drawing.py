"""Charts drawn in a process of their own, while the rest of a page is made.

What draws them takes a second to start, and holds Python's lock as long as it draws. The process
is asked in lines, a chart as JSON each, and answers in lines, an SVG as JSON each.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

# A chart as Vega-Lite reads it.
Spec = dict[str, Any]

_ASKED: Final = "from allegiance.graph.render.drawing import answer; answer()"
# All text is escaped where it enters a page, so that none can be taken for this.
_PLACE: Final = re.compile(r'<svg data-drawn="([0-9]+)"></svg>')
_NOTHING: Final[Spec] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": []},
    "mark": "point",
}


def to_svg(chart: Spec) -> str:
    """The chart as one ``<svg>`` element, with ids that are the same for equal input.

    Within :func:`drawn_beside` it is a place for that element, which the page is filled with.
    """
    beside = _BESIDE.get()
    return draw(chart) if beside is None else beside.place(chart)


def draw(chart: Spec) -> str:
    """The chart as one ``<svg>`` element, drawn in this process."""
    import vl_convert

    return re.sub(r"^<\?xml[^>]*>\s*", "", str(vl_convert.vegalite_to_svg(chart)))


@dataclass(frozen=True, slots=True)
class Beside:
    """The charts of a page that another process draws; one that it fails at is drawn here."""

    process: subprocess.Popen[bytes]
    charts: list[tuple[Spec, Future[str]]] = field(default_factory=list)
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))

    def place(self, chart: Spec) -> str:
        """Have a chart drawn; returns what stands for it meanwhile."""
        self.charts.append((chart, self._thread.submit(self._ask, chart)))
        return f'<svg data-drawn="{len(self.charts) - 1}"></svg>'

    def fill(self, page: str) -> str:
        """The page with every chart in its place; waits for them."""
        return _PLACE.sub(lambda place: self._drawn(int(place[1])), page)

    def close(self) -> None:
        """End the process, and then the thread that speaks to it."""
        self.process.kill()
        self._thread.shutdown(cancel_futures=True)
        self.process.communicate()

    def _drawn(self, number: int) -> str:
        chart, answer = self.charts[number]
        try:
            return answer.result()
        except (OSError, ValueError):
            return draw(chart)

    def _ask(self, chart: Spec) -> str:
        asked, answered = self.process.stdin, self.process.stdout
        if asked is None or answered is None:
            raise BrokenPipeError
        asked.write(json.dumps(chart).encode() + b"\n")
        asked.flush()
        return str(json.loads(answered.readline()))


_BESIDE: ContextVar[Beside | None] = ContextVar("beside", default=None)


@contextlib.contextmanager
def drawn_beside() -> Iterator[Callable[[str], str]]:
    """Have charts drawn in another process within the block; gives what fills a page with them."""
    paths = os.pathsep.join(filter(None, sys.path))
    try:
        process = subprocess.Popen(  # noqa: S603 - this very interpreter, and a constant
            [sys.executable or "python", "-P", "-c", _ASKED],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:  # where no process may be started, this one draws
        yield str
        return
    beside = Beside(process)
    token = _BESIDE.set(beside)
    try:
        yield beside.fill
    finally:
        _BESIDE.reset(token)
        beside.close()


def answer() -> None:
    """Draw what standard input asks for until it ends; the first chart takes a second, so begin."""
    draw(_NOTHING)
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(json.dumps(draw(json.loads(line))).encode() + b"\n")
        sys.stdout.buffer.flush()

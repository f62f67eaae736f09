"""The table that the benchmarks print, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.measure import Figure

_HEADS = ("what", "Allegiance", "against", "theirs", "ratio", "target", "peak memory, MiB")


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: our figure beside another's, or alone.

    ``faster`` says which way the ratio reads: how many times as fast as a peer Allegiance is,
    or how many times the time of a limit it takes.
    """

    what: str
    ours: Figure
    target: str = ""
    against: str = ""
    theirs: Figure | None = None
    faster: bool = True

    @property
    def ratio(self) -> str:
        """The ratio of the two times; of a limit also that of processor time."""
        if self.theirs is None:
            return ""
        if self.faster:
            return f"{self.theirs.seconds / self.ours.seconds:.3g} x as fast"
        clock = self.ours.seconds / self.theirs.seconds
        cpu = self.ours.cpu_seconds / self.theirs.cpu_seconds
        return f"{clock:.2f} x the time ({cpu:.2f} x the processor time)"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text, a cell a column."""
        theirs = "" if self.theirs is None else f"{self.theirs.seconds:.3g} s"
        peaks = [self.ours, *([self.theirs] if self.theirs else [])]
        memory = " / ".join(f"{figure.peak_mib:.0f}" for figure in peaks)
        ours = f"{self.ours.seconds:.3g} s"
        return (self.what, ours, self.against, theirs, self.ratio, self.target, memory)


def write_table(rows: Iterable[Row]) -> str:
    """The rows as one Markdown table."""
    lines = [_HEADS, tuple("---" for _ in _HEADS), *(row.cells for row in rows)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)

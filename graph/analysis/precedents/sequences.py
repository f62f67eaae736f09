"""Sequences of steps with the gaps between them, their distance, and how two of them align."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from allegiance.graph.analysis.precedents.steps import Event

# From so many days on a gap stands in the sequence, as the last that it reaches.
GAPS: Final = ((31, "weeks to half a year"), (183, "half a year to two"), (731, "over two years"))


@dataclass(frozen=True, slots=True)
class Pairing:
    """One place of an alignment: a symbol of each side, None where one side has none."""

    left: str | None
    right: str | None

    @property
    def same(self) -> bool:
        """Whether both sides have it."""
        return self.left is not None and self.right is not None


def symbols_of(events: Sequence[Event], *, gaps: bool = True) -> tuple[str, ...]:
    """Events in order as symbols: their steps, and between them, if asked, the bins of long gaps.

    Examples
    --------
    >>> import datetime as dt
    >>> events = [Event(dt.date(2020, 1, 1), "coup"), Event(dt.date(2021, 1, 1), "suspended")]
    >>> symbols_of(events)
    ('coup', 'half a year to two', 'suspended')
    """
    found: list[str] = []
    for index, event in enumerate(events):
        if gaps and index:
            days = (event.day - events[index - 1].day).days
            found.extend([name for least, name in GAPS if days >= least][-1:])
        found.append(event.step)
    return tuple(found)


def distance(one: Sequence[str], other: Sequence[str]) -> float:
    """How far two sequences are apart, from 0 (the same) to 1 (nothing in common, in order).

    Optimal matching with insertions and deletions at 1 and substitutions at 2, by the sum of both
    lengths: d / (n + m). Two empty sequences are at 0.

    References
    ----------
    Abbott and Tsay (2000), Sequence Analysis and Optimal Matching Methods in Sociology,
    Sociological Methods and Research 29: 3-33.

    Examples
    --------
    One step moved by one place is one deletion and one insertion: 2 / 11.

    >>> a = "COUP SANC PMC FORCEOUT EXITORG".split()
    >>> c = "COUP SANC FORCEOUT PMC EXITORG".split()
    >>> round(distance(a, c), 4)
    0.2
    """
    return Indel.normalized_distance(one, other)


def align(one: Sequence[str], other: Sequence[str]) -> tuple[Pairing, ...]:
    """One cheapest way to turn a sequence into another, place by place."""
    found: list[Pairing] = []
    for code in Indel.opcodes(one, other):
        left = one[code.src_start : code.src_end]
        right = other[code.dest_start : code.dest_end]
        if code.tag == "equal":
            found.extend(Pairing(a, b) for a, b in zip(left, right, strict=True))
        else:
            found.extend(Pairing(a, None) for a in left)
            found.extend(Pairing(None, b) for b in right)
    return tuple(found)

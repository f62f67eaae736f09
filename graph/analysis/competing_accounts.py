"""Competing accounts of one event: which exposures they are, and how they share their mass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.exposures import Exposure
from allegiance.graph.model.statements import Statement


def accounts_of_one_event(exposures: Sequence[Exposure]) -> Iterator[list[int]]:
    """Positions of exposures that are competing accounts of one event on one pole."""
    by_id: dict[tuple[str, int], int] = {}
    for index, exposure in enumerate(exposures):
        by_id[(exposure.statement.id, exposure.pole)] = index
    seen: set[int] = set()
    for index, exposure in enumerate(exposures):
        group, queue = [], [index]
        while queue:
            current = queue.pop()
            if current in seen:
                continue
            seen.add(current)
            group.append(current)
            claim = exposures[current].statement
            for other in claim.conflicts_with:
                position = by_id.get((other, exposure.pole))
                if position is not None and _same_event(claim, exposures[position].statement):
                    queue.append(position)
        if len(group) > 1:
            yield sorted(group)


def parts_regained(masses: NDArray[np.float64], acts: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the masses of competing ties are to be multiplied with, shape (bins,), each > 0.

    Their masses are shared among all of them. In a period in which all have begun and some stand
    no more, those that do share among themselves. ``acts`` has the shape (ties, bins).
    """
    stands = acts > 0
    weighing = masses[:, np.newaxis] * stands
    total, whole = weighing.sum(axis=0), masses.sum()
    parts = np.ones(acts.shape[1])
    if whole > 0:
        alone = np.divide(weighing.max(axis=0), total, out=parts.copy(), where=total > 0)
        regained = np.where(total > 0, alone * whole / masses.max(), 1.0)
        begun = max(int(row.argmax()) for row in stands)
        parts[begun + 1 :] = regained[begun + 1 :]
    return parts


def _same_event(one: Statement, other: Statement) -> bool:
    return (one.subject, one.relation.id, one.object) == (
        other.subject,
        other.relation.id,
        other.object,
    )

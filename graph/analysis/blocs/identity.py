"""Which bloc of one network is which of another: the pairs that overlap most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def match_blocs(
    known: Mapping[int, frozenset[Any]], found: Sequence[frozenset[Any]]
) -> dict[int, int]:
    """The known bloc (its number) that each found one (its position) is; some may be none.

    The pairs, each bloc in one at most, whose overlaps sum to most (the assignment problem, Kuhn
    1955). The overlap is the share of common members among all members of either.

    Examples
    --------
    >>> match_blocs({7: frozenset("abc"), 9: frozenset("de")}, [frozenset("cde"), frozenset("ab")])
    {1: 7, 0: 9}
    """
    numbers = sorted(known)
    overlaps = np.array(
        [[len(known[n] & bloc) / len(known[n] | bloc) for bloc in found] for n in numbers]
    ).reshape(len(numbers), len(found))
    return {int(b): numbers[a] for a, b in _assign(overlaps)}


def agreeing_labels(reference: NDArray[np.int64], labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """``labels`` of resamples, shape (resamples, nodes), renamed after the ``reference`` blocs.

    Blocs are matched by overlap; one that matches none gets a number past all of the reference.
    Negative labels stay as they are.
    """
    names, places = np.unique(reference[reference >= 0], return_inverse=True)
    ours = np.zeros((len(names), len(reference)))
    ours[places, np.flatnonzero(reference >= 0)] = 1.0
    most = int(labels.max(initial=-1)) + 1
    theirs = (labels[:, :, None] == np.arange(most)).astype(np.float64)
    common = np.matmul(ours, theirs)
    either = ours.sum(axis=1)[:, None] + theirs.sum(axis=1)[:, None, :] - common
    overlaps = np.divide(common, either, out=np.zeros_like(common), where=either > 0)
    past = int(reference.max(initial=-1)) + 1
    renamed = np.where(labels < 0, labels, labels + past)
    for index, table in enumerate(overlaps):
        for one, other in _assign(table):
            renamed[index, labels[index] == other] = names[one]
    return renamed


def _assign(overlaps: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The pairs of rows and columns with the largest sum, without those that do not overlap."""
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(overlaps, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if overlaps[row, column] > 0]

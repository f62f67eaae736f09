"""Whether a finding hangs on one item: each left out in turn.

A single year far off the others makes a short segment of its own, and an alarm. A change of level
stands whichever year is left out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allegiance.graph.analysis.segment_evidence import (
    PartialEvidence,
    SegmentEvidence,
    evidence_of,
)
from allegiance.graph.analysis.segmentation import change_probability
from allegiance.graph.model.errors import InputError


def probabilities_without(
    data: SegmentEvidence | ArrayLike,
    *,
    max_changes: int = 4,
    rho: float = 0.5,
    within: tuple[int, int] | None = None,
) -> NDArray[np.float64]:
    """P(any change) with each item left out in turn, shape (n,), each in [0, 1].

    nan for an item that is the only one with data. For an item without data it is P itself. The
    options are those of :func:`~allegiance.graph.analysis.segmentation.segment`; with ``within``,
    the first and the last item, P is that of a change just before one of these. The lowest of
    them says how the finding stands without the year that carries most of it; its place says
    which year that is.

    Raises
    ------
    InputError
        Data that cannot be used, or an evidence without a method ``without``.

    Examples
    --------
    Nine years at one level but for one:

    >>> values = [0.1, 0.3, 0.2, 0.0, 9.0, 0.2, 0.1, 0.3, 0.2, 0.1, 0.0, 0.2]
    >>> found = probabilities_without(values)
    >>> int(found.argmin())
    4
    """
    evidence = evidence_of(data)
    if not isinstance(evidence, PartialEvidence):
        msg = f"{type(evidence).__name__} cannot leave items out: give it a method without."
        raise InputError(msg)
    found = np.full(evidence.matrix().shape[-1] - 1, np.nan)
    for item in range(len(found)):
        try:
            matrix = evidence.without(item).matrix()
        except InputError:
            continue  # nothing is left
        found[item] = change_probability(matrix, max_changes=max_changes, rho=rho, within=within)
    return found

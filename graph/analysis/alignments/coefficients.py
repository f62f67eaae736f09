"""The coefficients of two portfolios at once: the one asked for, its error, and some beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from allegiance.graph.analysis.alignments.protocol import BESIDE, COEFFICIENTS
from allegiance.graph.analysis.similarity import similarity, standard_errors

_WITHOUT_ERROR = ("tau-b", "s-weighted")


def coefficient(
    matrix: ArrayLike, by: str, *, span: float, weights: ArrayLike | None = None
) -> NDArray[np.float64]:
    """The coefficient ``by`` of every two portfolios; ``weights`` count for s-weighted alone."""
    if by == "s-weighted":
        if weights is None:
            return np.full((len(np.asarray(matrix)),) * 2, np.nan)
        return similarity(matrix, "s", span=span, weights=weights)
    return similarity(matrix, COEFFICIENTS[by], span=span)


def compare_two(
    matrix: ArrayLike,
    by: str,
    *,
    span: float,
    weights: ArrayLike | None = None,
    errors: bool = True,
    beside: Sequence[str] = BESIDE,
) -> dict[str, Any]:
    """The coefficients of two portfolios, (2, targets): value, error, n, and each of ``beside``.

    n counts the targets on which both have a value.

    >>> found = compare_two([[1, 1, 0, -1], [1, 1, -1, -1]], "agreement", span=2.0)
    >>> found["value"], round(found["error"], 4), found["n"]
    (0.875, 0.1083, 4)
    """
    two = np.asarray(matrix, dtype=float)
    both = two[:, ~np.isnan(two).any(axis=0)]
    tell = errors and by not in _WITHOUT_ERROR
    return {
        "value": float(coefficient(two, by, span=span, weights=weights)[0, 1]),
        "error": float(standard_errors(both, COEFFICIENTS[by], span=span)[0, 1])
        if tell
        else float("nan"),
        "n": both.shape[1],
        **{
            other: float(coefficient(two, other, span=span, weights=weights)[0, 1])
            for other in beside
            if other != by
        },
    }

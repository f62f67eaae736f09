"""Probabilities in the words of ICD 203, the analytic standard of the US intelligence community."""

from __future__ import annotations

import math

_TERMS: tuple[tuple[float, str], ...] = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (0.99, "almost certain"),
)


def probability_words(probability: float) -> str:
    """The ICD 203 term for a probability in [0, 1]; beyond 1% and 99% the number itself.

    >>> probability_words(0.84)
    'very likely'
    >>> probability_words(0.997)
    '99.7%'
    """
    if math.isnan(probability):
        return "not covered"
    if 0.01 <= probability <= 0.99:
        return next(term for upper, term in _TERMS if probability <= upper)
    return f"{100 * probability:.1f}%" if 0.001 <= probability <= 0.999 else _extreme(probability)


def _extreme(probability: float) -> str:
    return "over 99.9%" if probability > 0.5 else "under 0.1%"

"""The segmentations of a panel of 200 states over 70 years: by the engine, by loops, its limit."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from allegiance.graph.analysis.segment_evidence import ArGaussian
from allegiance.graph.analysis.segment_panel import segment_many

SERIES = 200
YEARS = 70
PHIS = (0.0, 0.2, 0.4, 0.6, 0.8)
CHANGES = 4
LEAST = 3  # values of a segment


def allegiance(_: Path) -> Callable[[], list[float]]:
    """All of each: P(any), P(k), the probability of each date, what levels are taken from."""
    values = panel()
    return lambda: [found.probability for found in segment_many(values).values() if found]


def bare_evidences(_: Path) -> Callable[[], object]:
    """The evidences of all segments alone, without which no exact method can do."""
    values = panel()
    return lambda: [ArGaussian(row).matrix() for row in values]


def plain_loops(_: Path) -> Callable[[], list[float]]:
    """P(any) of each, by loops over series, segments and changes in plain Python."""
    values = panel().tolist()
    return lambda: [probability_by_loops(row) for row in values]


def panel() -> np.ndarray:
    """Noise, and a step in every second series."""
    values = np.random.default_rng(1).normal(size=(SERIES, YEARS))
    values[::2, YEARS // 2 :] += 1.5
    return values


def probability_by_loops(values: list[float]) -> float:
    """P(any change) of one series, written out from the formulas."""
    n = len(values)
    centre = sum(values) / n
    steps = [abs(b - a) for a, b in itertools.pairwise(values)]
    scale = median(steps) / (0.6745 * math.sqrt(2))
    level = [(value - centre) / scale for value in values]
    joint = [0.0] * (CHANGES + 1)
    for phi in PHIS:
        log = log_evidences(level, phi)
        heads = [log[0][end] for end in range(n + 1)]
        for changes in range(CHANGES + 1):
            places = math.comb(n - (changes + 1) * (LEAST - 1) - 1, changes)
            joint[changes] += math.exp(heads[n]) * 0.5**changes / places
            heads = [
                log_sum([heads[cut] + log[cut][end] for cut in range(LEAST, end - LEAST + 1)])
                for end in range(n + 1)
            ]
    return sum(joint[1:]) / sum(joint)


def log_evidences(level: list[float], phi: float) -> list[list[float]]:
    """Log evidence of each segment, its values in units of s and without (n/2) ln 2 pi."""
    n, first = len(level), 1 - phi**2
    found = [[-math.inf] * (n + 1) for _ in range(n + 1)]
    for start in range(n):
        kn, xz, zz = 0.1 + first, first * level[start], first * level[start] ** 2
        for end in range(start + 1, n + 1):
            if end > start + 1:
                z = level[end - 1] - phi * level[end - 2]
                kn, xz, zz = kn + (1 - phi) ** 2, xz + (1 - phi) * z, zz + z * z
            if end - start >= LEAST:
                shape = 1 + (end - start) / 2
                spread = 1 + (zz - xz**2 / kn) / 2
                found[start][end] = (
                    (math.log(first) + math.log(0.1 / kn)) / 2
                    - shape * math.log(spread)
                    + math.lgamma(shape)
                )
    return found


def log_sum(terms: list[float]) -> float:
    """Log of the sum of exponentials."""
    top = max(terms, default=-math.inf)
    if top == -math.inf:
        return top
    return top + math.log(sum(math.exp(term - top) for term in terms))

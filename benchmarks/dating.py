"""Whether date sets hold the true date, by how many changes a series has: two ways to date.

Run: python -m benchmarks.dating [RUNS]
Both date the changes listed (P of .55 or more): as the change of a window that is nearest to its
mode, as findings do, and as the j-th of the likeliest number of changes. A set is right if it holds
the true change nearest to its mode; where the window has none it is not counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.made_up_series import ar_noise
from allegiance.graph.analysis.segment_evidence import ArGaussian, BetaBinomial, SegmentEvidence
from allegiance.graph.analysis.segmentation import DateSet, segment

LISTED = 0.55
Draw = Callable[[np.random.Generator, int], tuple[SegmentEvidence, NDArray[np.intp]]]


def places(generator: np.random.Generator, length: int, changes: int, gap: int) -> NDArray[np.intp]:
    """Places of the changes by lot, at least ``gap`` items from each other and the ends."""
    while True:
        found = np.sort(generator.choice(np.arange(gap, length - gap + 1), changes, replace=False))
        if changes < 2 or np.diff(found).min() >= gap:
            return found


def acts_of_the_prior(
    generator: np.random.Generator, changes: int
) -> tuple[SegmentEvidence, NDArray[np.intp]]:
    """Two acts an item, 56 items, the share of a side drawn from its prior."""
    cuts = places(generator, 56, changes, 1)
    shares = np.repeat(generator.beta(0.5, 0.5, changes + 1), np.diff([0, *cuts, 56]))
    acts = generator.poisson(2.0, 56)
    first = generator.binomial(acts, shares)
    return BetaBinomial(np.column_stack([first, acts - first])), cuts


def acts_to_and_fro(
    generator: np.random.Generator, changes: int
) -> tuple[SegmentEvidence, NDArray[np.intp]]:
    """One act an item, 56 items, the share of a side .15 and .85 in turn."""
    cuts = places(generator, 56, changes, 4)
    levels = [0.85 if order % 2 else 0.15 for order in range(changes + 1)]
    acts = generator.poisson(1.0, 56)
    first = generator.binomial(acts, np.repeat(levels, np.diff([0, *cuts, 56])))
    return BetaBinomial(np.column_stack([first, acts - first])), cuts


@dataclass(frozen=True, slots=True)
class Steps:
    """Fifty years with AR(1) noise and steps up or down."""

    phi: float
    step: float

    def __call__(
        self, generator: np.random.Generator, changes: int
    ) -> tuple[SegmentEvidence, NDArray[np.intp]]:
        """One series and its cuts."""
        cuts = places(generator, 50, changes, 3)
        values = ar_noise(50, self.phi, generator)
        for cut in cuts:
            values[cut:] += generator.choice([-1, 1]) * self.step
        return ArGaussian(values, corrected=True), cuts


SERIES: dict[str, Draw] = {
    "acts, shares drawn from the prior": acts_of_the_prior,
    "acts, .15 and .85 in turn": acts_to_and_fro,
    "a measure, phi 0, steps of 2": Steps(0.0, 2.0),
    "a measure, phi .4, steps of 3": Steps(0.4, 3.0),
    "a measure, phi .8, steps of 4": Steps(0.8, 4.0),
}


def rows_of(draw: Draw, changes: int, runs: int) -> list[tuple[float, ...]]:
    """For each change listed: P, whether it is one, and of both ways whether right, and span."""
    generator, found = np.random.default_rng(changes + 1), []
    for _ in range(runs):
        evidence, cuts = draw(generator, changes)
        one = segment(evidence)
        windows = one.windows
        supposed = one.date_sets(changes=len(windows)) if windows else ()
        for window, dates, other in zip(windows, one.dates, supposed, strict=True):
            probability = one.probability_within(window.first, window.last)
            if probability >= LISTED:
                inside = [int(t) for t in cuts if window.first <= t <= window.last]
                checks = [x for d in (dates, other) for x in (right(d, inside), d.high - d.low + 1)]
                found.append((probability, bool(inside), *checks))
    return found


def right(dates: DateSet, cuts: list[int]) -> bool:
    """Whether a set holds the one of ``cuts`` nearest to its mode."""
    return min(cuts, key=lambda t: (abs(t - dates.mode), t), default=None) in dates.members


def main(runs: int) -> None:
    """Print the table."""
    head = ["series", "changes", "listed", "P", "true", "inside", "span", "j-th inside", "span"]
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for name, draw in SERIES.items():
        for changes in range(4):
            table = np.array(rows_of(draw, changes, runs), dtype=float).reshape(-1, 6)
            true = table[table[:, 1] > 0]
            spans = [
                f"{span.mean():.1f}, {np.quantile(span, 0.9):.0f}"
                for span in table[:, [3, 5]].T
                if len(span)
            ]
            held = [f"{100 * s.mean():.0f}%" if len(s) else "" for s in true[:, [2, 4]].T]
            shares = [f"{100 * s.mean():.0f}%" if len(s) else "" for s in table[:, :2].T]
            cells = [name, str(changes), str(len(table)), *shares]
            for share, span in zip(held, spans or ["", ""], strict=True):
                cells += [share, span]
            lines.append(f"| {' | '.join(cells)} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)

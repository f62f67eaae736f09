"""How often contagion is found where there is none, and where it was planted, among real coups.

A world has the states, years, neighbours and margins of the coups since 1950 (the data sets must be
at hand). A state's rate in a year is the share of shuffles in which it has a coup then; where a
neighbour had one in the three years before, it is multiplied. All rates are scaled so that a world
has as many coups as there were.

Run ``python -m benchmarks.contagion`` from the checkout; it takes a quarter of an hour.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from allegiance.graph.analysis.contagion.found import ContagionSettings, find_contagion
from allegiance.graph.analysis.contagion.panel import Panel
from allegiance.graph.analysis.contagion.public import coup_panel
from allegiance.graph.analysis.contagion.swaps import shuffle_acts

WINDOW = 3
SETTINGS = ContagionSettings(draws=199)
# (how rates vary: over all years or by period too, what a coup nearby multiplies them by)
WORLDS = ((None, 1.0), (10, 1.0), (10, 1.5), (10, 2.0), (10, 3.0))


def rates_of(panel: Panel, period_years: int | None) -> np.ndarray:
    """The share of shuffles in which each state has an act in each year."""
    draws = 400
    shuffled = shuffle_acts(
        panel.acts, panel.at_risk, draws=draws, seed=7, period_years=period_years
    )
    return sum(acts.astype(float) for acts in shuffled) / draws


def plant(panel: Panel, rates: np.ndarray, times: float, rng: np.random.Generator) -> Panel:
    """A world in which a coup nearby multiplies the rate, with some as many coups as ``panel``."""
    scale = 1.0
    for _ in range(6):
        acts = np.zeros_like(panel.acts)
        for year in range(acts.shape[1]):
            recent = acts[:, max(0, year - WINDOW) : year].any(axis=1)
            exposed = panel.nearness[year] @ recent
            chance = scale * rates[:, year] * np.where(exposed, times, 1.0)
            acts[:, year] = rng.random(len(acts)) < np.minimum(chance, 1.0)
        ratio = acts.sum() / panel.act_count
        if abs(ratio - 1) < 0.1:
            break
        scale /= ratio
    return replace(panel, acts=acts & panel.at_risk, told={}, beliefs={})


def main(worlds: int) -> None:
    """Print a row for each kind of world."""
    panel = coup_panel(("coup",))
    print(
        f"{panel.act_count} state-years with a coup; {worlds} worlds a row, {SETTINGS.draws} draws"
    )
    print("rates  times  window  overall  periods  rates  all three (shown)")
    for period, times in WORLDS:
        rates, rng = rates_of(panel, period), np.random.default_rng(11)
        found = [
            find_contagion(plant(panel, rates, times, rng), settings=SETTINGS)
            for _ in range(worlds)
        ]
        name = "states" if period is None else "period"
        for index, window in enumerate(SETTINGS.windows):
            tests = [one.tests[index] for one in found]
            kinds = ("overall", "periods", "rates")
            shares = [sum(getattr(t, k).raised for t in tests) / worlds for k in kinds]
            shown = sum(t.verdict == "shown" for t in tests) / worlds
            said = "  ".join(f"{share:7.2f}" for share in (*shares, shown))
            print(f"{name}  {times:5.1f}  {window:6}  {said}", flush=True)
        any_window = sum(one.verdict == "shown" for one in found) / worlds
        print(f"{name}  {times:5.1f}  shown in any window: {any_window:.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

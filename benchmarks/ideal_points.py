"""How much of made-up ideal points a fit gets back, and how often its intervals hold the truth.

Run ``python -m benchmarks.ideal_points`` from the checkout; it takes a minute or two.
"""

from __future__ import annotations

import numpy as np

from allegiance.graph.analysis.ideal_fit import IdealSettings
from allegiance.graph.analysis.made_up_votes import MadeUpAssembly, recovered

SEEDS = 10
ASSEMBLIES = {
    "100 states, 60 roll calls, 10 sessions": MadeUpAssembly(),
    "20 roll calls": MadeUpAssembly(roll_calls=20),
    "50 states, 30 roll calls": MadeUpAssembly(states=50, roll_calls=30),
    "slopes of sd 1.5": MadeUpAssembly(slope_sd=1.5),
    "slopes of sd .5": MadeUpAssembly(slope_sd=0.5),
    "states that move five times as much": MadeUpAssembly(step=0.3),
}


def measure(made: MadeUpAssembly, walk: float | None) -> tuple[float, float, float]:
    """Share of intervals with the truth, mean correlation within sessions, and mean error."""
    found = []
    for seed in range(SEEDS):
        settings = IdealSettings(anchor="state-000", walk=walk)
        _, beside = recovered(made, seed=seed, settings=settings)
        truth = (beside["theta"] - beside["theta"].mean()) / beside["theta"].std(ddof=0)
        held = truth.between(beside["lower"], beside["upper"]).mean()
        pairs = beside.groupby("session")[["theta", "ideal_point"]].corr()
        within = pairs.xs("theta", level=1)["ideal_point"].mean()
        error = np.sqrt(((truth - beside["ideal_point"]) ** 2).mean())
        found.append((held, within, error))
    held, within, error = np.mean(found, axis=0).tolist()
    return held, within, error


def main() -> None:
    """Print the table of docs/methods/ideal_points.md."""
    print("| made-up assembly | walk: held, correlation, error | apart: held, correlation, error |")
    print("| --- | --- | --- |")
    for name, made in ASSEMBLIES.items():
        cells = [
            "{:.1%}, {:.3f}, {:.2f}".format(*measure(made, walk))
            for walk in (IdealSettings().walk, None)
        ]
        print(f"| {name} | {cells[0]} | {cells[1]} |", flush=True)


if __name__ == "__main__":
    main()

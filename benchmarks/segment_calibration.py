"""Prints the tables of docs/calibration.md on the segmentation alone, and draws their chart.

Run ``python -m benchmarks.segment_calibration`` from the checkout; it takes a quarter of an hour.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from allegiance.graph.analysis.common_trend import subtract_common_trend
from allegiance.graph.analysis.made_up_series import (
    DrawnFromPrior,
    MadeUpActs,
    MadeUpEvents,
    MadeUpMeasure,
    Recipe,
    ar_noise,
)
from allegiance.graph.analysis.segment_calibration import Rate, alarm_rate, coverage
from allegiance.graph.analysis.segment_evidence import ArGaussian
from allegiance.graph.analysis.segmentation import change_probability
from allegiance.graph.render.drawing import to_svg

CHART = Path(__file__).parents[1] / "docs" / "images" / "power.svg"
LENGTHS = (30, 50, 70)
PHIS = (0.0, 0.2, 0.4, 0.6, 0.8)
STEPS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
MEASURED = (0.0, 0.3, 0.6)
# Years and phi of the series with errors of measurement: the hard cases of the table before.
WITH_ERRORS = ((30, 0.6), (30, 0.8), (50, 0.6), (50, 0.8), (70, 0.8))
LEVELS = (0.5, 0.8, 0.95)
PERSISTENT = MadeUpMeasure(phi=0.4)
FLAWS: dict[str, Recipe] = {
    "none: phi .4, 50 years": PERSISTENT,
    "heavy tails: Student's t with 3 degrees": replace(PERSISTENT, tails=3.0),
    "one outlier of 4 standard deviations": replace(PERSISTENT, outlier=4.0),
    "one outlier of 8": replace(PERSISTENT, outlier=8.0),
    "a straight rise of 1 standard deviation in all": replace(PERSISTENT, trend=1.0),
    "a straight rise of 2": replace(PERSISTENT, trend=2.0),
    "a straight rise of 4": replace(PERSISTENT, trend=4.0),
    "a fifth of the years missing": replace(PERSISTENT, missing=0.2),
    "two fifths of the years missing": replace(PERSISTENT, missing=0.4),
    "phi -.4": replace(PERSISTENT, phi=-0.4),
    "phi .9, above the grid": replace(PERSISTENT, phi=0.9),
    "phi .97, all but a random walk": replace(PERSISTENT, phi=0.97),
}
COUNTS: dict[str, Recipe] = {
    "Beta-binomial, 56 items, 1 act each, shares .5 .5": MadeUpActs(),
    "Beta-binomial, 56 items, 1 act each, shares .9 .1": MadeUpActs((0.9, 0.1)),
    "Beta-binomial, 56 items, 5 acts each, shares .7 .3": MadeUpActs((0.7, 0.3), acts=5.0),
    "Dirichlet-multinomial, 4 categories, 1 act each": MadeUpActs((0.4, 0.1, 0.3, 0.2)),
    "Gamma-Poisson, 50 items, rate 1": MadeUpEvents(1.0),
    "Gamma-Poisson, 50 items, rate 5": MadeUpEvents(5.0),
    "Gamma-Poisson, 50 items, rate 20": MadeUpEvents(20.0),
    "Gamma-Poisson, rate 5, variance twice the mean": MadeUpEvents(5.0, dispersion=2.0),
    "Gamma-Poisson, rate 5, variance four times the mean": MadeUpEvents(5.0, dispersion=4.0),
}
POWERS: dict[str, Recipe] = {
    "in the middle": MadeUpMeasure(phi=0.4, step=2.0, position=0.5),
    "after a quarter of 50 years": MadeUpMeasure(phi=0.4, step=2.0, position=0.25),
    "after a tenth of 50 years": MadeUpMeasure(phi=0.4, step=2.0, position=0.1),
    "in the middle of 30 years": MadeUpMeasure(30, 0.4, step=2.0, position=0.5),
    "in the middle of 70 years": MadeUpMeasure(70, 0.4, step=2.0, position=0.5),
    "in the middle, a fifth of the years missing": MadeUpMeasure(
        phi=0.4, step=2.0, position=0.5, missing=0.2
    ),
    "in the middle, heavy tails": MadeUpMeasure(phi=0.4, step=2.0, position=0.5, tails=3.0),
    "shares from .7 .3 to .3 .7, 56 items with 1 act each": MadeUpActs((0.7, 0.3), (0.3, 0.7)),
    "shares from .9 .1 to .1 .9, 56 items with 1 act each": MadeUpActs((0.9, 0.1), (0.1, 0.9)),
    "a rate of 5 doubled, 50 items": MadeUpEvents(5.0, 2.0),
}
TRUTHS: dict[str, Recipe] = {
    "Beta-binomial, truth drawn from the prior": DrawnFromPrior("acts"),
    "Gamma-Poisson, truth drawn from the prior": DrawnFromPrior("events"),
    "AR(1), truth drawn from the prior": DrawnFromPrior("measure"),
    "AR(1), 50 years, phi 0, a step of 1.5": MadeUpMeasure(step=1.5),
    "AR(1), 50 years, phi .4, a step of 2": MadeUpMeasure(phi=0.4, step=2.0),
    "AR(1), 50 years, phi .8, a step of 3": MadeUpMeasure(phi=0.8, step=3.0),
    "Beta-binomial, .7 .3 to .3 .7, 1 act an item": MadeUpActs((0.7, 0.3), (0.3, 0.7)),
    "Gamma-Poisson, rate 5 doubled": MadeUpEvents(5.0, 2.0),
}


def main() -> None:
    """Print all tables, draw the chart."""
    options = read_options()
    runs, seed = options.runs, options.seed
    false_alarms(runs, seed)
    false_alarms_with_errors(runs, seed)
    alarms("false alarms: counts", COUNTS, runs=runs, without=runs // 10, seed=seed)
    alarms("false alarms: series with flaws", FLAWS, runs=runs // 2, without=runs // 10, seed=seed)
    alarms("power: a step of 2", POWERS, runs=runs // 4, without=runs // 20, seed=seed)
    common_trend(runs, seed)
    power(runs // 2, seed)
    truths(runs // 4, seed)


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=2000, help="half as many for power and truth, or a quarter"
    )
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def false_alarms(runs: int, seed: int) -> None:
    """A table of false alarms by autocorrelation and length."""
    rows = [
        [
            f"{phi:g}",
            *(percent(alarm_rate(MadeUpMeasure(n, phi), runs=runs, seed=seed)) for n in LENGTHS),
        ]
        for phi in PHIS
    ]
    print_table("false alarms: measures", ["phi", *(f"{n} years" for n in LENGTHS)], rows)


def false_alarms_with_errors(runs: int, seed: int) -> None:
    """A table of false alarms as yearly measures are cut: errors weighed, the prior corrected."""
    rows = [
        [
            f"{n}",
            f"{phi:g}",
            *(
                percent(
                    alarm_rate(
                        MadeUpMeasure(n, phi, measured=share, corrected=True), runs=runs, seed=seed
                    )
                )
                for share in MEASURED
            ),
        ]
        for n, phi in WITH_ERRORS
    ]
    head = ["years", "phi", *(f"{share:.0%} of the variance" for share in MEASURED)]
    print_table("false alarms: measures with errors", head, rows)


def alarms(title: str, recipes: dict[str, Recipe], *, runs: int, without: int, seed: int) -> None:
    """A table of each recipe's alarms; ``without`` runs say which stand without any one item."""
    rows = [
        [
            name,
            percent(alarm_rate(recipe, runs=runs, seed=seed)),
            percent(alarm_rate(recipe, runs=without, seed=seed, least_without=0.5)),
        ]
        for name, recipe in recipes.items()
    ]
    print_table(title, ["series", "alarms", "P above .5 without any one item"], rows)


def common_trend(runs: int, seed: int) -> None:
    """A table of false alarms in panels with a common step: as they are, and without the trend."""
    rows = []
    for states, phi in ((30, 0.0), (30, 0.6), (150, 0.0), (150, 0.6)):
        generator, counts = np.random.default_rng(seed), [0, 0]
        for _ in range(runs // 20):
            noise = np.array([ar_noise(50, phi, generator) for _ in range(states)]).T
            noise[25:] += 3.0
            panel = pd.DataFrame(noise)
            for which, found in enumerate((panel, subtract_common_trend(panel).adjusted)):
                counts[which] += sum(is_alarm(found[state]) for state in range(20))
        total = 20 * (runs // 20)
        rows.append([f"{states}", f"{phi:g}", *(percent(Rate(n, total)) for n in counts)])
    print_table("a step common to all states", ["states", "phi", "as they are", "without"], rows)


def is_alarm(values: pd.Series[float]) -> bool:
    """Whether P(any change) is above .9."""
    return change_probability(ArGaussian(values).matrix()) > 0.9


def power(runs: int, seed: int) -> None:
    """A table, and the chart, of alarms by the size of the step and phi."""
    marks = []
    for phi in PHIS:
        for step in STEPS:
            recipe = MadeUpMeasure(phi=phi, step=step, position=0.5)
            share = alarm_rate(recipe, runs=runs, seed=seed).share
            marks.append({"phi": f"{phi:g}", "step": step, "alarms": share})
    rows = [
        [f"{phi:g}", *(f"{100 * m['alarms']:.0f}%" for m in marks if m["phi"] == f"{phi:g}")]
        for phi in PHIS
    ]
    print_table("power", ["phi", *(f"step {step:g}" for step in STEPS)], rows)
    CHART.write_text(to_svg(power_chart(marks)) + "\n", encoding="utf-8")


def power_chart(marks: Sequence[dict[str, object]]) -> dict[str, object]:
    """The chart of alarms by step, a line for each phi, told apart by dashes as well."""
    name = {"field": "phi", "type": "nominal", "title": "autocorrelation"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 560,
        "height": 280,
        "background": "white",
        "data": {"values": list(marks)},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {
                "field": "step",
                "type": "quantitative",
                "title": "step of the level, in standard deviations of the noise",
            },
            "y": {
                "field": "alarms",
                "type": "quantitative",
                "axis": {"format": "%"},
                "title": "series that alarm",
            },
            "color": {**name, "scale": {"scheme": "viridis"}},
            "strokeDash": name,
        },
    }


def truths(runs: int, seed: int) -> None:
    """A table of what share of date sets and credible intervals hold the truth."""
    rows = []
    for name, recipe in TRUTHS.items():
        for level in LEVELS:
            found = coverage(recipe, level=level, runs=runs, seed=seed)
            levels = (found.before, found.after, found.difference)
            rows.append(
                [
                    *(name, f"{level:g}", f"{100 * found.mass:.0f}%", percent(found.dates)),
                    f"{found.width:g}",
                    f"{100 * found.alarmed.share:.0f}% of {found.alarmed.runs}",
                    " ".join(f"{100 * rate.share:.0f}%" for rate in levels),
                ]
            )
    head = ["series", "level", "mass", "true date inside", "median items", "of alarms"]
    print_table("truth inside", [*head, "true levels inside: before, after, difference"], rows)


def percent(rate: Rate) -> str:
    """A rate in percent, with its 95% interval."""
    low, high = rate.interval()
    return f"{100 * rate.share:.1f}% ({100 * low:.1f} to {100 * high:.1f})"


def print_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A markdown table under its title."""
    print(f"### {title}\n\n| {' | '.join(head)} |\n|{' --- |' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


if __name__ == "__main__":
    main()

"""Prints docs/calibration.md's tables: false alarms on shuffled evidence, power on a known change.

Run ``python benchmarks/calibration.py`` from the checkout; it takes some minutes.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterable, Sequence

import allegiance as al
from allegiance.graph.analysis.attribution import TIE_RATES
from allegiance.graph.analysis.calibration import (
    KnownChange,
    detection_power,
    false_alarm_rate,
    null_probabilities,
)
from allegiance.graph.analysis.changes import ShiftSettings
from allegiance.graph.analysis.courses import follow
from allegiance.graph.analysis.evidence import EvidenceSettings
from allegiance.graph.dossier import Dossier

# The scales of the tables are whole: they multiply masses that are not scaled yet.
UNSCALED = EvidenceSettings(mass_scale=1.0)
SCALES = (0.75, 0.95, 1.0, 1.25, 1.5, 2.0)
FINE_SCALES = (0.9, 0.95, 1.0, 1.05)
POLE_SETS = (None, ("ecowas", "russia"), ("eu", "russia"))
MASSES = (2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0)
DESIGNS = (
    ("the old tie ends with the change", KnownChange()),
    ("the old tie stays a year longer", KnownChange(overlap=4)),
    ("as before, and one act in four goes the other way", KnownChange(overlap=4, error=0.25)),
    ("acts alone count, ties only by their start", KnownChange(tie_rate=0.0)),
)


def main() -> None:
    """Print all tables."""
    options = read_options()
    dossier = al.open()
    begun = time.perf_counter()
    print(
        f"{options.runs} shuffles, {options.draws} draws of a known change; seed {options.seed}.\n"
    )
    false_alarms(dossier, options.runs, options.seed)
    worst_case(dossier, 5 * options.runs, options.seed)
    null_quantiles(dossier, options.runs, options.seed)
    tie_rates(dossier, options.runs, options.seed)
    power(options.draws, options.seed)
    print(f"All tables took {time.perf_counter() - begun:.0f} s.")


def read_options() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000, help="shuffles for each number")
    parser.add_argument("--draws", type=int, default=400, help="draws of a known change for each")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def false_alarms(dossier: Dossier, runs: int, seed: int) -> None:
    """A table for each pair of poles: false alarms of each covered state by scale of mass."""
    for poles in POLE_SETS:
        print(f"### False alarms between {' and '.join(labels(dossier, poles))}\n")
        rows = []
        for state in covered_states(dossier, poles):
            course = dossier.course(state, poles, evidence=UNSCALED)
            rates = [
                percent(false_alarm_rate(course.evidence, runs=runs, seed=seed, scale=scale), runs)
                if course.mass * scale >= ShiftSettings().least_mass
                else "not covered"
                for scale in SCALES
            ]
            rows.append([label(dossier, state), f"{course.mass:.1f}", *rates])
        print_table(["state", "mass", *(f"scale {scale:g}" for scale in SCALES)], rows)


def worst_case(dossier: Dossier, runs: int, seed: int) -> None:
    """A table for the state with most false alarms, with more shuffles and finer scales."""
    states = covered_states(dossier, None)
    evidence = {state: dossier.evidence(state, settings=UNSCALED) for state in states}
    worst = max(states, key=lambda s: false_alarm_rate(evidence[s], runs=runs // 20, seed=seed))
    print(f"### False alarms of {label(dossier, worst)} with {runs} shuffles\n")
    rates = [
        percent(false_alarm_rate(evidence[worst], runs=runs, seed=seed, scale=scale), runs)
        for scale in FINE_SCALES
    ]
    print_table([f"scale {scale:g}" for scale in FINE_SCALES], [rates])


def null_quantiles(dossier: Dossier, runs: int, seed: int) -> None:
    """A table of P(any change) as found, and its spread over the shuffles."""
    print("### P(any change): found, and in shuffled evidence\n")
    rows = []
    for state in covered_states(dossier, None):
        course = dossier.course(state)
        null = sorted(null_probabilities(course.evidence, runs=runs, seed=seed))
        spread = [f"{null[int(share * (runs - 1))]:.2f}" for share in (0.5, 0.9, 0.95, 0.99)]
        higher = sum(p >= course.probability for p in null)
        rows.append([label(dossier, state), f"{course.probability:.2f}", *spread, f"{higher}"])
    head = ["state", "found", "median", "90%", "95%", "99%", f"of {runs} as high as found"]
    print_table(head, rows)


def tie_rates(dossier: Dossier, runs: int, seed: int) -> None:
    """A table of P(any change) and of false alarms by the rate at which ties count."""
    print("### P(any change), and false alarms, by tie_rate\n")
    rows = []
    for state in covered_states(dossier, None):
        cells = []
        for rate in TIE_RATES:
            evidence = dossier.evidence(state, settings=EvidenceSettings(tie_rate=rate))
            course = follow(evidence)
            if course.covered:
                alarms = false_alarm_rate(evidence, runs=runs, seed=seed)
                cells.append(f"{course.probability:.2f}; {100 * alarms:.1f}%")
            else:
                cells.append("not covered")
        rows.append([label(dossier, state), *cells])
    print_table(["state", *(f"tie_rate {rate:g}" for rate in TIE_RATES)], rows)


def power(runs: int, seed: int) -> None:
    """A table for each design: alarms and dates by the mass of the evidence."""
    for name, known in DESIGNS:
        print(f"### Power: {name}\n")
        found = detection_power(MASSES, runs=runs, seed=seed, known=known)
        rows = [
            [f"{p.mass:g}", percent(p.alarms, runs), percent(p.dated, runs), f"{p.width:g}"]
            for p in found
        ]
        print_table(["mass", "alarms", "true date inside", "median width, quarters"], rows)


def covered_states(dossier: Dossier, poles: Sequence[str] | None) -> list[str]:
    """The ids of the states that the dossier covers between poles."""
    return [state for state in dossier.states(poles) if dossier.course(state, poles).covered]


def labels(dossier: Dossier, poles: Sequence[str] | None) -> list[str]:
    """The labels of poles, the dossier's own for None."""
    return [label(dossier, pole) for pole in dossier.poles(poles)]


def label(dossier: Dossier, actor: str) -> str:
    """The label of an actor."""
    return dossier.catalogue.label(actor)


def percent(share: float, runs: int) -> str:
    """A share in percent, with its standard error in brackets."""
    if math.isnan(share):
        return "not covered"
    return f"{100 * share:.1f}% ({100 * math.sqrt(share * (1 - share) / runs):.1f})"


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A markdown table."""
    print(f"| {' | '.join(head)} |")
    print(f"|{' --- |' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print()


if __name__ == "__main__":
    main()

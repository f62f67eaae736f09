"""How many documented realignments each yearly measure dates, and how often it alarms in calm.

Run: python benchmarks/realignments.py EPISODES.csv
The list is not shipped. Its columns: label (positive or stable), cow_code, year_from, year_to,
us_ru_sign (1 towards the United States, -1 towards Russia, 0 off that axis). A hit is an alert of
the right sign within the window and two years around it; chance is the same after every state's
alerts moved in time, as in a ring, by each number of years in turn. What was chosen on
such a list is said in docs/limits.md.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from allegiance.graph.analysis.measures.known import MEASURES
from allegiance.graph.analysis.measures.lineages import last_of
from allegiance.graph.analysis.series import follow, read_measured
from allegiance.graph.model.errors import AllegianceError
from allegiance.graph.model.states import resolve_state

SLACK = 2
_Alert = tuple[int, int]  # year, and 1 towards the United States or -1


def alerts_of(name: str, listed: set[str]) -> tuple[dict[str, list[_Alert]], tuple[int, int]]:
    """The alerts of the listed states by a measure between the US and Russia, and its window."""
    measured = read_measured(name, "United States", "Russia")
    valued = measured.table.loc[measured.table["value"].notna(), "year"]
    found = {}
    for state in listed.intersection(measured.states):
        shifts = follow(measured, state).shifts
        found[state] = [(one.date.year, -1 if one.size > 0 else 1) for one in shifts if one.alert]
    return found, (int(valued.min()), int(valued.max()))


def recall(
    alerts: dict[str, list[_Alert]], episodes: Sequence[dict[str, str]], window: tuple[int, int]
) -> tuple[float, float, int]:
    """Share of the episodes that were hit, the share by chance, and how many were coverable."""
    first, last = window
    span = last - first + 1
    covered = [one for one in episodes if _state(one) in alerts and int(one["year_from"]) <= last]
    hits = _hits(alerts, covered)
    moved = [
        _hits(
            {
                state: [(first + (year - first + step) % span, sign) for year, sign in found]
                for state, found in alerts.items()
            },
            covered,
        )
        for step in range(6, span - 5)
    ]
    total = max(len(covered), 1)
    return hits / total, sum(moved) / max(len(moved), 1) / total, len(covered)


def false_alarms(
    alerts: dict[str, list[_Alert]], rows: Sequence[dict[str, str]], window: tuple[int, int]
) -> float:
    """Alerts in a stable decade, away from every listed episode of the state."""
    count, years = 0, 0
    for calm in (one for one in rows if one["label"] == "stable"):
        low = max(int(calm["year_from"]), window[0])
        high = min(int(calm["year_to"]), window[1])
        if _state(calm) not in alerts or low > high:
            continue
        years += high - low + 1
        listed = [one for one in rows if one["label"] == "positive" and _state(one) == _state(calm)]
        count += sum(
            low <= year <= high and not any(_near(year, one) for one in listed)
            for year, _ in alerts[_state(calm)]
        )
    return 10 * count / years if years else float("nan")


def main(path: Path) -> None:
    """Print the table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    episodes = [one for one in rows if one["label"] == "positive"]
    found = {}
    lines = ["measure    covered  recall  chance  false alarms a stable decade"]
    for name in MEASURES:
        alerts, window = alerts_of(name, {_state(one) for one in rows})
        found[name] = alerts
        share, chance, covered = recall(alerts, episodes, window)
        false = false_alarms(alerts, rows, window)
        lines.append(f"{name:10} {covered:7d} {share:7.2f} {chance:7.2f} {false:7.2f}")
    states = {state for alerts in found.values() for state in alerts}
    union = {s: sorted({a for alerts in found.values() for a in alerts.get(s, [])}) for s in states}
    share, chance, covered = recall(union, episodes, (1946, 2022))
    false = false_alarms(union, rows, (1946, 2022))
    lines.append(f"{'any':10} {covered:7d} {share:7.2f} {chance:7.2f} {false:7.2f}")
    sys.stdout.write("\n".join(lines) + "\n")


def _hits(alerts: dict[str, list[_Alert]], episodes: Sequence[dict[str, str]]) -> int:
    return sum(
        any(
            _near(year, one) and int(one["us_ru_sign"]) in (0, sign)
            for year, sign in alerts[_state(one)]
        )
        for one in episodes
    )


def _near(year: int, episode: dict[str, str]) -> bool:
    return int(episode["year_from"]) - SLACK <= year <= int(episode["year_to"]) + SLACK


def _state(row: dict[str, str]) -> str:
    try:
        return last_of(resolve_state(row["cow_code"], system="cow", on=int(row["year_from"])).id)
    except AllegianceError:
        return ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))

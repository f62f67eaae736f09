"""How alike two were, in words and as a table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby
from typing import Any

from allegiance.graph.analysis.alignments.alignment import LEVEL, NOTE, Alignment
from allegiance.graph.datasets.registry import describe
from allegiance.graph.render.tables import text_table
from allegiance.graph.render.words import Label, percent

_LARGE = 100


def series_text(found: Alignment, label: Label) -> str:
    """The years as a table; years without a value have dashes, and a note that says why.

    Years on end without a value for the same reason stand in one row.
    """
    one, other = label(found.dyad.first), label(found.dyad.second)
    heads = {
        "value": found.by or "apart" if found.measure in ("ideal", "troops") else found.by,
        "median": "median of all pairs",
        "first": one,
        "second": other,
        "from_second": f"{one} with {other}",
        "from_first": f"{other} with {one}",
        NOTE: "",
    }
    heads["value"] = heads["value"] or "in common"
    notes = found.series[NOTE].any()
    names = [
        str(name)
        for name in found.series.columns
        if name != "error" and (name != NOTE or notes) and not _empty(found, str(name))
    ]
    parts = groupby(found.series.to_dict("records"), _gap)
    shown = [row for _, part in parts for row in _rows(list(part), names)]
    return text_table([heads.get(name, name) for name in names], shown)


def summary_line(found: Alignment, label: Label) -> str:
    """One line: the last year with its interval, the highest and the lowest, how many years."""
    pair = f"{label(found.dyad.first)} and {label(found.dyad.second)}"
    covered = found.covered
    if not len(covered):
        years = found.series["year"]
        first, last = (years.min(), years.max()) if len(years) else found.window
        when = f"in {first}" if first == last else f"in any year of {first}-{last}"
        return f"{pair}, {found.measure}: not covered {when}."
    last_row = covered.iloc[-1]
    high, low = (covered.loc[covered["value"].agg(end)] for end in ("idxmax", "idxmin"))
    interval = ""
    if last_row["low"] == last_row["low"]:
        interval = f" ({percent(LEVEL)} interval {last_row['low']:.2f} to {last_row['high']:.2f})"
    by = f" by {found.by}" if found.by else ""
    said = f"{pair}, {found.measure}{by}: {last_row['value']:.2f}{interval} in {last_row['year']}"
    if len(found.series) == 1:
        return f"{said}."
    return (
        f"{said};"
        f" highest {high['value']:.2f} in {high['year']},"
        f" lowest {low['value']:.2f} in {low['year']};"
        f" {len(covered)} of {len(found.series)} years have a value."
    )


def scope_lines(found: Alignment) -> list[str]:
    """What is seen and not seen, how values are read, and the window of the data."""
    first, last = found.window
    titles = (
        "; ".join(describe(name).title for name in found.sets) or "the statements of the dossier"
    )
    return [
        f"{found.sees} {found.misses}",
        f"How to read it: {found.reads}",
        f"Data: {titles}, {first}-{last}; other years are not covered.",
    ]


def _gap(row: Mapping[Hashable, Any]) -> str:
    """What years that may stand in one row have in common: the reason why they have no value."""
    return "" if row["value"] == row["value"] else str(row[NOTE])


def _rows(years: Sequence[Mapping[Hashable, Any]], names: Sequence[str]) -> list[list[str]]:
    """Years with a value a row each; several without one for the same reason in one row."""
    if len(years) == 1 or not _gap(years[0]):
        return [[_number(year[name]) for name in names] for year in years]
    span = {"year": f"{years[0]['year']}-{years[-1]['year']}", NOTE: years[0][NOTE]}
    return [[str(span.get(name, "-")) for name in names]]


def _empty(found: Alignment, name: str) -> bool:
    return name in ("low", "high") and bool(found.series[name].isna().all())


def _number(value: object) -> str:
    if isinstance(value, float):
        if value != value:
            return "-"
        return f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:.3f}"
    return str(value)

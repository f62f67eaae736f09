"""The finding: how alike two were, year by year, with what is not covered and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from allegiance.graph.analysis.alignments.known import (
    check_settings,
    comparison_named,
    tables_for,
)
from allegiance.graph.analysis.alignments.protocol import (
    COEFFICIENTS,
    AlignSettings,
    Comparison,
    Dyad,
)
from allegiance.graph.analysis.measures.lineages import find_state, last_of
from allegiance.graph.model.dates import as_day
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

LEVEL: Final = 0.8
HEAD: Final = ("year", "value", "low", "high", "error", "n")
NOTE: Final = "note"
_CERTAIN: Final = "no spread to tell an error from"
_CONSTANT: Final = "one did the same throughout, which makes kappa 0: see pi, s and agreement"


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """How alike two actors were, year by year.

    Attributes
    ----------
    dyad, measure, by
        Who, by what data, and by which coefficient ("" where there is but one way).
    settings
        As asked for.
    window
        The first and the last year that the data cover.
    series
        A row a year. Columns: year, value, low and high (its 80% interval, nan without an error),
        error, n, what stands beside, and note: why there is no value or no error, else "".
    sees, misses, reads
        What it can and cannot see, and how values are read.
    sets
        The data sets that it rests on.
    """

    dyad: Dyad
    measure: str
    by: str
    settings: AlignSettings
    window: tuple[int, int]
    series: pd.DataFrame
    sees: str
    misses: str
    reads: str
    sets: tuple[str, ...] = ()

    @property
    def covered(self) -> pd.DataFrame:
        """The years that have a value."""
        return self.series[self.series["value"].notna()]


def align(
    first: str,
    second: str,
    measure: str = "votes",
    *,
    settings: AlignSettings = AlignSettings(),
    since: int | None = None,
    until: int | None = None,
    at: str | dt.date | None = None,
) -> Alignment:
    """How alike two states were, by year, from the copies of public data sets at hand.

    Parameters
    ----------
    first, second
        States by name, id or code.
    measure
        One of :data:`~allegiance.graph.analysis.alignments.known.COMPARISONS`: votes, ideal,
        alliances, arms, troops, trade.
    since, until
        The first and the last year, both included; by default those with something in common.
    at
        A day, in place of both: its year alone.

    Raises
    ------
    UnknownNameError
        If there is no such measure or state.
    InputError
        If the two are one, settings do not fit, or the data are not at hand.
    """
    comparison = comparison_named(measure)
    if at is not None:
        since = until = as_day(at).year
    dyad = Dyad(last_of(find_state(first)), last_of(find_state(second)))
    check_two(dyad, first, second)
    check_settings(comparison, settings)
    check_years(since, until)
    tables = tables_for(comparison, settings)
    for name, table in tables.items():
        if table.empty:
            message = f"The copy of {name} at hand has no row of use. Get it anew."
            raise InputError(message)
    found = comparison.compare(tables, dyad, settings)
    return finish(comparison, found, dyad, settings, years=(since, until), sets=tuple(tables))


def check_two(dyad: Dyad, first: str, second: str) -> None:
    """Refuse one actor twice.

    Raises
    ------
    InputError
        If the two are one.
    """
    if dyad.first == dyad.second:
        message = f"{first} and {second} are one: name two that differ."
        raise InputError(message)


def check_years(since: int | None, until: int | None) -> None:
    """Refuse years the wrong way round.

    Raises
    ------
    InputError
        If ``until`` is before ``since``.
    """
    if since is not None and until is not None and until < since:
        message = f"No year lies between {since} and {until}: the first must be the earlier."
        raise InputError(message)


def finish(
    comparison: Comparison,
    found: pd.DataFrame,
    dyad: Dyad,
    settings: AlignSettings,
    *,
    years: tuple[int | None, int | None],
    sets: Sequence[str] = (),
) -> Alignment:
    """The finding from the years of a comparison: intervals, gaps, notes on what has no value."""
    import pandas as pd

    by = settings.by or (comparison.by[0] if comparison.by else "")
    window = (int(found["year"].min()), int(found["year"].max()))
    few = found["n"] < comparison.least_n
    own = ["value", "error", *(name for name in found.columns if name in COEFFICIENTS)]
    found = found.assign(**{name: found[name].mask(few) for name in own})
    series = _within(found, years)
    series["n"] = series["n"].fillna(0).astype(int)
    certain = series["error"] == 0
    series["error"] = series["error"].mask(certain)
    reach = NormalDist().inv_cdf((1 + LEVEL) / 2) * series["error"]
    low, high = comparison.bounds if by not in ("agreement", "identical") else (0.0, 1.0)
    series["low"] = (series["value"] - reach).clip(lower=low)
    series["high"] = (series["value"] + reach).clip(upper=high)
    rows = zip(*(series[name].tolist() for name in ("year", "value", "n")), strict=True)
    said = [_note(comparison, window, year=y, value=v, n=n) for y, v, n in rows]
    constant = certain & (series["value"] == 0) & (by == "kappa")
    notes = pd.Series(said, dtype=object).mask(certain, _CERTAIN)
    series[NOTE] = notes.mask(constant, _CONSTANT)
    beside = [name for name in found.columns if name not in HEAD]
    return Alignment(
        dyad=dyad,
        measure=comparison.name,
        by=by,
        settings=settings,
        window=window,
        series=series[[*HEAD, *beside, NOTE]],
        sees=comparison.sees,
        misses=comparison.misses,
        reads=comparison.reads,
        sets=tuple(sets),
    )


def _within(found: pd.DataFrame, years: tuple[int | None, int | None]) -> pd.DataFrame:
    """The years asked for, by default from the first to the last with something in common."""
    common = found.loc[found["n"] > 0, "year"]
    window = found["year"].min(), found["year"].max()
    first, last = (common.min(), common.max()) if len(common) else (window[1] + 1, window[1])
    since, until = years
    if since is not None:
        first, last = since, max(last, since) if until is None else until
    elif until is not None:
        first, last = min(first if first <= until else window[0], until), until
    wanted = np.arange(int(first), int(last) + 1)
    return found.set_index("year").reindex(wanted).rename_axis("year").reset_index()


def _note(
    comparison: Comparison, window: tuple[int, int], *, year: int, value: float, n: int
) -> str:
    if value == value:
        return ""
    if not window[0] <= year <= window[1]:
        return f"not covered: the data are of {window[0]}-{window[1]}"
    if n == 0:
        return f"not covered: {comparison.lacks}"
    if n < comparison.least_n:
        return f"not covered: {n} of at least {comparison.least_n} {comparison.counts}"
    return "not defined: one or both did the same throughout"


def to_dict(found: Alignment) -> dict[str, Any]:
    """The finding as plain values, as ``--json`` prints it."""
    rows = found.series.astype(object).to_dict("records")
    return {
        "actors": [found.dyad.first, found.dyad.second],
        "measure": found.measure,
        "by": found.by or None,
        "issue": found.settings.issue,
        "scale": found.settings.scale if found.measure == "alliances" else None,
        "covers": list(found.window),
        "level": LEVEL,
        "series": rows,
        "reads": found.reads,
        "sees": found.sees,
        "misses": found.misses,
        "data": list(found.sets),
    }

"""Indicators over time: from the measures of a dossier, and from public data sets."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allegiance.graph.analysis.measures.lineages import lineage
from allegiance.graph.datasets.files import files_of
from allegiance.graph.datasets.registry import describe, load_dataset
from allegiance.graph.model.statements import Measure
from allegiance.graph.store.catalogue import Catalogue

if TYPE_CHECKING:
    import pandas as pd

CONFLICTS: Final = "ucdp-conflicts"
COUPS: Final = "powell-thyne-coups"


@dataclass(frozen=True, slots=True, order=True)
class Observation:
    """A value of the days from ``first`` to ``last``; ``records`` are the ids that it is from."""

    first: dt.date
    last: dt.date
    value: float
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantity over time, sorted by day. Of ``counts`` each value is a number of events.

    ``source`` is "dossier" or the name of a data set. Those of one ``kind`` and unit measure the
    same of others.
    """

    kind: str
    name: str
    unit: str
    observations: tuple[Observation, ...]
    source: str = "dossier"
    counts: bool = False


# What is written in capitals in the name of an indicator.
_LETTERS = frozenset({"tiv", "usd", "eur", "gdp", "gni", "un", "unga", "eu"})


def indicator_words(indicator: str) -> str:
    """An indicator as words: arms TIV.

    >>> indicator_words("payment_usd_month")
    'payment USD month'
    """
    parts = indicator.split("_")
    return " ".join(part.upper() if part in _LETTERS else part for part in parts)


def dossier_indicators(catalogue: Catalogue, actor: str) -> tuple[list[Indicator], list[Indicator]]:
    """The measures by, to or about an actor and its clients, and those of others.

    One indicator a kind, unit and pair, sorted. Several values of one period become their mean;
    measures without a date are left out.
    """
    rollup = catalogue.rollup
    grouped: dict[tuple[str, str, str, str], list[Measure]] = {}
    for measure in catalogue.measures.values():
        key = measure.indicator, measure.provider, measure.recipient, measure.quantity.unit
        grouped.setdefault(key, []).append(measure)
    own: list[Indicator] = []
    others: list[Indicator] = []
    for (kind, provider, recipient, unit), measures in sorted(grouped.items()):
        said = f"{indicator_words(kind)}, {catalogue.label(provider)}"
        said += "" if provider == recipient else f" to {catalogue.label(recipient)}"
        observed = tuple(_observations(measures))
        if observed:
            concerned = actor in rollup.family(provider) | rollup.family(recipient)
            (own if concerned else others).append(Indicator(kind, said, unit, observed))
    return own, others


def public_indicators(state: str) -> tuple[list[Indicator], list[str]]:
    """What the public sets at hand count of a state by year, and the sets that are not at hand.

    Both sets list all there was in the years they cover: a year without an entry is a 0.
    """
    found, missing = [], []
    for name, count in ((CONFLICTS, _conflicts), (COUPS, _coups)):
        files = files_of(describe(name))
        if files:
            found.append(count(load_dataset(name).read(files).table, lineage(state)))
        else:
            missing.append(name)
    return found, missing


def _observations(measures: Iterable[Measure]) -> Iterator[Observation]:
    periods: dict[tuple[dt.date, dt.date], list[Measure]] = {}
    for measure in measures:
        start, end = measure.start or measure.end, measure.end or measure.start
        if measure.start and start and end and not (start.is_open or end.is_open):
            periods.setdefault((start.earliest, end.latest), []).append(measure)
    for (first, last), same in sorted(periods.items()):
        values = [_value(measure) for measure in same]
        records = tuple(sorted(measure.id for measure in same))
        yield Observation(first, last, math.fsum(values) / len(values), records)


def _value(measure: Measure) -> float:
    """The number of a measure; of a range its middle."""
    quantity = measure.quantity
    if quantity.value is not None:
        return quantity.value
    return ((quantity.low or 0.0) + (quantity.high or 0.0)) / 2


def _conflicts(table: pd.DataFrame, states: tuple[str, ...]) -> Indicator:
    years: dict[int, int] = {}
    for row in table.to_dict("records"):
        sides = {*str(row["side_a"]).split(), *str(row["side_b"]).split()}
        if sides & {*states}:
            years[int(row["year"])] = years.get(int(row["year"]), 0) + 1
    covered = range(int(table["year"].min()), int(table["year"].max()) + 1)
    observed = tuple(_yearly(years, covered))
    said = "armed conflicts it is a side of"
    return Indicator("conflicts", said, "conflicts a year", observed, CONFLICTS)


def _coups(table: pd.DataFrame, states: tuple[str, ...]) -> Indicator:
    dates = [str(row["date"]) for row in table.to_dict("records")]
    years: dict[int, int] = {}
    for row in table.to_dict("records"):
        if row["state"] in states:
            year = int(str(row["date"])[:4])
            years[year] = years.get(year, 0) + 1
    # The last year with an entry is covered as far as the last entry only.
    covered = range(int(min(dates)[:4]), int(max(dates)[:4]))
    observed = tuple(_yearly(years, covered))
    return Indicator("coups", "coups, with failed ones", "coups", observed, COUPS, counts=True)


def _yearly(counted: Mapping[int, int], covered: Iterable[int]) -> Iterator[Observation]:
    for year in covered:
        days = dt.date(year, 1, 1), dt.date(year, 12, 31)
        yield Observation(*days, float(counted.get(year, 0)))

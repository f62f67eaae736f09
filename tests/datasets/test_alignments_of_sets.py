"""How alike states were by the data sets as published: numbers that others have printed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from allegiance.graph.analysis.alignments.alignment import finish
from allegiance.graph.analysis.alignments.known import comparison_named
from allegiance.graph.analysis.alignments.protocol import AlignSettings, Dyad
from allegiance.graph.datasets.protocol import Reading

Read = Callable[[str], tuple[Reading, bool]]
MALI_US = Dyad("mali", "united-states")


def year_of(
    read: Read, name: str, dyad: Dyad, settings: AlignSettings, year: int
) -> tuple[pd.Series, bool]:
    """The year of two states, and whether the files are whole."""
    comparison = comparison_named(name)
    readings = {one: read(one) for one in comparison.sets(settings)}
    tables = {one: reading.table for one, (reading, _) in readings.items()}
    found = comparison.compare(tables, dyad, settings)
    series = finish(comparison, found, dyad, settings, years=(year, year)).series
    return series.iloc[0], all(whole for _, whole in readings.values())


@pytest.mark.parametrize(
    ("dyad", "published", "common"),
    [
        (MALI_US, 0.1428571, 84),
        (Dyad("mali", "russia"), 0.9404762, 84),
        (Dyad("france", "united-states"), 0.4939759, 83),
        (Dyad("france", "russia"), 0.3855422, 83),
    ],
)
def test_shares_of_identical_votes_in_1990_are_those_that_were_published(
    read_once: Read, dyad: Dyad, published: float, common: int
) -> None:
    # Imai, Quantitative Social Science, unvoting.csv. The extract has one roll call of the year.
    row, whole = year_of(read_once, "votes", dyad, AlignSettings("identical"), 1990)
    if whole:
        assert row["value"] == pytest.approx(published, abs=1e-7)
        assert row["n"] == common
    else:
        assert row["note"].startswith("not covered: ")


def test_published_ideal_points_are_apart_by_their_difference(read_once: Read) -> None:
    row, _ = year_of(read_once, "ideal", MALI_US, AlignSettings(), 1990)
    assert row["value"] == pytest.approx(3.06766 + 0.6778999)  # session 45 of the published file
    assert row["n"] == 84


def test_germany_and_russia_in_1914_by_cow_4_1_are_more_alike_than_in_the_published_example(
    read_once: Read,
) -> None:
    # 46 states, apart by 3 in Germany, Russia, Austria-Hungary, Bulgaria, France and the Ottoman
    # Empire, by 2 in Italy, by 1 in Romania and Japan: 22. See docs/methods/similarity.md.
    dyad = Dyad("germany", "russia")
    row, whole = year_of(read_once, "alliances", dyad, AlignSettings("s", scale="cow"), 1914)
    if whole:
        assert row["value"] == pytest.approx(1 - 2 * 22 / (3 * 46))
        assert row["kappa"] == pytest.approx(0.1449814, abs=1e-6)
    else:
        assert pd.isna(row["value"])

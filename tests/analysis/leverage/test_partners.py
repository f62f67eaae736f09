"""Shares of partners by public data sets, from tables small enough to check by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from allegiance.graph.analysis.leverage.partners import (
    find_partners,
    partner_rows,
    read_partners,
    read_vote_isolation,
)
from allegiance.graph.datasets.files import ENVIRONMENT
from allegiance.graph.model.errors import InputError, UnknownNameError

EXTRACTS = Path(__file__).parents[2] / "datasets" / "extracts"


def flows(rows: list[tuple[int, str, float]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["year", "partner", "amount"])
    return table.assign(state="mali")


def test_shares_are_of_what_came_in_the_years_of_the_window() -> None:
    table = flows([(2016, "france", 4), (2017, "russia", 23), (2017, "france", 3)])
    found = {one.year: one for one in find_partners(table, "mali", window=2)}
    assert found[2017].shares == (("russia", 23 / 30), ("france", 7 / 30))
    assert found[2017].total == 30
    assert found[2017].concentration.herfindahl == pytest.approx((23**2 + 7**2) / 900)
    assert found[2016].shares == (("france", 1.0),)
    assert found[2017].share_of("china") == 0


def test_a_year_without_anything_in_its_window_has_no_row() -> None:
    table = flows([(2010, "france", 4), (2014, "russia", 2), (2015, "russia", 0)])
    assert [one.year for one in find_partners(table, "mali", window=2)] == [2010, 2011, 2014, 2015]
    assert find_partners(table, "niger") == []


def test_what_is_missing_is_no_flow() -> None:
    table = flows([(2010, "france", 4), (2010, "usa", math.nan)])
    assert find_partners(table, "mali")[0].shares == (("france", 1.0),)


def test_rows_show_the_first_and_the_poles_asked_for() -> None:
    table = flows([(2010, "france", 1), (2010, "usa", 3)])
    [row] = partner_rows(find_partners(table, "mali"), ["france", "russia"])
    assert row == {
        "year": 2010,
        "total": 4.0,
        "partners": 2,
        "herfindahl": 0.625,
        "effective": 1.6,
        "first": "usa",
        "first_share": 0.75,
        "share_france": 0.25,
        "share_russia": 0.0,
    }


@pytest.fixture
def extracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache with a few published rows of arms, trade and votes, under the publishers' names."""
    for name in ("sipri-exports-processed.csv", "cow_trade_ddy.csv", "UNVotesPublished.csv"):
        (tmp_path / name).write_bytes((EXTRACTS / name).read_bytes())
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none"))
    return tmp_path


@pytest.mark.usefixtures("extracts")
def test_arms_of_a_state_are_read_through_the_names_of_its_suppliers() -> None:
    found = {one.year: one for one in read_partners("arms", "MLI")}
    # The Soviet Union and Russia are one supplier: its 9 of 1991 are Russia's.
    assert found[1991].shares[0][0] == "russia"
    for one in found.values():
        assert math.fsum(share for _, share in one.shares) == pytest.approx(1)


@pytest.mark.usefixtures("extracts")
def test_trade_is_counted_both_ways() -> None:
    found = {one.year: one for one in read_partners("trade", "USA")}
    # 2014: 472,525 from China and 183,283 to it, the one dyad of that year in the extract.
    assert found[2014].total == pytest.approx(472525 + 183283)
    assert dict(found[2014].shares)["china"] == pytest.approx(1)


@pytest.mark.usefixtures("extracts")
def test_votes_of_a_state_are_a_row_a_year() -> None:
    found = read_vote_isolation("Mali")
    assert list(found.columns) == ["year", "state", "isolation", "alone", "roll_calls"]
    assert found["year"].is_monotonic_increasing
    assert found["isolation"].dropna().between(0, 1).all()


@pytest.mark.usefixtures("extracts")
def test_what_cannot_be_asked_is_refused_with_what_can() -> None:
    with pytest.raises(InputError, match="arms, trade"):
        read_partners("votes", "Mali")
    with pytest.raises(UnknownNameError):
        read_partners("arms", "Atlantis")

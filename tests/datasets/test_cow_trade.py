"""Trade of COW: which way a flow goes, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from allegiance.graph.datasets.cow_trade import COW_TRADE
from allegiance.graph.datasets.protocol import Reading

Read = Callable[[str], tuple[Reading, bool]]
HEAD = "ccode1,ccode2,year,flow1,flow2,smoothflow1,smoothflow2\n"


def flows(tmp_path: Path, *rows: str) -> Reading:
    path = tmp_path / "trade.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return COW_TRADE.read([path])


def test_a_flow_goes_to_the_state_that_is_named_first(read_once: Read) -> None:
    # In 2014 the United States imported far more from China than China from the United States.
    table = read_once("cow-trade")[0].table.set_index(["importer", "exporter", "year"])
    assert table.loc[("united-states", "china", 2014), "flow_usd_million"] == 472_525
    assert table.loc[("china", "united-states", 2014), "flow_usd_million"] == 183_283
    assert table.loc[("mali", "france", 2014), "flow_usd_million"] == 497
    assert table.loc[("france", "mali", 2014), "flow_usd_million"] == 11


def test_each_flow_of_a_file_with_both_ways_counts_once(read_once: Read) -> None:
    reading, whole = read_once("cow-trade")
    flows = 1_347_308 if whole else 10
    assert len(reading.table) == flows
    assert reading.left_out == {"the same flow the other way round": flows}
    assert not reading.table.duplicated(["importer", "exporter", "year"]).any()


def test_missing_trade_is_nan_and_no_trade_is_nought(tmp_path: Path) -> None:
    table = flows(tmp_path, "2,220,1950,-9,0,12.5,0", "2,200,1950,,3,,3").table
    found = {(r.importer, r.exporter): r.flow_usd_million for r in table.itertuples()}
    assert np.isnan(found["united-states", "france"])
    assert found["france", "united-states"] == 0
    assert np.isnan(found["united-states", "united-kingdom"])
    smoothed = table.set_index(["importer", "exporter"])["smoothed_usd_million"]
    assert smoothed["united-states", "france"] == 12.5


def test_a_file_with_each_pair_once_gives_both_flows(tmp_path: Path) -> None:
    once = flows(tmp_path, "2,220,1950,5,7,5,7")
    twice = flows(tmp_path, "2,220,1950,5,7,5,7", "220,2,1950,7,5,7,5")
    assert (once.rows, twice.rows) == (2, 4)
    assert sorted(once.table["flow_usd_million"]) == [5, 7]
    assert sorted(once.table.to_numpy().tolist()) == sorted(twice.table.to_numpy().tolist())


def test_two_codes_of_one_state_in_one_year_give_one_flow(tmp_path: Path) -> None:
    reading = flows(tmp_path, "255,2,1990,9,1,9,1", "260,2,1990,8,1,8,1")
    assert len(reading.table) == 2
    assert reading.left_out == {"the same flow under another code": 2}


@pytest.mark.parametrize("code", ["", "-9", "2.5", "1e9"])
def test_a_flow_without_a_state_is_left_out(tmp_path: Path, code: str) -> None:
    assert flows(tmp_path, f"{code},2,1990,1,1,1,1").left_out == {"no state code": 2}

"""Capabilities of COW: known shares, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from allegiance.graph.datasets.cow_capabilities import COW_CAPABILITIES
from allegiance.graph.datasets.protocol import Reading

Read = Callable[[str], tuple[Reading, bool]]


def test_shares_are_those_that_were_published(read_once: Read) -> None:
    table = read_once("cow-capabilities")[0].table.set_index(["state", "year"])
    share = table["cinc_share"].round(6)
    assert share["united-states", 1945] == 0.383864
    assert share["united-states", 2016] == 0.133058
    assert share["china", 2016] == 0.230618
    assert share["soviet-union", 1945] == 0.118207
    assert share["russia", 2016] == 0.036473


def test_the_shares_of_all_states_of_a_year_add_up_to_about_one(read_once: Read) -> None:
    reading, whole = read_once("cow-capabilities")
    sums = reading.table.groupby("year")["cinc_share"].sum()
    assert sums.max() < 1.08
    # 1990 lacks West Germany, which is one state with the united one.
    assert not whole or (sums.idxmin(), round(sums.min(), 2)) == (1990, 0.98)


def test_what_is_missing_is_nan_and_not_nought(tmp_path: Path) -> None:
    path = tmp_path / "nmc.csv"
    path.write_text(
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
        "MLI,432,1960,-9,-9,0,18,4375,,0.0004,2021\n",
        "utf-8",
    )
    (row,) = COW_CAPABILITIES.read([path]).table.to_dict("records")
    missing = {name for name, value in row.items() if value != value}
    assert missing == {
        "military_spending_thousand",
        "military_persons_thousand",
        "urban_population_thousand",
    }
    assert row["iron_steel_thousand_tons"] == 0
    assert row["population_thousand"] == 4375


def test_of_the_two_germanies_that_are_one_in_1990_the_united_one_stays(read_once: Read) -> None:
    reading, _ = read_once("cow-capabilities")
    assert reading.left_out == {"the same state and year again": 1}
    table = reading.table
    (german,) = table[(table["state"] == "germany") & (table["year"] == 1990)].to_dict("records")
    assert german["population_thousand"] > 79_000

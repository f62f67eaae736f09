"""POLECAT, on a file written to its codebook: a header of 40 columns, tabs, "None"."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.datasets.dyads import aggregate
from allegiance.graph.datasets.polecat import Polecat
from allegiance.graph.model.errors import InputError

HEADER = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors"),
    *("Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name"),
    *("Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors"),
    *("Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City"),
    *("District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date", "Story People"),
    *("Story Organizations", "Story Locations", "Language", "Version"),
)
SET = Polecat()


def row(event: str, **said: str) -> str:
    cells = dict.fromkeys(HEADER, "None")
    cells |= {"Event ID": event, "Event Date": "2022-01-31", "Event Type": "SANCTION"}
    cells |= {"Event Mode": "expel", "Quad Code": "MATERIAL CONFLICT", "Intensity": "-6.0"}
    cells |= {"Actor Name": "Mali", "Actor Country": "MLI", "Recipient Name": "French envoy"}
    cells |= {"Recipient Country": "FRA"}
    cells |= {name.replace("_", " "): value for name, value in said.items()}
    return "\t".join(cells.values())


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["\t".join(HEADER), *rows]) + "\n", encoding="utf-8")
    return path


def test_an_event_has_its_plover_type_and_no_cameo(tmp_path: Path) -> None:
    event = SET.read([write(tmp_path / "a.txt", row("1"))]).table.iloc[0]
    assert (event["source"], event["target"]) == ("mali", "france")
    assert (event["plover"], event["plover_mode"]) == ("SANCTION", "expel")
    assert (event["cameo"], event["root"]) == ("", "")
    assert (event["quad_class"], event["weight"]) == (4, -0.6)
    assert event["goldstein"] != event["goldstein"]  # nan


def test_several_countries_become_a_row_for_each_pair(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.txt", row("1", Actor_Country="BFA;MLI", Recipient_Country="FRA; USA;FRA")
    )
    reading = SET.read([file])
    assert reading.left_out == {}
    table = reading.table
    assert sorted(zip(table["source"], table["target"], strict=True)) == [
        ("burkina-faso", "france"),
        ("burkina-faso", "united-states"),
        ("mali", "france"),
        ("mali", "united-states"),
    ]


def test_none_is_no_country_and_no_name(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", row("1", Recipient_Country="None", Recipient_Name="None"))
    reading = SET.read([file])
    assert list(reading.table[["target", "target_name"]].iloc[0]) == ["", ""]
    assert reading.unresolved == {}


def test_an_event_in_two_files_is_one(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "week.txt", row("1")),
        write(tmp_path / "year.txt", row("1"), row("2")),
    ]
    reading = SET.read(files)
    assert len(reading.table) == 2
    assert reading.left_out == {"the same event again": 1}


def test_a_type_that_plover_lacks_is_counted(tmp_path: Path) -> None:
    reading = SET.read([write(tmp_path / "a.txt", row("1", Event_Type="CRIME"), row("2"))])
    assert reading.left_out == {"no known kind of event": 1}
    assert len(reading.table) == 1


def test_the_class_is_the_publishers(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.txt",
        row("1", Event_Type="AID", Event_Mode="None", Quad_Code="MATERIAL COOPERATION"),
        row("2", Event_Type="ACCUSE", Quad_Code="VERBAL CONFLICT"),
        row("3", Event_Type="AGREE", Quad_Code="None"),
    )
    counts = aggregate(SET.read([file]).table, by="year").table.iloc[0]
    assert (counts["material_cooperation"], counts["verbal_conflict"]) == (1, 1)
    assert counts["unclassed"] == 1
    # (1.0 - 0.3 + 0.25) / 3.
    assert counts["mean_weight"] == pytest.approx(0.95 / 3, abs=1e-3)


def test_a_file_without_the_codebooks_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("\t".join(HEADER).replace("Quad Code", "Quad") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="Quad Code"):
        SET.read([file])

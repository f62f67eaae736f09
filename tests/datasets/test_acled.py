"""ACLED, on a file written to its codebook, as exported since 2023."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from allegiance.graph.datasets.acled import Acled, state_of_forces
from allegiance.graph.model.errors import InputError

HEADER = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities", "tags", "timestamp"),
)
SET = Acled()
MALI = "Military Forces of Mali (2021-)"


def write(path: Path, *rows: dict[str, str]) -> Path:
    base = dict.fromkeys(HEADER, "") | {
        **{"event_id_cnty": "MLI1", "event_date": "2022-03-27", "event_type": "Battles"},
        **{"actor1": MALI, "actor2": "JNIM", "country": "Mali", "timestamp": "1650000000"},
        "notes": 'A "note", over\ntwo lines.',
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        writer.writerows(base | row for row in rows)
    return path


def test_a_battle_is_material_conflict_of_the_states_forces(tmp_path: Path) -> None:
    event = SET.read([write(tmp_path / "a.csv", {})]).table.iloc[0]
    assert (event["source"], event["target"], event["target_name"]) == ("mali", "", "JNIM")
    assert (event["cameo"], event["quad_class"], event["weight"]) == ("190", 4, -0.9)


@pytest.mark.parametrize(
    ("actor", "state"),
    [
        (MALI, "Mali"),
        ("Military Forces of France (2017-)", "France"),
        ("Police Forces of Chad (1990-2021) Gendarmerie", "Chad"),
        ("Government of the Central African Republic (2016-)", "Central African Republic"),
        ("Protesters (Mali)", ""),
        ("Wagner Group", ""),
    ],
)
def test_an_actor_is_a_state_where_it_is_its_forces(actor: str, state: str) -> None:
    assert state_of_forces(actor) == state


def test_the_latest_version_of_an_event_stands(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "new.csv", {"event_type": "Riots", "timestamp": "1700000000"}),
        write(tmp_path / "old.csv", {}, {"event_id_cnty": "MLI2"}),
    ]
    for order in (files, files[::-1]):
        reading = SET.read(order)
        assert sorted(reading.table["cameo"]) == ["145", "190"]
        assert reading.left_out == {"the same event again": 1}


def test_days_are_read_as_the_api_and_as_the_export_write_them(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.csv",
        {},
        {"event_id_cnty": "MLI2", "event_date": "27 March 2022"},
        {"event_id_cnty": "MLI3", "event_date": "soon"},
    )
    reading = SET.read([file])
    assert [str(day.date()) for day in reading.table["date"]] == ["2022-03-27"] * 2
    assert reading.left_out == {"no day that can be read": 1}


def test_strategic_developments_are_counted_as_left_out(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", {"event_type": "Strategic developments"})
    reading = SET.read([file])
    assert (len(reading.table), reading.rows) == (0, 1)
    assert reading.left_out == {"no known kind of event": 1}


def test_nothing_of_the_notes_is_kept(tmp_path: Path) -> None:
    assert "note" not in SET.read([write(tmp_path / "a.csv", {})]).table.to_csv()


def test_the_columns_of_an_older_export_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text("data_id,event_date,actor1\n1,2022-01-01,x\n", encoding="utf-8")
    with pytest.raises(InputError, match="event_id_cnty"):
        SET.read([file])

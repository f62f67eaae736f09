"""GDELT 1 and 2, on files written to their codebooks: no header, tabs, 57, 58 and 61 cells."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from allegiance.graph.datasets.dyads import aggregate
from allegiance.graph.datasets.gdelt import Gdelt
from allegiance.graph.datasets.gdelt1 import Gdelt1
from allegiance.graph.datasets.gdelt2 import Gdelt2
from allegiance.graph.model.errors import InputError

# Event Codebook V2.0 (2015) and Data Format Codebook V1.03 (2013): the place of each cell.
ID, DAY, NAME1, COUNTRY1, NAME2, COUNTRY2 = 0, 1, 6, 7, 16, 17
CODE, QUAD, SCALE, MENTIONS = 26, 29, 30, 31


def row(
    event: int,
    *,
    day: str = "20140131",
    countries: tuple[str, str] = ("FRA", "MLI"),
    code: str = "042",
    quad: str = "1",
    scale: str = "1.9",
    mentions: str = "6",
    width: int = 61,
) -> str:
    cells = [""] * width
    cells[ID], cells[DAY], cells[2], cells[3] = str(event), day, day[:6], day[:4]
    cells[NAME1], cells[COUNTRY1], cells[NAME2], cells[COUNTRY2] = (
        "PARIS",
        countries[0],
        "BAMAKO",
        countries[1],
    )
    cells[CODE], cells[27], cells[28], cells[QUAD] = code, code[:3], code[:2], quad
    cells[SCALE], cells[MENTIONS], cells[32], cells[33] = scale, mentions, "1", "6"
    cells[-2:] = ["20140201", "http://news.example/a"]
    return "\t".join(cells)


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_an_event_of_version_2_is_read(tmp_path: Path) -> None:
    reading = Gdelt2().read([write(tmp_path / "a.export.CSV", row(1))])
    event = reading.table.iloc[0]
    assert (event["source"], event["target"]) == ("france", "mali")
    assert event["date"] == pd.Timestamp("2014-01-31")
    assert (event["cameo"], event["root"], event["plover"], event["plover_mode"]) == (
        *("042", "04"),
        *("CONSULT", "visit"),
    )
    assert (event["quad_class"], event["goldstein"], event["weight"]) == (1, 1.9, 0.25)
    assert event["reports"] == 6


@pytest.mark.parametrize("width", [57, 58])
def test_both_widths_of_version_1_are_read(tmp_path: Path, width: int) -> None:
    file = write(tmp_path / "1979.csv", row(1, width=width), row(2, width=width))
    assert len(Gdelt1().read([file]).table) == 2


@pytest.mark.parametrize(("reader", "width"), [(Gdelt1(), 61), (Gdelt2(), 58), (Gdelt2(), 16)])
def test_a_file_of_the_other_version_or_kind_is_refused(
    tmp_path: Path, reader: Gdelt, width: int
) -> None:
    file = write(tmp_path / "other.csv", "\t".join(["1"] * width))
    with pytest.raises(InputError, match=f"other.csv has {width} cells"):
        reader.read([file])


def test_the_same_event_in_two_files_is_one(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "a.CSV", row(1), row(2), row(1)),
        write(tmp_path / "b.CSV", row(2, mentions="9"), row(3)),
    ]
    reading = Gdelt2().read(files)
    assert list(reading.table["reports"]) == [6, 6, 6]
    assert reading.left_out == {"the same event again": 2}
    assert reading.rows == 5


def test_countries_are_those_of_cameo_on_their_day(tmp_path: Path) -> None:
    reading = Gdelt1().read(
        [
            write(
                tmp_path / "a.csv",
                row(1, countries=("ROM", "TMP"), width=58),
                row(2, countries=("RUS", "USA"), day="19850101", width=58),
                row(3, countries=("AFR", ""), width=58),
            )
        ]
    )
    assert list(reading.table["source"]) == ["romania", "soviet-union", ""]
    assert list(reading.table["target"]) == ["timor-leste", "united-states", ""]
    assert reading.unresolved == {"AFR": 1}


def test_a_nought_that_a_spreadsheet_took_is_given_back(tmp_path: Path) -> None:
    file = write(tmp_path / "a.CSV", row(1, code="42"), row(2, code="311"), row(3, code="190"))
    assert list(Gdelt2().read([file]).table["cameo"]) == ["042", "0311", "190"]


def test_what_has_no_code_or_no_day_is_counted(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.CSV",
        row(1),
        row(2, code="---"),
        row(3, day="20140231"),
        row(4) + "\textra",
        "\t".join(["5"] * 60),
    )
    reading = Gdelt2().read([file])
    assert reading.left_out == {
        "a row that is broken (the number of cells)": 2,
        "no day that can be read": 1,
        "no known kind of event": 1,
    }
    assert (reading.rows, len(reading.table)) == (5, 1)


def test_a_missing_class_or_scale_is_that_of_the_code(tmp_path: Path) -> None:
    file = write(tmp_path / "a.CSV", row(1, code="195", quad="", scale="", mentions=""))
    event = Gdelt2().read([file]).table.iloc[0]
    assert (event["quad_class"], event["goldstein"], event["reports"]) == (4, -10.0, 1)


def test_quotation_marks_and_foreign_bytes_end_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.CSV"
    text = "\n".join([row(1).replace("PARIS", 'THE "PARIS'), row(2).replace("BAMAKO", "B\xe9")])
    file.write_bytes(text.encode("latin-1"))
    table = Gdelt2().read([file]).table
    assert list(table["source_name"]) == ['THE "PARIS', "PARIS"]
    assert table["target_name"].iloc[1] == "B\ufffd"


def test_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.CSV"
    file.write_bytes(b"\r\n".join(row(n).encode() for n in (1, 2)) + b"\r\n")
    assert len(Gdelt2().read([file]).table) == 2


def test_plain_gzipped_and_zipped_files_are_the_same(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.CSV", row(1), row(2, countries=("MLI", "RUS")))
    zipped, gzipped = tmp_path / "a.CSV.zip", tmp_path / "a.CSV.gz"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "a.CSV")
    gzipped.write_bytes(gzip.compress(plain.read_bytes()))
    expected = Gdelt2().read([plain]).table
    for file in (zipped, gzipped):
        pd.testing.assert_frame_equal(Gdelt2().read([file]).table, expected)


def test_a_file_that_is_cut_after_good_rows_is_refused_not_half_read(tmp_path: Path) -> None:
    data = "\n".join(row(n, day=f"2014{1 + n % 12:02}01") for n in range(5000)).encode()
    cut = tmp_path / "cut.CSV.gz"
    cut.write_bytes(gzip.compress(data)[:-20])
    with pytest.raises(InputError, match=r"cut\.CSV\.gz is cut short"):
        Gdelt2().read([cut])
    broken = tmp_path / "broken.CSV.zip"
    with zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.CSV", data)
    content = bytearray(broken.read_bytes())
    content[len(content) // 2] ^= 0xFF
    broken.write_bytes(content)
    with pytest.raises(InputError, match=r"broken\.CSV\.zip is"):
        Gdelt2().read([broken])


def test_chunks_give_the_same_numbers_as_the_whole(tmp_path: Path) -> None:
    rows = [
        row(
            n % 37,
            day=f"2014{1 + n % 12:02}{1 + n % 28:02}",
            countries=(("FRA", "MLI"), ("MLI", "RUS"), ("USA", "MLI"), ("MLI", "MLI"))[n % 4],
            code=("042", "111", "190", "071")[n % 3],
            scale=("1.9", "-2", "-10")[n % 3],
        )
        for n in range(50)
    ]
    files = [write(tmp_path / "a.CSV", *rows[:20]), write(tmp_path / "b.CSV", *rows[20:])]
    whole = aggregate(Gdelt2().read(files).table)
    for size in (1, 7, 100):
        cut = aggregate(part.table for part in Gdelt2().stream(files, size=size))
        pd.testing.assert_frame_equal(cut.table, whole.table, check_exact=True)
        assert cut.left_out == whole.left_out

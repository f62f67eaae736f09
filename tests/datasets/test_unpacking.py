"""Compressed files: how much may come out of one, and which file of an archive is taken."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from allegiance.graph.datasets.files import open_data
from allegiance.graph.datasets.registry import load_dataset
from allegiance.graph.datasets.unpacking import MOST, take_out, unpack
from allegiance.graph.model.errors import InputError

HEAD = b"ccode1,ccode2,year,flow1,flow2,smoothflow1,smoothflow2\n"
ROW = b"2,20,1990,1.5,2.5,1.5,2.5\n"


def gzipped(path: Path, size: int, content: bytes = b"0") -> Path:
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(size // 1_000_000):
            file.write((content * 1_000_000)[:1_000_000])
    return path


def zipped(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def read_on(path: Path) -> int:
    with open_data(path, what="trade") as data:
        return sum(len(part) for part in iter(lambda: data.read(1 << 20), b""))


def test_a_file_of_nothing_but_zeros_is_not_read_to_its_end(tmp_path: Path) -> None:
    bomb = gzipped(tmp_path / "Dyadic_COW_4.0.csv", 100_000_000)
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(InputError, match=r"more than 100 times its size.*ALLEGIANCE_MOST_GB=4"):
        read_on(bomb)
    with gzip.open(bomb, "wb", compresslevel=1) as file:
        file.write(HEAD + ROW * 2_700_000)
    with pytest.raises(InputError, match="more than 100 times its size"):
        load_dataset("cow-trade").read([bomb])


def test_a_zip_archive_is_limited_too(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(zipped({"one.csv": b"0" * 100_000_000}))
    with pytest.raises(InputError, match="more than 100 times its size"):
        read_on(bomb)
    with pytest.raises(InputError, match="more than 100 times its size"):
        take_out(bomb, ["one.csv"], tmp_path / "one.csv")


def test_who_says_how_many_gigabytes_may_come_out_gets_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    much = gzipped(tmp_path / "much.csv.gz", 120_000_000)
    monkeypatch.setenv(MOST, "0.2")
    assert read_on(much) == 120_000_000
    monkeypatch.setenv(MOST, "0.1")
    with pytest.raises(InputError, match=r"more than 0\.1 GB"):
        read_on(much)


@pytest.mark.parametrize("said", ["much", "0", "-1", "inf", "nan"])
def test_a_limit_that_is_no_number_of_gigabytes_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv(MOST, said)
    with pytest.raises(InputError, match="Give a number of gigabytes above 0"):
        read_on(gzipped(tmp_path / "a.csv.gz", 1_000_000))


def test_a_table_that_shrinks_well_is_read(tmp_path: Path) -> None:
    path = tmp_path / "trade.csv.gz"
    path.write_bytes(gzip.compress(HEAD + ROW * 20_000))
    assert path.stat().st_size * 100 < len(HEAD + ROW * 20_000)
    assert load_dataset("cow-trade").read([path]).rows > 0


def test_an_archive_of_one_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "COW_Trade_4.0.zip"
    path.write_bytes(
        zipped({"COW_Trade_4.0/Dyadic_COW_4.0.csv": HEAD + ROW, "__MACOSX/._x": b"odd"})
    )
    assert len(load_dataset("cow-trade").read([path]).table) == 2


def test_an_archive_of_several_files_is_to_be_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    path.write_bytes(zipped({"a.csv": HEAD, "b.csv": HEAD}))
    with (
        pytest.raises(InputError, match=r"holds 2 files: a\.csv, b\.csv\. Unpack it"),
        unpack(path),
    ):
        pass


def test_a_file_is_taken_out_of_the_archive_within_an_archive(tmp_path: Path) -> None:
    inner = zipped({"NMC-60-abridged.csv": b"year,cinc\n"})
    path = tmp_path / "NMC.zip"
    path.write_bytes(zipped({"NMC-60-abridged.zip": inner, "Codebook.pdf": b"%PDF"}))
    take_out(path, ["NMC-60-abridged.csv"], tmp_path / "found.csv")
    assert (tmp_path / "found.csv").read_bytes() == b"year,cinc\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["NMC.zip", "found.csv"]


def test_what_an_archive_holds_is_said_where_the_file_is_not_in_it(tmp_path: Path) -> None:
    path = tmp_path / "alliances.zip"
    path.write_bytes(zipped({"v4.1/by_member.csv": b"1", "v4.1/by_dyad.csv": b"2"}))
    with pytest.raises(InputError, match=r"holds 0 files called by_year\.csv.*v4\.1/by_dyad\.csv"):
        take_out(path, ["by_year.csv"], tmp_path / "by_year.csv")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_an_archive_that_is_cut_short_is_told(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "cut.zip"
    whole = zipped({"a.csv": HEAD + b"".join(b"%d\n" % (n**5) for n in range(2000))})
    path.write_bytes(whole[: int(kept * len(whole))])
    with pytest.raises(InputError, match="cut short or damaged"):
        read_on(path)
    with pytest.raises(InputError, match="no zip archive that can be read"):
        take_out(path, ["a.csv"], tmp_path / "a.csv")

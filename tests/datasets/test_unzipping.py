"""Compressed files that hold far more than data do are refused before they fill the memory."""

from __future__ import annotations

import gzip
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from allegiance.graph.datasets.event_files import open_events
from allegiance.graph.datasets.files import open_data
from allegiance.graph.datasets.unzipping import FREE_BYTES
from allegiance.graph.model.errors import InputError

PART = b"year,vote\n" * 100_000
PARTS = FREE_BYTES // len(PART) + 5


def gzip_bomb(path: Path) -> Path:
    with gzip.open(path, "wb", compresslevel=9) as out:
        for _ in range(PARTS):
            out.write(PART)
    return path


def zip_bomb(path: Path) -> Path:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("votes.csv", "w") as out,
    ):
        for _ in range(PARTS):
            out.write(PART)
    return path


def drain(path: Path) -> int:
    with open_data(path, what="votes") as data:
        return sum(len(part) for part in iter(lambda: data.read(1 << 16), b""))


def drain_events(path: Path) -> int:
    with open_events(path, what="events") as text:
        return sum(len(part) for part in iter(lambda: text.read(1 << 16), ""))


@pytest.mark.parametrize(
    ("make", "read"), [(gzip_bomb, drain), (gzip_bomb, drain_events), (zip_bomb, drain_events)]
)
def test_a_bomb_is_refused_by_name_without_using_the_memory(
    tmp_path: Path, make: Callable[[Path], Path], read: Callable[[Path], int]
) -> None:
    path = make(tmp_path / "bomb")
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=r"bomb unzips to more than 100 MB.*Get it anew"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_file_within_the_limits_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv.gz"
    path.write_bytes(gzip.compress(PART))
    assert drain(path) == len(PART)

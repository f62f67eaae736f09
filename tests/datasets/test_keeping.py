"""Files that were given by hand: checked, and kept where measures find them."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from allegiance.graph.datasets.files import ENVIRONMENT, files_of
from allegiance.graph.datasets.keeping import KeptReport, keep_table
from allegiance.graph.datasets.listing import kept_text
from allegiance.graph.datasets.registry import describe, load_dataset
from allegiance.graph.model.errors import InputError

EXTRACTS = Path(__file__).parent / "extracts"
IDEAL = EXTRACTS / "IdealpointestimatesAll_Apr2020.csv"


def keep(name: str, *files: Path) -> KeptReport:
    return keep_table(describe(name), load_dataset(name), files, measures=["ideal"])


def test_a_file_of_any_name_is_kept_by_the_name_of_the_set(
    tmp_path: Path, no_cache_of_the_user: Path
) -> None:
    mine = Path(shutil.copyfile(IDEAL, tmp_path / "my download (2).csv"))
    report = keep("ideal-points", mine)
    (kept,) = report.kept
    assert kept == no_cache_of_the_user / "ideal-points" / IDEAL.name
    assert kept.read_bytes() == IDEAL.read_bytes()
    assert files_of(describe("ideal-points")) == [kept]
    assert report.table == report.rows > 0
    assert "--measure ideal" in kept_text(report)
    assert keep("ideal-points", kept).kept == (kept,)


def test_a_gzipped_file_is_kept_as_one_and_replaces_the_other(tmp_path: Path) -> None:
    (plain,) = keep("ideal-points", IDEAL).kept
    zipped = tmp_path / "points"
    zipped.write_bytes(gzip.compress(IDEAL.read_bytes()))
    (kept,) = keep("ideal-points", zipped).kept
    assert kept.name == f"{IDEAL.name}.gz"
    assert not plain.exists()
    assert files_of(describe("ideal-points")) == [kept]


def test_a_copy_that_is_read_first_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_bytes(IDEAL.read_bytes().rpartition(b"\n")[0].rpartition(b"\n")[0] + b"\n")
    monkeypatch.setenv(ENVIRONMENT, str(EXTRACTS))
    report = keep("ideal-points", mine)
    assert report.first == (IDEAL,)
    assert f"but {IDEAL}, at hand too, is read first" in kept_text(report)


def test_a_file_of_another_set_is_not_kept(no_cache_of_the_user: Path) -> None:
    with pytest.raises(InputError, match="Expected is"):
        keep("ideal-points", EXTRACTS / "Coup_Data_v2.1.2.csv")
    assert not no_cache_of_the_user.exists()


def test_a_place_that_takes_nothing_is_told(no_cache_of_the_user: Path) -> None:
    no_cache_of_the_user.parent.mkdir(parents=True)
    no_cache_of_the_user.write_text("a file", "utf-8")
    with pytest.raises(InputError, match=r"Cannot keep a copy of .*XDG_CACHE_HOME"):
        keep("ideal-points", IDEAL)

"""What is no file of a data set is refused with its name, what was expected, and what to do."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from allegiance.graph.datasets.registry import load_dataset
from allegiance.graph.model.errors import InputError

NAMES = ("acled", "eu-sanctions", "gdelt1", "gdelt2", "icews", "polecat", "ucdp-conflicts")
ZIPPED = ("gdelt1", "gdelt2", "icews", "polecat")
BAD = {
    "empty": b"",
    "blank": b"\n \n\n",
    "page": b"<!DOCTYPE html><html><body>Please log in</body></html>",
    "binary": bytes(range(256)) * 40,
    "other table": b"name,value\nx,1\n",
    "other separators": b"a;b;c\n1;2;3\n",
    "cut gzip": gzip.compress(bytes(str(list(range(5000))), "ascii"))[:-40],
    "cut in the head": gzip.compress(b"x" * 100)[:8],
}


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_none_of_the_set_is_refused(name: str, bad: str, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(BAD[bad])
    with pytest.raises(InputError, match=r"(?s)odd\.csv.*Expected.*get it anew"):
        load_dataset(name).read([file])


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.csv"):
        load_dataset(name).read([tmp_path / "none.csv"])


@pytest.mark.parametrize("name", ZIPPED)
def test_a_zip_file_that_is_cut_or_holds_several_files_is_refused(
    name: str, tmp_path: Path
) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", str(list(range(5000))))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:200])
    with pytest.raises(InputError, match=r"cut\.zip"):
        load_dataset(name).read([cut])
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr("b.csv", "1")
    with pytest.raises(InputError, match="holds 2 files"):
        load_dataset(name).read([whole])

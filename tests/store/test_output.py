"""Files written whole or not at all."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from allegiance.graph.model.errors import InputError
from allegiance.graph.store.output import write_whole


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes: the disk is full, as it were."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("content", "found"), [("Goïta\n", b"Go\xc3\xafta\n"), (b"\x00\xff", b"\x00\xff"), ("", b"")]
)
def test_text_is_written_as_utf_8_and_bytes_as_they_are(
    tmp_path: Path, content: str | bytes, found: bytes
) -> None:
    path = tmp_path / "brief.html"
    assert write_whole(path, content) == path
    assert path.read_bytes() == found
    assert names(tmp_path) == ["brief.html"]


def test_a_file_that_is_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_text("a much longer text than the new one", encoding="utf-8")
    write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "new"


def test_who_reads_the_old_file_keeps_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_text("old", encoding="utf-8")
    with path.open(encoding="utf-8") as reader:
        write_whole(path, "new")
        assert reader.read() == "old"


def test_where_writing_fails_the_old_file_stays_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_text("old", encoding="utf-8")
    with largest_file(1000), pytest.raises(InputError, match="Cannot write") as caught:
        write_whole(path, "x" * 5000)
    assert str(path) in str(caught.value)
    assert "Choose another place with -o." in str(caught.value)
    assert path.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["brief.html"]


def test_where_writing_fails_no_new_file_appears(tmp_path: Path) -> None:
    with largest_file(1000), pytest.raises(InputError):
        write_whole(tmp_path / "brief.html", "x" * 5000)
    assert names(tmp_path) == []


def test_a_folder_that_is_missing_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file or directory"):
        write_whole(tmp_path / "missing" / "brief.html", "x")
    assert names(tmp_path) == []


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Is a directory"):
        write_whole(tmp_path, "x")
    assert names(tmp_path) == []


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_new_file_has_the_permissions_that_any_new_file_has(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "brief.html", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "brief.html").stat().st_mode) == 0o666 & ~mask


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    write_whole(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link_and_what_it_points_to_is_written(tmp_path: Path) -> None:
    target, link = tmp_path / "target.html", tmp_path / "link.html"
    link.symlink_to(target)
    write_whole(link, "first")
    write_whole(link, "second")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "second"


def test_a_link_into_a_folder_that_is_missing_is_an_error_that_can_be_shown(tmp_path: Path) -> None:
    link = tmp_path / "link.html"
    link.symlink_to(tmp_path / "missing" / "brief.html")
    with pytest.raises(InputError, match="No such file or directory"):
        write_whole(link, "x")
    assert link.is_symlink()


def test_a_device_takes_what_it_is_given() -> None:
    write_whole(Path(os.devnull), "x")
    assert not Path(os.devnull).is_file()


def test_a_full_device_is_an_error_that_can_be_shown() -> None:
    with pytest.raises(InputError, match="No space left on device"):
        write_whole(Path("/dev/full"), "x")


def test_a_pipe_takes_what_it_is_given(tmp_path: Path) -> None:
    pipe, heard = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, "through the pipe")
    reader.join(10)
    assert heard == [b"through the pipe"]
    assert names(tmp_path) == ["pipe"]


@pytest.mark.parametrize("piped", [True, False])
def test_standard_output_can_be_named_as_a_file(tmp_path: Path, piped: bool) -> None:
    script = (
        "from pathlib import Path; from allegiance.graph.store.output import write_whole\n"
        "write_whole(Path('/dev/stdout'), 'said')"
    )
    command = [sys.executable, "-c", script]
    if piped:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert done.stdout == "said"
    else:
        with (tmp_path / "out.txt").open("w", encoding="utf-8") as out:
            subprocess.run(command, stdout=out, check=True)
        assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "said"
    assert Path("/dev/stdout").is_symlink()

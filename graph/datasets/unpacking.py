"""Compressed files opened without trust in them: how much may come out of one is limited."""

from __future__ import annotations

import contextlib
import gzip
import io
import math
import os
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

from allegiance.graph.model.errors import InputError

MOST: Final = "ALLEGIANCE_MOST_GB"
# What may come out of a file that is read as a whole, and of one that is read in parts.
WHOLE_GB: Final = 2.0
PARTS_GB: Final = 20.0
_GIGABYTE: Final = 1_000_000_000
# Tables of numbers shrink to a twentieth; a file made of nothing but zeros to a thousandth.
_RATIO: Final = 100
_RATIO_FROM: Final = 64_000_000
_BUFFER: Final = 1 << 17
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Limit:
    """How much may come out of the file at ``path``, which has ``packed`` bytes."""

    path: Path
    packed: int
    most_gb: float

    def check(self, unpacked: int) -> None:
        """Nothing, while it is no more than it may be.

        Raises
        ------
        InputError
            If it is more; the message says how to have more read.
        """
        said = os.environ.get(MOST)
        most = _gigabytes(said) if said else self.most_gb
        much = unpacked > most * _GIGABYTE
        odd = not said and unpacked > max(_RATIO_FROM, _RATIO * self.packed)
        if not (much or odd):
            return
        what = f"more than {most:g} GB" if much else f"more than {_RATIO} times its size"
        message = (
            f"{self.path} unpacks to {what}: it was not read on. If it is what you want, say how "
            f"many gigabytes may come out of a file: {MOST}={max(2 * most, 4):g} allegiance ..."
        )
        raise InputError(message)


class _Unpacked(io.RawIOBase):
    """The bytes that come out of ``data``, as long as ``limit`` allows."""

    def __init__(self, data: IO[bytes], limit: Limit) -> None:
        self._data, self._limit, self._given = data, limit, 0

    def readable(self) -> bool:
        """Whether it can be read: it can."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer``, and return how many bytes were."""
        part = self._data.read(len(buffer))
        self._given += len(part)
        self._limit.check(self._given)
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        """Close what it comes out of, too."""
        self._data.close()
        super().close()


@contextlib.contextmanager
def unpack(path: Path, *, most_gb: float = WHOLE_GB) -> Iterator[io.BufferedReader[Any]]:
    """The bytes of a file, unpacked if it is gzipped, or a zip archive of one file.

    Raises
    ------
    InputError
        If too much comes out of it, or an archive holds more than one file.
    OSError, EOFError, zlib.error, zipfile.BadZipFile
        If it cannot be read, or is damaged.
    """
    with contextlib.ExitStack() as stack:
        raw = stack.enter_context(path.open("rb"))
        start = raw.read(4)
        raw.seek(0)
        limit = Limit(path, path.stat().st_size, most_gb)
        if start.startswith(_GZIP):
            yield stack.enter_context(_limited(gzip.GzipFile(fileobj=raw), limit))
        elif start == _ZIP:
            archive = stack.enter_context(zipfile.ZipFile(raw))
            yield stack.enter_context(_limited(_open(archive, _only(archive, path)), limit))
        else:
            yield raw


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive."""
    with path.open("rb") as raw:
        return raw.read(4) == _ZIP


def is_gzipped(path: Path) -> bool:
    """Whether a file is gzipped, whatever it is called."""
    with path.open("rb") as raw:
        return raw.read(2) == _GZIP


def take_out(path: Path, names: Collection[str], target: Path) -> None:
    """Unpack the file of one of ``names`` in the zip archive at ``path`` to ``target``.

    It is found in any folder of the archive, and in archives within it.

    Raises
    ------
    InputError
        If there is none, or more than one, or it is too large; the message has what there is.
    """
    limit = Limit(path, path.stat().st_size, PARTS_GB)
    try:
        with zipfile.ZipFile(path) as archive:
            inner = _named(archive, ".zip") if _first(archive, names) is None else None
            if inner is None:
                _copy(archive, _found(archive, names, path), target, limit)
                return
            within = target.with_suffix(".zip")
            _copy(archive, inner, within, limit)
        with zipfile.ZipFile(within) as archive:
            _copy(archive, _found(archive, names, path), target, limit)
        within.unlink()
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        message = f"{path.name} is no zip archive that can be read ({error})."
        raise InputError(message) from error


def _limited(data: object, limit: Limit) -> io.BufferedReader[Any]:
    return io.BufferedReader(_Unpacked(cast("IO[bytes]", data), limit), _BUFFER)


def _open(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    try:
        return archive.open(member)
    except RuntimeError as error:  # it asks for a password, or is packed in an unknown way
        message = f"{member.filename} in the archive cannot be unpacked: {error}."
        raise InputError(message) from error


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, limit: Limit) -> None:
    done = 0
    with _open(archive, member) as data, target.open("wb") as file:
        while part := data.read(_BUFFER):
            done += len(part)
            limit.check(done)
            file.write(part)


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive, without what systems and spreadsheets leave beside them."""
    return [
        one
        for one in archive.infolist()
        if not (one.is_dir() or one.filename.startswith("__MACOSX/") or _base(one)[:1] in ".~")
    ]


def _base(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename.replace("\\", "/")).name


def _only(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    files = _files(archive)
    if len(files) != 1:
        message = (
            f"{path} holds {len(files)} files: {_said(files)}. Unpack it, and give the one that "
            "is wanted."
        )
        raise InputError(message)
    return files[0]


def _first(archive: zipfile.ZipFile, names: Collection[str]) -> zipfile.ZipInfo | None:
    return next((one for one in _files(archive) if _base(one) in names), None)


def _named(archive: zipfile.ZipFile, ending: str) -> zipfile.ZipInfo | None:
    """The only file whose name ends so."""
    found = [one for one in _files(archive) if _base(one).lower().endswith(ending)]
    return found[0] if len(found) == 1 else None


def _found(archive: zipfile.ZipFile, names: Collection[str], path: Path) -> zipfile.ZipInfo:
    found = [one for one in _files(archive) if _base(one) in names]
    if len(found) != 1:
        message = (
            f"{path.name} holds {len(found)} files called {' or '.join(names)}, not one. It "
            f"holds: {_said(_files(archive))}."
        )
        raise InputError(message)
    return found[0]


def _said(files: list[zipfile.ZipInfo]) -> str:
    names = sorted(one.filename for one in files)
    rest = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return (", ".join(names[:8]) or "none") + rest


def _gigabytes(said: str) -> float:
    try:
        most = float(said)
    except ValueError:
        most = math.nan
    if not (math.isfinite(most) and most > 0):
        message = f"{MOST} is {said!r}. Give a number of gigabytes above 0, such as 4."
        raise InputError(message)
    return most

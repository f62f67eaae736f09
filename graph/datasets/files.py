"""Copies of public files: where they lie, and how they are opened without trust in them."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import platformdirs

from allegiance.graph.datasets.protocol import Description, RemoteFile
from allegiance.graph.datasets.unpacking import WHOLE_GB, unpack
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

ENVIRONMENT: Final = "ALLEGIANCE_CACHE"
_GZIP: Final = b"\x1f\x8b"
_DELIMITERS: Final = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}


def cache_folder(name: str) -> Path:
    """The folder that ``fetch`` keeps the files of the data set ``name`` in."""
    return platformdirs.user_cache_path("allegiance") / "datasets" / name


def files_of(description: Description) -> list[Path]:
    """The copies at hand of a data set's files, in their order; a file without a copy is not there.

    Of a set that comes in several forms, those of the form that :func:`form_at_hand` gives. Looked
    for by name, with or without .gz, in all folders of ALLEGIANCE_CACHE, then in what ``fetch``
    brought.
    """
    found = [find_copy(description.name, file) for file in form_at_hand(description)]
    return [path for path in found if path is not None]


def form_at_hand(description: Description) -> tuple[RemoteFile, ...]:
    """The files of the first form that is whole at hand, else of the one that lacks least.

    Without any copy, the files of the last form that is listed: the one that is easiest to get.
    """

    def lacking(form: Sequence[RemoteFile]) -> int:
        return sum(find_copy(description.name, file) is None for file in form)

    forms = description.forms
    whole = [form for form in forms if not lacking(form)]
    begun = [form for form in forms if lacking(form) < len(form)]
    return whole[0] if whole else min(begun or forms[-1:], key=lacking, default=())


def is_at_hand(description: Description) -> bool:
    """Whether there is a copy of every file that a data set is read from."""
    form = form_at_hand(description)
    return bool(form) and all(find_copy(description.name, file) is not None for file in form)


def find_copy(name: str, file: RemoteFile) -> Path | None:
    """A copy at hand of one file of the data set ``name``, None without one."""
    wanted = [n for known in (file.name, *file.also) for n in (known, f"{known}.gz")]
    given = os.environ.get(ENVIRONMENT)
    for folder in ([Path(given)] if given else []) + [cache_folder(name)]:
        listed = _listed(folder)
        for one in wanted:
            if one in listed:
                return listed[one]
    return None


def need_files(description: Description) -> list[Path]:
    """The copies at hand of all files of a data set.

    Raises
    ------
    InputError
        If one is missing; the message says how to get it.
    """
    form = form_at_hand(description)
    missing = [f.name for f in form if find_copy(description.name, f) is None]
    if missing or not form:
        message = (
            f"No copy of {description.title} at hand{_said(missing)}. {how_to_get(description)}"
        )
        raise InputError(message)
    return files_of(description)


def how_to_get(description: Description) -> str:
    """A sentence that says how the files of a data set are to be had."""
    name = description.name
    if description.access == "open" and any(file.url for file in description.files):
        return f"Get it: allegiance fetch {name}"
    steps = description.how or f"Download it from {description.page}."
    return f"{steps} Then: allegiance import {name} FILE"


@contextlib.contextmanager
def open_data(
    path: Path, *, what: str, most_gb: float = WHOLE_GB
) -> Iterator[io.BufferedReader[Any]]:
    """The bytes of a file, unpacked if it is gzipped or a zip archive, whatever it is called.

    Parameters
    ----------
    what
        What the file should hold, for messages: "the coups of Powell and Thyne".
    most_gb
        How many gigabytes may come out of a compressed file, where ALLEGIANCE_MOST_GB is not set.

    Raises
    ------
    InputError
        If it cannot be read, is empty, cut short, a web page, or too large when unpacked.
    """
    try:
        with unpack(path, most_gb=most_gb) as stream:
            start = stream.peek(512)[:512]
            if not start.strip():
                raise _no_data(path, what, "is empty")
            if is_page(start):
                raise _no_data(path, what, "is a web page, perhaps one that asks to log in")
            yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise _no_data(path, what, "is cut short or damaged") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise _no_data(path, what, f"cannot be read ({reason})") from error


def is_page(start: bytes) -> bool:
    """Whether a file that begins so is a web page.

    >>> is_page(b"<!DOCTYPE html>"), is_page(b"year,vote")
    (True, False)
    """
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return text.startswith((b"<!doctype html", b"<html", b"<head"))


def content_hash(path: Path, *, unzipped: bool = False) -> str:
    """The SHA-256 of a file, in hexadecimal; ``unzipped`` of what a gzipped file holds."""
    digest = hashlib.sha256()
    with path.open("rb") as raw:
        zipped = unzipped and raw.read(2) == _GZIP
        raw.seek(0)
        stream = gzip.GzipFile(fileobj=raw) if zipped else raw
        while part := stream.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def read_table(
    path: Path,
    columns: Sequence[str],
    *,
    what: str,
    delimiters: str = ",\t",
    encoding: str = "utf-8-sig",
) -> pd.DataFrame:
    """The table in a delimited text file, every cell a string as written, with all its columns.

    ``delimiters`` are those that its first line may use; ``columns`` are those that it must have.

    Raises
    ------
    InputError
        If the file cannot be read, is no text in ``encoding``, or lacks a column.
    """
    import pandas as pd

    with open_data(path, what=what) as data:
        try:
            with io.TextIOWrapper(data, encoding=encoding, newline="") as text:
                head = text.readline()
                delimiter = _delimiter(head, columns, path=path, what=what, allowed=delimiters)
                rest = io.StringIO(head + text.read())
            table = pd.read_csv(rest, sep=delimiter, dtype=str, keep_default_na=False)
        except UnicodeDecodeError as error:
            raise _no_data(path, what, f"is no text in {encoding}") from error
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise _no_data(path, what, f"has rows that do not fit its header ({error})") from error
    return table


def _delimiter(head: str, columns: Sequence[str], *, path: Path, what: str, allowed: str) -> str:
    """What parts the columns of the first line; each of ``columns`` must stand in it."""
    if "\0" in head:
        raise _no_data(path, what, "is no text")
    for sign in allowed:
        if set(columns) <= {name.strip().strip('"') for name in head.split(sign)}:
            return sign
    names = {name.strip().strip('"') for sign in _DELIMITERS for name in head.split(sign)}
    missing = [name for name in columns if name not in names]
    parted = " or ".join(_DELIMITERS[sign] for sign in allowed)
    wrong = f"has no column {', '.join(missing)}" if missing else f"is not parted by {parted}"
    raise _no_data(path, what, f"{wrong} in its first line, {head[:80].strip()!r}")


def _no_data(path: Path, what: str, wrong: str) -> InputError:
    message = (
        f"{path} {wrong}. Expected is {what}, as published, plain, gzipped or zipped: get it anew."
    )
    return InputError(message)


def _said(missing: Sequence[str]) -> str:
    return f" ({', '.join(missing)})" if missing else ""


def _listed(folder: Path) -> dict[str, Path]:
    """The files under ``folder`` by name, the first one of each name."""
    found: dict[str, Path] = {}
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            found.setdefault(name, Path(here) / name)
    return found

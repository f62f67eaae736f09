"""Built stores kept on disk by content, so that an unchanged dossier opens at once.

The text of the dossier is the truth; anything here can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import platformdirs
import pyoxigraph as ox

from allegiance.graph.store.files import find_files, find_sheets
from allegiance.graph.store.hashes import content_key
from allegiance.graph.store.ontology import ontology_text
from allegiance.graph.store.settings import FILE_NAME

# Older stores go when more than this many are kept, or more than this many bytes of them.
KEPT = 20
KEPT_BYTES = 1_000_000_000
# The last line of a whole file is this and the hash of what stands before it.
_END = b"# whole "


def store_key(folder: Path) -> str | None:
    """A name for what a dossier builds to now, from its content, the ontology's and the code's.

    None where a file of the dossier cannot be read.
    """
    try:
        paths = [folder / FILE_NAME, *find_files(folder), *find_sheets(folder)]
        return content_key(folder, paths, ontology_text(), _code())
    except OSError:
        return None


def read_cached(key: str) -> ox.Store | None:
    """The store kept under ``key``, None if there is none that can be read."""
    store = ox.Store()
    try:
        kept = (_folder() / f"{key}.nq").read_bytes()
        quads, _, digest = kept.rpartition(_END)
        if digest.strip() != hashlib.sha256(quads).hexdigest().encode():
            return None  # cut short, or changed since
        store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError):
        return None
    return store


def write_cached(key: str, store: ox.Store) -> None:
    """Keep ``store`` under ``key``, whole or not at all; where nothing can be kept, go on."""
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                hashed = _Hashed(file)
                store.dump(cast("IO[bytes]", hashed), format=ox.RdfFormat.N_QUADS)
                file.write(_END + hashed.digest.hexdigest().encode() + b"\n")
            Path(name).replace(folder / f"{key}.nq")
        finally:
            Path(name).unlink(missing_ok=True)
        _forget_old(folder.glob("*.nq"))
    except OSError:
        return


class _Hashed(io.RawIOBase):
    """A file to write to that keeps the hash of what it was given."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def write(self, data: Any) -> int:
        """Write ``data``, and say how many bytes."""
        self.digest.update(data)
        return self.file.write(data)


def _forget_old(paths: Iterable[Path]) -> None:
    """Remove the oldest stores beyond what is kept; the newest one always stays."""
    stats = [(path, path.stat()) for path in paths]
    size = 0
    newest = sorted(stats, key=lambda pair: pair[1].st_mtime, reverse=True)
    for number, (path, stat) in enumerate(newest):
        size += stat.st_size
        if number and (number >= KEPT or size > KEPT_BYTES):
            path.unlink(missing_ok=True)


def _folder() -> Path:
    return platformdirs.user_cache_path("allegiance") / "stores"


@cache
def _code() -> str:
    """A hash of the package's own code: findings are kept with the store."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parents[1]).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()

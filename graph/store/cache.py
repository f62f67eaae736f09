"""Built stores kept on disk by content, so that an unchanged dossier opens at once.

The text of the dossier is the truth; anything here can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import platformdirs
import pyoxigraph as ox

from allegiance.graph.store.files import content_key, find_files, find_sheets
from allegiance.graph.store.ontology import ontology_text
from allegiance.graph.store.settings import FILE_NAME

# Older stores go when more than this many are kept.
KEPT = 20
# The last line of a whole file: without it, the rest is missing.
_END = b"# whole\n"


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
        store.bulk_load(kept, format=ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError):
        return None
    return store if kept.endswith(_END) else None


def write_cached(key: str, store: ox.Store) -> None:
    """Keep ``store`` under ``key``, whole or not at all; where nothing can be kept, go on."""
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                store.dump(file, format=ox.RdfFormat.N_QUADS)
                file.write(_END)
            Path(name).replace(folder / f"{key}.nq")
        finally:
            Path(name).unlink(missing_ok=True)
        _forget_old(folder.glob("*.nq"))
    except OSError:
        return


def _forget_old(paths: Iterable[Path]) -> None:
    newest = sorted(paths, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest[KEPT:]:
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

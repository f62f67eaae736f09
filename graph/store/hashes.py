"""Hashes of a dossier's files, by which it is seen which of them changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from allegiance.graph.store.files import find_files, find_sheets
from allegiance.graph.store.settings import FILE_NAME


def hash_files(folder: Path) -> dict[str, str]:
    """The hash of each file that a dossier is built from, by its path; "" where none can be had."""
    paths = [folder / FILE_NAME, *find_files(folder), *find_sheets(folder)]
    return {path.relative_to(folder).as_posix(): _hash(path) for path in paths}


def content_key(folder: Path, paths: Sequence[Path], *extra: str) -> str:
    """A hash of the files' names and bytes and of ``extra``; equal content gives an equal key."""
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    for text in extra:
        digest.update(f"\0{text}".encode())
    return digest.hexdigest()[:32]


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""

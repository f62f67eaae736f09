"""Files that were given by hand, kept where measures look for them."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allegiance.graph.datasets.files import cache_folder, content_hash, files_of, find_copy
from allegiance.graph.datasets.protocol import Dataset, Description, RemoteFile
from allegiance.graph.datasets.unpacking import is_gzipped
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.output import write_whole


@dataclass(frozen=True, slots=True)
class KeptReport:
    """What was read of a set that makes no statements, and where its files are kept.

    ``table`` is how many rows are of use; ``measures`` are those that read the set; ``first`` are
    other copies at hand that they read before those that are kept.
    """

    name: str
    rows: int
    table: int
    left_out: Mapping[str, int]
    unresolved: Mapping[str, int]
    kept: tuple[Path, ...]
    measures: tuple[str, ...] = ()
    first: tuple[Path, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "name": self.name,
            "rows": self.rows,
            "table": self.table,
            "left_out": dict(self.left_out),
            "unresolved": dict(self.unresolved),
            "kept": [str(path) for path in self.kept],
            "measures": list(self.measures),
            "first": [str(path) for path in self.first],
        }


def keep_table(
    description: Description, dataset: Dataset, files: Sequence[Path], *, measures: Sequence[str]
) -> KeptReport:
    """Read the files of a set to see that they are what they should be, and keep copies of them.

    Raises
    ------
    InputError
        If they are not, or cannot be kept.
    """
    reading = dataset.read(files)
    kept = keep_copies(description, files)
    return KeptReport(
        description.name,
        reading.rows,
        len(reading.table),
        reading.left_out,
        reading.unresolved,
        tuple(kept),
        tuple(measures),
        tuple(path for path in files_of(description) if kept and path not in kept),
    )


def keep_copies(description: Description, files: Sequence[Path]) -> list[Path]:
    """Keep copies of ``files`` by the names that the set knows them by, and return where they are.

    A file that is at hand already, in one of the folders of ALLEGIANCE_CACHE or in the cache, stays
    where it is. Files of a set that has others, or more of them, are not kept.
    """
    pairs = list(_pairs(description, files))
    return [_keep(description.name, one, path) for one, path in pairs]


def _pairs(description: Description, files: Sequence[Path]) -> Sequence[tuple[RemoteFile, Path]]:
    """Each file with the one of the set that it is a copy of: by its name, or the only one."""
    by_name = {name: one for one in description.files for name in (one.name, *one.also)}
    found = [(by_name.get(path.name.removesuffix(".gz")), path) for path in files]
    single = [form[0] for form in description.forms if len(form) == 1]
    if len(found) == len(single) == 1 and found[0][0] is None:
        return [(single[0], files[0])]
    return [(one, path) for one, path in found if one is not None]


def _keep(name: str, file: RemoteFile, path: Path) -> Path:
    there = find_copy(name, file)
    if there is not None and (there.samefile(path) or content_hash(there) == content_hash(path)):
        return there
    plain = cache_folder(name) / file.name
    zipped = plain.with_name(f"{plain.name}.gz")
    target, other = (zipped, plain) if is_gzipped(path) else (plain, zipped)
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, part)
            part.replace(target)
            other.unlink(missing_ok=True)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        message = (
            f"Cannot keep a copy of {path} in {target.parent} ({error.strerror}). Name another "
            "folder for caches in XDG_CACHE_HOME, or put it into a folder of ALLEGIANCE_CACHE."
        )
        raise InputError(message) from error
    record = plain.with_name(f"{plain.name}.sha256")
    write_whole(record, f"{content_hash(target)}  {target.name}\n")
    return target

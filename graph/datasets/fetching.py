"""The files of public data sets into the cache: checked, whole, and beside their checksums.

A file whose checksum nobody recorded is taken as it comes the first time; from then on its own
checksum, kept beside it, is what a download must have. Where a publisher offers an archive, the
file is taken out of it. What has come of a download that breaks off stays for the next one.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from allegiance.graph.datasets.downloading import Download, FetchSettings, Say, can_go_on
from allegiance.graph.datasets.files import cache_folder, content_hash, find_copy, how_to_get
from allegiance.graph.datasets.protocol import Description, RemoteFile
from allegiance.graph.datasets.registry import is_file_name
from allegiance.graph.datasets.unpacking import is_archive, take_out
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.output import write_whole

_DAY_SECONDS: Final = 86_400


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file at hand, and how it came: "downloaded", "at hand", or "unchanged"."""

    name: str
    file: Path
    sha256: str
    state: str

    def to_dict(self) -> dict[str, str]:
        """The file as plain values."""
        return {
            "name": self.name,
            "file": str(self.file),
            "sha256": self.sha256,
            "state": self.state,
        }


def fetch_set(
    description: Description,
    *,
    anew: bool = False,
    say: Say,
    progress: Say | None = None,
    settings: FetchSettings = FetchSettings(),
) -> Iterator[Fetched]:
    """Bring the files of a data set into the cache, one after the other.

    ``say`` is told what is going on, ``progress`` how far a large file has come. With ``anew`` a
    file at hand is downloaded again, to see whether it is still the same.

    Raises
    ------
    InputError
        If the set cannot be downloaded, or a download is not what it should be; the message says
        what to do. The cache keeps what it had; a part of a file is never taken for the file.
    """
    if description.access != "open" or not any(file.url for file in description.files):
        message = f"{description.title} cannot be fetched. {how_to_get(description)}"
        raise InputError(message)
    for file in description.files:
        if file.url:
            kept = _Kept.of(description.name, file)
            found = None if anew else kept.at_hand(say)
            yield found or kept.bring(Download(file.url, say, progress, settings))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where one file of the data set ``name`` is kept, with its checksum beside it."""

    name: str
    file: RemoteFile
    target: Path
    record: Path

    @classmethod
    def of(cls, name: str, file: RemoteFile) -> _Kept:
        if not is_file_name(file.name):
            message = f"{file.name!r} is no name of a file; nothing was downloaded."
            raise InputError(message)
        folder = cache_folder(name)
        return cls(name, file, folder / file.name, folder / f"{file.name}.sha256")

    def at_hand(self, say: Say) -> Fetched | None:
        """The copy that is there; None if there is none, or one that has changed since."""
        copy = find_copy(self.name, self.file)
        if copy is None:
            return None
        digest = content_hash(copy)
        if copy == self.target:
            if self._known() not in (None, digest):
                say(f"{copy} is not as it was when it was downloaded; it is downloaded again.")
                return None
            self._remember(digest)
        return Fetched(self.name, copy, digest, "at hand")

    def bring(self, download: Download) -> Fetched:
        """The file as it comes, if it is what it should be."""
        there = content_hash(self.target) if self.target.exists() else None
        with self._scratch() as scratch:
            part = scratch / "part"
            download.run(part)
            if is_archive(part):
                archive = part.rename(scratch / Path(urlsplit(self.file.url).path).name)
                take_out(archive, (self.file.name, *self.file.also), part)
            digest = content_hash(part)
            if self._known() not in (None, digest):
                part.unlink()
                raise self._changed(digest)
            part.replace(self.target)
        self._remember(digest)
        state = "unchanged" if digest == there else "downloaded"
        return Fetched(self.name, self.target, digest, state)

    @contextlib.contextmanager
    def _scratch(self) -> Iterator[Path]:
        """A folder of its own for a download; what was left of one that broke off is in it.

        It is taken up, and left, by giving the folder another name: of several downloads at a
        time one only goes on with what was left.
        """
        folder = self.target.parent
        scratch, left = folder / f".{secrets.token_hex(8)}.part", folder / f".{self.file.name}.left"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _sweep(folder)
            with contextlib.suppress(OSError):
                left.rename(scratch)
            scratch.mkdir(exist_ok=True)
        except OSError as error:
            message = (
                f"Cannot keep {self.file.name} in {folder} ({error.strerror}). Name another folder "
                "for caches in XDG_CACHE_HOME."
            )
            raise InputError(message) from error
        try:
            yield scratch
        finally:
            if can_go_on(scratch / "part"):
                with contextlib.suppress(OSError):
                    scratch.rename(left)
            shutil.rmtree(scratch, ignore_errors=True)

    def _known(self) -> str | None:
        """The checksum that the file must have, None if nobody recorded one."""
        try:
            recorded = self.record.read_text(encoding="ascii").split()
        except (OSError, UnicodeDecodeError):
            recorded = []
        return self.file.sha256 or next(iter(recorded), None)

    def _remember(self, digest: str) -> None:
        if not self.record.exists():
            write_whole(self.record, f"{digest}  {self.file.name}\n")

    def _changed(self, digest: str) -> InputError:
        stays = f" The copy at hand, {self.target}, stays." if self.target.exists() else ""
        if self.file.sha256:
            mend = "Try again later. If it stays so, the publisher has a new version: report it."
        else:
            mend = f"If the publisher has a new version that you want, remove {self.record} first."
        message = (
            f"{self.file.url} is not the file that is expected: its SHA-256 is {digest}, not "
            f"{self._known()}.{stays} {mend}"
        )
        return InputError(message)


def _sweep(folder: Path) -> None:
    """Remove what downloads left that were killed more than a day ago."""
    for scratch in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if time.time() - scratch.stat().st_mtime > _DAY_SECONDS:
                shutil.rmtree(scratch, ignore_errors=True)

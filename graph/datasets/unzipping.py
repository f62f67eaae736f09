"""What a compressed file holds, counted as it is read, so that it cannot fill the memory."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# No published file comes near: the largest holds about 3 GB, and text shrinks to a tenth.
MOST_BYTES: Final = 8_000_000_000
MOST_RATIO: Final = 200
# Up to so many bytes any ratio is harmless.
FREE_BYTES: Final = 100_000_000


class Unzipped(io.RawIOBase):
    """The bytes of ``data``, out of the compressed file ``path``, up to the limits.

    It may hold 8 GB, and beyond 100 MB no more than 200 times what the compressed file has.
    Reading on raises InputError.
    """

    def __init__(self, data: IO[bytes] | io.BufferedIOBase, path: Path) -> None:
        self._data = data
        self._path = path
        self._most = min(MOST_BYTES, max(FREE_BYTES, MOST_RATIO * path.stat().st_size))
        self._seen = 0

    def readable(self) -> bool:
        """Whether it can be read: yes."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """The number of bytes put into ``buffer``, 0 at the end."""
        view = memoryview(buffer)
        part = self._data.read(len(view))
        self._seen += len(part)
        if self._seen > self._most:
            message = (
                f"{self._path} unzips to more than {self._most / 1e6:,.0f} MB, far more than such "
                "data hold: it may be damaged or made to fill the memory. Get it anew from its "
                "publisher; if it is right, unzip it yourself, or part it, and give what comes out."
            )
            raise InputError(message)
        view[: len(part)] = part
        return len(part)

    def close(self) -> None:
        """Close what is read too."""
        if not self.closed:
            self._data.close()
        super().close()

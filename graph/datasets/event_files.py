"""Files of events, read a chunk at a time: plain, gzipped or zipped, with tabs or with commas."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allegiance.graph.datasets.files import open_data
from allegiance.graph.datasets.unpacking import PARTS_GB
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

# Rows that are in memory at a time: about 100 MB of GDELT.
CHUNK: Final = 200_000


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands in a file: its columns in order, if it has no header, or those that it needs.

    ``what`` names it for messages. Where there is no header, ``widths`` are the numbers of cells
    that a row may have, and ``columns`` the place of each column that is read.
    """

    what: str
    needs: tuple[str, ...] = ()
    columns: tuple[tuple[int, str], ...] = ()
    widths: tuple[int, ...] = ()


@contextlib.contextmanager
def open_events(path: Path, *, what: str) -> Iterator[io.TextIOBase]:
    """The text of a file, unzipped if it is zipped; bytes that are no UTF-8 are replaced.

    Raises
    ------
    InputError
        If it cannot be read, is empty, cut short, a web page, or no text.
    """
    with contextlib.ExitStack() as stack:
        data = stack.enter_context(open_data(path, what=what, most_gb=PARTS_GB))
        start = data.peek(4096)[:4096]
        if not start.strip() or b"\0" in start:
            raise _refused(path, what, "holds no text" if start else "is empty")
        text = io.TextIOWrapper(data, encoding="utf-8-sig", errors="replace", newline="\n")
        yield stack.enter_context(text)


def tabbed(path: Path, layout: Layout, *, size: int = CHUNK) -> Iterator[tuple[pd.DataFrame, int]]:
    """Chunks of a file with tabs, every cell a string as written, and the broken rows of each.

    Quotation marks are letters like others: these files do not quote. A row with another number
    of cells than the first is broken.
    """
    with open_events(path, what=layout.what) as text:
        width, columns, lines = _first_line(path, text, layout)
        while chunk := list(itertools.islice(lines, size)):
            sound = [ln for ln in chunk if ln.count("\t") == width - 1 and "\0" not in ln]
            broken = sum(1 for line in chunk if line.strip()) - len(sound)
            yield _table(sound, columns), broken


def _first_line(
    path: Path, text: io.TextIOBase, layout: Layout
) -> tuple[int, Sequence[tuple[int, str]], Iterator[str]]:
    """The number of cells of a row, which are read, and the lines of the rows."""
    first = text.readline()
    cells = [cell.strip().strip('"') for cell in first.rstrip("\r\n").split("\t")]
    if layout.columns:
        if len(cells) not in layout.widths:
            widths = " or ".join(str(width) for width in layout.widths)
            wrong = f"has {len(cells)} cells in its first row, not {widths} parted by tabs"
            raise _refused(path, layout.what, wrong)
        return len(cells), layout.columns, itertools.chain([first], text)
    missing = [name for name in layout.needs if name not in cells]
    if missing:
        wrong = f"has no column {', '.join(missing)} in its first line, parted by tabs"
        raise _refused(path, layout.what, wrong)
    return len(cells), [(cells.index(name), name) for name in layout.needs], iter(text)


def _table(lines: Sequence[str], columns: Sequence[tuple[int, str]]) -> pd.DataFrame:
    import pandas as pd

    names = [name for _, name in columns]
    if not lines:
        return pd.DataFrame(columns=names, dtype=str)
    table = pd.read_csv(
        io.StringIO("".join(line if line.endswith("\n") else line + "\n" for line in lines)),
        sep="\t",
        header=None,
        usecols=[index for index, _ in columns],
        dtype=str,
        keep_default_na=False,
        quoting=csv.QUOTE_NONE,
        lineterminator="\n",
        skip_blank_lines=False,
    )
    return table[[index for index, _ in columns]].set_axis(names, axis="columns")


def with_commas(
    path: Path, layout: Layout, *, size: int = CHUNK
) -> Iterator[tuple[pd.DataFrame, int]]:
    """Chunks of a file with commas and quotation marks, every cell a string as written.

    Raises
    ------
    InputError
        If a row does not fit its header: here nothing tells where the next one begins.
    """
    import pandas as pd

    with open_events(path, what=layout.what) as text:
        try:
            chunks = pd.read_csv(
                text,
                dtype=str,
                keep_default_na=False,
                chunksize=size,
                usecols=lambda name: name in layout.needs,
            )
            for chunk in chunks:
                missing = [name for name in layout.needs if name not in chunk.columns]
                if missing:
                    wrong = f"has no column {', '.join(missing)} in its first line"
                    raise _refused(path, layout.what, wrong)
                yield chunk[list(layout.needs)], 0
        except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            wrong = f"has rows that do not fit its header ({error})"
            raise _refused(path, layout.what, wrong) from error


def _refused(path: Path, what: str, wrong: str) -> InputError:
    message = (
        f"{path} {wrong}. Expected are {what}, as published, plain, gzipped or zipped: get it anew."
    )
    return InputError(message)

"""Tables of states by year: their files read as numbers, their rows sieved with every reason."""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from allegiance.graph.datasets.files import open_data
from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.state_codes import BEYOND_THEIR_DAYS, code_states
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.states import SYSTEMS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    # The first and the last day that a row is about, for every row.
    Days = tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64]]

# A column in our words, and the names that publishers have for it.
Names = Mapping[str, Sequence[str]]
_DELIMITERS: Final = ",\t;"
_LONGEST_HEADER: Final = 65_536
_NO_VALUE: Final = ("", "NA", "NaN", "nan", ".")
_YEARS: Final = (1800, 2199)


def read_columns(
    path: Path,
    names: Names,
    *,
    what: str,
    texts: Collection[str] = (),
    encoding: str = "utf-8",
) -> pd.DataFrame:
    """The columns ``names`` of a delimited text file, numbers as float64 with nan for no value.

    Parameters
    ----------
    names
        Our names of the columns, each with the names that it may have in the file.
    what
        What the file should hold, for messages.
    texts
        Those of our columns that are text, kept as written.

    Raises
    ------
    InputError
        If the file cannot be read, lacks a column, or has a text where a number should be.
    """
    import pandas as pd

    with open_data(path, what=what) as data:
        header, delimiter = _header(data.readline(_LONGEST_HEADER), encoding)
        found = _found(header, names, path=path, what=what)
        numbers = {theirs for theirs, ours in found.items() if ours not in texts}
        # All columns are read: rows longer than the header are told only so.
        kinds = {name: "float64" if name in numbers else "category" for name in header}
        empty = {name: list(_NO_VALUE) for name in numbers}
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)
                table = pd.read_csv(
                    data,
                    sep=delimiter,
                    names=header,
                    dtype=kinds,
                    na_values=empty,
                    keep_default_na=False,
                    index_col=False,
                    encoding=encoding,
                )
        except UnicodeDecodeError as error:
            raise no_data(path, what, f"is no text in {encoding}") from error
        except (ValueError, pd.errors.ParserWarning) as error:
            raise no_data(path, what, f"has rows that do not fit its header ({error})") from error
    return table[list(found)].rename(columns=found)[list(names)]


def has_columns(path: Path, columns: Collection[str], *, what: str) -> bool:
    """Whether the first line of a file names all of ``columns``."""
    with open_data(path, what=what) as data:
        header, _ = _header(data.readline(_LONGEST_HEADER), "utf-8")
    return set(columns) <= set(header)


def _header(line: bytes, encoding: str) -> tuple[list[str], str]:
    """The names in the first line, and what parts them: of commas, tabs, semicolons the most."""
    text = line.decode(encoding, errors="replace").removeprefix("\ufeff").replace("\0", "")
    delimiter = max(_DELIMITERS, key=text.count)
    row = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    return [name.strip() for name in row], delimiter


def _found(header: Sequence[str], names: Names, *, path: Path, what: str) -> dict[str, str]:
    """Our name of each column that is read, by its name in the file."""
    found, missing = {}, []
    for ours, theirs in names.items():
        match = next((name for name in theirs if name in header), None)
        if match is None:
            missing.append(" or ".join(theirs))
        else:
            found[match] = ours
    doubles = sorted({name for name in header if header.count(name) > 1})
    if missing or doubles:
        wrong = f"has no column {', '.join(missing)}" if missing else f"has {doubles[0]} twice"
        said = ",".join(header)[:80]
        raise no_data(path, what, f"{wrong} in its first line, {said!r}")
    return found


def no_data(path: Path, what: str, wrong: str) -> InputError:
    """The error for a file that does not hold ``what``; ``wrong`` goes on after its name."""
    message = (
        f"{path} {wrong}. Expected is {what}, as published, plain, gzipped or zipped: get it anew."
    )
    return InputError(message)


class Sieve:
    """A table while rows that cannot be used are taken out of it, each counted with its reason."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.table = table
        self._rows = len(table)
        self._unresolved: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()

    def leave_out(self, mask: npt.NDArray[np.bool_] | pd.Series, reason: str) -> None:
        """Take out the rows that ``mask`` marks, counted under ``reason``."""
        import numpy as np

        marked = np.asarray(mask, dtype=bool)
        if marked.any():
            self._left_out[reason] += int(marked.sum())
            self.table = self.table[~marked].reset_index(drop=True)

    def make_whole(self, column: str, *, least: int, most: int, reason: str) -> None:
        """Turn a column into whole numbers; rows without one in [least, most] are left out."""
        values = self.table[column]
        self.leave_out(~(values.between(least, most) & (values % 1 == 0)), reason)
        self.table[column] = self.table[column].astype("int64")

    def make_years(self, column: str = "year") -> None:
        """Turn a column into years, as whole numbers."""
        self.make_whole(column, least=_YEARS[0], most=_YEARS[1], reason=f"no {column}")

    def resolve_cow(self, *columns: str, year: str = "year") -> None:
        """Turn columns of COW codes into ids of states, by the year of each row."""
        for column in columns:
            self.make_whole(column, least=1, most=999, reason="no state code")
        for column in columns:
            self.resolve(column, system="cow", days=self.years(year), instead=BEYOND_THEIR_DAYS)

    def years(self, column: str = "year") -> Days:
        """The first and the last day of the year of each row."""
        years = (self.table[column].to_numpy() - 1970).astype("datetime64[Y]")
        last = (years + 1).astype("datetime64[D]") - 1
        return years.astype("datetime64[D]"), last

    def resolve(
        self,
        column: str,
        *,
        system: str,
        days: Days,
        earliest: bool = False,
        instead: Mapping[int, int] | None = None,
    ) -> None:
        """Turn a column of codes into ids of states; rows of no known state are counted by code.

        Parameters
        ----------
        days
            The first and the last day on which the code of each row is used.
        earliest
            Whether, of several states on these days, the first is meant, not the last.
        instead
            Codes that a publisher uses beyond their days, each with the one that it means then.
        """
        codes, (first, last) = self.table[column].to_numpy(), days
        states = code_states(
            codes, system=system, first=first, last=last, earliest=earliest, instead=instead
        )
        missing = states.isna()
        self.lose(missing, [f"{SYSTEMS[system]} {code}" for code in codes[missing]], days=first)
        self.table[column] = states[~missing]

    def lose(
        self, mask: npt.NDArray[np.bool_], codes: Sequence[str], *, days: npt.NDArray[Any]
    ) -> None:
        """Take out the rows that ``mask`` marks, counted by the code that stands for no state.

        ``codes`` are those of the marked rows, ``days`` a day of every row.
        """
        spans: dict[str, list[int]] = {}
        for code, year in zip(codes, days[mask].astype("datetime64[Y]").astype(int), strict=True):
            spans.setdefault(code, []).append(int(year) + 1970)
        for code, years in spans.items():
            said = f"{min(years)}" if min(years) == max(years) else f"{min(years)} to {max(years)}"
            self._unresolved[f"{code}, {said}"] += len(years)
        if mask.any():
            self.table = self.table[~mask].reset_index(drop=True)

    def reading(self, columns: Collection[str]) -> Reading:
        """What is left, with ``columns`` in their order, and the counts of what is not."""
        table = self.table[list(columns)]
        return Reading(table, self._rows, dict(self._unresolved), dict(self._left_out))


def read_all(
    files: Sequence[Path],
    names: Names,
    *,
    what: str,
    texts: Collection[str] = (),
    encoding: str = "utf-8",
) -> pd.DataFrame:
    """The columns ``names`` of all ``files``, one below the other; see :func:`read_columns`."""
    import pandas as pd

    if not files:
        message = f"No file was given. Give a file with {what}."
        raise InputError(message)
    tables = [
        read_columns(path, names, what=what, texts=texts, encoding=encoding) for path in files
    ]
    return pd.concat(tables, ignore_index=True) if len(tables) > 1 else tables[0]

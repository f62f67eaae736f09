"""What a query gave back: rows of terms, Python values, data frames or text."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import Triple

from allegiance.graph.model.errors import InputError
from allegiance.graph.store import formats
from allegiance.graph.store.formats import Term
from allegiance.graph.store.guard import FORMS
from allegiance.graph.store.values import Value, to_column, to_python

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

TABLE_FORMATS = ("table", "csv", "tsv", "json", "xml")
TRIPLE_FORMATS = ("table", "csv", "json", "turtle", "ntriples")
TRIPLE_COLUMNS = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query: ``rows`` holds RDF terms, iteration gives dicts of Python values.

    Its length is the number of rows; it is true when ASK says so, or when there are rows.

    Parameters
    ----------
    form
        ``"select"``, ``"ask"``, ``"construct"`` or ``"describe"``.
    variables
        The names of the columns: ``("subject", "predicate", "object")`` for triples.
    rows
        For SELECT tuples of terms, None where unbound; for CONSTRUCT and DESCRIBE triples.
    boolean
        What ASK says, None for the other forms.

    Examples
    --------
    >>> from pyoxigraph import Literal
    >>> list(Answer("select", ("n",), ((Literal(3),),)))
    [{'n': 3}]
    """

    form: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...] | Triple, ...] = ()
    boolean: bool | None = None

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            message = f"No query has the form {self.form!r}. Use one of: {', '.join(FORMS)}."
            raise InputError(message)
        if (self.form == "ask") is (self.boolean is None):
            message = (
                f"boolean={self.boolean} for {self.form}: give ask True or False, others None."
            )
            raise InputError(message)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows) if self.boolean is None else self.boolean

    def __iter__(self) -> Iterator[dict[str, Value]]:
        for row in self.rows:
            yield dict(zip(self.variables, map(to_python, row), strict=True))

    def to_pandas(self) -> pd.DataFrame:
        """A data frame with one column a variable; for ASK one cell, in the column ``boolean``.

        Integers are int64 (Int64 where some are unbound), decimals and doubles float64, dates
        datetime64[s], moments with a time zone UTC. A column that mixes kinds is text.
        """
        import pandas as pd

        return pd.DataFrame({name: _series(values) for name, values in self._columns().items()})

    def to_arrow(self) -> pa.Table:
        """An Arrow table with one column a variable.

        Raises
        ------
        InputError
            Without pyarrow, which the extra ``allegiance[arrow]`` brings.
        """
        arrow = _need("pyarrow", extra="arrow")
        return arrow.table({name: arrow.array(values) for name, values in self._columns().items()})

    def to_polars(self) -> pl.DataFrame:
        """A Polars data frame with one column a variable.

        Raises
        ------
        InputError
            Without polars and pyarrow, which the extra ``allegiance[polars]`` brings.
        """
        _need("pyarrow", extra="polars")
        frame: pl.DataFrame = _need("polars", extra="polars").from_arrow(self.to_arrow())
        return frame

    def serialize(
        self,
        format: str,  # noqa: A002 - the option's name on the command line
        *,
        prefixes: Mapping[str, str] | None = None,
    ) -> str:
        """The answer as text.

        Parameters
        ----------
        format
            ``table``, ``csv``, ``tsv``, ``json`` or ``xml`` for SELECT and ASK; ``table``,
            ``csv``, ``json``, ``turtle`` or ``ntriples`` for CONSTRUCT and DESCRIBE.
        prefixes
            Namespaces by prefix; they shorten the IRIs of ``table`` and ``turtle``.

        Raises
        ------
        InputError
            For a format that does not fit the form; the message names those that do.
        """
        fitting = TABLE_FORMATS if self.form in ("select", "ask") else TRIPLE_FORMATS
        if format not in fitting:
            choice = ", ".join(fitting)
            message = f"{self.form.upper()} has no output {format!r}. Choose one of: {choice}."
            raise InputError(message)
        if self.boolean is not None:
            return formats.write_truth(self.boolean, notation=format)
        if format in formats.GRAPH_FORMATS:
            triples = [row for row in self.rows if isinstance(row, Triple)]
            return formats.write_graph(triples, notation=format, prefixes=prefixes or {})
        rows = [tuple(row) for row in self.rows]
        if format == "table":
            return formats.write_table(self.variables, rows, prefixes=prefixes or {})
        if format == "csv":
            return formats.write_csv(self.variables, rows)
        return formats.write_results(self.variables, rows, notation=format)

    def _columns(self) -> dict[str, list[Value]]:
        """The values of each column, harmonised to one type."""
        if self.boolean is not None:
            return {"boolean": [self.boolean]}
        rows = [tuple(row) for row in self.rows]
        return {
            name: to_column([row[place] for row in rows])
            for place, name in enumerate(self.variables)
        }


def _series(values: Sequence[Any]) -> pd.Series[Any]:
    """The pandas column for values of one type."""
    import numpy as np
    import pandas as pd

    kind: type = next((type(value) for value in values if value is not None), str)
    gaps = any(value is None for value in values)
    if kind is int:
        return pd.Series(values, dtype="Int64" if gaps else "int64")
    if kind is bool:
        return pd.Series(values, dtype="boolean" if gaps else "bool")
    if kind is float:
        return pd.Series(values, dtype="float64")
    if kind is dt.date:
        return pd.Series(np.array(values, dtype="datetime64[s]"))
    if kind is dt.datetime:
        plain = [value and value.astimezone(dt.UTC).replace(tzinfo=None) for value in values]
        aware = any(value is not None and value.tzinfo for value in values)
        column = pd.Series(np.array(plain if aware else values, dtype="datetime64[us]"))
        return column.dt.tz_localize("UTC") if aware else column
    return pd.Series(values, dtype="object")


def _need(module: str, *, extra: str) -> Any:
    """The optional module, or the command that installs it."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as problem:
        message = f'{module} is not installed. Install it with: pip install "allegiance[{extra}]"'
        raise InputError(message) from problem

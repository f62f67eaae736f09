"""Runs of years without a gap: what a table by year says of ties that last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from allegiance.graph.model.states import codes_of

if TYPE_CHECKING:
    import pandas as pd


def find_spells(table: pd.DataFrame, keys: Sequence[str], *, year: str = "year") -> pd.DataFrame:
    """The runs of years without a gap in which each combination of ``keys`` has a row.

    Returns
    -------
    DataFrame
        The ``keys``, and ``begin`` and ``end``, the years that the run begins and ends with,
        both included; sorted by keys, then by years.

    Examples
    --------
    >>> import pandas as pd
    >>> years = pd.DataFrame({"pair": ["a", "a", "a", "b"], "year": [1949, 1950, 1960, 1950]})
    >>> find_spells(years, ["pair"]).values.tolist()
    [['a', 1949, 1950], ['a', 1960, 1960], ['b', 1950, 1950]]
    """
    rows = table[[*keys, year]].astype(dict.fromkeys(keys, object)).drop_duplicates()
    rows = rows.sort_values([*keys, year], ignore_index=True)
    before = rows.shift()
    same = (rows[list(keys)] == before[list(keys)]).all(axis=1)
    opens = ~(same & (rows[year] == before[year] + 1))
    closes = opens.shift(-1, fill_value=True)
    spells = rows[opens].rename(columns={year: "begin"}).reset_index(drop=True)
    spells["end"] = rows.loc[closes, year].to_numpy()
    return spells


def say_years(first: int, last: int) -> str:
    """The years of a run in words.

    >>> say_years(1949, 1952), say_years(1960, 1960)
    ('from 1949 to 1952', 'in 1960')
    """
    return f"from {first} to {last}" if last > first else f"in {first}"


def say_state(state: str, year: int) -> str:
    """The name of a state in a year.

    >>> say_state("burkina-faso", 1970)
    'Upper Volta'
    """
    return (codes_of(state, on=year) or codes_of(state))[-1].label


def end_spell(last: int, covered: int) -> tuple[str, str]:
    """The end of a run as a date is written, and a remark on it.

    What stands in the last year that is covered ends on some later day that the set does not
    know: it neither stands for ever nor breaks off where the set does.

    >>> end_spell(1931, 2012)
    ('1931', '')
    >>> end_spell(2012, 2012)[0]
    '2012-12-31/..'
    """
    if last < covered:
        return str(last), ""
    said = f" It stands in {covered}, the last year that the file covers: later is not covered."
    return f"{covered}-12-31/..", said

"""What a row says does not hang on the order of its columns, or on the rows before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from allegiance.graph.store.sheets.columns import SHEETS
from allegiance.graph.store.sheets.header import places_of
from allegiance.graph.store.sheets.names import Names
from allegiance.graph.store.sheets.reading import register
from allegiance.graph.store.sheets.rownode import JOINT, RowNode
from allegiance.graph.store.sheets.rows import RowReader
from allegiance.graph.store.sheets.table import Row, Table

BASE = "https://example.org/s/"
# Cells with values, mistakes and traps for each column.
CELLS = {
    "id": ["st-1", "st-2", "a b", ":st-3"],
    "label": ["", 'They "met".', "a ; b", "two\nlines", "#REF!", "it's"],
    "label_fr": ["", "Accord"],
    "subject": ["norland", "Norland", "Nowhere", "#N/A", ""],
    "relation": ["sanctions", "signs_agreement_with", "mystery"],
    "object": ["sudria", "the South"],
    "start": ["2020", "2020-02", "2020-02-30", "2020-02-29", "2020-02~", "about 2020", ""],
    "end": ["", "2021-13", "2021-12-31"],
    "grade": ["B2", "b2", ""],
    "sources": ["wire", "wire|paper", "wire|ghost", "wire, paper", "|"],
    "asserted_by": ["", "sudria", "dock workers; norland"],
    "denied_by": ["", "norland (calls it talks)", "others"],
    "polarity": ["", "+", "0", "-", "plus"],
    "weight": ["", "0.5", "half"],
    "value": ["", "800-2000", "12", "many"],
    "unit": ["", "persons, about"],
    "bound": ["", "at least"],
    "recorded": ["", "2020-01-01", "2020-01"],
    "conflicts_with": ["", "st-2", "st-2 (an account of the wire)", "a remark"],
    "note": ["", "plain", "tab\there"],
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()}),
    min_size=1,
    max_size=4,
)


def table(kind: str, rows: Sequence[dict[str, str]], header: Sequence[str]) -> Table:
    listed = tuple(Row(n, [row[name] for name in header]) for n, row in enumerate(rows, 2))
    return Table(Path(f"{kind}.csv"), "", SHEETS[kind], tuple(header), listed)


def names() -> Names:
    found = Names(BASE, tuple)
    for kind, rows in {
        "actors": [{"id": "norland", "label": "Norland"}, {"id": "sudria", "label": "the South"}],
        "sources": [{"id": "wire"}, {"id": "paper"}],
        "statements": [{"id": "st-1"}, {"id": "st-2"}],
    }.items():
        register(table(kind, rows, list(rows[0])), found)
    return found


def read(rows: Sequence[dict[str, str]], header: Sequence[str]) -> list[RowNode]:
    one = table("statements", rows, header)
    reader = RowReader(one.sheet, places_of(one), names())
    return [reader.read(row.cells) for row in one.rows]


def sense(found: RowNode, header: Sequence[str]) -> tuple[object, ...]:
    """All that a row says, in no order, with its mistakes by column."""
    wrong = sorted((header[index], message) for index, message in found.problems)
    beside = [(node, sorted(says)) for node, says in found.beside]
    return found.token, sorted(found.says), sorted(beside), wrong


@given(ROWS, st.permutations(list(CELLS)))
def test_the_order_of_the_columns_changes_nothing(
    rows: list[dict[str, str]], order: list[str]
) -> None:
    plain = [sense(found, list(CELLS)) for found in read(rows, list(CELLS))]
    assert [sense(found, order) for found in read(rows, order)] == plain


@given(ROWS)
def test_what_was_read_before_changes_nothing(rows: list[dict[str, str]]) -> None:
    header = list(CELLS)
    together = [sense(found, header) for found in read(rows, header)]
    assert together == [sense(read([row], header)[0], header) for row in rows]


@given(ROWS)
def test_a_row_says_thing_by_thing_what_its_turtle_says(rows: list[dict[str, str]]) -> None:
    for found in read(rows, list(CELLS)):
        things = [f"{one.prop} {one.value}" for one in found.says]
        written = f"{found.token} {JOINT.join(things)} .\n" if things else ""
        assert found.block == written
        assert all("\n" not in cast(str, one) for one in things)

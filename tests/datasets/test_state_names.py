"""States by the names and codes that event data write."""

from __future__ import annotations

import pytest

from allegiance.graph.datasets.state_names import state_coded, state_named
from allegiance.graph.model.state_names import TABLE
from allegiance.graph.model.states import codes_of


@pytest.mark.parametrize(
    ("name", "year", "state"),
    [
        ("Russian Federation", 2018, "russia"),
        ("the former Yugoslav Republic of Macedonia", 2018, "north-macedonia"),
        ("Palestinian Territory, Occupied", 2010, "palestine"),
        ("Congo", 2018, "congo-brazzaville"),
        ("Democratic Republic of Congo", 1999, "congo-kinshasa"),
        ("South Sudan", 2012, "south-sudan"),
        ("South Sudan", 2005, ""),
        ("Hong Kong", 2018, ""),
        ("", 2018, ""),
    ],
)
def test_a_name_is_the_state_that_lived_then(name: str, year: int, state: str) -> None:
    assert state_named(name, year) == state


@pytest.mark.parametrize(
    ("code", "year", "state"),
    [
        ("RUS", 2014, "russia"),
        ("RUS", 1985, "soviet-union"),
        ("ROM", 2014, "romania"),
        ("TMP", 2014, "timor-leste"),
        ("KSV", 2014, "kosovo"),
        ("WSB", 2014, "palestine"),
        ("COD", 1985, "congo-kinshasa"),
        ("SSD", 2005, ""),
        ("AFR", 2014, ""),
    ],
)
def test_a_code_is_the_state_that_lived_then(code: str, year: int, state: str) -> None:
    assert state_coded(code, year) == state


def test_every_name_of_the_table_is_that_of_a_state() -> None:
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        assert codes_of(line.rsplit(",", 1)[1])

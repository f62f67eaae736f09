"""States by any of their names, and which of them are one line."""

import pandas as pd
import pytest

from allegiance.graph.analysis.measures.lineages import canonical, find_state, lineage
from allegiance.graph.model.errors import UnknownNameError


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("USSR", "soviet-union"),
        ("German Democratic Republic", "east-germany"),
        ("Yemen Arab Republic", "north-yemen"),
        ("Federal Republic of Germany", "germany"),
    ],
)
def test_a_state_is_found_by_the_name_of_its_day(name: str, state: str) -> None:
    assert find_state(name) == state


@pytest.mark.parametrize("name", ["Egypt", "egypt", "EGY", "651"])
def test_a_state_is_found_by_name_id_and_code(name: str) -> None:
    assert find_state(name) == "egypt"


def test_a_misspelt_state_suggests_its_neighbour() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean Egypt"):
        find_state("Egipt")


def test_the_soviet_union_and_russia_are_one_line_and_its_other_successors_are_not() -> None:
    assert lineage("soviet-union") == lineage("russia") == ("russia", "soviet-union")
    assert lineage("ukraine") == ("ukraine",)
    assert list(canonical(pd.Series(["soviet-union", "ukraine"]))) == ["russia", "ukraine"]

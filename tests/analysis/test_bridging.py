"""Roll calls of different sessions that put the same question, told by their titles."""

from __future__ import annotations

import pandas as pd
import pytest

from allegiance.graph.analysis.bridging import bridges_by_title
from allegiance.graph.model.errors import InputError

GOLAN = "The occupied Syrian Golan"


def bridges(*calls: tuple[int, int, str], longest_gap: int = 2) -> dict[int, int]:
    table = pd.DataFrame(calls, columns=["roll_call", "session", "title"])
    votes = pd.concat([table, table])  # a row a state
    return bridges_by_title(votes, longest_gap=longest_gap)


def test_a_title_that_comes_back_year_after_year_is_one_question() -> None:
    found = bridges((5, 50, GOLAN), (6, 51, GOLAN), (8, 53, GOLAN))
    assert found == {6: 5, 8: 5}


def test_case_numbers_and_the_closing_formula_make_no_difference() -> None:
    later = "THE OCCUPIED  SYRIAN GOLAN : resolution / adopted by the General Assembly, 2003"
    assert bridges((5, 50, GOLAN), (6, 51, later)) == {6: 5}


def test_a_long_pause_starts_a_new_question() -> None:
    calls = ((5, 50, GOLAN), (6, 53, GOLAN), (7, 54, GOLAN))
    assert bridges(*calls) == {7: 6}
    assert bridges(*calls, longest_gap=3) == {6: 5, 7: 5}


def test_a_title_that_stands_twice_in_a_session_tells_nothing_there() -> None:
    assert bridges((5, 50, GOLAN), (6, 51, GOLAN), (7, 51, GOLAN), (8, 52, GOLAN)) == {8: 5}


def test_short_blank_and_missing_titles_bridge_nothing() -> None:
    assert bridges((5, 50, ""), (6, 51, "")) == {}
    assert bridges((5, 50, "Para. 4"), (6, 51, "Para. 4")) == {}
    assert bridges_by_title(pd.DataFrame({"roll_call": [1], "session": [1]})) == {}


def test_titles_in_any_script_and_with_any_signs_are_only_compared() -> None:
    odd = "<b>Вопрос о</b> Палестине = \x1b[31m формула(1)"
    assert bridges((5, 50, odd), (6, 51, odd)) == {6: 5}


def test_a_gap_below_one_session_is_refused() -> None:
    with pytest.raises(InputError, match="must be 1 or more, not 0"):
        bridges((5, 50, GOLAN), longest_gap=0)

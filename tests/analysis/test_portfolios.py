"""How alike states voted, by year, by session and by issue."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.analysis.portfolios import vote_similarity
from allegiance.graph.model.errors import InputError

# (roll call, session, day, on human rights, and the votes of three states)
ROLL_CALLS = [
    (1, 44, "1989-12-01", 1, ("yes", "no", "absent")),
    (2, 44, "1990-01-15", 0, ("yes", "yes", "yes")),
    (3, 45, "1990-12-01", 1, ("no", "yes", "yes")),
    (4, 45, "1990-12-02", 0, ("abstain", "yes", "no")),
]
STATES = ("france", "mali", "russia")


@pytest.fixture
def table() -> pd.DataFrame:
    rows = [
        (number, session, pd.Timestamp(day), float(rights), state, vote)
        for number, session, day, rights, votes in ROLL_CALLS
        for state, vote in zip(STATES, votes, strict=True)
    ]
    columns = ["roll_call", "session", "date", "human_rights", "state", "vote"]
    return pd.DataFrame(rows, columns=columns)


def test_every_dyad_has_a_row_for_each_year_in_which_both_voted(table: pd.DataFrame) -> None:
    found = vote_similarity(table, "agreement")
    assert next(iter(found.itertuples(index=False, name=None)))[:4] == (1989, "france", "mali", 0.0)
    by = found.set_index(["year", "state_a", "state_b"])
    assert by.loc[(1990, "france", "mali"), "value"] == pytest.approx((1 + 0 + 0.5) / 3)
    assert by.loc[(1990, "mali", "russia"), "value"] == pytest.approx(2 / 3)
    assert by.loc[(1990, "france", "russia"), "roll_calls"] == 3
    assert len(found) == 4  # of 1989 nobody but France and Mali
    values = np.array([1, 0, 0.5])
    expected = values.std() / np.sqrt(3)
    assert by.loc[(1990, "france", "mali"), "standard_error"] == pytest.approx(expected)


def test_a_session_is_not_a_year(table: pd.DataFrame) -> None:
    found = vote_similarity(table, "s", by="session").set_index(["session", "state_a", "state_b"])
    assert found.loc[(44, "france", "mali"), "roll_calls"] == 2
    assert found.loc[(45, "mali", "russia"), "value"] == pytest.approx(0.0)


def test_roll_calls_on_one_issue_can_be_taken_alone(table: pd.DataFrame) -> None:
    found = vote_similarity(table, "agreement", issue="human_rights")
    assert found["roll_calls"].tolist() == [1, 1, 1, 1]
    with pytest.raises(InputError, match="no issue 'whales'"):
        vote_similarity(table, issue="whales")
    assert vote_similarity(table[:0]).empty
    assert dt.date(1990, 1, 1).year == found["year"].max()

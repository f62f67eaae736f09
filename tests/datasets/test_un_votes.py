"""Votes in the General Assembly: both forms of the files, and the matrix of who voted how."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.datasets.files import ENVIRONMENT, files_of, need_files
from allegiance.graph.datasets.keeping import keep_table
from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.registry import describe
from allegiance.graph.datasets.un_votes import UN_VOTES
from allegiance.graph.datasets.vote_matrix import VoteMatrix, vote_matrix
from allegiance.graph.model.errors import InputError

EXTRACTS = Path(__file__).parent / "extracts"
WHOLE = os.environ.get(ENVIRONMENT)
PART = [(1, 3), (2, 3), (1, 3), (2, 3)]
NEW_FORM = ("un_votes.csv", "un_roll_calls.csv", "un_roll_call_issues.csv")


def identical(matrix: VoteMatrix, one: str, other: str) -> tuple[int, int]:
    """The roll calls in which two states voted alike, and those in which both voted."""
    first, second = (matrix.votes[matrix.states.index(state)] for state in (one, other))
    both = ~np.isnan(first) & ~np.isnan(second)
    return int((first == second)[both].sum()), int(both.sum())


def new_form(names: Sequence[str] = NEW_FORM) -> pd.DataFrame:
    return UN_VOTES.read([EXTRACTS / name for name in names]).table


def vote_of(table: pd.DataFrame, state: str, roll_call: int) -> list[str]:
    rows = table[(table["state"] == state) & (table["roll_call"] == roll_call)]
    return rows["vote"].astype(str).tolist()


@pytest.fixture(scope="module")
def old_form() -> tuple[Reading, bool]:
    """The form in one file: the publisher's, else the extract; and whether it is whole."""
    whole = None if WHOLE is None else next(Path(WHOLE).rglob("UNVotesPublished.csv*"), None)
    return UN_VOTES.read([whole or EXTRACTS / "UNVotesPublished.csv"]), whole is not None


def test_the_shares_of_identical_votes_are_those_that_were_published(
    old_form: tuple[Reading, bool],
) -> None:
    # Imai, Quantitative Social Science, unvoting.csv, 1990: Mali-US .1428571, Mali-Russia .9404762,
    # France-US .4939759, France-Russia .3855422, absences of either dropped. The extract has three
    # of the 86 roll calls.
    reading, whole = old_form
    matrix = vote_matrix(reading.table, session=45)
    pairs = [
        (state, other)
        for state in ("mali", "france")
        for other in ("united-states", "soviet-union")
    ]
    counts = [identical(matrix, *pair) for pair in pairs]
    assert counts == ([(12, 84), (79, 84), (41, 83), (32, 83)] if whole else PART)
    published = [0.1428571, 0.9404762, 0.4939759, 0.3855422]
    shares = [same / both for same, both in counts]
    assert not whole or shares == pytest.approx(published, abs=1e-7)


def test_rows_of_states_that_were_no_members_are_left_out_and_counted(
    old_form: tuple[Reading, bool],
) -> None:
    reading, whole = old_form
    assert reading.left_out == {"not a member at the time": 254_521 if whole else 1}
    assert reading.unresolved == {}
    # The Bahamas (COW 31) joined in 1973; the file has rows for them from 1946.
    bahamas = reading.table[reading.table["state"] == "bahamas"]
    assert bahamas["date"].min() >= pd.Timestamp("1973-09-18") or bahamas.empty


def test_states_are_those_of_the_day_of_the_vote(old_form: tuple[Reading, bool]) -> None:
    table = old_form[0].table
    assert vote_of(table, "china", 3) == ["no"]  # written as Taiwan (713) before there was one
    assert vote_of(table, "india", 3) == ["no"]  # a member before it was independent
    assert vote_of(table, "yemen", 3514) == ["yes"]  # still North Yemen's code, in December 1990
    assert vote_of(table, "soviet-union", 3519) == ["yes"]
    assert vote_of(table, "north-yemen", 3514) == vote_of(table, "taiwan", 3) == []


def test_a_flag_in_broken_quotes_is_read_and_a_missing_one_stays_missing(
    old_form: tuple[Reading, bool],
) -> None:
    table = old_form[0].table
    assert set(table[table["roll_call"] == 1429]["economic_development"]) == {0.0}
    undated = table[table["roll_call"] == 4592]
    assert undated["date"].isna().all()
    assert undated["human_rights"].isna().all()
    assert "mali" in set(undated["state"])


def test_the_whole_published_file_has_the_votes_of_its_codebook(
    old_form: tuple[Reading, bool],
) -> None:
    reading, whole = old_form
    counts = reading.table["vote"].value_counts().to_dict()
    full = {"yes": 588_800, "abstain": 95_099, "absent": 73_328, "no": 54_865}
    assert counts == (full if whole else {"yes": 10, "abstain": 5, "no": 3, "absent": 0})


def test_the_newer_form_resolves_names_and_codes_alike() -> None:
    table = new_form()
    assert vote_of(table, "china", 3) == ["no"]
    assert vote_of(table, "germany", 1429) == ["no"]  # Federal Republic of Germany, without a code
    assert vote_of(table, "namibia", 3501) == ["yes"]  # NA is a code, not a missing value
    assert vote_of(table, "yemen", 3586) == ["yes"]  # Yemen Arab Republic, in December 1990
    assert vote_of(table, "serbia", 9101) == ["abstain"]  # written as Yugoslavia (YU) until 2020


def test_both_forms_agree_on_every_vote_that_both_have(old_form: tuple[Reading, bool]) -> None:
    old = old_form[0].table
    both = old.merge(new_form(), on=["roll_call", "state"], suffixes=("", "_new"))
    assert len(both) >= 8
    assert (both["vote"].astype(str) == both["vote_new"].astype(str)).all()
    for column in ("date", "session", "resolution"):
        assert (both[column].astype(str) == both[f"{column}_new"].astype(str)).all()


def test_issues_that_are_not_given_are_not_known_and_those_not_named_are_none() -> None:
    without, given = new_form(NEW_FORM[:2]), new_form()
    assert without["middle_east"].isna().all()
    assert set(given["middle_east"]) == {0.0, 1.0}
    assert set(given["economic_development"]) == {0.0}


def test_votes_without_their_roll_calls_are_refused() -> None:
    with pytest.raises(InputError, match="without the file of the roll calls"):
        new_form(NEW_FORM[:1])


def test_a_vote_that_the_codebook_lacks_and_one_told_twice_are_counted(tmp_path: Path) -> None:
    lines = (EXTRACTS / "UNVotesPublished.csv").read_text("utf-8").splitlines()
    odd = lines[1].replace("3,1,1,2,", "3,1,7,20,")
    path = tmp_path / "votes.csv"
    path.write_text("\n".join([*lines, lines[1], odd]) + "\n", "utf-8")
    assert UN_VOTES.read([path]).left_out == {
        "not a member at the time": 1,
        "a vote that the codebook does not know": 1,
        "the same state and roll call again": 1,
    }


def test_a_matrix_has_nan_for_the_absent_and_no_row_for_who_never_voted() -> None:
    rows = [
        (7, 2, "2001-01-01", "mali", "yes"),
        (7, 2, "2001-01-01", "chad", "absent"),
        (8, 2, "2002-01-01", "mali", "abstain"),
        (8, 2, "2002-01-01", "niger", "no"),
    ]
    table = pd.DataFrame(rows, columns=["roll_call", "session", "date", "state", "vote"])
    table["date"] = pd.to_datetime(table["date"])
    matrix = vote_matrix(table)
    assert (matrix.states, matrix.roll_calls) == (("mali", "niger"), (7, 8))
    np.testing.assert_array_equal(matrix.votes, [[1, 0], [np.nan, -1]])
    assert vote_matrix(table, year=2002).roll_calls == (8,)
    assert vote_matrix(table, session=9).votes.shape == (0, 0)
    with pytest.raises(InputError, match="Leave out one"):
        vote_matrix(table, session=2, year=2001)


def test_votes_are_measures_and_make_no_statements(old_form: tuple[Reading, bool]) -> None:
    assert list(UN_VOTES.facts(old_form[0])) == []


def test_a_file_whose_flags_are_plain_numbers_is_read(tmp_path: Path) -> None:
    lines = (EXTRACTS / "UNVotesPublished.csv").read_text("utf-8").splitlines()
    path = tmp_path / "votes.csv"
    path.write_text("\n".join(line for line in lines if '"' not in line and ",,," not in line))
    table = UN_VOTES.read([path]).table
    assert set(table["nuclear_weapons"]) == {0.0, 1.0}


@pytest.mark.usefixtures("extracts")
def test_the_form_that_reaches_further_is_read_where_both_are_at_hand() -> None:
    assert [path.name for path in files_of(describe("un-votes"))] == list(NEW_FORM)


def test_a_form_that_is_not_whole_gives_way_to_one_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path))
    (tmp_path / NEW_FORM[0]).write_bytes((EXTRACTS / NEW_FORM[0]).read_bytes())
    with pytest.raises(InputError, match=r"un_roll_calls.csv, un_roll_call_issues.csv\)"):
        need_files(describe("un-votes"))
    (tmp_path / "UNVotesPublished.csv").write_bytes(
        (EXTRACTS / "UNVotesPublished.csv").read_bytes()
    )
    assert [path.name for path in need_files(describe("un-votes"))] == ["UNVotesPublished.csv"]
    for name in NEW_FORM[1:]:
        (tmp_path / name).write_bytes((EXTRACTS / name).read_bytes())
    assert [path.name for path in need_files(describe("un-votes"))] == list(NEW_FORM)


def test_both_forms_are_kept_by_their_names(no_cache_of_the_user: Path, tmp_path: Path) -> None:
    given = [EXTRACTS / name for name in NEW_FORM]
    report = keep_table(describe("un-votes"), UN_VOTES, given, measures=["votes"])
    assert [path.name for path in report.kept] == list(NEW_FORM)
    assert files_of(describe("un-votes")) == list(report.kept)
    mine = tmp_path / "votes (1).csv"
    mine.write_bytes((EXTRACTS / "UNVotesPublished.csv").read_bytes())
    report = keep_table(describe("un-votes"), UN_VOTES, [mine], measures=["votes"])
    assert [path.name for path in report.kept] == ["UNVotesPublished.csv"]
    assert [path.name for path in report.first] == list(NEW_FORM)


def test_titles_come_with_the_roll_calls_and_are_blank_without_them(tmp_path: Path) -> None:
    titled = {1429: "AMEND TO RES (A/9179/ADD.1 & CORR.1) ADDING AT END THEREOF"}
    newer = new_form().drop_duplicates("roll_call").set_index("roll_call")["title"]
    votes = EXTRACTS / "UNVotesPublished.csv"
    assert set(UN_VOTES.read([votes]).table["title"]) == {""}
    beside = UN_VOTES.read([votes, EXTRACTS / "un_roll_calls.csv"]).table
    older = beside.drop_duplicates("roll_call").set_index("roll_call")["title"]
    for titles in (newer, older):
        assert str(titles[1429]).startswith(titled[1429])
    # The Dataverse's later file has the titles in itself.
    lines = votes.read_text("utf-8").splitlines()
    told = [f"{lines[0]},descr", *(f"{line},Invented title" for line in lines[1:])]
    path = tmp_path / "UNVotes.csv"
    path.write_text("\n".join(told) + "\n", "utf-8")
    assert set(UN_VOTES.read([path]).table["title"]) == {"Invented title"}

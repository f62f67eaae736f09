"""Arms transfers of SIPRI: states by name, and what went to groups that are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from allegiance.graph.datasets.protocol import Reading
from allegiance.graph.datasets.sipri_arms import SIPRI_ARMS, find_side

Read = Callable[[str], tuple[Reading, bool]]
INVENTED = Path(__file__).parent / "extracts" / "sipri-exports-processed.csv"


@pytest.fixture(scope="module")
def invented() -> Reading:
    return SIPRI_ARMS.read([INVENTED])


def test_what_a_group_received_is_not_given_to_the_state_that_it_fought(read_once: Read) -> None:
    # The file has the code of France for the Viet Minh, and that of Yemen for the Houthis.
    table = read_once("sipri-arms")[0].table
    groups = table[table["recipient_kind"] == "group"]
    assert len(groups) > 0
    assert groups["recipient"].isna().all()
    assert groups["recipient_name"].str.endswith("*").all()
    assert (
        not table["recipient_name"][table["recipient_kind"] == "state"]
        .str.contains("*", regex=False)
        .any()
    )


def test_the_soviet_union_and_russia_are_two_suppliers(read_once: Read) -> None:
    table = read_once("sipri-arms")[0].table
    assert table[table["supplier"] == "soviet-union"]["year"].max() == 1991
    assert table[table["supplier"] == "russia"]["year"].min() == 1992


def test_russia_supplied_mali_after_the_coups(read_once: Read) -> None:
    reading, whole = read_once("sipri-arms")
    table = reading.table[reading.table["recipient"] == "mali"]
    russian = table[table["supplier"] == "russia"].set_index("year")["value_tiv_million"]
    assert russian.to_dict().get(2021 if whole else 1992) == (27 if whole else 0)


@pytest.mark.parametrize(
    ("name", "year", "side"),
    [
        ("Viet Nam", 1970, ("vietnam", "state")),
        ("East Germany (GDR)", 1985, ("east-germany", "state")),
        ("Serbia", 2004, ("yugoslavia", "state")),
        ("Serbia", 2010, ("serbia", "state")),
        ("UAE", 1990, ("united-arab-emirates", "state")),
        ("UAE", 1970, ("", "other")),
        ("Biafra", 1968, ("", "other")),
        ("NATO**", 2000, ("", "organisation")),
        ("Hamas (Palestine)*", 2010, ("", "group")),
        ("Unknown supplier(s)", 2010, ("", "unknown")),
    ],
)
def test_a_side_is_a_state_by_its_name_in_that_year(
    name: str, year: int, side: tuple[str, str]
) -> None:
    assert find_side(name, year) == side


def test_a_value_below_half_a_million_stays_and_a_missing_one_is_left_out(
    invented: Reading,
) -> None:
    assert (invented.table["value_tiv_million"] == 0).sum() == 1
    assert invented.left_out == {"no value": 1}


def test_volumes_are_measures_and_make_no_statements(invented: Reading) -> None:
    assert list(SIPRI_ARMS.facts(invented)) == []

"""The sanctions of the European Union: the file where it is at hand, and invented rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.datasets.eu_sanctions import EuSanctions, split_names
from allegiance.graph.datasets.files import files_of
from allegiance.graph.datasets.protocol import Fact, Reading
from allegiance.graph.datasets.registry import describe
from allegiance.graph.model.errors import InputError

INVENTED = Path(__file__).parent / "extracts" / "eu_sanctions_invented.csv"
SET = EuSanctions()
# Looked for before the tests hide the user's files.
AT_HAND = files_of(describe("eu-sanctions"))


@pytest.fixture(scope="module")
def invented() -> Reading:
    return SET.read([INVENTED])


@pytest.fixture(scope="module")
def at_hand() -> tuple[Reading, bool]:
    """The reading of the real file, or of the invented rows, and whether it is the real one."""
    return SET.read(AT_HAND or [INVENTED]), bool(AT_HAND)


def test_every_row_is_read_or_counted(at_hand: tuple[Reading, bool]) -> None:
    reading, real = at_hand
    if real:
        # 60 listings on Mali and Wagner in six acts, December 2021 to July 2026.
        assert (reading.rows, len(reading.table), reading.left_out) == (60, 60, {})
        assert reading.table["start"].min() == "2021-12-13"
        assert set(reading.table["regime"]) >= {"EU-MLI", "EU-HR", "EU-UKR", "EU-SYR", "EU-LBY"}
    assert reading.rows == len(reading.table) + sum(reading.left_out.values())
    assert list(reading.table.columns) == list(SET.columns)


def test_known_listings_have_their_day_and_name(at_hand: tuple[Reading, bool]) -> None:
    reading, real = at_hand
    listed = {(row.name, row.start) for row in reading.table.itertuples(index=False)}
    if real:
        # Council Implementing Regulation (EU) 2022/156 of 4 February 2022; Wagner on 13.12.2021.
        assert ("Malick DIAW", "2022-02-04") in listed
        assert ("Wagner Group", "2021-12-13") in listed
        assert ("Wagner Group", "2023-04-13") in listed
        others = reading.table.set_index("name").loc["Abu Hani SHAMMOUT", "other_names"]
        assert "Hani SHAMMOUT" in str(others).split("; ")
    else:
        assert ("Jean ESSAI", "2022-02-04") in listed


def test_days_are_read_with_and_without_noughts(invented: Reading) -> None:
    assert set(invented.table.query("regime == 'EU-MLI'")["start"]) == {"2022-02-04"}


def test_an_open_quotation_mark_costs_its_own_row_alone(invented: Reading) -> None:
    assert "Lost Ltd" not in set(invented.table["name"])
    assert "Task Force ‘Probe’" in set(invented.table["name"])
    assert invented.left_out == {
        "a row that is broken (quotation marks, or the number of cells)": 1,
        "no day of listing": 1,
        "the same listing again": 1,
    }
    assert (invented.rows, len(invented.table)) == (9, 6)


def test_a_reason_over_two_lines_does_not_end_its_row(invented: Reading) -> None:
    row = invented.table.query("record == '18'").iloc[0]
    assert (row["name"], row["kind"], row["start"]) == ("Probe Group", "organisation", "2023-02-25")


@pytest.mark.parametrize(
    ("published", "name", "others"),
    [
        ("Jan TEST (a.k.a. Yan TEST) Ян ТЕСТ", "Jan TEST", ("Yan TEST", "Ян ТЕСТ")),
        (
            "Guard Ltd (aka ‘Night Watch’) - شركة الحراسة",
            "Guard Ltd",
            ("Night Watch", "شركة الحراسة"),
        ),
        ("Al-Junaid Multi-Activities Co Ltd", "Al-Junaid Multi-Activities Co Ltd", ()),
        ("WAGUÉ, Ismaël", "Ismaël WAGUÉ", ("WAGUÉ, Ismaël",)),
        ("", "", ()),
    ],
)
def test_a_published_name_is_split(published: str, name: str, others: tuple[str, ...]) -> None:
    assert split_names(published) == (name, others)


def test_a_listing_is_a_tie_of_the_union(at_hand: tuple[Reading, bool]) -> None:
    reading, _ = at_hand
    facts = list(SET.facts(reading))
    assert len(facts) == len(reading.table) == len({fact.key for fact in facts})
    assert {(fact.subject, fact.relation, fact.end) for fact in facts} == {
        ("European Union", "sanctions", None)
    }


def test_nothing_of_the_reasons_or_of_papers_is_kept(invented: Reading) -> None:
    facts: list[Fact] = list(SET.facts(invented))
    kept = invented.table.to_csv() + "".join(fact.label + fact.note for fact in facts)
    for said in ("helped", "two lines", "Reasons", "71 1234567"):
        assert said not in kept


def test_a_file_with_semicolons_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "semicolons.csv"
    file.write_text(INVENTED.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    with pytest.raises(InputError, match="parted by commas"):
        SET.read([file])

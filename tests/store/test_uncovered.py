"""Figures and promises of days that a dossier does not cover are told, at their dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from allegiance.graph.store.convert import convert
from allegiance.graph.store.review import check, review
from allegiance.tests.store.faulty_dossiers import SETTINGS, dossier

TYPES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
EDTF = "<http://id.loc.gov/datatypes/edtf/EDTF>"
WINDOW = "window = { start = 2020-01-01, end = 2025-01-01 }"


def dated(**dates: str) -> str:
    """Dates by their property; what is no plain date is one in EDTF."""
    kinds = {
        prop: TYPES.get(len(d), EDTF) if d[-1].isdigit() else EDTF for prop, d in dates.items()
    }
    return "".join(f'al:{prop} "{d}"^^{kinds[prop]} ; ' for prop, d in dates.items())


def measure(name: str = "m", **dates: str) -> str:
    return (
        f":{name} a al:Measure ; al:provider :northland ; al:recipient :southland ; al:value 3 ;\n"
        f'    al:indicator "aid" ; al:unit "USD" ; {dated(**dates)}prov:wasDerivedFrom :paper .\n'
    )


def promise(name: str = "p", *, outcome: str = "met", more: str = "", **dates: str) -> str:
    return (
        f":{name} a al:Commitment ; al:promisedBy :northland ; al:promisedTo :southland ;\n"
        f'    rdfs:label "P" ; al:outcome "{outcome}" ; {dated(**dates)}{more}\n'
        "    prov:wasDerivedFrom :paper .\n"
    )


def uncovered(folder: Path, *text: str, settings: str = SETTINGS) -> list[tuple[str, int, str]]:
    folder = dossier(folder, settings, more="\n" + "\n".join(text))
    assert check(folder) == []
    found = [w for w in review(folder).warnings if w.code.startswith("uncovered-")]
    assert {w.file.name for w in found} <= {"more.ttl"}
    return [(w.code, w.line or 0, w.message) for w in found]


MEND = "; widen the window, or leave it out"


@pytest.mark.parametrize(
    ("dates", "when"),
    [
        ({"start": "2019"}, "2019"),
        ({"start": "2019-12"}, "2019-12"),
        ({"start": "2018", "end": "2019-12-31"}, "2018 to 2019-12-31"),
        ({"end": "2019"}, "2019"),
        ({"start": "2025"}, "2025"),
        ({"start": "2025-01-01"}, "2025-01-01"),
        ({"start": "2025-01", "end": "2026"}, "2025-01 to 2026"),
    ],
)
def test_a_figure_of_other_days_is_told(tmp_path: Path, dates: dict[str, str], when: str) -> None:
    said = f"m lies outside the window of the dossier ({when}){MEND}"
    assert uncovered(tmp_path, measure(**dates)) == [("uncovered-measure", 10, said)]


@pytest.mark.parametrize(
    "dates",
    [
        {},
        {"start": "2020"},
        {"start": "2020-01-01"},
        {"start": "2019", "end": "2020"},
        {"start": "2018-05-03", "end": "2020-01"},
        {"start": "2024-12-31"},
        {"start": "2024", "end": "2026"},
        {"start": "2019~"},
        {"start": "1990", "end": "1990~"},
    ],
)
def test_a_figure_that_may_be_of_a_day_of_the_window_is_not(
    tmp_path: Path, dates: dict[str, str]
) -> None:
    assert uncovered(tmp_path, measure(**dates)) == []


def test_of_a_window_that_begins_within_a_year_the_whole_year_is_covered(tmp_path: Path) -> None:
    settings = SETTINGS.replace(WINDOW, "window = { start = 2020-06-15, end = 2024-06-15 }")
    inside = [measure(f"in{i}", start=day) for i, day in enumerate(("2020", "2020-06", "2024-06"))]
    outside = [measure(f"out{i}", start=day) for i, day in enumerate(("2020-05", "2024-06-15"))]
    found = uncovered(tmp_path, *inside, *outside, settings=settings)
    assert [message.split(" ")[0] for _, _, message in found] == ["out0", "out1"]


@pytest.mark.parametrize(
    ("dates", "when"),
    [
        ({"promisedOn": "2025-01-01"}, "2025-01-01"),
        ({"promisedOn": "2025", "due": "2026"}, "2025 to 2026"),
        ({"promisedOn": "2018", "due": "2019-06"}, "2018 to 2019-06"),
        ({"promisedOn": "2018", "outcomeDate": "2018"}, "2018"),
        ({"promisedOn": "2017", "due": "2021", "outcomeDate": "2019"}, "2017 to 2019"),
    ],
)
def test_a_promise_of_other_days_is_told(tmp_path: Path, dates: dict[str, str], when: str) -> None:
    said = f"p lies outside the window of the dossier ({when}){MEND}"
    assert uncovered(tmp_path, promise(**dates)) == [("uncovered-commitment", 10, said)]


@pytest.mark.parametrize(
    "text",
    [
        promise(promisedOn="2018"),
        promise(promisedOn="2018", due="2020"),
        promise(promisedOn="2018", due="2019", outcomeDate="2020-01"),
        promise(promisedOn="2018", due="2019", outcome="open", more='al:note "Nobody knows." ;'),
        promise(promisedOn="2018", due="2019~"),
        promise(promisedOn="2025~"),
        promise(promisedOn="2024-12", due="2026"),
        promise(promisedOn="2018", due="2019", outcome="moved", more="al:movedTo :later ;")
        + promise("later", promisedOn="2019", due="2021"),
    ],
    ids=["no end", "due", "late", "open", "in doubt", "made in doubt", "made", "moved"],
)
def test_a_promise_that_may_bear_on_a_day_of_the_window_is_not(tmp_path: Path, text: str) -> None:
    assert uncovered(tmp_path, text) == []


def test_in_sheets_they_are_told_at_their_dates(tmp_path: Path) -> None:
    (tmp_path / "turtle").mkdir()
    more = measure(start="2019") + promise(promisedOn="2026")
    folder = dossier(tmp_path / "turtle", more=more)
    convert(folder, tmp_path / "sheets", to="csv")
    found = {w.code: w for w in review(tmp_path / "sheets").warnings}
    assert (found["uncovered-measure"].column, found["uncovered-measure"].line) == ("start", 2)
    told = found["uncovered-commitment"]
    assert (told.file.name, told.column, told.line) == ("commitments.csv", "promised_on", 2)

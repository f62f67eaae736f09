"""States and their codes by date: the table, and what a code means when."""

import csv
import datetime as dt
import gzip
import itertools
import os
from pathlib import Path

import pytest

from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.states import SYSTEMS, codes_of, read_states, resolve_state, state_of

DAY = dt.date


@pytest.mark.parametrize(
    ("code", "system", "on", "label"),
    [
        ("432", "cow", 1995, "Mali"),
        (255, "cow", 1938, "Germany"),
        (260, "cow", DAY(1990, 10, 2), "West Germany"),
        (255, "cow", DAY(1990, 10, 3), "Germany"),
        (260, "gw", DAY(2000, 1, 1), "Germany"),
        (265, "cow", 1980, "East Germany"),
        (365, "cow", 1914, "Russia"),
        (365, "cow", 1980, "Soviet Union"),
        (365, "cow", 1992, "Russia"),
        (365, "cow", 1991, "Russia"),
        (678, "cow", 1980, "North Yemen"),
        (679, "cow", 1995, "Yemen"),
        (678, "gw", 1995, "Yemen"),
        (345, "cow", 1950, "Yugoslavia"),
        (345, "cow", 2004, "Serbia and Montenegro"),
        (345, "cow", 2010, "Serbia"),
        (340, "gw", 2010, "Serbia"),
        (315, "cow", 1992, "Czechoslovakia"),
        (316, "cow", 1993, "Czechia"),
        (816, "cow", 1980, "Vietnam"),
        (817, "cow", 1970, "South Vietnam"),
        (625, "cow", 2012, "Sudan"),
        (626, "cow", 2012, "South Sudan"),
        (970, "gw", 2000, "Kiribati"),
        (970, "cow", 2000, "Nauru"),
        ("ZAR", "iso3", 1990, "Zaire"),
        ("COD", "iso3", 2000, "Congo (Kinshasa)"),
        ("BUR", "iso3", 1980, "Burma"),
        ("MMR", "iso3", 1990, "Myanmar"),
        ("SUN", "iso3", 1980, "Soviet Union"),
        ("DDR", "iso3", 1980, "East Germany"),
        ("CSK", "iso3", 1980, "Czechoslovakia"),
        ("YUG", "iso3", 1990, "Yugoslavia"),
        ("SCG", "iso3", 2005, "Serbia and Montenegro"),
        ("SMR", "iso3", 1975, "San Marino"),
        ("MCO", "iso3", 1975, "Monaco"),
        ("LIE", "iso3", 1975, "Liechtenstein"),
        ("IND", "iso3", 1946, "India"),
        ("SYR", "iso3", DAY(1945, 10, 24), "Syria"),
        ("Q912", "wikidata", PartialDate.parse("2022-02"), "Mali"),
        ("ml", "iso2", None, "Mali"),
    ],
)
def test_a_code_means_the_state_of_its_day(
    code: str, system: str, on: dt.date | int, label: str
) -> None:
    assert resolve_state(code, system=system, on=on).label == label


def test_a_code_out_of_its_time_is_answered_with_the_one_in_force() -> None:
    with pytest.raises(InputError) as caught:
        resolve_state(260, system="cow", on=2000)
    message = str(caught.value)
    assert "not in force on 2000" in message
    assert "West Germany, 1955-05-05 to 1990-10-02" in message
    assert "Did you mean Germany 255?" in message


def test_a_code_that_never_was_is_unknown_and_a_system_too() -> None:
    with pytest.raises(UnknownNameError, match="No COW code '9999'"):
        resolve_state(9999, system="cow")
    with pytest.raises(InputError, match="Systems are: iso3"):
        resolve_state(2, system="fips")
    with pytest.raises(UnknownNameError, match="Did you mean germany"):
        codes_of("germny")


@pytest.mark.parametrize(
    ("code", "on", "label"), [("BFA", 1965, "Upper Volta"), ("RUS", 1950, "Soviet Union")]
)
def test_a_code_of_today_stands_for_the_past_only_on_request(
    code: str, on: int, label: str
) -> None:
    with pytest.raises(InputError):
        resolve_state(code, system="iso3", on=on)
    assert resolve_state(code, system="iso3", on=on, strict=False).label == label


def test_a_code_out_of_its_days_stands_for_any_state_that_had_it_and_lived_then() -> None:
    # 345 is Serbia's today; in 1942 neither it nor Yugoslavia had a code, and only one was there.
    with pytest.raises(InputError):
        resolve_state(345, system="cow", on=1942)
    assert resolve_state(345, system="cow", on=1942, strict=False).id == "yugoslavia"


def test_ukraine_is_not_taken_for_the_soviet_union() -> None:
    assert resolve_state("UKR", system="iso3", on=1950, strict=False).id == "ukraine"


def test_the_codes_of_a_state_follow_each_other() -> None:
    assert [s.cow for s in codes_of("germany") if s.cow] == ["255", "260", "255"]
    assert codes_of("germany", on=1947) == ()
    assert codes_of("serbia", on=2010)[0].successor_of == ("yugoslavia",)
    assert codes_of("yemen", on=2000)[0].successor_of == ("north-yemen", "south-yemen")


def test_a_bare_code_means_a_state_in_each_system_that_has_it() -> None:
    assert {s.id for s in state_of("432").values()} == {"mali"}
    assert state_of("970")["cow"].id == "nauru"
    assert state_of("970")["gw"].id == "kiribati"
    assert state_of("zzz") == {}


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_code_means_two_states_on_one_day(system: str) -> None:
    held: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for state in read_states():
        if code := state.code(system):
            held.setdefault(code, []).append((state.first, state.last or dt.date.max))
    for code, spans in held.items():
        for one, other in itertools.pairwise(sorted(spans)):
            assert one[1] < other[0], code


def test_every_period_begins_before_it_ends_and_names_states_of_the_table() -> None:
    known = {state.id for state in read_states()}
    for state in read_states():
        assert state.first <= (state.last or dt.date.max), state
        assert set(state.successor_of) <= known - {state.id}, state


def test_the_table_holds_today_s_members_of_the_united_nations_and_four_more() -> None:
    today = {s.iso3 for s in read_states() if s.last is None and s.iso3}
    assert len(today) == 193 + 4
    assert today >= {"MLI", "PSE", "VAT", "TWN", "XKX"}
    assert all(s.wikidata and s.iso2 for s in read_states() if s.last is None)


def test_the_table_holds_every_member_of_the_cow_system() -> None:
    codes = {s.cow for s in read_states() if s.cow}
    assert len(codes) == 217  # the COW state system 1816-2016, version 2016


# The columns of codes in two files of the COW project.
COW_FILES = {"trade/cow_nmc.csv.gz": ("ccode",), "trade/cow_trade_ddy.csv.gz": ("ccode1", "ccode2")}


@pytest.mark.parametrize(
    ("code", "year"),
    [("2", 1816), ("41", 1914), ("210", 1945), ("255", 1945), ("305", 1955), ("740", 1952)],
)
def test_a_code_of_the_capabilities_data_resolves_in_its_year(code: str, year: int) -> None:
    assert resolve_state(code, system="cow", on=year).cow == code


def test_every_code_of_the_whole_capability_and_trade_data_resolves_in_its_year() -> None:
    cache = os.environ.get("ALLEGIANCE_CACHE", "")
    missing = set()
    for name, columns in COW_FILES.items():
        path = Path(cache, name)
        if cache and path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as file:
                rows = csv.reader(file)
                head = next(rows)
                places = [head.index(column) for column in columns]
                year = head.index("year")
                written = {(row[place], row[year]) for row in rows for place in places}
            pairs = {(code.removesuffix(".0"), int(float(when))) for code, when in written}
            missing |= {pair for pair in pairs if not _resolves(*pair)}
    assert missing == set()


def _resolves(code: str, year: int) -> bool:
    try:
        return resolve_state(code, system="cow", on=year).cow == code
    except (InputError, UnknownNameError):
        return False


def test_a_day_may_be_a_date_as_one_writes_it() -> None:
    assert resolve_state("SUN", system="iso3", on="1985-06").id == "soviet-union"
    with pytest.raises(InputError, match="'never' is no date"):
        resolve_state("SUN", system="iso3", on="never")

"""How alike two were by year: invented tables with a known answer, and what is not covered."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from allegiance.graph.analysis.alignments.alignment import Alignment, align, finish, to_dict
from allegiance.graph.analysis.alignments.known import COMPARISONS, check_settings, comparison_named
from allegiance.graph.analysis.alignments.levels import IDEAL_APART, TROOPS_APART
from allegiance.graph.analysis.alignments.pacts import PACTS_ALIKE
from allegiance.graph.analysis.alignments.protocol import (
    COEFFICIENTS,
    AlignSettings,
    Comparison,
    Dyad,
)
from allegiance.graph.analysis.alignments.shares import ARMS_ALIKE, TRADE_ALIKE
from allegiance.graph.analysis.alignments.votes import VOTES_ALIKE
from allegiance.graph.model.errors import InputError, UnknownNameError

EGYPT_MALI = Dyad("egypt", "mali")
Years = tuple[int | None, int | None]


def aligned(
    comparison: Comparison,
    tables: dict[str, pd.DataFrame],
    settings: AlignSettings = AlignSettings(),
    *,
    years: Years = (None, None),
    dyad: Dyad = EGYPT_MALI,
) -> Alignment:
    found = comparison.compare(tables, dyad, settings)
    return finish(comparison, found, dyad, settings, years=years)


def by_year(found: Alignment) -> pd.DataFrame:
    return found.series.set_index("year")


def votes(years: dict[int, dict[str, str]], *, rights: int = 0) -> dict[str, pd.DataFrame]:
    """Votes of states by year, a letter a roll call: y, a, n, or - for absent."""
    kinds = {"y": "yes", "a": "abstain", "n": "no", "-": "absent"}
    rows = [
        {
            "roll_call": year * 100 + number,
            "session": year - 1945,
            "date": pd.Timestamp(year, 10, 1),
            "state": state,
            "vote": kinds[letter],
            "human_rights": float(number < rights),
        }
        for year, cast in years.items()
        for state, letters in cast.items()
        for number, letter in enumerate(letters)
    ]
    return {"un-votes": pd.DataFrame(rows)}


def test_votes_of_a_year_have_the_coefficients_worked_out_by_hand() -> None:
    # The ten votes of methods in the literature: agreement .75, S .5, kappa 4/9.
    table = votes({1970: {"egypt": "yyyanyyayn", "mali": "yayanynyya"}})
    row = by_year(aligned(VOTES_ALIKE, table)).loc[1970]
    assert (row["value"], row["s"], row["agreement"]) == pytest.approx((4 / 9, 0.5, 0.75))
    assert row["pi"] == pytest.approx(0.442231, abs=1e-6)
    assert row["n"] == 10
    row = by_year(aligned(VOTES_ALIKE, table, AlignSettings("agreement"))).loc[1970]
    error = np.std([1, 0.5, 1, 1, 1, 1, 0, 0.5, 1, 0.5]) / math.sqrt(10)
    assert row["error"] == pytest.approx(error)
    # 80% of a normal distribution lies within 1.2816 standard errors.
    assert row["low"] == pytest.approx(0.75 - 1.2815516 * error)
    assert row["kappa"] == pytest.approx(4 / 9)


def test_what_all_pairs_did_stands_beside() -> None:
    table = votes({1970: {"egypt": "yyyyy", "mali": "nnnnn", "niger": "yyynn"}})
    row = by_year(aligned(VOTES_ALIKE, table, AlignSettings("identical"))).loc[1970]
    assert (row["value"], row["median"]) == (0.0, pytest.approx(0.4))


def test_years_without_enough_roll_calls_are_not_covered_and_say_why() -> None:
    cast = {
        1970: {"egypt": "yyynn", "mali": "yynnn"},
        1971: {"egypt": "yyyyn", "mali": "yyy--"},
        1972: {"egypt": "yyyyy", "niger": "yyyyy"},
        1973: {"egypt": "yyyyy", "mali": "yyyyy"},
    }
    found = by_year(aligned(VOTES_ALIKE, votes(cast), years=(1969, 1974)))
    assert found["value"].notna().tolist() == [False, True, False, False, False, False]
    assert found["note"].tolist() == [
        "not covered: the data are of 1970-1973",
        "",
        "not covered: 3 of at least 5 common roll calls",
        "not covered: no roll call in which both voted",
        "not defined: one or both did the same throughout",
        "not covered: the data are of 1970-1973",
    ]
    assert found.loc[1971, ["pi", "s", "agreement"]].isna().all()


def test_one_who_always_votes_the_same_gets_no_false_certainty() -> None:
    found = by_year(aligned(VOTES_ALIKE, votes({1970: {"egypt": "yyyyy", "mali": "yynnn"}})))
    assert found.loc[1970, "value"] == 0  # kappa is 0 whatever the other does
    assert math.isnan(found.loc[1970, "error"])
    assert found.loc[1970, "note"].startswith("one did the same throughout, which makes kappa 0")
    table = votes({1970: {"egypt": "yyynn", "mali": "nnnyy"}})
    opposed = by_year(aligned(VOTES_ALIKE, table, AlignSettings("s"))).loc[1970]
    assert (opposed["value"], opposed["note"]) == (-1, "no spread to tell an error from")


def test_votes_can_be_taken_on_one_issue() -> None:
    table = votes({1970: {"egypt": "yyyyynn", "mali": "yynnnyy"}}, rights=5)
    settings = AlignSettings("identical", issue="hr")
    row = by_year(aligned(VOTES_ALIKE, table, settings)).loc[1970]
    assert (row["value"], row["n"]) == (pytest.approx(0.4), 5)


def test_two_with_nothing_in_common_have_no_years_unless_they_are_asked_for() -> None:
    table = votes({1970: {"egypt": "yyyyy", "niger": "yyyyy"}})
    assert len(aligned(VOTES_ALIKE, table).series) == 0
    assert len(aligned(VOTES_ALIKE, table, years=(1969, None)).series) == 2
    assert aligned(VOTES_ALIKE, table, years=(None, 1960)).series["year"].tolist() == [1960]


def ideal(points: dict[str, dict[int, tuple[float, float, int]]]) -> dict[str, pd.DataFrame]:
    rows = [
        {"state": state, "year": year, "ideal_point": x, "sd": sd, "votes_cast": cast}
        for state, years in points.items()
        for year, (x, sd, cast) in years.items()
    ]
    return {"ideal-points": pd.DataFrame(rows)}


def test_ideal_points_are_apart_by_a_distance_with_the_error_of_both() -> None:
    table = ideal(
        {
            "egypt": {1970: (-1.0, 0.3, 60), 1971: (-1.0, 0.3, 60), 1972: (0.1, 0.3, 4)},
            "mali": {1970: (1.0, 0.4, 50), 1971: (-1.2, 0.4, 50), 1972: (0.0, 0.4, 60)},
        }
    )
    found = by_year(aligned(IDEAL_APART, table))
    assert (found.loc[1970, "value"], found.loc[1970, "error"]) == pytest.approx((2.0, 0.5))
    assert found.loc[1970, "n"] == 50
    assert found.loc[1971, "low"] == 0  # no distance is below 0
    assert found.loc[1971, "high"] == pytest.approx(0.2 + 1.2815516 * 0.5)
    assert found.loc[1972, "note"] == "not covered: 4 of at least 5 votes"


def test_arms_are_the_shares_that_suppliers_have_in_common_over_five_years() -> None:
    rows = [
        ("france", "egypt", 1960, 60.0),
        ("italy", "egypt", 1961, 20.0),
        ("mali", "egypt", 1961, 20.0),
        ("france", "mali", 1961, 5.0),
        ("soviet-union", "mali", 1961, 5.0),
    ]
    names = ["supplier", "recipient", "year", "value_tiv_million"]
    table = {"sipri-arms": pd.DataFrame(rows, columns=names)}
    found = by_year(aligned(ARMS_ALIKE, table, years=(1960, 1961)))
    assert found.loc[1960, "note"].startswith("not covered: nothing from others")
    # Without each other: Egypt .75 France, .25 Italy; Mali .5 France, .5 the Soviet Union.
    assert found.loc[1961, "value"] == pytest.approx(0.5)
    assert found.loc[1961, "n"] == 3
    assert found.loc[1961, "from_second"] == pytest.approx(0.2)
    assert found.loc[1961, "from_first"] == 0
    assert math.isnan(found.loc[1961, "low"])


def trade(missing: str = "") -> dict[str, pd.DataFrame]:
    partners = [
        *("france", "italy", "spain", "ghana", "niger", "chad"),
        *("togo", "benin", "kenya", "peru"),
    ]
    amounts = {"egypt": [9.0, 3.0, *[1.0] * 8], "mali": [4.0, 8.0, *[1.0] * 8]}
    rows = [
        row
        for state, flows in amounts.items()
        for partner, flow in zip(partners, flows, strict=True)
        for row in ((state, partner, 1970, flow), (partner, state, 1970, flow))
    ]
    rows += [("egypt", "mali", 1970, 5.0), ("mali", "egypt", 1970, 5.0)]
    table = pd.DataFrame(rows, columns=["importer", "exporter", "year", "flow_usd_million"])
    gone = (table["importer"] == "mali") & (table["exporter"] == missing)
    return {"cow-trade": table.assign(flow_usd_million=table["flow_usd_million"].mask(gone))}


def test_trade_is_the_shares_that_partners_have_in_common_and_a_missing_flow_is_no_zero() -> None:
    row = by_year(aligned(TRADE_ALIKE, trade())).loc[1970]
    assert row["value"] == pytest.approx((4 + 3 + 8) / 20)
    assert row["n"] == 10
    assert row["from_second"] == pytest.approx(10 / 50)
    gone = by_year(aligned(TRADE_ALIKE, trade("peru"))).loc[1970]
    assert math.isnan(gone["value"])
    assert gone["note"] == "not covered: 9 of at least 10 common partners"


def test_troops_are_apart_by_powers_of_ten_and_what_was_filled_in_is_no_data() -> None:
    rows = [
        ("egypt", 1970, 99.0, False),
        ("egypt", 1970, 99.0, False),
        ("mali", 1970, 999.0, False),
        ("egypt", 1971, 99.0, True),
        ("mali", 1971, 999.0, False),
    ]
    table = pd.DataFrame(rows, columns=["host", "year", "troops_persons", "imputed"])
    found = by_year(aligned(TROOPS_APART, {"us-troops": table}, years=(1970, 1971)))
    assert found.loc[1970, "value"] == pytest.approx(1.0)
    assert (found.loc[1970, "first"], found.loc[1970, "second"]) == (99, 999)
    assert found.loc[1971, "note"] == "not covered: no report on one or both"
    own = aligned(TROOPS_APART, {"us-troops": table}, dyad=Dyad("united-states", "mali"))
    assert len(own.covered) == 0


def test_alliances_show_the_weighted_s_beside_where_the_means_of_states_are_at_hand() -> None:
    rows = [("egypt", "syria"), ("mali", "niger")]
    table = pd.DataFrame(rows, columns=["state", "ally"]).assign(year=1970, defence=1, offence=0)
    table = table.assign(neutrality=0, non_aggression=0, consultation=0)
    means = pd.DataFrame({"state": ["egypt", "china"], "year": 1970, "cinc_share": [0.25, 0.75]})
    plain = by_year(aligned(PACTS_ALIKE, {"atop-alliances": table})).loc[1970]
    # 134 members in 1970 (COW); apart by 3 in both selves and both allies.
    assert plain["n"] == 134
    assert plain["s"] == pytest.approx(1 - 2 * 12 / (3 * 134))
    assert "s-weighted" not in plain
    both = {"atop-alliances": table, "cow-capabilities": means}
    assert by_year(aligned(PACTS_ALIKE, both)).loc[1970, "s-weighted"] == pytest.approx(0.5)
    settings = AlignSettings("s-weighted")
    assert set(PACTS_ALIKE.sets(settings)) == set(both)
    assert by_year(aligned(PACTS_ALIKE, both, settings)).loc[1970, "value"] == pytest.approx(0.5)
    alone = aligned(PACTS_ALIKE, {"atop-alliances": table}, dyad=Dyad("egypt", "bavaria"))
    assert len(alone.covered) == 0


def test_the_finding_as_plain_values_says_what_it_covers_and_cannot_see() -> None:
    said = to_dict(aligned(VOTES_ALIKE, votes({1970: {"egypt": "yyynn", "mali": "yynnn"}})))
    assert said["actors"] == ["egypt", "mali"]
    assert (said["measure"], said["by"], said["covers"]) == ("votes", "kappa", [1970, 1970])
    assert said["series"][0]["year"] == 1970
    assert said["scale"] is None
    assert said["misses"].startswith("It does not see")


def test_every_comparison_says_what_it_sees_and_what_it_does_not() -> None:
    for name, one in COMPARISONS.items():
        assert one.name == name
        assert one.sees.startswith("It sees")
        assert one.misses.startswith("It does not see")
        assert set(one.by) <= set(COEFFICIENTS)
    with pytest.raises(UnknownNameError, match="Did you mean votes"):
        comparison_named("vote")


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(InputError, match="are one"):
        align("Egypt", "EGY")
    with pytest.raises(InputError, match="the first must be the earlier"):
        align("Egypt", "Mali", since=1990, until=1980)
    with pytest.raises(InputError, match="no issue 'whales'"):
        AlignSettings(issue="whales")
    with pytest.raises(InputError, match="no coefficient 'cosine'"):
        AlignSettings("cosine")
    with pytest.raises(InputError, match="arms cannot be taken by pi: it is compared one way"):
        check_settings(ARMS_ALIKE, AlignSettings("pi"))
    with pytest.raises(InputError, match="votes cannot be taken by s-weighted"):
        check_settings(VOTES_ALIKE, AlignSettings("s-weighted"))
    with pytest.raises(InputError, match="knows no issues"):
        check_settings(PACTS_ALIKE, AlignSettings(issue="hr"))

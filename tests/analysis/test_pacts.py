"""Portfolios of alliances: the scales of COW and ATOP, and numbers that can be checked on paper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allegiance.graph.analysis.measures.lineages import members_in
from allegiance.graph.analysis.pacts import (
    PACT_SPAN,
    PactMatrix,
    alliance_similarity,
    pact_matrices,
    shares_of_means,
    weigh_pacts,
    weights_in,
)
from allegiance.graph.analysis.similarity import similarity
from allegiance.graph.model.errors import InputError

KINDS = ("defence", "offence", "neutrality", "non_aggression", "consultation")
# COW 4.1 on Germany and Russia in 1913: state, ally, and the kinds that are 1.
OF_1913 = [
    ("germany", "austria-hungary", "defence neutrality consultation"),
    ("germany", "italy", "defence consultation"),
    ("germany", "romania", "defence consultation"),
    ("russia", "france", "defence"),
    ("russia", "italy", "consultation"),
    ("russia", "japan", "consultation"),
]


def pacts(rows: list[tuple[str, str, str]], year: int = 1913) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"state": one, "ally": other, "year": year}
            | {kind: int(kind in kinds.split()) for kind in KINDS}
            for one, other, kinds in rows
        ]
    )


def matrix_of(rows: list[tuple[str, str, str]], year: int = 1913) -> PactMatrix:
    ((found, matrix),) = pact_matrices(pacts(rows, year), scale="cow")
    assert found == year
    return matrix


@pytest.mark.parametrize(
    ("kinds", "atop", "cow"),
    [
        ("defence consultation", 3, 3),
        ("offence", 3, 0),
        ("neutrality non_aggression", 2, 2),
        ("non_aggression", 1, 2),
        ("consultation", 2, 1),
        ("", 0, 0),
    ],
)
def test_the_strongest_obligation_counts_on_the_scale_of_its_set(
    kinds: str, atop: int, cow: int
) -> None:
    table = pacts([("mali", "niger", kinds)], 1980)
    assert weigh_pacts(table, scale="atop")["weight"].tolist() == [atop]
    assert weigh_pacts(table, scale="cow")["weight"].tolist() == [cow]


def test_a_portfolio_is_over_all_members_of_the_state_system() -> None:
    matrix = matrix_of(OF_1913)
    assert set(matrix.states) == members_in(1913)
    assert len(matrix.states) == 44  # COW has capabilities of 44 states in 1913
    assert (np.diag(matrix.owed) == PACT_SPAN).all()
    germany, russia, france = (matrix.states.index(s) for s in ("germany", "russia", "france"))
    assert (matrix.owed[russia, france], matrix.owed[france, russia]) == (3, 0)
    assert matrix.owed[germany].sum() == 12


def test_germany_and_russia_in_1913_have_the_s_worked_out_by_hand() -> None:
    found = alliance_similarity(pacts(OF_1913), "s", scale="cow")
    pair = found[(found["state_a"] == "germany") & (found["state_b"] == "russia")]
    # Apart: both selves, Austria-Hungary, Romania and France by 3, Italy by 2, Japan by 1.
    assert pair["value"].tolist() == pytest.approx([1 - 2 * 18 / (3 * 44)])
    assert pair["targets"].tolist() == [44]
    assert len(found) == 44 * 43 / 2


def test_the_published_portfolios_of_1914_have_an_entente_that_cow_4_1_has_not() -> None:
    """Signorino and Ritter's twenty states of Europe: S .4; without that entente .433."""
    matrix = matrix_of(OF_1913)
    europe = ["germany", "russia", "united-kingdom", "france", "austria-hungary", "italy"]
    rest = [s for s in matrix.states if s not in (*europe, "japan", "romania")]
    places = [matrix.states.index(s) for s in (*europe, "romania", *rest[:13])]
    two = matrix.owed[np.ix_(places[:2], places)]
    assert similarity(two, "s", span=3)[0, 1] == pytest.approx(1 - 2 * 17 / 60)
    two[1, 2] = 1  # what Russia owes the United Kingdom
    assert similarity(two, "s", span=3)[0, 1] == pytest.approx(0.4)


def test_members_weigh_by_their_share_of_the_means_of_all() -> None:
    means = pd.DataFrame(
        {
            "state": ["germany", "france", "italy"],
            "year": 1913,
            "cinc_share": [0.5, 0.3, 0.2],
        }
    )
    found = alliance_similarity(pacts(OF_1913), "s", scale="cow", capabilities=means)
    pair = found.set_index(["state_a", "state_b"]).loc[("germany", "russia"), "value"]
    assert pair == pytest.approx(1 - 2 * (0.5 * 3 + 0.3 * 3 + 0.2 * 2) / 3)
    later = means.assign(year=1950)
    assert alliance_similarity(pacts(OF_1913), "s", scale="cow", capabilities=later).empty
    assert weights_in(shares_of_means(means), 1913, ("mali",)) is None


def test_a_state_goes_by_the_last_id_of_its_lineage_and_years_before_the_system_are_left_out() -> (
    None
):
    matrix = matrix_of([("soviet-union", "poland", "defence")], 1970)
    assert "soviet-union" not in matrix.states
    assert matrix.owed[matrix.states.index("russia"), matrix.states.index("poland")] == 3
    assert list(pact_matrices(pacts(OF_1913, 1815), scale="cow")) == []
    assert alliance_similarity(pacts(OF_1913, 1815), scale="cow").empty


def test_an_unknown_scale_is_refused() -> None:
    with pytest.raises(InputError, match="no scale of alliances 'bondy'"):
        weigh_pacts(pacts(OF_1913), scale="bondy")


SOME = ("france", "russia", "italy", "spain")
LINKS = st.dictionaries(
    st.tuples(st.sampled_from(SOME), st.sampled_from(SOME)).filter(lambda two: two[0] != two[1]),
    st.sampled_from(KINDS),
    min_size=1,
)


@settings(max_examples=25)
@given(LINKS)
def test_all_dyads_at_once_are_the_formula_for_each(links: dict[tuple[str, str], str]) -> None:
    table = pacts([(*pair, kind) for pair, kind in links.items()])
    scale = {"defence": 3, "neutrality": 2, "non_aggression": 2, "consultation": 1}
    found = alliance_similarity(table, "s", scale="cow").set_index(["state_a", "state_b"])
    owed = {pair: scale.get(kind, 0) for pair, kind in links.items()} | {(s, s): 3 for s in SOME}
    apart = sum(abs(owed.get(("france", t), 0) - owed.get(("russia", t), 0)) for t in SOME)
    expected = 1 - 2 * apart / (3 * 44)
    assert found.loc[("france", "russia"), "value"] == pytest.approx(expected)

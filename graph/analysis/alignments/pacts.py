"""How alike the alliances of two states are, by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from allegiance.graph.analysis.alignments.coefficients import compare_two
from allegiance.graph.analysis.alignments.protocol import BESIDE, AlignSettings, Dyad
from allegiance.graph.analysis.pacts import PACT_SPAN, pact_matrices, shares_of_means, weights_in

if TYPE_CHECKING:
    import pandas as pd

_MEANS: Final = "cow-capabilities"


class PactsAlike:
    """The similarity of what two states owe by treaty to every member of the state system.

    ATOP: defence or offence 3, neutrality or consultation 2, non-aggression 1. COW: defence 3,
    neutrality or non-aggression 2, entente 1. No pact 0, oneself 3; R = 3. ``s-weighted`` weighs
    each member by its share of the means of all (CINC). The portfolios are whole, no sample, and
    the sets publish nothing on their own doubts: there is no error.

    References
    ----------
    Signorino and Ritter (1999), Tau-b or not tau-b, International Studies Quarterly 43: 115-144.
    Häge (2011), Choice or circumstance?, Political Analysis 19: 287-305.
    """

    name = "alliances"
    sees = "It sees whether two states have formal pacts of the same kind with the same states."
    misses = (
        "It does not see alignment without a treaty, nor whether a treaty in force is still meant;"
        " that nearly all owe nothing to nearly all makes s, agreement and identical near 1."
    )
    reads = "1 is alike throughout, 0 of kappa and pi what chance gives. n counts the states."
    counts = "states"
    lacks = "one or both were no member of the state system"
    by: Sequence[str] = (
        *("kappa", "pi", "s", "s-squared", "tau-b"),
        *("agreement", "identical", "s-weighted"),
    )
    bounds = (-1.0, 1.0)
    least_n = 10

    def sets(self, settings: AlignSettings) -> Sequence[str]:
        """The alliances on the scale asked for; for s-weighted the means of states."""
        weighted = (_MEANS,) if settings.by == "s-weighted" else ()
        return (f"{settings.scale}-alliances", *weighted)

    def helps(self, settings: AlignSettings) -> Sequence[str]:
        """The means of states, to show s-weighted beside."""
        return () if settings.by == "s-weighted" else (_MEANS,)

    def compare(
        self, tables: Mapping[str, pd.DataFrame], dyad: Dyad, settings: AlignSettings
    ) -> pd.DataFrame:
        """A row a year of the set; n is 0 where one is no member of the state system."""
        import pandas as pd

        shares = shares_of_means(tables[_MEANS]) if _MEANS in tables else None
        by = settings.by or self.by[0]
        beside = (*BESIDE, "s-weighted") if shares is not None else BESIDE
        rows = []
        for year, matrix in pact_matrices(
            tables[f"{settings.scale}-alliances"], scale=settings.scale
        ):
            states = matrix.states
            two = np.full((2, len(states)), np.nan)
            for row, state in enumerate((dyad.first, dyad.second)):
                if state in states:
                    two[row] = matrix.owed[states.index(state)]
            weights = None if shares is None else weights_in(shares, year, states)
            found = compare_two(
                two, by, span=PACT_SPAN, weights=weights, errors=False, beside=beside
            )
            rows.append({"year": year, **found})
        return pd.DataFrame(rows)


PACTS_ALIKE: Final = PactsAlike()

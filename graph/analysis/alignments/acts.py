"""How alike two actors of a dossier stand towards those whom both dealt with, by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.alignments.alignment import (
    Alignment,
    check_two,
    check_years,
    finish,
)
from allegiance.graph.analysis.alignments.coefficients import coefficient, compare_two
from allegiance.graph.analysis.alignments.known import check_settings
from allegiance.graph.analysis.alignments.protocol import AlignSettings, Dyad
from allegiance.graph.analysis.evidence import EvidenceSettings, gather_evidence
from allegiance.graph.model.terms import PASSIVE_KINDS
from allegiance.graph.store.catalogue import Catalogue

if TYPE_CHECKING:
    import pandas as pd

# From -1 to 1, as a tilt.
_SPAN: Final = 2.0
_STANDS: Final = "stands"


class ActsAlike:
    """The similarity of how two actors stand towards each one that both dealt with in a year.

    Towards one target that is (w - a) / (w + a + 1), w the mass of acts and ties with it and a of
    those against it: the mean of 2 theta - 1 with the prior Beta(1/2, 1/2), as for a tilt. Targets
    are actors that roll up to nobody, so that nothing counts twice; acts of clients count for
    their patrons. The error is that of the jackknife: each target left out in turn (Efron and
    Stein 1981, Annals of Statistics 9: 586-596).
    """

    name = "acts"
    sees = "It sees whether two actors of the dossier stood alike with those whom both dealt with."
    misses = (
        "It does not see what the dossier does not hold, nor targets that only one of the two"
        " dealt with; with few targets in common it is rough."
    )
    reads = (
        "1 is alike throughout, below 0 is more apart than chance (kappa, pi) or than the middle"
        " of the scale (s); agreement runs from 0 to 1. n counts the targets."
    )
    counts = "common targets"
    lacks = "no target that both dealt with"
    by: Sequence[str] = ("kappa", "pi", "s", "s-squared", "agreement")
    bounds = (-1.0, 1.0)
    least_n = 3

    def sets(self, settings: AlignSettings) -> Sequence[str]:
        """None: the dossier."""
        return ()

    def helps(self, settings: AlignSettings) -> Sequence[str]:
        """None."""
        return ()

    def compare(
        self, tables: Mapping[str, pd.DataFrame], dyad: Dyad, settings: AlignSettings
    ) -> pd.DataFrame:
        """A row a year of the dossier's window, from a table of :func:`stands_of`."""
        import pandas as pd

        stands = tables[_STANDS]
        by = settings.by or self.by[0]
        rows = []
        for year, part in stands.groupby("year"):
            two = part[["first", "second"]].to_numpy(dtype=float).T
            both = two[:, ~np.isnan(two).any(axis=0)]
            found = compare_two(both, by, span=_SPAN, errors=False)
            error = jackknife_error(both, by) if both.shape[1] >= self.least_n else float("nan")
            rows.append({"year": int(str(year)), **found, "error": error})
        return pd.DataFrame(rows)


def align_acts(
    catalogue: Catalogue,
    dyad: Dyad,
    *,
    window: tuple[dt.date, dt.date],
    settings: AlignSettings = AlignSettings(),
    evidence: EvidenceSettings = EvidenceSettings(),
    since: int | None = None,
    until: int | None = None,
) -> Alignment:
    """How alike two actors (ids) of a dossier stood towards common targets, by year.

    Raises
    ------
    InputError
        If the two are one, or settings do not fit.
    """
    check_two(dyad, dyad.first, dyad.second)
    check_settings(ACTS_ALIKE, settings)
    check_years(since, until)
    stands = stands_of(catalogue, dyad, window=window, evidence=evidence)
    found = ACTS_ALIKE.compare({_STANDS: stands}, dyad, settings)
    return finish(ACTS_ALIKE, found, dyad, settings, years=(since, until))


def stands_of(
    catalogue: Catalogue,
    dyad: Dyad,
    *,
    window: tuple[dt.date, dt.date],
    evidence: EvidenceSettings = EvidenceSettings(),
) -> pd.DataFrame:
    """How the two stood towards each target in each year, -1 to 1, nan without any evidence.

    Columns: year, target (id), first, second.
    """
    import pandas as pd

    clients = {link.subject for link in catalogue.links.values()}
    targets = sorted(
        actor.id
        for actor in catalogue.actors.values()
        if actor.kind not in PASSIVE_KINDS and actor.id not in clients | {dyad.first, dyad.second}
    )
    years, sides = _stands(catalogue, dyad.first, targets, window, evidence)
    _, other = _stands(catalogue, dyad.second, targets, window, evidence)
    return pd.DataFrame(
        {
            "year": np.repeat(years, len(targets)),
            "target": np.tile(np.array(targets, dtype=object), len(years)),
            "first": sides.ravel(),
            "second": other.ravel(),
        }
    )


def jackknife_error(two: NDArray[np.float64], by: str) -> float:
    """The jackknife standard error of a coefficient over targets; nan if a value is missing.

    With one target left out in turn: the root of (n - 1)/n times the sum of squared differences
    of the n values from their mean. Of agreement it is the standard error of a mean:

    >>> round(jackknife_error(np.array([[1.0, 1.0, 0.0, -1.0], [1.0, 1.0, -1.0, -1.0]]), "s"), 6)
    0.25
    """
    n = two.shape[1]
    if n < 2:
        return float("nan")
    left = [np.delete(two, one, axis=1) for one in range(n)]
    values = np.array([coefficient(part, by, span=_SPAN)[0, 1] for part in left])
    return float(np.sqrt((n - 1) / n * ((values - values.mean()) ** 2).sum()))


def _stands(
    catalogue: Catalogue,
    actor: str,
    targets: Sequence[str],
    window: tuple[dt.date, dt.date],
    evidence: EvidenceSettings,
) -> tuple[list[int], NDArray[np.float64]]:
    found = gather_evidence(
        catalogue, actor, targets, window=window, settings=replace(evidence, by="year")
    )
    counts = found.counts()
    toward, against = counts[..., 0], counts[..., 1]
    mass = toward + against
    stands = np.where(mass > 0, (toward - against) / (mass + 1), np.nan)
    return [day.year for day in found.bins.starts], stands


ACTS_ALIKE: Final = ActsAlike()

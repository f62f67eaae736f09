"""The best two camps, proven: the frustration optimum, with what no two camps can fall below."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.balance.frustration import SolverSettings, frustration_index
from allegiance.graph.analysis.signed_network import SignedMatrices, SignedNetwork

# Networks of states and of dossiers need far less; signs at random can need more than there is.
_LIMITS: Final = SolverSettings(rounds=60, nodes=100)


def two_camps(signed: SignedMatrices, *, share: float) -> tuple[NDArray[np.int64], float]:
    """The camp (0 or 1) of each node of one network, and a bound of the criterion.

    The criterion of two camps is the frustration index of the network in which a friendly tie
    weighs 1 - ``share`` and a hostile one ``share`` of its weight. Where the bound is the criterion
    of these camps, there are no better ones.
    """
    bonds = (1 - share) * signed.positive - share * signed.negative
    rows, columns = np.nonzero(np.triu(bonds))
    names = [f"{place:09d}" for place in range(len(signed.nodes))]  # sorted as the nodes are
    edges = zip(rows.tolist(), columns.tolist(), strict=True)
    found = frustration_index(
        SignedNetwork.of((names[i], names[j], float(bonds[i, j])) for i, j in edges),
        settings=_LIMITS,
    )
    labels = [int(name in found.camps[1]) for name in names]
    return np.array(labels, dtype=np.int64), found.bound

"""Balance over closed walks of every length, the short ones weighing most."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from allegiance.graph.analysis.signed_network import Floats, SignedNetwork

# Up to so many nodes all eigenvalues are computed, beyond only the largest ones.
_DENSE: Final = 1500
_LARGEST: Final = 60
# What the eigenvalues left out may add, relative to the sum.
_LEFT_OUT: Final = 1e-6


def walk_balance(network: SignedNetwork) -> float:
    """K, the weighted share of closed walks that are balanced: tr e^A / tr e^abs(A), in (0, 1].

    1 for a balanced network, nan for one without edges. A walk of length k counts 1/k!; dense
    networks have many long walks, and K falls with size and density alone: compare it with
    shuffled signs. With more than 1,500 nodes the sum goes over the 60 largest eigenvalues, which
    is enough to 6 digits unless they lie close together; then the answer is nan, too.

    References
    ----------
    Estrada, E. and Benzi, M. (2014). Walk-based measure of balance in signed networks. Physical
    Review E 90, 042802.

    Examples
    --------
    A triad with one hostile edge has the eigenvalues -2, 1, 1; with friendly edges 2, -1, -1.

    >>> triad = [("a", "b", 1), ("a", "c", 1), ("b", "c", -1)]
    >>> round(walk_balance(SignedNetwork.of(triad)), 4), round((2 * math.e + math.exp(-2)) /
    ...     (math.exp(2) + 2 * math.exp(-1)), 4)
    (0.6858, 0.6858)
    """
    if not network.size:
        return math.nan
    above, below = _log_trace(network, network.a), _log_trace(network, np.abs(network.a))
    return min(math.exp(above - below), 1.0)


def _log_trace(network: SignedNetwork, weights: Floats) -> float:
    """The logarithm of tr e^A; nan if that cannot be told."""
    from scipy.sparse import csr_array
    from scipy.sparse.linalg import eigsh
    from scipy.special import logsumexp

    n = len(network.nodes)
    if n <= _DENSE:
        dense = np.zeros((n, n))
        dense[network.u, network.v] = dense[network.v, network.u] = weights
        return float(logsumexp(np.linalg.eigvalsh(dense)))
    ends = (np.concatenate((network.u, network.v)), np.concatenate((network.v, network.u)))
    sparse = csr_array((np.concatenate((weights, weights)), ends), shape=(n, n))
    values = eigsh(sparse, k=_LARGEST, which="LA", v0=np.ones(n), return_eigenvectors=False)
    total = float(logsumexp(values))
    rest = math.log(n) + float(values.min()) - total
    return total if rest < math.log(_LEFT_OUT) else math.nan

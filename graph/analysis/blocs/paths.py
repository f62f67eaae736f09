"""Betweenness of many weighted networks at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Paths whose lengths differ by less than this share are equally short.
_ALIKE = 1e-9


def betweenness(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of shortest paths between two others that pass each node, in [0, 1].

    b(v) = 2 / ((n - 1)(n - 2)) sum over pairs s, t of the paths through v among the shortest ones
    from s to t (Freeman 1977); the length of a tie is 1 / weight. 0 with fewer than three nodes.

    Parameters
    ----------
    weights
        Symmetric, 0 for no tie, shape (..., nodes, nodes).

    Returns
    -------
    numpy.ndarray
        Shape (..., nodes).

    Examples
    --------
    In a chain of three the middle lies between the only other pair:

    >>> betweenness(np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0.0]])).tolist()
    [0.0, 1.0, 0.0]
    """
    size = weights.shape[-1]
    if size < 3:
        return np.zeros(weights.shape[:-1])
    flat = weights.reshape(-1, size, size)
    length, count = _shortest(flat)
    shares = np.zeros((len(flat), size))
    safe = np.where(count > 0, count, 1.0)
    for node in range(size):
        way = length[:, :, node, None] + length[:, None, node, :]
        passing = np.isfinite(way) & (way <= length * (1 + _ALIKE))
        part = count[:, :, node, None] * count[:, None, node, :] / safe * passing
        part[:, node, :] = part[:, :, node] = 0.0
        part[:, np.arange(size), np.arange(size)] = 0.0
        shares[:, node] = part.sum(axis=(1, 2))
    shares /= (size - 1) * (size - 2)
    return np.asarray(shares.reshape(weights.shape[:-1]))


def _shortest(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How long the shortest paths of each pair are, and how many (Floyd and Warshall's way)."""
    size = weights.shape[-1]
    tied = weights > 0
    length = np.where(tied, 1 / np.where(tied, weights, 1.0), np.inf)
    count = tied.astype(np.float64)
    here = np.arange(size)
    length[:, here, here], count[:, here, here] = np.inf, 0.0
    for node in range(size):
        way = length[:, :, node, None] + length[:, None, node, :]
        ways = count[:, :, node, None] * count[:, None, node, :]
        way[:, here, here], ways[:, here, here] = np.inf, 0.0
        finite = np.isfinite(way)
        shorter = finite & ((way < length * (1 - _ALIKE)) | ~np.isfinite(length))
        alike = finite & ~shorter & (way <= length * (1 + _ALIKE))
        count = np.where(shorter, ways, count + np.where(alike, ways, 0.0))
        length = np.where(shorter, way, length)
    return length, count

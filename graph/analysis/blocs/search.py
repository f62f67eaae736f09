"""The search for the partition whose pairs within blocs have the largest sum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Gains below this are rounding.
_LEAST_GAIN = 1e-12
# What share of the nodes a kick may move: from, to.
_KICKED = (0.02, 0.25)


def best_labels(
    bonds: NDArray[np.float64], *, most: int, restarts: int, seed: int, kicks: int = 0
) -> NDArray[np.int64]:
    """A bloc (0 to ``most`` - 1) for each node of each network, shape (networks, nodes).

    Maximises the sum of ``bonds``, shape (networks, nodes, nodes) and symmetric, over the pairs
    within blocs: from ``restarts`` random starts the move of one node that gains most is made until
    none gains, then the two blocs are merged that gain most, and so on. ``kicks`` times each end
    is thrown off by moving some nodes at random and climbed from again, and kept where that is no
    worse (iterated local search, Lourenco, Martin and Stuetzle 2003). Of the ends the best counts.
    All networks and starts are climbed at once; equal seeds give equal labels.
    """
    networks, size, _ = bonds.shape
    bonds = np.array(bonds)
    bonds[:, np.arange(size), np.arange(size)] = 0.0
    random = np.random.default_rng(seed)
    starts = random.integers(0, most, size=(restarts, size))
    starts[0] = np.arange(size) % most
    labels = np.tile(starts, (networks, 1))
    climber = _Climber(np.repeat(np.arange(networks), restarts), bonds, labels, most)
    climber.climb()
    values = climber.values()
    for _ in range(kicks):
        kept = labels.copy()
        share = random.uniform(*_KICKED)
        labels[:] = np.where(
            random.random(labels.shape) < share,
            random.integers(0, most, size=labels.shape),
            labels,
        )
        climber.climb()
        tried = climber.values()
        worse = tried < values - _LEAST_GAIN
        labels[worse] = kept[worse]
        values = np.maximum(values, tried)
    best = values.reshape(networks, restarts).argmax(axis=1)
    chosen = labels.reshape(networks, restarts, size)[np.arange(networks), best]
    return np.asarray(chosen, dtype=np.int64)


class _Climber:
    """Improves many labellings at once; ``labels``, shape (climbs, nodes), changes in place."""

    def __init__(
        self,
        network: NDArray[np.int64],
        bonds: NDArray[np.float64],
        labels: NDArray[np.int64],
        most: int,
    ) -> None:
        self.network, self.bonds, self.labels, self.most = network, bonds, labels, most

    def climb(self) -> None:
        """Move and merge until nothing gains."""
        running = np.arange(len(self.labels))
        while len(running):
            self._move(running)
            running = self._merge(running)

    def values(self) -> NDArray[np.float64]:
        """The sum of the bonds within blocs of each labelling."""
        own = np.take_along_axis(
            self._pulls(np.arange(len(self.labels))), self.labels[:, :, None], axis=2
        )
        return np.asarray(own.sum(axis=(1, 2)) / 2, dtype=np.float64)

    def _members(self, climbs: NDArray[np.int64]) -> NDArray[np.float64]:
        blocs = np.arange(self.most)
        return np.asarray(self.labels[climbs][:, :, None] == blocs, dtype=np.float64)

    def _pulls(self, climbs: NDArray[np.int64]) -> NDArray[np.float64]:
        """The bonds of each node with each bloc, shape (climbs, nodes, blocs)."""
        pulls = np.matmul(self.bonds[self.network[climbs]], self._members(climbs))
        return np.asarray(pulls, dtype=np.float64)

    def _move(self, climbs: NDArray[np.int64]) -> None:
        """Make the best single moves until none gains."""
        pulls = self._pulls(climbs)
        while len(climbs):
            labels = self.labels[climbs]
            rows = np.arange(len(climbs))
            own = np.take_along_axis(pulls, labels[:, :, None], axis=2)
            gains = (pulls - own).reshape(len(climbs), -1)
            best = gains.argmax(axis=1)
            gaining = gains[rows, best] > _LEAST_GAIN
            climbs, pulls, best = climbs[gaining], pulls[gaining], best[gaining]
            rows = np.arange(len(climbs))
            node, target = best // self.most, best % self.most
            source = self.labels[climbs, node]
            bonds = self.bonds[self.network[climbs], node]
            pulls[rows, :, source] -= bonds
            pulls[rows, :, target] += bonds
            self.labels[climbs, node] = target

    def _merge(self, climbs: NDArray[np.int64]) -> NDArray[np.int64]:
        """Merge the two blocs that gain most in each labelling; which climbs go on."""
        members = self._members(climbs)
        between = np.matmul(members.transpose(0, 2, 1), self._pulls(climbs))
        between[:, np.arange(self.most), np.arange(self.most)] = 0.0
        flat = between.reshape(len(climbs), -1)
        best = flat.argmax(axis=1)
        gaining = flat[np.arange(len(climbs)), best] > _LEAST_GAIN
        climbs, best = climbs[gaining], best[gaining]
        one, other = (best // self.most)[:, None], (best % self.most)[:, None]
        labels = self.labels[climbs]
        self.labels[climbs] = np.where(labels == other, one, labels)
        return climbs

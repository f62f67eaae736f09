"""The frustration index: how little must change for a signed network to fall into two camps."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

import numpy as np

from allegiance.graph.analysis.balance.blocks import SLACK, Block, find_blocks, join_sides
from allegiance.graph.analysis.balance.covering import Cover, cover_cycles
from allegiance.graph.analysis.balance.cycles import (
    Cycle,
    search,
    unbalanced_triangles,
    uncovered_cycles,
)
from allegiance.graph.analysis.balance.reduction import reduce_network
from allegiance.graph.analysis.signed_network import Floats, SignedNetwork

# Partitions that are refined in each round, the best first.
_REFINED = 3


@dataclass(frozen=True, slots=True)
class SolverSettings:
    """How long is searched before a gap is admitted.

    ``rounds`` of cuts and ``nodes`` of branch and bound a block give the same answer everywhere;
    ``seconds`` cuts both short, and what is found then depends on the machine.
    """

    rounds: int = 500
    nodes: int = 2000
    seconds: float = math.inf


@dataclass(frozen=True, slots=True)
class Frustration:
    """The weight of the edges that keep a network from two camps, and a best pair of camps.

    ``index`` is that of the camps found, ``bound`` what no pair of camps can fall below: they are
    equal where the answer is ``exact``. ``total`` is the weight of all edges. The first of the two
    ``camps`` is the larger one, of equals that with the first name.
    """

    index: float
    bound: float
    total: float
    camps: tuple[frozenset[str], frozenset[str]]
    frustrated: tuple[tuple[str, str], ...]

    @property
    def exact(self) -> bool:
        """Whether no other pair of camps does better."""
        return self.bound >= self.index - 1e-6

    @property
    def normalised(self) -> float:
        """F = 1 - 2 L / m in [0, 1], 1 for a balanced network, nan for one without edges."""
        return 1 - 2 * self.index / self.total if self.total else math.nan


def frustration_index(
    network: SignedNetwork, settings: SolverSettings = SolverSettings()
) -> Frustration:
    """The frustration index L of ``network`` with the camps that attain it, in units of weight.

    L = min over all partitions into two camps of the weight of friendly edges between them and
    hostile edges within them; equally, the least weight of edges that meets every unbalanced cycle
    (a cycle with an odd number of hostile edges). 0 for a network without edges.

    Parts that no cycle joins are solved apart, after a reduction that keeps L. In each, lengths f
    in [0, 1] with sum f(C) >= 1 for every unbalanced cycle C are found by linear programming, with
    cycles added as they are violated; shortest paths in the double cover find these. Each answer is
    rounded to camps, which bound L from above as the answer does from below. Only if they do not
    meet, branch and bound goes on. Camps that attain L are seldom the only ones.

    References
    ----------
    Aref, S., Mason, A. J. and Wilson, M. C. (2020). A modeling and computational study of the
    frustration index in signed networks. Networks 75, 95-110.
    Barahona, F. and Mahjoub, A. R. (1986). On the cut polytope. Mathematical Programming 36,
    157-173.

    Examples
    --------
    Two friends of Mali who oppose each other: one of the three edges must give way.

    >>> edges = [("Mali", "Russia", 1), ("Mali", "Niger", 1), ("Niger", "Russia", -1)]
    >>> frustration_index(SignedNetwork.of(edges)).index
    1.0
    """
    kernel = reduce_network(network)
    deadline = time.monotonic() + settings.seconds
    solved = [_Solver(block, settings, deadline) for block in find_blocks(kernel.rows)]
    for solver in solved:
        solver.run()
    joined = join_sides(len(network.nodes), [(s.block, s.sides) for s in solved])
    sides = kernel.spread(joined)
    wrong = network.a * sides[network.u] * sides[network.v] < 0
    names = network.nodes
    pairs = zip(network.u[wrong].tolist(), network.v[wrong].tolist(), strict=True)
    return Frustration(
        index=float(np.abs(network.a[wrong]).sum()),
        bound=kernel.fixed + sum(solver.bound for solver in solved),
        total=float(np.abs(network.a).sum()),
        camps=_camps(names, sides),
        frustrated=tuple((names[i], names[j]) for i, j in pairs),
    )


def _camps(names: tuple[str, ...], sides: Floats) -> tuple[frozenset[str], frozenset[str]]:
    parts: dict[float, list[str]] = {1.0: [], -1.0: []}
    for name, side in zip(names, sides.tolist(), strict=True):
        parts[side].append(name)
    first, second = sorted(parts.values(), key=lambda part: (-len(part), part))
    return frozenset(first), frozenset(second)


@dataclass(slots=True, eq=False)
class _Solver:
    """The search in one block: its best camps from above, its best bound from below."""

    block: Block
    settings: SolverSettings
    deadline: float
    sides: Floats = field(init=False)
    best: float = field(init=False)
    bound: float = 0.0
    cycles: dict[Cycle, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sides = self.block.descend(np.ones(self.block.nodes))
        wrong = self.block.frustrated(self.sides)
        self.best = float(self.block.w[wrong].sum())
        if wrong.sum() == 1 and self.block.nodes > 2:  # a cycle runs over it, and is unbalanced
            self.bound = float(self.block.w.min())

    @property
    def done(self) -> bool:
        """Whether camps and bound meet."""
        return self.bound >= self.best - 1e-6

    def run(self) -> None:
        """Add cycles until camps and bound meet or nothing is left to do."""
        covered = np.zeros(len(self.block.a))
        if not self.done:
            self.cycles.update(dict.fromkeys(unbalanced_triangles(self.block, self.sides)))
        if self.cycles and (cover := self._cover(whole=False)):
            covered = cover.taken
        for _ in range(self.settings.rounds):
            if self.done or not self._look(covered):
                break
            cover = self._cover(whole=False)
            if cover is None:
                return
            covered = cover.taken
        if not self.done:
            self._look(covered)
            self._branch()

    def _branch(self) -> None:
        """Go on with whole answers; each either closes the gap or shows cycles not yet met."""
        for _ in range(self.settings.rounds):
            if self.done or not self.cycles or not self.settings.nodes:
                return
            cover = self._cover(whole=True)
            if cover is None or not self._look(np.rint(cover.taken)):
                return

    def _cover(self, *, whole: bool) -> Cover | None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            return None
        cover = cover_cycles(
            list(self.cycles), self.block.w, whole=whole, nodes=self.settings.nodes, seconds=left
        )
        if cover is not None:
            bound = math.ceil(cover.bound - 1e-6) if self.block.whole else cover.bound
            self.bound = max(self.bound, bound)
        return cover

    def _look(self, covered: Floats) -> bool:
        """Round ``covered`` to camps and gather the cycles that it leaves; whether any is new."""
        before = len(self.cycles)
        sides = self.sides
        for found in search(self.block, covered, sides):
            if time.monotonic() > self.deadline:
                break
            self._improve(found.roundings(sides))
            if self.done:
                break
            self.cycles.update(dict.fromkeys(uncovered_cycles(self.block, covered, sides, found)))
        return len(self.cycles) > before

    def _improve(self, roundings: Floats) -> None:
        """Take over the best of ``roundings`` after refining if it is better."""
        block = self.block
        wrong = roundings[:, block.u] * roundings[:, block.v] * block.a < 0
        for number in np.argsort(wrong @ block.w, kind="stable")[:_REFINED]:
            sides = block.descend(roundings[number])
            frustration = block.frustration(sides)
            if frustration < self.best - SLACK:
                self.sides, self.best = sides, frustration

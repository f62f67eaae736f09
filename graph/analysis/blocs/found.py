"""The blocs of one day: who stands with whom, and how firmly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.blocs.draws import DrawnNetwork
from allegiance.graph.analysis.blocs.identity import agreeing_labels
from allegiance.graph.analysis.blocs.partition import (
    ABSENT,
    ALONE,
    BlocSettings,
    Labels,
    Method,
    describe_partition,
    find_partition,
    place_nodes,
    place_surely,
)

if TYPE_CHECKING:
    import networkx as nx

# The numbers of blocs that are shown beside the partition found.
COUNTS: Final = (2, 3, 4, 5, 6)
# So many starts do for a resample: single ones may miss the best, on average it does not matter.
_RESAMPLE_RESTARTS: Final = 6


@dataclass(frozen=True, slots=True)
class Member:
    """An actor in its bloc (a number; None if it stands alone).

    ``friendly`` and ``hostile`` are its ties within the bloc, sums of weights; without a friendly
    one it is there only because it opposes whom the bloc opposes. Of the resamples, it is with its
    bloc in the share ``stays``, elsewhere or alone in ``elsewhere``, and without a clear tie in
    ``gone``; nan without resamples.
    """

    actor: str
    bloc: int | None
    friendly: float
    hostile: float
    stays: float
    elsewhere: float
    gone: float

    def to_dict(self) -> dict[str, Any]:
        """The member as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Bloc:
    """Two actors or more that stand together; ``lead`` has the strongest friendly ties within.

    ``stays`` is the mean of its members'.
    """

    id: int
    lead: str
    members: tuple[str, ...]
    stays: float

    def to_dict(self) -> dict[str, Any]:
        """The bloc as plain values."""
        return {
            "id": self.id,
            "lead": self.lead,
            "members": list(self.members),
            "stays": self.stays,
        }


@dataclass(frozen=True, slots=True)
class Alternative:
    """The best partition found into at most ``most`` blocs by one method, and how good it is.

    ``blocs`` counts those who stand alone as well; ``proven`` says that no partition into at most
    so many has a lower criterion.
    """

    method: Method
    most: int
    blocs: int
    criterion: float
    modularity: float
    proven: bool

    def to_dict(self) -> dict[str, Any]:
        """The alternative as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, eq=False)
class Blocs:
    """The blocs of the network on the day ``at``, largest first, and what they rest on.

    ``unplaced`` actors have neutral or mixed dealings only. ``alternatives`` are other partitions
    of the network (none in a history), ``network`` is the graph itself; ``proven`` says that no
    partition into so many blocs has a lower criterion.
    """

    at: dt.date
    blocs: tuple[Bloc, ...]
    members: tuple[Member, ...]
    unplaced: tuple[str, ...]
    criterion: float
    modularity: float
    proven: bool
    hostile_within: float
    friendly_between: float
    alternatives: tuple[Alternative, ...]
    resamples: int
    network: nx.Graph[str] = field(repr=False)

    def bloc_of(self, actor: str) -> Bloc | None:
        """The bloc that an actor is in; None if it stands alone or is not in the network."""
        return next((bloc for bloc in self.blocs if actor in bloc.members), None)

    @property
    def names(self) -> dict[str, str | None]:
        """For each actor whom its bloc is called after; None for one that stands alone."""
        leads = {bloc.id: bloc.lead for bloc in self.blocs}
        return {m.actor: None if m.bloc is None else leads[m.bloc] for m in self.members}

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values, with the statements behind every tie."""
        ties = [
            {
                "one": one,
                "other": other,
                "weight": tie["weight"],
                "statements": list(tie["statements"]),
            }
            for one, other, tie in sorted(self.network.edges(data=True), key=lambda e: e[:2])
        ]
        return {
            "at": self.at.isoformat(),
            "blocs": [bloc.to_dict() for bloc in self.blocs],
            "members": [member.to_dict() for member in self.members],
            "unplaced": list(self.unplaced),
            "criterion": self.criterion,
            "modularity": self.modularity,
            "proven": self.proven,
            "hostile_within": self.hostile_within,
            "friendly_between": self.friendly_between,
            "alternatives": [row.to_dict() for row in self.alternatives],
            "resamples": self.resamples,
            "ties": ties,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A network with the labels of its nodes, and of those of its resamples, named alike.

    ``proven`` says whether no partition has a lower criterion.
    """

    network: DrawnNetwork
    labels: Labels
    drawn: Labels
    proven: bool

    @classmethod
    def of(cls, network: DrawnNetwork, settings: BlocSettings) -> Placed:
        """Place the nodes of the network and of its resamples."""
        labels, proven = place_surely(network.whole, settings)
        restarts = min(settings.restarts, _RESAMPLE_RESTARTS)
        quick = replace(settings, restarts=restarts, thorough=False)
        drawn = place_nodes(network.drawn, quick)
        return cls(network, labels, agreeing_labels(labels, drawn), proven)

    @property
    def groups(self) -> dict[int, frozenset[str]]:
        """The members of each bloc by its label."""
        nodes = self.network.whole.nodes
        found: dict[int, set[str]] = {}
        for node, label in zip(nodes, self.labels.tolist(), strict=True):
            if label >= 0:
                found.setdefault(label, set()).add(node)
        return {label: frozenset(members) for label, members in found.items()}

    def renamed(self, names: Mapping[int, int]) -> Placed:
        """The same with other numbers for its blocs; those of no bloc of its own go past them."""
        past = max(names.values(), default=-1) + 1
        size = int(max(self.labels.max(initial=-1), self.drawn.max(initial=-1))) + 1
        table = np.array([names.get(label, past + label) for label in range(size)], dtype=np.int64)
        return replace(self, labels=_look_up(table, self.labels), drawn=_look_up(table, self.drawn))

    def strengths(self) -> dict[tuple[int, str], tuple[float, float]]:
        """For each bloc and member the sums of its friendly ties within, and of all its ties."""
        whole = self.network.whole
        within = self._within(whole.positive).tolist()
        every = (whole.positive + whole.negative).sum(axis=1).tolist()
        rows = zip(whole.nodes, self.labels.tolist(), within, every, strict=True)
        return {(label, node): (own, total) for node, label, own, total in rows if label >= 0}

    def members(self) -> tuple[Member, ...]:
        """All actors with a clear tie, sorted by bloc and name, those alone last."""
        whole = self.network.whole
        friendly, hostile = self._within(whole.positive), self._within(whole.negative)
        found = []
        for index, node in enumerate(whole.nodes):
            label = int(self.labels[index])
            if label == ABSENT:
                continue
            drawn = self.drawn[:, index]
            some = len(drawn) > 0
            stays = float((drawn == label).mean()) if some else float("nan")
            gone = float((drawn == ABSENT).mean()) if some else float("nan")
            found.append(
                Member(
                    actor=node,
                    bloc=None if label == ALONE else label,
                    friendly=float(friendly[index]),
                    hostile=float(hostile[index]),
                    stays=stays,
                    elsewhere=1 - stays - gone,
                    gone=gone,
                )
            )
        last = max((m.bloc for m in found if m.bloc is not None), default=0) + 1
        order = sorted(found, key=lambda m: (last if m.bloc is None else m.bloc, m.actor))
        return tuple(order)

    def finding(
        self, leads: Mapping[int, str], settings: BlocSettings, *, compared: bool = False
    ) -> Blocs:
        """The blocs as a finding; ``leads`` names each by the member that it is called after.

        Other partitions are sought if they shall be ``compared``.
        """
        members = self.members()
        stays = {m.actor: m.stays for m in members}
        groups = sorted(self.groups.items(), key=lambda group: (-len(group[1]), group[0]))
        numbers = describe_partition(self.network.whole, self.labels, share=settings.share)
        whole = self.network.whole
        absent = [n for n, label in zip(whole.nodes, self.labels, strict=True) if label == ABSENT]
        return Blocs(
            at=self.network.at,
            blocs=tuple(
                Bloc(
                    id=label,
                    lead=leads[label],
                    members=tuple(sorted(group)),
                    stays=float(np.mean([stays[name] for name in sorted(group)])),
                )
                for label, group in groups
            ),
            members=members,
            unplaced=tuple(absent),
            criterion=numbers.criterion,
            modularity=numbers.modularity,
            proven=self.proven,
            hostile_within=numbers.hostile_within,
            friendly_between=numbers.friendly_between,
            alternatives=alternatives(self.network.graph, settings) if compared else (),
            resamples=len(self.drawn),
            network=self.network.graph,
        )

    def _within(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        same = (self.labels[:, None] == self.labels[None, :]) & (self.labels >= 0)[:, None]
        return np.asarray((weights * same).sum(axis=1), dtype=np.float64)


def find_blocs(network: DrawnNetwork, settings: BlocSettings = BlocSettings()) -> Blocs:
    """The blocs of one day, numbered from 1, the largest first."""
    placed = Placed.of(network, settings)
    groups = placed.groups
    order = sorted(groups, key=lambda label: (-len(groups[label]), min(groups[label])))
    named = placed.renamed({label: number for number, label in enumerate(order, start=1)})
    return named.finding(name_leads([named]), settings, compared=True)


def name_leads(placed: Sequence[Placed]) -> dict[int, str]:
    """Whom each bloc is called after: the member with the strongest friendly ties in it.

    Sums over all networks; of equal ones the member with the strongest ties of any kind. A member
    lends its name to one bloc only, the one where it is strongest; a bloc whose members all have
    lent theirs is called after its first by name.
    """
    sums: dict[tuple[int, str], tuple[float, float]] = {}
    for one in placed:
        for key, strength in one.strengths().items():
            before = sums.get(key, (0.0, 0.0))
            sums[key] = (before[0] + strength[0], before[1] + strength[1])
    leads: dict[int, str] = {}
    ranked = sorted(sums, key=lambda key: (-sums[key][0], -sums[key][1], key[1], key[0]))
    for label, actor in ranked:
        if label not in leads and actor not in leads.values():
            leads[label] = actor
    for label, actor in sorted(sums):
        leads.setdefault(label, actor)
    return leads


def alternatives(graph: nx.Graph[str], settings: BlocSettings) -> tuple[Alternative, ...]:
    """The best partitions found into at most 2 to 6 blocs, then that of highest modularity."""
    chosen = [replace(settings, most=most, method="criterion") for most in COUNTS]
    chosen.append(replace(settings, most=COUNTS[-1], method="modularity"))
    found = []
    for one in chosen:
        part = find_partition(graph, one)
        number = len(part.blocs) + len(part.alone)
        row = (number, part.criterion, part.modularity, part.proven)
        found.append(Alternative(one.method, one.most, *row))
    return tuple(found)


def _look_up(table: NDArray[np.int64], labels: Labels) -> Labels:
    if len(table) == 0:
        return labels
    return np.asarray(np.where(labels < 0, labels, table[np.maximum(labels, 0)]), dtype=np.int64)

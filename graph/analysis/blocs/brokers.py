"""Who stands between others on friendly ties, for how long, and when that ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.blocs.draws import DrawnNetwork
from allegiance.graph.analysis.blocs.paths import betweenness
from allegiance.graph.analysis.signed_network import SignedMatrices, friendly_part
from allegiance.graph.model.errors import InputError

if TYPE_CHECKING:
    import networkx as nx

# From this betweenness on an actor is called a broker.
LEAST_BETWEENNESS: Final = 0.05
_BAND: Final = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Broker:
    """An actor on many shortest friendly paths between others.

    ``betweenness`` is the normalised betweenness centrality in [0, 1] (Freeman 1977), a tie as long
    as 1 / weight; ``low`` to ``high`` hold it in 80% of the resamples, and in the share
    ``probability`` of them it reaches the level of a broker. ``constraint`` is Burt's (1992): low
    for one who bridges. ``participation`` is 1 - sum of the squared shares of its friendly ties
    with each bloc (Guimera and Amaral 2005): 0 if all are with one. ``bridges`` are the blocs other
    than its own with which it has friendly ties, by whom they are called after. nan without
    resamples, or blocs.
    """

    actor: str
    betweenness: float
    constraint: float
    low: float = float("nan")
    high: float = float("nan")
    probability: float = float("nan")
    participation: float = float("nan")
    bridges: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The broker as plain values."""
        row = {name: getattr(self, name) for name in self.__slots__}
        return row | {"bridges": list(self.bridges), "statements": list(self.statements)}


@dataclass(frozen=True, slots=True)
class Brokers:
    """The brokers of the network on the day ``at``, the strongest first."""

    at: dt.date
    brokers: tuple[Broker, ...]
    actors: int
    friendly_ties: int
    resamples: int

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain values."""
        return {
            "at": self.at.isoformat(),
            "brokers": [broker.to_dict() for broker in self.brokers],
            "actors": self.actors,
            "friendly_ties": self.friendly_ties,
            "resamples": self.resamples,
        }


@dataclass(frozen=True, slots=True)
class BrokerSpell:
    """An actor that was a broker on all days looked at from ``first`` to ``last``.

    It ceased to be one between ``last`` and ``gone_by``, which is None if it still is one on the
    last day; ``probability`` is the share of resamples in which it is a broker on ``last`` and
    none on ``gone_by``. ``befriended`` says whether it still has friendly ties then.
    """

    actor: str
    first: dt.date
    last: dt.date
    peak: float
    gone_by: dt.date | None = None
    probability: float = float("nan")
    befriended: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The spell as plain values."""
        return {
            "actor": self.actor,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "peak": self.peak,
            "gone_by": None if self.gone_by is None else self.gone_by.isoformat(),
            "probability": self.probability,
            "befriended": self.befriended,
        }


@dataclass(frozen=True, slots=True)
class BrokerHistory:
    """The brokers of consecutive days, and from when to when each was one, sorted by first day."""

    by: str
    days: tuple[Brokers, ...]
    spells: tuple[BrokerSpell, ...]

    def to_dict(self) -> dict[str, Any]:
        """The history as plain values."""
        return {
            "by": self.by,
            "days": [one.to_dict() for one in self.days],
            "spells": [spell.to_dict() for spell in self.spells],
        }


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """A network with the betweenness of its nodes, and of those of its resamples.

    ``values`` has the shape (nodes,), ``drawn`` (resamples, nodes).
    """

    network: DrawnNetwork
    values: NDArray[np.float64]
    drawn: NDArray[np.float64]

    @classmethod
    def of(cls, network: DrawnNetwork) -> Between:
        """Measure the network and its resamples."""
        return cls(
            network, betweenness(network.whole.positive), betweenness(network.drawn.positive)
        )

    def of_actor(self, actor: str) -> tuple[float, NDArray[np.float64]]:
        """The betweenness of an actor and of its resamples; 0 for one that is not there."""
        nodes = self.network.whole.nodes
        if actor not in nodes:
            return 0.0, np.zeros(len(self.drawn))
        place = nodes.index(actor)
        return float(self.values[place]), self.drawn[:, place]


def find_brokers(
    graph: nx.Graph[str],
    *,
    blocs: Mapping[str, str | None] | None = None,
    least: float = LEAST_BETWEENNESS,
) -> list[Broker]:
    """The actors of a signed graph whose betweenness is ``least`` or more, the strongest first.

    Takes the friendly ties alone (``weight`` above 0). ``blocs`` maps actors to the name of
    their bloc, for participation and bridges; who has none counts as a bloc of its own.

    Raises
    ------
    InputError
        If ``least`` is not above 0, and at most 1.
    """
    whole = SignedMatrices.of(graph)
    return _brokers(graph, whole, betweenness(whole.positive), blocs=blocs, least=least)


def brokers_on(
    network: DrawnNetwork,
    *,
    blocs: Mapping[str, str | None] | None = None,
    least: float = LEAST_BETWEENNESS,
) -> Brokers:
    """The brokers of one day, with the range of their betweenness over the resamples."""
    return _finding(Between.of(network), blocs=blocs, least=least)


def follow_brokers(
    networks: Sequence[DrawnNetwork],
    *,
    by: str,
    blocs: Sequence[Mapping[str, str | None]] | None = None,
    least: float = LEAST_BETWEENNESS,
) -> BrokerHistory:
    """The brokers of each network, and who was one from when to when; ``blocs`` a day."""
    measured = [Between.of(network) for network in networks]
    maps: Sequence[Mapping[str, str | None] | None] = blocs or [None] * len(measured)
    days = tuple(
        _finding(one, blocs=names, least=least) for one, names in zip(measured, maps, strict=True)
    )
    return BrokerHistory(by, days, tuple(_spells(measured, days, least)))


def _finding(between: Between, *, blocs: Mapping[str, str | None] | None, least: float) -> Brokers:
    network = between.network
    found = _brokers(network.graph, network.whole, between.values, blocs=blocs, least=least)
    return Brokers(
        at=network.at,
        brokers=tuple(_with_range(one, between, least) for one in found),
        actors=int(network.whole.connected.sum()),
        friendly_ties=int((network.whole.positive > 0).sum() // 2),
        resamples=len(between.drawn),
    )


def _brokers(
    graph: nx.Graph[str],
    whole: SignedMatrices,
    values: NDArray[np.float64],
    *,
    blocs: Mapping[str, str | None] | None,
    least: float,
) -> list[Broker]:
    if not 0 < least <= 1:
        message = f"A broker's betweenness lies above 0, and at most at 1, not at {least}."
        raise InputError(message)
    import networkx as nx

    part = friendly_part(graph)
    ranked = sorted(
        zip(whole.nodes, values.tolist(), strict=True), key=lambda r: (-r[1], str(r[0]))
    )
    chosen = [(node, value) for node, value in ranked if value >= least]
    constraint = (
        nx.constraint(part, nodes=[n for n, _ in chosen], weight="weight") if chosen else {}
    )
    return [
        Broker(
            actor=node,
            betweenness=value,
            constraint=float(constraint[node]),
            statements=_statements(part, node),
            **({} if blocs is None else _across(part, node, blocs)),
        )
        for node, value in chosen
    ]


def _statements(part: nx.Graph[str], node: str) -> tuple[str, ...]:
    ties = part[node].values()
    return tuple(sorted({s for tie in ties for s in tie.get("statements", ())}))


def _across(part: nx.Graph[str], node: str, blocs: Mapping[str, str | None]) -> dict[str, Any]:
    """Participation in the blocs, and the blocs other than its own that it is tied to."""
    sums: dict[tuple[bool, str], float] = {}
    for other, tie in part[node].items():
        name = blocs.get(other)
        key = (False, other) if name is None else (True, name)
        sums[key] = sums.get(key, 0.0) + tie["weight"]
    total = sum(sums.values())
    bridges = sorted(name for named, name in sums if named and name != blocs.get(node))
    return {
        "participation": 1 - sum((weight / total) ** 2 for weight in sums.values()),
        "bridges": tuple(bridges),
    }


def _with_range(broker: Broker, between: Between, least: float) -> Broker:
    _, drawn = between.of_actor(broker.actor)
    if not len(drawn):
        return broker
    low, high = np.quantile(drawn, _BAND).tolist()
    return replace(broker, low=low, high=high, probability=float((drawn >= least).mean()))


def _spells(
    measured: Sequence[Between], days: Sequence[Brokers], least: float
) -> list[BrokerSpell]:
    found = []
    names = sorted({broker.actor for day in days for broker in day.brokers})
    for actor in names:
        values = [one.of_actor(actor) for one in measured]
        run: list[int] = []
        for index in range(len(values) + 1):
            if index < len(values) and values[index][0] >= least:
                run.append(index)
            elif run:
                found.append(_spell(actor, run, measured, values, least))
                run = []
    return sorted(found, key=lambda spell: (spell.first, spell.actor))


def _spell(
    actor: str,
    run: Sequence[int],
    measured: Sequence[Between],
    values: Sequence[tuple[float, NDArray[np.float64]]],
    least: float,
) -> BrokerSpell:
    first, last = measured[run[0]].network.at, measured[run[-1]].network.at
    peak = max(values[index][0] for index in run)
    after = run[-1] + 1
    if after == len(measured):
        return BrokerSpell(actor, first, last, peak)
    left = (values[run[-1]][1] >= least) & (values[after][1] < least)
    network = measured[after].network
    part = friendly_part(network.graph)
    return BrokerSpell(
        actor=actor,
        first=first,
        last=last,
        peak=peak,
        gone_by=network.at,
        probability=float(left.mean()) if len(left) else float("nan"),
        befriended=actor in part and part.degree[actor] > 0,
    )

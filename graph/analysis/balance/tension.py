"""The balance of a dossier's network on a day, and which triads and edges make its tension."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allegiance.graph.analysis.balance.chains import unbalanced_cycle
from allegiance.graph.analysis.balance.draws import Draws, Pair, Spread, draw_dyads
from allegiance.graph.analysis.balance.frustration import Frustration, frustration_index
from allegiance.graph.analysis.balance.measures import (
    Balance,
    NullModel,
    compare_with_shuffled,
    measure_balance,
)
from allegiance.graph.analysis.balance.triads import (
    Triad,
    list_triads,
    weighted_triad_balance,
)
from allegiance.graph.analysis.signed_network import CLEAR_BALANCE, SignedNetwork
from allegiance.graph.analysis.snapshots import YEAR_DAYS, standings, take_snapshot
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.catalogue import Catalogue

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class BalanceSettings:
    """What counts as an edge, and how often it is drawn.

    A dyad is an edge if its balance is ``floor`` or more, or minus that or less. Acts count for
    ``memory_days``. ``draws`` give the probabilities and the ranges, ``shuffles`` the null model
    (0: none). Without ``spreads``, ranges and the parts of actors are left out, which take time.
    """

    floor: float = CLEAR_BALANCE
    memory_days: int = YEAR_DAYS
    draws: int = 200
    shuffles: int = 100
    seed: int = 1
    spreads: bool = True

    def __post_init__(self) -> None:
        if not 0 < self.floor <= 1:
            message = f"A floor of {self.floor} parts no friends from rivals: give one in (0, 1]."
            raise InputError(message)
        if self.draws < 1:
            message = f"{self.draws} draws tell nothing: ask for 1 or more."
            raise InputError(message)


@dataclass(frozen=True, slots=True)
class Edge:
    """How two actors stand: balance in [-1, 1], the statements behind it, P that its sign holds."""

    actors: Pair
    balance: float
    statements: tuple[str, ...]
    probability: float

    @property
    def sign(self) -> int:
        """1 for friends, -1 for rivals."""
        return 1 if self.balance > 0 else -1

    def to_dict(self) -> dict[str, Any]:
        """Its values by name."""
        return {
            "actors": list(self.actors),
            "sign": self.sign,
            "balance": self.balance,
            "probability": self.probability,
            "statements": list(self.statements),
        }


@dataclass(frozen=True, slots=True)
class Tension:
    """An unbalanced triad with its edges; ``probability`` that all three stand so."""

    actors: tuple[str, str, str]
    edges: tuple[Edge, Edge, Edge]
    strength: float
    probability: float

    @property
    def torn(self) -> str | None:
        """Who stands with two that oppose each other; None where all three oppose each other."""
        friends = [edge.actors for edge in self.edges if edge.sign > 0]
        if len(friends) != 2:
            return None
        (who,) = set(friends[0]) & set(friends[1])
        return who


@dataclass(frozen=True, slots=True)
class FrustratedEdge:
    """An edge that disagrees with the best two camps.

    ``cycle`` are the actors of a shortest unbalanced cycle over it. ``always`` says that it
    disagrees with every best pair of camps; ``share`` in what share of the draws it disagreed with
    those found, nan where these were not measured.
    """

    edge: Edge
    cycle: tuple[str, ...]
    always: bool
    share: float


@dataclass(frozen=True, slots=True)
class Part:
    """What an actor has to do with it: unbalanced triads it is in, and L without it less than L."""

    actor: str
    triads: int
    relief: float


@dataclass(frozen=True, slots=True)
class DayBalance:
    """The balance of a dossier's network on a day.

    ``mixed`` counts the dyads that are no edges because they are neither friendly nor hostile,
    ``unplaced`` has the actors without an edge: those of mixed or neutral dealings only.
    ``weighted`` is the frustration with each edge weighing its balance without sign,
    ``weighted_triads`` the share of balanced triads by their weights. ``spreads`` has
    T, K, F and L, or nothing.
    """

    at: dt.date
    balance: Balance
    weighted: Frustration
    weighted_triads: float
    spreads: dict[str, Spread]
    null: NullModel | None
    tensions: tuple[Tension, ...]
    frustrated: tuple[FrustratedEdge, ...]
    parts: tuple[Part, ...]
    mixed: int
    unplaced: tuple[str, ...]
    settings: BalanceSettings

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values by name; nan where a value cannot be told."""
        return {
            "at": self.at.isoformat(),
            **self.balance.to_dict(),
            "mixed": self.mixed,
            "unplaced": list(self.unplaced),
            "weighted": {
                "T": self.weighted_triads,
                "F": self.weighted.normalised,
                "L": self.weighted.index,
            },
            "spreads": {
                name: {"low": s.low, "high": s.high, "told": s.told}
                for name, s in self.spreads.items()
            },
            "null": self.null.to_dict() if self.null else None,
            "tensions": [
                {
                    "actors": list(one.actors),
                    "torn": one.torn,
                    "strength": one.strength,
                    "probability": one.probability,
                    "edges": [edge.to_dict() for edge in one.edges],
                }
                for one in self.tensions
            ],
            "frustrated": [
                one.edge.to_dict()
                | {"cycle": list(one.cycle), "always": one.always, "share": one.share}
                for one in self.frustrated
            ],
            "parts": [
                {"actor": one.actor, "triads": one.triads, "relief": one.relief}
                for one in self.parts
            ],
        }


def balance_on(
    catalogue: Catalogue,
    at: dt.date,
    *,
    window: tuple[dt.date, dt.date],
    settings: BalanceSettings = BalanceSettings(),
) -> DayBalance:
    """The balance of the network of ``at``: clients folded into patrons, dyads by their sign.

    Tensions are sorted by probability, then strength; parts by relief.

    Raises
    ------
    InputError
        If ``at`` lies outside the window.
    """
    snapshot = take_snapshot(
        catalogue, at, window=window, memory_days=settings.memory_days, fold=True
    )
    dyads = standings(snapshot)
    network = SignedNetwork.of_dyads(dyads, floor=settings.floor)
    drawn = draw_dyads(
        snapshot, dyads, floor=settings.floor, draws=settings.draws, seed=settings.seed
    )
    return _Teller(at, dyads, network, drawn, settings).tell()


@dataclass(frozen=True, slots=True, eq=False)
class _Teller:
    """What is known of one day while it is put together."""

    at: dt.date
    dyads: nx.Graph[str]
    network: SignedNetwork
    drawn: Draws
    settings: BalanceSettings

    def tell(self) -> DayBalance:
        chosen, network = self.settings, self.network
        balance = measure_balance(network)
        drawn = self.drawn.networks() if chosen.spreads else ()
        others = [measure_balance(one) for one in drawn]
        unbalanced = [triad for triad in list_triads(network) if not triad.balanced]
        shuffled = chosen.shuffles and network.size
        return DayBalance(
            at=self.at,
            balance=balance,
            weighted=frustration_index(network),
            weighted_triads=weighted_triad_balance(network),
            spreads=_spreads(balance, others) if others else {},
            null=compare_with_shuffled(network, shuffles=chosen.shuffles, seed=chosen.seed)
            if shuffled
            else None,
            tensions=self._tensions(unbalanced),
            frustrated=self._frustrated(balance.frustration, others),
            parts=self._parts(balance.frustration, unbalanced) if chosen.spreads else (),
            mixed=self.dyads.number_of_edges() - network.size,
            unplaced=tuple(sorted(set(self.dyads) - set(network.nodes))),
            settings=chosen,
        )

    def _edge(self, pair: Pair) -> Edge:
        dyad = self.dyads.edges[pair]
        sign = 1 if dyad["balance"] > 0 else -1
        probability = self.drawn.share({pair: sign})
        return Edge(pair, dyad["balance"], dyad["statements"], probability)

    def _tensions(self, triads: list[Triad]) -> tuple[Tension, ...]:
        found = []
        for triad in triads:
            first, second, third = (self._edge(pair) for pair in triad.pairs)
            likely = self.drawn.share(dict(zip(triad.pairs, triad.signs, strict=True)))
            found.append(Tension(triad.actors, (first, second, third), triad.strength, likely))
        return tuple(sorted(found, key=lambda t: (-t.probability, -t.strength, t.actors)))

    def _frustrated(
        self, frustration: Frustration, others: list[Balance]
    ) -> tuple[FrustratedEdge, ...]:
        plain = self.network.unweighted
        drawn = [set(one.frustration.frustrated) for one in others]
        found = []
        for number, (one, other, _) in enumerate(plain.edges()):
            if (one, other) not in frustration.frustrated:
                continue
            heavier = plain.a.copy()
            heavier[number] *= frustration.total + 1  # too dear to disagree with
            always = frustration_index(plain.signed(heavier)).bound > frustration.index
            times = sum((one, other) in pairs for pairs in drawn)
            share = times / len(drawn) if drawn else math.nan
            cycle = unbalanced_cycle(plain, one, other)
            found.append(FrustratedEdge(self._edge((one, other)), cycle, always, share))
        return tuple(found)

    def _parts(self, frustration: Frustration, triads: list[Triad]) -> tuple[Part, ...]:
        """The actors in unbalanced triads, and those whose absence would ease the network."""
        edges = self.network.unweighted.edges()
        found = []
        for actor in self.network.nodes if frustration.index else ():
            rest = SignedNetwork.of(edge for edge in edges if actor not in edge[:2])
            relief = frustration.index - frustration_index(rest).index
            within = sum(actor in triad.actors for triad in triads)
            if within or relief:
                found.append(Part(actor, within, relief))
        return tuple(sorted(found, key=lambda part: (-part.relief, -part.triads, part.actor)))


def _spreads(balance: Balance, others: list[Balance]) -> dict[str, Spread]:
    drawn = [_numbers(one) for one in others]
    return {
        name: Spread.of(value, [numbers[name] for numbers in drawn])
        for name, value in _numbers(balance).items()
    }


def _numbers(balance: Balance) -> dict[str, float]:
    frustration = balance.frustration
    return balance.values | {"L": frustration.index if balance.edges else math.nan}

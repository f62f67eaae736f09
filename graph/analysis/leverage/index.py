"""The leverage of patrons over an actor: bandwidth times dependence, with its range."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.leverage.kinds import NAMES
from allegiance.graph.analysis.leverage.ledger import Entry, Ledger
from allegiance.graph.analysis.leverage.settings import DEFAULT, LeverageSettings, Span
from allegiance.graph.analysis.leverage.shares import Dependence, counted_measures
from allegiance.graph.model.statements import Statement

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Held:
    """What one kind adds to a patron's leverage.

    ``engaged`` is the belief that the patron gives some of it, ``share`` its share of what the
    actor gets of it, with its range; nan where nobody's share is known.
    """

    kind: str
    weight: float
    engaged: float
    share: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """What the kind adds, as plain values."""
        return {
            "kind": self.kind,
            "weight": self.weight,
            "engaged": self.engaged,
            "share": _plain(self.share),
            "low": _plain(self.low),
            "high": _plain(self.high),
        }


@dataclass(frozen=True, slots=True)
class Leverage:
    """The leverage of one patron: bandwidth B times dependence D, each in [0, 1].

    ``low`` and ``high`` hold it with the level asked for, over weights, beliefs and ranges of
    figures; ``weights_low`` and ``weights_high`` over the weights alone. ``first`` is in what part
    of the draws it is the strongest of those rated. ``dependence`` and all that follows from it are
    nan where no share of anything is known. ``latest`` is the last day, up to that asked for, of
    what the patron gives: before that day where nothing it gave stands any more; None if it gives
    nothing.
    """

    patron: str
    bandwidth: float
    dependence: float
    low: float
    high: float
    weights_low: float
    weights_high: float
    first: float
    kinds: tuple[Held, ...]
    latest: dt.date | None = None

    @property
    def value(self) -> float:
        """Bandwidth times dependence, in [0, 1]."""
        return self.bandwidth * self.dependence

    def to_dict(self) -> dict[str, Any]:
        """The leverage as plain values, None for what is not known."""
        return {
            "patron": self.patron,
            "leverage": _plain(self.value),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "weights_low": _plain(self.weights_low),
            "weights_high": _plain(self.weights_high),
            "bandwidth": _plain(self.bandwidth),
            "dependence": _plain(self.dependence),
            "first": _plain(self.first),
            "latest": self.latest.isoformat() if self.latest else None,
            "kinds": [held.to_dict() for held in self.kinds],
        }


@dataclass(frozen=True, slots=True)
class LeverageChange:
    """How a patron's leverage changed, and how much of it comes from B and from D.

    ``from_bandwidth`` + ``from_dependence`` = after - before, exactly: (B1 - B0)(D0 + D1)/2 and
    (D1 - D0)(B0 + B1)/2. All are nan where one of the two is not known.
    """

    patron: str
    before: float
    after: float
    from_bandwidth: float
    from_dependence: float

    def to_dict(self) -> dict[str, Any]:
        """The change as plain values."""
        return {
            "patron": self.patron,
            "before": _plain(self.before),
            "after": _plain(self.after),
            "from_bandwidth": _plain(self.from_bandwidth),
            "from_dependence": _plain(self.from_dependence),
        }


def attribute_change(before: Leverage, after: Leverage) -> LeverageChange:
    """How much of a change of leverage comes from bandwidth, and how much from dependence.

    The Shapley value of a product of two (Shapley 1953, A value for n-person games).
    """
    b0, b1, d0, d1 = before.bandwidth, after.bandwidth, before.dependence, after.dependence
    by_bandwidth, by_dependence = (b1 - b0) * (d0 + d1) / 2, (d1 - d0) * (b0 + b1) / 2
    return LeverageChange(after.patron, before.value, after.value, by_bandwidth, by_dependence)


def rate_patrons(
    ledger: Ledger,
    dependences: Iterable[Dependence],
    patrons: Sequence[str],
    span: Span,
    *,
    settings: LeverageSettings = DEFAULT,
) -> list[Leverage]:
    """The leverage of ``patrons`` (ids) over the ledger's actor, the strongest first.

    Bandwidth is the weighted mean, over the kinds of which the dossier holds that anyone ever gave
    the actor some, of the belief that the patron gives some now: 1 - prod(1 - b) over its
    statements and measures. Dependence is the weighted mean of its share of each kind where that is
    known: the mean over the measured ones; by statements where nothing is measured. Both are nan
    where there is no such kind.

    Ranges: every draw takes weights from a Dirichlet distribution around those published,
    statements that hold with their belief, and shares evenly from their range. Where none of what
    a patron gives holds, its leverage is 0.
    """
    draw = _Draw(ledger, list(dependences), span, settings)
    chosen = sorted(set(patrons))
    products = np.array([draw.products(patron) for patron in chosen])
    firsts: Iterable[float] = _firsts(products) if chosen else ()
    rated = [
        draw.leverage(patron, row, float(first))
        for patron, row, first in zip(chosen, products, firsts, strict=True)
    ]
    return sorted(rated, key=lambda one: (-_or_zero(one.value), -one.bandwidth, one.patron))


class _Draw:
    """Weights, beliefs and shares: once as they are, and many times as they may be."""

    def __init__(
        self, ledger: Ledger, found: list[Dependence], span: Span, settings: LeverageSettings
    ) -> None:
        held = ledger.kinds()
        self.kinds = [name for name in NAMES if name in held and settings.published[name] > 0]
        self.found, self.settings, self.span = found, settings, span
        counted = counted_measures(found)
        self.weights = np.array([settings.published[name] for name in self.kinds])
        self.entries = [e for e in ledger.given if e.gives_some(span, counted)]
        self.generator = np.random.default_rng(settings.seed)
        self.drawn = self._weights()
        beliefs = np.array([e.belief for e in self.entries])
        shape = (settings.draws, len(self.entries))
        self.holds = self.generator.random(shape) < beliefs

    def _weights(self) -> Floats:
        if not self.kinds:
            return np.zeros((self.settings.draws, 0))
        count = sum(weight > 0 for weight in self.settings.published.values())
        alpha = self.settings.spread * count * self.weights
        return self.generator.dirichlet(alpha, self.settings.draws)

    def leverage(self, patron: str, products: Floats, first: float) -> Leverage:
        """The leverage of one patron, given its B x D in every draw."""
        engaged, shares = self._engaged(patron), _shares(self.found, patron)
        none = (math.nan, math.nan, math.nan)
        kinds = tuple(
            Held(name, float(weight), float(part), *shares.get(name, none))
            for name, weight, part in zip(self.kinds, self.weights, engaged, strict=True)
        )
        values = np.array([held.share for held in kinds])
        by_weights = _means(self.drawn, engaged[None, :]) * _means(self.drawn, values[None, :])
        return Leverage(
            patron,
            _mean(self.weights, engaged),
            _mean(self.weights, values),
            *_range(products, self.settings.level),
            *_range(by_weights, self.settings.level),
            first,
            kinds,
            self._latest(patron),
        )

    def _latest(self, patron: str) -> dt.date | None:
        counted = (e for e in self.entries if e.patron == patron)
        return max((e.last_day(self.span) for e in counted), default=None)

    def products(self, patron: str) -> Floats:
        """B x D in every draw; the same statements hold for all patrons in a draw.

        Who gives nothing has no leverage, also in a draw where nobody gives any and D is not known.
        """
        draws, shares = self.settings.draws, _shares(self.found, patron)
        engaged = np.zeros((draws, len(self.kinds)))
        values = np.full((draws, len(self.kinds)), np.nan)
        even = np.random.default_rng([self.settings.seed, 1]).random((draws, len(self.kinds)))
        for column, name in enumerate(self.kinds):
            mine = [i for i, e in enumerate(self.entries) if _gives(e, patron, name)]
            engaged[:, column] = self.holds[:, mine].any(axis=1)
            by_statements = self._by_statements(patron, name)
            if by_statements is not None:
                values[:, column] = by_statements
            elif name in shares:
                _, low, high = shares[name]
                values[:, column] = low + (high - low) * even[:, column]
        bandwidth = _means(self.drawn, engaged)
        products = bandwidth * _means(self.drawn, values)
        return np.where(bandwidth == 0, 0.0, products) if shares else products

    def _by_statements(self, patron: str, kind: str) -> Floats | None:
        """The share of the statements that hold, where shares of the kind are by statements."""
        if any(d.kind == kind and d.basis != "statements" and d.shares for d in self.found):
            return None
        rows = [
            i
            for i, e in enumerate(self.entries)
            if isinstance(e.thing, Statement) and e.counted is not None and e.counted.name == kind
        ]
        if not rows:
            return None
        mine = [i for i in rows if self.entries[i].patron == patron]
        total = self.holds[:, rows].sum(axis=1)
        part = self.holds[:, mine].sum(axis=1)
        return np.where(total > 0, part / np.maximum(total, 1), np.nan)

    def _engaged(self, patron: str) -> Floats:
        found = [
            1 - math.prod(1 - e.belief for e in self.entries if _gives(e, patron, name))
            for name in self.kinds
        ]
        return np.array(found)


def _gives(entry: Entry, patron: str, kind: str) -> bool:
    return entry.patron == patron and entry.counted is not None and entry.counted.name == kind


def _shares(found: Iterable[Dependence], patron: str) -> dict[str, tuple[float, float, float]]:
    """A patron's share of each kind where it is known, with low and high.

    The mean over what is measured; by statements where nothing is.
    """
    shares: dict[str, tuple[float, float, float]] = {}
    listed = list(found)
    for kind in dict.fromkeys(d.kind for d in listed):
        rows = [d for d in listed if d.kind == kind and d.shares]
        measured = [d for d in rows if d.basis != "statements"]
        used = [share for d in measured or rows if (share := d.share_of(patron)) is not None]
        if used:
            low, high = (math.fsum(s[i] for s in used) / len(used) for i in (1, 2))
            shares[kind] = (math.fsum(s[0] for s in used) / len(used), low, high)
    return shares


def _mean(weights: Floats, values: Floats) -> float:
    return float(_means(weights[None, :], values[None, :])[0])


def _means(weights: Floats, values: Floats) -> Floats:
    """Weighted means of rows over what is not nan; nan where nothing is."""
    known = ~np.isnan(values) & (weights >= 0)
    total = np.where(known, weights, 0.0).sum(axis=1)
    summed = np.where(known, weights * np.nan_to_num(values), 0.0).sum(axis=1)
    means: Floats = np.divide(summed, total, out=np.full(total.shape, np.nan), where=total > 0)
    return means


def _range(values: Floats, level: float) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return math.nan, math.nan
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _firsts(products: Floats) -> Floats:
    """In what part of the draws each row is the greatest above 0; equals share it."""
    filled = np.nan_to_num(products)
    best = (filled == filled.max(axis=0)) & (filled > 0)
    parts: Floats = (best / np.maximum(best.sum(axis=0), 1)).mean(axis=1)
    return parts


def _plain(number: float) -> float | None:
    return None if math.isnan(number) else number


def _or_zero(number: float) -> float:
    return 0.0 if math.isnan(number) else number

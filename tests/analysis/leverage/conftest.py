"""A small dossier of who gives whom what, with numbers that can be checked on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from allegiance.graph.analysis.leverage.dependence import find_dependences
from allegiance.graph.analysis.leverage.ledger import Ledger, read_ledger
from allegiance.graph.analysis.leverage.settings import DEFAULT, LeverageSettings, Span
from allegiance.graph.analysis.leverage.shares import Dependence
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.statements import Measure, Quantity

# What each kind's relations carry in CAMEO.
CAMEO = {"troops": "074", "arms": "072", "training": "062", "pacts": "057", "aid": "071"}


@dataclass
class Market:
    """A world in which mali gets things. Belief in a claim of grade A1 is .81."""

    world: Any

    def measure(
        self,
        name: str,
        provider: str,
        indicator: str,
        value: float | tuple[float, float],
        *,
        to: str = "mali",
        start: str | None = None,
        end: str | None = None,
        unit: str = "persons",
        bound: str = "",
    ) -> None:
        for side in (provider, to):
            if side not in self.world.whole.actors:
                self.world.actor(side)
        low, high = value if isinstance(value, tuple) else (None, None)
        number = None if isinstance(value, tuple) else float(value)
        self.world.whole.measures[name] = Measure(
            name,
            provider,
            to,
            indicator,
            Quantity(number, low, high, unit, bound),
            None if start is None else PartialDate.parse(start),
            None if (end or start) is None else PartialDate.parse(end or start or ""),
            ("s",),
        )

    def arms(self, name: str, supplier: str, value: float, year: int, **more: Any) -> None:
        self.measure(name, supplier, "arms_tiv", value, start=str(year), unit="TIV", **more)

    def tie(self, name: str, patron: str, kind: str, start: str, end: str | None = None) -> None:
        self._coded(self.world.tie(name, patron, "mali", start, end), kind)

    def act(self, name: str, patron: str, kind: str, on: str, **more: Any) -> None:
        self._coded(self.world.act(name, patron, "mali", on, **more), kind)

    def code(self, name: str, cameo: str) -> None:
        """Give the relation of a statement a CAMEO code."""
        held = self.world.whole.statements
        held[name] = replace(held[name], relation=replace(held[name].relation, cameo=cameo))

    def ledger(self, *patrons: str) -> Ledger:
        return read_ledger(self.world.whole, "mali", patrons or ("france", "russia"))

    def dependences(
        self, day: str, *, settings: LeverageSettings = DEFAULT, patrons: Sequence[str] = ()
    ) -> dict[str, Dependence]:
        span = Span.up_to(dt.date.fromisoformat(day), settings.years)
        found = find_dependences(self.ledger(*patrons), span, settings=settings)
        return {d.indicator or f"{d.kind} by statements": d for d in found}

    def _coded(self, statement: Any, kind: str) -> None:
        self.code(statement.id, CAMEO.get(kind, kind))


@pytest.fixture
def market(world: Any) -> Market:
    return Market(world)

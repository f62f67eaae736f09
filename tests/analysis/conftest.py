"""A small dossier made by hand, for tests whose numbers can be checked on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from allegiance.graph.analysis.evidence import Evidence, EvidenceSettings, gather_evidence
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.grades import Grade
from allegiance.graph.model.statements import Actor, Denial, Relation, Source, Statement
from allegiance.graph.store.catalogue import Catalogue

WINDOW = (dt.date(2020, 1, 1), dt.date(2024, 1, 1))


@dataclass
class World:
    """A catalogue under construction. Whoever is named becomes a state; source "s" is of grade A.

    A claim of grade A1 by "s" alone is believed with 0.9 x 0.9 = 0.81.
    """

    held: Catalogue = field(default_factory=Catalogue)

    def __post_init__(self) -> None:
        self.source("s")

    @property
    def whole(self) -> Catalogue:
        """What the world holds by now, with nothing kept of what was worked out before."""
        return replace(self.held)

    def actor(self, name: str, kind: str = "state", *, against: str | None = None) -> None:
        self.held.actors[name] = Actor(name, name.title(), kind, directed_against=against)

    def source(
        self,
        name: str,
        reliability: str = "A",
        *,
        origin: str | None = None,
        date: str | None = None,
    ) -> None:
        when = None if date is None else PartialDate.parse(date)
        self.held.sources[name] = Source(
            name, name, f"{name} press", reliability, when, origin=origin or name
        )

    def act(self, name: str, subject: str, target: str, on: str, **more: Any) -> Statement:
        return self._state(name, subject, target, on, None, tie=False, **more)

    def tie(
        self,
        name: str,
        subject: str,
        target: str,
        start: str | None,
        end: str | None = None,
        **more: Any,
    ) -> Statement:
        return self._state(name, subject, target, start, end, tie=True, **more)

    def link(
        self,
        name: str,
        child: str,
        patron: str,
        start: str | None = None,
        end: str | None = None,
        **more: Any,
    ) -> Statement:
        return self._state(
            name, child, patron, start, end, tie=True, relation="part_of", weight=0.0, **more
        )

    def evidence(
        self,
        actor: str = "mali",
        poles: tuple[str, ...] = ("france", "russia"),
        *,
        window: tuple[dt.date, dt.date] = WINDOW,
        **settings: Any,
    ) -> Evidence:
        chosen = EvidenceSettings(**{"mass_scale": 1.0} | settings)
        return gather_evidence(self.whole, actor, poles, window=window, settings=chosen)

    def _state(
        self,
        name: str,
        subject: str,
        target: str,
        start: str | None,
        end: str | None,
        *,
        tie: bool,
        relation: str | None = None,
        weight: float = 1.0,
        channel: str = "defence",
        grade: str = "A1",
        sources: tuple[str, ...] = ("s",),
        denied_by: tuple[Denial, ...] = (),
        conflicts_with: tuple[str, ...] = (),
        basis: tuple[str, ...] = (),
        recorded: dt.date | None = None,
        plover: str = "",
    ) -> Statement:
        kind = Relation(relation or ("tied" if tie else "acts"), "", tie, channel, weight, plover)
        statement = Statement(
            id=name,
            label=name,
            subject=subject,
            relation=kind,
            object=target,
            start=None if start is None else PartialDate.parse(start),
            end=None if end is None else PartialDate.parse(end),
            channel=channel,
            weight=weight,
            grade=Grade(grade),
            sources=sources,
            denials=denied_by,
            conflicts_with=conflicts_with,
            basis=basis,
            recorded=recorded,
        )
        for side in (subject, target):
            if side not in self.held.actors:
                self.actor(side)
        kept = self.held.links if kind.id == "part_of" else self.held.statements
        kept[name] = statement
        return statement


@pytest.fixture
def world() -> World:
    """An empty world of its own for each test."""
    return World()

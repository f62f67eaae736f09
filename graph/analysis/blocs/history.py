"""Blocs through time: which bloc is which, and who went from one to another, when."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from allegiance.graph.analysis.bins import Bins, Period
from allegiance.graph.analysis.blocs.draws import DrawnNetwork
from allegiance.graph.analysis.blocs.found import Blocs, Placed, name_leads
from allegiance.graph.analysis.blocs.identity import match_blocs
from allegiance.graph.analysis.blocs.partition import ABSENT, ALONE, BlocSettings


@dataclass(frozen=True, slots=True)
class Defection:
    """An actor that was in one bloc on the day ``after`` and in another on the day ``before``.

    It left between the two days. ``from_bloc`` and ``to_bloc`` are numbers, None for alone;
    ``probability`` is the share of resamples in which it is in these blocs on these days.
    ``statements`` are those of its ties with members of either bloc that are on one day only.
    """

    actor: str
    from_bloc: int | None
    to_bloc: int | None
    after: dt.date
    before: dt.date
    probability: float
    statements: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The defection as plain values."""
        return {
            "actor": self.actor,
            "from_bloc": self.from_bloc,
            "to_bloc": self.to_bloc,
            "after": self.after.isoformat(),
            "before": self.before.isoformat(),
            "probability": self.probability,
            "statements": list(self.statements),
        }


@dataclass(frozen=True, slots=True, eq=False)
class BlocHistory:
    """The blocs of consecutive days, numbered alike throughout, and who changed between them.

    ``leads`` names each bloc by the member that it is called after.
    """

    by: str
    days: tuple[Blocs, ...]
    leads: dict[int, str]
    defections: tuple[Defection, ...]

    def to_dict(self) -> dict[str, Any]:
        """The history as plain values."""
        return {
            "by": self.by,
            "leads": {str(number): lead for number, lead in sorted(self.leads.items())},
            "days": [blocs.to_dict() for blocs in self.days],
            "defections": [one.to_dict() for one in self.defections],
        }


def last_days(window: tuple[dt.date, dt.date], by: Period) -> list[dt.date]:
    """The last day of each period of the window."""
    return [edge - dt.timedelta(days=1) for edge in Bins.over(*window, by=by).edges[1:]]


def follow_blocs(
    networks: Sequence[DrawnNetwork], *, by: str, settings: BlocSettings = BlocSettings()
) -> BlocHistory:
    """The blocs of each network, and who defected between one and the next.

    A bloc is the one of an earlier day that it overlaps most with (see ``match_blocs``), by its
    members when it was last there; else it is new.
    """
    placed = carry_identity([Placed.of(network, settings) for network in networks])
    leads = name_leads(placed)
    pairs = itertools.pairwise(placed)
    return BlocHistory(
        by=by,
        days=tuple(one.finding(leads, settings) for one in placed),
        leads=leads,
        defections=tuple(move for pair in pairs for move in _defections(*pair)),
    )


def carry_identity(placed: Sequence[Placed]) -> list[Placed]:
    """The same with blocs numbered alike throughout, from 1 in order of appearance and size."""
    known: dict[int, frozenset[str]] = {}
    carried = []
    for one in placed:
        groups = one.groups
        order = sorted(groups, key=lambda label: (-len(groups[label]), min(groups[label])))
        matched = match_blocs(known, [groups[label] for label in order])
        fresh = iter(range(len(known) + 1, len(known) + len(order) + 1))
        names = {}
        for place, label in enumerate(order):
            names[label] = matched[place] if place in matched else next(fresh)
            known[names[label]] = groups[label]
        carried.append(one.renamed(names))
    return carried


def _defections(old: Placed, new: Placed) -> list[Defection]:
    """Who is in both networks, in different blocs; the likeliest first."""
    before = dict(zip(old.network.whole.nodes, range(len(old.labels)), strict=True))
    found = []
    for index, actor in enumerate(new.network.whole.nodes):
        if actor not in before:
            continue
        was, now = int(old.labels[before[actor]]), int(new.labels[index])
        if was == now or ABSENT in (was, now):
            continue
        both = (old.drawn[:, before[actor]] == was) & (new.drawn[:, index] == now)
        found.append(
            Defection(
                actor=actor,
                from_bloc=None if was == ALONE else was,
                to_bloc=None if now == ALONE else now,
                after=old.network.at,
                before=new.network.at,
                probability=float(np.mean(both)) if len(both) else float("nan"),
                statements=_changed_statements(actor, old, new, {was, now}),
            )
        )
    return sorted(found, key=lambda d: (-np.nan_to_num(d.probability), d.actor))


def _changed_statements(actor: str, old: Placed, new: Placed, labels: set[int]) -> tuple[str, ...]:
    """The statements between the actor and members of the two blocs on one of the days only."""
    circle = {
        node
        for placed in (old, new)
        for label, members in placed.groups.items()
        if label in labels
        for node in members
    }
    sides = []
    for placed in (old, new):
        graph = placed.network.graph
        others = circle & set(graph[actor])
        sides.append({s for other in others for s in graph[actor][other]["statements"]})
    return tuple(sorted(sides[0] ^ sides[1]))

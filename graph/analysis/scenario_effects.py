"""What a scenario changes: every actor's stand as it is and as supposed, and why they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from allegiance.graph.analysis.courses import Course
from allegiance.graph.analysis.figures import Figure
from allegiance.graph.analysis.stands import Stand, View, course_in, stand_of
from allegiance.graph.model.statements import Statement
from allegiance.graph.model.terms import OUTCOMES
from allegiance.graph.store.catalogue import Catalogue, find_lapsed
from allegiance.graph.store.scenarios.supposition import Scenario, Supposition

_Entry = TypeVar("_Entry")
_HELD = ("statements", "links", "commitments", "measures")


@dataclass(frozen=True, slots=True)
class Cause:
    """What one supposition does to an actor's stand: alone, and what is left without it."""

    supposition: int
    alone: Stand
    without: Stand


@dataclass(frozen=True, slots=True)
class Effect:
    """An actor's stand as it is and as supposed; ``causes`` are in the scenario's order.

    There are causes only where the two differ, and only if they are asked for. ``courses`` are
    those behind the two.
    """

    actor: str
    as_is: Stand
    supposed: Stand
    causes: tuple[Cause, ...]
    courses: tuple[Course, Course] = field(repr=False, compare=False)

    @property
    def changed(self) -> bool:
        """Whether the two would be told differently."""
        return self.as_is.differs(self.supposed)

    def to_dict(self) -> dict[str, Any]:
        """The effect as plain values."""
        return {
            "actor": self.actor,
            "changed": self.changed,
            "as_is": self.as_is.to_dict(),
            "supposed": self.supposed.to_dict(),
            "causes": [
                {
                    "supposition": cause.supposition,
                    "alone": cause.alone.to_dict(),
                    "without": cause.without.to_dict(),
                }
                for cause in self.causes
            ],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A scenario beside the dossier that it is laid over.

    ``effects`` are on every actor asked about, those that changed first; ``outcomes`` count the
    commitments by outcome, as they are and as supposed; ``figures`` are what other findings come to
    on the last day of each window.
    """

    scenario: Scenario
    poles: tuple[str, ...]
    effects: tuple[Effect, ...]
    outcomes: tuple[tuple[str, int, int], ...]
    remarks: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def changed(self) -> tuple[Effect, ...]:
        """The effects on those whose stand changes."""
        return tuple(effect for effect in self.effects if effect.changed)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain values, as ``--json`` prints it."""
        scenario = self.scenario
        return {
            "scenario": scenario.name,
            "title": scenario.title,
            "question": scenario.question,
            "poles": list(self.poles),
            "suppositions": [
                {"kind": s.kind, "ids": list(s.ids), "cells": dict(s.cells), "why": s.why}
                for s in scenario.suppositions
            ],
            "effects": [effect.to_dict() for effect in self.effects],
            "commitments": {
                name: {"as_is": before, "supposed": after} for name, before, after in self.outcomes
            },
            "figures": [figure.to_dict() for figure in self.figures],
            "remarks": list(self.remarks),
        }


def compare(
    as_is: View,
    supposed: View,
    scenario: Scenario,
    *,
    actors: Sequence[str],
    poles: Sequence[str],
    remarks: Sequence[str] = (),
    causes: bool = True,
) -> Comparison:
    """What ``scenario`` changes in how ``actors`` stand between ``poles`` (ids), and why.

    Each supposition is tried alone over the dossier as it is, and left out of all together: what
    several do only jointly shows in neither sum, and is not shared out among them. Without
    ``causes`` that is left out, which takes two runs a supposition.
    """
    named = frozenset(name for s in scenario.suppositions for name in s.ids)
    asked = scenario.suppositions if causes else ()
    reach = [_reach(s, named, as_is.catalogue, supposed.catalogue) for s in asked]
    effects = [_effect(as_is, supposed, reach, actor, poles) for actor in actors]
    return Comparison(
        scenario=scenario,
        poles=tuple(poles),
        effects=tuple(sorted(effects, key=lambda e: (not e.changed, e.actor))),
        outcomes=_outcomes(as_is.catalogue, supposed.catalogue),
        remarks=tuple(remarks),
    )


def lay_over(under: Catalogue, over: Catalogue, ids: Collection[str]) -> Catalogue:
    """``under`` with the entries ``ids`` as they are in ``over``: put in, changed, or taken out."""
    parts: dict[str, Any] = {}
    for name in _HELD:
        parts[name] = _laid(getattr(under, name), getattr(over, name), ids)
    statements: dict[str, Statement] = parts["statements"]
    lapsed = find_lapsed(statements.values())
    parts["statements"] = {
        name: s if s.lapsed == (name in lapsed) else replace(s, lapsed=name in lapsed)
        for name, s in statements.items()
    }
    return replace(
        under,
        actors={**over.actors, **under.actors},
        sources={**over.sources, **under.sources},
        relations={**over.relations, **under.relations},
        **parts,
    )


def _laid(
    under: Mapping[str, _Entry], over: Mapping[str, _Entry], ids: Collection[str]
) -> dict[str, _Entry]:
    found = {name: entry for name, entry in under.items() if name not in ids}
    return found | {name: over[name] for name in ids if name in over}


def _reach(
    supposition: Supposition, named: Collection[str], as_is: Catalogue, supposed: Catalogue
) -> frozenset[str]:
    """The entries that a supposition is about, and those that differ because they rest on them."""
    ids = set(supposition.ids)
    before, after = as_is.claims, supposed.claims
    for name in (before.keys() & after.keys()) - set(named):
        if before[name] != after[name]:
            rests = {*before[name].basis, *before[name].conflicts_with, *after[name].conflicts_with}
            if rests & set(supposition.ids):
                ids.add(name)
    return frozenset(ids)


def _effect(
    as_is: View,
    supposed: View,
    reach: Sequence[frozenset[str]],
    actor: str,
    poles: Sequence[str],
) -> Effect:
    courses = course_in(as_is, actor, poles), course_in(supposed, actor, poles)
    first, second = stand_of(courses[0]), stand_of(courses[1])
    if not first.differs(second):
        return Effect(actor, first, second, (), courses)

    def tried(under: View, over: View, ids: frozenset[str]) -> Stand:
        laid = lay_over(under.catalogue, over.catalogue, ids)
        return stand_of(course_in(View(laid, supposed.window), actor, poles))

    causes = [
        Cause(number, tried(as_is, supposed, ids), tried(supposed, as_is, ids))
        for number, ids in enumerate(reach, start=1)
    ]
    return Effect(actor, first, second, tuple(causes), courses)


def _outcomes(as_is: Catalogue, supposed: Catalogue) -> tuple[tuple[str, int, int], ...]:
    before, after = (
        Counter(c.outcome for c in catalogue.commitments.values())
        for catalogue in (as_is, supposed)
    )
    return tuple((name, before[name], after[name]) for name in OUTCOMES)

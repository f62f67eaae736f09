"""The section "What holds it": leverage, dependence, substitution, what is given for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from allegiance.graph.analysis.indicators import indicator_words
from allegiance.graph.analysis.leverage.exchange import Given
from allegiance.graph.analysis.leverage.index import Leverage
from allegiance.graph.analysis.leverage.kinds import NAMES
from allegiance.graph.analysis.leverage.reliance import Reliance, Turn
from allegiance.graph.analysis.leverage.shares import Dependence
from allegiance.graph.analysis.leverage.substitution import Substitution
from allegiance.graph.model.statements import Measure, Statement
from allegiance.graph.render import leverage as say
from allegiance.graph.render import words
from allegiance.graph.render.dependence_chart import Bar, dependence_chart
from allegiance.graph.render.drawing import to_svg
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue

_BY = {"amounts": "by figures", "stated": "as stated", "statements": "by statements"}
# Shares that a cell names; the others are counted.
_SHOWN = 4
# From this share of the draws on nobody need be told that another might be the strongest.
_SURELY_FIRST = 0.95


def leverage_section(
    reliance: Reliance, catalogue: Catalogue, turn: Turn | None = None
) -> Section | None:
    """What holds the actor of ``reliance``, before and after a turn if there is one.

    None where the dossier holds nothing that anyone gave it or got.
    """
    given = any(one.gives or one.gets for one in reliance.exchanges)
    if not given and not reliance.dependences:
        return None
    writer = _Writer(catalogue, reliance, turn)
    return write_section(
        "section_leverage.html.jinja",
        anchor="leverage",
        title="What holds it: leverage and dependence",
        headlines=writer.headlines(),
        sources=writer.sources(),
        **writer.parts(),
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    """Turns what holds an actor into what the page shows."""

    catalogue: Catalogue
    reliance: Reliance
    turn: Turn | None

    def headlines(self) -> tuple[str, ...]:
        first = next((one for one in self.reliance.leverages if one.value > 0), None)
        lines = []
        if first is not None:
            lines.append(f"{self._strongest(first)}{self._before(first)}.")
        if self.turn is not None and (said := self._taken_over(self.turn.substitution)):
            lines.append(said)
        return tuple(lines)

    def _strongest(self, first: Leverage) -> str:
        """Who holds the actor how strongly, by what, and that nothing of it stands if so."""
        label, day = self.catalogue.label, self.reliance.span.day
        kinds = [held.kind for held in first.kinds if held.engaged > 0]
        by = words.join(kinds, most=len(kinds)) + (" alone" if len(kinds) == 1 else "")
        patron, actor = label(first.patron), label(self.reliance.actor)
        size = (
            f"(leverage {first.value:.2f}, with a range of 80% from {first.low:.2f} to "
            f"{first.high:.2f}{_doubt(first)})"
        )
        if first.latest is None or first.latest >= day:
            return (
                f"On {words.say_day(day)} {patron} has the strongest hold on {actor} of these "
                f"poles {size}, by {by}"
            )
        return (
            f"On {words.say_day(day)} nothing stands of what {patron} gave {actor}, though by the "
            f"acts since {words.say_day(self.reliance.span.start)} its hold is the strongest of "
            f"these poles {size}: by {by}, the last of it on {words.say_day(first.latest)}"
        )

    def _before(self, now: Leverage) -> str:
        held = self.turn.before.leverages if self.turn else ()
        earlier = next((one for one in held if one.value > 0), None)
        if earlier is None or self.turn is None:
            return ""
        day = words.say_day(self.turn.before.span.day)
        who = "it" if earlier.patron == now.patron else self.catalogue.label(earlier.patron)
        return f"; on {day} {who} had it ({earlier.value:.2f}{_doubt(earlier, 'came')})"

    def _taken_over(self, found: Substitution) -> str:
        label = self.catalogue.label
        taken = [one.kind for one in found.kinds if one.state in ("replaced", "shared")]
        left = [one for one in found.kinds if one.state == "uncovered"]
        doubtful = [one.kind for one in left if one.new > 0]
        missing = [one.kind for one in left if not one.new > 0]
        parts = [
            *([f"now gives {words.join(taken)}"] if taken else []),
            *([f"perhaps gives {words.join(doubtful)}"] if doubtful else []),
        ]
        if missing:
            but = "but " if parts else "gives "
            parts = [", ".join([*parts, f"{but}no {' or '.join(missing)} that are on record"])]
        if not parts:
            return ""
        old = words.join([label(name) for name in found.old])
        return f"Of the kinds of help that {old} gave, {label(found.new)} {words.join(parts)}."

    def parts(self) -> dict[str, Any]:
        reliance, turn = self.reliance, self.turn
        label = self.catalogue.label
        spans = [turn.before, turn.after] if turn else [reliance]
        return {
            "actor": label(reliance.actor),
            "days": [words.say_day(one.span.day) for one in spans],
            "leverages": self._leverages(spans),
            "spans": say.say_spans(*(one.span for one in spans)),
            "changes": self._changes(),
            "chart": self._chart(spans),
            "dependences": self._dependences(spans),
            "substitution": self._substitution(),
            "isolation": [say.say_isolation(one.isolation, label) for one in spans],
            "exchanges": [
                {
                    "patron": label(one.patron),
                    "gives": [self._given(given) for given in one.gives],
                    "gets": [self._given(given) for given in one.gets],
                }
                for one in reliance.exchanges
            ],
        }

    def _leverages(self, spans: Sequence[Reliance]) -> list[dict[str, Any]]:
        label = self.catalogue.label
        rows = []
        for last in spans[-1].leverages:
            held = [next(x for x in one.leverages if x.patron == last.patron) for one in spans]
            cells = [
                {
                    "value": say.number(x.value),
                    "range": say.span_of(x.low, x.high),
                    "weights": say.span_of(x.weights_low, x.weights_high),
                    "bandwidth": say.number(x.bandwidth),
                    "dependence": say.number(x.dependence),
                }
                for x in held
            ]
            rows.append({"patron": label(last.patron), "cells": cells})
        return rows

    def _changes(self) -> list[str]:
        if self.turn is None:
            return []
        label = self.catalogue.label
        return [
            f"{label(one.patron)}: {one.after - one.before:+.2f}, of which "
            f"{one.from_bandwidth:+.2f} by bandwidth and {one.from_dependence:+.2f} by dependence."
            for one in self.turn.changes
            if one.after == one.after and one.before == one.before
        ]

    def _chart(self, spans: Sequence[Reliance]) -> Markup | None:
        whens = ["before", "after"] if len(spans) == 2 else [words.say_day(spans[0].span.day)]
        shown = [_shown(one.dependences) for one in spans]
        bars = [
            Bar(
                f"{kind} ({_BY[shown[i][kind].basis]})",
                when,
                tuple((self.catalogue.label(s.patron), s.share) for s in shown[i][kind].shares),
            )
            for kind in NAMES
            for i, when in enumerate(whens)
            if kind in shown[i]
        ]
        if not bars:
            return None
        point = self.turn.substitution if self.turn else None
        patrons = [one.patron for one in self.reliance.exchanges]
        old = point.old[0] if point else (patrons[0] if patrons else "")
        new = point.new if point else (patrons[1] if len(patrons) > 1 else "")
        label = self.catalogue.label
        drawn = dependence_chart(bars, old=label(old), new=label(new))
        return Markup(to_svg(drawn))  # noqa: S704 - the renderer escapes text

    def _dependences(self, spans: Sequence[Reliance]) -> list[dict[str, Any]]:
        tables = [
            {(d.kind, d.basis, d.indicator, d.unit): d for d in one.dependences} for one in spans
        ]
        keys = {key for table in tables for key in table}
        rows = []
        for key in sorted(keys, key=lambda k: (NAMES.index(k[0]), k[1], k[2], k[3])):
            found = [table.get(key) for table in tables]
            some = next(d for d in found if d is not None)
            rows.append(
                {
                    "what": say.say_what(some),
                    "by": "statements" if some.basis == "statements" else some.unit,
                    "channel": some.channel,
                    "cells": [self._shares(d) for d in found],
                }
            )
        return rows

    def _shares(self, found: Dependence | None) -> str:
        label = self.catalogue.label
        if found is None:
            return "no data"
        if found.shares:
            parts = [
                f"{label(s.patron)} {say.share(s.share)}{_spread(s.low, s.high)}"
                for s in found.shares
            ]
            return f"{words.join(parts, most=_SHOWN)}; {say.say_effective(found)} effective"
        parts = [f"{label(p)} {say.say_amount(a, found.unit)}" for p, a in found.amounts]
        said = f"{words.join(parts, most=_SHOWN)}; no share"
        if not found.uncounted:
            return f"{said}: nobody else has a figure"
        who = words.join([label(name) for name in found.uncounted])
        return f"{said}: nobody counted what {who} gave"

    def _substitution(self) -> dict[str, Any] | None:
        if self.turn is None:
            return None
        found = self.turn.substitution
        label = self.catalogue.label
        return {
            "old": words.join([label(name) for name in found.old]),
            "new": label(found.new),
            "kinds": [
                {
                    "kind": one.kind,
                    "state": one.state,
                    "beliefs": [
                        words.percent(part) if part else "none on record"
                        for part in (one.old, one.new, one.goes_on)
                    ],
                }
                for one in found.kinds
            ],
            "covers": [
                {
                    "when": when,
                    "what": indicator_words(one.indicator),
                    "old": say.say_side(one.old, one.old_years, one.unit),
                    "new": say.say_side(one.new, one.new_years, one.unit),
                    "covered": say.say_covered(one),
                    "uncovered": say.say_uncovered(one),
                }
                for when, one in (
                    *((say.say_when(one, found), one) for one in found.covers),
                    *((str(year), one) for year, one in found.yearly),
                )
            ],
        }

    def _given(self, given: Given) -> dict[str, Any]:
        return {
            "kind": given.kind,
            "measures": [self._measure(m) for m in given.measures],
            "statements": [
                {
                    "id": s.id,
                    "when": words.say_span(s),
                    "sentence": s.label,
                    "grade": str(s.grade),
                    "sources": self._sources_of(s),
                }
                for s in given.statements
            ],
        }

    def _measure(self, measure: Measure) -> dict[str, Any]:
        label = self.catalogue.label
        first, last = words.say_date(measure.start), words.say_date(measure.end)
        return {
            "what": say.say_measured(measure.indicator, measure.quantity.unit),
            "sides": f"{label(measure.provider)} to {label(measure.recipient)}",
            "period": first if first == last or not last else f"{first} to {last}".strip(),
            "quantity": str(measure.quantity),
            "note": measure.note,
            "sources": self._sources_of(measure),
        }

    def _sources_of(self, claim: Measure | Statement) -> list[dict[str, str]]:
        known = self.catalogue.sources
        return [{"id": name, "publisher": known[name].publisher} for name in claim.sources]

    def sources(self) -> frozenset[str]:
        """The ids of the sources that the section names."""
        given = [g for one in self.reliance.exchanges for g in (*one.gives, *one.gets)]
        measures = {name for g in given for m in g.measures for name in m.sources}
        return frozenset(measures | {n for g in given for s in g.statements for n in s.sources})


def _shown(dependences: Iterable[Dependence]) -> dict[str, Dependence]:
    """The dependence that a bar shows of each kind: the first measured one, else by statements."""
    shown: dict[str, Dependence] = {}
    for found in dependences:
        if found.shares and (found.kind not in shown):
            shown[found.kind] = found
    return shown


def _spread(low: float, high: float) -> str:
    said = say.share(low), say.share(high)
    return "" if said[0] == said[1] else f" ({said[0]} to {said[1]})"


def _doubt(first: Leverage, comes: str = "comes") -> str:
    """In how many of the draws the first is the first, where that is not nearly all of them."""
    if not first.first < _SURELY_FIRST:
        return ""
    return f"; it {comes} first in {words.percent(first.first)} of the draws"

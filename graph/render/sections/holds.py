"""The section "Whom it holds": the leverage of a pole over each of the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from allegiance.graph.analysis.leverage.index import Leverage
from allegiance.graph.analysis.leverage.reliance import Reliance
from allegiance.graph.render import leverage as say
from allegiance.graph.render import words
from allegiance.graph.render.sections.section import Section, write_section
from allegiance.graph.store.catalogue import Catalogue

# The names in the leading sentence; the others are counted.
_NAMED = 4


def holds_section(
    reliances: Sequence[tuple[Reliance, Reliance | None]], pole: str, catalogue: Catalogue
) -> Section | None:
    """What ``pole`` holds each actor by, now and before the actor's shift if it had one.

    None where it holds nobody, and held nobody.
    """
    rows = [(now, before) for now, before in reliances if _value(now, pole) or _value(before, pole)]
    if not rows:
        return None
    rows.sort(key=lambda row: (-_value(row[0], pole), row[0].actor))
    day = rows[0][0].span.day
    return write_section(
        "section_holds.html.jinja",
        anchor="leverage",
        title="Whom it holds: leverage",
        headlines=(_headline(rows, pole, catalogue, day),),
        says_itself=True,
        pole=catalogue.label(pole),
        day=words.say_day(day),
        rows=[_row(now, before, pole, catalogue) for now, before in rows],
    )


def _headline(
    rows: Sequence[tuple[Reliance, Reliance | None]], pole: str, catalogue: Catalogue, day: dt.date
) -> str:
    def named(found: Sequence[tuple[Reliance, float]]) -> str:
        parts = [
            f"{catalogue.label(one.actor)} ({value:.2f}{_gone(_held(one, pole), day)})"
            for one, value in found
        ]
        return words.join(parts, most=_NAMED)

    holds = [(now, _value(now, pole)) for now, _ in rows if _first(now) == pole]
    lost = [
        (now, _value(before, pole))
        for now, before in rows
        if before is not None and _first(before) == pole and _first(now) != pole
    ]
    who = catalogue.label(pole)
    said = (
        f"{who} has the strongest hold of these poles on {named(holds)}, by leverage"
        if holds
        else f"nobody is held most strongly by {who} of these poles, by leverage"
    )
    shifted = "its shift" if len(lost) == 1 else "their shifts"
    before = f"; before {shifted} {who} was first with {named(lost)}" if lost else ""
    return f"On {words.say_day(day)} {said}{before}."


def _row(now: Reliance, before: Reliance | None, pole: str, catalogue: Catalogue) -> dict[str, Any]:
    held, earlier = _held(now, pole), _held(before, pole)
    kinds = [one.kind for one in held.kinds if one.engaged > 0] if held else []
    latest = held.latest if held else None
    return {
        "actor": catalogue.label(now.actor),
        "value": say.number(held.value) if held else "no data",
        "range": say.span_of(held.low, held.high) if held else "",
        "first": words.percent(held.first) if held and held.value > 0 else "",
        "by": words.join(kinds, most=len(kinds)),
        "last": words.say_day(latest) if latest and _gone(held, now.span.day) else "",
        "before": say.number(earlier.value) if earlier else "",
        "before_day": words.say_day(before.span.day) if before and earlier else "",
    }


def _gone(held: Leverage | None, day: dt.date) -> str:
    """That nothing of a hold stands any more, if so."""
    latest = None if held is None else held.latest
    return "" if latest is None or latest >= day else ", of which nothing stands"


def _held(reliance: Reliance | None, pole: str) -> Leverage | None:
    found = () if reliance is None else reliance.leverages
    return next((one for one in found if one.patron == pole), None)


def _value(reliance: Reliance | None, pole: str) -> float:
    """The leverage of ``pole``; 0 where there is none or no data."""
    held = _held(reliance, pole)
    return held.value if held is not None and held.value > 0 else 0.0


def _first(reliance: Reliance) -> str | None:
    return next((one.patron for one in reliance.leverages if one.value > 0), None)

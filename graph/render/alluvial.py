"""Blocs through time as a picture: who stays, who flows from one to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from allegiance.graph.analysis.blocs.history import BlocHistory
from allegiance.graph.render.page import environment
from allegiance.graph.render.words import Label, join

# Colour-blind safe (Okabe and Ito 2000, darkened for white), the first for the first bloc by name.
COLOURS: Final = ("#2f6db5", "#b5462f", "#3a8a63", "#8a5aa5", "#a5772a", "#4a90a4", "#9c4a6d")
GREY: Final = "#9aa5b1"
_LEFT: Final = 12
_TOP: Final = 44
# From day to day at most and at least: a picture is as wide as a page as long as years have room.
_STEP: Final = 78
_LEAST_STEP: Final = 34
_ROOM: Final = 13 * _STEP
_BAR: Final = 16
_GAP: Final = 14
_HEIGHT: Final = 300

# The place of a bloc: its number; None for those who stand alone.
_Place = int | None


@dataclass(frozen=True, slots=True)
class _Box:
    """A bloc on one day: where it is drawn, and who is in it."""

    day: int
    place: _Place
    x: float
    y: float
    height: float
    members: tuple[str, ...]


def alluvial_svg(history: BlocHistory, label: Label, *, actor: str | None = None) -> str:
    """The history as one ``<svg>`` element: a column a day, a box a bloc, bands between them.

    A box is as high as it has members, a band as wide as so many go that way; those who come and go
    have none. The way of ``actor`` is drawn over it. All text in it is escaped.
    """
    order = _order(history)
    boxes = _boxes(history, order)
    unit = _unit(history)
    bands = [
        {
            "path": _band(old, new, starts, ends, len(names) * unit),
            "colour": _colour(old.place, order),
            "moves": old.place != new.place,
            "title": f"{join([label(n) for n in names], most=30)}: "
            f"{_name(old.place, history, label)} to {_name(new.place, history, label)}",
        }
        for old, new, starts, ends, names in _flows(boxes, unit)
    ]
    step = _step(history)
    width = 2 * _LEFT + step * (len(history.days) - 1) + _BAR
    return (
        environment()
        .get_template("alluvial.svg.jinja")
        .render(
            width=width,
            height=_TOP + _HEIGHT + 28 + 18 * len(order),
            bar=_BAR,
            top=_TOP,
            boxes=[
                {
                    "x": _number(box.x),
                    "y": _number(box.y),
                    "height": _number(box.height),
                    "colour": _colour(box.place, order),
                    "title": f"{_name(box.place, history, label)}: "
                    + join([label(n) for n in box.members], most=30),
                }
                for box in boxes
            ],
            bands=bands,
            days=[
                {
                    "x": _number(_x(index, step) + _BAR / 2),
                    "name": _period(day.at.isoformat(), history.by),
                }
                for index, day in enumerate(history.days)
            ],
            way=_way(boxes, actor, unit),
            key=[
                {
                    "y": _TOP + _HEIGHT + 28 + 18 * index,
                    "colour": _colour(place, order),
                    "name": _name(place, history, label),
                }
                for index, place in enumerate(order)
            ],
            actor=None if actor is None else label(actor),
        )
    )


def _order(history: BlocHistory) -> list[_Place]:
    """The blocs from top to bottom: those with most members over all days first, alone last."""
    sums: dict[_Place, int] = {}
    for day in history.days:
        for member in day.members:
            sums[member.bloc] = sums.get(member.bloc, 0) + 1
    named = sorted((p for p in sums if p is not None), key=lambda p: (-sums[p], p))
    return [*named, *([None] if None in sums else [])]


def _unit(history: BlocHistory) -> float:
    """How high one member is."""
    most = max((len(day.members) for day in history.days), default=0)
    gaps = max((len({m.bloc for m in day.members}) for day in history.days), default=1) - 1
    return (_HEIGHT - _GAP * max(gaps, 0)) / max(most, 1)


def _boxes(history: BlocHistory, order: Sequence[_Place]) -> list[_Box]:
    unit, step = _unit(history), _step(history)
    boxes = []
    for index, day in enumerate(history.days):
        y = float(_TOP)
        for place in order:
            members = tuple(m.actor for m in day.members if m.bloc == place)
            if members:
                boxes.append(_Box(index, place, _x(index, step), y, len(members) * unit, members))
                y += len(members) * unit + _GAP
    return boxes


def _flows(
    boxes: Sequence[_Box], unit: float
) -> list[tuple[_Box, _Box, float, float, tuple[str, ...]]]:
    """From box to box of the next day: where the band begins and ends, and whose it is."""
    used: dict[tuple[int, _Place, bool], float] = {}
    found = []
    for old in boxes:
        for new in boxes:
            names = tuple(sorted(set(old.members) & set(new.members)))
            if new.day != old.day + 1 or not names:
                continue
            out, into = (old.day, old.place, True), (new.day, new.place, False)
            starts = old.y + used.get(out, 0.0)
            ends = new.y + used.get(into, 0.0)
            used[out] = used.get(out, 0.0) + len(names) * unit
            used[into] = used.get(into, 0.0) + len(names) * unit
            found.append((old, new, starts, ends, names))
    return found


def _band(old: _Box, new: _Box, starts: float, ends: float, width: float) -> str:
    left, right = old.x + _BAR, new.x
    middle = (left + right) / 2
    return (
        f"M{_number(left)},{_number(starts)}C{_number(middle)},{_number(starts)} "
        f"{_number(middle)},{_number(ends)} {_number(right)},{_number(ends)}"
        f"V{_number(ends + width)}C{_number(middle)},{_number(ends + width)} "
        f"{_number(middle)},{_number(starts + width)} {_number(left)},{_number(starts + width)}Z"
    )


def _way(boxes: Sequence[_Box], actor: str | None, unit: float) -> str:
    """The path of one actor through its boxes; it breaks where the actor is not there."""
    path, last, before, end = "", -2, "", 0.0
    for box in boxes:
        if actor not in box.members:
            continue
        y = _number(box.y + (box.members.index(actor) + 0.5) * unit)
        left, right = _number(box.x), _number(box.x + _BAR)
        if box.day == last + 1:
            middle = _number((end + box.x) / 2)
            path += f"C{middle},{before} {middle},{y} {left},{y}H{right}"
        else:
            path += f"M{left},{y}H{right}"
        last, before, end = box.day, y, box.x + _BAR
    return path


def _step(history: BlocHistory) -> int:
    """How far it is from one day to the next."""
    gaps = max(len(history.days) - 1, 1)
    return max(min(_STEP, _ROOM // gaps), _LEAST_STEP)


def _x(day: int, step: int) -> float:
    return float(_LEFT + step * day)


def _colour(place: _Place, order: Sequence[_Place]) -> str:
    return GREY if place is None else COLOURS[order.index(place) % len(COLOURS)]


def _name(place: _Place, history: BlocHistory, label: Label) -> str:
    return "alone" if place is None else f"bloc of {label(history.leads[place])}"


def _period(day: str, by: str) -> str:
    return day[:4] if by == "year" else day[:7]


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")

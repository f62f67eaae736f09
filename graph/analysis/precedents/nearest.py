"""The nearest cases of a course, how unlikely their likeness is by chance, and what followed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Indel

from allegiance.graph.analysis.precedents.sequences import Pairing, align, symbols_of
from allegiance.graph.analysis.precedents.steps import Event, label_of, read_steps
from allegiance.graph.analysis.rates import jeffreys_interval
from allegiance.graph.model.dates import shift_day
from allegiance.graph.model.errors import InputError

Window = tuple[dt.date, dt.date]
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class PrecedentSettings:
    """How precedents are looked for; every constant is an option.

    Parameters
    ----------
    years
        How much of the past makes a case, up to its day.
    follow
        For how many years after its day it is looked at what followed.
    least_steps
        Cases with fewer steps are too short to resemble anything.
    most
        How many of the nearest cases are looked at, one an actor.
    shuffles, seed
        How often the steps of each other actor are shuffled over its days, for the null.
    gaps
        Whether long gaps between steps count as symbols.
    later
        Whether cases after the day count, too: then they are parallels, not precedents.
    """

    years: float = 3.0
    follow: float = 2.0
    least_steps: int = 3
    most: int = 5
    shuffles: int = 200
    seed: int = 1
    gaps: bool = True
    later: bool = False

    def __post_init__(self) -> None:
        if not (0 < self.years <= 100 and 0 < self.follow <= 100):
            message = "years and follow must lie above 0, and not over 100."
            raise InputError(message)
        if min(self.least_steps, self.most) < 1 or not 0 <= self.shuffles <= 100_000:
            message = "least_steps and most must be 1 or more, shuffles 0 to 100,000."
            raise InputError(message)


@dataclass(frozen=True, slots=True)
class Case:
    """A stretch of an actor's course that ends on ``day``: its events, and those that followed.

    ``followed`` is None where the data end before the time to follow does.
    """

    actor: str
    day: dt.date
    events: tuple[Event, ...]
    followed: tuple[Event, ...] | None

    def to_dict(self) -> dict[str, Any]:
        """The case as plain values; "followed" is None where it cannot be known."""
        after = self.followed
        return {
            "actor": self.actor,
            "day": self.day.isoformat(),
            "events": [event.to_dict() for event in self.events],
            "followed": None if after is None else [event.to_dict() for event in after],
        }


@dataclass(frozen=True, slots=True)
class Precedent:
    """A case that resembles the one asked about.

    ``distance`` is in [0, 1]; ``by_chance`` the share of shuffles of the actor's own steps in which
    some stretch of it is as near, in (0, 1]: small is telling. nan without shuffles.
    """

    case: Case
    distance: float
    by_chance: float
    alignment: tuple[Pairing, ...]

    def to_dict(self) -> dict[str, Any]:
        """The precedent as plain values."""
        return {
            **self.case.to_dict(),
            "distance": self.distance,
            "by_chance": self.by_chance,
            "alignment": [[pair.left, pair.right] for pair in self.alignment],
        }


@dataclass(frozen=True, slots=True)
class Followed:
    """How often a step followed: after ``times`` of ``cases`` near ones, and at the base rate.

    ``low`` and ``high`` are the 95% Jeffreys interval of the share; ``base`` is the mean over the
    other actors of the share of their stretches that it followed.
    """

    step: str
    times: int
    cases: int
    low: float
    high: float
    base: float
    base_actors: int

    def to_dict(self) -> dict[str, Any]:
        """The step as plain values."""
        share = self.times / self.cases
        return {
            "step": self.step,
            "label": label_of(self.step),
            "times": self.times,
            "cases": self.cases,
            "share": share,
            "low": self.low,
            "high": self.high,
            "base_rate": self.base,
            "base_actors": self.base_actors,
        }


@dataclass(frozen=True, slots=True)
class Precedents:
    """The case asked about, its nearest earlier ones in others, and what followed those.

    ``nearest_by_chance`` is the share of joint shuffles of all others in which one of them comes as
    near as the nearest does: the p of the best of many. ``looked_at`` counts the actors that had a
    stretch long enough.
    """

    case: Case
    nearest: tuple[Precedent, ...]
    followed: tuple[Followed, ...]
    looked_at: int
    nearest_by_chance: float
    settings: PrecedentSettings

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values, as ``--json`` prints it."""
        return {
            "case": self.case.to_dict(),
            "looked_at": self.looked_at,
            "nearest_by_chance": self.nearest_by_chance,
            "nearest": [one.to_dict() for one in self.nearest],
            "followed": [one.to_dict() for one in self.followed],
            "settings": asdict(self.settings),
        }


def find_precedents(
    chronicles: Mapping[str, Sequence[Event]],
    actor: str,
    *,
    at: dt.date,
    window: Window,
    leave_out: Collection[str] = (),
    settings: PrecedentSettings = PrecedentSettings(),
) -> Precedents:
    """The nearest cases to the course of ``actor`` up to and with the day ``at``.

    A case is a stretch of another actor's course that ends with one of its steps, before ``at``
    unless later ones count; of each actor the nearest one is taken. ``window`` is [start, end) of
    what the data cover; ``leave_out`` are actors that are no cases, such as the poles.
    """
    own = _case(actor, chronicles.get(actor, ()), at, window, settings)
    wanted = symbols_of(own.events, gaps=settings.gaps)
    before = window[1] if settings.later else at
    others = {
        name: cases
        for name, events in chronicles.items()
        if name not in (actor, *leave_out)
        and (cases := list(_cases(name, events, before, window, settings)))
    }
    if len(own.events) < settings.least_steps or not others:
        return Precedents(own, (), (), len(others), float("nan"), settings)
    coder = _Coder()
    target = coder.text(wanted)
    best = {name: _nearest(cases, target, coder, settings) for name, cases in others.items()}
    draws = _shuffled(chronicles, others, target, coder, settings)
    found = [
        Precedent(
            case=case,
            distance=gap,
            by_chance=_share(draws[name], gap),
            alignment=align(wanted, symbols_of(case.events, gaps=settings.gaps)),
        )
        for name, (gap, case) in best.items()
    ]
    found.sort(key=lambda one: (one.distance, -one.case.day.toordinal(), one.case.actor))
    joint = [min(column) for column in zip(*draws.values(), strict=True)]
    nearest = tuple(found[: settings.most])
    return Precedents(
        case=own,
        nearest=nearest,
        followed=_followed(nearest, others),
        looked_at=len(others),
        nearest_by_chance=_share(joint, nearest[0].distance),
        settings=settings,
    )


def _case(
    actor: str, events: Sequence[Event], day: dt.date, window: Window, settings: PrecedentSettings
) -> Case:
    start = shift_day(day, -round(settings.years * _YEAR))
    last = shift_day(day, round(settings.follow * _YEAR))
    after = tuple(e for e in events if day < e.day <= last) if last < window[1] else None
    return Case(actor, day, tuple(e for e in events if start < e.day <= day), after)


def _cases(
    actor: str,
    events: Sequence[Event],
    before: dt.date,
    window: Window,
    settings: PrecedentSettings,
) -> Iterator[Case]:
    for day in sorted({event.day for event in events if event.day < before}):
        case = _case(actor, events, day, window, settings)
        if len(case.events) >= settings.least_steps:
            yield case


def _nearest(
    cases: Sequence[Case], target: str, coder: _Coder, settings: PrecedentSettings
) -> tuple[float, Case]:
    """The nearest of an actor's cases; of equal ones the latest."""
    texts = [coder.text(symbols_of(case.events, gaps=settings.gaps)) for case in cases]
    gaps = process.cdist([target], texts, scorer=Indel.normalized_distance)[0]
    index = min(range(len(cases)), key=lambda i: (gaps[i], -cases[i].day.toordinal()))
    return float(gaps[index]), cases[index]


def _shuffled(
    chronicles: Mapping[str, Sequence[Event]],
    others: Mapping[str, Sequence[Case]],
    target: str,
    coder: _Coder,
    settings: PrecedentSettings,
) -> dict[str, list[float]]:
    """For each other actor and shuffle, how near its nearest stretch comes.

    The days, and so the gaps and the stretches, stay as they are; the steps change places.
    """
    draws: dict[str, list[float]] = {}
    for name, cases in others.items():
        chance = random.Random(f"{settings.seed}:{name}")  # noqa: S311 - a null, no secret
        events = [event for event in chronicles[name] if event.day <= cases[-1].day]
        signs = [coder.sign(event.step) for event in events]
        before = _gap_signs(events, coder, settings)
        place = {event: index for index, event in enumerate(events)}
        spans = [(place[case.events[0]], place[case.events[-1]] + 1) for case in cases]
        gaps = []
        for _ in range(settings.shuffles):
            chance.shuffle(signs)
            whole = [gap + sign for gap, sign in zip(before, signs, strict=True)]
            texts = [signs[lo] + "".join(whole[lo + 1 : hi]) for lo, hi in spans]
            found = process.cdist([target], texts, scorer=Indel.normalized_distance)
            gaps.append(float(found.min()))
        draws[name] = gaps
    return draws


def _gap_signs(
    events: Sequence[Event], coder: _Coder, settings: PrecedentSettings
) -> Sequence[str]:
    """The sign of the gap before each event, "" where it is short or gaps do not count."""
    found = [""] if events else []
    for pair in pairwise(events):
        _, *gap = symbols_of(pair, gaps=settings.gaps)[:-1]
        found.append("".join(coder.sign(name) for name in gap))
    return found


def _share(draws: Sequence[float], gap: float) -> float:
    """The share of draws, the one observed among them, that come as near; nan without any."""
    if not draws:
        return float("nan")
    return (1 + sum(one <= gap + 1e-9 for one in draws)) / (1 + len(draws))


def _followed(
    nearest: Sequence[Precedent], others: Mapping[str, Sequence[Case]]
) -> tuple[Followed, ...]:
    near = [one.case.followed for one in nearest if one.case.followed is not None]
    whole = {
        name: known
        for name, cases in others.items()
        if (known := [case.followed for case in cases if case.followed is not None])
    }
    found = []
    for step in read_steps():
        times = sum(any(event.step == step for event in after) for after in near)
        if not times:
            continue
        rates = [
            sum(any(event.step == step for event in after) for after in known) / len(known)
            for known in whole.values()
        ]
        low, high = jeffreys_interval(times, len(near))
        base = sum(rates) / len(rates)
        found.append(Followed(step, times, len(near), low, high, base, len(rates)))
    return tuple(sorted(found, key=lambda one: (-one.times, one.base, one.step)))


@dataclass(slots=True)
class _Coder:
    """Symbols as single signs, so that sequences are texts, which compare fast."""

    signs: dict[str, str] = field(default_factory=dict)

    def sign(self, symbol: str) -> str:
        return self.signs.setdefault(symbol, chr(0xE000 + len(self.signs)))

    def text(self, symbols: Iterable[str]) -> str:
        return "".join(self.sign(symbol) for symbol in symbols)

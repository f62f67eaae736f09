"""From statements to evidence: which weighted acts bear on an actor's stand towards poles.

An act counts once, on the days it can have happened. A tie counts at its start and is reaffirmed
``tie_rate`` times a year for as long as it stands; its end counts only where a statement says so.
The mass of an act is |weight| x belief(claim) x belief(roll-up links): a claim that nobody can
judge weighs nothing. Competing accounts of one event share the mass of the best of them; those of
one tie only while more than one of them stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from allegiance.graph.analysis.bins import DAYS_IN_YEAR, Bins, Period
from allegiance.graph.analysis.competing_accounts import accounts_of_one_event, parts_regained
from allegiance.graph.analysis.exposures import Exposure
from allegiance.graph.analysis.hindsight import beginnings, catalogue_known_on
from allegiance.graph.model.beliefs import Beliefs
from allegiance.graph.model.dates import PartialDate, shift_day
from allegiance.graph.model.errors import InputError
from allegiance.graph.model.rollup import Patronage, Rollup, can_hold
from allegiance.graph.model.statements import Statement
from allegiance.graph.model.terms import CHANNELS
from allegiance.graph.store.catalogue import Catalogue

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class EvidenceSettings:
    """How statements become evidence.

    Parameters
    ----------
    tie_rate
        Reaffirmations of a standing tie a year.
    mass_scale
        What all masses are multiplied with; fixed by calibration (docs/calibration.md), not by a
        case.
    by
        The period that evidence is counted in.
    channel
        Only statements of this channel; all if None.
    as_known_on
        Only what was known on that day: later statements, links, sources, denials and ends are
        left out.
    """

    tie_rate: float = 1.0
    mass_scale: float = 1.0
    by: Period = "quarter"
    channel: str | None = None
    as_known_on: dt.date | None = None

    def __post_init__(self) -> None:
        if self.channel is not None and self.channel not in CHANNELS:
            message = f"No channel {self.channel!r}. Channels are {', '.join(CHANNELS)}."
            raise InputError(message)
        if not (0 <= self.tie_rate < np.inf and 0 < self.mass_scale < np.inf):
            message = "tie_rate must be 0 or more and mass_scale above 0, both finite."
            raise InputError(message)


@dataclass(frozen=True, slots=True)
class _Without:
    """What is left out: origins not heard, claims that do not hold, claims not denied."""

    silenced: Collection[str]
    fallen: Collection[str]
    undenied: Collection[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that bears on ``actor`` between ``poles``, in ``bins``."""

    actor: str
    poles: tuple[str, ...]
    bins: Bins
    exposures: tuple[Exposure, ...]
    beliefs: Beliefs
    settings: EvidenceSettings
    _believed: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def masses(
        self,
        *,
        silenced: Collection[str] = (),
        fallen: Collection[str] = (),
        undenied: Collection[str] = (),
    ) -> NDArray[np.float64]:
        """The mass of one act of each exposure, shape (exposures,), each >= 0.

        ``silenced`` origins are not heard; statements in ``fallen`` are taken not to hold; the
        denials of those in ``undenied`` are not heard.
        """
        without = _Without(silenced, fallen, undenied)
        claims = np.array([self._belief(e.statement, without) for e in self.exposures], dtype=float)
        masses = claims * self._alternative_shares(claims)
        for index, exposure in enumerate(self.exposures):
            for link in exposure.links:
                masses[index] *= self._belief(link, without)
            masses[index] *= abs(exposure.statement.weight) * self.settings.mass_scale
        return masses

    def counts(
        self,
        *,
        silenced: Collection[str] = (),
        fallen: Collection[str] = (),
        undenied: Collection[str] = (),
    ) -> NDArray[np.float64]:
        """The mass for and against each pole in each period, shape (bins, poles, 2).

        ``[..., 0]`` is mass with the pole, ``[..., 1]`` mass against it.
        """
        masses = self.masses(silenced=silenced, fallen=fallen, undenied=undenied)
        return self.counts_of(masses)

    def counts_of(self, masses: NDArray[np.float64]) -> NDArray[np.float64]:
        """The counts that given masses make, shape (bins, poles, 2)."""
        counts = np.zeros((len(self.bins), len(self.poles), 2))
        acts = self.acts_of(masses)
        for index, exposure in enumerate(self.exposures):
            counts[:, exposure.pole, int(exposure.sign < 0)] += masses[index] * acts[index]
        return counts

    def counts_without_each(self) -> Iterator[tuple[str, NDArray[np.float64]]]:
        """Each statement that has mass, with the counts if it does not hold.

        The same as ``counts(fallen={name})``, but the others are looked at only where one of them
        depends on it: as a competing account, or as the tie that it begins.
        """
        masses = self.masses()
        acts, whole = self.acts_of(masses), self.counts_of(masses)
        depended_on = {
            x for e in self.exposures for x in (*e.begun_by, *e.statement.conflicts_with)
        }
        places: dict[str, list[int]] = {}
        for index, exposure in enumerate(self.exposures):
            if masses[index] > 0 and acts[index].any():
                places.setdefault(exposure.statement.id, []).append(index)
        for name, indices in places.items():
            if name in depended_on:
                yield name, self.counts(fallen={name})
                continue
            counts = whole.copy()
            for index in indices:
                exposure = self.exposures[index]
                counts[:, exposure.pole, int(exposure.sign < 0)] -= masses[index] * acts[index]
            yield name, np.where(counts > _ROUNDING, counts, 0.0)

    def acts_of(self, masses: NDArray[np.float64]) -> NDArray[np.float64]:
        """How many acts each exposure stands for, given masses, shape (exposures, bins)."""
        acts = np.array([e.acts for e in self.exposures]).reshape(-1, len(self.bins))
        for group in accounts_of_one_event(self.exposures):
            if all(self.exposures[index].statement.tie for index in group):
                acts[group] *= parts_regained(masses[group], acts[group])
        pairs = zip(self.exposures, masses, strict=True)
        weighing = {e.statement.id for e, mass in pairs if mass > 0}
        for index, exposure in enumerate(self.exposures):
            if exposure.begun_by and weighing.isdisjoint(exposure.begun_by):
                acts[index] += exposure.start
        return acts

    def table(self) -> pd.DataFrame:
        """The flat table of weighted acts, a row an exposure, sorted by date.

        Columns: statement, date (as written), pole, sign (1 with, -1 against), acts, mass (of
        one act), total (acts x mass), channel, tie, contested.
        """
        import pandas as pd

        masses = self.masses()
        acts = self.acts_of(masses).sum(axis=1)
        rows = [
            {
                "statement": e.statement.id,
                "date": str(e.statement.start or ""),
                "pole": self.poles[e.pole],
                "sign": e.sign,
                "acts": number,
                "mass": mass,
                "total": number * mass,
                "channel": e.statement.channel,
                "tie": e.statement.tie,
                "contested": e.statement.contested,
            }
            for e, number, mass in zip(self.exposures, acts, masses, strict=True)
        ]
        return pd.DataFrame(rows, columns=_COLUMNS)

    def _belief(self, claim: Statement, without: _Without) -> float:
        if claim.id in without.fallen:
            return 0.0
        silenced = without.silenced
        if claim.denials and claim.id in without.undenied:
            plain = replace(claim, denials=())
            return self.beliefs.of(plain, silenced=silenced).fused.belief
        if silenced and not self.beliefs.origins(claim).isdisjoint(silenced):
            return self.beliefs.of(claim, silenced=silenced).fused.belief
        if claim.id not in self._believed:
            self._believed[claim.id] = self.beliefs.of(claim).fused.belief
        return self._believed[claim.id]

    def _alternative_shares(self, claims: NDArray[np.float64]) -> NDArray[np.float64]:
        """What part of its own mass each exposure keeps beside its competing accounts."""
        shares = np.ones(len(claims))
        for group in accounts_of_one_event(self.exposures):
            total, best = claims[group].sum(), claims[group].max(initial=0.0)
            if total > 0:
                shares[group] = best / total
        return shares


# What a difference of masses can leave where nothing is left.
_ROUNDING: Final = 1e-12
_COLUMNS = [
    *("statement", "date", "pole", "sign", "acts", "mass", "total"),
    *("channel", "tie", "contested"),
]


def gather_evidence(
    catalogue: Catalogue,
    actor: str,
    poles: Sequence[str],
    *,
    window: tuple[dt.date, dt.date],
    settings: EvidenceSettings = EvidenceSettings(),
) -> Evidence:
    """Everything in ``catalogue`` that bears on ``actor`` (an id) between ``poles`` (ids).

    An act between the actor or its clients and a pole or its clients counts, whoever acts; so
    does a vote on a text that is directed against a pole. Exposures are sorted by date.

    Raises
    ------
    InputError
        Fewer than two poles, a pole named twice, or an actor that is one of the poles.
    """
    if len(poles) < 2 or len(set(poles)) < len(poles):
        message = "Name two poles or more, each once: --poles France,Russia"
        raise InputError(message)
    if actor in poles:
        message = (
            f"{catalogue.label(actor)} cannot be measured against itself. "
            "Name other poles: --poles A,B"
        )
        raise InputError(message)
    start, end = window
    days = [day for day in (settings.as_known_on, catalogue.as_known_on) if day is not None]
    known = min(days, default=None)
    if known is not None:
        end = min(end, known + dt.timedelta(days=1))
        if end <= start:
            message = f"Nothing was known on {known}: the dossier's window starts on {start}."
            raise InputError(message)
        settings = replace(settings, as_known_on=known)
        if catalogue.as_known_on != known:
            catalogue = catalogue_known_on(catalogue, known)
    bins = Bins.over(start, end, by=settings.by)
    finder = _Finder(catalogue, catalogue.rollup, actor, tuple(poles), bins, settings)
    found = finder.exposures()
    return Evidence(actor, tuple(poles), bins, found, catalogue.beliefs, settings)


@dataclass(frozen=True, slots=True)
class _Finder:
    """Looks through the statements for what bears on one actor between the poles."""

    catalogue: Catalogue
    rollup: Rollup
    actor: str
    poles: tuple[str, ...]
    bins: Bins
    settings: EvidenceSettings

    def exposures(self) -> tuple[Exposure, ...]:
        statements = sorted(
            (s for s in self.catalogue.statements.values() if self._is_of_use(s)),
            key=lambda s: (s.start.known_day if s.start else dt.date.min, s.id),
        )
        met = [(s, *meeting) for s in statements for meeting in self._meetings(s)]
        acts = {(s.id, pole, sign) for s, pole, sign, _ in met if not s.tie}
        found = [self._exposure(*meeting, acts) for meeting in met]
        return tuple(e for e in found if any(e.acts) or any(e.start))

    def _is_of_use(self, statement: Statement) -> bool:
        return self.settings.channel in (None, statement.channel) and statement.start is not None

    def _meetings(self, statement: Statement) -> Iterator[tuple[int, int, tuple[Statement, ...]]]:
        """The poles that the statement brings the actor near to or away from."""
        target, turn = self.catalogue.aim(statement.object)
        family = self.rollup.family
        if statement.sign == 0 or (self.actor not in family(statement.subject) | family(target)):
            return
        when = self._when(statement)
        subject = self.rollup.climb(statement.subject, when=when)
        against = self.rollup.climb(target, when=when)
        for mine, theirs in ((subject, against), (against, subject)):
            own = _way_to(mine, self.actor)
            if own is None or _way_to(theirs, self.actor) is not None:
                continue
            for index, pole in enumerate(self.poles):
                way = _way_to(theirs, pole)
                if way is not None and _way_to(mine, pole) is None:
                    yield index, statement.sign * turn, (*own.links, *way.links)

    def _when(self, statement: Statement) -> PartialDate | None:
        """The days on which links can make the statement count: all that a tie stands."""
        start, end = statement.start, statement.end
        if start is None or not statement.tie:
            return start
        last = self.bins.edges[-1] if end is None else end.latest
        return PartialDate(start.earliest, max(last, start.earliest), start.written)

    def _exposure(
        self,
        statement: Statement,
        pole: int,
        sign: int,
        links: tuple[Statement, ...],
        acts: Collection[tuple[str, int, int]],
    ) -> Exposure:
        """A meeting with its acts; ``acts`` names those that can be the start of a tie."""
        start = self._start(statement)
        if statement.tie and not all(can_hold(link, statement.start) for link in links):
            start = (0.0,) * len(self.bins)
        if not statement.tie:
            return Exposure(statement, pole, sign, links, start)
        begun_by = tuple(
            act.id for act in beginnings(statement, self.catalogue) if (act.id, pole, sign) in acts
        )
        standing = self._standing(statement, links)
        if begun_by:
            return Exposure(statement, pole, sign, links, standing, begun_by, start)
        both = tuple(a + b for a, b in zip(start, standing, strict=True))
        return Exposure(statement, pole, sign, links, both)

    def _start(self, statement: Statement) -> tuple[float, ...]:
        """One act on the days that the start can mean; a statement without a start has none."""
        date = statement.start
        if date is None:
            return (0.0,) * len(self.bins)
        return tuple(self.bins.spread(*self._between(date)).tolist())

    def _standing(self, tie: Statement, links: Collection[Statement]) -> tuple[float, ...]:
        """How often a tie is reaffirmed in each period, while all links hold."""
        if tie.lapsed:
            return (0.0,) * len(self.bins)
        starts = [self._midpoint(s.start) for s in (tie, *links) if s.start is not None]
        ends = [self._midpoint(s.end) + 1 for s in (tie, *links) if s.end is not None]
        low = max(starts, default=self.bins.ordinals[0])
        high = min(ends, default=self.bins.ordinals[-1])
        years = self.bins.overlap(low, high) / DAYS_IN_YEAR
        return tuple((self.settings.tie_rate * years).tolist())

    def _between(self, date: PartialDate) -> tuple[dt.date, dt.date]:
        """The bounds of a date; of what is open on a side, only the periods' own days count."""
        return date.within(self.bins.edges[0], shift_day(self.bins.edges[-1], -1))

    def _midpoint(self, date: PartialDate) -> float:
        first, last = self._between(date)
        return (first.toordinal() + last.toordinal()) / 2


def _way_to(ways: Iterable[Patronage], patron: str) -> Patronage | None:
    return next((way for way in ways if way.patron == patron), None)

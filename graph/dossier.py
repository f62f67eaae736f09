"""A dossier, opened: the one object that scripts and the command line work with."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from allegiance.graph.analysis.attribution import Explanation, explain, find_shifts, shift_id
from allegiance.graph.analysis.bins import Period
from allegiance.graph.analysis.changes import ShiftSettings
from allegiance.graph.analysis.courses import Course, follow, tilt_columns, tilt_series
from allegiance.graph.analysis.evidence import Evidence, EvidenceSettings, gather_evidence
from allegiance.graph.analysis.results import shift_quads
from allegiance.graph.analysis.shifts import ACTS, Shift
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.terms import CHANNELS
from allegiance.graph.reader import Poles
from allegiance.graph.scenarios import Scenarios
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.cache import read_cached, store_key, write_cached
from allegiance.graph.store.derive import RESULTS_GRAPH
from allegiance.graph.store.hashes import hash_files
from allegiance.graph.store.rebuild import rebuild
from allegiance.graph.store.settings import default_folder, read_settings

if TYPE_CHECKING:
    import pandas as pd

    from allegiance.graph.analysis.alignments.alignment import Alignment
    from allegiance.graph.render.document import Document
    from allegiance.graph.render.mapdata import MapData

_SHIFT_CLASS: Final = "Shift"
# Nobody may write to a store while another thread's query starts from it.
_FINDING: Final = threading.Lock()


def open_dossier(folder: str | Path | None = None) -> Dossier:
    """The dossier in ``folder``; without one, that of ALLEGIANCE_DOSSIER, else the shipped one.

    Raises
    ------
    DossierError
        If the dossier cannot be read or is not well formed; with every problem in it.
    """
    chosen = default_folder() if folder is None else Path(folder)
    return Dossier(chosen, _load(chosen))


@dataclass(frozen=True, eq=False)
class Dossier(Scenarios):
    """An opened dossier. Actors are given by label, alias, code or id, poles likewise."""

    def refresh(self) -> Self:
        """The dossier as its files are now: only what changed since is checked and derived anew.

        Its store is this one's, brought up to date, unless so much changed that all is built anew:
        go on with what is returned, ``dossier = dossier.refresh()``.

        Raises
        ------
        DossierError
            With every problem in the files as they are now; this dossier stays as it was.
        """
        with _FINDING:
            built = rebuild(self.built, self.folder)
        whole = replace(self, built=built, known_day=None)
        return whole if self.known_day is None else whole.as_known_on(self.known_day)

    def evidence(
        self, actor: str, poles: Poles = None, *, settings: EvidenceSettings = EvidenceSettings()
    ) -> Evidence:
        """All that bears on an actor's stand between poles, as weighted acts."""
        return gather_evidence(
            self.catalogue,
            self.actor(actor).id,
            self.poles(poles),
            window=self.window,
            settings=settings,
        )

    def course(
        self,
        actor: str,
        poles: Poles = None,
        *,
        evidence: EvidenceSettings = EvidenceSettings(),
        settings: ShiftSettings = ShiftSettings(),
    ) -> Course:
        """How an actor's tilt went: evidence, segmentation, and every change in it."""
        return follow(self.evidence(actor, poles, settings=evidence), settings)

    def tilt(
        self,
        actor: str,
        poles: Poles = None,
        *,
        by: Period = "quarter",
        at: str | dt.date | None = None,
        evidence: EvidenceSettings | None = None,
    ) -> pd.DataFrame:
        """The tilt of an actor between two poles in each period, with its 80% band.

        With ``at`` only the row of the period that holds that day. See
        :func:`~allegiance.graph.analysis.courses.tilt_series` for the columns.

        Raises
        ------
        InputError
            If the poles are not two, or the day is not covered.
        """
        named = self.poles(poles)
        if len(named) != 2:
            message = "A tilt lies between two poles: --poles France,Russia"
            raise InputError(message)
        day = None if at is None else self.covered(at)
        chosen = evidence or EvidenceSettings(by=by)
        return tilt_series(self.course(actor, named, evidence=chosen), at=day)

    def align(
        self,
        first: str,
        second: str,
        *,
        by: str = "",
        evidence: EvidenceSettings = EvidenceSettings(),
        since: int | None = None,
        until: int | None = None,
        at: str | dt.date | None = None,
    ) -> Alignment:
        """How alike two actors stood with those whom both dealt with, by year.

        With ``at`` only in the year of that day, which must be covered.
        See :func:`~allegiance.graph.analysis.alignments.acts.align_acts`; ``.series`` is a table.
        """
        from allegiance.graph.analysis.alignments.acts import align_acts
        from allegiance.graph.analysis.alignments.protocol import AlignSettings, Dyad

        if at is not None:
            since = until = self.covered(at).year
        return align_acts(
            self.catalogue,
            Dyad(self.actor(first).id, self.actor(second).id),
            window=self.window,
            settings=AlignSettings(by),
            evidence=evidence,
            since=since,
            until=until,
        )

    def shifts(
        self,
        actor: str | None = None,
        poles: Poles = None,
        *,
        measure: str = ACTS,
        evidence: EvidenceSettings = EvidenceSettings(),
        settings: ShiftSettings = ShiftSettings(),
    ) -> list[Shift]:
        """The dated shifts of an actor, or of every state without one, sorted by date."""
        if measure != ACTS:
            message = f"No measure {measure!r} in a dossier. Measures are: {ACTS}."
            raise InputError(message)
        return self.shifts_in(self.courses(actor, poles, evidence=evidence, settings=settings))

    def courses(
        self,
        actor: str | None = None,
        poles: Poles = None,
        *,
        evidence: EvidenceSettings = EvidenceSettings(),
        settings: ShiftSettings = ShiftSettings(),
    ) -> list[Course]:
        """The course of an actor's tilt, or of every state's without one."""
        names = [actor] if actor is not None else self.states(poles)
        return [self.course(name, poles, evidence=evidence, settings=settings) for name in names]

    def shifts_in(self, courses: Iterable[Course]) -> list[Shift]:
        """The shifts listed in courses, sorted by date."""
        found = [shift for course in courses for shift in find_shifts(course, self.catalogue)]
        return sorted(found, key=lambda shift: (shift.date, shift.id))

    def explain(
        self,
        shift: str | Shift,
        *,
        evidence: EvidenceSettings = EvidenceSettings(),
        settings: ShiftSettings = ShiftSettings(),
    ) -> Explanation:
        """What a shift hangs on: give the shift, or its id (mali:france:russia:1).

        Raises
        ------
        UnknownNameError
            If there is no such shift with these settings.
        """
        name = shift if isinstance(shift, str) else shift.id
        whole, _, known = name.partition("@")
        if known:
            view = self.as_known_on(known)
            return view.explain(whole, evidence=evidence, settings=settings)
        actor, *rest = whole.split(":")
        poles = [part for part in rest[:-1] if part in self.catalogue.actors]
        if actor not in self.catalogue.actors or len(poles) < 2:
            raise self._no_shift(name)
        if rest[-2] in CHANNELS:
            evidence = replace(evidence, channel=rest[-2])
        course = self.course(actor, poles, evidence=evidence, settings=settings)
        for change in course.changes:
            if shift_id(course, change).partition("@")[0] == whole:
                return explain(course, change, self.catalogue, window=self.window)
        raise self._no_shift(name)

    def map(
        self,
        actor: str | None = None,
        poles: Poles = None,
        *,
        at: str | dt.date | None = None,
        depth: int | None = None,
    ) -> Document:
        """The interactive map as one HTML page; ``.save(path)`` writes it.

        It opens on ``actor`` if one is given, on the day ``at``; ``depth`` leaves out what is
        further from the actor than so many statements.
        """
        from allegiance.graph.render.document import Document
        from allegiance.graph.render.map import render_map

        if depth is not None and actor is None:
            message = "A depth goes with an actor: allegiance map Mali --depth 1"
            raise InputError(message)
        day = None if at is None else self.covered(at)
        focus = None if actor is None else self.actor(actor, on=day).id
        data = self._map_data(focus, poles, at=day, depth=depth)
        return Document(self.title, render_map(data))

    def brief(self, actor: str, poles: Poles = None) -> Document:
        """The brief on an actor as one HTML page; ``.save(path)`` writes it.

        Of a pole itself it tells who moved towards it or away from it, and whom it holds.
        """
        from allegiance.graph.analysis.actor_profile import profile_actor, profile_pole
        from allegiance.graph.briefing import sections_of
        from allegiance.graph.render.brief import render_brief
        from allegiance.graph.render.drawing import drawn_beside
        from allegiance.graph.render.map import map_fragment

        name, named = self.actor(actor).id, self.poles(poles)
        with drawn_beside() as fill:
            profiled = profile_pole if name in named else profile_actor
            profile = profiled(self.catalogue, name, named, window=self.window)
            shifts = [e.shift for e in profile.explanations]
            own = [] if profile.course is None else [profile.course]
            courses = [*own, *profile.others]
            day = shifts[-1].date_high if shifts else None
            data = self._map_data(name, named, shifts=shifts, courses=courses, at=day)
            sections, missing = sections_of(self, name, named)
            page = render_brief(
                profile,
                self.catalogue,
                title=self.title,
                map_part=map_fragment(data),
                sections=sections,
                missing=missing,
            )
            return replace(page, html=fill(page.html))

    def _map_data(
        self,
        focus: str | None,
        poles: Poles,
        *,
        shifts: Sequence[Shift] | None = None,
        courses: Sequence[Course] | None = None,
        at: dt.date | None = None,
        depth: int | None = None,
    ) -> MapData:
        from allegiance.graph.render.mapping import MapView, map_data

        named = self.poles(poles) if poles or self.settings.poles else ()
        measured = len(named) >= 2
        found = shifts if shifts is not None else self.shifts(poles=named) if measured else []
        if courses is None:
            courses = [self.course(name, named) for name in self._measured(focus, named)]
        tilts = {c.evidence.actor: tilt_columns(c) for c in courses if c.covered}
        return map_data(
            self.catalogue,
            title=self.title,
            window=self.window,
            view=MapView(focus=focus, at=at, depth=depth),
            shifts=found,
            tilts=tilts,
            poles=named,
        )

    def _measured(self, focus: str | None, poles: tuple[str, ...]) -> list[str]:
        """The actors whose tilt a map shows: the states, and the one it opens on."""
        if len(poles) < 2:
            return []
        more = [focus] if focus is not None and focus not in poles else []
        return sorted({*self.states(poles), *more})

    def prepare(self, text: str) -> None:
        """Have the shifts between the dossier's poles in the store if a query may ask for them."""
        if _SHIFT_CLASS in text or RESULTS_GRAPH in text:
            with _FINDING:
                _ = self._findings

    @cached_property
    def _findings(self) -> tuple[Shift, ...]:
        """The shifts between the dossier's poles, written to the results graph when first asked."""
        if len(self.settings.poles) < 2:
            return ()
        base, found = self.settings.base, self.shifts()
        self.store.extend(shift_quads(found, base=base, graph=base + RESULTS_GRAPH))
        return tuple(found)

    def _no_shift(self, name: str) -> UnknownNameError:
        known = [shift.id for shift in self.shifts()] if self.settings.poles else []
        return UnknownNameError(name, kind="shift", known=known, see="allegiance shifts")


def _load(folder: Path) -> Built:
    hashes = hash_files(folder)
    key = store_key(folder)
    store = read_cached(key) if key else None
    if store is not None:
        return Built(read_settings(folder), store, hashes)
    built = build(folder)
    if key and built.hashes:
        write_cached(key, built.store)
    return built

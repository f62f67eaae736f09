"""A dossier, opened: the one object that scripts and the command line work with."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from allegiance.graph.analysis.attribution import Explanation, explain, find_shifts, shift_id
from allegiance.graph.analysis.bins import Period
from allegiance.graph.analysis.changes import ShiftSettings
from allegiance.graph.analysis.courses import Course, follow, tilt_series
from allegiance.graph.analysis.evidence import Evidence, EvidenceSettings, gather_evidence
from allegiance.graph.analysis.neighbourhoods import NetworkChange, compare_networks
from allegiance.graph.analysis.results import shift_quads
from allegiance.graph.analysis.shifts import ACTS, Shift
from allegiance.graph.analysis.snapshots import YEAR_DAYS, take_snapshot
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.statements import Actor, Source, Statement
from allegiance.graph.model.terms import PREFIXES
from allegiance.graph.store.answers import Answer
from allegiance.graph.store.build import Built, build
from allegiance.graph.store.cache import read_cached, store_key, write_cached
from allegiance.graph.store.catalogue import Catalogue
from allegiance.graph.store.derive import RESULTS_GRAPH
from allegiance.graph.store.lookup import find_actor, find_actors, fold
from allegiance.graph.store.ontology import FOLDER as ONTOLOGY_FOLDER
from allegiance.graph.store.questions import Question, bind, load_questions
from allegiance.graph.store.settings import DossierSettings, read_settings
from allegiance.graph.store.worker import QueryLimits, run_query

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

    from allegiance.graph.render.document import Document
    from allegiance.graph.render.mapdata import MapData

SHIPPED: Final = Path(__file__).parents[1] / "data" / "sahel"
ENVIRONMENT: Final = "ALLEGIANCE_DOSSIER"

# A name of an actor, an actor itself, or names of several.
Poles = Sequence[str] | str | None


def open_dossier(folder: str | Path | None = None) -> Dossier:
    """The dossier in ``folder``; without one, that of ALLEGIANCE_DOSSIER, else the shipped one.

    Raises
    ------
    DossierError
        If the dossier cannot be read or is not well formed; with every problem in it.
    """
    chosen = default_folder() if folder is None else Path(folder)
    return Dossier(chosen, _load(chosen))


def default_folder() -> Path:
    """The dossier's folder where none is named: ALLEGIANCE_DOSSIER, else the shipped one."""
    return Path(os.environ.get(ENVIRONMENT) or SHIPPED)


@dataclass(frozen=True, eq=False)
class Dossier:
    """An opened dossier. Actors are given by label, alias, code or id, poles likewise."""

    folder: Path
    built: Built

    @property
    def settings(self) -> DossierSettings:
        """Title, base, window and poles."""
        return self.built.settings

    @property
    def catalogue(self) -> Catalogue:
        """Everything in the dossier as values."""
        return self.built.catalogue

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """The days that the dossier covers, half-open."""
        return self.settings.window_start, self.settings.window_end

    @cached_property
    def graph(self) -> rdflib.Dataset:
        """The store as an rdflib Dataset, for scripts; a named graph for each file."""
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.built.store), default_union=True)
        for prefix, namespace in self.prefixes.items():
            dataset.bind(prefix, rdflib.Namespace(namespace), replace=True)
        return dataset

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that queries may use without declaring them; ":" is the dossier's own."""
        own: dict[str, str] = {"": self.settings.base}
        return PREFIXES | own

    def actor(self, name: str) -> Actor:
        """The actor that ``name`` means; near names are suggested where nobody answers to it."""
        return find_actor(self.built.actors, name)

    def actors(self, text: str = "") -> list[Actor]:
        """The actors one of whose names contains ``text``; all of them for ""."""
        return find_actors(self.built.actors.values(), text)

    def statements(
        self, *, about: str | None = None, relation: str | None = None
    ) -> list[Statement]:
        """The statements, sorted by date: about an actor and its clients, or of one relation."""
        known = self.catalogue.relations
        if relation is not None and relation not in known:
            raise UnknownNameError(
                relation, kind="relation", known=known, see="allegiance statements"
            )
        rollup = self.catalogue.rollup
        name = None if about is None else self.actor(about).id
        found = [
            s
            for s in self.catalogue.statements.values()
            if relation in (None, s.relation.id)
            and (name is None or any(name in rollup.family(x) for x in (s.subject, s.object)))
        ]
        return sorted(found, key=lambda s: (s.start.earliest if s.start else dt.date.min, s.id))

    def sources(self, text: str = "") -> list[Source]:
        """The sources whose id, title or publisher contains ``text``, case and accents folded."""
        return [
            s
            for s in self.catalogue.sources.values()
            if any(fold(text) in fold(known) for known in (s.id, s.title, s.publisher))
        ]

    def query(self, text: str, *, limits: QueryLimits = QueryLimits()) -> Answer:
        """The answer to a SPARQL 1.1 query, which reads only, in a guarded process of its own.

        Raises
        ------
        QueryError
            If the query is refused, no SPARQL, or runs over its limits.
        """
        return run_query(self.built.store, text, prefixes=self.prefixes, limits=limits)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The named questions: those that ship, and the dossier's own."""
        return load_questions([ONTOLOGY_FOLDER / "queries", self.folder / "queries"])

    def ask(self, name: str, *, limits: QueryLimits = QueryLimits(), **values: str) -> Answer:
        """The answer to a named question; ``values`` bind its parameters."""
        return self.ask_with(name, values, limits=limits)

    def ask_with(
        self, name: str, values: Mapping[str, str], *, limits: QueryLimits = QueryLimits()
    ) -> Answer:
        """The answer to a named question, its parameters as a mapping."""
        if name not in self.questions:
            raise UnknownNameError(
                name, kind="question", known=self.questions, see="allegiance ask"
            )
        question = self.questions[name]
        bound = bind(question, values, actors=self.built.actors, base=self.settings.base)
        return run_query(
            self.built.store,
            question.text,
            parameters=bound,
            prefixes=self.prefixes,
            limits=limits,
        )

    def snapshot(
        self, at: str | dt.date, *, memory_days: int = YEAR_DAYS, fold: bool = False
    ) -> nx.MultiDiGraph[str]:
        """The signed, weighted network of one day, as a networkx MultiDiGraph."""
        return take_snapshot(
            self.catalogue, as_day(at), window=self.window, memory_days=memory_days, fold=fold
        )

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
        evidence: EvidenceSettings | None = None,
    ) -> pd.DataFrame:
        """The tilt of an actor between two poles in each period, with its 80% band.

        See :func:`~allegiance.graph.analysis.courses.tilt_series` for the columns.
        """
        named = self.poles(poles)
        if len(named) != 2:
            message = "A tilt lies between two poles: --poles France,Russia"
            raise InputError(message)
        chosen = evidence or EvidenceSettings(by=by)
        return tilt_series(self.course(actor, named, evidence=chosen))

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
        found: list[Shift] = []
        for name in [actor] if actor is not None else self.states(poles):
            course = self.course(name, poles, evidence=evidence, settings=settings)
            found.extend(find_shifts(course, self.catalogue))
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
        actor, *rest = name.split(":")
        poles = [part for part in rest[:-1] if part in self.catalogue.actors]
        if actor not in self.catalogue.actors or len(poles) < 2:
            raise self._no_shift(name)
        course = self.course(actor, poles, evidence=evidence, settings=settings)
        for change in course.changes:
            if shift_id(course, change) == name:
                return explain(course, change, self.catalogue, window=self.window)
        raise self._no_shift(name)

    def network_change(self, shift: Shift) -> NetworkChange | None:
        """The actor's neighbours, bloc and brokers on the days just outside a shift's interval.

        None where these days are not both in the dossier's window.
        """
        day = dt.timedelta(days=1)
        before, after = shift.date_low - day, shift.date_high + day
        start, end = self.window
        if before < start or after >= end:
            return None
        return compare_networks(
            self.catalogue, shift.actor, before=before, after=after, window=self.window
        )

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
        focus = None if actor is None else self.actor(actor).id
        day = None if at is None else self._covered(as_day(at))
        data = self._map_data(focus, poles, at=day, depth=depth)
        return Document(self.settings.title, render_map(data))

    def brief(self, actor: str, poles: Poles = None) -> Document:
        """The brief on an actor as one HTML page; ``.save(path)`` writes it."""
        from allegiance.graph.analysis.profile import profile_actor
        from allegiance.graph.render.brief import render_brief
        from allegiance.graph.render.map import map_fragment

        name, named = self.actor(actor).id, self.poles(poles)
        profile = profile_actor(self.catalogue, name, named, window=self.window)
        shifts = [e.shift for e in profile.explanations]
        tilts = {other.evidence.actor: tilt_series(other) for other in profile.others}
        if profile.course.covered:
            tilts[name] = profile.series
        data = self._map_data(
            name, named, shifts=shifts, tilts=tilts, at=shifts[-1].date_high if shifts else None
        )
        return render_brief(
            profile, self.catalogue, title=self.settings.title, map_part=map_fragment(data)
        )

    def poles(self, names: Poles = None) -> tuple[str, ...]:
        """The ids of the poles named, by default the dossier's own."""
        if names is None:
            chosen: Iterable[str] = self.settings.poles
        elif isinstance(names, str):
            chosen = [name.strip() for name in names.split(",") if name.strip()]
        else:
            chosen = names
        found = tuple(self.actor(name).id for name in chosen)
        if not found:
            message = "The dossier names no poles. Name two: --poles France,Russia"
            raise InputError(message)
        return found

    def states(self, poles: Poles = None) -> list[str]:
        """The ids of all states but the poles, sorted."""
        away = set(self.poles(poles))
        kinds = {a.id: a.kind for a in self.catalogue.actors.values()}
        return sorted(name for name, kind in kinds.items() if kind == "state" and name not in away)

    def _map_data(
        self,
        focus: str | None,
        poles: Poles,
        *,
        shifts: Sequence[Shift] | None = None,
        tilts: Mapping[str, pd.DataFrame] | None = None,
        at: dt.date | None = None,
        depth: int | None = None,
    ) -> MapData:
        from allegiance.graph.render.mapping import MapView, map_data

        named = self.poles(poles) if poles or self.settings.poles else ()
        measured = len(named) >= 2
        found = shifts if shifts is not None else self.shifts(poles=named) if measured else []
        if tilts is None:
            courses = {n: self.course(n, named) for n in self._measured(focus, named)}
            tilts = {n: tilt_series(course) for n, course in courses.items() if course.covered}
        return map_data(
            self.catalogue,
            title=self.settings.title,
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

    def _covered(self, day: dt.date) -> dt.date:
        start, end = self.window
        if not start <= day < end:
            last = end - dt.timedelta(days=1)
            message = f"{day} is not covered: the dossier covers {start} to {last}."
            raise InputError(message)
        return day

    def _no_shift(self, name: str) -> UnknownNameError:
        known = [shift.id for shift in self.shifts()] if self.settings.poles else []
        return UnknownNameError(name, kind="shift", known=known, see="allegiance shifts")


def as_day(when: str | dt.date) -> dt.date:
    """A day from a date or from text; a month or a year means its last day."""
    return PartialDate.parse(when).latest if isinstance(when, str) else when


def _load(folder: Path) -> Built:
    key = store_key(folder)
    store = read_cached(key) if key else None
    if store is not None:
        return Built(read_settings(folder), store)
    built = build(folder)
    if len(built.settings.poles) >= 2:
        built.store.extend(_findings(folder, built))
    if key:
        write_cached(key, built.store)
    return built


def _findings(folder: Path, built: Built) -> Iterable[ox.Quad]:
    base = built.settings.base
    found = Dossier(folder, built).shifts()
    return list(shift_quads(found, base=base, graph=base + RESULTS_GRAPH))

"""A dossier to look things up in: names, entries, queries, questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from allegiance.graph.analysis.hindsight import catalogue_known_on
from allegiance.graph.model.dates import as_day, check_covered, shift_day
from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.statements import Actor, Relation, Source, Statement
from allegiance.graph.model.terms import PREFIXES
from allegiance.graph.store.answers import Answer
from allegiance.graph.store.build import Built
from allegiance.graph.store.catalogue import Catalogue
from allegiance.graph.store.lookup import (
    find_actor,
    find_actors,
    find_relation,
    find_relations,
    find_sources,
    find_statements,
)
from allegiance.graph.store.ontology import FOLDER as ONTOLOGY_FOLDER
from allegiance.graph.store.questions import (
    Question,
    bind,
    load_questions,
    question_files,
    read_question,
)
from allegiance.graph.store.reduced import reduce_store
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.worker import QueryLimits, run_query

if TYPE_CHECKING:
    import pyoxigraph as ox
    import rdflib

# Names of poles, or text that names several with commas between; None for the dossier's own.
Poles = Sequence[str] | str | None


@dataclass(frozen=True, eq=False)
class Reader:
    """What can be looked up and asked in an opened dossier."""

    folder: Path
    built: Built
    known_day: dt.date | None = None

    def as_known_on(self, day: str | dt.date) -> Self:
        """The dossier as it was known on ``day``: everything that is asked of it follows.

        Later statements, links, sources, denials, ends, outcomes and measures are not in it, and
        its window ends with ``day``. See docs/time.md for when something counts as known.

        Raises
        ------
        InputError
            If ``day`` lies before the window, where nothing was known.
        """
        known = as_day(day)
        start = self.settings.window_start
        if known < start:
            message = f"Nothing was known on {known}: the dossier's window starts on {start}."
            raise InputError(message)
        return replace(self, known_day=min(known, self.known_day or known))

    @property
    def settings(self) -> DossierSettings:
        """Title, base, window and poles."""
        return self.built.settings

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything in the dossier as values."""
        whole = self.built.catalogue
        return whole if self.known_day is None else catalogue_known_on(whole, self.known_day)

    @cached_property
    def store(self) -> ox.Store:
        """Everything in the dossier as triples."""
        whole = self.built
        if self.known_day is None:
            return whole.store
        base = self.settings.base
        return reduce_store(whole.store, whole.catalogue, self.catalogue, base=base)

    @property
    def title(self) -> str:
        """The dossier's title; of an earlier state of knowledge, with its day."""
        known = f", as known on {self.known_day}" if self.known_day else ""
        return self.settings.title + known

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """The days that the dossier covers, half-open; none after the day whose knowledge it is."""
        start, end = self._whole_window
        return start, end if self.known_day is None else min(end, shift_day(self.known_day, 1))

    @cached_property
    def graph(self) -> rdflib.Dataset:
        """The store as an rdflib Dataset, for scripts; a named graph for each file."""
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.store), default_union=True)
        for prefix, namespace in self.prefixes.items():
            dataset.bind(prefix, rdflib.Namespace(namespace), replace=True)
        return dataset

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that queries may use without declaring them; ":" is the dossier's own."""
        own: dict[str, str] = {"": self.settings.base}
        return PREFIXES | own

    def actor(self, name: str, *, on: dt.date | None = None) -> Actor:
        """The actor that ``name`` means; near names are suggested where nobody answers to it.

        A code must be in force on the day ``on``, if one is given.
        """
        known = self.built.actors if self.known_day is None else self.catalogue.actors
        return find_actor(known, name, on=on)

    def covered(self, day: str | dt.date) -> dt.date:
        """``day``, which must lie in the window; of a month or a year its last day.

        Raises
        ------
        InputError
            If it does not: outside its window a dossier says nothing, and as known on a day nothing
            of later days.
        """
        return check_covered(as_day(day), self._whole_window, known_day=self.known_day)

    @property
    def _whole_window(self) -> tuple[dt.date, dt.date]:
        """The days that the dossier covers by all that is known."""
        return self.settings.window_start, self.settings.window_end

    def actors(self, text: str = "", *, at: str | dt.date | None = None) -> list[Actor]:
        """The actors one of whose names contains ``text``, else the one with that code.

        All of them for "". With ``at`` only those that can exist on that day; as known on a day
        those that can have existed by then, and later ones that a statement or link names.
        """
        known = self._known_actors
        found = find_actors(known.values(), text)
        day = None if at is None else self.covered(at)
        if not found:
            try:
                found = [known[self.actor(text, on=day).id]]
            except (UnknownNameError, KeyError):
                return []
        return [actor for actor in found if day is None or actor.can_exist_on(day)]

    def later_actors(self, text: str = "") -> list[Actor]:
        """The actors that ``actors(text)`` leaves out, as they were not known yet."""
        found = find_actors(self.built.actors.values(), text)
        return [actor for actor in found if actor.id not in self._known_actors]

    @cached_property
    def _known_actors(self) -> dict[str, Actor]:
        """The actors by id; as known on a day without those that begin later and nobody names."""
        day = self.known_day
        if day is None:
            return dict(self.built.actors)
        named = {x for c in self.catalogue.claims.values() for x in (c.subject, c.object)}
        return {
            name: actor
            for name, actor in self.catalogue.actors.items()
            if name in named or actor.active_from is None or actor.active_from.earliest <= day
        }

    def near_actors(self, text: str) -> tuple[str, ...]:
        """The names that ``text`` may be a slip for, best first; none where it means an actor.

        One name of each actor.
        """
        try:
            self.actor(text)
        except UnknownNameError as error:
            return error.suggestions
        except InputError:  # it means several
            return ()
        return ()

    def statements(
        self,
        *,
        about: str | None = None,
        relation: str | None = None,
        at: str | dt.date | None = None,
    ) -> list[Statement]:
        """The statements, sorted by date: about an actor and its clients, or of one relation.

        With ``at`` those that can hold on that day: acts of the day, and ties that can stand.
        """
        known = self.catalogue.relations
        relation = None if relation is None else find_relation(known, relation).id
        name = None if about is None else self.actor(about).id
        day = None if at is None else self.covered(at)
        found = find_statements(self.catalogue, about=name, relation=relation)
        return found if day is None else [s for s in found if s.holds_on(day)]

    def statement(self, name: str) -> Statement:
        """The statement or link with the id ``name``; a miss suggests near ids.

        Raises
        ------
        UnknownNameError
            If the dossier has none.
        InputError
            If it has, but it was not known on the day whose knowledge this is.
        """
        claims = self.catalogue.claims
        if name not in claims:
            if name in self.built.catalogue.claims:
                message = f"{name} was not known yet on {self.known_day}: ask for a later day."
                raise InputError(message)
            raise UnknownNameError(
                name, kind="statement", known=claims, see="allegiance statements"
            )
        return claims[name]

    def sources(self, text: str = "") -> list[Source]:
        """The sources whose id, title or publisher contains ``text``, case and accents folded."""
        return find_sources(self.catalogue.sources.values(), text)

    def relations(self, text: str = "") -> list[Relation]:
        """The relations whose id, label or code contains ``text``, the dossier's own among them."""
        return find_relations(self.built.catalogue.relations.values(), text)

    def query(self, text: str, *, limits: QueryLimits = QueryLimits()) -> Answer:
        """The answer to a SPARQL 1.1 query, which reads only, in a guarded process of its own.

        Raises
        ------
        QueryError
            If the query is refused, no SPARQL, or runs over its limits.
        """
        self.prepare(text)
        return run_query(self.store, text, prefixes=self.prefixes, limits=limits)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The named questions: those that ship, and the dossier's own."""
        own, _ = self._own_questions
        return dict(sorted({**load_questions([ONTOLOGY_FOLDER / "queries"]), **own}.items()))

    @property
    def broken_questions(self) -> tuple[str, ...]:
        """What is wrong with those of the dossier's own questions that cannot be asked."""
        return self._own_questions[1]

    @cached_property
    def _own_questions(self) -> tuple[dict[str, Question], tuple[str, ...]]:
        found: dict[str, Question] = {}
        broken = []
        for path in question_files(self.folder):
            try:
                found[path.stem] = read_question(path)
            except InputError as error:
                broken.append(str(error))
        return found, tuple(broken)

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
        self.prepare(question.text)
        bound = bind(
            question,
            values,
            actors=self.built.actors,
            base=self.settings.base,
            window=self._whole_window,
            known_day=self.known_day,
        )
        return run_query(
            self.store,
            question.text,
            parameters=bound,
            prefixes=self.prefixes,
            limits=limits,
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
        kinds = {a.id: a.kind for a in self.built.actors.values()}
        return sorted(name for name, kind in kinds.items() if kind == "state" and name not in away)

    def prepare(self, text: str) -> None:
        """Have in the store what the query ``text`` may ask for; nothing is missing here."""

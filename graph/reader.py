"""A dossier to look things up in: names, entries, queries, questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from allegiance.graph.model.errors import InputError, UnknownNameError
from allegiance.graph.model.statements import Actor, Source, Statement
from allegiance.graph.model.terms import PREFIXES
from allegiance.graph.store.answers import Answer
from allegiance.graph.store.build import Built
from allegiance.graph.store.catalogue import Catalogue
from allegiance.graph.store.lookup import find_actor, find_actors, find_sources, find_statements
from allegiance.graph.store.ontology import FOLDER as ONTOLOGY_FOLDER
from allegiance.graph.store.questions import (
    Question,
    bind,
    load_questions,
    question_files,
    read_question,
)
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.worker import QueryLimits, run_query

if TYPE_CHECKING:
    import rdflib

# Names of poles, or text that names several with commas between; None for the dossier's own.
Poles = Sequence[str] | str | None


@dataclass(frozen=True, eq=False)
class Reader:
    """What can be looked up and asked in an opened dossier."""

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
            raise UnknownNameError(relation, kind="relation", known=known, see="docs/dossiers.md")
        name = None if about is None else self.actor(about).id
        return find_statements(self.catalogue, about=name, relation=relation)

    def statement(self, name: str) -> Statement:
        """The statement or link with the id ``name``; a miss suggests near ids."""
        claims = self.catalogue.claims
        if name not in claims:
            raise UnknownNameError(
                name, kind="statement", known=claims, see="allegiance statements"
            )
        return claims[name]

    def sources(self, text: str = "") -> list[Source]:
        """The sources whose id, title or publisher contains ``text``, case and accents folded."""
        return find_sources(self.catalogue.sources.values(), text)

    def query(self, text: str, *, limits: QueryLimits = QueryLimits()) -> Answer:
        """The answer to a SPARQL 1.1 query, which reads only, in a guarded process of its own.

        Raises
        ------
        QueryError
            If the query is refused, no SPARQL, or runs over its limits.
        """
        self.prepare(text)
        return run_query(self.built.store, text, prefixes=self.prefixes, limits=limits)

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
        bound = bind(question, values, actors=self.built.actors, base=self.settings.base)
        return run_query(
            self.built.store,
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

"""Dossier to store: read, check, derive, load; all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import DossierError, Problem
from allegiance.graph.model.statements import Statement
from allegiance.graph.model.terms import al
from allegiance.graph.store.catalogue import Catalogue, read_catalogue
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.files import DossierFile, find_files, read_file
from allegiance.graph.store.ontology import ontology_quads
from allegiance.graph.store.settings import DossierSettings, read_settings

DIRECT_GRAPH = "graph/direct"
RESULTS_GRAPH = "graph/results"
_BOUNDED = {al("start"): "start", al("end"): "end"}


@dataclass(frozen=True, slots=True)
class Built:
    """A dossier in a store: its settings, the store, and what it holds as values."""

    settings: DossierSettings
    store: ox.Store
    catalogue: Catalogue


def check(folder: Path) -> list[Problem]:
    """Every problem of the dossier in ``folder``; an empty list if it can be built."""
    try:
        settings, files = _read(folder)
    except DossierError as error:
        return list(error.problems)
    return Checker(folder, settings, files).problems()


def build(folder: Path) -> Built:
    """The dossier in ``folder``, checked and loaded into a store in memory.

    A named graph a file, one for the direct triples, and the ontology's own two.

    Raises
    ------
    DossierError
        With every problem found; nothing is built then.
    """
    settings, files = _read(folder)
    problems = Checker(folder, settings, files).problems()
    if problems:
        raise DossierError(problems)
    store = ox.Store()
    store.bulk_extend([*ontology_quads(), *_file_quads(settings, files)])
    catalogue = read_catalogue(store, base=settings.base)
    store.bulk_extend(_direct_quads(settings, catalogue))
    return Built(settings, store, catalogue)


def _read(folder: Path) -> tuple[DossierSettings, list[DossierFile]]:
    if not folder.is_dir():
        raise DossierError([Problem(folder, None, "is no folder; a dossier is a folder")])
    settings = read_settings(folder)
    read = [read_file(folder, path, base=settings.base) for path in find_files(folder)]
    problems = [found for found in read if isinstance(found, Problem)]
    files = [found for found in read if isinstance(found, DossierFile)]
    if not read:
        problems.append(Problem(folder, None, "holds no Turtle file (*.ttl); add one"))
    if problems:
        raise DossierError(problems)
    return settings, files


def _file_quads(settings: DossierSettings, files: Iterable[DossierFile]) -> Iterator[ox.Quad]:
    for file in files:
        graph = ox.NamedNode(f"{settings.base}graph/{file.path.with_suffix('').as_posix()}")
        for triple in file.triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            yield from _compiled(triple, graph)


def _compiled(triple: ox.Triple, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """The day bounds of a date, and the way back of a conflict."""
    subject, prop, value = triple.subject, triple.predicate.value, triple.object
    if prop in _BOUNDED and isinstance(value, ox.Literal):
        when = PartialDate.parse(value.value)
        for name, day in (("Earliest", when.earliest), ("Latest", when.latest)):
            literal = ox.Literal(day.isoformat(), datatype=ox.NamedNode(terms.XSD + "date"))
            yield ox.Quad(subject, ox.NamedNode(al(_BOUNDED[prop] + name)), literal, graph)
    elif prop == al("conflictsWith") and isinstance(value, ox.NamedNode):
        yield ox.Quad(value, triple.predicate, subject, graph)


def _direct_quads(settings: DossierSettings, catalogue: Catalogue) -> Iterator[ox.Quad]:
    """Beside each statement that is more likely than not its plain triple."""
    graph = ox.NamedNode(settings.base + DIRECT_GRAPH)
    beliefs = catalogue.beliefs
    for statement in (*catalogue.statements.values(), *catalogue.links.values()):
        if beliefs.of(statement).fused.probability > 0.5:
            subject, relation, target = _nodes(statement, settings.base)
            yield ox.Quad(subject, relation, target, graph)


def _nodes(statement: Statement, base: str) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    relation = statement.relation.id
    prop = relation if ":" in relation else al(relation)
    return _node(statement.subject, base), ox.NamedNode(prop), _node(statement.object, base)


def _node(identifier: str, base: str) -> ox.NamedNode:
    return ox.NamedNode(identifier if ":" in identifier else base + identifier)

"""Dossier to store: read, check, derive, load; all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import DossierError, InputError, Problem
from allegiance.graph.model.terms import al
from allegiance.graph.store.catalogue import Catalogue, read_catalogue
from allegiance.graph.store.checks import Checker
from allegiance.graph.store.files import RESERVED, DossierFile, find_files, read_file
from allegiance.graph.store.ontology import ontology_quads
from allegiance.graph.store.questions import question_files, read_question
from allegiance.graph.store.settings import DossierSettings, read_settings

DIRECT_GRAPH, RESULTS_GRAPH = (f"graph/{name}" for name in RESERVED)
_BOUNDED = {al("start"): "start", al("end"): "end"}
_PARTS = tuple(ox.NamedNode(al(part)) for part in ("subject", "relation", "object"))
# What relative names stand under while nobody knows the dossier's base.
_NO_BASE = "http://localhost/"


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
    return [*Checker(folder, settings, files).problems(), *_question_problems(folder)]


def _question_problems(folder: Path) -> Iterator[Problem]:
    for path in question_files(folder):
        try:
            read_question(path)
        except InputError as error:
            yield Problem(path, None, str(error).removeprefix(f"{path} "))


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
    store.bulk_extend([*ontology_quads(), *_file_quads(files)])
    catalogue = read_catalogue(store, base=settings.base)
    store.bulk_extend(list(_direct_quads(settings, catalogue, store)))
    return Built(settings, store, catalogue)


def _read(folder: Path) -> tuple[DossierSettings, list[DossierFile]]:
    if not folder.is_dir():
        raise DossierError([Problem(folder, None, "is no folder; a dossier is a folder")])
    try:
        settings = read_settings(folder)
    except DossierError as error:  # without a base, the files can still be read for their syntax
        files = _files(folder, base=_NO_BASE)
        broken = [problem for file in files for problem in file.problems]
        raise DossierError([*error.problems, *broken]) from error
    files = _files(folder, base=settings.base)
    if not files:
        message = "holds no Turtle file (*.ttl); add one"
        raise DossierError([Problem(folder, None, message)])
    return settings, files


def _files(folder: Path, *, base: str) -> list[DossierFile]:
    return [read_file(folder, path, base=base) for path in find_files(folder)]


def _file_quads(files: Iterable[DossierFile]) -> Iterator[ox.Quad]:
    for file in files:
        graph = file.graph
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


def _direct_quads(
    settings: DossierSettings, catalogue: Catalogue, store: ox.Store
) -> Iterator[ox.Quad]:
    """Beside each statement that is more likely than not its plain triple."""
    graph = ox.NamedNode(settings.base + DIRECT_GRAPH)
    beliefs = catalogue.beliefs
    for name, statement in (*catalogue.statements.items(), *catalogue.links.items()):
        if beliefs.of(statement).fused.probability > 0.5:
            node = ox.NamedNode(name if ":" in name else settings.base + name)
            subject, relation, target = (_value(store, node, part) for part in _PARTS)
            yield ox.Quad(subject, relation, target, graph)


def _value(store: ox.Store, node: ox.NamedNode, part: ox.NamedNode) -> ox.NamedNode:
    value = next(store.quads_for_pattern(node, part, None)).object
    if not isinstance(value, ox.NamedNode):  # the shapes see to it
        raise TypeError(node.value)
    return value

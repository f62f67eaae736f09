"""Whether nothing can be wrong in a dossier: a quick yes, or a no that the checker looks into.

Every question here is put to the engine or to the text as a whole. A yes means that the
:class:`~allegiance.graph.store.checks.Checker` would find nothing; a no leaves that open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import pyoxigraph as ox
from shacl import Report

from allegiance.graph.model import terms
from allegiance.graph.model.codes import Code
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.circles import find_circles
from allegiance.graph.store.edtf import are_in_order, nodes_in_edtf
from allegiance.graph.store.facts import iri_of, is_iri
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.merges import find_faults
from allegiance.graph.store.moves import find_move_faults
from allegiance.graph.store.ontology import (
    checks,
    ontology_quads,
    ontology_turtle,
    shapes,
    view,
)
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.successions import find_succession_faults

Node = ox.NamedNode | ox.BlankNode | ox.Triple

_REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"
_TYPE = ox.NamedNode(terms.RDF_TYPE)
_CODE = ox.NamedNode(terms.al("code"))
# The check for nodes without a class.
_CLASSES = "without-class"
# The datatype of a date as Turtle may write it, or an escape that may hide one.
_DATE_TYPE = re.compile(r"[:#/](?:date|gYearMonth|gYear|EDTF)(?![\w-])|\\")
_EDTF_TYPE = re.compile(r"[:/]EDTF>?[;,.\])]*")


def are_plain(files: Iterable[DossierFile]) -> bool:
    """Whether the Turtle of files keeps to what can be checked together as one.

    It does not where two of them name blank nodes, whose names would mix, or where one may hold
    a triple term or a date that cannot be read.
    """
    listed = [file.text for file in files if not file.is_plain]
    blanks = sum("_:" in text for text in listed)
    return blanks <= 1 and not any("<<(" in text for text in listed) and _has_dates(listed)


def shape_report(texts: Iterable[str], *, base: str) -> Report | None:
    """How the Turtle ``texts`` together, each read against ``base``, keep to the shapes.

    None if one of them is no Turtle.
    """
    whole = "\n".join(f"@base <{base}> .\n{t}" for t in (*texts, *ontology_turtle().values()))
    try:
        return shapes().validate_text(whole, base=base)
    except ValueError:
        return None


def keeps_shapes(quads: Iterable[ox.Quad]) -> bool:
    """Whether ``quads`` together, in whatever graphs, keep to the shapes; no text is parsed."""
    triples = {quad.triple for quad in (*quads, *ontology_quads())}
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    report = shapes().validate_text(text.decode(), format="ntriples", max_results=1)
    return bool(report.conforms)


def is_sound(
    store: ox.Store, settings: DossierSettings, *, unclassed: Sequence[ox.NamedNode] | None = None
) -> bool:
    """Whether what is loaded has no fault that the shapes do not see.

    What :func:`doubtful` asks for, merges that are none, promises moved in a circle or back in
    time, circles of successors, poles that are named twice or are no actors. ``unclassed`` are the
    graphs of all files but those that were made of cells, in which no term is unknown and no node
    without a class; None for all.
    """
    poles = _poles(settings)
    return (
        not any(True for _ in doubtful(store, settings, unclassed=unclassed))
        and not any(find_faults(store, poles=poles))
        and not any(find_move_faults(store))
        and not any(find_succession_faults(store))
        and len(set(poles)) == len(poles)
        and all(_is_actor(store, pole) for pole in poles)
    )


def doubtful(
    store: ox.Store, settings: DossierSettings, *, unclassed: Sequence[ox.NamedNode] | None = None
) -> Iterator[Node]:
    """The nodes with which something may be wrong that the shapes do not see, by themselves.

    That use unknown terms, have no class, no name, two homes, or classes that exclude each other,
    that end before they start, are links that are none or that close a circle, have codes that are
    none, or should be poles and are no actors. Each may come several times.
    """
    if unclassed is None or unclassed:
        for term in _unknown_terms(store, unclassed):
            yield from _users(store, ox.NamedNode(term))
        for row in _rows(store, checks()[_CLASSES], within=unclassed):
            if unclassed is None or not any(store.quads_for_pattern(row["node"], _TYPE, None)):
                yield row["node"]
    for name, text in checks().items():
        if name != _CLASSES:
            yield from (row["node"] for row in _rows(store, text))
    if not are_in_order(store):
        yield from nodes_in_edtf(store)
    if any(find_circles(_links(store))):
        yield from _of_class(store, ox.NamedNode(terms.al("Link")))
    for quad in store.quads_for_pattern(None, _CODE, None):
        if not _is_code(quad.object):
            yield quad.subject
    for pole in _poles(settings):
        if is_iri(pole) and not _is_actor(store, pole):
            yield ox.NamedNode(pole)


def _has_dates(texts: Iterable[str]) -> bool:
    """Whether every literal with the type of a date can be read as one."""
    typed: set[tuple[str, str]] = set()
    for text in texts:
        for before, after in pairwise(text.split("^^")):
            mark = before[-1:]
            if mark not in ('"', "'"):  # in a remark, or far from its literal: look again
                return False
            typed.add((before[:-1].rpartition(mark)[2], (after.split(maxsplit=1) or [""])[0]))
    return all(_is_date(text, kind) for text, kind in typed if _DATE_TYPE.search(kind))


def _is_date(text: str, kind: str) -> bool:
    try:
        PartialDate.parse(text, plain=_EDTF_TYPE.search(kind) is None)
    except InputError:
        return False
    return True


def _is_code(value: object) -> bool:
    try:
        Code.parse(iri_of(value))
    except InputError:
        return False
    return True


def _unknown_terms(store: ox.Store, within: Sequence[ox.NamedNode] | None) -> list[str]:
    """The terms in use of Allegiance's namespace that nothing defines, and that of annotations."""
    found = [row["term"].value for row in _rows(store, view("terms"), within=within)]
    own = (term for term in found if term.startswith(terms.AL))
    return [*(term for term in own if not _mentions(store, term)), *{_REIFIES}.intersection(found)]


def _links(store: ox.Store) -> list[tuple[str, str]]:
    rows = _rows(store, view("links"), as_union=True)
    return [(row["child"].value, row["above"].value) for row in rows]


def _rows(
    store: ox.Store,
    query: str,
    *,
    as_union: bool = False,
    within: Sequence[ox.NamedNode] | None = None,
) -> ox.QuerySolutions:
    """The answer to a query of a store, or of some of its named graphs."""
    graphs: list[ox.NamedNode | ox.BlankNode] | None = None if within is None else [*within]
    rows = store.query(query, use_default_graph_as_union=as_union, named_graphs=graphs)
    if not isinstance(rows, ox.QuerySolutions):
        message = f"This is no SELECT query: {query}"
        raise TypeError(message)
    return rows


def _poles(settings: DossierSettings) -> tuple[str, ...]:
    return tuple(settings.base + pole for pole in settings.poles)


def _users(store: ox.Store, term: ox.NamedNode) -> Iterator[Node]:
    """The nodes that have a term as a property or as a class."""
    yield from (quad.subject for quad in store.quads_for_pattern(None, term, None))
    yield from _of_class(store, term)


def _of_class(store: ox.Store, term: ox.NamedNode) -> Iterator[Node]:
    yield from (quad.subject for quad in store.quads_for_pattern(None, _TYPE, term))


def _is_actor(store: ox.Store, iri: str) -> bool:
    """Whether a node is of a class whose members act; what is no address names none."""
    if not is_iri(iri):
        return False
    types = store.quads_for_pattern(ox.NamedNode(iri), _TYPE, None)
    return any(iri_of(quad.object) in terms.ACTING for quad in types)


def _mentions(store: ox.Store, iri: str) -> bool:
    """Whether anything is said about a node."""
    return any(True for _ in store.quads_for_pattern(ox.NamedNode(iri), None, None))

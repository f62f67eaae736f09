"""Whether nothing can be wrong in a dossier: a quick yes, or a no that the checker looks into.

Every question here is put to the engine or to the text as a whole. A yes means that the
:class:`~allegiance.graph.store.checks.Checker` would find nothing; a no leaves that open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.codes import Code
from allegiance.graph.model.dates import PartialDate
from allegiance.graph.model.errors import InputError
from allegiance.graph.store.circles import find_circles
from allegiance.graph.store.edtf import are_in_order
from allegiance.graph.store.facts import iri_of
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

_REIFIES = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies"
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


def fits_shapes(texts: Iterable[str], *, base: str) -> bool:
    """Whether the Turtle ``texts`` together, each read against ``base``, keep to the shapes."""
    whole = "\n".join(f"@base <{base}> .\n{t}" for t in (*texts, *ontology_turtle().values()))
    try:
        report = shapes().validate_text(whole, base=base, max_results=1)
    except ValueError:  # not read as Turtle
        return False
    return bool(report.conforms)


def keeps_shapes(quads: Iterable[ox.Quad]) -> bool:
    """Whether ``quads`` together, in whatever graphs, keep to the shapes; no text is parsed."""
    triples = {quad.triple for quad in (*quads, *ontology_quads())}
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    report = shapes().validate_text(text.decode(), format="ntriples", max_results=1)
    return bool(report.conforms)


def is_sound(store: ox.Store, settings: DossierSettings, *, is_classed: bool = False) -> bool:
    """Whether what is loaded has no fault that the shapes do not see.

    Unknown terms, nodes without a class, with two homes or with classes that exclude each other,
    ends before their starts, circles of links and of successors, codes and merges that are none,
    promises moved in a circle or back in time, poles that are named twice or are no actors.

    ``is_classed`` where all of it was made of cells, so that no term is unknown and no node
    without a class: the two slowest questions need not be asked.
    """
    poles = tuple(settings.base + pole for pole in settings.poles)
    asked = [text for name, text in checks().items() if not (is_classed and name == _CLASSES)]
    return (
        (is_classed or _knows_terms(store))
        and not any(bool(store.query(text)) for text in asked)
        and are_in_order(store)
        and not any(find_circles(_links(store)))
        and all(_is_code(quad.object) for quad in store.quads_for_pattern(None, _CODE, None))
        and not any(find_faults(store, poles=poles))
        and not any(find_move_faults(store))
        and not any(find_succession_faults(store))
        and len(set(poles)) == len(poles)
        and all(_is_actor(store, pole) for pole in poles)
    )


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


def _knows_terms(store: ox.Store) -> bool:
    """Whether every term of Allegiance's namespace in use is defined, and none is an annotation."""
    found = [row["term"].value for row in _select(store, "terms")]
    own = [term for term in found if term.startswith(terms.AL)]
    return _REIFIES not in found and all(_mentions(store, term) for term in own)


def _links(store: ox.Store) -> list[tuple[str, str]]:
    return [(row["child"].value, row["above"].value) for row in _select(store, "links")]


def _select(store: ox.Store, name: str) -> ox.QuerySolutions:
    rows = store.query(view(name), use_default_graph_as_union=True)
    if not isinstance(rows, ox.QuerySolutions):
        message = f"The view {name} is no SELECT query."
        raise TypeError(message)
    return rows


def _is_actor(store: ox.Store, iri: str) -> bool:
    """Whether a node is of a class whose members act; what is no address names none."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    types = store.quads_for_pattern(node, ox.NamedNode(terms.RDF_TYPE), None)
    return any(iri_of(quad.object) in terms.ACTING for quad in types)


def _mentions(store: ox.Store, iri: str) -> bool:
    """Whether anything is said about a node."""
    return any(True for _ in store.quads_for_pattern(ox.NamedNode(iri), None, None))

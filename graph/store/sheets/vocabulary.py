"""What cells may name without anybody's telling: the relations of the ontology."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.terms import al
from allegiance.graph.store.ontology import ontology_quads
from allegiance.graph.store.sheets.tokens import node


def folded(name: str) -> str:
    """A name without case, and with single spaces.

    >>> folded("Expels  ENVOY of")
    'expels envoy of'
    """
    return " ".join(name.casefold().split())


@cache
def _ontology() -> tuple[tuple[str, str, str, str | None], ...]:
    """Subject, property, value and language of what the ontology says of named nodes."""
    return tuple(
        (q.subject.value, q.predicate.value, q.object.value, getattr(q.object, "language", None))
        for q in ontology_quads()
        if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode | ox.Literal)
    )


def listed_relations() -> list[tuple[str, str, str, str, str]]:
    """The relations of the ontology: name, label, act or tie, channel, weight."""
    said: dict[str, dict[str, str]] = {}
    for iri, prop, value, language in _ontology():
        if language in (None, "en"):
            said.setdefault(iri, {})[prop] = value
    kinds = {al("ActRelation"): "act", al("TieRelation"): "tie"}
    return sorted(
        (
            iri.removeprefix(terms.AL),
            about.get(terms.RDFS_LABEL, ""),
            kinds[about[terms.RDF_TYPE]],
            about.get(al("channel"), "").removeprefix(terms.AL),
            about.get(al("weight"), ""),
        )
        for iri, about in said.items()
        if about.get(terms.RDF_TYPE) in kinds
    )


@cache
def named_relations() -> dict[str, str]:
    """The relations of the ontology by folded name and label."""
    kinds = {al("ActRelation"), al("TieRelation")}
    found = {iri for iri, _, value, _ in _ontology() if value in kinds}
    named = {folded(iri.removeprefix(terms.AL)): node(iri, "") for iri in found}
    labels = {
        folded(value): node(iri, "")
        for iri, prop, value, _ in _ontology()
        if iri in found and prop == terms.RDFS_LABEL
    }
    return {**labels, **named}


@cache
def spoken_relations() -> dict[str, str]:
    """The relations of the ontology by their folded names with spaces for underscores."""
    return {name.replace("_", " "): token for name, token in named_relations().items()}


@cache
def labels_of_terms() -> dict[str, str]:
    """What a sentence calls the ontology's own nodes, by token."""
    return {
        node(iri, ""): value
        for iri, prop, value, language in _ontology()
        if prop == terms.RDFS_LABEL and language == "en"
    }


@cache
def labels_of_relations() -> dict[str, list[str]]:
    """The labels of the ontology's relations by token, the English one first."""
    return _texts_of_relations(terms.RDFS_LABEL)


@cache
def words_of_relations() -> dict[str, list[str]]:
    """The everyday words for the ontology's relations, by token."""
    return _texts_of_relations(terms.HIDDEN_LABEL)


def _texts_of_relations(wanted: str) -> dict[str, list[str]]:
    tokens = set(named_relations().values())
    found: dict[str, list[str]] = {}
    for iri, prop, value, _ in sorted(_ontology(), key=lambda said: said[3] != "en"):
        if prop == wanted and (token := node(iri, "")) in tokens:
            found.setdefault(token, []).append(value)
    return found


@cache
def weights_of_relations() -> dict[str, float]:
    """The usual weights of the ontology's relations, by token."""
    return {
        node(iri, ""): float(value) for iri, prop, value, _ in _ontology() if prop == al("weight")
    }

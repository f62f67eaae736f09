"""Edits: how the files of a dossier differ from the graphs that they once made in a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.store.derive import DERIVED, derive_bounds
from allegiance.graph.store.files import DossierFile, load_turtle
from allegiance.graph.store.soundness import are_plain

# Literals that the engine keeps as they are, or reads as dates, which are_plain looks at.
_KEPT_TYPES = frozenset(
    {
        terms.EDTF,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
        *(terms.XSD + name for name in ("string", "date", "gYearMonth", "gYear")),
    }
)


@dataclass(frozen=True, slots=True)
class Edit:
    """The quads that files no longer make, and those that they make now, what follows included.

    The engine writes some literals its own way: ``written`` are those quads as the files have
    them, ``reworded`` as the engine has them.
    """

    removed: frozenset[ox.Quad]
    added: frozenset[ox.Quad]
    written: frozenset[ox.Quad] = frozenset()
    reworded: frozenset[ox.Quad] = frozenset()

    def as_written(self, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
        """The ``quads`` of some nodes with their literals as the files have them."""
        found = set(quads)
        nodes = {quad.subject for quad in found}
        return found - self.reworded | {quad for quad in self.written if quad.subject in nodes}


def find_edit(
    store: ox.Store, files: Sequence[DossierFile], *, gone: Iterable[ox.NamedNode] = ()
) -> Edit | None:
    """What new texts of ``files``, and files that are ``gone``, change about their graphs.

    None where a text is no Turtle, or holds what needs a closer look.
    """
    if any(file.problems for file in files) or not are_plain(files):
        return None
    fresh = ox.Store()
    try:
        for file in files:
            load_turtle(fresh, file.text, base=file.base, graph=file.graph)
    except SyntaxError:
        return None
    derive_bounds(fresh)
    new, old = set(fresh), set[ox.Quad]()
    for graph in (*(file.graph for file in files), *gone):
        old.update(store.quads_for_pattern(None, None, None, graph))
    removed = frozenset(quad for quad in old - new if quad.predicate not in DERIVED)
    added = frozenset(new - old)
    if not any(_is_reworded(quad.object) for quad in added):
        return Edit(removed, added)
    written = {quad for file in files for quad in _literals(file)}
    reworded = frozenset(written - new)
    if any(isinstance(quad.subject, ox.BlankNode) for quad in reworded):
        return None  # which of the nodes without a name it is, nobody can say
    return Edit(removed, added, reworded, _stored(reworded) - written)


def _is_reworded(value: object) -> bool:
    """Whether the engine may have put a value in its own words: a number, or what is no date."""
    return isinstance(value, ox.Literal) and value.datatype.value not in _KEPT_TYPES


def _literals(file: DossierFile) -> Iterator[ox.Quad]:
    """The quads of a file that have a literal, as it is written."""
    for quad in ox.parse(file.text, format=ox.RdfFormat.TURTLE, base_iri=file.base):
        if isinstance(quad.object, ox.Literal):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, file.graph)


def _stored(quads: Iterable[ox.Quad]) -> frozenset[ox.Quad]:
    store = ox.Store()
    store.extend(quads)
    return frozenset(store)

"""What the nodes of a dossier are called in a message, and where they stand in its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.errors import Problem, nearest
from allegiance.graph.model.terms import al
from allegiance.graph.model.wording import Wording
from allegiance.graph.store.facts import BLANK, Fact, facts_of, iri_of, is_iri
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.ontology import ontology_quads
from allegiance.graph.store.settings import DossierSettings

_TYPE = ox.NamedNode(terms.RDF_TYPE)
_RELATIONS = frozenset({al("ActRelation"), al("TieRelation")})
_NODES = "SELECT DISTINCT ?node WHERE { GRAPH ?file { ?node ?property ?value } }"


@cache
def of_ontology() -> frozenset[str]:
    """The nodes that the ontology tells of."""
    return frozenset(iri_of(quad.subject) for quad in ontology_quads())


@dataclass(frozen=True)
class Naming:
    """The nodes of a dossier as its writer knows them.

    With a ``store`` that holds the files as they stand, each in its graph, nodes are looked up in
    it; else in what all files say, which takes longer to go through.
    """

    folder: Path
    settings: DossierSettings
    files: Sequence[DossierFile]
    store: ox.Store | None = None

    def home(self, iri: str) -> DossierFile | None:
        """The file that defines a node; of one that none defines the first that tells of it."""
        if self.store is None:
            return self._homes.get(iri)
        if not is_iri(iri):
            return None
        for prop in (_TYPE, None):
            quads = self.store.quads_for_pattern(ox.NamedNode(iri), prop, None)
            graphs = {quad.graph_name for quad in quads}
            for file, graph in self._graphs if graphs else ():
                if graph in graphs:
                    return file
        return None

    def teller(self, iri: str, prop: str, value: str | None = None) -> DossierFile | None:
        """The file that says something of a node by a property: its home, else the first.

        ``value`` is what it says, as N-Triples write it, if that is known; None where none does.
        """
        telling = self._telling(iri, prop, value)
        home = self.home(iri)
        return home if any(file is home for file in telling) else next(iter(telling), None)

    def _telling(self, iri: str, prop: str, value: str | None) -> list[DossierFile]:
        if self.store is None:
            said = self._said.get((iri, prop), ())
            return [file for file, term in said if value is None or str(term) == value]
        if not (is_iri(iri) and is_iri(prop)):
            return []
        quads = self.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(prop), None)
        graphs = {q.graph_name for q in quads if value is None or str(q.object) == value}
        return [file for file, graph in self._graphs if graph in graphs] if graphs else []

    @cached_property
    def _said(self) -> dict[tuple[str, str], list[tuple[DossierFile, object]]]:
        """What each file says of each node, by property."""
        said: dict[tuple[str, str], list[tuple[DossierFile, object]]] = {}
        for file in self.files:
            for fact in file.facts:
                said.setdefault((fact.subject, fact.prop), []).append((file, fact.term))
        return said

    def is_doubled(self, iri: str) -> bool:
        """Whether two files define a node."""
        return len({id(file) for file in self._telling(iri, terms.RDF_TYPE, None)}) > 1

    def knows(self, iri: str) -> bool:
        """Whether the dossier or the ontology tells of a node."""
        return iri in of_ontology() or self.home(iri) is not None

    @cached_property
    def _homes(self) -> dict[str, DossierFile]:
        homes: dict[str, DossierFile] = {}
        defined: dict[str, DossierFile] = {}
        for file in self.files:
            for fact in file.facts:
                homes.setdefault(fact.subject, file)
                if fact.prop == terms.RDF_TYPE:
                    defined.setdefault(fact.subject, file)
        return homes | defined

    @cached_property
    def _graphs(self) -> list[tuple[DossierFile, ox.NamedNode]]:
        return [(file, file.graph) for file in self.files]

    @cached_property
    def _names(self) -> list[str]:
        """What every node of the dossier and of the ontology is called, sorted."""
        nodes: Iterable[str] = self._homes
        if self.store is not None:
            rows = self.store.query(_NODES)
            nodes = (iri_of(row["node"]) for row in rows)  # type: ignore[union-attr]
        return sorted(map(self.call, {*nodes, *of_ontology()}))

    @cached_property
    def _wording(self) -> Wording:
        """What every relation of the dossier and of the ontology is called and described by."""
        told = [*self._told(), *facts_of(quad.triple for quad in ontology_quads())]
        iris = {f.subject for f in told if f.prop == terms.RDF_TYPE and f.value in _RELATIONS}
        said: dict[str, dict[str, list[str]]] = {
            terms.RDFS_LABEL: {self.call(iri): [] for iri in iris},
            terms.HIDDEN_LABEL: {self.call(iri): [] for iri in iris},
        }
        texts = [fact for fact in told if fact.prop in said and fact.subject in iris]
        for fact in sorted(texts, key=lambda fact: getattr(fact.term, "language", "") != "en"):
            said[fact.prop][self.call(fact.subject)].append(fact.value)
        return Wording(said[terms.RDFS_LABEL], said[terms.HIDDEN_LABEL])

    def _told(self) -> Iterator[Fact]:
        """What the dossier says of its relations, and perhaps of others."""
        if self.store is None:
            yield from (fact for file in self.files for fact in file.facts)
            return
        own = {graph for _, graph in self._graphs}
        for kind in sorted(_RELATIONS):
            for relation in self.store.quads_for_pattern(None, _TYPE, ox.NamedNode(kind)):
                about = self.store.quads_for_pattern(relation.subject, None, None)
                yield from facts_of(quad.triple for quad in about if quad.graph_name in own)

    @cached_property
    def _annotated(self) -> dict[str, str]:
        """What the annotations annotate that their writer gave no name."""
        return {
            iri: " ".join("…" if part is None else self._shorten(part) for part in parts)
            for file in self.files
            for iri, parts in file.annotated.items()
        }

    @cached_property
    def _holders(self) -> dict[str, tuple[str, str]]:
        """For nodes without a name: which node holds them, and by which property."""
        return {
            fact.value: (fact.subject, fact.prop)
            for file in self.files
            for fact in file.facts
            if isinstance(fact.term, ox.BlankNode)
        }

    def call(self, iri: str) -> str:
        """The name of a node as a writer writes it: without the base, with a prefix if known."""
        if iri.startswith(BLANK) and iri in self._holders:
            holder, prop = self._holders[iri]
            return f"the {self.call(prop)} of {self.call(holder)}"
        if iri.startswith(BLANK):
            return "a node without a name"
        if iri in self._annotated:
            return f"the annotation of {self._annotated[iri]}"
        return self._shorten(iri)

    def _shorten(self, iri: str) -> str:
        if iri.startswith(self.settings.base):
            return iri.removeprefix(self.settings.base) or iri
        for prefix, namespace in terms.PREFIXES.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def loose(self, iri: str) -> bool:
        """Whether a node has neither a name nor another node that holds it."""
        return iri.startswith(BLANK) and iri not in self._holders

    def problem(
        self, iri: str, message: str, *, file: DossierFile | None = None, prop: str = ""
    ) -> Problem:
        """What is wrong with a node, placed where it stands in ``file``.

        By default that is the file that says ``prop`` of it, else its first. In a sheet the place
        is the cell that says something by the property ``prop``.
        """
        where = file or (self.teller(iri, prop) if prop else None) or self.home(iri)
        if where is None:
            return Problem(self.folder, None, f"{self.call(iri)} {message}")
        holder, steps = iri, 0
        while holder.startswith(BLANK) and holder in self._holders and steps < len(self._holders):
            holder, steps = self._holders[holder][0], steps + 1
        spot = where.places.find(holder, prop)
        path, said = self.folder / where.path, f"{self.call(iri)} {where.places.word(message)}"
        return Problem(path, spot.line, said, column=spot.column, cell=spot.cell)

    def is_told(self, iri: str, prop: str) -> bool:
        """Whether what is wrong with a node's property was said when its file was read."""
        where = self.home(iri)
        return where is not None and where.places.is_told(iri, prop)

    def say(self, iri: str, prop: str, message: str, *, file: DossierFile | None = None) -> str:
        """A message about a node's property in the words of ``file``, by default its first."""
        where = file or self.home(iri)
        return message if where is None else where.places.say(iri, prop, message)

    def hidden(self, iris: Iterable[str]) -> bool:
        """Whether something about one of ``iris`` may stand in a file that nobody could read."""
        return any(file.hides(iri) for file in self.files for iri in iris)

    def guess(
        self, iri: str, *, mend: str = "define it in the dossier", relation: bool = False
    ) -> str:
        """The end of a sentence that misses ``iri``: near names, else how to mend it.

        Where a relation is missed, those that it means in everyday words are told, with meanings.
        """
        if relation:
            said = self._wording.listed(self._wording.suggest(self.call(iri)))
        else:
            said = " or ".join(nearest(self.call(iri), self._names))
        return f". Did you mean {said}?" if said else f"; {mend}"

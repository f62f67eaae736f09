"""The nodes of a dossier's files: what each is, and how it is taken out of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from allegiance.graph.model import terms
from allegiance.graph.model.errors import nearest
from allegiance.graph.model.terms import al
from allegiance.graph.store.describe import shorten
from allegiance.graph.store.files import DossierFile
from allegiance.graph.store.opening import open_folder, parse_files
from allegiance.graph.store.settings import DossierSettings
from allegiance.graph.store.sheets.names import TOLD, spelled_out

# What a scenario can change or take away, each with the sheet whose columns say it.
_CLAIMS = {
    al("Statement"): "statements",
    al("Link"): "links",
    al("Commitment"): "commitments",
    al("Measure"): "measures",
}
_DENIAL = al("denial")


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The parsed files of a dossier, which scenarios are laid over: one reading serves them all.

    ``kinds`` has the class of each node, ``about`` and ``naming`` the triples whose subject, or
    whose object, a node is, and ``told`` those that names are found by.
    """

    settings: DossierSettings
    files: tuple[DossierFile, ...]
    kinds: dict[str, str] = field(default_factory=dict, init=False)
    about: dict[object, list[ox.Triple]] = field(default_factory=dict, init=False)
    naming: dict[object, list[ox.Triple]] = field(default_factory=dict, init=False)
    told: list[ox.Triple] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        for triple in (t for file in self.files for t in file.triples):
            self.about.setdefault(triple.subject, []).append(triple)
            self.naming.setdefault(triple.object, []).append(triple)
            prop = triple.predicate.value
            if prop in TOLD:
                self.told.append(triple)
            if prop == terms.RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                self.kinds[_iri(triple.subject)] = triple.object.value

    @classmethod
    def of(cls, folder: Path) -> Ground:
        """The files of the dossier in ``folder`` as they are now.

        Raises
        ------
        DossierError
            If the dossier cannot be read.
        """
        settings, files = open_folder(folder)
        return cls(settings, tuple(parse_files(folder, files)))


@dataclass
class Holdings:
    """The files of a dossier with what is taken out of them."""

    ground: Ground
    gone: set[object] = field(default_factory=set)
    dropped: set[ox.Triple] = field(default_factory=set)

    def __contains__(self, node: ox.NamedNode) -> bool:
        return node.value in self.ground.kinds

    @property
    def base(self) -> str:
        """What the dossier's own names begin with."""
        return self.ground.settings.base

    def node(self, name: str) -> ox.NamedNode:
        """The node that an id names: under the dossier's base, or spelt out."""
        spelled = spelled_out(name, self.base)
        if spelled is not None and spelled.startswith("<"):
            return ox.NamedNode(spelled[1:-1])
        return ox.NamedNode(self.full(spelled or f":{name}"))

    def full(self, written: str) -> str:
        """The IRI of a name with a prefix, ``:mali`` under the base."""
        prefix, _, local = written.partition(":")
        return (terms.PREFIXES[prefix] if prefix else self.base) + local

    def sheet_of(self, node: ox.NamedNode) -> str:
        """The sheet whose columns say what a claim is."""
        return _CLAIMS[self.ground.kinds[node.value]]

    def why_not(self, name: str) -> str:
        """Why a scenario cannot change or remove ``name``; "" if it can."""
        try:
            kind = self.ground.kinds.get(self.node(name).value)
        except ValueError:
            kind = None
        if kind in _CLAIMS:
            return ""
        if kind is not None:
            return "which is no statement, tie, link, commitment or measure; leave it"
        near = nearest(name, self._claims)
        guess = (
            f"Did you mean {' or '.join(near)}?" if near else "Write the id of one that it holds."
        )
        return f"which the dossier does not hold. {guess}"

    @cached_property
    def _claims(self) -> list[str]:
        return [
            shorten(iri, self.base) for iri, kind in self.ground.kinds.items() if kind in _CLAIMS
        ]

    def take(self, node: ox.NamedNode) -> list[str]:
        """Take a node out with what it alone holds, and return the ids of those that named it."""
        self._take_with_held(node)
        naming = [t for t in self.ground.naming.get(node, ()) if t.subject not in self.gone]
        self.dropped.update(naming)
        return sorted({shorten(_iri(t.subject), self.base) for t in naming})

    def lift(self, node: ox.NamedNode, props: Collection[str]) -> str:
        """Take a node out and return as N-Triples what it says by other properties than ``props``.

        What it holds and no one else can name goes with it: nodes without a name, denials.
        """
        said = [t for t in self.ground.about.get(node, []) if t not in self.dropped]
        kept = [t for t in said if t.predicate.value not in props]
        for triple in said:
            if triple.predicate.value == _DENIAL and _DENIAL in props:
                self._take_with_held(triple.object)
        whole = [*kept, *self._held_by(kept)]
        self.gone.add(node)
        self.gone.update(t.subject for t in whole)
        return (ox.serialize(whole, format=ox.RdfFormat.N_TRIPLES) or b"").decode()

    def files(self) -> list[DossierFile]:
        """The files without what was taken out; those that held none of it are as they were."""
        found = []
        for file in self.ground.files:
            left = [t for t in file.triples if t.subject not in self.gone and t not in self.dropped]
            if len(left) < len(file.triples):
                text = (ox.serialize(left, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
                file = replace(file, text=text, triples=tuple(left))
            found.append(file)
        return found

    def _take_with_held(self, node: object) -> None:
        said = self.ground.about.get(node, [])
        self.gone.add(node)
        self.gone.update(t.subject for t in self._held_by(said))
        self.gone.update(t.object for t in said if t.predicate.value == _DENIAL)

    def _held_by(self, triples: Sequence[ox.Triple]) -> Iterator[ox.Triple]:
        """What is said of nodes without a name that ``triples`` lead to."""
        for triple in triples:
            if isinstance(triple.object, ox.BlankNode):
                inner = self.ground.about.get(triple.object, [])
                yield from inner
                yield from self._held_by(inner)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode) else str(term)
